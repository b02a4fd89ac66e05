"""OFD: what is drawn is read by place, what nobody sees is not; broken packages are said to be."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from index.ingest import read
from index.readers.pdf.page_images import page_picture
from index.report import Damaged, ReadError, TooLarge
from tests.generator import Style, generate
from tests.generator.manners.ofd import OFDS, Change, changed, contents_changed
from tests.generator.writers.layout import Page, Text, pages
from tests.generator.writers.ofd import MM, packed, text_object, to_ofd, to_ofd_scan
from tests.index.test_roundtrip import compared
from tests.sampled import slow_but

TRUE = generate(5, "2021")


@pytest.mark.parametrize("manner", OFDS)
def test_every_manner_of_drawing_is_read(manner: str, tmp_path: Path) -> None:
    plain = to_ofd(TRUE, Style())
    data = changed(plain, OFDS[manner])
    assert data != changed(plain, lambda parts: parts), "the manner changes nothing"
    file = tmp_path / "r.ofd"
    file.write_bytes(data)
    (found,) = read(file)
    assert compared(TRUE, found) == ([], [])
    assert (found.agency, found.year, found.source.kind) == (TRUE.agency, TRUE.year, "ofd")


def test_white_print_on_a_dark_ground_is_read_and_what_a_box_hides_is_not(tmp_path: Path) -> None:
    box = (
        '<ofd:PathObject ID="1" Boundary="0 0 210 297" Stroke="false" Fill="true">'
        '<ofd:FillColor Value="{}"/><ofd:AbbreviatedData>M 10 10 L 200 10 L 200 60 L 10 60 C'
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )
    first, *rest = pages(TRUE)
    title = Page(first.width, first.height, first.texts[:1])
    white = "".join(
        text_object(t).replace("<ofd:TextCode", '<ofd:FillColor Value="255 255 255"/><ofd:TextCode')
        for t in title.texts
    )
    hidden = text_object(Text(60, 100, 12, "某县另一局2019年政府信息公开工作年度报告"))
    body = "".join(text_object(t) for page in (first, *rest) for t in page.texts[1:])
    content = hidden + box.format("0 0 128") + white
    data = packed([content, body], (first.width, first.height), "")
    (tmp_path / "r.ofd").write_bytes(data)
    (found,) = read(tmp_path / "r.ofd")
    assert (found.agency, found.year) == (TRUE.agency, TRUE.year)
    assert "另一局" not in found.title


def test_places_are_boxes_in_points(tmp_path: Path) -> None:
    (tmp_path / "r.ofd").write_bytes(to_ofd(TRUE))
    (found,) = read(tmp_path / "r.ofd")
    (text,) = (t for t in pages(TRUE)[0].texts if t.text == "一、总体情况")
    place = found.sections[0].at
    assert place.page == 1 and place.bbox is not None
    assert abs(place.bbox[0] - text.x) < 0.1 and abs(place.bbox[3] - text.y) < 0.2 * text.size


def test_a_page_is_shown_with_its_lines_pictures_and_print(tmp_path: Path) -> None:
    photo = io.BytesIO()
    Image.new("RGB", (40, 20), (0, 0, 200)).save(photo, "JPEG")
    page = pages(TRUE)[0]
    picture = (
        f'<ofd:ImageObject Boundary="{20 * MM} {20 * MM} {80 * MM} {40 * MM}" ResourceID="7"/>'
    )
    words = "".join(text_object(text) for text in page.texts)
    ruled = '<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>{}</ofd:AbbreviatedData>'
    line = ruled.format(f"M {50 * MM} {100 * MM} L {300 * MM} {100 * MM}") + "</ofd:PathObject>"
    data = packed([picture + line + words], (page.width, page.height), "", {7: photo.getvalue()})
    (tmp_path / "r.ofd").write_bytes(data)
    for source in (tmp_path / "r.ofd", data):
        shown = Image.open(io.BytesIO(page_picture(source, "ofd", 1, 2.0)))
        assert abs(shown.width - 2 * page.width) <= 2 and abs(shown.height - 2 * page.height) <= 2
        red, green, blue = shown.convert("RGB").getpixel((120, 80))
        assert blue > 150 and red < 60 and green < 60
        assert min(shown.convert("L").getpixel((400, y)) for y in (199, 200, 201)) < 200
    with pytest.raises(Damaged, match="第 2 页"):
        page_picture(tmp_path / "r.ofd", "ofd", 2)


@pytest.mark.slow
@pytest.mark.parametrize("broken", slow_but([9, None], [9]))
def test_pages_that_are_pictures_are_read(broken: int | None, tmp_path: Path) -> None:
    style = Style(break_after=broken)
    try:
        data = to_ofd_scan(TRUE, style)
    except FileNotFoundError:
        pytest.skip("needs the Noto CJK fonts")
    (tmp_path / "r.ofd").write_bytes(data)
    (found,) = read(tmp_path / "r.ofd")
    assert compared(TRUE, found)[0] == []
    assert found.source.ocr and found.source.kind == "ofd"


BAD: dict[str, tuple[Change, type[ReadError]]] = {
    "no document": (lambda parts: {"OFD.xml": parts["OFD.xml"]}, Damaged),
    "no XML": (lambda parts: {**parts, "OFD.xml": "\x01\x02"}, Damaged),
    "no pages": (lambda parts: {**parts, "Doc_0/Document.xml": "<Document/>"}, Damaged),
}


def _unfolding(parts: dict[str, str]) -> dict[str, str]:
    """Composite objects that hold each other twice, thirty deep."""
    twice = '<CompositeObject ResourceID="{0}"/><CompositeObject ResourceID="{0}"/>'
    units = "".join(
        f'<CompositeGraphicUnit ID="{i}"><Content>{twice.format(i + 1)}</Content></CompositeGraphicUnit>'
        for i in range(30)
    )
    page = "<Page><Content><Layer>" + twice.format(0) + "</Layer></Content></Page>"
    resources = f"<Res><CompositeGraphicUnits>{units}</CompositeGraphicUnits></Res>"
    return {
        **parts,
        "Doc_0/DocumentRes.xml": resources,
        "Doc_0/Pages/Page_0/Content.xml": page,
    }


BAD["objects that unfold without end"] = (_unfolding, TooLarge)


@pytest.mark.parametrize("name", BAD)
def test_a_broken_package_is_said_to_be(name: str, tmp_path: Path) -> None:
    change, error = BAD[name]
    (tmp_path / "r.ofd").write_bytes(changed(to_ofd(TRUE), change))
    with pytest.raises(error):
        read(tmp_path / "r.ofd")


def test_one_unreadable_page_and_nonsense_in_objects_cost_only_themselves(tmp_path: Path) -> None:
    nonsense = (
        '<ofd:TextObject Boundary="a b" Size="x"><ofd:TextCode X="q" DeltaX="g 999999999 1">长'
        '</ofd:TextCode></ofd:TextObject><ofd:PathObject Boundary=""><ofd:AbbreviatedData>M 1 L B 2 Z'
        '</ofd:AbbreviatedData></ofd:PathObject><ofd:ImageObject ResourceID="404"/>'
        '<ofd:CompositeObject ResourceID="404"/>'
    )
    data = changed(
        to_ofd(TRUE),
        contents_changed(lambda t: t.replace("</ofd:Layer>", f"{nonsense}</ofd:Layer>")),
    )
    (tmp_path / "r.ofd").write_bytes(data)
    (found,) = read(tmp_path / "r.ofd")
    assert compared(TRUE, found) == ([], [])
