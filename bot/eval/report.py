"""An evaluation as tables for a terminal, and as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.eval.evaluation import Evaluation, Judged
from bot.eval.scores import Field, Hits, Score, Scores, Share
from handlers.text import counted, one_line, shorten

BY_VALUE: tuple[Field, ...] = ("kind", "needs_person")
"""Fields whose single values the tables show; JSON has all there are."""

QUOTED = 90
"""Characters of a quote that are enough to find it again."""


def as_data(evaluation: Evaluation) -> dict[str, Any]:
    """What `scripty eval --json` prints:

        {"threads": n, "messages": n,
         "scores": {field: {"precision", "recall", "f1", "tp", "fp", "fn"}
                           | {"accuracy", "n"}},
         "by_value": {field: {value: {"precision", …}}},
         "by_source": {source: {field: …}},
         "by_thread": {id: {field: …}},
         "misses": [{"thread", "ts", "what", "gold", "found", "quote"}],
         "errors": [sentences]}

    Fields of threads whose notes are labelled: found, actionable, timecode, owner, due,
    needs_person, duplicates, conflicts, pairs (both together) with precision; kind, topic,
    priority, scene (on found notes) with accuracy. Of threads labelled by message: found,
    actionable, timecode; kind; chatter, the share in which no note was found, also as
    "taken_per_100". Figures are from 0 to 1, and 1 where there is no case. `source` is the name
    of a .jsonl file, or the folder's for .json files.

    `what` is a field, or "missed note", "false note", "false source" (of a note that is right),
    "missed duplicate", "false duplicate", "missed conflict", "false conflict"; `gold` and `found`
    are words for the values, the other note's quote for pairs, null for none.
    """
    scores = evaluation.scores
    return {
        "threads": len(evaluation.threads),
        "messages": evaluation.messages,
        "scores": _fields(scores),
        "by_value": {
            field: {value: hits.data() for value, hits in sorted(values.items())}
            for field, values in scores.values.items()
        },
        "by_source": {source: _fields(each) for source, each in evaluation.by_source.items()},
        "by_thread": {judged.thread.id: _fields(judged.scores) for judged in evaluation.threads},
        "misses": [
            {"thread": judged.thread.id, **asdict(miss)}
            for judged in evaluation.threads
            for miss in judged.misses
        ],
        "errors": list(evaluation.errors),
    }


def _fields(scores: Scores) -> dict[str, dict[str, float]]:
    return {field: _data(field, score) for field, score in scores.fields.items()}


def _data(field: Field, score: Score) -> dict[str, float]:
    data = score.data()
    if field == "chatter" and isinstance(score, Share):
        data["taken_per_100"] = 100 * (1 - score.accuracy)
    return data


def as_tables(evaluation: Evaluation) -> RenderableType:
    """The misses by thread, then the figures, so that these end where people look first."""
    return Group(*_parts(evaluation))


def _parts(evaluation: Evaluation) -> Iterator[RenderableType]:
    for judged in evaluation.threads:
        if judged.misses:
            yield _misses(judged)
            yield Text()
    sources = evaluation.by_source
    if len(sources) > 1:
        for source, scores in sources.items():
            yield _figures(source, scores)
            yield Text()
    total = (
        f"{counted(len(evaluation.threads), 'thread')}, {counted(evaluation.messages, 'message')}"
    )
    for field in BY_VALUE:
        if values := evaluation.scores.values.get(field):
            yield _table(f"{field}, by value", values)
            yield Text()
    yield _figures(total, evaluation.scores)


def _figures(title: str, scores: Scores) -> Table:
    return _table(title, scores.fields)


def _table(title: str, scores: Mapping[Any, Score]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("")
    for heading in ("F1", "precision", "recall", "right", "false", "missed"):
        table.add_column(heading, justify="right")
    for name, score in scores.items():
        table.add_row(str(name), *_row(score))
    return table


def _row(score: Score) -> list[str]:
    if not score.cases:
        return ["–"]
    if isinstance(score, Hits):
        figures = [f"{each:.3f}" for each in (score.f1, score.precision, score.recall)]
        return [*figures, str(score.tp), str(score.fp), str(score.fn)]
    return [f"{score.accuracy:.3f}", "", "", str(score.right), str(score.n - score.right)]


def _misses(judged: Judged) -> RenderableType:
    # Text, not strings: what people wrote is not console mark-up.
    table = Table.grid(padding=(0, 2))
    for miss in judged.misses:
        values = f"{_short(miss.gold or 'none')} → {_short(miss.found or 'none')}"
        words = Text(f"{values}\n").append(_short(miss.quote), style="dim")
        table.add_row(Text(miss.what), words)
    return Group(Text(judged.thread.id, style="bold"), Padding(table, (0, 0, 0, 2)))


def _short(words: str) -> str:
    return shorten(one_line(words), QUOTED)
