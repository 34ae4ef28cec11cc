"""What a summary takes from a transcript, without a model."""

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.transcripts.summary import (
    DECIDED,
    MOST_DECIDED,
    MOST_OPEN,
    MOST_SAID,
    OPEN,
    SAID,
    summarised,
)
from prompts.drafting.grounding import grounded
from prompts.drafting.material import DraftedLine, Material
from tests.support.long_transcript import as_webvtt, material_of

MEETING = """\
[00:00:04] DIRECTOR: Um, can you hear me?
[00:00:06] EDITOR: Yes, yes.
[00:00:08] EDITOR: Do we keep the drone shots or lose them?
[00:00:12] DIRECTOR: We keep one of the drone shots, the first one.
[00:00:18] EDITOR: The drone shots of the roof are noisy, and the noise grows in the grade.
[00:00:26] COLOURIST: The grade lifts the shadows of the roof, so the drone noise shows.
[00:00:34] DIRECTOR: Who has the release form of the market stalls?
[00:00:38] EDITOR: No idea, I'll have to check with the office.
[00:00:42] DIRECTOR: How long is the drone shot now?
[00:00:45] EDITOR: It is eleven seconds with the drone over the roof.
[00:00:50] COLOURIST: I wonder whether we decided to lose the night.
[00:00:55] DIRECTOR: My family is in the north, they say it stays dry.
[00:01:00] COLOURIST: The thing with the —
[00:01:02] EDITOR: We agreed on French subtitles for the festival.
[00:01:08] DIRECTOR: When do they need the —
[00:01:10] DIRECTOR: When does the festival need the files of the subtitles?
"""


def of(lines: "list[DraftedLine]", section: str) -> list[str]:
    return [line.quote for line in lines if line.section == section]


def test_a_meeting_is_summed_up_in_its_own_words() -> None:
    material = material_of(MEETING, "meeting.txt")
    lines = list(summarised(material))
    assert of(lines, DECIDED) == [
        "We keep one of the drone shots, the first one.",
        "We agreed on French subtitles for the festival.",
    ]
    assert of(lines, OPEN) == [
        "Who has the release form of the market stalls?",
        "When does the festival need the files of the subtitles?",
    ]
    said = of(lines, SAID)
    assert 1 <= len(said) <= 3
    assert any("drone" in words for words in said)  # what most of it is about
    assert not [words for words in said if words.endswith("?") or "—" in words or "Um" in words]
    decided = next(line for line in lines if line.section == DECIDED)
    assert decided.text == ("DIRECTOR, 00:00:12: We keep one of the drone shots, the first one.")
    assert "“Do we keep the drone shots or lose them?”" in decided.reason
    outright = next(line for line in lines if line.quote.startswith("We agreed"))
    assert "?" not in outright.reason  # the question before it is about something else
    open_ = next(line for line in lines if line.section == OPEN)
    assert "“No idea, I'll have to check with the office.”" in open_.reason
    assert open_.also == (next(f.label for f in material.facts if f.text.startswith("No idea")),)
    assert not grounded(material, lines).dropped


def test_two_hours_are_summed_up_from_beginning_to_end() -> None:
    material = material_of(as_webvtt(120))
    lines = list(summarised(material))
    assert lines == list(summarised(material))  # the same every time
    assert not grounded(material, lines).dropped
    facts = {fact.label: fact for fact in material.facts}
    starts = [facts[line.source].start or 0 for line in lines if line.section == SAID]
    assert 10 <= len(starts) <= MOST_SAID
    assert starts == sorted(starts)
    assert starts[0] < 600_000
    assert starts[-1] > 5_400_000
    assert set(of(lines, DECIDED)) == {
        "We keep one of the drone shots, the first one.",
        "We decided to open on the oven, before dawn.",
        "Let's go with the French version.",
    }
    assert set(of(lines, OPEN)) == {
        "Who has the release form of the market stalls?",
        "When does the museum need the archive photographs back?",
        "Can we afford a second day with the drone?",
    }


def test_a_transcript_without_names_or_times_is_summed_up_too() -> None:
    text = (
        "The oven keeps the heat of the day before, so the bread tastes of yesterday.\n\n"
        "Nobody asks the price of the bread.\n\nWe decided to open on the oven, before dawn.\n\n"
        "The clay of the oven came from the river, and the bread of the oven from the mill.\n\n"
    )
    lines = list(summarised(material_of(text, "a.txt")))
    assert of(lines, DECIDED) == ["We decided to open on the oven, before dawn."]
    assert of(lines, SAID)
    assert not of(lines, OPEN)


SPOKEN = "we decided the river oven bread market? no who has keep or lose um — . ! Do It 1987"
WORDS = st.sampled_from(SPOKEN.split())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "EDITOR: ", "DIRECTOR: "]), st.lists(WORDS, max_size=14)),
        max_size=20,
    )
)
def test_every_line_rests_on_a_cue(said: list[tuple[str, list[str]]]) -> None:
    text = "\n".join(speaker + " ".join(words) for speaker, words in said)
    material: Material = material_of(text, "a.txt")
    lines = list(summarised(material))
    held = grounded(material, lines)
    assert set(held.dropped) <= {"repeated"}
    assert len(of(lines, DECIDED)) <= MOST_DECIDED
    assert len(of(lines, OPEN)) <= MOST_OPEN


def test_no_transcript_no_summary() -> None:
    assert not summarised(Material("transcript", "nothing", {}, ()))
