"""Random plans over the generated county: mostly valid ones, each column drawn from those there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from assistant.ask.plan.catalogue import catalogue
from assistant.ask.plan.plan import Plan
from assistant.ask.plan.rows import BODY, POINT, YEAR
from assistant.ask.plan.scope import Holdings
from assistant.ask.plan.validate import NEEDS_B, Columns, columns_of

Draw = Callable[[st.SearchStrategy[Any]], Any]
Parts = dict[str, Any]
MOST = 5
NAMES = (
    "临溪县教育局",
    "临溪县住房和城乡建设局",
    "临溪县柳河镇人民政府",
    "教育局",
    "临溪县人民政府",
)
ODD_YEARS = (0, -1, 1, 23, 99999, 10**20)
GROUPS = ("全部", "局", "乡镇街道", "乡镇", "街道", "政府", "县区")
COMMON = ("新收申请", "予以公开", "办理结果总计", "上年结转", "行政诉讼", "行政许可")
MEASURES = (*COMMON, *catalogue(), "公开率", "applications.new_received.total")
WORDS = (
    "答复",
    "培训",
    "教师招聘",
    "平台",
    "政策解读",
    "公开",
    "申请",
    "没有这样的词",
    "",
    "，",
    "a.b",
    "s1.年",
)
ONE = ("占合计", "较上年", "增长率", "名次", "比下一名多", "绝对值")
NUMERIC = ("和", "平均", "中位数", "最大", "最小", "极差")
SIGNS = ("=", "≠", ">", ">=", "<", "<=")
WILD = st.sampled_from(("单位", "年", "要点", "句", "数", "新收申请", "没有的列", "s1.年", ""))


def sometimes(draw: Draw, one_in: int) -> bool:
    return bool(draw(st.integers(1, one_in)) == one_in)


def some(values: Sequence[Any], most: int = 3) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)


class Making:
    """The steps drawn so far, and the columns that they give."""

    def __init__(self, draw: Draw, held: Holdings) -> None:
        self.draw, self.held = draw, held
        self.steps: list[Parts] = []
        self.columns: dict[str, Columns] = {}
        self.used: set[str] = set()

    def add(self, step: Parts) -> None:
        self.steps.append(step | {"id": f"s{len(self.steps) + 1}"})
        plan = Plan.model_validate({"steps": self.steps})
        self.columns = dict(columns_of(plan, self.held))

    def earlier(self, *need: str) -> str | None:
        """A step that has the columns needed, the newest most often; it counts as used."""
        fit = [id for id, held in self.columns.items() if held and set(need) <= {*held}]
        if not fit:
            return None
        id = str(fit[-1] if not sometimes(self.draw, 4) else self.draw(st.sampled_from(fit)))
        self.used.add(id)
        return id

    def column(self, of: str, *kinds: str) -> str:
        """A column of the step, of these kinds if it has any; one time in forty any word."""
        held = self.columns[of]
        fit = [n for n, kind in held.items() if not kinds or kind in kinds]
        return str(
            self.draw(st.sampled_from(fit) if fit and not sometimes(self.draw, 40) else WILD)
        )

    def name(self) -> str:
        if sometimes(self.draw, 25):
            return str(self.draw(WILD))
        return (
            f"{self.draw(st.sampled_from(('列', '新收申请', '数', '合计')))}{len(self.steps) + 1}"
        )


# ---------------------------------------------------------------- steps with a scope of their own


def who(m: Making) -> Parts:
    if sometimes(m.draw, 4) and (of := m.earlier(BODY)):
        return {"of": of}
    if sometimes(m.draw, 3):
        found: Parts = {"names": m.draw(some(NAMES))}
    else:
        found = {"group": m.draw(st.sampled_from(GROUPS))}
        found |= {"but": m.draw(some(NAMES, 1))} if sometimes(m.draw, 5) else {}
    return found | ({"under": "临溪县人民政府"} if sometimes(m.draw, 8) else {})


def when(m: Making) -> Parts:
    if sometimes(m.draw, 5) and (of := m.earlier(YEAR)):
        return {"of": of, "shift": m.draw(st.sampled_from((0, 0, 1, -1, 2, -3000, 10**30)))}
    year = st.integers(2018, 2025) if not sometimes(m.draw, 30) else st.sampled_from(ODD_YEARS)
    first = m.draw(year)
    return dict(
        m.draw(
            st.sampled_from(
                (
                    {"years": [first]},
                    {"years": m.draw(st.lists(year, min_size=1, max_size=3, unique=True))},
                    {"first": first, "last": max(first, m.draw(year))},
                    {"first": first},
                    {"last": first},
                    {"recent": m.draw(st.sampled_from((1, 1, 2, 3, 4, 30, 0, -1)))},
                    {"every": True},
                )
            )
        )
    )


def figures(m: Making) -> Parts:
    names = COMMON if not sometimes(m.draw, 4) else MEASURES
    return {"op": "figures", "who": who(m), "when": when(m), "measures": m.draw(some(names))}


def sentences(m: Making) -> Parts:
    about = m.draw(st.sampled_from(("问题", "措施", "已做", "原文", "各项", "数")))
    step: Parts = {"op": "sentences", "about": about, "who": who(m), "when": when(m)}
    if about in ("原文", "各项", "数") or sometimes(m.draw, 2):
        step["words"] = m.draw(some(WORDS))
    if about in ("原文", "数") and sometimes(m.draw, 4):
        step["part"] = m.draw(st.integers(1, 6))
    if about == "数" and sometimes(m.draw, 3):
        step["unit"] = m.draw(st.sampled_from(("次", "条", "期", "人次", "%", "件")))
    if about == "原文" and len(step["words"]) > 1:
        step["any"] = m.draw(st.booleans())
    return step


# ---------------------------------------------------------------- steps on earlier ones


def compute(m: Making, of: str) -> Parts:
    fns = ONE if YEAR in m.columns[of] else tuple({*ONE} - {"较上年", "增长率"})
    fn = m.draw(st.sampled_from((*NEEDS_B, *sorted(fns))))
    b = {"b": m.column(of, "number")} if fn in NEEDS_B else {}
    return {"op": "compute", "of": of, "fn": fn, "a": m.column(of, "number"), "name": m.name()} | b


def group(m: Making, of: str) -> Parts:
    keys = [n for n in (BODY, YEAR, POINT) if n in m.columns[of]]
    by = m.draw(some(keys, 2)) if keys and not sometimes(m.draw, 4) else []
    by = by * 2 if sometimes(m.draw, 30) else by
    numbers = "number" in m.columns[of].values()
    aggs = []
    for _ in range(m.draw(st.sampled_from((1, 1, 1, 2, 0 if by else 1)))):
        fn = m.draw(st.sampled_from(NUMERIC if numbers and not sometimes(m.draw, 3) else ("个数",)))
        col = m.column(of) if fn == "个数" else m.column(of, "number")
        aggs.append({"fn": fn, "col": col, "name": m.name()})
    return {"op": "group", "of": of, "by": by, "agg": aggs}


def keep(m: Making, of: str) -> Parts:
    each = "行"
    if BODY in m.columns[of] and sometimes(m.draw, 3):
        each = m.draw(st.sampled_from(("每年都", "有的年", "从没有")))
    least = 1 if each == "行" else 0
    where = [condition(m, of) for _ in range(m.draw(st.integers(least, 2)))]
    any_of = len(where) > 1 and m.draw(st.booleans())
    return {"op": "keep", "of": of, "where": where, "any": any_of, "each": each}


def condition(m: Making, of: str) -> Parts:
    col = m.column(of)
    kind = m.columns[of].get(col)
    if kind in ("body", "text"):
        sign = m.draw(st.sampled_from(("=", "≠", "含", "不含")))
        named = kind == "body" and sign in ("=", "≠")
        return {"col": col, "is": sign, "value": m.draw(st.sampled_from(NAMES if named else WORDS))}
    value: float | str = m.draw(st.sampled_from((0, 1, 30, 100, 2021, 2022, -1, 0.5, 1e300, "十")))
    if sometimes(m.draw, 4) and (bound := m.earlier()):
        value = f"{bound}.{m.column(bound, 'number', 'year')}"
    return {"col": col, "is": m.draw(st.sampled_from(SIGNS)), "value": value}


def order(m: Making, of: str) -> Parts:
    by = m.column(of, "number", "year")
    cut = m.draw(st.sampled_from(({}, {"take": 1}, {"take": 3}, {"place": 1}, {"place": 4})))
    return {"op": "order", "of": of, "by": by, "desc": m.draw(st.booleans())} | cut


def combine(m: Making, of: str) -> Parts:
    how = m.draw(st.sampled_from(("并列", "都有", "任一", "去掉")))
    own = m.columns[of]
    keys = [n for n in (BODY, YEAR, POINT) if n in own]
    on = m.draw(some(keys)) if keys else [BODY]
    others = [
        id
        for id, held in m.columns.items()
        if id != of and {*on} <= {*held} and (how == "并列" or {*held} == {*own})
    ]
    several = [of, *m.draw(some(others, 2))] if others else [of, *([] if of == "s1" else ["s1"])]
    m.used |= {*several}
    return {"op": "combine", "of": m.draw(st.permutations(several)), "how": how, "on": on}


def scoped(m: Making) -> Parts:
    return sentences(m) if sometimes(m.draw, 3) else figures(m)


FURTHER: Mapping[str, Callable[[Making, str], Parts]] = {
    "compute": compute,
    "group": group,
    "keep": keep,
    "order": order,
    "combine": combine,
}


def fitting(m: Making, of: str) -> list[str]:
    """The kinds of step that can follow a step with such columns."""
    held = m.columns[of]
    kinds = ["keep", "group"]
    kinds += ["compute", "order"] if "number" in held.values() else []
    kinds += ["order"] if YEAR in held else []
    keys = {BODY, YEAR, POINT} & {*held}
    kinds += ["combine"] * 2 if any(keys & {*c} for i, c in m.columns.items() if i != of) else []
    return kinds


# ---------------------------------------------------------------- plans


def alone(m: Making) -> Parts:
    """A plan's only step: a look-up, a question back, a refusal."""
    op = m.draw(st.sampled_from(("lookup", "ask", "refuse")))
    if op == "ask":
        return {"op": op, "about": "要问哪一年？", "options": m.draw(some(("2021年", "2022年")))}
    if op == "refuse":
        kind = st.sampled_from(("not_understood", "not_held", "not_in_form", "not_said"))
        return {"op": op, "kind": m.draw(kind), "reason": "年报里没有这一项。"}
    room = m.draw(st.sampled_from(("findings", "rules", "inventory", "help", "draft")))
    step: Parts = {"op": op, "room": room}
    if room == "draft":
        return step | {"who": {"names": [NAMES[0]]}, "when": {"years": [2024]}, "text": "1"}
    if room in ("findings", "inventory") and m.draw(st.booleans()):
        step |= {"who": who(m), "when": when(m)}
    if room == "inventory":
        return step | {"count": m.draw(st.booleans())}
    return step | {
        "text": m.draw(st.sampled_from(("T02", "勾稽", "怎么导入", "答复", "，", "％%_")))
    }


def showing(m: Making) -> Parts:
    """Columns of every step that no other uses, of others now and then; how they are told."""
    ids = [id for id in m.columns if id not in m.used or sometimes(m.draw, 12)]
    show = [f"{id}.{n}" for id in ids if m.columns[id] for n in m.draw(some([*m.columns[id]]))]
    kinds = [m.columns[s.partition(".")[0]][s.partition(".")[2]] for s in show]
    told: Parts = {"show": show, "form": m.draw(st.sampled_from(("句子", "表", "名单", "归纳")))}
    if "number" in kinds and sometimes(m.draw, 3):
        told["decimals"] = m.draw(st.integers(0, 4))
    if "number" in kinds and sometimes(m.draw, 8):
        told["unit"] = m.draw(st.sampled_from(("件", "万件", "亿元", "%", "家")))
    if sometimes(m.draw, 5):
        told["length"] = m.draw(st.sampled_from((10, 20, 60, 400)))
    return told | {"bare": sometimes(m.draw, 5)}


@st.composite
def plans(draw: Draw, held: Holdings) -> Plan:
    """One to five steps; about one plan in thirty is a look-up, a question back or a refusal."""
    m = Making(draw, held)
    if sometimes(draw, 30):
        m.add(alone(m))
        return Plan.model_validate({"steps": m.steps})
    m.add(scoped(m))
    for _ in range(draw(st.integers(0, MOST - 1))):
        if sometimes(draw, 60):
            m.add(alone(m))
        elif sometimes(draw, 4):
            m.add(scoped(m))
        elif of := m.earlier():
            m.add(FURTHER[draw(st.sampled_from(fitting(m, of)))](m, of))
    return Plan.model_validate({"steps": m.steps} | showing(m))
