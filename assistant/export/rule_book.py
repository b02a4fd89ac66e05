"""The rule book for users, generated from the rules: as text, JSON or Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from assistant import checks
from assistant.checks import RULES
from assistant.checks.rule import ANY, Rule
from assistant.export.review_sheet import ASSESSED, FORMATS, SEVERITIES
from index.report import UsageError

FAMILIES: dict[str, str] = {family.letter: family.title for family in checks.FAMILIES}
_WORDS = {**ASSESSED, **{f"_{key}": word for key, word in SEVERITIES.items()}}
INTRODUCTION = (
    "结论有五种：{pass}、{fail}、{explained}（有出入但说得清）、{uncertain}（由人判断）、"
    "{not_assessable}（所需内容缺失或未读出）。“{_error}”是数字或格式有错，"
    "“{_warning}”是很可能有错、由人定夺，“{_info}”供参考；"
    "{uncertain}最高按“{_warning}”列出，{explained}的按“{_info}”列出。空白不当作 0。"
).format_map(_WORDS)


def rule_book(format_: str, rules: Mapping[str, Rule] = RULES) -> str:
    """The book of `rules` as `text`, `json` or `markdown`."""
    if format_ not in WRITERS:
        raise UsageError(f"没有“{format_}”格式，可用：{'、'.join(WRITERS)}")
    return WRITERS[format_](rules.values())


def _text(rules: Iterable[Rule]) -> str:
    return "\n".join(f"{r.id}  {SEVERITIES[r.severity]}  {r.title}：{r.what}" for r in rules)


def _json(rules: Iterable[Rule]) -> str:
    entries = [
        {
            "id": r.id,
            "title": r.title,
            "severity": r.severity,
            "basis": r.basis,
            "formats": list(r.formats),
            "what": r.what,
            "good": r.good,
            "bad": r.bad,
        }
        for r in rules
    ]
    return json.dumps({"schema": 1, "rules": entries}, ensure_ascii=False, indent=2)


def _markdown(rules: Iterable[Rule]) -> str:
    lines = ["# 规则手册", "", "本文由 `nianbao rules --format markdown` 生成，请勿手改。", ""]
    lines += [INTRODUCTION, ""]
    family = ""
    for rule in rules:
        if rule.id[0] != family:
            family = rule.id[0]
            lines += [f"## {family} {FAMILIES[family]}", ""]
        lines += _entry(rule)
    return "\n".join(lines)


def _entry(rule: Rule) -> list[str]:
    formats = "各类报告" if rule.formats == ANY else "、".join(FORMATS[f] for f in rule.formats)
    return [
        f"### {rule.id} {rule.title}（{SEVERITIES[rule.severity]}）",
        "",
        rule.what,
        "",
        f"- 依据：{rule.basis}",
        f"- 适用：{formats}",
        f"- 对：{rule.good}",
        f"- 错：{rule.bad}",
        "",
    ]


WRITERS: dict[str, Callable[[Iterable[Rule]], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
}
