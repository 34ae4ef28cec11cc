"""What the words after `/scripty milestone` say, and where a milestone then is."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.errors import ScriptyError
from handlers.milestones.errors import (
    BadDayError,
    CircleError,
    FarDayError,
    NoNameError,
    NotUnderstoodError,
    PastDayError,
)
from handlers.milestones.reading import NAME, Said, Thing, read_command, read_time
from handlers.milestones.rules import (
    circle,
    moment_of,
    nearest,
    require_ahead,
    waiting_too_early,
    who_may_change,
)
from store.tables import Milestone, MilestoneWait
from tests.support.rows import a_production

MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
ZONE = "Europe/Berlin"
KNOWN = ("Picture lock", "Mix", "Check print")
JUNE_12, JUNE_19 = date(2026, 6, 12), date(2026, 6, 19)
LOCK = Said("make", "Picture lock", JUNE_12)
LOCK_AT_FIVE = Said("make", "Picture lock", JUNE_12, "17:00")


def read(words: str) -> Said:
    return read_command(words, MONDAY, ZONE, KNOWN)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", Said("list")),
        ("   ", Said("list")),
        ('"Picture lock" 12 June', LOCK),
        ("Picture lock 12 June", LOCK),
        ("“Picture lock” on 12 june", LOCK),
        ("„Picture lock“ 12.06.", LOCK),
        ("«Picture lock»: 2026-06-12", LOCK),
        ("Picture lock is on 12 June", LOCK),
        ('"Picture lock" 12 June 17:00', LOCK_AT_FIVE),
        ('"Picture lock" 12 June, 5 pm', LOCK_AT_FIVE),
        ('"Picture lock" at 17:00 on 12 June', LOCK_AT_FIVE),
        ("Picture lock 17.00 12 June", LOCK_AT_FIVE),
        ("Picture lock: 12.06. 17.00", LOCK_AT_FIVE),
        ("Mix tomorrow at noon", Said("make", "Mix", date(2026, 6, 2), "12:00")),
        ("'Director's cut' friday", Said("make", "Director's cut", date(2026, 6, 5))),
        ("Director’s cut friday", Said("make", "Director’s cut", date(2026, 6, 5))),
        ("Rough cut v3 12 June", Said("make", "Rough cut v3", JUNE_12)),
        ("Mix master 12 June", Said("make", "Mix master", JUNE_12)),
        ("Check print 12 June", Said("make", "Check print", JUNE_12)),
        ('"Move out" 12 June', Said("make", "Move out", JUNE_12)),
        ('"Picture lock"', Said("show", "Picture lock")),
        ("Delivery someday", Said("show", "Delivery someday")),
    ],
)
def test_making_one(words: str, said: Said) -> None:
    assert read(words) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            'move "Picture lock" 19 June 17:00 because the client asked, twice',
            Said("move", "Picture lock", JUNE_19, "17:00", "the client asked, twice"),
        ),
        (
            "move Picture lock to 19 June because of “holidays”",
            Said("move", "Picture lock", JUNE_19, because="“holidays”"),
        ),
        ('move "Picture lock" 19 June', Said("move", "Picture lock", JUNE_19)),
        ("MOVE Picture lock", Said("move", "Picture lock")),
        ('move "Mix" because it rains', Said("move", "Mix", because="it rains")),
        ('edit "Mix"', Said("edit", "Mix")),
        ("complete Mix", Said("complete", "Mix")),
        ('"Mix" done', Said("complete", "Mix")),
        ("Mix complete", Said("complete", "Mix")),
        ("cancel “Mix”.", Said("cancel", "Mix")),
        ("reopen Mix", Said("reopen", "Mix")),
        ("check", Said("check")),
        ("check Mix", Said("check", "Mix")),
        ("Mix waits for Picture lock", Said("waits", "Mix", other="Picture lock")),
        ('"Mix" waits for "Picture lock"', Said("waits", "Mix", other="Picture lock")),
        ('"Mix" no longer waits for Foo', Said("waits no longer", "Mix", other="Foo")),
        ("Mix doesn’t wait for Foo", Said("waits no longer", "Mix", other="Foo")),
    ],
)
def test_the_other_commands(words: str, said: Said) -> None:
    assert read(words) == said


T4, N12 = Thing("task", 4), Thing("note", 12)


@pytest.mark.parametrize(
    ("words", "name", "things"),
    [
        ('add "Picture lock" T4 N12 v2', "Picture lock", (T4, N12, Thing("cut", value="v2"))),
        ("add picture lock t4, n 12 and #T4", "picture lock", (T4, N12)),
        ("add Delivery T4", "Delivery", (T4,)),
        ('add T4 and N12 to "Mix"', "Mix", (T4, N12)),
        ("remove T4 from Mix", "Mix", (T4,)),
        (
            "add Mix v2 of main teaser, N12",
            "Mix",
            (Thing("cut", value="v2", of="main teaser"), N12),
        ),
        (
            "add Mix all tasks of V2 of teaser and T4",
            "Mix",
            (Thing("tasks of cut", value="v2 of teaser"), T4),
        ),
        (
            'add "Mix" documents of kind Call sheet',
            "Mix",
            (Thing("documents of kind", value="call sheet"),),
        ),
        ("add Mix call sheet, T4", "Mix", (Thing("document", value="call sheet"), T4)),
        ("add Mix scene 3A, T4", "Mix", (Thing("scene", value="3A"), T4)),
        ("add Mix T4 and scene 12", "Mix", (T4, Thing("scene", value="12"))),
        ("add Mix", "Mix", ()),
    ],
)
def test_what_is_put_on_it(words: str, name: str, things: tuple[Thing, ...]) -> None:
    said = read(words)
    assert (said.name, said.things) == (name, things)


@pytest.mark.parametrize(
    ("words", "error", "named"),
    [
        ('"Delivery" someday', BadDayError, "“someday”"),
        ('"Delivery" 12 June maybe', BadDayError, "“12 June maybe”"),
        ('"Delivery" 12 June 25:00', BadDayError, "“12 June 25:00”"),
        ("Delivery 12 June 25:00", BadDayError, "“12 June 25:00”"),
        ('move "Mix" whenever because x', BadDayError, "“whenever”"),
        ('complete "Mix" now', NotUnderstoodError, "“now”"),
        ('"Mix" waits for "Lock" 12 June', NotUnderstoodError, "“12 June”"),
        ("12 June", NoNameError, "called"),
        ('"!!" friday', NoNameError, "called"),
        ("complete", NoNameError, 'milestone complete "Picture lock"'),
    ],
)
def test_what_was_not_understood_is_named(
    words: str, error: type[ScriptyError], named: str
) -> None:
    with pytest.raises(error) as raised:
        read(words)
    assert named in str(raised.value)
    assert "/scripty milestone" in str(raised.value)


_PIECES = st.sampled_from(
    ["move", "add", "waits for", "because", '"', "“", "”", "'", "T4", "N", "v2", "of", "tasks of",
     "documents of kind", "12 June", "17:00", "99:99", "5 pm", "friday", "31.02.", "9999-12-31",
     "in 999 weeks", "Mix", "Picture lock", "to", ",", ":", "complete", "check", "\u202e", "🎬"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=9).map(" ".join)))
def test_anything_is_read_or_refused_in_words(words: str) -> None:
    try:
        said = read(words)
    except ScriptyError:
        return
    assert len(said.name) <= NAME
    assert said.time is None or read_time(said.time) == said.time
    assert said.verb not in ("make", "move") or said.name
    if said.day is not None:
        with suppress(ScriptyError):
            require_ahead(said.day, said.time, ZONE, MONDAY)


# When it is


def test_a_day_ends_where_its_zone_says() -> None:
    assert moment_of(JUNE_12, "17:00", ZONE) == datetime(2026, 6, 12, 15, tzinfo=UTC)
    assert moment_of(JUNE_12, None, ZONE) == datetime(2026, 6, 12, 21, 59, 59, tzinfo=UTC)
    assert moment_of(JUNE_12, None, "Asia/Kolkata") == datetime(2026, 6, 12, 18, 29, 59, tzinfo=UTC)


def test_what_has_passed_is_refused() -> None:
    today = date(2026, 6, 1)
    assert require_ahead(today, None, ZONE, MONDAY) > MONDAY
    assert require_ahead(today, "11:01", ZONE, MONDAY) > MONDAY
    with pytest.raises(PastDayError, match="Today 11:00"):
        require_ahead(today, "11:00", ZONE, MONDAY)
    with pytest.raises(PastDayError, match="Sun 31 May has passed"):
        require_ahead(date(2026, 5, 31), None, ZONE, MONDAY)
    require_ahead(date(2026, 5, 31), None, "Pacific/Niue", datetime(2026, 6, 1, 5, tzinfo=UTC))
    with pytest.raises(FarDayError):
        require_ahead(date(9999, 12, 31), None, ZONE, MONDAY)


# Which wait for which


def a_milestone(name: str, day: date = JUNE_12, **values: Any) -> Milestone:
    row: dict[str, Any] = {
        "production_id": uuid4(),
        "name": name,
        "day": day,
        "at": moment_of(day, None, ZONE),
    }
    return Milestone(**row | values)


def waits(*pairs: tuple[UUID, UUID]) -> list[MilestoneWait]:
    return [MilestoneWait(milestone_id=one, waits_for=other) for one, other in pairs]


def test_a_circle_is_found_and_named_in_order() -> None:
    names = {uuid4(): name for name in ("Lock", "Sound", "Mix", "Delivery")}
    lock, sound, mix, delivery = names
    chain = waits((sound, lock), (mix, sound), (delivery, mix))
    assert circle(chain, delivery, {lock, sound}) == []
    assert circle(chain, lock, {lock}) == [lock]
    found = circle(chain, lock, {delivery})
    assert found == [lock, delivery, mix, sound]
    assert "Lock can't wait for Delivery: Delivery waits for Mix, which waits for Sound, " in str(
        said := CircleError([names[each] for each in found])
    )
    assert 'which waits for Lock. Take one of these out first, with /scripty milestone "Sound"' in (
        str(said)
    )


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20))
def test_no_circle_can_be_made(wanted: list[tuple[int, int]]) -> None:
    ids = [uuid4() for _ in range(6)]
    standing: list[MilestoneWait] = []
    for one, other in wanted:
        if not circle(standing, ids[one], {ids[other]}):
            standing += waits((ids[one], ids[other]))
    left = {(each.milestone_id, each.waits_for) for each in standing}
    while free := {pair for pair in left if pair[1] not in {one for one, _ in left}}:
        left -= free
    assert not left


def test_who_may_change_it_and_what_it_may_be_called() -> None:
    production = a_production(decider="U01")
    roles = {"U02": ["editor"], "U03": ["client"], "U04": ["producer", "crew"]}
    mix = a_milestone("Mix", created_by="U03")
    assert who_may_change(mix, production, roles) == ["U03", "U01", "U04", "U02"]
    known = [mix, a_milestone("Picture lock", JUNE_19)]
    assert nearest("pictur lok", known) == "Picture lock"
    assert nearest("Invoice", known) == ""
    assert waiting_too_early(mix, known) == [known[1]]
