"""Plans of every kind against the generator's truth: their rows, their words, what they rest on.

A plan's words must tell it apart from every other: each field is changed, and where the changed plan
is valid and comes to something else, its read-back is another.  A field that changes nothing is an
error of `checked`.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.ask.answer import Answer
from assistant.ask.asking import answer, holdings
from assistant.ask.plan.execute import execute
from assistant.ask.plan.plan import Agg, Combine, Compute, Figures, Grouped, Plan, Sentences
from assistant.ask.plan.readback import read_back
from assistant.ask.plan.rows import SENTENCE, Row, Rows, Value, tidy
from assistant.ask.plan.validate import checked
from assistant.model import Model, ModelSettings, open_model
from index.library.library import Library
from tests.ask.conftest import County, shelved
from tests.generator.bridge import as_report
from tests.generator.world import World
from tests.stand_in import Reply, StandIn

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("plans.yaml").read_text())
PLANS = [pytest.param(case, id=case["question"]) for case in CASES]
YEARS = tuple(range(2019, 2024))
_CELLS = {
    "received": ("applications.new_received.total",),
    "carried_over": ("applications.carried_over.total",),
    "persons": ("applications.new_received.natural_person",),
    "granted": ("applications.granted.total",),
    "partial": ("applications.partially_granted.total",),
    "denied": ("applications.denied.",),
    "unavailable": ("applications.unavailable.",),
    "handled": ("applications.total.total",),
    "reconsideration": ("disputes.reconsideration.total",),
    "suits": ("disputes.direct_suit.total", "disputes.suit_after_reconsideration.total"),
    "fees": ("disclosure.fees.amount",),
}
"""The cells of a number by its short name in plans.yaml; a key that ends in a dot: all rows of it."""

Number = int | float


# ---------------------------------------------------------------- the truth


@dataclass(frozen=True)
class Truth:
    """What the expressions of plans.yaml are written with."""

    world: World
    gap: tuple[str, int]

    def v(self, name: str, body: str, year: int) -> Number | None:
        report = self.world.report(body, year)
        if report is None or (body, year) == self.gap:
            return None
        keys = [
            k
            for start in _CELLS[name]
            for k in report.cells
            if k == start or (start.endswith(".") and k.startswith(start) and k.endswith(".total"))
        ]
        return sum(report.cells[k] for k in keys)

    def said(self, kind: str, body: str, year: int) -> list[str]:
        report = self.world.report(body, year)
        held = report.facts if report and (body, year) != self.gap else ()
        return [f.text for f in held if f.kind == kind]

    def ranked(
        self, values: Mapping[str, Number], most: int, desc: bool = True
    ) -> list[tuple[str, Number]]:
        """The first `most` with all that tie with the last of them."""
        order = sorted(values.items(), key=lambda kv: kv[1], reverse=desc)
        last = order[min(most, len(order)) - 1][1]
        return [kv for kv in order if (kv[1] >= last if desc else kv[1] <= last)]

    def _of(self, bodies: tuple[str, ...], name: str, year: int) -> dict[str, Number]:
        found = {b: self.v(name, b, year) for b in bodies}
        return {b: n for b, n in found.items() if n is not None}

    def highest(self, bodies: tuple[str, ...], name: str, year: int, most: int) -> Any:
        return self.ranked(self._of(bodies, name, year), most)

    def lowest(self, bodies: tuple[str, ...], name: str, year: int, most: int) -> Any:
        return self.ranked(self._of(bodies, name, year), most, desc=False)

    def place(self, bodies: tuple[str, ...], name: str, year: int, place: int) -> Any:
        values = self._of(bodies, name, year)
        at = sorted(values.values(), reverse=True)[place - 1]
        return [(b, n) for b, n in values.items() if n == at]

    def names(self) -> dict[str, Any]:
        bodies = [(b.name, b.level, b.kind) for b in self.world.bodies]
        own = {n: getattr(self, n) for n in ("v", "said", "ranked", "highest", "lowest", "place")}
        return own | {
            "ALL": tuple(n for n, _, _ in bodies),
            "BUREAUS": tuple(n for n, level, _ in bodies if level == "department" and "局" in n),
            "TOWNS": tuple(n for n, _, kind in bodies if kind == "township"),
            "STREET": next(n for n, _, kind in bodies if kind == "street"),
            "HEAD": bodies[0][0],
            "LAST": bodies[-1][0],
            "EDU": "临溪县教育局",
            "HOUSING": "临溪县住房和城乡建设局",
            "HEALTH": "临溪县卫生健康局",
            "YEARS": YEARS,
            "median": lambda n: statistics.median(list(n)),
            "mean": lambda n: statistics.fmean(list(n)),
            "tidy": tidy,
        }


@pytest.fixture(scope="module")
def truth(county: County) -> dict[str, Any]:
    return Truth(county.truth, (county.truth.bodies[-1].name, 2022)).names()


@cache
def _plan(index: int) -> Plan:
    return Plan.model_validate(CASES[index]["plan"])


def plan_of(case: Mapping[str, Any]) -> Plan:
    return _plan(CASES.index(case))  # type: ignore[arg-type]


# ---------------------------------------------------------------- rows


def shown(plan: Plan, done: Mapping[str, Rows]) -> list[tuple[Any, ...]]:
    """What the columns shown hold, row by row, of the one step that is shown."""
    ids = {s.partition(".")[0] for s in plan.show}
    assert len(ids) == 1
    rows = done[ids.pop()]
    names = [s.partition(".")[2] for s in plan.show]
    return [tuple(_bare(row[n], n) for n in names) for row in rows.rows]


def _bare(value: Value, name: str) -> Any:
    return "".join(c.quote for c in value.cited) if name == SENTENCE else value.value


@pytest.mark.parametrize("case", PLANS)
def test_a_plan_comes_to_the_truth(
    case: dict[str, Any], county: County, truth: dict[str, Any]
) -> None:
    held = holdings(county.library)
    plan, errors = checked(plan_of(case), held)
    assert errors == ()
    found = answer(case["question"], county.library, plan=plan)
    assert found.understood == read_back(plan)
    if "rows" in case:
        expected = eval(case["rows"], dict(truth))  # noqa: S307 - our own file
        got = shown(plan, execute(plan, county.library, held))
        assert sorted(map(repr, got)) == sorted(map(repr, expected))
        if plan.steps[-1].op == "order":
            numbers = [r[-1] for r in got]
            assert numbers in (sorted(numbers), sorted(numbers, reverse=True))
    for words in eval(case.get("says", "[]"), dict(truth)):
        assert words in found.text
    assert len(found.gaps) >= case.get("gaps", 0)
    assert bool(found.gaps) is bool(case.get("gaps", 0)) or "rows" not in case or _said_why(found)
    assert found.table is None or found.kind in ("figures", "passages", "both")


def _said_why(found: Answer) -> bool:
    """Gaps beside an expected row without a number: the share of a whole that is 0."""
    return all("0" in gap or "没有" in gap for gap in found.gaps)


# ---------------------------------------------------------------- mutation

_OTHERS: dict[str, tuple[Any, ...]] = {
    "names": (["临溪县教育局"], ["临溪县柳河镇人民政府", "临溪县教育局"]),
    "group": ("全部", "局", "乡镇街道", "乡镇", "街道", "政府", None),
    "under": ("临溪县人民政府", None),
    "but": ([], ["临溪县教育局"], ["临溪县柳河镇人民政府"]),
    "years": ([2021], [2023], [2021, 2022]),
    "first": (2020, 2021, None),
    "last": (2021, 2022, None),
    "recent": (1, 2, None),
    "who": ({"group": "局"}, {"names": ["临溪县教育局"]}, {"of": "s1"}, None),
    "when": ({"every": True}, {"years": [2022]}, {"recent": 2}, {"of": "s1"}, None),
    "shift": (0, 1, -1, -2),
    "measures": (["新收申请"], ["予以公开"], ["新收申请", "行政许可"], ["新收申请", "新收申请"]),
    "fn": ("差", "和", "比", "百分比", "占合计", "较上年", "增长率", "名次", "比下一名多", "绝对值")
    + ("平均", "中位数", "最大", "最小", "极差", "个数"),
    "is": ("=", "≠", ">", ">=", "<", "<=", "含", "不含"),
    "value": (0.0, 30.0, 2022.0, "答复", "教育局", "s1.新收申请", "s2.新收申请", "s2.平均数"),
    "each": ("行", "每年都", "有的年", "从没有"),
    "any": (True, False),
    "desc": (True, False),
    "take": (None, 1, 2, 5),
    "place": (None, 1, 3),
    "how": ("并列", "都有", "任一", "去掉"),
    "on": (["单位"], ["年"], ["单位", "年"], ["要点"]),
    "about": ("问题", "措施", "已做", "原文", "各项", "数", "要问哪一年？"),
    "words": ([], ["答复"], ["答复", "教师招聘"], ["教师招聘"]),
    "unit": (None, "件", "万件", "元", "亿元", "%", "次", "人次", "条"),
    "part": (None, 1, 5),
    "form": ("句子", "表", "名单", "归纳"),
    "decimals": (None, 0, 1, 3),
    "length": (None, 10, 400),
    "bare": (True, False),
    "by": ([], ["单位"], ["年"], ["要点"], "年", "新收申请", "予以公开"),
    "col": ("单位", "年", "要点", "句", "新收申请", "予以公开", "行政诉讼"),
    "a": ("新收申请", "予以公开", "办理结果总计", "上年结转", "相差"),
    "b": ("新收申请", "予以公开", "办理结果总计", None),
    "of": ("s1", "s2", "s3", ["s1", "s2"], ["s2", "s1"], ["s1", "s1"], None),
    "room": ("findings", "rules", "inventory", "help", "draft"),
    "text": ("", "T02", "5"),
    "count": (True, False),
    "kind": ("not_understood", "not_held", "not_in_form", "not_said"),
    "reason": ("别的缘由。",),
    "options": ([], ["2021年"]),
    "name": ("改了的列名",),
}
"""Other values for every field of a plan, by its name."""


def mutants(plan: Plan) -> Iterator[tuple[str, Plan]]:
    """The plan with one field changed, each field to each other value; the columns shown likewise."""
    whole = plan.model_dump(by_alias=True)
    for path in _paths(whole):
        for other in _OTHERS.get(path[-1], ()):
            if (made := _changed(whole, path, other)) is not None:
                yield f"{'.'.join(map(str, path))}={other}", made
    for i in range(len(plan.show)):
        shown = [*plan.show[:i], *plan.show[i + 1 :]]
        if (made := _changed(whole, ("show",), shown)) is not None:
            yield f"show-{plan.show[i]}", made
    for id in (s.id for s in plan.steps):
        for name in ("单位", "年", "新收申请", "要点", "句"):
            if (made := _changed(whole, ("show",), [*plan.show, f"{id}.{name}"])) is not None:
                yield f"show+{id}.{name}", made


def _paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, held in value.items():
            if key in _OTHERS:
                yield (*at, key)
            yield from _paths(held, (*at, key))
    elif isinstance(value, list | tuple):
        for i, held in enumerate(value):
            yield from _paths(held, (*at, i))


def _changed(whole: Mapping[str, Any], path: tuple[Any, ...], other: Any) -> Plan | None:
    """The plan with `other` at `path`, a renamed column renamed wherever it is meant; None if none."""
    from pydantic import ValidationError

    held: Any = whole
    for key in path:
        held = held[key]
    if held == other:
        return None
    made = _renamed(whole, held, other) if path[-1] == "name" else _put(whole, path, other)
    try:
        return Plan.model_validate(made)
    except ValidationError:
        return None


def _put(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    """The value with `other` at `path`."""
    if not path:
        return other
    made = dict(value) if isinstance(value, dict) else list(value)
    made[path[0]] = _put(made[path[0]], path[1:], other)
    return made


def _renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {k: _renamed(v, old, new) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(v, old, new) for v in value]
    if isinstance(value, str) and (value == old or value.endswith(f".{old}")):
        return f"{value.removesuffix(old)}{new}"
    return value


@dataclass(frozen=True)
class Told:
    """All of an answer that a person or a program sees, but its read-back."""

    text: str
    table: object
    derived: object
    figures: object
    citations: object
    gaps: object
    refusal: object


def told(plan: Plan, library: Library) -> Told:
    a = answer("", library, plan=plan)
    table = a.table and (a.table.columns, a.table.rows)
    return Told(a.text, table, a.derived, a.figures, a.citations, a.gaps, a.refusal)


@pytest.mark.parametrize("case", PLANS)
def test_what_changes_the_answer_changes_the_words(case: dict[str, Any], county: County) -> None:
    held = holdings(county.library)
    plan, _ = checked(plan_of(case), held)
    words, came_to = read_back(plan), told(plan, county.library)
    silent = []
    for what, mutant in mutants(plan):
        settled, errors = checked(mutant, held)
        if errors or read_back(settled) != words:
            continue
        if settled != plan and told(settled, county.library) != came_to:
            silent.append(what)
    assert silent == []


def test_every_field_is_heard_somewhere(county: County) -> None:
    """Each field of the schema, changed in some plan, gives another answer: none is idle by nature."""
    held = holdings(county.library)
    heard: set[str] = set()
    for case in CASES:
        plan, _ = checked(plan_of(case), held)
        came_to = told(plan, county.library)
        for what, mutant in mutants(plan):
            name = what.partition("=")[0].rpartition(".")[2]
            if "=" not in what or name in heard or name.isdigit():
                continue
            settled, errors = checked(mutant, held)
            if not errors and told(settled, county.library) != came_to:
                heard.add(name)
    assert set(_OTHERS) - heard == set()


IGNORED = [
    ("part 只和", {"about": "问题", "part": 5}),
    ("any 只在", {"about": "措施", "words": ["答复", "解读"], "any": True}),
    ("any 只在", {"about": "原文", "words": ["答复"], "any": True}),
    ("unit 只在", {"about": "问题", "unit": "次"}),
]


@pytest.mark.parametrize(("said", "fields"), IGNORED)
def test_a_field_that_would_be_passed_over_is_an_error(
    said: str, fields: dict[str, Any], county: County
) -> None:
    step = {"op": "sentences", "id": "s1", "who": {"group": "局"}, "when": {"years": [2023]}}
    plan = Plan.model_validate({"steps": [step | fields], "show": ["s1.句"]})
    assert any(said in e for e in checked(plan, holdings(county.library))[1])


_ONE = {"op": "figures", "id": "s1", "who": {"group": "局"}, "when": {"years": [2023]}}
_CELL = {**_ONE, "measures": ["新收申请"]}
_KEEP = {
    "op": "keep",
    "id": "s2",
    "of": "s1",
    "where": [{"col": "新收申请", "is": ">", "value": 5}],
}
IDLE: list[tuple[str, dict[str, Any]]] = [
    ("没有用到", {"steps": [_CELL, _KEEP], "show": ["s1.单位"]}),
    ("不能换算", {"steps": [_CELL], "show": ["s1.新收申请"], "unit": "万元"}),
    ("显示的列里没有数", {"steps": [_CELL], "show": ["s1.单位"], "decimals": 1}),
    ("两个以上的条件", {"steps": [_CELL, {**_KEEP, "any": True}], "show": ["s2.单位"]}),
    ("没有 by", {"steps": [_CELL, {"op": "group", "id": "s2", "of": "s1", "agg": []}], "show": ["s1.单位"]}),
    ("重复", {"steps": [{**_ONE, "measures": ["新收申请", "新收申请"]}], "show": ["s1.新收申请"]}),
    ("重复", {"steps": [_CELL], "show": ["s1.单位", "s1.单位"]}),
    ("只取一项", {"steps": [_CELL, {"op": "order", "id": "s2", "of": "s1", "by": "新收申请", "take": 1, "place": 1}], "show": ["s2.单位"]}),
    ("只取一项", {"steps": [{**_CELL, "who": {"group": "局", "names": ["临溪县教育局"]}}], "show": ["s1.单位"]}),
    ("shift 只和", {"steps": [{**_CELL, "when": {"years": [2023], "shift": 1}}], "show": ["s1.单位"]}),
    ("没有用", {"steps": [{"op": "lookup", "id": "s1", "room": "rules", "text": "T01", "count": True}]}),
    ("一个单位", {"steps": [{"op": "lookup", "id": "s1", "room": "draft"}]}),
    ("单独成一个计划", {"steps": [{"op": "ask", "id": "s1", "about": "哪一年？"}, {**_CELL, "id": "s2"}], "show": ["s2.单位"]}),
    ("用不上", {"steps": [{"op": "ask", "id": "s1", "about": "哪一年？"}], "bare": True}),
    ("是文字", {"steps": [_CELL, {**_KEEP, "where": [{"col": "单位", "is": "=", "value": 3}]}], "show": ["s2.单位"]}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "plan"), IDLE)
def test_what_a_plan_says_for_nothing_is_an_error(
    said: str, plan: dict[str, Any], county: County
) -> None:
    errors = checked(Plan.model_validate(plan), holdings(county.library))[1]
    assert any(said in e for e in errors), errors


# ---------------------------------------------------------------- provenance


@dataclass(frozen=True)
class Again:
    """Every number of a plan worked out anew from the cells that it names, and the generator's truth."""

    plan: Plan
    done: Mapping[str, Rows]
    cells: Mapping[tuple[str, int, str], Number]

    def of(self, id: str, row: Row, name: str) -> Number | None:
        """What the column holds in a row of the step `id`."""
        step = self.plan.step(id)
        match step:
            case Figures():
                return self._sum(row[name])
            case Compute() if name == step.name:
                return self._computed(step, row)
            case Grouped():
                agg = next(a for a in step.agg if a.name == name)
                members = [r for r in self.done[step.of].rows if _alike(r, row, step.by)]
                return self._aggregated(step.of, agg, members)
            case Combine():
                of, _, plain = name.partition(".") if step.how == "并列" else ("", "", name)
                ids = [of] if of else step.of
                return next(
                    self.of(i, r, plain)
                    for i in ids
                    for r in self.done[i].rows
                    if (_alike(r, row, step.on) if of else r is row)
                )
            case Sentences():
                return row[name].number
        return self.of(step.of, row, name)  # type: ignore[union-attr]

    def _sum(self, value: Value) -> Number | None:
        numbers = [self.cells[f.agency, f.year, f.cell] for f in value.cells]
        return sum(numbers) if numbers and value.number is not None else None

    def _computed(self, step: Compute, row: Row) -> Number | None:
        def held(r: Row) -> Number | None:
            return self.of(step.of, r, step.a)

        rows = self.done[step.of].rows
        own = held(row)
        others = [n for r in rows if (n := held(r)) is not None]
        b = self.of(step.of, row, step.b) if step.b else None
        last = next((held(r) for r in rows if _year_before(r, row)), None)
        if own is None:
            return None
        match step.fn:
            case "占合计":
                return 100 * own / sum(others)
            case "名次":
                return 1 + sum(n > own for n in others)
            case "比下一名多":
                lower = [n for n in others if n < own]
                return own - max(lower) if lower else None
            case "绝对值":
                return abs(own)
            case "较上年":
                return None if last is None else own - last
            case "增长率":
                return 100 * (own - last) / last if last else None
        if b is None or (step.fn in ("比", "百分比") and not b):
            return None
        return {"差": own - b, "和": own + b}.get(step.fn) or (
            own / b * (100 if step.fn == "百分比" else 1) if step.fn in ("比", "百分比") else 0
        )

    def _aggregated(self, of: str, agg: Agg, members: Sequence[Row]) -> Number | None:
        if agg.fn == "个数":
            return len({r[agg.col].value for r in members if r[agg.col].value is not None})
        numbers = [n for r in members if (n := self.of(of, r, agg.col)) is not None]
        by_fn: dict[str, Callable[[list[Number]], Number]] = {
            "和": sum,
            "平均": statistics.fmean,
            "中位数": statistics.median,
            "最大": max,
            "最小": min,
            "极差": lambda n: max(n) - min(n),
        }
        return by_fn[agg.fn](numbers) if numbers else None


def _alike(a: Row, b: Row, names: Sequence[str]) -> bool:
    return all(a[n].value == b[n].value for n in names)


def _year_before(earlier: Row, row: Row) -> bool:
    same = "单位" not in row or earlier["单位"].value == row["单位"].value
    return "年" in row and same and (earlier["年"].number or 0) + 1 == (row["年"].number or 0)


@pytest.mark.parametrize("case", [p for p in PLANS if "show" in p.values[0]["plan"]])
def test_every_number_comes_from_the_cells_that_it_names(
    case: dict[str, Any], county: County
) -> None:
    held = holdings(county.library)
    plan, _ = checked(plan_of(case), held)
    done = execute(plan, county.library, held)
    cells = {(r.agency, r.year, k): v for r in county.truth for k, v in r.cells.items()}
    again = Again(plan, done, cells)
    found = answer("", county.library, plan=plan)
    for figure in (*found.figures, *found.basis):
        assert cells[figure.agency, figure.year, figure.cell] == figure.value
    keys = {f.cell for f in (*found.figures, *found.basis)}
    derived = {(tidy(round(d.value, 2)), d.cells) for d in found.derived}
    assert all(set(d.cells) <= keys for d in found.derived)
    for id, _, name in (s.partition(".") for s in plan.show):
        column = done[id].column(name)
        for row in done[id].rows if column.kind == "number" else ():
            anew = again.of(id, row, name)
            assert (None if anew is None else tidy(anew)) == row[name].value
            if anew is not None and column.derived and not plan.unit:
                keys_of = tuple(dict.fromkeys(f.cell for f in row[name].cells))
                assert (tidy(round(tidy(anew), 2)), keys_of) in derived


# ---------------------------------------------------------------- stores


@pytest.mark.slow
def test_plans_come_to_the_same_on_both_stores(
    county: County, postgres: str, chroma_server: str, tmp_path: Path
) -> None:
    gap = (county.truth.bodies[-1].name, 2022)
    addresses = {"database_url": postgres, "chroma_url": chroma_server}
    with Library.open(tmp_path, embedder="hashing", **addresses) as servers:
        with servers.batch():
            for report in county.truth:
                if (report.agency, report.year) != gap:
                    shelved(servers, as_report(report))
        differing = [
            case["question"]
            for case in CASES
            if told(plan_of(case), servers) != told(plan_of(case), county.library)
        ]
    assert differing == []


# ---------------------------------------------------------------- plans that a model makes


def model_of(service: StandIn) -> Model:
    model = open_model(ModelSettings(service.url, "stand-in", timeout=5, retries=0))
    assert model is not None
    return model


def dumped(plan: object) -> str:
    return json.dumps(plan, ensure_ascii=False)


def at_once(text: str) -> Reply:
    """An answer in few pieces: what is said matters here, not how it streams."""
    return Reply(text, piece=400)


@pytest.fixture(scope="module")
def planner() -> Iterator[tuple[StandIn, Model]]:
    """A service, and a model at its address that keeps its connection."""
    with StandIn() as service:
        yield service, model_of(service)


@pytest.mark.parametrize("case", PLANS)
def test_a_right_plan_of_a_model_is_the_answer(
    case: dict[str, Any], county: County, planner: tuple[StandIn, Model]
) -> None:
    service, model = planner
    settled, _ = checked(plan_of(case), holdings(county.library))
    service.always = at_once(dumped(case["plan"]))
    found = answer(case["question"], county.library, model=model)
    right = answer(case["question"], county.library, plan=settled)
    same = set(found.figures) == set(right.figures) and found.derived == right.derived
    assert found.plan == settled or (same and found.citations == right.citations), found.notices


_SAID = "2023年县教育局和县住建局谁的新收申请多，多百分之几"
_GOOD = {
    "steps": [
        {"op": "figures", "id": "s1", "who": {"names": ["临溪县教育局", "临溪县住房和城乡建设局"]}, "when": {"years": [2023]}, "measures": ["新收申请"]},
        {"op": "order", "id": "s2", "of": "s1", "by": "新收申请"},
    ],
    "show": ["s2.单位", "s2.新收申请"],
}  # fmt: skip


def _with(path: str, value: object) -> str:
    import copy

    made: Any = copy.deepcopy(_GOOD)
    at = made
    *folders, last = path.split(".")
    for key in folders:
        at = at[int(key)] if key.isdigit() else at[key]
    at[last] = value
    return dumped(made)


FAULTY: dict[str, Reply | str] = {
    "no JSON": "教育局多。",
    "half of it": dumped(_GOOD)[:-20],
    "an unknown field": _with("steps.0.sort", "desc"),
    "an unknown body": _with("steps.0.who.names", ["临溪县教育局", "临溪县气象局"]),
    "an unknown measure": _with("steps.0.measures", ["点击量"]),
    "an unknown column": _with("steps.1.by", "增幅"),
    "an unknown step": _with("steps.1.of", "s9"),
    "a later step": _with("steps.1.of", "s2"),
    "both take and place": dumped(
        {**_GOOD, "steps": [_GOOD["steps"][0], {**_GOOD["steps"][1], "take": 1, "place": 2}]}  # type: ignore[index,dict-item]
    ),
    "a group beside names": _with("steps.0.who.group", "局"),
    "a step for nothing": _with("show", ["s1.单位", "s1.新收申请"]),
    "another year": _with("steps.0.when", {"years": [2022]}),
    "another body": _with("steps.0.who.names", ["临溪县教育局", "临溪县卫生健康局"]),
    "a number of its own": _with("steps.0.value", 99),
    "an empty plan": dumped({"steps": []}),
    "refused": Reply(status=400, body='{"error": {"message": "bad request"}}'),
    "failing": Reply(status=500),
    "nothing": "",
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_plan_is_never_an_answer(fault: str, county: County) -> None:
    said = FAULTY[fault]
    with StandIn(said if isinstance(said, Reply) else at_once(said)) as service:
        found = answer(_SAID, county.library, model=model_of(service))
    assert found.model is None
    assert any("模型" in n for n in found.notices)
    shows_only_what_it_says(found, county.library)
    assert {f.year for f in found.figures} <= {2023}
    assert {f.agency for f in found.figures} <= {"临溪县教育局", "临溪县住房和城乡建设局"}


def shows_only_what_it_says(found: Answer, library: Library) -> None:
    """The plan over the answer is valid, is read back, and gives all of its numbers by itself."""
    assert found.plan is not None
    assert checked(found.plan, holdings(library))[1] == ()
    assert found.understood == read_back(found.plan)
    again = answer("", library, plan=found.plan)
    assert (again.figures, again.derived, again.citations) == (
        found.figures,
        found.derived,
        found.citations,
    )


@pytest.mark.parametrize(
    "around",
    [
        "<think>先想{}</think>%s",
        "好的，计划如下：\n```json\n%s\n```\n以上。",
        "{先想}</think>%s<|im_end|>",
    ],
)
def test_thinking_around_a_plan_is_no_part_of_it(around: str, county: County) -> None:
    with StandIn(around.replace("%s", dumped(_GOOD))) as service:
        found = answer(_SAID, county.library, model=model_of(service))
    assert found.model == "stand-in"
    shows_only_what_it_says(found, county.library)


def test_a_plan_is_mended_by_its_errors(county: County) -> None:
    with StandIn(dumped(_GOOD)) as service:
        service.then(_with("steps.0.measures", ["点击量"]))
        found = answer(_SAID, county.library, model=model_of(service))
        assert "没有“点击量”这个指标" in service.requests[-1]["messages"][-1]["content"]
    assert found.model == "stand-in"
    shows_only_what_it_says(found, county.library)


@pytest.mark.parametrize(
    ("about", "options", "taken"),
    [
        ("哪一年的新收申请？", ["2022年", "2023年"], True),
        ("您问的是“临溪县教育局”吗？", ["临溪县教育局"], True),
        ("县教育局新收9999件，是这个数吗？", ["是"], False),
        ("请看 http://example.com/ 里的说明", ["好"], False),
    ],
)
def test_a_model_may_ask_back_in_words_that_state_nothing_new(
    about: str, options: list[str], taken: bool, county: County
) -> None:
    asked = {"op": "ask", "id": "s1", "about": about, "options": options}
    with StandIn(at_once(dumped({"steps": [asked], "show": []}))) as service:
        found = answer("教育局新收多少件申请", county.library, model=model_of(service))
    assert found.kind == "clarify"
    assert (about in found.text) is taken
