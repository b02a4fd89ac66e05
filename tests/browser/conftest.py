"""A real server and the system's Chromium: the pages as a clerk meets them.

Every test has the network cut: a request to anywhere but the server is refused and fails the test.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.generator import TrueReport, generate, to_html, to_pdf, world

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "artifacts" / "browser"
SECONDS_TO_START = 10


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in Path(item.path).parts:
            item.add_marker(pytest.mark.slow)


@dataclass(frozen=True)
class Server:
    """A running desk: its address, its home, how long it took to answer."""

    url: str
    home: Path
    seconds: float


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def environment() -> dict[str, str]:
    """The environment of a server under test: embeddings that cost nothing."""
    return {**os.environ, "NIANBAO_EMBEDDER": "hashing", "PYTHONPATH": str(ROOT)}


def start(home: Path, port: int) -> tuple[subprocess.Popen[bytes], float]:
    """The server on `home`, once it answers, and the seconds that took."""
    began = time.monotonic()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "assistant.commands.main",
            "--home",
            str(home),
            "serve",
            "--no-browser",
            "--port",
            str(port),
        ],
        env=environment(),
        cwd=ROOT,
    )
    while time.monotonic() - began < 60:
        try:
            urlopen(f"http://127.0.0.1:{port}/health", timeout=2).read()
            return process, time.monotonic() - began
        except OSError:
            assert process.poll() is None, "the server ended before it answered"
            time.sleep(0.1)
    process.kill()
    raise AssertionError("the server did not answer within a minute")


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of clean reports: seven bodies over three years."""
    folder = tmp_path_factory.mktemp("county")
    for true in world(bodies=7, years=range(2022, 2025), seed=11, gaps=0).reports:
        content = to_html(true)
        (folder / f"{true.agency}{true.year}.html").write_bytes(_bytes(content))
    return folder


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, county: Path) -> Iterator[Server]:
    """The desk over a library of `county`."""
    home = tmp_path_factory.mktemp("home")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "assistant.commands.main",
            "--home",
            str(home),
            "index",
            str(county),
        ],
        check=True,
        env=environment(),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    port = free_port()
    process, seconds = start(home, port)
    yield Server(f"http://127.0.0.1:{port}", home, seconds)
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is not installed, and CI must not skip")
        pytest.skip("chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()


@dataclass
class Watched:
    """A browser context with what must not happen in it."""

    context: Any
    url: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def page(self, address: str = "") -> Any:
        """A page of the desk; its console errors and requests to elsewhere are noted."""
        page = self.context.new_page()
        page.on("console", lambda m: m.type == "error" and self.complaints.append(m.text))
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        page.goto(f"{self.url}/{address}")
        return page

    def refuse(self, route: Any) -> None:
        if route.request.url.startswith(self.url):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()


def watched(browser: Any, server: Server, **options: Any) -> Watched:
    settings = {"viewport": {"width": 1280, "height": 800}, "locale": "zh-CN", **options}
    context = browser.new_context(**settings)
    context.set_default_timeout(20_000)
    found = Watched(context, server.url)
    context.route("**/*", found.refuse)
    return found


@pytest.fixture
def desk(browser: Any, server: Server) -> Iterator[Watched]:
    """A clerk's browser; afterwards: no console error, nothing asked of the outside."""
    found = watched(browser, server)
    yield found
    found.context.close()
    assert found.outside == []
    assert found.complaints == []


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A fresh machine: a server without a library."""
    home = tmp_path_factory.mktemp("fresh")
    port = free_port()
    process, seconds = start(home, port)
    yield Server(f"http://127.0.0.1:{port}", home, seconds)
    process.terminate()
    process.wait(10)


@pytest.fixture
def fresh(browser: Any, empty: Server) -> Iterator[Watched]:
    found = watched(browser, empty)
    yield found
    found.context.close()
    assert found.outside == [] and found.complaints == []


@pytest.fixture
def second_desk(browser: Any, server: Server) -> Iterator[Watched]:
    """Another clerk's browser."""
    found = watched(browser, server)
    yield found
    found.context.close()


def shot(page: Any, name: str) -> None:
    """Keep a picture of the page for people to look at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def faulty(seed: int = 5) -> TrueReport:
    """A report whose total of new applications is wrong and one of whose cells is blank."""
    return generate(seed=seed, form="2021").with_printed(
        {
            "applications.new_received.total": "999",
            "applications.denied.state_secrets.natural_person": "",
        }
    )


@pytest.fixture(scope="session")
def faulty_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(tmp_path_factory.mktemp("pdf") / "有错的报告.pdf", to_pdf(faulty()))


@pytest.fixture(scope="session")
def faulty_html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(tmp_path_factory.mktemp("html") / "有错的报告.html", to_html(faulty(6)))


@pytest.fixture(scope="session")
def batch(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Nineteen reports and a broken file."""
    folder = tmp_path_factory.mktemp("batch")
    paths = []
    for seed in range(19):
        true = generate(seed=100 + seed, form="2021")
        paths.append(_written(folder / f"{seed:02} {true.agency}{true.year}.html", to_html(true)))
    broken = folder / "坏文件.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + b"\x00broken" * 40)
    return [*paths, broken]


def _written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(_bytes(content))
    return path


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()
