"""Sentences that the tables contradict: X01–X11, in many phrasings; false by construction.

`STATEMENTS` are data: a rule, a sentence with `{0}` for the figure, and what the figure truly is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.formats import GROUPS

from ..figures import group_total, percent
from ..truth import TrueReport
from .mutation import Beside, Change, Fault, Mutation, added

Measure = Callable[[TrueReport], int]


def _cell(key: str) -> Measure:
    return lambda report: int(report.cells.get(key, 0))


def _group(name: str) -> Measure:
    return lambda report: group_total(report.cells, name, report.form)


def _organisations(report: TrueReport) -> int:
    stem = "applications.new_received."
    return int(report.cells[stem + "total"] - report.cells[stem + "natural_person"])


def _suits(report: TrueReport) -> int:
    kinds = ("direct_suit", "suit_after_reconsideration")
    return sum(int(report.cells[f"disputes.{k}.total"]) for k in kinds)


_NEW = _cell("applications.new_received.total")
_OVER = _cell("applications.carried_over.total")
_FORWARD = _cell("applications.carried_forward.total")
_DONE = _cell("applications.total.total")
_REVIEW = _cell("disputes.reconsideration.total")
_DOCUMENTS = "disclosure.normative_documents."

STATEMENTS: tuple[tuple[str, str, Measure], ...] = (
    ("X01", "{year}年，{self}共收到政府信息公开申请{0}件。", _NEW),
    ("X01", "全年新收政府信息公开申请{0}件。", _NEW),
    ("X01", "本年度收到公民、法人和其他组织提出的政府信息公开申请{0}件。", _NEW),
    ("X01", "{year}年共受理依申请公开{0}件。", _NEW),
    ("X02", "上年度结转的政府信息公开申请{0}件。", _OVER),
    ("X02", "结转下年度继续办理的申请{0}件。", _FORWARD),
    ("X02", "另有{0}件申请转下年度办理。", _FORWARD),
    ("X03", "全年共办结政府信息公开申请{0}件。", _DONE),
    ("X03", "已答复政府信息公开申请{0}件。", _DONE),
    ("X03", "{year}年办理政府信息公开申请{0}件，均在法定期限内答复。", _DONE),
    ("X04", "全年对政府信息公开申请予以公开{0}件。", _group("granted")),
    ("X04", "答复中部分公开{0}件。", _group("partially_granted")),
    ("X04", "全年作出不予公开答复{0}件。", _group("denied")),
    ("X04", "办理结果中无法提供{0}件。", _group("unavailable")),
    ("X04", "办理结果中不予处理{0}件。", _group("rejected")),
    ("X04", "办理结果中其他处理{0}件。", _group("other")),
    ("X05", "新收的申请中，自然人申请{0}件。", _cell("applications.new_received.natural_person")),
    ("X05", "新收的申请中，法人或其他组织申请{0}件。", _organisations),
    ("X06", "全年因政府信息公开被申请行政复议{0}件。", _REVIEW),
    ("X06", "发生政府信息公开行政复议案件{0}件。", _REVIEW),
    ("X06", "全年因政府信息公开被提起行政诉讼{0}件。", _suits),
)

DISCLOSURE_2021: tuple[tuple[str, str, Measure], ...] = (
    ("X08", "全年制发行政规范性文件{0}件。", _cell(_DOCUMENTS + "issued")),
    ("X08", "全年废止行政规范性文件{0}件。", _cell(_DOCUMENTS + "repealed")),
    ("X08", "截至年底现行有效行政规范性文件{0}件。", _cell(_DOCUMENTS + "in_force")),
    ("X08", "全年作出行政许可决定{0}件。", _cell("disclosure.licensing.decisions")),
    ("X08", "全年作出行政处罚决定{0}件。", _cell("disclosure.penalties.decisions")),
    ("X08", "全年实施行政强制{0}件。", _cell("disclosure.compulsion.decisions")),
)


def spoken(report: TrueReport, template: str, figure: int) -> str:
    return template.format(figure, year=report.year, self=report.body.self_word(report.year))


def _stated(rule: str) -> Fault:
    """Every statement of `rule` with a figure that is not the table's (nor a sum it may mean)."""

    def plant(report: TrueReport, beside: Beside) -> Iterator[Change]:
        told = STATEMENTS + (DISCLOSURE_2021 if report.form != "2019" else ())
        for _, template, measure in (s for s in told if s[0] == rule):
            true = measure(report)
            wrong = true + beside.rng.choice((2, 3, 11, 30)) + int(_OVER(report)) + _pending(report)
            if rule in ("X01", "X03"):
                wrong += _FORWARD(report)
            sentence = spoken(report, template, wrong)
            yield added(report, sentence), f"{true} told as {wrong}", sentence

    return plant


def _pending(report: TrueReport) -> int:
    """Cases pending: leaving them out must not make the false figure right."""
    return sum(int(v) for k, v in report.cells.items() if k.endswith(".pending"))


def x07(report: TrueReport, beside: Beside) -> Iterator[Change]:
    if _NEW(report):
        for sentence in (
            "全年未收到政府信息公开申请。",
            f"{report.year}年没有收到政府信息公开申请。",
        ):
            yield added(report, sentence), "none told, some received", sentence
    if _REVIEW(report):
        sentence = "全年未发生因政府信息公开引发的行政复议。"
        yield added(report, sentence), "none told, some in the table", sentence
    if _suits(report):
        sentence = "全年没有因政府信息公开引发的行政诉讼案件。"
        yield added(report, sentence), "none told, some in the table", sentence
    if _REVIEW(report) and _suits(report):
        sentence = "本年度无行政复议、行政诉讼情况。"
        yield added(report, sentence), "none told, some in the table", sentence


def x09(report: TrueReport, beside: Beside) -> Iterator[Change]:
    done, granted = _DONE(report), _group("granted")(report)
    if done > 8 and granted:
        wrong = percent(granted * 0.83, done, 2)
        sentence = f"全年办结申请{done}件，其中予以公开{granted}件，占办结总数的{wrong}%。"
        yield added(report, sentence), "a share that does not follow", sentence
    for before, now, told in ((240, 300, "20"), (185, 187, "1.05"), (400, 300, "33.3")):
        word = "增长" if now > before else "下降"
        sentence = f"全年编发政务简报{now}期，上年为{before}期，同比{word}{told}%。"
        yield added(report, sentence), "a growth that does not follow", sentence


def x10(report: TrueReport, beside: Beside) -> Iterator[Change | Mutation]:
    rng = beside.rng
    for template in (
        "全年主动公开政府信息{0}条：政府网站{1}条、微信公众号{2}条、政务公开栏{3}条。",
        "共举办宣传活动{0}场，分别为广场宣传{1}场、入户宣讲{2}场、校园讲座{3}场。",
        "受理群众咨询{0}件（电话咨询{1}件、网上咨询{2}件、现场咨询{3}件）。",
    ):
        parts = [rng.randint(11, 400) for _ in range(3)]
        sentence = template.format(sum(parts) + rng.choice((-7, 5, 20)), *parts)
        yield added(report, sentence), "parts that do not add up", sentence
    some = [(g, n) for g in GROUPS if (n := _group(g)(report))]
    if len(some) > 1:
        listed = "、".join(f"{GROUPS[g]}{n + (i == 0)}件" for i, (g, n) in enumerate(some))
        sentence = f"共办结申请{_DONE(report)}件，其中{listed}。"
        yield Mutation(
            added(report, sentence), "X10", "results one more than told", sentence, also=("X04",)
        )


def x11(report: TrueReport, beside: Beside) -> Iterator[Change]:
    rng = beside.rng
    for template, unit in (
        ("全年组织政务公开业务培训{}次。", 3),
        ("全年举办政府开放日活动{}次。", 2),
        ("全年制作政策解读材料{}份。", 9),
        ("政府网站全年发布信息{}条。", 120),
    ):
        first = rng.randint(unit, unit * 3)
        told = template.format(first), template.format(first + rng.randint(1, unit))
        changed = added(added(report, told[0]), told[1], 5)
        yield changed, "one quantity, two values", " / ".join(told)
    true, sentences = (
        _NEW(report),
        ("全年新收政府信息公开申请{}件。", "全年新收申请{}件，均依法办理。"),
    )
    told = sentences[0].format(true), sentences[1].format(true + 5 + int(_OVER(report)))
    changed = added(added(report, told[0]), told[1], 5)
    yield changed, "the table's figure and another", " / ".join(told)


FAULTS: dict[str, Fault] = {
    **{rule: _stated(rule) for rule in ("X01", "X02", "X03", "X04", "X05", "X06", "X08")},
    "X07": x07, "X09": x09, "X10": x10, "X11": x11,
}  # fmt: skip
