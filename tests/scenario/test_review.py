"""A review: started, listened to, read, and shown on one card, through really signed requests."""

import json
from datetime import UTC, datetime, timedelta
from typing import LiteralString

import pytest

from bot.demo.render import as_text
from bot.demo.slack import LocalSlack
from bot.demo.slack.blocks import message_faults
from tests.conftest import Starts
from tests.support.acting import (
    LINK,
    ROOT_WORDS,
    Json,
    card,
    card_saying,
    card_text,
    cards,
    form_of,
    holds,
    key_of,
    note,
    notes,
    offered,
    press_note,
    production,
    productions,
    reviews,
    settled,
    tasks,
    thread_under_review,
    told,
    told_directly,
    told_so_far,
    words_of,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE
from tests.support.watching import rows, until

IDS = {name: user for user, name in PEOPLE.items()}


async def opening(scripty: Running) -> Json:
    """The bot's first message of a review started by command, once its thread has a card."""

    def opened(slack: LocalSlack) -> Json | None:
        found = [m for m in slack.bot_messages(CHANNEL) if key_of(m).startswith("opening:")]
        return found[0] if found and cards(slack, found[0]["ts"]) else None

    return await scripty.team.slack.wait_for(opened)


# Starting one


async def test_a_command_opens_a_thread_with_a_card_in_it(scripty: Running) -> None:
    said = await scripty.people.command(
        "director", CHANNEL, f"review {LINK} v3 23.976 fps start 01:00:00:00 due 2031-06-12"
    )
    assert "has started" in words_of(said)
    root = await opening(scripty)
    await settled(scripty)
    shown = as_text((await opening(scripty))["blocks"])
    assert "spot-a · v3" in shown
    assert "director put v3 up for review" in shown
    assert "notes by Thu 12 Jun 2031" in shown
    assert "Listening. Reply in this thread" in card_text(scripty, root["ts"])
    (review,) = await reviews(scripty)
    assert review["thread_ts"] == root["ts"]
    assert review["due"] == "2031-06-12"
    cut = review["cut"]
    assert (cut["version"], cut["link"]) == ("v3", "https://f.io/abc")
    assert (cut["fps"], cut["start_timecode"]) == ("24000/1001", "01:00:00:00")


async def test_rate_and_start_timecode_of_the_command_are_what_labels_are_read_with(
    scripty: Running,
) -> None:
    await scripty.people.command("director", CHANNEL, f"review {LINK} 25 fps start 10:00:00:00")
    root = await opening(scripty)
    await scripty.people.post(
        "client", CHANNEL, "10:00:42:10 the logo is too small", thread_ts=root["ts"]
    )
    await card_saying(scripty, root["ts"], "N1")
    timecode = (await note(scripty, 1))["timecode"]
    assert timecode["seconds"] == pytest.approx(42.4)
    assert timecode["frame"] == 42 * 25 + 10


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("review", "Which cut?"),
        ("review v2 due friday", "Which cut?"),
        (f"review {LINK} due whenever", "whenever"),
        (f"review {LINK} by next week", "next week"),
    ],
)
async def test_what_can_t_be_started_gets_the_usage_and_starts_nothing(
    scripty: Running, words: str, complaint: str
) -> None:
    said = words_of(await scripty.people.command("director", CHANNEL, words))
    assert complaint in said
    assert "/scripty review <link> [v2] [for teaser] [due friday]" in said
    await settled(scripty)
    assert not await productions(scripty)
    assert not scripty.team.slack.bot_messages(CHANNEL)


async def test_the_first_review_makes_a_production_named_after_the_channel(
    scripty: Running,
) -> None:
    await scripty.people.command("director", CHANNEL, f"review {LINK}")
    await opening(scripty)
    await settled(scripty)
    made = await production(scripty)
    assert made["name"] == "spot-a"
    assert made["timezone"] == "Europe/Berlin"
    assert made["rules"]["decider"] == IDS["director"]
    assert made["rules"]["approvers"] == [IDS["director"]]
    assert {member["user"] for member in made["members"]} == set(PEOPLE)
    await scripty.people.command("editor", CHANNEL, "review https://f.io/next")
    await settled(scripty)
    assert (await production(scripty))["rules"]["decider"] == IDS["director"]
    assert [review["cut"]["version"] for review in await reviews(scripty)] == ["v1", "v2"]


async def test_the_shortcut_catches_up_with_what_was_said_already(scripty: Running) -> None:
    people = scripty.people
    root = await people.post("editor", CHANNEL, f"v4 is up {LINK}, notes by 2031-06-12 please")
    await people.post("client", CHANNEL, "0:08 make the logo bigger", thread_ts=root["ts"])
    changed = await people.post("director", CHANNEL, "0:30 trim the end", thread_ts=root["ts"])
    await people.edit("director", CHANNEL, changed["ts"], "0:31 trim the pause at the end")
    await people.shortcut("producer", CHANNEL, root, "review_start_here")
    await card_saying(scripty, root["ts"], "N2")
    await settled(scripty)
    assert "make the logo bigger" in card_text(scripty, root["ts"])
    assert "0:31 trim the pause" in card_text(scripty, root["ts"])
    (review,) = await reviews(scripty)
    assert review["started_by"] == IDS["producer"]
    assert (review["cut"]["version"], review["due"]) == ("v4", "2031-06-12")
    assert review["messages"][0]["ts"] == root["ts"]
    assert len(review["messages"]) == 3


async def test_the_shortcut_on_a_reply_makes_its_whole_thread_the_review(
    scripty: Running,
) -> None:
    people = scripty.people
    root = await people.post("editor", CHANNEL, f"v4 is up {LINK}")
    reply = await people.post("client", CHANNEL, "0:08 trim this", thread_ts=root["ts"])
    await people.shortcut("client", CHANNEL, reply, "review_start_here")
    await card_saying(scripty, root["ts"], "N1")
    (review,) = await reviews(scripty)
    assert review["thread_ts"] == root["ts"]


async def test_a_mention_learns_link_version_and_date_from_the_first_message(
    scripty: Running,
) -> None:
    people = scripty.people
    bot = people.team.bot_user
    brief = "<https://docs.example/brief|the brief>"
    root = await people.post(
        "editor", CHANNEL, f"after {brief}: v7 {LINK} 25 fps, notes by 2031-06-12"
    )
    await people.post("client", CHANNEL, f"<@{bot}> please review this", thread_ts=root["ts"])
    await card_saying(scripty, root["ts"], "v7")
    await settled(scripty)
    (review,) = await reviews(scripty)
    cut = review["cut"]
    assert (cut["version"], cut["link"], cut["fps"]) == ("v7", "https://f.io/abc", "25")
    assert review["due"] == "2031-06-12"
    assert review["started_by"] == IDS["client"]
    assert not (await notes(scripty))


async def test_a_mention_without_review_gets_the_usage_for_its_author_alone(
    scripty: Running,
) -> None:
    bot = scripty.people.team.bot_user
    await scripty.people.post("client", CHANNEL, f"<@{bot}> hello?")
    await told(scripty, "client", "/scripty help")
    assert not scripty.team.slack.bot_messages(CHANNEL)
    assert not await productions(scripty)


async def test_a_thread_is_reviewed_once(scripty: Running) -> None:
    root = await thread_under_review(scripty)
    await scripty.people.shortcut("client", CHANNEL, {"ts": root}, "review_start_here")
    await told(scripty, "client", "already under review")
    await settled(scripty)
    assert len(await reviews(scripty)) == 1
    assert len(cards(scripty.team.slack, root)) == 1


async def test_a_start_that_could_not_be_shown_can_be_repeated_once_the_bot_is_there(
    scripty: Running,
) -> None:
    slack, people = scripty.team.slack, scripty.people
    slack.add_channel("C00000002", "spot-b", members=list(PEOPLE), with_bot=False)
    root = slack.post_as("editor", "C00000002", f"v1 {LINK}")
    await people.shortcut("editor", "C00000002", root, "review_start_here")
    await told_directly(scripty, "editor", "/invite @Scripty")
    await people.invite("scripty", "C00000002")
    await people.shortcut("editor", "C00000002", root, "review_start_here")
    await slack.wait_for(lambda s: cards(s, root["ts"], "C00000002"))
    assert not told_so_far(scripty, "editor")


# The quiet offer


async def test_a_review_link_is_offered_to_its_poster_alone_and_once(scripty: Running) -> None:
    people, slack = scripty.people, scripty.team.slack
    await thread_under_review(scripty)
    before = len(slack.bot_messages(CHANNEL))
    posted = await people.post("client", CHANNEL, f"new one: {LINK}")
    offer = await told(scripty, "client", "Is this a cut to review?")
    await people.tell(posted)
    await people.edit("client", CHANNEL, posted["ts"], f"newer one: {LINK}")
    await settled(scripty)
    assert "f.io/abc" in as_text(offer["blocks"])
    assert len(slack.ephemerals) == 1
    assert len(slack.bot_messages(CHANNEL)) == before
    assert len(await reviews(scripty)) == 1


async def test_an_offer_taken_makes_the_post_a_review(scripty: Running) -> None:
    people = scripty.people
    await thread_under_review(scripty)
    posted = await people.post("client", CHANNEL, f"v9 {LINK}")
    offer = await told(scripty, "client", "Is this a cut")
    await people.press("client", CHANNEL, offer, "review_start")
    await told(scripty, "client", "has started")
    await card_saying(scripty, posted["ts"], "v9")
    await settled(scripty)
    assert not [text for text in told_so_far(scripty, "client") if "Is this a cut" in text]
    assert [review["cut"]["link"] for review in await reviews(scripty)][-1] == "https://f.io/abc"


async def test_an_offer_declined_goes_away_and_starts_nothing(scripty: Running) -> None:
    people = scripty.people
    await thread_under_review(scripty)
    await people.post("client", CHANNEL, f"v9 {LINK}")
    offer = await told(scripty, "client", "Is this a cut")
    await people.press("client", CHANNEL, offer, "review_offer_dismiss")
    await told(scripty, "client", "no review")
    await settled(scripty)
    assert told_so_far(scripty, "client") == ["All right, no review."]
    assert len(await reviews(scripty)) == 1


async def test_nothing_is_offered_where_it_would_be_noise(scripty: Running) -> None:
    people, slack = scripty.people, scripty.team.slack
    await people.post("client", CHANNEL, f"no production here yet: {LINK}")
    await settled(scripty)
    root = await thread_under_review(scripty)
    await people.post("client", CHANNEL, f"compare {LINK}", thread_ts=root)
    await people.post("client", CHANNEL, "see <https://notvimeo.com/1|this>")
    bot = people.team.bot_user
    await people.post("client", CHANNEL, f"<@{bot}> review {LINK}")
    await settled(scripty)
    assert not slack.ephemerals
    assert len(await reviews(scripty)) == 2


# Listening


async def test_an_edit_changes_the_note_and_a_second_card_never_appears(scripty: Running) -> None:
    people = scripty.people
    root = await thread_under_review(scripty, ("director", "0:04 hold the steam longer"))
    (said,) = (await note(scripty, 1))["sources"]
    await people.edit("director", CHANNEL, said["ts"], "0:05 hold the steam much longer")
    await card_saying(scripty, root, "0:05 hold the steam much longer")
    await settled(scripty)
    assert "0:04" not in card_text(scripty, root)
    assert list(await notes(scripty)) == [1]
    assert (await note(scripty, 1))["timecode"]["seconds"] == 5
    (review,) = await reviews(scripty)
    assert [each["text"] for each in review["messages"][-1]["editions"]] == [
        "0:04 hold the steam longer",
        "0:05 hold the steam much longer",
    ]


async def test_untouched_words_of_an_edited_message_keep_their_decision(scripty: Running) -> None:
    people = scripty.people
    root = await thread_under_review(
        scripty, ("director", "0:04 hold the steam longer\n0:31 trim the pause")
    )
    await press_note(scripty, root, "director", "note_accept", 1)
    (said,) = (await note(scripty, 1))["sources"]
    await people.edit(
        "director", CHANNEL, said["ts"], "0:04 hold the steam longer\n0:33 trim the whole pause"
    )
    await card_saying(scripty, root, "0:33 trim the whole pause")
    await settled(scripty)
    assert (await note(scripty, 1))["state"] == "accepted"
    assert (await note(scripty, 1))["source_state"] == "present"
    assert (await note(scripty, 2))["state"] == "draft"
    assert list(await notes(scripty)) == [1, 2]


async def test_changed_words_reopen_an_accepted_note_and_revive_its_task(
    scripty: Running,
) -> None:
    people = scripty.people
    root = await thread_under_review(scripty, ("director", "0:04 hold the steam longer"))
    await press_note(scripty, root, "director", "note_accept", 1)
    (task,) = await tasks(scripty)
    (said,) = (await note(scripty, 1))["sources"]
    await people.edit("director", CHANNEL, said["ts"], "0:04 hold the steam much shorter")
    await card_saying(scripty, root, "Reopened: its words were edited")
    await settled(scripty)
    assert (await note(scripty, 1))["state"] == "draft"
    assert "Already task T1" in card_text(scripty, root)
    assert [each["id"] for each in await tasks(scripty)] == [task["id"]]
    await press_note(scripty, root, "editor", "note_accept", 1)
    await settled(scripty)
    (revived,) = await tasks(scripty)
    assert revived["id"] == task["id"]
    assert "much shorter" in revived["title"]
    assert revived["state"] == "open"
    assert (await note(scripty, 1))["decided_by"] == IDS["editor"]


async def test_a_deleted_draft_is_withdrawn_and_its_words_are_gone(scripty: Running) -> None:
    words = "0:10 make the logo bigger because Marguerite is leaving, @anna by friday"
    root = await thread_under_review(
        scripty, ("client", words), ("director", "0:04 hold the steam longer")
    )
    (said,) = (await note(scripty, 1))["sources"]
    await scripty.people.delete("client", CHANNEL, said["ts"])
    await card_saying(scripty, root, "withdrawn")
    await settled(scripty)
    assert (await note(scripty, 1))["state"] == "withdrawn"
    for gone in ("logo", "Marguerite", "by friday", "0:10"):
        assert gone not in card_text(scripty, root)
        assert not await holds(scripty, gone)
    assert (await note(scripty, 2))["state"] == "draft"


async def test_deleting_takes_the_words_from_rejected_and_merged_notes_too(
    scripty: Running,
) -> None:
    root = await thread_under_review(
        scripty,
        ("client", "0:10 the logo should be bigger"),
        ("producer", "0:20 please mute the kazoo"),
        ("director", "0:40 hold the steam longer"),
    )
    await press_note(scripty, root, "director", "note_reject", 1)
    form = await form_of(scripty, "director", "note_reject_reason")
    await scripty.people.submit("director", form, {"reason": "we like it small"})
    await press_note(scripty, root, "director", "note_merge", 2)
    form = await form_of(scripty, "director", "note_merged")
    await scripty.people.submit("director", form, {"into": (await note(scripty, 3))["id"]})
    for number, who in ((1, "client"), (2, "producer")):
        await scripty.people.delete(who, CHANNEL, (await note(scripty, number))["sources"][0]["ts"])
    await settled(scripty)
    assert not await holds(scripty, "logo should be bigger")
    assert not await holds(scripty, "kazoo")
    assert (await note(scripty, 1))["state"] == "rejected"
    assert (await note(scripty, 1))["decision_reason"] == "we like it small"
    assert (await note(scripty, 2))["state"] == "merged"
    assert [source["quote"] for source in (await note(scripty, 3))["sources"]] == [
        "0:40 hold the steam longer"
    ]


async def test_an_accepted_note_outlives_its_message_and_says_so(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", "0:10 make the logo bigger"))
    await press_note(scripty, root, "director", "note_accept", 1)
    (said,) = (await note(scripty, 1))["sources"]
    await scripty.people.delete("client", CHANNEL, said["ts"])
    await card_saying(scripty, root, "source deleted")
    await settled(scripty)
    kept = await note(scripty, 1)
    assert (kept["state"], kept["source_state"]) == ("accepted", "deleted")
    assert [source["quote"] for source in kept["sources"]] == [""]
    (task,) = await tasks(scripty)
    assert task["state"] == "open"
    assert "logo bigger" in task["title"]


async def test_a_deleted_first_message_takes_its_notes_along(scripty: Running) -> None:
    people = scripty.people
    root = await people.post("editor", CHANNEL, f"v2 {LINK}\n0:09 the grade is too dark")
    await people.shortcut("editor", CHANNEL, root, "review_start_here")
    await people.post("client", CHANNEL, "0:10 make the logo bigger", thread_ts=root["ts"])
    await card_saying(scripty, root["ts"], "N2")
    await settled(scripty)
    await people.delete("editor", CHANNEL, root["ts"])
    await card_saying(scripty, root["ts"], "withdrawn")
    assert not await holds(scripty, "grade is too dark")


async def test_each_message_restarts_the_quiet_period(start: Starts) -> None:
    async with start(scripty_quiet_seconds=3600) as scripty:
        root = await scripty.people.post("editor", CHANNEL, ROOT_WORDS)
        await scripty.people.shortcut("editor", CHANNEL, root, "review_start_here")
        quiet_until = []
        for place, words in enumerate(("0:01 too dark", "0:02 too loud", "0:03 too slow"), 2):
            await scripty.people.post("client", CHANNEL, words, thread_ts=root["ts"])
            quiet_until.append(await quiet_with(scripty, place))
        assert quiet_until == sorted(set(quiet_until))
        assert quiet_until[0] > datetime.now(UTC) + timedelta(minutes=59)
        assert not await notes(scripty)


async def quiet_with(scripty: Running, messages: int) -> datetime:
    """Until when the thread is to be quiet, once this many of its messages are kept."""

    async def kept() -> datetime | None:
        query: LiteralString = (
            "SELECT quiet_until FROM review WHERE %s = (SELECT count(*) FROM message)"
        )
        found = await rows(scripty.scripty.where, query, messages)
        return found[0]["quiet_until"] if found else None

    return await until(kept)


async def test_a_burst_of_replies_is_read_once(start: Starts) -> None:
    async with start(scripty_quiet_seconds=1) as scripty:
        root = await thread_under_review(scripty)
        for words in ("0:01 too dark", "0:02 too loud", "0:03 too slow"):
            await scripty.people.post("client", CHANNEL, words, thread_ts=root)
        await card_saying(scripty, root, "3 to decide")
        await settled(scripty)
        shown = [call["text"] for call in scripty.team.slack.calls("chat.update")]
        assert len([text for text in shown if "to decide" in text]) == 1


async def test_bots_joins_and_its_own_messages_are_no_feedback(scripty: Running) -> None:
    slack, people = scripty.team.slack, scripty.people
    root = await thread_under_review(scripty)
    slack.add_user("U00000010", "framebot", is_bot=True)
    async with people.echo():
        event = slack.post_as("framebot", CHANNEL, "0:09 comment: too dark", root)
        await people.tell(event | {"bot_id": "B00000010"})
        joined = slack.post_as("client", CHANNEL, "0:10 has joined", root, subtype="channel_join")
        await people.tell(joined)
        await people.post("client", CHANNEL, "0:11 make the logo bigger", thread_ts=root)
        await card_saying(scripty, root, "N1")
        await settled(scripty)
    assert list(await notes(scripty)) == [1]
    (review,) = await reviews(scripty)
    assert [message["user"] for message in review["messages"]] == [IDS["editor"], IDS["client"]]


async def test_a_reply_also_sent_to_the_channel_counts_once(scripty: Running) -> None:
    people = scripty.people
    root = await thread_under_review(scripty)
    said = await people.post(
        "client", CHANNEL, f"0:11 make the logo bigger, see {LINK}", root, broadcast=True
    )
    await card_saying(scripty, root, "N1")
    plain = {name: value for name, value in said.items() if name not in ("subtype", "root")}
    await people.tell(plain)
    await settled(scripty)
    assert list(await notes(scripty)) == [1]
    assert len((await note(scripty, 1))["sources"]) == 1
    assert not scripty.team.slack.ephemerals


async def test_messages_of_other_threads_are_not_kept(scripty: Running) -> None:
    await thread_under_review(scripty)
    lunch = await scripty.people.post("client", CHANNEL, "lunch at 1:00?")
    await scripty.people.post("client", CHANNEL, "0:20 pizza is too late", thread_ts=lunch["ts"])
    await settled(scripty)
    assert not await holds(scripty, "pizza")
    assert not await holds(scripty, "lunch")


# Many notes


def eighty_lines() -> str:
    return "\n".join(
        f"{place // 12}:{place % 12 * 5:02d} remove object number {place} from the table"
        for place in range(1, 81)
    )


async def test_eighty_lines_pasted_by_a_client_are_eighty_notes(scripty: Running) -> None:
    root = await thread_under_review(scripty, ("client", eighty_lines()))
    assert len(await notes(scripty)) == 80
    shown = card(scripty, root)
    assert not message_faults(shown["blocks"])
    assert "80 to decide" in card_text(scripty, root)
    assert "72 more to decide in the list" in card_text(scripty, root)
    assert len([name for name, _ in offered(shown) if name == "note_accept"]) == 8


async def test_two_hundred_notes_are_decided_on_in_a_paged_list(scripty: Running) -> None:
    people = scripty.people
    lines = [
        f"{place // 12}:{place % 12 * 5:02d} remove object number {place} from the table"
        for place in range(1, 201)
    ]
    root = await thread_under_review(
        scripty, *(("client", "\n".join(lines[first : first + 40])) for first in range(0, 200, 40))
    )
    assert len(await notes(scripty)) == 200
    shown = card(scripty, root)
    assert len(shown["blocks"]) <= 50
    assert len(json.dumps(shown["blocks"])) < 50_000
    await people.press("director", CHANNEL, shown, "notes_list")
    view = await form_of(scripty, "director", "notes_list")
    assert "N1 " in as_text(view["blocks"])
    assert "N11 " not in as_text(view["blocks"])
    pages = dict(name_and_value for name_and_value in offered(view))
    await people.press_in_view("director", view, "notes_page", pages["notes_page"])
    view = await list_saying(scripty, "director", "N11 ")
    assert "N1 " not in as_text(view["blocks"])

    eleventh = await note(scripty, 11)
    await people.press_in_view("director", view, "note_accept", eleventh["id"])
    view = await list_saying(scripty, "director", "T1")
    assert "N11 " in as_text(view["blocks"])
    assert (await note(scripty, 11))["state"] == "accepted"

    await people.press_in_view("director", view, "note_assign", (await note(scripty, 12))["id"])
    form = await form_of(scripty, "director", "note_assigned")
    await people.submit("director", form, {"owner": IDS["editor"]})
    view = await list_saying(scripty, "director", "Proposed owner: editor")
    assert "N12 " in as_text(view["blocks"])

    await people.press_in_view("director", view, "task_take")
    view = await list_saying(scripty, "director", "director · no date")
    assert "N11 " in as_text(view["blocks"])

    await people.press_in_view("director", view, "task_date")
    form = await form_of(scripty, "director", "task_dated")
    await people.submit("director", form, {"due": "2031-06-12"})
    view = await list_saying(scripty, "director", "Thu 12 Jun 2031")
    assert "N11 " in as_text(view["blocks"])


async def list_saying(scripty: Running, user: str, words: str) -> Json:
    """The list of notes on this person's screen, once it says these words."""

    def saying(_: LocalSlack) -> Json | None:
        view = scripty.people.view_of(user)
        good = view and view["callback_id"] == "notes_list" and words in as_text(view["blocks"])
        return view if good else None

    return await scripty.team.slack.wait_for(saying)
