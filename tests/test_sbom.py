"""The list of what the program is made of names every package, with a licence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_bill_of_materials_names_packages_versions_and_licences(tmp_path: Path) -> None:
    bill, page = tmp_path / "sbom.json", tmp_path / "licences.md"
    command = [sys.executable, ROOT / "scripts" / "sbom", "--sbom", bill, "--licences", page]
    subprocess.run(command, check=True)
    said = json.loads(bill.read_text("utf-8"))
    names = {c["name"] for c in said["components"]}
    assert {"chromadb", "gradio", "pypdf", "sqlalchemy", "langchain-core"} <= names
    assert not {"pytest", "ruff", "mypy", "playwright"} & names
    assert all(c["version"] and c["licenses"][0]["license"]["name"] for c in said["components"])
    assert page.read_text("utf-8").count("\n| ") >= len(names)


def test_the_licences_page_names_what_is_declared() -> None:
    page = (ROOT / "docs" / "第三方许可.md").read_text("utf-8")
    assert "| chromadb |" in page
    assert "| gradio |" in page
    assert "未写明" not in page
