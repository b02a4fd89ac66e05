"""A translation proves only what says the same and holds; it never speaks against a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.claims import check
from assistant.claims.translation import translator
from assistant.claims.typed import Translated
from assistant.model import Model, ModelSettings
from tests.claims.bodies import AGENCY, EARLIER, OWN, PEERS, YEAR
from tests.stand_in import StandIn

SENTENCE = "申请的盘子比去年厚了一层，添到36件，厚实了5件。"
NEW = Translated("数值", (YEAR,), "新收申请", number="36件")
MORE = Translated("增减", (YEAR,), "新收申请", "", "增加", "5件", "2023年")


def status(text: str, *said: Translated) -> str:
    found = check(text, OWN, earlier=EARLIER, peers=PEERS, translate=lambda _: said)
    assert len(found) == 1
    return found[0].status


def test_without_a_translation_it_is_left_open() -> None:
    assert status(SENTENCE) == "unproved"


LESS = Translated("增减", (YEAR,), "新收申请", "", "减少", "5件", "2023年")
DONE = Translated("数值", (YEAR,), "办结申请", number="35件")
PARTLY = Translated("数值", (YEAR,), "部分公开", number="5件")
VAGUE = Translated("数值", (YEAR,), "来信", number="36件")


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ((NEW, MORE), "proved"),
        ((NEW,), "unproved"),
        ((NEW, LESS), "unproved"),
        ((NEW, MORE, DONE), "unproved"),
        ((NEW, PARTLY), "unproved"),
        ((VAGUE, MORE), "unproved"),
    ],
)
def test_every_number_has_to_be_there_and_to_hold(
    said: tuple[Translated, ...], verdict: str
) -> None:
    assert status(SENTENCE, *said) == verdict


KINDS = [
    ("申请的盘子三年攒下95件。", Translated("合计", (2022, 2023, 2024), "新收申请", number="95件")),
    (
        "申请的盘子摊到每年31.7件。",
        Translated("年均", (2022, 2023, 2024), "新收申请", number="31.7件"),
    ),
    ("败下阵的诉讼不见踪影。", Translated("没有", (YEAR,), "行政诉讼纠正")),
    (
        "个人扛起了91.7%的盘子。",
        Translated("占比", (YEAR,), "自然人申请", number="91.7%", against="新收申请"),
    ),
    (
        "个人的分量比上年厚实了4.6个百分点。",
        Translated("占比增减", (YEAR,), "自然人申请", "", "增加", "4.6个百分点", "2023年"),
    ),
    (
        "盘子有县教育局的2.8倍那么大。",
        Translated("倍数", (YEAR,), "新收申请", number="2.8倍", against="县教育局"),
    ),
    (
        "与县教育局、县水利局摆在一起，盘子最大。",
        Translated("排名", (YEAR,), "新收申请", "", "最多", "", "县教育局、县水利局"),
    ),
    (
        "县水利局和我局两家的盘子合着69件。",
        Translated("合计", (YEAR,), "新收申请", "县水利局和我局", number="69件"),
    ),
    (
        "拿不出的盘子清一色是手里没有那信息。",
        Translated("全部", (YEAR,), "本机关不掌握相关政府信息", against="无法提供"),
    ),
]


@pytest.mark.parametrize(("text", "said"), KINDS, ids=[k.says for _, k in KINDS])
def test_each_kind_of_claim_is_proved_by_the_cells(text: str, said: Translated) -> None:
    assert (status(text), status(text, said)) == ("unproved", "proved")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("家底减少到36件的盘子。", (NEW, MORE)),
        ("盘子里没有36件。", (NEW,)),
        ("由于宣传到位，盘子有36件。", (NEW,)),
        ("县水利局的盘子有36件。", (NEW,)),
        ("行政许可的盘子有36件。", (NEW,)),
        ("2023年的盘子有36件。", (NEW,)),
        (
            "与县公安局、县水利局摆在一起，盘子最小。",
            (Translated("排名", (YEAR,), "新收申请", "", "第二", "", "县公安局、县水利局"),),
        ),
    ],
)
def test_what_says_something_else_proves_nothing(text: str, said: tuple[Translated, ...]) -> None:
    assert status(text, *said) != "proved"


def test_a_contradicted_sentence_is_not_translated() -> None:
    assert status("本年新收申请39件。", NEW) == "contradicted"


def _asked(reply: dict[str, Any]) -> str:
    with StandIn(json.dumps(reply, ensure_ascii=False)) as service:
        model = Model(ModelSettings(service.url, "stand-in", retries=0))
        translate = translator(model, AGENCY, YEAR)
        (said,) = check("盘子有36件。", OWN, earlier=EARLIER, translate=translate)
        return said.status


def test_a_model_gives_typed_claims_that_are_then_checked() -> None:
    claim = {"says": "数值", "years": [YEAR], "measure": "新收申请", "number": "36件"}
    assert _asked({"claims": [claim], "rest": ""}) == "proved"
    assert _asked({"claims": [claim], "rest": "工作扎实"}) == "unproved"
    assert _asked({"claims": [claim | {"says": "估计"}], "rest": ""}) == "unproved"
    assert _asked({"claims": [claim | {"measure": "办结申请"}], "rest": ""}) == "unproved"
