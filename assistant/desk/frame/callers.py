"""Who calls: the person whose folder it is, the account with its roles, from which address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from assistant.audit import AuditLog
from assistant.desk.frame.user_state import People, Person
from assistant.limited_workspace import LimitedWorkspace
from assistant.users import NOBODY, Account, Users
from assistant.workspace import Workspace

COOKIE = "nianbao"
"""By what a browser is known again where nobody has to say a name."""
ACCOUNT = "x-nianbao-account"
"""The request header in which the gate says who has signed in; from outside it is never taken."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes one call of the page."""

    person: Person
    account: Account
    address: str = ""


@dataclass(frozen=True)
class Callers:
    """Everyone who may call: those with an account where there are any, else by cookie."""

    workspace: Workspace
    people: People

    @property
    def users(self) -> Users:
        return self.workspace.users

    @property
    def audit(self) -> AuditLog:
        return self.workspace.audit

    def caller(self, request: Any) -> Caller:
        """Who makes a call, by the request as the gate has let it through."""
        address = request.client.host if request.client else ""
        if name := unquote(request.headers.get(ACCOUNT, "")):
            person = self.people.signed_in(name)
        else:
            token = request.cookies.get(COOKIE) or getattr(request, "session_hash", None)
            person = self.people.person(token or "anonymous")
        return Caller(person, self.account(person), address)

    def account(self, person: Person) -> Account:
        """With what rights a person acts."""
        if not person.account:
            return NOBODY
        return self.users.account(person.name) or Account(person.name)

    def workspace_of(self, person: Person) -> Workspace:
        """What the person works over: the office's workspace, or the part of it to be seen."""
        return self.seen(self.account(person).bodies)

    def seen(self, bodies: tuple[str, ...]) -> Workspace:
        """The workspace held to these bodies, whole for ()."""
        return LimitedWorkspace(self.workspace, bodies) if bodies else self.workspace

    def note(self, caller: Caller, did: str, about: str = "", said: str = "") -> None:
        """A line in the audit log."""
        self.audit.add(caller.person.name, did, about, said, caller.address)
