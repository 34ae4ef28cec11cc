"""The main lists of a production as CSV, for people with a spreadsheet."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

SHEETS: Mapping[str, tuple[str, Sequence[str]]] = {
    "notes": ("note", (
        "number", "state", "kind", "topic", "priority", "text", "scene", "timecode", "owner",
        "due", "reason", "next_action", "needs_person", "late", "decided_by", "decided_at",
        "decision_reason", "created_at",
    )),
    "tasks": ("task", (
        "number", "state", "title", "owner", "due", "next_action", "context", "closed_reason",
        "source_permalink", "created_by", "created_at", "changed_at",
    )),
    "decisions": ("decision", (
        "number", "what", "why", "next_action", "decided_by", "logged_by", "origin",
        "source_permalink", "at",
    )),
    "approvals": ("approval", (
        "version", "user_id", "verdict", "notes", "open_notes", "comment", "link", "at",
        "stale_at", "stale_because", "replaced_at", "revoked_at",
    )),
    "milestones": ("milestone", (
        "name", "day", "time", "state", "consequence", "created_by", "closed_at", "closed_by",
    )),
    "documents": ("document", ("kind", "link", "owner", "fresh_until", "added_by", "added_at")),
    "scenes": ("scene", (
        "number", "title", "purpose", "audience", "constraints", "outcome", "footage", "ready_at",
        "owner",
    )),
    "deliverables": ("deliverable", (
        "name", "specification", "audience", "due", "owner", "delivered_at", "delivered_by",
    )),
    "messages": ("message", ("ts", "user_id", "text", "deleted", "permalink")),
}  # fmt: skip
"""Each list: the table of its rows, and its columns; the first is what it is ordered by."""

_PEOPLE = frozenset(
    {"owner", "decided_by", "logged_by", "created_by", "user_id", "added_by", "closed_by"}
    | {"delivered_by"}
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(name: str, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """One list as CSV, people by their names; it begins with a byte order mark, by which Excel
    knows that it is UTF-8."""
    table, columns = SHEETS[name]
    names = {person["user_id"]: person["name"] for person in rows["person"]}
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    ordered = sorted(rows[table], key=lambda row: row[columns[0]])
    for row in ordered:
        writer.writerow(_cell(row[each], names if each in _PEOPLE else {}) for each in columns)
    return "\ufeff" + written.getvalue()


def _cell(value: Any, names: Mapping[str, str]) -> str:
    """A value as a spreadsheet shows it; words never become a formula ("CSV injection", OWASP)."""
    words = names.get(str(value)) or _words(value)
    is_number = isinstance(value, int | float)
    return f"'{words}" if words.startswith(_FORMULA) and not is_number else words


def _words(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(str(each) for each in value)
        case dict():
            return str(value.get("written", ""))
    return str(value)
