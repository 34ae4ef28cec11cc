"""Timecode arithmetic in whole frames; frames per second are fractions, never floats.

Three ways of naming a moment, kept apart because they drift at 23.976 and 29.97:

- *clock*: what a player shows, real time from the programme's first frame (`0:42`);
- *label*: what is burnt in or shown by the timeline, counted at the nominal rate from the
  start timecode (`01:00:42:10`, drop-frame `01:00:42;10`);
- *frame*: a number counted from 0 at the programme's first frame (`frame 1008`).

Rules for labels follow SMPTE ST 12-1: drop-frame counting exists at 29.97 and 59.94 and leaves
out the first 2 (or 4) labels of every minute except each tenth.
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from store.types import Basis, Timecode

_LABEL = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})([:;.])(\d{2})")
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?")
_RATE = re.compile(
    r"(?<![\w.])(?P<rate>23\.976|23\.98|24|25|29\.97|30|47\.952|48|50|59\.94|60)\s?fps\b",
    re.IGNORECASE,
)
_HOURS = 24


class TimecodeError(ValueError):
    """A label or clock time that names no moment: out of range, or dropped by drop-frame."""


@dataclass(frozen=True)
class Label:
    """Hours, minutes, seconds and frames as shown; `drop` when written with `;` (or `.`)."""

    hours: int
    minutes: int
    seconds: int
    frames: int
    drop: bool = False

    def __str__(self) -> str:
        mark = ";" if self.drop else ":"
        return f"{self.hours:02}:{self.minutes:02}:{self.seconds:02}{mark}{self.frames:02}"


def nominal_rate(fps: Fraction) -> int:
    """Labels per second: 24 at 24000/1001, 30 at 30000/1001, else the rate itself."""
    if fps <= 0:
        raise TimecodeError(f"frames per second must be above zero, not {fps}")
    return -(-fps.numerator // fps.denominator)


def dropped_per_minute(fps: Fraction) -> int:
    """Labels left out of a minute in drop-frame: 2 at 29.97, 4 at 59.94.

    Raises TimecodeError at every other rate, where drop-frame doesn't exist.
    """
    nominal = nominal_rate(fps)
    if nominal not in (30, 60) or fps != Fraction(nominal * 1000, 1001):
        raise TimecodeError(f"there is no drop-frame at {fps} frames per second")
    return nominal // 15


def rate_said(text: str) -> Fraction | None:
    """The frame rate that words name: "25 fps", "23.976fps". 23.98 stands for 24000/1001."""
    match = _RATE.search(text)
    if match is None:
        return None
    rate = Fraction(match["rate"])
    return rate if rate.denominator == 1 else Fraction(round(rate) * 1000, 1001)


def parse_label(text: str) -> Label:
    """Read `01:00:42:10` or, as drop-frame, `01:00:42;10`; TimecodeError for anything else."""
    match = _LABEL.fullmatch(text.strip())
    if not match:
        raise TimecodeError(f"{text!r} is not a timecode like 01:00:42:10")
    hours, minutes, seconds, frames = (int(match[group]) for group in (1, 2, 3, 5))
    if hours >= _HOURS or minutes > 59 or seconds > 59:
        raise TimecodeError(f"{text!r} is out of range")
    return Label(hours, minutes, seconds, frames, drop=match[4] != ":")


def frame_of_label(label: Label, fps: Fraction) -> int:
    """Frames from 00:00:00:00 to this label.

    Raises TimecodeError for a frame number the rate doesn't have, for drop-frame at a rate
    without it, and for the labels drop-frame leaves out (00:01:00;00 at 29.97).
    """
    nominal = nominal_rate(fps)
    if label.frames >= nominal:
        raise TimecodeError(f"{label}: there is no frame {label.frames} at {fps}")
    minutes = label.hours * 60 + label.minutes
    counted = (minutes * 60 + label.seconds) * nominal + label.frames
    if not label.drop:
        return counted
    dropped = dropped_per_minute(fps)
    if label.minutes % 10 and label.seconds == 0 and label.frames < dropped:
        raise TimecodeError(f"{label} does not exist in drop-frame")
    return counted - dropped * (minutes - minutes // 10)


def seconds_of_frame(frame: int, fps: Fraction) -> Fraction:
    """Real time, in seconds, at which frame number `frame` begins."""
    return Fraction(frame) / fps


def frame_at(seconds: Fraction, fps: Fraction) -> int:
    """The frame whose beginning is nearest to a clock time, halves upwards.

    `0:42` is frame 1008 at 24 and frame 1007 at 24000/1001, where label 00:00:42:00 is 1008.
    """
    return int((seconds * fps + Fraction(1, 2)) // 1)


def parse_clock(text: str) -> Fraction:
    """Seconds of `0:42`, `1:02:03` or `0:42.5`; TimecodeError for anything else."""
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        raise TimecodeError(f"{text!r} is not a clock time like 0:42")
    hours, minutes, seconds = int(match[1] or 0), int(match[2]), int(match[3])
    if seconds > 59 or (match[1] and minutes > 59):
        raise TimecodeError(f"{text!r} is out of range")
    fraction = Fraction(int(match[4]), 10 ** len(match[4])) if match[4] else Fraction(0)
    return Fraction(hours * 3600 + minutes * 60 + seconds) + fraction


def start_frame(start_timecode: str | None, fps: Fraction) -> int:
    """The first frame's label as frames from 00:00:00:00; 0 when there is no start timecode."""
    if not start_timecode:
        return 0
    return frame_of_label(parse_label(start_timecode), fps)


def programme_frame(label: Label, fps: Fraction, start_timecode: str | None) -> int:
    """Frames from the programme's first frame to a label.

    One timeline counts one way: where the label or the start is drop-frame, both are, however
    they were typed. Raises TimecodeError for labels before the start and for those that don't
    exist.
    """
    start = parse_label(start_timecode) if start_timecode else None
    if start and (start.drop or label.drop):
        start, label = replace(start, drop=True), replace(label, drop=True)
    frame = frame_of_label(label, fps) - (frame_of_label(start, fps) if start else 0)
    if frame < 0:
        raise TimecodeError(f"{label} is before the start, {start_timecode}")
    return frame


def timecode(
    written: str,
    basis: Basis,
    first: Fraction,
    last: Fraction | None = None,
    fps: Fraction | None = None,
) -> Timecode:
    """A value of the record from real seconds; frames are filled in when the rate is known.

    For the bases *label* and *frame*, `first` and `last` are exact frame beginnings.
    """
    return Timecode(
        written=written,
        basis=basis,
        seconds=float(first),
        end_seconds=None if last is None else float(last),
        frame=None if fps is None else frame_at(first, fps),
        end_frame=None if fps is None or last is None else frame_at(last, fps),
    )
