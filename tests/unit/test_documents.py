"""What a document command says, and when a document is stale."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest

from handlers.documents.rules import (
    KIND_LIMIT,
    AboutOne,
    before_it,
    block_of,
    is_of_its_day,
    page_of,
    read_about,
    read_document,
    stale_because,
    standing,
)
from handlers.errors import BadInputError
from store.tables import Document
from store.types import Member

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SPOT = uuid5(UUID(int=5), "spot")
TEAM = (
    Member("U01", "director"),
    Member("U04", "producer"),
    Member("U05", "sound mixer"),
)
LINK = "https://docs.example/1"
FRIDAY = date(2026, 6, 5)


@pytest.mark.parametrize(
    ("words", "kind", "owner", "until"),
    [
        ("call sheet {} @producer fresh until friday", "call sheet", "U04", FRIDAY),
        ("Call  Sheet: <{}|docs> <@U04|producer> until 5 June", "call sheet", "U04", FRIDAY),
        ("call sheet {} fresh until friday @producer", "call sheet", "U04", FRIDAY),
        ("call sheet {} producer, valid until 2026-06-05", "call sheet", "U04", FRIDAY),
        ("call sheet for friday {} sound", "call sheet", "U05", FRIDAY),
        ("@producer “shot list” {} friday", "shot list", "U04", FRIDAY),
        ("brief {}", "brief", None, None),
        ("brief {} is good until end of the week", "brief", None, FRIDAY),
        ("call sheet {} today", "call sheet", None, TODAY),
    ],
)
def test_a_command_names_kind_link_owner_and_day(
    words: str, kind: str, owner: str | None, until: date | None
) -> None:
    new = read_document(words.format(LINK), NOW, "Europe/Berlin", TEAM)
    assert (new.kind, new.link, new.owner, new.fresh_until) == (kind, LINK, owner, until)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("call sheet", "Where is it? Add its link"),
        ("call sheet https:// friday", "Where is it? Add its link"),
        ("call sheet https://| friday", "Where is it? Add its link"),
        (LINK, "What is behind that link?"),
        (f"friday {LINK}", "What is behind that link?"),
        (f"{'x' * (KIND_LIMIT + 1)} {LINK}", "at most 40 characters"),
        (f"brief {LINK} soon", "I can't tell what “soon” is"),
        (f"brief {LINK} fresh until soon", "I can't tell what “fresh until soon” is"),
        (f"brief {LINK} @nobody", "I don't know anybody called “nobody”"),
        (f"brief {LINK} until 2026-05-31", "Sun 31 May has passed"),
    ],
)
def test_what_was_not_understood_is_named(words: str, why: str) -> None:
    with pytest.raises(BadInputError) as error:
        read_document(words, NOW, "Europe/Berlin", TEAM)
    assert why in str(error.value)


def a_document(kind: str = "call sheet", hours: float = 0, **values: Any) -> Document:
    added = NOW + timedelta(hours=hours)
    return Document(production_id=SPOT, kind=kind, link=LINK, added_at=added, **values)


def test_its_day_is_the_last_on_which_it_holds() -> None:
    sheet = a_document(fresh_until=TODAY)
    assert stale_because(sheet, [sheet], TODAY) == ""
    passed = stale_because(sheet, [sheet], TODAY + timedelta(days=1))
    assert passed == "its day, Mon 1 Jun, has passed"
    assert is_of_its_day(passed)


@pytest.mark.parametrize(
    ("kind", "other", "hours", "stale"),
    [
        ("call sheet", "schedule", 1, True),
        ("second unit call sheet", "shooting schedule", 1, True),
        ("call sheet", "schedule", -1, False),
        ("call sheet", "call sheet schedule", 1, False),
        ("call sheet", "brief", 1, False),
        ("brief", "schedule", 1, False),
    ],
)
def test_a_newer_schedule_outdates_call_sheets(
    kind: str, other: str, hours: float, stale: bool
) -> None:
    sheet, schedule = a_document(kind, fresh_until=FRIDAY), a_document(other, hours)
    because = stale_because(sheet, [sheet, schedule], TODAY)
    assert because == ("a newer schedule is there since Mon 1 Jun" if stale else "")
    assert not is_of_its_day(because)


def test_since_when_is_said_as_the_production_counts_days() -> None:
    sheet, schedule = a_document(), a_document("schedule", 14)
    late = a_document("schedule", 60)
    documents = [late, sheet, schedule]
    assert stale_because(sheet, documents, TODAY, "Europe/Berlin").endswith("Tue 2 Jun")
    assert stale_because(sheet, documents, TODAY, "America/New_York").endswith("Mon 1 Jun")


def test_a_decision_changes_a_document() -> None:
    decision = uuid5(SPOT, "D5")
    sheet = a_document(fresh_until=FRIDAY, contradicted_by=decision)
    assert stale_because(sheet, [sheet], TODAY) == "a decision changed it"
    later = {decision: (5, NOW + timedelta(hours=14))}
    because = stale_because(sheet, [sheet], TODAY, "Europe/Berlin", later)
    assert because == "D5 changed it on Tue 2 Jun"
    assert not is_of_its_day(because)
    earlier = {decision: (5, NOW - timedelta(days=3))}
    because = stale_because(sheet, [sheet], TODAY, "Europe/Berlin", earlier)
    assert because == "D5 of Fri 29 May says otherwise"
    passed = stale_because(sheet, [sheet], FRIDAY + timedelta(days=1), "Europe/Berlin", later)
    assert is_of_its_day(passed)


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("call sheet contradicted by D5", AboutOne("call sheet", number=5)),
        ("Call Sheet is changed by d12.", AboutOne("call sheet", number=12)),
        ("call sheet still holds", AboutOne("call sheet", holds=True)),
        ("call sheet not contradicted by D5", AboutOne("call sheet", holds=True)),
        ("“shot list” add N12, T4", AboutOne("shot list", verb="add", things="N12, T4")),
        ("shot list remove T4", AboutOne("shot list", verb="remove", things="T4")),
        (f"call sheet changed by D5 {LINK}", None),
        ("call sheet", None),
        ("", None),
    ],
)
def test_something_is_said_of_a_document_that_is_there(words: str, about: AboutOne | None) -> None:
    assert read_about(words) == about


def test_the_ones_before_it_are_known() -> None:
    new, other = a_document(hours=2), a_document("brief")
    middle = a_document(hours=1, replaced_by=new.id)
    old = a_document(replaced_by=middle.id)
    assert before_it(new, [old, other, middle, new]) == [old, middle]
    assert before_it(old, [old, other, middle, new]) == []


def test_only_what_nothing_replaced_counts_and_a_block_tells_its_page() -> None:
    new = a_document()
    old = a_document(replaced_by=new.id)
    assert standing([old, new]) == [new]
    assert page_of(block_of(new, 3)) == (str(SPOT), 3)
    for other in ("", "docs:1:2", "check:1:2:3", "docs:a:b:c", "task:4"):
        assert page_of(other) is None
