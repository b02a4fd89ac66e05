"""What the report's own text says in other order, with fewer words: borne out, and nothing turned."""

from __future__ import annotations

import pytest

from assistant.claims import check
from tests.checks.build import report

DEEDS = (
    "触摸屏先在3个安置任务重的村装好，其余5个村待资金到位后安装。"
    "首次公布全县幼儿园学位余量。"
    "9件征求意见的草案全部在期满15日内公布了采纳结果和未采纳理由，累计收到意见538条。"
    "旧址档案移交县档案馆，移交1120卷。"
    "县司法局已对11件疑难答复提前审查，季度通报只发了一期。"
    "果树险种的音频还没有录，水稻险种的音频已录制2部。"
    "甲所向乙所移交台账3册。"
    "把固定电话和手机号印成便民卡挨家发放，发放便民卡1760张。"
    "明确由一名副镇长分管，镇长办公会研究2次。"
    "开展督导检查3次，分类培训5期。"
    "考核单位33家，其中约谈信息长期不更新的单位2家。"
)
OWN = report({"agency": "河湾县石桥镇人民政府", "year": 2024, "level": "town", "text": {1: DEEDS}})
TRUE = (
    "触摸屏已在3个村装好。",
    "全县幼儿园学位余量系首次公布。",
    "9件征求意见的草案，期满15日内均公布了采纳结果和未采纳理由。",
    "旧址档案1120卷移交县档案馆。",
    "县司法局对11件疑难答复提前审查。",
    "水稻险种的音频录制2部。",
    "甲所向乙所移交台账3册。",
    "约谈信息长期不更新的单位2家。",
)
TURNED = (
    "触摸屏已在5个村装好。",
    "其余3个村待资金到位后安装。",
    "全县幼儿园学位余量没有公布。",
    "9件征求意见的草案，期满50日内均公布了采纳结果和未采纳理由。",
    "9件征求意见的草案，期满15日内均公布了未采纳结果和采纳理由的摘要。",
    "触摸屏已在3个村全部装好。",
    "旧址档案1120件移交县档案馆。",
    "县公安局对11件疑难答复提前审查。",
    "对11件疑难答复提前审查。",
    "果树险种的音频录制2部。",
    "果树险种的音频已经完成。",
    "乙所向甲所移交台账3册。",
    "季度通报发了11期。",
    "把便民卡和手机号印成便民卡挨家发放。",
    "明确由一名镇长分管。",
    "督导培训5期。",
    "2023年，首次公布全县幼儿园学位余量。",
    "没有约谈任何单位。",
)


@pytest.mark.parametrize("text", TRUE)
def test_what_the_text_says_is_proved_with_its_passage(text: str) -> None:
    (said,) = check(text, OWN)
    assert said.status == "proved" and said.evidence[0].kind == "passage"


@pytest.mark.parametrize("text", TURNED)
def test_what_is_turned_is_never_proved(text: str) -> None:
    assert check(text, OWN)[0].status == "unproved"


PLANS = "（一）存在问题：1.网上咨询多，答复慢。（二）改进措施：1.在服务号开通咨询自动回复。2.编印办事图解。"
PLANNED = report(
    {"agency": "河湾县石桥镇人民政府", "year": 2024, "level": "town", "text": {5: PLANS}}
)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("服务号的咨询自动回复当年就开通了。", "unproved"),
        ("已按计划编印办事图解。", "unproved"),
        ("计划编印办事图解。", "proved"),
    ],
)
def test_a_measure_of_part_five_is_no_deed_of_the_year(said: str, status: str) -> None:
    assert [c.status for c in check(said, PLANNED)] == [status]
