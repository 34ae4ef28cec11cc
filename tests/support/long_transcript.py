"""A transcript as long as wanted, the same every time: what people say in an interview for a film
about a bakery by a river, and in the meeting after it. Nobody in it exists; speakers are roles.

Spoken as people speak: answers of several sentences, noises, false starts, two at once, questions
that are put off, things that are settled.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from handlers.transcripts.formats import read_cues
from prompts.drafting.material import Fact, Material

TOPICS = {
    "oven": (
        "The oven is older than anybody who works here.",
        "My grandmother lit the oven every night at two, for forty years.",
        "When the oven went cold in 1987 we lost the whole street in a week.",
        "A brick oven keeps the heat of the day before, so the bread tastes of yesterday.",
        "We repaired the bricks of the oven with clay from the river bank.",
        "I never learned the temperature of the oven; I put my hand in and count.",
    ),
    "river": (
        "The river came into the shop up to the second shelf.",
        "In the flood of 2013 the river carried the flour down to the bridge.",
        "People built the mill because the river never freezes here.",
        "I am afraid of the river every spring, and I would never live anywhere else.",
        "The water of the river was warm and brown, with whole trees in it.",
        "After the flood we painted the line of the water on the wall by the door.",
    ),
    "apprentice": (
        "The apprentice came to us with no school and no bed.",
        "For the first month the apprentice burned every loaf, and I ate them all.",
        "An apprentice learns with the ears; the crust sings when it is done.",
        "The first apprentice I trained runs a bakery of her own in Harbour Street now.",
        "I promised the apprentice that nobody here is shouted at.",
        "What I want for the apprentice is a trade that no machine can take.",
    ),
    "market": (
        "The market on Saturday pays for the whole week.",
        "We sell four hundred loaves at the market before the church bell rings.",
        "The old customers of the market come at six and the young ones at noon.",
        "At the market nobody asks for the price of the rye bread.",
        "The supermarket at Mill Road opened and the market lost half of its stalls.",
        "I met my husband at the market, across a crate of plums.",
    ),
    "recipe": (
        "The recipe is written on the back of a letter from the war.",
        "Our recipe has four things: flour, water, salt and patience.",
        "A company offered us money for the recipe and we refused.",
        "The sourdough in the recipe has been fed every day since 1931.",
        "If you change the salt of the recipe, the whole village tells you by noon.",
        "My mother changed the recipe only once, when rye was rationed.",
    ),
    "film": (
        "The drone shots of the roof are noisy and we have three of them.",
        "The interview with the baker works best when she kneads while she talks.",
        "The opening needs the sound of the dough before we see any face.",
        "The grade of the night scenes is too blue for the brick.",
        "The subtitles for the festival have to be delivered in French and German.",
        "The archive photographs of the flood are at the museum of the town.",
    ),
}
QUESTIONS = {
    "oven": "How did the oven survive all that?",
    "river": "What do you remember of the flood?",
    "apprentice": "Why did you take an apprentice at your age?",
    "market": "What does the market mean to you?",
    "recipe": "Where does the recipe come from?",
    "film": "What do we do with the film now?",
}
NOISES = ("Um.", "Yeah, yeah.", "Mm-hm.", "Right.", "Uh, you know, like, sort of.", "Okay. Um.")
FALSE_STARTS = (
    "We were, we were, I mean we —",
    "Sorry, can I start again?",
    "The thing with the —",
    "I think I think it was, uh —",
)
OPEN = (
    (
        "Who has the release form of the market stalls?",
        "No idea, I'll have to check with the office.",
    ),
    ("When does the museum need the archive photographs back?", "Not sure, let me find out."),
    ("Can we afford a second day with the drone?", "I don't know, ask the producer."),
)
SETTLED = (
    ("Do we keep the drone shots or lose them?", "We keep one of the drone shots, the first one."),
    ("Should we open on the oven or on the river?", "We decided to open on the oven, before dawn."),
    ("Which version goes to the festival, French or German?", "Let's go with the French version."),
)
_CAPTION = 42
_MS_OF_A_CHARACTER = 62


@dataclass(frozen=True)
class Turn:
    start: int
    end: int
    speaker: str
    text: str


def turns(minutes: float, seed: int = 7) -> Iterator[Turn]:
    """Who says what when, of so many minutes."""
    chance = random.Random(seed)
    now, end = 4_000, int(minutes * 60_000)
    topics = list(TOPICS)
    while now < end:
        topic = topics[now // 240_000 % len(topics)]
        meeting = topic == "film"
        said = list(_exchange(chance, topic, meeting=meeting))
        for speaker, text in said:
            length = max(500, len(text) * _MS_OF_A_CHARACTER)
            early = 900 if text in NOISES and chance.random() < 0.5 else 0
            start = max(0, now - early)
            yield Turn(start, start + length, speaker, text)
            now = max(now, start + length) + chance.choice((150, 300, 700))


def _exchange(chance: random.Random, topic: str, *, meeting: bool) -> Iterator[tuple[str, str]]:
    asks, answers = ("director", "editor") if meeting else ("interviewer", "baker")
    if meeting and chance.random() < 0.5:
        question, answer = chance.choice(OPEN if chance.random() < 0.5 else SETTLED)
        yield "editor", question
        yield "director", answer
        return
    yield asks, QUESTIONS[topic]
    if chance.random() < 0.3:
        yield answers, chance.choice(FALSE_STARTS)
    if chance.random() < 0.3:
        yield answers, chance.choice(NOISES)
    for sentence in chance.sample(TOPICS[topic], chance.choice((2, 3))):
        yield answers, sentence
    if chance.random() < 0.4:
        yield asks, chance.choice(NOISES)


def as_webvtt(minutes: float, seed: int = 7) -> str:
    """As captions: a line of words each, cut where the line is full."""
    cues = []
    for turn in turns(minutes, seed):
        pieces = _lines(turn.text)
        each = (turn.end - turn.start) / len(pieces)
        for place, piece in enumerate(pieces):
            start = int(turn.start + place * each)
            timing = f"{_stamp(start)} --> {_stamp(int(start + each))}"
            cues.append(f"{timing}\n<v {turn.speaker}>{piece}</v>\n")
    return "WEBVTT\n\n" + "\n".join(cues)


def as_text(minutes: float, seed: int = 7) -> str:
    """As plain text: "[00:12:04] baker: words", a turn a line."""
    return "\n".join(
        f"[{_stamp(turn.start)[:8]}] {turn.speaker.upper()}: {turn.text}"
        for turn in turns(minutes, seed)
    )


def material_of(text: str, name: str = "interview.vtt", kind: str = "transcript") -> Material:
    """What drafts are made from, of a transcript's text: a fact for each cue."""
    facts = [
        Fact(
            label=f"F{place}", kind="transcript", text=cue.text, id=UUID(int=1),
            name=f"line {place}" if cue.start is None else _stamp(cue.start)[:8],
            people=(cue.speaker,) if cue.speaker else (), start=cue.start, end=cue.end,
        )
        for place, cue in enumerate(read_cues(text, name).cues, 1)
    ]  # fmt: skip
    return Material("clips" if kind == "clips" else "transcript", name, {}, facts)


def _lines(text: str) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) >= _CAPTION:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def _stamp(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
