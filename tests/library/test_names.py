"""What names alone say, as a table of cases."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from index.bodies import names

CASES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("names.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", CASES["levels"])
def test_rank_kind_place_and_parent(name: str) -> None:
    said = (names.level_of(name), names.kind_of(name), names.place_of(name))
    assert [*said, names.parent_name(name)] == CASES["levels"][name]


@pytest.mark.parametrize("pair", CASES["same"], ids="=".join)
def test_variants_are_one_body(pair: list[str]) -> None:
    assert names.same_body(*pair) and names.same_body(*reversed(pair))


@pytest.mark.parametrize("pair", CASES["other"], ids="≠".join)
def test_look_alikes_are_two(pair: list[str]) -> None:
    assert not names.same_body(*pair) and not names.same_body(*reversed(pair))


@pytest.mark.parametrize("name", CASES["short"])
def test_short_names(name: str) -> None:
    found = names.short_names(name)
    assert found[0] == name
    assert set(CASES["short"][name]) <= set(found)


@pytest.mark.parametrize("name", CASES["self"])
def test_self_words(name: str) -> None:
    assert set(CASES["self"][name]) <= set(names.self_words(name))
