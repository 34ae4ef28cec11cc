"""Words looked up in everything that a production keeps, by PostgreSQL's full-text search.

Row-level security keeps an index on words from being used, since `@@` isn't leakproof: PostgreSQL
must know that a row is the workspace's before it may look into it. So the rows are found by their
production, through the indexes on that, and only these are read for words.
"""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    String,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from store.queries.base import Queries
from store.tables import (
    Decision,
    Deliverable,
    Delivery,
    Document,
    Message,
    Milestone,
    Note,
    NoteSource,
    Production,
    Review,
    Scene,
    Stage,
    Task,
)
from store.types import HitKind

KINDS: tuple[HitKind, ...] = get_args(HitKind)

MOST_TITLES = 2000
"""Names of things whose words a mistyped one is compared with, the newest of each kind."""

_TABLES: dict[HitKind, type[SQLModel]] = {
    "decision": Decision,
    "note": Note,
    "task": Task,
    "milestone": Milestone,
    "deliverable": Deliverable,
    "scene": Scene,
    "document": Document,
    "stage": Stage,
    "message": Message,
}
_PASSED_ON = ("merged", "withdrawn", "folded", "carried")
"""States of a note whose words another one has, or nobody has any more."""

_COLUMNS = ("kind", "id", "production_id", "at", "rank")
_FIRST: Any = literal_column("0")
_ROOTS: dict[HitKind, Any] = {
    "note": func.coalesce(Note.origin, Note.id),
    "task": col(Task.note_id),
}
"""The first note of a note's line, which its task names."""

_LETTERS: dict[str, str] = {
    chr(code): apart[0]
    for code in range(0xC0, 0x180)
    if len(apart := unicodedata.normalize("NFD", chr(code))) > 1 and apart[0].isascii()
}
_ACCENTED, _BARE = "".join(_LETTERS), "".join(_LETTERS.values())


@dataclass(frozen=True)
class Match:
    """Something that has the words: `rank` is higher the better it fits, `total` how many there
    are altogether."""

    kind: HitKind
    id: UUID
    production_id: UUID
    rank: float
    total: int


class Finding(Queries):
    """What the workspace's productions keep, by its words."""

    async def matching(
        self,
        productions: Sequence[UUID],
        words: str,
        *,
        kinds: Collection[HitKind] = KINDS,
        limit: int = 10,
        offset: int = 0,
    ) -> Sequence[Match]:
        """What has these words, written as for a web search ("end card", or, -not): that of the
        first production first, then what fits best."""
        if not productions or not words.strip():
            return []
        parts = self._parts(productions, _query(words), kinds)
        found = union_all(*parts).subquery("found")
        columns = found.c
        query = (
            select(
                columns.kind,
                columns.id,
                columns.production_id,
                columns.rank,
                func.count().over().label("total"),
            )
            .order_by(
                case((columns.production_id == productions[0], 0), else_=1),
                columns.rank.desc(),
                case({kind: place for place, kind in enumerate(KINDS)}, value=columns.kind),
                columns.at.desc(),
                columns.id,
            )
            .limit(limit)
            .offset(offset)
        )
        rows = await self._read(query)
        return [
            Match(row.kind, row.id, row.production_id, float(row.rank), int(row.total))
            for row in rows
        ]

    async def rows(self, found: Sequence[Match]) -> dict[UUID, Any]:
        """The rows behind these, by id; a statement for each kind among them."""
        by_id: dict[UUID, Any] = {}
        for kind in {each.kind for each in found}:
            table: Any = _TABLES[kind]
            ids = [each.id for each in found if each.kind == kind]
            query = select(table).where(table.workspace_id == self.workspace_id, table.id.in_(ids))
            by_id |= {row.id: row for row in (await self._read(query)).scalars()}
        return by_id

    async def productions(self, ids: Collection[UUID]) -> dict[UUID, Production]:
        """These productions, by id."""
        query = select(Production).where(
            col(Production.workspace_id) == self.workspace_id, col(Production.id).in_(list(ids))
        )
        return {row.id: row for row in (await self._read(query)).scalars()}

    async def said(self, notes: Collection[UUID]) -> dict[UUID, tuple[NoteSource, Message]]:
        """The first words that each of these notes came from, with their message."""
        if not notes:
            return {}
        query = (
            select(NoteSource, Message)
            .where(
                col(NoteSource.workspace_id) == self.workspace_id,
                col(Message.workspace_id) == self.workspace_id,
                col(NoteSource.note_id).in_(list(notes)),
                col(Message.id) == col(NoteSource.message_id),
            )
            .order_by(col(NoteSource.note_id), col(NoteSource.position).desc())
        )
        return {row[0].note_id: (row[0], row[1]) for row in await self._read(query)}

    async def tasks_of(self, roots: Collection[UUID]) -> dict[UUID, Task]:
        """The task of each of these notes, which are the first of their lines."""
        if not roots:
            return {}
        query = select(Task).where(
            col(Task.workspace_id) == self.workspace_id, col(Task.note_id).in_(list(roots))
        )
        rows = (await self._read(query)).scalars()
        return {row.note_id: row for row in rows if row.note_id}

    async def superseded(self, decisions: Collection[UUID]) -> dict[UUID, int]:
        """The number of the decision that superseded each of these, by its id."""
        if not decisions:
            return {}
        query = select(Decision).where(
            col(Decision.workspace_id) == self.workspace_id,
            col(Decision.supersedes).in_(list(decisions)),
        )
        rows = (await self._read(query)).scalars()
        return {row.supersedes: row.number for row in rows if row.supersedes}

    async def shown(self, subjects: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
        """Where these things stand in a channel, for everybody: channel and ts, the latest."""
        if not subjects:
            return {}
        query = (
            select(Delivery)
            .where(
                col(Delivery.workspace_id) == self.workspace_id,
                col(Delivery.subject_id).in_(list(subjects)),
                col(Delivery.ts).is_not(None),
                col(Delivery.user_id).is_(None),
            )
            .order_by(col(Delivery.created_at), col(Delivery.id))
        )
        rows = (await self._read(query)).scalars()
        return {row.subject_id: (row.channel, row.ts or "") for row in rows if row.subject_id}

    async def titles(self, productions: Sequence[UUID]) -> Sequence[str]:
        """What things are called in these productions, without the messages."""
        parts: list[Any] = []
        for kind in KINDS:
            if kind != "message" and productions:
                table, title, _, at = _said_by(kind)
                bounded = (
                    select(title.label("title"))
                    .where(*self._within(table, productions))
                    .order_by(at.desc())
                    .limit(MOST_TITLES)
                    .subquery()
                )
                parts.append(select(bounded.c.title))
        if not parts:
            return []
        titles: Sequence[str] = (await self._read(union_all(*parts))).scalars().all()
        return titles

    async def _read(self, query: Any) -> Any:
        """The rows of a query put together from SQLAlchemy's own parts, which SQLModel's types
        don't know."""
        return await self.session.exec(query)

    def _parts(
        self, productions: Sequence[UUID], query: ColumnElement[Any], kinds: Collection[HitKind]
    ) -> list[Any]:
        """A query for each kind; a task is left out where its note is found, and so is a message
        that a found note quotes."""
        parts: list[Any] = []
        notes: Any = None
        if "note" in kinds:
            notes = self._part("note", productions, query).cte("notes")
            parts.append(select(*(notes.c[name] for name in _COLUMNS)))
        for kind in kinds:
            if kind == "note":
                continue
            part = self._part(kind, productions, query)
            columns = part.selected_columns
            if kind == "task" and notes is not None:
                part = part.where(
                    or_(columns.root.is_(None), columns.root.not_in(select(notes.c.root)))
                )
            elif kind == "message" and notes is not None:
                quoted = select(col(NoteSource.message_id)).where(
                    col(NoteSource.workspace_id) == self.workspace_id,
                    col(NoteSource.note_id).in_(select(notes.c.id)),
                )
                part = part.where(columns.id.not_in(quoted))
            parts.append(part.with_only_columns(*(columns[name] for name in _COLUMNS)))
        return parts

    def _part(self, kind: HitKind, productions: Sequence[UUID], query: ColumnElement[Any]) -> Any:
        """The rows of a kind that have the words. Each step is finished before the next one
        (OFFSET 0), or PostgreSQL would put a row's words together anew wherever they are named."""
        table, title, rest, at = _said_by(kind)
        production: Any = Review.production_id if kind == "message" else table.production_id
        said = select(
            table.id.label("id"),
            production.label("production_id"),
            at.label("at"),
            _ROOTS.get(kind, null()).label("root"),
            title.label("title"),
            (literal("") if rest is None else func.coalesce(rest, "")).label("rest"),
        ).where(*self._within(table, productions))
        if kind == "note":
            said = said.where(col(Note.state).not_in(_PASSED_ON), ~self._goes_on(productions))
        words = said.offset(_FIRST).subquery(f"{kind}_words").c
        vector = _vector(words.title, "D" if kind == "message" else "A").op("||")(
            _vector(words.rest, "C")
        )
        kept = [words[name] for name in ("id", "production_id", "at", "root")]
        found = select(*kept, vector.label("vector")).offset(_FIRST).subquery(f"{kind}_found").c
        return select(
            literal(kind).label("kind"),
            found.id,
            found.production_id,
            found.at,
            func.ts_rank(found.vector, query).label("rank"),
            found.root,
        ).where(found.vector.op("@@")(query))

    def _within(self, table: Any, productions: Sequence[UUID]) -> list[ColumnElement[bool]]:
        own: list[ColumnElement[bool]] = [table.workspace_id == self.workspace_id]
        if table is Message:
            return [
                *own,
                col(Review.workspace_id) == self.workspace_id,
                col(Review.production_id).in_(productions),
                col(Message.review_id) == col(Review.id),
                col(Message.deleted).is_(False),
            ]
        if table is Document:
            own.append(col(Document.replaced_by).is_(None))
        elif table is Milestone:
            own.append(col(Milestone.state) != "cancelled")
        return [*own, table.production_id.in_(productions)]

    def _goes_on(self, productions: Sequence[UUID]) -> ColumnElement[bool]:
        """Whether a note is carried on in a later round, with the same words."""
        later: Any = aliased(Note)
        return (
            select(literal(1))
            .where(
                later.workspace_id == self.workspace_id,
                later.production_id.in_(productions),
                later.carried_from == Note.id,
                later.state.not_in(_PASSED_ON),
            )
            .correlate(Note)
            .exists()
        )


def _said_by(kind: HitKind) -> tuple[Any, Any, Any, Any]:
    """Of this kind its table, what it is called, what else it says, and since when it is there."""
    match kind:
        case "note":
            quotes = (
                select(func.string_agg(NoteSource.quote, " "))
                .where(col(NoteSource.note_id) == col(Note.id))
                .correlate(Note)
                .scalar_subquery()
            )
            scene = case((col(Note.scene).is_not(None), "scene " + col(Note.scene)), else_="")
            called = _spaced("N" + cast(Note.number, String), Note.text)
            return (
                Note,
                called,
                _spaced(scene, Note.reason, Note.decision_reason, quotes),
                Note.created_at,
            )
        case "task":
            called = _spaced("T" + cast(Task.number, String), Task.title)
            rest = _spaced(Task.next_action, Task.context, Task.closed_reason)
            return Task, called, rest, Task.created_at
        case "decision":
            called = _spaced("D" + cast(Decision.number, String), Decision.what)
            return Decision, called, _spaced(Decision.why, Decision.next_action), Decision.at
        case "milestone":
            return Milestone, Milestone.name, Milestone.consequence, Milestone.created_at
        case "deliverable":
            rest = _spaced(Deliverable.specification, Deliverable.audience)
            return Deliverable, Deliverable.name, rest, Deliverable.added_at
        case "scene":
            called = _spaced(literal("scene"), Scene.number, Scene.title)
            rest = _spaced(Scene.purpose, Scene.audience, Scene.constraints, Scene.outcome)
            return Scene, called, rest, Scene.added_at
        case "document":
            return Document, Document.kind, Document.link, Document.added_at
        case "stage":
            rest = func.array_to_string(col(Stage.outputs), " ")
            return Stage, Stage.name, rest, func.coalesce(Stage.started_at, func.to_timestamp(0))
        case "message":
            return Message, Message.text, None, Message.captured_at


def _spaced(*parts: Any) -> ColumnElement[Any]:
    return func.concat_ws(" ", *parts)


def _query(words: str) -> ColumnElement[Any]:
    """As English, where "decided" is "decide" and "the" says nothing; or word by word."""
    folded = words.translate(str.maketrans(_ACCENTED, _BARE))
    english = func.websearch_to_tsquery("english", folded)
    return english.op("||")(func.websearch_to_tsquery("simple", folded))


def _vector(words: Any, weight: Literal["A", "C", "D"]) -> ColumnElement[Any]:
    """The words as they are looked for, with how much one of them counts."""
    folded = _folded(words)
    english = func.to_tsvector("english", folded)
    both = english.op("||")(func.to_tsvector("simple", folded))
    return func.setweight(both, literal_column(f"'{weight}'::\"char\""))


def _folded(words: Any) -> ColumnElement[Any]:
    """Without accents: "Élodie" is "Elodie". Words of plain letters, most of all, cost nothing."""
    plain = func.octet_length(words) == func.char_length(words)
    return case((plain, words), else_=func.translate(words, _ACCENTED, _BARE))
