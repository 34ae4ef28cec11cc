"""What changed, in sum: by thing and not by event, and the same however a time is cut in two."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.briefs.changes import Event, Fact, merged, said, summed
from handlers.briefs.lines import lines
from handlers.briefs.things import More, Thing, Things, things_of
from handlers.milestones.record import ProductionRecord
from handlers.record.rules import SENTENCES
from store.tables import Decision, Document, Milestone
from tests.support.rows import MORNING, NAMES, a_cut, a_note, a_production, a_review, a_task

SPACE = UUID(int=7)
THINGS = [uuid5(SPACE, str(n)) for n in range(4)]
DETAILS: list[dict[str, Any]] = [
    {},
    {"owner": "U02", "due": "2026-06-05", "user": "U04", "reason": "we like it dark"},
    {"owner": None, "due": None, "changed": {"name": {"from": "A", "to": "B"}}},
    {"changed": {"name": {"from": "B", "to": "C"}, "decider": {"from": "U01", "to": "U02"}},
     "things": ["N1", "T4"], "before": "Fri 5 Jun", "to": "Fri 12 Jun"},
]  # fmt: skip
ACTIONS = sorted([*SENTENCES, "scene.reshaped"])


def event(thing: UUID, minute: int, action: str, who: str = "U01", **detail: Any) -> Event:
    return Event(thing, MORNING + timedelta(minutes=minute), who, action, detail)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Events of a few things, oldest first; several may have one moment."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(THINGS),
                st.integers(0, 60),
                st.sampled_from(ACTIONS),
                st.sampled_from(sorted(NAMES)),
                st.sampled_from(DETAILS),
            ),
            max_size=30,
        )
    )
    found = [event(thing, at, action, who, **d) for thing, at, action, who, d in drawn]
    return sorted(found, key=lambda each: each.at)


def within(events: list[Event], since: datetime, until: datetime) -> list[Event]:
    return [each for each in events if since <= each.at < until]


@settings(max_examples=150, deadline=None)
@given(histories(), st.lists(st.integers(0, 61), min_size=3, max_size=3).map(sorted))
def test_two_windows_that_meet_come_to_what_both_together_do(
    events: list[Event], minutes: list[int]
) -> None:
    since, between, until = (MORNING + timedelta(minutes=each) for each in minutes)
    earlier = summed(within(events, since, between))
    later = summed(within(events, between, until))
    whole = summed(within(events, since, until))
    both = merged(earlier, later)
    assert both == whole
    for thing, change in whole.items():
        assert said(both[thing], NAMES) == said(change, NAMES)
        assert all(said(change, NAMES))
    counted = {(each.thing, each.action) for each in within(events, since, until)}
    assert whole.keys() <= {thing for thing, _ in counted}


@settings(max_examples=60, deadline=None)
@given(histories())
def test_nothing_is_said_twice_and_nothing_is_left_out(events: list[Event]) -> None:
    whole = summed(events)
    for thing, change in whole.items():
        theirs = [each for each in events if each.thing == thing]
        assert (change.first, change.last) <= (theirs[-1].at, theirs[-1].at)
        newest = {fact.event.at for fact in change.facts.values()}
        assert change.last in newest
        for fact in change.facts.values():
            assert isinstance(fact, Fact)
            assert 1 <= fact.times <= len(theirs)
            assert fact.first.at <= fact.event.at


def test_what_happened_to_a_thing_is_said_in_sum() -> None:
    note = THINGS[0]
    events = [
        event(note, 0, "note.drafted"),
        event(note, 1, "note.accepted"),
        event(note, 1, "task.made", owner=None, due="2026-06-04"),
        event(note, 2, "task.assigned", owner="U02", due="2026-06-04"),
        event(note, 3, "task.dated", owner="U02", due="2026-06-05"),
        event(note, 4, "task.done", "U02", owner="U02"),
        event(note, 5, "task.reopened", "U01", owner="U02", reason="still there"),
    ]
    assert said(summed(events)[note], NAMES) == [
        "new", "accepted", "reopened: “still there”", "given to editor",
        "due Fri 5 Jun",
    ]  # fmt: skip
    undated = event(note, 6, "task.dated", due=None)
    assert "with no date any more" in said(summed([*events, undated])[note], NAMES)


def test_each_person_s_word_and_each_field_counts_by_itself() -> None:
    cut, spot, lock = THINGS[:3]
    found = summed([
        event(cut, 0, "approval.asked", user="U04"),
        event(cut, 1, "approval.given", "U04", verdict="approved"),
        event(cut, 2, "approval.given", "U01", verdict="changes requested"),
        event(cut, 3, "approval.stale", "scripty", given_by="U04", because="v2 is up"),
        event(spot, 4, "production.changed", changed={"decider": {"from": "U01", "to": "U02"},
                                                      "agreed_rounds": {"from": 2, "to": 3}}),
        event(spot, 5, "production.changed", changed={"decider": {"from": "U02", "to": "U04"}}),
        event(lock, 6, "milestone.moved", before="Fri 5 Jun", to="Fri 12 Jun"),
        event(lock, 7, "milestone.moved", before="Fri 12 Jun", to="Mon 15 Jun", reason="rain"),
        event(lock, 8, "milestone.added_to", things=["N1", "T4"]),
        event(lock, 9, "milestone.removed_from", things=["T4"]),
    ])  # fmt: skip
    assert said(found[cut], NAMES) == [
        "director: changes requested", "the approval of client is stale: v2 is up",
    ]  # fmt: skip
    assert said(found[spot], NAMES) == ["agreed rounds 2 → 3", "decider director → client"]
    assert said(found[lock], NAMES) == [
        "moved from Fri 5 Jun to Mon 15 Jun: “rain”", "N1 put on it", "T4 taken off it",
    ]  # fmt: skip


def test_every_action_that_changes_a_production_is_said_in_words_of_its_own() -> None:
    apart = ("suggestion.", "draft.", "message.", "nudge.", "model.", "note.", "task.")
    for action in sorted(SENTENCES):
        detail: dict[str, Any] = {
            "owner": "U02", "changed": {"name": {"from": "A", "to": "B"}}, "things": ["N1"],
            "rule": "Say why.", "criterion": "Brief is up", "what": "the brief",
        }  # fmt: skip
        words = said_of(event(THINGS[0], 0, action, **detail))
        if not action.startswith(apart) and action not in ("brief.asked", "report.missed"):
            assert words, action
        assert not any("_" in each for each in words), action
    assert said_of(event(THINGS[0], 0, "scene.connected", things=["N1", "T4"])) == [
        "N1 and T4 connected to it"
    ]
    assert said_of(event(THINGS[0], 0, "document.confirmed", "U04")) == ["confirmed by client"]


def said_of(one: Event) -> list[str]:
    return [words for change in summed([one]).values() for words in said(change, NAMES)]


def test_what_nobody_calls_a_change_is_none() -> None:
    assert not summed([event(THINGS[0], 0, "brief.asked"), event(THINGS[0], 1, "nudge.muted")])
    new = summed([event(THINGS[0], 0, "scene.made_ready")])
    assert said(new[THINGS[0]], NAMES) == ["made ready"]


# The things, and who has them now

TODAY = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
SPOT = a_production(decider="U01", approvers=["U04"])
CUT = a_cut(SPOT, version="v1", link="https://f.io/1")
REVIEW = a_review(CUT)


def a_record(**rows: Any) -> ProductionRecord:
    return ProductionRecord(SPOT, cuts=[CUT], reviews=[REVIEW], **rows)


def note(number: int, **values: Any) -> Any:
    return a_note(number, production_id=SPOT.id, review_id=REVIEW.id, **values)


def things(record: ProductionRecord, **more: Any) -> Things:
    return things_of(record, More(**more), TODAY)


def of(found: Things, row: Any) -> Thing:
    return found.things[found.thing_of[row.id]]


def test_each_thing_says_who_has_it_and_what_is_next() -> None:
    draft, accepted, done = note(1), note(2, state="accepted"), note(3, state="accepted")
    copy = note(5, state="accepted", origin=accepted.id, carried_from=accepted.id, text="Notch it")
    task = a_task(1, note_id=accepted.id, owner="U02", due=date(2026, 6, 5))
    fixed = a_task(2, note_id=done.id, owner="U02", state="done")
    alone = a_task(3, due=date(2026, 6, 1))
    decision = Decision(production_id=SPOT.id, number=4, what="No logo", decided_by="U01",
                        logged_by="U01", next_action="Cut it out.")  # fmt: skip
    sheet = Document(production_id=SPOT.id, kind="call sheet", link="https://d.example/1",
                     fresh_until=date(2026, 6, 1), added_by="U02")  # fmt: skip
    lock = Milestone(production_id=SPOT.id, name="Picture lock", day=date(2026, 6, 12),
                     at=TODAY, created_by="U02")  # fmt: skip
    found = things(
        a_record(
            notes=[draft, accepted, done, copy], tasks=[task, fixed, alone], documents=[sheet],
            milestones=[lock],
        ),
        decisions=[decision], next_actions={task.id: "Notch it at 3 kHz."},
    )  # fmt: skip

    def now(row: Any) -> tuple[str, str, str]:
        thing = of(found, row)
        return thing.name, thing.owner, thing.next

    assert now(draft) == ("N1", "U01", "decides on it")
    assert now(accepted) == now(task) == now(copy)
    assert now(copy) == ("N5", "U02", "does it by Fri 5 Jun: Notch it at 3 kHz")
    assert now(fixed) == ("N3", "U01", "says whether it is fixed")
    assert now(alone) == ("T3", "", "nobody owns it yet, overdue since Mon 1 Jun")
    assert now(decision) == ("D4", "", "Cut it out")
    assert now(CUT) == now(REVIEW) == ("v1", "U04", "approves next")
    assert now(lock) == ("Picture lock", "U02", "completes it by Fri 12 Jun")
    words = "brings a newer one: its day, Mon 1 Jun, has passed"
    assert now(sheet) == ("call sheet", "U02", words)


def test_notes_that_only_came_in_are_counted_with_their_cut() -> None:
    notes = [note(n) for n in range(1, 4)]
    found = things(a_record(notes=notes))
    events = [event(of(found, each).id, n, "note.drafted") for n, each in enumerate(notes)]
    events.append(event(notes[0].id, 5, "note.rejected", reason="we like it dark"))
    shown = lines(summed(events), found, NAMES)
    assert [(each.heading, each.thing.name, each.said, each.next) for each in shown] == [
        ("Cuts", "v1", "2 notes came in", "director decides on them; client approves next"),
        ("Notes and tasks", "N1", "new, rejected: “we like it dark”", "director decides on it"),
    ]
