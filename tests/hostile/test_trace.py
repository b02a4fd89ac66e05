"""Without a model no command tries to leave the machine; and the trace would see it if one did."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.hostile.trace import beyond, traced
from tests.library.conftest import absent

SEEN = {
    'connect(5, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.2")}, 16) = 0': "10.0.0.2",
    '12 connect(5, {sa_family=AF_INET6, sin6_port=htons(443), inet_pton(AF_INET6, "2606:4700::1", &sin6_addr)}, 28) = -1': "2606:4700::1",
    '[pid 7] sendto(4, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("8.8.8.8")}, 16) = 1': "8.8.8.8",
    'connect(5, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0': "",
    'connect(5, {sa_family=AF_UNIX, sun_path="/run/nscd/socket"}, 110) = -1': "",
    'bind(5, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("0.0.0.0")}, 16) = 0': "",
}  # fmt: skip


@pytest.mark.parametrize("line", SEEN)
def test_a_call_that_leaves_the_machine_is_seen(line: str) -> None:
    assert beyond(line) == SEEN[line]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_command_leaves_the_machine_without_a_model(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        absent("no strace on this machine")
    for one in traced(tmp_path):
        print(one)
        assert one.code in (0, 1)
        assert one.beyond == ()
