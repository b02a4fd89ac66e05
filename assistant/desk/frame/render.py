"""HTML fragments from the templates in `assets/`; everything put into one is escaped."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.export.review_sheet import FORMATS, INFERRED, LEVELS, MARKS, SEVERITIES, VERDICTS
from assistant.review.mends import short_of
from index.formats import PARTS, labels

ASSETS = Path(__file__).parent / "assets"

STATES = {"number": "数", "blank": "空白", "dash": "横线", "text": "文字", "unread": "未读出"}


def size(count: float) -> str:
    """A number of bytes as people say it: `1.4 MB`."""
    for unit in ("B", "KB", "MB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} GB"


def duration(seconds: float) -> str:
    """Seconds as `40 秒` or `3 分 20 秒`; nothing takes none."""
    whole = max(1, round(seconds))
    return f"{whole} 秒" if whole < 60 else f"{whole // 60} 分 {whole % 60} 秒"


def when(stamp: str | datetime | None) -> str:
    """A moment to the minute, "" for none."""
    if not stamp:
        return ""
    moment = stamp if isinstance(stamp, datetime) else datetime.fromisoformat(stamp)
    return f"{moment:%Y-%m-%d %H:%M}"


def cell_label(key: str) -> str:
    """A cell's place in the form, in words."""
    return str(labels().get(key, key))


@cache
def environment() -> Environment:
    """The templates, with autoescape on and a missing field an error."""
    env = Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(size=size, duration=duration, when=when, cell=cell_label, short_of=short_of)
    env.globals.update(
        SEVERITIES=SEVERITIES,
        MARKS=MARKS,
        INFERRED=INFERRED,
        VERDICTS=VERDICTS,
        LEVELS=LEVELS,
        FORMATS=FORMATS,
        NUMERALS={part.number: part.numeral for part in PARTS},
        STATES=STATES,
    )
    return env


def render(template: str, **fields: Any) -> str:
    """The fragment of `assets/<template>.html` with its fields filled in."""
    return environment().get_template(f"{template}.html").render(**fields)
