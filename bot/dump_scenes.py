"""Scenes, deliverables and what was connected to what, as `scripty dump` prints them."""

from typing import Any

from bot.dump_values import plain, time
from store.tables import Connection, Deliverable, Scene

Json = dict[str, Any]


def scene(row: Scene) -> Json:
    """`footage` is "not shot", "partly shot", "shot" or "reviewed"."""
    return {
        "id": str(row.id),
        "number": row.number,
        "title": row.title,
        "purpose": row.purpose,
        "audience": row.audience,
        "constraints": row.constraints,
        "outcome": row.outcome,
        "footage": row.footage,
        "ready": row.ready,
        "owner": row.owner,
        "channel": row.channel,
        "added_by": row.added_by,
        "added_at": time(row.added_at),
    }


def deliverable(row: Deliverable) -> Json:
    """`name` is that of the deliverable that cuts are versions of."""
    return {
        "id": str(row.id),
        "name": row.name,
        "specification": row.specification,
        "audience": row.audience,
        "due": plain(row.due),
        "due_written": row.due_written,
        "owner": row.owner,
        "channel": row.channel,
        "added_by": row.added_by,
        "added_at": time(row.added_at),
        "delivered_at": time(row.delivered_at),
        "delivered_by": row.delivered_by,
    }


def connection(row: Connection) -> Json:
    """What somebody connected to what; that a note's own words name a scene is in the note."""
    return {
        "id": str(row.id),
        "subject": {"kind": row.subject_kind, "id": str(row.subject_id)},
        "target": {"kind": row.target_kind, "id": str(row.target_id)},
        "added_by": row.added_by,
        "added_at": time(row.added_at),
    }
