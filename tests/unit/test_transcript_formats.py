"""Transcripts as people export them, and anything else."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.transcripts.formats import MOST_LINES, read_cues
from handlers.transcripts.said import LONGEST, Said
from tests.support.long_transcript import as_text, as_webvtt, turns

SLACK = (
    "\ufeffWEBVTT \n\n00:00:05.488 --> 00:00:13.349\n- This is a clip that was sent from the"
    "\n\n00:00:13.349 --> 00:00:14.210\nphone today.\n\n\n"
)
TAGGED = (
    "WEBVTT - day 2\r\nKind: captions\r\n\r\nNOTE exported\r\nby hand\r\n\r\nSTYLE\r\n::cue{}\r\n"
    "\r\n"
    "a-1\r\n00:01.000 --> 00:02.000 align:start position:10%\r\n<v Director>We lost the</v>\r\n\r\n"
    "a-2\r\n00:02.100 --> 00:03.000\r\n<v Director>light &amp; <i>left</i>.</v>\r\n\r\n"
    "00:03.000 --> 00:04.000\r\n<v.loud Editor>Oh.</v>\r\n<v Client>Really?</v>\r\n"
)
SUBRIP = (
    "1\r\n00:00:01,000 --> 00:00:02,000\r\nDIRECTOR: hello\r\n2\r\n00:00:02.0 --> 00:00:04\r\n"
    "{\\an8}<i>there</i> people,\r\n\r\nand this.\r\n\r\n"
    "00:00:05,000 --> 00:00:06,000\r\n- Yes.\r\n- No.\r\n\r\n7\r\n00:00:07,000 --> 00:00:08,000\r\n"
    "[music]\r\n"
)
ROLLING = (
    "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nwe lost the\n\n00:00:02.000 --> 00:00:02.010\n"
    "we lost the\n\n00:00:02.010 --> 00:00:04.000\nwe lost the\nlight at four\n\n"
    "00:00:04.010 --> 00:00:06.000\nlight at four\nand went home.\n"
)
GROWING = (
    "WEBVTT\n\n00:00.000 --> 00:01.000\nwe\n\n00:01.000 --> 00:02.000\nwe lost\n\n"
    "00:02.000 --> 00:03.000\nwe lost it.\n"
)
OTTER = (
    "Interview, day 2\n\nDirector  0:03  \nWe lost the light. We went home.\n\n"
    "Sound mixer  12:04\nIt was raining at 10:30 and we\nwaited.\n\nTranscribed by https://a.example\n"
)
TRINT = (
    "[00:12:04] Speaker 1: Hello there.\n[00:12:09] SPEAKER 2\nYes, we do.\nAnd more.\n"
    "00:12:20.5 Director: fine.\n(00:13:00) Just words.\n"
)
PREMIERE = (
    "00:00:00:05 - 00:00:05:12\nSpeaker 1\nHello words words.\n\n00;00;05;12 - 00;00;09;00\n"
    "Unknown\nMore words\n"
)
DESCRIPT = "Director: [00:00:00] Welcome.\n\nEditor: [00:00:10] Thanks.\n"
CANVAS = "the client: we want it\ndirector: no.\nthe client: yes\nThe thing is: we are late\n"
PLAIN = "We met at 12:04 and left. The thing is: late.\n\nSecond paragraph."

Row = tuple[int | None, int | None, str, str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SLACK, [(5488, 14210, "", "This is a clip that was sent from the phone today.")]),
        (
            TAGGED,
            [
                (1000, 3000, "Director", "We lost the light & left."),
                (3000, 4000, "Editor", "Oh."),
                (3000, 4000, "Client", "Really?"),
            ],
        ),
        (
            SUBRIP,
            [
                (1000, 4000, "DIRECTOR", "hello there people, and this."),
                (5000, 6000, "", "Yes."),
                (5000, 6000, "", "No."),
            ],
        ),
        (ROLLING, [(0, 6000, "", "we lost the light at four and went home.")]),
        (GROWING, [(0, 3000, "", "we lost it.")]),
        (
            OTTER,
            [
                (3000, 724000, "Director", "We lost the light. We went home."),
                (724000, 724000, "Sound mixer", "It was raining at 10:30 and we waited."),
            ],
        ),
        (
            TRINT,
            [
                (724000, 729000, "Speaker 1", "Hello there."),
                (729000, 740500, "SPEAKER 2", "Yes, we do."),
                (729000, 740500, "SPEAKER 2", "And more."),
                (740500, 780000, "Director", "fine."),
                (780000, 780000, "", "Just words."),
            ],
        ),
        (
            PREMIERE,
            [
                (0, 5000, "Speaker 1", "Hello words words."),
                (5000, 9000, "Unknown", "More words"),
            ],
        ),
        (DESCRIPT, [(0, 10000, "Director", "Welcome."), (10000, 10000, "Editor", "Thanks.")]),
        (
            CANVAS,
            [
                (None, None, "the client", "we want it"),
                (None, None, "director", "no."),
                (None, None, "the client", "yes"),
                (None, None, "the client", "The thing is: we are late"),
            ],
        ),
        (
            PLAIN,
            [
                (None, None, "", "We met at 12:04 and left. The thing is: late."),
                (None, None, "", "Second paragraph."),
            ],
        ),
        ("00.00.01,000 --> 00.00.02,000\nhi\n", [(1000, 2000, "", "hi")]),
        ("", []),
        ("WEBVTT\n\n", []),
    ],
    ids=[
        "slack", "tagged", "subrip", "rolling", "growing", "otter", "trint", "premiere", "descript",
        "canvas", "plain", "dots", "empty", "no cue",
    ],
)  # fmt: skip
def test_an_export_is_read(text: str, expected: list[Row]) -> None:
    found = read_cues(text)
    assert [(cue.start, cue.end, cue.speaker, cue.text) for cue in found.cues] == expected
    assert [(row["start"], row["end"], row["speaker"], row["text"]) for row in found.rows()] == (
        expected
    )


def test_every_word_of_two_hours_is_there_in_order() -> None:
    said = list(turns(120))
    for text, name in ((as_webvtt(120), "a.vtt"), (as_text(120), "a.txt")):
        found = read_cues(text, name)
        assert not found.cut
        assert sorted(_words(found.cues)) == sorted(" ".join(turn.text for turn in said).split())
        assert {cue.speaker.lower() for cue in found.cues} == {turn.speaker for turn in said}
        assert 7000 < found.seconds < 7300
        starts = [cue.start for cue in found.cues if cue.start is not None]
        assert len(starts) == len(found.cues)
        assert starts == sorted(starts)


def test_a_long_paragraph_is_parted_between_sentences() -> None:
    sentence = "The river came into the shop up to the second shelf. "
    cues = read_cues(f"[00:01:00] BAKER: {sentence * 40}\n[00:04:00] DIRECTOR: Go on.").cues
    assert len(cues) > 5
    assert all(len(cue.text) <= LONGEST and cue.text.endswith(".") for cue in cues)
    assert {(cue.start, cue.end) for cue in cues[:-1]} == {(60_000, 240_000)}


LINES = st.sampled_from(
    [
        "", "00:00:01.000 --> 00:00:02.000", "0:1 --> 99999:99:99,9999999999", "-->", "WEBVTT",
        "NOTE", "STYLE", "REGION", "<v A>b</v>", "<v ", "&#x110000;", "1", "12:04",
        "Director  0:03", "DIRECTOR: no", "[00:12:04] ", "a: ", ">> ", "- x", "[music]",
        "\x00\ud800", "\u2028",
        "(((", "٣:٣٣ x", "{\\an8", "{\\an8}", "---", "00:00:00:05 - 00:00:05:12", ":",
        "Transcribed by x",
    ]
)  # fmt: skip


@given(
    st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=25),
    st.sampled_from(["\n", "\r\n", "\n\n", " "]),
    st.sampled_from(["a.vtt", "a.srt", "a.txt", ""]),
)
def test_nothing_raises_and_what_is_read_was_written(
    lines: list[str], between: str, name: str
) -> None:
    found = read_cues(between.join(lines), name)
    for cue in found.cues:
        assert cue.text == " ".join(cue.text.split())
        assert 0 < len(cue.text) <= LONGEST
        cue.text.encode()
        assert (cue.start is None) == (cue.end is None)
        assert cue.start is None or (cue.end is not None and cue.start >= 0)
    assert found.seconds >= 0


@pytest.mark.parametrize(
    "unit",
    ["<v ", "<a", "{\\", "a: ", "[a ", "(((", "12:04 ", "a.b.", "Aa ", "\n", "x\n\n", "Aa\n", "&#",
     "Director  0:03\n", "00:01.000 --> 00:02.000\n", "00:01.000 --> ", "1"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.vtt", "a.txt"])
def test_time_grows_with_length_and_no_faster(unit: str, name: str) -> None:
    head = "WEBVTT\n\n00:01.000 --> 00:02.000\n" if name == "a.vtt" else ""
    small, large = (head + unit * (size // len(unit)) for size in (20_000, 200_000))

    def seconds(text: str) -> float:
        began = time.process_time()
        read_cues(text, name)
        return time.process_time() - began

    # Ten times as much may take a machine that is busy thirty times as long; the square is 100.
    assert min(seconds(large) for _ in range(2)) < 40 * max(seconds(small), 0.004)


def test_a_file_without_end_is_cut() -> None:
    found = read_cues("word\n" * (MOST_LINES + 1))
    assert found.cut
    assert sum(len(cue.text.split()) for cue in found.cues) == MOST_LINES


def _words(cues: Sequence[Said]) -> list[str]:
    return [word for cue in cues for word in cue.text.split()]
