"""A page's objects as pdfminer lays them out, without the characters that are never painted."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfminer.layout import LTPage
    from pdfplumber.page import Page

_UNPAINTED = (3, 7)
"""Rendering modes of text that leaves no ink: none at all, and clipping alone."""


def layout_of(page: Page) -> LTPage:
    """What is on pdfplumber's page.  Raises pdfplumber's `PdfminerException`."""
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    resources = page.pdf.rsrcmgr
    device = _device()(resources, pageno=page.page_number, laparams=page.pdf.laparams)
    try:
        PDFPageInterpreter(resources, device).process_page(page.page_obj)
    except (
        PSException, ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError,
        ArithmeticError, NotImplementedError, RecursionError, struct.error, zlib.error,
    ) as error:  # fmt: skip
        raise PdfminerException(error) from error
    found: LTPage = device.get_result()
    return found


@cache
def _device() -> Any:
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent

    class Device(PDFPageAggregatorWithMarkedContent):
        """Takes in no character whose rendering mode paints nothing."""

        painted = True

        def render_string(self, textstate: Any, *args: Any, **kwargs: Any) -> None:
            self.painted = textstate.render not in _UNPAINTED
            super().render_string(textstate, *args, **kwargs)

        def render_char(self, *args: Any, **kwargs: Any) -> float:
            advance = super().render_char(*args, **kwargs)
            if not self.painted and self.cur_item._objs:
                self.cur_item._objs.pop()
            return advance

    return Device
