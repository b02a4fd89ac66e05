"""Which connections the commands try to make without a model, native code included: a syscall trace.

`python -m tests.hostile.trace` runs `index`, `review`, `ask` and `draft` under `strace`, in a network
of their own that leads nowhere (`unshare --net`) where that may be made, and counts what was to
leave the machine.  Needs strace (Linux).
"""

from __future__ import annotations

import ipaddress
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.generator import to_docx, to_html, to_pdf, world

ROOT = Path(__file__).resolve().parents[2]
_CALL = re.compile(r"^(?:\d+ +|\[pid +\d+\] )?(connect|sendto|sendmsg|sendmmsg|bind|socket)\((.*)")
_ADDRESS = re.compile(r'inet_(?:addr|pton)\((?:AF_INET6?, )?"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Traced:
    """A command's exit code, its network calls, and those of them that go beyond the machine."""

    command: str
    code: int
    calls: int
    beyond: tuple[str, ...]


def beyond(line: str) -> str:
    """The address outside the machine that a traced call goes to; "" for none."""
    found = _CALL.match(line)
    if found is None or found[1] in ("bind", "socket"):
        return ""
    for address in _ADDRESS.findall(found[2]):
        if not ipaddress.ip_address(address).is_loopback:
            return str(address)
    return ""


def commands(folder: Path) -> Iterator[tuple[str, ...]]:
    """The commands, each with what it needs, over reports of several formats."""
    reports = world(3, (2022, 2023), seed=3, gaps=0.0).reports
    (folder / "in").mkdir()
    for number, report in enumerate(reports):
        suffix, write = ((".html", to_html), (".docx", to_docx), (".pdf", to_pdf))[number % 3]
        (folder / "in" / f"{report.title}{suffix}").write_bytes(write(report))
    agency = reports[0].agency
    yield ("index", "in")
    yield ("review", "in", "--format", "xlsx", "--output", "out.xlsx")
    yield ("ask", "2023年各单位一共新收多少件申请？")
    yield ("ask", f"{agency}2023年政务公开培训做了什么？")
    yield ("draft", "--agency", agency, "--year", "2023")


def traced(folder: Path) -> Iterator[Traced]:
    """Each command with what it tried.  Raises FileNotFoundError without strace."""
    strace = shutil.which("strace")
    if strace is None:
        raise FileNotFoundError("strace")
    for number, arguments in enumerate(commands(folder)):
        log = folder / f"trace{number}"
        watched = [strace, "-f", "-qq", "-e", "trace=network", "-o", str(log)]
        ran = subprocess.run(
            [*_apart(), *watched, sys.executable, "-m", "assistant.commands.main", *arguments],
            cwd=folder,
            env=_environment(folder),
            capture_output=True,
            check=False,
        )
        lines = log.read_text("utf-8", "replace").splitlines()
        calls = [line for line in lines if _CALL.match(line)]
        outside = tuple(sorted({a for line in lines if (a := beyond(line))}))
        yield Traced(" ".join(arguments[:1]), ran.returncode, len(calls), outside)


def _environment(folder: Path) -> dict[str, str]:
    kept = {n: v for n, v in os.environ.items() if not n.startswith("NIANBAO_")}
    kept = {n: v for n, v in kept.items() if not n.lower().endswith("_proxy")}
    return {**kept, "PYTHONPATH": str(ROOT), "NIANBAO_HOME": str(folder / "home")}


def _apart() -> list[str]:
    """What gives a process a network of its own; nothing where that may not be."""
    rights = [] if os.geteuid() == 0 else ["--map-root-user"]
    command = [shutil.which("unshare") or "unshare", "--net", *rights]
    try:
        subprocess.run([*command, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    return command


def main() -> None:
    amiss = False
    print("network of its own" if _apart() else "the machine's network")
    with tempfile.TemporaryDirectory() as folder:
        for one in traced(Path(folder)):
            said = "、".join(one.beyond) or "none"
            print(f"{one.command}: exit {one.code}, {one.calls} network calls, beyond: {said}")
            amiss = amiss or bool(one.beyond) or one.code not in (0, 1)
    sys.exit(amiss)


if __name__ == "__main__":
    main()
