"""The form that sets a production up is within Slack's limits, however much is in it."""

from typing import Any
from zoneinfo import available_timezones

import pytest

from bot.demo.people.fields import state_values
from bot.demo.slack.blocks import view_faults as local_faults
from handlers.productions.forms import (
    OWN_ZONE,
    changed_view,
    entered,
    made_view,
    set_up_modal,
)
from handlers.productions.rules import ROLES, SetUp
from handlers.productions.zones import UTC, zone_groups
from tests.contract.test_cards import TEXTS, view_faults

Json = dict[str, Any]

PRODUCTION = "0b8f7a52-35a1-4d8c-9f36-4d1f5b2a7c11"


def people(count: int, letter: str = "U") -> tuple[str, ...]:
    return tuple(f"{letter}{place:010d}" for place in range(count))


def a_set_up(**values: Any) -> SetUp:
    row: dict[str, Any] = {
        "name": "Spot A",
        "channels": ("C01",),
        "timezone": "Europe/Berlin",
        "roles": {"producer": ("U01",)},
        "decider": "U01",
        "approvers": ("U01",),
        "agreed_rounds": 3,
        "nudge_times": ("09:00",),
    }
    return SetUp(**row | values)


FULL = a_set_up(
    name="N" * 200,
    channels=people(50, "C"),
    roles={role: people(50) for role in ROLES},
    approvers=people(12),
    agreed_rounds=15,
    nudge_times=tuple(f"{hour:02}:00" for hour in range(6)),
)
EMPTY = a_set_up(
    channels=(), roles={}, decider=None, approvers=(), agreed_rounds=None, nudge_times=()
)


def form(set_up: SetUp) -> Json:
    return set_up_modal(set_up, production_id=PRODUCTION, seen=set_up.mark())


def filled(view: Json) -> Json:
    """What Slack sends when the form is saved as it was opened."""
    return state_values(view["blocks"], {})


@pytest.mark.parametrize("set_up", [FULL, EMPTY, a_set_up()], ids=["full", "empty", "usual"])
def test_slack_accepts_the_form(set_up: SetUp) -> None:
    view = form(set_up)
    assert not list(view_faults(view))
    assert local_faults(view) == []


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_slack_accepts_any_name(words: str) -> None:
    for view in (
        form(a_set_up(name=words)),
        made_view(words),
        changed_view(words, [], changed=True),
        changed_view(words, [], changed=False),
        changed_view(words, [words or "x"] * 200, changed=True),
    ):
        assert not list(view_faults(view))
        assert local_faults(view) == []


@pytest.mark.parametrize("set_up", [FULL, a_set_up()], ids=["full", "usual"])
def test_saved_as_it_was_opened_it_says_the_same(set_up: SetUp) -> None:
    assert entered(filled(form(set_up))) == set_up.tidy()


def test_the_zone_of_slack_s_profile_is_offered_where_it_is_not_known() -> None:
    view = form(a_set_up(timezone=OWN_ZONE))
    assert not list(view_faults(view))
    assert entered(filled(view)).timezone == OWN_ZONE
    assert "Slack profile" not in str(form(a_set_up()))


@pytest.mark.parametrize("zone", sorted(available_timezones()))
def test_any_zone_can_be_the_present_one(zone: str) -> None:
    offered = [value for _, options in zone_groups(zone) for value, _ in options]
    assert offered.count(zone) == 1


def test_every_region_is_offered_in_groups_that_slack_takes() -> None:
    groups = zone_groups(UTC)
    assert all(0 < len(options) <= 100 and len(label) <= 75 for label, options in groups)
    labels = [label for label, _ in groups]
    assert len(set(labels)) == len(labels)
    assert {"Europe", "Asia", "Africa"} <= set(labels)
    assert ("America/New_York", "America/New York") in [
        option for _, options in groups for option in options
    ]
