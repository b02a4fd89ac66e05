"""The library's bodies under all their names."""

from __future__ import annotations

from collections.abc import Iterable

from index.bodies import names
from index.library import identity, write_reports
from index.library.opened import Opened
from index.report import Level, UsageError
from index.stores.values import Body


class Bodies(Opened):
    """Part of `Library`."""

    def bodies(self) -> list[Body]:
        with self._read() as connection:
            return identity.bodies(connection)

    def named(self, agency: str) -> list[Body]:
        """The bodies that go by a name: one of its aliases, else one that may be the same body's."""
        return _named(self.bodies(), agency)

    def body(self, agency: str) -> Body:
        """The one body that goes by a name.  Raises UsageError where it is unknown or ambiguous."""
        named = self.named(agency)
        if len(named) != 1:
            choices = "、".join(b.name for b in named)
            raise UsageError(f"“{agency}”可以是{choices}" if named else f"资料库里没有“{agency}”")
        return named[0]

    def called(self, agency: str) -> set[str]:
        """The names of the body that goes by `agency`; that name alone where it is ambiguous."""
        return self.all_called([agency])[agency]

    def all_called(self, agencies: Iterable[str]) -> dict[str, set[str]]:
        """The same for several at once."""
        known, found = self.bodies(), dict[str, set[str]]()
        for agency in agencies:
            bodies = _named(known, agency)
            one = bodies[0] if len(bodies) == 1 else None
            found[agency] = {agency, *((one.name, *one.aliases) if one else ())}
        return found

    def edit_body(
        self,
        body: int,
        *,
        name: str | None = None,
        level: Level | None = None,
        parent: int | None = -1,
        aliases: Iterable[str] | None = None,
    ) -> Body:
        """Change what is given (`parent` None: none) and give the body as it is now."""
        with self._write() as connection:
            identity.edit(connection, body, name=name, level=level, parent=parent, aliases=aliases)
            return identity.one(connection, body)

    def merge_bodies(self, keep: int, others: Iterable[int]) -> Body:
        """Several bodies as one; of two reports of the same year the one of `keep` stays current."""
        with self._write() as connection:
            identity.merge(connection, keep, [o for o in others if o != keep])
            write_reports.settle(connection, keep)
            return identity.one(connection, keep)


def _named(known: Iterable[Body], agency: str) -> list[Body]:
    exact = [b for b in known if agency in (b.name, *b.aliases)]
    return exact or [b for b in known if any(names.same_body(agency, a) for a in b.aliases)]
