"""What a paragraph of a Word document shows of the text that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.readers.word_numbering import W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PROPERTIES = f"{W}rPr"
_VALUE = f"{W}val"
_UNSEEN = (f"{W}vanish", f"{W}strike", f"{W}dstrike")
_TEXT_BOX = f"{W}txbxContent"
PASSED = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}instrText", f"{W}delText", f"{W}pPr"}
)
"""Elements whose text is not shown, or shown elsewhere."""


def shown_text(element: Any) -> str:
    """Text of a paragraph as it is shown: without deletions, what is struck out or hidden, text
    boxes and what stands for text to be filled in; the number of a note in brackets."""
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces)


def _collect(element: Any, pieces: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag in PASSED or tag == _TEXT_BOX or tag == f"{W}r" and _unseen(child):
            continue
        if tag == f"{W}t":
            pieces.append(child.text or "")
        elif tag == f"{W}tab":
            pieces.append("\t")
        elif tag in {f"{W}br", f"{W}cr"}:
            pieces.append("\n" if child.get(f"{W}type") in {None, "textWrapping"} else "")
        elif tag == f"{W}noBreakHyphen":
            pieces.append("-")
        elif tag == f"{W}r" and _raised(child) and "".join(pieces[-3:])[-1:].isdigit():
            note = _text_of_run(child)
            pieces.append(note if not note or note[0] in "[［(（" else f"[{note}]")
        elif isinstance(tag, str) and not _to_be_filled(child):
            _collect(child, pieces)


def _text_of_run(run: Any) -> str:
    return "".join(t.text or "" for t in run.iterfind(f"{W}t")).strip()


def _unseen(run: Any) -> bool:
    """Whether a run is hidden or struck out."""
    properties = run.find(_PROPERTIES)
    return properties is not None and any(_is_on(properties, switch) for switch in _UNSEEN)


def _is_on(properties: Any, name: str) -> bool:
    switch = properties.find(name)
    return switch is not None and switch.get(_VALUE) not in {"0", "false", "off"}


def _raised(run: Any) -> bool:
    properties = run.find(_PROPERTIES)
    raised = None if properties is None else properties.find(f"{W}vertAlign")
    return raised is not None and raised.get(_VALUE) == "superscript"


def _to_be_filled(element: Any) -> bool:
    """Whether a content control still shows what asks for its content."""
    if element.tag != f"{W}sdt":
        return False
    showing = element.find(f"{W}sdtPr/{W}showingPlcHdr")
    return showing is not None and showing.get(_VALUE) not in {"0", "false", "off"}


def text_boxes(paragraph: Any) -> Iterator[Any]:
    """The outermost text boxes anchored in a paragraph, each once."""
    for child in paragraph:
        if child.tag == _TEXT_BOX:
            yield child
        elif child.tag not in PASSED:
            yield from text_boxes(child)
