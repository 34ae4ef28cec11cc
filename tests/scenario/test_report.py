"""What a round achieved, as a picture and in words, through really signed requests."""

import pytest

from bot.demo.render import message_text
from handlers.reports.services import report_round
from store.clock import now
from store.tables import Review
from tests.support.acting import (
    Json,
    note,
    press_note,
    production,
    reviews,
    settled,
    thread_under_review,
    words_of,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, STRANGER
from tests.support.watching import WORKSPACE

TWO = (("director", "0:10 the logo is too small"), ("client", "0:42 the music is too loud"))


async def asked(scripty: Running, words: str = "report", who: str = "director") -> str:
    """What `/scripty report` is answered with."""
    return words_of(await scripty.people.command(who, CHANNEL, words))


def reports(scripty: Running, thread: str) -> list[Json]:
    """The pictures that stand in a thread."""
    return [m for m in scripty.team.slack.bot_messages(CHANNEL, thread) if m.get("files")]


async def decided_round(scripty: Running) -> str:
    """A round of two notes: one accepted, one rejected. Its thread."""
    root = await thread_under_review(scripty, *TWO)
    await press_note(scripty, root, "director", "note_accept", 1)
    await press_note(scripty, root, "director", "note_reject", 2)
    await settled(scripty)
    assert (await note(scripty, 2))["state"] == "rejected"
    return root


async def test_it_is_said_to_the_person_and_shown_to_everybody_in_the_thread(
    scripty: Running,
) -> None:
    root = await decided_round(scripty)
    said = await asked(scripty)
    for words in (
        "Round report: v2",
        "2 notes: 2 changes.",
        "What became of them: 1 accepted and 1 rejected.",
        "Median time to a decision: ",
        "0 of 1 task has owner, date and approval; missing: owner 1, date 1, approval 1.",
        "Verdict: nobody was asked.",
        "The picture goes into the thread of v2 for everybody.",
    ):
        assert words in said
    await settled(scripty)
    (shown,) = reports(scripty, root)
    slack = scripty.team.slack
    (file,) = shown["files"]
    assert slack.contents[file["id"]].startswith(b"\x89PNG")
    assert file["name"].startswith("scripty-round-report-")
    assert file["title"] == "Round report: v2"
    assert "1 accepted, 1 rejected" in file["alt_txt"]
    assert "• What became of them: 1 accepted and 1 rejected." in shown["text"]
    assert message_text(shown).endswith(f"[picture: {file['alt_txt']}]")


async def test_asked_for_twice_it_is_shown_twice_and_edited_never(scripty: Running) -> None:
    root = await decided_round(scripty)
    await scripty.people.command("director", CHANNEL, 'milestone "Picture lock" 2031-06-12')
    lacks = "missing: owner 1, date 1, consequence 1, approval 1."
    assert lacks in await asked(scripty)
    await asked(scripty, who="editor")
    await settled(scripty)
    shown = reports(scripty, root)
    assert len(shown) == 2
    assert not {call["ts"] for call in scripty.team.slack.calls("chat.update")} & {
        message["ts"] for message in shown
    }


async def test_the_picture_s_message_is_no_feedback(scripty: Running) -> None:
    root = await decided_round(scripty)
    await asked(scripty)
    await settled(scripty)
    (shown,) = reports(scripty, root)
    await scripty.people.tell(scripty.team.slack.event(scripty.team.slack.channel(CHANNEL), shown))
    await settled(scripty)
    (review,) = await reviews(scripty)
    assert shown["ts"] not in [message["ts"] for message in review["messages"]]


async def start(scripty: Running, words: str) -> Json:
    """A review started by command; the review."""
    await scripty.people.command("editor", CHANNEL, f"review https://f.io/{words[:2]} {words}")
    await settled(scripty)
    found: Json = max(await reviews(scripty), key=lambda each: str(each["created_at"]))
    return found


async def test_rounds_stand_side_by_side_in_the_thread_of_the_newest(scripty: Running) -> None:
    threads = [(await start(scripty, words))["thread_ts"] for words in ("v1", "v2", "v3")]
    closing = {m["ts"] for thread in threads for m in reports(scripty, thread)}
    said = await asked(scripty)
    assert "Round report: v3" in said
    assert "Earlier rounds" in said
    assert said.index("v2: no notes") < said.index("v1: no notes")
    middle = await asked(scripty, "report v1..v2")
    assert "Round report: v2" in middle
    assert "v1: no notes" in middle
    alone = await asked(scripty, "report v2")
    assert "Earlier rounds" not in alone
    await settled(scripty)
    asked_for = [
        [m for m in reports(scripty, thread) if m["ts"] not in closing] for thread in threads
    ]
    titles = [[file["title"] for m in shown for file in m["files"]] for shown in asked_for]
    assert titles == [[], ["Round report: v2"] * 2, ["Round report: v3"]]
    assert sorted(m["text"].count("v1: no notes") for m in asked_for[1]) == [0, 1]


async def test_each_deliverable_has_its_own_rounds(scripty: Running) -> None:
    await start(scripty, "v1")
    await start(scripty, "v1 for teaser")
    assert "Round report: v1 of teaser" in await asked(scripty)
    assert "Round report: v1 of teaser" in await asked(scripty, "report v1 for Teaser")
    assert "Earlier rounds" not in await asked(scripty)
    said = await asked(scripty, "report for trailer")
    assert "Nothing named “trailer” was reviewed here" in said
    assert "the one without a name and teaser" in said


async def test_it_is_shown_once_when_a_round_is_closed(scripty: Running) -> None:
    root = await decided_round(scripty)
    (review,) = await reviews(scripty)
    for _ in range(2):
        async with scripty.scripty.record.workspace(WORKSPACE) as work:
            row = await work.reviews.find(Review, review["id"], lock=True)
            assert row is not None
            row.state, row.closed_by = "closed", "U00000001"
            row.closed_at = row.closed_at or now()
            await report_round(work, row)
        await settled(scripty)
    assert len(reports(scripty, root)) == 1


# What can go wrong


async def test_without_a_production_it_says_how_to_begin(scripty: Running) -> None:
    assert "has no production yet" in await asked(scripty)


async def test_without_a_review_it_says_how_to_begin(scripty: Running) -> None:
    await scripty.people.command("director", CHANNEL, "task send the mix")
    await settled(scripty)
    assert "has had no review yet" in await asked(scripty)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("report v9", "There was no review of v9; there were reviews of v2."),
        ("report v1..v2", "There was no review of v1; there were reviews of v2."),
        ("report v2..v1", "wrong way round. Try: /scripty report v1..v2"),
        ("report everything", "I don't know which rounds “everything” are."),
    ],
)
async def test_rounds_that_are_not_there(scripty: Running, words: str, answer: str) -> None:
    root = await thread_under_review(scripty)
    assert answer in await asked(scripty, words)
    await settled(scripty)
    assert reports(scripty, root) == []


async def test_a_stranger_posts_nothing(scripty: Running) -> None:
    root = await thread_under_review(scripty)
    name = (await production(scripty))["name"]
    assert f"Only members of {name} can do that" in await asked(scripty, who=STRANGER)
    await settled(scripty)
    assert reports(scripty, root) == []
