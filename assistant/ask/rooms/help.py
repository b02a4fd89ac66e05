"""Questions about the program, the form and the last answer: from `help.toml` and the plan itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
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
class Topic:
    """A topic's text, the intent of the questions that it answers, and how they are worded."""

    intent: str
    wordings: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """The help as kept: terms, and how figures are computed, by name; the topics."""

    terms: dict[str, str]
    computed: dict[str, str]
    topics: tuple[Topic, ...]

    @property
    def wordings(self) -> dict[str, str]:
        """Every wording of a topic, with the topic's text."""
        return {wording: t.text for t in self.topics for wording in t.wordings}


@cache
def known() -> Known:
    content = tomllib.loads(Path(__file__).with_name("help.toml").read_text("utf-8"))
    return Known(
        {name: t["text"] for t in content["term"] for name in t["names"]},
        {name: t["text"] for t in content["computed"] for name in t["names"]},
        tuple(Topic(t["intent"], tuple(t["wordings"]), t["text"]) for t in content["topic"]),
    )


def helpful(question: str, *, of_a_body: bool = False) -> str | None:
    """What the help says to the question; None where it is not one for it.

    Where a body is named (`of_a_body`), what something is called is asked of its reports.
    """
    if not of_a_body and _DEFINES.search(question):
        defined = _named(question, known().terms)
        if defined:
            return defined
    return _topic(question)


def _named(question: str, texts: Mapping[str, str]) -> str:
    """The texts of what is named, the longest names first, each text once."""
    found: list[str] = []
    rest = question
    for name in sorted(texts, key=len, reverse=True):
        if name in rest:
            found.append(texts[name])
            rest = rest.replace(name, "_")
    return "\n".join(dict.fromkeys(found))


def of_intent(intent: str, question: str, library: Library) -> str | None:
    """What the help says to a question that asks for it in its own words; None where it has nothing.

    `intent` as `placing.intents` tells it.
    """
    texts = {"help_term": known().terms, "help_computed": known().computed}.get(intent, {})
    if found := _named(question, texts):
        return found
    if intent == "help_computed":
        return "\n".join(dict.fromkeys(known().computed.values()))
    of_it = [t for t in known().topics if t.intent == intent]
    if not of_it:
        return None
    wordings = {w: t.text for t in of_it for w in t.wordings}
    degrees = library.likeness([question], list(wordings))[0]
    if degrees.max() < NEAR_MEANING:
        return of_it[0].text
    return list(wordings.values())[int(degrees.argmax())]


NEAR_MEANING = 5.5
"""From this likeness on a wording tells which topic of its intent is meant; else the first is."""


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
