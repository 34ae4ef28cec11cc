"""What people do in a scenario and what they then see, in a line each."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.people.transport import Answer
from bot.demo.render import as_text
from bot.demo.slack import LocalSlack
from tests.support.running import Running
from tests.support.team import CHANNEL
from tests.support.watching import all_done, rows

Json = dict[str, Any]

LINK = "<https://f.io/abc|f.io/abc>"
ROOT_WORDS = f"v2 of the spot is up {LINK}"


async def settled(scripty: Running) -> None:
    """Everything that was asked for until now is done and shown."""
    await all_done(scripty.scripty.where, 30)


async def thread_under_review(scripty: Running, *replies: tuple[str, str]) -> str:
    """A cut is posted, answered by these people, put under review and read. The thread's ts."""
    root: Json = await scripty.people.post("editor", CHANNEL, ROOT_WORDS)
    await scripty.people.shortcut("editor", CHANNEL, root, "review_start_here")
    for who, words in replies:
        await scripty.people.post(who, CHANNEL, words, thread_ts=root["ts"])
    await settled(scripty)
    return str(root["ts"])


async def history_under_review(
    scripty: Running, *replies: tuple[str, str], channel: str = CHANNEL, root: str = ROOT_WORDS
) -> str:
    """A thread that has been written already is put under review: it is read at once and whole.
    The thread's ts; the reading is still under way."""
    slack = scripty.team.slack
    first: Json = slack.post_as("editor", channel, root)
    for who, words in replies:
        slack.post_as(who, channel, words, first["ts"])
    await scripty.people.shortcut("editor", channel, first, "review_start_here")
    return str(first["ts"])


def cards(slack: LocalSlack, root: str, channel: str = CHANNEL) -> list[Json]:
    """The review cards that stand in a thread; there should be one."""
    return [m for m in slack.bot_messages(channel, root) if key_of(m).startswith("card:")]


def card(scripty: Running, root: str) -> Json:
    """The one card of a thread."""
    (only,) = cards(scripty.team.slack, root)
    return only


def card_text(scripty: Running, root: str) -> str:
    """The card as people read it."""
    return as_text(card(scripty, root)["blocks"])


async def card_saying(scripty: Running, root: str, words: str) -> Json:
    """The card, once it says these words."""

    def saying(slack: LocalSlack) -> Json | None:
        return next((c for c in cards(slack, root) if words in as_text(c["blocks"])), None)

    return await scripty.team.slack.wait_for(saying)


async def task_card_saying(scripty: Running, words: str, channel: str = CHANNEL) -> Json:
    """The card of a task, once one says these words."""

    def saying(slack: LocalSlack) -> Json | None:
        found = [m for m in slack.bot_messages(channel) if key_of(m).startswith("task:")]
        return next((m for m in found if words in as_text(m["blocks"])), None)

    return await scripty.team.slack.wait_for(saying)


def key_of(message: Mapping[str, Any]) -> str:
    """The key of the delivery that a message of the bot shows; empty for other messages."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return str(payload.get("key", ""))


def edits_of(scripty: Running, ts: str) -> int:
    """How often the bot has edited a message of its own."""
    return sum(call["ts"] == ts for call in scripty.team.slack.calls("chat.update"))


def words_of(answer: Answer) -> str:
    """What a command was answered with, as its author reads it."""
    assert answer.status == 200
    assert answer.json()["response_type"] == "ephemeral"
    return as_text(answer.json()["blocks"])


async def told(scripty: Running, user: str, words: str) -> Json:
    """What only this person sees, once it says these words."""
    person = scripty.team.slack.user(user).id

    def saying(slack: LocalSlack) -> Json | None:
        mine = [one for one in slack.ephemerals if one["user"] == person]
        return next((one for one in mine if words in as_text(one.get("blocks", []))), None)

    return await scripty.team.slack.wait_for(saying)


def told_so_far(scripty: Running, user: str) -> list[str]:
    """Everything that only this person has seen."""
    slack = scripty.team.slack
    mine = [one for one in slack.ephemerals if one["user"] == slack.user(user).id]
    return [as_text(one.get("blocks", [])) for one in mine]


async def told_directly(scripty: Running, user: str, words: str) -> str:
    """A direct message to this person, once it says these words."""

    def saying(slack: LocalSlack) -> str | None:
        direct, _ = slack.direct(slack.team, slack.user(user))
        found = [as_text(message["blocks"]) for message in slack.bot_messages(direct.id)]
        return next((text for text in found if words in text), None)

    return await scripty.team.slack.wait_for(saying)


async def form_of(scripty: Running, user: str, callback_id: str) -> Json:
    """The form on top of this person's screen, once it is this one."""

    def shown(_: LocalSlack) -> Json | None:
        view = scripty.people.view_of(user)
        return view if view and view["callback_id"] == callback_id else None

    return await scripty.team.slack.wait_for(shown)


async def all_settings(scripty: Running, user: str, view: Json) -> Json:
    """The form with everything that can be set, which *More settings* opens above the short one."""
    answer = await scripty.people.press_in_view(user, view, "production_more")
    assert answer.status == 200, answer.body
    longer = scripty.people.view_of(user)
    assert longer is not None
    assert longer["previous_view_id"] == view["id"]
    return longer


def errors_of(answer: Answer) -> Mapping[str, str]:
    """What a form objects to, by field."""
    body = answer.json()
    assert body["response_action"] == "errors"
    errors: Mapping[str, str] = body["errors"]
    return errors


async def productions(scripty: Running) -> list[Json]:
    found: list[Json] = (await scripty.record())["productions"]
    return found


async def production(scripty: Running) -> Json:
    """The one production there is."""
    (only,) = await productions(scripty)
    return only


async def reviews(scripty: Running) -> list[Json]:
    """The reviews of the one production, oldest first, each with its cut under "cut"."""
    cuts = (await production(scripty))["cuts"]
    return [review | {"cut": cut} for cut in cuts for review in cut["reviews"]]


async def notes(scripty: Running) -> dict[int, Json]:
    """All notes of the one production, by number."""
    return {note["number"]: note for review in await reviews(scripty) for note in review["notes"]}


async def note(scripty: Running, number: int) -> Json:
    return (await notes(scripty))[number]


async def tasks(scripty: Running) -> list[Json]:
    """The tasks of the one production, by number."""
    found: list[Json] = (await production(scripty))["tasks"]
    return found


async def press_note(scripty: Running, root: str, who: str, action: str, number: int) -> Answer:
    """Press a note's button on the card."""
    (found,) = await rows(scripty.scripty.where, "SELECT id FROM note WHERE number = %s", number)
    value = str(found["id"])
    answer = await scripty.people.press(who, CHANNEL, card(scripty, root), action, value)
    assert answer.status == 200, answer.body
    return answer


async def press_task(scripty: Running, who: str, action: str, words: str) -> Json:
    """Press a button on the card of the task that says these words. The card before the press."""
    shown = await task_card_saying(scripty, words)
    answer = await scripty.people.press(who, CHANNEL, shown, action)
    assert answer.status == 200, answer.body
    return shown


def offered(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The buttons of a message or view: action_id and value."""
    return [
        (element["action_id"], element["value"])
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def actions(events: list[Json], name: str) -> list[Json]:
    """The entries of the audit trail with this action."""
    return [event for event in events if event["action"] == name]


async def holds(scripty: Running, words: str) -> bool:
    """Whether these words stand anywhere in the record."""
    return words in json.dumps(await scripty.record(), ensure_ascii=False)


def clock_of(moment: str) -> str:
    """Such as "14:02", for an ISO moment of the record as people in Berlin read it."""
    return f"{datetime.fromisoformat(moment).astimezone(ZoneInfo('Europe/Berlin')):%H:%M}"
