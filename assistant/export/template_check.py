"""Templates that an office uploads: what is let in, and what is refused in a line of Chinese.

A template may name fields, go through lists and ask whether something is there; nothing else, and
nothing in it may act by itself when the file is opened.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from assistant.export.word_template import OWN_TEMPLATE, Fields, cleaned, fill, sandbox
from index.report import UsageError

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2 import nodes

_MOST_BYTES, _MOST_UNPACKED = 10 * 2**20, 60 * 2**20
_TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_OPEN = re.compile(r"\{[{%#]|[}%#]\}")
_BARE = re.compile(r"\{\{\s*(?:r|p|tr|tc)\s")
_STRAY = " | ".join(f"//w:{name}/text()" for name in ("body", "p", "r", "tbl", "tr", "tc"))
"""Text where a Word file has none: a loop or a condition was cut through."""
_CUT = "模板里的循环和判断要各占一段（{%p … %}）或表格的一行（{%tr … %}），开头和结尾成对"
_UNFINISHED = "模板里的字段、循环或判断没有写完整，请检查花括号和 {% endfor %}、{% endif %}"
_PLAIN = "模板里只能写字段、循环和判断，不能写函数、筛选器和其他语句"
_LOOP: Fields = {"loop": {"index": 1, "first": True, "last": True, "length": 1}}
_LINKED = ("/hyperlink", OWN_TEMPLATE)
"""Kinds of relations that may lead out of a template: a link that a person follows, and the
template's own template, which is taken out: Word would fetch it from wherever it is."""


def check(template: bytes, sample: Fields) -> frozenset[str]:
    """The names of the fields that a template uses; it is filled once with `sample` to see.

    `sample` holds every field there is, no list empty, nothing false.  Raises UsageError: no Word
    file, something that acts by itself in it, a field that is not there, anything but fields,
    loops and conditions, or one of these across paragraphs.
    """
    document = _opened(template)
    unknown: list[str] = []
    named: set[str] = set()
    for source in _sources(document):
        _written_plainly(source)
        named |= _names(_parsed(document.patch_xml(source)), sample, unknown)
    if unknown:
        names = "、".join(dict.fromkeys(unknown))
        raise UsageError(f"模板里有不认识的字段：{names}。可用的字段见“字段说明”。")
    _well_formed(document, sample)
    _readable(fill(template, sample))
    return frozenset(named & sample.keys())


# ---------------------------------------------------------------- the file


def _opened(template: bytes) -> DocxTemplate:
    """The file as a template, without a link to another.  Raises UsageError."""
    from docxtpl import DocxTemplate

    _safe_zip(template)
    document = DocxTemplate(io.BytesIO(template))
    _readable(template)
    document.init_docx()
    for relation in _relations(document):
        if relation.is_external and not relation.reltype.endswith(_LINKED):
            raise UsageError("模板引用了文件以外的图片或对象，请改为嵌入后再上传")
    return document


def _safe_zip(template: bytes) -> None:
    if len(template) > _MOST_BYTES:
        raise UsageError(f"模板超过 {_MOST_BYTES // 2**20} MB，请精简后再上传")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            infos = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UsageError("模板应当是 Word 文档（.docx），请用 Word 或 WPS 另存为 .docx") from error
    if sum(info.file_size for info in infos) > _MOST_UNPACKED:
        raise UsageError("模板解压后过大，请精简后再上传")
    if any(_acts(info.filename) for info in infos):
        raise UsageError("模板里有宏或嵌入的程序对象，请另存为不含宏的 .docx 再上传")


def _acts(name: str) -> bool:
    """Whether a part of a Word file is a program or an object that Word would run."""
    low = name.lower()
    return "vbaproject" in low or "/activex/" in low or "/embeddings/" in low


def _readable(content: bytes) -> None:
    """Raises UsageError where Word would not open it."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    try:
        docx.Document(io.BytesIO(content))
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        zipfile.BadZipFile,
        etree.LxmlError,
    ) as error:
        raise UsageError("模板不是完好的 Word 文档（.docx），请另存一次再上传") from error


def _relations(document: DocxTemplate) -> Iterator[Any]:
    yield from document.get_docx().part.package.iter_rels()


# ---------------------------------------------------------------- what is written in it


def _sources(document: DocxTemplate) -> Iterator[str]:
    """Every text of the file that is a template: body, headers, footers, notes, properties."""
    yield document.get_xml()
    for place in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(place):
            yield document.get_part_xml(part)
    for part in document.get_docx().part.package.iter_parts():
        if part.partname.endswith("/footnotes.xml"):
            yield part.blob.decode("utf-8")
    properties = document.get_docx().core_properties
    yield from (
        str(getattr(properties, name))
        for name in ("author", "comments", "identifier", "language", "subject", "title")
    )


def _written_plainly(source: str) -> None:
    """Raises UsageError where braces are not closed in their paragraph, or hold bare XML."""
    for paragraph in source.split("</w:p>"):
        text = re.sub(r"<[^>]*>", "", paragraph)
        if _OPEN.search(_TAG.sub("", text)):
            raise UsageError(f"模板里的花括号没有配对：{text.strip()[:40]}")
        if _BARE.search(text):
            raise UsageError(f"模板里的字段只写名称，不加 r、p 等字母：{text.strip()[:40]}")


def _well_formed(document: DocxTemplate, sample: Fields) -> None:
    """Raises UsageError where loops and conditions cut through paragraphs or rows."""
    from lxml import etree

    document.render_init()
    filled = document.build_xml(cleaned(sample), sandbox())
    try:
        tree = etree.fromstring(filled)
    except etree.XMLSyntaxError as error:
        raise UsageError(_CUT) from error
    if any(text.strip() for text in tree.xpath(_STRAY, namespaces=tree.nsmap)):
        raise UsageError(_CUT)


def _parsed(source: str) -> nodes.Template:
    from jinja2 import TemplateSyntaxError

    try:
        return sandbox().parse(source)
    except TemplateSyntaxError as error:
        raise UsageError(_UNFINISHED) from error


def _names(node: nodes.Node, known: Fields, unknown: list[str], within: str = "") -> set[str]:
    """The names that a template takes from `known`; what is not there goes to `unknown`.

    `within` is the entry of the loop that the node stands in.  Raises UsageError at anything but
    fields, loops and conditions.
    """
    from jinja2 import nodes

    if isinstance(node, nodes.Name | nodes.Getattr):
        _value(node, known, unknown)
        return {
            next(n.name for n in (node, *node.find_all(nodes.Name)) if isinstance(n, nodes.Name))
        }
    if isinstance(node, nodes.For):
        return _of_loop(node, known, unknown, within)
    plain = (
        nodes.Template,
        nodes.Output,
        nodes.TemplateData,
        nodes.If,
        nodes.Not,
        nodes.And,
        nodes.Or,
    )
    if not isinstance(node, plain):
        raise UsageError(_PLAIN)
    return set().union(*(_names(n, known, unknown, within) for n in node.iter_child_nodes()))


def _value(node: nodes.Node, known: Fields, unknown: list[str]) -> Any:
    """What a field, or a field of a loop's entry, is in `known`; None where it is not there."""
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        found, name = known.get(node.name), node.name
    elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        entry, name = known.get(node.node.name), f"{node.node.name}.{node.attr}"
        found = entry.get(node.attr) if isinstance(entry, Mapping) else None
    else:
        raise UsageError(_PLAIN)
    if found is None:
        unknown.append(name)
    return found


def _of_loop(node: nodes.For, known: Fields, unknown: list[str], within: str) -> set[str]:
    """The names in a loop over a list; in a loop, only over a list of the entry in hand."""
    from jinja2 import nodes

    first = node.iter.node if isinstance(node.iter, nodes.Getattr) else None
    nested = isinstance(first, nodes.Name) and first.name == within
    if node.test or node.recursive or not isinstance(node.target, nodes.Name):
        raise UsageError(_PLAIN)
    if bool(within) != nested:
        raise UsageError("模板里，循环中的循环只能用在这一条自己的列表上")
    entries = _value(node.iter, known, unknown)
    if entries is not None and not isinstance(entries, list | tuple):
        raise UsageError("模板里的循环只能用在列表上，如 {% for 条 in 问题 %}")
    if entries is None:
        return set()
    inner = {**known, **_LOOP, node.target.name: entries[0]}
    bodies = (_names(n, inner, unknown, node.target.name) for n in (*node.body, *node.else_))
    return _names(node.iter, known, [], within).union(*bodies)
