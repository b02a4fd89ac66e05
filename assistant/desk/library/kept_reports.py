"""What the list of kept reports says of each: how much there is to mend, as on its own page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.review.mends import CAUSES, mends
from index.library.library import Library
from index.report import Finding
from index.stores.values import Entry


def to_mend(library: Library, entries: Sequence[Entry]) -> list[Entry]:
    """The entries with their errors and warnings counted as things to mend."""
    explained = {id for id, _ in library.findings(rules=CAUSES)} & {e.id for e in entries}
    if not explained:
        return list(entries)
    bodies = {e.body for e in entries if e.id in explained}
    years = {e.year for e in entries if e.id in explained and e.year}
    found: dict[str, list[Finding]] = {}
    for id, finding in library.findings(
        bodies=bodies, years=years, outcomes=("fail", "uncertain", "explained")
    ):
        found.setdefault(id, []).append(finding)
    counts = {id: Counter(m.finding.severity for m in mends(found[id])) for id in explained}
    return [
        replace(
            e,
            errors=counts[e.id]["error"],
            warnings=counts[e.id]["warning"],
            infos=counts[e.id]["info"],
        )
        if e.id in counts
        else e
        for e in entries
    ]
