"""Bringing a production back from its archive: all of it, or nothing."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import BadZipFile, ZipFile

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select

from bot.archive.belonging import BY_SUBJECT, in_order, owners
from bot.archive.take_away import DESCRIPTION, FORMAT, RECORD, Rows
from bot.explained import ExplainedError
from store.security import bind_to
from store.tables import Person, Production, Workspace

LARGEST = 1 << 30
"""Bytes of an archive, unpacked, that are read at most."""


class BadArchiveError(ExplainedError):
    """Raised when a file is no archive of a production, or not a whole one."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This is no archive that can be brought back: {why}. Nothing was imported. "
            "Make one with: scripty export PRODUCTION"
        )


class OtherVersionError(ExplainedError):
    """Raised when an archive was made by another version."""

    def __init__(self, theirs: object, ours: object) -> None:
        super().__init__(
            f"This archive was made by a version of Scripty whose record is at {theirs}; this one "
            f"is at {ours}. Import it with that version, then migrate. Nothing was imported."
        )


class AlreadyThereError(ExplainedError):
    """Raised when the record holds the production, or what stands in its place, already."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} can't be brought back here: {why}. Nothing was imported.")


async def bring_back(engine: AsyncEngine, archive: Path, revision: str) -> str:
    """Put everything of this archive into the record, in one transaction; the name of the
    production.

    Jobs are not brought back: what was still to be sent is not sent again. Raises BadArchiveError,
    OtherVersionError, AlreadyThereError.
    """
    described, rows = await asyncio.to_thread(_unpacked, archive, revision)
    name = str(described["production"]["name"])
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_write, described, rows)
    except IntegrityError as error:
        detail = getattr(getattr(error.orig, "diag", None), "message_detail", None)
        raise AlreadyThereError(name, str(detail or error.orig).strip().rstrip(".")) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        raise BadArchiveError(str(error.orig).strip().splitlines()[0]) from error
    return name


def _unpacked(archive: Path, revision: str) -> tuple[Mapping[str, Any], Rows]:
    """What the archive says of itself, and its rows by table."""
    try:
        with ZipFile(archive) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST:
                raise BadArchiveError("it is larger than 1 GB unpacked")
            described = json.loads(packed.read(DESCRIPTION))
            _require_ours(described, revision)
            names = ["person", *(table.name for table in in_order())]
            rows = {name: json.loads(packed.read(f"{RECORD}/{name}.json")) for name in names}
            _require_one_production(rows, str(UUID(described["production"]["id"])))
            return described, rows
    except (BadZipFile, RuntimeError) as error:  # RuntimeError: it wants a password
        raise BadArchiveError("it is no zip file, or a damaged one") from error
    except OSError as error:
        raise BadArchiveError(f"{archive} can't be read, {error.strerror}") from error
    except KeyError as error:
        raise BadArchiveError(f"something is missing in it: {error.args[0]}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise BadArchiveError("what is in it is no JSON of ours") from error


def _require_ours(described: Any, revision: str) -> None:
    made_by = (described["format"], described["schema"])
    if made_by != (FORMAT, revision):
        raise OtherVersionError(made_by[1], revision)
    named = (described["production"]["id"], described["production"]["name"])
    if not all((*named, described["workspace"]["id"])):
        raise BadArchiveError("it doesn't say which production it is of")


def _require_one_production(rows: Rows, production: str) -> None:
    """Every row is the one production's, as `belongs` has it: an edited archive adds nothing to
    another one."""
    ids: dict[str, set[str]] = {"production": {production}}
    for table in in_order():
        own = rows[table.name]
        if table.name in BY_SUBJECT:
            known = {None, *(each for found in ids.values() for each in found)}
            belong = all(row["subject_id"] in known for row in own)
        elif table.name == "production":
            belong = [row["id"] for row in own] == [production]
        else:
            refer = [(column.name, ids[_target(column)]) for column in owners(table)]
            if "production_id" in table.columns:
                refer.append(("production_id", ids["production"]))
            belong = all(row[name] in known for row in own for name, known in refer)
            ids[table.name] = {row["id"] for row in own if "id" in row}
        if not belong:
            raise BadArchiveError(f"something in {table.name}.json is of another production")


def _target(column: Any) -> str:
    """The table whose rows a column refers to."""
    (key,) = column.foreign_keys
    return str(key.column.table.name)


def _write(connection: Connection, described: Mapping[str, Any], rows: Rows) -> None:
    home, production = described["workspace"], described["production"]
    described_of = [each for each in Workspace.model_fields if each in home]
    _insert(connection, "workspace", described_of, [home], or_leave=True)
    connection.execute(select(*bind_to(home["id"])))
    if connection.execute(
        select(Production).where(Production.id == UUID(production["id"]))
    ).first():
        raise AlreadyThereError(str(production["name"]), "it is in the record already")
    _insert(connection, "person", list(Person.model_fields), rows["person"], or_leave=True)
    for table in in_order():
        _insert(connection, table.name, [each.name for each in table.columns], rows[table.name])


def _insert(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[Any],
    *,
    or_leave: bool = False,
) -> None:
    """Insert all rows in one statement, so that they may refer to each other; where some are there
    already and may be, they are left as they are. The audit trail counts its own rows."""
    named = ", ".join(f'"{each}"' for each in columns if (table, each) != ("audit_event", "id"))
    connection.execute(
        text(
            f"INSERT INTO {table} ({named}) SELECT {named} FROM "
            f"jsonb_populate_recordset(NULL::{table}, CAST(:rows AS jsonb))"
            + (" ON CONFLICT DO NOTHING" if or_leave else "")
        ),
        {"rows": json.dumps(rows)},
    )
