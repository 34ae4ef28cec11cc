"""`scripty extract`: the notes in a thread, without Slack and without a database."""

from bot.extract.context import BadOptionError, Options
from bot.extract.extract import extract

__all__ = ["BadOptionError", "Options", "extract"]
