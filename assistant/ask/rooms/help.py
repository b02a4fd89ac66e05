"""Questions about the program, the form and the last answer: from `help.toml` and the plan itself."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.ask.answer import Answer, Turn
from assistant.ask.plan.plan import Lookup, Plan
from assistant.ask.tell.numbers import printed
from index.formats import labels

if TYPE_CHECKING:
    from index.library.library import Library

NEAR = 75
"""From this likeness on (0–100, by characters) a question is one of a topic's wordings."""
_DEFINES = re.compile(
    r"什么叫|什么是|叫什么|(?:是|有)?什么意思|是指什么|指的是|指什么|含义|定义|区别|怎么理解|如何理解|什么关系|啥意思|啥是|解释一下|怎么区分|有何不同"
)
_HOW = re.compile(
    r"^(?:这个?|那个?|上面的?|刚才的?)?(?:数|结果|答案|比例|占比)?(?:是|都)?(?:怎么|如何|咋)(?:样)?(?:算|得|来|统计)(?:出|得)?来?的"
)


@dataclass(frozen=True, slots=True)
class Known:
    """The help as kept: terms by name, topics by their wordings, what asks for the shelf."""

    terms: dict[str, str]
    wordings: dict[str, str]
    inventory: tuple[str, ...]


@cache
def known() -> Known:
    content = tomllib.loads(Path(__file__).with_name("help.toml").read_text("utf-8"))
    return Known(
        {name: t["text"] for t in content["term"] for name in t["names"]},
        {wording: t["text"] for t in content["topic"] for wording in t["wordings"]},
        tuple(content["inventory"]["wordings"]),
    )


def helpful(question: str, *, of_a_body: bool = False) -> str | None:
    """What the help says to the question; None where it is not one for it.

    Where a body is named (`of_a_body`), what something is called is asked of its reports.
    """
    if not of_a_body and _DEFINES.search(question) and (defined := _defined(question)):
        return defined
    return _topic(question)


def _defined(question: str) -> str:
    """The definitions of the terms named, the longest names first, each text once."""
    found: list[str] = []
    rest = question
    for name in sorted(known().terms, key=len, reverse=True):
        if name in rest:
            found.append(known().terms[name])
            rest = rest.replace(name, "_")
    return "\n".join(dict.fromkeys(found))


def near_definition(question: str, library: Library) -> str | None:
    """The definitions of the terms named, where the rest of the question asks what they are."""
    rest = question
    for name in sorted(known().terms, key=len, reverse=True):
        rest = rest.replace(name, "")
    if rest == question or re.search(r"\d|多少|几", rest):
        return None
    near = library.likeness([rest], _ASKS_WHAT)[0]
    return _defined(question) if max(near) >= NEAR_MEANING else None


NEAR_MEANING = 5.5
_ASKS_WHAT = (
    "是什么意思",
    "有什么区别",
    "有什么不同",
    "是怎么回事",
    "怎么理解",
    "指的是什么",
    "算不算一回事",
    "是不是一回事",
    "是一样的吗",
    "都包括什么",
    "包括哪些",
)


def near_inventory(question: str, library: Library) -> bool:
    """Whether the question asks which reports there are, by its likeness to such questions."""
    if re.search(r"\d", question):
        return False  # of a year that is said the reports themselves are asked
    return float(library.likeness([question], known().inventory)[0].max()) >= NEAR_SHELF


NEAR_SHELF = 7.0


def near_topic(question: str, library: Library) -> str | None:
    """The topic to which more than one wording is near in meaning, as the library's embedder tells."""
    wordings = known().wordings
    degrees = library.matcher([question]).degrees(list(wordings))
    near = [text for text, d in zip(wordings.values(), degrees, strict=True) if d is not None]
    best = max(near, key=near.count, default=None)
    if near.count(best or "") > 1:
        return best
    text, degree = _likest(question, library)
    return text if degree >= NEAR_ONE else None


NEAR_ONE = 6.0
"""How near one wording alone must lie."""
SURELY = 7.0


def surely_topic(question: str, library: Library) -> str | None:
    """The topic of the likest wording, where it lies so near that hardly anything else is asked."""
    text, degree = _likest(question, library)
    return text if degree >= SURELY else None


def _likest(question: str, library: Library) -> tuple[str, float]:
    wordings = known().wordings
    degrees = library.likeness([question], list(wordings))[0]
    at = int(degrees.argmax())
    return list(wordings.values())[at], float(degrees[at])


def _topic(question: str) -> str | None:
    from rapidfuzz import fuzz, process

    wordings = known().wordings
    clauses = [re.sub(r"\s|^请问|^我想问", "", c) for c in re.split(r"[？?。！!，,]", question)]

    def nearest(plain: str) -> str | None:
        best = process.extractOne(plain, list(wordings), scorer=fuzz.ratio, score_cutoff=NEAR)
        return wordings[best[0]] if best else None

    each = [nearest(c) for c in clauses if c]
    return nearest("".join(clauses)) or (each[0] if each and all(each) else None)


def asks_how(question: str) -> bool:
    """怎么算的: of the answer just given."""
    return _HOW.match(re.sub(r"[，,\s]", "", question)) is not None


def how_computed(question: str, last: Turn) -> Answer | None:
    """Which cells the last answer used, and what was done with them."""
    answer = last.answer
    if not (answer.figures or answer.basis):
        return None
    names = labels()
    lines = [f"上一个回答按这样理解：{answer.understood}。用到年报表格里的这些格："]
    cells = list(dict.fromkeys((*answer.figures, *answer.basis)))
    for f in cells[:30]:
        value = "没有数" if f.value is None else printed(f.value, None)
        lines.append(f"{f.agency}{f.year}年 {names.get(f.cell, f.cell)}：{value}")
    if len(cells) > 30:
        lines.append(f"共{len(cells)}格，其余见数字出处。")
    plan = Plan(steps=(Lookup(id="s1", room="help", text="怎么算的"),))
    return Answer(
        question=question,
        text="\n".join(lines),
        kind="help",
        plan=plan,
        understood="上一个回答是怎么算的",
        figures=answer.figures,
        basis=answer.basis,
    )
