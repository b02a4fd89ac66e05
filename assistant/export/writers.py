"""Reviews as files: `WRITERS` by format, each from reviews and what was said of them to content.

`review_json` is the public JSON of one review; the sheets for people are in the modules beside
this one and are imported when they are asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from assistant.export.review_sheet import NOTHING_SAID, Said, Sheet, sheets
from assistant.review.compare_versions import Comparison
from index.report import Cell, Finding, Place, Report, Review
from index.tables_read import tables_read

Content = bytes | str
Writer = Callable[[Sequence[Review], Said], Content]
SCHEMA = 1


# ---------------------------------------------------------------- json


def review_json(review: Review) -> dict[str, Any]:
    """One entry of `reviews` in `review --format json`, keys in the order of its description."""
    source, report = review.source, review.report
    return {
        "source": asdict(source),
        "report": _report(report) if report else None,
        "cells": {key: _cell(cell) for key, cell in report.cells.items()} if report else {},
        "findings": [finding_json(f) for f in review.findings],
        "assessed": dict(review.assessed),
        "read": _read(report) if report else {},
        "errors": [asdict(e) for e in review.errors],
    }


def _read(report: Report) -> dict[str, Any]:
    """For each part with statutory tables how many cells they have and how many were not read."""
    return {
        group: {"cells": read.cells, "unread": read.unread}
        for group, read in tables_read(report).items()
    }


def _report(report: Report) -> dict[str, Any]:
    return {
        "agency": report.agency,
        "year": report.year,
        "level": report.level,
        "title": report.title,
        "format": report.format,
        "sections": [
            {"number": s.number, "title": s.title, "printed_title": s.printed_title, "text": s.text}
            for s in report.sections
        ],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"value": cell.value, "text": cell.text, "state": cell.state, "at": _place(cell.at)}


def _place(at: Place) -> dict[str, Any]:
    return {"page": at.page, "bbox": list(at.bbox) if at.bbox else None, "line": at.line}


def finding_json(finding: Finding) -> dict[str, Any]:
    """One entry of `findings`."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "title": finding.title,
        "message": finding.message,
        "section": finding.section,
        "cells": list(finding.cells),
        "expected": finding.expected,
        "found": finding.found,
        "quote": finding.quote,
        "at": _place(finding.at),
        "basis": finding.basis,
        "suggestion": finding.suggestion,
    }


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """What `--against` adds: findings mended, standing, new, not judged any more; cells changed."""
    return {
        "before": comparison.before.source.path,
        "after": comparison.after.source.path,
        "mended": [finding_json(f) for f in comparison.mended],
        "standing": [finding_json(f) for f in comparison.standing],
        "new": [finding_json(f) for f in comparison.new],
        "unassessed": [finding_json(f) for f in comparison.unassessed],
        "cells": [
            {"key": c.key, "before": _cell(c.before), "after": _cell(c.after)}
            for c in comparison.cells
        ],
    }


def write_json(reviews: Sequence[Review], said: Said = NOTHING_SAID) -> str:
    """The JSON of `review`; decisions and comparisons stand beside it where there are any."""
    document: dict[str, Any] = {"schema": SCHEMA, "reviews": [review_json(r) for r in reviews]}
    if said.decisions:
        document["decisions"] = [asdict(d) for d in said.decisions]
    if said.comparisons:
        document["comparisons"] = [comparison_json(c) for c in said.comparisons]
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


# ---------------------------------------------------------------- text


def write_text(reviews: Sequence[Review], said: Said = NOTHING_SAID) -> str:
    """A listing for the terminal: each report's findings, then what was not assessable."""
    return "\n".join(_listing(s) for s in sheets(reviews, said))


def _listing(sheet: Sheet) -> str:
    lines = [sheet.heading, f"  {sheet.path}"]
    lines += [f"  未能审查：{problem}" for problem in sheet.problems]
    if sheet.judged:
        lines.append(f"  {sheet.summary}")
    for part in sheet.parts:
        lines += ["", f"  {part.heading}"]
        for entry in part.entries:
            lines.append(f"  {entry.number}. [{entry.mark}] {entry.finding.message}")
            lines += [f"     {label}：{text}" for label, text in entry.details]
    lines += [f"  {line}" for line in ("", *sheet.changes)] if sheet.changes else []
    lines += ["", f"  {sheet.unjudged}"] if sheet.unjudged else []
    return "\n".join(line.rstrip() for line in lines) + "\n"


# ---------------------------------------------------------------- the registry


def write_html(reviews: Sequence[Review], said: Said = NOTHING_SAID) -> str:
    from assistant.export.sheet_html import html

    return html(sheets(reviews, said))


def write_docx(reviews: Sequence[Review], said: Said = NOTHING_SAID) -> bytes:
    from assistant.export.sheet_docx import docx

    return docx(sheets(reviews, said))


def write_xlsx(reviews: Sequence[Review], said: Said = NOTHING_SAID) -> bytes:
    from assistant.export.ledger_xlsx import xlsx

    return xlsx(sheets(reviews, said), said.office, said.today)


WRITERS: dict[str, Writer] = {
    "json": write_json,
    "text": write_text,
    "html": write_html,
    "docx": write_docx,
    "xlsx": write_xlsx,
}
