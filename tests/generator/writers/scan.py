"""A true report as a scan: pictures of its pages, tilted, softened, soiled as asked."""

from __future__ import annotations

import io
import math
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..truth import TrueReport
from .layout import Page, pages
from .style import PLAIN, Style

if TYPE_CHECKING:
    from PIL import ImageDraw
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

_FONTS = Path("/usr/share/fonts/opentype/noto")
_FACES = {"serif": "NotoSerifCJK-Regular.ttc", "sans": "NotoSansCJK-Regular.ttc"}
SIMPLIFIED = 2  # the face of simplified Chinese in Noto's collections


@dataclass(frozen=True, slots=True)
class Paper:
    """What was done to the paper and by the scanner.

    `tilt` in degrees, `blur` in pixels, `noise` the deviation of greys, `turn` the quarters by
    which pages lie on the glass (by turns), `photo` how far the corners of a photographed page
    wander, of its width; `shade` how dark the fold at its left is, `seal` a red one over a table,
    `ticks` strokes of a blue pen beside figures, `grey` false where a pixel is black or white, `edge`
    how much of the scanner's dark lid shows beside the page, of its width.
    """

    dpi: int = 200
    tilt: float = 0
    blur: float = 0
    noise: float = 0
    quality: int = 85
    grey: bool = True
    turn: tuple[int, ...] = (0,)
    photo: float = 0
    shade: float = 0
    seal: bool = False
    ticks: bool = False
    edge: float = 0


CLEAN = Paper()
TILTED = Paper(tilt=1.2)
SOFT = Paper(blur=0.9, quality=60)
NOISY = Paper(tilt=-0.8, blur=0.6, noise=18, quality=50)
TURNED = Paper(turn=(1, 2, 3), tilt=0.6)
PHOTO = Paper(tilt=3, photo=0.025, shade=0.35, blur=0.7, noise=6, quality=70)
FAX = Paper(tilt=0.7, blur=0.8, noise=30, grey=False)
EDGED = Paper(tilt=1.8, edge=0.03)
WORN = Paper(tilt=-3.5, shade=0.6, seal=True, ticks=True, quality=30)


def fonts() -> bool:
    """Whether the fonts that a scan is drawn with are installed."""
    return (_FONTS / _FACES["serif"]).exists()


def face(font: str = "serif") -> Path:
    """The collection that a font is in, at `SIMPLIFIED`."""
    return _FONTS / _FACES.get(font, _FACES["serif"])


def pictures(report: TrueReport, style: Style = PLAIN, paper: Paper = CLEAN) -> list[Image]:
    """The scanned pages; FileNotFoundError without the Noto CJK fonts."""
    if not fonts():
        raise FileNotFoundError(str(_FONTS))
    rng = random.Random(f"{report.title}/{paper}")
    return [
        _scanned(_drawn(page, style, paper, rng), paper, paper.turn[i % len(paper.turn)], rng)
        for i, page in enumerate(pages(report, style))
    ]


def to_scan(report: TrueReport, style: Style = PLAIN, paper: Paper = CLEAN) -> bytes:
    """A PDF that holds only the pictures of its pages."""
    first, *rest = pictures(report, style, paper)
    out = io.BytesIO()
    manner = {"quality": paper.quality} if paper.grey else {}  # without grey it is a fax, lossless
    first.save(
        out, "PDF", resolution=paper.dpi, save_all=True, append_images=rest,
        creationDate=_EPOCH, modDate=_EPOCH, **manner,
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


def _drawn(page: Page, style: Style, paper: Paper, rng: random.Random) -> Image:
    from PIL import Image, ImageDraw, ImageFont

    scale = paper.dpi / 72
    mode, black = ("RGB", (0, 0, 0)) if paper.seal or paper.ticks else ("L", 0)
    image = Image.new(mode, (round(page.width * scale), round(page.height * scale)), "white")
    draw = ImageDraw.Draw(image)
    faces: dict[int, ImageFont.FreeTypeFont] = {}
    for line in page.lines:
        ends = [round(v * scale) for v in (line.x0, line.y0, line.x1, line.y1)]
        draw.line(ends, fill=black, width=max(round(0.7 * scale), 1))
    for text in page.texts:
        size = round(text.size * scale)
        if size not in faces:
            faces[size] = ImageFont.truetype(str(face(style.font)), size, index=SIMPLIFIED)
        draw.text((text.x * scale, text.y * scale), text.text, black, faces[size], anchor="ls")
    if paper.ticks:
        for text in page.texts:
            if text.text.isdecimal() and rng.random() < 0.05:
                _tick(draw, (text.x + text.size * rng.uniform(1.2, 1.6), text.y), scale)
    if paper.seal and page.lines:
        corners = [(line.x0, line.y0) for line in page.lines]
        image = _sealed(image, rng.choice(corners), scale, faces)
    return image


def _tick(draw: ImageDraw.ImageDraw, at: tuple[float, float], scale: float) -> None:
    x, y = at
    points = [(x, y - 4), (x + 2, y), (x + 6, y - 9)]
    draw.line([(a * scale, b * scale) for a, b in points], (30, 50, 170), round(0.6 * scale))


def _sealed(
    image: Image, at: tuple[float, float], scale: float, faces: Mapping[int, FreeTypeFont]
) -> Image:
    """The page with a red seal of 4 cm around `at`, through which the print shows."""
    from PIL import Image as Pictures
    from PIL import ImageChops, ImageDraw

    x, y = (v * scale for v in at)
    wide = 57 * scale
    ink = Pictures.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(ink)
    red = (214, 60, 56)
    draw.ellipse((x - wide, y - wide, x + wide, y + wide), outline=red, width=round(2.6 * scale))
    draw.regular_polygon((x, y, wide * 0.32), 5, fill=red)
    face = next(iter(faces.values()), None)
    for i, character in enumerate("政府信息公开专用章" if face else ""):
        angle = math.radians(200 + i * 17.5)
        place = (x + wide * 0.75 * math.cos(angle), y + wide * 0.75 * math.sin(angle))
        draw.text(place, character, red, face, anchor="mm")
    return ImageChops.multiply(image, ink)


def _scanned(image: Image, paper: Paper, turn: int, rng: random.Random) -> Image:
    """The picture as the scanner gives it."""
    import numpy as np
    from PIL import Image as Pictures
    from PIL import ImageFilter, ImageOps

    ground = 40 if paper.edge else 255
    white = ground if image.mode == "L" else (ground, ground, ground)
    if turn:
        image = image.rotate(90 * turn, expand=True)
    if paper.edge:
        image = ImageOps.expand(image, round(paper.edge * image.width), white)
    angle = paper.tilt * rng.uniform(0.7, 1.0)
    if paper.photo:
        image = _photographed(image, angle, paper.photo, rng)
    elif angle:
        image = image.rotate(angle, Pictures.Resampling.BICUBIC, fillcolor=white)
    if paper.blur:
        image = image.filter(ImageFilter.GaussianBlur(paper.blur))
    if paper.shade:
        width = image.width
        light = 1 - paper.shade * np.exp(-np.arange(width) / (0.06 * width))
        shaded = np.asarray(image) * (light if image.mode == "L" else light[:, None])
        image = Pictures.fromarray(shaded.astype(np.uint8))
    if paper.noise:
        greys = np.random.default_rng(rng.randrange(2**32))
        pixels = np.asarray(image) * 0.88 + 14  # paper is no white, ink no black
        pixels = pixels + greys.normal(0, paper.noise, pixels.shape)
        image = Pictures.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    return image if paper.grey else image.point(lambda grey: 255 * (grey > 140)).convert("1")


def _photographed(image: Image, angle: float, reach: float, rng: random.Random) -> Image:
    """The page turned by `angle` and seen a little from the side, on a desk that shows around."""
    import cv2
    import numpy as np
    from PIL import Image as Pictures

    width, height = image.size
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    inward = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)], np.float32)
    wander = np.array([[rng.uniform(0, reach) * width for _ in "xy"] for _ in flat], np.float32)
    middle = (width / 2, height / 2)
    turn = np.vstack([cv2.getRotationMatrix2D(middle, angle, 0.97), (0, 0, 1)])
    view = turn @ cv2.getPerspectiveTransform(flat, flat + inward * wander)
    pixels = cv2.warpPerspective(
        np.asarray(image), view, (width, height), flags=cv2.INTER_CUBIC, borderValue=(120,) * 3
    )
    return Pictures.fromarray(pixels)
