"""Tables three and four counted from a register of applications, and held against the report's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.draft.case_register import Register, words, year_of
from index.form_rows import application_rows
from index.formats import COLUMN_KEYS, LATEST, Edition, form_of_year, full_label, labels
from index.report import Cell, Report, Source

_NEAR = 75
"""Least likeness (0–100) at which a value is taken for one of ours."""
_SHOWN = 5
_PARTS = {3: "applications.", 4: "disputes."}


@dataclass(frozen=True, slots=True)
class Counts:
    """What the register comes to: cells of tables three and four, and what was not understood.

    `understood` says how columns and values were taken; with anything in `unknown` (value, how
    often) the counts are not whole and fill nothing.
    """

    cells: Mapping[str, int]
    understood: tuple[tuple[str, str], ...]
    unknown: tuple[tuple[str, int], ...] = ()
    rows: int = 0

    @property
    def notices(self) -> tuple[str, ...]:
        taken = "、".join(f"{a}→{b}" for a, b in self.understood)
        said = [f"台账{self.rows}行，按以下对应统计：{taken}"]
        if self.unknown:
            named = "、".join(f"“{v}”{n}行" for v, n in self.unknown[:_SHOWN])
            said.append(f"台账里认不出的写法：{named}；请用 --map 写法=表中名称 指明，未据以填表")
        return tuple(said)


def counted(register: Register, year: int, given: Mapping[str, str] | None = None) -> Counts:
    """The register's rows as the cells of that year's form."""
    tally = _Tally(register, year, given or {})
    for row in register.rows:
        tally.add(row)
    columns = [(register.header[i], field) for field, i in register.columns.items()]
    return Counts(
        dict(tally.cells()),
        (*columns, *sorted(tally.taken.items())),
        tuple(tally.unknown.most_common()),
        len(register.rows),
    )


class _Tally:
    """Adds rows up; `taken` and `unknown` say how values were understood."""

    def __init__(self, register: Register, year: int, given: Mapping[str, str]) -> None:
        self.register, self.year, self.given = register, year, given
        self.counts: Counter[str] = Counter()
        self.taken: dict[str, str] = {}
        self.unknown: Counter[str] = Counter()
        self._known: dict[tuple[str, str], str | None] = {}

    def add(self, row: tuple[Any, ...]) -> None:
        who = self._named("applicants", self.register.value(row, "申请人类型"))
        received = year_of(self.register.value(row, "收到日期"))
        if received is None:
            self.unknown[str(self.register.value(row, "收到日期") or "（收到日期空白）")] += 1
            return
        answered = year_of(self.register.value(row, "答复日期"))
        if received > self.year or (answered is not None and answered < self.year):
            return
        if who is not None:
            self._application(row, who, received, answered)
        self._disputes(row)

    def _application(
        self, row: tuple[Any, ...], who: str, received: int, answered: int | None
    ) -> None:
        self.counts[f"{'new_received' if received == self.year else 'carried_over'}.{who}"] += 1
        raw = self.register.value(row, "办理结果")
        if not str(raw or "").strip() or self._is_open(raw) or (answered or 0) > self.year:
            self.counts[f"carried_forward.{who}"] += 1
        elif (result := self._named("results", raw)) is not None:
            self.counts[f"{result}.{who}"] += 1

    def _disputes(self, row: tuple[Any, ...]) -> None:
        reviewed = self._outcome(row, "复议结果")
        sued = self._outcome(row, "诉讼结果")
        if reviewed:
            self.counts[f"disputes.reconsideration.{reviewed}"] += 1
        if sued:
            kind = "suit_after_reconsideration" if reviewed else "direct_suit"
            self.counts[f"disputes.{kind}.{sued}"] += 1

    def _outcome(self, row: tuple[Any, ...], field: str) -> str | None:
        raw = str(self.register.value(row, field) or "").strip()
        return self._named("outcomes", raw) if raw.strip("无-—/") else None

    def _is_open(self, raw: Any) -> bool:
        return str(raw).strip() in words()["open"]["words"]

    def _named(self, group: str, raw: Any) -> str | None:
        """Our key for a value as printed; None, and kept as unknown, where nothing is near."""
        said = "".join(str(raw or "").split())
        if (group, said) not in self._known:
            self._known[group, said] = _nearest(group, self.given.get(said, said))
        key = self._known[group, said]
        if key is None:
            self.unknown[said or "（空白）"] += 1
        else:
            self.taken[said] = _name(group, key)
        return key

    def cells(self) -> Iterator[tuple[str, int]]:
        """Every cell of tables three and (where the register has its columns) four."""
        rows = [r.key for r in application_rows(_form(self.year))]
        results = [r for r in rows if r.split(".")[0] not in _NOT_RESULTS]
        for column in COLUMN_KEYS[:-1]:
            self.counts[f"total.{column}"] = sum(self.counts[f"{r}.{column}"] for r in results)
        for row in rows:
            each = [self.counts[f"{row}.{c}"] for c in COLUMN_KEYS[:-1]]
            for column, count in zip(COLUMN_KEYS, [*each, sum(each)], strict=True):
                yield f"applications.{row}.{column}", count
        fields = {"复议结果": ("reconsideration",), "诉讼结果": _SUITS}
        for field, kinds in fields.items():
            for kind in kinds if field in self.register.columns else ():
                yield from self._dispute_cells(f"disputes.{kind}")

    def _dispute_cells(self, key: str) -> Iterator[tuple[str, int]]:
        each = {k: self.counts[f"{key}.{k}"] for k in words()["outcomes"]}
        yield from ((f"{key}.{k}", n) for k, n in each.items())
        yield f"{key}.total", sum(each.values())


_NOT_RESULTS = ("new_received", "carried_over", "total", "carried_forward")
_SUITS = ("direct_suit", "suit_after_reconsideration")


def _form(year: int) -> Edition:
    form = form_of_year(year)
    return form.name if form else LATEST


@cache
def _names(group: str) -> Mapping[str, str]:
    """Every way to say a value of the group, with our key."""
    found = {name: key for key, usual in words()[group].items() for name in usual}
    if group == "results":
        for row in application_rows(LATEST):
            if row.key.split(".")[0] not in _NOT_RESULTS:
                own = full_label(row).split(" / ")[-1].lstrip("0123456789.")
                found.setdefault(own.split("（区分")[0].split("）")[-1] or own, row.key)
    return found


def _nearest(group: str, said: str) -> str | None:
    from rapidfuzz import fuzz, process

    names = _names(group)
    if said in names:
        return names[said]
    if not said:
        return None
    best = process.extractOne(said, list(names), scorer=fuzz.WRatio, score_cutoff=_NEAR)
    return names[best[0]] if best else None


def _name(group: str, key: str) -> str:
    return next(name for name, held in _names(group).items() if held == key)


# ---------------------------------------------------------------- against the report


def as_report(counts: Counts, agency: str, year: int) -> Report:
    """The year's tables three and four as the register has them; the rest is unread."""
    return Report(
        source=Source("", "", "text"),
        agency=agency,
        year=year,
        level="unknown",
        title="",
        format=_form(year),
        cells={k: Cell(n, str(n), "number") for k, n in counts.cells.items()},
    )


def differences(counts: Counts, report: Report) -> Iterator[tuple[int, str]]:
    """Where the report's tables say otherwise than the register: part and message, totals alone."""
    for key, count in counts.cells.items():
        value = report.cell(key).value
        part = next(p for p, head in _PARTS.items() if key.startswith(head))
        last = key.endswith(".total") or part == 4
        if last and value is not None and value != count:
            yield part, f"{labels()[key]}：台账{count}件，表中{value:g}件"
