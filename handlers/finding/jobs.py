"""What the worker does for finding: have an answer put into words."""

from handlers.finding import model
from handlers.finding.answering import WORD_ANSWER
from handlers.program import Jobs


def register(jobs: Jobs) -> None:
    """Let the worker run this."""
    jobs.job(WORD_ANSWER, model.word_answer)
