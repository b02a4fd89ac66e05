"""Text that gives orders to whoever writes from it, and text that nothing written may hold.

What a report says is quoted to people as it stands.  To a model it goes only where it merely says
something: a model may obey whatever it reads.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from index.text import characters, fold

_FILE = Path(__file__).with_name("orders.toml")
_WITHIN = 24
"""Characters within which an order's beginning and its act stand."""
_LIVE = re.compile(
    r"\w+://|www\.|mailto:|javascript:|data:\w|!?\[[^\]\n]*\]\(|</?[a-zA-Z!][^>\n]*>?|&#?\w+;"
    r"|[\w-]+\.(?:com|cn|net|org|gov|io|top|xyz|cc)\b"
)


def gives_orders(text: str) -> bool:
    """Whether a passage speaks to a machine, says what is to be written, or forges marks of ours."""
    machine, order, forged = _patterns()
    plain = fold(characters(text))
    close = re.sub(r"[\s·.*_\-—~|]+", "", plain)
    return bool(forged.search(plain) or machine.search(close) or order.search(close))


def is_live(text: str) -> bool:
    """Whether a text holds a link, a picture or markup: nothing that is shown may."""
    return bool(_LIVE.search(fold(text)))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    said = tomllib.loads(_FILE.read_text("utf-8"))
    words = {k: [fold(w) for w in said[k].split()] for k in ("machine", "imperative", "act")}
    one_of = {k: "|".join(map(re.escape, w)) for k, w in words.items()}
    order = rf"(?<!申)(?:{one_of['imperative']})[^。；;!?！？]{{0,{_WITHIN}}}?(?:{one_of['act']})"
    return (
        re.compile(rf"(?:{one_of['machine']})", re.IGNORECASE),
        re.compile(order),
        re.compile(said["forged"]),
    )
