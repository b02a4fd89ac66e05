"""`nianbao verify`: each sentence of a text about a body's report, proved or not."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.commands.terminal import emit

if TYPE_CHECKING:
    from assistant.claims import Checked, Ground
    from assistant.workspace import Workspace

_VERDICTS = {"proved": "真", "contradicted": "假", "unproved": "待核"}


@click.command(help="逐句核对一段文字与该机关的报告：真、假、待核")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--agency", required=True, help="机关全称或常用简称")
@click.option("--year", required=True, type=int, help="报告年度")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text")
@click.pass_obj
def verify(workspace: Workspace, file: Path, agency: str, year: int, format_: str) -> None:
    checked = workspace.verify(agency, year, file)
    line = _as_json if format_ == "json" else _as_text
    emit("\n".join(line(c) for c in checked), None)
    sys.exit(1 if any(c.status == "contradicted" for c in checked) else 0)


def _as_json(checked: Checked) -> str:
    said = {
        "text": checked.text,
        "kind": checked.kind,
        "status": checked.status,
        "evidence": [_ground(g) for g in checked.evidence],
        "why": checked.why,
    }
    return json.dumps(said, ensure_ascii=False)


def _ground(ground: Ground) -> dict[str, Any]:
    return {
        "kind": ground.kind,
        "text": ground.text,
        "agency": ground.agency,
        "year": ground.year,
        "cell": ground.cell,
        "value": ground.value,
        "section": ground.section,
    }


def _as_text(checked: Checked) -> str:
    words = [f"〔{_VERDICTS[checked.status]}〕{checked.text}"]
    words += [f"　　{checked.why}"] if checked.why else []
    if checked.status != "proved":
        words += _sources(checked.evidence)
    return "\n".join(words)


def _sources(grounds: Sequence[Ground]) -> list[str]:
    return [f"　　{g.agency}{g.year or ''}年：{g.text}" for g in grounds[:4]]
