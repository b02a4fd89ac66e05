"""A true report as a scan: pictures of its pages, tilted, softened, soiled as asked."""

from __future__ import annotations

import io
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..truth import TrueReport
from .layout import Page, pages
from .style import PLAIN, Style

if TYPE_CHECKING:
    from PIL.Image import Image

_FONTS = Path("/usr/share/fonts/opentype/noto")
_FACES = {"serif": "NotoSerifCJK-Regular.ttc", "sans": "NotoSansCJK-Regular.ttc"}
_SIMPLIFIED = 2  # the face of simplified Chinese in Noto's collections


@dataclass(frozen=True, slots=True)
class Paper:
    """What the scanner did: `tilt` in degrees, `blur` in pixels, `noise` the deviation of greys."""

    dpi: int = 200
    tilt: float = 0
    blur: float = 0
    noise: float = 0
    quality: int = 85
    grey: bool = True


CLEAN = Paper()
TILTED = Paper(tilt=1.2)
SOFT = Paper(blur=0.9, quality=60)
NOISY = Paper(tilt=-0.8, blur=0.6, noise=18, quality=50)


def fonts() -> bool:
    """Whether the fonts that a scan is drawn with are installed."""
    return (_FONTS / _FACES["serif"]).exists()


def pictures(report: TrueReport, style: Style = PLAIN, paper: Paper = CLEAN) -> list[Image]:
    """The scanned pages; FileNotFoundError without the Noto CJK fonts."""
    if not fonts():
        raise FileNotFoundError(str(_FONTS))
    rng = random.Random(f"{report.title}/{paper}")
    return [_scanned(_drawn(p, style, paper), paper, rng) for p in pages(report, style)]


def to_scan(report: TrueReport, style: Style = PLAIN, paper: Paper = CLEAN) -> bytes:
    """A PDF that holds only the pictures of its pages."""
    first, *rest = pictures(report, style, paper)
    out = io.BytesIO()
    first.save(
        out, "PDF", resolution=paper.dpi, save_all=True, append_images=rest, quality=paper.quality,
        creationDate=_EPOCH, modDate=_EPOCH,
    )  # fmt: skip
    return out.getvalue()


_EPOCH = time.gmtime(1704067200)


def to_picture(report: TrueReport, style: Style = PLAIN, paper: Paper = CLEAN) -> bytes:
    """One tall PNG of all pages, as phones make of long documents."""
    from PIL import Image

    shots = pictures(report, style, paper)
    whole = Image.new("L", (max(s.width for s in shots), sum(s.height for s in shots)), 255)
    top = 0
    for shot in shots:
        whole.paste(shot, (0, top))
        top += shot.height
    out = io.BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()


def _drawn(page: Page, style: Style, paper: Paper) -> Image:
    from PIL import Image, ImageDraw, ImageFont

    scale = paper.dpi / 72
    image = Image.new("L", (round(page.width * scale), round(page.height * scale)), 255)
    draw = ImageDraw.Draw(image)
    face = _FONTS / _FACES.get(style.font, _FACES["serif"])
    faces: dict[int, ImageFont.FreeTypeFont] = {}
    for line in page.lines:
        ends = [round(v * scale) for v in (line.x0, line.y0, line.x1, line.y1)]
        draw.line(ends, fill=0, width=max(round(0.7 * scale), 1))
    for text in page.texts:
        size = round(text.size * scale)
        if size not in faces:
            faces[size] = ImageFont.truetype(str(face), size, index=_SIMPLIFIED)
        draw.text((text.x * scale, text.y * scale), text.text, 0, faces[size], anchor="ls")
    return image


def _scanned(image: Image, paper: Paper, rng: random.Random) -> Image:
    """The picture as the scanner gives it."""
    import numpy as np
    from PIL import Image as Pictures
    from PIL import ImageFilter

    if paper.tilt:
        angle = paper.tilt * rng.uniform(0.7, 1.0)
        image = image.rotate(angle, Pictures.Resampling.BICUBIC, fillcolor=255)
    if paper.blur:
        image = image.filter(ImageFilter.GaussianBlur(paper.blur))
    if paper.noise:
        greys = np.random.default_rng(rng.randrange(2**32))
        pixels = np.asarray(image) * 0.88 + 14  # paper is no white, ink no black
        pixels = pixels + greys.normal(0, paper.noise, pixels.shape)
        image = Pictures.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    return image
