"""One bad file costs one file: what unfolds, loops, lies or takes for ever gives its own entry."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.review.file_reading import Reader
from index import reading_process
from index.library.roster import read_names
from index.readers import office_conversion
from index.readers.archives import expand, shown
from index.readers.limits import Limits
from index.reading_process import done_apart, read_apart
from index.report import Damaged, TooLarge, TooSlow, UsageError
from index.text import normalise
from tests.generator import generate
from tests.generator.writers import WRITERS

from .filling import always_dies, dies_of, fills, needs_room
from .material import BAD, GOOD, PAGE, zipped


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_file_leaves_the_good_one_beside_it_alone(bad: str, tmp_path: Path) -> None:
    name, content = BAD[bad]
    paths = [tmp_path / name, tmp_path / "good.html"]
    paths[0].write_bytes(content())
    paths[1].write_bytes(PAGE)
    first, second = Reader(Limits(), tmp_path / "kept").files(paths)
    assert first.errors or not first.reports[0].agency
    assert all(any("\u4e00" <= c <= "\u9fff" for c in e.message) for e in first.errors)
    assert [r.agency for r in second.reports] == [GOOD.agency]


@pytest.mark.parametrize("name", [b"\xff\xfe.html", "教育局.html".encode("gbk"), b"a\n<b>.html"])
def test_a_name_that_is_no_text_costs_nothing(name: bytes, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(PAGE)
    (read,) = Reader(Limits(), tmp_path / "kept").files([path])
    assert read.reports[0].agency == GOOD.agency
    assert read.source.path.encode()
    assert "\n" not in read.source.path


def test_what_no_store_takes_is_not_in_a_text() -> None:
    assert normalise("公\0开\ud800办\x1f理\u202e条\u2066例") == "公开办理条例"


def test_other_files_than_reports_are_read_apart_too(tmp_path: Path) -> None:
    bad = tmp_path / "名单.xlsx"
    bad.write_bytes(BAD["a cell far away"][1]())
    with pytest.raises((TooLarge, TooSlow)):
        done_apart(read_names, bad, Limits(max_cpu=2))
    bad.write_bytes(b"no workbook")
    with pytest.raises(UsageError, match="名单"):
        done_apart(read_names, bad, Limits())


@pytest.fixture
def fresh_pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Processes that have read nothing yet."""
    pool = reading_process._Pool(rooms={"读取": threading.Semaphore(1)})
    monkeypatch.setattr(reading_process, "_pool", lambda: pool)
    yield
    pool.close()


def test_what_a_process_read_before_costs_the_next_file_nothing(
    tmp_path: Path, fresh_pool: None
) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"")
    for second, said in ((needs_room, str(250 * 2**20)), (dies_of, "alone it is read")):
        assert done_apart(fills, path, Limits()) == "full"
        assert done_apart(second, path, Limits()) == said
    assert done_apart(fills, path, Limits()) == "full"
    with pytest.raises(Damaged, match="中断"):
        done_apart(always_dies, path, Limits())
    assert path.read_bytes() == b"xx"  # tried once more, and no more than that


@pytest.mark.slow
def test_a_word_file_is_read_after_a_scan(tmp_path: Path, fresh_pool: None) -> None:
    report = generate(5, "2021")
    for name in ("scan", "docx", "scan", "ofd", "pdf"):
        suffix, write = WRITERS[name]
        path = tmp_path / f"{name}{suffix}"
        path.write_bytes(write(report))
        assert read_apart(path, Limits()).reports[0].agency == report.agency


@pytest.mark.slow
def test_a_conversion_that_is_stopped_leaves_nothing_running(tmp_path: Path) -> None:
    program = tmp_path / "office.sh"
    program.write_text("#!/bin/sh\nsleep 600 & echo $! > $1\nwait\n", "ascii")
    program.chmod(0o700)
    with pytest.raises(subprocess.TimeoutExpired):
        office_conversion._run([str(program), str(tmp_path / "pid")], 1.0)
    child = Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}/stat")
    end = time.monotonic() + 10
    while child.exists() and child.read_text().split()[2] != "Z" and time.monotonic() < end:
        time.sleep(0.05)
    assert not child.exists() or child.read_text().split()[2] == "Z"


@pytest.mark.slow
def test_time_and_memory_end_one_reading_and_the_next_goes_on(
    tmp_path: Path, fresh_pool: None
) -> None:
    long, good = tmp_path / "long.html", tmp_path / "good.html"
    table = "<table><tr><td>申请人情况</td><td>1</td><td>2</td></tr></table>"
    long.write_text(f"<html><body>{table * 60_000}</body></html>", "utf-8")
    good.write_bytes(PAGE)
    assert read_apart(long, Limits(max_cpu=0.5)).code == "timeout"
    assert read_apart(good, Limits()).reports[0].agency == GOOD.agency
    assert read_apart(long, Limits(max_memory=30 * 2**20)).code == "too_large"
    assert read_apart(good, Limits()).reports[0].agency == GOOD.agency


ARCHIVES: dict[str, tuple[bytes, list[str]]] = {
    "a member that is a folder too": (
        zipped({"a.html": PAGE, "a.html/b.html": PAGE}),
        ["a.html", "a.html/b.html"],
    ),
    "a zip in a zip": (zipped({"里.zip": zipped({"年报.html": PAGE})}), ["里.zip/年报.html"]),
    "names that lead out": (
        zipped({"../../x.html": PAGE, "/y.html": PAGE, "..": PAGE}),
        ["x.html", "y.html"],
    ),
    "a very long name": (zipped({"长" * 200 + ".html": PAGE}), ["长" * 60 + ".html"]),
}


@pytest.mark.parametrize("case", ARCHIVES)
def test_an_archive_gives_its_members_below_its_own_path(case: str, tmp_path: Path) -> None:
    content, names = ARCHIVES[case]
    (tmp_path / "all.zip").write_bytes(content)
    files, _ = expand([tmp_path / "all.zip"], unpack_to=tmp_path / "out")
    told = [shown(file).removeprefix(f"{tmp_path}/all.zip/") for file in files]
    assert sorted(told) == sorted(names)
    assert all(file.read_bytes() == PAGE for file in files)
    assert all(file.is_relative_to(tmp_path / "out") for file in files)


def test_utf8_names_without_the_flag_are_decoded_together(tmp_path: Path) -> None:
    content = zipped({"AAAAAA.html": PAGE, "BBBBBBBBB.html": PAGE})
    for placeholder, name in ((b"AAAAAA", "年报"), (b"BBBBBBBBB", "水务局")):
        content = content.replace(placeholder, name.encode())
    (tmp_path / "all.zip").write_bytes(content)
    files, _ = expand([tmp_path / "all.zip"], unpack_to=tmp_path / "out")
    assert sorted(file.name for file in files) == ["年报.html", "水务局.html"]


def test_one_bad_archive_is_an_entry_of_its_own(tmp_path: Path) -> None:
    good = zipped({"a.html": PAGE})
    (tmp_path / "bad.zip").write_bytes(good[:200] + b"\0" * 40 + good[240:])
    (tmp_path / "good.zip").write_bytes(good)
    files, _ = expand([tmp_path], unpack_to=tmp_path.parent / "out")
    bad, read = Reader(Limits(), tmp_path / "kept").files(files)
    assert bad.errors[0].code == "damaged"
    assert bad.source.path == f"{tmp_path}/bad.zip/a.html"
    assert read.reports[0].source.path == f"{tmp_path}/good.zip/a.html"


def test_what_a_browser_saved_beside_a_page_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "报告.html").write_bytes(PAGE)
    (tmp_path / "报告_files").mkdir()
    (tmp_path / "报告_files" / "saved_resource.html").write_text("<p>广告</p>", "utf-8")
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "b.html").write_bytes(PAGE)
    files, passed_over = expand([tmp_path])
    assert [f.name for f in files] == ["b.html", "报告.html"]
    assert passed_over == 1
