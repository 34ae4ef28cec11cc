"""What is asked of changes and briefs: to see what changed, to post where a production stands."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from handlers.answers import show
from handlers.blocks import Message
from handlers.briefs.cards import (
    Footer,
    Heading,
    Window,
    brief_message,
    brief_rest,
    changes_list,
    changes_posted,
)
from handlers.briefs.errors import NoSuchVersionError
from handlers.briefs.reading import Since
from handlers.briefs.rules import SETTLES
from handlers.briefs.views import brief_of, changed
from handlers.milestones.services import named, require_still_open
from handlers.program import Actor
from handlers.text import day, listing, moment, version_words
from store.clock import now
from store.tables import Cut, Milestone, Production
from store.unit_of_work import Work

BRIEF = "brief"
CHANGES = "changes"
"""The kinds of the deliveries of posted briefs and changes."""

_SECOND = 1_000_000


async def changes_message(
    work: Work, production: Production, since: datetime, until: datetime, page: int = 1
) -> Message:
    """A page of what changed, for one person's eyes."""
    found = await changed(work, production, since, until, now())
    value = f"{_stamp(since)}:{_stamp(until)}"
    window = Window(since_words(since, production), value)
    return changes_list(found.lines, production.name, window, page)


async def since_of(work: Work, production: Production, since: Since) -> datetime:
    """The moment from which changes are wanted. Raises NoSuchVersionError."""
    if since.day is not None:
        zone = ZoneInfo(production.timezone)
        return datetime.combine(since.day, time.min, zone).astimezone(UTC)
    cuts = await work.reviews.cuts(production.id)
    wanted = since.deliverable.casefold()
    found = [
        cut
        for cut in cuts
        if cut.version.casefold() == since.version
        and (not wanted or cut.deliverable.casefold() == wanted)
    ]
    if not found:
        of = f" of {since.deliverable}" if since.deliverable else ""
        raise NoSuchVersionError(since.version + of, _versions(cuts))
    return min(cut.created_at for cut in found)


def _versions(cuts: Sequence[Cut]) -> str:
    names = [
        version_words(f"{cut.version} of {cut.deliverable}" if cut.deliverable else cut.version)
        for cut in cuts
    ]
    return listing(list(dict.fromkeys(names))[-6:])


def since_words(since: datetime, production: Production) -> str:
    """Such as "since Mon 1 Jun", or "since Tue 2 Jun 14:02" where that is no beginning of a day."""
    local = since.astimezone(ZoneInfo(production.timezone))
    if local.time() == time.min:
        today = now().astimezone(ZoneInfo(production.timezone)).date()
        return f"since {day(local.date(), today)}"
    return f"since {moment(since, production.timezone)}"


def _stamp(at: datetime) -> int:
    """A moment as a button has it: microseconds since 1970."""
    return round(at.timestamp() * _SECOND)


def read_page(value: str) -> tuple[datetime, datetime, int] | None:
    """The window and the page behind a button's value; None where it is none."""
    parts = value.split(":")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        since, until = (datetime.fromtimestamp(int(part) / _SECOND, UTC) for part in parts[:2])
    except (OverflowError, ValueError, OSError):
        return None
    return since, until, int(parts[2])


async def milestone_named(work: Work, production: Production, name: str) -> Milestone | None:
    """The open milestone of this name, None without one. Raises NoSuchMilestoneError,
    NotOpenError."""
    if not name:
        return None
    found = named(name, await work.milestones.of_production(production.id))
    return await require_still_open(work, found, production)


async def post_brief(
    work: Work, production: Production, actor: Actor, channel: str, milestone: Milestone | None
) -> None:
    """Post where the production, or one milestone of it, stands. Asked for twice, it is posted
    twice."""
    who = (await work.people.names([actor.user])).get(actor.user, "")
    footer = Footer(f"Asked for by {who}." if who else "")
    body = await brief_body(work, production, milestone, footer)
    detail = {"milestone": milestone.name} if milestone else {}
    work.log(
        actor.user, actor.surface, "brief.asked", "production", production.id, **detail
    )  # fmt: skip
    await show(
        work, f"brief:{uuid4()}", BRIEF,
        subject_id=production.id, channel=channel, asked_by=actor.user, body=body,
    )  # fmt: skip


async def brief_body(
    work: Work, production: Production, milestone: Milestone | None, footer: Footer
) -> dict[str, Any]:
    """A brief as it is at this moment, to be posted so; what it has no room for is its "rest"."""
    at = now()
    made, names = await brief_of(work, production, milestone, at)
    today = at.astimezone(ZoneInfo(production.timezone)).date()
    heading = Heading(
        production.name, moment(at, production.timezone), milestone.name if milestone else ""
    )
    message = brief_message(made, heading, names, today, footer)
    rest = brief_rest(made, names, today)
    return _body(message) | ({"rest": _body(rest)} if rest else {})


async def changes_body(
    work: Work, production: Production, since: datetime, until: datetime, footer: Footer
) -> dict[str, Any] | None:
    """The changes from one time that a report was due to the next, to be posted so; None where
    nothing has changed."""
    found = await changed(work, production, since - SETTLES, until - SETTLES, now())
    if not found.lines:
        return None
    window = Window(since_words(since, production))
    return _body(changes_posted(found.lines, production.name, window, footer))


def _body(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": message.blocks}
