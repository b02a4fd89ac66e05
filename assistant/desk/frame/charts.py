"""Charts as SVG that a browser can turn into a picture for a slide, with the data behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup, escape

from index.csv_files import csv_bytes

COLOURS = ("#2f6ea5", "#b9772f", "#4c8558", "#84559a", "#a8423c", "#5f6b78")
_FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
_WIDTH, _HEIGHT = 640, 396
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 16, 108, 58
_TITLE, _TEXT, _SMALL = 20, 16, 14
"""Sizes of type: over half a slide's width the smallest is 12 points."""
_ROW = 34


@dataclass(frozen=True, slots=True)
class Chart:
    """A titled set of series over labels; a value of None is not known, and is not drawn as 0.

    `whom` says whose numbers they are, `under` what stands below each label, `weak` at which places
    a value rests on too little: in a line it stands as a ring, apart from the others.  `kind` is bars side
    by side, bars stacked, rows (bars lying, for long labels) or a line; axes begin at 0.
    """

    name: str
    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    kind: str = "bars"
    unit: str = "件"
    note: str = ""
    whom: str = ""
    under: tuple[str, ...] = ()
    weak: tuple[int, ...] = ()

    @property
    def empty(self) -> bool:
        return not any(v for _, values in self.series for v in values if v is not None)

    @property
    def table(self) -> list[list[str]]:
        """The data: a head line, then a line a label."""
        head = ["", *(name for name, _ in self.series)]
        return [head] + [
            [label, *(shown(values[i]) for _, values in self.series)]
            for i, label in enumerate(self.labels)
        ]

    def csv(self) -> bytes:
        """The data for a spreadsheet."""
        return csv_bytes(self.table)

    @property
    def svg(self) -> Markup:
        """The drawing; every text in it is escaped."""
        draw = {"rows": _rows, "line": _line}.get(self.kind, _bars)
        height = _rows_top(self) + 8 + _ROW * len(self.labels) if self.kind == "rows" else _HEIGHT
        head = [_text(16, 28, self.title, size=_TITLE, weight=700)]
        whom = _cut(self.whom, _WIDTH - 32, _SMALL)
        head += [_text(16, 52, whom, size=_SMALL, muted=True)] if whom else []
        return Markup(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
            f'aria-label="{escape(" ".join((self.title, self.whom)).strip())}" '
            f'font-family="{_FONT}" width="100%">{"".join([*head, *draw(self)])}</svg>'
        )


def shown(value: float | None) -> str:
    """A number without needless decimals; — for what is not known."""
    if value is None:
        return "—"
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"


def ticks(top: float, most: int = 5) -> list[int]:
    """Whole numbers from 0 up to or past `top`, evenly apart, about `most` of them."""
    step = 1
    while ceil(top / step) > most:
        step = next(s for s in _steps(step) if s > step)
    return [step * i for i in range(max(1, ceil(top / step)) + 1)]


def _steps(above: int) -> list[int]:
    power = 10 ** (len(str(above)) - 1)
    return [power * n for n in (1, 2, 5, 10, 20)]


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: int = _TEXT,
    anchor: str = "start",
    weight: int = 400,
    muted: bool = False,
) -> str:
    colour = "var(--nb-muted)" if muted else "var(--nb-ink)"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'font-weight="{weight}" fill="{colour}">{escape(text)}</text>'
    )


def _wide(text: str, size: int = _TEXT) -> float:
    """About how wide a text is."""
    return size * sum(1.0 if ord(c) > 0x2E80 else 0.58 for c in text)


def _legend(chart: Chart) -> list[str]:
    if len(chart.series) < 2:
        return []
    found, x = [], float(_LEFT)
    for i, (name, _) in enumerate(chart.series):
        found.append(
            f'<rect x="{x:.1f}" y="{_TOP - 44}" width="13" height="13" fill="{_colour(i)}"/>'
        )
        found.append(_text(x + 18, _TOP - 32, name, size=_SMALL))
        x += 34 + _wide(name, _SMALL)
    return found


def _colour(i: int) -> str:
    return COLOURS[i % len(COLOURS)]


def _axis(marks: Sequence[int], unit: str) -> list[str]:
    found = []
    for mark in marks:
        y = _height_of(mark, marks)
        found.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" '
            'stroke="var(--nb-line)"/>'
        )
        found.append(_text(_LEFT - 8, y + 5, str(mark), anchor="end", size=_SMALL))
    return [*found, _text(_LEFT - 8, _TOP - 16, unit, anchor="end", size=_SMALL, muted=True)]


def _height_of(value: float, marks: Sequence[int]) -> float:
    """Where a value stands between the axis's ends."""
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / marks[-1]


def _marks(chart: Chart) -> list[int]:
    columns = [[v[i] or 0 for _, v in chart.series] for i in range(len(chart.labels))]
    stacked = chart.kind == "stacked"
    top = max((sum(c) if stacked else max(c, default=0) for c in columns), default=0)
    return ticks(top)


def _along(chart: Chart) -> list[str]:
    """The labels below the axis, and what stands under each."""
    step, found = _step(chart), list[str]()
    for i, label in enumerate(chart.labels):
        x = _LEFT + step * (i + 0.5)
        found.append(_text(x, _HEIGHT - _BOTTOM + 22, label, anchor="middle", size=_SMALL))
        if chart.under:
            below = _HEIGHT - _BOTTOM + 42
            found.append(_text(x, below, chart.under[i], anchor="middle", size=_SMALL, muted=True))
    return found


def _step(chart: Chart) -> float:
    return (_WIDTH - _LEFT - _RIGHT) / max(1, len(chart.labels))


def _bars(chart: Chart) -> list[str]:
    marks, step = _marks(chart), _step(chart)
    stacked = chart.kind == "stacked"
    wide = min(56.0, step * 0.7 / (1 if stacked else max(1, len(chart.series))))
    found = [*_legend(chart), *_axis(marks, chart.unit), *_along(chart)]
    for i in range(len(chart.labels)):
        middle = _LEFT + step * (i + 0.5)
        left = middle - wide * (1 if stacked else len(chart.series)) / 2
        base = 0.0
        for s, (_, values) in enumerate(chart.series):
            value = values[i]
            if value is None:
                continue
            x = left if stacked else left + wide * s
            foot, head = _height_of(base, marks), _height_of(base + value, marks)
            found.append(
                f'<rect x="{x:.1f}" y="{head:.1f}" width="{wide:.1f}" '
                f'height="{foot - head:.1f}" fill="{_colour(s)}"/>'
            )
            if not stacked:
                found.append(_text(x + wide / 2, head - 6, shown(value), anchor="middle"))
            base += value if stacked else 0
        if stacked:
            found.append(_text(middle, _height_of(base, marks) - 6, shown(base), anchor="middle"))
    return found


def _line(chart: Chart) -> list[str]:
    marks, step = _marks(chart), _step(chart)
    found = [*_legend(chart), *_axis(marks, chart.unit), *_along(chart)]
    for s, (_, values) in enumerate(chart.series):
        points = [
            (_LEFT + step * (i + 0.5), _height_of(v, marks), v, i in chart.weak)
            for i, v in enumerate(values)
            if v is not None
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _, weak in points if not weak)
        found.append(
            f'<polyline points="{path}" fill="none" stroke="{_colour(s)}" stroke-width="3"/>'
        )
        for x, y, v, weak in points:
            look = f'fill="none" stroke="{_colour(s)}" stroke-width="2"' if weak else ""
            look = look or f'fill="{_colour(s)}"'
            found.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" {look}/>')
            found.append(_text(x, y - 11, shown(v), anchor="middle", muted=weak))
    return found


def _rows_top(chart: Chart) -> int:
    return 68 if chart.whom else 46


def _rows(chart: Chart) -> list[str]:
    values = chart.series[0][1]
    top = max((v for v in values if v is not None), default=0) or 1
    left = min(300.0, 20 + max(map(_wide, chart.labels)))
    longest = max(_wide(f"{shown(v)}{chart.unit}") for v in values if v is not None)
    room, found = _WIDTH - left - _RIGHT - 8 - longest, list[str]()
    for i, label in enumerate(chart.labels):
        y = _rows_top(chart) + _ROW * i
        found.append(_text(left - 8, y + 18, _cut(label, left - 20), anchor="end"))
        value = values[i]
        if value is None:
            continue
        wide = room * value / top
        found.append(
            f'<rect x="{left:.1f}" y="{y}" width="{wide:.1f}" height="24" fill="{COLOURS[0]}"/>'
        )
        found.append(_text(left + wide + 8, y + 18, f"{shown(value)}{chart.unit}"))
    return found


def _cut(text: str, room: float, size: int = _TEXT) -> str:
    if _wide(text, size) <= room + 1:
        return text
    while _wide(text, size) > room - size:
        text = text[:-1]
    return text + "…"


def by_name(charts: Sequence[Chart], name: str) -> Chart | None:
    return next((c for c in charts if c.name == name), None)
