"""What was turned down and why: suggestions, notes and what lost a conflict, by theme."""

from bot.demo.render import as_text
from tests.scenario.test_sections import asked as draft_of
from tests.scenario.test_sections import card_saying, line, press
from tests.support.acting import (
    errors_of,
    form_of,
    offered,
    press_note,
    settled,
    thread_under_review,
    told,
)
from tests.support.checking import asked, checked, pressed
from tests.support.running import Running
from tests.support.team import CHANNEL, STRANGER

REPLIES = (
    ("client", "0:17 the spoon clink is way too loud"),
    ("client", "0:20 the logo should be bigger"),
    ("client", "0:30 please blur the number plate"),
)
FIRST = (
    "*Kitchen*\nGet room tone in the kitchen.\n\n*Score*\nReplace the piano music with strings.\n"
)
AGAIN = "*Kitchen*\nGet the ambience of the kitchen.\n\n*Takes*\nSlate every take.\n"


async def test_what_was_turned_down_and_why(scripty: Running) -> None:
    slack, people = scripty.team.slack, scripty.people
    root = await thread_under_review(scripty, *REPLIES)
    assert "Nothing was rejected yet." in await asked(scripty, "taste")
    assert "Only members of" in await asked(scripty, "taste", who=STRANGER)
    assert "“catering” is no theme" in await asked(scripty, "taste catering")

    # a note and a suggestion rejected with reasons, one without
    await press_note(scripty, root, "director", "note_reject", 1)
    form = await form_of(scripty, "director", "note_reject_reason")
    await people.submit("director", form, {"reason": "the clink is the joke"})
    first = slack.post_as("client", CHANNEL, FIRST)
    await draft_of(scripty, "client", first)
    card = await card_saying(scripty, first["ts"], "2 to decide on")
    await press(scripty, "client", card, "suggestion_reject", 1)
    form = await form_of(scripty, "client", "suggestion_reject_reason")
    await people.submit("client", form, {"reason": "we have a library for that"})
    await press(scripty, "director", card, "suggestion_reject", 2)
    await settled(scripty)
    form = await form_of(scripty, "director", "suggestion_reject_reason")
    refused = await people.submit("client", form, {"reason": "in my own name"})
    assert "S2 was rejected by director, so the reason is theirs" in errors_of(refused)["reason"]

    # the same idea in other words is folded away, and counted
    again = slack.post_as("editor", CHANNEL, AGAIN)
    await draft_of(scripty, "editor", again)
    await card_saying(scripty, again["ts"], "1 to decide on, 1 folded away")
    assert (await line(scripty, 4))["repeats"] == 1

    shown = await checked(scripty, "director", "taste")
    said = as_text(shown["blocks"])
    for words in (
        "3 turned down, 2 with a reason; came back 1 time",
        "Sound · 2 turned down, 2 with a reason; came back 1 time",
        "“we have a library for that” – client, ",
        " · S1 Get room tone in the kitchen · came back 1 time",
        "“the clink is the joke” – director, ",
        "Music · 1 turned down, none with a reason",
        "[Say why: S2]",
    ):
        assert words in said
    assert "[Say why" not in await asked(scripty, "taste", who="client")
    assert "[Say why" not in await asked(scripty, "taste sound")

    # why is for whoever rejected it to say, in the form that asked for it before
    value = (await line(scripty, 2))["id"]
    await pressed(scripty, "client", shown, "taste_why", value)
    await told(scripty, "client", "S2 was rejected by director, so the reason is theirs to give.")
    await pressed(scripty, "director", shown, "taste_why", value)
    form = await form_of(scripty, "director", "suggestion_reject_reason")
    await people.submit("director", form, {"reason": "the piano is her theme"})
    await settled(scripty)

    # a note's as well
    await press_note(scripty, root, "director", "note_reject", 3)
    await settled(scripty)
    shown = await checked(scripty, "director", "taste")
    assert "[Say why: N3]" in as_text(shown["blocks"])
    (value,) = [value for action, value in offered(shown) if action == "taste_why_note"]
    await pressed(scripty, "client", shown, "taste_why_note", value)
    await told(scripty, "client", "N3 was rejected by director, so the reason is theirs to give.")
    await pressed(scripty, "director", shown, "taste_why_note", value)
    form = await form_of(scripty, "director", "note_reject_reason")
    await people.submit("director", form, {"reason": "the plate is the clue"})
    await settled(scripty)
    assert "“the plate is the clue” – director" in await asked(scripty, "taste")

    # a theme by its button, and everything
    await people.press("director", CHANNEL, shown, "taste_page", "all:1")
    listed = as_text((await told(scripty, "director", "everything: 4 turned down"))["blocks"])
    assert "“the piano is her theme” – director" in listed
    assert "no reason given" not in listed
    assert "Nothing on colour was rejected so far." in await asked(scripty, "taste colour")
