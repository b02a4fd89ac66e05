"""Each sentence of a text about a body's report: proved, contradicted or unproved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from assistant.claims.certainty import unsure_operands
from assistant.claims.claim import (
    OWN,
    Checked,
    Claim,
    Compare,
    Ground,
    Kind,
    Multiple,
    Quoted,
    Rank,
    ShareChange,
    Unbound,
    Value,
    Verdict,
)
from assistant.claims.context import Context
from assistant.claims.facts import Facts
from assistant.claims.narrated import with_narrated
from assistant.claims.productions.clause import NOT_BOUND
from assistant.claims.productions.grammar import left_over
from assistant.claims.productions.several import read_after, respectively, units
from assistant.claims.prove import prove
from assistant.claims.quotations import Passages, only_a_place, passages
from assistant.claims.reading.clause_items import items
from assistant.claims.reading.item import Item, Names, Speaker
from assistant.claims.reading.item_rules import Run, drawn_together, letters
from assistant.claims.text_sentences import is_frame, kind_of, plain, promises, sentences
from assistant.claims.translation import Translate, claims_of
from assistant.statements import body_of
from index.bodies.names import called_by, self_words, short_names
from index.formats import edition
from index.numerals import value_of
from index.report import Report
from index.text import fold

_ORDER: Sequence[str] = ("proved", "unproved", "contradicted")
_BESIDE, _SO_MANY_TIMES = re.compile("[tHja]$"), re.compile("(?<==)b(?=Q?[TFP])")
"""比我局, and 是我局的两倍: the reporting body as what another is compared with."""
Bears = Callable[[str], Ground | None]


def _nothing(words: str) -> Ground | None:
    return None


_SOMEONE = re.compile(r"[局委办厅镇乡县市区街村站所院校园司队处科室]|中心|其[他余]|另|某|外地|别")
_BLANK = re.compile(r"〔待补充[^〔〕]*〕")
_UNKNOWN_WORDS = "无法与表格或原文核对"
_PROMISE, _CAUSE = "这是承诺，须有出处", "这是原因，须有出处"


def check(
    text: str,
    report: Report,
    *,
    earlier: Mapping[int, Report] | None = None,
    peers: Sequence[Report] = (),
    named: Sequence[Report] = (),
    notes: Sequence[Ground] = (),
    translate: Translate | None = None,
) -> tuple[Checked, ...]:
    """Every sentence of `text` with its verdict, in order.

    `earlier` are the same body's reports by year, `peers` reports of comparable bodies (of any
    year), `named` of others that the text may name, `notes` what else may be quoted: the drafter's
    answers, passages of other reports; `translate` puts what the grammar does not bind into plain sentences that are checked instead.
    """
    facts = Facts(report, earlier or {}, peers, named)
    speaker = _speaker(report, peers, named)
    context = Context(speaker, edition(report.format, report.year))
    quotable = passages(report, notes, speaker.names.own)
    found = []
    for start, end in sentences(text):
        if "\n" in text[max(0, start - 1) : start]:
            context = Context(speaker, context.form)
        said = _checked(text, (start, end), context, facts, quotable)
        if translate is not None and said.status == "unproved":
            said = _translated(said, translate, context, facts)
        found.append(said)
    return tuple(found)


def _speaker(report: Report, peers: Sequence[Report], named: Sequence[Report]) -> Speaker:
    own = _own_names(report.agency) if report.agency else ()
    others = {**called_by({p.agency for p in named}), **called_by({p.agency for p in peers})}
    others = {name: agency for name, agency in others.items() if name not in own}
    body = body_of(report.agency, report.level)
    heads = ("街道",) if body.marker == "街" else ()
    return Speaker(report.year or 0, body, Names(own, others, heads))


def _own_names(agency: str) -> tuple[str, ...]:
    """Its names, what it calls itself (我局), and what its own people say (局里)."""
    itself = self_words(agency)
    at_home = {f"{w[1:]}{where}" for w in itself if w[0] == "我" for where in "里上"}
    return tuple({*short_names(agency), *itself, *at_home})


def _checked(
    text: str, span: tuple[int, int], context: Context, facts: Facts, quotable: Passages
) -> Checked:
    said = text[span[0] : span[1]].strip()
    sentence = plain(said)
    if _BLANK.sub("", sentence).strip("。，；") == "" or is_frame(sentence):
        return Checked(said, span, "frame", "proved")
    anew = context.copy()
    found = items(sentence, context.speaker)
    promised = promises(text[_begins(text, span[0]) : span[1]])
    bears = partial(quotable.bears, promised=promised)
    claims, verdicts = _judged(sentence, found, context, facts, bears)
    verdict = _worst(verdicts)
    if verdict.status == "unproved" and (told := with_narrated(found, sentence, facts.report)):
        again, narrated = _judged(sentence, told, anew, facts, bears)
        claims, verdict = again, _bearing_out(_worst(narrated))
    if verdict.status == "unproved" and (ground := bears(sentence)) is not None:
        verdict = prove(Quoted(ground), facts)
    kind = _kind(sentence, claims)
    grounds = tuple(dict.fromkeys(verdict.grounds))
    return Checked(said, span, kind, verdict.status, grounds, verdict.why, verdict.suggestion)


def _begins(text: str, at: int) -> int:
    """Where the whole begins that the sentence is a part of: 将做好以下改进：一是…；二是…."""
    return max(text.rfind(mark, 0, at) for mark in "。！？!?\n") + 1


def _bearing_out(verdict: Verdict) -> Verdict:
    """What a text tells bears out and never speaks against."""
    return verdict if verdict.status == "proved" else replace(verdict, status="unproved")


def _translated(said: Checked, translate: Translate, context: Context, facts: Facts) -> Checked:
    """The sentence as proved by its translation; a translation never speaks against it."""
    sentence = plain(said.text)
    anew = Context(context.speaker, context.form)
    claims = claims_of(sentence, translate(sentence), anew, facts.report)
    verdict = _worst([prove(c, facts) for c in claims])
    if verdict.status != "proved":
        return said
    grounds = tuple(dict.fromkeys(verdict.grounds))
    kind = _kind(sentence, claims)
    return replace(said, kind=kind, status="proved", evidence=grounds, why=verdict.why)


def _worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The sentence's verdict: its worst claim's, with the grounds of all where all are proved."""
    if not verdicts:
        return Verdict("unproved", "没有可以与表格或原文核对的说法")
    worst = max(verdicts, key=lambda v: _ORDER.index(v.status))
    if worst.status != "proved":
        return worst
    why = "；".join(dict.fromkeys(v.why for v in verdicts if v.why))
    return Verdict("proved", why, tuple(g for v in verdicts for g in v.grounds))


def _kind(sentence: str, claims: Iterable[Claim]) -> Kind:
    if all(isinstance(c, Unbound) for c in claims):
        return kind_of(sentence)
    comparing = (Compare, Multiple, Rank, ShareChange)
    return "comparison" if any(isinstance(c, comparing) for c in claims) else "figure"


# ---------------------------------------------------------------- one sentence


def _judged(
    sentence: str, found: Run, context: Context, facts: Facts, bears: Bears = _nothing
) -> tuple[tuple[Claim, ...], tuple[Verdict, ...]]:
    context.begin()
    context.done_at = next((i.start for i in found if i.name == "processed"), -1)
    found, context.doubt = _last_year_as_this(found, context.speaker.year)
    context.with_carried = any(_carried(i, context) for i in found)
    told: list[tuple[Claim, bool]] = []
    for clause in _clauses(found, context):
        before = len(context.listed)
        elliptic = any(isinstance(c, Unbound) for c, _ in told) and _elliptic(clause)
        for claim in _or_quoted(list(_claims(clause, context, sentence)), clause, sentence, bears):
            told.append((_naming(claim, clause, sentence), context.doubt or elliptic))
        if clause:
            context.end_clause(before)
    told += [(claim, False) for claim in left_over(context)]
    claims = tuple(claim for claim, _ in told)
    facts = _with_meanings(claims, facts)
    verdicts: list[Verdict] = []
    for claim, doubt in told:
        verdict = prove(claim, facts)
        said = list(zip(claims, verdicts, strict=False))
        doubt = doubt or _gainsays(claim, verdict, said)
        if verdict.status == "contradicted" and (doubt or unsure_operands(claim, said, found)):
            verdict = replace(verdict, status="unproved")
        verdicts.append(verdict)
    return claims, tuple(verdicts)


def _or_quoted(
    claims: Sequence[Claim], clause: Run, sentence: str, bears: Bears
) -> Sequence[Claim]:
    """The clause's claims; one without a number may be what a passage says."""
    if not any(isinstance(c, Unbound) for c in claims) or re.search("[QPTO]", letters(clause)):
        return claims
    words = sentence[clause[0].start : clause[-1].end]
    if only_a_place(words):
        return ()
    ground = bears(words)
    return claims if ground is None else [Quoted(ground)]


def _elliptic(clause: Run) -> bool:
    """申请21件, 占两成: of whom is for what came before to say."""
    kinds = {t.kind for i in clause for w in i.words for t in w}
    return kinds <= {"object"}


def _naming(claim: Claim, clause: Run, sentence: str) -> Claim:
    """The claim; where it is of nothing, with the words that are."""
    if not isinstance(claim, Unbound) or claim.why != NOT_BOUND or not clause:
        return claim
    return Unbound(f"“{sentence[clause[0].start : clause[-1].end]}”{NOT_BOUND}")


def _last_year_as_this(found: Run, year: int) -> tuple[Run, bool]:
    """去年收到63件: who writes after the year may mean the report's own, where 今年 is not said.

    He does where it is compared with the year before; else nothing is held against it.
    """
    spoken = [i for i, before in zip(found, (None, *found), strict=False) if _subject(i, before)]
    if not spoken or any(i.letter == "Y" for i in found):
        return found, False
    if all(i.years != (year - 1,) for i in found if i.letter == "y" and i not in spoken):
        return found, True
    own = (replace(i, letter="Y", years=(year,)) if i in spoken else i for i in found)
    return tuple(own), False


def _subject(item: Item, before: Item | None) -> bool:
    said = item.letter == "y" and item.text.startswith("去")
    return said and (before is None or before.letter not in "tHjfa")


def _carried(item: Item, context: Context) -> bool:
    early = item.name == "carried" and item.start < context.done_at
    return item.letter == "M" and (early or item.name == "carried_over")


def _with_meanings(claims: Sequence[Claim], facts: Facts) -> Facts:
    """The facts in the meanings that the sentence's numbers give its measures."""
    for claim in claims:
        if (meant := prove(claim, facts).meant) is not None:
            facts = replace(facts, meant={meant[0]: meant[1], **facts.meant})
    return facts


def _gainsays(claim: Claim, verdict: Verdict, said: Sequence[tuple[Claim, Verdict]]) -> bool:
    """Whether it would speak against what the sentence rightly said: then it is of something else."""
    if verdict.status != "contradicted" or not isinstance(claim, Value):
        return False
    return any(
        isinstance(c, Value) and c.figure == claim.figure and v.status == "proved" for c, v in said
    )


def _clauses(run: Run, context: Context) -> Iterator[tuple[Item, ...]]:
    """The items between the separators; a bracket's inside is a clause of its own."""
    clause: list[Item] = []
    for item in run:
        if item.letter not in ",;()":
            clause.append(item)
            continue
        yield tuple(clause)
        clause = []
        if item.letter == "(":
            context.open()
        elif item.letter == ")":
            context.close()
    yield tuple(clause)


def _claims(clause: Run, context: Context, sentence: str) -> Iterator[Claim]:
    if not clause:
        return
    marks = {"!": _PROMISE, "?": _CAUSE}
    for item in clause:
        if item.letter in marks:
            yield Unbound(marks[item.letter])
            context.lose()
            return
    clause = _so_many_kinds(clause)
    if any(i.letter == "X" for i in clause):
        spoken = any(i.letter in "MB" for i in clause)
        context.doubt |= spoken or any(_SOMEONE.search(i.text) for i in clause if i.letter == "X")
        context.lose()
        words = "”“".join(i.text for i in clause if i.letter == "X")
        yield Unbound(f"“{words}”{_UNKNOWN_WORDS}")
        return
    if (ending := _at_the_end(clause)) is not None:
        yield Unbound(f"“{ending.text}”{_UNKNOWN_WORDS}")
        return
    clause = _years_apart(clause)
    _reset(clause, context)
    drawn = drawn_together(clause, fold(sentence))
    told = respectively(drawn, context)
    if told is not None:
        yield from told
        return
    numbers = sum(i.letter in "QPTO" for i in drawn)
    if numbers > 1 and any(i.letter == "J" and i.name != "each" for i in drawn):
        context.lose()
        yield Unbound(NOT_BOUND)  # 分别 that the grammar cannot hand out
        return
    before: Run = ()
    for unit in units([i for i in drawn if i.letter != "J" or i.name == "each"]):
        yield from read_after(before, unit, context)
        before = unit


def _so_many_kinds(clause: Run) -> Run:
    """行政许可、行政处罚、行政强制三项: as many as were named; else so many of what is not said."""
    said, kept = letters(clause), []
    for at, item in enumerate(clause):
        named = re.search(r"M+(?:[pj]M+)+$", said[:at]) if item.letter == "x" else None
        size = item.stated.value if item.stated else 0
        if named is None or len(re.split("[pj]", named[0])) != size:
            kept.append(replace(item, letter="X") if item.letter == "x" else item)
    return kept


_STOCKS = frozenset({"carried_forward", "open", "pending", "in_force", "processed"})


def _at_the_end(clause: Run) -> Item | None:
    """年底收到63件: a part of the year, unless it is of what was there at its end."""
    ending = next((i for i in clause if i.letter == "Y" and re.match("[年本当]", i.text)), None)
    names = {t.name for i in clause for w in i.words for t in w}
    bare = ending is not None and ending.name == "end" and not re.search("[至到止内]", ending.text)
    return ending if bare and names and not names & _STOCKS else None


def _years_apart(clause: Run) -> Run:
    """2023年31件、2024年36件: where another year is named, this one is as well.

    2022年一年: the year that is named, said twice.
    """
    if not any(i.letter in "ys" for i in clause):
        return clause
    before = (None, *clause)
    clause = [i for i, b in zip(clause, before, strict=False) if not _said_twice(i, b)]
    return [replace(i, letter="y") if i.letter == "Y" else i for i in clause]


def _said_twice(item: Item, before: Item | None) -> bool:
    behind = before is not None and before.letter == "y" and before.end == item.start
    return item.letter == "Y" and behind and item.text[0] in "一全整"


def _addends(text: str) -> int:
    """二者, 三项: how many are added up; 0 where it is not said."""
    return int(value_of(text[0]) or 0) if text[0] in "二两三四" else 0


def _reset(clause: Run, context: Context) -> None:
    """本年, 我局, 其中: whose and which year's is said anew, or a part of what came before."""
    context.years_named |= any(i.letter in "ys" for i in clause)
    sums = [i for i in clause if i.letter == "W"]
    context.dated = any(i.letter in "Yys" for i in clause)
    context.of_each = any(i.letter == "A" for i in clause)
    context.summed, context.addends = bool(sums), max((_addends(i.text) for i in sums), default=0)
    said = letters(clause)
    for at, item in enumerate(clause):
        match item.letter:
            case "Y":
                context.years = item.years
            case "b" if not _BESIDE.search(said, 0, at) and not _SO_MANY_TIMES.match(said, at):
                context.body, context.also = OWN, ()
            case "I":
                context.whole = context.including = context.focus
