"""Sentences with their verdicts: the true are proved, the turned contradicted, the rest left open."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.claims import Checked, Ground, check
from tests.claims.bodies import AGENCY, EARLIER, OWN, PEERS, YEAR

CASES = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text("utf-8"))
_WORST = ("proved", "unproved", "contradicted")


def checked(text: str, notes: tuple[Ground, ...] = ()) -> tuple[Checked, ...]:
    return check(text, OWN, earlier=EARLIER, peers=PEERS, notes=notes)


def status(text: str) -> str:
    return max((c.status for c in checked(text)), key=_WORST.index)


@pytest.mark.parametrize("text", CASES["proved"])
def test_what_the_cells_bear_out_is_proved(text: str) -> None:
    assert status(text) == "proved"


@pytest.mark.parametrize("text", CASES["contradicted"])
def test_what_the_cells_speak_against_is_contradicted(text: str) -> None:
    assert status(text) == "contradicted"


@pytest.mark.parametrize("text", CASES["unproved"])
def test_what_nothing_settles_is_left_open(text: str) -> None:
    assert status(text) == "unproved"


# ---------------------------------------------------------------- what a verdict carries


def test_a_proof_names_its_cells() -> None:
    (said,) = checked("本年新收申请36件。")
    (ground,) = said.evidence
    assert (ground.kind, ground.cell) == ("cell", "applications.new_received.total")
    assert (ground.agency, ground.year, ground.value) == (AGENCY, YEAR, 36)


def test_a_contradiction_says_what_stands_there() -> None:
    (said,) = checked("本年新收申请39件。")
    assert "39件" in said.why and "36" in said.why and said.suggestion == "36"


def test_the_worst_clause_decides() -> None:
    (said,) = checked("本年新收申请36件，其中自然人申请30件。")
    assert said.status == "contradicted"


def test_spans_are_of_the_text() -> None:
    text = "一、总体情况\n本年新收申请36件。办结35件！"
    spans = [text[a:b].strip() for a, b in (c.span for c in checked(text))]
    assert (
        spans
        == [c.text for c in checked(text)]
        == ["一、总体情况", "本年新收申请36件。", "办结35件！"]
    )


# ---------------------------------------------------------------- what rests on words


def test_a_frame_claims_nothing() -> None:
    (said,) = checked("现将有关情况报告如下。")
    assert (said.kind, said.status) == ("frame", "proved")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("主要原因是群众关注度提高。", "cause"),
        ("下一步，我局将增设查询窗口。", "measure"),
        ("政策解读的形式还不够丰富。", "problem"),
        ("全年组织现场答疑若干场。", "done"),
    ],
)
def test_without_a_source_it_is_left_open(text: str, kind: str) -> None:
    (said,) = checked(text)
    assert (said.kind, said.status) == (kind, "unproved")


def test_a_note_bears_out_the_sentence_that_quotes_it() -> None:
    note = Ground("note", "下一步，我局将增设查询窗口", AGENCY, YEAR)
    (said,) = checked("下一步，我局将增设查询窗口。", (note,))
    assert said.status == "proved" and said.evidence == (note,)


def test_the_reports_own_words_bear_out_a_deed() -> None:
    (said,) = checked("2024年，我局举办业务培训4次，参训120人次。")
    assert said.status == "proved" and said.evidence[0].kind == "passage"


def test_a_quotation_does_not_save_a_wrong_figure() -> None:
    note = Ground("note", "本年新收申请39件", AGENCY, YEAR)
    (said,) = checked("本年新收申请39件。", (note,))
    assert said.status == "contradicted"


# ---------------------------------------------------------------- what is missing


def test_without_last_year_a_change_is_left_open() -> None:
    (said,) = check("申请量较上年增加5件。", OWN)
    assert said.status == "unproved"


def test_two_peers_are_no_group() -> None:
    (said,) = check("申请量高于同级平均水平。", OWN, peers=PEERS[:2])
    assert said.status == "unproved"
