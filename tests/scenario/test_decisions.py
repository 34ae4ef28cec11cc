"""Decisions: logged from a message, heard from the decider, listed, found, superseded."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from bot.demo.people.transport import Answer
from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults, view_faults
from handlers.program import Actor
from handlers.record.recording import record_decision
from store.tables import Decision, Production
from tests.support.acting import (
    Json,
    actions,
    card,
    card_text,
    errors_of,
    form_of,
    key_of,
    note,
    offered,
    press_note,
    settled,
    thread_under_review,
    told,
    told_directly,
    told_so_far,
    words_of,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE, STRANGER

IDS = {name: user for user, name in PEOPLE.items()}
WHAT = "The logo stays at its old size"


# What the tests do and see


async def decisions(scripty: Running) -> list[Decision]:
    """All decisions of the record, by number."""
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        found = await work.session.exec(select(Decision))
        return sorted(found, key=lambda each: each.number)


async def decided_by_director(scripty: Running) -> None:
    """The production's decider is the director."""
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        production = (await work.session.exec(select(Production))).one()
        production.decider = IDS["director"]


async def recorded(scripty: Running, *whats: str, **fields: Any) -> list[Decision]:
    """Decisions that stand in the record already."""
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        production = (await work.session.exec(select(Production))).one()
        actor = Actor(IDS["editor"], "modal")
        return [
            await record_decision(
                work, production.id, actor, what=what, decided_by=IDS["director"], **fields
            )
            for what in whats
        ]


async def said(scripty: Running, root: str, who: str, words: str) -> Json:
    """Something said in the thread, captured by the bot."""
    message: Json = await scripty.people.post(who, CHANNEL, words, thread_ts=root)
    await settled(scripty)
    return message


async def form_for(scripty: Running, message: Json, who: str = "editor") -> Json:
    """The form of *Log a decision* on a message, as this person sees it."""
    await scripty.people.shortcut(who, CHANNEL, message, "decision_log")
    return await form_of(scripty, who, "decision_logged")


async def log(scripty: Running, message: Json, who: str = "editor", **values: Any) -> Answer:
    """*Log a decision* on a message, its form submitted with these values."""
    return await scripty.people.submit(who, await form_for(scripty, message, who), values)


async def listed(scripty: Running, words: str = "", who: str = "client") -> str:
    """What `/scripty decisions` answers."""
    return words_of(await scripty.people.command(who, CHANNEL, f"decisions {words}"))


def ephemeral(scripty: Running, who: str, answer: Answer) -> Json:
    """A command's answer as it stands on its author's screen, where it can be pressed."""
    slack = scripty.team.slack
    shown = {**answer.json(), "channel": CHANNEL, "user": slack.user(who).id}
    shown["ts"] = f"{time.time():.6f}"
    slack.ephemerals.append(shown)
    return shown


def notices(scripty: Running) -> list[Json]:
    """The messages of the bot about decisions."""
    shown = scripty.team.slack.bot_messages(CHANNEL)
    return [each for each in shown if key_of(each).startswith("decision:")]


def initial(view: Json, name: str) -> Any:
    """What a field of the form holds when it opens."""
    element = next(block["element"] for block in view["blocks"] if block["block_id"] == name)
    return next((value for key, value in element.items() if key.startswith("initial")), None)


def fields(view: Json) -> set[str]:
    return {block["block_id"] for block in view["blocks"] if block["type"] == "input"}


def mentions(blocks: Sequence[Json]) -> bool:
    """Whether anything in these blocks could notify somebody."""
    shown = str(blocks)
    return any(
        f"'type': '{kind}'" in shown for kind in ("user", "usergroup", "broadcast", "mrkdwn")
    )


# Logging one


async def test_a_decision_is_logged_from_a_message_and_the_thread_is_told(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty)
    message = await said(scripty, root, "director", f"{WHAT}, <@{IDS['client']}> agreed")
    form = await form_for(scripty, message)
    assert initial(form, "what") == f"{WHAT}, @client agreed"
    assert initial(form, "decided_by") == IDS["director"]
    assert "supersedes" not in fields(form)
    answer = await scripty.people.submit(
        "editor", form, {"why": "the guideline says so", "next_action": "tell the client"}
    )
    assert answer.status == 200
    await settled(scripty)
    (decision,) = await decisions(scripty)
    assert (decision.number, decision.origin) == (1, "logged")
    assert (decision.decided_by, decision.logged_by) == (IDS["director"], IDS["editor"])
    assert decision.source_ts == message["ts"]
    assert decision.cut_id is not None
    (notice,) = notices(scripty)
    assert notice["thread_ts"] == root
    text = as_text(notice["blocks"])
    assert f"D1  {WHAT}, @client agreed" in text
    assert "director" in text
    assert "recorded by editor" in text
    assert "Why: the guideline says so\nNext: tell the client" in text
    assert decision.source_permalink in str(notice["blocks"])
    (event,) = actions((await scripty.record())["events"], "decision.recorded")
    assert (event["actor"], event["surface"]) == (IDS["editor"], "modal")


async def test_the_same_message_logged_by_two_people_is_one_decision(scripty: Running) -> None:
    root = await thread_under_review(scripty)
    message = await said(scripty, root, "director", WHAT)
    mine = await form_for(scripty, message, "editor")
    theirs = await form_for(scripty, message, "producer")
    assert (await scripty.people.submit("editor", mine, {})).json() == {}
    answer = await scripty.people.submit("producer", theirs, {"why": "another reason"})
    assert errors_of(answer)["what"].startswith(f"This is D1 already: “{WHAT}”. To replace it")
    assert len(await decisions(scripty)) == 1


async def test_a_form_submitted_twice_at_once_is_one_decision(scripty: Running) -> None:
    root = await thread_under_review(scripty)
    message = await said(scripty, root, "director", WHAT)
    form = await form_for(scripty, message)
    answers = await asyncio.gather(*(scripty.people.submit("editor", form, {}) for _ in range(6)))
    refused = [each for each in answers if each.body]
    assert len(refused) == 5
    assert all("D1 already" in errors_of(each)["what"] for each in refused)
    await settled(scripty)
    assert len(await decisions(scripty)) == 1
    assert len(notices(scripty)) == 1


async def test_a_message_may_hold_two_decisions(scripty: Running) -> None:
    root = await thread_under_review(scripty)
    message = await said(scripty, root, "director", WHAT)
    await log(scripty, message)
    await log(scripty, message, "producer", what="No music over the end card")
    assert [each.what for each in await decisions(scripty)] == [WHAT, "No music over the end card"]


async def test_a_later_decision_supersedes_and_the_earlier_one_stays(scripty: Running) -> None:
    root = await thread_under_review(scripty)
    first = await said(scripty, root, "director", WHAT)
    await log(scripty, first)
    second = await said(scripty, root, "client", "No, make it bigger after all")
    form = await form_for(scripty, second, "producer")
    (known,) = await decisions(scripty)
    await scripty.people.submit("producer", form, {"supersedes": str(known.id)})
    await settled(scripty)
    text = await listed(scripty)
    assert "D2  No, make it bigger after all · supersedes D1" in text
    assert f"D1  {WHAT} · superseded by D2" in text
    assert text.index("D2  ") < text.index("D1  ")
    assert "superseded by D2" in as_text(notices(scripty)[0]["blocks"])
    third = await said(scripty, root, "client", "or not")
    form = await form_for(scripty, third)
    offered_now = next(b for b in form["blocks"] if b["block_id"] == "supersedes")
    words = [each["text"]["text"] for each in offered_now["element"]["options"]]
    assert words == ["D2 No, make it bigger after all"]


async def test_two_who_supersede_the_same_decision_are_told_of_each_other(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty)
    (known,) = await recorded(scripty, WHAT)
    message = await said(scripty, root, "client", "make it bigger")
    mine = await form_for(scripty, message, "editor")
    theirs = await form_for(scripty, message, "producer")
    chosen = {"supersedes": str(known.id)}
    await scripty.people.submit("editor", mine, chosen)
    answer = await scripty.people.submit("producer", theirs, chosen)
    assert "D1 is superseded by D2 already" in errors_of(answer)["supersedes"]
    assert len(await decisions(scripty)) == 2


async def test_a_decision_is_superseded_once(scripty: Running) -> None:
    await thread_under_review(scripty)
    (known,) = await recorded(scripty, WHAT)
    with pytest.raises(IntegrityError, match="uq_decision_supersedes"):
        await recorded(scripty, "bigger", "smaller", supersedes=known.id)


async def test_the_same_words_may_be_logged_again_to_supersede(scripty: Running) -> None:
    root = await thread_under_review(scripty)
    message = await said(scripty, root, "director", WHAT)
    await log(scripty, message)
    (known,) = await decisions(scripty)
    await log(scripty, message, "producer", supersedes=str(known.id))
    assert [each.supersedes for each in await decisions(scripty)] == [None, known.id]


async def test_only_members_log(scripty: Running) -> None:
    root = await thread_under_review(scripty)
    message = await said(scripty, root, "director", WHAT)
    await scripty.people.shortcut(STRANGER, CHANNEL, message, "decision_log")
    assert await told_directly(scripty, STRANGER, "Only members of spot-a can do that")
    form = await form_for(scripty, message, "editor")
    answer = await scripty.people.submit(STRANGER, form, {})
    assert "Only members" in str(errors_of(answer))
    assert not await decisions(scripty)


async def test_only_members_and_no_bots_decide(scripty: Running) -> None:
    root = await thread_under_review(scripty)
    message = await said(scripty, root, "director", WHAT)
    form = await form_for(scripty, message)
    for nobody in (STRANGER, scripty.team.slack.team.bot_user):
        answer = await scripty.people.submit("editor", form, {"decided_by": nobody})
        assert "Choose a member of spot-a" in errors_of(answer)["decided_by"]
    assert not await decisions(scripty)


async def test_a_message_of_the_bot_names_nobody_as_decider(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", "0:08 make the logo bigger"))
    shown = scripty.team.slack.bot_messages(CHANNEL, root)[0]
    assert initial(await form_for(scripty, shown), "decided_by") is None


async def test_a_channel_without_a_production_is_told_how_to_begin(scripty: Running) -> None:
    message = await scripty.people.post("director", CHANNEL, WHAT)
    await scripty.people.shortcut("editor", CHANNEL, message, "decision_log")
    shown = as_text((await told(scripty, "editor", "no production yet"))["blocks"])
    assert "/scripty review and a link" in shown
    assert "no production yet" in await listed(scripty)


async def test_a_message_outside_a_review_can_be_logged(scripty: Running) -> None:
    await thread_under_review(scripty)
    message = await scripty.people.post("director", CHANNEL, "We shoot on Tuesday")
    await log(scripty, message)
    await settled(scripty)
    (decision,) = await decisions(scripty)
    assert decision.cut_id is None
    assert notices(scripty)[0]["thread_ts"] == message["ts"]


async def test_three_thousand_characters_fit(scripty: Running) -> None:
    root = await thread_under_review(scripty)
    message = await said(scripty, root, "director", "the logo stays as it is 🎬 " * 120)
    form = await form_for(scripty, message)
    assert not view_faults({**form, "blocks": form["blocks"]})
    assert len(initial(form, "what")) <= 500
    await scripty.people.submit("editor", form, {"why": "w" * 500, "next_action": "n" * 500})
    await settled(scripty)
    assert len((await decisions(scripty))[0].what) <= 500
    assert not message_faults(notices(scripty)[0]["blocks"])


async def test_words_with_markup_ping_nobody(scripty: Running) -> None:
    root = await thread_under_review(scripty)
    message = await said(scripty, root, "director", f"<!channel> ask <@{IDS['client']}> & <x>")
    await log(scripty, message, why="<!here> *bold* <@U00000001>", next_action="`code` & more")
    await settled(scripty)
    (notice,) = notices(scripty)
    assert not mentions(notice["blocks"])
    assert "@channel ask @client" in as_text(notice["blocks"])
    assert "<!here> *bold* <@U00000001>" in as_text(notice["blocks"])
    assert "<!" not in notice["text"]
    answer = await scripty.people.command("client", CHANNEL, "decisions <!here>")
    assert not mentions(answer.json()["blocks"])
    assert "<!" not in answer.json()["text"]


# The decider's own words


async def test_what_the_decider_said_is_recorded_once_a_person_accepts_the_note(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, ("director", "we agreed: the long version stays"))
    await decided_by_director(scripty)
    found = await note(scripty, 1)
    assert found["kind"] == "decision"
    assert not await decisions(scripty)
    undecided = card(scripty, root)
    await press_note(scripty, root, "editor", "note_accept", 1)
    (decision,) = await decisions(scripty)
    assert decision.origin == "words"
    assert (decision.decided_by, decision.logged_by) == (IDS["director"], IDS["editor"])
    assert decision.what == "We agreed: the long version stays"
    assert decision.next_action == ""
    assert str(decision.note_id) == found["id"]
    assert decision.source_permalink
    # The producer still sees the card as it was before.
    await scripty.people.press(IDS["producer"], CHANNEL, undecided, "note_accept", found["id"])
    assert len(await decisions(scripty)) == 1
    await settled(scripty)
    assert "N1 → D1" in card_text(scripty, root)


async def test_what_somebody_else_said_is_a_decision_once_the_decider_accepts_it(
    scripty: Running,
) -> None:
    words = "we agreed: the long version stays"
    root = await thread_under_review(
        scripty, ("client", words), ("client", "we agreed: the end card is white")
    )
    await decided_by_director(scripty)
    await press_note(scripty, root, "editor", "note_accept", 1)
    assert not await decisions(scripty)
    await press_note(scripty, root, "director", "note_accept", 2)
    (decision,) = await decisions(scripty)
    assert "white" in decision.what
    assert decision.decided_by == IDS["director"]


async def test_a_wish_of_the_decider_is_no_decision(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", "0:08 make the logo bigger"))
    await decided_by_director(scripty)
    await press_note(scripty, root, "director", "note_accept", 1)
    assert not await decisions(scripty)


async def test_without_a_decider_nobody_s_words_are_a_decision(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("director", "we agreed: the long version stays"))
    async with scripty.scripty.record.workspace(scripty.team.slack.team.id) as work:
        (await work.session.exec(select(Production))).one().decider = None
    await press_note(scripty, root, "director", "note_accept", 1)
    assert not await decisions(scripty)


# The list


async def test_only_members_see_the_list_and_turn_its_pages(scripty: Running) -> None:
    await thread_under_review(scripty)
    await recorded(scripty, *(f"{WHAT} {number}" for number in range(12)))
    assert "Only members of spot-a" in await listed(scripty, who=STRANGER)
    shown = ephemeral(
        scripty, "client", await scripty.people.command("client", CHANNEL, "decisions")
    )
    await scripty.people.press(STRANGER, CHANNEL, shown, "decisions_page")
    assert await told_directly(scripty, STRANGER, "Only members of spot-a")


async def test_the_list_says_who_when_why_and_what_next(scripty: Running) -> None:
    await thread_under_review(scripty)
    await recorded(
        scripty, WHAT, why="the guideline", next_action="tell the client",
        source_permalink="https://team.slack.com/archives/C1/p1",
    )  # fmt: skip
    answer = await scripty.people.command("client", CHANNEL, "decisions")
    text = words_of(answer)
    assert f"D1  {WHAT}\ndirector · " in text
    assert "· recorded by editor · message" in text
    assert "Why: the guideline\nNext: tell the client" in text
    assert "https://team.slack.com/archives/C1/p1" in str(answer.json()["blocks"])


async def test_an_empty_list_says_how_to_fill_it(scripty: Running) -> None:
    await thread_under_review(scripty)
    assert "No decisions yet. Choose “Log a decision”" in await listed(scripty)


async def test_words_are_found_without_their_accents(scripty: Running) -> None:
    await thread_under_review(scripty)
    await recorded(scripty, "Élodie's pause stays", "The end card is white")
    for words in ("elodie", "find ELODIE pause"):
        text = await listed(scripty, words)
        assert "Élodie's pause" in text
        assert "end card" not in text
    missing = await listed(scripty, "bananas")
    assert "No decision with “bananas”. Try fewer or other words" in missing


async def test_two_hundred_decisions_are_paged(scripty: Running) -> None:
    await thread_under_review(scripty)
    longest = [f"{number} logo " + "long words " * 44 for number in range(1, 201)]
    await recorded(scripty, *longest, why="w" * 500, next_action="n" * 500)
    answer = await scripty.people.command("client", CHANNEL, "decisions")
    blocks = answer.json()["blocks"]
    assert not message_faults(blocks)
    assert len(as_text(blocks)) < 12_000
    assert "200 decisions, newest first · page 1 of 20" in as_text(blocks)
    shown = ephemeral(scripty, "client", answer)
    assert offered(shown) == [("decisions_page", "all:2")]
    pressed = await scripty.people.press("client", CHANNEL, shown, "decisions_page")
    assert pressed.status == 200
    second = await told(scripty, "client", "page 2 of 20")
    assert "D190  190 logo" in as_text(second["blocks"])
    assert [value for _, value in offered(second)] == ["all:1", "all:3"]
    found = await scripty.people.command("client", CHANNEL, "decisions logo 19")
    assert "with “logo 19”" in words_of(found)
    await scripty.people.press(
        "client", CHANNEL, ephemeral(scripty, "client", found), "decisions_page"
    )
    more = as_text((await told(scripty, "client", "found, newest first · page 2"))["blocks"])
    assert "D19  " in more
    form_message = await scripty.people.post("director", CHANNEL, "one more")
    form = await form_for(scripty, form_message)
    assert not view_faults(form)
    menu = next(block for block in form["blocks"] if block["block_id"] == "supersedes")
    assert len(menu["element"]["options"]) == 99
    assert not [words for words in told_so_far(scripty, "client") if "went wrong" in words]
