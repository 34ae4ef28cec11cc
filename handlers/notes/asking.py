"""What is ambiguous is asked, not guessed: once, of whoever wrote it and nobody else.

One question is asked for each message, whatever is unclear in it. It is drawn when the message
is read and kept only until it has been seen: its words are the author's, and go when theirs do.
"""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256

from handlers import blocks as kit
from handlers.answers import show
from handlers.blocks import Block
from handlers.notes.reading import is_human
from handlers.text import escape, one_line, shorten
from store.tables import Delivery, Message, Review
from store.types import Unclear
from store.unit_of_work import Work

QUESTION = "unclear"

_MOST = 5
_ASK = 200
_HOW_TO_ANSWER = (
    "Reply in this thread with just the time, such as 0:42, or edit your message. "
    "Only you see this."
)


async def ask_authors(
    work: Work, review: Review, messages: Sequence[Message], unclear: Sequence[Unclear]
) -> None:
    """Ask about what a reading found unclear, unless it was asked in these words before.

    A question that waits to be sent is taken back when its message no longer raises it.
    """
    asks: dict[str, list[str]] = defaultdict(list)
    for each in unclear:
        asks[each.ts].append(each.ask)
    raised = {
        question_key(message, asks[message.ts]): message
        for message in messages
        if message.ts in asks and _can_be_asked(review, message)
    }
    await work.deliveries.take_back(QUESTION, [m.id for m in messages], keeping=raised)
    for key, message in raised.items():
        if await work.deliveries.by_key(key) is None:
            asked = question(asks[message.ts], message.permalink)
            await show(
                work, key, QUESTION,
                body={"text": asked.text, "blocks": asked.blocks}, subject_id=message.id,
                channel=review.channel, thread_ts=review.thread_ts, user_id=message.user_id,
            )  # fmt: skip


def question_key(message: Message, asks: Sequence[str]) -> str:
    """One for each message and what is unclear in it, so that the same is asked once."""
    digest = sha256("\n".join(sorted(asks)).encode()).hexdigest()[:12]
    return f"unclear:{message.id}:{digest}"


def question(asks: Sequence[str], permalink: str) -> kit.Message:
    """The question as its author sees it, at most five things of one message."""
    told = [shorten(one_line(ask), _ASK) for ask in asks[:_MOST]]
    left = len(asks) - len(told)
    lines = [*told, f"and {left} more like that"] if left else told
    about: list[Block] = [kit.text("I want to get "), kit.link(permalink, "your message")]
    about.append(kit.text(" right:"))
    return kit.message(
        escape(" ".join(["I want to get your message right:", *lines, _HOW_TO_ANSWER])),
        [
            kit.rich_text(kit.paragraph(*about), kit.bullets([[kit.text(line)] for line in lines])),
            kit.context(_HOW_TO_ANSWER),
        ],
    )


async def draw_question(_work: Work, _delivery: Delivery) -> kit.Message | None:
    """Nothing: a question that lost its words was taken back."""
    return None


async def question_sent(_work: Work, delivery: Delivery) -> None:
    """It was seen, so its words need not be kept."""
    delivery.body = None


def _can_be_asked(review: Review, message: Message) -> bool:
    open_thread = review.state != "closed" and review.thread_ts is not None
    return open_thread and not message.deleted and is_human(message.user_id)
