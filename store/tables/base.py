"""What all tables share: names of constraints, ids, and the workspace every row belongs to."""

from typing import Any, get_args
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, Integer, String
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = naming_convention


def identifier() -> UUID:
    """A new random id: nothing can be learned or guessed from it."""
    return uuid4()


def strings(*, default: str | None = None) -> Any:
    """A column holding a list of strings: empty by default, or with this one in it."""
    first = [] if default is None else [default]
    in_database = None if default is None else f"{{{default}}}"
    column: Any = Column(ARRAY(String), nullable=False, server_default=in_database)
    return Field(default_factory=lambda: list(first), sa_column=column)


def numbers() -> Any:
    """A column holding a list of whole numbers, empty by default."""
    return Field(default_factory=_none, sa_column=Column(ARRAY(Integer), nullable=False))


def _none() -> list[int]:
    """Instead of `list`: pydantic asks at every new row anew which arguments a factory takes, and
    of what isn't written in Python that is slow to find out."""
    return []


def document(*, nullable: bool = True) -> Any:
    """A JSONB column."""
    return Field(default=None, sa_column=Column(JSONB(none_as_null=True), nullable=nullable))


def one_of(column: str, words: Any) -> CheckConstraint:
    """The database itself refuses a word the product does not know."""
    allowed = ", ".join(f"'{word}'" for word in get_args(words))
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


class OfWorkspace(SQLModel):
    """Every row belongs to exactly one workspace; row-level security reads this column.

    `Work.add` fills it in; a row without one is refused by the foreign key.
    """

    workspace_id: str = Field(default="", foreign_key="workspace.id", index=True)
