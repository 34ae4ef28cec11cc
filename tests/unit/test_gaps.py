"""What is missing: each gap once, with who is to close it, worst first."""

import random
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, get_args
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.approvals.rules import next_to_ask, overall, path
from handlers.documents.rules import stale_because
from handlers.milestones.gaps import Gap, all_gaps, gaps
from handlers.milestones.items import Item, items, items_of
from handlers.milestones.record import Known, ProductionRecord
from store.tables import ApprovalRequest, Conflict, Milestone, Production
from store.types import GapKind
from tests.support.pointed import (
    NOON,
    TODAY,
    a_deliverable,
    a_document,
    a_milestone,
    a_record,
    a_scene,
    a_verdict,
    connected,
    on_it,
    records,
)
from tests.support.rows import (
    WORKSPACE,
    a_cut,
    a_note,
    a_production,
    a_review,
    a_source,
    a_task,
)

FRIDAY = date(2026, 6, 12)
YESTERDAY = TODAY - timedelta(days=1)
KINDS: tuple[GapKind, ...] = get_args(GapKind)
COMPLETE: dict[str, Any] = {"owner": "U02", "due": FRIDAY}

Shown = list[tuple[str, str | None, str]]


@pytest.fixture
def production() -> Production:
    return a_production(decider="U01", approvers=["U01", "U04"])


@pytest.fixture
def lock(production: Production) -> Milestone:
    return a_milestone(
        production, "Picture lock", FRIDAY, created_by="U03", consequence="The mix waits"
    )


def shown(record: ProductionRecord, at: datetime = NOON) -> Shown:
    return [(gap.kind, gap.user, gap.words) for gap in gaps(record, at)]


class TestTasks:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            (COMPLETE, []),
            ({"due": FRIDAY}, [("no owner", None, "No owner on T1")]),
            ({"owner": "U02"}, [("no date", "U02", "No date on T1")]),
            (
                {},
                [("no owner", None, "No owner on T1"), ("no date", None, "No date on T1")],
            ),
            (
                COMPLETE | {"due": YESTERDAY},
                [("overdue", "U02", "T1 was due on Sun 7 Jun")],
            ),
            (COMPLETE | {"due": TODAY}, []),
            (
                COMPLETE | {"source_permalink": ""},
                [("unanchored", "U02", "T1 is connected to nothing")],
            ),
            (
                {"due": FRIDAY, "source_permalink": "", "created_by": "U04"},
                [
                    ("no owner", None, "No owner on T1"),
                    ("unanchored", "U04", "T1 is connected to nothing"),
                ],
            ),
            ({"state": "done"}, []),
            ({"state": "verified", "due": YESTERDAY}, []),
            ({"state": "dropped"}, []),
        ],
    )
    def test_of_a_task(
        self, production: Production, lock: Milestone, values: dict[str, Any], expected: Shown
    ) -> None:
        record = a_record(production, milestones=[lock], tasks=[a_task(1, **values)])
        assert shown(record) == expected

    def test_one_that_is_done_waits_for_its_author_then_for_the_decider(
        self, production: Production, lock: Milestone
    ) -> None:
        note = a_note(12, state="accepted", topic="sound")
        task = a_task(1, note_id=note.id, state="done")
        record = a_record(production, milestones=[lock], notes=[note], tasks=[task])
        words = "N12 (sound) is done, but not verified"
        assert shown(record) == [("unverified note", "U01", words)]
        authors = [a_source(note, "too loud", user_id=user) for user in ("B01", "U04")]
        assert shown(replace(record, sources={note.id: authors})) == [
            ("unverified note", "U04", words)
        ]

    def test_the_day_is_that_of_the_production(
        self, production: Production, lock: Milestone
    ) -> None:
        production.timezone = "Asia/Kolkata"
        record = a_record(production, milestones=[lock], tasks=[a_task(1, owner="U02", due=TODAY)])
        assert shown(record, datetime(2026, 6, 8, 18, 29, tzinfo=UTC)) == []
        ((kind, _, _),) = shown(record, datetime(2026, 6, 8, 18, 30, tzinfo=UTC))
        assert kind == "overdue"


class TestNotesAndConflicts:
    def test_an_undecided_note_is_the_deciders_and_nothing_else_is_asked_of_it(
        self, production: Production, lock: Milestone
    ) -> None:
        lock.consequence = ""
        record = a_record(production, milestones=[lock], notes=[a_note(3, topic="music")])
        assert shown(record)[0] == (
            "unresolved note", "U01", "N3 (music) is waiting for a decision"
        )  # fmt: skip
        assert [gap.kind for gap in gaps(record, NOON) if gap.item.kind == "note"] == [
            "unresolved note"
        ]
        production.decider = None
        assert shown(record)[0][1] is None

    def test_a_conflict(self, production: Production, lock: Milestone) -> None:
        notes = [a_note(3), a_note(7)]
        conflict = Conflict(
            workspace_id=WORKSPACE, production_id=production.id, review_id=notes[0].review_id
        )
        record = a_record(
            production,
            milestones=[lock],
            notes=notes,
            conflicts=[(conflict, [note.id for note in notes])],
        )
        assert shown(record) == [("conflicting note", "U01", "N3 and N7 ask for opposite things")]


class TestCuts:
    @pytest.mark.parametrize(
        ("verdicts", "expected"),
        [
            ([], ("approval pending", "U01", "v2 is waiting for approval", "not asked yet")),
            (
                [("U01", "approved", False)],
                ("approval pending", "U04", "v2 is waiting for approval", "asked on Wed 3 Jun"),
            ),
            (
                [("U04", "changes requested", False)],
                ("approval pending", "U02", "v2 has changes requested", ""),
            ),
            (
                [("U01", "approved", True)],
                ("approval stale", "U01", "The approval of v2 is stale", "N14 was accepted"),
            ),
            (
                [("U01", "approved", False), ("U04", "approved with notes", True)],
                ("approval stale", "U04", "The approval of v2 is stale", "N14 was accepted"),
            ),
            ([("U01", "approved", False), ("U04", "approved with notes", False)], None),
        ],
    )
    def test_whose_word_is_wanted_next(
        self,
        production: Production,
        lock: Milestone,
        verdicts: list[tuple[str, str, bool]],
        expected: tuple[str, str, str, str] | None,
    ) -> None:
        cut = a_cut(production)
        asked = ApprovalRequest(
            workspace_id=WORKSPACE,
            cut_id=cut.id,
            user_id="U04",
            at=datetime(2026, 6, 3, tzinfo=UTC),
        )
        given_before = [
            a_verdict(
                cut, user, verdict,
                stale_at=NOON if stale else None,
                stale_because="N14 was accepted" if stale else "",
            )
            for user, verdict, stale in verdicts
        ]  # fmt: skip
        record = a_record(
            production, milestones=[lock], cuts=[cut], reviews=[a_review(cut)],
            approvals=given_before, asked=[asked],
        )  # fmt: skip
        found = [(gap.kind, gap.user, gap.words, gap.detail) for gap in gaps(record, NOON)]
        assert found == ([expected] if expected else [])

    @pytest.mark.parametrize("approvers", [[], ["U02"]])
    def test_where_nobody_could_be_asked_the_path_is_missing_and_that_is_said(
        self, production: Production, lock: Milestone, approvers: list[str]
    ) -> None:
        production.approvers = approvers
        record = a_record(production, milestones=[lock], cuts=[a_cut(production)])
        (gap,) = gaps(record, NOON)
        assert (gap.kind, gap.user, gap.speaks) == ("no review path", "U01", True)


class TestDocuments:
    def test_a_call_sheet_is_stale_after_its_day(
        self, production: Production, lock: Milestone
    ) -> None:
        sheet = a_document(production, owner="U04", fresh_until=YESTERDAY)
        record = a_record(production, milestones=[lock], documents=[sheet])
        (gap,) = gaps(record, NOON)
        assert (gap.kind, gap.user, gap.words) == ("stale document", "U04", "Call sheet is stale")
        assert gap.detail == "its day, Sun 7 Jun, has passed"

    def test_one_without_an_owner_is_also_whose_who_added_it(
        self, production: Production, lock: Milestone
    ) -> None:
        sheet = a_document(production, fresh_until=YESTERDAY)
        record = a_record(production, milestones=[lock], documents=[sheet])
        assert shown(record) == [
            ("stale document", "U02", "Call sheet is stale"),
            ("no owner", None, "No owner on call sheet"),
        ]

    def test_a_fresh_one_that_is_nobodys_lacks_an_owner_and_needs_no_date(
        self, production: Production, lock: Milestone
    ) -> None:
        record = a_record(production, milestones=[lock], documents=[a_document(production)])
        assert shown(record) == [("no owner", None, "No owner on call sheet")]

    def test_a_fresh_one_and_a_replaced_one_have_none(
        self, production: Production, lock: Milestone
    ) -> None:
        fresh = a_document(production, owner="U04")
        old = a_document(production, fresh_until=YESTERDAY, replaced_by=fresh.id)
        assert shown(a_record(production, milestones=[lock], documents=[old, fresh])) == []


class TestMilestones:
    def test_it_is_overdue_once_its_moment_has_passed(
        self, production: Production, lock: Milestone
    ) -> None:
        record = a_record(production, milestones=[lock])
        assert shown(record, lock.at) == []
        late = lock.at + timedelta(seconds=1)
        assert shown(record, late) == [("overdue", "U03", "Picture lock was due on Fri 12 Jun")]

    def test_what_nobody_said_is_its_makers_and_makes_no_message(
        self, production: Production, lock: Milestone
    ) -> None:
        lock.consequence = ""
        production.decider, production.approvers = None, []
        record = a_record(production, milestones=[lock], tasks=[a_task(1, **COMPLETE)])
        found = [(gap.kind, gap.item.name, gap.user, gap.speaks) for gap in gaps(record, NOON)]
        assert found == [
            ("no review path", "T1", "U03", False),
            ("no consequence", "Picture lock", "U03", False),
            ("no consequence", "T1", "U03", False),
        ] or found == [
            ("no review path", "T1", "U03", False),
            ("no consequence", "T1", "U03", False),
            ("no consequence", "Picture lock", "U03", False),
        ]

    def test_worst_first(self, production: Production, lock: Milestone) -> None:
        overdue = a_milestone(
            production, "Rushes", TODAY - timedelta(days=3), consequence="x", by_date=False
        )
        note = a_note(5)
        tasks = [
            a_task(1, owner="U02"),
            a_task(2, due=FRIDAY),
            a_task(3, due=YESTERDAY, owner="U02"),
            a_task(4, due=TODAY),
            a_task(5, due=FRIDAY),
        ]
        record = a_record(production, milestones=[lock, overdue], notes=[note], tasks=tasks)
        assert [f"{gap.kind} {gap.item.name}" for gap in gaps(record, NOON)] == [
            "overdue Rushes",
            "overdue T3",
            "unresolved note N5",
            "no owner T4",
            "no owner T2",
            "no owner T5",
            "no date T1",
        ]

    def test_no_gap_without_a_milestone_but_for_whoever_asks_for_everything(
        self, production: Production, lock: Milestone
    ) -> None:
        record = a_record(production, tasks=[a_task(1, due=YESTERDAY)])
        assert gaps(record, NOON) == []
        late = [("overdue", "T1"), ("no owner", "T1"), ("no consequence", "T1")]
        assert [(gap.kind, gap.item.name) for gap in all_gaps(record, NOON)] == late
        lock.by_date = False
        record = replace(record, milestones=[lock], scenes=[a_scene(production)])
        assert [(gap.kind, gap.item.name) for gap in all_gaps(record, NOON)] == [
            late[0], ("scene not ready", "scene 3"), *late[1:],
        ]  # fmt: skip


class TestScenesAndDeliverables:
    def test_a_decision_that_contradicts_a_document_is_named(
        self, production: Production, lock: Milestone
    ) -> None:
        decision = uuid4()
        sheet = a_document(production, owner="U02", contradicted_by=decision)
        record = a_record(production, milestones=[lock], documents=[sheet])
        record = replace(record, decided={decision: (5, NOON - timedelta(days=1))})
        (stale,) = gaps(record, NOON)
        assert (stale.kind, stale.user, stale.detail) == (
            "stale document", "U02", "D5 changed it on Sun 7 Jun",
        )  # fmt: skip

    def test_a_scene_is_whose_it_is_or_the_deciders(
        self, production: Production, lock: Milestone
    ) -> None:
        scenes = [
            a_scene(production, "3", owner="U02"),
            a_scene(production, "4"),
            a_scene(production, "5", ready_at=NOON),
        ]
        record = a_record(production, milestones=[lock], scenes=scenes)
        assert sorted(shown(record), key=str) == [
            ("scene not ready", "U01", "Scene 4 is not ready"),
            ("scene not ready", "U02", "Scene 3 is not ready"),
        ]

    def test_a_deliverable_needs_an_owner_and_a_day(
        self, production: Production, lock: Milestone
    ) -> None:
        teaser, film = a_deliverable(production), a_deliverable(production, "Film")
        film.owner, film.due = "U02", YESTERDAY
        record = a_record(production, milestones=[lock], deliverables=[teaser, film])
        assert shown(record) == [
            ("overdue", "U02", "Film was due on Sun 7 Jun"),
            ("no owner", None, "No owner on Teaser"),
            ("no date", None, "No date on Teaser"),
        ]
        film.delivered_at = teaser.delivered_at = NOON
        assert shown(record) == []

    def test_its_approval_is_that_of_its_newest_cut(
        self, production: Production, lock: Milestone
    ) -> None:
        teaser, cut = a_deliverable(production), a_cut(production, deliverable="teaser")
        record = a_record(production, milestones=[lock], deliverables=[teaser])
        assert approval(record) == "no cut yet"
        assert approval(replace(record, cuts=[cut])) == "pending"

    def test_a_task_connected_to_a_scene_is_anchored(
        self, production: Production, lock: Milestone
    ) -> None:
        task = a_task(1, source_permalink="", owner="U02", due=FRIDAY)
        scene = a_scene(production, ready_at=NOON)
        record = a_record(production, milestones=[lock], tasks=[task], scenes=[scene])
        assert [kind for kind, *_ in shown(record)] == ["unanchored"]
        record = replace(record, connections=[connected(production, task, scene)])
        assert shown(record) == []
        (item,) = [each for each in items(record, TODAY)[lock.id] if each.kind == "task"]
        assert item.points.source == "scene 3"


def approval(record: ProductionRecord) -> str:
    """How that of the one deliverable stands."""
    each = [item for own in items(record, TODAY).values() for item in own]
    return next(item.points.approval for item in each if item.kind == "deliverable")


def wanted_kinds(record: ProductionRecord, item: Item, at: datetime) -> set[str]:
    """The gaps of an item as the product describes them, said another way than in the rules."""
    today = at.astimezone(ZoneInfo(record.production.timezone)).date()
    points = item.points
    missing = {
        "no owner": not points.owner,
        "no date": points.due is None,
        "no consequence": not points.consequence,
        "no review path": not points.path,
        "unanchored": not item.anchored,
    }
    lacking = {kind for kind, is_missing in missing.items() if is_missing}
    if item.done:
        return set()
    match item.kind:
        case "note":
            return {"unresolved note"}
        case "conflict":
            return {"conflicting note"}
        case "milestone":
            return (lacking & {"no consequence"}) | ({"overdue"} if item.home.at < at else set())
        case "document":
            documents = {each.id: each for each in record.documents}
            stale = stale_because(documents[item.id], record.documents, today)
            return (lacking - {"no date"}) | ({"stale document"} if stale else set())
        case "cut":
            asking = {"approval stale" if points.approval == "stale" else "approval pending"}
            return lacking | (asking if points.path else set())
        case "scene":
            return {"scene not ready"}
        case "deliverable":
            return lacking | ({"overdue"} if points.due and points.due < today else set())
    (task,) = [each for each in record.tasks if each.id == item.id]
    if task.state == "done":
        return (lacking - {"no owner", "no date"}) | {"unverified note"}
    return lacking | ({"overdue"} if task.due and task.due < today else set())


@settings(max_examples=100, deadline=None)
@given(records())
def test_each_missing_point_of_each_open_item_is_one_gap_and_nothing_else_is(
    record: ProductionRecord,
) -> None:
    today = NOON.astimezone(ZoneInfo(record.production.timezone)).date()
    wanted = {
        f"{kind}:{item.kind}:{item.id}"
        for each in items(record, today).values()
        for item in each
        for kind in wanted_kinds(record, item, NOON)
    }
    keys = [gap.key for gap in gaps(record, NOON)]
    assert len(keys) == len(set(keys))
    assert set(keys) == wanted


@settings(max_examples=60, deadline=None)
@given(records())
def test_over_everything_nothing_is_left_out_and_nothing_is_named_twice(
    record: ProductionRecord,
) -> None:
    """What belongs to no milestone is looked at like the rest, and said last."""
    today = NOON.astimezone(ZoneInfo(record.production.timezone)).date()
    found = items_of(Known(record), today, homeless=True)
    assert {home: own for home, own in found.items() if home} == items(record, today)
    ids = [item.id for own in found.values() for item in own]
    assert len(ids) == len(set(ids))
    opposed = {note for _, sides in record.conflicts for note in sides}
    drafts = [each for each in record.notes if each.state == "draft" and each.id not in opposed]
    asking = [each for each in drafts if each.kind in ("change", "question")]
    assert {item.id for own in found.values() for item in own if not item.done} >= {
        *(each.id for each in record.tasks if each.state in ("open", "in progress")),
        *(each.id for each in record.scenes if not each.ready),
        *(each.id for each in record.deliverables if each.delivered_at is None),
        *(each.id for each, _ in record.conflicts),
        *(each.id for each in asking),
    }
    wanted = {
        f"{kind}:{item.kind}:{item.id}"
        for own in found.values()
        for item in own
        for kind in wanted_kinds(record, item, NOON)
    }
    named = all_gaps(record, NOON)
    keys = [gap.key for gap in named]
    assert len(keys) == len(set(keys))
    assert set(keys) == wanted
    at_home = gaps(record, NOON)
    assert named[: len(at_home)] == at_home
    assert all(gap.item.milestone is None for gap in named[len(at_home) :])
    ranks = [KINDS.index(gap.kind) for gap in named[len(at_home) :]]
    assert ranks == sorted(ranks)


@settings(max_examples=100, deadline=None)
@given(records())
def test_done_is_what_the_record_says_is_done(record: ProductionRecord) -> None:
    """Worked out from the rows, without the points."""
    today = NOON.astimezone(ZoneInfo(record.production.timezone)).date()
    tasks = {task.id: task for task in record.tasks}
    cuts = {cut.id: cut for cut in record.cuts}
    documents = {each.id: each for each in record.documents}
    for item in [item for each in items(record, today).values() for item in each]:
        if item.kind == "task":
            task = tasks[item.id]
            over = task.state == "verified" or (task.state == "done" and not task.note_id)
            assert item.done == over
        elif item.kind == "cut":
            cut = cuts[item.id]
            verdicts = sorted(
                (each for each in record.approvals if each.cut_id == cut.id),
                key=lambda each: each.at,
            )
            standing = path(record.production.approvers, cut.posted_by, verdicts)
            assert item.done == overall(standing).startswith("approved")
            assert not (item.done and next_to_ask(standing))
        elif item.kind == "document":
            because = stale_because(documents[item.id], record.documents, today)
            assert item.done == (not because and documents[item.id].owner is not None)
        elif item.kind == "scene":
            assert item.done == next(each.ready for each in record.scenes if each.id == item.id)
        elif item.kind == "deliverable":
            (row,) = [each for each in record.deliverables if each.id == item.id]
            assert item.done == (row.delivered_at is not None)
        else:
            assert not item.done


@settings(max_examples=60, deadline=None)
@given(records(), st.randoms(use_true_random=False))
def test_the_order_is_total_and_does_not_depend_on_that_of_the_rows(
    record: ProductionRecord, chance: random.Random
) -> None:
    found = gaps(record, NOON)
    shuffled: dict[str, Any] = {
        field.name: _shuffled(rows, chance)
        for field in fields(record)
        if isinstance(rows := getattr(record, field.name), list) and field.name != "channels"
    }
    assert gaps(replace(record, **shuffled), NOON) == found
    milestones = [gap.item.home for gap in found]
    assert milestones == sorted(milestones, key=lambda each: (each.at, each.id))
    for one, other in pairwise(found):
        if one.item.home.id == other.item.home.id:
            assert _rank(one) <= _rank(other)


def _shuffled(rows: Iterable[Any], chance: random.Random) -> list[Any]:
    mixed = list(rows)
    chance.shuffle(mixed)
    return mixed


def _rank(gap: Gap) -> tuple[int, date]:
    return KINDS.index(gap.kind), gap.item.points.due or date.max


def _owned(record: ProductionRecord, gap: Gap) -> None:
    _row(record, gap).owner = "U02"


def _dated(record: ProductionRecord, gap: Gap) -> None:
    """A day that keeps it in its milestone: put there by hand first."""
    row = _row(record, gap)
    if gap.item.kind == "document":
        row.fresh_until = gap.item.home.day + timedelta(days=50)
    else:
        row.due = gap.item.home.day + timedelta(days=50)


def _verified(record: ProductionRecord, gap: Gap) -> None:
    _row(record, gap).state = "verified"


def _rejected(record: ProductionRecord, gap: Gap) -> None:
    _row(record, gap).state = "rejected"


def _row(record: ProductionRecord, gap: Gap) -> Any:
    rows: list[Any] = [*record.tasks, *record.notes, *record.documents, *record.cuts]
    rows += [*record.scenes, *record.deliverables]
    return next(each for each in rows if each.id == gap.item.id)


def _ready(record: ProductionRecord, gap: Gap) -> None:
    _row(record, gap).ready_at = NOON


_CLOSING: dict[str, Callable[[ProductionRecord, Gap], None]] = {
    "no owner": _owned,
    "no date": _dated,
    "unverified note": _verified,
    "unresolved note": _rejected,
    "scene not ready": _ready,
}


@settings(max_examples=100, deadline=None)
@given(records(), st.data())
def test_closing_one_takes_away_that_one_and_no_other(
    record: ProductionRecord, data: st.DataObject
) -> None:
    record = _pinned(record)
    before = gaps(record, NOON)
    can = [gap for gap in before if gap.kind in _CLOSING and gap.item.kind != "cut"]
    if not can:
        return
    gap = data.draw(st.sampled_from(can))
    _CLOSING[gap.kind](record, gap)
    after = {each.key for each in gaps(record, NOON)}
    gone = {each.key for each in before} - after
    # Verified work, and a fresh document once it is somebody's, need nothing more at all.
    whole = gap.kind == "unverified note" or _is_whole(record, gap)
    same_item = {each.key for each in before if each.item.id == gap.item.id}
    assert gone == (same_item if whole else {gap.key})
    assert after <= {each.key for each in before}


def _is_whole(record: ProductionRecord, gap: Gap) -> bool:
    if gap.item.kind != "document" or gap.kind != "no owner":
        return False
    today = NOON.astimezone(ZoneInfo(record.production.timezone)).date()
    return not stale_because(_row(record, gap), record.documents, today)


def _pinned(record: ProductionRecord) -> ProductionRecord:
    """Every item on its milestone by hand, so that a day given to it moves it nowhere."""
    today = NOON.astimezone(ZoneInfo(record.production.timezone)).date()
    said = {each.subject_id: each for each in record.added}
    pinned = [
        on_it(
            item.milestone, item.kind, item.id,
            consequence=said[item.id].consequence if item.id in said else "",
            anchor=said[item.id].anchor if item.id in said else "",
        )
        for each in items(record, today).values()
        for item in each
    ]  # fmt: skip
    there = {each.subject_id for each in pinned}
    return replace(
        record, added=[*pinned, *(each for each in record.added if each.subject_id not in there)]
    )


def test_a_gap_closes_with_its_cause() -> None:
    production = a_production(decider="U01", approvers=["U04"])
    lock = a_milestone(production, "Picture lock", FRIDAY)
    cut, task = a_cut(production), a_task(1, source_permalink="", due=YESTERDAY)
    record = a_record(production, milestones=[lock], cuts=[cut], tasks=[task])
    assert kinds(record) == {
        "overdue", "approval pending", "no owner", "unanchored", "no consequence",
    }  # fmt: skip
    record = replace(
        record,
        approvals=[a_verdict(cut, "U04")],
        added=[on_it(None, "task", task.id, production_id=production.id, anchor="v2")],
    )
    assert kinds(record) == {"overdue", "no owner", "no consequence"}
    lock.consequence = "The client cancels"
    task.due = TODAY
    assert kinds(record) == {"no owner"}
    task.owner = "U02"
    assert kinds(record) == set()


def kinds(record: ProductionRecord) -> set[str]:
    return {gap.kind for gap in gaps(record, NOON)}
