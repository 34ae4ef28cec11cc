"""Threads that nobody would write, for the reader to get through: a seed makes the same ones again.

Words of reviews beside any character there is, Slack's mark-up whole and broken, real sentences
damaged, and one thing repeated until a message is as long as Slack allows.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random

from store.types import Member, ReadingContext, ThreadMessage

LONGEST = 40_000
"""Characters of the longest message that Slack keeps."""

MEMBERS = (
    Member("U01", "director", ("director",)),
    Member("U02", "editor", ("editor",)),
    Member("U03", "sound designer", ("crew",)),
    Member("U04", "client", ("client",)),
)
CONTEXTS = (
    ReadingContext(),
    ReadingContext("Europe/Berlin", Fraction(25), "10:00:00:00", MEMBERS, "U01"),
    ReadingContext("America/New_York", Fraction(30000, 1001), "01:00:00;00", MEMBERS, "U04"),
    ReadingContext("Australia/Lord_Howe", Fraction(24000, 1001), None, MEMBERS, None),
    ReadingContext("Asia/Kolkata", Fraction(60), "00:00:00:00", (), None),
)
WORDS = (
    "the logo is too small", "music louder", "can we trim this?", "love it", "0:42", "1:02:03",
    "00:00:42:10", "01:00:42;10", "0:40-0:45", "same at 1:10", "frame 1008", "first 5 seconds",
    "at the 2 minute mark", "16:9", "v2.1", "€450", "24/7", "5:30pm", "by friday", "EOD",
    "before the mix on Thursday", "<@U03>", "<@U02> can you", "I'll take it",
    "leave that one with me", "mine", "scratch that", "sorry, 1:24", "no. 2 please forget it",
    "approved", "signed off", "once the logo is right", "who has the rights?",
    "if we miss the slot", "maybe", "must", "PASS", "FAIL", "and also", "but", "keep it",
    "cut it", "\n- ", "\n1. ", "\n2) ", "\n\n", "&gt; 0:42 logo too small\n", "```code 0:10```",
    "`0:10`", "~struck 0:10~", "*bold*", "_it_", "<https://f.io/a", "v2>", "<https://f.io/b>",
    "<!here>", "<#C01", "edit>", ":fire:", ":thumbsdown:", "👎", "👏🏽", "&amp;", "&lt;3", "(", ")",
    "\"", "“", "”", "…", "...", "?", "!", ";", ",", " - ", " — ", "~", "@editor", "editor,",
    "zu laut", "bis Freitag", "demasiado lento", "el viernes", "trop long", "sexta-feira",
    "no music", "music", "opening",
)  # fmt: skip
"""What reviews are made of: words, times, mark-up whole and broken."""

_RANGES = ((0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x5FF), (0x600, 0x6FF), (0x2000, 0x206F),
           (0x3040, 0x30FF), (0x4E00, 0x4EFF), (0xFE00, 0xFE0F), (0xFF00, 0xFFEF),
           (0x1F300, 0x1FAFF), (0xE0000, 0xE007F), (0x0, 0x1F))  # fmt: skip


def thread(random: Random, sentences: Sequence[str]) -> tuple[list[ThreadMessage], ReadingContext]:
    """A thread of one to eight messages; `sentences` are real ones, to be damaged."""
    writers: Sequence[Callable[[Random, Sequence[str]], str]] = (
        _reviewed, _reviewed, _reviewed, _noise, _damaged, _damaged, _repeated,
    )  # fmt: skip
    start = random.randrange(1_000_000_000, 1_900_000_000)
    users = ("U01", "U02", "U03", "U04", "U99", "U0BOT", "B01", "")
    messages = [
        ThreadMessage(
            f"{start + random.randrange(90_000)}.{random.randrange(1_000_000):06}",
            random.choice(users),
            random.choice(writers)(random, sentences)[:LONGEST],
        )
        for _ in range(random.randint(1, 8))
    ]
    return messages, random.choice(CONTEXTS)


def _reviewed(random: Random, _sentences: Sequence[str]) -> str:
    parts = random.choices(WORDS, k=random.randint(1, 16))
    return random.choice((" ", " ", "", "\n")).join(parts)


def _noise(random: Random, _sentences: Sequence[str]) -> str:
    def character() -> str:
        first, last = random.choice(_RANGES)
        return chr(random.randint(first, last))

    return "".join(character() for _ in range(random.randint(0, 120)))


def _damaged(random: Random, sentences: Sequence[str]) -> str:
    text = random.choice(sentences)
    for _ in range(random.randint(1, 4)):
        at = random.randint(0, len(text))
        cut = random.randint(0, 6)
        text = text[:at] + random.choice(("", " ", random.choice(WORDS))) + text[at + cut :]
    return text


def _repeated(random: Random, _sentences: Sequence[str]) -> str:
    unit = "".join(random.choices(WORDS, k=random.randint(1, 4))) or "a"
    most = LONGEST if random.random() < _SHARE_OF_LONGEST else random.choice((60, 200, 800))
    return unit * (most // len(unit) + 1)


_SHARE_OF_LONGEST = 0.0005
