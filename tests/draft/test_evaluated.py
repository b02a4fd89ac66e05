"""`nianbao evaluate draft`: its figures hold over a small county, and of a set of sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.draft import Draft
from index.formats import labels
from index.library.library import Library
from tests.draft.conftest import told
from tests.evaluation import draft_register, draft_with_notes, sentence_set
from tests.evaluation.draft_without_notes import Made, drafts, quality

RECEIVED = "applications.new_received.total"


@pytest.fixture(scope="module")
def made(library: Library) -> list[Made]:
    return list(drafts(library, 10))


def test_nothing_is_claimed_without_notes(made: list[Made]) -> None:
    assert [str(f) for f in quality(made) if not f.holds] == []


def test_every_note_stands_whole_under_its_own_matter(library: Library, made: list[Made]) -> None:
    figures = draft_with_notes.measured(library, made[:4])
    assert [str(f) for f in figures if not f.holds] == []


@pytest.mark.slow
def test_a_register_of_five_thousand_fills_its_cells() -> None:
    assert [str(f) for f in draft_register.measured() if not f.holds] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("针对“栏目更新不及时”，按月通报。", "关于上年报告的不实说法"),
        ("行政复议由上年的3件增至4件。", "持平、下降或偶然波动的数字写成问题"),
        ("行政复议2件，较上年有所下降，仍需重视。", "持平、下降或偶然波动的数字写成问题"),
        ("这主要是由于人手不足。", "没有出处的原因"),
        ("我局将于6月底前建成台账。", "没有出处的承诺"),
    ],
)
def test_what_is_invented_is_counted(text: str, fault: str) -> None:
    report = told(2024, cells=dict.fromkeys(labels(), 3))
    invented = Made(Draft("河湾县教育局", 2024, 5, text), report, told(2023), (), 0.0)
    assert fault in {f.name for f in quality([invented]) if not f.holds}


def test_a_set_of_sentences_is_judged_by_turn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "library"
    with Library.open(home, embedder="hashing") as library:
        library.add(told(2024, cells={RECEIVED: 12}), b"1", filename="1.txt")
    said = {"真": "全年新收申请12件。", "假": "全年新收申请15件。", "待核": "工作成效明显。"}
    lines = [
        {"id": truth, "body": "河湾县教育局", "year": 2024, "sentence": sentence, "truth": truth}
        for truth, sentence in said.items()
    ]
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    assert sentence_set.main(file, home, show=True) == 0
    printed = capsys.readouterr().out
    assert "假话判为真：0" in printed and "真话待核的占比：0" in printed
    without = {**lines[0], "year": 2023}
    with Library.open(home, embedder="hashing") as library:
        assert [j.verdict for j in sentence_set.judge([without], library)] == ["待核"]
