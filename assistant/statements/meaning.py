"""From the words about a number to what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.statements.lexicon import Token
from index.formats import GROUPS, LATEST

COUNTED = frozenset({"件", "宗", "起", "份", "例", "条", ""})
MONEY = frozenset({"元", "万元", "亿元"})
HEADS = frozenset(
    {"row", "action", "column", "dispute", "result", "disclosure", "made", "object", "foreign"}
)
_TIMELY = re.compile(r"按期|按时|及时")
_OTHER_MATTERS = frozenset({"foreign", "dispute", "disclosure"})
_DECISIONS = frozenset({"licensing", "penalties", "compulsion"})
_MADE_2019 = {"issued": "made", "in_force": "total_published", "published": "published"} | {
    "total_published": "total_published"
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a number counts; `certain` is False where the words may mean something else."""

    measure: str = ""
    column: str = "total"
    certain: bool = True


UNKNOWN = Meaning(certain=False)


@dataclass(slots=True)
class Talk:
    """What the text has been about so far; the scanner keeps it up to date.

    `topic` outlives a sentence, the others are a sentence's.  `base` is the measure of the last
    total of applications, which a number of applicants alone refers to.  `by_channel`: the sentence
    names ways of handing in; `papers`: it sorts papers by who may see them; `some_late`: it speaks of others that were answered late or not yet.
    """

    topic: str = ""
    matter: str = ""
    dispute: str = ""
    disclosure: str = ""
    made: str = ""
    base: str = ""
    outer_base: str = ""
    papers: bool = False
    about_disclosure: bool = False
    by_channel: bool = False
    some_late: bool = False


def meanings(
    words: Sequence[Token], unit: str, talk: Talk, *, strange: str = "", form: str = LATEST
) -> tuple[Meaning, ...]:
    """What a number with `unit` counts, given the terms about it; () where that is not known.

    `strange` is what stands between the last term and the number and is no known word.  Several
    meanings mean that the number holds for each of them (受理并办结 36 件).
    """
    kinds = {t.kind for t in words}
    if "restrict" in kinds:
        return ()
    if "disclosure" in kinds or (talk.disclosure and _only(words, {"made"})):
        return _disclosure(words, unit, talk, strange, form)
    if unit not in COUNTED or strange:
        return ()
    if "dispute" in kinds or (talk.dispute and "result" in kinds):
        return _dispute(words, talk)
    if talk.papers or "foreign" in kinds or "channel" in kinds and not _summed(words):
        return ()
    return _application(words, unit, talk)


def _only(words: Sequence[Token], kinds: set[str]) -> bool:
    heads = {t.kind for t in words} & HEADS
    return bool(heads) and heads <= kinds


def _summed(words: Sequence[Token]) -> bool:
    """Whether 共 stands after the channels: 通过网站、信函等渠道共收到."""
    ways = [i for i, t in enumerate(words) if t.kind == "channel"]
    several = any(t.kind == "joint" or t.name == "pause" for t in words[ways[0] : ways[-1]])
    return several and any(t.name == "total" for t in words[ways[-1] :])


# ---------------------------------------------------------------- part two


def _disclosure(
    words: Sequence[Token], unit: str, talk: Talk, strange: str, form: str
) -> tuple[Meaning, ...]:
    rows = {t.name for t in words if t.kind == "disclosure"}
    if len(rows) > 1:
        return ()  # 行政处罚和行政强制 24 件: a sum that no cell holds
    row = next(iter(rows), talk.disclosure)
    made = next((t.name for t in reversed(words) if t.kind == "made"), "")
    if row == "fees":
        amount = (unit in MONEY) and not strange and form != "2019"
        return (Meaning("disclosure.fees.amount"),) if amount else ()
    if unit not in COUNTED | {"个", "部", "项"} or strange:
        return ()
    if row in _DECISIONS:
        if made == "published" and not any("决定" in t.text for t in words):
            return ()
        certain = made in ("", "decided") and unit == "件"
        return (Meaning(f"disclosure.{row}.decisions", certain=certain),)
    return _papers(row, made or talk.made, form)


def _papers(row: str, made: str, form: str) -> tuple[Meaning, ...]:
    """Regulations and normative documents: what was done with them decides the column."""
    if form == "2019":
        column = _MADE_2019.get(made)
        return (Meaning(f"disclosure.{row}.{column}", certain=made == "issued"),) if column else ()
    if made in ("issued", "repealed", "in_force"):
        return (Meaning(f"disclosure.{row}.{made}"),)
    return (Meaning(f"disclosure.{row}.repealed", certain=False),) if made == "lapsed" else ()


# ---------------------------------------------------------------- part four


def _dispute(words: Sequence[Token], talk: Talk) -> tuple[Meaning, ...]:
    kinds = [t.name for t in words if t.kind == "dispute"] or [talk.dispute]
    result = next((t.name for t in reversed(words) if t.kind == "result"), "")
    plain = {"direct_suit": "suit", "suit_after_reconsideration": "suit"}
    both = len({plain.get(k, k) for k in kinds}) > 1
    measure = "disputes" if both else kinds[-1]
    own = any(t.name in ("accepted", "handled") for t in words if t.kind == "action")
    told = talk.about_disclosure or any(t.kind == "object" for t in words)
    passive = any(t.text.startswith(("被", "因")) for t in words if t.kind == "dispute")
    certain = told and (not own or passive)
    return (Meaning(f"{measure}.{result}" if result else measure, certain=certain),)


# ---------------------------------------------------------------- part three


def _application(words: Sequence[Token], unit: str, talk: Talk) -> tuple[Meaning, ...]:
    said = any(t.kind == "object" for t in words)
    if unit == "条" and not (said and any(t.kind == "action" for t in words)):
        return ()
    certain = said or talk.matter == "application"
    column = _column(words)
    if column in ("natural_person", "organisations") and talk.matter not in _OTHER_MATTERS:
        certain = True
    rows = _rows(words)
    if rows:
        return _row(rows, column, words, certain or talk.matter != "foreign")
    actions = [t for t in words if t.kind == "action"]
    if any(t.name == "withdrawn" for t in actions) or not certain:
        return ()
    if actions:
        timely = talk.some_late and any(_TIMELY.match(t.text) for t in words)
        return tuple(Meaning(name, column, not timely) for name in _said_of(actions, words))
    if column != "total":
        return (Meaning(talk.base, column, bool(talk.base)),)
    if not said or talk.by_channel:
        return ()
    done = any("办件" in t.text for t in words if t.kind == "object")  # 办件量: what was dealt with
    return (Meaning("handled" if done else "received", certain=False),)


def _column(words: Sequence[Token]) -> str:
    columns = [t.name for t in words if t.kind == "column"]
    if not columns or columns[-1] == "everyone":
        return "total"
    everyone = {"natural_person", "organisations"} <= set(columns)
    return "total" if everyone else columns[-1]


def _rows(words: Sequence[Token]) -> list[Token]:
    """The rows named; 公开或部分公开 names two, 结转上年后新收 speaks of what is new."""
    rows = [t for t in words if t.kind == "row"]
    if not rows:
        return []
    new = any(t.name == "new_received" and t.start >= rows[-1].end for t in words)
    if new and rows[-1].name in ("carried_over", "carried"):
        return []
    plain = [t for t in words if t.name == "published" and t.start < rows[0].start]
    if plain and _joined(plain[-1], rows[0], words):
        rows.insert(0, replace(plain[-1], kind="row", name="granted"))
    return rows


def _row(
    rows: Sequence[Token], column: str, words: Sequence[Token], certain: bool
) -> tuple[Meaning, ...]:
    """One row, or several named together: 不予公开、无法提供共 12 件, 重复、反复申请不予处理 6 件."""
    etc = [t.start for t in words if t.name == "etc"]
    if etc and len(rows) > 1:
        if any(start > rows[-1].start for start in etc):
            return ()  # 不予公开、无法提供等 12 件: more than what is named
        rows = rows[-1:]
    if _of_those(rows[-1], words):
        return ()
    names = _together(rows, words)
    if len({n.partition(".")[0] for n in names} & set(GROUPS)) > 1 and len(names) == 1:
        return ()
    if names == ("carried",):
        return (Meaning("carried_forward", column, certain=False),)
    return (Meaning(ALSO.join(names), column, certain),)


ALSO = "+"
"""Joins the rows of which one number is the sum."""


def _together(rows: Sequence[Token], words: Sequence[Token]) -> tuple[str, ...]:
    """The rows that one number is the sum of: those joined with the last, without a group whose
    own lines are named.
    """
    run = [rows[-1]]
    for row in reversed(rows[:-1]):
        if not _joined(row, run[0], words):
            break
        run.insert(0, row)
    leaves = {r.name for r in rows if "." in r.name}
    of_leaves = {name.partition(".")[0] for name in leaves}
    named = [r.name for r in (run if len(run) > 1 else rows)]
    kept = [n for n in named if n not in of_leaves] or named
    return tuple(dict.fromkeys(kept if len(run) > 1 else kept[-1:]))


def _of_those(row: Token, words: Sequence[Token]) -> bool:
    """上年结转件办结 2 件: of those carried over so many were dealt with, which no cell says."""
    later = [t for t in words if t.kind == "action" and t.start >= row.end]
    done = [t for t in later if t.name == "processed"]
    of_last_year = row.name in ("carried_over", "carried")
    return of_last_year and bool(done) and not _joined(row, done[0], words)


def _joined(first: Token, second: Token, words: Sequence[Token]) -> bool:
    """Whether nothing but 和, 并, 或 or 、 stands between the two."""
    between = [t for t in words if first.end <= t.start < second.start]
    if not between:
        return first.end == second.start
    return all(t.kind == "joint" or t.name == "pause" for t in between)


def _said_of(actions: Sequence[Token], words: Sequence[Token]) -> tuple[str, ...]:
    """受理并办结: both; 新收件办结: of those only, which no cell says; else the action nearest to the number."""
    last = actions[-1]
    before = [a for a in actions[:-1] if a.name != last.name]
    if not before:
        return (_plain(last),)
    if _joined(before[-1], last, words):
        return (_plain(before[-1]), _plain(last))
    of_new = before[-1].name == "new_received" and last.name in ("processed", "handled")
    return () if of_new else (_plain(last),)


def _plain(action: Token) -> str:
    return "received" if action.name == "presented" else action.name
