"""A name and a password tried: ever slower after failures, and for a while not at all."""

from __future__ import annotations

from typing import Literal

import anyio
import anyio.to_thread
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistant.audit import AuditLog
from assistant.users import Users

Outcome = Literal["right", "wrong", "locked"]
MINUTES = 15
"""How long failures count, and so how long a lock holds."""
OF_NAME = RateLimitItemPerMinute(10, MINUTES, namespace="name")
OF_ADDRESS = RateLimitItemPerMinute(60, MINUTES, namespace="address")
"""How many failures lock a name, and how many an address: many people may share one."""
_TOLD = RateLimitItemPerMinute(1, MINUTES, namespace="told")
"""How often the audit log is told that a name is locked."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 4.0
"""Seconds that the first failure waits for its answer, and that none waits longer than."""
AT_ONCE = 2
"""Passwords tried at the same time: each takes 19 MiB and a processor."""


class SigningIn:
    """Trials of passwords, from everywhere; failures are forgotten when the server ends."""

    def __init__(self, users: Users, audit: AuditLog, wait: float = FIRST_WAIT) -> None:
        self.users = users
        self.audit = audit
        self.wait = wait
        self._failures = MovingWindowRateLimiter(MemoryStorage())
        self._room = anyio.CapacityLimiter(AT_ONCE)

    async def check(self, name: str, password: str, address: str) -> Outcome:
        """What came of a trial.  A trial counts as a failure until it has proved right, so that
        many at once are no way round the lock."""
        name = name[:40]
        if not (self._failures.test(OF_ADDRESS, address) and self._failures.hit(OF_NAME, name)):
            if self._failures.hit(_TOLD, name, address):
                self.audit.add(name, "登录被锁", address=address)
            return "locked"
        right = await anyio.to_thread.run_sync(
            self.users.verify, name, password, limiter=self._room
        )
        if right:
            self._failures.clear(OF_NAME, name)
            return "right"
        self._failures.hit(OF_ADDRESS, address)
        self.audit.add(name, "登录失败", address=address)
        left = self._failures.get_window_stats(OF_NAME, name).remaining
        await anyio.sleep(min(LONGEST_WAIT, self.wait * 2 ** (OF_NAME.amount - left - 1)))
        return "wrong"
