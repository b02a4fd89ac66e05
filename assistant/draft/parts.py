"""The other parts from the tables: one, two, three, four and six.

Sentences are data: a template whose fields are cells or sums.  A sentence whose figure is blank
or unread is left as `〔待补充：……〕`; what only the office can know is left so too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.draft.amounts import Amount, amount, number
from assistant.draft.request import Material
from assistant.evidence import Evidence
from index.formats import FORMS, GROUPS, labels

_FIELD = re.compile(r"\{([^{}]+)\}")
_CLAUSE = re.compile(r"\{results\}|(?:(?!\{results\})[^，。；])+[，。；]?")
"""Up to a mark; the results of handling are sentences of their own."""
_SUMS = {
    "disputes.suits": ("disputes.direct_suit.total", "disputes.suit_after_reconsideration.total"),
}

_WORDS = ("year", "we", "staff", "results")
"""Fields that are words, not one count."""

_PART_THREE = (
    "{year}年，{we}新收政府信息公开申请{applications.new_received.total}件，上年结转{applications.carried_over.total}件。",
    "新收申请中，自然人申请{applications.new_received.natural_person}件，法人或其他组织申请{organisations}件。",
    "本年度办理结果共计{total}件，其中予以公开{applications.granted.total}件，"
    "部分公开{applications.partially_granted.total}件，不予公开{denied}件，无法提供{unavailable}件，"
    "不予处理{rejected}件，其他处理{other}件。",
    "结转下年度继续办理{applications.carried_forward.total}件。",
)
_PART_FOUR = (
    "{year}年，{we}因政府信息公开被申请行政复议{disputes.reconsideration.total}件，"
    "其中结果维持{disputes.reconsideration.upheld}件，结果纠正{disputes.reconsideration.corrected}件，"
    "其他结果{disputes.reconsideration.other}件，尚未审结{disputes.reconsideration.pending}件。",
    "因政府信息公开被提起行政诉讼{disputes.suits}件，"
    "其中未经复议直接起诉{disputes.direct_suit.total}件，"
    "复议后起诉{disputes.suit_after_reconsideration.total}件。",
)
_DOCUMENTS = {
    "2021": "全年制发行政规范性文件{disclosure.normative_documents.issued}件，"
    "废止{disclosure.normative_documents.repealed}件，"
    "现行有效{disclosure.normative_documents.in_force}件。",
    "2019": "全年新制作规范性文件{disclosure.normative_documents.made}件，"
    "新公开{disclosure.normative_documents.published}件，"
    "对外公开总数量{disclosure.normative_documents.total_published}件。",
}
TEMPLATES: dict[int, dict[str, tuple[str, ...]]] = {
    1: {
        form: (
            f"（一）主动公开。{documents}〔待补充：全年主动公开信息的条数和重点领域〕",
            "（二）依申请公开。全年新收政府信息公开申请{applications.new_received.total}件，"
            "上年结转{applications.carried_over.total}件，办结{total}件，"
            "结转下年度继续办理{applications.carried_forward.total}件。{results}"
            "因政府信息公开被申请行政复议{disputes.reconsideration.total}件，"
            "被提起行政诉讼{disputes.suits}件。",
            "（三）政府信息管理。〔待补充：信息制作、审查、归档和动态调整的做法〕",
            "（四）政府信息公开平台建设。〔待补充：网站专栏、新媒体、查阅点的建设和维护情况〕",
            "（五）监督保障。{staff}〔待补充：培训、考核、社会评议和责任追究情况〕",
        )
        for form, documents in _DOCUMENTS.items()
    },
    2: {
        "2021": (
            "{year}年，{we}制发行政规范性文件{disclosure.normative_documents.issued}件，"
            "废止{disclosure.normative_documents.repealed}件，"
            "现行有效{disclosure.normative_documents.in_force}件。",
            "作出行政许可处理决定{disclosure.licensing.decisions}件，"
            "行政处罚处理决定{disclosure.penalties.decisions}件，"
            "行政强制处理决定{disclosure.compulsion.decisions}件。",
            "行政事业性收费金额{disclosure.fees.amount}万元。",
        ),
        "2019": (
            "{year}年，{we}新制作规范性文件{disclosure.normative_documents.made}件，"
            "新公开{disclosure.normative_documents.published}件，"
            "对外公开总数量{disclosure.normative_documents.total_published}件。",
            "作出行政许可处理决定{disclosure.licensing.decisions}件，"
            "行政处罚处理决定{disclosure.penalties.decisions}件，"
            "行政强制处理决定{disclosure.compulsion.decisions}件。",
        ),
    },
    3: {"": _PART_THREE},
    4: {"": _PART_FOUR},
    6: {
        "": (
            "〔待补充：本年收取信息处理费的件数和金额，未收取的写明“未收取信息处理费”〕",
            "〔待补充：其他需要报告的事项，没有的写明“无其他需要报告的事项”〕",
        ),
    },
}
"""By part, then by form where the forms differ ("" where they do not)."""


@dataclass
class _Writer:
    """Fills templates, keeping each figure it uses as evidence."""

    material: Material
    evidence: list[Evidence] = field(default_factory=list)

    def fill(self, template: str) -> str:
        return "".join(self._clause(m[0]) for m in _CLAUSE.finditer(template))

    def _clause(self, template: str) -> str:
        names = [n for n in _FIELD.findall(template) if n not in _WORDS]
        values = {n: self._amount(n) for n in names}
        clause = _FIELD.sub(lambda m: self._shown(m[1], values.get(m[1])), template)
        for name, value in values.items():
            if value is not None:
                self._keep(name, value, clause.rstrip("，。；"))
        return clause

    def _shown(self, name: str, value: Amount | None) -> str:
        if name in ("year", "we"):
            return str(getattr(self.material, name))
        if name == "staff":
            return self._staff()
        if name == "results":
            return self._results()
        return f"〔待补充：{_called(name)}〕" if value is None else number(value)

    def _staff(self) -> str:
        """Who does the work, as the drafter told it; asked where nothing was told."""
        told = "".join(f"{n.text.rstrip('。；;')}。" for n, _ in self.material.loose)
        return told or "〔待补充：机构人员〕"

    def _results(self) -> str:
        """The results of handling that there were; asked where a count is unknown."""
        counts = {name: self._amount(name) for name in GROUPS}
        if None in counts.values():
            return "〔待补充：各类办理结果的件数〕"
        told = {name: value for name, value in counts.items() if value}
        clauses = [f"{_called(name)}{number(value)}件" for name, value in told.items()]
        for (name, value), clause in zip(told.items(), clauses, strict=True):
            self._keep(name, value, clause)
        return f"办理结果中，{'、'.join(clauses)}。" if clauses else ""

    def _amount(self, name: str) -> Amount | None:
        report = self.material.report
        if report is None:
            return None
        values = [amount(report, part) for part in _SUMS.get(name, (name,))]
        return None if None in values else sum(v for v in values if v is not None)

    def _keep(self, name: str, value: Amount, clause: str) -> None:
        material, unit = self.material, "万元" if name.endswith("fees.amount") else "件"
        self.evidence.append(
            Evidence(
                len(self.evidence) + 1,
                "figure",
                f"{material.year}年{_called(name)}：{clause}",
                agency=material.agency,
                year=material.year,
                cell=name if name in labels() else None,
                value=value,
                unit=unit,
                section=labels()[name].part if name in labels() else 3,
            )
        )


def _called(name: str) -> str:
    named = {
        "organisations": "法人或其他组织申请",
        "total": "本年度办理结果总计",
        "disputes.suits": "行政诉讼总数",
        **GROUPS,
    }
    return named.get(name) or str(labels()[name])


def write_part(material: Material, section: int) -> tuple[str, tuple[Evidence, ...]]:
    """The text of a part other than five, with the figures it states."""
    form = material.report.format if material.report else ""
    forms = TEMPLATES[section]
    latest = next(name for name in ("", *reversed(FORMS)) if name in forms)
    templates: Sequence[str] = forms.get(form) or forms[latest]
    writer = _Writer(material)
    lines = [writer.fill(t) for t in templates]
    joined = "\n" if section in (1, 6) else ""
    return joined.join(lines), tuple(writer.evidence)
