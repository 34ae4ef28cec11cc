"""The form in which a production's reminders are set, and one's own are switched on again. Pure."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers import blocks as kit
from handlers.blocks import Block, Values, View
from handlers.nudges.countries import check_country
from handlers.nudges.errors import BadOffsetsError, BadQuietHoursError, NoWorkingDayError
from handlers.nudges.kinds import KINDS
from handlers.text import listing, one_line, shorten
from store.tables import NudgeRest, NudgeSchedule, Production

FORM = "nudges_schedule"
MOST_DAYS = 90

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBER = re.compile(r"\d{1,4}")
_BETWEEN = re.compile(r"[\s,;]+|\band\b")
_KINDS = (
    ("digest", "One message a channel: what is missing"),
    ("direct", "One message a person and day: their own"),
    ("overdue", "Each working day while a milestone is overdue"),
)


@dataclass(frozen=True)
class Schedule:
    """When a production is nudged, as the form has it."""

    offsets: tuple[int, ...]
    working_days: tuple[int, ...]
    country: str
    quiet_from: str
    quiet_to: str
    digest: bool
    direct: bool
    overdue: bool

    def mark(self) -> str:
        """A short text that is another one once anything in it has changed."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def schedule_of(row: NudgeSchedule) -> Schedule:
    """How it is set."""
    return Schedule(
        offsets=tuple(sorted(set(row.offsets), reverse=True)),
        working_days=tuple(sorted(set(row.working_days))),
        country=row.country,
        quiet_from=row.quiet_from,
        quiet_to=row.quiet_to,
        digest=row.digest,
        direct=row.direct,
        overdue=row.overdue,
    )


def nudges_modal(
    production: Production,
    row: NudgeSchedule,
    mutes: Sequence[NudgeRest],
    *,
    may_change: bool,
    set_by: str = "",
) -> View:
    """The form for whoever may change the schedule; for others the same in words."""
    schedule = schedule_of(row)
    name = shorten(one_line(production.name), 80)
    blocks: list[Block] = [kit.section(f"{name}: {in_words(schedule, production.nudge_times)}")]
    if set_by:
        blocks.append(kit.context(f"Last changed by {set_by}"))
    if may_change:
        blocks += _fields(schedule)
    blocks += [kit.divider(), *_muted(mutes)]
    about = {"production": str(production.id), "seen": schedule.mark()}
    return kit.modal(
        "Reminders", blocks, callback_id=FORM, metadata=about,
        submit="Save" if may_change else None, close="Cancel" if may_change else "Close",
    )  # fmt: skip


def in_words(schedule: Schedule, times: Sequence[str]) -> str:
    """Such as "7, 3 and 1 days before a milestone and on its day, at 09:00"."""
    if not times or not (schedule.digest or schedule.direct):
        return "nobody is reminded of anything"
    ahead = [str(days) for days in schedule.offsets if days > 0]
    days = [f"{listing(ahead)} {'day' if ahead == ['1'] else 'days'} before"] if ahead else []
    days += ["on the day"] if 0 in schedule.offsets else []
    days += ["each working day while it is overdue"] if schedule.overdue else []
    when = listing(days) or "never"
    return f"people are reminded of a milestone {when}, at {listing(times)}"


def _fields(schedule: Schedule) -> list[Block]:
    kinds = [value for value, _ in _KINDS if getattr(schedule, value)]
    return [
        kit.text_input(
            "offsets", "Days before a milestone", optional=True, limit=100,
            initial=", ".join(map(str, schedule.offsets)),
            hint="Such as 7, 3, 1, 0; 0 is the day itself. The time of day is set with "
            "/scripty new.",
        ),
        kit.choices_input(
            "working_days", "On these days of the week",
            [(str(number), name) for number, name in enumerate(_DAYS)],
            initial=[str(number) for number in schedule.working_days],
        ),
        kit.text_input(
            "country", "Skip the public holidays of", initial=schedule.country, optional=True,
            limit=60, hint="A country, with a region if it has its own: DE, DE-BY, United States. "
            "Empty: none are skipped.",
        ),
        kit.time_input("quiet_from", "Write nothing from", initial=schedule.quiet_from),
        kit.time_input(
            "quiet_to", "until", initial=schedule.quiet_to, hint="On the reader's own clock."
        ),
        kit.choices_input("kinds", "What is sent", _KINDS, initial=kinds, optional=True),
    ]  # fmt: skip


def _muted(mutes: Sequence[NudgeRest]) -> list[Block]:
    """What this person doesn't want to hear of, each with its way back."""
    kinds = [rest.kind for rest in mutes if rest.kind and not rest.gap]
    if not kinds:
        return [kit.context("You hear of everything that is yours here.")]
    return [
        kit.context("You don't hear of these here:"),
        *(
            kit.section(
                KINDS.get(kind, kind),
                kit.button(
                    "Tell me again", "nudge_unmute", kind, spoken=f"Tell me again: {kind}"
                ),
            )
            for kind in kinds
        ),
    ]  # fmt: skip


def entered(values: Values) -> Schedule:
    """What was entered. Raises BadOffsetsError, NoWorkingDayError, BadQuietHoursError,
    UnknownCountryError, UnknownRegionError."""
    kinds = kit.all_chosen(values, "kinds")
    days = tuple(sorted(int(each) for each in kit.all_chosen(values, "working_days")))
    if not days:
        raise NoWorkingDayError
    begins, ends = kit.picked_time(values, "quiet_from"), kit.picked_time(values, "quiet_to")
    if bool(begins) != bool(ends):
        raise BadQuietHoursError
    return Schedule(
        offsets=read_offsets(kit.typed(values, "offsets")),
        working_days=days,
        country=check_country(kit.typed(values, "country")),
        quiet_from=begins or "00:00",
        quiet_to=ends or "00:00",
        digest="digest" in kinds,
        direct="direct" in kinds,
        overdue="overdue" in kinds,
    )


def read_offsets(words: str) -> tuple[int, ...]:
    """The days before a milestone in "7, 3, 1 and 0". Raises BadOffsetsError."""
    parts = [part for part in _BETWEEN.split(words.strip()) if part]
    if not all(_NUMBER.fullmatch(part) and int(part) <= MOST_DAYS for part in parts):
        raise BadOffsetsError(MOST_DAYS)
    return tuple(sorted({int(part) for part in parts}, reverse=True))


def saved_view(production: Production, schedule: Schedule) -> View:
    """What is shown once a schedule was saved."""
    words = in_words(schedule, production.nudge_times)
    return kit.modal(
        "Saved",
        [kit.section(f"Saved. In {shorten(one_line(production.name), 80)} {words}.")],
        callback_id="nudges_saved",
    )


def changed(before: Schedule, after: Schedule) -> Mapping[str, Mapping[str, str]]:
    """What differs, by field, as the audit trail keeps it."""
    return {
        field: {"from": _shown(getattr(before, field)), "to": _shown(getattr(after, field))}
        for field in vars(before)
        if getattr(before, field) != getattr(after, field)
    }


def _shown(value: object) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case tuple():
            return ", ".join(map(str, value))
    return str(value)
