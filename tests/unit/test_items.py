"""Which milestone a thing belongs to, and the six points of it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings

from handlers.milestones.homes import cuts_named
from handlers.milestones.items import Item, due_by_itself, items
from handlers.milestones.record import ProductionRecord
from store.tables import Conflict, Milestone, Production
from tests.support.pointed import (
    NOON,
    TODAY,
    a_document,
    a_milestone,
    a_record,
    a_rule,
    a_scene,
    a_verdict,
    on_it,
    records,
    waits,
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
NEXT_FRIDAY = date(2026, 6, 19)


@pytest.fixture
def production() -> Production:
    return a_production(decider="U01", approvers=["U01", "U04"])


@pytest.fixture
def lock(production: Production) -> Milestone:
    return a_milestone(production, "Picture lock", FRIDAY)


@pytest.fixture
def mix(production: Production) -> Milestone:
    return a_milestone(production, "Mix", NEXT_FRIDAY)


def found(record: ProductionRecord, near: date = TODAY) -> dict[str, Item]:
    """The items by name; milestones themselves left out."""
    return {
        item.name: item
        for each in items(record, near).values()
        for item in each
        if item.kind != "milestone"
    }


def homes(record: ProductionRecord, near: date = TODAY) -> dict[str, str]:
    return {name: item.home.name for name, item in found(record, near).items()}


class TestByDate:
    @pytest.mark.parametrize(
        ("due", "home"),
        [
            (date(2026, 5, 1), "Picture lock"),
            (FRIDAY, "Picture lock"),
            (FRIDAY + timedelta(days=1), "Mix"),
            (NEXT_FRIDAY, "Mix"),
            (None, "Picture lock"),
            (NEXT_FRIDAY + timedelta(days=1), None),
        ],
    )
    def test_the_soonest_milestone_by_whose_day_it_is_due(
        self, production: Production, lock: Milestone, mix: Milestone, due: date, home: str
    ) -> None:
        record = a_record(production, milestones=[mix, lock], tasks=[a_task(1, due=due)])
        assert homes(record) == ({"T1": home} if home else {})

    @pytest.mark.parametrize(
        ("near", "home"),
        [
            (FRIDAY, "Picture lock"),
            (FRIDAY + timedelta(days=1), "Picture lock"),
            (NEXT_FRIDAY, "Picture lock"),
            (NEXT_FRIDAY + timedelta(days=1), "Mix"),
            (NEXT_FRIDAY + timedelta(days=30), "Mix"),
        ],
    )
    def test_what_has_no_day_stays_with_the_latest_overdue_one_while_that_is_open(
        self, production: Production, lock: Milestone, mix: Milestone, near: date, home: str
    ) -> None:
        things: dict[str, Any] = {"tasks": [a_task(1)], "documents": [a_document(production)]}
        record = a_record(production, milestones=[mix, lock], **things)
        assert homes(record, near) == {"T1": home, "call sheet": home}
        lock.state, lock.closed_at = "completed", NOON
        assert homes(record, near) == {"T1": "Mix", "call sheet": "Mix"}

    def test_one_that_takes_nothing_by_date_is_passed_over(
        self, production: Production, lock: Milestone, mix: Milestone
    ) -> None:
        lock.by_date = False
        record = a_record(
            production, milestones=[lock, mix], tasks=[a_task(1), a_task(2, due=TODAY)]
        )
        assert homes(record) == {"T1": "Mix", "T2": "Mix"}

    def test_closed_ones_have_no_items(
        self, production: Production, lock: Milestone, mix: Milestone
    ) -> None:
        lock.state, lock.closed_at = "cancelled", NOON
        record = a_record(production, milestones=[lock, mix], tasks=[a_task(1, due=TODAY)])
        assert list(items(record, TODAY)) == [mix.id]
        assert homes(record) == {"T1": "Mix"}

    def test_what_was_done_before_one_was_completed_does_not_count_again(
        self, production: Production, lock: Milestone, mix: Milestone
    ) -> None:
        lock.state, lock.closed_at = "completed", NOON
        before, after = NOON - timedelta(hours=1), NOON + timedelta(hours=1)
        tasks = [
            a_task(1, state="done", changed_at=before),
            a_task(2, state="done", changed_at=after),
            a_task(3, state="open", changed_at=before),
        ]
        scenes = [
            a_scene(production, str(number), ready_at=at)
            for number, at in enumerate((before, after, None), start=1)
        ]
        record = a_record(production, milestones=[lock, mix], tasks=tasks, scenes=scenes)
        assert homes(record) == {
            "T2": "Mix", "T3": "Mix", "scene 2": "Mix", "scene 3": "Mix",
        }  # fmt: skip

    def test_dropped_tasks_are_nowhere(self, production: Production, lock: Milestone) -> None:
        record = a_record(production, milestones=[lock], tasks=[a_task(1, state="dropped")])
        assert homes(record) == {}


class TestByHandAndByRule:
    def test_by_hand_beats_by_rule_beats_by_date(
        self, production: Production, lock: Milestone, mix: Milestone
    ) -> None:
        delivery = a_milestone(production, "Delivery", date(2026, 7, 1))
        cut = a_cut(production, version="v2")
        review = a_review(cut)
        notes = [a_note(n, review_id=review.id, state="accepted") for n in (1, 2)]
        record = a_record(
            production,
            milestones=[lock, mix, delivery],
            cuts=[cut],
            reviews=[review],
            notes=notes,
            tasks=[
                a_task(1, note_id=notes[0].id, due=TODAY),
                a_task(2, note_id=notes[1].id, due=TODAY),
                a_task(3, due=TODAY),
            ],
            rules=[a_rule(mix, "tasks of cut", "v2")],
            added=[on_it(delivery, "note", notes[1].id)],
        )
        assert homes(record) == {
            "N1": "Mix", "N2": "Delivery", "T3": "Picture lock", "v2": "Picture lock",
        }  # fmt: skip

    def test_of_two_rules_the_soonest_milestone_wins(
        self, production: Production, lock: Milestone, mix: Milestone
    ) -> None:
        document = a_document(production)
        rules = [a_rule(each, "documents of kind", "Call sheet") for each in (mix, lock)]
        record = a_record(production, milestones=[mix, lock], documents=[document], rules=rules)
        assert homes(record) == {"call sheet": "Picture lock"}

    def test_a_rule_also_means_what_was_carried_from_that_cut(
        self, production: Production, lock: Milestone, mix: Milestone
    ) -> None:
        old = a_cut(production, version="v1", state="superseded")
        new = a_cut(production, version="v2")
        reviews = [a_review(old), a_review(new)]
        first = a_note(1, review_id=reviews[0].id, state="accepted", topic="sound")
        copy = a_note(
            4, review_id=reviews[1].id, state="accepted", carried_from=first.id, origin=first.id
        )
        record = a_record(
            production,
            milestones=[lock, mix],
            cuts=[old, new],
            reviews=reviews,
            notes=[first, copy],
            tasks=[a_task(1, note_id=first.id)],
            rules=[a_rule(mix, "tasks of cut", "V1")],
        )
        assert homes(record)["N4"] == "Mix"

    def test_what_was_put_on_a_closed_one_falls_to_the_next(
        self, production: Production, lock: Milestone, mix: Milestone
    ) -> None:
        lock.state = "completed"
        task = a_task(1)
        record = a_record(
            production, milestones=[lock, mix], tasks=[task], added=[on_it(lock, "task", task.id)]
        )
        assert homes(record) == {"T1": "Mix"}

    def test_the_newer_cut_and_the_newer_document_take_the_place_of_the_older(
        self, production: Production, lock: Milestone, mix: Milestone
    ) -> None:
        new = a_cut(production, version="v2")
        old = a_cut(production, version="v1", state="superseded", superseded_by=new.id)
        sheet = a_document(production)
        before = a_document(production, replaced_by=sheet.id)
        record = a_record(
            production,
            milestones=[lock, mix],
            cuts=[old, new],
            documents=[before, sheet],
            added=[on_it(mix, "cut", old.id), on_it(mix, "document", before.id)],
        )
        assert homes(record) == {"v2": "Mix", "call sheet": "Mix"}

    @pytest.mark.parametrize(
        ("value", "meant"),
        [("v2", ["v2"]), ("V2 of Teaser", ["v2 teaser"]), ("v1", ["v1 teaser"]), ("v9", [])],
    )
    def test_cuts_are_named_by_version_and_film(
        self, production: Production, value: str, meant: list[str]
    ) -> None:
        cuts = [
            a_cut(production, version="v2"),
            a_cut(production, version="v2", deliverable="teaser"),
            a_cut(production, version="v1", deliverable="teaser"),
        ]
        named = cuts_named(cuts, value)
        assert [f"{each.version} {each.deliverable}".strip() for each in named] == meant


class TestConsequence:
    @pytest.mark.parametrize(
        ("near", "words"),
        [
            (date(2026, 6, 12), "Mix is Fri 19 Jun and waits on it"),
            (date(2026, 6, 13), "Mix is Friday and waits on it"),
            (date(2026, 6, 19), "Mix is today and waits on it"),
            (date(2026, 6, 22), "Mix was Fri 19 Jun and waits on it"),
        ],
    )
    def test_what_waits_on_its_milestone(
        self, production: Production, lock: Milestone, mix: Milestone, near: date, words: str
    ) -> None:
        task = a_task(1, due=FRIDAY)
        record = a_record(
            production, milestones=[lock, mix], waits=[waits(mix, lock)], tasks=[task]
        )
        assert found(record, near)["T1"].points.consequence == words

    def test_the_nearest_that_waits_then_the_soonest(
        self, production: Production, lock: Milestone, mix: Milestone
    ) -> None:
        grade = a_milestone(production, "Grade", NEXT_FRIDAY - timedelta(days=1))
        soon = a_milestone(production, "Upload", FRIDAY + timedelta(days=1))
        record = a_record(
            production,
            milestones=[lock, mix, grade, soon],
            waits=[waits(mix, lock), waits(grade, lock), waits(soon, mix)],
            tasks=[a_task(1)],
        )
        assert found(record)["T1"].points.consequence.startswith("Grade")

    def test_through_one_that_was_cancelled(
        self, production: Production, lock: Milestone, mix: Milestone
    ) -> None:
        mix.state = "cancelled"
        delivery = a_milestone(production, "Delivery", date(2026, 7, 1))
        record = a_record(
            production,
            milestones=[lock, mix, delivery],
            waits=[waits(mix, lock), waits(delivery, mix)],
            tasks=[a_task(1)],
        )
        assert found(record)["T1"].points.consequence == "Delivery is Wed 1 Jul and waits on it"

    def test_by_hand_first_then_the_graph_then_the_milestones_own(
        self, production: Production, lock: Milestone, mix: Milestone
    ) -> None:
        lock.consequence = "The composer starts on Monday"
        mix.consequence = "The broadcaster charges for the slot"
        tasks = [a_task(1), a_task(2), a_task(3, due=NEXT_FRIDAY)]
        said = on_it(None, "task", tasks[0].id, production_id=production.id, consequence="No VO")
        record = a_record(
            production,
            milestones=[lock, mix],
            waits=[waits(mix, lock)],
            tasks=tasks,
            added=[said],
        )
        words = {name: item.points.consequence for name, item in found(record).items()}
        assert words == {
            "T1": "No VO",
            "T2": "Mix is Fri 19 Jun and waits on it",
            "T3": "The broadcaster charges for the slot",
        }


class TestPoints:
    def test_a_task_of_a_note_is_called_after_the_newest_copy(
        self, production: Production, lock: Milestone
    ) -> None:
        cut = a_cut(production, version="v2")
        review = a_review(cut, channel="C01")
        first = a_note(3, state="accepted")
        copy = a_note(
            12, review_id=review.id, state="accepted", origin=first.id, carried_from=first.id,
            topic="sound",
        )  # fmt: skip
        said = [a_source(copy, "0:17 too loud", user_id=user) for user in ("U04", "U01")]
        task = a_task(1, note_id=first.id, owner="U02", due=FRIDAY)
        item = found(
            a_record(
                production,
                milestones=[lock],
                cuts=[cut],
                reviews=[review],
                notes=[copy, first],
                sources={copy.id: said},
                links={said[1].message_id: "https://team.slack.com/archives/C01/p7"},
                tasks=[task],
            )
        )["N12"]
        assert (item.kind, item.id, item.about, item.title) == (
            "task",
            task.id,
            "sound",
            task.title,
        )
        assert (item.channel, item.link) == ("C01", "https://team.slack.com/archives/C01/p7")
        assert item.points.source == item.link
        assert (item.points.owner, item.points.due) == ("U02", FRIDAY)
        assert item.points.path == ("U04", "U01")
        assert item.points.approval == "pending"
        assert not item.done

    @pytest.mark.parametrize(
        ("state", "noted", "approval", "done"),
        [
            ("open", False, "not needed", False),
            ("done", False, "not needed", True),
            ("in progress", True, "pending", False),
            ("done", True, "waiting to be verified", False),
            ("verified", True, "verified", True),
        ],
    )
    def test_how_a_tasks_approval_stands(
        self, production: Production, lock: Milestone, state: str, noted: bool, approval: str,
        done: bool,
    ) -> None:  # fmt: skip
        cut = a_cut(production)
        review = a_review(cut)
        note = a_note(1, review_id=review.id, state="accepted")
        task = a_task(1, note_id=note.id if noted else None, state=state, changed_at=NOON)
        record = a_record(
            production, milestones=[lock], cuts=[cut], reviews=[review], notes=[note], tasks=[task]
        )
        item = found(record)["N1" if noted else "T1"]
        assert (item.points.approval, item.done) == (approval, done)

    @pytest.mark.parametrize(
        ("values", "source", "anchored"),
        [
            ({"source_permalink": ""}, "", False),
            ({"source_permalink": "", "source_ts": "1.2"}, "Notch the spoon clink", True),
            ({"source_permalink": "https://s/1", "source_ts": "1.2"}, "https://s/1", True),
        ],
    )
    def test_a_task_that_came_from_nowhere_is_unanchored(
        self, production: Production, lock: Milestone, values: dict[str, Any], source: str,
        anchored: bool,
    ) -> None:  # fmt: skip
        item = found(a_record(production, milestones=[lock], tasks=[a_task(1, **values)]))["T1"]
        assert (item.points.source, item.anchored) == (source, anchored)

    def test_an_anchor_says_what_it_is_there_for(
        self, production: Production, lock: Milestone
    ) -> None:
        task = a_task(1, source_permalink="")
        added = on_it(None, "task", task.id, production_id=production.id, anchor="call sheet")
        item = found(a_record(production, milestones=[lock], tasks=[task], added=[added]))["T1"]
        assert (item.points.source, item.anchored) == ("call sheet", True)

    @pytest.mark.parametrize(
        ("given_by", "approval", "done"),
        [
            ({}, "pending", False),
            ({"U01": "approved"}, "pending", False),
            ({"U01": "approved", "U04": "approved with notes"}, "approved with notes", True),
            ({"U01": "approved", "U04": "changes requested"}, "changes requested", False),
            ({"U01": "stale"}, "stale", False),
            ({"U04": "stale"}, "pending", False),
        ],
    )
    def test_a_cut(
        self, production: Production, lock: Milestone, given_by: dict[str, str], approval: str,
        done: bool,
    ) -> None:  # fmt: skip
        cut = a_cut(production, version="v2", deliverable="teaser")
        review = a_review(cut)
        verdicts = [
            a_verdict(cut, user, stale_at=NOON)
            if verdict == "stale"
            else a_verdict(cut, user, verdict)
            for user, verdict in given_by.items()
        ]
        record = a_record(
            production, milestones=[lock], cuts=[cut], reviews=[review], approvals=verdicts
        )
        item = found(record)["v2 of teaser"]
        assert (item.points.approval, item.done) == (approval, done)
        assert item.points.path == ("U01", "U04")
        assert item.points.due == FRIDAY
        assert item.borrowed
        assert item.link == "https://team.slack.com/archives/C01/p1780297325105729"

    def test_a_day_that_is_only_the_milestones_is_not_due_by_itself(
        self, production: Production, lock: Milestone
    ) -> None:
        own, borrowed = a_cut(production, version="v2"), a_cut(production, version="v7")
        review = a_review(own, due=FRIDAY)
        tasks = [
            a_task(1, owner="U02", due=TODAY),
            a_task(2, owner="U02"),
            a_task(3, owner="U03", due=TODAY),
            a_task(4, owner="U02", due=TODAY, state="verified"),
        ]
        record = a_record(
            production, milestones=[lock], cuts=[own, borrowed], reviews=[review], tasks=tasks
        )
        things = items(record, TODAY)[lock.id]
        assert own.posted_by == borrowed.posted_by == "U02"
        assert [item.name for item in due_by_itself(things, "U02")] == ["T1", "v2"]
        assert [item.name for item in due_by_itself(things, "U01")] == []

    def test_a_cut_that_only_its_poster_would_approve_has_no_path(
        self, production: Production, lock: Milestone
    ) -> None:
        production.approvers = ["U02"]
        record = a_record(production, milestones=[lock], cuts=[a_cut(production)])
        assert found(record)["v2"].points.path == ()

    @pytest.mark.parametrize(
        ("values", "there"),
        [
            ({}, True),
            ({"kind": "question"}, True),
            ({"kind": "praise"}, False),
            ({"kind": "approval statement"}, False),
            ({"state": "folded"}, False),
            ({"state": "accepted"}, False),
            ({"state": "rejected"}, False),
        ],
    )
    def test_a_note_that_nobody_has_decided_on(
        self, production: Production, lock: Milestone, values: dict[str, Any], there: bool
    ) -> None:
        record = a_record(production, milestones=[lock], notes=[a_note(5, **values)])
        assert ("N5" in found(record)) == there

    def test_a_conflict_speaks_for_its_notes(self, production: Production, lock: Milestone) -> None:
        teal = "keep the teal in the grade please"
        notes = [a_note(7, text=f"less {'teal, ' * 40}"), a_note(3, text=teal)]
        conflict = Conflict(
            workspace_id=WORKSPACE, production_id=production.id, review_id=notes[0].review_id
        )
        record = a_record(
            production,
            milestones=[lock],
            notes=notes,
            conflicts=[(conflict, [note.id for note in notes])],
        )
        assert list(found(record)) == ["N3 and N7"]
        item = found(record)["N3 and N7"]
        assert item.points.path == ("U01",)
        assert item.title.startswith(f"{teal} / less teal, teal, ")
        assert len(item.title) <= 90

    def test_a_document_is_done_while_it_is_fresh(
        self, production: Production, lock: Milestone
    ) -> None:
        sheets = [
            a_document(production, fresh_until=TODAY, owner="U02"),
            a_document(production, "brief", fresh_until=TODAY - timedelta(days=1)),
        ]
        shown = found(a_record(production, milestones=[lock], documents=sheets))
        assert [shown["call sheet"].done, shown["brief"].done] == [True, False]
        assert shown["call sheet"].points.owner == "U02"

    def test_a_channel_that_is_none_of_the_productions_is_not_named(
        self, production: Production, lock: Milestone
    ) -> None:
        tasks = [a_task(1, source_channel="C01"), a_task(2, source_channel="C77")]
        shown = found(a_record(production, milestones=[lock], tasks=tasks))
        assert [shown["T1"].channel, shown["T2"].channel] == ["C01", ""]

    def test_the_milestone_itself_is_one(self, production: Production, lock: Milestone) -> None:
        (item,) = items(a_record(production, milestones=[lock]), TODAY)[lock.id]
        assert (item.kind, item.name, item.points.path) == ("milestone", "Picture lock", ("U01",))


@settings(max_examples=60, deadline=None)
@given(records())
def test_a_thing_is_in_one_open_milestone_at_most(record: ProductionRecord) -> None:
    shown = items(record, TODAY)
    assert list(shown) == [
        each.id
        for each in sorted(record.milestones, key=lambda m: (m.at, m.id))
        if each.state == "open"
    ]
    ids = [(item.kind, item.id) for each in shown.values() for item in each]
    assert len(ids) == len(set(ids))
    assert all(item.home.id == home for home, each in shown.items() for item in each)


@settings(max_examples=60, deadline=None)
@given(records())
def test_by_hand_wins_and_everything_without_a_day_has_a_home(record: ProductionRecord) -> None:
    shown = [item for each in items(record, TODAY).values() for item in each]
    standing = {each.id: each for each in record.milestones if each.state == "open"}
    for item in shown:
        added = [each for each in record.added if each.subject_id == item.id]
        if item.kind != "milestone" and added and added[0].milestone_id in standing:
            assert item.home.id == added[0].milestone_id
    if any(each.by_date for each in standing.values()):
        there = {item.id for item in shown}
        assert there >= {cut.id for cut in record.cuts if cut.state == "current"}
        assert there >= {each.id for each in record.documents if each.replaced_by is None}
        assert there >= {conflict.id for conflict, _ in record.conflicts}
        undated = [each for each in record.tasks if each.due is None]
        assert there >= {each.id for each in undated if each.state in ("open", "in progress")}


def test_nothing_is_shown_of_a_production_without_milestones() -> None:
    assert items(a_record(tasks=[a_task(1)]), TODAY) == {}
    assert uuid4() not in items(a_record(), TODAY)
