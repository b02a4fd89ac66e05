"""The sample library that the product ships: `python -m tests.generator.make_samples`.

Eight invented bodies of one county over three years, in the formats that offices send, most of
them clean and some with one fault of the kinds seen in published reports.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from .faults import mutations
from .faults.mutation import added
from .printing import blank_zeros
from .truth import TrueReport, TrueSection
from .world import World, generate, world
from .writers import Style, to_docx, to_html, to_pdf, to_tabbed

SAMPLES = Path(__file__).resolve().parents[2] / "assistant" / "samples"
YEARS = (2022, 2023, 2024)
_SEED = 11

FORMATS: tuple[tuple[str, Callable[[TrueReport], bytes]], ...] = (
    (".html", lambda r: to_html(r, Style(navigation=True, date="header"))),
    (".docx", lambda r: to_docx(r, Style(date="signature"))),
    (".pdf", lambda r: to_pdf(r, Style(break_after=12))),
    (".txt", lambda r: to_tabbed(r, Style(date="signature"))),
)

README = """# 示例报告

这里的机关、文字和数字全部是虚构的，由 `python -m tests.generator.make_samples` 生成，与任何真实机关无关。
共八个机关三个年度二十四份报告，多数没有差错，少数各埋有一处已发布报告中常见的差错，供试用审查、问答和起草。
"""


def planted(report: TrueReport, rule: str, seed: int = 3, nth: int = 0) -> TrueReport:
    """The report with the `nth` fault of `rule` that it has a place for."""
    found = [m.report for m in mutations(report, random.Random(seed)) if m.rule == rule]
    return found[nth]


def _stale_part_five(county: World, report: TrueReport) -> TrueReport:
    """Part five as it stood a year before, its years moved on."""
    before = county.report(report.body, report.year - 1)
    five = before.section(5) if before else None
    assert five is not None
    years = {str(report.year): str(report.year + 1), str(report.year - 1): str(report.year)}
    texts = five.paragraphs
    for old, new in years.items():
        texts = tuple(t.replace(old, new) for t in texts)
    return report.with_section(TrueSection(5, five.heading, texts))


def _faults(county: World) -> Mapping[tuple[int, int], Callable[[TrueReport], TrueReport]]:
    """(Number of the body, year) → what is wrong in its report."""
    return {
        (0, 2024): lambda r: planted(r, "X09"),
        (1, 2023): lambda r: planted(r, "T01", nth=2),
        (1, 2024): lambda r: added(r, "我局按要求完成了年度各项公开任务。"),
        (2, 2024): lambda r: planted(r, "X01"),
        (3, 2023): lambda r: generate(_SEED, "2019", body=r.body, year=r.year),
        (4, 2024): lambda r: _stale_part_five(county, r),
        (5, 2022): lambda r: planted(r, "F11"),
        (6, 2023): lambda r: planted(r, "L01", nth=2),
        (6, 2024): lambda r: planted(r, "F10", nth=1),
        (7, 2024): lambda r: replace(blank_zeros(r), published=planted(r, "F15").published),
    }


def samples() -> dict[str, bytes]:
    """File name → bytes of every sample."""
    county = world(bodies=8, years=YEARS, seed=_SEED, gaps=0)
    faults = _faults(county)
    files: dict[str, bytes] = {"README.md": README.encode()}
    for number, body in enumerate(county.bodies):
        for year in YEARS:
            report = county.report(body, year)
            assert report is not None
            report = faults.get((number, year), lambda r: r)(report)
            suffix, write = FORMATS[(number + year) % len(FORMATS)]
            files[f"{body.name}{year}年报告{suffix}"] = write(report)
    return files


def main() -> None:
    SAMPLES.mkdir(exist_ok=True)
    for old in SAMPLES.iterdir():
        old.unlink()
    for name, data in samples().items():
        (SAMPLES / name).write_bytes(data)


if __name__ == "__main__":
    main()
