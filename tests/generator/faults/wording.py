"""Faults of wording (L) and what must not be published (S01)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from ..truth import TrueReport
from .mutation import Beside, Change, Fault, Mutation, added

SENTENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "L01": (
        ("落实好上级的的各项要求。", "的的"),
        ("统筹安排资金资金保障公开平台运行。", "资金资金"),
        ("进一步做好政府信息公开公开工作的衔接。", "公开公开"),
        ("对薄弱环节进行进行集中整改。", "进行进行"),
        ("全年各项任务已经已经全部完成。", "已经已经"),
        ("群众满意度有了了明显提高。", "了了"),
    ),
    "L02": (
        ("现将有关情况报告如下：。", "：。"),
        ("各项任务按时完成。。", "。。"),
        ("坚持“应公开尽公开的原则，回应社会关切。", "“"),
        ("印发《政务公开工作要点，明确责任分工。", "《"),
        ("各科室（含下属事业单位均明确了信息员。", "（"),
        ("及时更新栏目，，方便群众查阅。", "，，"),
    ),
    "L03": (
        ("具体情况以表格形式报告，表格如下：", "表格如下"),
        ("全年共主动公开条。", "共主动公开条"),
        ("全年发布各类信息XX条。", "XX"),
        ("联系人为××，负责日常咨询。", "××"),
        ("全年共收到意见建议件，均已答复。", "意见建议件"),
    ),
    "L04": (
        ("相关制度自20241月1日起施行。", "20241月1日"),
        ("栏目改版于13月5日完成。", "13月5日"),
        ("全年发布政策解读1２件。", "1２件"),
        ("平台于6月31日上线试运行。", "6月31日"),
    ),
    "L05": (
        ("严格执行政府信息公开条列的规定。", "条列"),
        ("进一步畅通群众申请受理渠。", "受理渠"),
        ("认真办理依申请公工作。", "依申请公"),
        ("扎实推进政务公开工做。", "工做"),
        ("认真贯切落实上级要求。", "贯切"),
        ("按照统一部暑开展自查。", "部暑"),
    ),
}


def _sentences(rule: str) -> Fault:
    def plant(report: TrueReport, beside: Beside) -> Iterator[Change]:
        for sentence, where in SENTENCES[rule]:
            for section in (1, 5):
                yield added(report, sentence, section), f"a sentence with {where}", where

    return plant


def l02(report: TrueReport, beside: Beside) -> Iterator[Change | Mutation]:
    yield from _sentences("L02")(report, beside)
    for part in (s for s in report.sections if s.number in (1, 5)):
        last = part.paragraphs[-1]
        if last.endswith("。") and len(last) > 40:
            cut = replace(part, paragraphs=(*part.paragraphs[:-1], last.removesuffix("。")))
            yield report.with_section(cut), "a paragraph without its end", last[-7:-1]


def s01(report: TrueReport, beside: Beside) -> Iterator[Change]:
    rng = beside.rng
    for sentence, number in (
        ("申请人张某（身份证号{}）的申请已按期答复。", identity_number(rng)),
        ("如有意见，请拨打经办人手机{}。", mobile_number(rng)),
        ("信息处理费请汇至经办人银行卡{}。", bank_card(rng)),
    ):
        yield added(report, sentence.format(number)), "a private number", number


def identity_number(rng: random.Random) -> str:
    """18 digits with a valid date and check digit, of a region code that is not in use."""
    body = f"{rng.choice(('110199', '339988', '529977'))}{rng.randint(1955, 2001)}"
    body += f"{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(100, 999)}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(weights, body, strict=True)) % 11]


def mobile_number(rng: random.Random) -> str:
    return f"1{rng.choice(('38', '59', '77', '86'))}{rng.randint(10**7, 10**8 - 1)}"


def bank_card(rng: random.Random) -> str:
    """19 digits that pass Luhn's check."""
    body = f"622848{rng.randint(10**11, 10**12 - 1)}"
    digits = [int(d) for d in body]
    doubled = sum(sum(divmod(2 * d, 10)) for d in digits[-1::-2]) + sum(digits[-2::-2])
    return body + str(-doubled % 10)


FAULTS: dict[str, Fault] = {
    **{rule: _sentences(rule) for rule in SENTENCES},
    "L02": l02, "S01": s01,
}  # fmt: skip
