"""Logs: one line an event, with a stable `action` beside its sentence."""

import logging
import sys

import structlog


def configure_logs(level: str) -> None:
    """JSON lines for machines, readable lines on a terminal; everything to standard error."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    terminal = sys.stderr.isatty()
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    # Tracebacks without locals: those hold tokens and what people wrote.
    traceback = structlog.processors.format_exc_info
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if terminal
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[*shared, renderer] if terminal else [*shared, traceback, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *([] if terminal else [traceback]),
                renderer,
            ],
        )
    )
    # It prints the arguments of failed jobs; `bot.worker` says which job failed, and why.
    logging.getLogger("procrastinate.worker").setLevel(logging.CRITICAL)
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
