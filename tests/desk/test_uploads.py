"""What the browser uploads, and what it only says it did."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.desk.frame.uploads import received
from index.ingest import Limits

pytestmark = pytest.mark.slow  # imports Gradio


@pytest.fixture
def uploaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file as Gradio keeps it: under a digest of its content."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploads"))
    path = tmp_path / "uploads" / "digest" / "report.txt"
    path.parent.mkdir(parents=True)
    path.write_text("2024年政府信息公开工作年度报告", "utf-8")
    return path


def test_two_users_may_give_the_same_file(tmp_path: Path, uploaded: Path) -> None:
    for user in ("one", "other"):
        room = tmp_path / user
        room.mkdir()
        files = [{"path": str(uploaded), "name": f"{user}.txt"}]
        ((path, name),) = received(files, room, Limits())
        assert name == f"{user}.txt"
        assert path.read_bytes() == uploaded.read_bytes()


def test_a_path_outside_the_upload_folder_is_passed_over(tmp_path: Path, uploaded: Path) -> None:
    elsewhere = tmp_path / "secret.txt"
    elsewhere.write_text("not uploaded", "utf-8")
    room = tmp_path / "room"
    room.mkdir()
    assert list(received([{"path": str(elsewhere), "name": "a.txt"}], room, Limits())) == []
