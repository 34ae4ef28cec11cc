"""How long the record takes to become Block Kit, against turning the same blocks into JSON."""

import json
from collections.abc import Callable
from statistics import median
from typing import Any

from handlers.blocks import Message, View
from handlers.notes.words import NoteView
from handlers.reviews.cards import ReviewView, notes_list_view, review_card
from tests.benchmarks.load import TEXTS
from tests.benchmarks.report import Report, Row
from tests.benchmarks.turns import column, ratio, seconds_in_turns, spread
from tests.support.rows import a_note_view, a_review_view, a_task

Json = dict[str, Any]

FEW, MANY = 3, 200


async def cards(rounds: int = 15) -> Report:
    """The card of a review with few and with many notes, and a page of the list of all notes."""
    few, many = a_review(FEW), a_review(MANY)
    drawn: dict[str, Callable[[], Message | View]] = {
        f"review_card, {FEW} notes": lambda: review_card(few),
        f"review_card, {MANY} notes": lambda: review_card(many),
        f"notes_list_view, page 1 of {MANY} notes": lambda: notes_list_view(many, 1),
    }
    payloads = [sent(draw()) for draw in drawn.values()]
    written = [lambda payload=payload: json.dumps(payload) for payload in payloads]
    results = seconds_in_turns(rounds, *drawn.values(), *written)
    few_seconds = column(results, 0)
    rows: list[Row] = []
    for place, name in enumerate(drawn):
        seconds = column(results, place)
        rows.append(
            {
                "drawn": name,
                "per_second": 1 / median(seconds),
                "blocks": len(payloads[place]["blocks"]),
                "kilobytes": len(json.dumps(payloads[place])) / 1000,
                "times_json_dumps": spread(ratio(seconds, column(results, place + len(drawn)))),
                f"times_{FEW}_notes": spread(ratio(seconds, few_seconds)),
            }
        )
    return Report("cards", "drawing blocks, against json.dumps of the same blocks", rows)


def sent(drawn: Message | View) -> Json:
    """What of it is sent to Slack."""
    if isinstance(drawn, Message):
        return {"text": drawn.text, "blocks": drawn.blocks}
    return drawn


def a_review(notes: int) -> ReviewView:
    """Few are all undecided; of many, half are decided, most of those accepted with a task."""
    return a_review_view(*(_note(number, decided=notes > FEW) for number in range(1, notes + 1)))


def _note(number: int, *, decided: bool) -> NoteView:
    words = TEXTS[number % len(TEXTS)]
    if not decided or number % 2:
        return a_note_view(number, words, state="draft")
    if number % 10:
        return a_note_view(number, words, state="accepted", task=a_task(number, words))
    return a_note_view(number, words, state="rejected", decided_by="U01", reason="kept as it is")
