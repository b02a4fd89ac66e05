"""Scans and pictures: straightening, table lines, cells.

Whole pages, and what the recogniser reads, are marked slow.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from index.document import RawCell
from index.ingest import read
from index.readers.scan.deskew import straighten, tilt, without_grain
from index.readers.scan.orientation import upright
from index.readers.scan.read_scan import read_sheets, strips
from index.readers.scan.recogniser import Reading
from index.readers.scan.ruled_lines import find_ruled
from index.readers.scan.scanned_cells import in_scale
from index.readers.scan.scanned_page import cell_lines, is_sealed, prepare
from index.readers.scan.seals import in_grey, without_seals
from index.readers.scan.second_reading import Stroke, as_value, is_told, joined, may_be_negative
from index.report import Place
from tests.generator import Style, generate
from tests.generator.bridge import true_cell
from tests.generator.printing import blank_zeros
from tests.generator.writers import scan
from tests.sampled import slow_but

pytestmark = pytest.mark.skipif(not scan.fonts(), reason="没有安装 fonts-noto-cjk")


@cache
def sheet_picture(
    paper: scan.Paper = scan.CLEAN, page: int = 0, style: Style | None = None
) -> np.ndarray:
    report = generate(seed=5, form="2021")
    return np.asarray(scan.pictures(report, style or Style(), paper)[page].convert("L"))


@pytest.mark.parametrize("degrees", slow_but([-4.0, -1.5, -0.4, 0.0, 0.7, 2.5], [-1.5, 0.7]))
def test_a_tilted_page_is_turned_back(degrees: float) -> None:
    from PIL import Image

    page = Image.fromarray(sheet_picture())
    turned = page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    assert tilt(np.asarray(turned)) == pytest.approx(-degrees, abs=0.15)


def test_places_on_a_straightened_page_are_those_of_the_page_as_it_came() -> None:
    from PIL import Image

    page = np.full((1000, 800), 255, np.uint8)
    page[100:900:40, 100:700] = 0
    page[300:320, 600:640] = 0
    turned = np.asarray(Image.fromarray(page).rotate(3, Image.Resampling.BICUBIC, fillcolor=255))
    straight = straighten(turned)
    box = straight.original((600, 300, 640, 320))
    corner = np.deg2rad(-3)
    x, y = 620 - 400, 310 - 500
    middle = (
        400 + x * np.cos(corner) - y * np.sin(corner),
        500 + x * np.sin(corner) + y * np.cos(corner),
    )
    assert ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) == pytest.approx(middle, abs=3)


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["CLEAN", "TILTED", "SOFT", "NOISY"])
def test_the_same_tables_are_found_on_every_paper(paper: str) -> None:
    for page in range(2):
        clean = find_ruled(straighten(sheet_picture(scan.CLEAN, page)).picture).grids
        found = find_ruled(straighten(sheet_picture(getattr(scan, paper), page)).picture).grids
        assert clean
        assert [(len(g.ys), len(g.xs)) for g in found] == [(len(g.ys), len(g.xs)) for g in clean]
        for one, other in zip(found, clean, strict=True):
            assert abs(len(one.cells) - len(other.cells)) <= 2  # a label's two halves, at most


def ruled_page() -> np.ndarray:
    """A white page with an empty table of two rows and three columns."""
    page = np.full((400, 600), 255, np.uint8)
    for y in (50, 150, 250):
        page[y : y + 3, 50:500] = 0
    for x in (50, 200, 350, 497):
        page[50:253, x : x + 3] = 0
    return page


def test_large_print_is_no_table_and_an_inkless_cell_has_no_lines() -> None:
    sheet = prepare(1, sheet_picture())
    assert all(len(g.cells) > 8 for g in sheet.ruled.grids)
    page = ruled_page()
    page[190:215, 260:275] = 0
    sheet = prepare(1, page)
    (grid,) = sheet.ruled.grids
    inked = [(c.row, c.column) for c in grid.cells if cell_lines(sheet, c.bbox)]
    assert len(grid.cells) == 6
    assert inked == [(1, 1)]


def test_lines_that_only_a_bracket_joins_are_two_lines() -> None:
    page = ruled_page()
    for x in range(60, 190, 26):
        page[70:95, x : x + 20] = page[100:125, x : x + 20] = 0
    page[70:110, 110:113] = 0
    sheet = prepare(1, page)
    (grid,) = sheet.ruled.grids
    heights = [round(box[3] - box[1]) for box in cell_lines(sheet, grid.cells[0].bbox)]
    assert heights == pytest.approx([27, 27], abs=3)


@pytest.mark.parametrize(
    ("text", "speck", "high", "may"),
    [
        ("7", 4, 2, True),
        ("7", 4, 4, True),
        ("0", 4, 2, False),
        ("7", 2, 2, False),
    ],
)
def test_what_is_left_of_a_minus_sign_makes_a_number_doubtful(
    text: str, speck: int, high: int, may: bool
) -> None:
    page = ruled_page()
    page[90:110, 120:132] = 0
    page[99 : 99 + high, 115 - speck : 115] = 0
    sheet = prepare(1, page)
    lines = cell_lines(sheet, sheet.ruled.grids[0].cells[0].bbox)
    assert [round(box[0]) for box in lines] == [120]
    assert may_be_negative(Reading(text, 0.99), sheet, lines) is may


def test_letters_that_look_like_digits_are_digits_in_a_value() -> None:
    assert as_value(Reading("lO", 0.9), Stroke(1.5, 0, 2)).text == "10"
    assert as_value(Reading("一", 0.9), Stroke(4, 0, 1)).text == "—"
    assert as_value(Reading("其他", 0.9), Stroke(2, 0, 2)).text == "其他"
    assert as_value(Reading("1", 0.99), Stroke(0.5, 0.4, 1)).text == "/"
    assert as_value(Reading("1", 0.99), Stroke(0.5, 0.05, 1)).text == "1"
    assert joined([]) is None
    assert joined([Reading("3", 0.9), Reading("13", 0.9)]) == Reading("3 13", 0.9)
    assert joined([Reading("结果", 0.9), Reading("维持", 0.7)]) == Reading("结果维持", 0.7)


@pytest.mark.parametrize(
    "text", ["0", "1,234", "-3", "/", "无", "减1", "3件", "22（其中修订16件）", "总计"]
)
def test_a_cell_may_say_values_and_words(text: str) -> None:
    assert is_told(text)


@pytest.mark.parametrize(
    "text", ["0V", "3/", "07", "用", "0息公", "开0", "O", "1.2.3", "3 13", "- 3", "3 2件"]
)
def test_strokes_and_seals_beside_a_figure_are_no_value(text: str) -> None:
    assert not is_told(text)


def test_words_that_are_hardly_made_out_are_none() -> None:
    assert is_told("金毛", 0.8)
    assert not is_told("金毛", 0.53)
    assert is_told("本机关不学握相关信息", 0.53)


def test_a_pens_tick_beside_a_figure_is_left_out() -> None:
    assert as_value(Reading("10√", 0.95), Stroke(1.5, 0, 3)).text == "10"


def test_a_seal_is_taken_off_and_the_print_below_stays() -> None:
    page = np.full((300, 300, 3), 250, np.uint8)
    assert without_seals(page) is None
    page[100:200, 100:200] = (215, 60, 55)
    page[140:160, 50:250] = 20
    plain = without_seals(page)
    assert plain is not None
    assert plain[120, 150] > 230
    assert plain[150, 150] < 60
    assert (plain[:90] == in_grey(page)[:90]).all()


def test_an_empty_cell_under_a_seal_is_not_read_and_beside_it_is_blank() -> None:
    page = np.full((400, 600, 3), 255, np.uint8)
    for y in (50, 150, 250):
        page[y : y + 3, 50:500] = 0
    for x in (50, 200, 350, 497):
        page[50:253, x : x + 3] = 0
    page[70:130, 220:330] = (215, 60, 55)
    sheet = prepare(1, page)
    (grid,) = sheet.ruled.grids
    assert [(c.row, c.column) for c in grid.cells if is_sealed(sheet, c.bbox)] == [(0, 1)]
    (block,) = [block for block in read_sheets([sheet], 1, None)[0] if block.table]
    assert block.table
    assert [c.text for c in block.table.cells] == ["", None, "", "", "", ""]


FIGURES = (
    ("信息内容", "5", "2"),
    ("规章", "3", "0"),
    ("行政处罚", "13", "21"),
    ("其他", "8", "909"),
)


def printed_page(without: set[tuple[str, int, int]]) -> np.ndarray:
    """`FIGURES` in a table with narrow columns, some pieces of its lines not drawn.

    ("below", r, c) is the piece below a cell, ("right", r, c) the one right of it.
    """
    from PIL import Image, ImageDraw, ImageFont

    face = ImageFont.truetype(str(scan.face()), 25, index=scan.SIMPLIFIED)
    page = Image.new("L", (460, 260), 255)
    draw = ImageDraw.Draw(page)
    xs, ys = (50, 200, 260, 320), range(50, 211, 40)
    draw.rectangle((xs[0], ys[0], xs[-1], ys[-1]), outline=0, width=2)
    for r, row in enumerate(FIGURES):
        for c, text in enumerate(row):
            if ("below", r, c) not in without:
                draw.line((xs[c], ys[r + 1], xs[c + 1], ys[r + 1]), fill=0, width=2)
            if ("right", r, c) not in without:
                draw.line((xs[c + 1], ys[r], xs[c + 1], ys[r + 1]), fill=0, width=2)
            middle = ((xs[c] + xs[c + 1]) / 2, ys[r] + 18)
            draw.text(middle, text, 0, face, anchor="mm")
    return np.asarray(page)


@pytest.mark.slow
@pytest.mark.parametrize(
    "without",
    [
        {("below", 1, 1)},
        {("below", 1, 1), ("below", 2, 1)},
        {("right", 1, 1)},
        {("right", 0, 1), ("right", 2, 1)},
    ],
)
def test_figures_between_which_a_line_is_missing_are_read_apart(
    without: set[tuple[str, int, int]],
) -> None:
    (block,) = [b for b in read_sheets([prepare(1, printed_page(without))], 1, None)[0] if b.table]
    assert block.table
    texts = [(c.row, c.column, c.text) for c in block.table.cells]
    wanted = [(r, c, text) for r, row in enumerate(FIGURES) for c, text in enumerate(row)]
    assert texts == wanted


@pytest.mark.slow
def test_a_line_missing_all_across_makes_no_number_of_two() -> None:
    missing = {("below", 1, c) for c in range(3)}
    (block,) = [b for b in read_sheets([prepare(1, printed_page(missing))], 1, None)[0] if b.table]
    assert block.table
    texts = [c.text for c in block.table.cells]
    assert texts[-3:] == ["其他", "8", "909"]
    assert texts[-5:-3] == [None, None]


def _view(corners: list[tuple[float, float]]) -> np.ndarray:
    """The first page as a photograph whose corners are pulled in by these shares of its size."""
    import cv2

    page = sheet_picture()
    height, width = page.shape
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    inward = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)], np.float32)
    seen = (flat + inward * np.array(corners, np.float32) * width).astype(np.float32)
    return cv2.warpPerspective(
        page, cv2.getPerspectiveTransform(flat, seen), (width, height), borderValue=(90,)
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "corners",
    [
        [(0.0, 0.0), (0.0, 0.0), (0.03, 0.02), (0.03, 0.02)],
        [(0.03, 0.01), (0.0, 0.03), (0.02, 0.0), (0.01, 0.02)],
    ],
)
def test_the_tables_of_a_photograph_are_those_of_the_page(
    corners: list[tuple[float, float]],
) -> None:
    flat = find_ruled(sheet_picture()).grids
    found = find_ruled(straighten(_view(corners)).picture).grids
    assert [(len(g.ys), len(g.xs)) for g in found] == [(len(g.ys), len(g.xs)) for g in flat]


@pytest.mark.slow
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_turned_is_turned_back_and_places_are_as_it_came(quarters: int) -> None:
    page = sheet_picture(page=1)
    flat = prepare(1, page)
    sheet = upright(1, np.rot90(page, -quarters))
    assert sheet.straightened.quarters == quarters
    assert len(sheet.ruled.grids) == len(flat.ruled.grids)
    box = flat.ruled.grids[0].cells[0].bbox
    there = sheet.straightened.original(sheet.ruled.grids[0].cells[0].bbox)
    back = np.zeros(page.shape, np.uint8)
    back[round(box[1]) : round(box[3]), round(box[0]) : round(box[2])] = 1
    ys, xs = np.nonzero(np.rot90(back, -quarters))
    assert there == pytest.approx((xs.min(), ys.min(), xs.max() + 1, ys.max() + 1), abs=4)


@pytest.mark.slow
def test_an_upright_page_is_left_as_it_is() -> None:
    page = sheet_picture()
    sheet = upright(1, page)
    assert sheet.straightened.quarters == 0
    assert sheet.straightened.view is None


@pytest.mark.slow
def test_a_noisy_page_without_lines_is_left_upright() -> None:
    sheet = upright(1, sheet_picture(scan.NOISY, style=Style(ruled=False)))
    assert sheet.straightened.quarters == 0


def test_noise_is_left_out_and_thin_strokes_stay() -> None:
    page = np.zeros((200, 200), np.uint8)
    page[100, 20:180] = 255
    assert (without_grain(page) == page).all()
    page[::4, ::4] = 255
    assert not without_grain(page)[::4, :20].any()


def test_dirt_and_two_rows_are_no_figure_and_no_equation_makes_them_one() -> None:
    heights = [20.0] * 8 + [7.0, 46.0]
    cells = [RawCell(0, c, "0", Place(1)) for c in range(len(heights))]
    lines = [[(0.0, 0.0, 12.0, height)] for height in heights]
    assert [c.text for c in in_scale(cells, lines)] == ["0"] * 8 + [None, None]
    assert [c.confidence for c in in_scale(cells, lines)] == [1.0] * 8 + [0.0, 0.0]
    assert in_scale(cells[3:], lines[3:]) == cells[3:]  # too few to tell
    blank = [*cells, RawCell(1, 0, "", Place(1))]
    assert in_scale(blank, [*lines, []])[-1].text == ""


def test_blank_stretches_are_left_out_of_the_search() -> None:
    printed = np.zeros(5000, bool)
    printed[100:140] = printed[600:640] = True
    printed[1000:4000] = True
    found = list(strips(printed))
    assert found[:2] == [(88, 152), (588, 652)]
    assert all(b - a <= 1650 for a, b in found)
    covered = np.zeros(5000, bool)
    for a, b in found:
        covered[a:b] = True
    assert covered[printed].all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "paper", "form"), [(0, "CLEAN", "2021"), (1, "NOISY", "2019"), (2, "SOFT", "2021")]
)
def test_scanned_reports_are_read_and_nothing_is_made_up(
    seed: int, paper: str, form: str, tmp_path: Path
) -> None:
    report = generate(seed=seed, form=form)
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan.to_scan(report, Style(), getattr(scan, paper)))
    pages: list[int] = []
    (found,) = read(path, progress=lambda done, total, what: pages.append(done))
    assert (found.agency, found.year, found.format) == (report.agency, report.year, form)
    assert found.source.ocr
    assert pages == list(range(found.source.pages or 0))
    cells = [(true_cell(text), found.cell(key)) for key, text in report.printed.items()]
    wrong = [(w.text, f.text) for w, f in cells if f.state != "unread" and f.value != w.value]
    assert not wrong
    assert sum(f.state == "unread" for _, f in cells) <= len(cells) // 100


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "paper", "form", "style"),
    [
        (1, "CLEAN", "2021", Style(ruled=False, landscape=True, part_two="separate")),
        (6, "PHOTO", "2019", Style(ruled=False, break_after=12)),
        (9, "NOISY", "2019", Style(ruled=False, landscape=True, part_two="separate")),
    ],
)
def test_scans_without_table_lines_are_read_and_nothing_is_made_up(
    seed: int, paper: str, form: str, style: Style, tmp_path: Path
) -> None:
    report = blank_zeros(generate(seed=seed, form=form))
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan.to_scan(report, style, getattr(scan, paper)))
    (found,) = read(path)
    cells = [(true_cell(text), found.cell(key)) for key, text in report.printed.items()]
    told = [(w, f) for w, f in cells if f.state != "unread"]
    assert not [(w.text, f.text) for w, f in told if (f.state, f.value) != (w.state, w.value)]
    assert len(told) >= 0.95 * len(cells)


@pytest.mark.slow
def test_a_tall_picture_of_all_pages_is_read(tmp_path: Path) -> None:
    report = generate(seed=4, form="2021")
    path = tmp_path / "tall.png"
    path.write_bytes(scan.to_picture(report))
    (found,) = read(path)
    assert found.source.kind == "image"
    values = [(true_cell(t).value, found.cell(k)) for k, t in report.printed.items()]
    assert not [c for v, c in values if c.state != "unread" and c.value != v]
    assert sum(c.state == "unread" for _, c in values) <= 2
