"""The bodies of a question: by full or short name, by group (各乡镇, 县直部门), by parent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.ask.grammar.groups import (
    GROUPS,
    OWN,
    UNNAMED,
    Group,
    Span,
    blanked,
    groups_said,
    of_one,
    told_by,
    unknown_names,
)
from assistant.ask.grammar.name_rows import (
    Name,
    cut_short,
    names_in_rows,
    names_whole,
    spelt_out,
)
from assistant.ask.plan.body_names import Roster, holds_rank, is_area, root
from index.numerals import ONE_TO_TEN, value_of

_OUR = "(?:我们?|咱们?|本)(?:这个|这)?"
"""我们局, 本镇: whoever asks knows which; nobody else does."""
_AT_HOME = "(?<![一-龥])局里(?:面)?(?=[0-9二今去前上])"
"""局里今年收了几件: as said by those who work there."""
_YEAR_WORD = re.compile(r"\d年度?")
_AMONG = re.compile(
    r"(?<![一-龥])(?:乡镇|[镇乡]|街道|部门|县直|县里)[里中](?:面)?"
    r"|[按以](?:单位|部门|乡镇|街道|局|镇)(?:来)?(?:算|计|统计)(?=，)"
)
"""镇里平均一个镇; 按局算，…: beside the group itself they say nothing more."""
_IN_AREA = re.compile(r"(?<![一-龥])[县市区](?:里面?|内)的?(?=_)")
"""区里各局: whose bureaus they are."""
_WIDE = re.compile(r"全(?P<of>国|省|市|县|区|镇|乡|州|旗)(?:范围内?|上下|境内?)?(?:的)?")
_BELOW = re.compile(r"下[辖属]|所[辖属]|辖区")
_DIRECT = re.compile(r"(?P<of>[省市])(?:直|级)(?:属)?(?:各)?(?:部门|单位|机关)")
"""The departments right under a province or a city: not those of the county in the library."""


_AND = set("、和及与跟加")
"""After a county's own name these list it beside the group; else it says whose group is meant."""


_ANYONE = re.compile(r"谁|(?:哪一?|哪几|几|多少|每一?)?[个家]?(?:的)?(?:单位|家)")


# ---------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies meant.

    `group` is the label of a group (then `ids` are all its members), `ambiguous` a name with the
    bodies it may mean, `unknown` names of bodies that the library does not hold, `too_wide` a
    scope above everything in the library, `whole` an area said without who in it is meant,
    `anyone` says that only an asking word said so, `own` that it is the asker's own,
    `beside` those named next to a group.
    """

    ids: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    group: str = ""
    ambiguous: tuple[tuple[str, tuple[int, ...]], ...] = ()
    unknown: tuple[str, ...] = ()
    too_wide: str = ""
    whole: tuple[str, tuple[int, ...]] | None = None
    scope: int | None = None
    group_spans: tuple[Span, ...] = ()
    beside: tuple[int, ...] = ()
    anyone: bool = False
    own: bool = False

    @property
    def by_name(self) -> bool:
        """Whether bodies are named; a group (哪个部门) says only over whom something is asked."""
        return bool(self.ids and not self.group)

    @property
    def said(self) -> bool:
        return bool(self.ids or self.group or self.ambiguous or self.unknown or self.whole)


def bodies(text: str, known: Roster, reserved: Callable[[str], Sequence[Span]]) -> Bodies:
    """The bodies `text` means, names before groups; `spans` says which characters said so.

    `reserved` gives the places of other words in the text that names have left (全部公开), which
    no group word may take.
    """
    rows = names_in_rows(text, known, reserved(text))
    strangers = tuple(n.text for n in rows if not n.ids)
    if strangers:
        return Bodies(spans=tuple(n.span for n in rows), unknown=strangers)
    own_names = [*names_whole(text, known), *rows]
    plain = blanked(text, [*(n.span for n in own_names), *reserved(text)])
    own_names = sorted([*own_names, *cut_short(plain, known)], key=lambda n: n.span)
    names = _narrowed(own_names, text, known)
    named = [n.span for n in names]
    named += [*_counted(masked := blanked(text, named), len(names)), *spelt_out(masked, len(names))]
    masked = blanked(text, named)
    if not names and (own := _own(blanked(masked, reserved(masked)), known)):
        return Bodies((), (own.span,), "", ((own.text, tuple(sorted(own.ids))),), own=True)
    if unsure := _UNSURE.search(masked):
        return _not_known(unsure, known)
    wide = _WIDE.search(masked)
    groups = groups_said(blanked(masked, reserved(masked)), bool(names))
    if names and not groups and (rest := _all_but(text, names)):
        groups = [rest]
    asides = _asides(text, names, groups) if groups else _Asides()
    names = [n for n in names if n not in asides.out]
    group_spans = [span for _, span in groups]
    groups = _specific([g for g in groups if g not in asides.groups_out])
    whose = [n for n in names if n not in asides.within]
    everyone = any(g is GROUPS[-1] and _WITHOUT_SCOPE.match(text[a:b]) for g, (a, b) in groups)
    scope = _scope([] if everyone else whose, [g for g, _ in groups], wide, known)
    plain = _without_years(masked)
    said = (*_AMONG.finditer(plain), *_IN_AREA.finditer(blanked(plain, group_spans)))
    among = [m.span() for m in said] if groups else []
    spans = (*named, *([wide.span()] if wide else []), *group_spans, *among, *asides.spans)
    leaves = [n.span for n in names if all(known.bodies[i].level in _LEAF for i in n.ids)]
    unknown = tuple(
        u for u in unknown_names(blanked(text, spans)) if not told_by(text, text.find(u), leaves)
    )
    beyond = wide or _DIRECT.search(masked)
    if beyond and not holds_rank(beyond["of"], known):
        return Bodies(spans=spans, too_wide=beyond[0], unknown=unknown)
    if groups:
        inside = None if scope is None else known.under(scope)
        if inside is not None and scope is not None and not _BELOW.search(text):
            inside |= {scope}  # 全县各单位: the county's own report is one of them
        listed = [
            n
            for n in names
            if n.ids != {scope} or n in asides.within or text[n.span[1] : n.span[1] + 1] in _AND
        ]
        found = _of_groups(groups, inside, listed, known, spans, unknown)
        found = _as_many_as_said(replace(_without(found, asides, known), scope=scope), text, known)
        anyone = all(_ANYONE.fullmatch(text[a:b]) for _, (a, b) in groups)
        return replace(found, anyone=anyone)
    if wide and not names:
        tops = tuple(b.id for b in known.bodies.values() if is_area(b, wide["of"]))
        return Bodies((), spans, unknown=unknown, whole=(wide[0], tops), scope=scope)
    return _of_names(names, text, spans, unknown, known)


def _of_names(
    names: list[Name],
    text: str,
    spans: tuple[Span, ...],
    unknown: tuple[str, ...],
    known: Roster,
) -> Bodies:
    """The bodies named, or the one of a sort of which the text does not say which it is."""
    if unnamed := _unnamed(blanked(text, spans), known):
        if not names:
            names, spans, unknown = [unnamed], (unnamed.span,), ()
        elif all(n.ids <= unnamed.ids for n in names):
            spans = (*spans, unnamed.span)  # 街道收了多少，青石的: which one it is, is said
    ambiguous = tuple((n.text, tuple(sorted(n.ids))) for n in names if len(n.ids) > 1)
    ids = tuple(dict.fromkeys(i for n in names if len(n.ids) == 1 for i in n.ids))
    return Bodies(ids, spans, "", ambiguous, unknown)


def _not_known(unsure: re.Match[str], known: Roster) -> Bodies:
    group = next(g for g in GROUPS if re.fullmatch(g.phrases, unsure["what"]))
    ids = tuple(sorted(b.id for b in known.bodies.values() if group.takes(b)))
    return Bodies((), (unsure.span(),), "", ((unsure["what"], ids),))


_UNSURE = re.compile(
    r"(?:是)?哪一?(?:个|家)(?P<what>政府|局|部门|单位|乡镇|镇|街道)(?:来着)?[，]?我?(?:也|都)?(?:给)?"
    r"(?:忘|[没不](?:太|大)?(?:记|知道|清楚|确定|晓得|明白)|记不|说不)[一-龥]{0,3}(?=[，。？?！]|$)"
)
"""是哪个局我忘了: who asks does not know it either."""
_LEAF = ("department", "township")
"""Levels of bodies that no other body is under."""
_WITHOUT_SCOPE = re.compile(r"全部|所有|\d")
"""全部12家: all there are, whoever is named beside them."""


def _all_but(text: str, names: Sequence[Name]) -> tuple[Group, Span] | None:
    """除了县政府还有谁: everyone, where one named is left out and nobody else is said."""
    plain = blanked(text, [n.span for n in names])
    if not _OUT.search(plain):
        return None
    who = re.search(r"谁|哪些|哪几[个家]|哪家", plain)
    if who is None and re.search(r"一共|总共|合计|平均|最[多少高低]", plain):
        return GROUPS[-1], (len(text), len(text))  # 除县政府外总共多少
    return (GROUPS[-1], who.span()) if who else None


def _specific(groups: Sequence[tuple[Group, Span]]) -> list[tuple[Group, Span]]:
    """各乡镇中哪个单位: the general word means the group that is named beside it."""
    named = next((g for g, _ in groups if g is not GROUPS[-1]), GROUPS[-1])
    return [(named if g is GROUPS[-1] else g, span) for g, span in groups]


@dataclass(frozen=True, slots=True)
class _Asides:
    """What an aside takes out of the group (不含街道) or says is in it (含县政府)."""

    out: tuple[Name, ...] = ()
    groups_out: tuple[tuple[Group, Span], ...] = ()
    within: tuple[Name, ...] = ()
    spans: tuple[Span, ...] = ()


_NOT_IN = (
    r"(?:不|别|勿|无需|不用|不要|不必|没)(?:把|将)?(?:包括|包含|含|算|计|统计|参加|参与|列|加)"
    r"(?:在内|在一起|进来|进去|入|进)?(?:排名|排序|比较|统计)?"
)
"""A denial and a verb of counting in: 不含, 别算进来, 不参加排名."""
_APART = r"(?:另外?|单独?)(?:再)?[说算计列看统提讲论]"
"""县政府那份另说: it is left for another time."""
_OUT = re.compile(
    rf"[（(，]?(?:除开|除去|除了?|剔除|扣除|排除|去掉|刨去|刨除|撇开|{_NOT_IN})(?P<said>_+)(?:、_+|和_+)*"
    r"(?:之外|以外|除外|在外|外)?[）)]?(?:，?(?:其他|其余|剩余|剩下|别)的?)?"
    r"|(?P<beyond>_+)(?:之外|以外)的?(?:其他|其余)?"
    rf"|[（(，]?(?P<too>_+)(?:那份|的)?(?:汇总|年报|报告)?(?:都|也)?(?:除外|{_APART}|{_NOT_IN})[）)]?"
)


_COUNTED_IN = r"(?:算(?:在内|进去|进来|上|入)|包括在内|计算?在内|在内|计入)"


_IN = re.compile(
    r"[（(，]?(?:包括|包含|含)_+(?:也|都|一起|一并)*(?:在内)?[）)]?"
    rf"|[（(，]?(?:把|将|连同?|算上|加上)?_+(?:也|都|一起|一并|一块)*{_COUNTED_IN}[）)]?"
    r"|(?:连同|算上|加上)_+(?:一起|一并|一块)?"
)


def _asides(text: str, names: Sequence[Name], groups: Sequence[tuple[Group, Span]]) -> _Asides:
    plain = blanked(text, [*(n.span for n in names), *(span for _, span in groups)])
    out = [m.span() for m in _OUT.finditer(plain)]
    within = [m.span() for m in _IN.finditer(blanked(plain, out))]
    gone = tuple(g for g in groups if _inside(g[1], out))
    if len(gone) == len(groups):
        return _Asides()
    return _Asides(
        tuple(n for n in names if _inside(n.span, out)),
        gone,
        tuple(n for n in names if _inside(n.span, within)),
        (*out, *within),
    )


def _inside(span: Span, wider: Iterable[Span]) -> bool:
    return any(a <= span[0] and span[1] <= b for a, b in wider)


def _without(found: Bodies, asides: _Asides, known: Roster) -> Bodies:
    """The group less what an aside takes out of it, and the label saying so."""
    gone = {i for n in asides.out for i in n.ids}
    gone |= {b.id for b in known.bodies.values() if any(g.takes(b) for g, _ in asides.groups_out)}
    if not gone & set(found.ids):
        return found
    said = "、".join((*(g.label for g, _ in asides.groups_out), *(n.text for n in asides.out)))
    ids = tuple(i for i in found.ids if i not in gone)
    return replace(found, ids=ids, group=f"{found.group}（不含{said}）")


def _of_groups(
    groups: Sequence[tuple[Group, Span]],
    inside: frozenset[int] | None,
    names: Sequence[Name],
    known: Roster,
    spans: tuple[Span, ...],
    unknown: tuple[str, ...],
) -> Bodies:
    members = [
        b.id
        for b in known.bodies.values()
        if any(g.takes(b) for g, _ in groups) and (inside is None or b.id in inside)
    ]
    beside = tuple(i for n in names for i in n.ids)
    ids = tuple(dict.fromkeys((*members, *beside)))
    label = "、".join(dict.fromkeys(g.label for g, _ in groups))
    return Bodies(
        ids,
        spans,
        label,
        unknown=unknown,
        group_spans=tuple(span for _, span in groups),
        beside=beside,
    )


_SO_MANY = re.compile(rf"(?P<n>[{ONE_TO_TEN}两]|\d{{1,2}})个?[区县市]$")


def _as_many_as_said(found: Bodies, text: str, known: Roster) -> Bodies:
    """两个区 are the governments alone, where they are so many and a zone's committee is none."""
    said = next((m for a, b in found.group_spans if (m := _SO_MANY.search(text[a:b]))), None)
    n = value_of(said["n"]) if said else None
    own = [i for i in found.ids if i not in found.beside]
    governments = [i for i in own if known.bodies[i].kind == "government"]
    if n in (None, len(own)) or n != len(governments):
        return found
    return replace(found, ids=(*governments, *found.beside))


def _without_years(text: str) -> str:
    return _YEAR_WORD.sub(lambda m: "_" * len(m[0]), text)


def _unnamed(masked: str, known: Roster) -> Name | None:
    """镇里, 县局: one body of a sort, but not which; with all that it may be."""
    plain = _without_years(masked)
    for group, pattern in UNNAMED:
        match = re.search(pattern, plain)
        if match and not of_one(plain[: match.start()]):
            ids = frozenset(b.id for b in known.bodies.values() if group.takes(b))
            return Name(match[0], ids, match.span()) if ids else None
    return None


def _own(masked: str, known: Roster) -> Name | None:
    """我们局, 本镇: the asker's own body, with all that it may be."""
    for group, words in OWN:
        at_home = f"|{_AT_HOME}" if "局" in words else ""
        if match := re.search(f"{_OUR}(?:{words})(?!事){at_home}", masked):
            ids = frozenset(b.id for b in known.bodies.values() if group.takes(b))
            return Name(match[0], ids, match.span()) if ids else None
    return None


def _narrowed(names: list[Name], text: str, known: Roster) -> list[Name]:
    """A name of several bodies settled by the place before it (河湾县的住建局)."""
    kept: list[Name] = []
    for n in names:
        before = kept[-1] if kept else None
        joined = before is not None and re.fullmatch(
            r"的|下属的?|所属的?|本级的?|", text[before.span[1] : n.span[0]]
        )
        if before is not None and joined and len(before.ids) == 1:
            inside = n.ids & known.under(next(iter(before.ids)))
            if len(inside) >= 1:
                kept[-1] = Name(before.text + n.text, inside, (before.span[0], n.span[1]))
                continue
        kept.append(n)
    if len(places := {i for n in kept if len(n.ids) == 1 for i in n.ids}) == 1:
        near = known.under(root(next(iter(places)), known))
        kept = [Name(n.text, (n.ids & near) or n.ids, n.span) for n in kept]
    return kept


_THESE = re.compile(
    r"(?:这|那|以上|上述)?(?P<n>[两二三四五六七八九])个?(?:单位|部门|乡镇|街道|镇|局|区|县|家|地)(?!里|中)"
)


def _counted(masked: str, names: int) -> list[Span]:
    """The names' own number said after them (甲和乙两个单位): no group besides."""
    found = _THESE.finditer(masked) if names > 1 else ()
    return [m.span() for m in found if value_of(m["n"]) == names]


def _scope(
    names: Sequence[Name], groups: Sequence[Group], wide: re.Match[str] | None, known: Roster
) -> int | None:
    """The area whose bodies a group word means: one that is named and has such bodies, or 全县's."""
    for n in names:
        id = next(iter(n.ids))
        if len(n.ids) == 1 and any(
            g.takes(known.bodies[i]) for g in groups for i in known.under(id)
        ):
            return id
    if wide:
        tops = [b.id for b in known.bodies.values() if is_area(b, wide["of"])]
        return tops[0] if len(tops) == 1 else None
    return None
