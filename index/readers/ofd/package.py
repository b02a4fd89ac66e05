"""What an OFD package holds: documents, pages, templates, resources, notes; names are local ones.

Producers differ in namespaces, in the case of names and in what a location is relative to.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from index.readers.limits import Limits
from index.report import Damaged, Encrypted, TooLarge

if TYPE_CHECKING:
    from lxml.etree import _Element

Box = tuple[float, float, float, float]
"""Left, top, width, height in millimetres, as the standard writes them (ST_Box)."""
A4: Box = (0.0, 0.0, 210.0, 297.0)
_UNWANTED_NOTES = frozenset(["Watermark", "Link", "Highlight"])


@dataclass(frozen=True, slots=True)
class Content:
    """What is drawn on a page: `layers` (Layer, or Appearance of a note) in the order of drawing."""

    box: Box
    layers: tuple[_Element, ...]


@dataclass(frozen=True, slots=True)
class Resources:
    """What pages refer to by number: the bytes of pictures, the content of composite objects."""

    pictures: Mapping[str, bytes] = field(default_factory=dict)
    composites: Mapping[str, _Element] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """A package: title, pages in order, resources of them all."""

    title: str
    pages: tuple[Content, ...]
    resources: Resources


def open_ofd(source: Path | bytes, limits: Limits) -> Opened:
    """The package's pages.  Raises `Damaged`, `Encrypted`, `TooLarge` (pages)."""
    path = source if isinstance(source, Path) else Path("文件")
    try:
        with zipfile.ZipFile(source if isinstance(source, Path) else io.BytesIO(source)) as archive:
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise Encrypted(f"文件设有打开密码，请去掉密码后再用：{path.name}", path=str(path))
            return _opened(_Package(archive), path, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise Damaged(f"文件已损坏，无法打开：{path.name}", path=str(path)) from error


def box_of(text: str | None, otherwise: Box = A4) -> Box:
    """A box as it is written."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else otherwise


def numbers(text: str | None) -> list[float]:
    """Numbers that blanks part; [] where something else stands among them."""
    try:
        found = [float(one) for one in (text or "").split()]
    except ValueError:
        return []
    return found if all(map(isfinite, found)) else []


class _Package:
    """The parts of a package by their names, and where they point."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {_plain(name).casefold(): name for name in archive.namelist()}

    def find(self, location: str | None, base: str = "") -> str | None:
        """The part that a location means: beside the part that names it, else from the root."""
        said = (location or "").strip().replace("\\", "/")
        beside = posixpath.join(posixpath.dirname(base), said)
        candidates = [] if not said else [said] if said.startswith("/") else [beside, said]
        found = (self._names.get(_plain(c).casefold()) for c in candidates)
        return next((_plain(name) for name in found if name), None)

    def read(self, name: str) -> bytes:
        return self._archive.read(self._names[_plain(name).casefold()])

    def xml(self, name: str) -> _Element:
        """A part's root, its tags without their namespaces.  Raises `ValueError`."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        root = etree.fromstring(self.read(name), parser)
        if root is None:
            raise ValueError(name)
        for element in root.iter(etree.Element):
            element.tag = etree.QName(element).localname
        return root

    def named(self, locations: Iterator[tuple[str, str | None]]) -> Iterator[tuple[str, _Element]]:
        """The parts, by name, that are there of (base, location)."""
        for base, location in locations:
            name = self.find(location, base)
            if name is not None:
                yield name, self.xml(name)


def _plain(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/")


def _opened(package: _Package, path: Path, limits: Limits) -> Opened:
    root = package.find("OFD.xml") or ""
    main = package.xml(root)
    title = (main.findtext("DocBody/DocInfo/Title") or "").strip()
    roots = ((root, body.findtext("DocRoot")) for body in main.iter("DocBody"))
    pages: list[Content] = []
    pictures: dict[str, bytes] = {}
    composites: dict[str, _Element] = {}
    for number, (name, document) in enumerate(package.named(roots)):
        made = _Numbered(package, name, document, f"{number}:")
        pages += made.pages(limits.max_pages - len(pages) + 1)
        pictures |= made.pictures()
        composites |= made.composites()
    if len(pages) > limits.max_pages:
        raise TooLarge(f"超过上限 {limits.max_pages} 页：{path.name}", path=str(path))
    if not pages:
        raise Damaged(f"文件里没有页面：{path.name}", path=str(path))
    return Opened(title, tuple(pages), Resources(pictures, composites))


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A document of a package; `prefix` tells its numbers from another document's."""

    package: _Package
    name: str
    document: _Element
    prefix: str

    def pages(self, most: int) -> list[Content]:
        """The first pages, each with its templates below and its notes above it."""
        box = box_of(self.document.findtext("CommonData/PageArea/PhysicalBox"))
        notes = dict(self._notes())
        listed = self.document.findall("Pages/Page")[:most]
        return [self._page(page, box, notes.get(page.get("ID", ""), ())) for page in listed]

    def _page(self, page: _Element, box: Box, notes: tuple[_Element, ...]) -> Content:
        name = self.package.find(page.get("BaseLoc"), self.name)
        if name is None:
            return Content(box, notes)
        content = self.package.xml(name)
        below = [self._template(t.get("TemplateID", "")) for t in content.findall("Template")]
        own = tuple(content.findall("Content/Layer"))
        layers = (*(layer for template in below for layer in template), *own, *notes)
        for layer in layers:
            self._number(layer)
        return Content(box_of(content.findtext("Area/PhysicalBox"), box), layers)

    def _template(self, number: str) -> tuple[_Element, ...]:
        listed = self.document.findall("CommonData/TemplatePage")
        named = ((self.name, t.get("BaseLoc")) for t in listed if t.get("ID") == number)
        return tuple(layer for _, t in self.package.named(named) for layer in t.iter("Layer"))

    def _notes(self) -> Iterator[tuple[str, tuple[_Element, ...]]]:
        """What notes show, by the page's number."""
        listed = ((self.name, one.text) for one in self.document.findall("Annotations"))
        for name, all_notes in self.package.named(listed):
            for page in all_notes.iter("Page"):
                files = iter([(name, page.findtext("FileLoc"))])
                shown = (a for _, notes in self.package.named(files) for a in _shown(notes))
                yield page.get("PageID", ""), tuple(shown)

    def _number(self, layer: _Element) -> None:
        for one in layer.iter("ImageObject", "CompositeObject"):
            one.set("ResourceID", self.prefix + one.get("ResourceID", ""))

    def _resources(self) -> Iterator[tuple[str, _Element]]:
        listed = (
            one
            for tag in ("PublicRes", "DocumentRes")
            for one in self.document.findall(f"CommonData/{tag}")
        )
        yield from self.package.named((self.name, one.text) for one in listed)

    def pictures(self) -> Iterator[tuple[str, bytes]]:
        for name, resources in self._resources():
            folder = posixpath.join(posixpath.dirname(name), resources.get("BaseLoc", ""), "x")
            for media in resources.iter("MultiMedia"):
                file = self.package.find(media.findtext("MediaFile"), folder)
                if media.get("Type") == "Image" and file is not None:
                    yield self.prefix + media.get("ID", ""), self.package.read(file)

    def composites(self) -> Iterator[tuple[str, _Element]]:
        for _, resources in self._resources():
            for unit in resources.iter("CompositeGraphicUnit"):
                content = unit.find("Content")
                if content is not None:
                    self._number(content)
                    yield self.prefix + unit.get("ID", ""), content


def _shown(notes: _Element) -> Iterator[_Element]:
    for note in notes.iter("Annot"):
        look = note.find("Appearance")
        unseen = note.get("Visible", "true") == "false"
        if look is not None and not unseen and note.get("Type") not in _UNWANTED_NOTES:
            yield look
