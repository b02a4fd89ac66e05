"""Drafts written in the background: a model's words as they come, a stop, the checked draft."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.desk.frame.user_state import Person
from assistant.draft import Draft, DraftRequest
from index.report import NianbaoError

if TYPE_CHECKING:
    from assistant.workspace import Workspace

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Writing:
    """What has come so far; `error` says why nothing did."""

    text: str = ""
    running: bool = False
    error: str = ""


Keep = Callable[[Draft], None]


@dataclass
class Writers:
    """One draft a person at a time.

    A run is told apart from the next by its token: one that was stopped, and still waits for its
    model, must not write into what was begun after it.
    """

    workspace: Workspace
    _states: dict[Person, Writing] = field(default_factory=dict)
    _tokens: dict[Person, object] = field(default_factory=dict)

    def state(self, person: Person) -> Writing:
        return self._states.get(person, Writing())

    def stop(self, person: Person) -> None:
        """End it at the next words; what has come is not kept."""
        self._tokens.pop(person, None)
        self._states.pop(person, None)

    def start(self, person: Person, request: DraftRequest, keep: Keep) -> None:
        """Begin; a draft that is ready within a second is there when this returns."""
        token = self._tokens[person] = object()
        self._states[person] = Writing(running=True)
        work = threading.Thread(target=self._run, args=(person, request, keep, token), daemon=True)
        work.start()
        work.join(1.0)

    def _run(self, person: Person, request: DraftRequest, keep: Keep, token: object) -> None:
        """An entrance: whatever happens is told to the person."""
        error, text = "", ""
        try:
            for piece in self.workspace.draft_stream(request):
                if self._tokens.get(person) is not token:
                    return
                if isinstance(piece, Draft):
                    keep(piece)
                else:
                    text = "" if piece == "\f" else text + piece
                    self._states[person] = Writing(text, running=True)
        except NianbaoError as problem:
            error = problem.message
        except Exception:
            log.exception("drafting failed")
            error = "程序出错，没有写完；详情见服务日志。"
        if self._tokens.get(person) is token:
            self._states[person] = Writing(error=error)
