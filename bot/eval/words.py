"""Values in words, for people who read the misses."""

from collections.abc import Iterable

from bot.eval.labels import Moment
from store.types import Timecode


def moment_words(moment: Moment | Timecode | None) -> str | None:
    """`71.5 s`, `71.5–80 s`; None where there is none."""
    if moment is None:
        return None
    return span_words(moment.seconds, moment.end_seconds)


def span_words(seconds: float, end: float | None) -> str:
    """`71.5 s`, or `71.5–80 s` for a range."""
    shown = [f"{round(each, 3):g}" for each in (seconds, end) if each is not None]
    return f"{'–'.join(shown)} s"


def names(values: Iterable[str]) -> str | None:
    """All of them, in one order; None for none."""
    return ", ".join(sorted(values)) or None
