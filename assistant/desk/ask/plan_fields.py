"""What a person ticked and typed in a picker, as the parts of a plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from assistant.ask.plan.plan import About, Group, Sentences, Sign, When, Who
from index.report import UsageError

Given = Mapping[str, Any]


def many(given: Given, name: str) -> tuple[str, ...]:
    """All values of a field that may be ticked more than once."""
    value = given.get(name) or ()
    return (str(value),) if isinstance(value, str | int) else tuple(str(v) for v in value)


def one(given: Given, name: str) -> str:
    return str(given.get(name) or "").strip()


def whole(given: Given, name: str, what: str, least: int = 1) -> int:
    """A whole number.  Raises UsageError saying which field wants one."""
    text = one(given, name)
    if not re.fullmatch(r"-?\d{1,6}", text) or int(text) < least:
        raise UsageError(f"{what}要填一个不小于{least}的整数")
    return int(text)


def option(given: Given, name: str, choices: tuple[str, ...], what: str) -> str:
    value = one(given, name)
    if value not in choices:
        raise UsageError(f"请选{what}")
    return value


def who_given(given: Given) -> Who:
    """A group (under a place, without some), bodies one by one, or those of an earlier step."""
    kind, _, value = one(given, "who").partition(":")
    if kind == "names":
        names = many(given, "names")
        if not names:
            raise UsageError("请至少勾选一个单位")
        return Who(names=names)
    more: dict[str, Any] = {"under": one(given, "under") or None, "but": many(given, "but")}
    if kind == "of":
        return Who(of=value, **more)
    if kind != "group" or value not in get_args(Group):
        raise UsageError("请选单位")
    return Who.model_validate({"group": value, **more})


def when_given(given: Given) -> When:
    kind, _, value = one(given, "when").partition(":")
    match kind:
        case "years":
            years = tuple(sorted(int(y) for y in many(given, "years") if y.isdigit()))
            if not years:
                raise UsageError("请至少勾选一个年度")
            return When(years=years)
        case "span":
            return When(first=whole(given, "first", "起始年"), last=whole(given, "last", "截止年"))
        case "recent":
            return When(recent=whole(given, "recent", "最近几年"))
        case "every":
            return When(every=True)
        case "of":
            return When(of=value, shift=whole(given, "shift", "前后几年", least=-50))
    raise UsageError("请选年度")


def words_given(given: Given, name: str = "words") -> tuple[str, ...]:
    """Words written with 、 or spaces between them."""
    return tuple(dict.fromkeys(w for w in re.split(r"[、，,；;\s]+", one(given, name)) if w))


def about_given(given: Given, step: Sentences) -> Sentences:
    """The step with what is looked for: which kind, which words, which part.

    Raises UsageError for what would change nothing of the answer.
    """
    part = one(given, "part")
    changed = {
        **step.model_dump(),
        "about": option(given, "about", get_args(About), "内容"),
        "words": words_given(given),
        "any": one(given, "any") == "on",
        "unit": one(given, "unit") or None,
        "part": int(part) if part.isdigit() else None,
    }
    new = Sentences.model_validate(changed)
    if (idle := next((why for why, holds in _IDLE.items() if holds(new)), None)) is not None:
        raise UsageError(idle)
    return new


_IDLE: Mapping[str, Callable[[Sentences], bool]] = {
    "量词只管“次数、条数”": lambda s: bool(s.unit) and s.about != "数",
    "“报告的哪一部分”只管“原文”和“次数、条数”": lambda s: (
        bool(s.part) and s.about not in ("原文", "数")
    ),
    "“说到其中一个词就算”只管“原文”，并且要有两个以上的词": lambda s: (
        s.any and (s.about != "原文" or len(s.words) < 2)
    ),
    "看“次数、条数”要写明是什么的次数，如：培训": lambda s: s.about == "数" and not s.words,
    "看“原文”要写明说到的词，或选报告的哪一部分": lambda s: (
        s.about == "原文" and not (s.words or s.part)
    ),
}
"""What cannot be chosen together, as a person reads it, and when that is so."""


def sign_given(given: Given) -> str:
    return option(given, "sign", get_args(Sign), "条件的大小关系")


def value_given(given: Given) -> float | str:
    """A number where it is one, else the words as they stand."""
    text = one(given, "value")
    if not text:
        raise UsageError("条件要填一个数或词")
    return float(text) if re.fullmatch(r"-?\d{1,12}(?:\.\d{1,6})?", text) else text
