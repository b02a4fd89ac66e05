"""What was found put into words by the configured model, each sentence checked.

It supplies no number and decides nothing: its sentences are held against the evidence, and what
does not hold is struck.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.ask.answer import Answer, Event
from assistant.ask.borne_out import MARK, Reports, Sentence, checked
from assistant.ask.plan.body_names import Roster
from assistant.evidence import given, listing
from assistant.model import RESTART, Model
from index.report import ModelError

_UNUSED = "模型未能使用（{}），以下为不使用模型的回答"
_ORDERS = "有{}段原文像是在对写作者下命令，没有交给模型"
_ALL_ORDERS = "原文像是在对写作者下命令，没有交给它"


# ---------------------------------------------------------------- a written answer


def worth_it(found: Answer) -> bool:
    """Whether words of a model say it better than the list: a summary of several reports, prose asked for."""
    if found.kind != "passages" or found.plan is None or not found.evidence:
        return False
    prose = found.plan.length is not None and not found.plan.bare
    return prose or (found.plan.form == "归纳" and found.searched > 1)


def out(found: Answer, model: Model, roster: Roster, report_of: Reports) -> Iterator[Event]:
    """The answer in the model's words: grey as it comes, each sentence checked as it ends.

    Ends in `done` with the written answer, or with `found` and a notice where the model failed,
    said nothing, or nothing it said held.
    """
    import prompts

    evidence = given(found.evidence)
    if not evidence:
        yield from _without_model(found, _ALL_ORDERS)
        return
    if behind := len(found.evidence) - len(evidence):
        found = replace(found, notices=(*found.notices, _ORDERS.format(behind)))
    messages = prompts.fill(
        "answer",
        question=found.question,
        understood=found.understood.partition("；给出")[0],
        evidence=listing(evidence),
    )
    names = frozenset(b.name for b in roster.bodies.values())
    sentences: list[Sentence] = []
    text, said = "", 0
    try:
        for piece in model.stream(messages):
            if piece == RESTART:  # what came so far was thinking
                text, sentences = "", []
                yield Event("restart")
                continue
            text += piece
            said += len(piece)
            if len(text) > _LONGEST_SENTENCE or said > _LONGEST:
                raise ModelError("回答没完没了")
            yield Event("token", piece, "unchecked")
            while (cut := _first_end(text)) is not None:
                sentences.append(checked(text[:cut], found.question, evidence, names, report_of))
                text = text[cut:]
                yield _event(sentences)
    except ModelError as error:
        yield from _without_model(found, error.message)
        return
    if text.strip():
        sentences.append(checked(text, found.question, evidence, names, report_of))
        yield _event(sentences)
    if not any(s.holds and s.cited for s in sentences):
        yield from _without_model(found, "回答没有一句能够核对")
        return
    yield Event("done", answer=_written(found, sentences, model.name))


_LONGEST_SENTENCE, _LONGEST = 1500, 8000
"""Characters after which a model has lost its way: six sentences are asked of it."""
_SENTENCE_END = re.compile(
    r"(?<![。！？!?；;\n])[。！？!?；;\n]++[”』」）)]*+(?:\s*+\[\d+\])*+(?=\s*[^\s\[。！？!?；;”』」）)\d\]])"
)


def _first_end(text: str) -> int | None:
    """Where the first sentence ends with its citations, once what follows shows that it does."""
    match = _SENTENCE_END.search(text)
    return match.end() if match else None


def _without_model(found: Answer, reason: str) -> Iterator[Event]:
    notice = _UNUSED.format(reason)
    yield Event("notice", notice)
    yield Event("done", answer=replace(found, notices=(*found.notices, notice)))


def _event(sentences: Sequence[Sentence]) -> Event:
    last = sentences[-1]
    spans = tuple((c.mention.start, c.mention.end) for c in last.struck)
    spans = ((0, len(last.text)),) if last.crossed or not last.fit else spans
    return Event(
        "sentence", last.text, "checked" if last.holds else "struck", spans, len(sentences) - 1
    )


def _written(found: Answer, sentences: Sequence[Sentence], name: str) -> Answer:
    """The answer in what stands of the sentences; what was struck is crossed out and listed.

    The numbers in the text are those of the citations that are shown.
    """
    shown = [s for s in sentences if s.fit]
    by_id = {e.id: e for e in found.evidence}
    used = {(by_id[i].report, by_id[i].text) for s in shown if s.holds for i in s.cited}
    citations = tuple(c for c in found.citations if (c.report, c.quote) in used)
    place = {(c.report, c.quote): n for n, c in enumerate(citations, 1)}
    at = {i: n for i, e in by_id.items() if (n := place.get((e.report, e.text)))}
    text = MARK.sub(
        lambda m: f"[{at[i]}]" if (i := int(m[1] or m[2] or m[3])) in at else "",
        "".join(_crossed(s) for s in shown).strip(),
    )
    struck = tuple(dict.fromkeys(c.text for s in shown for c in s.struck))
    notices = found.notices
    if struck:
        notices = (*notices, f"模型写的{len(struck)}处在依据中找不到，已划去：{'、'.join(struck)}")
    if left := len(sentences) - len(shown):
        notices = (*notices, f"模型写的{left}句没有依据，或与表格不符，已略去")
    return replace(
        found,
        text=text,
        model=name,
        citations=citations,
        unverified_numbers=struck,
        notices=notices,
    )


def _crossed(sentence: Sentence) -> str:
    """The sentence with what was struck between ~~ ~~; all of it where nothing is borne out."""
    parts, at = [], 0
    for check in sentence.struck:
        m = check.mention
        parts += [(sentence.crossed, sentence.text[at : m.start])]
        parts += [(True, sentence.text[m.start : m.end])]
        at = m.end
    parts.append((sentence.crossed, sentence.text[at:]))
    return "".join(f"~~{text}~~" if out and text.strip() else text for out, text in parts)
