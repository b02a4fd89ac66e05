"""What there is to mend: findings that one change of the tables explains are one thing, not several.

T06 names the change; the broken relations that it would mend, and what else wants the same value
in the same cell, belong to it.  So does what rests on a cell that is wrong (`disputed_cells`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from assistant.checks.place_names import cell_name
from assistant.checks.tables.t01_t04_equations import BLANKS
from assistant.review.compare_versions import identity
from assistant.review.disputed_cells import (
    HOLDING,
    Disputed,
    agreed,
    disputed,
    held,
    is_of_words,
    rest_on,
    stated,
)
from index.equations import equations
from index.formats import FORMS
from index.report import Decision, Finding

EXPLAINS = "T06"
"""The rule whose findings tell the cause of others."""
CAUSES = (EXPLAINS, *HOLDING)
"""Without findings of these rules each finding is a thing to mend of its own."""
_OF_A_CELL = ("F09", "F10")
"""Rules that say of single cells that they hold no number."""
_GRAVEST = ("error", "warning", "info")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ALTERNATIVE = "；或者"


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing to mend: its findings' places in the review, those they rest on first, and the
    finding that says it; `wrong` are the cells in doubt, the finding's others stood beside them.

    `cause` is the place of the finding that explains the others, None for a finding alone; the
    message of several lists those at the places `listed`, then says what follows: `inferred`.
    """

    parts: tuple[int, ...]
    finding: Finding
    wrong: frozenset[str]
    rules: tuple[str, ...]
    cause: int | None = None
    inferred: str = ""
    listed: tuple[int, ...] = ()

    @property
    def decided(self) -> tuple[int, ...]:
        """The parts that people decide: what explains them goes with them."""
        return tuple(i for i in self.parts if i != self.cause)


def mends(
    findings: Sequence[Finding], dismissed: Callable[[Finding], bool] = lambda _: False
) -> tuple[Mend, ...]:
    """The findings as things to mend, each where its first finding stands.

    What was dismissed is not put together with what was not.
    """
    off = [dismissed(f) for f in findings]
    made: list[Mend] = []
    taken: set[int] = set()
    for cause, told in enumerate(findings):
        if told.rule != EXPLAINS or off[cause]:
            continue
        explained = [i for i, f in enumerate(findings) if i not in taken and _explains(told, f)]
        if parts := [i for i in explained if not off[i]] or explained:
            left = [i for i in range(len(findings)) if not off[i] and i not in {*taken, *parts}]
            mend = _caused(findings, parts, cause, left)
            made.append(mend)
            taken |= {*mend.parts}
    left = [i for i in range(len(findings)) if not off[i] and i not in taken]
    for cell in disputed(findings, left):
        made.append(_of_cell(findings, cell))
        taken |= {*cell.parts}
    made += [_alone(f, i) for i, f in enumerate(findings) if i not in taken]
    return tuple(sorted(made, key=lambda m: m.parts[0]))


def decided(
    findings: Sequence[Finding], kept: Mapping[tuple[str, str], Decision]
) -> list[tuple[Mend, Decision | None]]:
    """Things to mend with what was decided of them: the last decision, None while a part waits.

    `kept` are decisions by rule and place.
    """

    def of(finding: Finding) -> Decision | None:
        return kept.get(identity(finding))

    found = mends(findings, lambda f: (d := of(f)) is not None and d.verdict == "dismissed")
    said = ([of(findings[i]) for i in m.decided] for m in found)
    return [
        (m, None if None in parts else max(filter(None, parts), key=lambda d: d.when))
        for m, parts in zip(found, said, strict=True)
    ]


def with_causes(stands: Sequence[Finding], others: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings, then those among `others` that explain some of them."""
    whole = (*stands, *(f for f in others if f.rule == EXPLAINS and f not in stands))
    causes = [m.cause for m in mends(whole) if m.cause is not None]
    return (*stands, *(whole[c] for c in causes if c >= len(stands)))


def to_mend(stands: Sequence[Finding], others: Sequence[Finding] = ()) -> tuple[Finding, ...]:
    """What findings are as things to mend, with what explains them among `others`; no hints."""
    found = mends(with_causes(stands, others))
    return tuple(m.finding for m in found if m.finding.severity != "info")


def _alone(finding: Finding, place: int) -> Mend:
    return Mend((place,), finding, frozenset(_wrong(finding)), (finding.rule,))


def _wrong(finding: Finding) -> tuple[str, ...]:
    """Of an unbalanced relation the total that is printed, of words none, else every cell."""
    if finding.quote:
        return ()
    balanced = finding.outcome == "fail" and _relation(finding)
    return finding.cells[:1] if balanced else finding.cells


# ---------------------------------------------------------------- what explains what


def _explains(cause: Finding, finding: Finding) -> bool:
    if finding.rule == EXPLAINS or finding.outcome == "explained" or not finding.cells:
        return False
    return bool(_relation(finding) & {*cause.cells}) or _wants_the_same(cause, finding)


def _wants_the_same(cause: Finding, finding: Finding) -> bool:
    """Whether it asks for the value that the cause gives, or any, in the one cell of both."""
    said = {
        number for text in (finding.expected, finding.found) for number in _NUMBER.findall(text)
    }
    asked = cause.expected in said or finding.rule in _OF_A_CELL
    return bool(cause.expected) and finding.cells == cause.cells and asked


def _says_the_same(cause: Finding, words: Finding) -> bool:
    """Whether words would be true with the cell changed, be it that they say there is none."""
    return _wants_the_same(cause, words) or stated(words, cause.found) == cause.expected


def _relation(finding: Finding) -> frozenset[str]:
    """The cells of the relation that a finding says is broken; empty where it says none."""
    return frozenset().union(
        *(
            cells
            for rule, cells in _relations()
            if rule == finding.rule and cells.issuperset(finding.cells)
        )
    )


@cache
def _relations() -> tuple[tuple[str, frozenset[str]], ...]:
    both = product(FORMS, (False, True))
    found = (e for form, one_row in both for e in equations(form, one_row_other=one_row))
    return tuple({(e.rule, frozenset((*e.left, *e.right))): None for e in found})


# ---------------------------------------------------------------- saying it


def _caused(findings: Sequence[Finding], parts: list[int], cause: int, left: list[int]) -> Mend:
    """What a change explains, with what rests on the one cell that would be changed."""
    told = findings[cause]
    cells = dict.fromkeys(filter(None, (held(findings[i]) for i in parts)))
    cell = told.cells[0] if told.expected else next(iter(cells), "")
    resting = rest_on(findings, cell, left, parts) if told.expected or len(cells) == 1 else []
    if not resting or told.expected:
        return _together(findings, sorted((*parts, *resting)), cause)
    whole = tuple(sorted((*parts, *resting)))
    value = agreed([findings[i] for i in whole], cell)
    return _of_cell(findings, Disputed(cell, whole, value), cause)


def _of_cell(findings: Sequence[Finding], about: Disputed, cause: int | None = None) -> Mend:
    """The findings about one cell: its value where they agree, else that they do not."""
    others = [findings[i] for i in about.parts]
    holding = next(f for f in others if held(f) == about.cell)
    inferred = _should_be(about.cell, about.value) if about.value else _unlike(others)
    finding = replace(
        holding,
        severity=min((f.severity for f in others), key=_GRAVEST.index),
        title=f"一格有误，{len(others)} 处不符" if about.value else f"{len(others)} 处不一致",
        message=f"{_listed(others)}。{inferred}",
        cells=tuple(dict.fromkeys((about.cell, *(key for f in others for key in f.cells)))),
        expected=about.value,
        suggestion="",
        basis=_bases(others),
        passages=tuple(p for f in others for p in f.passages),
    )
    extra = () if cause is None else (cause,)
    rules = tuple(dict.fromkeys(findings[i].rule for i in (*about.parts, *extra)))
    wrong = frozenset({about.cell})
    return Mend((*about.parts, *extra), finding, wrong, rules, cause, inferred, about.parts)


def _should_be(cell: str, value: str) -> str:
    return f"经核算，{cell_name(cell)}似应为 {value}，请核实更正"


def _unlike(others: Sequence[Finding]) -> str:
    what = "文、表不一致" if any(map(is_of_words, others)) else "以上各数不一致"
    return f"{what}，请核实后统一"


def _bases(others: Sequence[Finding]) -> str:
    return "；".join(dict.fromkeys(b for f in others for b in f.basis.split("；")))


def _together(findings: Sequence[Finding], parts: Sequence[int], cause: int) -> Mend:
    told, others = findings[cause], [findings[i] for i in parts]
    listed = tuple(i for i in parts if findings[i].rule not in _OF_A_CELL) or tuple(parts)
    said_of = [findings[i] for i in listed]
    gravest = min(others, key=lambda f: (_GRAVEST.index(f.severity), not _relation(f)))
    inferred = _inferred(told, said_of)
    way = _certain if told.expected else _uncertain
    said = way(told, said_of, gravest)
    finding = replace(
        said,
        outcome="fail" if any(f.outcome == "fail" for f in others) else "uncertain",
        message=f"{_listed(said_of)}。{inferred}" if inferred else said.message,
        cells=tuple(dict.fromkeys(key for f in (told, *others) for key in f.cells)),
        basis=_bases(others),
        passages=tuple(p for f in others for p in f.passages),
    )
    known = told.expected or _ALTERNATIVE not in told.suggestion
    wrong = frozenset(told.cells if known else _wrong(gravest))
    rules = tuple(dict.fromkeys(f.rule for f in (*others, told)))
    return Mend((*parts, cause), finding, wrong, rules, cause, inferred, listed)


def _inferred(told: Finding, others: Sequence[Finding]) -> str:
    """What follows from the facts, which are said before it; "" where nothing more does."""
    if told.expected:
        cell = told.cells[0]
        said = _should_be(cell, told.expected)
        unlike = [f for f in others if is_of_words(f) and not _says_the_same(told, f)]
        return f"{said}；{_unlike(unlike)}" if unlike else said
    return f"改动其中一处，以上 {len(others)} 处即可相符" if others[1:] else ""


def _certain(told: Finding, others: Sequence[Finding], gravest: Finding) -> Finding:
    """The one cell with the value that it should have, and what does not fit because of it."""
    return replace(
        gravest,
        title=f"一格有误，{len(others)} 处不符" if others[1:] else gravest.title,
        section=told.section,
        expected=told.expected,
        found=told.found or "空白",
        quote="",
        at=told.at,
        suggestion="",
    )


def _uncertain(told: Finding, others: Sequence[Finding], gravest: Finding) -> Finding:
    """What does not fit, and the changes of which one would do."""
    if not others[1:]:
        return gravest
    return replace(
        gravest,
        title=f"{len(others)} 处不符，一处改动即可",
        expected="",
        found="",
        quote="",
        suggestion=told.suggestion,
    )


def _listed(others: Sequence[Finding]) -> str:
    said = [short_of(f) for f in others]
    return said[0] if not said[1:] else "；".join(f"（{n}）{s}" for n, s in enumerate(said, 1))


def short_of(finding: Finding) -> str:
    """A message without what its mend says already: how blanks might be filled, the basis."""
    return without_basis(finding).partition(BLANKS)[0]


def without_basis(finding: Finding) -> str:
    """A message without the basis at its end, which the finding has beside it."""
    ends = (f"（{basis}）" for basis in (finding.basis, *finding.basis.split("；")))
    return finding.message.removesuffix(next(filter(finding.message.endswith, ends), ""))
