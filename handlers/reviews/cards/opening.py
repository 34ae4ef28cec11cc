"""What begins a review: the bot's own opening message, the quiet offer."""

from handlers import blocks as kit
from handlers.blocks import Message
from handlers.reviews.cards.view import ReviewView, cut_link, due_by, title_of
from handlers.text import escape, name_of, shorten, version_words


def opening_message(view: ReviewView) -> Message:
    """The bot's own first message of a review started by command: who put which cut up."""
    who = name_of(view.review.started_by or view.cut.posted_by, view.names)
    what = f"{who} put {version_words(view.cut.version)} up for review"
    call = "Reply in this thread with your notes. Times like 0:42 help."
    due = due_by(view)
    said = " · ".join([what, *due])
    return kit.message(
        escape(f"{title_of(view)}: {said}. {call} {shorten(view.cut.link, 300)}"),
        [
            kit.header(title_of(view)),
            kit.rich_text(
                kit.paragraph(
                    kit.text(said),
                    kit.text("\n"),
                    *cut_link(view.cut),
                )
            ),
            kit.context(call),
        ],
    )


def review_offer(link: str, ts: str) -> Message:
    """The quiet offer to whoever posted `link` in the message `ts`, shown to them alone."""
    offer = "Is this a cut to review? Its thread would become a list of numbered notes."
    return kit.message(
        f"{offer} Only you see this.",
        [
            kit.rich_text(kit.paragraph(kit.text(f"{offer}\n"), kit.link(link))),
            kit.actions(
                "review_offer",
                kit.button("Start review", "review_start", ts, "primary"),
                kit.button("No thanks", "review_offer_dismiss", ts),
            ),
            kit.context("Only you see this."),
        ],
    )
