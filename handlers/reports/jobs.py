"""What the worker draws for reports."""

from dataclasses import replace

from handlers.blocks import Message
from handlers.program import Jobs
from handlers.reports.cards import picture_of, report_message
from handlers.reports.services import ROUND_REPORT, report_on
from store.tables import Delivery, Review
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker draw these."""
    jobs.drawing(ROUND_REPORT, draw_report, picture=True)


async def draw_report(work: Work, delivery: Delivery) -> Message | None:
    """The report on a round beside the earlier ones, or on the rounds that were asked for: in
    words, with the recipe of its picture."""
    review = await work.reviews.find(Review, delivery.subject_id or "")
    if review is None:
        return None
    report = await report_on(work, review, (delivery.body or {}).get("rounds"))
    if report is None:
        return None
    return replace(report_message(report), picture=picture_of(report))
