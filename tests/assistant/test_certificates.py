"""The office's own certificate authority is trusted beside the machine's, and its keys are not kept."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import pytest

from assistant import certificates
from assistant.model.wire import trusted
from assistant.settings import Settings
from assistant.workspace import Workspace
from index.report import UsageError
from tests.stand_in import StandIn, self_signed


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.delenv(certificates.VARIABLE, raising=False)
    return Workspace(Settings(home=tmp_path / "home"))


def test_a_service_of_the_house_is_trusted_and_again_not(
    workspace: Workspace, tmp_path: Path
) -> None:
    certificate = self_signed(tmp_path / "own.pem")
    with StandIn("好", certificate) as service:
        workspace.save_settings(llm_base_url=service.url, llm_model="x")
        assert "上传签发它的证书" in workspace.probe_model().message
        assert workspace.trust(certificate.read_bytes()) == 1
        assert workspace.probe_model().ok
        kept = certificates.own(workspace.settings.home)
        assert kept and "PRIVATE KEY" not in kept.read_text()
        again: dict[str, str] = {}
        certificates.put_in_force(again, workspace.settings.home)  # as after a restart
        assert again == {certificates.VARIABLE: os.environ[certificates.VARIABLE]}
        workspace.trust(None)
        assert certificates.VARIABLE not in os.environ and not workspace.probe_model().ok
    trusted.cache_clear()


def test_der_is_taken_and_what_is_no_certificate_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    pem = self_signed(tmp_path / "own.pem").read_text()
    blocks = pem.split("-----BEGIN PRIVATE KEY-----")
    assert certificates.keep(tmp_path / "home", ssl.PEM_cert_to_DER_cert(blocks[0].strip())) == 1
    for content in (b"", b"hello", ("-----BEGIN PRIVATE KEY-----" + blocks[1]).encode()):
        with pytest.raises(UsageError, match="不是证书文件"):
            certificates.keep(tmp_path / "home", content)
