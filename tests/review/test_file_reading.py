"""A batch that was stopped goes on: slow readings are kept, and only good ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.review import file_reading
from assistant.review.file_reading import Reader
from index.ingest import Limits
from index.reading_process import ReadingPlace, read_apart
from tests.generator import generate, to_html


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr(file_reading, "WORTH_KEEPING", 0.0)
    return Reader(Limits(), tmp_path / "cache")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "a.html"
    path.write_bytes(to_html(generate(seed=4, form="2021")))
    return path


def test_a_kept_reading_is_the_same_and_is_not_read_again(reader: Reader, report: Path) -> None:
    first = reader.file(report)
    again = replace(reader, place=ReadingPlace(lambda *_: pytest.fail("read again"), 1))
    assert again.file(report) == first


def test_the_same_content_elsewhere_is_known_under_its_own_path(
    reader: Reader, report: Path, tmp_path: Path
) -> None:
    reader.file(report)
    copy = tmp_path / "b.html"
    copy.write_bytes(report.read_bytes())
    assert reader.file(copy).reports[0].source.path == str(copy)


def test_a_changed_reader_reads_again(
    reader: Reader, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.file(report)
    monkeypatch.setattr(file_reading, "_reader", lambda: "another")
    called = []
    place = ReadingPlace(lambda *a: called.append(a) or read_apart(*a), 1)
    replace(reader, place=place).file(report)
    assert len(called) == 1


def test_what_could_not_be_read_is_tried_again(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "late.html"
    path.write_bytes(b"")
    assert reader.file(path).errors[0].code == "empty"
    path.write_bytes(to_html(generate(seed=4, form="2021")))
    assert reader.file(path).errors == ()


def test_quick_readings_are_not_kept(report: Path, tmp_path: Path) -> None:
    reader = Reader(Limits(), tmp_path / "cache")
    reader.file(report)
    assert not reader.folder.exists()
