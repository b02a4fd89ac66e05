"""What bad files and bad questions cost from the outside: seconds, megabytes, exit codes, words."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from pathlib import Path

import pytest

from .long_texts import LONG, page
from .material import BAD, GOOD, HEAVY, PAGE
from .measured import Measured, nianbao

pytestmark = pytest.mark.slow
CPU, MEMORY = 20.0, 500.0
"""Seconds of a bad file, megabytes of all processes together."""
_BESIDE = 5.0
"""Seconds that the command itself and the good file may take beside it."""
_CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("bad", [*BAD, *HEAVY])
def test_a_bad_file_costs_one_entry_of_a_review(bad: str, tmp_path: Path) -> None:
    ran = nianbao("review", _folder([bad], tmp_path), "--format", "json", home=tmp_path / "home")
    _held(ran, [bad])
    reviews = json.loads(ran.out)["reviews"]
    good = [r["report"] for r in reviews if r["source"]["path"].endswith("好.html")]
    assert [report["agency"] for report in good] == [GOOD.agency]
    errors = [e["message"] for r in reviews for e in r["errors"]]
    assert errors
    assert all(_CHINESE.search(message) and str(tmp_path) not in message for message in errors)
    print(f"{bad}: {ran.cpu:.1f} s, {ran.memory:.0f} MB; {errors[0]}")


@pytest.mark.parametrize("command", ["review", "index"])
@pytest.mark.parametrize("long", LONG)
def test_a_report_that_nobody_can_check_costs_one_entry(
    long: str, command: str, tmp_path: Path
) -> None:
    """Whether it is its size, its findings or the time that is too much."""
    folder = _folder([], tmp_path)
    (folder / "坏.html").write_bytes(page(LONG[long]))
    ran = nianbao(command, folder, home=tmp_path / "home")
    _held(ran, [long])
    said = [line for line in (ran.out + ran.err).splitlines() if "超过" in line]
    assert len(said) == 1 and "坏.html" in ran.out + ran.err
    print(f"{long}, {command}: {ran.cpu:.1f} s, {ran.memory:.0f} MB; {said[0]}")


def test_each_bad_file_costs_one_line_of_an_index(tmp_path: Path) -> None:
    """All of them in one run: what each of them costs by itself, the review says."""
    ran = nianbao("index", _folder(BAD, tmp_path), home=tmp_path / "home")
    _held(ran, BAD)
    assert "新增 1" in ran.out
    failed = [line for line in ran.err.splitlines() if "失败：" in line]
    assert [sum(f"坏{n}-" in line for line in failed) for n in range(len(BAD))] == [1] * len(BAD)


def _folder(bad: Iterable[str], tmp_path: Path) -> Path:
    """A folder with these bad files and a good one."""
    folder = tmp_path / "in"
    folder.mkdir()
    for n, what in enumerate(bad):
        name, content = {**BAD, **HEAVY}[what]
        (folder / f"坏{n}-{name}").write_bytes(content())
    (folder / "好.html").write_bytes(PAGE)
    return folder


def _held(ran: Measured, bad: Collection[str]) -> None:
    assert ran.code == 3, (bad, ran.out[-300:], ran.err[-2000:])
    assert "Traceback" not in ran.err
    assert ran.cpu <= CPU * len(bad) + _BESIDE, bad
    assert ran.memory <= MEMORY, bad


QUESTIONS = [
    "\ud800新收多少件",
    "9" * 300_000,
    "一" * 999,
    "\0\x01教育局",
    "(" * 900,
    "年" * 5000,
    "",
]


def test_questions_of_every_kind_are_answered_in_one_run(tmp_path: Path) -> None:
    (tmp_path / "好.html").write_bytes(PAGE)
    nianbao("index", tmp_path / "好.html", home=tmp_path / "home")
    lines = [{"id": str(n), "question": q} for n, q in enumerate(QUESTIONS)]
    asked = tmp_path / "q.jsonl"
    asked.write_text("\n".join(json.dumps(line) for line in lines), "ascii")
    ran = nianbao("ask", "--questions", asked, "--format", "json", home=tmp_path / "home")
    assert (ran.code, "Traceback" in ran.err) == (0, False)
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == [x["id"] for x in lines]
    assert ran.cpu <= CPU
    assert ran.memory <= MEMORY


@pytest.mark.parametrize("content", [b"\xff\xfe{", b"[" * 200_000, b"7", b'{"id": 1}', b"\0" * 99])
def test_a_file_of_questions_that_is_none_is_refused_in_one_line(
    content: bytes, tmp_path: Path
) -> None:
    asked = tmp_path / "q.jsonl"
    asked.write_bytes(content)
    ran = nianbao("ask", "--questions", asked, home=tmp_path / "home")
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
    assert "第 1 行" in ran.err
