"""Productions, their channels and members."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from store.queries.base import Queries
from store.tables import Member, Production, ProductionChannel


class Productions(Queries):
    """The workspace's productions."""

    async def all(self) -> Sequence[Production]:
        """Every production, oldest first."""
        query = (
            select(Production)
            .where(Production.workspace_id == self.workspace_id)
            .order_by(col(Production.created_at), col(Production.id))
        )
        return (await self.session.exec(query)).all()

    async def get(self, production_id: UUID) -> Production:
        """The production with this id, which must exist."""
        found = await self.find(Production, production_id)
        assert found is not None
        return found

    async def of_member(self, user: str) -> Sequence[Production]:
        """The productions that this person belongs to, oldest first."""
        query = (
            select(Production)
            .join(Member, col(Member.production_id) == col(Production.id))
            .where(Member.workspace_id == self.workspace_id, Member.user_id == user)
            .order_by(col(Production.created_at), col(Production.id))
        )
        return (await self.session.exec(query)).all()

    async def of_channel(self, channel: str) -> Production | None:
        """The production a channel belongs to."""
        query = (
            select(Production)
            .join(
                ProductionChannel,
                col(ProductionChannel.production_id) == col(Production.id),
            )
            .where(
                ProductionChannel.workspace_id == self.workspace_id,
                ProductionChannel.channel == channel,
            )
        )
        return (await self.session.exec(query)).one_or_none()

    async def channels(self, production_id: UUID) -> Sequence[ProductionChannel]:
        """The channels of a production."""
        query = (
            select(ProductionChannel)
            .where(
                ProductionChannel.workspace_id == self.workspace_id,
                ProductionChannel.production_id == production_id,
            )
            .order_by(col(ProductionChannel.channel))
        )
        return (await self.session.exec(query)).all()

    async def rename_channel(self, channel: str, name: str) -> None:
        """Keep the name of a channel as Slack has it."""
        await self.session.exec(
            update(ProductionChannel)
            .where(
                col(ProductionChannel.workspace_id) == self.workspace_id,
                col(ProductionChannel.channel) == channel,
            )
            .values(name=name)
        )

    async def members(self, production_id: UUID) -> Sequence[Member]:
        """The people of a production with their roles."""
        query = (
            select(Member)
            .where(Member.workspace_id == self.workspace_id, Member.production_id == production_id)
            .order_by(col(Member.user_id))
        )
        return (await self.session.exec(query)).all()

    async def is_member(self, production_id: UUID, user: str) -> bool:
        """Whether this person belongs to the production."""
        query = select(Member.user_id).where(
            Member.workspace_id == self.workspace_id,
            Member.production_id == production_id,
            Member.user_id == user,
        )
        return (await self.session.exec(query)).first() is not None

    async def add_members(
        self, production_id: UUID, users: Sequence[str], roles: Sequence[str] = ()
    ) -> None:
        """Add people who are not members yet; those who are keep their roles."""
        if not users:
            return
        rows = [
            {
                "workspace_id": self.workspace_id,
                "production_id": production_id,
                "user_id": user,
                "roles": list(roles),
            }
            for user in sorted(
                set(users)
            )  # in one order, or two who add the same people may deadlock
        ]
        await self.session.exec(insert(Member).values(rows).on_conflict_do_nothing())

    async def set_roles(self, production_id: UUID, roles: Mapping[str, Sequence[str]]) -> None:
        """These people are members with exactly these roles; the other members have none."""
        await self.session.exec(
            update(Member)
            .where(
                col(Member.workspace_id) == self.workspace_id,
                col(Member.production_id) == production_id,
                col(Member.user_id).not_in(list(roles)),
            )
            .values(roles=[])
        )
        for user, theirs in sorted(roles.items()):
            row = {
                "workspace_id": self.workspace_id,
                "production_id": production_id,
                "user_id": user,
                "roles": list(theirs),
            }
            await self.session.exec(
                insert(Member)
                .values(row)
                .on_conflict_do_update(
                    index_elements=["production_id", "user_id"], set_={"roles": row["roles"]}
                )
            )

    async def set_channels(self, production_id: UUID, channels: Iterable[str]) -> None:
        """The production has exactly these channels; those that are new are named later."""
        kept = list(channels)
        await self.session.exec(
            delete(ProductionChannel).where(
                col(ProductionChannel.workspace_id) == self.workspace_id,
                col(ProductionChannel.production_id) == production_id,
                col(ProductionChannel.channel).not_in(kept),
            )
        )
        rows = [
            {
                "workspace_id": self.workspace_id,
                "production_id": production_id,
                "channel": channel,
                "name": "",
            }
            for channel in kept
        ]
        await self.session.exec(
            insert(ProductionChannel)
            .values(rows)
            .on_conflict_do_nothing(index_elements=["production_id", "channel"])
        )

    async def take_numbers(self, production_id: UUID, column: Any, count: int) -> int:
        """Reserve `count` numbers of `Production.next_note` or `.next_task`; the first of them."""
        after = (
            await self.session.exec(
                update(Production)
                .where(
                    col(Production.id) == production_id,
                    col(Production.workspace_id) == self.workspace_id,
                )
                .values({column: column + count})
                .returning(column)
                .execution_options(synchronize_session=False)
            )
        ).scalar_one()
        return int(after) - count
