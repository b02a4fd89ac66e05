"""The thesaurus: what it may hold, what counts as naming a concept, and what search makes of it."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from index.library.library import Library
from index.search import thesaurus, word_index

from .material import keep, small

HELD = tomllib.loads(Path(thesaurus.__file__).with_suffix(".toml").read_text("utf-8"))["concept"]
TOO_GENERAL = {"工作", "信息", "公开", "政府", "情况", "单位"}


def test_every_wording_is_short_specific_and_in_few_concepts() -> None:
    assert len({c["name"] for c in HELD}) == len(HELD) > 200
    for concept in (c for c in HELD if c["words"]):
        said = concept["words"]
        assert len(set(said)) == len(said) >= 2, concept["name"]
        assert all(2 <= len(w) <= 8 and w == w.strip() for w in said), concept["name"]
        assert TOO_GENERAL.isdisjoint(said), concept["name"]
    times = Counter(w for c in HELD for w in c["words"])
    assert [w for w, n in times.items() if n > 3] == []


def test_strict_wordings_are_few_and_those_alone_stand_for_the_too_common() -> None:
    for concept in HELD:
        strict = concept.get("strict", [])
        assert len(set(strict)) == len(strict) <= 24, concept["name"]
        assert all(2 <= len(w) <= 8 for w in strict), concept["name"]
        assert concept["words"] or strict, concept["name"]
    times = Counter(w for c in HELD for w in c.get("strict", []))
    assert [w for w, n in times.items() if n > 2] == []


@pytest.mark.parametrize(
    ("one", "other", "ranks", "decides"),
    [
        ("给老人印了大字版", "适老化改造", True, True),
        ("互相踢皮球", "部门之间推诿", True, True),
        ("花架子多", "走过场", True, False),
        ("规章制度健全", "机制完善", False, True),
        ("组织培训", "征求意见", False, False),
    ],
)
def test_what_ranks_is_not_all_that_decides(
    one: str, other: str, ranks: bool, decides: bool
) -> None:
    for strict, expected in ((False, ranks), (True, decides)):
        shared = set(thesaurus.concepts(one, strict=strict)) & set(
            thesaurus.concepts(other, strict=strict)
        )
        assert bool(shared) == expected
        assert all(thesaurus.wordings(c, strict=strict) for c in shared)


def test_no_wording_stands_beside_its_denial() -> None:
    for concept in HELD:
        said = set(concept["words"])
        assert not {w for w in said if len(w) > 3 and f"不{w}" in said}, concept["name"]


@pytest.mark.parametrize(
    ("text", "named", "not_named"),
    [
        ("组织业务培训3次", {"培训"}, set()),
        ("信息更新不够及时", {"公开不及时"}, {"及时"}),
        ("答复十分及时", {"及时"}, {"公开不及时"}),
        ("有没有组织培训", {"培训"}, set()),
        ("", set(), set()),
        ("风和日丽", set(), set()),
    ],
)
def test_a_text_names_its_concepts(text: str, named: set[str], not_named: set[str]) -> None:
    found = {c[1:] for c in thesaurus.concepts(text)}
    assert named <= found
    assert not named or not_named.isdisjoint(found)
    assert named or not found


def test_a_concept_is_known_by_its_wordings() -> None:
    (concept,) = {c for c in thesaurus.concepts("业务培训") if c.endswith("培训")}
    assert thesaurus.is_concept(concept) and not thesaurus.is_concept("培训")
    assert "培训" in thesaurus.wordings(concept)
    assert thesaurus.wordings("培训") == ("培训",)


def test_a_question_in_other_words_finds_its_passage(plain_library: Library) -> None:
    said = {
        "东": "个别干部对公开工作重视不够，存在重业务轻公开的倾向，需要持续用力。",
        "西": "全年公开财政预决算报告二十份，群众可在专栏中逐条查看收支明细。",
        "南": "政府门户网站运行平稳，全年没有发生安全事故，通过了等级保护测评。",
    }
    for name, text in said.items():
        keep(plain_library, small(f"河湾县{name}山镇人民政府", 2023, text=text))
    best = plain_library.search("谁脑子里没当回事？", k=1)[0]
    assert best.text == said["东"]


def test_an_index_made_with_another_thesaurus_is_made_anew(
    plain_library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cache = word_index.Cache(tmp_path, "x")
    segment = word_index.Segment(word_index.build(["业务培训"]), word_index.np.asarray([1]))
    cache._save(segment)
    assert len(cache._load()) == 1
    monkeypatch.setattr(thesaurus, "edition", lambda: "another")
    assert cache._load() == []
