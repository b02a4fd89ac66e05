"""Last year's part five: its problems and promises by topic, and whether this year takes them up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.draft.phrases import topic_of
from assistant.draft.request import Basis, Material
from assistant.evidence import Evidence
from index.report import Paragraph, Report

_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?")
_NUMBERED = r"^(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[一二三四五六七八九十]是)?"
_PROMISE = re.compile(
    _NUMBERED
    + r".{0,10}?(?:下一步|针对|改进(?:办法|措施|方向)?[:：]|为此|对此|今后|下一年|整改措施|将)"
)
_PROBLEM = re.compile(
    r"不够|不足|不高|不强|不深|不多|不力|不到位|不及时|不规范|不充分|不均衡|不平衡|不统一|不完善|不健全|不明确|不精准"
    r"|不熟|偏[低少弱慢]|薄弱|滞后|单一|差距|欠缺|短板|问题|困难|缺乏|缺少|有待|不便|不畅|较[低少弱慢]"
)
_LEAST = 6
_TITLE = re.compile(r"[^，。；]{2,16}")
"""A line that only names what follows (存在的主要问题)."""


def problems_and_promises(report: Report) -> tuple[list[Paragraph], list[Paragraph]]:
    """The sentences of part five: problems, and promises of what will be done.

    A promise turns the text (“下一步”, “改进办法：”); a numbered sentence that names a failing turns
    it back, for reports that pair each problem with its measure.
    """
    section = report.section(5)
    problems: list[Paragraph] = []
    promises: list[Paragraph] = []
    promising = False
    for paragraph in section.paragraphs if section else ():
        for match in _SENTENCE.finditer(paragraph.text):
            sentence = match[0].strip()
            failing = _PROBLEM.search(sentence) is not None
            numbered = re.match(_NUMBERED, sentence)
            if _PROMISE.match(sentence) or str((report.year or 0) + 1) in sentence[:12]:
                promising = True
            elif failing and numbered and numbered[0].startswith(("（", "(")):
                promising = False
            titled = _TITLE.fullmatch(paragraph.text.rstrip("：:")) is not None
            if len(sentence) >= _LEAST and (promising or failing) and not titled:
                (promises if promising else problems).append(Paragraph(sentence, paragraph.at))
    return problems, promises


def last_year(material: Material, report_id: str) -> Iterator[Basis]:
    """Last year's problems and promises by topic, and whether this year's text takes them up."""
    if material.earlier is None:
        return
    problems, promises = problems_and_promises(material.earlier)
    followed = _narrative(material.report) if material.report else None
    for kind, sentences in (("问题", problems), ("改进措施", promises)):
        for sentence in sentences[:8]:
            topic = topic_of(sentence.text)
            if topic is None:
                continue
            taken_up = followed is not None and any(w in followed for w in topic.words)
            evidence = Evidence(
                0,
                "passage",
                f"{material.year - 1}年报告提出的{kind}：“{sentence.text}”"
                + ("" if followed is None else _taken_up(taken_up)),
                report=report_id,
                agency=material.agency,
                year=material.year - 1,
                section=5,
                at=sentence.at,
            )
            weight = 0.3 if taken_up else 0.9
            clauses = _old_problem_clauses(topic.name, followed is not None and not taken_up)
            yield Basis(evidence, topic.id, weight if kind == "问题" else 0.2, clauses)


def _taken_up(taken_up: bool) -> str:
    return "（本年报告有相应内容）" if taken_up else "（本年报告没有相应内容）"


def _old_problem_clauses(name: str, unanswered: bool) -> tuple[str, ...]:
    if unanswered:
        return (
            f"上年报告已提出{name}方面的问题，整改效果还不明显",
            f"{name}方面的问题上年已经列出，本年仍在整改之中",
            f"上年列出的{name}问题尚未形成固定做法",
        )
    return (
        f"{name}方面的问题在上年报告中已经列出，还要接着改",
        f"上年报告提到的{name}问题仍需跟踪",
        f"{name}是上年报告列出的短板之一",
    )


def _narrative(report: Report) -> str:
    return "\n".join(s.text for s in report.sections if s.number != 5)
