"""The years of a question: 2022年, 2021到2023年, 近三年, 上年, 逐年."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.numerals import ONE_TO_NINE, ONE_TO_TEN, value_of

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Years:
    """The years meant, where they were said, and what was taken for granted.

    `every` says that all years of the library are meant (历年, 逐年), `before` that the year
    before each is wanted too (同比, 较上年).
    """

    years: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    every: bool = False
    before: bool = False
    note: str = ""


_TO = r"(?:到|至|[-—–~～]+|一直到)"
_SOME_YEARS = r"(?:这?[一二两三四五六七八九十\d]年)"
_YEAR = r"(?<!\d)(?:19|20)\d{2}"
_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
_UNIT = r"(?:年度|年)?"
_RANGE = re.compile(
    rf"(?P<a>{_YEAR}){_UNIT}(?:起|开始)?{_TO}(?P<b>{_YEAR}){_UNIT}{_SOME_YEARS}?(?:间|期间|为?止)?"
)
_SINCE = re.compile(
    rf"(?:自|从)?(?P<a>{_YEAR}){_UNIT}(?:以来|以后|之后|起|至今|到现在|到今年|开始)"
)
_UNTIL = re.compile(rf"(?P<b>{_YEAR}){_UNIT}(?P<too>及其?|和)?(?:以前|之前)")
_SINGLE = re.compile(
    rf"(?P<a>{_YEAR})年1月1日(?:起)?{_TO}(?:{_YEAR}年|当年)?12月31日(?:止)?|(?P<a2>{_YEAR})(?:年度|年|(?!\d|件|个|条|份|家|项|万|号|%|％))(?:这一年|全年|当年|{_SOME_YEARS})?"
)
_RECENT = re.compile(
    rf"(?:(?:最近|近|过去|前(?!一)|这)|(?<!\d)(?={_N}年来))(?P<n>{_N})(?:个)?(?:年度|年)(?:来|间|里|内|以来)?"
)
_SPAN = re.compile(
    rf"(?<![\d第近前后过满])(?!0)(?P<n>{_N})(?:个年[份度]|年)(?=里|间|内|来|中|的|一共|合计|总共|共|累计|总计|加起来|合起来|相加|加总|下来|_|年年|每|都|按|平均|从|由)(?:里|间|内|来|中)?"
)
"""五年一共, 五年里: the last so many."""
_REPORTS = re.compile(rf"(?<![第前后])(?P<n>{_N})份(?:年度)?(?:年报|报告)(?:里|中)?")
"""三份报告一共: all that a body has, where it has so many."""
_GLOSSED = re.compile(rf"[一-龥]{{1,2}}年度?[（(](?:即|也就是|就是|指)?(?P<a>{_YEAR}){_UNIT}[）)]")
"""去年（2025年）: which year it is, is said."""
_LEFT_OUT = re.compile(
    rf"[（(，]?(?:不含|不包括|不算|除[去了]?|剔除|扣除|排除|去掉)(?P<a>{_YEAR}){_UNIT}(?:之?外|以外|在内)?"
    r"(?:[（(][^（）()\d]{2,20}[）)]|[）)])?"
)
"""2022年以后（不含2022）; 剔除2020年（口径不同）: why it is left out changes nothing."""
_EARLIEST = re.compile(r"最早(?:的)?(?:那|一)*年?|第一年|头一年|最初(?:的)?(?:那|一)*年?")
_AFTER = r"(?:后一|下一?|次|翌|转|第二)"
_NEIGHBOUR = re.compile(
    rf"(?P<a>{_YEAR}){_UNIT}(?:的(?:(?P<after>后|{_AFTER})|前一?|上一?)|(?:(?P<after2>{_AFTER})|前一|上一))个?年度?"
)
"""2023年的前一年, 2023年次年: that year alone."""
_MEASURED_FROM = re.compile(rf"以(?P<a>{_YEAR}){_UNIT}(?:作)?为(?:基准|基期|标准|参照|准|界|基)")
"""以2023年为准: the year that 前一年 and 后一年 count from, asked for itself where they are not said."""
_TODAY = re.compile(
    rf"(?:今天|今日|现在|眼下|当下|目前)(?:的?日期)?(?:已经)?(?:是|为)?(?P<a>{_YEAR})年(?:\d{{1,2}}月(?:份|\d{{1,2}}[日号])?)?"
)
"""今天是2026年11月: what 去年 counts from, not a year that is asked for."""
_NEXT = re.compile(rf"{_AFTER}(?:个)?年度?(?!的?[多高大](?!少))")
_PLANNED = re.compile(
    r"[“\"]?(?P<p>十[二三四五])五[”\"]?(?:规划)?(?:时期|期间|(?:开局|开头|启动|开始)?(?:之年)?以来)?(?:[（(][^（）()]*[）)])?"
)
"""The five years of a national plan: 十四五 is 2021 to 2025."""
_LATEST = re.compile(
    r"(?:最新|最近|最近一|最后一|最新一|今|本|这一?)(?:个)?(?:年度|年)(?:份)?|最新一期|最近一期|最[近新]一份(?:年报|报告)?(?:里|中)?|最新"
)
_THIS = re.compile(r"今年|本年(?!度?(?:新收|度))|这一?年(?!来|间|里)")
_LAST = re.compile(r"(?<![从由自])(?:上一?|去|前一)(?:个)?(?:年度|年)(?!份?之?前)")
"""Not 从上一年接过来: that is where something came from, not the year that is asked for."""
_BEFORE_LAST = re.compile(r"(?P<more>大*)前年|上上年")
_EVERY = re.compile(
    r"(?:自|从)?(?:成立|组建|设立|组成|挂牌|开始?有?(?:年报|报告)|有(?:年报|报告|记录|数据|统计))(?:之日|那年|当年)?(?:以来|至今|到现在|到如今|起)|[从自]哪一?年度?(?:起|开始)?|哪一?年度?(?:起|开始)?|哪些年[份度]?|有(?:几|多少)个?年[份度]?(?!来|间|内)|哪个年[度份]|历来|哪几年|何年|几年间|历年来?|逐年|每一?年|各年度?|各个年份|这些年|这几年|近几年|几年来|多年来|所有年份|全部年份|(?<![\d一二两三四五六七八九十])年年(?!均|度|末|底|初)|一年一[年行列条格]|(?<=[多少高低大小快慢]的)[那一哪]*个?年[份度]?|按年度?|分年度?|年度间|各年份"
)
_GROWTH = re.compile(
    r"(?:同比|环比)(?=增|减|下降|上升|变化|多|少|怎|如何|情况|[？?。，,]|$|是|呢|率|幅|涨)|同比|环比|(?:较|比|对比|相比于?|相较于?)(?:上一?|去|前一)(?:个)?(?:年度|年)(?:同期)?(?:相比|比|比较)?|(?:跟|和|与|同)(?:上一?|去|前一)(?:个)?(?:年度|年)(?:同期)?(?:相比|比|比较)"
)


_SAME = re.compile(r"同一?年度?(?!比)|同期(?!比)|单年|单个年度")
"""The year spoken of: the conversation has it."""
_IN_WORDS = re.compile(rf"[一二][九〇零○][〇零○{ONE_TO_NINE}]{{2}}(?=年|到|至|[-—–~～、和与跟])")
_DIGITS = str.maketrans(f"〇零○{ONE_TO_NINE}", "000123456789")


_FORMAL = re.compile(r"[贰][零〇](?:[零〇][壹贰叁肆伍陆柒捌玖]|[壹贰叁][零〇壹贰叁肆伍陆柒捌玖])")
"""贰零贰叁, as on a cheque."""
_FORMAL_DIGITS = str.maketrans("零〇壹贰叁肆伍陆柒捌玖", "00123456789")
_TAKEN_BACK = re.compile(
    r"(?:19|20)\d{2}年?\s*(?:[，。…]*\s*(?:哦|啊|噢|呃)?)?(?:不对?|不是|错了|说错了)[，,。\s]*(?:是|应该是)?(?=(?:19|20)\d{2})"
)
"""2022不，2023年: the second."""
_TWO_DIGITS = re.compile(
    rf"(?<![{ONE_TO_TEN}〇零\d第近前后这])二[〇零{ONE_TO_NINE}](?=年(?!来|间|内|里))"
)
"""二三年: 2023."""
_REPORT_OF = re.compile(r"(\d{2})年报(?!告)")
"""2022年报: the 年 stands for two."""
_SHORT = re.compile(
    rf"(?<![\d.近去前这后满第])[12]\d(?=年(?!来|间|内|以[上内])|(?:(?:{_TO}|[、和与跟])[12]\d)+(?:年|{_SOME_YEARS}))"
    rf"|(?<=[12]\d[到至—–~～、和与跟-])[12]\d(?=(?:[、和与跟][12]\d)*(?:年|{_SOME_YEARS}))"
)


_IN_BRACKETS = re.compile(rf"(?<=[(（])[12]\d年?(?:(?:{_TO}|[、，和与跟])[12]\d年?)+(?=[)）])")
"""（22、23、24）, （20—24）: years, two digits each, and nothing else."""


def _all_years(match: re.Match[str]) -> str:
    return re.sub(r"\d\d", lambda m: f"20{m[0]}", match[0])


def in_digits(text: str) -> str:
    """`text` with its years in four digits: 二〇二三年, 23年, 22到24年; not 近10年."""
    text = _FORMAL.sub(lambda m: m[0].translate(_FORMAL_DIGITS), text)
    text = _TWO_DIGITS.sub(lambda m: f"20{m[0].translate(_DIGITS)}", text)
    text = _REPORT_OF.sub(r"\1年年报", text)
    text = _IN_BRACKETS.sub(_all_years, text)
    digits = _IN_WORDS.sub(lambda m: m[0].translate(_DIGITS), text)
    return _TAKEN_BACK.sub("", _SHORT.sub(lambda m: f"20{m[0]}", digits))


def years(
    text: str,
    latest: int | None,
    base: int | None = None,
    held: Sequence[int] = (),
    today: int | None = None,
    told: Sequence[Span] = (),
) -> Years:
    """The years `text` means; relative ones count from the year said, else `base`, else from `today`.

    `text` has been through `in_digits`, its bodies and measures are blanked out (上年结转 is no year).
    `latest` is the library's, `held` are those of the bodies asked about, `today` is the calendar's
    (None: the one after `latest`), `told` are clauses of a fact, from whose year 前一年 may count.
    """
    taken: list[Span] = []
    growth = _take(_GROWTH, text, taken)
    left_out = {_year(m["a"]) for m in _take(_LEFT_OUT, text, taken)}
    _take(_SAME, text, taken)
    for match in _take(_TODAY, text, taken):
        today = _year(match["a"])
    found: list[int] = []
    origin = [_year(m["a"]) for m in _take(_MEASURED_FROM, text, taken)]
    for pattern, meant in _ABSOLUTE:
        for match in _take(pattern, text, taken):
            found += meant(match, latest or 0)
    every = bool(_take(_EVERY, text, taken))
    if _take(_EARLIEST, text, taken) and held:
        found.append(min(held))
    stated = {y for a, b in told for y in found_in(text[a:b])}
    origin += sorted(stated & {*found})
    anchor = max(origin or found, default=base or latest)
    own = tuple(found)
    notes = []
    for pattern, relative in _RELATIVE:
        if pattern is _NEXT and not (own or origin or base):
            continue  # 第二年 of no year
        for match in _take(pattern, text, taken):
            of_form = own or text[match.end() : match.end() + 1] == "_"
            if of_form and match[0].startswith(("本", "这")) and "n" not in match.groupdict():
                continue  # 本年新收: the form's own words, not another year
            newest = pattern is _RECENT and match[0].startswith("最近一")
            if pattern in _SO_MANY and not newest and (own or _all_there_are(match, held)):
                found += [] if own else held  # 2020到2022年三年累计: the years are said
                continue
            back = pattern in (_LAST, _BEFORE_LAST, _NEXT)
            spoken_of = re.fullmatch(r"[这该那]一?年度?", match[0])
            start = anchor if back or spoken_of else latest
            why = _counted_from(start, latest)
            if back and start is not None and not (own or origin or base or _THIS.search(text)):
                start, why = _by_the_calendar(today, start, relative, match)
            if start is not None:
                got = relative(match, start)
                found += got
                notes.append(f"“{match[0]}”按{_said(got)}计（{why}）")
    if notes and origin:
        found = [y for y in found if y not in origin]
    found += [] if found else origin
    if every and left_out and not found and held and latest:
        found = _run(min(held), latest)
    kept = tuple(sorted({*found} - left_out))
    return Years(kept, tuple(taken), every, bool(growth), "；".join(notes))


def found_in(text: str) -> list[int]:
    """The years said in `text` as they stand."""
    return [_year(m) for m in re.findall(rf"({_YEAR})(?=年|[-—、])", text)]


def _by_the_calendar(
    today: int | None, latest: int, relative: _Relative, match: re.Match[str]
) -> tuple[int, str]:
    """The year that 去年 and 前年 count from, and why.

    Reports are of the year before: where last year's are not in yet, 去年 is the newest there is.
    """
    year = today or latest + 1
    meant = relative(match, year)
    if meant[0] <= latest or match.re is not _LAST:
        return year, f"今年是{year}年" if today else _counted_from(year, latest)
    return latest + 1, f"今年是{year}年，库里还没有{_said(meant)}的报告，最新年度为{latest}年"


def _counted_from(start: int | None, latest: int | None) -> str:
    newest = latest is not None and start in (latest, latest + 1)
    return f"库中最新年度为{latest}年" if newest else f"相对于{start}年"


def _said(years: Sequence[int]) -> str:
    if len(years) == 1:
        return f"{years[0]}年"
    return f"{years[0]}—{years[-1]}年"


def _take(pattern: re.Pattern[str], text: str, taken: list[Span]) -> list[re.Match[str]]:
    """The matches of `pattern` outside what is `taken`, which they are added to."""
    free = [
        m for m in pattern.finditer(text) if all(m.end() <= a or m.start() >= b for a, b in taken)
    ]
    taken += [m.span() for m in free]
    return free


def _year(text: str) -> int:
    number = int(value_of(text) or 0)
    return number if number >= 1000 else 2000 + number


_Absolute = Callable[[re.Match[str], int], list[int]]
_ABSOLUTE: tuple[tuple[re.Pattern[str], _Absolute], ...] = (
    (_GLOSSED, lambda m, latest: [_year(m["a"])]),
    (_PLANNED, lambda m, latest: _planned(m["p"], latest)),
    (_NEIGHBOUR, lambda m, latest: [_year(m["a"]) + (1 if m["after"] or m["after2"] else -1)]),
    (_RANGE, lambda m, latest: _run(_year(m["a"]), _year(m["b"]))),
    (_SINCE, lambda m, latest: _run(_year(m["a"]), max(latest, _year(m["a"])))),
    (_UNTIL, lambda m, latest: _before(_year(m["b"]), too=m["too"] is not None)),
    (_SINGLE, lambda m, latest: [_year(m["a"] or m["a2"])]),
)
_Relative = Callable[[re.Match[str], int], list[int]]
_RELATIVE: tuple[tuple[re.Pattern[str], _Relative], ...] = (
    (_BEFORE_LAST, lambda m, start: [start - 2 - len(m["more"] or "")]),
    (_NEXT, lambda m, start: [start + 1]),
    (_LAST, lambda m, start: [start - 1]),
    (_RECENT, lambda m, start: _run(start - _number(m) + 1, start)),
    (_SPAN, lambda m, start: _run(start - _number(m) + 1, start)),
    (_REPORTS, lambda m, start: _run(start - _number(m) + 1, start)),
    (_LATEST, lambda m, start: [start]),
)


_SO_MANY = (_RECENT, _SPAN, _REPORTS)
_UP_TO_NOW = re.compile(r"最近|近|过去|这|前")


def _all_there_are(match: re.Match[str], held: Sequence[int]) -> bool:
    """Whether 三年里 is said of a body that has just three reports."""
    return _number(match) == len(held) and _UP_TO_NOW.match(match[0]) is None


def _number(match: re.Match[str]) -> int:
    return int(value_of(match["n"]) or 1)


def _before(year: int, *, too: bool) -> list[int]:
    """The years before `year`, with it where it is said `too` (2023年及以前)."""
    return _run(min(2019, year - 1), year if too else year - 1)


def _planned(plan: str, latest: int) -> list[int]:
    """The years of a five-year plan, up to the newest that there is."""
    first = 2001 + 5 * (int(value_of(plan) or 0) - 10)
    return [y for y in _run(first, first + 4) if y <= latest] or [first]


def _run(first: int, last: int) -> list[int]:
    low, high = sorted((first, last))
    return list(range(low, high + 1))
