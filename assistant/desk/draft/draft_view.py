"""What the drafting page shows: evidence in groups, a draft with its numbers marked, versions."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup, escape
from pydantic import TypeAdapter

from assistant.desk.frame.user_state import Person
from assistant.draft import Draft, DraftRequest
from assistant.evidence import Evidence

KINDS = {
    "figure": "本机关的数字",
    "derived": "本机关的数字",
    "finding": "审查发现的问题",
    "passage": "本机关上年的说法与承诺",
}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a draft with the request it answers."""

    id: str
    when: str
    note: str
    request: DraftRequest
    draft: Draft

    @property
    def title(self) -> str:
        return f"{self.draft.agency} {self.draft.year}年 第{self.draft.section}部分"


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """The version in hand, its numbers marked."""

    version: Version
    marked: Markup
    used: tuple[Evidence, ...]

    @property
    def draft(self) -> Draft:
        return self.version.draft


@dataclass(frozen=True, slots=True)
class Tick:
    """A piece of evidence to tick."""

    evidence: Evidence
    on: bool


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def plain(value: Version | Evidence) -> Any:
    """The value as JSON for the person's folder."""
    return json.loads(TypeAdapter(type(value)).dump_json(value))


def version(raw: Any) -> Version:
    found: Version = _adapter(Version).validate_python(raw)
    return found


def evidence_of(raw: Any) -> tuple[Evidence, ...]:
    found: tuple[Evidence, ...] = _adapter(tuple[Evidence, ...]).validate_python(raw)
    return found


def subject(evidence: Sequence[Evidence]) -> Evidence | None:
    """What is drafted: a body and a year, always the first of the evidence; nothing to tick."""
    return evidence[0] if evidence else None


def groups(person: Person, evidence: Sequence[Evidence]) -> list[tuple[str, list[Tick]]]:
    """The evidence after its subject, by kind; all is ticked at first."""
    ticked = person.get("draft-ticked", None)
    found: dict[str, list[Tick]] = {}
    for e in evidence[1:]:
        found.setdefault(KINDS[e.kind], []).append(Tick(e, ticked is None or e.id in ticked))
    return list(found.items())


def beyond(gathered: Iterable[Evidence], shown: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """What other bodies wrote among `gathered`: shown for reference, never ticked."""
    own = {e.agency for e in shown}
    return tuple(e for e in gathered if e.agency not in own and e.section)


def shown(kept: Version) -> ShownDraft:
    """A version with each number a mark: to its evidence, or in doubt."""
    draft = kept.draft
    by_id = {e.id: e for e in draft.evidence}
    used = sorted({c.evidence for c in draft.numbers if c.evidence in by_id})
    notes = {id: n for n, id in enumerate(used, 1)}
    out, at = Markup(), 0
    for check in sorted(draft.numbers, key=lambda c: c.mention.start):
        m = check.mention
        if m.start < at:
            continue
        out += escape(draft.text[at : m.start])
        word = draft.text[m.start : m.end]
        if check.status == "verified" and check.evidence in by_id:
            tip = by_id[check.evidence].text
            out += Markup(
                '<span class="nb-sure" tabindex="0" data-tip="{}">{}<sup>{}</sup></span>'
            ).format(tip, word, notes[check.evidence])
        elif check.status == "verified":
            out += escape(word)
        else:
            out += Markup(
                '<span class="nb-doubt" tabindex="0" data-tip="依据中没有，请核实">{}</span>'
            ).format(word)
        at = m.end
    return ShownDraft(
        kept, out + escape(draft.text[at:]), tuple(by_id[i] for i in used if i is not None)
    )


def side_by_side(one: Version, other: Version) -> list[tuple[Version, Markup]]:
    """Two versions, what differs in each marked."""
    a, b = one.draft.text, other.draft.text
    left, right = Markup(), Markup()
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        same = tag == "equal"
        left += escape(a[i:j]) if same else _mark("del", a[i:j])
        right += escape(b[k:m]) if same else _mark("ins", b[k:m])
    return [(one, left), (other, right)]


def _mark(tag: str, text: str) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), text) if text else Markup()
