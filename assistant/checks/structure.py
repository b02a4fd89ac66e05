"""F01–F08: the report's frame: its parts, headings, title, period and the form it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from assistant.checks.rule import NOT_ASSESSABLE, PASS, Context, Rule, Verdict, judged, narrative
from assistant.checks.tables import notice_of, one_row_other
from index.formats import (
    FORMS,
    NOTICE_2019,
    NOTICE_2021,
    PARTS,
    REGULATIONS,
    REPORT_NAME,
    Axis,
    Form,
    form_of_year,
    labels,
)
from index.report import NOWHERE, Heading, Place, PrintedLabel, Report, Section

FORMS_NOTICES = f"{NOTICE_2021}；{NOTICE_2019}"
NUMERALS = "一二三四五六七八九十"
FULL_WIDTH = str.maketrans("０１２３４５６７８９（）：，", "0123456789():,")


# ---------------------------------------------------------------- F01


def six_parts(report: Report, context: Context) -> Iterator[Verdict]:
    """One verdict a part, and one for their order."""
    for part in PARTS:
        if part.number not in _standing(report):
            yield Verdict(
                "fail",
                f"缺“{part.heading}”：标题和内容都没有见到",
                section=part.number,
                expected=part.heading,
            )
        else:
            yield PASS
    yield _in_order(report)


def _standing(report: Report) -> set[int]:
    """The parts whose heading or content is there, be it only the statutory table."""
    return {s.number for s in report.sections} | {
        _parts_of_tables()[t.table] for t in report.tables if t.state != "missing"
    }


@cache
def _parts_of_tables() -> dict[str, int]:
    return {label.table: label.part for label in labels().values()}


def _in_order(report: Report) -> Verdict:
    printed = list(dict.fromkeys(h.number for h in report.headings if h.number))
    for before, after in zip(printed, printed[1:], strict=False):
        if after < before:
            heading = next(h for h in report.headings if h.number == after)
            return Verdict(
                "fail",
                f"“{heading.text.strip()}”排在“{PARTS[before - 1].heading}”之后，六个部分的次序不对",
                section=after,
                expected="、".join(NUMERALS[n - 1] for n in sorted(printed)),
                found="、".join(NUMERALS[n - 1] for n in printed),
                quote=heading.text,
                at=heading.at,
            )
    return PASS


# ---------------------------------------------------------------- F02, F03

_NUMBERINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("第一部分", re.compile(rf"第([{NUMERALS}])(?:部分|章|节)[、.．，,:：\s]*")),
    ("（一）", re.compile(rf"[（(]([{NUMERALS}])[）)][、.．，,]?\s*")),
    ("一、", re.compile(rf"([{NUMERALS}])\s*[、.．，,:：]\s*")),
    ("（1）", re.compile(r"[（(](\d{1,2})[）)][、.．，,]?\s*")),
    ("1.", re.compile(r"(\d{1,2})\s*[、.．，,)）]\s*(?!\d)")),
)


def numbering(heading: str) -> tuple[str, int | None, str]:
    """A heading's system of numbering ("" where it has none), its number and its bare title."""
    text = heading.strip()
    for system, pattern in _NUMBERINGS:
        if found := pattern.match(text):
            number = found[1]
            value = int(number) if number.isdigit() else NUMERALS.index(number) + 1
            return system, value, text[found.end() :].strip()
    return "", None, text


def _bare(title: str) -> str:
    """A title without what may vary: spaces, the marks between its words, 及/和/与, a unit."""
    title = re.sub(r"[（(]单位.*?[）)]$", "", title.strip())
    return re.sub(r"以及|[\s、,，.．。:：;；和及与]", "", title)


def titles(report: Report, context: Context) -> Iterator[Verdict]:
    """Each part whose heading is printed: the form's title, or another."""
    for section in report.sections:
        if section.printed_title.strip():
            yield _title(section)


def _title(section: Section) -> Verdict:
    form = PARTS[section.number - 1]
    printed = numbering(section.printed_title)[2]
    if _bare(printed) == _bare(form.title):
        return PASS
    return Verdict(
        "fail",
        f"第{form.numeral}部分标题印作“{printed}”，规定为“{form.title}”",
        section=section.number,
        expected=form.title,
        found=printed,
        quote=section.printed_title,
        at=section.at,
    )


def chapter_numbers(report: Report, context: Context) -> Iterator[Verdict]:
    """F03: lost headings, each heading's number, and the number of parts announced."""
    for number in sorted(_standing(report)):
        section = report.section(number)
        if section is None or not section.printed_title.strip():
            heading = PARTS[number - 1].heading
            yield Verdict(
                "fail",
                f"第{NUMERALS[number - 1]}部分内容在，标题“{heading}”没有了",
                section=number,
                expected=heading,
                at=section.at if section else _table_of(report, number),
            )
    yield from judged(_numbers(report))
    yield from _announced(report)


def _table_of(report: Report, part: int) -> Place:
    """Where the statutory table of a part stands."""
    return next((t.at for t in report.tables if _parts_of_tables()[t.table] == part), NOWHERE)


def _numbers(report: Report) -> Iterator[Verdict]:
    chapters = [(h, *numbering(h.text)) for h in report.headings if h.number]
    usual = next((system for _, system, _, _ in chapters if system), "")
    if chapters and not usual:
        yield _unnumbered(chapters[0][0])
        return
    before = 0
    for heading, system, number, _ in chapters:
        fault = ""
        if number is None:
            fault = "没有序号"
        elif system != usual:
            fault = f"序号用的是“{system}”，与前面的“{usual}”不是同一种"
        elif number == before:
            fault = f"序号“{NUMERALS[number - 1]}”重复"
        elif number != heading.number and number != before + 1:
            fault = f"序号为“{NUMERALS[number - 1]}”，应为“{NUMERALS[(heading.number or 1) - 1]}”"
        before = number or before + 1
        if fault:
            yield Verdict(
                "fail",
                f"标题“{heading.text.strip()}”{fault}",
                section=heading.number,
                expected=PARTS[(heading.number or 1) - 1].heading,
                found=heading.text.strip(),
                quote=heading.text,
                at=heading.at,
            )


def _unnumbered(first: Heading) -> Verdict:
    """No heading has its number: left out, or set by the word processor and lost in reading."""
    return Verdict(
        "uncertain",
        "各部分标题都没有序号；若原件用的是自动编号，可不改",
        section=first.number,
        expected=PARTS[0].heading,
        found=first.text.strip(),
        quote=first.text,
        at=first.at,
    )


_ANNOUNCED = re.compile(
    rf"(?:由|(?:包括|包含|分为)[^。]{{0,20}}总体情况)[^。]{{0,200}}?([{NUMERALS}\d]{{1,2}})"
    r"\s*个?(?:大)?(?:部分|方面)(?:组成|构成|内容|(?=[。，,；;]))"
)


def _announced(report: Report) -> Iterator[Verdict]:
    printed = sum(bool(h.number or numbering(h.text)[1]) for h in report.headings)
    for section, paragraph in narrative(report):
        for found in _ANNOUNCED.finditer(paragraph.text):
            stated = int(found[1]) if found[1].isdigit() else NUMERALS.index(found[1][-1]) + 1
            if stated in (len(_standing(report)), printed):
                yield PASS
                continue
            yield Verdict(
                "fail",
                f"文中说由{found[1]}个部分组成，实际为 {len(_standing(report))} 个部分",
                section=section,
                expected=str(len(_standing(report))),
                found=found[1],
                quote=found[0][-40:],
                at=paragraph.at,
            )


# ---------------------------------------------------------------- F04, F05

_YEAR = re.compile(r"(?:20\d\d|[二2][〇○零0Oo][〇○零一二三四五六七八九\d]{2})年")


def title(report: Report, context: Context) -> Iterator[Verdict]:
    """The title line: body, year and name of the report, each once."""
    text = re.sub(r"\s", "", report.title).translate(FULL_WIDTH)
    yield from judged(
        Verdict(
            "fail",
            f"标题{fault}" + (f"：“{report.title.strip()}”" if text else ""),
            expected=f"{report.agency or '机关名称'}{report.year or '××××'}年{REPORT_NAME}",
            found=report.title.strip(),
            quote=report.title,
            at=report.title_at,
        )
        for fault in _title_faults(report, text)
    )


def _title_faults(report: Report, text: str) -> Iterator[str]:
    if not text:
        yield "没有见到"
        return
    years = _YEAR.findall(text)
    if not years:
        yield "没有年份"
    elif len(years) > 1:
        yield "的年份出现了不止一次"
    elif years[0][:-1].isdigit() and report.year and int(years[0][:-1]) != report.year:
        yield f"的年份与报告年份（{report.year}）不一致"
    if REPORT_NAME not in text:
        yield f"中没有完整的“{REPORT_NAME}”"
    elif text.count(REPORT_NAME) > 1:
        yield f"中“{REPORT_NAME}”出现了不止一次"
    elif text.count("年度") > 1:
        yield "中“年度”出现了两次"
    agency = re.sub(r"\s", "", report.agency).translate(FULL_WIDTH)
    rest = re.sub(r"年?度?|关于|的|[()《》]", "", _YEAR.sub("", text).replace(REPORT_NAME, ""))
    if not (agency and agency in text) and not re.search(r"[一-鿿]{2}", rest):
        yield "没有机关名称"
    elif agency and text.count(agency) > 1:
        yield "的机关名称出现了不止一次"


_DATE = r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_PERIOD = re.compile(
    _DATE + r"\s*(?:起|开始)?\s*[,，]?\s*(?:[至到—－~～-]|——)+\s*"
    r"(?:(\d{4})\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)
_OF_DATA = re.compile(r"统计|期限|所列数据|数据.{0,8}(?:时间|起止)|报告期|起止")


def period(report: Report, context: Context) -> Iterator[Verdict]:
    """Each period that is stated for the report's data."""
    if report.year is None:
        return
    due = (report.year, 1, 1, report.year, 12, 31)
    for section, paragraph in narrative(report):
        if "月" not in paragraph.text:
            continue
        text = paragraph.text.translate(FULL_WIDTH)
        for sentence in re.findall(r"[^。；;]+", text):
            if not _OF_DATA.search(sentence):
                continue
            for found in _PERIOD.finditer(sentence):
                y1, m1, d1, y2, m2, d2 = (int(g) if g else None for g in found.groups())
                if (y1, m1, d1, y2 or y1, m2, d2) == due:
                    yield PASS
                    continue
                yield Verdict(
                    "fail",
                    f"统计期限写作“{found[0]}”，应为 {report.year}年1月1日至{report.year}年12月31日",
                    section=section,
                    expected=f"{report.year}年1月1日至{report.year}年12月31日",
                    found=found[0],
                    quote=found[0],
                    at=paragraph.at,
                )


# ---------------------------------------------------------------- F06, F07


def _foreign_tables(report: Report, form: Form) -> tuple[str, ...]:
    """Cells of part two that were read and belong to the other form alone."""
    own = _disclosure_keys(form.name)
    return tuple(
        key
        for key, cell in report.cells.items()
        if key.startswith("disclosure.") and key not in own and cell.state != "unread"
    )


@cache
def _disclosure_keys(form: str) -> frozenset[str]:
    return frozenset(key for key in FORMS[form].keys() if key.startswith("disclosure."))


def form_of_the_year(report: Report, context: Context) -> Iterator[Verdict]:
    """The form printed is the one that holds for the report's year."""
    form = form_of_year(report.year) if report.year else None
    if form is None:
        yield NOT_ASSESSABLE
        return
    foreign = _foreign_tables(report, form)
    if report.format == form.name or (report.format == "mixed" and not foreign):
        yield PASS
        return
    other = next(f for f in FORMS.values() if f is not form)
    yield Verdict(
        "fail",
        f"{report.year}年的报告应使用{form.name}年表式（{form.notice}），"
        f"所附表格为{other.name}年表式（{other.notice}）",
        section=2,
        cells=foreign[:1],
        expected=form.name,
        found=report.format,
        at=report.cell(foreign[0]).at if foreign else report.title_at,
        basis=form.notice,
    )


def mixed_forms(report: Report, context: Context) -> Iterator[Verdict]:
    """F07: rows of the other form, then each printed label that is not the form's."""
    form = form_of_year(report.year) if report.year else None
    if report.format == "mixed":
        yield _mixed(report, form)
    name = report.format if report.format in FORMS else (form.name if form else "2021")
    for label in report.labels:
        yield _label(report, label, name)
    if report.format != "mixed" and not report.labels:
        yield PASS


def _mixed(report: Report, form: Form | None) -> Verdict:
    one_row = form is not None and form.name == "2021" and one_row_other(report)
    key = "applications.other.total"
    foreign = _foreign_tables(report, form) if form else ()
    cells = (key,) if one_row else foreign[:1]
    what = (
        "表三“（六）其他处理”印成一行（2019年表式），2021年表式分为三行"
        if one_row
        else "所附表格混用了2019年和2021年两种表式"
    )
    return Verdict(
        "fail",
        f"{what}（{notice_of(report)}）",
        section=3 if one_row else 2,
        cells=cells,
        at=report.cell(cells[0]).at if cells else report.title_at,
        basis=notice_of(report),
    )


@cache
def _axes(form: str) -> dict[str, Axis]:
    """The rows and columns of a form by the key that a printed label gives."""
    found: dict[str, Axis] = {}
    for table in FORMS[form].tables:
        found |= {".".join(p for p in (table.prefix, r.key) if p): r for r in table.rows}
        found |= {f"column:{table.prefix}.{c.key}": c for c in table.columns}
    return found


@lru_cache(maxsize=4096)
def _plain(label: str) -> str:
    """A label's words alone: no spaces, marks, numbers or brackets."""
    text = re.sub(rf"^(?:\s*(?:[（(][{NUMERALS}\d]+[）)]|[{NUMERALS}\d]+[、.．，,]))+", "", label)
    return re.sub(r"[^一-鿿]", "", text)


def _label(report: Report, label: PrintedLabel, form: str) -> Verdict:
    axis = _axes(form).get(label.key)
    if axis is None:
        return NOT_ASSESSABLE
    other = _axes("2019" if form == "2021" else "2021").get(label.key)
    printed, own = _plain(label.printed), [_plain(t) for t in (axis.label, *axis.aliases)]
    of_other_form = (
        other is not None
        and not label.key.startswith("column:")
        and printed == _plain(other.label) != own[0]
    )
    if not of_other_form and any(text in printed or _same_words(printed, text) for text in own):
        return PASS
    if _glued(printed, own, form):
        return NOT_ASSESSABLE
    part = next((c.part for k, c in labels().items() if label.key.removeprefix("column:") in k), 3)
    return Verdict(
        "uncertain" if report.source.ocr and not of_other_form else "fail",
        f"表中印作“{label.printed.strip()}”，规定的名称为“{axis.label}”（{FORMS[form].notice}）",
        section=part,
        expected=axis.label,
        found=label.printed.strip(),
        quote=label.printed,
        at=label.at,
        basis=FORMS[form].notice,
    )


def _glued(printed: str, own: Sequence[str], form: str) -> bool:
    """Whether text without columns ran several labels together: the reader's doubt, no fault."""
    whole = {_plain(axis.label) for axis in _axes(form).values()} | {"信息内容"}
    return any(w in printed and not any(w in text for text in own) for w in whole)


@lru_cache(maxsize=4096)
def _same_words(printed: str, label: str) -> bool:
    """Whether `printed` is the label, its beginning, or the label shortened by whole words.

    “其他法律行政止公开” cuts words in two and is no shortening (seen in print).
    """
    if not printed or label.startswith(printed):
        return True
    import rjieba

    at = 0
    for word in rjieba.cut(label):
        if printed.startswith(word, at):
            at += len(word)
    return at == len(printed)


# ---------------------------------------------------------------- F08


def statutory_tables(report: Report, context: Context) -> Iterator[Verdict]:
    """Each statutory table: there, missing, or there but not readable."""
    names = {label.table: (label.item, label.part) for label in labels().values()}
    form = form_of_year(report.year) if report.year else None
    due = {t.id for t in form.tables} if form else set(names)
    for table in report.tables:
        name, part = names[table.table]
        if table.state == "read":
            yield PASS
        elif table.state == "unread" or table.table not in due:
            yield NOT_ASSESSABLE
        else:
            yield Verdict(
                "fail",
                f"没有“{name}”的法定表格（{notice_of(report)}）",
                section=part,
                expected=name,
                at=table.at,
                basis=notice_of(report),
            )


RULES: tuple[Rule, ...] = (
    Rule(
        "F01",
        "六个部分及其次序",
        "error",
        FORMS_NOTICES,
        "报告由规定的六个部分组成，次序不变；标题丢失而内容尚在的，归 F03。",
        "一、二、三、四、五、六各部分俱全",
        "没有“六、其他需要报告的事项”",
        six_parts,
    ),
    Rule(
        "F02",
        "部分标题与规定不同",
        "warning",
        FORMS_NOTICES,
        "各部分标题与规定相同；“及”“和”“、”互换不算不同。",
        "五、存在的主要问题和改进情况",
        "五、存在的主要问题及整改措施",
        titles,
    ),
    Rule(
        "F03",
        "章节序号",
        "warning",
        FORMS_NOTICES,
        "章节标题和序号不缺、不重、不混用；“由六部分组成”与实际相符。",
        "一、……二、……三、……",
        "一、……三、……三、……",
        chapter_numbers,
    ),
    Rule(
        "F04",
        "标题要素",
        "warning",
        FORMS_NOTICES,
        f"标题由机关名称、年份、“{REPORT_NAME}”组成，各出现一次。",
        f"河湾县2024年{REPORT_NAME}",
        f"河湾县2024年度{REPORT_NAME}",
        title,
    ),
    Rule(
        "F05",
        "统计期限",
        "error",
        f"{REGULATIONS}第四十九条",
        "写明的统计期限为报告年份的1月1日至12月31日。",
        "2024年1月1日至2024年12月31日",
        "2023年1月1日至2024年12月31日",
        period,
    ),
    Rule(
        "F06",
        "表式与年份不符",
        "error",
        FORMS_NOTICES,
        "2019、2020年的报告用2019年表式，2021年起用2021年表式。",
        "2024年的报告用2021年表式",
        "2023年的报告仍用2019年表式",
        form_of_the_year,
    ),
    Rule(
        "F07",
        "两种表式混用、名称不符",
        "warning",
        FORMS_NOTICES,
        "表格不混用两种表式，行列名称与规定相同；仅作简写的不算不同。",
        "（六）其他处理：1.逾期不补正 2.逾期不缴费 3.其他",
        "2021年表式中“（六）其他处理”只有一行；“规范性文件”；“其他法律行政止公开”",
        mixed_forms,
    ),
    Rule(
        "F08",
        "缺少法定表格",
        "error",
        FORMS_NOTICES,
        "规定的表格一张不缺；表在而读不出的，不作判断。",
        "第二十条第（八）项表格在",
        "没有第二十条第（八）项表格",
        statutory_tables,
    ),
)
