"""Taking a production away: its rows as JSON, its main lists as CSV, in one archive."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Table, column, func, select
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.archive.belonging import BY_SUBJECT, belongs, in_order
from bot.archive.spreadsheets import SHEETS, sheet
from bot.explained import ExplainedError
from handlers.text import listing
from store.clock import now
from store.queries.base import among
from store.tables import Production, Workspace
from store.unit_of_work import Record, Work

FORMAT = 1
DESCRIPTION = "scripty.json"
RECORD = "record"

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows by table, as PostgreSQL writes them as JSON."""


class NoSuchProductionError(ExplainedError):
    """Raised when no production is called so."""

    def __init__(self, named: str, known: Sequence[str]) -> None:
        there = f"There is {listing(known)}." if known else "The record has none yet."
        super().__init__(f"There is no production called {named!r}. {there}")


class WhichProductionError(ExplainedError):
    """Raised when several productions are called so."""

    def __init__(self, named: str, found: Sequence[tuple[str, UUID]]) -> None:
        each = listing([f"{production} in {workspace}" for workspace, production in found])
        super().__init__(
            f"Several productions are called {named!r}: {each}. Give the id, or --workspace."
        )


async def take_away(
    record: Record, named: str, workspace: str | None, revision: str
) -> tuple[str, bytes]:
    """The name of the production with this name or id, and its archive: a zip of `scripty.json`
    (what it is), `record/<table>.json` (its rows) and `csv/<list>.csv` (for people).

    `record` should read one snapshot. `revision` is the schema's. Raises NoSuchProductionError,
    WhichProductionError.
    """
    home, production = await _named(record, named, workspace)
    async with record.workspace(home.id) as work:
        rows = await rows_of(work, production)
    described = _description(home, rows, revision, now())
    return described["production"]["name"], _packed(described, rows)


def file_name(production: str) -> str:
    """What its archive is called by itself: "summer-spot.zip"."""
    words = re.sub(r"[^\w]+", "-", production.casefold()).strip("-_")
    return f"{words or 'production'}.zip"


async def rows_of(work: Work, production: UUID) -> Rows:
    """Every row of the production, by table, each table behind those that it refers to."""
    rows: dict[str, Sequence[Mapping[str, Any]]] = {}
    ids: dict[str, Sequence[UUID]] = {}
    for table in in_order():
        found = await _selected(work.session, table, belongs(table, production, ids))
        rows[table.name] = found
        if table.name not in BY_SUBJECT:
            ids[table.name] = [UUID(row["id"]) for row in found if "id" in row]
    rows["delivery"] = [_for_all(row) for row in rows["delivery"]]
    people = SQLModel.metadata.tables["person"]
    named = among(people.columns["user_id"], _texts(list(rows.values())))
    return {"person": await _selected(work.session, people, named), **rows}


def _for_all(delivery: Mapping[str, Any]) -> Mapping[str, Any]:
    """A delivery without what it told one person only, which may be of another production: whoever
    looks something up is answered from all of theirs."""
    told = delivery["user_id"] is not None and delivery["subject_id"] is None
    return {**delivery, "body": None} if told else delivery


async def _selected(
    session: AsyncSession, table: Table, condition: Any
) -> Sequence[Mapping[str, Any]]:
    whole = func.to_jsonb(column(table.name)).label("row")
    query = select(whole).select_from(table).where(condition).order_by(*table.primary_key.columns)
    connection = await session.connection()
    return [row for (row,) in await connection.execute(query)]


async def _named(record: Record, named: str, workspace: str | None) -> tuple[Workspace, UUID]:
    found: list[tuple[Workspace, Production]] = []
    known: list[str] = []
    for home in await record.workspaces():
        if workspace in (None, home.id):
            async with record.workspace(home.id) as work:
                productions = await work.productions.all()
            known += [each.name for each in productions]
            wanted = named.strip().casefold()
            found += [
                (home, each)
                for each in productions
                if wanted in (each.name.strip().casefold(), str(each.id))
            ]
    if not found:
        raise NoSuchProductionError(named, known)
    if len(found) > 1:
        raise WhichProductionError(named, [(home.id, each.id) for home, each in found])
    ((home, production),) = found
    return home, production.id


def _description(home: Workspace, rows: Rows, revision: str, at: datetime) -> Mapping[str, Any]:
    (production,) = rows["production"]
    return {
        "format": FORMAT,
        "schema": revision,
        "exported_at": at.isoformat(),
        "production": {"id": production["id"], "name": production["name"]},
        "workspace": home.model_dump(mode="json", exclude={"token_fingerprint"}),
        "rows": {name: len(each) for name, each in rows.items()},
    }


def _packed(description: Mapping[str, Any], rows: Rows) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(DESCRIPTION, _json(description))
        for name, each in rows.items():
            archive.writestr(f"{RECORD}/{name}.json", _json(each))
        for name in SHEETS:
            archive.writestr(f"csv/{name}.csv", sheet(name, rows))
    return packed.getvalue()


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)


def _texts(value: Any) -> set[str]:
    """Every single text in some JSON."""
    found: set[str] = set()
    edge = [value]
    while edge:
        match edge.pop():
            case str(text):
                found.add(text)
            case dict(fields):
                edge += fields.values()
            case list(values):
                edge += values
    return found
