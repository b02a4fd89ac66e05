"""What a rule is, what it may say, and how rules are run over one report.

A rule is data: its id, title, severity, basis, the formats it holds for, how the rule book
describes it, and a check.  A check looks at the report and yields one `Verdict` an instance
(an equation, a heading, a sentence); it does not sort, format, store or catch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.checks.corpus import Corpus
from assistant.checks.traditional import as_printed, in_simplified
from index.formats import FORMS, form_of_year
from index.report import (
    NOWHERE,
    Finding,
    FormName,
    Outcome,
    Passage,
    Place,
    Problem,
    Report,
    Review,
    Severity,
)

WITHIN_TABLES = "表内各行、各列的勾稽关系"
WITHIN_REPORT = "同一报告前后一致"
WITH_YEAR_BEFORE = "与本机关上年年度报告衔接"
PLAIN_LANGUAGE = "通用语言文字规范"
FORMS_NOTICES = "；".join(form.notice for form in reversed(FORMS.values()))
"""The bases of rules that no official text states, and the notices that set the forms."""
STATUTORY: tuple[FormName, ...] = (*(f.name for f in FORMS.values()), "mixed")
ANY: tuple[FormName, ...] = (*STATUTORY, "earlier", "unknown")
WORST: tuple[Outcome, ...] = ("fail", "uncertain", "explained", "pass")


@dataclass(frozen=True, slots=True)
class Context:
    """What a report is checked beside; a rule that needs what is not here is not assessable.

    `earlier` is the same body's report of the year before; `peers` the other bodies' narratives;
    `bodies` the names of bodies known to the library; `disabled` the rules that the office has
    switched off, each with its reason; `children` the reports of the year by the bodies below,
    given only where the table of bodies says that they are complete.
    """

    earlier: Report | None = None
    peers: Corpus | None = None
    bodies: Sequence[str] = ()
    disabled: Mapping[str, str] = field(default_factory=dict)
    children: Sequence[Report] = ()
    copied_from_earlier: float = 0.6
    copied_from_peer: float = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one instance of a rule, and what a finding about it would say.

    `basis` is "" where the rule's own holds.  Text is in Chinese, for the office's staff.
    """

    outcome: Outcome
    message: str = ""
    section: int | None = None
    cells: tuple[str, ...] = ()
    expected: str = ""
    found: str = ""
    quote: str = ""
    at: Place = NOWHERE
    basis: str = ""
    suggestion: str = ""
    passages: tuple[Passage, ...] = ()


PASS = Verdict("pass")
NOT_ASSESSABLE = Verdict("not_assessable")
Check = Callable[[Report, Context], Iterable[Verdict]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the book; `what`, `good` and `bad` are its entry there, in Chinese.

    A rule that judges `by_letter` is never sure of what a scan prints.
    """

    id: str
    title: str
    severity: Severity
    basis: str
    what: str
    good: str
    bad: str
    check: Check
    formats: tuple[FormName, ...] = STATUTORY
    by_letter: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """The rules whose ids begin with one letter, in the order of the book; `title` in Chinese."""

    letter: str
    title: str
    rules: tuple[Rule, ...]


# ---------------------------------------------------------------- running


def run(report: Report, context: Context, rules: Mapping[str, Rule]) -> Review:
    """What `rules` say of `report`: findings in the order of the report, every rule assessed.

    A rule that crashes is our fault: it is named in `errors` as `rule_failed`, no finding.
    """
    found: list[tuple[tuple[float, ...], Finding]] = []
    assessed: dict[str, Outcome] = {}
    errors: list[Problem] = []
    read = in_simplified(report)
    for order, rule in enumerate(rules.values()):
        try:
            verdicts = _apply(rule, read, context)
            if read is not report:
                verdicts = [replace(v, quote=as_printed(v.quote, report)) for v in verdicts]
        except Exception as error:  # noqa: BLE001 - the one place where a rule's crash is met
            verdicts = []
            errors.append(_crash(rule, error))
        assessed[rule.id] = worst(v.outcome for v in verdicts)
        found += [(_order(f, order), f) for v in verdicts if (f := finding(rule, v, report.year))]
    found.sort(key=lambda pair: pair[0])
    return Review(report.source, report, tuple(f for _, f in found), assessed, tuple(errors))


def _apply(rule: Rule, report: Report, context: Context) -> list[Verdict]:
    if rule.id in context.disabled or report.format not in rule.formats:
        return []
    verdicts = rule.check(report, context)
    unsure = rule.by_letter and report.source.ocr
    return [
        replace(v, outcome="uncertain")
        if v.outcome == "fail" and (unsure or _is_unconfirmed(v, rule, report))
        else v
        for v in verdicts
    ]


def _is_unconfirmed(verdict: Verdict, rule: Rule, report: Report) -> bool:
    """Whether an error would rest on cells that nothing but one look at a picture tells."""
    return rule.severity == "error" and any(
        report.cell(key).how == "unconfirmed" for key in verdict.cells
    )


def _crash(rule: Rule, error: Exception) -> Problem:
    return Problem("rule_failed", f"规则 {rule.id} 运行出错（{type(error).__name__}: {error}）")


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of the outcomes; `not_assessable` where none could be judged."""
    seen = set(outcomes)
    return next((o for o in WORST if o in seen), "not_assessable")


def finding(rule: Rule, verdict: Verdict, year: int | None) -> Finding | None:
    """The finding that a verdict makes under its rule; None where there is nothing to say."""
    if verdict.outcome == "pass" or verdict.outcome == "not_assessable":
        return None
    return Finding(
        rule=rule.id,
        severity=_severity(rule.severity, verdict.outcome),
        outcome=verdict.outcome,
        title=rule.title,
        message=verdict.message,
        section=verdict.section,
        cells=verdict.cells,
        expected=verdict.expected,
        found=verdict.found,
        quote=verdict.quote,
        at=verdict.at,
        basis=basis_in(year, verdict.basis or rule.basis),
        suggestion=verdict.suggestion,
        passages=verdict.passages,
    )


def basis_in(year: int | None, basis: str) -> str:
    """A rule's basis without the notices of forms that were not the year's."""
    form = form_of_year(year) if year else None
    others = {f.notice for f in FORMS.values() if form and f is not form}
    named = [b for b in basis.split("；") if b not in others]
    return "；".join(named) or basis


def _severity(of_rule: Severity, outcome: Outcome) -> Severity:
    if outcome == "explained" or of_rule == "info":
        return "info"
    return "warning" if outcome == "uncertain" else of_rule


def _order(finding: Finding, rule: int) -> tuple[float, ...]:
    at = finding.at
    top = at.bbox[1] if at.bbox else 0.0
    return (finding.section or 0, at.page or 0, at.line or 0, top, rule)


# ---------------------------------------------------------------- what checks share


def judged(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """The verdicts, or one pass where a search that was made found nothing."""
    none = True
    for verdict in verdicts:
        none = False
        yield verdict
    if none:
        yield PASS
