"""Milestones: made, moved, completed, and what is on them, through really signed requests."""

import asyncio
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo.render import as_text
from handlers.text import day
from tests.support.acting import (
    Json,
    actions,
    edits_of,
    errors_of,
    form_of,
    key_of,
    press_note,
    settled,
    thread_under_review,
    told,
    words_of,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE
from tests.support.watching import WORKSPACE, Row, rows

IDS = {name: user for user, name in PEOPLE.items()}
BERLIN = ZoneInfo("Europe/Berlin")


def ahead(days: int) -> date:
    return datetime.now(BERLIN).date() + timedelta(days=days)


def named(days: int, time: str = "") -> str:
    """Such as "Fri 12 Jun 17:00", that many days from now."""
    today = ahead(0)
    return f"{day(today + timedelta(days=days), today)} {time}".strip()


async def says(scripty: Running, who: str, words: str, verb: str = "milestone") -> str:
    """What a command is answered with."""
    return words_of(await scripty.people.command(who, CHANNEL, f"{verb} {words}"))


async def asks(scripty: Running, who: str, words: str, form: str) -> Json:
    """The form that a command opens."""
    answer = await scripty.people.command(who, CHANNEL, f"milestone {words}")
    assert (answer.status, answer.body) == (200, "")
    return await form_of(scripty, who, form)


async def press(scripty: Running, who: str, name: str, action: str) -> None:
    """Press a button of a milestone's card, whether or not it is offered just now."""
    value = str((await milestone(scripty, name))["id"])
    side, user = scripty.people.side, scripty.team.slack.user(who).id
    await settled(scripty)
    shown = card(scripty, name)
    answer = await side.press(user, CHANNEL, shown, action, element={"value": value})
    assert answer.status == 200, answer.body


async def submits(scripty: Running, who: str, view: Json, **values: object) -> None:
    answer = await scripty.people.submit(who, view, values)
    assert answer.body == "", answer.body


def cards(scripty: Running) -> list[Json]:
    shown = scripty.team.slack.bot_messages(CHANNEL)
    return [each for each in shown if key_of(each).startswith("milestone:")]


def card(scripty: Running, name: str) -> Json:
    (found,) = [each for each in cards(scripty) if as_text(each["blocks"]).startswith(name)]
    return found


async def card_text(scripty: Running, name: str) -> str:
    """The card of a milestone, once everything is done and shown."""
    await settled(scripty)
    return as_text(card(scripty, name)["blocks"])


async def milestone(scripty: Running, name: str) -> Row:
    query = "SELECT * FROM milestone WHERE lower(name) = lower(%s) ORDER BY created_at DESC"
    return (await rows(scripty.scripty.where, query, name))[0]


def directly(scripty: Running, who: str) -> list[str]:
    """What the bot told this person in direct messages."""
    slack = scripty.team.slack
    channel, _ = slack.direct(slack.team, slack.user(who))
    return [as_text(each["blocks"]) for each in slack.bot_messages(channel.id)]


async def begun(scripty: Running) -> str:
    """A review with two accepted notes: N1 of the editor, N2 of nobody. Its thread."""
    root = await thread_under_review(
        scripty,
        ("client", "0:08 make the logo bigger please"),
        ("director", "0:20 trim the pause before the door"),
    )
    await press_note(scripty, root, "director", "note_accept", 1)
    await press_note(scripty, root, "director", "note_accept", 2)
    await settled(scripty)
    return root


async def test_made_shown_completed_and_opened_again(scripty: Running) -> None:
    await begun(scripty)
    said = await says(scripty, "client", "“Picture lock” in 10 days 17:00")
    assert said.startswith(f"Picture lock is on {named(10, '17:00')}, in 10 days.")
    assert "Its card is in this channel." in said
    made = await milestone(scripty, "Picture lock")
    assert made["at"] == datetime.combine(ahead(10), datetime.min.time(), BERLIN).replace(hour=17)
    assert f"Picture lock\n{named(10, '17:00')}\n0 of " in await card_text(scripty, "Picture lock")
    assert "Milestone of spot-a · made by client" in await card_text(scripty, "Picture lock")

    first, second = await asyncio.gather(
        *(
            scripty.people.command(who, CHANNEL, "milestone Mix in 14 days")
            for who in ("editor",) * 2
        )
    )
    answers = sorted([words_of(first), words_of(second)], key=len)
    await settled(scripty)
    assert answers[0].startswith(f"Mix is on {named(14)}")
    assert (
        f"Mix is a milestone already, on {named(14)}. To move it: /scripty milestone move"
        in (answers[1])
    )
    assert len(cards(scripty)) == 2

    for words, wrong in {
        "Old 2020-01-01": "Wed 1 Jan 2020 has passed.",
        '"Delivery" someday': "I can't read “someday” as a day.",
        "Delivery someday": "No milestone is called “Delivery someday”, and I see no day in that.",
        "Picture lok": "Did you mean “Picture lock”?",
        'complete "Mix" now': "I don't understand “now” there.",
    }.items():
        assert wrong in await says(scripty, "editor", words)
    assert "Only members of spot-a" in await says(scripty, "stranger", "Party in 3 days")
    listed = await says(scripty, "director", "")
    assert listed.index(f"Picture lock  {named(10, '17:00')} · in 10 days") < listed.index("Mix  ")
    assert listed.count("[Check] [Edit] [Move] [Complete] [Cancel]") == 2

    # what is missing is said first
    await press(scripty, "sound mixer", "Picture lock", "milestone_complete")
    assert await told(scripty, "sound mixer", "You can't change Picture lock. Ask client")
    await settled(scripty)
    await scripty.people.press(
        "editor", CHANNEL, card(scripty, "Picture lock"), "milestone_complete"
    )
    form = await form_of(scripty, "editor", "milestone_completed")
    assert "Missing on Picture lock: " in as_text(form["blocks"])
    assert "no owner" in as_text(form["blocks"]).casefold()
    await submits(scripty, "editor", form, because="the client takes it as it is")
    assert "Completed on " in await card_text(scripty, "Picture lock")
    assert "0 of " in await card_text(scripty, "Mix")  # it has them now
    again = errors_of(await scripty.people.side.submit(IDS["editor"], form))
    assert "Picture lock is already completed, by editor on " in again["because"]
    await press(scripty, "editor", "Picture lock", "milestone_complete")
    assert await told(scripty, "editor", "Picture lock is already completed, by editor on ")

    assert "Mix is cancelled. Still open: " in (said := await says(scripty, "editor", "cancel Mix"))
    assert said.endswith("on no milestone now.")
    await press(scripty, "editor", "Mix", "milestone_reopen")
    assert "Mix is open already." in await says(scripty, "editor", "reopen Mix")
    assert "Closed: Picture lock (completed" in await says(scripty, "editor", "")
    events = (await scripty.record())["events"]
    (done,) = actions(events, "milestone.completed")
    assert done["detail"]["reason"] == "the client takes it as it is"
    assert len(actions(events, "milestone.made")) == 2


async def test_a_move_is_told_once_to_those_with_something_due(scripty: Running) -> None:
    await begun(scripty)
    for task in (
        "lower the music @editor by tomorrow",
        "send stills @client by tomorrow",
        "book the cinema @director by tomorrow",
        "sleep @producer",
        "call them @sound-mixer by tomorrow",
    ):
        await scripty.people.command(
            "editor", CHANNEL, f"task {task.replace('@sound-mixer', '@sound')}"
        )
    await says(scripty, "client", '"Picture lock" in 10 days 17:00')
    before, after = named(10, "17:00"), named(12, "17:00")
    query = "UPDATE person SET is_external = true WHERE user_id = %s"
    await rows(scripty.scripty.where, query, IDS["sound mixer"])
    assert "You can't change Picture lock" in await says(
        scripty, "director", "move Picture lock in 12 days because x"
    )
    said = await says(
        scripty, "client", "move Picture lock in 12 days because client & co are away"
    )
    assert said.startswith(f"Picture lock moves from {before} to {after}. The 2 people who have")
    await settled(scripty)
    for who in ("editor", "director"):
        (message,) = directly(scripty, who)
        assert f"Picture lock moves from {before} to {after}" in message
        assert "client: “client & co are away”" in message
    assert "lower the music" in directly(scripty, "editor")[0]
    assert "v2" not in directly(scripty, "editor")[0]  # theirs, without a day of its own
    for who in ("client", "producer", "sound mixer"):
        assert not directly(scripty, who)
    assert f"Moved on {named(0)} by client: “client & co are away”" in await card_text(
        scripty, "Picture lock"
    )
    said = await says(scripty, "client", "move Picture lock in 12 days because client & co")
    assert said == f"Picture lock is on {after} already. Nothing was changed."

    # without a reason the form asks for it; pressed twice, it moves once
    form = await asks(scripty, "client", "move Picture lock in 13 days", "milestone_moved")
    assert "2 people have something due on it" in str(form)
    assert f"[{ahead(13).isoformat()}" in as_text(form["blocks"])
    late = {"day": "2020-01-01", "because": "x"}
    assert "has passed" in errors_of(await scripty.people.submit("client", form, late))["day"]
    await submits(scripty, "client", form, because="the mix is late")
    twice = errors_of(
        await scripty.people.side.submit(IDS["client"], form | {"state": filled(form)})
    )
    assert "already" in twice["day"]
    await settled(scripty)
    assert [len(directly(scripty, who)) for who in ("editor", "director")] == [2, 2]
    moved = await milestone(scripty, "Picture lock")
    assert (moved["moves"], moved["day"], moved["time"]) == (2, ahead(13), "17:00")
    assert "Moved twice, last on" in await card_text(scripty, "Picture lock")
    assert len(actions((await scripty.record())["events"], "milestone.moved")) == 2
    history = await says(scripty, "client", "“picture LOCK”", "history")
    assert "made the milestone Picture lock" in history
    assert ": “the mix is late”" in history
    assert "I can't tell what" in await says(scripty, "client", "“picture loco”", "history")


def filled(form: Json) -> Json:
    """The state of the form of a move as it was entered."""
    return {
        "values": {
            "day": {"day": {"type": "datepicker", "selected_date": ahead(13).isoformat()}},
            "time": {"time": {"type": "timepicker", "selected_time": "17:00"}},
            "because": {"because": {"type": "plain_text_input", "value": "the mix is late"}},
        }
    }


async def test_what_waits_for_what_and_what_is_on_it(scripty: Running) -> None:
    await begun(scripty)
    for words in ("Lock in 5 days", "Sound in 8 days", "Mix in 10 days"):
        await says(scripty, "editor", words)
    assert await says(scripty, "editor", "Sound waits for Lock") == "Sound waits for Lock."
    assert "already" in await says(scripty, "editor", '"Sound" waits for "Lock"')
    await says(scripty, "editor", "Mix waits for Sound")
    assert "Lock can't wait for Mix: Mix waits for Sound, which waits for Lock. Take one" in (
        await says(scripty, "editor", "Lock waits for Mix")
    )
    assert "Mix can't wait for itself." in await says(scripty, "editor", "Mix waits for mix")
    assert f"Waits for Lock ({named(5)})\nWaited for by Mix ({named(10)})" in await card_text(
        scripty, "Sound"
    )
    assert "Sound no longer waits for Lock." in await says(
        scripty, "editor", '"Sound" no longer waits for "Lock"'
    )

    # the form does the same, and refuses the same; unchanged it changes nothing
    form = await asks(scripty, "editor", "edit Lock", "milestone_edited")
    mix, lock = await milestone(scripty, "Mix"), await milestone(scripty, "Lock")
    await submits(scripty, "editor", form)
    await submits(
        scripty, "editor", await asks(scripty, "editor", "edit Lock", "milestone_edited"),
        name="Picture lock", consequence="the cinema is lost", by_date="hand",
        waits_for=[str(mix["id"])],
    )  # fmt: skip
    shown = await card_text(scripty, "Picture lock")
    assert f"Waits for Mix ({named(10)})\nMix comes after it, though\n" in shown
    assert "If it slips: the cinema is lost\nOnly what is put on it belongs to it" in shown
    stale = errors_of(await scripty.people.side.submit(IDS["editor"], form))
    assert "changed by somebody else" in stale["name"]
    form = await asks(scripty, "editor", "edit Sound", "milestone_edited")
    values = {"waits_for": [str(lock["id"])]}
    circle = errors_of(await scripty.people.submit("editor", form, values))
    assert circle["waits_for"].startswith("Sound can't wait for Picture lock: Picture lock waits")
    taken = errors_of(await scripty.people.submit("editor", form, {"name": "MIX", "waits_for": []}))
    assert f"Mix is a milestone already, on {named(10)}." in taken["name"]

    # by date, by hand, by rule
    assert "0 of 3 done" in await card_text(scripty, "Sound")
    assert await says(scripty, "director", 'add "Mix" T1 v2') == "On Mix now: T1 and v2."
    assert "0 of 2 done" in await card_text(scripty, "Mix")
    assert "0 of 1 done" in await card_text(scripty, "Sound")
    assert "T1 and v2 are on Mix already." in await says(scripty, "editor", "add Mix T1, v2")
    assert "There is no “T9” in spot-a." in await says(scripty, "editor", "add Mix T9 T2")
    assert "There is no “call sheet”" in await says(scripty, "editor", "add Mix call sheet")
    await says(scripty, "editor", "add N1 to Picture lock")  # T1 is its task
    assert "0 of 1 done" in await card_text(scripty, "Mix")
    said = await says(scripty, "editor", "add Sound tasks of v2, documents of kind Call sheet")
    assert said == "On Sound now: tasks of v2 and documents of kind call sheet."
    assert "T2 was not put on Sound by hand" in await says(scripty, "editor", "remove Sound T2")
    said = await says(scripty, "editor", "remove T1 from Picture lock")
    assert said == "No longer put on Picture lock: T1."
    assert "0 of 2 done" in await card_text(scripty, "Sound")
    await says(scripty, "editor", "add Sound T1")
    said = await says(scripty, "editor", "remove Sound T1")
    assert said == "No longer put on Sound: T1. N1 stays there by date or by rule."
    await says(scripty, "editor", 'remove "Sound" tasks of v2')
    tasks = await says(scripty, "editor", "“sound”", "tasks")
    assert "Tasks for Sound\n2 tasks" in tasks
    assert "Nothing here." in await says(scripty, "editor", "Picture lock", "tasks")


async def test_another_time_zone_leaves_the_clocks_where_they_are(scripty: Running) -> None:
    await begun(scripty)
    await says(scripty, "editor", "Lock in 5 days 17:00")
    await says(scripty, "editor", "Mix in 8 days")
    await settled(scripty)
    before = edits_of(scripty, card(scripty, "Lock")["ts"])
    await scripty.people.command("editor", CHANNEL, "new")
    form = await form_of(scripty, "editor", "production_set_up")
    answer = await scripty.people.submit("editor", form, {"timezone": "Asia/Kolkata"})
    assert answer.json()["response_action"] == "update"
    await settled(scripty)
    lock, mix = await milestone(scripty, "Lock"), await milestone(scripty, "Mix")
    kolkata = ZoneInfo("Asia/Kolkata")
    assert f"{lock['at'].astimezone(kolkata):%Y-%m-%d %H:%M}" == f"{ahead(5)} 17:00"
    assert f"{mix['at'].astimezone(kolkata):%Y-%m-%d %H:%M:%S}" == f"{ahead(8)} 23:59:59"
    assert edits_of(scripty, card(scripty, "Lock")["ts"]) == before + 1
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        (production,) = await work.productions.all()
    zones = await rows(scripty.scripty.where, "SELECT timezone FROM nudge_clock")
    assert production.timezone in {each["timezone"] for each in zones}
