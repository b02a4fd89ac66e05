"""A quote's boxes hold the quote and nothing else, as another library sees the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest

from index.readers.pdf.page_images import quote_boxes
from index.text import squash
from tests.generator import TrueReport, generate, to_pdf
from tests.generator.writers.pdf import to_browser_pdf, to_office_pdf


def inside(page: pdfplumber.page.Page, box: tuple[float, float, float, float]) -> str:
    """The characters whose middles lie in the box, by pdfplumber."""
    x0, top, x1, bottom = box
    chars = page.filter(
        lambda o: (
            x0 - 1 <= (o["x0"] + o["x1"]) / 2 <= x1 + 1
            and top - 1 <= (o["top"] + o["bottom"]) / 2 <= bottom + 1
        )
    ).chars
    return words("".join(c["text"] for c in chars))


def words(text: str) -> str:
    """Letters and digits alone: a full stop's ink lies beside the middle of its square."""
    return "".join(c for c in squash(text) if c.isalnum())


@pytest.mark.parametrize(
    "write",
    [
        to_pdf,
        pytest.param(to_browser_pdf, marks=pytest.mark.slow),
        pytest.param(to_office_pdf, marks=pytest.mark.slow),
    ],
)
def test_the_boxes_hold_the_quote(tmp_path: Path, write: Callable[[TrueReport], bytes]) -> None:
    true = generate(seed=4, form="2021")
    path = tmp_path / "report.pdf"
    path.write_bytes(write(true))
    sentences = [
        sentence + "。"
        for section in true.sections
        for paragraph in section.paragraphs
        for sentence in paragraph.split("。")[:-1]
        if len(sentence) > 12
    ]
    found = 0
    with pdfplumber.open(path) as pdf:
        for sentence in sentences:
            for number, page in enumerate(pdf.pages, 1):
                boxes = quote_boxes(path, number, sentence)
                assert not boxes or "".join(inside(page, b) for b in boxes) == words(sentence)
                found += bool(boxes)
    assert found >= len(sentences) * 0.9  # but for those that run over a page


def test_of_two_places_the_one_below_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(to_pdf(generate(seed=4, form="2021")))
    first = quote_boxes(path, 1, "政府信息")
    again = quote_boxes(path, 1, "政府信息", below=first[0][3] + 40)
    assert again[0][1] > first[0][3] + 30
    assert quote_boxes(path, 1, "政府信息", below=10_000) == first


@pytest.mark.parametrize("quote", ["", "　 ", "报告里没有的一句话"])
def test_what_is_not_said_has_no_place(tmp_path: Path, quote: str) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(to_pdf(generate(seed=4, form="2021")))
    assert quote_boxes(path, 1, quote) == []
    assert quote_boxes(path, 99, "政府信息") == []
