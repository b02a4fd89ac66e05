"""What a generated report truly says: its cells, how they are printed, its text, its claims.

`TrueReport` is the known truth that readers, rules, search and answers are measured against.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from index.formats import APPLICANTS, DISPUTE_KINDS, DISPUTE_RESULTS, FORMS, form_of_year
from index.report import Level

from .bodies import Body

Number = int | float


@dataclass(frozen=True, slots=True)
class TrueSection:
    """One part: the statutory number, the heading as printed ("" when lost), its paragraphs."""

    number: int
    heading: str
    paragraphs: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the narrative claims, with the sentence that claims it.

    `kind`: `problem`, `measure`, `matter` (an event or practice), `number` (a figure of the
    tables; `figures` maps cell keys to their values), `followup` (last year's problem mended).
    `topic` is the stable id in the bank; `ask` are questions that this passage answers and
    `paraphrase` (everyday speech) and `reworded` (an office's own other words) questions that share
    no four characters in a row with it.
    """

    kind: str
    topic: str
    section: int
    text: str
    figures: Mapping[str, Number] = field(default_factory=dict)
    ask: tuple[str, ...] = ()
    paraphrase: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrueReport:
    """One report with its whole truth; clean as generated (every rule of the book passes).

    `cells` holds every key of `form` with its true value, `printed` what the paper shows for it.
    `labels` overrides printed row labels by axis key, `lost_tables` names tables left out,
    `one_row_other` prints （六） as one row in a 2021 form (its key is `applications.other.*`).
    """

    body: Body
    agency: str
    year: int
    level: Level
    form: str
    title: str
    preamble: tuple[str, ...]
    sections: tuple[TrueSection, ...]
    cells: Mapping[str, Number]
    printed: Mapping[str, str]
    published: date | None = None
    facts: tuple[Fact, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    lost_tables: frozenset[str] = frozenset()
    one_row_other: bool = False

    def section(self, number: int) -> TrueSection | None:
        return next((s for s in self.sections if s.number == number), None)

    @property
    def narrative(self) -> str:
        return "\n".join((*self.preamble, *(s.text for s in self.sections)))

    def with_printed(self, changes: Mapping[str, str]) -> TrueReport:
        """The same truth with other text in some cells: what a mistyped report shows."""
        return replace(self, printed={**self.printed, **changes})

    def with_section(self, section: TrueSection) -> TrueReport:
        return replace(
            self,
            sections=tuple(section if s.number == section.number else s for s in self.sections),
        )

    def with_text(self, old: str, new: str) -> TrueReport:
        """The first occurrence of `old` in preamble or paragraphs replaced; ValueError if none."""
        for index, paragraph in enumerate(self.preamble):
            if old in paragraph:
                texts = list(self.preamble)
                texts[index] = paragraph.replace(old, new, 1)
                return replace(self, preamble=tuple(texts))
        for section in self.sections:
            for index, paragraph in enumerate(section.paragraphs):
                if old in paragraph:
                    texts = list(section.paragraphs)
                    texts[index] = paragraph.replace(old, new, 1)
                    return self.with_section(replace(section, paragraphs=tuple(texts)))
        raise ValueError(f"not in the report: {old}")


def plain(value: Number) -> str:
    """A value as a careful office prints it: whole numbers bare, money to at most 4 places."""
    return str(value) if isinstance(value, int) else f"{value:.4f}".rstrip("0").rstrip(".")


# ---------------------------------------------------------------- balanced cells

_HANDLED_WEIGHTS = {
    "granted": 34.0,
    "partially_granted": 9.0,
    "denied.state_secrets": 0.2,
    "denied.prohibited_by_law": 1.0,
    "denied.security_and_stability": 0.4,
    "denied.third_party_rights": 1.8,
    "denied.internal_affairs": 1.2,
    "denied.process_information": 1.2,
    "denied.enforcement_files": 1.6,
    "denied.administrative_query": 1.4,
    "unavailable.not_held": 26.0,
    "unavailable.must_be_created": 2.5,
    "unavailable.still_unclear": 1.0,
    "rejected.petition": 5.0,
    "rejected.repeated": 2.0,
    "rejected.publication": 0.3,
    "rejected.excessive": 0.8,
    "rejected.confirmation": 0.6,
    "other.not_corrected": 2.0,
    "other.fee_unpaid": 0.3,
    "other.other": 4.0,
    "other": 6.0,
}
_SHARES = (88.0, 6.0, 0.6, 1.2, 2.6, 1.6)
_COLUMNS = tuple(c.key for c in APPLICANTS[:-1])


def true_cells(
    body: Body, form: str, rng: random.Random, earlier: Mapping[str, Number] | None = None
) -> dict[str, Number]:
    """Cells of one body and year: T01–T04 hold, and the carry-overs from `earlier` where given."""
    cells: dict[str, Number] = dict.fromkeys(FORMS[form].keys(), 0)
    (_disclosure_2019 if form == "2019" else _disclosure_2021)(cells, body, rng, earlier or {})
    _applications(cells, body, form, rng, earlier or {})
    _disputes(cells, rng)
    return cells


def _count(rng: random.Random, mean: float) -> int:
    """A skewed whole number around `mean`, 0 quite often where the mean is small."""
    return int(rng.expovariate(1 / mean)) if mean > 0 else 0


def _next(rng: random.Random, before: Number | None, mean: float) -> int:
    """This year's count: near last year's where there was one, else drawn around `mean`."""
    if before is None or before < 20:
        return _count(rng, mean)
    return int(before * rng.uniform(0.7, 1.4))


def _disclosure_2021(
    cells: dict[str, Number], body: Body, rng: random.Random, earlier: Mapping[str, Number]
) -> None:
    rows = [("normative_documents", body.scale.documents, 40)]
    if body.makes_regulations:
        rows.append(("regulations", 2.0, 11))
    for row, mean, stock in rows:
        before = earlier.get(f"disclosure.{row}.in_force")
        in_force = int(before) if before is not None else _count(rng, mean * 4) + (mean > 1) * stock
        issued = _count(rng, mean)
        repealed = min(_count(rng, mean * 0.6), in_force)
        cells[f"disclosure.{row}.issued"] = issued
        cells[f"disclosure.{row}.repealed"] = repealed
        cells[f"disclosure.{row}.in_force"] = in_force + issued - repealed
    for row, mean in zip(
        ("licensing", "penalties", "compulsion"), body.scale.decisions, strict=True
    ):
        key = f"disclosure.{row}.decisions"
        cells[key] = _next(rng, earlier.get(key), mean)
    cells["disclosure.fees.amount"] = _money(rng, body.scale.fees)


def _money(rng: random.Random, mean: float) -> Number:
    if mean <= 0:
        return 0
    amount = round(rng.expovariate(1 / mean), rng.choice((0, 1, 2, 2, 4)))
    return int(amount) if amount == int(amount) else amount


def _disclosure_2019(
    cells: dict[str, Number], body: Body, rng: random.Random, earlier: Mapping[str, Number]
) -> None:
    for row, mean in (
        ("regulations", 2.0 if body.makes_regulations else 0.0),
        ("normative_documents", body.scale.documents),
    ):
        made = _count(rng, mean)
        published = max(made - (rng.random() < 0.1), 0)
        key = f"disclosure.{row}.total_published"
        before = int(earlier.get(key, _count(rng, mean * 5)))
        cells[f"disclosure.{row}.made"] = made
        cells[f"disclosure.{row}.published"] = published
        cells[key] = before + published
    scale = dict(
        zip(("licensing", "penalties", "compulsion"), body.scale.decisions, strict=True),
        other_services=body.scale.decisions[0] / 3,
        fees=body.scale.fees and 6.0,
    )
    for row, mean in scale.items():
        items = min(mean, 60) and _count(rng, min(mean, 60)) + 2
        before_items = earlier.get(f"disclosure.{row}.previous_items")
        if before_items is not None:
            items = int(before_items + earlier[f"disclosure.{row}.change"])
        cells[f"disclosure.{row}.previous_items"] = int(items)
        cells[f"disclosure.{row}.change"] = rng.choice((0, 0, 0, 1, 2, -1)) if items > 2 else 0
        key = f"disclosure.{row}.decisions"
        if key in cells:
            cells[key] = _next(rng, earlier.get(key), mean)
    if body.scale.fees:
        cells["disclosure.procurement.projects"] = projects = _count(rng, 12)
        cells["disclosure.procurement.amount"] = _money(rng, 40.0 * projects)


def _applications(
    cells: dict[str, Number],
    body: Body,
    form: str,
    rng: random.Random,
    earlier: Mapping[str, Number],
) -> None:
    rows = [
        key.split(".", 1)[1].rsplit(".", 1)[0] for key in cells if key.startswith("applications.")
    ]
    results = [r for r in dict.fromkeys(rows) if r in _HANDLED_WEIGHTS]
    habit = random.Random(body.name)  # what a body is asked, and how it answers, changes slowly
    likely = {r: w * habit.uniform(0.3, 1.8) for r, w in _HANDLED_WEIGHTS.items()}
    weights = [likely[r] * rng.uniform(0.7, 1.3) for r in results]
    shares = [s * habit.uniform(0.4, 1.6) * rng.uniform(0.7, 1.3) for s in _SHARES]
    total = _next(rng, earlier.get("applications.new_received.total"), body.scale.applications)
    received = _tally(rng, _COLUMNS, shares, total)
    for column in _COLUMNS:
        key = f"applications.{{}}.{column}".format
        over = int(earlier.get(key("carried_forward"), _first_carry(rng, received[column])))
        forward = min(_count(rng, received[column] * 0.05), received[column] + over)
        handled = _tally(rng, results, weights, received[column] + over - forward)
        cells[key("new_received")], cells[key("carried_over")] = received[column], over
        cells[key("carried_forward")] = forward
        cells[key("total")] = sum(handled.values())
        for row, count in handled.items():
            cells[key(row)] = count
    for row in dict.fromkeys(rows):
        cells[f"applications.{row}.total"] = sum(
            int(cells[f"applications.{row}.{c}"]) for c in _COLUMNS
        )


def _first_carry(rng: random.Random, received: int) -> int:
    return _count(rng, received * 0.05)


def _tally(
    rng: random.Random, names: Iterable[str], weights: Iterable[float], total: int
) -> dict[str, int]:
    """`total` things dropped on `names` by weight."""
    names = tuple(names)
    counts = dict.fromkeys(names, 0)
    for name in rng.choices(names, tuple(weights), k=total):
        counts[name] += 1
    return counts


def _disputes(cells: dict[str, Number], rng: random.Random) -> None:
    received = int(cells["applications.new_received.total"])
    for kind, share in zip(DISPUTE_KINDS, (0.08, 0.02, 0.02), strict=True):
        counts = _tally(
            rng,
            [r.key for r in DISPUTE_RESULTS[:-1]],
            (55, 10, 20, 15),
            _count(rng, received * share),
        )
        for result, count in counts.items():
            cells[f"disputes.{kind.key}.{result}"] = count
        cells[f"disputes.{kind.key}.total"] = sum(counts.values())


def form_for(year: int) -> str:
    """The name of the form that holds for `year` (from 2019)."""
    form = form_of_year(year)
    if form is None:
        raise ValueError(f"no statutory form in {year}")
    return form.name
