"""Who calls: the person whose folder it is, the account with its roles, from which address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.audit import AuditLog
from assistant.desk.frame.user_state import People, Person
from assistant.users import NOBODY, Account, Users

COOKIE = "nianbao"


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
        """Who makes a call that Gradio passes on."""
        address = request.client.host if request.client else ""
        if name := _account(request):
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


def _account(request: Any) -> str:
    """The name that was signed in with; "" where nobody has to.

    Gradio tells it to its events alone, not to the functions of an HTML panel.
    """
    app = request.app
    names = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
    return next((app.tokens[t] for t in map(request.cookies.get, names) if t in app.tokens), "")
