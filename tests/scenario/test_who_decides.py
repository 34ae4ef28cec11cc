"""Who may decide: people of the workspace whom Slack lists in the production's channel."""

from tests.support.acting import (
    actions,
    card,
    form_of,
    note,
    press_note,
    production,
    settled,
    thread_under_review,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE, STRANGER

LOGO = "0:08 make the logo bigger"
GUEST = "U0GUEST01"


async def test_a_guest_from_another_company_is_heard_but_does_not_decide(
    scripty: Running,
) -> None:
    slack = scripty.team.slack
    slack.add_team("T0GUESTS1", bot_token="xoxb-guests")
    slack.add_user(GUEST, "guest", team="T0GUESTS1")
    root = await thread_under_review(scripty, ("director", LOGO))
    await scripty.people.invite(GUEST, CHANNEL)
    await settled(scripty)
    await press_note(scripty, root, GUEST, "note_accept", 1)
    assert (await note(scripty, 1))["state"] == "draft"
    await press_note(scripty, root, "client", "note_accept", 1)
    assert (await note(scripty, 1))["decided_by"] == "U00000003"


async def test_whoever_joins_can_decide_once_slack_has_said_who_they_are(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, ("director", LOGO))
    await scripty.people.invite(STRANGER, CHANNEL)
    await settled(scripty)
    await press_note(scripty, root, STRANGER, "note_accept", 1)
    assert (await note(scripty, 1))["decided_by"] == STRANGER


async def test_making_a_task_makes_nobody_a_member(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", LOGO))
    message = {"ts": root, "text": "swap the shot", "user": "U00000002"}
    await scripty.people.shortcut(STRANGER, CHANNEL, message, "task_from_message")
    form = await form_of(scripty, STRANGER, "task_made")
    await scripty.people.submit(STRANGER, form, {"title": "swap the shot"})
    await settled(scripty)
    members = {member["user"] for member in (await production(scripty))["members"]}
    assert members == set(PEOPLE)


async def test_a_person_s_assignment_survives_the_next_reading(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", LOGO))
    await press_note(scripty, root, "director", "note_assign", 1)
    form = await form_of(scripty, "director", "note_assigned")
    await scripty.people.submit("director", form, {"owner": "U00000002"})
    await scripty.people.post("client", CHANNEL, "0:30 the end card is too dark", root)
    await settled(scripty)
    assert (await note(scripty, 2))["state"] == "draft"
    assert (await note(scripty, 1))["owner"]["user"] == "U00000002"


async def test_a_card_deleted_by_hand_comes_back_when_asked_for(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", LOGO))
    shown = card(scripty, root)
    scripty.team.slack.channel(CHANNEL).messages.pop(shown["ts"])
    await scripty.people.post("client", CHANNEL, "0:30 the end card is too dark", root)
    await settled(scripty)
    opening = next(m for m in scripty.team.slack.messages(CHANNEL) if m["ts"] == root)
    await scripty.people.shortcut("editor", CHANNEL, opening, "review_start_here")
    await settled(scripty)
    assert card(scripty, root)["ts"] != shown["ts"]
    assert len(actions((await scripty.record())["events"], "review.started")) == 1
