"""Clip candidates by topic."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.transcripts.clips import LONGEST_MS, MOST_CLIPS, MOST_TOPICS, grouped
from prompts.drafting.grounding import grounded
from prompts.drafting.material import Material
from tests.support.long_transcript import TOPICS, as_webvtt, material_of

INTERVIEW = """\
WEBVTT

00:01.000 --> 00:04.000
<v Interviewer>How did the oven survive the flood?</v>

00:04.500 --> 00:07.000
<v Baker>The thing with the —</v>

00:07.500 --> 00:12.000
<v Baker>My grandmother lit the oven every night at two, for forty years.</v>

00:12.200 --> 00:17.000
<v Baker>When the oven went cold we lost the whole of Harbour Street in a week.</v>

00:17.500 --> 00:18.500
<v Interviewer>Mm-hm.</v>

00:19.000 --> 00:24.000
<v Baker>Um, you know, like, sort of, uh, the thing, you know.</v>

00:24.500 --> 00:29.000
<v Baker>And because the river never freezes, they built the mill up there.</v>

00:30.000 --> 00:36.000
<v Baker>I was never so afraid of the river as on that night in Harbour Street.</v>

00:33.000 --> 00:37.000
<v Interviewer>Was that the year when the bridge of the river went?</v>

00:38.000 --> 00:43.000
<v Baker>Sorry, can I start again? I lost my thread about the river there.</v>

00:44.000 --> 00:51.000
<v Baker>The first apprentice I trained runs a bakery of her own in Mill Road now.</v>
"""


def test_whole_thoughts_are_candidates_and_nothing_else_is() -> None:
    material = material_of(INTERVIEW, kind="clips")
    lines = grouped(material)
    facts = {fact.label: fact for fact in material.facts}
    assert [(line.quote, [facts[label].text for label in line.also]) for line in lines] == [
        (
            "My grandmother lit the oven every night at two, for forty years.",
            ["When the oven went cold we lost the whole of Harbour Street in a week."],
        ),
        ("The first apprentice I trained runs a bakery of her own in Mill Road now.", []),
    ]
    first, second = lines
    assert first.text.startswith("00:00:07–00:00:17 Baker: My grandmother lit the oven")
    assert "follows the question “How did the oven survive the flood?”" in first.reason
    assert "Harbour Street" in first.reason
    assert "whole thought of 10 s" in first.reason
    assert first.next_action.startswith("Mark in at 00:00:07 and out at 00:00:17")
    assert "names Mill Road and says “The first”" in second.reason
    assert not grounded(material, lines).dropped


def test_topics_of_two_hours_are_called_by_their_own_words() -> None:
    material = material_of(as_webvtt(120), kind="clips")
    lines = grouped(material)
    assert lines == grouped(material)  # the same every time
    assert not grounded(material, lines).dropped
    facts = {fact.label: fact for fact in material.facts}
    assert 10 <= len(lines) <= MOST_CLIPS
    sections = list(dict.fromkeys(line.section for line in lines))
    assert 4 <= len(sections) <= MOST_TOPICS
    assert [line.section for line in lines] == sorted(
        (line.section for line in lines), key=sections.index
    )
    for line in lines:
        first, last = facts[line.source], facts[(*line.also, line.source)[0]]
        assert line.quote == first.text
        assert 0 < (last.end or 0) - (first.start or 0) <= LONGEST_MS
        assert first.people == last.people
    # most of what stands together is about one thing
    alone = 0
    for section in sections:
        said = [line.quote for line in lines if line.section == section]
        topics = Counter(_topic_of(quote) for quote in said)
        alone += topics.most_common(1)[0][1]
        words = " ".join(
            facts[label].text
            for line in lines
            if line.section == section
            for label in (line.source, *line.also)
        ).casefold()
        assert any(name.casefold() in words for name in section.split(", "))
    assert alone >= 0.8 * len(lines)
    assert len({_topic_of(line.quote) for line in lines}) >= 5


def test_without_times_a_clip_is_found_by_its_words() -> None:
    text = (
        "Director: How was it?\nBaker: I never saw the river as high as at Mill Road that spring.\n"
    )
    (line,) = grouped(material_of(text, "a.txt", kind="clips"))
    assert line.text == "line 2 Baker: I never saw the river as high as at Mill Road that spring."
    assert line.next_action.startswith("Find these words in the footage")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 5000),
            st.integers(0, 50_000),
            st.sampled_from(["", "Baker", "Director"]),
            st.sampled_from(
                [each for said in TOPICS.values() for each in said] + ["Um.", "—", "?"]
            ),
        ),
        max_size=25,
    )
)
def test_every_clip_rests_on_cues_of_one_person(
    said: list[tuple[int, int, str, str]],
) -> None:
    material = _material(said)
    lines = grouped(material)
    facts = {fact.label: fact for fact in material.facts}
    assert not grounded(material, lines).dropped
    assert len(lines) <= MOST_CLIPS
    for line in lines:
        assert {facts[label].people for label in line.also} <= {facts[line.source].people}


def _material(said: list[tuple[int, int, str, str]]) -> Material:
    base = material_of("word", "a.txt", kind="clips")
    now, facts = 0, []
    for place, (gap, length, speaker, text) in enumerate(said):
        start, now = now + gap, now + gap + length
        facts.append(
            replace(
                base.facts[0], label=f"F{place}", name=f"cue {place}", text=text, start=start,
                end=now, people=(speaker,) if speaker else (),
            )
        )  # fmt: skip
    return replace(base, facts=facts)


def _topic_of(quote: str) -> str:
    return next((name for name, said in TOPICS.items() if quote in said), "none")
