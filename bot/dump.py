"""`scripty dump`: the record as JSON.

What it prints is a public contract: fields are added, not renamed. One query a table, so that a
workspace with ten thousand messages is no more round trips than an empty one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import select

from bot.dump_milestones import documents_of, milestones_of, nudge
from bot.dump_procedure import procedure_of
from bot.dump_reports import reports_of
from bot.dump_scenes import connection, deliverable, scene
from bot.dump_suggestions import drafts_of, model_call, shots_of, transcripts_of
from bot.dump_values import plain as _plain
from bot.dump_values import time as _time
from bot.explained import ExplainedError
from handlers.approvals.rules import overall, path
from handlers.milestones.record import ProductionRecord
from handlers.milestones.views import everything
from handlers.procedure.criteria import Facts
from handlers.procedure.rules import RULES
from handlers.procedure.views import facts
from store.clock import now
from store.tables import (
    Approval,
    ApprovalRequest,
    AuditEvent,
    Conflict,
    ConflictNote,
    Connection,
    Cut,
    Decision,
    Deliverable,
    Delivery,
    DocumentConfirmation,
    Draft,
    Member,
    Message,
    MessageEdition,
    ModelCall,
    Note,
    NoteSource,
    Nudge,
    Person,
    ProcedureRule,
    Production,
    ProductionChannel,
    Review,
    ReviewerFinished,
    Scene,
    ScheduledReport,
    Shot,
    Stage,
    StageCriterion,
    Suggestion,
    Task,
    Transcript,
    Workspace,
)
from store.tables.base import OfWorkspace
from store.types import UNFINISHED
from store.unit_of_work import Record, Work

Json = dict[str, Any]
Row = TypeVar("Row", bound=OfWorkspace)
Key = Any


class UnknownWorkspacesError(ExplainedError):
    """Workspaces were asked for that are not in the record."""

    def __init__(self, unknown: Sequence[str], known: Sequence[str]) -> None:
        there = f"It has {', '.join(known)}." if known else "It has none yet: run Scripty first."
        super().__init__(f"The record has no workspace {', '.join(unknown)}. {there}")


async def dump(record: Record, workspaces: Sequence[str]) -> Json:
    """The record of these workspaces, of all if none is named: `{"workspaces": [...]}`.

    workspaces → productions → cuts → reviews → notes, messages, conflicts; approvals are a cut's,
    tasks, decisions, milestones, documents and nudges a production's, deliveries and events a
    workspace's. Oldest first,
    notes and tasks by number; times are ISO in UTC. No token and no stored request is ever part of
    it. Raises UnknownWorkspacesError.
    """
    known = {workspace.id: workspace for workspace in await record.workspaces()}
    if unknown := [wanted for wanted in dict.fromkeys(workspaces) if wanted not in known]:
        raise UnknownWorkspacesError(unknown, list(known))
    found = []
    for workspace_id in dict.fromkeys(workspaces or known):
        async with record.workspace(workspace_id) as work:
            found.append(_workspace(known[workspace_id], await _load(work)))
    return {"workspaces": found}


class _Rows:
    """A workspace's rows, by what they belong to, each group in the order it is printed in."""

    def __init__(
        self,
        tables: Mapping[type[OfWorkspace], Sequence[Any]],
        records: Mapping[Any, ProductionRecord],
        at: datetime,
    ) -> None:
        self.records, self.at = records, at
        self.productions = sorted(tables[Production], key=_oldest_first)
        self.deliveries = sorted(tables[Delivery], key=_oldest_first)
        self.drafts = _by(tables[Draft], "production_id", lambda row: (row.made_at, str(row.id)))
        self.suggestions = _by(
            tables[Suggestion], "draft_id", lambda row: (row.position, row.number)
        )
        self.shots = _by(tables[Shot], "production_id", lambda row: (str(row.scene_id), row.number))
        self.scene_number = {row.id: row.number for row in tables[Scene]}
        self.transcripts = _by(
            tables[Transcript], "production_id", lambda row: (row.added_at, str(row.id))
        )
        self.suggestion_number = {row.id: row.number for row in tables[Suggestion]}
        self.reports = _by(
            tables[ScheduledReport], "production_id", lambda row: (row.asked_at, str(row.id))
        )
        self.events = sorted(tables[AuditEvent], key=lambda event: event.id)
        self.names = {person.user_id: person.name for person in tables[Person]}
        self.channels = _by(tables[ProductionChannel], "production_id", lambda row: row.channel)
        self.members = _by(tables[Member], "production_id", lambda row: row.user_id)
        self.cuts = _by(tables[Cut], "production_id", _oldest_first)
        self.tasks = _by(tables[Task], "production_id", lambda row: row.number)
        self.reviews = _by(tables[Review], "cut_id", _oldest_first)
        self.messages = _by(tables[Message], "review_id", lambda row: (row.ts, str(row.id)))
        self.editions = _by(tables[MessageEdition], "message_id", lambda row: row.edited_ts)
        self.model_calls = _by(tables[ModelCall], "review_id", _oldest_first)
        self.draft_calls = _by(tables[ModelCall], "draft_id", _oldest_first)
        self.notes = _by(tables[Note], "review_id", lambda row: row.number)
        self.sources = _by(tables[NoteSource], "note_id", lambda row: row.position)
        self.number_of = {note.id: note.number for note in tables[Note]}
        self.task_of = {task.note_id: task.id for task in tables[Task] if task.note_id}
        self.approvals = _by(tables[Approval], "cut_id", lambda row: (row.at, str(row.id)))
        self.asked = _by(tables[ApprovalRequest], "cut_id", lambda row: (row.at, row.user_id))
        self.finished = _by(tables[ReviewerFinished], "review_id", lambda row: row.at)
        self.decisions = _by(tables[Decision], "production_id", lambda row: row.number)
        self.decision_number = {row.id: row.number for row in tables[Decision]}
        self.superseded = {row.supersedes: row.number for row in tables[Decision] if row.supersedes}
        self.decision_on = {row.conflict_id: row for row in tables[Decision] if row.conflict_id}
        standing = [row for row in tables[Conflict] if not row.dissolved]
        self.conflicts = _by(standing, "review_id", _oldest_first)
        self.confirmations = _by(
            tables[DocumentConfirmation], "document_id", lambda row: (row.at, row.user_id)
        )
        self.scenes = _by(tables[Scene], "production_id", _first_added)
        self.deliverables = _by(tables[Deliverable], "production_id", _first_added)
        self.connections = _by(tables[Connection], "production_id", _first_added)
        self.stages = _by(tables[Stage], "production_id", lambda row: (row.position, str(row.id)))
        self.criteria = _by(
            tables[StageCriterion], "stage_id", lambda row: (row.position, str(row.id))
        )
        self.rules = _by(
            tables[ProcedureRule], "production_id", lambda row: list(RULES).index(row.key)
        )
        self.nudges = _by(tables[Nudge], "production_id", lambda row: (row.at, row.key))
        self.conflict_notes = _by(
            tables[ConflictNote], "conflict_id", lambda row: self.number_of[row.note_id]
        )


TABLES: tuple[type[OfWorkspace], ...] = (
    Approval, ApprovalRequest, AuditEvent, Conflict, ConflictNote, Connection, Cut, Decision,
    Deliverable, Delivery, DocumentConfirmation, Draft, Member, Message, MessageEdition, ModelCall,
    Note, NoteSource, Nudge, Person, ProcedureRule, Production,
    ProductionChannel, Review, ReviewerFinished, Scene, ScheduledReport, Shot, Stage,
    StageCriterion, Suggestion, Task, Transcript,
)  # fmt: skip


async def _load(work: Work) -> _Rows:
    tables = {table: await _all(work, table) for table in TABLES}
    productions = [production.id for production in await _all(work, Production)]
    return _Rows(tables, await everything(work, productions), now())


async def _all(work: Work, table: type[Row]) -> Sequence[Row]:
    return (
        await work.session.exec(select(table).where(table.workspace_id == work.workspace_id))
    ).all()


def _by(rows: Iterable[Row], owner: str, order: Callable[[Any], Key]) -> Mapping[Key, list[Any]]:
    """The rows of each owner, in order; an owner without any has an empty list."""
    found: dict[Key, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=order):
        found[getattr(row, owner)].append(row)
    return found


def _first_added(row: Any) -> tuple[datetime, str]:
    return row.added_at, str(row.id)


def _oldest_first(row: Any) -> tuple[datetime, str]:
    return row.created_at, str(row.id)


def _workspace(workspace: Workspace, rows: _Rows) -> Json:
    return {
        "id": workspace.id,
        "name": workspace.name,
        "url": workspace.url,
        "bot_user_id": workspace.bot_user_id,
        "installed_at": _time(workspace.installed_at),
        "model_on": workspace.model_on,
        "model_limit": workspace.monthly_tokens,
        "productions": [_production(production, rows) for production in rows.productions],
        "deliveries": [_delivery(delivery) for delivery in rows.deliveries],
        "events": [_event(event) for event in rows.events],
    }


def _production(production: Production, rows: _Rows) -> Json:
    return {
        "id": str(production.id),
        "name": production.name,
        "timezone": production.timezone,
        "created_by": production.created_by,
        "created_at": _time(production.created_at),
        "members": [
            {"user": member.user_id, "name": rows.names.get(member.user_id), "roles": member.roles}
            for member in rows.members[production.id]
        ],
        "channels": [
            {"id": channel.channel, "name": channel.name}
            for channel in rows.channels[production.id]
        ],
        "rules": {
            "decider": production.decider,
            "approvers": production.approvers,
            "agreed_rounds": production.agreed_rounds,
            "set_up_at": _time(production.set_up_at),
            "nudge_times": production.nudge_times,
        },
        "cuts": [_cut(cut, production, rows) for cut in rows.cuts[production.id]],
        "tasks": [_task(task) for task in rows.tasks[production.id]],
        "decisions": [_decision(each, rows) for each in rows.decisions[production.id]],
        "milestones": milestones_of(rows.records[production.id], rows.at),
        "documents": documents_of(rows.records[production.id], rows.at, rows.confirmations),
        "scenes": [scene(each) for each in rows.scenes[production.id]],
        "deliverables": [deliverable(each) for each in rows.deliverables[production.id]],
        "connections": [connection(each) for each in rows.connections[production.id]],
        "drafts": drafts_of(
            rows.drafts[production.id], rows.suggestions, rows.draft_calls, rows.suggestion_number
        ),
        "shots": shots_of(rows.shots[production.id], rows.scene_number),
        "transcripts": transcripts_of(rows.transcripts[production.id]),
        "context": production.context,
        "scheduled_reports": reports_of(rows.reports[production.id]),
        "procedure": procedure_of(
            production,
            rows.stages[production.id],
            rows.criteria,
            rows.rules[production.id],
            _facts(production, rows),
        ),
        "nudges": [nudge(each) for each in rows.nudges[production.id]],
    }


def _facts(production: Production, rows: _Rows) -> Facts:
    """What the criteria of its stages are read from."""
    cuts = [each for each in rows.cuts[production.id] if each.state == "current"]
    reviews = [review for cut in cuts for review in rows.reviews[cut.id]]
    waiting = [
        conflict
        for cut in rows.cuts[production.id]
        for review in rows.reviews[cut.id]
        for conflict in rows.conflicts[review.id]
        if conflict.id not in rows.decision_on
    ]
    return facts(
        production,
        rows.records[production.id].documents,
        rows.scenes[production.id],
        rows.deliverables[production.id],
        cuts,
        rows.approvals,
        rows.records[production.id].decided,
        undecided=sum(note.state == "draft" for each in reviews for note in rows.notes[each.id]),
        conflicts=len(waiting),
        unfinished=sum(task.state in UNFINISHED for task in rows.tasks[production.id]),
    )


def _cut(cut: Cut, production: Production, rows: _Rows) -> Json:
    """`state` is "superseded", else what its approvers say of it together: "in review",
    "changes requested", "approved with notes" or "approved"."""
    verdict = overall(path(production.approvers, cut.posted_by, rows.approvals[cut.id]))
    in_review = "in review" if verdict == "pending" else verdict
    return {
        "id": str(cut.id),
        "deliverable": cut.deliverable,
        "version": cut.version,
        "state": "superseded" if cut.state == "superseded" else in_review,
        "superseded_by": _plain(cut.superseded_by),
        "approvals": [_approval(approval) for approval in rows.approvals[cut.id]],
        "approvals_asked": [
            {"person": asked.user_id, "because": asked.because, "at": _time(asked.at)}
            for asked in rows.asked[cut.id]
        ],
        "link": cut.link,
        "fps": cut.fps,
        "start_timecode": cut.start_timecode,
        "posted_by": cut.posted_by,
        "created_at": _time(cut.created_at),
        "reviews": [_review(review, rows) for review in rows.reviews[cut.id]],
    }


def _review(review: Review, rows: _Rows) -> Json:
    return {
        "id": str(review.id),
        "channel": review.channel,
        "thread_ts": review.thread_ts,
        "state": review.state,
        "round": review.round,
        "frozen_at": _time(review.frozen_at),
        "frozen_by": review.frozen_by,
        "closed_at": _time(review.closed_at),
        "closed_by": review.closed_by,
        "finished": [
            {"person": finished.user_id, "at": _time(finished.at)}
            for finished in rows.finished[review.id]
        ],
        "conflicts": [_conflict(conflict, rows) for conflict in rows.conflicts[review.id]],
        "started_by": review.started_by,
        "due": _plain(review.due),
        "created_at": _time(review.created_at),
        "notes": [_note(note, rows) for note in rows.notes[review.id]],
        "messages": [_message(message, rows) for message in rows.messages[review.id]],
        "model_calls": [model_call(call) for call in rows.model_calls[review.id]],
    }


def _approval(approval: Approval) -> Json:
    """`notes` are the numbers of the named ones. Only a `live` verdict is the person's present
    one; a stale one no longer counts."""
    return {
        "person": approval.user_id,
        "verdict": approval.verdict,
        "notes": approval.notes,
        "open_notes": approval.open_notes,
        "comment": approval.comment,
        "version": approval.version,
        "at": _time(approval.at),
        "stale": approval.stale_at is not None,
        "stale_at": _time(approval.stale_at),
        "stale_because": approval.stale_because,
        "live": approval.replaced_at is None and approval.revoked_at is None,
        "replaced_at": _time(approval.replaced_at),
        "revoked_at": _time(approval.revoked_at),
        "source": {
            "surface": approval.surface,
            "channel": approval.channel,
            "ts": approval.message_ts,
        },
    }


def _conflict(conflict: Conflict, rows: _Rows) -> Json:
    """`notes` are ids, `chose` that of the one that won; `outcome` is "one", "neither", "both" or
    "words"."""
    decision = rows.decision_on.get(conflict.id)
    return {
        "id": str(conflict.id),
        "notes": [str(each.note_id) for each in rows.conflict_notes[conflict.id]],
        "settled": decision is not None,
        "settled_by": decision.decided_by if decision else None,
        "settled_at": _time(decision.at) if decision else None,
        "outcome": decision.outcome if decision else None,
        "chose": _plain(decision.chose) if decision else None,
        "decision": decision.number if decision else None,
    }


def _decision(decision: Decision, rows: _Rows) -> Json:
    return {
        "id": str(decision.id),
        "number": decision.number,
        "what": decision.what,
        "why": decision.why,
        "next_action": decision.next_action,
        "origin": decision.origin,
        "decided_by": decision.decided_by,
        "logged_by": decision.logged_by,
        "at": _time(decision.at),
        "conflict_id": _plain(decision.conflict_id),
        "note_id": _plain(decision.note_id),
        "supersedes": rows.decision_number.get(decision.supersedes),
        "superseded_by": rows.superseded.get(decision.id),
        "source": {
            "channel": decision.source_channel,
            "ts": decision.source_ts,
            "permalink": decision.source_permalink,
        },
    }


def _note(note: Note, rows: _Rows) -> Json:
    """The fields of `scripty extract`, and what became of the note.

    `reason` is why it was rejected, else the reason its author gave; `why` and `decision_reason`
    are the two by themselves. `repeats` is the number of the earlier note that asked the same.
    """
    rejected = note.decision_reason if note.state == "rejected" else None
    return {
        "id": str(note.id),
        "number": note.number,
        "state": note.state,
        "kind": note.kind,
        "topic": note.topic,
        "actionable": note.actionable,
        "text": note.text,
        "sources": [_source(source) for source in rows.sources[note.id]],
        "timecode": note.timecode,
        "scene": note.scene,
        "owner": _with_words("user", note.owner, note.owner_written),
        "due": _with_words("date", _plain(note.due), note.due_written),
        "priority": note.priority,
        "needs_person": note.needs_person,
        "conflicts_with": note.conflicts_with,
        "reason": rejected or note.reason,
        "next_action": note.next_action,
        "why": note.reason,
        "source_state": note.source_state,
        "drafted_by": note.drafted_by,
        "worded_by": note.worded_by,
        "edited_by": note.edited_by,
        "decided_by": note.decided_by,
        "decided_at": _time(note.decided_at),
        "decision_reason": note.decision_reason,
        "merged_into": _plain(note.merged_into),
        "repeats": rows.number_of.get(note.repeats) if note.repeats else None,
        "unfolded_by": note.unfolded_by,
        "carried_from": _plain(note.carried_from),
        "timecode_confirmed": note.timecode_confirmed,
        "late": note.late,
        "task_id": _plain(rows.task_of.get(note.origin or note.id)),
        "created_at": _time(note.created_at),
    }


def _with_words(name: str, value: str | None, written: str | None) -> Json | None:
    """What was named and the words that did it; a person who set it by hand wrote none ("")."""
    return {"written": written or "", name: value} if written or value else None


def _source(source: NoteSource) -> Json:
    return {
        "ts": source.ts,
        "user": source.user_id,
        "quote": source.quote,
        "start": source.start,
        "end": source.end,
    }


def _message(message: Message, rows: _Rows) -> Json:
    return {
        "id": str(message.id),
        "ts": message.ts,
        "user": message.user_id,
        "text": message.text,
        "edited_ts": message.edited_ts,
        "deleted": message.deleted,
        "permalink": message.permalink,
        "editions": [
            {"edited_ts": edition.edited_ts, "text": edition.text}
            for edition in rows.editions[message.id]
        ],
    }


def _task(task: Task) -> Json:
    return {
        "id": str(task.id),
        "number": task.number,
        "state": task.state,
        "title": task.title,
        "owner": task.owner,
        "due": _plain(task.due),
        "due_written": task.due_written,
        "next_action": task.next_action,
        "context": task.context,
        "closed_reason": task.closed_reason,
        "note_id": _plain(task.note_id),
        "source": {
            "channel": task.source_channel,
            "ts": task.source_ts,
            "permalink": task.source_permalink,
        },
        "created_by": task.created_by,
        "created_at": _time(task.created_at),
        "changed_at": _time(task.changed_at),
    }


def _delivery(delivery: Delivery) -> Json:
    return {
        "id": str(delivery.id),
        "key": delivery.key,
        "kind": delivery.kind,
        "channel": delivery.channel,
        "thread_ts": delivery.thread_ts,
        "user": delivery.user_id,
        "ts": delivery.ts,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "error": delivery.error,
        "created_at": _time(delivery.created_at),
        "sent_at": _time(delivery.sent_at),
    }


def _event(event: AuditEvent) -> Json:
    return {
        "at": _time(event.at),
        "actor": event.actor,
        "surface": event.surface,
        "action": event.action,
        "subject": {"kind": event.subject_kind, "id": str(event.subject_id)},
        "detail": event.detail,
    }
