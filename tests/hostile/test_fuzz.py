"""A short round of what `tests/hostile/fuzz.py` goes on with, and words of every kind."""

from __future__ import annotations

import io
import math
import os
import zipfile
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.ask.asking import answer, holdings
from assistant.ask.plan.plan import Plan
from assistant.ask.plan.scope import Holdings
from assistant.draft.verify_text import mentions, verify
from assistant.model.json_answers import judged
from assistant.model.orders import gives_orders, is_live
from assistant.model.visible_text import joined, unwrapped, without_thinking
from assistant.statements import statements
from index.library import archive
from index.narrative.counts import counted
from index.narrative.quantities import quantities
from index.numerals import CHARACTERS, value_of
from index.readers.archives import expand
from index.readers.limits import Limits
from index.report import LibraryError
from index.text import cell_value, normalise
from tests.ask.conftest import County
from tests.ask.plan_strategies import plans
from tests.hostile.fuzz import fault, rounds

FIRST, HOW_MANY = 0, 170
MANY = int(os.environ.get("NIANBAO_FUZZ", "100"))
"""Examples of each kind: a longer run asks for more."""
PIECES = st.sampled_from(
    [*CHARACTERS, *"0123456789.,-+%年月件次条（）()〔〕“”[]{}<>/|：:。；\n\t 　", "全年", "其中", "共",
     "9" * 25, "一" * 25, "一" + "亿" * 22, "新收", "申请", "百分之", "倍", "成", "教育局", "<think>", "</think>", "```json\n", '{"a":', "<|im_end|>"]
)  # fmt: skip
WORDS = st.lists(PIECES | st.characters(), max_size=60).map("".join)


@pytest.mark.slow
def test_mutated_reports_are_read_or_refused_in_words(tmp_path: Path) -> None:
    faults = {
        f"{number}{suffix}": said
        for number, suffix, data in islice(rounds(FIRST), HOW_MANY)
        if (said := fault(suffix, data, tmp_path))
    }
    assert faults == {}


@settings(deadline=None, max_examples=MANY)
@given(WORDS)
def test_numbers_of_any_words_are_numbers_or_none(text: str) -> None:
    numbers = (*mentions(text), *quantities(text), *statements(text, year=2023))
    for value in (value_of(text), cell_value(text)[0], *(n.value for n in numbers)):
        assert value is None or math.isfinite(value)
    assert all(what for what, _ in counted(text, 2023))
    normalise(text).encode()
    assert verify(text, ()) is not None
    assert gives_orders(text) in (True, False)
    assert is_live(text) in (True, False)


@settings(deadline=None, max_examples=MANY)
@given(st.lists(WORDS, max_size=5))
def test_a_models_words_are_text_or_no_answer(pieces: list[str]) -> None:
    shown = joined(unwrapped(without_thinking(pieces)))
    assert "<think>" not in shown
    assert judged("".join(pieces), Plan, None).value is None


@pytest.fixture(scope="module")
def held(county: County) -> Holdings:
    return holdings(county.library)


@settings(deadline=None, max_examples=MANY, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_plan_is_told_or_turned_down(data: st.DataObject, county: County, held: Holdings) -> None:
    plan = data.draw(plans(held))
    told = answer("问", county.library, plan=plan)
    assert told.text or told.rows
    assert judged(plan.model_dump_json(by_alias=True), Plan, None).value == plan


@settings(deadline=None, max_examples=MANY, suppress_health_check=list(HealthCheck))
@given(question=WORDS)
def test_a_question_of_any_words_is_answered_or_turned_down(question: str, county: County) -> None:
    assert answer(question, county.library).text


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("manifest.json", '{"backup": 1, "schema": "0001", "files": {"a": [1, "b"]}}')
        made.writestr("年报.txt", "报告" * 50)
    return out.getvalue()


ZIP = _zip()


@settings(deadline=None, max_examples=MANY)
@example(at=127, put=bytes(8), less=8)  # a name that says it is UTF-8 and is not
@example(at=503, put=b"\0\0@" + bytes(9), less=12)  # of a version that nobody reads
@given(st.integers(0, len(ZIP)), st.binary(max_size=12), st.integers(0, 40))
def test_archives_of_any_bytes_are_opened_or_refused(at: int, put: bytes, less: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.zip"
        path.write_bytes(ZIP[:at] + put + ZIP[at + less :])
        try:
            with archive.opened(path, Path(folder), {"backup": 1}) as file:
                file.check_all()
        except LibraryError as error:
            assert "备份" in error.message or "nianbao" in error.message
        files, _ = expand([path], limits=Limits(), unpack_to=Path(folder) / "out")
        assert all(f.is_relative_to(folder) for f in files)
