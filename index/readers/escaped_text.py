"""Text that is written in another text's marks: JSON, `\\u653f`, `&lt;table&gt;`, `&#25919;`."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_CONTROLS = {"\\n": "\n", "\\r": "", "\\t": "\t", '\\"': '"', "\\/": "/"}
_CONTROL = re.compile("|".join(map(re.escape, _CONTROLS)))
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ENTITY = re.compile(r"&#(?:[0-9]{4,6}|x[0-9a-f]{4,5});", re.I)
_MARKUP = re.compile(r"<(?:p|div|table|td|br|span|section)\b[^<>]*>", re.I)
_ESCAPED_MARKUP = re.compile(r"&(?:amp;)*lt;(?:p|div|table|td)\b", re.I)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script\s*>", re.I | re.DOTALL)
_DEEPEST = 3
"""So many times one in the other."""
_FEWEST = 20
"""Characters written as numbers, of a text that is written so."""


def unescaped(text: str) -> str:
    """What `text` says, as a text or a page; `text` itself where nothing in it is escaped."""
    for _ in range(_DEEPEST):
        found = _said(text)
        if found == text:
            break
        text = found
    return text


def is_page(text: str) -> bool:
    """Whether a text holds marks of a web page."""
    return bool(_MARKUP.search(text))


def _said(text: str) -> str:
    said = _of_json(text.strip())
    if said is None and "</script" in text and "<td" not in text.lower():
        scripts = (_of_json(_data(script)) for script in _SCRIPT.findall(text))
        said = max(filter(None, scripts), key=len, default=None)
        said = said if said and "<td" in said.lower() else None
    if said is not None:
        return said
    if "\\u" not in text and "&" not in text:
        return text
    chinese = len(_CHINESE.findall(text))
    if len(_UNICODE.findall(text)) > max(_FEWEST, chinese):
        return _CONTROL.sub(lambda found: _CONTROLS[found[0]], _decoded(text))
    escaped = len(_ESCAPED_MARKUP.findall(text)) > len(_MARKUP.findall(text))
    if escaped or len(_ENTITY.findall(text)) > max(_FEWEST, chinese) and not is_page(text):
        return html.unescape(text)
    return text


def _decoded(text: str) -> str:
    """`\\u653f` as the characters they are, those outside the first plane from their two halves."""
    written = _UNICODE.sub(lambda found: chr(int(found[1], 16)), text)
    return written.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _data(script: str) -> str:
    """What a script gives a name to, from its first bracket to its last."""
    start = min((at for at in (script.find("{"), script.find("[")) if at >= 0), default=0)
    return script[start : max(script.rfind("}"), script.rfind("]")) + 1]


def _of_json(text: str) -> str | None:
    """The words that JSON holds, in their order, as a page where some are one; None of other texts."""
    if text[:1] not in ("{", "[") or text[-1:] not in ("}", "]"):
        return None
    try:
        words = list(_words(json.loads(text)))
    except (ValueError, RecursionError):
        return None
    if any(map(is_page, words)):
        words = [w if is_page(w) else f"<p>{html.escape(w)}</p>" for w in words]
    return "\n".join(words)


def _words(value: Any) -> Iterator[str]:
    """Strings in Chinese or with marks, and lists of plain values as rows that tabs part."""
    if isinstance(value, str):
        if _CHINESE.search(value) or _ESCAPED_MARKUP.search(value) or is_page(value):
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _words(one)
    elif isinstance(value, list):
        if len(value) > 2 and not any(isinstance(one, dict | list) for one in value):
            yield "\t".join("" if one is None else str(one) for one in value)
            return
        for one in value:
            yield from _words(one)
