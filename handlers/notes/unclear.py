"""What is ambiguous is asked, not guessed: once, of whoever wrote it and nobody else.

One question is asked for each message, whatever is unclear in it. It is drawn when the message
is read and kept only until it has been seen: its words are the author's, and go when theirs do.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from uuid import UUID

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
_MOST_KEPT = 100
"""Things of one message that are remembered as asked; the rest of such a message never is."""

_DIGEST = 12
_HOW_TO_ANSWER = (
    "Reply in this thread with just the time, such as 0:42, or edit your message. "
    "Only you see this."
)


async def ask_authors(
    work: Work, review: Review, messages: Sequence[Message], unclear: Sequence[Unclear]
) -> None:
    """Ask about what a reading found unclear, unless it was asked in these words before.

    A question that waits to be sent is taken back when its message no longer raises all of it;
    what it still raises is then asked for itself.
    """
    by_ts = {message.ts: message for message in messages if _can_be_asked(review, message)}
    asks = _raised(by_ts, unclear)
    known = await work.deliveries.about(QUESTION, [message.id for message in messages])
    standing = [each for each in known if _asked_in(each) <= asks[_subject(each)].keys()]
    for asked in known:
        if asked in standing or _may_be_seen(asked):
            for digest in _asked_in(asked):
                asks[_subject(asked)].pop(digest, None)
    await work.deliveries.take_back(
        QUESTION, [message.id for message in messages], keeping=[each.key for each in standing]
    )
    for message in by_ts.values():
        if asks[message.id]:
            await _ask(work, review, message, list(asks[message.id].values()))


def _raised(
    by_ts: Mapping[str, Message], unclear: Sequence[Unclear]
) -> defaultdict[UUID, dict[str, str]]:
    """What is unclear now, by its message and its digest."""
    asks: defaultdict[UUID, dict[str, str]] = defaultdict(dict)
    for each in unclear:
        message = by_ts.get(each.ts)
        if message is not None and len(asks[message.id]) < _MOST_KEPT:
            asks[message.id][_digest(each.ask)] = each.ask
    return asks


async def _ask(work: Work, review: Review, message: Message, asks: Sequence[str]) -> None:
    key = question_key(message, asks)
    if await work.deliveries.by_key(key) is None:
        asked = question(asks, message.permalink)
        await show(
            work, key, QUESTION,
            body={"text": asked.text, "blocks": asked.blocks}, subject_id=message.id,
            channel=review.channel, thread_ts=review.thread_ts, user_id=message.user_id,
        )  # fmt: skip


def question_key(message: Message, asks: Sequence[str]) -> str:
    """The message and a digest of each thing asked, so that none of them is asked again."""
    return f"unclear:{message.id}:{''.join(sorted(map(_digest, asks)))}"


def _asked_in(delivery: Delivery) -> set[str]:
    digests = delivery.key.rpartition(":")[2]
    return {digests[at : at + _DIGEST] for at in range(0, len(digests), _DIGEST)}


def _may_be_seen(delivery: Delivery) -> bool:
    return delivery.state == "sent" or (delivery.state != "pending" and delivery.attempts > 0)


def _subject(delivery: Delivery) -> UUID:
    assert delivery.subject_id is not None
    return delivery.subject_id


def _digest(ask: str) -> str:
    return sha256(ask.encode()).hexdigest()[:_DIGEST]


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
