"""Faults inside the tables, across years and across bodies: T, Y, P."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from index.form_rows import result_rows
from index.formats import COLUMN_KEYS, DISPUTE_KINDS

from ..bodies import Body
from ..truth import Number, TrueReport, plain
from ..world import generate
from .mutation import Beside, Change, Fault, Mutation, added


def _off(report: TrueReport, key: str, by: int) -> TrueReport:
    """The cell printed `by` more than it is."""
    return report.with_printed({key: plain(report.cells[key] + by)})


def _app(row: str, column: str) -> str:
    return f"applications.{row}.{column}"


def t01(report: TrueReport, beside: Beside) -> Iterator[Change]:
    rows = [
        "new_received",
        "total",
        *(r.key for r in beside.rng.sample(result_rows(report.form), 2)),
    ]
    for row in rows:
        key = _app(row, beside.rng.choice(COLUMN_KEYS))
        yield _off(report, key, beside.rng.choice((1, 2, 7, 10))), "one cell raised", key


def t02(report: TrueReport, beside: Beside) -> Iterator[Change]:
    for row in ("new_received", "carried_over", "carried_forward", "total"):
        key = _app(row, beside.rng.choice(COLUMN_KEYS))
        yield _off(report, key, beside.rng.choice((1, 3, 9))), "one cell raised", key


def t03(report: TrueReport, beside: Beside) -> Iterator[Change]:
    for row in beside.rng.sample(result_rows(report.form), 3):
        key = _app(row.key, beside.rng.choice(COLUMN_KEYS))
        yield _off(report, key, beside.rng.choice((1, 4, 20))), "one cell raised", key
    key = _app("total", "natural_person")
    yield _off(report, key, 2), "a column's total raised", key


def t04(report: TrueReport, beside: Beside) -> Iterator[Change]:
    for kind in DISPUTE_KINDS:
        for result in ("upheld", "pending", "total"):
            key = f"disputes.{kind.key}.{result}"
            yield _off(report, key, beside.rng.choice((1, 2))), "one cell raised", key


def t05(report: TrueReport, beside: Beside) -> Iterator[Change]:
    if report.body.makes_regulations:
        return
    stem = "disclosure.regulations."
    one, all_ = ("issued", "in_force") if report.form != "2019" else ("made", "total_published")
    yield (
        report.with_printed({stem + all_: "3"}),
        "规章 without the power to make them",
        stem + all_,
    )
    yield report.with_printed({stem + one: "1", stem + all_: "1"}), "规章 issued", stem + one


def t06(report: TrueReport, beside: Beside) -> Iterator[Change]:
    rng = beside.rng
    busy = [r.key for r in result_rows(report.form) if report.cells[_app(r.key, "natural_person")]]
    if not busy:
        return
    row = rng.choice(busy)
    key = _app(row, "natural_person")
    yield _off(report, key, 10), "one cell raised", key
    one, other = _app(row, "natural_person"), _app(row, "legal_service")
    if report.cells[one] != report.cells[other]:
        swap = {one: report.printed[other], other: report.printed[one]}
        yield report.with_printed(swap), "two cells of a row swapped", one
    values = [report.printed[_app(row, c)] for c in COLUMN_KEYS[:-1]]
    shifted = dict(zip((_app(row, c) for c in COLUMN_KEYS[:-1]), ["0", *values[:-1]], strict=True))
    if values[-1] == "0":
        yield report.with_printed(shifted), "a row shifted by one column", one


# ---------------------------------------------------------------- across years


def y01(report: TrueReport, beside: Beside) -> Iterator[Mutation]:
    for column in ("natural_person", "enterprise") if beside.earlier else ():
        assert beside.earlier
        key, total = _app("carried_forward", column), _app("carried_forward", "total")
        earlier = _off(_off(beside.earlier, key, 3), total, 3)
        yield Mutation(report, "Y01", "last year carried more forward", key, earlier)


def y02(report: TrueReport, beside: Beside) -> Iterator[Mutation]:
    if beside.earlier and report.form == beside.earlier.form != "2019":
        for by in (1, 6):
            key = "disclosure.normative_documents.in_force"
            earlier = _off(beside.earlier, key, by)
            yield Mutation(report, "Y02", "last year had more in force", key, earlier)


def y03(report: TrueReport, beside: Beside) -> Iterator[Mutation]:
    key = "disclosure.licensing.decisions"
    for last, now in (("550", "9487"), ("12600", "830")) if beside.earlier else ():
        assert beside.earlier
        yield Mutation(
            report.with_printed({key: now}), "Y03", "an order of magnitude", key,
            beside.earlier.with_printed({key: last}),
        )  # fmt: skip


def y04(report: TrueReport, beside: Beside) -> Iterator[Mutation]:
    if beside.earlier:
        now, last = str(report.year), str(report.year - 1)
        ahead = str(report.year + 1)
        moved = tuple(
            replace(s, paragraphs=tuple(_moved(t, (now, ahead), (last, now)) for t in s.paragraphs))
            for s in beside.earlier.sections
        )
        yield Mutation(
            replace(report, sections=moved), "Y04", "last year's words", "", beside.earlier
        )


def _moved(text: str, to: tuple[str, str], years: tuple[str, str]) -> str:
    """Last year's text with each year one later."""
    return text.replace(years[1], to[1]).replace(years[0], to[0])


def y05(report: TrueReport, beside: Beside) -> Iterator[Change]:
    now, last, ahead = report.year, report.year - 1, report.year + 1
    for section, old, new in (
        (1, f"{now}年，", f"{last}年，"),
        (5, f"{ahead}年，", f"{now}年，"),
    ):
        part = report.section(section)
        if part and old in part.text:
            texts = tuple(t.replace(old, new, 1) for t in part.paragraphs)
            changed = report.with_section(replace(part, paragraphs=texts))
            yield changed, "a stale year", new
    yield (
        added(report, f"{last}年共召开公开工作推进会2次。"),
        "last year's figure as this year's",
        f"{last}年",
    )


def y06(report: TrueReport, beside: Beside) -> Iterator[Mutation]:
    five = beside.earlier.section(5) if beside.earlier else None
    if five and beside.earlier:
        years = (str(report.year - 1), str(report.year))
        texts = tuple(
            _moved(t, (str(report.year), str(report.year + 1)), years) for t in five.paragraphs
        )
        changed = report.with_section(replace(five, paragraphs=texts))
        yield Mutation(changed, "Y06", "last year's problems again", "part five", beside.earlier)


# ---------------------------------------------------------------- across bodies


def p01(report: TrueReport, beside: Beside) -> Iterator[Mutation]:
    for peer in [p for p in beside.peers if p.body != report.body][:2]:
        parts = tuple(
            replace(s, paragraphs=tuple(_as_own(t, peer, report) for t in s.paragraphs))
            for s in peer.sections
        )
        yield Mutation(
            replace(report, sections=parts),
            "P01",
            "another body's words",
            peer.agency,
            None,
            (peer,),
        )


def _as_own(text: str, peer: TrueReport, report: TrueReport) -> str:
    for old, new in (
        (peer.agency, report.agency),
        (peer.body.self_word(peer.year), report.body.self_word(report.year)),
        (str(peer.year + 1), str(report.year + 1)),
        (str(peer.year), str(report.year)),
    ):
        text = text.replace(old, new)
    return text


def p02(report: TrueReport, beside: Beside) -> Iterator[Change]:
    own = report.body.self_word(report.year)
    wrong = "我镇" if report.body.kind == "bureau" else "我局"
    if own in report.narrative:
        yield report.with_text(own, wrong), "another kind's word for itself", wrong
    yield added(report, f"{wrong}切实抓好公开任务落实。"), "another kind's word for itself", wrong
    other = f"{report.body.place}{'粮食和物资储备局' if report.body.kind != 'bureau' else '白塔镇人民政府'}"
    yield (
        added(report, f"{other}高度重视政务公开，多次专题研究。"),
        "another body as subject",
        other,
    )
    if report.body.kind not in ("government", "street"):
        yield added(report, "我办成立了公开工作领导小组。"), "two words for itself", "我办"


def p03(report: TrueReport, beside: Beside) -> Iterator[Mutation]:
    if report.body.kind == "government":
        children, parent = family(report, beside)
        for key in ("applications.new_received.total", "disclosure.licensing.decisions"):
            yield Mutation(
                _off(parent, key, 5), "P03", "not the sum of the children", key,
                children=children,
            )  # fmt: skip


def family(report: TrueReport, beside: Beside) -> tuple[tuple[TrueReport, ...], TrueReport]:
    """Three children and a parent whose cells are exactly their sums."""
    place = report.body.place
    seed = beside.rng.randrange(10**6)
    children = tuple(
        generate(
            seed,
            report.form,
            body=Body(f"{place}{name}", "department", "bureau", place, report.agency),
            year=report.year,
        )
        for name in ("水务局", "粮食局", "气象局")
    )
    return children, generate(
        seed, report.form, body=report.body, year=report.year, cells=summed(children)
    )


def summed(reports: tuple[TrueReport, ...]) -> Mapping[str, Number]:
    """Cell by cell sums of reports of one form."""
    sums = {k: sum(r.cells[k] for r in reports) for k in reports[0].cells}
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in sums.items()}


FAULTS: dict[str, Fault] = {
    "T01": t01, "T02": t02, "T03": t03, "T04": t04, "T05": t05, "T06": t06,
    "Y01": y01, "Y02": y02, "Y03": y03, "Y04": y04, "Y05": y05, "Y06": y06,
    "P01": p01, "P02": p02, "P03": p03,
}  # fmt: skip
