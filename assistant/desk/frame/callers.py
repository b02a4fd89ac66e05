"""Who calls: the person whose folder it is, the account with its roles, from which address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from assistant.audit import AuditLog
from assistant.desk.frame.user_state import People, Person
from assistant.users import NOBODY, Account, Users

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

    people: People
    users: Users
    audit: AuditLog

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

    def note(self, caller: Caller, did: str, about: str = "", said: str = "") -> None:
        """A line in the audit log."""
        self.audit.add(caller.person.name, did, about, said, caller.address)
