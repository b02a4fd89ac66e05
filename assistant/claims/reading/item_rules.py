"""Items of one clause drawn together: what is compared with what, how much, of which several.

Every rule is a pattern over the items' letters and what becomes of the items that it meets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.claims.reading import drawn_items as drawn
from assistant.claims.reading.drawn_items import Run
from assistant.claims.reading.item import Item

Rule = tuple[str, Callable[[Run], Run]]


def letters(items: Run) -> str:
    return "".join(i.letter for i in items)


def drawn_together(items: Run, text: str) -> tuple[Item, ...]:
    """The clause's items after every rule has had its turn."""
    for pattern, make in _RULES:
        items = _rewritten(items, pattern, make)
    items = _rewritten(items, r"H[yBG]M?[QP]?|HM[QP]", lambda run: drawn.above(run, text))
    for pattern in _UNITS:
        items = _rewritten(items, pattern, drawn.split)
    return tuple(items)


def _rewritten(items: Run, pattern: str, make: Callable[[Run], Run]) -> Run:
    found: list[Item] = []
    at = 0
    for match in re.finditer(pattern, letters(items)):
        found += items[at : match.start()]
        found += make(items[match.start() : match.end()])
        at = match.end()
    return [*found, *items[at:]]


_RULES: tuple[Rule, ...] = (
    (r"(?<=[tHja])b", drawn.own),
    (r"=b(?=Q?[TFP])", lambda run: drawn.own(run[1:])),
    (r"u(?=W?Q)", drawn.settled_count),
    (r"u(?=W?[PM])", drawn.unknown),
    (r"[bB](?:[pj][bB])+[qG]*i", drawn.among_named),
    (r"[bB](?:[pj][bB])+(?=[^tHC]*W)", drawn.bodies_together),
    (r"[bB](?:[pj][bB])+q(?=Y?M)", drawn.so_many_together),
    (r"(?<=[bB])q(?=v?Q)", drawn.itself),
    (r"q(?=WQ)", drawn.nothing),
    (r"M(?:[pj]M)*kM", drawn.examples),
    (r"(?<=NM)i(?=M)", drawn.nothing),
    (r"k(?![,;()]|$)", drawn.unknown),
    (r"[YbIW]", drawn.nothing),
    (r"m", drawn.rate),
    (r"^fM+$", drawn.topic),
    (r"fy?M(?=Q)", drawn.measure_first),
    (r"f(?=M)", drawn.nothing),
    (r"(?<=f)z|(?<=fy)z", drawn.from_zero),
    (r"lR", lambda run: [replace(run[1], degree=run[0].degree)]),
    (r"^jMQ?(?=g?n?D)", drawn.with_another),
    (r"^j(?=MQ)", drawn.nothing),
    (r"(?<![tjHf])y(?=M)", drawn.same_period),
    (r"(?<=SM)S|S(?=J?Q(?!M[PF]))", drawn.nothing),
    (r"TD", drawn.and_more),
    (r"DD", drawn.as_much),
    (r"g=?[yBGU](?:Q?[TFP])", drawn.nearly),
    (r"a(?=a)", drawn.nothing),
    (r"a[QPTOF]", drawn.bound),
    (r"a[yBG]Q?[TF]", drawn.bound_of),
    (r"y(?:[pj]y)+", drawn.years),
    (r"l(?=[Nzw])", drawn.through),
    (r"ss+", drawn.same_span),
    (r"^qi?$", lambda run: [replace(run[0], letter="G", size=drawn.size(run[0]))]),
    (r"MM+", drawn.together),
    (r"(?:(?<=M)|^)=M(?=[TF])", drawn.likened),
    (r"^aMT", lambda run: [drawn.likened(run)[0], drawn.bounded(run[2], run[0].name)]),
    (r"=", drawn.nothing),
    (r"v(?=.*[QPTFODREKSAzNo])|(?<=[QPTFODREKSAzNoFh])v|(?<=[QPTFODREKSAzNoFh]M)v", drawn.nothing),
    (r"MM+", drawn.together),
    (r"[aH]M[FP]", drawn.bound_share),
    (r"a(?=M+(?:[^QPFvM]|$))", drawn.alone),
    (r"a", drawn.bound_than),
    (r"FMF", lambda run: run[:2]),
    (r"A(?=MA|Mi|QMA)", drawn.nothing),
    (r"f(?!y?M?y?[QP])", drawn.nothing),
    (r"Ry", lambda run: [replace(run[0], years=run[1].years)]),
    (r"M(?:[jp]M)+", drawn.several),
    (r"A?u", drawn.settled),
    (r"GG+", drawn.first),
    (r"GqG?|qG", drawn.sized),
    (r"GV", drawn.pooled),
    (r"(?<=[tHj])V", drawn.peers),
    (r"(?<=[Gr])i", drawn.nothing),
    (r"[tj]B(?:[pj]B)+q?t|tB(?:[pj]B)+q?(?=M?[DHEK])", drawn.compared_several),
    (r"t[yBG]M?[QP](?=[DREHgn])|j[yBG]M?Q(?=t)", drawn.compared),
    (r"j[yBG]M?Q?(?=g?n?D)|j[yBG](?=t)|t[ysBG]|tMQ?(?=g?n?[DH])", drawn.compared),
    (r"(?<=C)t", drawn.nothing),
    (r"C(?=C)", drawn.nothing),
    (r"HB(?:[pj]B)+(?:JQ)?", drawn.above_several),
    (r"HM(?![QP])", drawn.above_measure),
    (r"H[QPF]", drawn.above_number),
    (r"[nN][QPF]", drawn.denied_number),
    (r"gn", lambda run: [run[1]]),
    (r"g[DREH]", drawn.graded),
    (r"Dg", drawn.graded),
    (r"nD", drawn.denied),
    (r"A(?=[NzDRCHEK]|sK)|(?<=J)A", drawn.nothing),
    (r"AQ(?!M*i)", drawn.each),
    (r"NM(?:p?NM)+", drawn.neither),
    (r"JM+Q", drawn.after),
    (r"S(?=S)", drawn.nothing),
    (r"JM(?=[QP][pj][QP])", lambda run: [run[1], run[0]]),
    (r"lK", lambda run: [replace(run[1], degree=run[0].degree)]),
    (r"yMQ(?=R)", lambda run: [run[1], run[0], run[2]]),
)
_UNITS = (
    r"(?<![yfh])(?:(?<![FPAN])MQM?|QM)(?=[CDSAzENKyBF]|MQ|QM)",
    r"E[QPT]?(?=E)",
)
"""Where one clause says two things with nothing between them."""
