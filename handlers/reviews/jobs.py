"""What the worker does for reviews: fetch a thread, read it, draw its card."""

from dataclasses import replace

from handlers.blocks import Message
from handlers.doors import sentence
from handlers.program import Jobs, Program
from handlers.reviews import services
from handlers.reviews.cards import notes_list_view, opening_message, review_card, round_sheet
from handlers.reviews.cuts import POINTER
from handlers.reviews.pointers import draw_pointer
from handlers.reviews.rules import by_a_person
from handlers.reviews.services import Written
from handlers.reviews.showing import CARD, SHEET, show_cards
from handlers.reviews.views import review_view
from store.tables import Delivery, Review
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker run these."""
    jobs.job(services.FETCH_THREAD, fetch_thread)
    jobs.job(services.REDRAW_NOTES_LIST, redraw_notes_list)
    jobs.job(services.ANSWER_PRESS, answer_press)
    jobs.drawing(CARD, draw_card)
    jobs.drawing(SHEET, draw_sheet)
    jobs.drawing(POINTER, draw_pointer)
    jobs.drawing(services.OPENING, draw_opening, sent=opening_sent)


async def fetch_thread(program: Program, workspace_id: str, review_id: str) -> None:
    """Catch up with what a thread held before its review was known to us."""
    async with program.record.workspace(workspace_id) as work:
        review = await services.review_of(work, review_id)
    if review is None or review.thread_ts is None:
        return
    slack = await program.slack(workspace_id)
    messages = await slack.thread(review.channel, review.thread_ts)
    people = [message for message in messages if by_a_person(message)]
    async with program.record.workspace(workspace_id) as work:
        for message in people:
            written = Written(
                channel=review.channel,
                thread_ts=review.thread_ts,
                ts=message["ts"],
                user=message["user"],
                text=message.get("text") or "",
                edited_ts=(message.get("edited") or {}).get("ts", ""),
            )
            await services.capture_message(work, written, program.quiet)
    opening = next((message for message in people if message["ts"] == review.thread_ts), {})
    async with program.record.workspace(workspace_id) as work:
        await services.complete_cut(
            work, review.id, opening.get("text") or "", opening.get("user") or ""
        )


async def redraw_notes_list(
    program: Program, workspace_id: str, review_id: str, page: int, view_id: str
) -> None:
    """Show the present state of an open list of notes."""
    async with program.record.workspace(workspace_id) as work:
        review = await services.review_of(work, review_id)
        if review is None:
            return
        view = notes_list_view(await review_view(work, review), page)
    await (await program.slack(workspace_id)).update_view(view_id, view)


async def answer_press(program: Program, workspace_id: str, response_url: str, words: str) -> None:
    """Replace an ephemeral message that was pressed with what became of it."""
    await (await program.slack(workspace_id)).answer(response_url, sentence(words))


async def draw_card(work: Work, delivery: Delivery) -> Message | None:
    """The review's card as the record has it now."""
    review = await services.review_of(work, delivery.subject_id or "")
    return review_card(await review_view(work, review)) if review else None


async def draw_sheet(work: Work, delivery: Delivery) -> Message | None:
    """The numbered sheet of a round that was frozen."""
    review = await services.review_of(work, delivery.subject_id or "")
    if review is None or review.frozen_at is None:
        return None  # reopened before it could be posted
    return round_sheet(await review_view(work, review))


async def draw_opening(work: Work, delivery: Delivery) -> Message | None:
    """The message that opens the thread of a review started by command."""
    review = await services.review_of(work, delivery.subject_id or "")
    if review is None:
        return None
    return replace(opening_message(await review_view(work, review)), unfurl=True)


async def opening_sent(work: Work, delivery: Delivery) -> None:
    """The thread exists now."""
    review = await work.reviews.find(Review, delivery.subject_id or "", lock=True)
    if review is not None and review.thread_ts is None:
        review.thread_ts = delivery.ts
        await services.thread_opened(work, review)
        older = await work.reviews.superseded_by(await work.reviews.cut(review.cut_id))
        reviews = await work.reviews.of_cuts(cut.id for cut in older)
        await show_cards(work, {each.id for each in reviews.values()})  # they point here now
