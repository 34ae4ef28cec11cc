"""Checklists, the fixes beside them and documents are what Slack accepts, at their longest, and
notify nobody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from uuid import uuid4

import pytest

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults, view_faults
from handlers import blocks as kit
from handlers.documents.cards import DocumentView, document_line, document_list, replace_modal
from handlers.milestones import fixing_forms
from handlers.milestones.checklist import (
    PAGE,
    Checklist,
    block_of,
    checklist,
    closed_message,
    days_until,
    fixes,
    line_of,
    page_of,
    said,
)
from handlers.milestones.gaps import Gap
from handlers.milestones.items import Item, Points
from handlers.redrawing import Pressed
from store.tables import Document, Milestone
from store.types import GapKind, ItemKind

TODAY = date(2026, 6, 9)
NOON = datetime(2026, 6, 9, 12, tzinfo=UTC)
LINK = "https://team.slack.com/archives/C01/p1"
HOSTILE = "<!channel> <https://evil.example|good> *x* &amp; <@U01>"
TEXTS = {
    "plain": "book the studio",
    "longest": "x" * 40_000,
    "hostile": HOSTILE,
    "emoji": "\U0001f469\u200d\U0001f467" * 4000,
    "nothing": "",
    "lines": "a\n\n\nb",
}
GAPS: tuple[GapKind, ...] = get_args(GapKind)
KINDS: tuple[ItemKind, ...] = get_args(ItemKind)
NAMES = {"U01": "director", "U02": "editor", "U03": "client"}
LOCK = Milestone(
    production_id=uuid4(), name="Picture lock", day=date(2026, 6, 12), time="17:00", at=NOON
)


def an_item(name: str = "N12", kind: ItemKind = "task", **values: Any) -> Item:
    points = Points(**{"source": LINK, "owner": "U02", "path": ("U03",)} | values.pop("points", {}))
    row: dict[str, Any] = {"title": "", "link": LINK, "channel": "C01"}
    return Item(kind, uuid4(), LOCK, name, points, **row | values)


def many(words: str, count: int = 200) -> Checklist:
    """A milestone with items of every kind, everything missing in each, all made of `words`."""
    milestone = Milestone(
        production_id=LOCK.production_id, name=words, day=LOCK.day, time="17:00", at=NOON
    )
    points = {"consequence": words, "approval": words, "source": words}
    made = [
        replace(
            an_item(words, KINDS[at % len(KINDS)], about=words, title=words, points=points),
            milestone=milestone, link=LINK if at % 2 else words,
        )
        for at in range(count)
    ]  # fmt: skip
    gaps = [
        Gap(kind, item, "U99", words, words, speaks=kind != "no consequence")
        for kind in GAPS
        for item in made
    ]
    done = [replace(item, id=uuid4(), done=True) for item in made]
    others = [(milestone, at) for at in range(count)]
    names = {"U99": words, "U02": words}
    return Checklist(
        milestone, [*made, *done], gaps, TODAY, names, [milestone] * count, others, said=words
    )


def parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from parts(each)


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_slack_accepts_a_checklist_of_any_words_and_length(words: str) -> None:
    whole = many(words)
    for page in (1, 20):
        shown = checklist(replace(whole, page=page))
        assert not list(message_faults(shown.blocks))
        assert len(shown.blocks) <= kit.MESSAGE_BLOCKS
        assert len(shown.text) <= 4000
        assert "<!" not in shown.text
        assert not {part.get("type") for part in parts(shown.blocks)} & {"mrkdwn", "user"}
        blocks = [block["block_id"] for block in shown.blocks if "block_id" in block]
        assert len(blocks) == len(set(blocks))
    assert not list(message_faults(closed_message(LOCK, words).blocks))
    for gap in whole.gaps[:: len(whole.gaps) // 60]:
        line = line_of(gap, whole.names, TODAY)
        assert not list(message_faults([kit.rich_text(kit.paragraph(*line))]))
        buttons = fixes(gap)
        assert {button["value"] for button in buttons} <= {str(gap.item.id)}
        if buttons:
            assert not list(message_faults([kit.actions("x", *buttons)]))


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_slack_accepts_the_forms_and_documents_of_any_words(words: str) -> None:
    pressed = Pressed("https://hooks.slack.com/" + "x" * 200, block_of(uuid4(), 99, uuid4()))
    item = str(uuid4())
    name = words[:60]
    document = Document(
        production_id=uuid4(), kind=words[:40], link=LINK + "x" * 1900, owner="U99",
        fresh_until=TODAY, added_at=NOON,
    )  # fmt: skip
    views = [
        fixing_forms.date_modal(item, "document", name, words, TODAY, pressed),
        fixing_forms.owner_modal(item, name, words, "U02", pressed),
        fixing_forms.why_modal(item, "milestone", name, words, pressed),
        fixing_forms.anchor_modal(item, name, words, words, pressed),
        replace_modal(document, TODAY, pressed=pressed.metadata()),
    ]
    for view in views:
        assert not list(view_faults(view))
        assert len(view["private_metadata"]) <= 3000
    names = {"U99": words}
    shown = [DocumentView(document, stale=words[:200]) for _ in range(200)]
    shown = [replace(view, document=document.model_copy(update={"id": uuid4()})) for view in shown]
    for page in (1, 20):
        listed = document_list(shown, names, TODAY, page)
        assert not list(message_faults(listed.blocks))
        assert "<!" not in listed.text
    line = document_line(DocumentView(document), names, TODAY)
    assert not list(message_faults(line.blocks))


def test_an_item_stands_once_under_its_worst_gap_with_all_its_fixes() -> None:
    bare = an_item("T6", title="that thing", anchored=False, link="", points={"owner": ""})
    other = an_item("N9", about="colour", title="warmer", points={"due": date(2026, 6, 11)})
    gaps = [
        Gap("overdue", other, "U02", "N9 (colour) was due on Thu 11 Jun"),
        Gap("no owner", bare, None, "No owner on T6"),
        Gap("no date", bare, None, "No date on T6"),
        Gap("unanchored", bare, "U01", "T6 is connected to nothing"),
    ]
    shown = checklist(Checklist(LOCK, [bare, other], gaps, date(2026, 6, 13), NAMES))
    assert as_text(shown.blocks) == (
        "Picture lock\n"
        "Fri 12 Jun 17:00 · 1 day over · 0 of 2 done\n"
        "1 overdue, 1 without an owner, 1 without a date, 1 connected to nothing\n"
        "Overdue\nN9 (colour)  warmer\ndue Thu 11 Jun, 2 days over · editor\n[New date] [Done]\n"
        "No owner\nT6  that thing\nno owner · no date · connected to nothing\n"
        "[Take it] [Give to…] [Set date] [Say what it is for]"
    )


def test_what_all_miss_for_one_reason_is_said_once() -> None:
    made = [an_item(f"N{number}") for number in range(1, 61)]
    gaps = [Gap("no consequence", item, "U01", "…", speaks=False) for item in made]
    shown = as_text(checklist(Checklist(LOCK, made, gaps, TODAY, NAMES)).blocks)
    assert "What waits on it?\nNobody has said what happens if these slip: N1, N2," in shown
    assert "N40 and 20 more\n[Say what waits]" in shown
    assert shown.count("[") == 1


def test_a_page_has_ten_items_and_what_is_done_ends_the_last() -> None:
    made = [an_item(f"T{number}", points={"owner": ""}) for number in range(1, 2 * PAGE + 4)]
    fine = an_item("N1", done=True)
    gaps = [Gap("no owner", item, None, f"No owner on {item.name}") for item in made]
    whole = Checklist(LOCK, [*made, fine], gaps, TODAY, NAMES)
    first, last = (as_text(checklist(replace(whole, page=page)).blocks) for page in (1, 3))
    assert "23 without an owner · page 1 of 3" in first
    assert "T10\n" in first
    assert "T11" not in first
    assert "Done" not in first
    assert "T21\n" in last
    assert last.endswith("Done: N1")


def test_a_line_says_whose_it_is_and_what_waits() -> None:
    waits = {"consequence": "Mix is Thursday and waits on it"}
    item = an_item("N12", about="sound", title="the spoon clink is too loud", points=waits)
    gap = Gap("no date", item, "U02", "No date on N12 (sound)")
    words = (
        "No date on N12 (sound), “the spoon clink is too loud” · editor; "
        "Mix is Thursday and waits on it"
    )
    line = line_of(gap, NAMES, TODAY)
    assert said(line) == words
    assert [part for part in line if part["type"] == "link"] == [kit.link(LINK, "N12")]
    assert "editor" not in said(line_of(gap, NAMES, TODAY, reader="U02"))
    assert said(line_of(gap, NAMES, TODAY, consequence=False)).endswith("· editor")
    sheet = Gap(
        "stale document", an_item("call sheet", "document"), "U02", "Call sheet is stale",
        "its day, Fri 5 Jun, has passed",
    )  # fmt: skip
    line = line_of(sheet, NAMES, TODAY)
    assert said(line) == "Call sheet is stale: its day, Fri 5 Jun, has passed · editor"
    assert [part for part in line if part["type"] == "link"] == [kit.link(LINK, "Call sheet")]
    nameless = line_of(sheet._replace(words="It is stale"), NAMES, TODAY)
    assert nameless[-1] == kit.link(LINK, "look")


def test_a_conflict_is_said_with_both_sides() -> None:
    sides = "Keep the teal in the grade please / Less teal in the grade please"
    item = an_item("N4 and N5", "conflict", about="colour", title=sides)
    gap = Gap("conflicting note", item, "U01", "N4 and N5 (colour) ask for opposite things")
    assert said(line_of(gap, NAMES, TODAY)) == (
        f"N4 and N5 (colour) ask for opposite things, “{sides}” · director"
    )


def test_who_approves_is_spoken_to() -> None:
    cut = an_item("v2", "cut", points={"approval": "pending"})
    wanted = Gap("approval pending", cut, "U03", "v2 is waiting for approval", "not asked yet")
    stale = Gap("approval stale", cut, "U03", "The approval of v2 is stale", "v2 got a new link")
    refused = an_item("v2", "cut", points={"approval": "changes requested"})
    changes = Gap("approval pending", refused, "U03", "v2 has changes requested")
    assert [said(line_of(gap, NAMES, TODAY, you="U03")) for gap in (wanted, stale, changes)] == [
        "v2 is waiting for your approval · not asked yet",
        "Your approval of v2 no longer counts: v2 got a new link",
        "v2 has changes requested",
    ]
    # whoever reads it in the place of the approver isn't taken for them
    for gap in (wanted, stale):
        passed_on = said(line_of(gap, NAMES, TODAY, reader="U03", you="U01"))
        assert passed_on.startswith(gap.words)
        assert "client" not in passed_on


def actions(gap: Gap, reader: str = "") -> list[str]:
    return [button["action_id"] for button in fixes(gap, reader=reader)]


def test_only_what_helps_is_offered() -> None:
    cut = an_item("v2", "cut", points={"approval": "pending"})
    assert actions(Gap("approval pending", cut, "U03", detail="not asked yet")) == ["gap_approve"]
    assert actions(Gap("approval pending", cut, "U03", detail="not asked yet"), "U03")
    assert not actions(Gap("approval pending", cut, "U03", detail="asked on Wed 3 Jun"))
    refused = an_item("v2", "cut", points={"approval": "changes requested"})
    assert not actions(Gap("approval pending", refused, "U02"))
    assert not actions(Gap("no owner", cut))
    done = Gap("unverified note", an_item(points={"path": ("U03", "U01")}), "U03")
    for reader in ("U03", "U01", ""):
        assert actions(done, reader) == ["gap_fixed", "gap_not_yet"]
    assert not actions(done, "U02")
    itself = an_item("Picture lock", "milestone")
    assert actions(Gap("overdue", itself, "U01")) == ["milestone_complete", "milestone_move"]
    sheet = an_item("call sheet", "document")
    day, newer = "its day, Fri 5 Jun, has passed", "a newer schedule is there since Thu 4 Jun"
    assert actions(Gap("stale document", sheet, detail=day)) == ["document_replace", "gap_date"]
    assert actions(Gap("stale document", sheet, detail=newer)) == ["document_replace"]


def test_days_and_blocks_are_read_back() -> None:
    over = [days_until(TODAY + timedelta(days=left), TODAY) for left in (-2, -1, 0, 1, 3)]
    assert over == ["2 days over", "1 day over", "today", "tomorrow", "in 3 days"]
    milestone, item = uuid4(), uuid4()
    assert page_of(block_of(milestone, 4, item, "no consequence")) == (str(milestone), 4)
    for other in ("", "check:1", "check:a:b:c", "docs:1:2:3", "nudge:0:x:y"):
        assert page_of(other) is None
