"""How clauses lean, and where a sentence that tells several things is cut."""

from __future__ import annotations

import re

import pytest

from index.narrative.seams import Way, likeliest, together, ways
from index.narrative.wording.leaning import wanting
from index.narrative.wording.turns import turn_beside, turn_in
from tests.narrative.test_items import CASES, wanted


def clauses(kind: str) -> list[str]:
    items = [wanted(line) for case in CASES for line in case["items"]]
    texts = [text for told, _, text in items if told == kind]
    return [c for text in texts for c in re.split("[，。；：]", text) if len(c) > 4]


@pytest.mark.parametrize(("kind", "sign", "share"), [("problem", 1, 0.75), ("measure", -1, 0.85)])
def test_clauses_that_it_never_saw_lean_the_right_way(kind: str, sign: int, share: float) -> None:
    leans = [wanting(c) * sign > 0 for c in clauses(kind)]
    assert len(leans) > 300 and sum(leans) / len(leans) >= share


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("台账字迹看不清，下一步改用电子台账。", "下一步改用电子台账。"),
        ("台账字迹看不清，查起来费劲，往后改用电子台账。", "往后改用电子台账。"),
        ("要说短板，台账字迹看不清，已换成电子台账。", "已换成电子台账。"),
        ("台账字迹看不清，查起来费劲。", ""),
        ("下一步改用电子台账，做到字迹清楚。", ""),
    ],
)
def test_a_sentence_turns_where_it_tells_what_is_done_about_it(text: str, behind: str) -> None:
    at = turn_in(text, 2023)
    assert (text[at:] if at else "") == behind


def test_a_sentence_turns_as_the_one_beside_it() -> None:
    text = "广播坏了三个月，按月检修。"
    assert text[turn_beside(text, "拟换两个喇叭；") :] == "按月检修。"
    assert turn_beside(text, "拟换两个喇叭，每季检修，立卡登记；") == 0


def test_the_likeliest_way_for_each_number_of_items() -> None:
    clauses = [(0, 4), (5, 9), (10, 14)]
    found = {len(w.spans): w for w in ways(clauses, [1.0, -1.0], lambda a, b: -0.1 * (b - a))}
    assert found[1].spans == ((0, 14),)
    assert found[2].spans == ((0, 4), (5, 14))
    assert found[3].spans == ((0, 4), (5, 9), (10, 14))
    assert found[2].weight == pytest.approx(0.7)


def test_as_many_problems_as_measures_are_likelier() -> None:
    one, two = Way(0.5, ((0, 9),)), Way(0.0, ((0, 4), (5, 9)))
    assert together([one, two], [two]) == (two, two)
    assert together([one, two], [one]) == (one, one)
    assert likeliest([one], [Way(0.9, ((0, 3),)), two]) == [Way(0.9, ((0, 3),)), two]
