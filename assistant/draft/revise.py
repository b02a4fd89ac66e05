"""Revising a draft paragraph by paragraph, from what is on the screen.

Paragraphs that are not spoken of stay to the letter, and so do words that a person wrote: a
paragraph with such words is changed only where the instruction names it, and keeps them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.draft.notes import plain_note
from assistant.draft.request import Draft, DraftRequest, Material
from index.numerals import CHARACTERS, value_of

if TYPE_CHECKING:
    from assistant.model import Model

_N = rf"(\d+|[{CHARACTERS}]+)"
_PARAGRAPH = re.compile(rf"第{_N}[段自]")
_STRIKE = re.compile(rf"(?:删去|删除|删掉|去掉|不要)第{_N}段|第{_N}段(?:删去|删除|删掉|去掉|不要)")
_ADD = re.compile(r"(?:增加|加|补充)(?:上)?一[条点项][：:，,]?(.{4,})")
_STOP = "。；;！？\n"


def paragraphs(text: str) -> list[str]:
    """The text's paragraphs: its lines."""
    return [line for line in text.splitlines() if line.strip()]


def locked(before: str, after: str) -> tuple[str, ...]:
    """What a person wrote into `before` to make it `after`: whole sentences of `after`."""
    found = []
    for tag, _, _, start, end in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag in ("insert", "replace") and after[start:end].strip(_STOP + " "):
            found.append(_sentence(after, start, end))
    return tuple(dict.fromkeys(found))


def _sentence(text: str, start: int, end: int) -> str:
    while start > 0 and text[start - 1] not in _STOP:
        start -= 1
    while end < len(text) and text[end - 1] not in _STOP:
        end += 1
    return text[start:end].strip()


def edited(draft: Draft, text: str) -> Draft:
    """The draft with a person's text; the words that are new in it are locked."""
    kept = tuple(w for w in draft.locked if w in text)
    return replace(
        draft, text=text, locked=tuple(dict.fromkeys((*kept, *locked(draft.text, text))))
    )


def by_words(
    instruction: str, request: DraftRequest, draft: Draft
) -> tuple[DraftRequest, Draft] | None:
    """What can be done without a model; None where the instruction needs one."""
    if match := _STRIKE.search(instruction):
        return request, _without(draft, int(value_of(match[1] or match[2]) or 0))
    if match := _ADD.search(instruction):
        note = plain_note(match[1].strip())
        line = note.text + "。"
        more = replace(request, notes=(*request.notes, note))
        return more, replace(draft, text=f"{draft.text}\n{line}", locked=(*draft.locked, line))
    return None


def _without(draft: Draft, number: int) -> Draft:
    lines = paragraphs(draft.text)
    if not 0 < number <= len(lines):
        return replace(draft, notices=(f"草稿只有{len(lines)}段",))
    left = lines[: number - 1] + lines[number:]
    text = "\n".join(left)
    return replace(draft, text=text, locked=tuple(w for w in draft.locked if w in text))


def by_model(instruction: str, draft: Draft, material: Material, model: Model) -> Draft:
    """Each paragraph that the instruction speaks of, rewritten; the others stay.

    Raises ModelError.  A paragraph that comes back without a person's words stays as it was.
    """
    from assistant.draft.write import rewrite

    lines = paragraphs(draft.text)
    wanted, named = _wanted(instruction, lines, draft.locked)
    notices = []
    for n in wanted:
        mine = [w for w in draft.locked if w in lines[n]]
        told = instruction + "".join(f"\n必须原样保留：{w}" for w in mine)
        new = rewrite(lines[n], told, material, model)
        if all(w in new for w in mine):
            lines[n] = new
        else:
            notices.append(f"第{n + 1}段有人工修改的文字，模型没有保留，这一段未改动")
    skipped = sum(any(w in line for w in draft.locked) for line in lines)
    if not named and skipped:
        notices.append("人工修改过的段落没有改动；要改请写明第几段")
    return replace(draft, text="\n".join(lines), notices=tuple(notices), model=model.name)


def _wanted(instruction: str, lines: Sequence[str], mine: Sequence[str]) -> tuple[list[int], bool]:
    """The paragraphs to change, by place; the second says whether they were named."""
    numbers = [int(value_of(m[1]) or 0) - 1 for m in _PARAGRAPH.finditer(instruction)]
    if named := [n for n in numbers if 0 <= n < len(lines)]:
        return named, True
    free = [n for n, line in enumerate(lines) if not any(w in line for w in mine)]
    return [n for n in free if not _heads(lines[n])], False


def _heads(line: str) -> bool:
    return len(line) < 30 and not line.rstrip().endswith(("。", "；", "〕"))
