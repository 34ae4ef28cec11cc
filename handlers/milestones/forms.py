"""The forms about a milestone, and what was entered in them. Pure.

Forms carry the milestone's id in `private_metadata`; each field's block_id is its name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers import blocks as kit
from handlers.blocks import Values, View
from handlers.milestones.checklist import line_of, missing_words
from handlers.milestones.errors import NoDayChosenError, on, short
from handlers.milestones.reading import BECAUSE, NAME
from handlers.milestones.rules import CONSEQUENCE, Standing, Wanted
from handlers.text import counted, one_line, shorten
from store.tables import Milestone

_SHOWN = 12
_BY_DATE = (
    ("date", "What is due by its day, and what is put on it"),
    ("hand", "Only what is put on it"),
)


@dataclass(frozen=True)
class Moved:
    """Where a milestone is moved to, and why."""

    day: date
    time: str | None
    because: str


def edit_modal(milestone: Milestone, standing: Wanted, others: Sequence[Milestone]) -> View:
    """What it is called, what it waits for, what happens if it slips, what belongs to it."""
    choices = [
        (str(each.id), f"{shorten(one_line(each.name), 50)}, {on(each.day, each.day, each.time)}")
        for each in others
    ]
    fields = [
        kit.text_input("name", "Name", initial=standing.name, limit=NAME),
        kit.text_input(
            "consequence", "What happens if it slips", initial=standing.consequence,
            optional=True, limit=CONSEQUENCE,
            hint="Said with everything that is missing on it, unless another milestone waits for "
            "it. For example: the cinema booking is lost",
        ),
    ]  # fmt: skip
    if choices:
        fields.append(
            kit.choices_input(
                "waits_for", "What it waits for", choices,
                initial=sorted(standing.waits_for), optional=True,
            )
        )  # fmt: skip
    fields += [
        kit.choice_input(
            "by_date", "What belongs to it", _BY_DATE,
            initial="date" if standing.by_date else "hand",
        ),
        kit.context("To change its day, close this and press Move."),
    ]  # fmt: skip
    return kit.modal(
        "Edit milestone",
        fields,
        callback_id="milestone_edited",
        metadata={"milestone": str(milestone.id), "seen": standing.mark()},
        submit="Save",
        close="Cancel",
    )


def edited(values: Values) -> Wanted:
    """What was entered in `edit_modal`."""
    return Wanted(
        name=shorten(one_line(kit.typed(values, "name")), NAME),
        consequence=shorten(one_line(kit.typed(values, "consequence")), CONSEQUENCE),
        by_date=kit.chosen(values, "by_date") != "hand",
        waits_for=frozenset(kit.all_chosen(values, "waits_for")),
    )


def move_modal(
    standing: Standing,
    *,
    day: date | None = None,
    time: str | None = None,
    because: str = "",
    told: int = 0,
) -> View:
    """To which day, and why; `told` is how many people have something due on it."""
    milestone = standing.milestone
    people = "person has" if told == 1 else "people have"
    hint = (
        f"{told} {people} something due on it; they are told this, once."
        if told
        else "Nobody has something due on it, so nobody is told; the card keeps it."
    )
    return kit.modal(
        "Move milestone",
        [
            kit.section(
                f"{short(milestone.name)} is on {on(milestone.day, milestone.day, milestone.time)}."
            ),
            kit.date_input("day", "To which day", initial=day or milestone.day, optional=False),
            kit.time_input("time", "At what time", initial=time or milestone.time),
            kit.text_input(
                "because", "Why", initial=because, multiline=True, limit=BECAUSE, hint=hint
            ),
        ],
        callback_id="milestone_moved",
        metadata={"milestone": str(milestone.id)},
        submit="Move",
        close="Cancel",
    )


def moved(values: Values) -> Moved:
    """What was entered in `move_modal`. Raises NoDayChosenError."""
    day = kit.picked_date(values, "day")
    if day is None:
        raise NoDayChosenError
    return Moved(day, kit.picked_time(values, "time"), one_line(kit.typed(values, "because")))


def complete_modal(standing: Standing, names: Mapping[str, str], today: date) -> View:
    """Asks whether to complete it although something is missing."""
    milestone, missing = standing.milestone, standing.missing
    shown = [line_of(gap, names, today, consequence=False) for gap in missing[:_SHOWN]]
    if more := len(missing) - len(shown):
        shown.append([kit.text(f"and {more} more")])
    return kit.modal(
        "Complete milestone",
        [
            kit.section(f"Missing on {short(milestone.name)}: {missing_words(missing)}."),
            kit.rich_text(kit.bullets(shown)),
            kit.context(_goes_on(standing)),
            kit.text_input(
                "because",
                "Why it is complete all the same",
                optional=True,
                multiline=True,
                limit=BECAUSE,
            ),
        ],
        callback_id="milestone_completed",
        metadata={"milestone": str(milestone.id)},
        submit="Complete anyway",
        close="Not yet",
    )


def cancel_modal(standing: Standing) -> View:
    """Asks whether to cancel it, and why."""
    return kit.modal(
        "Cancel milestone",
        [
            kit.section(f"{short(standing.milestone.name)} will not happen? {_goes_on(standing)}"),
            kit.text_input("because", "Why", optional=True, multiline=True, limit=BECAUSE),
        ],
        callback_id="milestone_cancelled",
        metadata={"milestone": str(standing.milestone.id)},
        submit="Cancel milestone",
        close="Keep it",
    )


def reason(values: Values) -> str:
    """Why it was cancelled, or completed all the same."""
    return one_line(kit.typed(values, "because"))


def _goes_on(standing: Standing) -> str:
    count = len(standing.open)
    if not count:
        return "Nothing open is on it."
    goes = "goes" if count == 1 else "go"
    return f"{counted(count, 'open item')} on it {goes} to the next milestone, if there is one."
