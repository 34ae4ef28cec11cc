"""Named points at which tests kill the process; nothing happens there in a running program."""

import os
import signal
from collections.abc import Callable

from bot.explained import ExplainedError
from handlers.program import no_checkpoint

POINTS = (
    "inbox.received",
    "inbox.committed",
    "event.handled",
    "reading.read",
    "reading.before_commit",
    "reading.committed",
    "model.answered",
    "model.before_commit",
    "model.committed",
    "draft.gathered",
    "draft.answered",
    "draft.before_commit",
    "draft.committed",
    "draft.drafted",
    "draft.before_filled",
    "press.before_commit",
    "press.committed",
    "delivery.claimed",
    "delivery.posted",
    "delivery.committed",
)


class UnknownCheckpointError(ExplainedError):
    """`SCRIPTY_CRASH_AT` names no point there is."""


def crash_at(point: str) -> Callable[[str], None]:
    """A checkpoint that kills the process, as pulling the plug would, when it is at `point`."""
    if not point:
        return no_checkpoint
    if point not in POINTS:
        raise UnknownCheckpointError(
            f"SCRIPTY_CRASH_AT={point}: there are only {', '.join(POINTS)}."
        )

    def checkpoint(name: str) -> None:
        if name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    return checkpoint
