"""未收到申请, 无行政复议和行政诉讼, 均为零: what the prose says there was none of.

Where there is no dispute at all, there is none about disclosure: what a sentence is about does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.statements.lexicon import Token, leftover, tokens
from assistant.statements.setting import SENTENCE, Setting
from assistant.statements.statement import Scope, Statement
from index.text import fold

_MAY_SAY_NONE = re.compile(
    r"(?:未|没|无(?!法)|零|不存在).*(?:申请|复议|诉讼|结转|起诉|文件)|(?:申请|复议|诉讼|结转).*(?:[零无]|(?<![\\d.])0)"
)
_CAUSE = re.compile(r"因|引发|引起|导致|产生|涉及")
_HARMLESS = re.compile(
    r"因|由于|而|引发|引起|导致|产生|发生|出现|存在|涉及|工作|任何|情形|现象|记录|一|起|宗|例|过|年|现|有|时|"
    r"办理|活动|行为|以来|收到|受理|接到|接收|事由|问题|直接|经|被动|过程|人"
)
_BLOCKS = frozenset({"restrict", "result", "channel"})
_ISSUING = re.compile(r"制发|制定|出台")
_CLAUSE_ENDS = frozenset({"comma", "semicolon", "colon", "open", "close"})


@dataclass(frozen=True, slots=True)
class _Clause:
    """A run of terms between separators, with what the sentence said of year and scope."""

    words: tuple[Token, ...]
    start: int
    end: int
    year: int | None
    scope: Scope


def absences(
    texts: Sequence[str], setting: Setting, counted: Sequence[Statement]
) -> tuple[Statement, ...]:
    """The absences of one part's paragraphs; a number with a unit is left to `counted`."""
    found: list[Statement] = []
    for number, text in enumerate(texts):
        taken = [(s.start, s.end) for s in counted if s.paragraph == number]
        found += (
            replace(s, paragraph=number, section=setting.section)
            for s in _paragraph(text, setting, taken)
        )
    return tuple(found)


def _paragraph(
    text: str, setting: Setting, taken: Sequence[tuple[int, int]]
) -> Iterator[Statement]:
    folded = fold(text)
    for match in SENTENCE.finditer(folded):
        words = match.group()
        if not _MAY_SAY_NONE.search(words):
            continue
        for clause in _clauses(words, setting):
            for measure, column, certain, at in _said(clause, words):
                start, end = match.start() + at[0], match.start() + at[1]
                if any(a < end and start < b for a, b in taken):
                    continue
                yield Statement(
                    0,
                    measure,
                    column,
                    0,
                    "件",
                    text[start:end].strip("。；，！"),
                    "absence",
                    certain,
                    "",
                    1,
                    clause.year,
                    clause.scope,
                    text[start:end],
                    start=start,
                    end=end,
                    sentence=match.span(),
                    quote=text[match.start() : match.end()].strip(),
                )


def _clauses(sentence: str, setting: Setting) -> Iterator[_Clause]:
    year, start = setting.year, 0
    scope: Scope = ""
    run: list[Token] = []
    for token in (*tokens(sentence), Token("sep", "comma", len(sentence), len(sentence), "")):
        if token.kind == "period":
            year = _year(token, setting.year)
        elif token.kind == "scope":
            scope = setting.body.scope(token)
        if token.kind == "sep" and token.name in _CLAUSE_ENDS:
            yield _Clause(tuple(run), start, token.start, year, scope)
            start, run = token.end, []
        else:
            run.append(token)


def _year(token: Token, year: int | None) -> int | None:
    match = re.search(r"20\d\d", token.text)
    if token.name in ("year", "this_span", "this_end"):
        return int(match.group()) if match else year
    if token.name == "previous":
        return year - 1 if year else None
    return year if token.name == "this" else None


Said = tuple[str, str, bool, tuple[int, int]]


def _said(clause: _Clause, sentence: str) -> Iterator[Said]:
    for i, token in enumerate(clause.words):
        if token.kind == "none":
            yield from _after(token, clause.words[i + 1 :], clause, sentence)
            return
        if token.kind == "zero":
            yield from _before(clause.words[:i], token, clause, sentence)
            return


def _after(none: Token, words: Sequence[Token], clause: _Clause, sentence: str) -> Iterator[Said]:
    region = sentence[none.end : clause.end].rstrip("。！!？?;；. \n")
    if any(t.kind in _BLOCKS or t.kind == "noise" and t.name in ("rates", "papers") for t in words):
        return
    plain = not _HARMLESS.sub(
        "", leftover(sentence, none.end, clause.end, clause.words).strip("。！!？?;；. \n")
    )
    foreign = any(t.kind == "foreign" for t in words)
    span = (none.start, clause.end)
    heads = _heads(words, none.text + region)
    if plain and not foreign:
        yield from ((m, c, True, span) for m, c in heads)
    if plain and not foreign and _ISSUING.search(none.text + region):
        rows = [t.name for t in words if t.kind == "disclosure"]
        yield from ((f"disclosure.{r}.issued", "total", True, span) for r in rows if r in _PAPERS)


_PAPERS = ("regulations", "normative_documents")


def _heads(words: Sequence[Token], said: str) -> list[tuple[str, str]]:
    """What there was none of: disputes, applications (unless they are only the cause), rows."""
    disputes = [(t.name, "total") for t in words if t.kind == "dispute"]
    rows = [(t.name, "total") for t in words if t.kind == "row" and t.name in _ROWS]
    rows += [("carried_forward", "total") for t in words if t.name == "carried"]
    objects = [t for t in words if t.kind == "object"]
    columns = [t.name for t in words if t.kind == "column" and t.name != "everyone"]
    caused = bool(disputes) and bool(_CAUSE.search(said)) and "收到" not in said[:5]
    if rows:
        return rows
    if objects and not caused:
        column = columns[0] if len(columns) == 1 else "total"
        return [("received", column), *disputes]
    return disputes


_ROWS = ("carried_over", "carried_forward")


def _before(words: Sequence[Token], zero: Token, clause: _Clause, sentence: str) -> Iterator[Said]:
    if any(t.kind in _BLOCKS | {"foreign"} or t.name == "rates" for t in words):
        return
    heads = [(t.name, "total") for t in words if t.kind in ("dispute", "row")]
    if not heads and any(t.kind == "object" for t in words):
        heads = [("received", "total")]
    elif any(t.kind == "object" for t in words) and not any(t.kind == "row" for t in words):
        heads = [("received", "total"), *heads]
    first = next((t.start for t in words if t.kind in ("dispute", "row", "object")), zero.start)
    if _HARMLESS.sub("", leftover(sentence, first, zero.start, clause.words)):
        return
    yield from ((m, c, True, (first, zero.end)) for m, c in heads)
