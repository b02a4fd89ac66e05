"""Pages with more on them than the report: watermarks, menus, two columns, words that run over."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfWriter

from index.ingest import read
from index.readers.page.page_layout import Glyph
from index.readers.pdf.page_blocks import page_blocks
from index.readers.pdf.page_objects import Drawn
from tests.generator import generate, to_pdf
from tests.generator.manners.crowded import CROWDED, drawn
from tests.generator.printing import blank_zeros
from tests.generator.writers.layout import A4
from tests.index.test_roundtrip import compared
from tests.sampled import slow_but


def on_its_head(data: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        page.rotate(180)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_print_on_its_head_is_read(tmp_path: Path) -> None:
    report = blank_zeros(generate(6, "2021"))
    path = tmp_path / "report.pdf"
    path.write_bytes(on_its_head(to_pdf(report)))
    (found,) = read(path)
    assert compared(report, found) == ([], [])
    box = found.cell("applications.total.total").at.bbox
    path.write_bytes(to_pdf(report))
    (upright,) = read(path)
    x0, top, x1, bottom = upright.cell("applications.total.total").at.bbox or (0, 0, 0, 0)
    assert box == pytest.approx((A4[0] - x1, A4[1] - bottom, A4[0] - x0, A4[1] - top), abs=1)


@pytest.mark.parametrize("form", slow_but(["2019", "2021"], ["2021"]))
@pytest.mark.parametrize("manner", CROWDED)
def test_the_report_is_read_from_pages_with_more(manner: str, form: str, tmp_path: Path) -> None:
    report = blank_zeros(generate(len(manner), form))
    path = tmp_path / "report.pdf"
    path.write_bytes(drawn(CROWDED[manner](report)))
    (found,) = read(path)
    assert compared(report, found) == ([], [])
    assert (found.agency, found.year, found.format) == (report.agency, report.year, form)
    assert [s.number for s in found.sections] == [s.number for s in report.sections]


def _line(text: str, left: float, top: float) -> list[Glyph]:
    return [Glyph(c, left + 10 * i, top, left + 10 * i + 10, top + 10) for i, c in enumerate(text)]


def test_two_columns_of_a_tall_page_are_read_one_after_the_other() -> None:
    """Also where punctuation leaves the lines of a column ragged by a part of a character."""
    words = "本机关按照规定公开政府信息并接受社会各方面的监督"
    left = [
        glyph
        for i in range(8)
        for glyph in _line(words[: 24 - i % 2], 30 + 3 * (i % 3) + 10 * (i % 2), 100 + 20 * i)
    ]
    right = [glyph for i in range(8) for glyph in _line(f"行政许可决定{i}件", 330, 100 + 20 * i)]
    blocks, _ = page_blocks(1, Drawn(595, 842, [*left, *right], (), (), ()), None)
    assert [block.text[:2] for block in blocks] == ["本机"] * 8 + ["行政"] * 8
