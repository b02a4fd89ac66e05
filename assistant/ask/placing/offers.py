"""What could be asked instead, where a question is not understood whole: each a question of its own.

An offered question is read whole by the same grammar, so that one click answers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.ask.grammar.asks_figures import asks_figures
from assistant.ask.grammar.reading import Parse, parse
from assistant.ask.placing.unexplained import readings, stretches
from assistant.ask.plan.catalogue import catalogue, name_of
from assistant.ask.plan.scope import Holdings

MOST = 4
NEAR_ENOUGH = 3.5
"""How near a measure's name must lie to be offered."""


def offers(p: Parse, holdings: Holdings) -> tuple[str, ...]:
    """The nearest questions: odd words put as what they lie near to, left out, or other measures."""
    return tuple(dict.fromkeys(_whole(_candidates(p, holdings), holdings)))[:MOST]


def _whole(texts: Iterable[str], holdings: Holdings) -> Iterator[str]:
    """Those of the texts that are questions for figures with every word known."""
    for text in texts:
        again = parse(text, holdings)
        if not again.residue and asks_figures(again):
            yield text


def _candidates(p: Parse, holdings: Holdings) -> Iterator[str]:
    yield from (near.text for near in readings(p, holdings))
    if p.reading.measures and p.residue:
        yield _without(p)
    named = {*p.bodies.spans, *p.years.spans} - {*p.bodies.group_spans}
    scope = p.bodies.group + "".join(p.text[a:b] for a, b in sorted(named))
    names = [name_of(m) for m in p.reading.measures] or _nearest(p, holdings)
    yield from (f"{scope}{name}多少" for name in names)


def _without(p: Parse) -> str:
    """The question with its odd words left out."""
    text = p.text
    for start, end in sorted(stretches(p), reverse=True):
        text = text[:start] + text[end:]
    return text.strip("，：:、 ")


def _nearest(p: Parse, holdings: Holdings) -> list[str]:
    """The measures whose names lie nearest to what the question says beside bodies and years."""
    said = p.content.replace("_", "")
    if holdings.likeness is None or not said:
        return []
    names = [
        n for n, m in catalogue().items() if m.key.endswith((".total", ".decisions", ".amount"))
    ]
    degrees = holdings.likeness([said], names)[0]
    ranked = sorted(zip(degrees, names, strict=True), reverse=True)
    return [name for degree, name in ranked[:MOST] if degree >= NEAR_ENOUGH]
