"""What belongs to scenes, deliverables and documents."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from handlers.scenes.connected import Connections, Rows, connections
from store.tables import Connection, Decision, Deliverable, Document, Note, Scene, Task

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SPOT, REVIEW = uuid4(), uuid4()


def a_note(number: int, **values: Any) -> Note:
    return Note(
        production_id=SPOT, review_id=REVIEW, number=number, text=f"note {number}", **values
    )


def a_task(number: int, **values: Any) -> Task:
    return Task(production_id=SPOT, number=number, title=f"task {number}", **values)


def a_connection(kind: str, subject: UUID, to: str, target: UUID) -> Connection:
    return Connection(
        production_id=SPOT, subject_kind=kind, subject_id=subject, target_kind=to, target_id=target
    )


def named(found: Connections, target: UUID) -> list[tuple[str, str, bool]]:
    return [(part.named, part.note, part.open) for part in found.parts.get(target, ())]


def test_a_note_s_own_words_and_people_say_what_belongs_where() -> None:
    kitchen, street = Scene(production_id=SPOT, number="3"), Scene(production_id=SPOT, number="4B")
    teaser = Deliverable(production_id=SPOT, name="Teaser")
    first = a_note(1, scene="3", state="accepted")
    copy = a_note(7, scene="3", state="accepted", carried_from=first.id, origin=first.id)
    draft = a_note(2, scene="scenes 3 and 4b, 9")
    rejected = a_note(3, scene="3", state="rejected")
    added = a_note(4)
    task, own = a_task(1, note_id=first.id, owner="U1"), a_task(2, state="verified")
    decision = Decision(
        production_id=SPOT, number=5, what="Warm", decided_by="U1", logged_by="U1"
    )  # fmt: skip
    old = Document(production_id=SPOT, kind="shot list", link="https://a.io/1", added_at=NOW)
    new = Document(production_id=SPOT, kind="shot list", link="https://a.io/2", added_at=NOW)
    old.replaced_by = new.id
    found = connections(
        Rows(
            scenes=[kitchen, street],
            deliverables=[teaser],
            documents=[old, new],
            connections=[
                a_connection("task", task.id, "scene", kitchen.id),
                a_connection("note", added.id, "scene", kitchen.id),
                a_connection("note", first.id, "deliverable", teaser.id),
                a_connection("task", own.id, "deliverable", teaser.id),
                a_connection("decision", decision.id, "scene", kitchen.id),
                a_connection("document", old.id, "scene", street.id),
                a_connection("task", own.id, "document", old.id),
                a_connection("task", uuid4(), "scene", kitchen.id),
                a_connection("task", own.id, "scene", uuid4()),
            ],
            notes=[first, copy, draft, rejected, added],
            tasks=[task, own],
            decisions=[decision],
            links={draft.id: "https://slack.example/2"},
        )
    )
    assert named(found, kitchen.id) == [
        ("N2", "", True), ("N4", "", True), ("T1", "N7", True), ("D5", "", False),
    ]  # fmt: skip
    assert named(found, street.id) == [("N2", "", True), ("shot list", "", False)]
    assert named(found, teaser.id) == [("T1", "N7", True), ("T2", "", False)]
    assert named(found, new.id) == [("T2", "", False)]
    assert found.parts[street.id][0].link == "https://slack.example/2"
    assert found.parts[street.id][1].link == new.link
    assert found.unmade == {"9": ["N2"]}
    assert found.places[task.id] == found.places[copy.id] == ["scene 3", "Teaser"]
    assert found.places[first.id] == ["scene 3", "Teaser"]
    assert found.places[draft.id] == ["scene 3", "scene 4B"]
    assert found.places[own.id] == ["Teaser", "shot list"]
    assert rejected.id not in found.places


def test_the_newest_of_a_line_says_in_which_scene_it_is() -> None:
    first = a_note(1, scene="3", state="accepted")
    moved = a_note(5, scene="4", carried_from=first.id, origin=first.id)
    three, four = Scene(production_id=SPOT, number="3"), Scene(production_id=SPOT, number="4")
    found = connections(Rows(scenes=[three, four], notes=[moved, first]))
    assert named(found, four.id) == [("N5", "", True)]
    assert three.id not in found.parts
