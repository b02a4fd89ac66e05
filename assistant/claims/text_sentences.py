"""A text's sentences, and what kind of thing a sentence without figures says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from assistant.claims.claim import Kind
from index.formats import PARTS, REPORT_NAME
from index.numerals import ONE_TO_TEN
from index.text import fold

_END = re.compile(
    r"[。！？!?；;\n]+[”』」）)]*(?:\s*\[\d+\])*"
    r"|(?<=情况|问题|措施)[：:](?=一是|[（(]一[）)]|1[.．、]|针对“)"
)
"""Where a sentence ends; a heading ends before the list that it runs into."""
_CITED = re.compile(r"\s*\[\d+\]")
_ORDER = re.compile(
    rf"^[\s\u3000]*(?:[（(][{ONE_TO_TEN}\d]+[）)]|[{ONE_TO_TEN}]+(?:是|、)|第[{ONE_TO_TEN}]+[，,、]|\d+[.．、](?!\d)|[①-⑩]|其[一二三四五][，,])*"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences, each with its stop and the citations behind it."""
    start = 0
    for match in _END.finditer(text):
        if text[start : match.start()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def plain(sentence: str) -> str:
    """The sentence without its number in a list, its stop and its citations."""
    words = _CITED.sub("", sentence)
    return words[_order(words) :].strip().rstrip("。！？!?；;")


def _order(sentence: str) -> int:
    match = _ORDER.match(sentence)
    return match.end() if match else 0


@cache
def _words() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    data = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    frames = re.compile("|".join(f"(?:{p})" for p in data["frames"]["patterns"]))
    return frames, {kind: re.compile("|".join(p)) for kind, p in data["kinds"].items()}


def is_frame(sentence: str) -> bool:
    """Whether the sentence claims nothing: a heading of the form, a title, an opening formula."""
    words = fold(plain(sentence)).rstrip(":,")
    titles = {p.title for p in PARTS}
    if words in titles or (words.endswith(REPORT_NAME) and len(words) < 50):
        return True
    return not words or bool(_words()[0].fullmatch(words))


def promises(words: str) -> bool:
    """Whether the words are of what is still to be done."""
    return bool(_words()[1]["measure"].search(words))


def kind_of(sentence: str) -> Kind:
    """What a sentence says that no figure bears out: a cause, a promise, a problem, or a deed."""
    for kind in ("cause", "measure", "problem"):
        if _words()[1][kind].search(sentence):
            return kind
    return "done"
