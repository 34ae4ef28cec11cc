"""Values of the record as JSON has them."""

from datetime import UTC, datetime


def time(moment: datetime | None) -> str | None:
    """A moment as ISO in UTC."""
    return None if moment is None else moment.astimezone(UTC).isoformat()


def plain(value: object) -> str | None:
    """An id or a day as text."""
    return None if value is None else str(value)
