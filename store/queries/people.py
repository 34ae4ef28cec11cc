"""People of the workspace, as Slack knows them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from store.clock import now
from store.queries.base import Queries, among
from store.tables import Person


class Reader(NamedTuple):
    """What is asked of a person who is to be written to, of whom there may be thousands."""

    user_id: str
    timezone: str | None
    is_bot: bool
    is_external: bool
    deleted: bool


class People(Queries):
    """The workspace's people."""

    async def known(self, users: Iterable[str]) -> Mapping[str, Person]:
        """Those of `users` whom we know, by id."""
        query = select(Person).where(
            Person.workspace_id == self.workspace_id, among(Person.user_id, set(users))
        )
        return {person.user_id: person for person in await self.session.exec(query)}

    async def readers(self, users: Iterable[str]) -> Mapping[str, Reader]:
        """The same, as those who are to be written to."""
        query = self._facts(Reader, Person).where(among(Person.user_id, set(users)))
        return {reader.user_id: reader for reader in await self._rows(Reader, query)}

    async def names(self, users: Iterable[str]) -> Mapping[str, str]:
        """What to call these people; those we don't know yet are left out."""
        return {user: person.name for user, person in (await self.known(users)).items()}

    async def unknown(self, users: Iterable[str]) -> Sequence[str]:
        """Those of `users` whom we have never looked up, sorted."""
        asked = set(users) - {""}
        return sorted(asked - set(await self.known(asked)))

    async def learn(self, people: Iterable[Person]) -> None:
        """Keep people as Slack describes them now."""
        for person in people:
            row = person.model_dump() | {"workspace_id": self.workspace_id, "learned_at": now()}
            changed = {key: row[key] for key in row if key not in {"workspace_id", "user_id"}}
            await self.session.exec(
                insert(Person)
                .values(row)
                .on_conflict_do_update(index_elements=["workspace_id", "user_id"], set_=changed)
            )
