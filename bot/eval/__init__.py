"""`scripty eval`: how well the built-in reader reads threads that people have labelled."""

from bot.eval.evaluation import Evaluation, evaluate
from bot.eval.report import as_data, as_tables
from bot.eval.threads import NothingLabelledError

__all__ = ["Evaluation", "NothingLabelledError", "as_data", "as_tables", "evaluate"]
