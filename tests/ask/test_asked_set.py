"""`nianbao evaluate ask --set`: a tiny set asked of a small library, right and wrong told apart."""

import json
from pathlib import Path

import pytest

from tests.ask.conftest import shelved
from tests.evaluation import ask
from tests.generator.bridge import as_report
from tests.generator.world import world

YEAR = 2023


def test_a_set_is_judged_by_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = world(3, years=(YEAR,), seed=7, gaps=0.0)
    home = tmp_path / "library"
    with ask.Library.open(home, embedder="hashing") as library:
        for report in truth:
            shelved(library, as_report(report))
    body = truth.bodies[0].name
    held = truth.report(body, YEAR)
    assert held is not None
    received = held.cells["applications.new_received.total"]
    question = f"{body}{YEAR}年新收申请多少件"
    lines = [
        {"id": "a", "kind": "value", "question": question, "want": "answer", "numbers": [received], "names": [body]},
        {"id": "b", "kind": "value", "question": question, "want": "answer", "not_numbers": [received]},
        {"id": "c", "kind": "none", "question": f"东湖镇{YEAR}年新收申请多少件", "want": "none"},
    ]  # fmt: skip
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    code = ask.main(["--set", str(file), "--library", str(home), "--embedder", "hashing"])
    printed = capsys.readouterr().out.splitlines()
    assert code == 1
    assert [line.split() for line in printed if line.startswith(("value", "none", "合计"))] == [
        ["value", "2", "1", "1"],
        ["none", "1", "1", "0"],
        ["合计", "3", "2", "1"],
    ]
    assert any(f"不该有数 {received}" in line for line in printed)
    assert "p95" in printed[-1]
