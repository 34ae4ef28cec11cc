"""Timecode arithmetic, and which words of a message name a moment."""

from fractions import Fraction

import pytest

from handlers.notes.reader.moments import find_moments
from handlers.notes.timecode import (
    TimecodeError,
    frame_at,
    frame_of_label,
    parse_clock,
    parse_label,
    programme_frame,
)
from tests.support.labels import label_of_frame

FILM = Fraction(24)
PAL = Fraction(25)
NTSC_FILM = Fraction(24000, 1001)
NTSC = Fraction(30000, 1001)
NTSC_60 = Fraction(60000, 1001)


@pytest.mark.parametrize(
    ("fps", "frame", "label"),
    [
        (NTSC, 1799, "00:00:59;29"),
        (NTSC, 1800, "00:01:00;02"),
        (NTSC, 17981, "00:09:59;29"),
        (NTSC, 17982, "00:10:00;00"),
        (NTSC, 107742, "00:59:55;00"),
        (NTSC, 107892, "01:00:00;00"),
        (NTSC_60, 3599, "00:00:59;59"),
        (NTSC_60, 3600, "00:01:00;04"),
        (NTSC_60, 3602, "00:01:00;06"),
        (PAL, 1500, "00:01:00:00"),
        (NTSC_FILM, 1440, "00:01:00:00"),
    ],
)
def test_labels_and_frames_agree(fps: Fraction, frame: int, label: str) -> None:
    assert frame_of_label(parse_label(label), fps) == frame
    assert str(label_of_frame(frame, fps, drop=";" in label)) == label


@pytest.mark.parametrize(
    ("label", "fps"),
    [
        ("00:01:00;00", NTSC),
        ("00:01:00;01", NTSC),
        ("00:01:00;03", NTSC_60),
        ("00:00:00:25", PAL),
        ("00:00:01;00", PAL),
        ("00:00:01;00", NTSC_FILM),
    ],
)
def test_labels_that_do_not_exist_are_refused(label: str, fps: Fraction) -> None:
    with pytest.raises(TimecodeError):
        frame_of_label(parse_label(label), fps)


@pytest.mark.parametrize("text", ["", "0:42", "24:00:00:00", "00:60:00:00", "00:00:61:00", "a"])
def test_what_is_no_label_is_refused(text: str) -> None:
    with pytest.raises(TimecodeError):
        parse_label(text)


def test_clock_and_label_drift_apart_at_23976() -> None:
    assert frame_at(parse_clock("0:42"), FILM) == 1008
    assert frame_at(parse_clock("0:42"), NTSC_FILM) == 1007
    assert programme_frame(parse_label("00:00:42:00"), NTSC_FILM, None) == 1008


def test_labels_count_from_the_start_timecode() -> None:
    assert programme_frame(parse_label("01:00:42:00"), FILM, "01:00:00:00") == 1008
    with pytest.raises(TimecodeError):
        programme_frame(parse_label("00:00:42:00"), FILM, "01:00:00:00")


def test_a_drop_frame_label_against_a_colon_start_is_counted_one_way() -> None:
    assert programme_frame(parse_label("01:00:03;12"), NTSC, "01:00:00:00") == 102
    assert programme_frame(parse_label("01:01:00;02"), NTSC, "01:00:00:00") == 1800


def test_a_colon_against_a_drop_frame_start_is_read_as_drop_frame() -> None:
    assert programme_frame(parse_label("01:00:03:12"), NTSC, "01:00:00;00") == 102


@pytest.mark.parametrize(
    ("text", "seconds", "end"),
    [
        ("0:42 the logo is small", 42, None),
        ("42s logo is small", 42, None),
        ("the logo at 42s is small", 42, None),
        ("1:02:03 typo", 3723, None),
        ("0:40-0:45 flickers", 40, 45),
        ("0:40-45 flickers", 40, 45),
        ("from 0:40 to 0:45 flickers", 40, 45),
        ("between 0:40 and 0:45 it flickers", 40, 45),
        ("around 0:42 it drags", 42, None),
        ("same at 1:10", 70, None),
        ("1m20 typo", 80, None),
        ("at the 2 minute mark", 120, None),
        ("12 seconds in, the sound drops", 12, None),
        ("the first 5 seconds drag", 0, 5),
        ("at :12 the cut is late", 12, None),
        ("0:42 cut to the wide", 42, None),
        ("music starts at 12:30 on the wrong bar", 750, None),
    ],
)
def test_moments_of_the_player(text: str, seconds: int, end: int | None) -> None:
    (moment,) = find_moments(text, PAL)
    assert moment.timecode is not None
    assert moment.timecode.seconds == seconds
    assert moment.timecode.end_seconds == end
    assert moment.timecode.basis == "clock"
    assert moment.timecode.frame == seconds * 25


@pytest.mark.parametrize(
    "text",
    [
        "the 16:9 and the 9:16",
        "graded for 2.39:1",
        "tech check at 5:30pm",
        "the 10:00 meeting",
        "see you at 17:00",
        "we'll talk at 4:30",
        "session tomorrow, 9:00-11:00",
        "v2.1 is up",
        "2 x €1,800",
        "on 2026-06-12",
        "open 24/7",
        "12 more frames",
        'the 30" spot',
        "the :30 still says v1",
        "hold 2s longer",
        "the 15s version",
        "the film runs 3:20",
        "it's 3:20 long",
        "product-first wins 60:40",
        "the times are from the recording of the call: 0:42 hold",
    ],
)
def test_what_only_looks_like_a_moment(text: str) -> None:
    assert find_moments(text, PAL) == ()


def test_labels_and_frames_in_text() -> None:
    (label,) = find_moments("01:00:42:10 flickers", PAL, "01:00:00:00")
    assert label.timecode is not None
    assert (label.timecode.basis, label.timecode.frame) == ("label", 1060)
    assert label.timecode.seconds == pytest.approx(42.4)
    (frame,) = find_moments("frames 1008-1010 pop", FILM)
    assert frame.timecode is not None
    assert (frame.timecode.frame, frame.timecode.end_frame) == (1008, 1010)


def test_one_moment_written_as_clock_and_as_label() -> None:
    clock, label = find_moments("0:42 or 01:00:42:00", PAL, "01:00:00:00")
    assert clock.timecode is not None
    assert label.timecode is not None
    assert clock.timecode.frame == label.timecode.frame


@pytest.mark.parametrize(
    ("text", "fps", "start"),
    [
        ("00:01:00;00 pops", NTSC, None),
        ("00:00:42:10 pops", None, None),
        ("frame 1008 pops", None, None),
        ("00:00:42:10 pops", PAL, "01:00:00:00"),
        ("1:00:42 pops", PAL, "01:00:00:00"),
    ],
)
def test_what_is_ambiguous_is_asked(text: str, fps: Fraction | None, start: str | None) -> None:
    (moment,) = find_moments(text, fps, start)
    assert moment.timecode is None
    assert moment.ask.endswith(("?", "."))
