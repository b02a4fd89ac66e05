"""OFD packages that draw the same report in other ways: what is unseen, how lines and figures stand."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

FIGURE = re.compile(
    r"<ofd:TextObject [^>]*><ofd:TextCode [^>]*>[0-9]+</ofd:TextCode></ofd:TextObject>"
)
PATH = re.compile(
    r"<ofd:PathObject [^>]*><ofd:AbbreviatedData>([^<]*)</ofd:AbbreviatedData></ofd:PathObject>"
)

Change = Callable[[dict[str, str]], dict[str, str]]
"""The text parts of a package to other ones."""


def contents_changed(change: Callable[[str], str]) -> Change:
    return lambda parts: {n: change(t) if "Content" in n else t for n, t in parts.items()}


def _beside(unseen: str) -> Change:
    """Another digit upon each figure, as `unseen` makes it."""
    before, _, after = unseen.partition("{}")

    def twice(found: re.Match[str]) -> str:
        other = re.sub(r">[0-9]+<", ">8<", found[0])
        return re.sub("<ofd:TextObject", f"{before or '<ofd:TextObject'}", other) + after + found[0]

    return contents_changed(lambda text: FIGURE.sub(twice, text))


def _one_path(text: str) -> str:
    """All lines of a page as one path."""
    lines = " ".join(PATH.findall(text))
    path = f'<ofd:PathObject ID="1" Boundary="0 0 210 297"><ofd:AbbreviatedData>{lines}</ofd:AbbreviatedData></ofd:PathObject>'
    return PATH.sub("", text).replace("<ofd:TextObject", f"{path}<ofd:TextObject", 1)


def _filled(text: str) -> str:
    """Lines as thin filled boxes."""

    def box(found: re.Match[str]) -> str:
        x0, y0, x1, y1 = (float(v) for v in re.findall(r"[0-9.]+", found[1]))
        x1, y1 = max(x1, x0 + 0.2), max(y1, y0 + 0.2)
        path = f"M {x0} {y0} L {x1} {y0} L {x1} {y1} L {x0} {y1} C"
        return (
            '<ofd:PathObject ID="1" Boundary="0 0 210 297" Stroke="false" Fill="true">'
            f"<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    return PATH.sub(box, text)


def _turned(text: str) -> str:
    """Every object in a block of its own space, turned by a quarter about the page's corner."""
    height = 297
    inner = re.search(r"<ofd:Layer[^>]*>(.*)</ofd:Layer>", text, re.DOTALL)
    assert inner

    def turn(found: re.Match[str]) -> str:
        x, y, w, h = (float(v) for v in found[1].split())
        return f'Boundary="{height - y} {x} {w} {h}" CTM="0 1 -1 0 0 0"'

    return re.sub(r'Boundary="([^"]*)"', turn, text)


def _template(parts: dict[str, str]) -> dict[str, str]:
    """The lines of the first page in a template."""
    name = "Doc_0/Pages/Page_0/Content.xml"
    lines = "".join(found[0] for found in PATH.finditer(parts[name]))
    page = PATH.sub("", parts[name]).replace(
        "<ofd:Content>", '<ofd:Template TemplateID="70"/><ofd:Content>'
    )
    layer = re.sub(
        r"(<ofd:Layer[^>]*>).*(</ofd:Layer>)", lambda f: f[1] + lines + f[2], parts[name]
    )
    document = parts["Doc_0/Document.xml"].replace(
        "</ofd:CommonData>", '<ofd:TemplatePage ID="70" BaseLoc="Tpls/T.xml"/></ofd:CommonData>'
    )
    return {**parts, name: page, "Doc_0/Tpls/T.xml": layer, "Doc_0/Document.xml": document}


def _composite(parts: dict[str, str]) -> dict[str, str]:
    """The figures of the first page in a composite object."""
    name = "Doc_0/Pages/Page_0/Content.xml"
    figures = "".join(found[0] for found in FIGURE.finditer(parts[name]))
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="60" Width="210" Height="297">'
        f"<ofd:Content>{figures}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    page = FIGURE.sub("", parts[name]).replace(
        "</ofd:Layer>",
        '<ofd:CompositeObject ID="61" Boundary="0 0 210 297" ResourceID="60"/></ofd:Layer>',
    )
    resources = parts["Doc_0/DocumentRes.xml"].replace("</ofd:Res>", unit)
    return {**parts, name: page, "Doc_0/DocumentRes.xml": resources}


def _note(parts: dict[str, str]) -> dict[str, str]:
    """The figures of the first page as what a note shows, a watermark as another."""
    name = "Doc_0/Pages/Page_0/Content.xml"
    figures = "".join(found[0] for found in FIGURE.finditer(parts[name]))
    space = re.search(r'xmlns:ofd="[^"]*"', parts[name])
    assert space
    look = '<ofd:Annot ID="{}" Type="{}"><ofd:Appearance Boundary="0 0 210 297">{}</ofd:Appearance></ofd:Annot>'
    eights = re.sub(r">[0-9]+<", ">8<", figures)
    notes = look.format(50, "Stamp", figures) + look.format(51, "Watermark", eights)
    document = parts["Doc_0/Document.xml"].replace(
        "</ofd:Document>",
        "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>",
    )
    listed = '<ofd:Page PageID="0"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page>'
    return {
        **parts,
        name: FIGURE.sub("", parts[name]),
        "Doc_0/Document.xml": document,
        "Doc_0/Annots/Annotations.xml": f"<ofd:Annotations {space[0]}>{listed}</ofd:Annotations>",
        "Doc_0/Annots/Page_0/Annotation.xml": f"<ofd:PageAnnot {space[0]}>{notes}</ofd:PageAnnot>",
    }


OFDS: dict[str, Change] = {
    "invisible": _beside('<ofd:TextObject Visible="false"'),
    "without opacity": _beside('<ofd:TextObject Alpha="0"'),
    "neither filled nor drawn": _beside('<ofd:TextObject Fill="false"'),
    "too low to read": _beside('<ofd:TextObject CTM="0.05 0 0 0.05 0 0"'),
    "white on white": contents_changed(
        lambda text: FIGURE.sub(
            lambda f: (
                re.sub(r">[0-9]+<", ">8<", f[0]).replace(
                    "<ofd:TextCode", '<ofd:FillColor Value="255 255 255"/><ofd:TextCode'
                )
                + f[0]
            ),
            text,
        )
    ),
    "all lines one path": contents_changed(_one_path),
    "lines as filled boxes": contents_changed(_filled),
    "turned by a quarter": contents_changed(_turned),
    "lines in a template": _template,
    "figures in a composite object": _composite,
    "figures in notes": _note,
    "another namespace": lambda parts: {
        n: t.replace("http://www.ofdspec.org/2016", "http://www.ofdspec.org")
        for n, t in parts.items()
    },
    "no namespace, other case": lambda parts: {
        n.upper() if n != "OFD.xml" else n: re.sub(r"(</?)ofd:| xmlns:ofd=\"[^\"]*\"", r"\1", t)
        for n, t in parts.items()
    },
    "locations from the root": lambda parts: {
        n: t.replace("DocRoot>Doc_0", "DocRoot>/Doc_0").replace(
            'BaseLoc="Pages', 'BaseLoc="/Doc_0/Pages'
        )
        for n, t in parts.items()
    },
}


def changed(data: bytes, change: Change) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in change(parts).items():
            archive.writestr(name, text)
    return out.getvalue()
