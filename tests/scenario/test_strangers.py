"""Who may not, who comes too late and who makes things up: nothing changes, and they are told."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import SecretStr

from bot.demo.people import Answer, LocalWorkspace, SlackSide
from store.engine import Address
from store.tables import Member
from tests.conftest import Starts
from tests.support.running import SECRET, Running
from tests.support.saying import texts
from tests.support.team import CHANNEL, PEOPLE, STRANGER, Team
from tests.support.watching import WORKSPACE, Row, all_done, rows

Json = dict[str, Any]

ONLOOKER = "U00000008"
OTHER_TEAM = "T00000002"
OTHER_CHANNEL = "C00000002"
OTHER_PERSON = "U20000001"

SAID = ("0:04 hold the steam longer", "0:17 the spoon clink is too loud")


@dataclass(frozen=True)
class Reviewed:
    """A review with its notes drafted, and its card as people see it."""

    scripty: Running
    people: LocalWorkspace
    channel: str
    thread_ts: str

    @property
    def address(self) -> Address:
        return self.scripty.scripty.where

    @property
    def card(self) -> Json:
        return self.people.slack.bot_messages(self.channel, self.thread_ts)[0]

    async def press(self, user: str, action_id: str, value: str) -> Answer:
        """A press as it might be made up, or come from a card that is out of date: the button
        need not be there (any more)."""
        user_id = self.people.slack.user(user).id
        return await self.people.side.press(
            user_id, self.channel, self.card, action_id, element={"value": value}
        )

    async def settled(self) -> None:
        await all_done(self.address)

    async def notes(self) -> list[Row]:
        return await rows(
            self.address,
            "SELECT * FROM note WHERE workspace_id = %s ORDER BY number",
            self.people.team.id,
        )

    async def everything(self) -> Mapping[str, list[Row]]:
        """What a press must not change: notes, tasks, and what the trail says of them."""
        return {
            "notes": await rows(self.address, "SELECT * FROM note ORDER BY id"),
            "tasks": await rows(self.address, "SELECT * FROM task ORDER BY id"),
            "trail": await rows(self.address, "SELECT * FROM audit_event ORDER BY id"),
        }

    def told(self, user: str) -> list[str]:
        """What the bot said to this person alone."""
        slack = self.people.slack
        person = slack.user(user)
        direct, _ = slack.direct(self.people.team, person)
        alone = [each for each in slack.ephemerals if each["user"] == person.id]
        return texts([*alone, *slack.bot_messages(direct.id)])


async def reviewed(scripty: Running, people: LocalWorkspace, channel: str, user: str) -> Reviewed:
    root = await people.post(user, channel, "Cut 3 is up")
    await people.shortcut(user, channel, root, "review_start_here")
    for text in SAID:
        await people.post(user, channel, text, root["ts"])
    found = Reviewed(scripty, people, channel, root["ts"])
    await found.settled()
    assert [note["state"] for note in await found.notes()] == ["draft", "draft"]
    return found


@pytest.fixture
async def review(scripty: Running) -> Reviewed:
    return await reviewed(scripty, scripty.people, CHANNEL, "director")


@pytest.fixture
async def elsewhere(review: Reviewed, start: Starts, team: Team) -> AsyncIterator[Reviewed]:
    """A review of another workspace, in the same database and the same Slack."""
    slack = team.slack
    other = slack.add_team(OTHER_TEAM, bot_token="xoxb-other")
    slack.add_user(OTHER_PERSON, "rival", team=OTHER_TEAM)
    slack.add_channel(OTHER_CHANNEL, "theirs", members=[OTHER_PERSON], team=OTHER_TEAM)
    async with start(slack_bot_token=SecretStr("xoxb-other")) as scripty:
        people = LocalWorkspace(slack, scripty.url, SECRET, slack_url=team.url, team=other)
        yield await reviewed(scripty, people, OTHER_CHANNEL, "rival")


# Who does not belong


@pytest.mark.parametrize(
    "action_id", ["note_accept", "note_reject", "note_edit", "note_assign", "note_merge"]
)
async def test_somebody_outside_the_channel_changes_nothing_and_is_told(
    review: Reviewed, action_id: str
) -> None:
    before = await review.everything()
    note, _ = await review.notes()
    answer = await review.press("stranger", action_id, str(note["id"]))
    await review.settled()
    assert answer.status == 200
    assert await review.everything() == before
    assert review.people.view_of(STRANGER) is None
    (words,) = review.told("stranger")
    assert "Only members of spot-a can do that" in words
    assert "nothing was changed" in words


async def test_pressing_again_does_not_make_anybody_a_member(review: Reviewed) -> None:
    """A press makes us ask Slack who is in the channel; who presses is not in it by that."""
    note, _ = await review.notes()
    before = await review.everything()
    for _ in range(3):
        await review.press("stranger", "note_accept", str(note["id"]))
        await review.settled()
    assert await review.everything() == before
    assert len(review.told("stranger")) == 3


async def test_somebody_who_joined_a_moment_ago_is_let_in_at_the_second_try(
    review: Reviewed,
) -> None:
    """Slack's event about it has not arrived yet; the first press makes us ask."""
    slack = review.people.slack
    slack.add_user(ONLOOKER, "newcomer")
    slack.join(ONLOOKER, CHANNEL)
    note, _ = await review.notes()
    await review.press("newcomer", "note_accept", str(note["id"]))
    await review.settled()
    (words,) = review.told("newcomer")
    assert "Only members" in words
    assert {each["state"] for each in await review.notes()} == {"draft"}
    await review.press("newcomer", "note_accept", str(note["id"]))
    await review.settled()
    assert (await review.notes())[0]["decided_by"] == ONLOOKER


async def test_a_task_is_taken_by_members_only(review: Reviewed) -> None:
    note, _ = await review.notes()
    await review.press("editor", "note_accept", str(note["id"]))
    await review.settled()
    before = await review.everything()
    (task,) = before["tasks"]
    for action_id in ("task_take", "task_done", "task_drop", "task_assign", "task_date"):
        await review.press("stranger", action_id, str(task["id"]))
    await review.settled()
    assert await review.everything() == before
    assert len(review.told("stranger")) == 5
    assert review.people.view_of(STRANGER) is None


async def test_a_form_sent_by_somebody_who_left_meanwhile_changes_nothing(
    review: Reviewed,
) -> None:
    note, _ = await review.notes()
    await review.press("editor", "note_edit", str(note["id"]))
    form = review.people.view_of("editor")
    assert form is not None
    async with review.scripty.scripty.record.workspace(WORKSPACE) as work:
        (production,) = await work.productions.all()
        members = await work.productions.members(production.id)
        await work.session.delete(next(each for each in members if is_editor(each)))
    before = await review.everything()
    answer = await review.people.submit("editor", form, {"text": "something else"})
    assert answer.json()["response_action"] == "errors"
    assert "Only members" in str(answer.json()["errors"])
    assert await review.everything() == before


def is_editor(member: Member) -> bool:
    return PEOPLE.get(member.user_id) == "editor"


# Other workspaces


async def test_the_note_of_another_workspace_is_not_found(
    review: Reviewed, elsewhere: Reviewed
) -> None:
    """The id is right, the workspace is not."""
    before = await review.everything()
    theirs, _ = await elsewhere.notes()
    for action_id in ("note_accept", "note_reject", "note_edit", "note_assign", "note_merge"):
        assert (await review.press("director", action_id, str(theirs["id"]))).status == 200
    await review.settled()
    assert await review.everything() == before
    assert (
        review.told("director")
        == ["That note is not in this workspace's record; nothing was changed."] * 5
    )


async def test_a_note_is_not_merged_into_one_of_another_workspace(
    review: Reviewed, elsewhere: Reviewed
) -> None:
    ours, _ = await review.notes()
    theirs, _ = await elsewhere.notes()
    await review.press("director", "note_merge", str(ours["id"]))
    form = review.people.view_of("director")
    assert form is not None
    before = await review.everything()
    (field,) = (block for block in form["blocks"] if block.get("block_id") == "into")
    field["element"]["options"][0]["value"] = str(theirs["id"])
    answer = await review.people.submit("director", form, {"into": str(theirs["id"])})
    assert "can't be merged" in str(answer.json()["errors"])
    assert await review.everything() == before


async def test_somebody_of_another_workspace_decides_nothing_here(review: Reviewed) -> None:
    """Signed by Slack, sent to us, of a workspace that never installed us."""
    before = await review.everything()
    side = SlackSide(review.scripty.url, SECRET, "T99999999", slack_url=review.scripty.team.url)
    note, _ = await review.notes()
    answer = await side.press(
        "U00000001", CHANNEL, review.card, "note_accept", element={"value": str(note["id"])}
    )
    await review.settled()
    assert answer.status == 200
    assert await review.everything() == before


async def test_what_belongs_to_two_workspaces_stays_apart(
    review: Reviewed, elsewhere: Reviewed
) -> None:
    theirs, _ = await elsewhere.notes()
    await elsewhere.press("rival", "note_accept", str(theirs["id"]))
    await elsewhere.settled()
    assert [note["state"] for note in await elsewhere.notes()] == ["accepted", "draft"]
    assert [note["state"] for note in await review.notes()] == ["draft", "draft"]


# Made up


@pytest.mark.parametrize(
    "value",
    [
        "",
        "garbage",
        "1 OR 1=1",
        "0b8e6a1c-5f0e-4c58-9d3a-6f6f6f6f6f6f",
        "00000000-0000-0000-0000-000000000000",
        "N1",
        "\x00",
        "\ud83d",
        "9" * 2000,
    ],
    ids=ascii,
)  # fmt: skip
async def test_an_id_that_is_none_is_not_found(review: Reviewed, value: str) -> None:
    before = await review.everything()
    for action_id in ("note_accept", "note_edit", "task_take", "task_date"):
        assert (await review.press("director", action_id, value)).status == 200
    await review.settled()
    assert await review.everything() == before
    words = review.told("director")
    assert len(words) == 4
    assert all("not in this workspace's record" in each for each in words)


async def test_a_button_we_never_made_does_nothing(review: Reviewed) -> None:
    before = await review.everything()
    answer = await review.press("director", "note_accept_all", "everything")
    await review.settled()
    assert answer.status == 200
    assert await review.everything() == before


# Too late


async def test_the_second_press_says_who_decided_and_when(review: Reviewed) -> None:
    note, _ = await review.notes()
    await review.press("editor", "note_accept", str(note["id"]))
    await review.settled()
    before = await review.everything()
    await review.press("client", "note_reject", str(note["id"]))
    await review.press("editor", "note_accept", str(note["id"]))
    await review.settled()
    assert await review.everything() == before
    for user in ("client", "editor"):
        (words,) = review.told(user)
        assert re.fullmatch(
            r"N1 was already accepted by editor at \d\d:\d\d\. Nothing was changed\.", words
        )
    assert review.people.view_of("client") is None, "no reason is asked for"


async def test_twenty_presses_at_once_have_one_outcome(scripty: Running) -> None:
    crowd = [(f"U0000010{number:02}", number % 2) for number in range(20)]
    for user, _rejects in crowd:
        scripty.team.slack.add_user(user, f"person {user[-2:]}")
        scripty.team.slack.join(user, CHANNEL)
    review = await reviewed(scripty, scripty.people, CHANNEL, "director")
    note, _ = await review.notes()
    answers = await asyncio.gather(
        *(
            review.press(user, "note_reject" if rejects else "note_accept", str(note["id"]))
            for user, rejects in crowd
        )
    )
    assert {answer.status for answer in answers} == {200}
    decided, _ = await review.notes()
    tasks = await rows(review.address, "SELECT note_id FROM task")
    assert len(tasks) == (1 if decided["state"] == "accepted" else 0)
    trail = await rows(
        review.address,
        "SELECT actor FROM audit_event WHERE action IN ('note.accepted', 'note.rejected')",
    )
    assert [entry["actor"] for entry in trail] == [decided["decided_by"]]
    answered = await rows(
        review.address, "SELECT user_id, body FROM delivery WHERE kind = 'answer'"
    )
    late = {user for user, _rejects in crowd} - {decided["decided_by"]}
    assert sorted(row["user_id"] for row in answered) == sorted(late)
    winner = review.people.slack.user(decided["decided_by"]).name
    for row in answered:  # brought at Slack's pace, the last of them seconds from now
        assert f"N1 was already {decided['state']} by {winner} at" in row["body"]["text"]


async def test_whoever_joined_later_is_named_too(review: Reviewed) -> None:
    review.people.slack.add_user(ONLOOKER, "newcomer")
    await review.people.invite(ONLOOKER, CHANNEL)
    await review.settled()
    note, _ = await review.notes()
    await review.press("newcomer", "note_accept", str(note["id"]))
    await review.press("client", "note_accept", str(note["id"]))
    await review.settled()
    (words,) = review.told("client")
    assert "by newcomer at" in words


async def test_many_notes_decided_at_once_are_all_decided(review: Reviewed) -> None:
    """Each has its own row; the card and the numbers of tasks they share."""
    root = review.thread_ts
    for number in range(10):
        await review.people.post("client", CHANNEL, f"1:{number}0 shot {number} is dark", root)
    await review.settled()
    notes = await review.notes()
    assert len(notes) == 12
    await asyncio.gather(
        *(review.press("editor", "note_accept", str(note["id"])) for note in notes)
    )
    await review.settled()
    assert {note["state"] for note in await review.notes()} == {"accepted"}
    numbers = await rows(review.address, "SELECT number FROM task ORDER BY number")
    assert [task["number"] for task in numbers] == list(range(1, len(numbers) + 1))
    assert len(review.people.slack.bot_messages(CHANNEL, root)) == 1


async def test_a_note_whose_message_was_deleted_can_not_be_decided(review: Reviewed) -> None:
    note, _ = await review.notes()
    (message,) = (
        each
        for each in review.people.slack.messages(CHANNEL, review.thread_ts)
        if each["text"] == SAID[0]
    )
    await review.people.delete("director", CHANNEL, message["ts"])
    await review.settled()
    assert (await review.notes())[0]["state"] == "withdrawn"
    before = await review.everything()
    for action_id in ("note_accept", "note_reject", "note_edit", "note_merge"):
        await review.press("editor", action_id, str(note["id"]))
    await review.settled()
    assert await review.everything() == before
    assert len(review.told("editor")) == 4
    assert all("N1 was withdrawn" in words for words in review.told("editor"))


@pytest.mark.parametrize(
    ("action_id", "values"),
    [
        ("note_edit", {"text": "something else"}),
        ("note_assign", {"owner": "U00000002"}),
        ("note_merge", {}),
    ],
)
async def test_a_form_sent_after_somebody_else_rejected_says_so(
    review: Reviewed, action_id: str, values: Json
) -> None:
    note, other = await review.notes()
    await review.press("editor", action_id, str(note["id"]))
    form = review.people.view_of("editor")
    assert form is not None
    await review.press("client", "note_reject", str(note["id"]))
    await review.settled()
    before = await review.everything()
    values = values or {"into": str(other["id"])}
    answer = await review.people.submit("editor", form, values)
    assert answer.json()["response_action"] == "errors"
    (words,) = answer.json()["errors"].values()
    assert "N1 was already rejected by client at" in words
    assert await review.everything() == before
    assert review.people.view_of("editor") == form, "the form stays, with what was typed"


async def test_a_note_is_not_merged_into_one_rejected_meanwhile(review: Reviewed) -> None:
    note, other = await review.notes()
    await review.press("editor", "note_merge", str(note["id"]))
    form = review.people.view_of("editor")
    assert form is not None
    await review.press("client", "note_reject", str(other["id"]))
    await review.settled()
    before = await review.everything()
    answer = await review.people.submit("editor", form, {"into": str(other["id"])})
    assert "N2 is rejected" in str(answer.json()["errors"])
    assert await review.everything() == before


async def test_a_reason_is_kept_only_of_a_note_that_is_still_rejected(review: Reviewed) -> None:
    """Its words were changed meanwhile, which makes it a draft again."""
    note, _ = await review.notes()
    await review.press("client", "note_reject", str(note["id"]))
    form = review.people.view_of("client")
    assert form is not None
    messages = review.people.slack.messages(CHANNEL, review.thread_ts)
    (message,) = (each for each in messages if each["text"] == SAID[0])
    await review.people.edit("director", CHANNEL, message["ts"], "0:04 hold the steam much longer")
    await review.settled()
    assert (await review.notes())[0]["state"] == "draft"
    before = await review.everything()
    answer = await review.people.submit("client", form, {"reason": "we like it dark"})
    assert "N1 is still a draft" in str(answer.json()["errors"])
    assert await review.everything() == before
