"""What an office's figures tell: how they moved, how they stand to the peers', ways to say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.draft.indicators import (
    INDICATORS,
    Amount,
    Indicator,
    cells,
    count,
    measure,
    peers_median,
)
from assistant.draft.request import Basis, Material
from assistant.evidence import Evidence

_MENDED = 0.2
"""A figure that fell by more than this share is hardly a problem any more."""


def figures(material: Material, report_id: str) -> Iterator[Basis]:
    if material.report is None:
        return
    seen: list[Basis] = []
    for indicator in INDICATORS:
        telling = _Telling.of(indicator, material)
        if telling is not None:
            seen.append(telling.basis(material, report_id))
    yield from sorted(seen, key=lambda b: -b.weight)


@dataclass(frozen=True, slots=True)
class _Telling:
    """An indicator's figures of one office: this year's, last year's, the peers' median."""

    indicator: Indicator
    n: Amount
    value: Amount
    n_before: Amount | None
    before: Amount | None
    median: float | None

    @classmethod
    def of(cls, indicator: Indicator, material: Material) -> _Telling | None:
        report = material.report
        assert report is not None
        n, value = count(report, indicator), measure(report, indicator)
        if n is None or value is None or not _worth_saying(indicator, n):
            return None
        earlier = material.earlier
        return cls(
            indicator,
            n,
            value,
            count(earlier, indicator) if earlier else None,
            measure(earlier, indicator) if earlier else None,
            peers_median(material.peers, indicator),
        )

    @property
    def weight(self) -> float:
        worse = 1.0 if self.indicator.worse == "high" else -1.0
        moved = _relative(self.value, self.before) * worse
        apart = _relative(self.value, self.median) * worse
        fewer = worse * _relative(self.n, self.n_before) < -_MENDED
        spoken = 0.1 if fewer or (moved < -_MENDED and apart <= 0) else 1.0
        return round(spoken * self.indicator.weight * (1 + 0.5 * moved + 0.5 * apart), 4)

    def basis(self, material: Material, report_id: str) -> Basis:
        keys = cells(material.report, self.indicator) if material.report else ()
        evidence = Evidence(
            0,
            "figure",
            self._text(material.year),
            report=report_id,
            agency=material.agency,
            year=material.year,
            cell=keys[0] if keys else None,
            value=self.n,
            unit="件",
            section=3,
        )
        return Basis(evidence, self.indicator.topic, self.weight, tuple(self._clauses(material)))

    def _text(self, year: int) -> str:
        i, said = self.indicator, [f"{year}年{self._stated()}"]
        if self.before is not None and self.n_before is not None:
            before = f"上年为{number(self.n_before)}件"
            said.append(before + (f"（{number(self.before)}%）" if i.over else ""))
            said.append(self._change())
        if self.median is not None:
            said.append(f"同级机关中位数{number(self.median)}{i.unit}")
        return "，".join(s for s in said if s) + "。"

    def _stated(self) -> str:
        name = _counted(self.indicator)
        share = f"，{_share(self.indicator)}{number(self.value)}%" if self.indicator.over else ""
        return f"{name}{number(self.n)}件{share}"

    def _change(self) -> str:
        if self.n_before is None or self.n_before == self.n:
            return "与上年持平" if self.n_before is not None else ""
        step = self.n - self.n_before
        return f"比上年{'增加' if step > 0 else '减少'}{number(abs(step))}件"

    def _clauses(self, material: Material) -> Iterator[str]:
        if self.indicator.none:
            yield f"全年{self.indicator.name}0件"
            yield f"{material.year}年{self.indicator.name}为0件"
            yield f"本年度{self.indicator.name}为0件"
            return
        name, n = _counted(self.indicator), number(self.n)
        stated = self._stated()
        if self.before is not None and self.n_before is not None:
            yield f"全年{stated}，{self._change()}"
            yield f"{name}{n}件，上年为{number(self.n_before)}件"
            if self.n != self.n_before and self.n_before:
                turn = "增至" if self.n > self.n_before else "降至"
                yield f"{name}由上年的{number(self.n_before)}件{turn}{n}件"
        if self.median is not None and self.value > self.median:
            gap = f"高于同级机关的中位数{number(self.median)}{self.indicator.unit}"
            yield f"{stated}，{gap}"
            yield f"全年{stated}，而同级机关的中位数为{number(self.median)}{self.indicator.unit}"
        if self.before is None or self.n_before is None:
            yield f"全年{stated}"
            yield f"{material.year}年{stated}"
            yield f"从年度统计看，{stated}"


def _counted(indicator: Indicator) -> str:
    """What the count is called: an indicator of share is named by its numerator."""
    return _COUNTED.get(indicator.id, indicator.name)


_COUNTED = {
    "unavailable": "作出无法提供处理",
    "denied": "作出不予公开决定",
    "organisations": "法人或其他组织提出申请",
    "natural_persons": "自然人提出申请",
    "not_corrected": "申请人逾期不补正的申请",
    "still_unclear": "补正后内容仍不明确的申请",
    "not_held": "因本机关不掌握而无法提供的申请",
    "must_be_created": "因没有现成信息而无法提供的申请",
    "carried_forward": "结转下年度继续办理的申请",
    "petition": "信访举报投诉类申请",
    "repeated": "重复或无正当理由大量反复申请",
    "disputes": "因政府信息公开引发的行政复议和行政诉讼",
    "lost_reconsideration": "行政复议被纠正",
    "lost_suits": "行政诉讼被纠正",
}


def _share(indicator: Indicator) -> str:
    return "占办理结果的" if indicator.over == ("total",) else "占新收申请的"


def _worth_saying(indicator: Indicator, n: Amount) -> bool:
    if indicator.none:
        return n == 0
    return n >= indicator.floor


def _relative(value: Amount, base: float | None) -> float:
    """How far `value` is from `base`, as a share of it, held within −0.9 … 1; 0 where unknown."""
    if base is None:
        return 0.0
    return max(-0.9, min(1.0, (value - base) / base if base else float(value > 0)))


def number(value: Amount) -> str:
    """A number as reports print it: no trailing `.0`."""
    return f"{value:g}" if isinstance(value, float) and not value.is_integer() else f"{value:.0f}"
