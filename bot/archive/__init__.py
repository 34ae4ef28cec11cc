"""`scripty export` and `scripty import`: everything of a production in one file, taken away and
brought back."""

from bot.archive.bring_back import bring_back
from bot.archive.take_away import NoSuchProductionError, WhichProductionError, file_name, take_away

__all__ = ["NoSuchProductionError", "WhichProductionError", "bring_back", "file_name", "take_away"]
