"""The values that questions and drafts share: what an answer may rest on, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from assistant.model.orders import gives_orders
from index.report import NOWHERE, Place

EvidenceKind = Literal["figure", "derived", "finding", "passage"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One numbered thing an answer or a draft may state.

    `figure` is a stored cell (`cell`, `value`), `derived` a number computed from cells (`value`,
    `unit`), `finding` what a rule said, `passage` a stretch of a report's own text (`section`,
    `at`).  `text` is what a reader sees, and what is given to a model, of it.
    """

    id: int
    kind: EvidenceKind
    text: str
    report: str = ""
    agency: str = ""
    year: int | None = None
    cell: str | None = None
    value: int | float | None = None
    unit: str = ""
    section: int | None = None
    at: Place = NOWHERE


def numbered(evidence: Iterable[Evidence], first: int = 1) -> tuple[Evidence, ...]:
    """The same evidence with ids counted up from `first`, in order."""
    return tuple(replace(e, id=i) for i, e in enumerate(evidence, first))


_NAME = re.compile(r"[\w（）()·〇]{0,50}")
"""A body's name as it goes to a model: one with marks of a sentence in it is no name."""


def given(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence that a model is given: what gives orders to whoever reads it stays behind."""
    return tuple(e for e in evidence if _NAME.fullmatch(e.agency) and not gives_orders(e.text))


def listing(evidence: Iterable[Evidence]) -> str:
    """The evidence as a model is given it: `[1] 机关 年：text`, a line each, text marked as data."""
    return "\n".join(f"[{e.id}] {_origin(e)}{' '.join(e.text.split())}" for e in evidence)


def _origin(e: Evidence) -> str:
    origin = "".join((e.agency, f"{e.year}年" if e.year else ""))
    return f"（{origin}）" if origin else ""
