"""What the worker does for productions: show the reviews under way as a changed one has them."""

from handlers.approvals.requests import ask_next, refresh_requests
from handlers.productions.services import SHOW_CHANGED
from handlers.program import Actor, Jobs, Program
from handlers.reviews.showing import show_card
from store.tables import Cut, Production
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(SHOW_CHANGED, show_changed)


async def show_changed(program: Program, workspace_id: str, production_id: str, by: str) -> None:
    """Draw the cards and the requests of the current cuts again, and ask whoever is next now.

    A transaction for each cut: they are locked one by one, as presses on them are.
    """
    async with program.record.workspace(workspace_id) as work:
        production = await work.productions.find(Production, production_id)
        if production is None:
            return
        cuts = [cut.id for cut in await work.reviews.cuts(production.id) if not cut.superseded_by]
    for cut_id in cuts:
        async with program.record.workspace(workspace_id) as work:
            cut = await work.reviews.find(Cut, cut_id, lock=True)
            if cut is not None and cut.superseded_by is None:
                await _show(work, cut, Actor(by, "modal"))


async def _show(work: Work, cut: Cut, actor: Actor) -> None:
    review = (await work.reviews.of_cuts([cut.id])).get(cut.id)
    if review is None:
        return
    if await work.approvals.requests(cut.id):
        await ask_next(work, cut, actor.user, actor=actor)
    await refresh_requests(work, cut.id)
    await show_card(work, review)
