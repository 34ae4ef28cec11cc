"""The demo: a review thread replayed through the real program, decided on, and shown.

Everything is the real thing but Slack itself: really signed requests over HTTP to the real app,
the real database, jobs and deliveries. The local Slack refuses what Slack would refuse.
"""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.config import Settings
from bot.demo.render import as_text
from bot.demo.show import Decision, ask_person, ask_which, show_result
from bot.demo.stage import Stage, stage
from bot.dump import dump
from bot.explained import ExplainedError
from bot.extract.context import Options, context_of
from bot.extract.messages import read_messages
from handlers.notes.reading import is_human
from store.types import Member, ReadingContext, ThreadMessage

DEFAULT_THREAD = "t11.json"
PATIENCE = 60
REASON = "we go the other way"

Json = dict[str, Any]


class DemoFailedError(ExplainedError):
    """The demo can't be played: the file holds no thread, or something took far too long."""


@dataclass(frozen=True)
class Thread:
    """A thread to play: what the production is called, what is known of it, who wrote what."""

    production: str
    context: ReadingContext
    messages: Sequence[ThreadMessage]


async def play(file: Path | None, *, as_json: bool, ask: bool) -> None:
    """Play a thread and print what came of it. Raises DemoFailedError."""
    thread = _load(file)
    progress = Console(stderr=True)

    def say(words: str) -> None:
        progress.print(f"· {words}", style="dim", highlight=False)

    home = Settings().scripty_home / "demo"
    members = thread_members(thread)
    zone = thread.context.timezone
    try:
        async with stage(home, channel_name(thread), members, zone, say) as scene:
            say(f"Replaying {len(thread.messages)} messages of “{thread.production}”")
            root = await replay(scene, thread)
            say("Waiting until the thread is quiet, then reading it")
            await settled(scene)
            drafted = card_of(scene, root)
            say("Deciding on each note" if ask else "People accept and reject the notes")
            await decide(scene, root, progress if ask else None)
            await settled(scene)
            result = await outcome(scene, thread, root, drafted)
    except TimeoutError as error:
        raise DemoFailedError(f"The demo got stuck: {error}") from error
    if as_json:
        sys.stdout.write(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    else:
        show_result(Console(), result)


def thread_members(thread: Thread) -> list[Member]:
    """The people of the thread: those it names, and whoever else writes in it."""
    known = {member.user: member for member in thread.context.members}
    writers = {message.user for message in thread.messages if _by_a_person(message)}
    return [*known.values(), *(Member(user, user) for user in sorted(writers - set(known)))]


def channel_name(thread: Thread) -> str:
    """A channel named as a team would name it: "animated-short"."""
    words = "".join(char if char.isalnum() else " " for char in thread.production.lower()).split()
    return "-".join(words[:4]) or "review"


async def replay(scene: Stage, thread: Thread) -> str:
    """Post the thread's messages as its people; the first one's thread becomes the review.

    Returns the thread's ts.
    """
    first, *replies = [message for message in thread.messages if _by_a_person(message)]
    root = await _post(scene, first, None)
    await scene.people.post(
        first.user,
        scene.channel,
        f"<@{scene.people.team.bot_user}> review {_rate(thread)}".strip(),
        thread_ts=root,
    )
    for message in replies:
        await _post(scene, message, root)
    return root


async def settled(scene: Stage) -> None:
    """Return once the program has nothing left to do."""
    async with asyncio.timeout(PATIENCE):
        while await _unfinished_jobs(scene):  # noqa: ASYNC110 - nobody tells when it is empty
            await asyncio.sleep(0.1)


async def decide(scene: Stage, root: str, console: Console | None) -> None:
    """Settle each conflict, then press Accept or Reject on every other draft: as asked at the
    terminal, or as the decider would.

    Left alone, the last note of a conflict wins, and of the others all are accepted but one if
    nothing was in conflict: the last piece of work that nobody called a must, unless it is the
    only one.
    """
    review, production = await _review(scene)
    decider = production["rules"]["decider"]
    drafts = [note for note in review["notes"] if note["state"] == "draft"]
    disputed = {note for conflict in review["conflicts"] for note in conflict["notes"]}
    others = [note for note in drafts if note["id"] not in disputed]
    for conflict in review["conflicts"]:
        sides = [note for note in drafts if note["id"] in conflict["notes"]]
        chosen = ask_which(console, sides) if console else sides[-1]["id"]
        if chosen is not None:
            choice = f"{conflict['id']}:{chosen}"
            await _press(scene, root, decider, "conflict_choose", choice)
            await _explain(scene, decider, "why")
    decisions = ask_person(console, others) if console else _usual(others, all_of_it=bool(disputed))
    for note, decision in zip(others, decisions, strict=True):
        if decision == "skip":
            continue
        await _press(scene, root, decider, f"note_{decision}", note["id"])
        if decision == "reject":
            await _explain(scene, decider, "reason")


async def _press(scene: Stage, root: str, user: str, action: str, value: str) -> None:
    """Press a button of the card, once it is shown: what is decided makes room for the next."""

    def shown(slack: Any) -> Json | None:
        cards = slack.bot_messages(scene.channel, root)
        return next((card for card in cards if value in json.dumps(card["blocks"])), None)

    card = await scene.slack.wait_for(shown, PATIENCE)
    await scene.people.press(user, scene.channel, card, action, value)


async def _explain(scene: Stage, user: str, field: str) -> None:
    """Fill in the form that asks for the reason."""
    form = await scene.slack.wait_for(lambda _: scene.people.view_of(user), PATIENCE)
    await scene.people.submit(user, form, {field: REASON})


async def outcome(scene: Stage, thread: Thread, root: str, drafted: Json) -> Json:
    """What a newcomer wants to see: the thread, the card, the tasks, their gaps and sources."""
    review, production = await _review(scene)
    names = {member.user: member.name for member in thread_members(thread)}
    return {
        "production": production["name"],
        "timezone": production["timezone"],
        "members": names,
        "thread": [
            {"ts": message.ts, "user": message.user, "text": message.text}
            for message in thread.messages
        ],
        "card_drafted": _shown(drafted),
        "card": _shown(card_of(scene, root)),
        "notes": review["notes"],
        "tasks": production["tasks"],
        "slack_calls": [call.method for call in scene.slack.transcript],
    }


def card_of(scene: Stage, root: str) -> Json:
    """The one card of the thread, as it stands in Slack."""
    card: Json = scene.slack.bot_messages(scene.channel, root)[0]
    return card


def _shown(card: Json) -> Json:
    return {"text": as_text(card["blocks"]), "blocks": card["blocks"]}


def _load(file: Path | None) -> Thread:
    packaged = resources.files("bot.demo") / "threads" / DEFAULT_THREAD
    try:
        raw = packaged.read_bytes() if file is None else file.read_bytes()
    except OSError as error:
        raise DemoFailedError(f"{file} can't be read: {error.strerror}.") from error
    given = read_messages(raw)
    context, _ = context_of(given.context, Options())
    if not any(_by_a_person(message) for message in given.messages):
        raise DemoFailedError(
            f"{file} holds no messages. Give a thread file, or one JSON object a line with ts, "
            f"user and text. {given.errors[0] if given.errors else ''}".strip()
        )
    about = given.context if isinstance(given.context, dict) else {}
    messages = [replace(message, ts=slack_ts(message.ts)) for message in given.messages]
    return Thread(str(about.get("production") or "Review"), context, messages)


def slack_ts(ts: str) -> str:
    """A timestamp as Slack writes it, with six digits behind the point: "1.5" is "1.500000"."""
    whole, _, fraction = ts.partition(".")
    return f"{whole}.{fraction[:6]:0<6}"


def _rate(thread: Thread) -> str:
    """The frame rate and start timecode, in the words the bot is told them in."""
    fps, start = thread.context.fps, thread.context.start_timecode
    spoken = {"24000/1001": "23.976", "30000/1001": "29.97", "60000/1001": "59.94"}
    rate = f"{spoken.get(str(fps), fps)} fps" if fps else ""
    return " ".join(filter(None, (rate, f"start {start}" if start else "")))


def _by_a_person(message: ThreadMessage) -> bool:
    return is_human(message.user)


async def _post(scene: Stage, message: ThreadMessage, root: str | None) -> str:
    event = scene.slack.post_as(message.user, scene.channel, message.text, root, message.ts)
    await scene.people.tell(event)
    return str(event["ts"])


async def _unfinished_jobs(scene: Stage) -> bool:
    jobs = scene.scripty.queue.job_manager
    waiting = [
        *await jobs.list_jobs_async(status="todo"),
        *await jobs.list_jobs_async(status="doing"),
    ]
    return bool(waiting)


async def _review(scene: Stage) -> tuple[Json, Json]:
    whole = await dump(scene.scripty.record, [])
    production = whole["workspaces"][0]["productions"][0]
    return production["cuts"][0]["reviews"][0], production


def _usual(drafts: Sequence[Json], *, all_of_it: bool) -> Iterator[Decision]:
    work = [note for note in drafts if note["actionable"] and note["priority"] != "must"]
    rejected = [] if all_of_it else work[1:][-1:]
    for note in drafts:
        yield "reject" if note in rejected else "accept"
