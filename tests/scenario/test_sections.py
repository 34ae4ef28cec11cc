"""Sections into tasks: of a message, of a file, decided on line by line, by signed requests."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tests.support
from bot.demo.render import as_text
from bot.demo.slack import LocalSlack
from tests.support.acting import (
    Json,
    errors_of,
    form_of,
    key_of,
    offered,
    production,
    settled,
    tasks,
    thread_under_review,
    told,
    told_directly,
    told_so_far,
    words_of,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE, STRANGER

IDS = {name: user for user, name in PEOPLE.items()}
GUIDE = (Path(str(tests.support.__file__)).parent / "guide.md").read_bytes()
SHORTCUT = "sections_to_tasks"


async def asked(scripty: Running, who: str, message: Json) -> None:
    """Choose *Turn sections into tasks* in the message's menu."""
    answer = await scripty.people.shortcut(who, CHANNEL, message, SHORTCUT)
    assert answer.status == 200, answer.body


def cards(scripty: Running, thread: str) -> list[Json]:
    found = scripty.team.slack.bot_messages(CHANNEL, thread)
    return [each for each in found if key_of(each).startswith("draft:")]


async def card_saying(scripty: Running, thread: str, words: str) -> Json:
    """The newest card of a draft in this thread, once it says these words."""

    def saying(slack: LocalSlack) -> Json | None:
        found = [each for each in cards(scripty, thread) if words in as_text(each["blocks"])]
        return found[-1] if found else None

    return await scripty.team.slack.wait_for(saying)


async def drafts(scripty: Running) -> list[Json]:
    found: list[Json] = (await production(scripty))["drafts"]
    return found


async def line(scripty: Running, number: int) -> Json:
    """A suggestion by its number."""
    lines = [each for draft in await drafts(scripty) for each in draft["suggestions"]]
    return next(each for each in lines if each["number"] == number)


async def press(scripty: Running, who: str, card: Json, action: str, number: int) -> None:
    value = (await line(scripty, number))["id"]
    button = {"type": "button", "action_id": action, "value": value}
    answer = await scripty.people.press(who, CHANNEL, card, action, element=button)
    assert answer.status == 200, answer.body


async def test_a_document_is_decided_on_line_by_line(scripty: Running) -> None:
    people, slack = scripty.people, scripty.team.slack
    shared = slack.post_as(
        "client", CHANNEL, "how we shoot", files=[slack.file_of("client", "guide.md", GUIDE)]
    )
    thread = shared["ts"]
    await asked(scripty, "client", shared)
    await told(scripty, "client", "This channel has no production yet")
    await thread_under_review(scripty)

    # whoever asks sees that it is under way; the thread has one card
    await asked(scripty, "client", shared)
    await told(scripty, "client", "I am reading “guide.md”.")
    card = await card_saying(scripty, thread, "Sections to decide on")
    shown = as_text(card["blocks"])
    assert shown.startswith(
        "Sections to decide on\nFrom A shoot day that holds\n"
        "10 to decide on · drafted by the built-in reader for client\n"
    )
    assert (
        "S2  Send the call sheet by 18:00 the day before\n"
        "sound mixer · no date · no next action · under “Call sheet”\n"
    ) in shown
    assert "2 more to decide on" in shown
    assert "<@" not in card["text"] + str(card["blocks"])
    (draft,) = await drafts(scripty)
    assert [each["state"] for each in draft["suggestions"]] == ["draft"] * 10
    assert all(each["quote"] in GUIDE.decode() for each in draft["suggestions"])
    assert draft["suggestions"][7]["owner"] == IDS["editor"]
    assert not await tasks(scripty)

    # edited, accepted: one task, with its source; the second press finds nothing to do
    await press(scripty, "editor", card, "suggestion_edit", 2)
    form = await form_of(scripty, "editor", "suggestion_edited")
    refused = await people.submit("editor", form, {"text": " "})
    assert "What is to be done?" in errors_of(refused)["text"]
    await press(scripty, "client", card, "suggestion_edit", 2)
    late = await form_of(scripty, "client", "suggestion_edited")
    entered = {"text": "Send the call sheet", "owner": IDS["producer"], "due": "2031-06-05"}
    await people.submit("editor", form, entered | {"next_action": "Ask for the parking"})
    await card_saying(scripty, thread, "producer · Thu 5 Jun 2031 · next: Ask for the parking")
    stale = await people.submit("client", late, {"text": "Send it earlier"})
    assert "S2 was changed by somebody else while this form was open" in errors_of(stale)["text"]
    await press(scripty, "director", card, "suggestion_accept", 2)
    card = await card_saying(scripty, thread, "S2 Send the call sheet · accepted by director: T1")
    await press(scripty, "editor", card, "suggestion_accept", 2)
    await told(scripty, "editor", "S2 was already accepted by director on")
    history = words_of(await people.command("client", CHANNEL, "history S2"))
    assert history.startswith("History of S2")
    assert "director accepted S2 as T1 (button)" in history
    assert "director made T1" in history
    (task,) = await tasks(scripty)
    assert (task["title"], task["owner"], task["due"], task["next_action"]) == (
        "Send the call sheet", IDS["producer"], "2031-06-05", "Ask for the parking",
    )  # fmt: skip
    assert task["context"].startswith("Send the call sheet by 18:00 the day before. It should")
    assert task["source"]["ts"] == thread
    assert (await line(scripty, 2))["task_id"] == task["id"]

    # one that lacks something says so to whoever accepted it, with what mends it
    await press(scripty, "director", card, "suggestion_accept", 4)
    lacking = await told(scripty, "director", "S4 is task T2 now. It has no owner and no date yet.")
    assert ("task_take", (await tasks(scripty))[1]["id"]) in offered(lacking)

    # rejected: a reason is asked for, and remembered
    await press(scripty, "client", card, "suggestion_reject", 1)
    form = await form_of(scripty, "client", "suggestion_reject_reason")
    await people.submit("client", form, {"reason": "we decide that on the day"})
    await card_saying(scripty, thread, "rejected by client: “we decide that on the day”")
    await press(scripty, "director", card, "suggestion_edit", 1)
    await told(scripty, "director", "S1 was already rejected by client on")

    # a stranger decides nothing
    await press(scripty, STRANGER, card, "suggestion_accept", 3)
    await told_directly(scripty, STRANGER, "Only members of")
    assert (await line(scripty, 3))["state"] == "draft"


async def test_what_was_rejected_comes_back_folded_away(scripty: Running) -> None:
    people, slack = scripty.people, scripty.team.slack
    await thread_under_review(scripty)
    words = "Look\nKeep the edit dark.\n\nPeople\nName an owner for each scene before the shoot.\n"
    first = slack.post_as("client", CHANNEL, words)
    await asked(scripty, "director", first)
    card = await card_saying(scripty, first["ts"], "2 to decide on")
    await press(scripty, "director", card, "suggestion_reject", 2)
    form = await form_of(scripty, "director", "suggestion_reject_reason")
    await people.submit("director", form, {"reason": "too heavy for us"})
    await card_saying(scripty, first["ts"], "too heavy for us")

    # nothing new in it: no second card, but whoever asks is told
    await asked(scripty, "editor", slack.post_as("editor", CHANNEL, "*Look*\nKeep the edit dark."))
    await told(scripty, "editor", "S1 stands already, so it was not drafted twice.")
    other = slack.post_as(
        "editor", CHANNEL,
        "*Who*\nBefore the shoot, name an owner for each scene.\n\n*Takes*\nSlate every take.",
    )  # fmt: skip
    await asked(scripty, "editor", other)
    card = await card_saying(scripty, other["ts"], "1 to decide on, 1 folded away")
    assert "S2, rejected on" in as_text(card["blocks"])
    assert (await line(scripty, 4))["repeats"] == 2

    # the list of all lines: what is folded there can be drafted anyway, in place
    await people.press("client", CHANNEL, card, "draft_page")
    view = await form_of(scripty, "client", "draft_lines")
    assert "[Draft it anyway]" in as_text(view["blocks"])
    value = (await line(scripty, 4))["id"]
    await people.press_in_view("client", view, "suggestion_again", value)
    await settled(scripty)
    view = await form_of(scripty, "client", "draft_lines")
    assert "[Draft it anyway]" not in as_text(view["blocks"])
    await people.press_in_view("client", view, "suggestion_accept", value)
    await settled(scripty)
    assert "accepted by client: T1" in as_text(
        (await form_of(scripty, "client", "draft_lines"))["blocks"]
    )
    assert [each["title"] for each in await tasks(scripty)] == [(await line(scripty, 4))["text"]]


async def test_what_cant_be_read_is_said_and_leaves_nothing_half_done(scripty: Running) -> None:
    slack = scripty.team.slack
    await thread_under_review(scripty)

    def shared(name: str, content: bytes, **more: Any) -> Json:
        file: Mapping[str, Any] = slack.file_of("client", name, content) | more
        found: Json = slack.post_as("client", CHANNEL, "", files=[dict(file)])
        return found

    async def said(message: Json, words: str) -> None:
        await asked(scripty, "client", message)
        await told(scripty, "client", words)

    await said(shared("plan.pdf", b"%PDF"), "“plan.pdf” is neither. Export it as .md or .txt")
    await said(shared("big.md", b"Do it. " * 300_000), "“big.md” has 2.1 MB; I read documents of")
    await said(shared("", b"", mode="tombstone"), "what is attached here is neither.")
    # Slack may say less than there is
    await said(shared("more.md", b"x" * 1_000_001, size=10), "“more.md” has 1.0 MB")
    await said(shared("lines.txt", b"Do it.\n" * 20_001), "has 20,002 lines; I read documents of")
    await said(shared("noise.txt", bytes(range(256)) * 9), "“noise.txt” is neither")
    await said(shared("elsewhere.md", b"", id="F404"), "Slack doesn't give me “elsewhere.md”")
    await said(slack.post_as("client", CHANNEL, "lovely weather"), "I found nothing to draft in")
    scopes = slack.team.scopes
    slack.team.scopes = tuple(each for each in scopes if each != "files:read")
    await said(shared("guide.md", GUIDE), "I may not read “guide.md”: the app lacks the")
    slack.team.scopes = scopes
    assert not await drafts(scripty)

    # five hundred sections: as many as people can decide on, the others named
    many = "\n".join(f"# Shot {at}\nFrame the shot number {at} wide.\n" for at in range(500))
    long = shared("many.md", many.encode())
    await asked(scripty, "client", long)
    notice = await told(scripty, "client", "450 sections did not fit: “Frame the shot number 50")
    assert len(as_text(notice["blocks"])) < 3000
    card = await card_saying(scripty, long["ts"], "50 to decide on")
    await scripty.people.press("client", CHANNEL, card, "draft_page")
    view = await form_of(scripty, "client", "draft_lines")
    assert as_text(view["blocks"]).count("[Accept]") == 10
    await scripty.people.press_in_view("client", view, "draft_page")
    await settled(scripty)
    assert "S20  Frame" in as_text((await form_of(scripty, "client", "draft_lines"))["blocks"])
    # the next ones, once more
    await asked(scripty, "client", long)
    await told(scripty, "client", "50 of its sections stand already and were not drafted twice.")
    assert [len(draft["suggestions"]) for draft in await drafts(scripty)] == [50, 50]
    assert not [words for words in told_so_far(scripty, "client") if "wrong" in words]
