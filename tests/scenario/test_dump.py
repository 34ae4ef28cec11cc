"""`scripty dump`: the whole record, as its contract says, and no secret of it."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from bot.dump import UnknownWorkspacesError, dump
from bot.extract import extract
from store.engine import Address, make_engine
from store.queue import make_queue
from store.tables import (
    Cut,
    Document,
    Member,
    Message,
    MessageEdition,
    Milestone,
    MilestoneWait,
    Note,
    NoteSource,
    Nudge,
    Person,
    Production,
    ProductionChannel,
    Review,
    Task,
    Workspace,
)
from store.types import NudgeGap
from store.unit_of_work import Record, Work

MORNING = datetime(2026, 6, 1, 11, 0, tzinfo=timezone(timedelta(hours=2)))
IN_UTC = "2026-06-01T09:00:00+00:00"
ROOT, SAID, SAID_TOO = "1780297325.105729", "1780299639.121567", "1780299716.129486"
PLACE: dict[str, Any] = {"channel": "C1", "thread_ts": ROOT}


@pytest.fixture
async def record(address: Address) -> AsyncIterator[Record]:
    """A record with two workspaces; the second is empty."""
    engine = make_engine(address)
    found = Record(engine, make_queue(address))
    await found.save_workspace(
        Workspace(id="T1", name="Films", token_fingerprint="f" * 64, installed_at=MORNING)
    )
    await found.save_workspace(Workspace(id="T2", name="Others"))
    async with found.workspace("T1") as work:
        await fill(work)
    yield found
    await engine.dispose()


async def fill(work: Work) -> None:
    """A production with one reviewed cut: four notes, two tasks, an edit and a deletion."""
    production = await work.add(
        Production(name="Spot", timezone="Europe/Berlin", decider="U1", approvers=["U1", "U4"],
                   created_by="U2", created_at=MORNING)
    )  # fmt: skip
    await work.add(ProductionChannel(production_id=production.id, channel="C1", name="spot"))
    for user, roles in (("U2", ["editor"]), ("U1", ["director"])):
        await work.add(Member(production_id=production.id, user_id=user, roles=roles))
    await work.people.learn([Person(user_id="U1", name="director")])
    for age, version in enumerate(("v2", "v1")):
        cut = await work.add(
            Cut(production_id=production.id, version=version, link="https://f.io/k3", fps="25",
                posted_by="U2", created_at=MORNING - timedelta(days=age))
        )  # fmt: skip
        if version == "v2":
            await review_it(work, production, cut)


async def review_it(work: Work, production: Production, cut: Cut) -> None:
    review = await work.add(
        Review(production_id=production.id, cut_id=cut.id, started_by="U2",
               due=date(2026, 6, 5), created_at=MORNING, **PLACE)
    )  # fmt: skip
    of: dict[str, Any] = {"review_id": review.id, "channel": "C1"}
    second = await work.add(Message(ts=SAID_TOO, user_id="U3", deleted=True, **of))
    first = await work.add(
        Message(ts=SAID, user_id="U1", text="0:04 hold the steam", edited_ts="1780299640.0",
                permalink="https://films.slack.com/archives/C1/p1", **of)
    )  # fmt: skip
    for edited, words in (("1780299640.0", "0:04 hold the steam"), ("", "0:04 hold it")):
        await work.add(MessageEdition(message_id=first.id, edited_ts=edited, text=words))
    about: dict[str, Any] = {
        "production_id": production.id,
        "review_id": review.id,
        "created_at": MORNING,
    }
    decided: dict[str, Any] = {"decided_by": "U1", "decided_at": MORNING}
    accepted = await work.add(
        Note(number=1, state="accepted", topic="picture", text="Hold the steam", scene="3",
             timecode={"written": "0:04", "basis": "clock", "seconds": 4.0, "end_seconds": None,
                       "frame": 100, "end_frame": None},
             owner_written="@U2", owner="U2", due_written="by friday", due=date(2026, 6, 5),
             reason="it feels rushed", next_action="Set a due date", conflicts_with=[2],
             needs_person=["taste"], **decided, **about)
    )  # fmt: skip
    await work.notes.replace_sources(
        accepted.id,
        [
            NoteSource(note_id=accepted.id, position=0, message_id=message.id, ts=message.ts,
                       user_id=message.user_id, quote=message.text, end=len(message.text))
            for message in (first, second)
        ],
    )  # fmt: skip
    await work.add(
        Note(number=3, state="rejected", reason="says the client", owner="U2",
             decision_reason="we like it dark", **decided, **about)
    )  # fmt: skip
    await work.add(Note(number=2, state="merged", merged_into=accepted.id, **about))
    await work.add(Note(number=4, kind="question", reason="so far", due=date(2026, 6, 9), **about))
    tasks: dict[str, Any] = {
        "production_id": production.id,
        "created_at": MORNING,
        "changed_at": MORNING,
    }
    await work.add(Task(number=2, title="Book the mix", created_by="U4", **tasks))
    await work.add(
        Task(number=1, note_id=accepted.id, title="Hold the steam", owner="U2", source_ts=SAID,
             source_channel="C1", due=date(2026, 6, 5), due_written="by friday",
             source_permalink="https://films.slack.com/archives/C1/p1", **tasks)
    )  # fmt: skip
    await work.deliveries.put("card:1", "card", created_at=MORNING, asked_by="U2", **PLACE)
    work.log("U1", "button", "note.accepted", "note", accepted.id, task=1)
    work.log("scripty", "reading", "note.drafted", "note", accepted.id)


async def dumped(record: Record) -> dict[str, Any]:
    """The first workspace."""
    whole = await dump(record, ["T1"])
    (workspace,) = whole["workspaces"]
    found: dict[str, Any] = workspace
    return found


async def test_all_workspaces_or_those_asked_for(record: Record) -> None:
    assert [each["id"] for each in (await dump(record, []))["workspaces"]] == ["T1", "T2"]
    assert [each["id"] for each in (await dump(record, ["T2"]))["workspaces"]] == ["T2"]
    assert [each["id"] for each in (await dump(record, ["T2", "T2"]))["workspaces"]] == ["T2"]


async def test_a_workspace_that_is_not_there(record: Record) -> None:
    with pytest.raises(UnknownWorkspacesError) as raised:
        await dump(record, ["T1", "T9"])
    assert str(raised.value) == "The record has no workspace T9. It has T1, T2."


async def test_an_empty_record(address: Address) -> None:
    engine = make_engine(address)
    record = Record(engine, make_queue(address))
    assert await dump(record, []) == {"workspaces": []}
    with pytest.raises(UnknownWorkspacesError, match="none yet"):
        await dump(record, ["T1"])
    await engine.dispose()


async def test_it_is_json_the_same_each_time_and_holds_no_secret(record: Record) -> None:
    once, again = [json.dumps(await dump(record, [])) for _ in range(2)]
    assert once == again
    assert "ffff" not in once
    assert "token" not in once


async def test_another_workspaces_rows_are_not_in_it(record: Record) -> None:
    (workspace,) = (await dump(record, ["T2"]))["workspaces"]
    assert workspace["productions"] == workspace["deliveries"] == workspace["events"] == []


async def test_the_workspace_and_its_production(record: Record) -> None:
    workspace = await dumped(record)
    assert workspace["name"] == "Films"
    assert workspace["installed_at"] == IN_UTC
    (production,) = workspace["productions"]
    assert production["name"] == "Spot"
    assert production["timezone"] == "Europe/Berlin"
    assert production["members"] == [
        {"user": "U1", "name": "director", "roles": ["director"]},
        {"user": "U2", "name": None, "roles": ["editor"]},
    ]
    assert production["channels"] == [{"id": "C1", "name": "spot"}]
    assert production["rules"] == {
        "decider": "U1",
        "approvers": ["U1", "U4"],
        "agreed_rounds": None,
        "nudge_times": ["09:00"],
        "set_up_at": None,
    }


async def test_cuts_and_reviews(record: Record) -> None:
    (production,) = (await dumped(record))["productions"]
    first, second = production["cuts"]
    assert (first["version"], first["reviews"]) == ("v1", [])
    assert (second["version"], second["link"]) == ("v2", "https://f.io/k3")
    (review,) = second["reviews"]
    assert {name: review[name] for name in ("channel", "thread_ts", "state", "due")} == {
        "channel": "C1", "thread_ts": ROOT, "state": "open", "due": "2026-06-05",
    }  # fmt: skip


async def test_messages_with_their_editions(record: Record) -> None:
    first, second = review_of(await dumped(record))["messages"]
    assert first.pop("id")
    assert first == {
        "ts": SAID, "user": "U1", "text": "0:04 hold the steam", "edited_ts": "1780299640.0",
        "deleted": False, "permalink": "https://films.slack.com/archives/C1/p1",
        "editions": [
            {"edited_ts": "", "text": "0:04 hold it"},
            {"edited_ts": "1780299640.0", "text": "0:04 hold the steam"},
        ],
    }  # fmt: skip
    assert (second["ts"], second["text"], second["deleted"]) == (SAID_TOO, "", True)


async def test_a_note_holds_all_that_extract_prints(record: Record) -> None:
    workspace = await dumped(record)
    notes = review_of(workspace)["notes"]
    assert [note["number"] for note in notes] == [1, 2, 3, 4]
    line = json.dumps({"ts": "1.1", "user": "U1", "text": "0:04 hold the steam"}).encode()
    extracted = extract(line)[0]["notes"][0]
    for note in notes:
        assert set(extracted) <= set(note)
    (task,) = [task for task in workspace["productions"][0]["tasks"] if task["number"] == 1]
    accepted = notes[0]
    assert accepted == {
        "id": accepted["id"], "number": 1, "state": "accepted", "kind": "change",
        "topic": "picture", "actionable": True, "text": "Hold the steam",
        "sources": [
            {"ts": SAID, "user": "U1", "quote": "0:04 hold the steam", "start": 0, "end": 19},
            {"ts": SAID_TOO, "user": "U3", "quote": "", "start": 0, "end": 0},
        ],
        "timecode": {"written": "0:04", "basis": "clock", "seconds": 4.0, "end_seconds": None,
                     "frame": 100, "end_frame": None},
        "scene": "3", "owner": {"written": "@U2", "user": "U2"},
        "due": {"written": "by friday", "date": "2026-06-05"}, "priority": "should",
        "needs_person": ["taste"], "conflicts_with": [2], "reason": "it feels rushed",
        "next_action": "Set a due date", "why": "it feels rushed", "source_state": "present",
        "drafted_by": "reader", "worded_by": "reader", "edited_by": None, "decided_by": "U1",
        "decided_at": IN_UTC,
        "decision_reason": None, "merged_into": None, "repeats": None, "unfolded_by": None,
        "carried_from": None, "timecode_confirmed": True, "late": False, "task_id": task["id"],
        "created_at": IN_UTC,
    }  # fmt: skip


async def test_the_reason_of_a_rejected_note_is_the_deciders(record: Record) -> None:
    accepted, merged, rejected, draft = review_of(await dumped(record))["notes"]
    assert rejected["reason"] == rejected["decision_reason"] == "we like it dark"
    assert rejected["why"] == "says the client"
    assert draft["reason"] == draft["why"] == "so far"
    assert merged["merged_into"] == accepted["id"]
    assert merged["task_id"] is None


async def test_what_nobody_named_is_null_and_what_was_set_by_hand_has_no_words(
    record: Record,
) -> None:
    _, merged, rejected, draft = review_of(await dumped(record))["notes"]
    assert merged["owner"] is merged["due"] is merged["timecode"] is None
    assert rejected["owner"] == {"written": "", "user": "U2"}
    assert draft["due"] == {"written": "", "date": "2026-06-09"}


async def test_tasks(record: Record) -> None:
    workspace = await dumped(record)
    first, second = workspace["productions"][0]["tasks"]
    assert first == {
        "id": first["id"], "number": 1, "state": "open", "title": "Hold the steam", "owner": "U2",
        "due": "2026-06-05", "due_written": "by friday", "closed_reason": None,
        "next_action": "", "context": "",
        "note_id": review_of(workspace)["notes"][0]["id"],
        "source": {"channel": "C1", "ts": SAID,
                   "permalink": "https://films.slack.com/archives/C1/p1"},
        "created_by": "", "created_at": IN_UTC, "changed_at": IN_UTC,
    }  # fmt: skip
    assert (second["number"], second["owner"], second["due"], second["note_id"]) == (
        2, None, None, None,
    )  # fmt: skip


async def planned(record: Record) -> dict[str, Any]:
    """The production with two milestones, a stale call sheet and a digest."""
    async with record.workspace("T1") as work:
        (production,) = await work.productions.all()
        of: dict[str, Any] = {"production_id": production.id}
        mix, lock = [
            await work.add(
                Milestone(name=name, day=date(2099, 6, day), channel="C1", created_by="U2",
                          at=datetime(2099, 6, day, 15, tzinfo=UTC), time="17:00",
                          created_at=MORNING, **of)
            )
            for name, day in (("Mix", 20), ("Picture lock", 12))
        ]  # fmt: skip
        await work.add(MilestoneWait(milestone_id=mix.id, waits_for=lock.id))
        sheet = await work.add(
            Document(kind="call sheet", link="https://d.example/1", added_by="U2", channel="C1",
                     fresh_until=date(2026, 6, 4), added_at=MORNING, **of)
        )  # fmt: skip
        nudge = await work.add(
            Nudge(key="digest:C1:1", channel="C1", local_date=date(2026, 6, 5), at=MORNING,
                  reason="7 days before Picture lock", state="sent", sent_at=MORNING, **of)
        )  # fmt: skip
        nudge.name([
            NudgeGap("no owner", "document", sheet.id, lock.id, nudge.production_id,
                     {"words": "No owner on call sheet"}, closed_at=MORNING, closed_by="U2")
        ])  # fmt: skip
    found: dict[str, Any] = (await dumped(record))["productions"][0]
    return found


async def test_milestones_with_the_six_points_of_their_items(record: Record) -> None:
    production = await planned(record)
    lock, mix = production["milestones"]
    items = {item["name"]: item for item in lock.pop("items")}
    assert lock == {
        "id": lock["id"], "name": "Picture lock", "at": "2099-06-12T15:00:00+00:00",
        "day": "2099-06-12", "time": "17:00", "state": "open", "consequence": "", "waits_for": [],
        "moves": 0, "channel": "C1", "created_by": "U2", "created_at": IN_UTC, "closed_at": None,
        "closed_by": None, "gaps": [],
    }  # fmt: skip
    assert (mix["waits_for"], mix["gaps"], mix["items"]) == ([lock["id"]], ["no consequence"], [])
    assert set(items) == {"N1", "T2", "N4", "v1", "v2", "call sheet"}
    waiting = "Mix is Sat 20 Jun 2099 and waits on it"
    task = production["tasks"][0]
    assert items["N1"] == {
        "kind": "task", "id": task["id"], "name": "N1", "title": "Hold the steam", "done": False,
        "points": {
            "source": "https://films.slack.com/archives/C1/p1", "owner": "U2", "due": "2026-06-05",
            "consequence": waiting, "review_path": ["U1", "U3"], "approval": "pending",
        },
        "gaps": ["overdue"],
    }  # fmt: skip
    assert items["T2"]["gaps"] == ["no owner", "no date", "unanchored"]
    assert items["T2"]["points"] == {
        "source": None, "owner": None, "due": None, "consequence": waiting,
        "review_path": ["U1"], "approval": "not needed",
    }  # fmt: skip
    assert items["N4"]["gaps"] == ["unresolved note"]
    assert items["v2"]["gaps"] == ["approval pending"]


async def test_documents(record: Record) -> None:
    production = await planned(record)
    (document,) = production["documents"]
    assert document.pop("stale_because").startswith("its day, Thu 4 Jun")
    assert document == {
        "id": document["id"], "kind": "call sheet", "link": "https://d.example/1", "owner": None,
        "fresh_until": "2026-06-04", "fresh_written": None, "replaced_by": None,
        "contradicted_by": None, "confirmed_by": [], "channel": "C1", "added_by": "U2",
        "added_at": IN_UTC,
    }  # fmt: skip


async def test_nudges(record: Record) -> None:
    production = await planned(record)
    (nudge,) = production["nudges"]
    (gap,) = nudge.pop("gaps")
    assert nudge == {
        "id": nudge["id"], "key": "digest:C1:1", "to": {"channel": "C1"}, "at": IN_UTC,
        "local_date": "2026-06-05", "state": "sent", "reason": "7 days before Picture lock",
        "asked_for": False, "sent_at": IN_UTC,
    }  # fmt: skip
    assert gap == {
        "kind": "no owner", "item_id": production["documents"][0]["id"],
        "milestone_id": production["milestones"][0]["id"], "escalated": False, "closed": True,
        "closed_at": IN_UTC, "closed_by": "U2",
    }  # fmt: skip


async def test_deliveries_and_events(record: Record) -> None:
    workspace = await dumped(record)
    (delivery,) = workspace["deliveries"]
    assert delivery == {
        "id": delivery["id"], "key": "card:1", "kind": "card", "channel": "C1",
        "thread_ts": ROOT, "user": None, "ts": None, "state": "pending", "attempts": 0,
        "error": None, "created_at": IN_UTC, "sent_at": None,
    }  # fmt: skip
    pressed, drafted = workspace["events"]
    note = review_of(workspace)["notes"][0]
    assert datetime.fromisoformat(pressed.pop("at")).tzinfo == UTC
    assert pressed == {
        "actor": "U1", "surface": "button", "action": "note.accepted",
        "subject": {"kind": "note", "id": note["id"]}, "detail": {"task": 1},
    }  # fmt: skip
    assert (drafted["actor"], drafted["detail"]) == ("scripty", None)


def review_of(workspace: dict[str, Any]) -> dict[str, Any]:
    """The one review of the second cut."""
    found: dict[str, Any] = workspace["productions"][0]["cuts"][1]["reviews"][0]
    return found
