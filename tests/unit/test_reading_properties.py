"""What holds of the reader for every text: verbatim quotes, determinism, bounded work."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.dates import find_due, split_due
from handlers.notes.reader.drafts import written_at
from handlers.notes.reader.markup import mark, plain
from handlers.notes.reader.moments import find_moments
from handlers.notes.reader.splitting import pieces
from handlers.notes.reading import read
from handlers.notes.timecode import frame_of_label, parse_label
from handlers.people import addressed_member, find_member
from store.types import Member, ReadingContext, ThreadMessage
from tests.support.labels import label_of_frame

RATES = [
    Fraction(24000, 1001),
    Fraction(24),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(60),
]
MEMBERS = (
    Member("U1", "ed", ("editor",)),
    Member("U2", "director", ("director",)),
    Member("U3", "a(b", ("client",)),
)
CONTEXT = ReadingContext(
    timezone="Asia/Tokyo",
    fps=Fraction(30000, 1001),
    start_timecode="01:00:00;00",
    members=MEMBERS,
    decider="U2",
)
FRAGMENTS = st.sampled_from(
    [
        "0:42", "01:00:42;10", "00:01:00;00", "16:9", "5:30pm", "the logo", "is too small",
        "please",
        "can we", "trim", "music", "louder", "quieter", "keep", "but", ", and ", ". ", "? ", "\n- ",
        "\n", "*Scene 2*\n", "&gt; ", "&amp;", "<@U1>", "<@U0BOT>", "<https://a.b|link>", ":fire:",
        "~", "`", "```", "by friday", "12 june", "I'll fix it", "mine", "same at ", "scratch that",
        "sorry, I meant 1:24", "approved", "love it", "no. 2", "frame 1008", "(", ")", "99:99",
        "ed, ",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(FRAGMENTS, max_size=14).map(" ".join),
    st.lists(FRAGMENTS, max_size=14).map("".join),
)
MESSAGES = st.lists(
    st.builds(
        ThreadMessage,
        ts=st.integers(0, 2_000_000_000).map(lambda n: f"{n}.000100"),
        user=st.sampled_from(["U1", "U2", "U3", "U0BOT", "B01", ""]),
        text=TEXTS,
    ),
    max_size=6,
    unique_by=lambda message: message.ts,
)


@given(st.sampled_from(RATES), st.integers(0, 24 * 60 * 60 * 23))
def test_frames_survive_the_way_through_labels(fps: Fraction, frame: int) -> None:
    assert frame_of_label(parse_label(str(label_of_frame(frame, fps))), fps) == frame
    if fps.denominator == 1001 and fps > 25:
        dropped = label_of_frame(frame, fps, drop=True)
        assert frame_of_label(parse_label(str(dropped)), fps) == frame


@given(MESSAGES)
@settings(max_examples=150, deadline=None)
def test_quotes_are_verbatim_and_numbers_count(messages: Sequence[ThreadMessage]) -> None:
    found = read(messages, CONTEXT)
    texts = {message.ts: message.text for message in messages}
    for source in (source for note in found.notes for source in note.sources):
        assert source.quote
        assert texts[source.ts][source.start : source.end] == source.quote
    numbers = [note.number for note in found.notes]
    assert numbers == list(range(1, len(numbers) + 1))
    noted = {source.ts for note in found.notes for source in note.sources}
    assert noted | set(found.chatter) == set(texts)
    assert not noted & set(found.chatter)
    for note in found.notes:
        for other in note.conflicts_with:
            assert note.number in found.notes[other - 1].conflicts_with


@given(MESSAGES, st.randoms(use_true_random=False), st.integers(0, 6))
@settings(max_examples=80, deadline=None)
def test_order_of_arrival_and_of_reading_change_nothing(
    messages: list[ThreadMessage], random: object, heard: int
) -> None:
    shuffled = list(messages)
    getattr(random, "shuffle")(shuffled)  # noqa: B009 - hypothesis hands in its own Random
    whole = read(messages, CONTEXT)
    read(sorted(messages, key=lambda message: message.ts)[:heard], CONTEXT)
    assert read(shuffled, CONTEXT) == whole
    assert read([*messages, *messages], CONTEXT) == whole


@given(TEXTS, st.sampled_from([None, *RATES]))
@settings(max_examples=200, deadline=None)
def test_no_text_raises(text: str, fps: Fraction | None) -> None:
    marked = mark(text)
    assert len(marked.mask) == len(text)
    moment = written_at(ThreadMessage("1780297325.105729", "U1", text))
    for piece in pieces(marked.mask):
        assert 0 <= piece.start < piece.end <= len(text)
    find_moments(text, fps)
    find_due(text, moment, "Europe/Rome")
    split_due(text, moment, "Europe/Rome")
    find_member(text, MEMBERS)
    addressed_member(text, MEMBERS)
    plain(text, MEMBERS)


def test_strange_timestamps_do_not_raise() -> None:
    stamps = ["", "x", "nan", "Infinity", "-1e400", "9" * 40, "1780297325.105729"]
    messages = [ThreadMessage(ts, "U1", "0:42 trim it by friday") for ts in stamps]
    assert len(read(messages, CONTEXT).notes) >= 1


def test_work_grows_with_the_length_and_no_faster() -> None:
    """Counted in pieces and moments, which bound every later loop, not in seconds."""
    line = "0:42 the logo is too small, and can we make the music louder? :a&amp;<b ~c *d\n"
    for repeat in (10, 500):
        mask = mark(line * repeat).mask
        assert len(pieces(mask)) <= 6 * repeat
        assert len(find_moments(mask, Fraction(25))) == repeat


def test_a_message_of_forty_thousand_characters_is_read() -> None:
    for unit in ("0:42 the logo is too small\n", "<", ":a", "~a", "the logo, ", "(0:42 ", "A"):
        text = (unit * 40_000)[:40_000]
        read([ThreadMessage("1780297325.105729", "U2", text)], CONTEXT)
