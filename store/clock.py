"""The one clock of the record."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment as aware UTC."""
    return datetime.now(UTC)
