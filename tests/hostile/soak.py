"""Twenty people at one desk for a while: answers, errors, memory, handles, temporary files.

`python -m tests.hostile.soak --minutes 30` starts a desk over a county's reports with an account
for each, has three of five browse, three of ten ask and one of ten review (uploads a file, waits,
clears it away), and prints a line a minute.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from assistant.settings import Settings
from assistant.workspace import Workspace
from tests.generator import to_docx, to_html, world
from tests.generator.bridge import as_report
from tests.hostile.measured import ROOT, _memory

PASSWORD = "a password of the soak"
PAUSE = 4.0
"""Seconds that a person thinks, on average, before the next step."""
YEARS = (2022, 2023)
REPORTS = world(20, YEARS, seed=18, gaps=0.0).reports
QUESTIONS = (
    "2023年各单位一共新收多少件申请？",
    "2023年新收最多的是哪个单位？",
    f"{REPORTS[0].agency}2023年和2022年相比新收变化多少？",
    f"{REPORTS[3].agency}2023年存在哪些问题？",
    "各单位怎样开展政务公开培训？",
)


@dataclass
class Told:
    """What the people of a soak met since the last line: how long steps took, what was amiss."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Person:
    """One person signed in, as the browser calls the desk for him."""

    def __init__(self, client: httpx.AsyncClient, name: str, told: Told, seed: int) -> None:
        self.client = client
        self.name = name
        self.told = told
        self.rng = random.Random(seed)
        self.session = f"s{seed:08x}"
        self.panels: dict[str, int] = {}
        self.asked = 0

    async def sign_in(self) -> None:
        form = {"name": self.name, "password": PASSWORD}
        reply = await self.client.post("/signin", data=form)
        assert reply.status_code == 303, reply.text
        config = (await self.client.get("/config")).json()
        for part in config["components"]:
            if (id := part["props"].get("elem_id") or "").startswith("panel-"):
                self.panels[id.removeprefix("panel-")] = part["id"]
        box = next(p["id"] for p in config["components"] if p["props"].get("elem_id") == "ask-box")
        self.asked = next(d["id"] for d in config["dependencies"] if d["inputs"] == [box])

    async def call(self, page: str, action: str, **data: Any) -> dict[str, Any]:
        body = {"component_id": self.panels[page], "fn_name": "call", "session_hash": self.session}
        reply = await self.client.post(
            "/gradio_api/component_server", json={**body, "data": {"do": action, **data}}
        )
        assert reply.status_code == 200, reply.text[:200]
        found: dict[str, Any] = reply.json()
        assert not found["error"], found["error"]
        return found

    async def browse(self) -> None:
        assert (await self.client.get("/")).status_code == 200
        page = self.rng.choice(("library", "rules", "ask", "draft", "settings"))
        await self.call(page, "show", path=[])

    async def ask(self) -> None:
        """A question as Gradio's page puts it: into the queue, then its events until the end."""
        joined = {"data": [self.rng.choice(QUESTIONS)], "fn_index": self.asked}
        reply = await self.client.post(
            "/gradio_api/queue/join", json={**joined, "session_hash": self.session}
        )
        assert reply.status_code == 200, reply.text[:200]
        event, said = reply.json()["event_id"], ""
        address = f"/gradio_api/queue/data?session_hash={self.session}"
        async with self.client.stream("GET", address) as lines:
            async for line in lines.aiter_lines():
                if not line.startswith("data:"):
                    continue
                told = json.loads(line[5:])
                said = told["msg"] if told.get("event_id") in (event, None) else said
                if said in ("process_completed", "close_stream"):
                    assert told.get("success", True), line[:200]
                    break
        assert said in ("process_completed", "close_stream"), said
        await self.call("ask", "show", path=[])

    async def review(self) -> None:
        report = self.rng.choice(REPORTS)
        content = to_docx(report)
        upload = await self.client.post(
            "/gradio_api/upload", files={"files": ("年报.docx", content, "application/zip")}
        )
        assert upload.status_code == 200, upload.text[:200]
        files = [{"path": upload.json()[0], "name": f"{report.title}.docx"}]
        reply = await self.call("review", "take", files=files)
        while reply["poll"]:
            await asyncio.sleep(reply["poll"][1] / 1000)
            reply = await self.call("review", reply["poll"][0])
        await self.call("review", "clear")

    async def work(self, step: Callable[[], Awaitable[None]], end: float) -> None:
        """The same kind of step again and again, with pauses, until the end."""
        while time.monotonic() < end:
            began = time.monotonic()
            try:
                await step()
            except (AssertionError, httpx.HTTPError, KeyError, ValueError) as error:
                self.told.errors.append(f"{step.__name__}: {type(error).__name__} {error}"[:200])
            self.told.seconds.append(time.monotonic() - began)
            await asyncio.sleep(self.rng.expovariate(1 / PAUSE))


# ---------------------------------------------------------------- the desk


def prepared(home: Path, people: int) -> list[str]:
    """A library of a county, and an account for each person; their names."""
    workspace = Workspace(Settings(home=home, embedder="hashing"))
    with workspace.library as library, library.batch():
        for report in REPORTS:
            library.add(as_report(report), to_html(report), filename=f"{report.title}.html")
    names = [f"职员{number:02}" for number in range(people)]
    for name in names:
        workspace.users.add(name, PASSWORD, roles=["审查", "起草"])
    return names


def served(home: Path, temporary: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A desk of its own with its own folder for temporary files, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "assistant.commands.main",
            "serve",
            "--no-browser",
            "--port",
            str(port),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "NIANBAO_HOME": str(home),
            "NIANBAO_EMBEDDER": "hashing",
            "TMPDIR": str(temporary),
        },
        stdout=subprocess.PIPE,
        stderr=(home / "serve.log").open("wb"),
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process, f"http://127.0.0.1:{port}"


def line(minute: int, process: subprocess.Popen[bytes], room: Path, told: Told) -> str:
    """How things stand, and what was met since the last line."""
    tree = [psutil.Process(process.pid)]
    tree += tree[0].children(recursive=True)
    handles, processes = sum(p.num_fds() for p in tree), len(tree)
    temporary = sum(1 for p in (room / "tmp").rglob("*") if p.is_file())
    uploads = sum(1 for p in room.glob("home/desk/*/uploads/*") if p.is_file())
    alone = tree[0].memory_full_info().pss / 2**20
    seconds = sorted(told.seconds) or [0.0]
    said = (
        f"{minute:3} min: {_memory(process.pid):.0f} MB (the desk alone {alone:.0f}), {handles} handles, {processes} processes, "
        f"{temporary} temporary files, {uploads} uploads; {len(told.seconds)} steps, "
        f"median {seconds[len(seconds) // 2]:.2f} s, 95 % {seconds[int(len(seconds) * 0.95)]:.2f} s, "
        f"{len(told.errors)} errors"
    )
    told.seconds.clear()
    return said


async def soak(minutes: float, people: int, room: Path) -> list[str]:
    """The errors that were met; a line is printed a minute."""
    (room / "tmp").mkdir()
    names = prepared(room / "home", people)
    process, address = served(room / "home", room / "tmp")
    told, faults = Told(), list[str]()
    try:
        clients = [httpx.AsyncClient(base_url=address, timeout=120, trust_env=False) for _ in names]
        crew = [Person(c, n, told, k) for k, (c, n) in enumerate(zip(clients, names, strict=True))]
        for person in crew:
            await person.sign_in()
        end = time.monotonic() + 60 * minutes
        kinds = (Person.browse,) * 6 + (Person.ask,) * 3 + (Person.review,)
        steps = [getattr(p, kinds[k % len(kinds)].__name__) for k, p in enumerate(crew)]
        works = [asyncio.create_task(p.work(s, end)) for p, s in zip(crew, steps, strict=True)]
        for minute in range(1, int(minutes) + 1):
            await asyncio.sleep(60)
            print(line(minute, process, room, told), flush=True)
            faults += told.errors
            told.errors.clear()
        await asyncio.gather(*works)
        faults += told.errors
        for client in clients:
            await client.aclose()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    logged = (room / "home" / "serve.log").read_text("utf-8", "replace")
    return [*faults, *([f"server: {logged[-2000:]}"] if "Traceback" in logged else [])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--people", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        faults = asyncio.run(soak(given.minutes, given.people, Path(folder)))
    print(f"{len(faults)} errors")
    print("\n".join(faults[:20]))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
