"""The rules' cases: YAML files that say in a few words what a report holds and what must come out.

A case is a clean report of 2024 by 河湾县人民政府 (see `build.report`) but for what it says:

    name, trap           what it is about; whether it looks wrong and is right (or only unsure)
    agency, level, year, format, title, published, preamble, text, titles, headings, cells,
    one_row, labels, tables
    earlier, peers, children, bodies, disabled        what it is checked beside, cases again
    assessed             the outcome of the rule over the report
    message, suggestion  words of the first finding; `expected` what it says should stand there
                         (a rule of wording: the correction); section, line, cells_found its place
    count                how many findings there are
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from assistant.checks import Context
from assistant.checks.corpus import Corpus
from tests.checks.build import report

FOLDER = Path(__file__).parent / "cases"
Case = dict[str, Any]


def load() -> dict[str, list[Case]]:
    """Every rule's cases by its id."""
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.yaml"))
    }


def context(case: Mapping[str, Any]) -> Context:
    """What the case is checked beside."""
    return Context(
        earlier=report({"year": case.get("year", 2024) - 1, **case["earlier"]})
        if "earlier" in case
        else None,
        peers=Corpus(report(peer) for peer in case["peers"]) if "peers" in case else None,
        bodies=tuple(case.get("bodies", ())),
        disabled=case.get("disabled", {}),
        children=tuple(report(child) for child in case.get("children", ())),
    )
