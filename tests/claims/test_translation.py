"""A translation proves only what says the same and holds; it never speaks against a sentence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from assistant.claims import check
from assistant.claims.translation import translator
from assistant.model import Model, ModelSettings
from tests.claims.bodies import AGENCY, EARLIER, OWN, PEERS, YEAR
from tests.stand_in import StandIn

SENTENCE = "申请的盘子比去年厚了一层，添到36件，厚了5件。"


def status(text: str, *plain: str) -> str:
    found = check(text, OWN, earlier=EARLIER, peers=PEERS, translate=lambda _: plain)
    assert len(found) == 1
    return found[0].status


def test_without_a_translation_it_is_left_open() -> None:
    assert status(SENTENCE) == "unproved"


@pytest.mark.parametrize(
    ("plain", "verdict"),
    [
        (("2024年新收申请36件", "2024年新收申请较2023年增加5件"), "proved"),
        (("2024年新收申请36件",), "unproved"),
        (("2024年新收申请36件", "2024年新收申请较2023年减少5件"), "unproved"),
        (("2024年新收申请36件", "2024年新收申请较2023年增加5件", "办结申请35件"), "unproved"),
        (("2024年新收申请36件", "2024年部分公开5件"), "unproved"),
    ],
)
def test_every_number_has_to_be_there_and_to_hold(plain: Sequence[str], verdict: str) -> None:
    assert status(SENTENCE, *plain) == verdict


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("家底减少到36件的盘子。", "2024年新收申请较2023年增加，为36件"),
        ("盘子里没有36件。", "2024年新收申请36件"),
        ("由于宣传到位，盘子有36件。", "2024年新收申请36件"),
        ("县水利局的盘子有36件。", "2024年新收申请36件"),
        ("行政许可的盘子有36件。", "2024年新收申请36件"),
    ],
)
def test_what_says_something_else_proves_nothing(text: str, plain: str) -> None:
    assert status(text, plain) == "unproved"


def test_a_contradicted_sentence_is_not_translated() -> None:
    assert status("本年新收申请39件。", "2024年新收申请36件") == "contradicted"


def _asked(reply: dict[str, Any]) -> str:
    with StandIn(json.dumps(reply, ensure_ascii=False)) as service:
        model = Model(ModelSettings(service.url, "stand-in", retries=0))
        translate = translator(model, AGENCY, YEAR)
        (said,) = check("盘子有36件。", OWN, earlier=EARLIER, translate=translate)
        return said.status


def test_a_model_gives_typed_claims_that_are_then_checked() -> None:
    claim = {"says": "数值", "year": YEAR, "measure": "新收申请", "number": "36件"}
    assert _asked({"claims": [claim], "rest": ""}) == "proved"
    assert _asked({"claims": [claim], "rest": "工作扎实"}) == "unproved"
    assert _asked({"claims": [claim | {"says": "估计"}], "rest": ""}) == "unproved"
    assert _asked({"claims": [claim | {"measure": "办结申请"}], "rest": ""}) == "unproved"
