"""The door to everything that is shown: each thing is a delivery, seen once."""

from collections.abc import Collection
from uuid import uuid4

from handlers.blocks import Message
from handlers.program import Place
from store.unit_of_work import Work

DELIVER = "deliver"
"""Name of the job that brings a delivery to Slack."""


async def show(work: Work, key: str, kind: str, **values: object) -> None:
    """Show this thing, or its newest state where it is shown already."""
    delivery = await work.deliveries.put(key, kind, **values)
    await work.defer(DELIVER, lock=f"deliver {delivery}", delivery_id=str(delivery))


async def refresh(work: Work, key: str) -> None:
    """Show the newest state of this thing if it is shown at all."""
    known = await work.deliveries.by_key(key)
    if known is not None:
        await show(work, key, known.kind)


async def refresh_all(work: Work, keys: Collection[str]) -> None:
    """The same of many things, in two statements whatever their number."""
    if not keys:
        return
    ids = [str(each) for each in await work.deliveries.want_again(keys)]
    await work.defer_all(
        DELIVER, [{"delivery_id": each} for each in ids], locks=[f"deliver {each}" for each in ids]
    )


async def answer(work: Work, place: Place, user: str, message: Message) -> None:
    """Say something that only `user` sees, where they acted."""
    await show(
        work,
        f"answer:{uuid4()}",
        "answer",
        body={"text": message.text, "blocks": message.blocks},
        channel=place.channel,
        thread_ts=place.thread_ts,
        user_id=user,
        asked_by=user,
    )
