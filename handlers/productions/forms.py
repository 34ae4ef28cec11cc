"""The form in which a production is set up, with its reader, and what is shown once it is saved.
Pure."""

from collections.abc import Mapping, Sequence

from handlers import blocks as kit
from handlers.blocks import Values, View
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


def set_up_modal(set_up: SetUp, *, production_id: str, seen: str) -> View:
    """The form, filled in with what there is. `seen` is the mark of what the person was shown,
    empty for a production that is not there yet."""
    own = [(OWN_ZONE, "As in your Slack profile")] if set_up.timezone == OWN_ZONE else []
    zone = UTC if set_up.timezone == UNSET else set_up.timezone
    return kit.modal(
        "Change production" if seen else "New production",
        [
            kit.text_input("name", "Name", initial=set_up.name, limit=NAME),
            kit.channels_input(
                "channels", "Channels", initial=set_up.channels,
                hint="A channel belongs to one production. I hear those that I was invited to: "
                "/invite @Scripty.",
            ),
            kit.grouped_input("timezone", "Time zone", zone_groups(zone, *own), initial=zone),
            *(
                kit.people_input(role, _LABELS[role], initial=set_up.roles.get(role, ()))
                for role in ROLES
            ),
            kit.person_input(
                "decider", "Who settles conflicts", initial=set_up.decider, optional=False,
                hint="When two notes ask for opposite things, only this person decides.",
            ),
            kit.people_input(
                "approvers", "Who approves, in this order", initial=set_up.approvers,
                most=MOST_APPROVERS,
                hint="Each is asked when the one before has approved; the order is the one you "
                "pick them in. Whoever posts a cut can't be its only approver.",
            ),
            kit.number_input(
                "agreed_rounds", "Rounds agreed", initial=set_up.agreed_rounds,
                least=1, most=MOST_ROUNDS, hint="Empty: no number was agreed.",
            ),
            kit.text_input(
                "nudge_times", "When to remind people", initial=", ".join(set_up.nudge_times),
                optional=True, limit=200,
                hint="Times of day, such as 09:00, 16:00. Empty: never.",
            ),
        ],
        callback_id="production_set_up",
        metadata={"production": production_id, "seen": seen},
        submit="Save",
        close="Cancel",
    )  # fmt: skip


def entered(values: Values) -> SetUp:
    """What was entered; its time zone may be OWN_ZONE.

    Raises the BadInputErrors of `handlers.productions.errors`, each about its field.
    """
    set_up = SetUp(
        name=shorten(one_line(kit.typed(values, "name")), NAME),
        channels=kit.channels(values, "channels"),
        timezone=kit.chosen(values, "timezone") or "",
        roles={role: kit.people(values, role) for role in ROLES},
        decider=kit.person(values, "decider"),
        approvers=kit.people(values, "approvers"),
        agreed_rounds=_rounds(values),
        nudge_times=read_times(kit.typed(values, "nudge_times")),
    ).tidy()
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


def _rounds(values: Values) -> int | None:
    try:
        rounds = kit.number(values, "agreed_rounds")
    except ValueError as error:
        raise BadRoundsError(MOST_ROUNDS) from error
    if rounds is not None and not 1 <= rounds <= MOST_ROUNDS:
        raise BadRoundsError(MOST_ROUNDS)
    return rounds


def made_view(name: str) -> View:
    """What is shown once a production was made."""
    return _said(
        f"{shorten(name, NAME)} is set up. Put a cut up for review with /scripty review and its "
        "link; /scripty new shows and changes what you have just entered."
    )


def changed_view(name: str, effects: Sequence[str], *, changed: bool) -> View:
    """What is shown once a production was saved: what it changes for reviews under way."""
    if not changed:
        return _said(f"{shorten(name, NAME)} says that already, so nothing was changed.")
    if not effects:
        return _said(f"{shorten(name, NAME)} is saved. Nothing under way changes.")
    shown = [[kit.text(shorten(words, EFFECT))] for words in effects[:EFFECTS_SHOWN]]
    if more := len(effects) - len(shown):
        shown.append([kit.text(f"and {more} more changes, on the cards")])
    return kit.modal(
        "Saved",
        [
            kit.section(f"{shorten(name, NAME)} is saved. For the reviews under way:"),
            kit.rich_text(kit.bullets(shown)),
        ],
        callback_id="production_saved",
    )


def _said(words: str) -> View:
    return kit.modal("Saved", [kit.section(words)], callback_id="production_saved")
