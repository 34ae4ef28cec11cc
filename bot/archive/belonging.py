"""Which rows belong to a production: read off the tables themselves, so that none is forgotten."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, or_, select
from sqlmodel import SQLModel

from store.queries.base import among

NOT_TAKEN: Mapping[str, str] = {
    "workspace": "its name and address are in the archive's own description",
    "person": "those whom the rows name are taken along",
    "inbox_event": "what Slack told us and was handled, or is still to be: it is the workspace's",
    "pace": "when Slack may be asked again is of this moment only",
    "home_view": "who has opened the Home tab is the workspace's",
    "procedure_template": "templates are the workspace's: scripty export-template",
}
"""Tables whose rows belong to no production, each with why."""

BY_SUBJECT = ("audit_event", "delivery")
"""Tables whose rows are about any other row."""


def in_order() -> Sequence[Table]:
    """The tables of a production's rows, each behind those that it refers to; what may be about
    any row comes last."""
    taken = [each for each in SQLModel.metadata.sorted_tables if each.name not in NOT_TAKEN]
    return [
        *(each for each in taken if each.name not in BY_SUBJECT),
        *(each for each in taken if each.name in BY_SUBJECT),
    ]


def belongs(
    table: Table, production: UUID, taken: Mapping[str, Sequence[UUID]]
) -> ColumnElement[bool]:
    """Which rows of the table are the production's. `taken` are the ids of the rows of the tables
    before it, by table.

    Raises UnplacedTableError.
    """
    columns = table.columns
    if table.name == "production":
        return columns["id"] == production
    if table.name in BY_SUBJECT:
        return _is_about(table, production, [each for ids in taken.values() for each in ids])
    conditions = [columns["production_id"] == production] if "production_id" in columns else []
    for column in owners(table):
        (key,) = column.foreign_keys
        conditions.append(among(column, taken[key.column.table.name]))
    if not conditions:
        raise UnplacedTableError(table.name)
    found: ColumnElement[bool] = conditions[0]
    for each in conditions[1:]:
        found &= each
    return found


def _is_about(table: Table, production: UUID, ids: Sequence[UUID]) -> ColumnElement[bool]:
    """What is said of a row that was taken; in the production's channels, also of nothing."""
    columns = table.columns
    about = among(columns["subject_id"], ids)
    if table.name == "audit_event":
        return about
    own = SQLModel.metadata.tables["production_channel"].columns
    channels = select(own["channel"]).where(own["production_id"] == production)
    return or_(about, columns["subject_id"].is_(None) & columns["channel"].in_(channels))


def owners(table: Table) -> Sequence[Column[Any]]:
    """The columns that say whose a row is: they refer to a row of another table, and always do;
    where none always does, those that may."""
    referring = [
        column
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name not in ("workspace", "production", table.name)
    ]
    return [column for column in referring if not column.nullable] or (
        [] if "production_id" in table.columns else referring
    )


class UnplacedTableError(Exception):
    """Raised when nothing tells whose the rows of a table are: it has to say so, or be named in
    `NOT_TAKEN`."""
