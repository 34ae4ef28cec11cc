"""Drafts of every kind, decided on by signed requests: what each accepted line becomes."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from bot.demo.render import as_text
from bot.demo.slack import LocalSlack
from handlers.program import Actor, Place
from handlers.suggestions.rules import Line, Origin, Source
from handlers.suggestions.services import begin_draft, fill_draft
from store.tables import Draft
from store.types import Becomes, DraftKind, DraftSubject, Owner
from tests.support.acting import (
    Json,
    errors_of,
    form_of,
    key_of,
    note,
    notes,
    offered,
    press_note,
    production,
    settled,
    tasks,
    thread_under_review,
    told,
    words_of,
)
from tests.support.checking import IDS, asked, checked, pressed
from tests.support.running import Running
from tests.support.team import CHANNEL, STRANGER
from tests.support.watching import WORKSPACE, rows

LINK = "https://films.slack.com/archives/C1/p1"


def a_line(becomes: Becomes, text: str, quote: str = "", **values: Any) -> Line:
    source = Origin("scene", values.pop("of", None), values.pop("name", "scene 3"), LINK)
    row: dict[str, Any] = {"reason": "it is open", "next_action": "ask", "source": source}
    return Line(text, quote or text, becomes=becomes, **row | values)


async def begun(
    scripty: Running,
    kind: DraftKind,
    about: str,
    thread: str,
    *,
    subject: tuple[DraftSubject, UUID | None],
) -> Draft:
    """A draft that the director asked for; its card stands in the thread."""
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        here = await work.productions.of_channel(CHANNEL)
        assert here is not None
        draft = await begin_draft(
            work, Actor(IDS["director"], "command"), here, kind,
            Source(CHANNEL, None, LINK, about), Place(CHANNEL, thread),
            subject_kind=subject[0], subject_id=subject[1], context={"purpose": "open the film"},
        )  # fmt: skip
    await settled(scripty)
    return draft


async def filled(scripty: Running, draft: Draft, *lines: Line) -> bool:
    """Fill it as a job does, in the role that can decide nothing. Whether it was still wanted."""
    async with scripty.scripty.record.workspace(WORKSPACE, drafting=True) as work:
        made = await fill_draft(
            work, draft, lines, drafted_by="reader", fallback="no model", dropped={"no source": 2}
        )
    await settled(scripty)
    return made.draft is not None


async def drafted(
    scripty: Running, kind: DraftKind, thread: str, lines: Sequence[Line], **values: Any
) -> Draft:
    subject = values.get("subject", ("transcript", uuid4()))
    draft = await begun(scripty, kind, values.get("about", "scene 3"), thread, subject=subject)
    assert await filled(scripty, draft, *lines)
    return draft


def shown(scripty: Running, key: str, thread: str) -> list[Json]:
    """The messages in the thread whose keys begin so."""
    found = scripty.team.slack.bot_messages(CHANNEL, thread)
    return [each for each in found if key_of(each).startswith(key)]


def card(scripty: Running, draft: Draft, thread: str) -> Json:
    (only,) = shown(scripty, f"draft:{draft.id}", thread)
    return only


async def saying(scripty: Running, draft: Draft, thread: str, words: str) -> str:
    """What a draft's card says, once it says these words."""

    def found(_: LocalSlack) -> str | None:
        text = as_text(card(scripty, draft, thread)["blocks"])
        return text if words in text else None

    return await scripty.team.slack.wait_for(found)


async def line(scripty: Running, number: int) -> Json:
    """A suggestion by its number."""
    lines = [each for one in (await production(scripty))["drafts"] for each in one["suggestions"]]
    return next(each for each in lines if each["number"] == number)


async def press(
    scripty: Running, who: str, message: Json, action: str, number: int | None, value: str = ""
) -> None:
    value = value if number is None else (await line(scripty, number))["id"]
    button = {"type": "button", "action_id": action, "value": value}
    answer = await scripty.people.press(who, CHANNEL, message, action, element=button)
    assert answer.status == 200, answer.body


async def scene_three(scripty: Running) -> UUID:
    assert "Scene 3 is made" in await asked(scripty, "scene 3 purpose open the film")
    (row,) = await rows(scripty.scripty.where, "SELECT id FROM scene")
    found: UUID = row["id"]
    return found


async def test_questions_are_asked_and_shots_are_listed(scripty: Running) -> None:
    people = scripty.people
    thread = await thread_under_review(scripty)
    scene = await scene_three(scripty)
    about: Any = ("scene", scene)

    # under way, cancelled by anybody of the team: what comes later is not wanted any more
    draft = await begun(scripty, "questions", "scene 3", thread, subject=about)
    first = card(scripty, draft, thread)
    assert as_text(first["blocks"]).startswith("Drafting questions\nAbout scene 3\nI am reading")
    await press(scripty, STRANGER, first, "draft_cancel", None, str(draft.id))
    await press(scripty, "client", first, "draft_cancel", None, str(draft.id))
    await saying(scripty, draft, thread, "Cancelled by client, nothing was drafted.")
    await press(scripty, "editor", first, "draft_cancel", None, str(draft.id))
    await told(scripty, "editor", "It was cancelled already by client. Nothing was changed.")
    assert not await filled(scripty, draft, a_line("question", "Who opens?"))

    editor = Owner("editor", IDS["editor"])
    draft = await drafted(
        scripty, "questions", thread,
        [
            a_line("question", "Who opens the film?", owner=editor),
            a_line("question", "Is the song cleared?", owner=editor, needs_person="legal"),
            a_line("question", "Where is the window?"),
            a_line("question", "Is it day?"),
        ],
        subject=about,
    )  # fmt: skip
    text = await saying(scripty, draft, thread, "4 to decide on")
    assert "drafted by the built-in reader for director: no model is set" in text
    assert "Left out: 2 without a source in the record." in text
    assert "asks editor · next: ask · why: it is open · only asked, since it is a legal" in text
    assert "nobody to ask · next: ask" in text
    shown_card = card(scripty, draft, thread)

    # two presses at once: one task, one message that names whom it asks; the next is added to it
    await asyncio.gather(
        press(scripty, "client", shown_card, "suggestion_accept", 1),
        press(scripty, "producer", shown_card, "suggestion_accept", 1),
    )
    await settled(scripty)
    (task,) = await tasks(scripty)
    assert (task["title"], task["owner"]) == ("Answer: Who opens the film?", IDS["editor"])
    assert task["context"] == "scene 3: “Who opens the film?”"
    (message,) = shown(scripty, "asked:", thread)
    assert message["text"].startswith(f"<@{IDS['editor']}> a question for you")
    await press(scripty, "client", shown_card, "suggestion_accept", 2)
    answer = await told(scripty, "client", "S2 is task T2 now, and editor is asked in the thread.")
    assert "It has no date yet." in as_text(answer["blocks"])
    await settled(scripty)
    (message,) = shown(scripty, "asked:", thread)
    text = as_text(message["blocks"])
    assert ", 2 questions for you about scene 3:" in text
    assert "T2 Is the song cleared? · scene 3" in text

    # a question to nobody is a visible gap
    await press(scripty, "client", shown_card, "suggestion_accept", 3)
    lacking = await told(scripty, "client", "Nobody is named who could answer it.")
    assert ("task_take", (await tasks(scripty))[2]["id"]) in offered(lacking)
    assert len(shown(scripty, "asked:", thread)) == 1

    # everything that is left, rejected for one reason; the same idea comes back folded away
    await press(scripty, "client", shown_card, "draft_reject_all", None, str(draft.id))
    form = await form_of(scripty, "client", "draft_rejected_all")
    await people.submit("client", form, {"reason": "we know that"})
    await saying(scripty, draft, thread, "S4 Is it day? · rejected by client: “we know that”")
    refused = await people.submit("client", form, {"reason": "again"})
    assert "Everything in this draft was decided on already" in errors_of(refused)["reason"]
    again = await drafted(
        scripty, "questions", thread,
        [a_line("question", "Is it day?"), a_line("question", "Who opens the film?")],
        subject=about,
    )  # fmt: skip
    text = await saying(scripty, again, thread, "1 folded away")
    assert "2 without a source in the record and 1 standing already" in text

    # shots, all at once: the words of a scene may stand behind several
    quoted = "open the film"
    shots = [a_line("shot", f"Shot of the {what}", quoted) for what in ("door", "hands", "sky")]
    draft = await drafted(scripty, "shotlist", thread, shots, subject=about)
    shown_card = card(scripty, draft, thread)
    accept = next(
        each for block in shown_card["blocks"] for each in block.get("elements", [])
        if each.get("action_id") == "draft_accept_all"
    )  # fmt: skip
    assert accept["confirm"]["title"]["text"] == "Accept 3 lines?"
    await asyncio.gather(
        *(press(scripty, who, shown_card, "draft_accept_all", None, str(draft.id))
          for who in ("director", "editor"))
    )  # fmt: skip
    await saying(scripty, draft, thread, "Shot of the sky · accepted by")
    await settled(scripty)
    answered = [
        as_text(each["blocks"]) for each in scripty.team.slack.ephemerals
        if "lines accepted" in each["text"] or "Everything in this draft" in each["text"]
    ]  # fmt: skip
    assert sorted(each[:20] for each in answered) == [
        "3 lines accepted.\nS6",
        "Everything in this d",
    ]
    assert len(await tasks(scripty)) == 3

    # the list of a scene, with the document that people keep elsewhere; a dropped shot is gone
    await asked(scripty, "doc shot list https://docs.example/shots")
    assert "There is no scene 9 yet" in await asked(scripty, "shots 9")
    assert "is no number of a scene" in await asked(scripty, "shots of love")
    on_screen = await checked(scripty, "editor", "shots 3")
    text = as_text(on_screen["blocks"])
    assert text.startswith(
        "Shots of scene 3\nKept in the shot list\n3 shots\n3.1  Shot of the door"
    )
    assert "https://docs.example/shots" in str(on_screen["blocks"])
    (_, value) = next(each for each in offered(on_screen) if each[0] == "shot_drop")
    await pressed(scripty, "editor", on_screen, "shot_drop", value)
    await pressed(scripty, "client", on_screen, "shot_drop", value)
    await told(scripty, "client", "Shot 3.1 was dropped already by editor on")
    await settled(scripty)
    assert "3.1" not in await asked(scripty, "shots")
    history = words_of(await people.command("client", CHANNEL, "history S7"))
    assert "accepted S7 as shot 3.2" in history
    history = words_of(await people.command("client", CHANNEL, "history S6"))
    assert "editor took the shot 3.1 off the shot list" in history
    (listed,) = [each for each in (await production(scripty))["shots"] if each["number"] == 1]
    assert (listed["scene"], listed["dropped_by"]) == ("3", IDS["editor"])


async def test_notes_are_cleaned_up_and_the_rest_is_written_up(scripty: Running) -> None:
    people, slack = scripty.people, scripty.team.slack
    thread = await thread_under_review(
        scripty,
        ("client", "0:42 the music is much too loud there, please lower it"),
        ("editor", "1:10 trim the pause before the door opens"),
        ("client", "2:05 make the title bigger, in scene 3"),
        ("producer", "3:00 please brighten the kitchen"),
    )
    scene = await scene_three(scripty)
    before = await notes(scripty)
    assert len(before) == 4

    def about_note(number: int, text: str, becomes: Becomes = "note", **more: Any) -> Line:
        row = before[number]
        source = Origin("note", UUID(row["id"]), f"N{number}", LINK)
        detail = {"note": row["id"], "ask": text} | more if becomes == "note" else None
        quote = row["text"]
        return a_line(becomes, text, quote, detail=detail, source=source)

    cut: Any = ("cut", uuid4())
    draft = await drafted(
        scripty, "cleanup", thread,
        [
            about_note(1, "Lower the music at 0:42"),
            about_note(2, "Trim the pause"),
            about_note(3, "Make the title bigger"),
            about_note(4, "Make the kitchen brighter", merge=[before[1]["id"]]),
        ],
        about="v2", subject=cut,
    )  # fmt: skip
    shown_card = card(scripty, draft, thread)

    # put right, then accepted: the note says what the person wrote
    await press(scripty, "editor", shown_card, "suggestion_edit", 1)
    form = await form_of(scripty, "editor", "suggestion_edited")
    assert "What the note is to say" in as_text(form["blocks"])
    await people.submit("editor", form, {"text": "Lower the music by a third"})
    await press(scripty, "editor", shown_card, "suggestion_accept", 1)
    await told(scripty, "editor", "N1 says that now.")
    assert (await note(scripty, 1))["text"] == "Lower the music by a third"
    assert (await note(scripty, 1))["state"] == "draft"

    # what was decided on or changed meanwhile stays as it is
    await press_note(scripty, thread, "director", "note_accept", 2)
    await settled(scripty)
    await press(scripty, "editor", shown_card, "suggestion_accept", 2)
    await told(
        scripty, "editor", "N2 was changed or decided on since S2 was drafted; it is accepted"
    )
    assert (await line(scripty, 2))["state"] == "draft"
    await press(scripty, "director", shown_card, "draft_accept_all", None, str(draft.id))
    answer = as_text((await told(scripty, "director", "1 line accepted."))["blocks"])
    assert "N2 was changed" in answer
    assert "N1 was changed" in answer
    assert "N3 says that now." in answer
    after = await notes(scripty)
    assert [after[number]["text"] for number in (2, 3)] == [
        before[2]["text"],
        "Make the title bigger",
    ]

    # notes that ask the same, in one
    draft = await drafted(
        scripty, "cleanup", thread, [about_note(4, before[4]["text"], merge=[before[3]["id"]])],
        about="v2", subject=cut,
    )  # fmt: skip
    (number,) = [
        each["number"] for each in (await production(scripty))["drafts"][-1]["suggestions"]
    ]
    await press(scripty, "client", card(scripty, draft, thread), "suggestion_accept", number)
    await told(scripty, "client", "N3 is merged into N4 now.")
    assert (await note(scripty, 3))["state"] == "merged"

    # a pickup is work on its scene
    draft = await drafted(
        scripty, "pickups", thread, [about_note(3, "The title card, clean", "pickup")],
        about="v2", subject=cut,
    )  # fmt: skip
    await press(scripty, "client", card(scripty, draft, thread), "suggestion_accept", number + 1)
    await told(scripty, "client", "now, of scene 3. It has no owner and no date yet.")
    assert (await tasks(scripty))[-1]["title"] == "Pick up: The title card, clean"
    assert "Pick up: The title card, clean" in await asked(scripty, "scene 3")

    # what is written up: one message, edited as more is accepted, under its headings
    lines = [
        a_line(
            "clip", f"Take {at}", f"we begin {at}", name=f"00:0{at}:00",
            detail={"section": "Openings", "start": at * 60_000, "end": at * 60_000 + 9000},
        )
        for at in (1, 2, 3)
    ]  # fmt: skip
    draft = await drafted(scripty, "clips", thread, lines, about="interview.srt")
    shown_card = card(scripty, draft, thread)
    for at in (3, 1):
        await press(scripty, "client", shown_card, "suggestion_accept", number + 1 + at)
        await settled(scripty)
    (written,) = shown(scripty, f"written:{draft.id}", thread)
    assert as_text(written["blocks"]) == (
        "Clips: interview.srt\nOpenings\n"
        "  • Take 1 “we begin 1” · 00:01:00–00:01:09\n"
        "  • Take 3 “we begin 3” · 00:03:00–00:03:09\n"
        "2 lines, accepted by client"
    )
    await press(scripty, "client", shown_card, "suggestion_edit", number + 2)
    await told(scripty, "client", f"S{number + 2} was already accepted by client on")

    # all at once from the list of all lines, which shows what became of them
    for action, became in (
        ("draft_accept_all", "accepted by client: written up in the thread"),
        ("draft_reject_all", "rejected by client: “not those”"),
    ):
        lines = [a_line("clip", f"Scene {at}, {action}", f"scene {at}") for at in range(3)]
        draft = await drafted(scripty, "clips", thread, lines, about="second.srt")
        await press(
            scripty, "client", card(scripty, draft, thread), "draft_page", None, f"{draft.id}:1"
        )
        listed = await form_of(scripty, "client", "draft_lines")
        await people.press_in_view("client", listed, action)
        if action == "draft_reject_all":
            form = await form_of(scripty, "client", "draft_rejected_all")
            await people.submit("client", form, {"reason": "not those"})
        await settled(scripty)
        listed = await form_of(scripty, "client", "draft_lines")
        assert as_text(listed["blocks"]).count(became) == 3
        assert "all]" not in as_text(listed["blocks"])

    # of a message that is deleted no draft keeps the words
    words = before[2]["sources"][0]["quote"]
    assert (await line(scripty, 2))["quote"]
    reply = next(each for each in slack.channel(CHANNEL).messages.values() if words in each["text"])
    await people.delete("editor", CHANNEL, reply["ts"])
    await settled(scripty)
    assert (await line(scripty, 2))["quote"] == ""
    assert scene
