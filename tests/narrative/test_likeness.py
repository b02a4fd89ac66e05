"""Likeness, matching and grouping, with the hashing embedder: its thresholds are measured here."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from index.narrative.grouping import Told, groups
from index.narrative.likeness import ALIKE, NEAR, Likeness, Matrix, plain
from index.narrative.matching import Matcher
from index.search.embedders import Hashing
from tests.generator.bank import speak, topics

VALUES: dict[str, object] = {"self": "我局", "agency": "河湾县教育局", "year": 2023, "next": 2024}


def vectors(texts: set[str]) -> dict[str, Matrix]:
    ordered = sorted(texts)
    return dict(zip(ordered, Hashing().embed(ordered), strict=True))


@dataclass(frozen=True)
class Headed:
    headline: str
    whose: str = ""


def bank() -> list[tuple[str, str]]:
    """(topic, a sentence of it), each of the bank's problems spoken twice."""
    rng = random.Random(3)
    spoken = [
        (t.id, speak(problem, rng, {**VALUES, "work": "招生"}))
        for t in topics()
        for problem in t.problems
        for _ in range(2)
    ]
    return list(dict.fromkeys(spoken))


def share(
    scores: Matrix, same: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], limit: float
) -> float:
    """How many of the pairs above the limit mean the same."""
    above = scores >= limit
    return float((above & same).sum() / max(above.sum(), 1))


def test_what_is_above_the_thresholds_means_the_same_nine_times_in_ten() -> None:
    said = bank()
    likeness = Likeness(vectors)
    names = [(t.id, t.name) for t in topics()]
    ids = np.asarray([id for id, _ in said])
    scores = likeness.between([n for _, n in names], [s for _, s in said])
    same = np.asarray([id for id, _ in names])[:, None] == ids[None, :]
    assert share(scores, same, NEAR) >= 0.9
    pairs = likeness.between([s for _, s in said], [s for _, s in said])
    others = ~np.eye(len(said), dtype=bool)
    alike = ids[:, None] == ids[None, :]
    assert share(pairs[others], alike[others], ALIKE) >= 0.9


def test_years_own_body_and_figures_say_nothing() -> None:
    assert plain("2023年，我局培训3次。") == plain("2024年，本局培训5次")


@pytest.mark.parametrize(
    ("words", "text", "degree"),
    [
        (["更新不及时"], "二是部分栏目更新不及时，内容偏少。", "exact"),
        (["ABC", "内容偏少"], "二是部分栏目更新不及时，内容偏少。", "exact"),
        (["更新 不及时"], "部分栏目更新不及时", "exact"),
        (["栏目更新不够及时"], "个别栏目更新不及时", "near"),
        (["业务培训"], "公开专区利用率不高", None),
        ([], "公开专区利用率不高", None),
        (["业务培训"], "", None),
    ],
)
def test_a_text_speaks_of_the_words_exactly_nearly_or_not(
    words: Sequence[str], text: str, degree: str | None
) -> None:
    assert Matcher(words, vectors).degree(text) == degree


def test_without_vectors_nothing_is_near() -> None:
    assert Matcher(["栏目更新不够及时"]).degree("个别栏目更新不及时") is None


def test_what_the_thesaurus_takes_for_strictly_the_same() -> None:
    assert Matcher(["问卷"]).degree("开展满意度测评5期") == "same_meaning"
    assert Matcher(["视频"]).degree("开展满意度测评5期") is None


PROBLEMS = [
    "栏目更新不及时",
    "部分栏目更新不够及时",
    "人员变动频繁",
    "栏目更新不及时",
    "解读形式单一",
]


def grouped(told: Told | None = None) -> list[tuple[str, int]]:
    items = [Headed(p, str(n)) for n, p in enumerate(PROBLEMS)]
    return [(g.label, len(g.members)) for g in groups(items, vectors, told)]


def test_what_means_the_same_stands_in_one_group() -> None:
    assert grouped() == [("栏目更新不及时", 3), ("人员变动频繁", 1), ("解读形式单一", 1)]
    assert groups([], vectors) == []


def test_a_person_joins_and_parts() -> None:
    joined = Told(joined=frozenset({("人员变动频繁", "解读形式单一")}))
    assert [n for _, n in grouped(joined)] == [3, 2]
    parted = Told(parted=frozenset({("栏目更新不及时", "部分栏目更新不够及时")}))
    assert [n for _, n in grouped(parted)] == [2, 1, 1, 1]


def test_what_a_person_joins_brings_its_groups_along() -> None:
    across = frozenset({("部分栏目更新不够及时", "人员变动频繁")})
    assert [n for _, n in grouped(Told(joined=across))] == [4, 1]
    apart = frozenset({("栏目更新不及时", "人员变动频繁")})
    assert [n for _, n in grouped(Told(joined=across, parted=apart))] == [2, 2, 1]
