"""Scenes, deliverables and call sheets at their largest are within Slack's limits."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid5

import pytest

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults, view_faults
from handlers.blocks import Message, View
from handlers.documents.cards import DocumentView, confirm_request, document_line, document_list
from handlers.scenes.cards import (
    DeliverableView,
    SceneView,
    deliverable_card,
    deliverable_list,
    scene_card,
    scene_list,
)
from handlers.scenes.choosing import Choice, Offered
from handlers.scenes.connected import Part
from handlers.scenes.forms import deliverable_modal, scene_modal
from handlers.scenes.rules import NAME_LIMIT, WORDS_LIMIT
from store.tables import Cut, Deliverable, Document, Scene

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SPOT = uuid5(UUID(int=6), "spot")
NASTY = "<!channel> & <@U1> *b* 👩‍👩‍👧‍👦"
LONG = (NASTY + " x" * WORDS_LIMIT)[:WORDS_LIMIT]
NAME = (NASTY + " x" * NAME_LIMIT)[:NAME_LIMIT]
PEOPLE = [f"U{number:02}" for number in range(60)]
NAMES = dict.fromkeys(PEOPLE, NASTY)


def parts(count: int) -> list[Part]:
    return [
        Part(
            "task", uuid5(SPOT, str(at)), f"T{at}", LONG, state="in progress", open=True,
            owner="U01", due=TODAY, link="https://slack.example/archives/C1/p1", note=f"N{at}",
        )
        for at in range(count)
    ]  # fmt: skip


def a_scene(at: int) -> Scene:
    return Scene(
        id=uuid5(SPOT, f"scene {at}"), production_id=SPOT, number=f"{at}A", title=NAME,
        purpose=LONG, audience=LONG, constraints=LONG, outcome=LONG, owner="U01",
    )  # fmt: skip


def a_deliverable(at: int, *, out: bool = False) -> Deliverable:
    return Deliverable(
        id=uuid5(SPOT, f"deliverable {at}"), production_id=SPOT, name=NAME, specification=LONG,
        audience=LONG, due=date(2026, 5, 1), owner="U01",
        delivered_at=NOW if out else None, delivered_by="U02" if out else None,
    )  # fmt: skip


CUT = Cut(production_id=SPOT, deliverable=NAME, version="v" * 60, link="https://f.io/" + "x" * 900)


def a_sheet(at: int = 0) -> Document:
    return Document(
        id=uuid5(SPOT, f"sheet {at}"), production_id=SPOT, kind="call sheet", owner="U01",
        link="https://docs.example/1", added_by="U02", fresh_until=TODAY,
    )  # fmt: skip


def going_by(sheet: Document) -> DocumentView:
    return DocumentView(sheet, confirmed=PEOPLE[:30], missing=PEOPLE[30:])


SHEET = a_sheet()
GOING_BY = going_by(SHEET)
DELIVERABLES = [
    DeliverableView(a_deliverable(at, out=at % 2 == 0), "Europe/Berlin", parts(3), CUT)
    for at in range(25)
]
UNMADE = {f"{at}B": [f"N{number}" for number in range(20)] for at in range(40)}


@pytest.mark.parametrize(
    "message",
    [
        scene_card(SceneView(a_scene(1), parts(200)), NAMES, TODAY, LONG),
        scene_card(SceneView(Scene(production_id=SPOT, number="1")), {}, TODAY),
        *(
            scene_list([SceneView(a_scene(at), parts(9)) for at in range(25)], UNMADE, NAMES, page)
            for page in (1, 2, 99)
        ),
        scene_list([], UNMADE, {}, 1),
        deliverable_card(DELIVERABLES[1], NAMES, TODAY, LONG),
        *(deliverable_list(DELIVERABLES, NAMES, TODAY, page) for page in (1, 2, 99)),
        deliverable_list([], {}, TODAY, 1),
        document_line(GOING_BY, NAMES, TODAY),
        document_list([going_by(a_sheet(at)) for at in range(10)], NAMES, TODAY, 1),
        confirm_request(GOING_BY, "U59", NASTY, TODAY),
        confirm_request(DocumentView(SHEET, stale=LONG), "U59", NASTY, TODAY),
        confirm_request(DocumentView(SHEET, replaced="Fri 5 Jun"), "U59", NASTY, TODAY),
    ],
)
def test_the_largest_and_the_smallest_are_within_slack_s_limits(message: Message) -> None:
    assert not message_faults(message.blocks)
    assert "<@" not in message.text
    assert "<!channel>" not in message.text


CHOICE = Choice(
    {
        str(uuid5(SPOT, f"offered {at}")): Offered("note", f"N{at}", LONG)
        for at in range(600)
    },
    {str(uuid5(SPOT, f"offered {at}")): () for at in range(600)},
)  # fmt: skip


@pytest.mark.parametrize("choice", [CHOICE, Choice({}, {})], ids=["full", "empty"])
def test_forms_hold_what_there_is(choice: Choice) -> None:
    pressed = {"response_url": "https://hooks.slack.example/" + "x" * 200, "block_id": "x" * 100}
    views: list[View] = [
        scene_modal(a_scene(1), choice, "0" * 16, pressed),
        deliverable_modal(a_deliverable(1), choice, "0" * 16, pressed),
    ]
    for view in views:
        assert not view_faults(view)
        assert len(str(view).encode()) < 250_000


def test_a_call_sheet_says_who_goes_by_it() -> None:
    names = {"U01": "editor", "U02": "client", "U03": "crew"}
    view = DocumentView(SHEET, confirmed=["U01", "U02"], missing=["U03"])
    assert as_text(document_line(view, names, TODAY).blocks) == (
        "Call sheet\neditor · fresh until Mon 1 Jun\n"
        "Confirmed by editor and client. Confirmed an older one, not yet this one: crew.\n"
        "[Confirm] [Give to…] [Fresh until…] [New version]"
    )
    stale = as_text(
        document_line(DocumentView(SHEET, stale="so", confirmed=["U01"]), names, TODAY).blocks
    )
    assert "stale: so" in stale
    assert "Confirmed by editor." in stale
    assert "[Confirm]" not in stale
