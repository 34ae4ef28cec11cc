"""Setting a production up and changing it, through really signed requests."""

import asyncio
from typing import Any

import pytest

from bot.demo.render import as_text
from bot.demo.slack.faults import Error, Status
from tests.support.acting import (
    LINK,
    Json,
    actions,
    all_settings,
    card,
    card_saying,
    errors_of,
    form_of,
    production,
    productions,
    settled,
    thread_under_review,
    told,
    words_of,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE, STRANGER
from tests.support.watching import WORKSPACE

FORM = "production_set_up"
OTHER = "C00000002"
IDS = {name: user for user, name in PEOPLE.items()}
GUEST = "U0GUEST01"


async def opened(scripty: Running, who: str = "producer", words: str = "new") -> Json:
    """The form, once it is on this person's screen and the bot has asked Slack who they are."""
    answer = await scripty.people.command(who, CHANNEL, words)
    assert (answer.status, answer.body) == (200, ""), answer.body
    view = await form_of(scripty, who, FORM)
    await settled(scripty)
    is_new = view["title"]["text"] == "New production"
    return await all_settings(scripty, who, view) if is_new else view


async def saved(scripty: Running, view: Json, who: str = "producer", **values: Any) -> str:
    """What is shown once the form was saved with these values."""
    answer = await scripty.people.submit(who, view, values)
    body = answer.json()
    assert body.get("response_action") == "update", body
    await settled(scripty)
    return as_text(body["view"]["blocks"])


async def refused(scripty: Running, view: Json, who: str = "producer", **values: Any) -> Json:
    """What the form objects to."""
    errors = errors_of(await scripty.people.submit(who, view, values))
    await settled(scripty)
    return dict(errors)


async def a_production(scripty: Running, **values: Any) -> None:
    """Made by the producer, with the team in their roles."""
    roles = {
        "director": [IDS["director"]],
        "editor": [IDS["editor"]],
        "client": [IDS["client"]],
        "decider": IDS["director"],
        "approvers": [IDS["client"], IDS["director"]],
    }
    await saved(scripty, await opened(scripty, words="new Spot A"), **roles | values)


async def setting(scripty: Running) -> Json:
    """What the record has of the one production's set-up."""
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        (row,) = await work.productions.all()
        channels = await work.productions.channels(row.id)
        members = await work.productions.members(row.id)
    return {
        "id": str(row.id),
        "name": row.name,
        "channels": {each.channel: each.name for each in channels},
        "timezone": row.timezone,
        "decider": row.decider,
        "approvers": list(row.approvers),
        "rounds": row.agreed_rounds,
        "times": list(row.nudge_times),
        "members": {each.user_id: list(each.roles) for each in members},
    }


def field(view: Json, name: str) -> Json:
    found: Json = next(b["element"] for b in view["blocks"] if b["block_id"] == name)
    return found


# Making one


async def test_a_production_is_set_up_with_the_defaults(scripty: Running) -> None:
    view = await opened(scripty)
    assert view["title"]["text"] == "New production"
    assert field(view, "name")["initial_value"] == "spot-a"
    assert field(view, "channels")["initial_conversations"] == [CHANNEL]
    assert not await productions(scripty)
    assert "spot-a is set up." in await saved(scripty, view)
    made = await setting(scripty)
    assert (made["name"], made["channels"]) == ("spot-a", {CHANNEL: "spot-a"})
    assert (made["timezone"], made["decider"]) == ("Europe/Berlin", IDS["producer"])
    assert (made["approvers"], made["rounds"], made["times"]) == (
        [IDS["producer"]],
        None,
        ["09:00"],
    )
    assert set(made["members"]) == set(PEOPLE)
    assert made["members"][IDS["producer"]] == ["producer"]


async def test_everything_entered_is_kept(scripty: Running) -> None:
    scripty.team.slack.add_channel(OTHER, "spot-a-edit", members=[IDS["editor"]])
    view = await opened(scripty, words="new Coffee spot")
    assert field(view, "name")["initial_value"] == "Coffee spot"
    await saved(
        scripty,
        view,
        channels=[OTHER, CHANNEL],
        timezone="America/New_York",
        director=[IDS["director"]],
        editor=[IDS["editor"], IDS["director"]],
        crew=[STRANGER],
        decider=IDS["director"],
        approvers=[IDS["director"], IDS["client"], IDS["producer"]],
        agreed_rounds="3",
        nudge_times="4:00 pm, 9.30",
    )
    made = await setting(scripty)
    assert made["name"] == "Coffee spot"
    assert made["channels"] == {CHANNEL: "spot-a", OTHER: "spot-a-edit"}
    assert (made["timezone"], made["rounds"]) == ("America/New_York", 3)
    assert made["times"] == ["09:30", "16:00"]
    assert made["approvers"] == [IDS["director"], IDS["client"], IDS["producer"]]
    assert made["members"][IDS["director"]] == ["director", "editor"]
    assert made["members"][IDS["client"]] == []
    assert made["members"][STRANGER] == ["crew"]
    (event,) = actions((await scripty.record())["events"], "production.made")
    assert event["actor"] == IDS["producer"]
    assert event["detail"]["crew"] == [STRANGER]
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        assert await work.people.names([STRANGER]) == {STRANGER: "stranger"}


async def test_utc_once_chosen_stays(scripty: Running) -> None:
    await a_production(scripty, timezone="Etc/UTC")
    await thread_under_review(scripty, ("client", "0:08 make the logo bigger"))
    assert (await setting(scripty))["timezone"] == "Etc/UTC"


async def test_cancelling_stores_nothing(scripty: Running) -> None:
    view = await opened(scripty)
    await scripty.people.close("producer", view)
    await settled(scripty)
    assert not await productions(scripty)


async def test_where_the_form_does_not_open_its_author_is_told(scripty: Running) -> None:
    scripty.team.slack.faults.add("views.open", Error("expired_trigger_id"))
    said = words_of(await scripty.people.command("producer", CHANNEL, "new Spot A"))
    assert "could not be opened in time. Send the command again." in said
    scripty.team.slack.faults.add("views.open", Status(503))
    said = words_of(await scripty.people.command("producer", CHANNEL, "new Spot A"))
    assert "could not be opened" in said
    await settled(scripty)
    assert not await productions(scripty)


async def test_what_is_saved_before_slack_said_who_that_is_gets_their_zone_later(
    scripty: Running,
) -> None:
    scripty.team.slack.faults.add("users.info", Status(503), times=2)
    await scripty.people.command("producer", CHANNEL, "new Spot A")
    view = await form_of(scripty, "producer", FORM)
    assert "Spot A is set up." in await saved(scripty, view)
    made = await setting(scripty)
    assert (made["timezone"], made["decider"]) == ("Europe/Berlin", IDS["producer"])


async def test_a_double_submit_makes_one_production(scripty: Running) -> None:
    view = await opened(scripty, words="new Spot A")
    side = scripty.people.side
    first, second = await asyncio.gather(
        side.submit(IDS["producer"], view), side.submit(IDS["producer"], view)
    )
    third = await side.submit(IDS["producer"], view)
    await settled(scripty)
    assert [a.json()["response_action"] for a in (first, second, third)] == ["update"] * 3
    assert "says that already" in as_text(third.json()["view"]["blocks"])
    assert len(await productions(scripty)) == 1
    events = (await scripty.record())["events"]
    assert len(actions(events, "production.made")) == 1
    assert not actions(events, "production.changed")


async def test_two_people_at_once_one_channel_one_production(scripty: Running) -> None:
    mine = await opened(scripty, "producer", "new Mine")
    yours = await opened(scripty, "director", "new Yours")
    side = scripty.people.side
    answers = await asyncio.gather(
        side.submit(IDS["producer"], mine), side.submit(IDS["director"], yours)
    )
    await settled(scripty)
    assert sorted(a.json()["response_action"] for a in answers) == ["errors", "update"]
    (only,) = await productions(scripty)
    (lost,) = [a for a in answers if a.json()["response_action"] == "errors"]
    assert f"belongs to {only['name']}" in errors_of(lost)["channels"]


async def test_guests_of_another_company_set_nothing_up(scripty: Running) -> None:
    slack = scripty.team.slack
    slack.add_team("T0GUESTS1", bot_token="xoxb-guests")
    slack.add_user(GUEST, "guest", team="T0GUESTS1")
    slack.channel(CHANNEL).members.append(GUEST)
    view = await opened(scripty, GUEST)
    assert "own workspace" in str(await refused(scripty, view, GUEST))
    said = words_of(await scripty.people.command(GUEST, CHANNEL, "new Mine"))
    assert "set up by somebody of its own workspace" in said
    assert not await productions(scripty)
    await a_production(scripty)
    said = words_of(await scripty.people.command(GUEST, CHANNEL, "new"))
    assert "nothing was changed" in said


# What can't be entered


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("name", "  ", "What is it called?"),
        ("channels", [], "at least one channel"),
        ("nudge_times", "25:00", "“25:00” is no time of day"),
        ("nudge_times", "noon", "Write times such as"),
        ("decider", None, "who settles conflicts"),
        ("agreed_rounds", "1.5", "whole number from 1 to 15"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(
    scripty: Running, name: str, value: Any, words: str
) -> None:
    view = await opened(scripty)
    errors = await refused(scripty, view, **{name: value})
    assert list(errors) == [name]
    assert words in errors[name]
    assert not await productions(scripty)


async def test_bots_neither_decide_nor_approve(scripty: Running) -> None:
    bot = scripty.team.slack.team.bot_user
    view = await opened(scripty)
    assert list(await refused(scripty, view, decider=bot)) == ["decider"]
    assert list(await refused(scripty, view, approvers=[IDS["client"], bot])) == ["approvers"]
    assert not await productions(scripty)


async def test_people_of_another_company_neither_decide_nor_approve(scripty: Running) -> None:
    slack = scripty.team.slack
    slack.add_team("T0GUESTS1", bot_token="xoxb-guests")
    slack.add_user(GUEST, "guest", team="T0GUESTS1")
    slack.channel(CHANNEL).members.append(GUEST)
    await a_production(scripty, crew=[GUEST])
    wrong: Json = {"decider": GUEST, "approvers": [IDS["client"], GUEST]}
    for name, value in wrong.items():
        errors = await refused(scripty, await opened(scripty), **{name: value})
        assert "guest is from another company" in errors[name]


async def test_the_next_approver_is_asked_once_the_path_is_another(scripty: Running) -> None:
    await a_production(scripty)
    root = await thread_under_review(scripty)
    (cut,) = (await production(scripty))["cuts"]
    ask = {"action_id": "approval_request", "value": cut["id"], "text": set_up_button("")["text"]}
    await scripty.people.side.press(
        IDS["editor"], CHANNEL, card(scripty, root), "approval_request", element=ask
    )
    await settled(scripty)
    await saved(scripty, await opened(scripty), approvers=[IDS["director"], IDS["client"]])
    events = actions((await scripty.record())["events"], "approval.asked")
    assert [event["detail"]["user"] for event in events] == [IDS["client"], IDS["director"]]


async def test_a_taken_channel_is_refused_and_says_whose_it_is(scripty: Running) -> None:
    await a_production(scripty)
    scripty.team.slack.add_channel(OTHER, "spot-b", members=list(PEOPLE))
    answer = await scripty.people.command("producer", OTHER, "new Spot B")
    assert answer.body == ""
    view = await all_settings(scripty, "producer", await form_of(scripty, "producer", FORM))
    errors = await refused(scripty, view, channels=[OTHER, CHANNEL])
    assert errors == {"channels": "#spot-a belongs to Spot A. Take it out there first."}
    assert len(await productions(scripty)) == 1


async def test_another_name_in_a_taken_channel_is_refused(scripty: Running) -> None:
    await a_production(scripty)
    said = words_of(await scripty.people.command("producer", CHANNEL, "new Spot B"))
    assert "#spot-a belongs to Spot A already." in said
    assert "“/scripty new” without a name changes that" in said
    view = await opened(scripty, words="new  spot a")
    assert view["title"]["text"] == "Change production"


# Changing one


async def test_it_is_opened_with_what_it_says_and_saved_as_it_is(scripty: Running) -> None:
    await a_production(scripty, agreed_rounds="3")
    view = await opened(scripty)
    assert field(view, "approvers")["initial_users"] == [IDS["client"], IDS["director"]]
    assert field(view, "agreed_rounds")["initial_value"] == "3"
    assert field(view, "timezone")["initial_option"]["value"] == "Europe/Berlin"
    before = await setting(scripty)
    assert "says that already" in await saved(scripty, view)
    assert await setting(scripty) == before
    assert not actions((await scripty.record())["events"], "production.changed")


async def test_a_change_is_kept_logged_and_says_what_it_does(scripty: Running) -> None:
    await a_production(scripty)
    root = await thread_under_review(scripty, ("client", "0:08 make the logo bigger"))
    said = await saved(
        scripty,
        await opened(scripty, "director"),
        "director",
        name="Spot B",
        approvers=[IDS["director"]],
        agreed_rounds="2",
        editor=[],
    )
    assert "v2: client is no longer asked to approve; director is next." in said
    assert "v2: round 1 of 2 agreed." in said
    assert "The cards say “Spot B” now." in said
    assert "Spot B" in as_text(card(scripty, root)["blocks"])
    now = await setting(scripty)
    assert now["members"][IDS["editor"]] == []
    (event,) = actions((await scripty.record())["events"], "production.changed")
    assert (event["actor"], event["surface"]) == (IDS["director"], "modal")
    assert event["detail"]["changed"] == {
        "name": {"from": "Spot A", "to": "Spot B"},
        "editor": {"from": [IDS["editor"]], "to": []},
        "approvers": {"from": [IDS["client"], IDS["director"]], "to": [IDS["director"]]},
        "agreed_rounds": {"from": None, "to": 2},
    }


async def test_what_touches_nothing_under_way_says_so(scripty: Running) -> None:
    await a_production(scripty)
    await thread_under_review(scripty)
    said = await saved(scripty, await opened(scripty), nudge_times="16:00")
    assert said == "Spot A is saved. Nothing under way changes."
    assert (await setting(scripty))["times"] == ["16:00"]


async def test_a_production_made_by_a_review_is_set_up_later(scripty: Running) -> None:
    await scripty.people.command("editor", CHANNEL, f"review {LINK}")
    await settled(scripty)
    view = await opened(scripty, "editor")
    assert field(view, "name")["initial_value"] == "spot-a"
    said = await saved(scripty, view, "editor", approvers=[IDS["client"]])
    assert "client is asked to approve too; client is next" in said
    assert len(await productions(scripty)) == 1


async def test_a_channel_can_be_added_and_taken_away(scripty: Running) -> None:
    await a_production(scripty)
    await thread_under_review(scripty)
    scripty.team.slack.add_channel(OTHER, "spot-b", members=[IDS["editor"], STRANGER])
    said = await saved(scripty, await opened(scripty), channels=[OTHER])
    assert "v2 goes on in its thread" in said
    now = await setting(scripty)
    assert now["channels"] == {OTHER: "spot-b"}
    assert STRANGER in now["members"]
    assert "initial_value" in field(await opened(scripty, "client", "new Spot C"), "name")


@pytest.mark.parametrize("who", ["producer", "director"])
async def test_maker_and_director_may_change_it(scripty: Running, who: str) -> None:
    await a_production(scripty)
    assert "is saved" in await saved(scripty, await opened(scripty, who), who, name="Spot C")


async def test_others_are_told_who_may(scripty: Running) -> None:
    await a_production(scripty)
    said = words_of(await scripty.people.command("client", CHANNEL, "new"))
    assert said == ("You can't change how Spot A is set up; director and producer can. Ask them.")


async def test_who_lost_the_right_while_the_form_was_open_is_refused(scripty: Running) -> None:
    await a_production(scripty)
    view = await opened(scripty, "director")
    await saved(scripty, await opened(scripty), decider=IDS["producer"], director=[], approvers=[])
    assert "You can't change" in str(await refused(scripty, view, "director", name="Mine"))
    assert (await production(scripty))["name"] == "Spot A"


async def test_an_outsider_changes_nothing(scripty: Running) -> None:
    await a_production(scripty)
    said = words_of(await scripty.people.command(STRANGER, CHANNEL, "new"))
    assert "Only members of Spot A can do that" in said


async def test_what_somebody_else_saved_meanwhile_is_not_overwritten(scripty: Running) -> None:
    await a_production(scripty)
    mine, yours = await opened(scripty, "producer"), await opened(scripty, "director")
    await saved(scripty, yours, "director", agreed_rounds="4")
    errors = await refused(scripty, mine, name="Spot C")
    assert "was changed by somebody else while this form was open" in errors["name"]
    assert ((await setting(scripty))["name"], (await setting(scripty))["rounds"]) == ("Spot A", 4)


async def test_two_changes_at_once_leave_one_outcome(scripty: Running) -> None:
    await a_production(scripty)
    mine, yours = await opened(scripty, "producer"), await opened(scripty, "director")
    side = scripty.people.side
    answers = await asyncio.gather(
        side.submit(IDS["producer"], mine, {"name": "Mine"}),
        side.submit(IDS["director"], yours, {"name": "Yours"}),
    )
    await settled(scripty)
    assert sorted(a.json()["response_action"] for a in answers) == ["errors", "update"]
    assert len(actions((await scripty.record())["events"], "production.changed")) == 1


# The card's button


def set_up_button(value: str) -> Json:
    text = {"type": "plain_text", "text": "Set up"}
    return {"action_id": "production_setup", "value": value, "text": text}


async def test_the_card_s_button_opens_the_form(scripty: Running) -> None:
    await a_production(scripty)
    root = await thread_under_review(scripty)
    made = (await setting(scripty))["id"]
    shown = card(scripty, root)
    side = scripty.people.side
    for who in ("director", "client"):
        await side.press(IDS[who], CHANNEL, shown, "production_setup", element=set_up_button(made))
    view = await form_of(scripty, "director", FORM)
    await told(scripty, "client", "You can't change how Spot A is set up")
    await saved(scripty, view, "director", name="Spot D")
    await card_saying(scripty, root, "Spot D")


@pytest.mark.parametrize("value", ["nonsense", "0b8f7a52-35a1-4d8c-9f36-4d1f5b2a7c11"])
async def test_a_forged_button_opens_nothing(scripty: Running, value: str) -> None:
    await a_production(scripty)
    root = await thread_under_review(scripty)
    await scripty.people.side.press(
        IDS["director"], CHANNEL, card(scripty, root), "production_setup",
        element=set_up_button(value),
    )  # fmt: skip
    await told(scripty, "director", "not in this workspace's record")
