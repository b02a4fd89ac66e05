"""A set of questions with their truth, asked of a library: right or wrong by kind, and the times.

A line of the set is a question with `id`, `kind`, `conversation` (turns in order) and what a right
answer has: `want` (answer, none, clarify, meta, relative); `numbers` (or one of `alt_numbers`)
within `tol`, regardless of sign with `abs`; `names` in this `order`, years in `yorder`; `quotes`,
any of `anyquote`, reports cited (`cite`); words `txt` (with `anytxt` any of them), patterns `regex`,
`maxlen`; and what it must not have: `not_numbers`, `not_names`.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.ask.answer import Answer, Turn
from assistant.ask.asking import answer
from assistant.model import Model
from index.bodies.names import short_names
from index.library.library import Library

Line = Mapping[str, Any]
TOLERANCE = 0.051


@dataclass
class Result:
    """How many of each kind were right, what was wrong with the others, and the times."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def ask_all(lines: Sequence[Line], library: Library, model: Model | None = None) -> Result:
    result = Result()
    conversations: dict[str, list[Turn]] = {}
    for line in lines:
        turns = conversations.setdefault(line.get("conversation") or line["id"], [])
        start = time.perf_counter()
        found = answer(line["question"], library, history=tuple(turns), model=model)
        result.seconds.append(time.perf_counter() - start)
        turns.append(Turn(line["question"], found))
        result.asked[line["kind"]] += 1
        if wrong := "；".join(faults(line, found)):
            result.failures.append(f"[{line['kind']}] {line['id']} {line['question']} → {wrong}")
        else:
            result.right[line["kind"]] += 1
    return result


def lines_of(path: Path) -> list[Line]:
    return [json.loads(text) for text in path.read_text("utf-8").splitlines() if text.strip()]


# ---------------------------------------------------------------- what is wrong with an answer


def faults(line: Line, found: Answer) -> Iterator[str]:
    """What a right answer would have that this one has not, or not have that it has."""
    want = line["want"]
    if want == "none":
        empty = found.kind == "none" or (found.kind == "figures" and not found.figures)
        yield from () if empty else (f"应答没有，答成 {found.kind}",)
    elif want == "clarify":
        yield from () if found.kind == "clarify" else (f"应反问，答成 {found.kind}",)
    elif want == "meta":
        yield from _unmatched(line, found.text) if found.kind != "none" else ("没有回答",)
    elif found.kind in ("none", "clarify"):
        yield f"答成 {found.kind}：{found.text[:40]}"
    else:
        yield from _of_content(line, found)


def _of_content(line: Line, found: Answer) -> Iterator[str]:
    table = (found.table.columns, *found.table.rows) if found.table else ()
    shown = "\n".join([found.text, *(" | ".join(row) for row in table)])
    quoted = shown + "".join(c.quote for c in found.citations)
    yield from _of_numbers(line, shown)
    yield from _of_names(line, shown)
    yield from (f"没有引“{w}”" for w in line.get("quotes", ()) if w not in quoted)
    if (any_of := line.get("anyquote")) and not any(w in quoted for w in any_of):
        yield f"没有引“{any_of[0]}”等"
    cited = {(c.agency, c.year) for c in found.citations}
    yield from (f"没有引{b}{y}年" for b, y in line.get("cite", ()) if (b, y) not in cited)
    yield from _of_form(line, found.text, shown)


def _of_numbers(line: Line, shown: str) -> Iterator[str]:
    plain = re.sub(r"(?<=\d)[,，](?=\d{3})", "", shown)
    values = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", plain)]
    if line.get("abs"):
        values = [abs(v) for v in values]
    near = line.get("tol", TOLERANCE)
    choices = [line.get("numbers", []), *line.get("alt_numbers", [])]
    lacking = [[n for n in c if not any(abs(n - v) < near for v in values)] for c in choices]
    yield from (f"没有数 {n}" for n in min(lacking, key=len))
    yield from (
        f"不该有数 {n}"
        for n in line.get("not_numbers", ())
        if any(abs(n - v) < 0.01 for v in values)
    )
    if line.get("want") == "relative" and str(line.get("year")) not in shown:
        yield f"没有说明是{line.get('year')}年"


def _of_names(line: Line, shown: str) -> Iterator[str]:
    names = line.get("names", ())
    yield from (f"没有{n}" for n in names if _at(n, shown) < 0)
    yield from (f"不该有{n}" for n in line.get("not_names", ()) if _at(n, shown) >= 0)
    for wanted, at in (
        (line.get("order"), [_at(n, shown) for n in names]),
        (line.get("yorder"), [shown.find(str(y)) for y in line.get("yorder") or ()]),
    ):
        if wanted and at != sorted(at):
            yield "次序不对"


def _at(name: str, shown: str) -> int:
    """Where the body is first named, in full or by a short form of its own; -1 where nowhere."""
    places = [shown.find(n) for n in (name, *short_names(name)) if len(n) > 2]
    return min((p for p in places if p >= 0), default=-1)


def _of_form(line: Line, text: str, shown: str) -> Iterator[str]:
    words = line.get("txt", ())
    if words and line.get("anytxt"):
        yield from () if any(w in shown for w in words) else (f"没有“{words[0]}”等",)
    else:
        yield from (f"没有“{w}”" for w in words if w not in shown)
    yield from _unmatched(line, shown)
    bare = re.sub(r"\s|\[\d+\]", "", text)
    if line.get("maxlen") and len(bare) > line["maxlen"]:
        yield f"有{len(bare)}字"


def _unmatched(line: Line, text: str) -> Iterator[str]:
    yield from (f"形式不合 {p}" for p in line.get("regex", ()) if not re.search(p, text))


def report(result: Result, show: int) -> None:
    """The table by kind, the first failures, and the times."""
    for failure in result.failures[:show]:
        print(failure)
    print(f"{'类别':<14}{'问数':>6}{'答对':>6}{'答错':>6}")
    for kind, asked in result.asked.items():
        right = result.right[kind]
        print(f"{kind:<14}{asked:>6}{right:>6}{asked - right:>6}")
    asked, right = result.asked.total(), result.right.total()
    print(f"{'合计':<14}{asked:>6}{right:>6}{asked - right:>6}")
    times = sorted(result.seconds)
    if times:
        p50, p95 = (1000 * times[int(len(times) * q)] for q in (0.5, 0.95))
        print(f"用时：p50 {p50:.0f} ms，p95 {p95:.0f} ms")
