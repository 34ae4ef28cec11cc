"""Labels from frames: what `handlers.notes.timecode` reads, the other way round."""

from fractions import Fraction

from handlers.notes.timecode import Label, dropped_per_minute, nominal_rate


def label_of_frame(frame: int, fps: Fraction, drop: bool = False) -> Label:
    """The label `frame` frames after 00:00:00:00; wraps at 24 hours as timecode does.

    Raises TimecodeError for drop-frame at a rate without it.
    """
    if drop:
        frame = _with_dropped_labels(frame, fps)
    seconds, frames = divmod(frame, nominal_rate(fps))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return Label(hours % 24, minutes, seconds, frames, drop)


def _with_dropped_labels(frame: int, fps: Fraction) -> int:
    dropped = dropped_per_minute(fps)
    minute = nominal_rate(fps) * 60 - dropped
    ten_minutes = minute * 10 + dropped
    tens, rest = divmod(frame, ten_minutes)
    within = 0 if rest < minute + dropped else (rest - dropped) // minute
    return frame + dropped * (9 * tens + within)
