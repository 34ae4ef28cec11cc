"""What a transcript takes to read, sum up and search for clips, as it gets longer; and what a model
would be sent of it."""

import tracemalloc
from collections.abc import Callable
from functools import partial
from statistics import median

from handlers.transcripts.clips import grouped
from handlers.transcripts.formats import read_cues
from handlers.transcripts.summary import summarised
from prompts.drafting.material import Material
from tests.benchmarks.report import Report, Row
from tests.benchmarks.turns import column, seconds_in_turns
from tests.support.long_transcript import as_webvtt, material_of

MINUTES = (15, 30, 60, 120)


async def transcripts(rounds: int = 5) -> Report:
    """The same kind of talk, of a quarter of an hour to two hours."""
    files = [as_webvtt(minutes) for minutes in MINUTES]
    materials = [material_of(file) for file in files]
    summarised(materials[0]), grouped(materials[0])  # the library is imported once
    work: list[Callable[[], object]] = []
    for file, material in zip(files, materials, strict=True):
        work += [partial(read_cues, file, "interview.vtt"), partial(summarised, material)]
        work.append(partial(grouped, material))
    results = seconds_in_turns(rounds, *work)
    rows: list[Row] = []
    for place, minutes in enumerate(MINUTES):
        read, summed, clipped = (median(column(results, 3 * place + part)) for part in range(3))
        total, weight = read + summed + clipped, sent(materials[place])
        rows.append(
            {
                "minutes": minutes,
                "characters": len(files[place]),
                "cues": len(materials[place].facts),
                "read_ms": 1000 * read,
                "summary_ms": 1000 * summed,
                "clips_ms": 1000 * clipped,
                "ms_per_minute": 1000 * total / minutes,
                "peak_MB": max(_peak(each) for each in work[3 * place : 3 * place + 3]) / 1e6,
                "tokens_sent_to_a_model": weight,
                "tokens_per_minute": weight / minutes,
            }
        )
    return Report(
        "transcripts",
        "captions of an interview and a meeting, read and drafted from without a model",
        rows,
        [
            "what is per minute stays the same where work grows with the length and no faster",
            "peak is what Python allocates on top, measured apart from the times",
            "tokens are characters / 4, with the instructions of every part",
        ],
    )


def sent(material: Material) -> int:
    """The tokens of all requests for a summary, by a model that is asked for one."""
    from prompts.drafting import make_requests

    return sum(request.weight for request in make_requests(material))


def _peak(run: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
