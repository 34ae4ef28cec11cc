"""Keeping Home tabs up to date: whatever happens to a production is seen by its members who look.

A transaction only has a job deferred, and that only where somebody looks at all: it holds no row of
a Home tab, so that presses don't wait for each other, and a reading of notes, which may change
nothing of Home tabs, can do it too.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from handlers.home.rules import LOOKING, WATCHED
from handlers.home.services import draw
from handlers.program import Program
from store.clock import now
from store.unit_of_work import Work

MARK_HOMES = "mark_homes"
"""Name of the job that finds whose Home tab is no longer true."""

REDRAW_HOME = "redraw_home"
"""Name of the job that draws one that nobody in particular waits for."""

SOON = timedelta(seconds=3)
LATER = timedelta(minutes=5)
"""How long what happens is gathered before the other members' tabs are drawn: of who has looked in
the last hour, and of who hasn't and sees it drawn anew anyway once they do. Slack takes a hundred
tabs a minute (views.publish, tier 4). Who did it sees it at once."""

UNSEEN = ("nudge", "message", "workspace")
"""What events may be about that a Home tab shows nothing of."""


async def follow(work: Work) -> None:
    """Something happened in this transaction: the Home tabs that show it are drawn again."""
    subjects: dict[str, set[UUID]] = defaultdict(set)
    for event in work.logged:
        if event.subject_kind not in UNSEEN:
            subjects[event.subject_kind].add(event.subject_id)
    if not subjects:
        return
    await work.session.flush()
    productions = await work.homes.watched(subjects, now() - WATCHED)
    if productions:
        await work.defer(
            MARK_HOMES,
            production_ids=[str(each) for each in productions],
            actors=sorted({event.actor for event in work.logged}),
        )


async def show_joined(work: Work, users: Collection[str]) -> None:
    """These people belong to a production that they didn't belong to: those who look see it.
    Nothing is logged of that, so `follow` doesn't hear of it."""
    for user in await work.homes.opened_by(users, now() - WATCHED):
        await work.homes.put(user, stale=True)
        await draw(work, user)


async def mark_homes(
    program: Program, workspace_id: str, production_ids: Sequence[str], actors: Collection[str]
) -> None:
    """Mark the Home tabs of these productions' members stale. Each is drawn: at once for who did
    it, for others a little later and once, whatever else happens meanwhile."""
    async with program.record.workspace(workspace_id) as work:
        ids = [UUID(each) for each in production_ids]
        moment = now()
        for home in await work.homes.of_members(ids, moment - WATCHED):
            if home.user_id in actors:
                await draw(work, home.user_id)
            elif not home.stale:
                # Without a lock: one that waits for its time would hold up those after it.
                wait = SOON if moment - home.opened_at < LOOKING else LATER
                await work.defer(REDRAW_HOME, at=moment + wait, user=home.user_id)
            home.stale = True


async def redraw_home(program: Program, workspace_id: str, user: str) -> None:
    """Draw somebody's Home tab, in its turn."""
    async with program.record.workspace(workspace_id) as work:
        await draw(work, user)
