"""What the settings page keeps: addresses that are addresses, numbers that are numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.callers import Callers
from assistant.desk.frame.user_state import People
from assistant.desk.settings_page import EMBEDDERS, SettingsDesk
from assistant.settings import Settings, checked_address, load_settings, save_settings
from assistant.workspace import Workspace
from index.report import UsageError
from index.search import embedders


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        (" http://10.1.2.3:8000/v1/ ", "http://10.1.2.3:8000/v1"),
        ("https://model.example/v1", "https://model.example/v1"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1"),
    ],
)
def test_an_address_is_kept_as_it_is_called(written: str, kept: str) -> None:
    assert checked_address("llm_base_url", written) == kept


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("10.1.2.3:8000/v1", "改为“http://10.1.2.3:8000/v1”"),
        ("localhost", "改为“http://localhost”"),
        ("ftp://x/v1", "写得不对"),
        ("http://", "写得不对"),
        ("http://host:port/v1", "写得不对"),
        ("http://host:99999/v1", "写得不对"),
        ("http://主机:8000/v1", "写得不对"),
        ("http://a b/v1", "写得不对"),
        ("不知道", "改为"),
    ],
)
def test_what_is_no_address_is_refused_with_what_to_write(written: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        checked_address("llm_base_url", written)


def test_a_refused_form_keeps_nothing(tmp_path: Path) -> None:
    workspace = Workspace(Settings(home=tmp_path))
    people = People(tmp_path / "desk")
    desk = SettingsDesk(workspace, Callers(workspace, people), Jobs(workspace, people))
    for form, said in (
        ({"llm_base_url": "10.0.0.1/v1", "llm_model": "x"}, "模型服务地址"),
        ({"rerank_url": "no", "llm_model": "x"}, "重排服务地址"),
        ({"max_pages": "-3", "llm_model": "x"}, "每个文件最多"),
        ({"llm_timeout": "soon", "llm_model": "x"}, "等模型最久"),
    ):
        with pytest.raises(UsageError, match=said):
            desk._save(form)
    assert desk.workspace.settings.llm_model == ""


def test_every_embedder_can_be_chosen() -> None:
    assert set(EMBEDDERS) == {"auto", *embedders.EMBEDDERS}


# ---------------------------------------------------------------- keys


@pytest.mark.parametrize(
    ("address", "key"),
    [("llm_base_url", "llm_api_key"), ("embeddings_base_url", "embeddings_api_key")],
)
def test_a_key_goes_nowhere_but_to_the_address_it_was_written_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, key: str
) -> None:
    for name in (address, key):
        monkeypatch.delenv(f"NIANBAO_{name}".upper(), raising=False)
    first = {address: "http://model.office/v1", key: "sk-office"}
    s = save_settings(Settings(home=tmp_path), **first)
    same = save_settings(s, **{address: "http://model.office/v1/"})
    assert getattr(same, key).get_secret_value() == "sk-office"
    moved = save_settings(same, **{address: "http://elsewhere.example/v1"})
    assert getattr(moved, key).get_secret_value() == ""
    assert "sk-office" not in moved.file.read_text("utf-8")
    back = save_settings(moved, **first)
    assert getattr(back, key).get_secret_value() == "sk-office"
    monkeypatch.setenv(f"NIANBAO_{key}".upper(), "sk-environment")
    with pytest.raises(UsageError, match="环境变量"):
        save_settings(load_settings(tmp_path), **{address: "http://elsewhere.example/v1"})
    assert getattr(load_settings(tmp_path), address) == "http://model.office/v1"
