"""Proxy variables of the environment: never in the way, never between us and a near service."""

from __future__ import annotations

import pytest
from langchain_core.messages import HumanMessage

from assistant.model import Model, ModelSettings
from assistant.proxies import is_near, proxy_for, tame
from index.report import ModelError
from tests.stand_in import StandIn

CLOSED = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("10.20.30.40", True),
        ("192.168.1.5", True),
        ("localhost", True),
        ("8.8.8.8", False),
        ("stand-in.invalid", False),
    ],
)
def test_near_is_this_machine_and_private_networks(host: str, near: bool) -> None:
    assert is_near(host) is near


@pytest.mark.parametrize(
    ("variables", "address", "proxy"),
    [
        ({}, "https://8.8.8.8/v1", None),
        ({"HTTPS_PROXY": CLOSED}, "https://8.8.8.8/v1", CLOSED),
        ({"ALL_PROXY": "127.0.0.1:9"}, "https://8.8.8.8/v1", CLOSED),
        ({"HTTPS_PROXY": CLOSED}, "http://8.8.8.8/v1", None),
        ({"HTTPS_PROXY": CLOSED, "NO_PROXY": "8.8.8.8"}, "https://8.8.8.8/v1", None),
        ({"HTTP_PROXY": CLOSED, "ALL_PROXY": "socks5://127.0.0.1:9"}, "http://10.1.2.3/v1", None),
        ({"HTTP_PROXY": CLOSED, "ALL_PROXY": "socks://127.0.0.1:9"}, "http://8.8.8.8/v1", CLOSED),
    ],
)
def test_only_far_addresses_take_a_proxy(
    variables: dict[str, str], address: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(address) == proxy


def test_a_proxy_that_cannot_be_used_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks4://name:secret@127.0.0.1:9")
    model = Model(ModelSettings("https://8.8.8.8/v1", "x", retries=0))
    with pytest.raises(ModelError, match="socks4://127.0.0.1:9") as raised:
        model.complete([HumanMessage("问")])
    assert "secret" not in raised.value.message


def test_a_proxy_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", CLOSED)
    probe = Model(ModelSettings("https://8.8.8.8/v1", "x", retries=0)).probe()
    assert not probe.ok
    assert CLOSED in probe.message


@pytest.mark.parametrize("proxy", [CLOSED, "socks5://127.0.0.1:9", "socks://127.0.0.1:9"])
def test_a_near_model_is_reached_whatever_the_proxies(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy)
    with StandIn("好") as service:
        assert Model(ModelSettings(service.url, "x")).complete([HumanMessage("问")]) == "好"


def test_what_no_client_speaks_is_taken_out_and_said() -> None:
    environment = {"all_proxy": "socks://127.0.0.1:9", "HTTP_PROXY": CLOSED, "NO_PROXY": "a.cn"}
    (line,) = tame(environment, ("http://10.1.2.3:8000", "https://8.8.8.8", ""))
    assert "all_proxy" in line
    assert environment == {
        "HTTP_PROXY": CLOSED,
        "NO_PROXY": "a.cn,localhost,127.0.0.1,::1,10.1.2.3",
    }
    assert tame(environment, ()) == []


def test_without_proxies_the_environment_stays() -> None:
    environment = {"PATH": "/bin"}
    assert tame(environment, ("http://10.1.2.3:8000",)) == []
    assert environment == {"PATH": "/bin"}
