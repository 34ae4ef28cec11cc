"""Two rounds of one of the authored threads, from v1 to an approved v2, against npm's emulate.

The director decides, the client and then the director approve. What people say in the first round
is what they say in the thread; so is what they say in the second.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

import bot.demo
from bot.demo.render import as_text, message_text
from store.engine import Address
from tests.support.acting import offered
from tests.support.emulated import EmulatedTeam, emulated_team, key_of
from tests.support.emulator import Emulator

Json = dict[str, Any]

THREAD = Path(bot.demo.__file__).parent / "threads" / "t23.json"
PEOPLE = {
    "U01": "director", "U02": "editor", "U03": "client", "U04": "producer", "U05": "producer",
    "U06": "mixer",
}  # fmt: skip
"""Who of the team says what the people of the thread say; its two producers are one here."""

MOST_MESSAGES = 5
"""Of the bot in a round's thread: the opening, the card, and three more. In a first round these
are the sheet, the report and the pointer to v2; in one that ends in an approval, the two approvers'
messages and a notice that an approval went stale."""


@pytest.fixture
async def team(address: Address, emulator: Emulator) -> AsyncIterator[EmulatedTeam]:
    async with emulated_team(address, emulator) as found:
        yield found


class Round:
    """A cut's thread in the emulator, and what the record says of it."""

    def __init__(self, team: EmulatedTeam, version: str, root: str) -> None:
        self.team = team
        self.version = version
        self.root = root

    async def said(self, *messages: Json) -> None:
        """Each of them is written in the thread by the person who wrote it; then all is read."""
        for message in messages:
            text = message["text"]
            for user, name in PEOPLE.items():
                text = text.replace(f"<@{user}>", f"<@{self.team.ids[name]}>")
            await self.team.post(PEOPLE[message["user"]], text, self.root)
        await self.team.settled()

    async def shown(self) -> dict[str, Json]:
        """The bot's messages, by what they are: "card", "sheet", "approval:client", …"""
        names = {user: name for name, user in self.team.ids.items()}
        found = {}
        for message in await self.team.bot_messages(self.root):
            kind, _, rest = key_of(message).partition(":")
            who = names.get(rest.rpartition(":")[2], "") if kind == "approval" else ""
            what = "report" if message.get("files") else f"{kind}:{who}".strip(":")
            assert what not in found, f"two of {what}"
            found[what] = message
        return found

    async def text(self, what: str) -> str:
        """One of them as people read it."""
        return message_text((await self.shown())[what])

    async def press(self, name: str, action: str, value: str | None = None, on: str = "card",
                    forged: str | None = None) -> None:  # fmt: skip
        """Press a button of a message; all that comes of it is done and shown."""
        shown = (await self.shown())[on]
        await self.team.press(name, shown, action, value, forged=forged)
        await self.team.settled()

    async def decide(self, name: str, action: str, words: str) -> None:
        """Press a button of the note that says these words, on the card."""
        await self.press(name, action, (await self.note(words))["id"])

    async def in_list(self, name: str, action: str, words: str) -> None:
        """The same in the list of all notes, where buttons are about the note or its task."""
        note = await self.note(words)
        await self.press(name, "notes_list")
        view = await self.team.form("notes_list")
        about = [v for a, v in offered(view) if a == action and v in (note["id"], note["task_id"])]
        (value,) = about
        await self.team.press_in_form(name, view, action, value)
        await self.team.settled()

    async def cut(self) -> Json:
        cuts = (await production(self.team))["cuts"]
        (found,) = [each for each in cuts if each["version"] == self.version]
        return dict(found)

    async def review(self) -> Json:
        (found,) = (await self.cut())["reviews"]
        return dict(found)

    async def note(self, words: str) -> Json:
        notes = (await self.review())["notes"]
        (found,) = [each for each in notes if words in each["text"]]
        return dict(found)


async def production(team: EmulatedTeam) -> Json:
    """The one production there is."""
    (only,) = (await team.record())["productions"]
    return dict(only)


async def task_of(team: EmulatedTeam, note: Json) -> Json:
    """The task that an accepted note and its copies share."""
    tasks = (await production(team))["tasks"]
    (found,) = [each for each in tasks if each["id"] == note["task_id"]]
    return dict(found)


async def put_up(team: EmulatedTeam, link: str, version: str) -> Round:
    """The editor puts a cut up for review."""
    await team.command("editor", f"review {link} {version}")
    await team.settled()
    openings = [m for m in await team.channel_messages() if key_of(m).startswith("opening:")]
    return Round(team, version, openings[0]["ts"])


async def set_up(team: EmulatedTeam) -> None:
    """The producer fills in the form: the director decides, client and director approve."""
    await team.command("producer", "new Dairy spot")
    view = await team.form("production_set_up")
    await team.settled()
    await team.side.press_in_view(team.ids["producer"], view, "production_more")
    view = await team.form("production_set_up")
    user = team.ids
    said = await team.submit(
        "producer", view,
        **{name: [user[name]] for name in ("director", "editor", "client")},
        crew=[user["mixer"]], decider=user["director"], timezone="Europe/Berlin",
        approvers=[user["client"], user["director"]], agreed_rounds="3",
        template="none", feedback_days=None,
    )  # fmt: skip
    assert "Dairy spot is set up" in as_text(said["view"]["blocks"])
    await team.settled()
    rules = (await production(team))["rules"]
    assert (rules["decider"], rules["agreed_rounds"]) == (user["director"], 3)
    assert rules["approvers"] == [user["client"], user["director"]]


def thread() -> list[Json]:
    """What is said in the authored thread; its first message is the opening."""
    messages: list[Json] = json.loads(THREAD.read_text())["messages"]
    return messages


async def first_round(team: EmulatedTeam) -> Round:
    """v1 is reviewed: decided on, settled, frozen, closed, and two of its tasks are done."""
    v1 = await put_up(team, "https://f.io/k3Jd9a", "v1")
    *in_time, late = thread()[1:15]
    await v1.said(*in_time)
    assert set(await v1.shown()) == {"opening", "card"}
    await decide_on(v1)
    await settle_conflict(v1)
    await v1.press("producer", "review_freeze")
    await asyncio.sleep(1)  # the emulator's timestamps are of whole seconds
    await v1.said(late)
    held = await v1.note("one more beat")
    assert (held["late"], held["state"]) == (True, "draft")
    assert "Late, for the next round\n  • N9 · director, " in await v1.text("card")
    sheet = await v1.text("sheet")
    assert [sheet.count(f"• N{number} ") for number in range(1, 10)] == [1] * 8 + [0]
    await v1.press("client", "review_close")
    assert "Rounds are ended and reopened by" in team.told("client")[-1]
    await v1.press("producer", "review_close")
    assert (await v1.review())["state"] == "closed"
    assert "Late: 1 note." in await v1.text("report")
    for words in ("competitor's carton", "Keep the teal"):
        await v1.in_list("editor", "task_done", words)
        assert (await task_of(team, await v1.note(words)))["state"] == "done"
    return v1


async def decide_on(v1: Round) -> None:
    """Two notes are accepted and one is rejected."""
    await v1.decide("director", "note_accept", "competitor's carton")
    await v1.decide("producer", "note_accept", "extra cost")
    await v1.decide("director", "note_reject", "cut-downs, 6s")
    form = await v1.team.form("note_reject_reason")
    await v1.team.submit("director", form, reason="outside the agreed scope")
    await v1.team.settled()
    rejected = await v1.note("cut-downs, 6s")
    assert (rejected["state"], rejected["reason"]) == ("rejected", "outside the agreed scope")
    accepted = await v1.note("extra cost")
    assert (await task_of(v1.team, accepted))["owner"] == v1.team.ids["client"]


async def settle_conflict(v1: Round) -> None:
    """Less teal or keep the teal: the client would have it settled, the director does."""
    team = v1.team
    less, keep = await v1.note("Less teal"), await v1.note("Keep the teal")
    (conflict,) = (await v1.review())["conflicts"]
    assert (conflict["notes"], conflict["settled"]) == ([less["id"], keep["id"]], False)
    choice = f"{conflict['id']}:{keep['id']}"
    await v1.press("client", "conflict_choose", choice)
    assert "director settles conflicts on Dairy spot" in team.told("client")[-1]
    assert not (await v1.review())["conflicts"][0]["settled"]
    await v1.press("director", "conflict_choose", choice)
    await team.submit("director", await team.form("conflict_why"), why="the brand is teal")
    await team.settled()
    (settled,) = (await v1.review())["conflicts"]
    assert (settled["settled_by"], settled["chose"]) == (team.ids["director"], keep["id"])
    (decision,) = (await production(team))["decisions"]
    assert (decision["number"], decision["why"]) == (1, "the brand is teal")
    assert (await v1.note("Keep the teal"))["state"] == "accepted"
    lost = await v1.note("Less teal")
    assert (lost["state"], "(D1)" in lost["reason"]) == ("rejected", True)


async def goes_on(v1: Round, v2: Round) -> None:
    """v2 takes over: pointers, what is carried, and the question to the author of what is done."""
    assert (await v1.cut())["superseded_by"] == (await v2.cut())["id"]
    assert "Superseded by v2" in await v1.text("card")
    assert not [
        action for action, _ in offered((await v1.shown())["card"]) if action != "notes_list"
    ]
    assert "v2 is up: it supersedes v1" in await v1.text("superseded")
    messages = (await v1.review())["messages"]
    carried = {}
    for words in ("competitor's carton", "extra cost", "Keep the teal", "one more beat"):
        before, copy = await v1.note(words), await v2.note(words)
        assert copy["carried_from"] == before["id"]
        assert copy["sources"] == before["sources"]
        (link,) = [m["permalink"] for m in messages if m["ts"] == copy["sources"][0]["ts"]]
        assert link in json.dumps((await v2.shown())["card"])
        carried[words] = (copy["state"], copy["task_id"] == before["task_id"])
    assert carried == dict.fromkeys(carried, ("accepted", True)) | {
        "one more beat": ("draft", True)
    }
    assert len((await v2.review())["notes"]) == len(carried)
    assert not (await v2.note("competitor's carton"))["timecode_confirmed"]


async def verified_and_reopened(v2: Round) -> None:
    """The client finds one of their notes fixed and the other not, in the one direct message."""
    team = v2.team
    carton, teal = await v2.note("competitor's carton"), await v2.note("Keep the teal")
    channel, (question,) = await team.direct("client")
    await team.press("client", question, "note_verify", carton["id"], channel=channel)
    await team.press("client", question, "note_reopen", teal["id"], channel=channel)
    form = await team.form("note_reopen_reason")
    await team.submit("client", form, reason="the tiles are still grey")
    await team.settled()
    assert (await task_of(team, carton))["state"] == "verified"
    open_again = await task_of(team, teal)
    assert (open_again["state"], open_again["closed_reason"]) == (
        "open",
        "the tiles are still grey",
    )
    _, (answered,) = await team.direct("client")
    assert answered["ts"] == question["ts"]
    assert "fixed, says client" in message_text(answered)
    assert not offered(answered)


async def approved_by_client(v2: Round) -> None:
    """The client is asked; nobody else can answer for them, and they answer once."""
    team, cut = v2.team, (await v2.cut())["id"]
    assert (await v2.cut())["posted_by"] == team.ids["editor"]
    await v2.press("editor", "approval_request")
    assert set(await v2.shown()) == {"opening", "card", "approval:client"}
    for name in ("producer", "editor"):  # who isn't in the path, and who posted the cut
        await v2.press(name, "approval_approve", on="approval:client")
        assert "are approved by client and director, so nothing was changed" in team.told(name)[-1]
    await v2.press("director", "approval_approve", on="approval:client")
    assert "client comes first" in team.told("director")[-1]
    assert not (await v2.cut())["approvals"]
    asked, told = (await v2.shown())["approval:client"], len(team.told("client"))
    await asyncio.gather(
        *(team.press("client", asked, "approval_approve") for _ in range(2))
    )  # a double click: both presses are of the message as it was
    await team.settled()
    (verdict,) = (await v2.cut())["approvals"]
    assert (verdict["person"], verdict["verdict"]) == (team.ids["client"], "approved")
    (answer,) = team.told("client")[told:]
    assert "You approved v2 already" in answer
    assert "client approved v2" in await v2.text("approval:client")
    assert "do you approve v2 of Dairy spot?" in await v2.text("approval:director")
    await v2.press("client", "approval_approve", on="approval:client", forged=cut)
    assert len((await v2.cut())["approvals"]) == 1


async def old_card_points_on(v1: Round, old: Json) -> None:
    """Buttons of the old card, on the screen of somebody who has not scrolled."""
    team, before = v1.team, await v1.team.record()
    risk = await v1.note("outside the agreed scope")
    cut = (await v1.cut())["id"]
    presses = (
        ("director", "note_accept", risk["id"], None),
        ("director", "approval_request", None, None),
        ("client", "approval_approve", None, cut),
        ("producer", "review_reopen", None, None),
    )
    for name, action, value, forged in presses:
        await team.press(name, old, action, value, forged=forged)
        await team.settled()
    assert "v1 is superseded by v2, so nothing was changed" in team.told("director")[-2]
    for name in ("director", "client", "producer"):
        assert "v1 is superseded by v2" in team.told(name)[-1]
    after = await team.record()
    assert [after[each] for each in ("productions", "events")] == [
        before[each] for each in ("productions", "events")
    ]


async def said_is_not_given(v2: Round) -> None:
    """Words that sound like an approval ask for one, at most once, and give none."""
    before, shown = (await v2.cut())["approvals"], await v2.shown()
    await v2.team.post("client", "looks good!", v2.root)
    await v2.team.settled()
    assert (await v2.cut())["approvals"] == before
    assert set(await v2.shown()) == set(shown)
    assert (await v2.cut())["state"] == "in review"


async def stale_and_affirmed(v2: Round) -> None:
    """A note accepted afterwards makes the approval stale; the client gives it again."""
    await v2.said(thread()[16])
    await v2.decide("director", "note_accept", "fridge light pumps")
    (stale,) = (await v2.cut())["approvals"]
    number = (await v2.note("fridge light pumps"))["number"]
    assert (stale["stale"], stale["stale_because"]) == (True, f"N{number} was accepted afterwards")
    assert "The approval of v2 by client no longer counts" in await v2.text("stale")
    assert (await v2.cut())["state"] == "in review"
    await v2.press("client", "approval_approve", on="approval:client")
    old, new = (await v2.cut())["approvals"]
    assert (old["live"], new["live"], new["stale"]) == (False, True, False)


async def test_from_v1_to_an_approved_v2(team: EmulatedTeam) -> None:
    await set_up(team)
    v1 = await first_round(team)
    old = (await v1.shown())["card"]
    v2 = await put_up(team, "https://f.io/Lm42Qx", "v2")
    await goes_on(v1, v2)
    await verified_and_reopened(v2)
    await v2.said(thread()[15], thread()[17])
    await v2.decide("director", "note_accept", "one more beat")
    await approved_by_client(v2)
    await old_card_points_on(v1, old)
    await said_is_not_given(v2)
    await stale_and_affirmed(v2)
    await v2.press("director", "approval_approve", on="approval:director")
    cut = await v2.cut()
    assert cut["state"] == "approved"
    assert [each["person"] for each in cut["approvals"] if each["live"]] == [
        team.ids["client"], team.ids["director"],
    ]  # fmt: skip
    assert "Approval: approved" in await v2.text("card")
    await is_calm(v1, "opening", "card", "sheet", "report", "superseded", edited={"card", "sheet"})
    await is_calm(
        v2,
        "opening",
        "card",
        "approval:client",
        "approval:director",
        "stale",
        edited={"card", "approval:client", "approval:director"},
    )
    assert len((await team.direct("client"))[1]) == 1
    for name in ("director", "editor", "producer", "mixer"):
        assert not (await team.direct(name))[1]


async def is_calm(each: Round, *expected: str, edited: set[str]) -> None:
    """The bot has said only this in the thread, each thing once; some it has edited in place."""
    team, shown = each.team, await each.shown()
    assert set(shown) == set(expected)
    assert len(shown) <= MOST_MESSAGES
    posts = Counter(key_of(call.params) for call in team.calls("chat.postMessage"))
    edits = Counter(str(call.params["ts"]) for call in team.calls("chat.update"))
    assert {posts[key_of(message)] for what, message in shown.items() if what != "report"} == {1}
    assert {what for what, message in shown.items() if edits[message["ts"]]} == edited
    said = [f"{what} ({edits[message['ts']]} edits)" for what, message in shown.items()]
    print(  # noqa: T201 - the counts, for whoever runs it with -s
        f"\n{each.version}: {len(shown)} bot messages in the thread: {', '.join(said)}"
    )


async def test_whoever_posted_the_cut_is_not_its_only_approver(team: EmulatedTeam) -> None:
    """A channel's first review: its starter decides and approves, until it is set up."""
    v1 = await put_up(team, "https://f.io/k3Jd9a", "v1")
    assert (await production(team))["rules"]["approvers"] == [team.ids["editor"]]
    cut = await v1.cut()
    assert cut["posted_by"] == team.ids["editor"]
    await v1.press("editor", "approval_request")
    await v1.press("editor", "approval_approve", forged=cut["id"])
    for told in team.told("editor"):
        assert "is its only approver, which would be no approval" in told
    assert len(team.told("editor")) == 2
    assert not (await v1.cut())["approvals"]
    assert (await v1.cut())["state"] == "in review"
    assert set(await v1.shown()) == {"opening", "card"}
