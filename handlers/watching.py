"""What hangs on whatever happens in the record: messages that name it, pages that show it."""

from handlers.home.following import follow as follow_homes
from handlers.nudges.following import follow as follow_nudges
from store.unit_of_work import Work


async def watch(work: Work) -> None:
    """Something was logged in this transaction: what shows it is drawn again."""
    await follow_nudges(work)
    await follow_homes(work)
