"""Which drafted lines stay work, and which only ask a person."""

import pytest

from handlers.drafting.needs import needs_of
from prompts.drafting.material import DraftedLine, Fact

WORK = """
    Room tone, for D6: “Record room tone of the kitchen again, the fridge is in all of it”
    Shoot a wide of the hall before the light goes
    The extra in the back looks like he is asleep: shoot it again without him
    Match the sad face in the wide to the close-up, for continuity
    Shoot the happy ending and the other one as takes of their own
    Wide, establishing: “a gloomy kitchen that nobody has lived in”
    Close-up of the hand on the latch, held for five seconds
    Record the line again, there is a plane over it
    Swap the take at 1:10, his eyes are closed
    Get a boring wide of the corridor for the titles
    Reshoot the take in which he looks bored
    Medium, played through from start to end: “make people happy again”
    Reaction of the old man, it feels like we cut away too early
    Establishing shot of the mood board
    Interview, medium, and the same closer: “they tell why they like it”
"""
ASKED = """
    final_approval | Get the client's approval for the end card
    final_approval | Lock picture on Friday and send it to the mix
    final_approval | Publish the teaser today without waiting
    legal | Clear the song in the café with the publisher
    legal | The logo of the competitor is on the wall, check that we may show it
    legal | Get a release from the woman in the market
    safety | Shoot him on the ladder without a harness
    safety | Fly the drone over the crowd for the opening
    safety | Children near the open fire, close-up
    client_commitment | Add a version in French, the client asked for it
    client_commitment | Two extra shooting days are needed, who pays for them
    client_commitment | Deliver the 9:16 by Friday as promised to the client
    taste | A warmer, more playful opening shot
    taste | Replace the take with one that feels less corporate
    taste | The music is too cheesy, try another one
"""


def listed(words: str) -> list[str]:
    return [each.strip() for each in words.strip().splitlines()]


def needed(text: str) -> str | None:
    line = DraftedLine(text, "F1", "the kitchen", "a reason", "a step")
    return needs_of("pickups", line, Fact("F1", "scene", "scene 3", "the kitchen"))


@pytest.mark.parametrize("text", listed(WORK))
def test_plain_work_stays_work(text: str) -> None:
    assert needed(text) is None


@pytest.mark.parametrize("line", listed(ASKED))
def test_what_no_machine_settles_is_asked(line: str) -> None:
    needs, _, text = line.partition(" | ")
    assert needed(text) == needs


def test_whom_a_report_quotes_may_like_what_they_like() -> None:
    note = Fact("F1", "note", "N1", "the music is too cheesy")
    line = DraftedLine("N1: “the music is too cheesy”", "F1", note.text, "a reason", "a step")
    assert needs_of("handoff", line, note) is None
    legal = Fact("F1", "note", "N1", "we have no release from her")
    quoting = DraftedLine("Shoot her again", "F1", legal.text, "a reason", "a step")
    assert needs_of("pickups", quoting, legal) == "legal"
