"""Rows of the record without a database: small factories with sensible values."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from handlers.approvals.entry import ApprovalsView
from handlers.approvals.rules import path
from handlers.notes.words import NoteView
from handlers.reviews.cards import ReviewView
from handlers.tasks.entry import TaskView
from store.tables import Cut, Note, NoteSource, Production, Review, Task

WORKSPACE = "T01"
MORNING = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
NAMES = {"U01": "director", "U02": "editor", "U03": "sound mixer", "U04": "client"}


def a_production(name: str = "Coffee brand spot", **values: Any) -> Production:
    row: dict[str, Any] = {"workspace_id": WORKSPACE, "name": name, "created_at": MORNING}
    return Production(**row | values)


def a_cut(production: Production, **values: Any) -> Cut:
    row: dict[str, Any] = {
        "workspace_id": WORKSPACE,
        "production_id": production.id,
        "version": "v2",
        "link": "https://f.io/k3Jd9a",
        "posted_by": "U02",
        "created_at": MORNING,
    }
    return Cut(**row | values)


def a_review(cut: Cut, **values: Any) -> Review:
    row: dict[str, Any] = {
        "workspace_id": WORKSPACE,
        "production_id": cut.production_id,
        "cut_id": cut.id,
        "channel": "C01",
        "thread_ts": "1780297325.105729",
        "started_by": "U02",
        "created_at": MORNING,
    }
    return Review(**row | values)


def a_note(number: int = 1, **values: Any) -> Note:
    row: dict[str, Any] = {
        "workspace_id": WORKSPACE,
        "production_id": uuid4(),
        "review_id": uuid4(),
        "number": number,
        "created_at": MORNING,
    }
    return Note(**row | values)


def a_source(note: Note, quote: str, **values: Any) -> NoteSource:
    row: dict[str, Any] = {
        "workspace_id": WORKSPACE,
        "note_id": note.id,
        "position": 0,
        "message_id": uuid4(),
        "ts": f"1780299000.{note.number:06}",
        "user_id": "U01",
        "quote": quote,
        "end": len(quote),
    }
    return NoteSource(**row | values)


def a_task(number: int = 1, title: str = "Notch the spoon clink", **values: Any) -> Task:
    row: dict[str, Any] = {
        "workspace_id": WORKSPACE,
        "production_id": uuid4(),
        "number": number,
        "title": title,
        "source_permalink": f"https://team.slack.com/archives/C01/p{number}",
        "created_at": MORNING,
    }
    return Task(**row | values)


def a_note_view(
    number: int = 1,
    quote: str = "0:17 spoon clink is way too loud",
    *,
    user: str = "U01",
    task: Task | None = None,
    **values: Any,
) -> NoteView:
    """A note with one source, whose message has a permalink."""
    note = a_note(number, **values)
    source = a_source(note, quote, user_id=user)
    link = f"https://team.slack.com/archives/C01/p{number}"
    return NoteView(note=note, sources=[source], task=task, permalinks={source.ts: link})


def a_review_view(
    *notes: NoteView,
    name: str = "Coffee brand spot",
    names: Mapping[str, str] = NAMES,
    cut: Mapping[str, Any] | None = None,
    **review: Any,
) -> ReviewView:
    production = a_production(name)
    row = a_cut(production, **(cut or {}))
    return ReviewView(
        production=production,
        cut=row,
        review=a_review(row, **review),
        notes=notes,
        names=names,
        approvals=ApprovalsView(production, row, path((), "", ()), {}),
    )


def a_task_view(number: int = 1, title: str = "Notch the spoon clink", **values: Any) -> TaskView:
    return TaskView(task=a_task(number, title, **values), production=a_production())
