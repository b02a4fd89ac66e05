"""What the narrative says of the tables, in the many ways offices say it; always true.

Each sentence function gives a template and the cells it speaks of; the caller speaks it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from index.form_rows import group_rows
from index.formats import GROUPS

from .truth import Number

Claim = tuple[str, tuple[str, ...]]
"""A template and the keys of the cells whose values it gives."""

_NEW = "applications.new_received.{}"
_RESULT_NAMES = {**GROUPS, "other": "其他处理"}


def group_total(cells: Mapping[str, Number], group: str, form: str) -> int:
    """The sum of one result group's rows in the total column."""
    return sum(int(cells[f"applications.{r.key}.total"]) for r in group_rows(group, form))


def percent(part: Number, whole: Number, places: int = 1) -> str:
    return f"{100 * part / whole:.{places}f}"


def applications(
    cells: Mapping[str, Number],
    form: str,
    rng: random.Random,
    earlier: Mapping[str, Number] | None = None,
) -> list[Claim]:
    """Sentences about applications received, handled and carried on."""
    new = int(cells["applications.new_received.total"])
    over = int(cells["applications.carried_over.total"])
    done = int(cells["applications.total.total"])
    forward = int(cells["applications.carried_forward.total"])
    claims = [_received(cells, new, over, rng, earlier)]
    if done:
        claims.append(_handled(cells, form, done, forward, rng))
    elif not new + over:
        return claims
    if forward and not done:
        claims.append((f"结转下年度继续办理{forward}件", ("applications.carried_forward.total",)))
    return claims


def _received(
    cells: Mapping[str, Number],
    new: int,
    over: int,
    rng: random.Random,
    earlier: Mapping[str, Number] | None,
) -> Claim:
    person = int(cells[_NEW.format("natural_person")])
    keys: tuple[str, ...] = ("applications.new_received.total",)
    if not new:
        text = "[全年|本年度|{year}年，{self}][没有收到|未收到]政府信息公开申请"
        if over:
            text += f"，上年结转{over}件"
            keys += ("applications.carried_over.total",)
        return text, keys
    text = rng.choice(
        (
            f"[{{year}}年，{{self}}|全年|本年度][共收到|共新收|累计收到]政府信息公开申请{new}件",
            f"[{{self}}|{{year}}年][新收|收到][各类|]政府信息公开申请{new}件",
        )
    )
    if over and rng.random() < 0.35:
        keys += ("applications.carried_over.total",)
        return (
            f"[全年|{{year}}年]共受理政府信息公开申请{new + over}件，其中本年新收{new}件、"
            f"上年结转{over}件",
            keys,
        )
    if rng.random() < 0.6:
        text += f"，其中自然人申请{person}件，法人或其他组织申请{new - person}件"
        keys += (_NEW.format("natural_person"),)
    elif earlier and (before := int(earlier["applications.new_received.total"])) and new != before:
        word = "增长" if new > before else "下降"
        text += f"，[同比|较上年]{word}{percent(abs(new - before), before)}%"
    if over:
        text += f"[；|，][上年结转|上年度结转]{over}件"
        keys += ("applications.carried_over.total",)
    return text, keys


def _handled(
    cells: Mapping[str, Number], form: str, done: int, forward: int, rng: random.Random
) -> Claim:
    groups = {g: group_total(cells, g, form) for g in GROUPS}
    some = {g: n for g, n in groups.items() if n}
    keys: tuple[str, ...] = ("applications.total.total",)
    style = rng.randrange(4)
    if style == 0 or len(some) == 1:
        listed = "、".join(f"{_RESULT_NAMES[g]}{n}件" for g, n in some.items())
        text = f"[共|已]办结{done}件，其中{listed}"
    elif style == 1:
        names = "、".join(_RESULT_NAMES[g] for g in some)
        text = f"[全年|]办结{done}件，{names}分别为{'、'.join(f'{n}件' for n in some.values())}"
    elif style == 2:
        top = max(some, key=lambda g: some[g])
        text = (
            f"[已答复|办结]{done}件，其中{_RESULT_NAMES[top]}{some[top]}件，"
            f"占[办结总数|办结件]的{percent(some[top], done)}%"
        )
    else:
        text = f"[均|全部][按期|依法][答复|办结]，办结{done}件" if not forward else f"办结{done}件"
    if forward:
        text += f"[，|；]结转下年度继续办理{forward}件"
        keys += ("applications.carried_forward.total",)
    return text, keys


def disputes(cells: Mapping[str, Number], rng: random.Random) -> Claim:
    """A sentence about reconsideration and suits."""
    keys = (
        "disputes.reconsideration.total",
        "disputes.direct_suit.total",
        "disputes.suit_after_reconsideration.total",
    )
    review, *suits = (int(cells[k]) for k in keys)
    suit = sum(suits)
    if not review and not suit:
        return (
            "[全年|{year}年|本年度][未发生|没有发生]因政府信息公开[引起|引发|产生]的行政复议、行政诉讼[案件|]",
            keys,
        )
    if not suit:
        text = f"因政府信息公开[被申请|引发]行政复议{review}件，[未发生|无]行政诉讼[案件|]"
    elif not review:
        text = f"因政府信息公开[被提起|引发]行政诉讼{suit}件，[未发生|无]行政复议[案件|]"
    else:
        text = f"因政府信息公开被申请行政复议{review}件，被提起行政诉讼{suit}件"
    return text, keys


def disclosure(cells: Mapping[str, Number], form: str, rng: random.Random) -> list[Claim]:
    """Sentences about normative documents and decisions, where there is something to say."""
    claims: list[Claim] = []
    stem = "disclosure.normative_documents."
    if form != "2019" and cells[stem + "in_force"]:
        issued, repealed, in_force = (cells[stem + k] for k in ("issued", "repealed", "in_force"))
        claims.append(
            (
                rng.choice(
                    (
                        f"[全年|年内]制发行政规范性文件{issued}件，废止{repealed}件，现行有效{in_force}件",
                        f"[本年|{{year}}年]制发行政规范性文件{issued}件、废止{repealed}件，"
                        f"[截至年底|年末]现行有效行政规范性文件{in_force}件",
                    )
                ),
                tuple(stem + k for k in ("issued", "repealed", "in_force")),
            )
        )
    elif form == "2019" and cells[stem + "made"]:
        claims.append((f"[全年|年内]新制作规范性文件{cells[stem + 'made']}件", (stem + "made",)))
    decisions = {
        "行政许可": "disclosure.licensing.decisions",
        "行政处罚": "disclosure.penalties.decisions",
    }
    told = [f"{name}决定{cells[key]}件" for name, key in decisions.items() if cells[key]]
    if told and rng.random() < 0.5:
        claims.append((f"[公开|公示][依法作出的|]{'、'.join(told)}", tuple(decisions.values())))
    return claims
