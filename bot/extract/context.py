"""What the reader is told besides the messages: from the options, else from the thread file."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from bot.explained import ExplainedError
from handlers.notes.timecode import TimecodeError, parse_label, start_frame
from store.types import Member, ReadingContext

Value = TypeVar("Value")

FASTEST = 1000
CLOSE = Fraction(5, 1000)
"""How far "23.98" is from 24000/1001, and then some."""

_FPS = re.compile(r"([0-9]{1,6}/[0-9]{1,6}|[0-9]{1,4}(?:\.[0-9]{1,12})?)\s*(?:fps)?", re.IGNORECASE)

FPS_WANTED = "write frames per second as 25, 23.976 or 24000/1001"
START_WANTED = "write the label of the first frame as 01:00:00:00, drop-frame as 01:00:00;00"
MEMBERS_WANTED = 'write a list of {"user": "U01", "name": "director", "roles": ["director"]}'


class BadOptionError(ExplainedError):
    """An option that can't be used; says what to write instead."""


@dataclass(frozen=True)
class Options:
    """The options as they were typed; None where they were not."""

    now: str | None = None
    timezone: str | None = None
    fps: str | None = None
    start_timecode: str | None = None
    members: Path | None = None


def context_of(given: object, options: Options) -> tuple[ReadingContext, list[str]]:
    """The reader's context, and a sentence for each thing in the file that could not be used.

    Raises BadOptionError.
    """
    reader = _Reader(given, options)
    zone = reader.value("timezone", read_timezone) or "UTC"
    fps = reader.value("fps", read_fps)
    moment = reader.value("now", read_now)
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    context = ReadingContext(
        timezone=zone,
        fps=fps,
        start_timecode=reader.value("start_timecode", lambda each: read_start(each, fps)),
        members=reader.value("members", read_members) or (),
        decider=reader.value("decider", read_user),
        now=moment,
    )
    return context, reader.errors


class _Reader:
    """Looks a value up in the options, then in the file."""

    def __init__(self, given: object, options: Options) -> None:
        self.errors: list[str] = []
        self._given: Mapping[str, Any] = given if isinstance(given, dict) else {}
        self._options = options
        if given is not None and not isinstance(given, dict):
            self.errors.append('context: not an object such as {"timezone": "Europe/Berlin"}')

    def value(self, name: str, read: Callable[[Any], Value]) -> Value | None:
        """The value in its own type. An option that is wrong is raised, the file's is noted."""
        typed = getattr(self._options, name, None)
        if typed is not None:
            try:
                return read(_contents(typed) if isinstance(typed, Path) else typed)
            except ValueError as error:
                raise BadOptionError(f"--{name.replace('_', '-')}: {error}") from error
        if self._given.get(name) is None:
            return None
        try:
            return read(self._given[name])
        except ValueError as error:
            self.errors.append(f"context.{name}: {error}")
            return None


def _contents(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        raise ValueError(f"{file} can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{file} is not JSON; {MEMBERS_WANTED}") from error


def read_timezone(value: object) -> str:
    """An IANA name, in whatever case. Raises ValueError."""
    zones = {zone.lower(): zone for zone in available_timezones()}
    asked = str(value).strip().lower().replace(" ", "_")
    if asked not in zones:
        near = get_close_matches(asked[:60], zones, n=1)
        hint = f"; did you mean {zones[near[0]]}?" if near else ", such as Europe/Berlin"
        raise ValueError(f"{_shown(value)} is not a time zone. Write an IANA name{hint}")
    return zones[asked]


def read_fps(value: object) -> Fraction:
    """`25`, `24000/1001`, and `23.976` as the 24000/1001 it stands for. Raises ValueError."""
    match = _FPS.fullmatch(str(value).strip())
    try:
        rate = Fraction(match[1]) if match else Fraction(0)
    except ZeroDivisionError:
        rate = Fraction(0)
    if not match or not 0 < rate <= FASTEST:
        raise ValueError(f"{_shown(value)} is not a frame rate; {FPS_WANTED}")
    ntsc = Fraction(round(rate) * 1000, 1001)
    return ntsc if "." in match[1] and abs(rate - ntsc) < CLOSE else rate


def read_now(value: object) -> datetime:
    """An ISO time; without an offset it is meant in the production's zone. Raises ValueError."""
    try:
        return datetime.fromisoformat(str(value).strip())
    except ValueError as error:
        raise ValueError(
            f"{_shown(value)} is not a time; write it as 2026-06-01T11:30:00+02:00"
        ) from error


def read_start(value: object, fps: Fraction | None) -> str:
    """A timecode label that exists at this frame rate. Raises ValueError."""
    try:
        text = str(parse_label(str(value)))
        if fps is not None:
            start_frame(text, fps)
    except TimecodeError as error:
        raise ValueError(f"{str(error)[:120]}; {START_WANTED}") from error
    return text


def read_members(value: object) -> tuple[Member, ...]:
    """A list of members, or an object with one under "members". Raises ValueError."""
    people = value.get("members") if isinstance(value, dict) else value
    if not isinstance(people, list):
        raise ValueError(f"not a list of members; {MEMBERS_WANTED}")
    return tuple(_member(place, person) for place, person in enumerate(people, start=1))


def _member(place: int, person: object) -> Member:
    fields = person if isinstance(person, dict) else {}
    user, name, roles = fields.get("user"), fields.get("name", ""), fields.get("roles", [])
    if not (isinstance(user, str) and user and isinstance(name, str) and isinstance(roles, list)):
        raise ValueError(f"member {place} can't be used; {MEMBERS_WANTED}")
    if not all(isinstance(role, str) for role in roles):
        raise ValueError(f"the roles of member {place} are not all text; {MEMBERS_WANTED}")
    return Member(user, name, tuple(roles))


def read_user(value: object) -> str:
    """A person's id. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError(f'{_shown(value)} is not a person\'s id such as "U01"')
    return value


def _shown(value: object) -> str:
    """What was given, short enough for an error."""
    text = str(value)
    return repr(text if len(text) <= 40 else f"{text[:40]}…")
