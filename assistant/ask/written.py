"""What was found put into words by the configured model, each sentence checked.

It supplies no number and decides nothing: its sentences are held against the evidence, and what
does not hold is struck.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.ask.answer import Answer, Event
from assistant.ask.plan.body_names import Roster
from assistant.draft.verify_text import Check, verify
from assistant.evidence import Evidence, listing
from assistant.model import RESTART, Model
from index.report import ModelError

_UNUSED = "模型未能使用（{}），以下为不使用模型的回答"


# ---------------------------------------------------------------- a written answer


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a model's answer after checking: what stands, and what was struck from it."""

    text: str
    struck: tuple[Check, ...]
    cited: tuple[int, ...]

    @property
    def holds(self) -> bool:
        return not self.struck


def worth_it(found: Answer) -> bool:
    """Whether words of a model say it better than the list: a summary of several reports, prose asked for."""
    if found.kind != "passages" or found.plan is None or not found.evidence:
        return False
    prose = found.plan.length is not None and not found.plan.bare
    return prose or (found.plan.form == "归纳" and found.searched > 1)


def out(found: Answer, model: Model, roster: Roster) -> Iterator[Event]:
    """The answer in the model's words: grey as it comes, each sentence checked as it ends.

    Ends in `done` with the written answer, or with `found` and a notice where the model failed,
    said nothing, or nothing it said held.
    """
    import prompts

    messages = prompts.fill("answer", question=found.question, evidence=listing(found.evidence))
    names = frozenset(b.name for b in roster.bodies.values())
    sentences: list[Sentence] = []
    text = ""
    try:
        for piece in model.stream(messages):
            if piece == RESTART:  # what came so far was thinking
                text, sentences = "", []
                yield Event("restart")
                continue
            text += piece
            yield Event("token", piece, "unchecked")
            while (cut := _first_end(text)) is not None:
                sentences.append(checked(text[:cut], found.evidence, names))
                text = text[cut:]
                yield _event(sentences)
    except ModelError as error:
        yield from _without_model(found, error.message)
        return
    if text.strip():
        sentences.append(checked(text, found.evidence, names))
        yield _event(sentences)
    if not any(s.holds and s.cited for s in sentences):
        yield from _without_model(found, "回答没有一句能够核对")
        return
    yield Event("done", answer=_written(found, sentences, model.name))


_SENTENCE_END = re.compile(
    r"[。！？!?；;\n]+[”』」）)]*(?:\s*\[\d+\])*(?=\s*[^\s\[。！？!?；;”』」）)\d\]])"
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
    return Event(
        "sentence", last.text, "checked" if last.holds else "struck", spans, len(sentences) - 1
    )


_MARK = re.compile(r"\[(\d+)\]|［(\d+)］|【(\d+)】")


def checked(text: str, evidence: Sequence[Evidence], names: frozenset[str]) -> Sentence:
    """A sentence verified against what it cites, or against everything where it cites nothing.

    Citation marks without evidence are taken out of it; one without any is given the marks of
    what bears it out: small models seldom set them.
    """
    by_id = {e.id: e for e in evidence}
    text = _MARK.sub(lambda m: m[0] if int(m[1] or m[2] or m[3]) in by_id else "", text)
    cited = tuple(dict.fromkeys(int(m[1] or m[2] or m[3]) for m in _MARK.finditer(text)))
    base = [by_id[i] for i in cited] or list(evidence)
    mentioned = [n for n in names if n in text]
    checks = verify(text, base, mentioned)
    struck = tuple(c for c in checks if c.status == "unverified")
    if not cited and not struck and (cited := _bearing(text, checks, evidence)):
        body = text.rstrip()
        text = f"{body}{''.join(f'[{i}]' for i in cited)}{text[len(body) :]}"
    return Sentence(text, struck, cited)


_NEAR = 0.6
"""A sentence that states nothing checkable is of the passage that has most of its letter pairs."""


def _bearing(text: str, checks: Sequence[Check], evidence: Sequence[Evidence]) -> tuple[int, ...]:
    """What bears a sentence out that cites nothing: of its statements, or of its words."""
    stated = (c.evidence for c in checks if c.mention.kind != "year")
    if found := tuple(dict.fromkeys(i for i in stated if i is not None)):
        return found
    words = re.sub(r"[^一-龥A-Za-z0-9]", "", text)
    pairs = [words[i : i + 2] for i in range(len(words) - 1)]
    shares = [(sum(p in e.text for p in pairs) / len(pairs), e.id) for e in evidence if pairs]
    share, id = max(shares, default=(0.0, 0), key=lambda s: (s[0], -s[1]))
    return (id,) if share >= _NEAR else ()


def _written(found: Answer, sentences: Sequence[Sentence], name: str) -> Answer:
    """The answer in what stands of the sentences; what was struck is crossed out and listed."""
    text = "".join(_crossed(s) for s in sentences).strip()
    used = {i for s in sentences if s.holds for i in s.cited}
    cited = [e for e in found.evidence if e.id in used]
    quotes = {(e.report, e.text) for e in cited}
    struck = tuple(dict.fromkeys(c.text for s in sentences for c in s.struck))
    notices = found.notices
    if struck:
        notices = (*notices, f"模型写的{len(struck)}处在依据中找不到，已划去：{'、'.join(struck)}")
    return replace(
        found,
        text=text,
        model=name,
        citations=tuple(c for c in found.citations if (c.report, c.quote) in quotes),
        unverified_numbers=struck,
        notices=notices,
    )


def _crossed(sentence: Sentence) -> str:
    """The sentence with what was struck between ~~ ~~."""
    parts, at = [], 0
    for check in sentence.struck:
        m = check.mention
        parts += [sentence.text[at : m.start], "~~", sentence.text[m.start : m.end], "~~"]
        at = m.end
    return "".join([*parts, sentence.text[at:]])
