"""What the drafting page shows: evidence in groups, a draft with its sentences marked, versions."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup, escape
from pydantic import TypeAdapter

from assistant.desk.frame.user_state import Person
from assistant.draft import Claim, Draft, DraftRequest, Material
from assistant.evidence import Evidence
from index.formats import PARTS

GROUPS = ("本机关的数字", "审查发现的问题（不勾选不写）", "上年的说法与本年的话", "承办人填写")
SHOWN = {"proved": "nb-sure", "contradicted": "nb-false", "unproved": "nb-doubt"}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a draft with the request it answers; versions of one draft share a `line`."""

    id: str
    line: str
    when: str
    note: str
    request: DraftRequest
    draft: Draft

    @property
    def title(self) -> str:
        return (
            f"{self.draft.agency} {self.draft.year}年 第{PARTS[self.draft.section - 1].numeral}部分"
        )

    @property
    def written(self) -> int:
        """Characters of what is said: no heading says anything, nor does what is still asked."""
        said = (c.text for c in self.draft.claims if c.kind != "frame")
        return len("".join(_GAP.sub("", "".join(said)).split()))


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """The version in hand, its sentences marked; `accepted` are those confirmed, with by whom."""

    version: Version
    marked: Markup
    used: tuple[Evidence, ...]
    accepted: Mapping[str, str]

    @property
    def draft(self) -> Draft:
        return self.version.draft

    @property
    def doubtful(self) -> tuple[Claim, ...]:
        """Each sentence that nothing proves, once."""
        return tuple({c.text: c for c in self.draft.of_status("unproved")}.values())

    @property
    def false(self) -> tuple[Claim, ...]:
        return self.draft.of_status("contradicted")


@dataclass(frozen=True, slots=True)
class Tick:
    """A piece of evidence to tick."""

    evidence: Evidence
    on: bool


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def plain(value: Version) -> Any:
    """The value as JSON for the person's folder."""
    return json.loads(_adapter(Version).dump_json(value))


def version(raw: Any) -> Version:
    found: Version = _adapter(Version).validate_python(raw)
    return found


def before(shown: Version, versions: Sequence[Version]) -> Version | None:
    """The version that one was made from: the last before it of the same draft."""
    earlier: Version | None = None
    for other in versions:
        if other.id == shown.id:
            return earlier
        earlier = other if other.line == shown.line else earlier
    return earlier


def groups(person: Person, material: Material) -> list[tuple[str, list[Tick]]]:
    """The evidence after its subject, by kind; what the check found is not ticked by itself."""
    ticked = person.get("draft-ticked", None)
    found: dict[str, list[Tick]] = {name: [] for name in GROUPS}
    for e in material.evidence[1:]:
        on = e.id not in material.unticked if ticked is None else e.id in ticked
        found[_group(e)].append(Tick(e, on))
    return [(name, ticks) for name, ticks in found.items() if ticks]


def _group(evidence: Evidence) -> str:
    if evidence.kind in ("figure", "derived"):
        return GROUPS[0]
    if evidence.kind == "finding":
        return GROUPS[1]
    return GROUPS[2] if evidence.section else GROUPS[3]


def shown(kept: Version, accepted: Mapping[str, str]) -> ShownDraft:
    """A version with each sentence marked: proved, false with its cell, or in doubt."""
    draft = kept.draft
    by_id = {e.id: e for e in draft.evidence}
    used = sorted({id for c in draft.claims for id in c.evidence if id in by_id})
    notes = {id: n for n, id in enumerate(used, 1)}
    out, at = Markup(), 0
    for claim in draft.claims:
        start, end = claim.span
        out += _with_gaps(draft, draft.text[at:start])
        if claim.kind == "frame":
            out += _with_gaps(draft, draft.text[start:end])
        else:
            out += _marked(draft, claim, (by_id, notes), accepted)
        at = end
    out += _with_gaps(draft, draft.text[at:])
    return ShownDraft(kept, out, tuple(by_id[i] for i in used), accepted)


def _marked(
    draft: Draft,
    claim: Claim,
    sources: tuple[Mapping[int, Evidence], Mapping[int, int]],
    accepted: Mapping[str, str],
) -> Markup:
    by_id, notes = sources
    look = SHOWN[claim.status]
    told = "；".join(by_id[i].text for i in claim.evidence[:3] if i in by_id)
    if claim.status == "unproved" and (by := accepted.get(claim.text)):
        look, told = f"{look} nb-answered", f"{by}确认"
    elif claim.status != "proved":
        told = "：".join(filter(None, (claim.why, told)))
    marks = "".join(f"[{notes[i]}]" for i in claim.evidence[:3] if i in notes)
    text = draft.text[claim.span[0] : claim.span[1]]
    words = text.rstrip()  # the mark stands at the sentence, not on the line below
    return Markup('<span class="{}" tabindex="0" data-tip="{}">{}<sup>{}</sup></span>{}').format(
        look, told or "有出处", _with_gaps(draft, words), marks, text[len(words) :]
    )


_GAP = re.compile(r"〔待补充(?:[^〔〕]|〔\d+〕)*〕")


def _with_gaps(draft: Draft, text: str) -> Markup:
    """Escaped text with its questions as fields to answer in place."""
    out, at = Markup(), 0
    places = {g.text: n for n, g in enumerate(draft.gaps) if g.kind != "fact"}
    for match in _GAP.finditer(text):
        if match[0] in places:
            out += escape(text[at : match.start()]) + _field(match[0], places[match[0]])
            at = match.end()
    return out + escape(text[at:])


def _field(gap: str, place: int) -> Markup:
    return Markup(
        '<span class="nb-gap"><span>{0}</span><input type="text" name="gap-{1}" form="draft-form" '
        'aria-label="{0}"><button class="nb-button small" type="button" form="draft-form" '
        'data-do="fill" data-place="{1}">填写</button></span>'
    ).format(gap, place)


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
