"""The bodies and years that were read, as a plan's `Who` and `When`, or the question they leave open."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.ask.grammar.reading import Parse
from assistant.ask.plan.plan import Ask, Group, Refuse, Step, When, Who
from assistant.ask.plan.scope import GROUPS, Holdings, bodies_of

MOST_CHOICES = 20


def who_meant(ids: Sequence[int], holdings: Holdings, *, grouped: bool) -> Who:
    """The bodies as a group where one has just these members, else by name."""
    roster, wanted = holdings.roster, set(ids)
    if grouped and ids:
        for who in _groups(holdings, ids[0]):
            held = bodies_of(who, holdings, {})
            gone = [i for i in held if i not in wanted]
            if wanted <= set(held) and len(gone) <= len(held) // 3:
                return who.model_copy(update={"but": roster.named(gone)})
    return Who(names=roster.named(ids))


def _groups(holdings: Holdings, one: int) -> list[Who]:
    """Every group of the library, under each area that `one` is of too, the smallest first."""
    names: list[Group] = list(GROUPS)
    bodies = holdings.roster.bodies
    parents = {b.parent for b in bodies.values()} & bodies.keys()
    above = {one}
    while (parent := bodies[one].parent) in bodies and parent not in above:
        above.add(one := parent)
    areas = [b.name for i, b in bodies.items() if i in above & parents]
    found = [Who(group=g) for g in names]
    if len(parents) > 1:
        found += [Who(group=g, under=a) for g in names for a in areas]
    sized = [(len(bodies_of(w, holdings, {})), i, w) for i, w in enumerate(found)]
    return [w for size, _, w in sorted(sized, key=lambda s: s[:2]) if size]


def when_meant(years: Collection[int]) -> When:
    """Years in a row as first–last, others listed."""
    held = tuple(sorted(years))
    if len(held) > 2 and held == tuple(range(held[0], held[-1] + 1)):
        return When(first=held[0], last=held[-1])
    return When(years=held)


def body_trouble(p: Parse, holdings: Holdings, *, own_set: bool) -> Step | None:
    """Why the bodies said cannot be taken: too wide, not held, several of that name; None: they can."""
    who = p.bodies
    if who.too_wide:
        return _refused(
            f"库里没有“{who.too_wide}”范围的报告，只收录了其中一部分单位，不能作为{who.too_wide}的数字。"
        )
    if who.unknown:
        names = "、".join(f"“{n}”" for n in who.unknown)
        from assistant.ask.plan.scope import nearest

        near = nearest(who.unknown[0], holdings.roster, 3)
        return _refused(f"库里没有{names}的报告。", near)
    if who.ambiguous and not (who.own and own_set):
        name, ids = who.ambiguous[0]
        choices = holdings.roster.named(ids)[:MOST_CHOICES]
        if who.own:
            return Ask(
                id="s1",
                about=f"“{name}”是哪一个？请写出单位名称，或在页面上选定单位。库中有：",
                options=choices,
            )
        return Ask(
            id="s1",
            about=f"库中有{len(ids)}个单位可以称作“{name}”，请选择要问的是哪一个：",
            options=choices,
        )
    return None


def _refused(reason: str, options: Sequence[str] = ()) -> Refuse:
    return Refuse(id="s1", kind="not_held", reason=reason, options=tuple(options))


def which_body(holdings: Holdings) -> Ask:
    names = holdings.roster.named(list(holdings.roster.bodies))
    return Ask(
        id="s1",
        about="请问是哪个单位？库中有：",
        options=(*names[: MOST_CHOICES - 2], "各乡镇", "全部单位"),
    )


def which_year(held: Sequence[int]) -> Ask:
    return Ask(
        id="s1",
        about="请问是哪一年？库中有：",
        options=(*(f"{y}年" for y in reversed(held)), "所有年份"),
    )
