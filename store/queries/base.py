"""What all queries share: the transaction's session and the workspace it is bound to."""

from collections.abc import Collection
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, any_, func, literal
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

Row = TypeVar("Row", bound=SQLModel)
Facts = TypeVar("Facts", bound=tuple[Any, ...])
"""A few columns of a table, as a named tuple: where there are thousands of rows, whole ones would
take a multiple of the time."""


def as_uuid(value: str | UUID) -> UUID | None:
    """The id behind a button's value, or None where it is no id at all."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value)
    except ValueError:
        return None


def locked(query: SelectOfScalar[Row]) -> SelectOfScalar[Row]:
    """Hold the rows until the transaction ends, and see them as they are now. Rows that refer to
    them may still be added (FOR NO KEY UPDATE)."""
    return query.with_for_update(key_share=True).execution_options(populate_existing=True)


def among(column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """Whether a column is one of these: a single parameter, so that a statement stays as short for
    fifty thousand ids as for one."""
    found: ColumnElement[bool] = column == any_(literal(list(values), ARRAY(column.type)))
    return found


class Queries:
    """Bound to one workspace for the length of one transaction."""

    def __init__(self, session: AsyncSession, workspace_id: str) -> None:
        self.session = session
        self.workspace_id = workspace_id

    async def find(self, table: type[Row], row_id: str | UUID, *, lock: bool = False) -> Row | None:
        """The workspace's row with this id, locked until the transaction's end if asked."""
        key = as_uuid(row_id)
        if key is None:
            return None
        columns: Any = table
        query = select(table).where(columns.id == key, columns.workspace_id == self.workspace_id)
        if lock:
            query = locked(query)
        return (await self.session.exec(query)).one_or_none()

    async def one_at_a_time(self, *what: str) -> None:
        """Wait until no other transaction works on the same thing, then hold it to the end."""
        key = func.hashtextextended(" ".join((self.workspace_id, *what)), 0)
        await self.session.exec(select(func.pg_advisory_xact_lock(key)))

    def _facts(self, facts: type[Facts], table: Any, **computed: Any) -> Any:
        """Select the columns of these facts; some are computed."""
        names = facts._fields  # type: ignore[attr-defined]
        columns = [computed.get(name, getattr(table, name, None)) for name in names]
        return select(*columns).where(table.workspace_id == self.workspace_id)

    async def _rows(self, facts: type[Facts], query: Any) -> list[Facts]:
        """The facts that a query selects, past the session, which would look at each row for
        objects of its own."""
        await self.session.flush()
        rows = await (await self.session.connection()).execute(query)
        return [facts(*row) for row in rows]
