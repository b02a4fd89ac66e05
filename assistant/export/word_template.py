"""Word files with fields, filled: what is filled in is text of reports, escaped, never a template.

A template is data that somebody uploaded (`template_check` says what is let in); it is filled in
a sandbox that knows no function.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.report import UsageError

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2 import Environment

Fields = Mapping[str, Any]
"""What a template may print, by the names that it calls it: text, numbers, whether something is
so, lists; the entries of a list are texts or fields again."""

Draw = Callable[[Any], Any]
"""Draws a table at the end of a Word document, and gives it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a template: what it is called in it, what it means, an example."""

    name: str
    means: str
    example: object


_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
OWN_TEMPLATE = "/attachedTemplate"
"""The kind of relation by which a Word file names its own template."""


def fill(template: bytes, fields: Fields, tables: Mapping[str, Draw] | None = None) -> bytes:
    """The template with its fields filled in, as a Word file.  Raises UsageError.

    A paragraph that holds nothing but the name of one of `tables` has the table put before it.
    """
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError
    from lxml import etree

    document = DocxTemplate(io.BytesIO(template))
    stream = io.BytesIO()
    try:
        document.render(cleaned(fields), sandbox(), autoescape=True)
        _detach(document)
        _put_in(document, tables or {})
        document.save(stream)
    except (TemplateError, etree.LxmlError) as error:
        raise UsageError("模板填不出来，请重新上传，或在设置页恢复自带的") from error
    return stream.getvalue()


def _put_in(document: DocxTemplate, tables: Mapping[str, Draw]) -> None:
    for paragraph in document.docx.paragraphs:
        if draw := tables.get(paragraph.text.strip()):
            paragraph._p.addprevious(draw(document.docx)._tbl)
            paragraph.clear()


def _detach(document: DocxTemplate) -> None:
    """Take the template's own template out."""
    from docx.opc.constants import RELATIONSHIP_TYPE as RT

    # Not by `get_docx`, which opens the file anew once it is filled.
    settings = document.docx.part.part_related_by(RT.SETTINGS)
    for named in settings.element.xpath("w:attachedTemplate"):
        settings.element.remove(named)
    for id in [i for i, r in settings.rels.items() if r.reltype.endswith(OWN_TEMPLATE)]:
        del settings.rels[id]


def sandbox() -> Environment:
    """An environment without functions, filters and tests, in which a missing field is an error."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    for built_in in (environment.globals, environment.filters, environment.tests):
        built_in.clear()
    return environment


def cleaned(value: Any) -> Any:
    """The fields without characters that XML cannot hold or that stand for layout in docxtpl."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub(" ", value)
    if isinstance(value, Mapping):
        return {name: cleaned(inner) for name, inner in value.items()}
    return [cleaned(entry) for entry in value] if isinstance(value, list | tuple) else value
