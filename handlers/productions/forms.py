"""The form in which a production is set up, with its reader, and what is shown once it is saved.
Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers import blocks as kit
from handlers.blocks import Block, Values, View
from handlers.errors import BadInputError
from handlers.procedure.forms import read_days
from handlers.procedure.rules import MOST_DAYS
from handlers.productions.errors import (
    BadRoundsError,
    NoChannelError,
    NoDeciderError,
    NoNameError,
    TooManyApproversError,
    UnknownZoneError,
)
from handlers.productions.rules import (
    MOST_APPROVERS,
    MOST_ROUNDS,
    NAME,
    ROLES,
    SetUp,
    read_times,
)
from handlers.productions.zones import UNSET, UTC, is_zone, zone_groups
from handlers.text import one_line, shorten
from store.types import Role

OWN_ZONE = "own"
"""The value of "As in your Slack profile", for people whose profile we have not seen yet."""

EFFECTS_SHOWN = 30
EFFECT = 1200

_LABELS: Mapping[Role, str] = {
    "producer": "Producers",
    "director": "Directors",
    "editor": "Editors",
    "client": "Clients",
    "crew": "Crew",
}


FORM = "production_set_up"

Templates = Sequence[tuple[str, str]]
"""What the menu of procedures offers: (value, words)."""


@dataclass(frozen=True)
class Answers:
    """What was answered about the procedure: the template's value in the menu, None where it
    wasn't asked; the working days for feedback, None for no number, where that was `asked`."""

    template: str | None = None
    feedback_days: int | None = None
    asked: bool = False


def begin_modal(
    set_up: SetUp,
    answers: Answers,
    templates: Templates,
    *,
    production_id: str,
    channel: str,
) -> View:
    """Five questions for a production that is not there yet, and what its procedure begins with.
    The rest has defaults; it is asked where somebody wants to answer it, or where the channel is
    none that a production could have (`channel` empty)."""
    channels = [] if channel else [_channels(set_up)]
    more = kit.button("More settings", "production_more", production_id)
    return kit.modal(
        "New production",
        [
            _name(set_up),
            *channels,
            _decider(set_up),
            _approvers(set_up),
            _agreed(set_up),
            *_procedure(answers, templates),
            kit.section(
                "Everything else has a default: time zone, roles, reminders.", more
            ) | {"block_id": "more"},
        ],
        callback_id=FORM,
        metadata={"production": production_id, "seen": "", "channel": channel},
        submit="Save",
        close="Cancel",
    )  # fmt: skip


def set_up_modal(
    set_up: SetUp,
    *,
    production_id: str,
    seen: str,
    channel: str = "",
    answers: Answers | None = None,
    templates: Templates = (),
    procedure: str = "",
) -> View:
    """The form, filled in with what there is. `seen` is the mark of what the person was shown,
    empty for a production that is not there yet. `templates` are offered where its procedure
    wasn't begun; where it was, `procedure` says how it stands."""
    own = [(OWN_ZONE, "As in your Slack profile")] if set_up.timezone == OWN_ZONE else []
    zone = UTC if set_up.timezone == UNSET else set_up.timezone
    return kit.modal(
        "Change production" if seen else "New production",
        [
            _name(set_up),
            _channels(set_up),
            kit.grouped_input("timezone", "Time zone", zone_groups(zone, *own), initial=zone),
            *(
                kit.people_input(role, _LABELS[role], initial=set_up.roles.get(role, ()))
                for role in ROLES
            ),
            _decider(set_up),
            _approvers(set_up),
            _agreed(set_up),
            kit.text_input(
                "nudge_times", "When to remind people", initial=", ".join(set_up.nudge_times),
                optional=True, limit=200,
                hint="Times of day, such as 09:00, 16:00. Empty: never.",
            ),
            *(_procedure(answers or Answers(), templates) if templates else ()),
            *([kit.section(procedure)] if procedure else ()),
        ],
        callback_id=FORM,
        metadata={"production": production_id, "seen": seen, "channel": channel},
        submit="Save",
        close="Cancel",
    )  # fmt: skip


def _name(set_up: SetUp) -> Block:
    return kit.text_input("name", "Name", initial=set_up.name, limit=NAME)


def _channels(set_up: SetUp) -> Block:
    return kit.channels_input(
        "channels", "Channels", initial=set_up.channels,
        hint="A channel belongs to one production. I hear those that I was invited to: "
        "/invite @Scripty.",
    )  # fmt: skip


def _decider(set_up: SetUp) -> Block:
    return kit.person_input(
        "decider", "Who settles conflicts", initial=set_up.decider, optional=False,
        hint="When two notes ask for opposite things, only this person decides.",
    )  # fmt: skip


def _approvers(set_up: SetUp) -> Block:
    return kit.people_input(
        "approvers", "Who approves, in this order", initial=set_up.approvers,
        most=MOST_APPROVERS,
        hint="Each is asked when the one before has approved; the order is the one you "
        "pick them in. Whoever posts a cut can't be its only approver.",
    )  # fmt: skip


def _agreed(set_up: SetUp) -> Block:
    return kit.number_input(
        "agreed_rounds", "Rounds agreed", initial=set_up.agreed_rounds,
        least=1, most=MOST_ROUNDS, hint="Empty: no number was agreed.",
    )  # fmt: skip


def _procedure(answers: Answers, templates: Templates) -> list[Block]:
    days = [
        kit.number_input(
            "feedback_days", "Working days for feedback", initial=answers.feedback_days,
            least=1, most=MOST_DAYS,
            hint="A cut is up for so long, where nobody names a day. Empty: no number.",
        )
    ] if answers.asked else []  # fmt: skip
    begun = answers.template or templates[-1][0]
    return [
        *days,
        kit.choice_input(
            "template", "Procedure to begin with", templates, initial=begun, optional=True,
            hint="Its stages from brief to delivery, and its rules. All of it can be changed "
            "later: /scripty stages, /scripty procedure.",
        ),
    ]  # fmt: skip


def answered(values: Values) -> Answers:
    """What was answered about the procedure. Raises BadDaysError."""
    asked = "feedback_days" in values
    return Answers(
        template=kit.chosen(values, "template"),
        feedback_days=read_days(values, "feedback_days") if asked else None,
        asked=asked,
    )


def so_far(values: Values, begun: SetUp) -> tuple[SetUp, Answers]:
    """What was typed into a form that somebody wants to be longer: nothing of it is refused yet,
    and what can't be read is left out."""
    readable = {name: each for name, each in values.items() if _is_readable(values, name)}
    answers = replace(answered(readable), asked=True)
    return replace(_read(readable, begun), name=kit.typed(values, "name") or begun.name), answers


def _is_readable(values: Values, name: str) -> bool:
    try:
        if name == "feedback_days":
            read_days(values, name)
        if name == "agreed_rounds":
            _rounds(values)
    except BadInputError:
        return False
    return True


def entered(values: Values, begun: SetUp | None = None) -> SetUp:
    """What was entered; its time zone may be OWN_ZONE. What a form doesn't ask is as in `begun`.

    Raises the BadInputErrors of `handlers.productions.errors`, each about its field.
    """
    set_up = _read(values, begun or _EMPTY).tidy()
    if not set_up.name:
        raise NoNameError
    if not set_up.channels:
        raise NoChannelError
    if set_up.timezone != OWN_ZONE and not is_zone(set_up.timezone):
        raise UnknownZoneError
    if set_up.decider is None:
        raise NoDeciderError
    if len(set_up.approvers) > MOST_APPROVERS:
        raise TooManyApproversError(MOST_APPROVERS)
    return set_up


_EMPTY = SetUp(
    name="", channels=(), timezone="", roles={}, decider=None, approvers=(), agreed_rounds=None,
    nudge_times=(),
)  # fmt: skip


def _rounds(values: Values) -> int | None:
    try:
        rounds = kit.number(values, "agreed_rounds")
    except ValueError as error:
        raise BadRoundsError(MOST_ROUNDS) from error
    if rounds is not None and not 1 <= rounds <= MOST_ROUNDS:
        raise BadRoundsError(MOST_ROUNDS)
    return rounds


_READ: Mapping[str, Callable[[Values], Any]] = {
    "name": lambda values: shorten(one_line(kit.typed(values, "name")), NAME),
    "channels": lambda values: kit.channels(values, "channels"),
    "timezone": lambda values: kit.chosen(values, "timezone") or "",
    "decider": lambda values: kit.person(values, "decider"),
    "approvers": lambda values: kit.people(values, "approvers"),
    "agreed_rounds": _rounds,
    "nudge_times": lambda values: read_times(kit.typed(values, "nudge_times")),
}
"""What each field says, by its name."""


def _read(values: Values, begun: SetUp) -> SetUp:
    """What was entered, in the place of what it began with."""
    roles = {role: kit.people(values, role) for role in ROLES if role in values}
    found = {name: read(values) for name, read in _READ.items() if name in values}
    return replace(begun, roles={**begun.roles, **roles}, **found)


def made_view(name: str, first_stage: str = "") -> View:
    """What is shown once a production was made; `first_stage` is the one its procedure begins
    with."""
    return _said(
        f"{shorten(name, NAME)} is set up. {_begun(first_stage)}Put a cut up for review with "
        "/scripty review and its link; /scripty new shows and changes what you have just entered."
    )


def _begun(first_stage: str) -> str:
    if not first_stage:
        return ""
    return f"It begins with “{shorten(first_stage, 60)}”: /scripty stages shows what that takes. "


def changed_view(
    name: str, effects: Sequence[str], *, changed: bool, first_stage: str = ""
) -> View:
    """What is shown once a production was saved: what it changes for reviews under way."""
    saved = f"{shorten(name, NAME)} is saved."
    if not changed and first_stage:
        return _said(f"{saved} {_begun(first_stage).strip()}")
    if not changed:
        return _said(f"{shorten(name, NAME)} says that already, so nothing was changed.")
    if not effects:
        return _said(f"{saved} {_begun(first_stage)}Nothing under way changes.")
    shown = [[kit.text(shorten(words, EFFECT))] for words in effects[:EFFECTS_SHOWN]]
    if more := len(effects) - len(shown):
        shown.append([kit.text(f"and {more} more changes, on the cards")])
    return kit.modal(
        "Saved",
        [
            kit.section(f"{saved} {_begun(first_stage)}For the reviews under way:"),
            kit.rich_text(kit.bullets(shown)),
        ],
        callback_id="production_saved",
    )


def _said(words: str) -> View:
    """Closing it closes the shorter form below it too, where there is one."""
    view = kit.modal("Saved", [kit.section(words)], callback_id="production_saved")
    return view | {"clear_on_close": True}
