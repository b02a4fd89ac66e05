"""Counted statements of the narrative: 举办培训3次, 公开信息1,200条, 转载文件10余篇.

Only what the year itself counted: never a change (较上年增加20条), another year's number, a rate
(每月1次), a plan (将开展2次).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from index.narrative.outline import sentences
from index.narrative.quantities import Quantity, quantities
from index.numerals import ONE_TO_TEN
from index.report import Place, Report
from index.text import fold

_CLAUSE = re.compile(r"[,，;；:：。！!？?()（）\n]")
_LEADS = re.compile(
    rf"^(?:\s|[、，。·\-—]|20\d\d年度?|[（(]?[{ONE_TO_TEN}\d]+[)）、.．]|[{ONE_TO_TEN}]是|截[至止](?:到)?(?:\d+年)?(?:\d+月)?(?:\d+日|底|末)?|\d+月(?:份|底|初)?(?:\d+日)?|全年度?|本年度?|今年|当年|年内|年度内|一年来|上半年|下半年|期间|目前|其中|此外|另外?|同时|并且?|[我本全](?:局|委|办|厅|镇|乡|县|市|区|省|州|旗|街道|单位|机关|中心)(?:系统|机关|办公室)?|将|把|共计?|总共|合计|总计|累计|已|先后|分别(?:为|是)?|主要|包括|有|含|为|至年底|年底)+"
)
_TRAILS = re.compile(
    r"(?:\s|[、，:：]|共计?|总共|合计|总计|累计|了|达到?|多达|约|近|为|有|是|数量|总数|总量|已|均|分别(?:为|是|有|达)?|各|计|先后|超过?|突破|全年|和|与|及|以及)+$"
)
_EACH = re.compile(r"(?:均|各)(?:为|是|有|达)?\s*$")
_SEVERALLY = re.compile(r"分别(?:为|是|有|达到?|公开|发布|办理)?\s*$")
_JOINT = re.compile(r".*(?:[、和与及]|以及)")
_BEGINS_ANEW = re.compile(r"、|^\s*(?:和|与|及|以及)")
_AND = re.compile(r"[、,，]|和|与|以及|及")
_RATE = re.compile(
    r"每(?:个|半|两)?(?:年|月|季度?|周|日|天|星期|旬|工作日|件|次|人|家|期|篇|条|村|户|镇|乡|名|单位|部门|科室)|平均|人均|月均|日均|年均|逐[月季]"
)
_PLANNED = re.compile(
    r"(?:^|[,，。;；局委办厅镇乡县市区省位])拟(?![定稿])|计划(?!生育)|力争|下一步|明年|预计|争取|确保"
)
_WILL = re.compile(r"(?:^|[,，。;；]|[我本](?:局|委|办|厅|镇|乡|县|市|区|省|街道|单位))将(?!来)")
_MANY_YEARS = re.compile(
    rf"近[{ONE_TO_TEN}两几\d]+年|以来|历年|[{ONE_TO_TEN}两几\d]+年来|20\d\d(?:年)?[-—至到~]+20\d\d年"
)
_COMPARED = re.compile(
    r"(?:较|比|同|与|和|相比|相较|相比于)(?:于|之)?(?:上一?年度?|去年|前年|20\d\d年度?|上期|往年)(?:同期)?(?:相比|比)?(?!的)|同比|环比|相比"
)
_CHANGED = re.compile(
    r"(?:增长|增加|上升|提升|提高|减少|下降|降低|上涨|多出?|少|增|减|降|净增|高出)(?:了|约|近|达|幅度为|数为|量为)*\s*$"
)
_DIFFERENCE = re.compile(
    r"(?:较|比|同比)(?:上一?年度?|去年|前年|20\d\d年度?)?(?:同期)?(?:多|少|增|减)"
)
_OTHER_YEAR = re.compile(r"(?:上一?年度?|去年|前年|往年)(?!结转|转入|结余|遗留|末?结转)(?:同期)?")
_YEAR = re.compile(r"(20\d\d)年(?!度?以?前)")
_THIS_YEAR = re.compile(r"今年|本年|全年|年内|当年|(?<![\d上去前])年度")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with what it counts (`what`, as printed) and the sentence it stands in."""

    section: int
    what: str
    unit: str
    value: int | float
    approximate: bool
    quote: str
    at: Place


def counts(report: Report) -> Iterator[Counted]:
    """Every counted statement of the report's narrative, in reading order."""
    for section in report.sections:
        for paragraph in section.paragraphs:
            for start, end in sentences(paragraph.text):
                text = paragraph.text[start:end]
                for what, number in counted(text, report.year):
                    yield Counted(
                        section.number,
                        what,
                        number.unit,
                        number.value,
                        number.approximate,
                        text,
                        paragraph.at,
                    )


def counted(text: str, year: int | None = None) -> list[tuple[str, Quantity]]:
    """What one sentence counts of its own year, with the numbers."""
    plain = fold(text)
    line = _Line.of(text, plain)
    found: list[tuple[str, Quantity]] = []
    for n, number in enumerate(line.numbers):
        if _is_own(plain, line.clause_start(number.start), number, year):
            found += [(what, number) for what in line.what(n, found)]
    return found


# ---------------------------------------------------------------- whether it counts the year


def _is_own(text: str, clause_start: int, number: Quantity, year: int | None) -> bool:
    clause = text[clause_start : number.start]
    before = text[: number.start]
    if _RATE.search(clause) or _is_planned(before, year) or _MANY_YEARS.search(before):
        return False
    if re.match(r"[^,，。;；]{0,8}的(?:要求|标准|目标|规定)", text[number.end :]):
        return False
    if _CHANGED.search(clause) and (_COMPARED.search(before) or _bare_change(clause, text, number)):
        return False
    return not (_DIFFERENCE.search(clause) or _is_other_years(text, number, year))


def _is_planned(before: str, year: int | None) -> bool:
    """Whether the number is of what is to come; 将 before a thing (将信息公开纳入考核) is no plan."""
    will = list(_WILL.finditer(before))
    planned = bool(_PLANNED.search(before)) or (year is not None and f"{year + 1}年" in before)
    return planned or bool(will) and _begins_with_verb(before[will[-1].end() :])


def _bare_change(clause: str, text: str, number: Quantity) -> bool:
    """增加20条 with neither a thing before nor after: a change of what was counted before."""
    alone = not _CHANGED.sub("", clause).strip()
    return alone and bool(re.match(r"\s*(?:$|[,，。;；、)）])", text[number.end :]))


def _is_other_years(text: str, number: Quantity, year: int | None) -> bool:
    """Whether the last period named before the number, as far as it reaches, is another year."""
    before = _COMPARED.sub(lambda m: "□" * len(m[0]), text[: number.start])
    named = [(m.start(), m.end(), False) for m in _THIS_YEAR.finditer(before)]
    named += [(m.start(), m.end(), True) for m in _OTHER_YEAR.finditer(before)]
    named += [
        (m.start(), m.end(), year is not None and int(m[1]) != year) for m in _YEAR.finditer(before)
    ]
    if not named:
        return False
    _, end, other = max(named)
    clauses_between = _CLAUSE.search(before, end)
    leads_in = bool(re.match(r"[,，]", before[end:]))
    return other and (leads_in or clauses_between is None)


# ---------------------------------------------------------------- what it counts


@dataclass(frozen=True, slots=True)
class _Line:
    """One sentence with its numbers, to ask what each of them counts.

    `starts` are where its clauses begin, `before` what stands before each number in its clause,
    behind the number before it, and where that begins.
    """

    text: str
    plain: str
    numbers: list[Quantity]
    starts: list[int]
    before: list[tuple[int, str]]

    @classmethod
    def of(cls, text: str, plain: str) -> _Line:
        line = cls(text, plain, quantities(text), [m.end() for m in _CLAUSE.finditer(plain)], [])
        for n in range(len(line.numbers)):
            line.before.append(line._before(n))
        return line

    def clause_start(self, at: int) -> int:
        """Where the clause begins that a position lies in."""
        clause = bisect_right(self.starts, at)
        return self.starts[clause - 1] if clause else 0

    def _before(self, n: int) -> tuple[int, str]:
        last = self.numbers[n - 1].end if n else 0
        start = max(self.clause_start(self.numbers[n].start), last)
        words = self.text[start : self.numbers[n].start]
        if n and start == last:
            joint = _JOINT.search(words)
            taken = not joint and _ends_in_verb(_bare(self.before[n - 1][1]))
            start += joint.end() if joint else len(words) if taken else 0
        return start, self.text[start : self.numbers[n].start]

    def after(self, n: int) -> str:
        """The words behind a number, to the clause's end or the next number."""
        end = self.numbers[n + 1].start if n + 1 < len(self.numbers) else len(self.text)
        rest = self.text[self.numbers[n].end : end]
        cut = _CLAUSE.search(fold(rest))
        words = _BEGINS_ANEW.split(rest[: cut.start()] if cut else rest)[0]
        return _bare(words) if len(words) <= _LONGEST else ""

    def severally(self, n: int) -> list[str] | None:
        """The names that 分别 hands a run of numbers to; None where a number is in no such run."""
        first = n
        while first and self._run_on(first):
            first -= 1
        start, words = self.before[first]
        if not _SEVERALLY.search(words):
            return None
        count = 1
        while first + count < len(self.numbers) and self._run_on(first + count):
            count += 1
        names = [x for p in _AND.split(_SEVERALLY.sub("", words)) if (x := _bare(p))]
        if not names and start:
            names = [x for p in _AND.split(self._clause_before(start)) if (x := _bare(p))]
        return [names[n - first]] if len(names) == count else []

    def _parallel(self, n: int) -> bool:
        """Whether a number stands beside the one before it in the same clause."""
        start = self.clause_start(self.numbers[n].start)
        return n > 0 and start <= self.numbers[n - 1].end

    def _run_on(self, n: int) -> bool:
        between = self.text[self.numbers[n - 1].end : self.numbers[n].start]
        return not between.strip(" 、和与及，,")

    def _clause_before(self, start: int) -> str:
        return self.text[self.clause_start(max(start - 1, 0)) : max(start - 1, 0)]

    def what(self, n: int, found: list[tuple[str, Quantity]]) -> list[str]:
        """What the `n`th number counts; nothing where the words do not tell."""
        severally = self.severally(n)
        if severally is not None:
            return severally
        start, before = self.before[n]
        if _EACH.search(before):
            return [x for part in _AND.split(_EACH.sub("", before)) if (x := _bare(part))]
        named, after = _bare(before), self.after(n)
        if named:
            on = after and (_ends_in_verb(named) or not _begins_with_verb(after))
            return [named[-_LONGEST:] + (after if on else "")]
        if after and (self._parallel(n) or not _begins_with_verb(after)):
            return [after]
        carried = self._carried(n, start, found)
        return [carried + after] if carried + after else []

    def _carried(self, n: int, start: int, found: list[tuple[str, Quantity]]) -> str:
        """Where nothing names it: the clause before, else what was counted before."""
        last = self.numbers[n - 1].end if n else 0
        words = self._clause_before(start)
        if start and start - 1 - len(words) >= last and (named := _bare(words)):
            return named if len(named) <= _LONGEST else ""
        return found[-1][0] if found else ""


def _bare(words: str) -> str:
    """The words without times, own body, adverbs and what only leads to the number."""
    while (shorter := _TRAILS.sub("", _LEADS.sub("", words))) != words:
        words = shorter
    return words.strip(" 、，,。；;：:")


def _ends_in_verb(words: str) -> bool:
    tagged = _tagged(words)
    if len(tagged) == 1:
        return tagged[0][1].startswith(("v", "p"))
    return bool(tagged) and tagged[-1][1] in ("v", "d", "p", "u", "ul", "b", "a", "m")


def _begins_with_verb(words: str) -> bool:
    tagged = _tagged(words)
    return bool(tagged) and tagged[0][1] in ("v", "d")


def _tagged(words: str) -> list[tuple[str, str]]:
    import rjieba

    return list(rjieba.tag(words))
