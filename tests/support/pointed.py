"""Milestones and what belongs to them, without a database; and records made up by chance."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st

from handlers.milestones.record import ProductionRecord
from store.tables import (
    Approval,
    Conflict,
    Connection,
    Cut,
    Deliverable,
    Document,
    Milestone,
    MilestoneItem,
    MilestoneRule,
    MilestoneWait,
    Note,
    Production,
    Scene,
    Task,
)
from tests.support.rows import WORKSPACE, a_cut, a_note, a_production, a_review, a_source, a_task

TODAY = date(2026, 6, 8)
"""A Monday."""
NOON = datetime(2026, 6, 8, 12, tzinfo=UTC)
CHANNEL = "C01"
PEOPLE = ("U01", "U02", "U03", "U04")


def a_milestone(
    production: Production, name: str = "Picture lock", day: date = TODAY, **values: Any
) -> Milestone:
    row: dict[str, Any] = {
        "workspace_id": WORKSPACE,
        "production_id": production.id,
        "name": name,
        "day": day,
        "at": datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC),
        "channel": CHANNEL,
        "created_by": "U01",
    }
    return Milestone(**row | values)


def a_document(production: Production, kind: str = "call sheet", **values: Any) -> Document:
    row: dict[str, Any] = {
        "workspace_id": WORKSPACE,
        "production_id": production.id,
        "kind": kind,
        "link": "https://docs.example/1",
        "channel": CHANNEL,
        "added_by": "U02",
        "added_at": NOON - timedelta(days=3),
    }
    return Document(**row | values)


def a_scene(production: Production, number: str = "3", **values: Any) -> Scene:
    row: dict[str, Any] = {
        "workspace_id": WORKSPACE,
        "production_id": production.id,
        "number": number,
        "channel": CHANNEL,
        "added_at": NOON - timedelta(days=3),
    }
    return Scene(**row | values)


def a_deliverable(production: Production, name: str = "Teaser", **values: Any) -> Deliverable:
    row: dict[str, Any] = {
        "workspace_id": WORKSPACE,
        "production_id": production.id,
        "name": name,
        "channel": CHANNEL,
        "added_at": NOON - timedelta(days=3),
    }
    return Deliverable(**row | values)


def connected(
    production: Production, subject: Any, target: Scene | Deliverable | Document, **values: Any
) -> Connection:
    """Somebody said that the one belongs to the other."""
    row: dict[str, Any] = {
        "workspace_id": WORKSPACE,
        "production_id": production.id,
        "subject_kind": type(subject).__name__.lower(),
        "subject_id": subject.id,
        "target_kind": type(target).__name__.lower(),
        "target_id": target.id,
        "added_at": NOON - timedelta(days=2),
    }
    return Connection(**row | values)


def on_it(milestone: Milestone | None, kind: str, subject: UUID, **values: Any) -> MilestoneItem:
    """What somebody put on a milestone, or said of an item."""
    assert milestone is not None or "production_id" in values
    row: dict[str, Any] = {
        "workspace_id": WORKSPACE,
        "production_id": milestone.production_id if milestone else None,
        "milestone_id": milestone.id if milestone else None,
        "kind": kind,
        "subject_id": subject,
    }
    return MilestoneItem(**row | values)


def waits(milestone: Milestone, other: Milestone) -> MilestoneWait:
    """The first waits for the other."""
    return MilestoneWait(workspace_id=WORKSPACE, milestone_id=milestone.id, waits_for=other.id)


def a_rule(milestone: Milestone, kind: str, value: str) -> MilestoneRule:
    return MilestoneRule(workspace_id=WORKSPACE, milestone_id=milestone.id, kind=kind, value=value)


def a_verdict(cut: Cut, user: str, verdict: str = "approved", **values: Any) -> Approval:
    row: dict[str, Any] = {
        "workspace_id": WORKSPACE,
        "production_id": cut.production_id,
        "cut_id": cut.id,
        "user_id": user,
        "verdict": verdict,
        "at": NOON - timedelta(days=1),
    }
    return Approval(**row | values)


def a_record(production: Production | None = None, **values: Any) -> ProductionRecord:
    row: dict[str, Any] = {
        "production": production or a_production(decider="U01", approvers=["U01", "U04"]),
        "channels": [CHANNEL],
        "roles": {"U01": ["director"], "U02": ["editor"], "U03": ["producer"], "U04": ["client"]},
        "url": "https://team.slack.com",
    }
    return ProductionRecord(**row | values)


_days = st.none() | st.integers(-20, 40).map(lambda days: TODAY + timedelta(days=days))
_owners = st.none() | st.sampled_from(PEOPLE)
_names = st.lists(st.sampled_from(["Teaser", "Film"]), max_size=2, unique=True)
_moments = st.integers(0, 20).map(lambda days: NOON - timedelta(days=days))


@st.composite
def records(draw: st.DrawFn) -> ProductionRecord:
    """A production in any state, everything in it included."""
    production = a_production(
        decider=draw(_owners),
        approvers=draw(st.lists(st.sampled_from(PEOPLE), max_size=3)),
        timezone=draw(st.sampled_from(["UTC", "Asia/Kolkata", "America/New_York"])),
    )
    milestones = [
        _milestone(draw, production, f"M{number}") for number in range(draw(st.integers(0, 4)))
    ]
    cuts = [_cut(draw, production, place) for place in range(draw(st.integers(0, 4)))]
    reviews = [
        a_review(
            cut,
            due=draw(_days),
            channel=draw(st.sampled_from(["C01", "C09"])),
            thread_ts=str(cut.id),  # a thread has one review
        )
        for cut in cuts
    ]
    notes: list[Note] = []
    for number in range(draw(st.integers(0, 8)) if reviews else 0):
        notes.append(_note(draw, production, number + 1, reviews, notes))
    sources = {note.id: _sources(draw, note) for note in notes}
    tasks = _tasks(draw, production, notes)
    conflicts = _conflicts(draw, production, notes)
    decided = {uuid4(): (1, draw(_moments))}
    documents = _documents(draw, production, *decided)
    scenes = [
        a_scene(
            production,
            str(number),
            ready_at=draw(st.sampled_from([None, NOON])),
            owner=draw(_owners),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    deliverables = [_deliverable(draw, production, name) for name in draw(_names)]
    subjects: list[Any] = [*tasks, *notes, *cuts, *documents, *milestones]
    subjects += [*scenes, *deliverables]
    subjects += [conflict for conflict, _ in conflicts]
    return a_record(
        production,
        milestones=milestones,
        waits=[
            waits(milestones[late], milestones[early])
            for late in range(len(milestones))
            for early in range(late)
            if draw(st.booleans())
        ],
        added=_added(draw, production, milestones, subjects),
        rules=[_rule(draw, each) for each in milestones if draw(st.booleans())],
        cuts=cuts,
        reviews=reviews,
        notes=notes,
        sources=sources,
        links={
            each.message_id: f"https://team.slack.com/archives/C01/p{each.ts}"
            for said in sources.values()
            for each in said
            if draw(st.booleans())
        },
        tasks=tasks,
        conflicts=conflicts,
        approvals=[
            approval
            for cut in cuts
            for user in PEOPLE
            if (approval := _verdict(draw, cut, user)) is not None
        ],
        documents=documents,
        decided=decided,
        scenes=scenes,
        deliverables=deliverables,
        connections=_connections(draw, production, [*tasks, *notes], [*scenes, *deliverables]),
    )


def _milestone(draw: st.DrawFn, production: Production, name: str) -> Milestone:
    state = draw(st.sampled_from(["open", "open", "open", "completed", "cancelled"]))
    return a_milestone(
        production,
        name,
        TODAY + timedelta(days=draw(st.integers(-10, 30))),
        state=state,
        by_date=draw(st.sampled_from([True, True, False])),
        consequence=draw(st.sampled_from(["", "The client cancels"])),
        created_by=draw(st.sampled_from(["", *PEOPLE])),
        closed_at=None if state == "open" else draw(_moments),
    )


def _cut(draw: st.DrawFn, production: Production, place: int) -> Cut:
    return a_cut(
        production,
        version=f"v{place + 1}",
        deliverable=draw(st.sampled_from(["", "teaser"])),
        state=draw(st.sampled_from(["current", "superseded"])),
        posted_by=draw(st.sampled_from(PEOPLE)),
        created_at=NOON - timedelta(days=30 - place),
    )


def _note(
    draw: st.DrawFn, production: Production, number: int, reviews: list[Any], before: list[Note]
) -> Note:
    free = [each for each in before if not any(n.carried_from == each.id for n in before)]
    earlier = draw(st.none() | st.sampled_from(free)) if free else None
    return a_note(
        number,
        production_id=production.id,
        review_id=draw(st.sampled_from(reviews)).id,
        state=draw(st.sampled_from(["draft", "accepted", "rejected", "folded", "carried"])),
        kind=draw(st.sampled_from(["change", "question", "praise", "approval statement"])),
        topic=draw(st.sampled_from(["sound", "other"])),
        text=draw(st.sampled_from(["", "Bring the spoon clink down"])),
        carried_from=earlier.id if earlier else None,
        origin=earlier.root if earlier else None,
    )


def _sources(draw: st.DrawFn, note: Note) -> list[Any]:
    people = draw(st.lists(st.sampled_from([*PEOPLE, "B01"]), max_size=2))
    return [
        a_source(note, draw(st.sampled_from(["", "0:17 too loud"])), position=place, user_id=user)
        for place, user in enumerate(people)
    ]


def _tasks(draw: st.DrawFn, production: Production, notes: list[Note]) -> list[Task]:
    roots: list[UUID | None] = [
        note.id for note in notes if note.origin is None and draw(st.booleans())
    ]
    roots += [None] * draw(st.integers(0, 5))
    return [
        a_task(
            number,
            production_id=production.id,
            note_id=root,
            state=draw(st.sampled_from(["open", "in progress", "done", "verified", "dropped"])),
            owner=draw(_owners),
            due=draw(_days),
            source_ts="1.2" if (said := draw(st.booleans())) else None,
            source_permalink="https://team.slack.com/archives/C01/p1" if said else "",
            source_channel=draw(st.sampled_from(["C01", "C09", ""])),
            created_by=draw(st.sampled_from(PEOPLE)),
            changed_at=draw(_moments),
        )
        for number, root in enumerate(roots, 1)
    ]


def _conflicts(
    draw: st.DrawFn, production: Production, notes: list[Note]
) -> list[tuple[Conflict, list[UUID]]]:
    if len(notes) < 2 or not draw(st.booleans()):
        return []
    sides = draw(st.lists(st.sampled_from(notes), min_size=2, max_size=3, unique_by=_id))
    conflict = Conflict(
        workspace_id=WORKSPACE, production_id=production.id, review_id=sides[0].review_id
    )
    return [(conflict, [note.id for note in sides])]


def _documents(draw: st.DrawFn, production: Production, decision: UUID) -> list[Document]:
    found: list[Document] = []
    for place in range(draw(st.integers(0, 4))):
        made = a_document(
            production,
            draw(st.sampled_from(["call sheet", "schedule", "brief"])),
            owner=draw(_owners),
            fresh_until=draw(_days),
            contradicted_by=draw(st.sampled_from([None, None, decision])),
            added_at=NOON - timedelta(days=10 - place),
        )
        for older in found:
            if older.kind == made.kind and older.replaced_by is None:
                older.replaced_by = made.id
        found.append(made)
    return found


def _deliverable(draw: st.DrawFn, production: Production, name: str) -> Deliverable:
    return a_deliverable(
        production,
        name,
        owner=draw(_owners),
        due=draw(_days),
        specification=draw(st.sampled_from(["", "1080p25, -23 LUFS"])),
        delivered_at=draw(st.none() | _moments),
    )


def _connections(
    draw: st.DrawFn, production: Production, subjects: list[Any], targets: list[Any]
) -> list[Connection]:
    return [
        connected(production, each, draw(st.sampled_from(targets)))
        for each in subjects
        if targets and draw(st.integers(0, 3)) == 0
    ]


def _added(
    draw: st.DrawFn, production: Production, milestones: list[Milestone], subjects: list[Any]
) -> list[MilestoneItem]:
    return [
        on_it(
            draw(st.sampled_from([None, *milestones])),
            "task",
            each.id,
            production_id=production.id,
            consequence=draw(st.sampled_from(["", "The mixer leaves on Friday"])),
            anchor=draw(st.sampled_from(["", "v2"])),
        )
        for each in subjects
        if draw(st.integers(0, 3)) == 0
    ]


def _rule(draw: st.DrawFn, milestone: Milestone) -> MilestoneRule:
    kind, value = draw(
        st.sampled_from(
            [
                ("tasks of cut", "v1"),
                ("tasks of cut", "v2 of teaser"),
                ("documents of kind", "call sheet"),
            ]
        )
    )
    return a_rule(milestone, kind, value)


def _verdict(draw: st.DrawFn, cut: Cut, user: str) -> Approval | None:
    if draw(st.booleans()):
        return None
    stale = draw(st.booleans())
    return a_verdict(
        cut,
        user,
        draw(st.sampled_from(["approved", "approved with notes", "changes requested"])),
        id=uuid4(),
        stale_at=NOON if stale else None,
        stale_because="N14 was accepted afterwards" if stale else "",
        replaced_at=NOON if draw(st.integers(0, 5)) == 0 else None,
    )


def _id(note: Note) -> UUID:
    return note.id
