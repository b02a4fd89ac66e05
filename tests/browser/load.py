"""Thirty simulated users: `python -m tests.browser.load URL REPORT.html [USERS] [SECONDS] [PID]`.

60 % browse, 30 % ask, 10 % review an HTML report, with 5–15 s of thinking between.  They speak
to the server as the page's script does.  Prints times, errors and the server's memory.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

QUESTIONS = (
    "2024年各乡镇一共新收多少件申请？",
    "2023年哪些单位的予以公开率最高？",
    "T02是什么意思？",
    "2024年一共新收多少件申请？",
)
ASKED_AT = "ask-box"


@dataclass
class Score:
    """Seconds by kind of action, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)

    def p95(self, kind: str) -> float:
        values = sorted(self.seconds[kind])
        return values[min(len(values) - 1, int(0.95 * len(values)))] if values else 0.0


@dataclass
class User:
    """One browser: its cookie, its session, the pages' components by name."""

    client: httpx.AsyncClient
    session: str
    panels: dict[str, int]
    ask_index: int

    async def call(self, panel: str, action: str, **data: Any) -> dict[str, Any]:
        body = {
            "session_hash": self.session,
            "component_id": self.panels[panel],
            "fn_name": "call",
            "data": {"do": action, **data},
        }
        reply = await self.client.post("/gradio_api/component_server", json=body)
        reply.raise_for_status()
        found: dict[str, Any] = reply.json()
        if found["error"]:
            raise RuntimeError(f"{panel}.{action}: {found['error']}")
        return found

    async def browse(self) -> None:
        panel, path = random.choice(
            [("library", []), ("library", ["board"]), ("rules", []), ("review", []), ("ask", [])]
        )
        await self.call(panel, "show", path=path)

    async def ask(self) -> None:
        body = {
            "data": [random.choice(QUESTIONS)],
            "fn_index": self.ask_index,
            "session_hash": self.session,
        }
        (await self.client.post("/gradio_api/queue/join", json=body)).raise_for_status()
        address = f"/gradio_api/queue/data?session_hash={self.session}"
        async with self.client.stream("GET", address) as events:
            async for line in events.aiter_lines():
                if line.startswith("data:"):
                    event = json.loads(line[5:])
                    if event["msg"] == "process_completed":
                        if not event["success"]:
                            raise RuntimeError(f"ask: {event['output']}")
                        return

    async def review(self, report: Path) -> None:
        files = {"files": (report.name, report.read_bytes(), "text/html")}
        sent = await self.client.post("/gradio_api/upload", files=files)
        sent.raise_for_status()
        await self.call("review", "take", files=[{"path": sent.json()[0], "name": report.name}])
        while (await self.call("review", "progress"))["poll"]:
            await asyncio.sleep(0.9)


async def opened(url: str, number: int) -> User:
    cookies = {"nianbao": f"load-{number}-{random.random()}"}
    client = httpx.AsyncClient(base_url=url, cookies=cookies, timeout=60)
    config = (await client.get("/config")).json()
    ids = {c["props"].get("elem_id"): c["id"] for c in config["components"]}
    panels = {n: ids[f"panel-{n}"] for n in ("review", "ask", "library", "rules")}
    wanted = [ids[ASKED_AT], "submit"]
    ask = next(d["id"] for d in config["dependencies"] if wanted in [list(t) for t in d["targets"]])
    return User(client, f"load{number}", panels, ask)


async def use(
    user: User, report: Path, until: float, think: tuple[float, float], score: Score
) -> None:
    await asyncio.sleep(random.uniform(0, think[1]))
    while time.monotonic() < until:
        kind = random.choices(["browse", "ask", "review"], [60, 30, 10])[0]
        began = time.monotonic()
        try:
            await (user.review(report) if kind == "review" else getattr(user, kind)())
            score.seconds[kind].append(time.monotonic() - began)
        except (httpx.HTTPError, RuntimeError, KeyError) as error:
            score.errors.append(f"{kind}: {type(error).__name__} {error}")
        await asyncio.sleep(random.uniform(*think))
    await user.client.aclose()


async def load(
    url: str,
    report: Path,
    users: int = 30,
    seconds: float = 300,
    think: tuple[float, float] = (5, 15),
) -> Score:
    """The score of that many users over that long."""
    score = Score()
    everyone = [await opened(url, n) for n in range(users)]
    until = time.monotonic() + seconds
    await asyncio.gather(*(use(u, report, until, think, score) for u in everyone))
    return score


def memory(pid: int) -> float:
    """A process's resident memory in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def shown(score: Score) -> str:
    lines = [
        f"{kind}: {len(v)} times, median {statistics.median(v):.2f} s, p95 {score.p95(kind):.2f} s"
        for kind, v in score.seconds.items()
    ]
    return "\n".join([*lines, f"errors: {len(score.errors)}", *score.errors[:5]])


if __name__ == "__main__":
    given = sys.argv[1:]
    pid = int(given[4]) if len(given) > 4 else 0
    print(f"memory before {memory(pid):.0f} MB" if pid else "")
    size = int(given[2]) if len(given) > 2 else 30
    length = float(given[3]) if len(given) > 3 else 300
    print(shown(asyncio.run(load(given[0], Path(given[1]), size, length))))
    print(f"memory after {memory(pid):.0f} MB" if pid else "")
