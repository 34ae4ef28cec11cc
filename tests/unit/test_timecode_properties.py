"""For every rate: labels and frames go over and back through a day; moments are verbatim."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.notes.reader.moments import find_moments
from handlers.notes.timecode import (
    Label,
    TimecodeError,
    dropped_per_minute,
    frame_at,
    frame_of_label,
    nominal_rate,
    parse_clock,
    parse_label,
    programme_frame,
    seconds_of_frame,
    start_frame,
)
from tests.support.labels import label_of_frame

NTSC_FILM = Fraction(24000, 1001)
NTSC = Fraction(30000, 1001)
NTSC_60 = Fraction(60000, 1001)
DROPPING = (NTSC, NTSC_60)
RATES = (NTSC_FILM, Fraction(24), Fraction(25), NTSC, Fraction(30), Fraction(50), NTSC_60,
         Fraction(60))  # fmt: skip
COUNTINGS = [(fps, False) for fps in RATES] + [(fps, True) for fps in DROPPING]
countings = st.sampled_from(COUNTINGS)


def labels_of_a_day(fps: Fraction, drop: bool) -> int:
    """24 h of labels: 2,589,408 at 29.97 in drop-frame, else 86,400 times the nominal rate."""
    nominal = nominal_rate(fps)
    return 86_400 * nominal - (dropped_per_minute(fps) * 9 * 6 * 24 if drop else 0)


@st.composite
def counted_frames(draw: st.DrawFn) -> tuple[Fraction, bool, int]:
    fps, drop = draw(countings)
    return fps, drop, draw(st.integers(0, labels_of_a_day(fps, drop) - 1))


@given(counted_frames())
def test_frames_become_labels_and_come_back(counted: tuple[Fraction, bool, int]) -> None:
    fps, drop, frame = counted
    label = label_of_frame(frame, fps, drop)
    assert frame_of_label(label, fps) == frame
    assert frame_of_label(parse_label(str(label)), fps) == frame


@pytest.mark.parametrize(("fps", "drop"), COUNTINGS)
def test_every_minute_of_a_day_begins_and_ends_where_it_should(fps: Fraction, drop: bool) -> None:
    nominal, last = nominal_rate(fps), labels_of_a_day(fps, drop)
    dropped = dropped_per_minute(fps) if drop else 0
    for minute in range(24 * 60):
        hours, minutes = divmod(minute, 60)
        first = Label(hours, minutes, 0, dropped if minutes % 10 else 0, drop)
        frame = frame_of_label(first, fps)
        assert label_of_frame(frame, fps, drop) == first
        before = label_of_frame((frame - 1) % last, fps, drop)
        assert (before.seconds, before.frames) == (59, nominal - 1)
    assert label_of_frame(last, fps, drop) == Label(0, 0, 0, 0, drop)


@given(counted_frames())
def test_the_next_frame_has_a_later_label(counted: tuple[Fraction, bool, int]) -> None:
    fps, drop, frame = counted
    if frame + 1 < labels_of_a_day(fps, drop):
        assert str(label_of_frame(frame, fps, drop)) < str(label_of_frame(frame + 1, fps, drop))


@given(
    st.sampled_from(DROPPING),
    st.integers(0, 23),
    st.integers(0, 59).filter(lambda minute: minute % 10),
    st.integers(0, 3),
)
def test_labels_that_drop_frame_leaves_out_are_refused(
    fps: Fraction, hours: int, minutes: int, frames: int
) -> None:
    label = Label(hours, minutes, 0, frames % dropped_per_minute(fps), drop=True)
    with pytest.raises(TimecodeError, match="does not exist"):
        frame_of_label(label, fps)


@given(st.sampled_from(DROPPING), st.integers(0, 86_399))
def test_drop_frame_labels_run_with_the_clock(fps: Fraction, second: int) -> None:
    """What drop-frame is for; other labels fall 3.6 s behind in an hour."""
    label = label_of_frame(frame_at(Fraction(second), fps), fps, drop=True)
    shown = label.hours * 3600 + label.minutes * 60 + label.seconds
    apart = shown + Fraction(label.frames, nominal_rate(fps)) - second
    assert abs(apart) < Fraction(1, 5)


@pytest.mark.parametrize("fps", [fps for fps in RATES if fps not in DROPPING])
def test_drop_frame_exists_at_2997_and_5994_alone(fps: Fraction) -> None:
    with pytest.raises(TimecodeError, match="no drop-frame"):
        label_of_frame(1800, fps, drop=True)
    with pytest.raises(TimecodeError, match="no drop-frame"):
        frame_of_label(Label(0, 0, 1, 0, drop=True), fps)


@pytest.mark.parametrize("fps", [Fraction(0), Fraction(-25)])
def test_a_rate_above_zero_is_needed(fps: Fraction) -> None:
    with pytest.raises(TimecodeError):
        nominal_rate(fps)


@given(st.sampled_from(RATES), st.integers(0, 10_000_000))
def test_a_frame_is_found_at_the_time_it_begins(fps: Fraction, frame: int) -> None:
    assert frame_at(seconds_of_frame(frame, fps), fps) == frame
    assert frame_at(Fraction(float(seconds_of_frame(frame, fps))), fps) == frame


@given(counted_frames(), st.sampled_from(["00", "01", "10"]))
def test_labels_are_counted_from_the_start(counted: tuple[Fraction, bool, int], hour: str) -> None:
    fps, drop, frame = counted
    start = f"{hour}:00:00{';' if drop else ':'}00"
    frame //= 24  # an hour's worth, so that no start wraps round midnight
    shown = str(label_of_frame(frame + start_frame(start, fps), fps, drop))
    assert programme_frame(parse_label(shown), fps, start) == frame
    assert programme_frame(parse_label(shown.replace(";", ":")), fps, start) == frame


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59))
def test_clock_times_are_read(hours: int, minutes: int, seconds: int) -> None:
    shown = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    assert parse_clock(shown) == hours * 3600 + minutes * 60 + seconds


@given(counted_frames())
def test_a_label_in_a_message_is_read_to_its_frame(counted: tuple[Fraction, bool, int]) -> None:
    fps, drop, frame = counted
    written = str(label_of_frame(frame, fps, drop))
    (moment,) = find_moments(f"{written} pops", fps, "00:00:00;00" if drop else None)
    assert moment.timecode is not None
    assert (moment.timecode.frame, moment.timecode.written) == (frame, written)


words = st.sampled_from(
    ["0:42", "1:02:03", "01:00:42:10", "01:00:42;10", "0:40-0:45", "-", "to", "and", "between",
     "at", "around", "frame", "1008", "f 240-262", "first 5 seconds", "42s", "2 min 10", "1'24\"",
     ":12", "minute 4", "mark", "in", "16:9", "5:30pm", "meeting", "tomorrow", "John", "v2", ",",
     "1:1:1", "1.24", "42", "(", ")", "\n", "      ", "is", "until", "long", "<@U02>", "é", "٣:٤٥",
     "²", "0:٤٢", "\u2028", "🎬", "second", "a", "half"]
)  # fmt: skip
texts = st.one_of(
    st.lists(words, max_size=24).map(" ".join),
    st.lists(words, max_size=24).map("".join),
    st.text(max_size=200),
    st.text(alphabet="0123456789:;.,'\"-–/ amfst\n", max_size=120),
)


@given(
    texts, st.sampled_from([*RATES, None]), st.sampled_from([None, "01:00:00:00", "00:00:00;00"])
)
@settings(max_examples=400, deadline=timedelta(seconds=2))
def test_moments_are_verbatim_in_order_and_apart(
    text: str, fps: Fraction | None, start: str | None
) -> None:
    moments = find_moments(text, fps, start)
    reached = 0
    for moment in moments:
        assert reached <= moment.start < moment.end <= len(text)
        reached = moment.end
        assert (moment.timecode is None) == bool(moment.ask)
        if moment.timecode:
            assert moment.timecode.written
            assert moment.timecode.written == text[moment.start : moment.end].strip()
            last = moment.timecode.end_seconds
            assert moment.timecode.seconds >= 0
            assert last is None or last > moment.timecode.seconds
    assert find_moments(text, fps, start) == moments
