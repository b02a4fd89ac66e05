"""Word documents that show the same report in other ways: runs, rows, numbers that Word makes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from ..truth import TrueReport
from ..writers import to_docx

RUN = re.compile(r"<w:r><w:t>([0-9.-]+)</w:t></w:r>")


def _run(before: str = "{}", after: str = "") -> Callable[[str], str]:
    """A Word document whose figures are runs in `before`, with `after` behind them."""
    return lambda xml: RUN.sub(lambda f: before.format(f[0]) + after, xml)


def _tabs(xml: str) -> str:
    """Tables as paragraphs whose cells tabs part."""

    def row(found: re.Match[str]) -> str:
        cells = re.findall(r"<w:tc>.*?</w:tc>", found[0], re.DOTALL)
        texts = ["".join(re.findall(r"<w:t[^>]*>([^<]*)", cell)) for cell in cells]
        return f"<w:p><w:r><w:t>{'</w:t><w:tab/><w:t>'.join(texts)}</w:t></w:r></w:p>"

    rows = re.sub(r"<w:tr>.*?</w:tr>", row, xml, flags=re.DOTALL)
    return re.sub(r"</?w:tbl>|<w:tblPr>.*?</w:tblPr>|<w:tblGrid>.*?</w:tblGrid>", "", rows)


ROW = re.compile(r"<w:tr>.*?</w:tr>", re.DOTALL)
_NUMBER = re.compile(
    r"<w:p>(?:(?!</w:p>|<w:t).)*<w:t[^>]*>(?P<own>[（(][一二三四五六七][）)]|[一二三四]、|[1-9]\.(?![0-9]))",
    re.DOTALL,
)
_DEPTHS = {"、": 0, "）": 1, ")": 1, ".": 2}


def _row_kept(xml: str) -> str:
    """Before each row with figures the one that it takes the place of, marked as deleted."""

    def both(found: re.Match[str]) -> str:
        old = re.sub(r"<w:t>([0-9.-]+)</w:t>", "<w:t>99</w:t>", found[0])
        if old == found[0]:
            return old
        marks = '<w:tr><w:trPr><w:{} w:id="1" w:author="a"/></w:trPr>'
        return old.replace("<w:tr>", marks.format("del"), 1) + found[0].replace(
            "<w:tr>", marks.format("ins"), 1
        )

    return ROW.sub(both, xml)


def _numbered(xml: str) -> str:
    """The numbers of labels in tables as Word's own, which stand in no text."""

    def automatic(found: re.Match[str]) -> str:
        depth = _DEPTHS[found["own"][-1]]
        number = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="50"/></w:numPr>'
        bare = found[0][: -len(found["own"])]
        if "<w:pPr>" in bare:
            return bare.replace("<w:pPr>", f"<w:pPr>{number}", 1)
        return bare.replace("<w:p>", f"<w:p><w:pPr>{number}</w:pPr>", 1)

    return re.sub(
        r"<w:tbl>.*?</w:tbl>", lambda table: _NUMBER.sub(automatic, table[0]), xml, flags=re.DOTALL
    )


_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
_LISTS = (
    '<w:abstractNum w:abstractNumId="50">'
    + "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(_LEVELS)
    )
    + "</w:abstractNum>"
)
_LIST = '<w:num w:numId="50"><w:abstractNumId w:val="50"/></w:num>'


WORD: dict[str, Callable[[str], str]] = {
    "the old figure struck out": _run("<w:r><w:rPr><w:strike/></w:rPr><w:t>66</w:t></w:r>{}"),
    "changes marked": _run("<w:del><w:r><w:delText>66</w:delText></w:r></w:del><w:ins>{}</w:ins>"),
    "a note's number raised": _run(
        "{}", '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    ),
    "what asks to be filled in": _run(
        "{}",
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击输入</w:t></w:r>"
        "</w:sdtContent></w:sdt>",
    ),
    "fields to be filled in": _run("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"),
    "tabs in place of tables": _tabs,
    "rows replaced and marked": _row_kept,
    "labels that Word numbers": _numbered,
}


def written(report: TrueReport, change: Callable[[str], str]) -> bytes:
    """The report's Word file with its body changed."""
    plain, out = zipfile.ZipFile(io.BytesIO(to_docx(report))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in plain.namelist():
            data = plain.read(name)
            if name == "word/document.xml":
                changed = change(data.decode()).encode()
                assert changed != data
                data = changed
            if name == "word/numbering.xml":
                data = _with_lists(data.decode()).encode()
            archive.writestr(name, data)
    return out.getvalue()


def _with_lists(xml: str) -> str:
    """The document's lists and one more, whose definitions stand before all that use them."""
    first = xml.index("<w:num ") if "<w:num " in xml else xml.index("</w:numbering>")
    xml = xml[:first] + _LISTS + xml[first:]
    return xml.replace("</w:numbering>", f"{_LIST}</w:numbering>")
