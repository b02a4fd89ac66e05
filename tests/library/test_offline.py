"""Opening, filling and searching a local library asks nothing of any network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_GUARDED = """
import sys
asked = []

def guard(event, arguments):
    if event == "socket.getaddrinfo" or event == "socket.connect":
        asked.append((event, arguments[1:] if event == "socket.connect" else arguments))
        raise OSError(f"a network was asked for: {event} {arguments}")

sys.addaudithook(guard)
from pathlib import Path
import index.library.library, index.ingest, assistant.workspace, assistant.commands.main
from index.library.library import Library
from tests.library.material import county, fill
with Library.open(Path(sys.argv[1]), embedder="hashing") as library:
    fill(library, county(1))
    assert library.search("政务公开培训")
    assert library.verify().problems == ()
    settings = library._stores.vectors.client._connect().get_settings()
assert not settings.anonymized_telemetry
import time
time.sleep(1)  # telemetry sends from threads of its own
assert asked == [], asked
"""


@pytest.mark.slow
def test_nothing_is_asked_of_a_network(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _GUARDED, str(tmp_path / "library")],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
