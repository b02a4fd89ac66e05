"""Answers measured against a generated county: figures, passages, what is not there, what is open.

`nianbao evaluate ask [--questions FILE…] [--embedder NAME] [--draws N] [--show N]`, with a model
by `--model-url` and `--model`.  Questions are templates (`tests/questions/*.yaml`) filled with the
county's bodies and years; what is right is computed from the reports' truth, not from the library.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.ask.answer import Answer, Turn
from assistant.ask.asking import answer
from assistant.model import Model, ModelSettings, open_model
from index.library.library import Library
from index.report import UsageError
from tests.evaluation import asked_set
from tests.generator.bridge import as_report
from tests.generator.truth import TrueReport
from tests.generator.world import World, county_bodies, each, world

BODIES, YEARS, SEED = 31, range(2019, 2025), 7
_QUESTIONS = Path(__file__).resolve().parents[1] / "questions"
NEEDED = {"figures": 0.98, "both": 0.95, "passages": 0.95, "none": 1.0, "clarify": 1.0}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in one phrasing, what kind of answer it must get, and a test of the answer.

    The test gives "" for right, else what is wrong with it.  `before` is the question that a
    follow-up follows.
    """

    id: str
    group: str
    question: str
    wrong: Callable[[Answer], str]
    before: str = ""


@dataclass
class Score:
    """How many of each group were right, the wrong figures given as right, and the times."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    false_figures: int = 0
    unverified: int = 0
    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def share(self, group: str) -> float:
        return self.right[group] / self.asked[group] if self.asked[group] else 1.0

    @property
    def holds(self) -> bool:
        return not self.false_figures and all(self.share(g) >= n for g, n in NEEDED.items())


# ---------------------------------------------------------------- the truth


def _value(report: TrueReport, case: Mapping[str, Any]) -> float | None:
    """The case's number of a report: its cells summed, or their share of `over`, from the truth."""
    keys = case.get("cells_2019", case["cells"]) if report.form == "2019" else case["cells"]
    if any(k not in report.cells for k in keys):
        return None
    total = sum(report.cells[k] for k in keys)
    if "over" not in case:
        return total
    whole = sum(report.cells[k] for k in case["over"])
    scale = 1 if case["ask"] == "times" else 100
    return round(scale * total / whole, 2) if whole else None


@dataclass(frozen=True, slots=True)
class Draw:
    """The bodies and years that a case was drawn for, with the words that fill its slots."""

    slots: Mapping[str, str]
    bodies: tuple[str, ...]
    years: tuple[int, ...]
    group: tuple[str, ...] = ()


def _expected(case: Mapping[str, Any], draw: Draw, truth: World) -> dict[tuple[str, int], float]:
    pairs = [(b, y) for b in (draw.group or draw.bodies) for y in draw.years]
    found = {}
    for body, year in pairs:
        report = truth.report(body, year)
        value = _value(report, case) if report else None
        if report and value is not None:
            found[report.agency, year] = value
    return found


_OF_EACH = ("value", "each", "share", "times", "growth", "compare", "difference", "trend")
"""What is asked of each body and year by itself: not answerable where a report is missing."""


def _judge(case: Mapping[str, Any], draw: Draw, truth: World) -> Callable[[Answer], str] | None:
    """The test of an answer to a drawn case; None where the truth itself has no answer."""
    values = _expected(case, draw, truth)
    operation = case["ask"]
    one = operation in _OF_EACH
    needed = 1 if operation == "trend" else len(draw.bodies) * len(draw.years)
    if not values or (one and len(values) < needed):
        return None
    if operation in ("times", "growth") and "over" not in case and not _sides(draw, values)[0]:
        return None
    return lambda a: _figures_wrong(a, operation, case, draw, values, truth)


def _figures_wrong(
    a: Answer,
    operation: str,
    case: Mapping[str, Any],
    draw: Draw,
    values: Mapping[tuple[str, int], float],
    truth: World,
) -> str:
    if a.kind != "figures":
        return f"答成 {a.kind}"
    single = len(case["cells"]) == 1 and "over" not in case
    got = _amounts(a, case, single, truth)
    derived = [d.value for d in a.derived]
    match operation:
        case "value" | "compare" | "trend":
            return "" if _same(got, values) else f"得 {got}，应为 {values}"
        case "share":
            return _in(derived, next(iter(values.values())))
        case "sum":
            return _in(derived, sum(values.values()))
        case "average":
            return _in(derived, round(sum(values.values()) / len(values), 2))
        case "each":
            return _each_wrong(a, case, values, truth)
        case "times" if "over" in case:
            return _in(derived, next(iter(values.values())))
        case "times" | "growth":
            before, after = _sides(draw, values)
            scaled = after / before if operation == "times" else 100 * (after - before) / before
            return _in([abs(d) for d in derived], abs(round(scaled, 2)))
        case "difference":
            first, second = _sides(draw, values)
            return _in([abs(d) for d in derived], abs(first - second))
        case "share_of_group":
            own = values.get((draw.bodies[0], draw.years[0]))
            total = sum(values.values())
            return "" if own is None or not total else _in(derived, round(100 * own / total, 2))
        case "max" | "min":
            best = (max if operation == "max" else min)(values.values())
            return _sets(got, {k for k, v in values.items() if v == best})
        case "gap":
            return _in([abs(d) for d in derived], max(values.values()) - min(values.values()))
        case "growth_max" | "growth_pct" | "fall_max":
            expected = _grown(operation, draw, values, truth)
            named = {f.agency for f in a.figures}
            return (
                "" if named == expected else f"得 {sorted(named)[:4]}，应为 {sorted(expected)[:4]}"
            )
        case "list" if "also" in case:
            other = _expected({**case, "cells": case["also"]["cells"]}, draw, truth)
            both = {
                k[0]
                for k, v in values.items()
                if _meets(v, case["condition"]) and _meets(other[k], case["also"]["condition"])
            }
            named = {f.agency for f in a.figures}
            return "" if named == both else f"得 {sorted(named)[:4]}，应为 {sorted(both)[:4]}"
        case "list":
            return _sets(got, {k for k, v in values.items() if _meets(v, case["condition"])})
        case "count":
            return _in(derived, sum(_meets(v, case["condition"]) for v in values.values()))
    return _order_wrong(a, got, values, case.get("top"), ascending=operation == "bottom")


def _amounts(
    a: Answer, case: Mapping[str, Any], single: bool, truth: World
) -> dict[tuple[str, int], float]:
    """The answer's number of each body and year: a cell, or what was derived from several.

    A cell goes by its report's name of the body, what is derived by the latest one.
    """
    latest = {r.agency: r.body.name for r in truth}
    if single:
        return {
            (f.agency, f.year): f.value
            for f in a.figures
            if f.cell in (*case["cells"], *case.get("cells_2019", ())) and f.value is not None
        }
    return {
        (f.agency, f.year): d.value
        for f in a.figures
        for d in a.derived
        if d.label.startswith((f"{f.agency}{f.year}年", f"{latest.get(f.agency)}{f.year}年"))
        and "比" not in d.label.split("年", 1)[1][:30]
    } or {
        (f.agency, f.year): f.value
        for f in a.figures
        if f.value is not None and len({g.cell for g in a.figures}) == 1
    }


def _each_wrong(
    a: Answer, case: Mapping[str, Any], values: Mapping[tuple[str, int], float], truth: World
) -> str:
    """Every cell asked for stands in the answer by itself, and no other cell."""
    got = {(f.agency, f.year, f.cell): f.value for f in a.figures}
    held = {(r.agency, r.year): r for r in truth}
    due = {(n, y, c): held[n, y].cells[c] for n, y in values for c in case["cells"]}
    return "" if got == due else f"得 {list(got.values())[:6]}，应为 {list(due.values())[:6]}"


def _same(got: Mapping[Any, float], values: Mapping[Any, float]) -> bool:
    return set(got) == set(values) and all(abs(got[k] - v) < 0.01 for k, v in values.items())


def _in(derived: Sequence[float], value: float) -> str:
    return "" if any(abs(d - value) < 0.006 for d in derived) else f"得 {derived[:4]}，应有 {value}"


def _sets(got: Mapping[Any, float], expected: set[Any]) -> str:
    return "" if set(got) == expected else f"得 {sorted(got)[:4]}，应为 {sorted(expected)[:4]}"


def _grown(
    operation: str, draw: Draw, values: Mapping[tuple[str, int], float], truth: World
) -> set[str]:
    """The bodies that grew or fell most from one year to the next, by their names of both years."""
    grown: dict[frozenset[str], float] = {}
    for body in draw.group or draw.bodies:
        reports = [truth.report(body, y) for y in (draw.years[0], draw.years[-1])]
        names = [(r.agency, r.year) for r in reports if r and (r.agency, r.year) in values]
        if len(names) < 2 or (operation == "growth_pct" and not values[names[0]]):
            continue
        before, after = (values[n] for n in names)
        change = (after - before) / before if operation == "growth_pct" else after - before
        grown[frozenset(n for n, _ in names)] = change
    best = (min if operation == "fall_max" else max)(grown.values(), default=0)
    return {n for names, g in grown.items() if abs(g - best) < 1e-9 for n in names}


def _both_wrong(a: Answer, case: Mapping[str, Any], draw: Draw, truth: World) -> str:
    """A figure that is right, and words of the same report beside it."""
    if a.kind != "both":
        return f"答成 {a.kind}"
    values = _expected(case, draw, truth)
    got = _amounts(a, case, len(case["cells"]) == 1, truth)
    cited = {(c.agency, c.year) for c in a.citations}
    return "" if _same(got, values) and cited == set(values) else f"得 {got} {cited}，应为 {values}"


def _meets(value: float, condition: Sequence[float | None]) -> bool:
    low, high = condition
    return (low is None or value >= low) and (high is None or value <= high)


def _sides(draw: Draw, values: Mapping[tuple[str, int], float]) -> tuple[float, float]:
    return tuple(values.values())[0], tuple(values.values())[-1]


def _order_wrong(
    a: Answer,
    got: Mapping[Any, float],
    values: Mapping[Any, float],
    top: int | None,
    ascending: bool,
) -> str:
    order = sorted(values.values(), reverse=not ascending)
    last = order[min(top or len(order), len(order)) - 1]
    cut = [v for v in order if (v <= last if ascending else v >= last)]
    given = [values.get(k, -1) for k in dict.fromkeys((f.agency, f.year) for f in a.figures)]
    return "" if given == cut else f"次序 {given[:6]}，应为 {cut[:6]}"


# ---------------------------------------------------------------- drawing


class Drawer:
    """Draws bodies and years for the cases, and the names that clerks would call them by."""

    def __init__(self, truth: World, abbreviations: Mapping[str, Sequence[str]], seed: int) -> None:
        self.truth = truth
        self.abbreviations = abbreviations
        self.random = random.Random(seed)
        self.county = truth.bodies[0].place

    def draw(self, case: Mapping[str, Any]) -> Draw:
        years = self._years(case.get("years", "one"))
        group = self._group(case.get("bodies", "one"))
        number = 2 if case.get("bodies") == "two" else 1
        pool = group or [b.name for b in self.truth.bodies[1:]]
        bodies = self.random.sample(pool, number)
        latest = case.get("years") in ("recent", "all")
        named = [self._called(b, years[-1] if not latest else YEARS[-1]) for b in bodies]
        slots = {
            "a": named[0],
            "b": named[-1],
            "y": str(years[0]),
            "z": str(years[-1]),
            "p": self.county,
            "absent": self.random.choice(_ABSENT),
            "s": self._spoken(bodies[0], years[-1]),
            "t": self._spoken(bodies[-1], years[-1]),
        }
        slots |= {f"{k}s": slots[k][2:] for k in "yz"}
        slots |= {f"{k}c": slots[k].translate(_CHINESE_DIGITS) for k in "yz"}
        if case.get("only") == "last":
            bodies, years = bodies[-1:], years[-1:]
        return Draw(slots, tuple(bodies), self._meant(case, years), tuple(group))

    def _meant(self, case: Mapping[str, Any], years: Sequence[int]) -> tuple[int, ...]:
        whole = case.get("years") in ("range", "recent", "all")
        return tuple(range(years[0], years[-1] + 1)) if whole else tuple(dict.fromkeys(years))

    def _years(self, kind: str) -> tuple[int, ...]:
        r = self.random
        match kind:
            case "new":
                return (r.choice([y for y in YEARS if y >= 2021]),)
            case "old":
                return (r.choice([y for y in YEARS if y < 2021]),)
            case "two":
                return tuple(sorted(r.sample(list(YEARS), 2)))
            case "pair":
                year = r.choice(list(YEARS)[1:])
                return (year - 1, year)
            case "range":
                first = r.choice(list(YEARS)[:-2])
                return (first, first + 2)
            case "latest":
                return (YEARS[-1],)
            case "recent":
                return (YEARS[-3], YEARS[-1])
            case "all":
                return (YEARS[0], YEARS[-1])
        return (r.choice(list(YEARS)),)

    def _group(self, kind: str) -> list[str]:
        bodies = self.truth.bodies
        match kind:
            case "towns":
                return [b.name for b in bodies if b.level == "township" and "街道" not in b.name]
            case "streets":
                return [b.name for b in bodies if "街道" in b.name]
            case "townships":
                return [b.name for b in bodies if b.level == "township" or "街道" in b.name]
            case "departments":
                return [b.name for b in bodies if b.level == "department" and "街道" not in b.name]
            case "all":
                return [b.name for b in bodies]
        return []

    def _called(self, name: str, year: int) -> str:
        """The full name of that year, or a shorter way to say it."""
        body = next(b for b in self.truth.bodies if b.name == name)
        full = body.name_in(year)
        rest = full.removeprefix(self.county)
        ways = [full, rest]
        if rest.endswith("人民政府") and len(rest) > 4:
            ways += [rest.removesuffix("人民政府"), full.removesuffix("人民政府")]
        if rest.endswith("街道办事处"):
            ways = [full, rest.removeprefix("人民政府").removesuffix("办事处")]
        for short in self.abbreviations.get(rest, ()):
            ways += [short, f"县{short}", f"{self.county}{short}"]
        return self.random.choice(ways)

    def _spoken(self, name: str, year: int) -> str:
        """The one name that people say: 青石镇政府, 滨河街道, 县住建局."""
        body = next(b for b in self.truth.bodies if b.name == name)
        rest = body.name_in(year).removeprefix(self.county).removeprefix("人民政府")
        if body.level == "department" and "街道" not in rest:
            return self.county[-1] + next(iter(self.abbreviations.get(rest, ())), rest)
        return rest.replace("人民政府", "政府").removesuffix("办事处")


_CHINESE_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_ABSENT = ("东湖镇", "白云区教育局", "沙河市人民政府", "气象局", "红旗街道办事处", "县烟草专卖局")


# ---------------------------------------------------------------- the questions


def _cases(paths: Sequence[Path]) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
    import yaml

    cases: list[dict[str, Any]] = []
    abbreviations: dict[str, list[str]] = {}
    for path in paths:
        content = yaml.safe_load(path.read_text("utf-8"))
        cases += content["cases"]
        abbreviations |= content.get("abbreviations", {})
    return cases, abbreviations


def questions(truth: World, paths: Sequence[Path], draws: int) -> Iterator[Asked]:
    """Every case drawn `draws` times and asked in every phrasing, then the reports' own facts."""
    cases, abbreviations = _cases(paths)
    drawer = Drawer(truth, abbreviations, SEED)
    for case in cases:
        for number in range(draws):
            drawn = drawer.draw(case)
            wrong = _test(case, drawn, truth)
            if wrong is None:
                continue
            for phrasing in case["phrasings"]:
                group = case.get("kind", "figures")
                before = case.get("after", "").format(**drawn.slots)
                asked = phrasing.format(**drawn.slots)
                yield Asked(f"{case['id']}/{number}", group, asked, wrong, before)


def _test(case: Mapping[str, Any], drawn: Draw, truth: World) -> Callable[[Answer], str] | None:
    kind = case.get("kind", "figures")
    if kind == "figures":
        return _judge(case, drawn, truth)
    if kind == "passages":
        return _telling(case["topics"], truth)
    if kind == "both":
        held = _expected(case, drawn, truth)
        return (lambda a: _both_wrong(a, case, drawn, truth)) if held else None
    return lambda a: "" if a.kind == kind else f"答成 {a.kind}：{a.text[:60]}"


def told(truth: World, paraphrased: bool = False) -> Iterator[Asked]:
    """The questions that the reports' own problems and events answer, each once."""
    seen: set[str] = set()
    for report in truth:
        for fact in report.facts:
            for question in fact.paraphrase if paraphrased else fact.ask:
                if question not in seen:
                    seen.add(question)
                    group = "paraphrases" if paraphrased else "passages"
                    yield Asked(fact.topic, group, question, _telling([fact.topic], truth))


def _telling(topics: Sequence[str], truth: World) -> Callable[[Answer], str]:
    return lambda a: _quote_wrong(a, topics, truth)


def _quote_wrong(a: Answer, topics: Sequence[str], truth: World) -> str:
    """Whether a quotation is of a report, and from a sentence, that tells one of `topics`."""
    if a.kind not in ("passages", "both"):
        return f"答成 {a.kind}"
    telling = {(r.agency, r.year): [f.text for f in r.facts if f.topic in topics] for r in truth}
    for c in a.citations[:10]:
        sentences = telling.get((c.agency, c.year or 0), [])
        if any(_overlap(s, c.quote) for s in sentences):
            return ""
    return f"引文不对：{a.citations[0].quote[:50] if a.citations else '无'}"


def _overlap(fact: str, quote: str) -> bool:
    return any(fact[i : i + 8] in quote for i in range(max(1, len(fact) - 8)))


# ---------------------------------------------------------------- running


def run(library: Library, asked: Sequence[Asked], model: Model | None = None) -> Score:
    score = Score()
    for question in asked:
        history = _conversation(question.before, library)
        start = time.perf_counter()
        got = answer(question.question, library, history=history, model=model)
        score.seconds.append(time.perf_counter() - start)
        score.asked[question.group] += 1
        score.unverified += _left_standing(got)
        wrong = question.wrong(got) or _uncited(got, library)
        if not wrong:
            score.right[question.group] += 1
            continue
        if got.kind in ("figures", "both"):
            score.false_figures += 1
        score.failures.append(
            f"[{question.group}] {question.id} {question.question} → {wrong} "
            f"（{got.asked.measure} {got.asked.operation} {got.asked.years}）"
        )
    return score


def _conversation(before: str, library: Library) -> tuple[Turn, ...]:
    return (Turn(before, answer(before, library)),) if before else ()


def _left_standing(got: Answer) -> int:
    """Numbers of a model's answer that were neither borne out nor struck."""
    return sum(f"~~{n}~~" not in got.text for n in got.unverified_numbers)


def _uncited(got: Answer, library: Library) -> str:
    """Whether a citation's words are missing from the part that it names."""
    for c in got.citations[:3]:
        part = library.report(c.report).section(c.section or 0)
        if part is not None and c.quote not in part.text:
            return f"引文不在原文：{c.quote[:40]}"
    return ""


def shelve(home: Path, embedder: str, truth: World) -> Library:
    """The county's reports in a library; one that is already in `home` is taken as it is."""
    library = Library.open(home, embedder=embedder)
    if not library.reports():
        with library.batch():
            for report in truth:
                read = as_report(report)
                library.add(read, read.source.sha256.encode(), filename=read.source.path)
    return library


_SYLLABLES = "东南西北长安平和兴永福丰金玉石青白红云雨松柏竹梅兰荷龙凤"


def multiply(library: Library, reports: int) -> None:
    """Copies of the county under other names, straight into SQL, up to about `reports` reports.

    For times alone: the copies have the same cells and text, and no originals or vectors.
    """
    import sqlalchemy as sa

    held = len(library.reports())
    with library._stores.engine.begin() as connection:  # noqa: SLF001 - facts put in directly
        columns = {table: list(sa.inspect(connection).get_columns(table)) for table in _COPIED}
        names = {t: [c["name"] for c in cs] for t, cs in columns.items()}
        for copy in range(1, reports // held):
            place = _SYLLABLES[copy % 28] + _SYLLABLES[copy // 28 % 28] + "县"
            for table, own in names.items():
                connection.execute(sa.text(_copied(table, own, copy, place)))
        connection.execute(
            sa.text("UPDATE facts SET value = value || 'x' WHERE name = 'generation'")
        )


_COPIED = (
    *("bodies", "aliases", "reports", "cells", "sections", "chunks"),
    *("items", "counts", "sentences"),
)
"""The tables that a report of the county stands in, those that others point to first."""


def _copied(table: str, columns: Sequence[str], copy: int, place: str) -> str:
    """The statement that copies a table's rows of the first county for another."""
    shift = 1_000_000 * copy
    changed = {
        "name": f"replace(name, '临溪县', '{place}')",
        "agency": f"replace(agency, '临溪县', '{place}')",
        "place": f"replace(place, '临溪县', '{place}')",
        "parent_id": f"parent_id + {shift}",
        "body_id": f"body_id + {shift}",
        "report_id": f"report_id || '-{copy}'",
        "id": f"id || '-{copy}'" if table == "reports" else f"id + {shift}",
        "sha256": f"sha256 || '-{copy}'",
    }
    own = [c for c in columns if c != "seq"]
    values = ", ".join(changed.get(c, f'"{c}"') for c in own)
    key = {"bodies": "id", "aliases": "body_id", "reports": "body_id"}.get(table, "")
    first = f"{key} < 1000000" if key else "report_id NOT LIKE '%-%'"
    listed = ", ".join(f'"{c}"' for c in own)
    return f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table} WHERE {first}"


def county_of(name: str, seed: int) -> World:
    """The county of the evaluation, or one of another name with its own towns and bureaus."""
    if not name:
        return world(BODIES, YEARS, seed)
    bodies = county_bodies(name, BODIES)
    return World(bodies, tuple(each(bodies, YEARS, seed, gaps=0.03)))


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser("nianbao evaluate ask")
    parser.add_argument("--questions", nargs="*", type=Path)
    parser.add_argument("--set", type=Path, help="带答案的问题，一行一个；问 --library 里的库")
    parser.add_argument("--draws", type=int, default=7)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--county", default="", help="另取一县（区）的单位")
    parser.add_argument("--embedder", default="auto")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--show", type=int, default=30)
    parser.add_argument("--only", default="")
    parser.add_argument("--scale", type=int, default=0, help="只量用时：扩到多少份报告")
    parser.add_argument("--model-url", default="")
    parser.add_argument("--model", default="")
    options = parser.parse_args(list(arguments))
    if options.set:
        return of_set(options)
    truth = county_of(options.county, options.seed)
    paths = options.questions or sorted(_QUESTIONS.glob("*.yaml"))
    model = open_model(ModelSettings(options.model_url, options.model))
    with tempfile.TemporaryDirectory() as folder:
        library = shelve(options.library or Path(folder), options.embedder, truth)
        if options.scale:
            multiply(library, options.scale)
        asked = [*questions(truth, paths, options.draws), *told(truth), *told(truth, True)]
        chosen = [q for q in asked if options.only in f"{q.group}/{q.id}"]
        if not chosen:
            raise UsageError(f"没有这样的题：{options.only}")
        score = run(library, chosen, model)
        library.close()
    _print(score, options.show)
    return 0 if score.holds else 1


def of_set(options: argparse.Namespace) -> int:
    """The questions of a file asked of a library that is there; 0 where all are right."""
    if not options.library:
        raise UsageError("--set 要和 --library 一起用：写明资料库的目录")
    model = open_model(ModelSettings(options.model_url, options.model))
    with Library.open(options.library, embedder=options.embedder) as library:
        result = asked_set.ask_all(asked_set.lines_of(options.set), library, model)
    asked_set.report(result, options.show)
    return 1 if result.failures else 0


_NAMES = {
    "figures": "数字",
    "both": "数字加段落",
    "passages": "段落",
    "paraphrases": "段落（换说法，供参考）",
    "none": "库中没有",
    "clarify": "反问",
}


def _print(score: Score, show: int) -> None:
    for line in score.failures[:show]:
        print(line)
    print(f"{'类别':<12}{'问数':>6}{'答对':>6}{'比例':>9}  要求")
    for group, name in _NAMES.items():
        if score.asked[group]:
            needed = f"≥{NEEDED[group]:.0%}" if group in NEEDED else "–"
            row = f"{score.asked[group]:>6}{score.right[group]:>6}{score.share(group):>9.2%}"
            print(f"{name:<12}{row}  {needed}")
    print(
        f"错的数字当对的给出：{score.false_figures}（要求 0）；未核对而留下的：{score.unverified}"
    )
    times = sorted(score.seconds)
    if times:
        p95 = times[int(len(times) * 0.95) - 1]
        print(f"用时：中位 {1000 * times[len(times) // 2]:.0f} ms，p95 {1000 * p95:.0f} ms")
