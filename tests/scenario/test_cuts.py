"""A newer cut: what it supersedes, and what goes on with it."""

import asyncio
from typing import Any, LiteralString

from sqlalchemy import event

from bot.demo.render import as_text
from handlers.program import Actor
from handlers.reviews import cuts, services
from handlers.reviews.rules import Start
from tests.support.acting import (
    LINK,
    actions,
    card,
    card_text,
    form_of,
    key_of,
    note,
    notes,
    press_note,
    reviews,
    settled,
    tasks,
    told,
    told_so_far,
    words_of,
)
from tests.support.approving import press_cut, review_path
from tests.support.cutting import IDS, accepted, cut_up, in_list, notes_in, review_named
from tests.support.running import Running
from tests.support.team import CHANNEL
from tests.support.watching import WORKSPACE, rows

LOGO = ("client", "0:08 make the logo bigger")
KAZOO = ("director", "0:20 mute the kazoo")
LATE = ("client", "0:31 trim the pause")


async def agreed(scripty: Running, rounds: int) -> None:
    await rows(scripty.scripty.where, "UPDATE production SET agreed_rounds = %s", rounds)


async def frozen(scripty: Running, root: str) -> None:
    """The round is frozen a day ago, so that everything in it is late."""
    await rows(
        scripty.scripty.where,
        "UPDATE review SET state = 'frozen', frozen_at = now() - interval '1 day' "
        "WHERE thread_ts = %s",
        root,
    )


async def test_a_newer_cut_supersedes_the_older_one_and_says_so_once(scripty: Running) -> None:
    first = await cut_up(scripty, "v1", LOGO, KAZOO)
    await accepted(scripty, first, 1)
    second = await cut_up(scripty, "v2")
    old, new = [each["cut"] for each in await reviews(scripty)]
    assert (old["state"], old["superseded_by"]) == ("superseded", new["id"])
    assert (await review_named(scripty, "v1"))["state"] == "closed"
    assert (await review_named(scripty, "v2"))["round"] == 2
    told_there = [
        message
        for message in scripty.team.slack.bot_messages(CHANNEL, first)
        if key_of(message) == f"superseded:{old['id']}"
    ]
    (pointer,) = told_there
    assert "v2 is up: it supersedes v1, and this round is closed. 1 note goes on there." in as_text(
        pointer["blocks"]
    )
    assert second.replace(".", "") in str(pointer["blocks"])
    assert "Superseded by v2" in card_text(scripty, first)
    events = (await scripty.record())["events"]
    assert len(actions(events, "cut.superseded")) == 1


async def test_what_is_open_goes_on_once_with_its_words_and_its_one_task(
    scripty: Running,
) -> None:
    first = await cut_up(scripty, "v1", LOGO, KAZOO)
    await accepted(scripty, first, 1)
    await cut_up(scripty, "v2")
    (copy,) = await notes_in(scripty, "v2")
    original = await note(scripty, 1)
    assert copy["carried_from"] == original["id"]
    assert not copy["timecode_confirmed"]
    same = ("state", "text", "sources", "timecode", "kind", "priority", "decided_by", "task_id")
    assert {name: copy[name] for name in same} == {name: original[name] for name in same}
    assert (await note(scripty, 2))["state"] == "draft"
    assert [task["id"] for task in await tasks(scripty)] == [copy["task_id"]]
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        _, new = await work.reviews.of_production((await work.productions.all())[0].id)
        assert not await cuts.carry_all(work, new)
        assert not await cuts.supersede(
            work, Actor(IDS["editor"], "button"), await work.reviews.cut(new.cut_id), new
        )
    assert len(await notes(scripty)) == 3


async def test_the_line_of_three_cuts_shares_owner_day_and_task(scripty: Running) -> None:
    first = await cut_up(scripty, "v1", LOGO)
    await accepted(scripty, first, 1)
    await cut_up(scripty, "v2")
    third = await cut_up(scripty, "v3", KAZOO)
    (last, _) = await notes_in(scripty, "v3")
    line = [1, 2, last["number"]]
    assert line == [1, 2, 3]
    await in_list(scripty, "editor", third, "task_take", 3)
    assert [(await note(scripty, number))["owner"]["user"] for number in line] == [
        IDS["editor"]
    ] * 3
    assert len(await tasks(scripty)) == 1
    await in_list(scripty, "director", third, "note_reject", 3)
    assert [task["state"] for task in await tasks(scripty)] == ["dropped"]
    await cut_up(scripty, "v4")
    assert not await notes_in(scripty, "v4")
    assert (await note(scripty, 3))["state"] == "rejected"


async def test_a_later_reading_leaves_copies_alone(scripty: Running) -> None:
    first = await cut_up(scripty, "v1", LOGO)
    await accepted(scripty, first, 1)
    second = await cut_up(scripty, "v2", KAZOO)
    await scripty.people.post("client", CHANNEL, "the logo is still too small", thread_ts=second)
    await settled(scripty)
    copy, kazoo, again = await notes_in(scripty, "v2")
    assert (copy["state"], copy["source_state"], len(copy["sources"])) == ("accepted", "present", 1)
    assert (kazoo["repeats"], again["repeats"]) == (None, 2)
    assert "Again: N2" in card_text(scripty, second)
    assert [each["conflicts_with"] for each in (await notes(scripty)).values()] == [[]] * 4


async def test_nothing_of_a_deleted_message_stays_on_a_copy(scripty: Running) -> None:
    first = await cut_up(
        scripty,
        "v1",
        ("client", "0:31 keep the Marguerite pause"),
        ("director", "0:31 keep the pause"),
    )
    await accepted(scripty, first, 1)
    second = await cut_up(scripty, "v2")
    (copy,) = await notes_in(scripty, "v2")
    assert len(copy["sources"]) == 2
    await scripty.people.delete("client", CHANNEL, copy["sources"][0]["ts"])
    await settled(scripty)
    (copy,) = await notes_in(scripty, "v2")
    assert [each["quote"] for each in copy["sources"] if each["quote"]] == ["0:31 keep the pause"]
    assert copy["state"] == "accepted"
    await scripty.people.delete("director", CHANNEL, copy["sources"][-1]["ts"])
    await settled(scripty)
    (copy,) = await notes_in(scripty, "v2")
    assert (copy["source_state"], [s["quote"] for s in copy["sources"] if s["quote"]]) == (
        "deleted",
        [],
    )
    assert "source deleted" in card_text(scripty, second).lower()


async def test_words_edited_in_the_old_thread_reopen_the_newest_copy(scripty: Running) -> None:
    first = await cut_up(scripty, "v1", LOGO)
    await accepted(scripty, first, 1)
    await cut_up(scripty, "v2")
    (said,) = (await note(scripty, 1))["sources"]
    await scripty.people.edit("client", CHANNEL, said["ts"], "0:08 make the logo smaller")
    await settled(scripty)
    original, copy = (await notes(scripty)).values()
    assert (original["state"], copy["state"], copy["source_state"]) == (
        "carried",
        "draft",
        "edited",
    )
    assert "smaller" in copy["text"]
    assert [each["quote"] for each in copy["sources"]] == ["0:08 make the logo smaller"]
    (followed,) = actions((await scripty.record())["events"], "note.followed")
    assert followed["detail"] == {"original": 1}


async def test_late_notes_go_on_as_they_are_and_others_when_they_are_accepted(
    scripty: Running,
) -> None:
    first = await cut_up(scripty, "v1", KAZOO)
    await frozen(scripty, first)
    await scripty.people.post(*LATE[:1], CHANNEL, LATE[1], thread_ts=first)
    await settled(scripty)
    assert (await note(scripty, 2))["late"]
    second = await cut_up(scripty, "v2")
    (copy,) = await notes_in(scripty, "v2")
    assert (copy["state"], (await note(scripty, 2))["state"]) == ("draft", "carried")
    await in_list(scripty, "director", first, "note_accept", 1)
    assert [(each["state"], each["carried_from"]) for each in await notes_in(scripty, "v2")] == [
        ("draft", (await note(scripty, 2))["id"]),
        ("accepted", (await note(scripty, 1))["id"]),
    ]
    await press_note(scripty, second, "director", "note_accept", copy["number"])
    await settled(scripty)
    assert {task["id"] for task in await tasks(scripty)} == {
        each["task_id"] for each in await notes_in(scripty, "v1")
    }
    await scripty.people.post("client", CHANNEL, "0:50 lose the title", thread_ts=first)
    await settled(scripty)
    assert [each["text"] for each in await notes_in(scripty, "v2")][-1].lower() == "lose the title"


async def test_the_old_card_s_buttons_say_where_to_go(scripty: Running) -> None:
    first = await cut_up(scripty, "v1", LOGO)
    old_card = card(scripty, first)
    await cut_up(scripty, "v2")
    value = (await note(scripty, 1))["id"]
    for action in ("note_accept", "note_reject", "note_edit", "note_assign", "note_merge"):
        await scripty.people.side.press(IDS["director"], CHANNEL, old_card, action, value)
    await told(scripty, "director", "v1 is superseded by v2, so nothing was changed.")
    for action in ("note_verify", "note_reopen"):
        await rows(scripty.scripty.where, "UPDATE task SET state = 'done'")
        await scripty.people.side.press(
            IDS["client"], CHANNEL, old_card, action, element={"value": value}
        )
    await settled(scripty)
    said = [text for text in told_so_far(scripty, "client") if "superseded by v2" in text]
    assert len(said) == 2
    assert (await note(scripty, 1))["state"] == "draft"
    assert scripty.people.view_of("director") is None


async def test_a_closed_round_changes_only_when_it_is_reopened(scripty: Running) -> None:
    first = await cut_up(scripty, "v1", LOGO)
    await rows(scripty.scripty.where, "UPDATE review SET state = 'closed', closed_at = now()")
    stale = card(scripty, first)
    value = (await note(scripty, 1))["id"]
    for action in ("note_accept", "note_reject", "note_edit", "note_assign", "note_merge"):
        await scripty.people.side.press(IDS["director"], CHANNEL, stale, action, value)
    await told(scripty, "director", "Round 1 is closed; reopen it on its card, then decide.")
    assert (await note(scripty, 1))["state"] == "draft"


async def test_a_copy_s_moment_is_confirmed_by_saying_so(scripty: Running) -> None:
    first = await cut_up(scripty, "v1", LOGO)
    await accepted(scripty, first, 1)
    second = await cut_up(scripty, "v2")
    for right, confirmed in (("no", False), ("yes", True)):
        await in_list(scripty, "editor", second, "note_edit", 2)
        form = await form_of(scripty, "editor", "note_edited")
        values = {"text": f"Double the logo {right}", "timecode_right": right}
        await scripty.people.submit("editor", form, values)
        await settled(scripty)
        copy = await note(scripty, 2)
        assert (copy["timecode_confirmed"], copy["timecode"]["seconds"]) == (confirmed, 8)
    await in_list(scripty, "editor", second, "note_edit", 2)
    assert "In this cut" not in as_text((await form_of(scripty, "editor", "note_edited"))["blocks"])


async def test_another_moment_of_a_copy_is_confirmed(scripty: Running) -> None:
    first = await cut_up(scripty, "v1", LOGO)
    await accepted(scripty, first, 1)
    second = await cut_up(scripty, "v2")
    await in_list(scripty, "editor", second, "note_edit", 2)
    form = await form_of(scripty, "editor", "note_edited")
    await scripty.people.submit("editor", form, {"timecode": "0:11"})
    await settled(scripty)
    copy = await note(scripty, 2)
    assert (copy["timecode_confirmed"], copy["timecode"]["seconds"]) == (True, 11)
    assert (await note(scripty, 1))["timecode"]["seconds"] == 8


async def test_minor_versions_supersede_and_open_no_round(scripty: Running) -> None:
    await cut_up(scripty, "v1")
    await agreed(scripty, 1)
    await cut_up(scripty, "v1.1")
    await cut_up(scripty, "v1.10")
    await cut_up(scripty, "v1.9")
    assert [
        (each["cut"]["version"], each["cut"]["state"] == "superseded", each["round"])
        for each in await reviews(scripty)
    ] == [("v1", True, 1), ("v1.1", True, 1), ("v1.10", False, 1), ("v1.9", False, 1)]


async def test_two_deliverables_side_by_side(scripty: Running) -> None:
    for words in ("v1 for teaser", "v1 for trailer", "v2 for Teaser"):
        said = await scripty.people.command("producer", CHANNEL, f"review https://f.io/x {words}")
        await settled(scripty)
    found = [each["cut"] for each in await reviews(scripty)]
    assert [(each["version"], each["state"] == "superseded") for each in found] == [
        ("v1", True), ("v1", False), ("v2", False),
    ]  # fmt: skip
    kept = await rows(scripty.scripty.where, "SELECT deliverable FROM cut ORDER BY created_at")
    assert [row["deliverable"] for row in kept] == ["teaser", "trailer", "teaser"]
    assert words_of(said).endswith("v2 takes the place of v1: its round is closed.")


async def test_the_command_says_what_the_cut_takes_the_place_of(scripty: Running) -> None:
    first = await cut_up(scripty, "v1", LOGO, KAZOO)
    await accepted(scripty, first, 1, 2)
    said = await scripty.people.command("editor", CHANNEL, "review https://f.io/x v2")
    assert (
        "v2 takes the place of v1: its round is closed, 2 notes go on in v2. "
        "Is it another film? /scripty review <link> for <name>."
    ) in words_of(said)


async def test_what_is_up_is_not_put_up_again(scripty: Running) -> None:
    first = await cut_up(scripty, "v1")
    people = scripty.people
    for words in ("", "v1"):
        said = words_of(await people.command("client", CHANNEL, f"review https://f.io/abc {words}"))
        assert "This link is already under review as v1" in said
        assert f"/p{first.replace('.', '')}" in said
    said = words_of(await people.command("client", CHANNEL, "review https://f.io/x v1"))
    assert "v1 is up already. Name the next version: /scripty review <link> v2" in said
    assert "/scripty review <link> v1 for <name>" in said
    assert len(await reviews(scripty)) == 1
    for words in ("abc v2", "x v1 for teaser"):
        await people.command("client", CHANNEL, f"review https://f.io/{words}")
    assert len(await reviews(scripty)) == 3


async def test_more_rounds_than_agreed_take_a_producer_s_word(scripty: Running) -> None:
    await cut_up(scripty, "v1")
    await agreed(scripty, 2)
    people = scripty.people
    await people.command("editor", CHANNEL, "review https://f.io/x v2")
    await settled(scripty)
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        second = (await work.reviews.of_production((await work.productions.all())[0].id))[1]
        assert await services.rounds_warning(work, second) == (
            "This is round 2 of 2 agreed: the last one."
        )
    for who, words in (("producer", "v3"), ("editor", "v3 anyway")):
        answer = await people.command(who, CHANNEL, f"review https://f.io/x {words}")
        assert "2 rounds were agreed, and this would be round 3. It takes producer" in words_of(
            answer
        )
    assert len(await reviews(scripty)) == 2
    await people.command("producer", CHANNEL, "review https://f.io/x v3 anyway")
    await settled(scripty)
    assert [each["round"] for each in await reviews(scripty)] == [1, 2, 3]


async def test_a_round_too_many_that_only_the_thread_shows_goes_on_and_says_so(
    scripty: Running,
) -> None:
    await cut_up(scripty, "v1")
    await agreed(scripty, 1)
    people, bot = scripty.people, scripty.people.team.bot_user
    root = await people.post("editor", CHANNEL, f"v1.1 of the spot is up {LINK}")
    await people.post("client", CHANNEL, f"<@{bot}> please review this", thread_ts=root["ts"])
    await settled(scripty)
    assert [each["cut"]["version"] for each in await reviews(scripty)] == ["v1", "v1.1"]
    assert not told_so_far(scripty, "client")
    root = await people.post("editor", CHANNEL, f"v2 of the spot is up {LINK}")
    await people.post("client", CHANNEL, f"<@{bot}> please review this", thread_ts=root["ts"])
    await told(scripty, "client", "v2 is under review. This is round 2; 1 was agreed.")
    await settled(scripty)
    assert "Let producer know" in told_so_far(scripty, "client")[0]
    assert (await review_named(scripty, "v2"))["round"] == 2
    (logged,) = actions((await scripty.record())["events"], "review.beyond_agreed")
    assert (logged["actor"], logged["detail"]) == (IDS["client"], {"round": 2, "agreed": 1})
    await people.post("client", CHANNEL, f"<@{bot}> review v3 {LINK}")
    await told(scripty, "client", "1 round was agreed, and this would be round 3.")


async def test_what_a_thread_says_about_a_cut_is_logged(scripty: Running) -> None:
    people, bot = scripty.people, scripty.people.team.bot_user
    root = await people.post("editor", CHANNEL, f"v7 of the spot is up {LINK}")
    await people.post("client", CHANNEL, f"<@{bot}> please review this", thread_ts=root["ts"])
    await settled(scripty)
    (logged,) = actions((await scripty.record())["events"], "cut.completed")
    assert logged["detail"] == {"version": "v7", "posted_by": IDS["editor"]}


async def test_only_what_is_closed_stays_behind(scripty: Running) -> None:
    """Dropped without a reason is open; risks and questions are until the next round looks at
    them; praise never was."""
    first = await cut_up(
        scripty, "v1", LOGO, KAZOO, ("client", "I love the opening shot"),
        ("client", "0:30 do we have a licence for this song?"),
        ("director", "0:40 the crash could be a risk with the broadcaster"),
    )  # fmt: skip
    kinds = ("change", "change", "praise", "question", "risk")
    for number, kind in enumerate(kinds, 1):
        await rows(
            scripty.scripty.where,
            "UPDATE note SET kind = %s, actionable = %s WHERE number = %s",
            kind, kind == "change", number,
        )  # fmt: skip
    await accepted(scripty, first, *range(1, 6))
    for number in (1, 2):
        await in_list(scripty, "editor", first, "task_drop", number)
        form = await form_of(scripty, "editor", "task_drop_reason")
        if number == 2:
            await scripty.people.submit("editor", form, {"reason": "no such kazoo"})
    await settled(scripty)
    await scripty.people.press("client", CHANNEL, card(scripty, first), "notes_list")
    shown = as_text((await form_of(scripty, "client", "notes_list"))["blocks"])
    assert "dropped, no reason given" in shown
    await cut_up(scripty, "v2")
    assert [each["kind"] for each in await notes_in(scripty, "v2")] == [
        "change", "question", "risk",
    ]  # fmt: skip


async def test_what_comes_along_late_makes_approvals_stale(scripty: Running) -> None:
    first = await cut_up(scripty, "v1", LOGO, KAZOO)
    second = await cut_up(scripty, "v2")
    await review_path(scripty, "director")
    for action in ("review_freeze", "review_close"):
        await scripty.people.press("producer", CHANNEL, card(scripty, second), action)
        await settled(scripty)
    for number in (1, 2):
        await in_list(scripty, "director", first, "note_accept", number)
    await press_cut(scripty, second, "director", "approval_approve")
    await settled(scripty)
    assert not await notes_in(scripty, "v2")
    await scripty.people.press("producer", CHANNEL, card(scripty, second), "review_reopen")
    await settled(scripty)
    assert len(await notes_in(scripty, "v2")) == 2
    (given,) = await rows(scripty.scripty.where, "SELECT stale_because FROM approval")
    assert given["stale_because"] == "N3 was accepted afterwards"


async def statements(scripty: Running, version: str) -> int:
    """How many statements it takes to put up this version."""
    said: list[str] = []

    def count(_: Any, __: Any, statement: str, *___: Any) -> None:
        said.append(statement)

    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        connection = (await work.session.connection()).sync_connection
        event.listen(connection, "before_cursor_execute", count)
        await services.start_review(
            work, Actor(IDS["editor"], "command"), CHANNEL,
            Start(link=f"https://f.io/{version}", version=version),
            thread_ts=None, channel_name="",
        )  # fmt: skip
        await work.session.flush()
    await settled(scripty)
    return len(said)


async def test_many_notes_go_on_in_no_more_statements_than_few(scripty: Running) -> None:
    await cut_up(scripty, "v1", LOGO)
    everything: LiteralString = "UPDATE note SET state = 'accepted', kind = 'risk'"
    await rows(scripty.scripty.where, everything)
    few = await statements(scripty, "v2")
    thread = (await review_named(scripty, "v2"))["thread_ts"]
    lines = [f"{place // 60}:{place % 60:02d} remove object {place}" for place in range(1, 61)]
    await scripty.people.post("client", CHANNEL, "\n".join(lines), thread_ts=thread)
    await settled(scripty)
    await rows(scripty.scripty.where, everything)
    many = await statements(scripty, "v3")
    assert len(await notes_in(scripty, "v3")) == 61
    assert many < few + 20


async def test_of_two_cuts_at_once_one_supersedes(scripty: Running) -> None:
    first = await cut_up(scripty, "v1", LOGO)
    await accepted(scripty, first, 1)
    await asyncio.gather(
        *(
            scripty.people.command(who, CHANNEL, "review https://f.io/x v2")
            for who in ("editor", "producer")
        )
    )
    await settled(scripty)
    assert len(actions((await scripty.record())["events"], "cut.superseded")) == 1
    assert [each["carried_from"] is not None for each in (await notes(scripty)).values()] == [
        False,
        True,
    ]


async def test_whoever_posted_the_link_posted_the_cut(scripty: Running) -> None:
    await cut_up(scripty, "v1")
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        (cut,) = await work.reviews.cuts((await work.productions.all())[0].id)
        review = (await work.reviews.of_cuts([cut.id]))[cut.id]
    assert (cut.posted_by, review.started_by) == (IDS["editor"], IDS["producer"])
