"""Pictures of printed lines to text, by rapidocr's models; the only module that knows rapidocr."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from index.report import BBox, ToolMissing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a picture of one line says, and how sure the recogniser is (0 to 1)."""

    text: str
    confidence: float


@cache
def _engine() -> Any:
    """One engine a process; rapidocr's direction classifier stays off: it turns 909 into 606.

    Raises `ToolMissing`.
    """
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise ToolMissing("读扫描件需要 rapidocr，请先安装：pip install rapidocr") from error
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            # Two threads wait for one another by spinning: twice the work, no sooner done.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            # Pages come at the size they are to be read at: never shrunk, never blown up.
            "Global.max_side_len": 4000,
            "Det.limit_side_len": 32,
            # Most pictures are a digit or two: the usual width of 320 would be mostly padding.
            "Rec.rec_img_shape": [3, 48, 96],
        }
    )


def read_lines(pictures: Sequence[Picture]) -> list[Reading]:
    """The text of each grey picture of a single line, in the same order."""
    import cv2

    if not pictures:
        return []
    coloured = [cv2.cvtColor(p, cv2.COLOR_GRAY2BGR) for p in pictures]
    result = _engine().recognize_txt(coloured)
    return [
        Reading(text.strip(), float(score))
        for text, score in zip(result.txts, result.scores, strict=True)
    ]


def find_lines(picture: Picture) -> list[BBox]:
    """Boxes of printed lines on a grey picture, in pixels."""
    import cv2

    result = _engine()(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), use_det=True, use_rec=False)
    if result.boxes is None:
        return []
    return [
        (float(b[:, 0].min()), float(b[:, 1].min()), float(b[:, 0].max()), float(b[:, 1].max()))
        for b in result.boxes
    ]
