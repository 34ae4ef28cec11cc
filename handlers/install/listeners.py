"""Slack's doors that belong to no other room: joining, leaving, help, and everything unknown.

Registered last, since Slack counts an event that nobody answers as a failure.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz, process
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.blocks import Message, header, message, section
from handlers.briefs.errors import BRIEF_USAGE, CHANGES_USAGE
from handlers.documents.errors import LIST_USAGE as DOCS_USAGE
from handlers.documents.errors import USAGE as DOC_USAGE
from handlers.doors import Body, Command, asks_for, run_command, verb_and_rest, workspace_of
from handlers.drafting.kinds import USAGE as DRAFT_USAGE
from handlers.finding.errors import FIND_USAGE, WHO_USAGE
from handlers.gaps.errors import USAGE as GAPS_USAGE
from handlers.home.following import show_joined
from handlers.hotspots.rules import USAGE as HOTSPOTS_USAGE
from handlers.install.model import USAGE as MODEL_USAGE
from handlers.install.model import model_by_command
from handlers.install.services import workspace_lost
from handlers.judging.rules import DRAFTS_USAGE
from handlers.milestones.errors import CHECK_USAGE
from handlers.milestones.errors import USAGE as MILESTONE_USAGE
from handlers.nudges.errors import USAGE as NUDGES_USAGE
from handlers.procedure.errors import STAGES_USAGE
from handlers.procedure.errors import USAGE as PROCEDURE_USAGE
from handlers.productions.errors import USAGE as NEW_USAGE
from handlers.program import Program
from handlers.record.errors import DECISIONS_USAGE, HISTORY_USAGE
from handlers.reports.rules import USAGE as REPORT_USAGE
from handlers.reviews.rules import USAGE as REVIEW_USAGE
from handlers.reviews.services import joined_channel
from handlers.scenes.errors import DELIVERABLE_USAGE, DELIVERABLES_USAGE, SCENE_USAGE, SCENES_USAGE
from handlers.shots.errors import USAGE as SHOTS_USAGE
from handlers.tasks.errors import USAGE as TASK_USAGE
from handlers.tasks.rules import LIST_USAGE
from handlers.taste.errors import TASTE_USAGE
from store.unit_of_work import Work

COMMANDS: Mapping[str, tuple[str, str]] = {
    "new": (NEW_USAGE, "set up a production in this channel, or change how it is set up"),
    "stages": (STAGES_USAGE, "see which stage the production is in, and what is missing for it"),
    "procedure": (
        PROCEDURE_USAGE,
        "see the rules you work by, and change them; begin with a template",
    ),
    "review": (REVIEW_USAGE, "put a cut up for review; what people reply becomes draft notes"),
    "task": (TASK_USAGE, "make a task"),
    "tasks": (LIST_USAGE, "see the open tasks of this channel's production"),
    "milestone": (
        MILESTONE_USAGE,
        "set a day for something, and see what is set; move, edit, complete",
    ),
    "check": (CHECK_USAGE, "see what is missing for the next milestone, or for this one"),
    "gaps": (GAPS_USAGE, "see everything that is missing, worst first, on a milestone or not"),
    "doc": (DOC_USAGE, "register a document with its link; a newer one of its kind replaces it"),
    "docs": (DOCS_USAGE, "see the documents of this channel's production, stale ones first"),
    "scene": (
        SCENE_USAGE,
        "say what a scene is for and how far it is, and see everything that belongs to it",
    ),
    "scenes": (SCENES_USAGE, "see the scenes: ready or not, their footage, their open work"),
    "shots": (SHOTS_USAGE, "see the shot list of a scene, or of all; drop what isn't wanted"),
    "deliverable": (
        DELIVERABLE_USAGE,
        "write down what is handed over at the end, how it is to be, and by when",
    ),
    "deliverables": (DELIVERABLES_USAGE, "see what is handed over, and what is out"),
    "changes": (
        CHANGES_USAGE,
        "see what changed, who has it now and what happens next; or have it every week",
    ),
    "brief": (
        BRIEF_USAGE,
        "post where the production stands, what is to be decided and who does what; or before a "
        "meeting",
    ),
    "decisions": (DECISIONS_USAGE, "see what was decided, by whom, and what happens next"),
    "find": (FIND_USAGE, "look words up in everything that your productions keep"),
    "who": (WHO_USAGE, "ask the record: also what, when, where, why; or mention me and ask"),
    "history": (HISTORY_USAGE, "see what happened to a note, a task, a decision or a version"),
    "report": (REPORT_USAGE, "see what a round achieved, beside the earlier ones"),
    "drafts": (DRAFTS_USAGE, "see the latest drafts, or what became of them all"),
    "taste": (TASTE_USAGE, "see what was turned down so far, by theme, and why"),
    "hotspots": (
        HOTSPOTS_USAGE,
        "see where mistakes happen most often, and the rule that would prevent each",
    ),
    "nudges": (NUDGES_USAGE, "see when people are reminded of what is missing, and change it"),
    "draft": (
        DRAFT_USAGE,
        "draft questions, a shot list, a summary, clips, clearer notes, a handoff or pickups from "
        "the record; each line has its source, and people accept or reject it",
    ),
    "model": (
        MODEL_USAGE,
        "see what a model is sent and what it used, or, as an admin, switch or limit it",
    ),
    "help": ("/scripty help", "see this list"),
}
"""Each verb with its usage and what it is for."""

SHORTCUTS: Sequence[tuple[str, str]] = (
    ("Start review here", "makes a message's thread a review"),
    ("Make this a task", "makes a task of a message"),
    ("Log a decision", "records what was decided in a message"),
    ("Turn sections into tasks", "drafts a task of each section of a message or a text file"),
    (
        "Draft from this message",
        "drafts a summary or clips from a transcript, or from the notes of a review's thread",
    ),
)

_ANYTHING = re.compile(".*", re.DOTALL)

Event = Mapping[str, Any]


def register(app: AsyncApp, program: Program) -> None:
    """Open the doors."""

    @app.event("member_joined_channel")
    async def joined(event: Event, body: Body) -> None:
        async with program.record.workspace(workspace_of(body)) as work:
            if not event.get("bot_id"):
                await joined_channel(work, event["channel"], event["user"])
                await show_joined(work, [event["user"]])

    @app.event("channel_rename")
    async def renamed(event: Event, body: Body) -> None:
        channel = event.get("channel", {})
        async with program.record.workspace(workspace_of(body)) as work:
            await work.productions.rename_channel(channel.get("id", ""), channel.get("name", ""))

    @app.event("app_uninstalled")
    async def uninstalled(body: Body) -> None:
        async with program.record.workspace(workspace_of(body)) as work:
            await workspace_lost(work, "the app was uninstalled")

    @app.event("tokens_revoked")
    async def revoked(event: Event, body: Body) -> None:
        if event.get("tokens", {}).get("bot"):
            async with program.record.workspace(workspace_of(body)) as work:
                await workspace_lost(work, "the bot's token was revoked")

    @app.command("/scripty", matchers=[asks_for("model")])
    async def model_command(body: Body, ack: AsyncAck) -> None:
        async def say(work: Work, command: Command) -> Message:
            return await model_by_command(work, command, program)

        await run_command(program, body, ack, say)

    @app.command("/scripty")
    async def help_command(body: Body, ack: AsyncAck) -> None:
        reply = usage(verb_and_rest(body.get("text", ""))[0])
        await ack(response_type="ephemeral", text=reply.text, blocks=reply.blocks)

    @app.event(_ANYTHING)
    async def other_event() -> None:
        """Subscribed to, or sent anyway: nothing to do."""

    @app.action(_ANYTHING)
    async def other_action(ack: AsyncAck) -> None:
        await ack()

    @app.view(_ANYTHING)
    async def other_view(ack: AsyncAck) -> None:
        await ack()

    @app.shortcut(_ANYTHING)
    async def other_shortcut(ack: AsyncAck) -> None:
        await ack()


def usage(verb: str) -> Message:
    """The commands there are; for an unknown verb, the nearest one first."""
    lines = [f"{how}\n{what[0].upper()}{what[1:]}." for how, what in COMMANDS.values()]
    lines += [f"Message menu: {name}\nIt {what}." for name, what in SHORTCUTS]
    blocks = [header("What I can do"), *(section(line) for line in lines)]
    if verb and verb not in COMMANDS:
        near = process.extractOne(verb, list(COMMANDS), scorer=fuzz.ratio, score_cutoff=60)
        hint = f" Did you mean {COMMANDS[near[0]][0]}?" if near else ""
        blocks = [section(f"I don't know “{verb[:40]}”.{hint}"), *blocks]
        return message("I don't know that command; here is what I can do.", blocks)
    return message("What I can do", blocks)
