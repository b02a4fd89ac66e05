"""A number of the text against a number of the tables: borne out, not, or too near to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.claims.claim import Bound, Figure, Stated, Status
from assistant.claims.told.narrated import in_unit, is_narrated, unit_of
from assistant.statements.numbers_in_prose import Quantity, quantities

_ROUNDING = 1e-6
_ABOUT, _NEAR, _FAR = 0.05, 0.1, 0.2
"""约30件 claims the neighbourhood, 近40件 what lies a little below; beyond a fifth it is wrong."""

_TIMES = 0.05
"""两倍 without a further word is no 2.4 times."""

_MONEY = {"元": 1e-4, "万元": 1.0, "亿元": 1e4}
_COUNTS = frozenset({"件", "宗", "起", "例", "份", "条", "个", "项", "部", "部门", "家", "次", ""})


def stated(quantity: Quantity) -> Stated | None:
    """The quantity as a claim holds it; None for a unit that no figure of the form has."""
    unit, value, step = quantity.unit, float(quantity.value), float(quantity.step)
    bound = _bound(quantity)
    if unit in _MONEY:
        scale = _MONEY[unit]
        return Stated(value * scale, "money", quantity.text, bound, step * scale)
    if unit == "%":
        return Stated(value, "percent", quantity.text, bound, step)
    if unit == "倍":
        return Stated(value, "times", quantity.text, bound, step)
    if unit.endswith("百分点"):
        return Stated(value, "points", quantity.text, bound, step)
    return Stated(value, "count", quantity.text, bound, step) if unit in _COUNTS else None


def stated_of_any(quantity: Quantity) -> Stated:
    """The quantity as a claim holds it, in whatever it counts (期, 场, 人次)."""
    value, step = float(quantity.value), float(quantity.step)
    return stated(quantity) or Stated(value, "count", quantity.text, _bound(quantity), step)


def _bound(quantity: Quantity) -> Bound:
    text = quantity.text
    if quantity.approximation == "":
        return "exact"
    if quantity.approximation == "less":
        return "less"
    if text.endswith("以上") or text.startswith("不少于"):
        return "least"
    if text.startswith(("超", "逾")):
        return "more"
    if quantity.approximation == "more":
        return "odd"
    return "near" if text.startswith(("近", "将近", "接近")) else "about"


def in_unit_of(said: Stated, figure: Figure) -> Figure:
    """The count of the text in the unit that it is said in: 培训4次, 120人次 are of one thing."""
    row, column = figure.measure.single or ("", "")
    if not is_narrated(row) or said.dimension != "count":
        return figure
    units = (q.unit for q in quantities(said.text, worded=True))
    if (unit := next(filter(None, units), unit_of(row))) == unit_of(row):
        return figure
    return replace(figure, measure=replace(figure.measure, parts=((in_unit(row, unit), column),)))


def agrees(said: Stated, actual: float) -> Status:
    """Whether the number bears out what is said of it."""
    return _AGREES[said.bound](said, float(actual))


def _exact(said: Stated, actual: float) -> Status:
    off = abs(actual - said.value)
    if said.step == 1 and said.dimension == "count":
        return "proved" if off < _ROUNDING else "contradicted"
    whole_times = said.dimension == "times" and said.step >= 1
    if off <= (_TIMES * said.value if whole_times else said.step / 2) + _ROUNDING:
        return "proved"
    return "unproved" if off <= said.step + _ROUNDING else "contradicted"


def _about(said: Stated, actual: float) -> Status:
    off = abs(actual - said.value)
    if off <= _ABOUT * said.value:
        return "proved"
    return "unproved" if off <= _FAR * said.value else "contradicted"


def _near(said: Stated, actual: float) -> Status:
    if actual > said.value:
        return "unproved" if actual <= (1 + _NEAR) * said.value else "contradicted"
    if actual >= (1 - _NEAR) * said.value:
        return "proved"
    return "unproved" if actual >= (1 - _FAR) * said.value else "contradicted"


def _around(said: Stated, actual: float) -> Status:
    """三成, 一半: what rounds to it bears it out."""
    off = abs(actual - said.value)
    if off <= said.step / 2:
        return "proved"
    return "unproved" if off <= said.step else "contradicted"


def _more(said: Stated, actual: float) -> Status:
    if actual <= said.value:
        return "contradicted"
    if not said.value:
        return "proved"
    far = said.dimension not in ("times", "percent") and actual > 2 * max(said.value, 1)
    return "unproved" if far else "proved"


def _odd(said: Stated, actual: float) -> Status:
    if said.value < actual < said.value + said.step:
        return "proved"
    return "unproved" if actual == said.value else "contradicted"


def _least(said: Stated, actual: float) -> Status:
    return "proved" if actual == said.value else _more(said, actual)


def _less(said: Stated, actual: float) -> Status:
    if actual >= said.value:
        return "contradicted"
    near = said.dimension == "percent" and actual > 0 or actual >= said.value / 2
    return "proved" if near else "unproved"


def _most(said: Stated, actual: float) -> Status:
    return "proved" if actual == said.value else _less(said, actual)


def _within(said: Stated, actual: float) -> Status:
    return "proved" if actual <= said.value else "contradicted"


def _mostly(said: Stated, actual: float) -> Status:
    """绝大多数: so much bears it out, less than three quarters of that speaks against it."""
    if actual >= said.value:
        return "proved"
    return "unproved" if actual >= 0.75 * said.value else "contradicted"


def _few(said: Stated, actual: float) -> Status:
    """少数: under four fifths of a half bears it out, half and more speaks against it."""
    if actual >= said.value:
        return "contradicted"
    return "proved" if actual <= 0.8 * said.value else "unproved"


_AGREES: Mapping[Bound, Callable[[Stated, float], Status]] = {
    "exact": _exact,
    "about": _about,
    "near": _near,
    "around": _around,
    "more": _more,
    "odd": _odd,
    "least": _least,
    "less": _less,
    "most": _most,
    "within": _within,
    "mostly": _mostly,
    "few": _few,
}
