"""Evidence for a draft, each piece with its source: figures, findings, last year's words, points.

A body's own part five of the same year is never evidence for it; how peers put the same problem
is shown for reference and never copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.draft.indicators import (
    INDICATORS,
    Amount,
    Indicator,
    cells,
    count,
    measure,
    peers_median,
)
from assistant.draft.phrases import topic_of, topics
from assistant.draft.request import Basis, DraftRequest, Material
from assistant.evidence import Evidence
from index.names import same_body, self_words, short_names
from index.report import Cell, FormName, Paragraph, Report, Source, UsageError

if TYPE_CHECKING:
    from index.library import Body, Fact, Library

_MENDED = 0.2
"""A figure that fell by more than this share is hardly a problem any more."""
PEERS_AT_MOST = 400
"""A median over more bodies than this says nothing more, and costs reading their cells."""


def gather(request: DraftRequest, library: Library, *, references: bool = False) -> Material:
    """All that a draft of `request` may rest on, the weightiest first within each kind.

    With `references`, passages of peers on the same problems are added (they cost a search).
    Raises UsageError where the body's short name fits several.
    """
    body = find_body(library, request.agency)
    agency = body.name if body else (request.tables.agency if request.tables else request.agency)
    years = _reports(library, body, (request.year, request.year - 1))
    report = request.tables or years.get(request.year)
    earlier = years.get(request.year - 1)
    agency = (report.agency if report else "") or agency
    peers = _peers(library, body, request.year)
    material = Material(agency, _we(agency), request.year, report, earlier, peers, ())
    bases = [
        _subject(agency, request.year),
        *_points(request),
        *_figures(material, _id_of(library, body, request.year)),
        *_findings(material),
        *_last_year(material, _id_of(library, body, request.year - 1)),
    ]
    if references:
        bases += _references(material, library, {b.topic for b in bases if b.weight})
    numbered = tuple(replace(b, evidence=replace(b.evidence, id=i)) for i, b in enumerate(bases, 1))
    return replace(material, bases=numbered)


def find_body(library: Library, name: str) -> Body | None:
    """The body that `name` (full, or a usual short form) means; None where there is none.

    Raises UsageError, naming them, where several fit.
    """
    bodies = library.bodies()
    exact = [b for b in bodies if name == b.name or name in b.aliases]
    found = exact or [b for b in bodies if same_body(b.name, name)]
    found = found or [b for b in bodies if name in short_names(b.name)]
    if len(found) > 1:
        raise UsageError(f"“{name}”可以是{'、'.join(b.name for b in found)}，请写全称")
    return found[0] if found else None


def _we(agency: str) -> str:
    return next(iter(self_words(agency)), "本机关")


def _reports(library: Library, body: Body | None, years: Sequence[int]) -> dict[int, Report]:
    if body is None:
        return {}
    entries = library.reports(bodies=(body.id,), years=tuple(years))
    return {e.year: library.report(e.id) for e in entries if e.year}


def _id_of(library: Library, body: Body | None, year: int) -> str:
    entries = library.reports(bodies=(body.id,), years=(year,)) if body else []
    return entries[0].id if entries else ""


def _peers(library: Library, body: Body | None, year: int) -> tuple[Report, ...]:
    """Reports (cells alone) of the same level in that year, or in the last year that has three."""
    if body is None:
        return ()
    keys = tuple(sorted({k for i in INDICATORS for k in _both_forms(i)}))
    for candidate in (year, year - 1):
        entries = library.reports(years=(candidate,), levels=(body.level,))
        bodies = tuple(e.body for e in entries if e.body != body.id)[:PEERS_AT_MOST]
        if len(bodies) >= 3:
            facts = library.cells(bodies=bodies, years=(candidate,), keys=keys)
            return _as_reports(facts)
    return ()


def _both_forms(indicator: Indicator) -> set[str]:
    """The cells that the indicator may need, whichever form a peer used."""
    forms: tuple[FormName, ...] = ("2019", "2021")
    blanks = (Report(Source("", "", "text"), "", None, "unknown", "", f) for f in forms)
    return {k for blank in blanks for k in cells(blank, indicator)} | {"applications.other.total"}


def _as_reports(facts: Sequence[Fact]) -> tuple[Report, ...]:
    by_report: dict[str, list[Fact]] = {}
    for fact in facts:
        by_report.setdefault(fact.report, []).append(fact)
    return tuple(
        Report(
            Source("", "", "text"),
            rows[0].agency,
            rows[0].year,
            "unknown",
            "",
            rows[0].format,
            cells={f.key: Cell(f.value, f.text, f.state) for f in rows},
        )
        for rows in by_report.values()
    )


# ---------------------------------------------------------------- the kinds of evidence


def _subject(agency: str, year: int) -> Basis:
    text = f"起草对象：{agency}{year}年度报告；改进措施面向{year + 1}年。"
    return Basis(Evidence(0, "passage", text, agency=agency, year=year))


def _points(request: DraftRequest) -> Iterator[Basis]:
    for point in request.points:
        topic = topic_of(point)
        text = point.strip().rstrip("。；;，,")
        evidence = Evidence(
            0, "passage", f"起草人要点：{text}", agency=request.agency, year=request.year
        )
        yield Basis(evidence, topic.id if topic else "content", 10.0, (text,))


def _figures(material: Material, report_id: str) -> Iterator[Basis]:
    if material.report is None:
        return
    seen: list[Basis] = []
    for indicator in INDICATORS:
        telling = _Telling.of(indicator, material)
        if telling is not None:
            seen.append(telling.basis(material, report_id))
    yield from sorted(seen, key=lambda b: -b.weight)


@dataclass(frozen=True, slots=True)
class _Telling:
    """An indicator's figures of one office: this year's, last year's, the peers' median."""

    indicator: Indicator
    n: Amount
    value: Amount
    n_before: Amount | None
    before: Amount | None
    median: float | None

    @classmethod
    def of(cls, indicator: Indicator, material: Material) -> _Telling | None:
        report = material.report
        assert report is not None
        n, value = count(report, indicator), measure(report, indicator)
        if n is None or value is None or not _worth_saying(indicator, n):
            return None
        earlier = material.earlier
        return cls(
            indicator,
            n,
            value,
            count(earlier, indicator) if earlier else None,
            measure(earlier, indicator) if earlier else None,
            peers_median(material.peers, indicator),
        )

    @property
    def weight(self) -> float:
        worse = 1.0 if self.indicator.worse == "high" else -1.0
        moved = _relative(self.value, self.before) * worse
        apart = _relative(self.value, self.median) * worse
        fewer = worse * _relative(self.n, self.n_before) < -_MENDED
        spoken = 0.1 if fewer or (moved < -_MENDED and apart <= 0) else 1.0
        return round(spoken * self.indicator.weight * (1 + 0.5 * moved + 0.5 * apart), 4)

    def basis(self, material: Material, report_id: str) -> Basis:
        keys = cells(material.report, self.indicator) if material.report else ()
        evidence = Evidence(
            0,
            "figure",
            self._text(material.year),
            report=report_id,
            agency=material.agency,
            year=material.year,
            cell=keys[0] if keys else None,
            value=self.n,
            unit="件",
            section=3,
        )
        return Basis(evidence, self.indicator.topic, self.weight, tuple(self._clauses(material)))

    def _text(self, year: int) -> str:
        i, said = self.indicator, [f"{year}年{self._stated()}"]
        if self.before is not None and self.n_before is not None:
            before = f"上年为{number(self.n_before)}件"
            said.append(before + (f"（{number(self.before)}%）" if i.over else ""))
            said.append(self._change())
        if self.median is not None:
            said.append(f"同级机关中位数{number(self.median)}{i.unit}")
        return "，".join(s for s in said if s) + "。"

    def _stated(self) -> str:
        name = _counted(self.indicator)
        share = f"，{_share(self.indicator)}{number(self.value)}%" if self.indicator.over else ""
        return f"{name}{number(self.n)}件{share}"

    def _change(self) -> str:
        if self.n_before is None or self.n_before == self.n:
            return "与上年持平" if self.n_before is not None else ""
        step = self.n - self.n_before
        return f"比上年{'增加' if step > 0 else '减少'}{number(abs(step))}件"

    def _clauses(self, material: Material) -> Iterator[str]:
        if self.indicator.id == "no_applications":
            yield "全年未收到政府信息公开申请"
            yield f"{material.year}年没有收到政府信息公开申请"
            yield "本年度政府信息公开申请为0件"
            return
        name, n = _counted(self.indicator), number(self.n)
        stated = self._stated()
        if self.before is not None and self.n_before is not None:
            yield f"全年{stated}，{self._change()}"
            yield f"{name}{n}件，上年为{number(self.n_before)}件"
            if self.n != self.n_before and self.n_before:
                turn = "增至" if self.n > self.n_before else "降至"
                yield f"{name}由上年的{number(self.n_before)}件{turn}{n}件"
        if self.median is not None and self.value > self.median:
            gap = f"高于同级机关的中位数{number(self.median)}{self.indicator.unit}"
            yield f"{stated}，{gap}"
            yield f"全年{stated}，而同级机关的中位数为{number(self.median)}{self.indicator.unit}"
        if self.before is None or self.n_before is None:
            yield f"全年{stated}"
            yield f"{material.year}年{stated}"
            yield f"从年度统计看，{stated}"


def _counted(indicator: Indicator) -> str:
    """What the count is called: an indicator of share is named by its numerator."""
    return _COUNTED.get(indicator.id, indicator.name)


_COUNTED = {
    "unavailable": "作出无法提供处理",
    "denied": "作出不予公开决定",
    "organisations": "法人或其他组织提出申请",
    "natural_persons": "自然人提出申请",
    "not_corrected": "申请人逾期不补正的申请",
    "still_unclear": "补正后内容仍不明确的申请",
    "not_held": "因本机关不掌握而无法提供的申请",
    "must_be_created": "因没有现成信息而无法提供的申请",
    "carried_forward": "结转下年度继续办理的申请",
    "petition": "信访举报投诉类申请",
    "repeated": "重复或无正当理由大量反复申请",
    "disputes": "因政府信息公开引发的行政复议和行政诉讼",
    "lost_reconsideration": "行政复议被纠正",
    "lost_suits": "行政诉讼被纠正",
}


def _share(indicator: Indicator) -> str:
    return "占办理结果的" if indicator.over == ("total",) else "占新收申请的"


def _worth_saying(indicator: Indicator, n: Amount) -> bool:
    if indicator.id == "no_applications":
        return n == 0
    return n >= indicator.floor


def _relative(value: Amount, base: float | None) -> float:
    """How far `value` is from `base`, as a share of it, held within −0.9 … 1; 0 where unknown."""
    if base is None:
        return 0.0
    return max(-0.9, min(1.0, (value - base) / base if base else float(value > 0)))


def number(value: Amount) -> str:
    """A number as reports print it: no trailing `.0`."""
    return f"{value:g}" if isinstance(value, float) and not value.is_integer() else f"{value:.0f}"


def _findings(material: Material) -> Iterator[Basis]:
    """What the check found wrong in the year's tables and narrative: one basis for all."""
    if material.report is None or not material.report.cells:
        return
    from assistant.checks import RULES
    from assistant.checks.rule import Context, run

    tables = {k: r for k, r in RULES.items() if k[0] in "TX"}
    review = run(material.report, Context(earlier=material.earlier), tables)
    failed = [f for f in review.findings if f.outcome == "fail" and f.severity == "error"]
    if not failed:
        return
    n = len(failed)
    text = f"{material.year}年度报告核对发现{n}处数据不符：{failed[0].message}"
    evidence = Evidence(
        0,
        "finding",
        text,
        agency=material.agency,
        year=material.year,
        cell=failed[0].cells[0] if failed[0].cells else None,
        value=n,
        unit="处",
        section=failed[0].section,
        at=failed[0].at,
    )
    clauses = (
        f"年度报告初稿核对时发现{n}处数据不符",
        f"对年度报告的数据核对中查出{n}处不一致",
        f"报告编制过程中发现{n}处数字前后对不上",
    )
    yield Basis(evidence, "report_quality", 1.5, clauses)


# ---------------------------------------------------------------- last year's words

_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?")
_NUMBERED = r"^(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[一二三四五六七八九十]是)?"
_PROMISE = re.compile(
    _NUMBERED
    + r".{0,10}?(?:下一步|针对|改进(?:办法|措施|方向)?[:：]|为此|对此|今后|下一年|整改措施|将)"
)
_PROBLEM = re.compile(
    r"不够|不足|不高|不强|不深|不多|不力|不到位|不及时|不规范|不充分|不均衡|不平衡|不统一|不完善|不健全|不明确|不精准"
    r"|不熟|偏[低少弱慢]|薄弱|滞后|单一|差距|欠缺|短板|问题|困难|缺乏|缺少|有待|不便|不畅|较[低少弱慢]"
)
_LEAST = 6
_TITLE = re.compile(r"[^，。；]{2,16}")
"""A line that only names what follows (存在的主要问题)."""


def problems_and_promises(report: Report) -> tuple[list[Paragraph], list[Paragraph]]:
    """The sentences of part five: problems, and promises of what will be done.

    A promise turns the text (“下一步”, “改进办法：”); a numbered sentence that names a failing turns
    it back, for reports that pair each problem with its measure.
    """
    section = report.section(5)
    problems: list[Paragraph] = []
    promises: list[Paragraph] = []
    promising = False
    for paragraph in section.paragraphs if section else ():
        for match in _SENTENCE.finditer(paragraph.text):
            sentence = match[0].strip()
            failing = _PROBLEM.search(sentence) is not None
            numbered = re.match(_NUMBERED, sentence)
            if _PROMISE.match(sentence) or str((report.year or 0) + 1) in sentence[:12]:
                promising = True
            elif failing and numbered and numbered[0].startswith(("（", "(")):
                promising = False
            titled = _TITLE.fullmatch(paragraph.text.rstrip("：:")) is not None
            if len(sentence) >= _LEAST and (promising or failing) and not titled:
                (promises if promising else problems).append(Paragraph(sentence, paragraph.at))
    return problems, promises


def _last_year(material: Material, report_id: str) -> Iterator[Basis]:
    """Last year's problems and promises by topic, and whether this year's text takes them up."""
    if material.earlier is None:
        return
    problems, promises = problems_and_promises(material.earlier)
    followed = _narrative(material.report) if material.report else None
    for kind, sentences in (("问题", problems), ("改进措施", promises)):
        for sentence in sentences[:8]:
            topic = topic_of(sentence.text)
            if topic is None:
                continue
            taken_up = followed is not None and any(w in followed for w in topic.words)
            evidence = Evidence(
                0,
                "passage",
                f"{material.year - 1}年报告提出的{kind}：“{sentence.text}”"
                + ("" if followed is None else _taken_up(taken_up)),
                report=report_id,
                agency=material.agency,
                year=material.year - 1,
                section=5,
                at=sentence.at,
            )
            weight = 0.3 if taken_up else 0.9
            clauses = _old_problem_clauses(topic.name, followed is not None and not taken_up)
            yield Basis(evidence, topic.id, weight if kind == "问题" else 0.2, clauses)


def _taken_up(taken_up: bool) -> str:
    return "（本年报告有相应内容）" if taken_up else "（本年报告没有相应内容）"


def _old_problem_clauses(name: str, unanswered: bool) -> tuple[str, ...]:
    if unanswered:
        return (
            f"上年报告已提出{name}方面的问题，整改效果还不明显",
            f"{name}方面的问题上年已经列出，本年仍在整改之中",
            f"上年列出的{name}问题尚未形成固定做法",
        )
    return (
        f"{name}方面的问题在上年报告中已经列出，还要接着改",
        f"上年报告提到的{name}问题仍需跟踪",
        f"{name}是上年报告列出的短板之一",
    )


def _narrative(report: Report) -> str:
    return "\n".join(s.text for s in report.sections if s.number != 5)


def _references(material: Material, library: Library, wanted: set[str]) -> Iterator[Basis]:
    """How peers put and tackled the same problems: shown with their source, weight 0."""
    from index.search import Filter

    book = topics()
    years = (material.year, material.year - 1)
    for topic in [t for t in book.values() if t.id in wanted][:5]:
        hits = library.search(" ".join(topic.words), Filter(years=years, sections=(5,)), k=3)
        for hit in hits:
            if hit.agency != material.agency:
                yield Basis(
                    Evidence(
                        0,
                        "passage",
                        f"同行参考（{topic.name}）：“{hit.text}”",
                        report=hit.report,
                        agency=hit.agency,
                        year=hit.year,
                        section=hit.section,
                        at=hit.at,
                    )
                )
                break


__all__ = ["find_body", "gather", "number", "problems_and_promises"]
