"""Y01–Y06: the report beside the same body's of the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checks import corpus
from assistant.checks.contents import improves, names_problem
from assistant.checks.rule import (
    ANY,
    ARITHMETIC,
    NOT_ASSESSABLE,
    PASS,
    PLAIN_LANGUAGE,
    Context,
    Hit,
    Rule,
    Verdict,
    cell_name,
    hit_verdict,
    judged,
    narrative,
)
from index.formats import COLUMN_KEYS, NOTICE_2021
from index.report import Passage, Report

# ---------------------------------------------------------------- Y01, Y02


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """The form of rule for figures that follow from last year's.

    `now` = last year's `before` + this year's `plus` − this year's `minus`.
    """

    now: str
    before: str
    plus: str = ""
    minus: str = ""

    def judge(self, report: Report, earlier: Report) -> Verdict:
        cells = [report.cell(k) for k in (self.now, self.plus, self.minus) if k]
        cells.append(earlier.cell(self.before))
        if any(c.state in ("unread", "text") for c in cells):
            return NOT_ASSESSABLE
        due = (earlier.cell(self.before).value or 0) + self._change(report)
        printed = report.cell(self.now)
        gaps = any(c.value is None for c in cells)
        if (printed.value or 0) == due:
            return NOT_ASSESSABLE if gaps else PASS
        return self._verdict(report, earlier, due, "uncertain" if gaps else "fail")

    def _change(self, report: Report) -> int | float:
        plus = report.cell(self.plus).value if self.plus else 0
        minus = report.cell(self.minus).value if self.minus else 0
        return (plus or 0) - (minus or 0)

    def _verdict(self, report: Report, earlier: Report, due: int | float, outcome: str) -> Verdict:
        printed, before = report.cell(self.now), earlier.cell(self.before)
        sum_ = f"上年{cell_name(self.before)}为 {before.text.strip() or '空白'}"
        if self.plus:
            sum_ += f"，加本年制发 {report.cell(self.plus).text}，减本年废止 {report.cell(self.minus).text}"
        return Verdict(
            "uncertain" if outcome == "uncertain" else "fail",
            f"{cell_name(self.now)}：填报 {printed.text.strip() or '空白'}；{sum_}，应为 {due:g}",
            section=3 if self.now.startswith("applications") else 2,
            cells=(self.now,),
            expected=f"{due:g}",
            found=printed.text.strip(),
            at=printed.at,
        )


@dataclass(frozen=True, slots=True)
class Follows:
    """A rule's check from its lines; not assessable without the report of the year before."""

    lines: tuple[CarriedOver, ...]

    def __call__(self, report: Report, context: Context) -> Iterator[Verdict]:
        earlier = year_before(report, context)
        if earlier is not None:
            yield from (line.judge(report, earlier) for line in self.lines)


def year_before(report: Report, context: Context) -> Report | None:
    """The earlier report, if it is of the year before."""
    earlier = context.earlier
    if earlier is None or not report.year or earlier.year != report.year - 1:
        return None
    return earlier


CARRIED_APPLICATIONS = tuple(
    CarriedOver(f"applications.carried_over.{c}", f"applications.carried_forward.{c}")
    for c in COLUMN_KEYS
)
DOCUMENTS_IN_FORCE = tuple(
    CarriedOver(
        f"disclosure.{row}.in_force",
        f"disclosure.{row}.in_force",
        f"disclosure.{row}.issued",
        f"disclosure.{row}.repealed",
    )
    for row in ("regulations", "normative_documents")
)

# ---------------------------------------------------------------- Y03

TENFOLD = 10
NOTABLE = 100
FROM_NOTHING = 1000


def jumps(report: Report, context: Context) -> Iterator[Verdict]:
    """Each figure of both years: of the same order of magnitude, or not.

    A column is passed over where its row's total jumps as well: one jump is said once.
    """
    earlier = year_before(report, context)
    if earlier is None:
        return
    jumped = {key for key in report.cells if _jumps(report, earlier, key)}
    for key, cell in report.cells.items():
        if cell.value is None or earlier.cell(key).value is None:
            continue
        total = f"{key.rpartition('.')[0]}.total"
        if key not in jumped or (key != total and total in jumped):
            yield PASS
            continue
        yield Verdict(
            "fail",
            f"{cell_name(key)}：上年 {earlier.cell(key).text.strip()}，本年 {cell.text.strip()}，"
            "相差一个数量级以上，请核对",
            section={"disclosure": 2, "applications": 3, "disputes": 4}[key.split(".")[0]],
            cells=(key,),
            expected=earlier.cell(key).text.strip(),
            found=cell.text.strip(),
            at=cell.at,
        )


def _jumps(report: Report, earlier: Report, key: str) -> bool:
    now, before = report.cell(key).value, earlier.cell(key).value
    if now is None or before is None:
        return False
    low, high = sorted((abs(now), abs(before)))
    return high >= max(NOTABLE, TENFOLD * low) if low else high >= FROM_NOTHING


# ---------------------------------------------------------------- Y04


def copied_from_earlier(report: Report, context: Context) -> Iterator[Verdict]:
    """The share of this year's narrative that stands in last year's."""
    earlier = year_before(report, context)
    found = corpus.shared(report, earlier) if earlier else None
    if found is None:
        yield NOT_ASSESSABLE
        return
    if found.share < context.copied_from_earlier:
        yield PASS
        return
    yield Verdict(
        "fail",
        f"文字部分有 {found.share:.0%} 与上年（{found.year}年）报告逐句相同"
        f"（{len(found.sentences)} 句；数字不计，套话、法规引文除外）",
        expected=f"低于 {context.copied_from_earlier:.0%}",
        found=f"{found.share:.0%}",
        quote=max(found.sentences, key=lambda s: s.weight).text,
        passages=found.passages(report),
    )


# ---------------------------------------------------------------- Y05

_TITLES = re.compile(r"《[^》]*》|“[^”]*”|〔\d{4}〕")
_YEAR = r"(?P<year>20\d\d)年(?!\d|[一二三四五六七八九十]{1,2}月)"
_OPENS = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]\s*)?(?:[一二三四五六七八九十]是)?"
    rf"(?:截至|截止到?)?{_YEAR}(?:度|底|末|全年)?[，,]?\s*"
    r"(?=我|全|本|共|累计|新|主动|收到|受理|未|没有|无|政府信息|政务公开|[县区市镇乡局]"
    r"|[一-鿿]{2,8}(?:镇|乡|街道|局|县|区|市|委)(?:共|累计|均?未|没有|无|收到|受理|主动公开))"
)
_INSIDE = re.compile(
    rf"(?:我|本|全)[一-鿿]{{1,4}}{_YEAR}(?:度)?(?=共|累计|新收|主动公开|收到|收取|受理|未|没有|无)"
)
_REPORTING = re.compile(
    rf"{_YEAR}度?(?:政府)?(?:信息|政务)公开(?:工作)?(?:年度)?(?:报告|情况|工作)"
)
_LEADS_IN = re.compile(r"现将|如下|编制|本报告")
_COMPARES = re.compile(
    r"相比|同比|[比较与](?:20|上|去)|以来|同期|上年|去年|至今|底前|期间|开始|印发|出台|修订|颁布|[年月日]起|连续|历年"
)
_PLANS = re.compile(
    rf"{_YEAR}(?:度)?[，,]?[^，。；\d]{{0,12}}?(?:将|拟|计划)"
    r"(?=进一步|继续|持续|加强|认真|着力|重点|从|按照|以|不断|在|围绕|坚持|采取|深入|严格|努力|结合"
    r"|把|切实|大力|积极|全面|针对|聚焦|推|完善|强化|健全|提|开展|组织|做)"
)
_PLANNED = re.compile(r"(?<!现)将|拟|计划|打算|下一步|明年|力争|预计")


def stale_years(report: Report, context: Context) -> Iterator[Verdict]:
    """Years in the text that are not the report's where this year or next is meant."""
    year = report.year
    if year is None:
        yield NOT_ASSESSABLE
        return
    yield from judged(
        hit_verdict(section, paragraph, hit)
        for section, paragraph in narrative(report)
        for hit in _wrong_years(paragraph.text, section, year)
    )


def _wrong_years(text: str, section: int | None, year: int) -> Iterator[Hit]:
    bare = _TITLES.sub(lambda m: "　" * len(m[0]), text)
    for sentence in re.finditer(r"[^。！？\n]+", bare):
        words = sentence[0]
        if "20" not in words or "统计" in words or "期限" in words:
            continue
        plan = _PLANS.search(words)
        if plan and section in (5, 6) and int(plan["year"]) <= year:
            why = f"今后打算写的是{plan['year']}年，应为{year + 1}年或以后"
            yield _year_hit(sentence.start(), plan, why, year + 1)
        elif not plan and str(year) not in words and not _COMPARES.search(words):
            yield from _not_this_year(words, sentence.start(), section, year)


def _not_this_year(words: str, start: int, section: int | None, year: int) -> Iterator[Hit]:
    found = _OPENS.search(words) or _INSIDE.search(words)
    if found is None and _LEADS_IN.search(words):
        found = _REPORTING.search(words)
    if found is None or int(found["year"]) == year or abs(int(found["year"]) - year) > 2:
        return
    if _PLANNED.search(words):
        return
    if section == 5 and not re.search(r"取得|存在|仍|完成|开展", words):
        return
    why = f"年份为{found['year']}年，本报告是{year}年的"
    yield _year_hit(start, found, why, year)


def _year_hit(start: int, found: re.Match[str], why: str, due: int) -> Hit:
    first, last = found.span("year")
    return Hit(start + first, start + last + 1, why, f"{due}年")


# ---------------------------------------------------------------- Y06

_ITEMS = re.compile(r"[。；;！\n]|(?=[一二三四五六七八九]是)")
_ITEM_MARK = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*|[一二三四五六七八九]是|[，,、\s])+"
)
_COMMON = frozenset(
    [
        "问题",
        "不足",
        "工作",
        "政府",
        "信息",
        "公开",
        "需要",
        "进一步",
        "加强",
        "有待",
        "不够",
        "存在",
        "一些",
        "方面",
        "提高",
        "提升",
        "政务",
        "政府信息",
        "还有",
        "仍然",
        "主要",
        "以下",
        "情况",
        "不高",
        "不强",
        "差距",
        "薄弱",
        "部分",
        "个别",
        "完善",
        "规范",
        "水平",
        "能力",
        "质量",
        "机制",
    ]
)
FOLLOWED = 0.34


def problems(report: Report) -> list[str]:
    """The problems that part five names, one an item."""
    section = report.section(5)
    if section is None:
        return []
    items = (_ITEM_MARK.sub("", item.strip()) for item in _ITEMS.split(section.text))
    named = (i for i in items if len(i) >= 8 and _names(i))
    return [i for i in named if not re.search(r"如下|以下|[:：]$", i)]


def _names(item: str) -> bool:
    clauses = re.split(r"[，,：:]", item)
    return any(map(names_problem, clauses)) and not any(map(improves, clauses))


def standing_problems(report: Report, context: Context) -> Iterator[Verdict]:
    """Each problem of last year's: stands again, is followed up, or is not heard of."""
    earlier = year_before(report, context)
    section = report.section(5)
    if earlier is None or section is None:
        return
    now = _masked(section.text)
    told = " ".join(p.text for _, p in narrative(report))
    for problem in problems(earlier):
        passage = (Passage(earlier.agency, earlier.year, 5, problem, earlier.source.sha256),)
        if _masked(problem) in now:
            yield Verdict(
                "fail",
                f"上年第五部分的问题“{problem}”本年一字未改",
                section=5,
                found=problem,
                quote=problem,
                at=section.at,
                passages=passage,
            )
        elif not _followed(problem, told):
            yield Verdict(
                "uncertain",
                f"上年第五部分提出的问题“{problem}”，本年报告未见整改情况",
                section=5,
                expected="说明上年问题的整改情况",
                at=section.at,
                passages=passage,
            )
        else:
            yield PASS


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", text))


def _followed(problem: str, told: str) -> bool:
    import rjieba

    words = {w for w in rjieba.cut(problem) if len(w) > 1} - _COMMON
    return not words or sum(w in told for w in words) / len(words) >= FOLLOWED


RULES: tuple[Rule, ...] = (
    Rule(
        "Y01",
        "上年结转与上年报告衔接",
        "error",
        ARITHMETIC,
        "本年“上年结转”各列等于上年报告“结转下年度继续办理”。",
        "上年结转下年度 3，本年上年结转 3",
        "上年结转下年度 3，本年上年结转 0",
        Follows(CARRIED_APPLICATIONS),
    ),
    Rule(
        "Y02",
        "现行有效件数衔接",
        "error",
        ARITHMETIC,
        "现行有效件数等于上年现行有效件数加本年制发、减本年废止（两年都用2021年表式）。",
        "上年 20，制发 3，废止 1，现行有效 22",
        "上年 20，制发 3，废止 1，现行有效 25",
        Follows(DOCUMENTS_IN_FORCE),
        ("2021", "mixed"),
    ),
    Rule(
        "Y03",
        "数据大幅变动",
        "info",
        ARITHMETIC,
        "同一格与上年相比没有相差一个数量级以上的变动。",
        "上年 550，本年 948",
        "上年 550，本年 9487",
        jumps,
    ),
    Rule(
        "Y04",
        "照抄上年报告",
        "warning",
        f"{NOTICE_2021}“明确责任”",
        "文字部分与上年报告逐句相同的比例低于 60%（可设）：数字不计，表式文字、法规引文、套话除外。",
        "与上年相同 15%",
        "与上年相同 96%",
        copied_from_earlier,
        ANY,
    ),
    Rule(
        "Y05",
        "年份陈旧或有误",
        "warning",
        PLAIN_LANGUAGE,
        "写本年情况的年份是报告年份，写今后打算的年份在其后。",
        "2024年的报告：2025年，我县将……",
        "2024年的报告：2023年，我县共收到申请12件",
        stale_years,
        ANY,
    ),
    Rule(
        "Y06",
        "上年问题的整改",
        "info",
        f"{NOTICE_2021}“明确责任”",
        "上年第五部分的问题本年不再原样列出，并说明整改情况。",
        "上年：培训覆盖面不足；本年：开展培训四次，覆盖全部科室",
        "上年：培训覆盖面不足；本年：培训覆盖面不足",
        standing_problems,
        ANY,
    ),
)
