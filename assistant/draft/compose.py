"""Part five composed from evidence, without a model: problems by weight, each with its measure.

The wording is drawn from the phrase book by a generator seeded with body, year and variant: the
same request gives the same draft, another body or variant another wording.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.draft.phrases import Topic, topics
from assistant.draft.request import TYPED, Basis, DraftRequest, Item, Material

_OPENINGS = (
    "{year}年，{we}政府信息公开工作还存在以下问题：",
    "对照《中华人民共和国政府信息公开条例》的要求，{we}{year}年的工作有以下短板：",
    "从{year}年的办理数据和日常工作看，{we}政府信息公开工作的不足主要表现为：",
    "梳理{year}年全年情况，{we}在政府信息公开方面的主要问题有：",
    "回看{year}年，{we}的政府信息公开工作仍有薄弱之处：",
    "{year}年工作中，{we}发现的主要问题如下：",
    "结合{year}年统计数据自查，{we}存在的主要问题是：",
    "总结{year}年工作，{we}认为需要正视以下问题：",
)
_TURNS = (
    "针对上述问题，{next}年{we}将逐项改进：",
    "{next}年，{we}将对应采取以下措施：",
    "改进安排如下，{next}年{we}将逐项落实：",
    "对以上问题，{we}在{next}年作如下改进：",
    "{next}年，{we}从以下方面着手改进：",
    "为解决这些问题，{we}{next}年的改进措施是：",
    "按照问题与措施对应的原则，{next}年{we}将：",
    "{next}年，{we}拟作如下改进：",
)
_PROBLEMS = (
    "{lead}。{fact}，{cause}",
    "{lead}，{fact}，{cause}",
    "{fact}，{lead}，{cause}",
    "{fact}，{cause}，{lead}",
)
_MEASURES = (
    "{action}，{detail}",
    "{action}，{detail}，同时{also}",
    "{action}，{detail}，并{also}",
    "围绕{name}，{action}，{detail}",
    "在{name}方面，{action}，{detail}",
    "在{name}方面，{action}，{detail}，同时{also}",
)
_ORDINALS = "一二三四五六七八九十"
_PER_ITEM = 125
"""About how many characters a problem and its measure take, to plan how many fit."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One problem to be written: its topic and the bases that speak for it, weightiest first."""

    topic: Topic
    bases: tuple[Basis, ...]

    @property
    def weight(self) -> float:
        return self.bases[0].weight

    @property
    def evidence(self) -> tuple[int, ...]:
        return tuple(b.evidence.id for b in self.bases)


def plan(material: Material, request: DraftRequest) -> tuple[Plan, ...]:
    """The 2–5 problems to write, by weight, as many as the length asked for holds.

    What the drafter ticked (`chosen`) and typed goes first; topics struck are left out.
    """
    book = topics()
    by_topic: dict[str, list[Basis]] = {}
    for basis in material.bases:
        typed = basis.weight >= TYPED
        ticked = typed or request.chosen is None or basis.evidence.id in request.chosen
        if basis.weight and ticked and basis.topic not in request.left_out:
            by_topic.setdefault(basis.topic, []).append(basis)
    plans = [Plan(book[topic], _heaviest(bases)) for topic, bases in by_topic.items()]
    plans.sort(key=lambda p: -p.weight)
    return tuple(_with_own_figures(plans, how_many(request.length)))


def _heaviest(bases: Sequence[Basis]) -> tuple[Basis, ...]:
    """The two weightiest bases of a topic; the second of another kind where there is one."""
    first, *rest = sorted(bases, key=lambda b: -b.weight)
    other = [b for b in rest if b.evidence.kind != first.evidence.kind] or rest
    return (first, *other[:1])


def how_many(length: tuple[int, int]) -> int:
    """How many problems a text of `length` characters holds: 2 to 5."""
    middle = (length[0] + min(length[1], 2 * length[0])) / 2
    return max(2, min(5, round((middle - 60) / _PER_ITEM)))


def _with_own_figures(plans: Sequence[Plan], n: int) -> Iterator[Plan]:
    """The first `n`, the last of them giving way where fewer than two rest on own figures."""
    chosen, rest = list(plans[:n]), list(plans[n:])
    spare = [p for p in rest if _has_figure(p)]
    while spare and sum(map(_has_figure, chosen)) < 2:
        loser = next((p for p in reversed(chosen) if not _has_figure(p) and p.weight < TYPED), None)
        if loser is None:
            break
        chosen[chosen.index(loser)] = spare.pop(0)
    yield from chosen


def _has_figure(p: Plan) -> bool:
    return any(b.evidence.kind in ("figure", "finding") for b in p.bases)


def compose(
    material: Material, plans: Sequence[Plan], request: DraftRequest
) -> tuple[str, tuple[Item, ...]]:
    """The text of part five and its items; ("", ()) where there is nothing to write from."""
    if not plans:
        return "", ()
    draw = random.Random(f"{material.agency}|{material.year}|{request.variant}")
    items = tuple(_item(p, material, draw) for p in plans)
    words = {"we": material.we, "year": material.year, "next": material.year + 1}
    opening = draw.choice(_OPENINGS).format(**words)
    turn = draw.choice(_TURNS).format(**words)
    return lay_out(opening, turn, items, request.numbering), items


def lay_out(opening: str, turn: str, items: Sequence[Item], numbering: str) -> str:
    """Problems, then measures in the same order, in the numbering asked for."""
    problems = [i.problem for i in items]
    measures = [i.measure for i in items]
    if numbering == "（一）":
        return "\n".join([opening, *_bracketed(problems), turn, *_bracketed(measures)])
    return opening + _inline(problems) + "\n" + turn + _inline(measures)


def _inline(parts: Sequence[str]) -> str:
    marked = [f"{_ORDINALS[i]}是{p}" for i, p in enumerate(parts)]
    stop = "。" if any("。" in p or "；" in p for p in parts) else "；"
    return stop.join(marked) + "。"


def _bracketed(parts: Sequence[str]) -> list[str]:
    return [f"（{_ORDINALS[i]}）{p}。" for i, p in enumerate(parts)]


def _item(p: Plan, material: Material, draw: random.Random) -> Item:
    fact = _fact(p, draw)
    own_words = p.bases[0].weight >= 10
    problem = (
        f"{p.bases[0].clauses[0]}，{draw.choice(p.topic.causes)}"
        if own_words
        else draw.choice(_PROBLEMS).format(
            lead=draw.choice(p.topic.leads), fact=fact, cause=draw.choice(p.topic.causes)
        )
    )
    first, second = draw.sample(range(len(p.topic.actions)), 2)
    measure = draw.choice(_MEASURES).format(
        action=p.topic.actions[first],
        detail=p.topic.details[first],
        also=p.topic.actions[second],
        name=p.topic.name,
    )
    return Item(p.topic.id, problem, measure, p.evidence)


def _fact(p: Plan, draw: random.Random) -> str:
    """What is stated: a figure where there is one, at times with what last year said of it."""
    first, *rest = sorted(p.bases, key=lambda b: b.evidence.kind == "passage")
    fact = draw.choice(first.clauses)
    if rest and rest[0].evidence.kind != first.evidence.kind and draw.random() < 0.5:
        return f"{fact}，{draw.choice(rest[0].clauses)}"
    return fact
