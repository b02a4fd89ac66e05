"""Numbers as an answer prints them: the unit asked for, the decimals asked for."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from assistant.ask.answer import Number
from assistant.ask.plan.plan import Plan
from assistant.ask.plan.rows import Column, Value
from assistant.ask.plan.units import PLACES, SCALES


def shown(value: Value, column: Column, plan: Plan) -> str:
    """The value with its unit; what there is none of says why, in brackets."""
    number = value.number
    if number is None:
        return value.words or f"（{value.missing or '没有'}）"
    if column.kind == "year":
        return f"{number:g}年"
    if column.unit == PLACES:
        return f"第{number:g}名"
    scaled, unit = converted(number, column.unit, plan.unit)
    return f"{printed(scaled, plan.decimals)}{unit}"


def converted(number: Number, unit: str, wanted: str | None) -> tuple[Number, str]:
    """The number in the unit wanted where it is one of the same kind, else as it is."""
    scale = SCALES.get((unit, wanted or ""))
    return (number / scale, wanted or unit) if scale else (number, unit)


def printed(number: Number, decimals: int | None) -> str:
    """Rounded half up to `decimals` places; without, up to two and no idle zeros."""
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    places = 2 if decimals is None else decimals
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text
