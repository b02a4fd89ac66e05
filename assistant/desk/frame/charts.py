"""Charts as SVG that a browser can turn into a picture for a slide, with the data behind them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

COLOURS = ("#2f6ea5", "#b9772f", "#4c8558", "#84559a", "#a8423c", "#5f6b78")
_FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
_WIDTH, _HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 54, 40


@dataclass(frozen=True, slots=True)
class Chart:
    """A titled set of series over labels; a value of None is not known, and is not drawn as 0.

    `kind` is bars side by side, bars stacked, rows (bars lying, for long labels) or a line.
    """

    name: str
    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    kind: str = "bars"
    unit: str = "件"
    note: str = ""

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
        """The data as CSV that Excel opens without asking (UTF-8 with a mark)."""
        out = io.StringIO()
        csv.writer(out).writerows(self.table)
        return b"\xef\xbb\xbf" + out.getvalue().encode()

    @property
    def svg(self) -> Markup:
        """The drawing; every text in it is escaped."""
        draw = {"rows": _rows, "line": _line}.get(self.kind, _bars)
        height = _rows_height(self) if self.kind == "rows" else _HEIGHT
        body = [_text(_LEFT - 44, 22, self.title, size=16, weight=700), *draw(self)]
        return Markup(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
            f'aria-label="{escape(self.title)}" font-family="{_FONT}" width="100%">'
            f"{''.join(body)}</svg>"
        )


def shown(value: float | None) -> str:
    """A number without needless decimals; — for what is not known."""
    if value is None:
        return "—"
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"


def _text(
    x: float, y: float, text: str, *, size: int = 12, anchor: str = "start", weight: int = 400
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'font-weight="{weight}" fill="var(--nb-ink)">{escape(text)}</text>'
    )


def _legend(chart: Chart) -> list[str]:
    if len(chart.series) < 2:
        return []
    found, x = [], float(_LEFT)
    for i, (name, _) in enumerate(chart.series):
        found.append(f'<rect x="{x}" y="34" width="11" height="11" fill="{_colour(i)}"/>')
        found.append(_text(x + 15, 44, name))
        x += 30 + 12.5 * len(name)
    return found


def _colour(i: int) -> str:
    return COLOURS[i % len(COLOURS)]


def _nice(top: float) -> float:
    """A round number at or above `top`."""
    if top <= 0:
        return 1
    power = 10.0 ** (len(str(int(top))) - 1)
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= top)


def _axis(top: float, unit: str) -> list[str]:
    plot = _HEIGHT - _TOP - _BOTTOM
    found = []
    for i in range(5):
        y = _TOP + plot * (1 - i / 4)
        found.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" '
            'stroke="var(--nb-line)"/>'
        )
        found.append(_text(_LEFT - 6, y + 4, shown(top * i / 4), anchor="end"))
    return [*found, _text(_LEFT - 6, _TOP - 10, f"（{unit}）", anchor="end", size=11)]


def _scale(chart: Chart) -> float:
    columns = [[v[i] or 0 for _, v in chart.series] for i in range(len(chart.labels))]
    stacked = chart.kind == "stacked"
    return _nice(max((sum(c) if stacked else max(c, default=0) for c in columns), default=0))


def _bars(chart: Chart) -> list[str]:
    top, plot = _scale(chart), _HEIGHT - _TOP - _BOTTOM
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(chart.labels))
    stacked = chart.kind == "stacked"
    wide = min(56.0, step * 0.7 / (1 if stacked else max(1, len(chart.series))))
    found = [*_legend(chart), *_axis(top, chart.unit)]
    for i, label in enumerate(chart.labels):
        middle = _LEFT + step * (i + 0.5)
        left = middle - wide * (1 if stacked else len(chart.series)) / 2
        base = float(_HEIGHT - _BOTTOM)
        for s, (_, values) in enumerate(chart.series):
            value = values[i]
            if value is None:
                continue
            tall = plot * value / top
            x = left if stacked else left + wide * s
            found.append(
                f'<rect x="{x:.1f}" y="{base - tall:.1f}" width="{wide:.1f}" '
                f'height="{tall:.1f}" fill="{_colour(s)}"/>'
            )
            if not stacked and value:
                found.append(_text(x + wide / 2, base - tall - 4, shown(value), anchor="middle"))
            base -= tall if stacked else 0
        if stacked:
            total = sum(v[i] or 0 for _, v in chart.series)
            found.append(_text(middle, base - 4, shown(total), anchor="middle"))
        found.append(_text(middle, _HEIGHT - _BOTTOM + 18, label, anchor="middle"))
    return found


def _line(chart: Chart) -> list[str]:
    top, plot = _scale(chart), _HEIGHT - _TOP - _BOTTOM
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(chart.labels))
    found = [*_legend(chart), *_axis(top, chart.unit)]
    for i, label in enumerate(chart.labels):
        x = _LEFT + step * (i + 0.5)
        found.append(_text(x, _HEIGHT - _BOTTOM + 18, label, anchor="middle"))
    for s, (_, values) in enumerate(chart.series):
        points = [
            (_LEFT + step * (i + 0.5), _HEIGHT - _BOTTOM - plot * v / top, v)
            for i, v in enumerate(values)
            if v is not None
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        found.append(
            f'<polyline points="{path}" fill="none" stroke="{_colour(s)}" stroke-width="2.5"/>'
        )
        for x, y, v in points:
            found.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{_colour(s)}"/>')
            found.append(_text(x, y - 8, shown(v), anchor="middle"))
    return found


def _rows_height(chart: Chart) -> int:
    return 60 + 30 * len(chart.labels)


def _rows(chart: Chart) -> list[str]:
    values = chart.series[0][1]
    top = max((v for v in values if v is not None), default=0) or 1
    left, found = 210, list[str]()
    for i, label in enumerate(chart.labels):
        y = 46 + 30 * i
        value = values[i]
        short = label if len(label) <= 15 else label[:14] + "…"
        found.append(_text(left - 8, y + 15, short, anchor="end"))
        if value is None:
            continue
        wide = (_WIDTH - left - 70) * value / top
        found.append(
            f'<rect x="{left}" y="{y}" width="{wide:.1f}" height="20" fill="{COLOURS[0]}"/>'
        )
        found.append(_text(left + wide + 6, y + 15, f"{shown(value)}{chart.unit}"))
    return found


def by_name(charts: Sequence[Chart], name: str) -> Chart | None:
    return next((c for c in charts if c.name == name), None)
