"""How a production is set up, what may be written in the form, and what a change does to the
reviews under way. Pure."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from handlers.approvals.rules import Path, counting, is_poster_alone, next_to_ask, overall
from handlers.approvals.rules import path as approval_path
from handlers.productions.errors import BadTimesError
from handlers.productions.zones import same_zone
from handlers.text import counted, listing, name_of, one_line, shorten, version_words
from store.tables import Approval
from store.types import RUN_ROUNDS, Role

ROLES: tuple[Role, ...] = get_args(Role)
MAY_CHANGE: tuple[Role, ...] = ("producer", "director")
"""The roles that freeze, close and reopen rounds."""

NAME = 200
MOST_APPROVERS = 12
MOST_ROUNDS = 15
MOST_TIMES = 6

_TIME = re.compile(r"(\d{1,2})[:.](\d{2})\s*([ap]m)?", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;\n]|\band\b")


@dataclass(frozen=True)
class SetUp:
    """Everything about a production that people set. `approvers` and `nudge_times` are in order,
    `roles` has the people of each role."""

    name: str
    channels: tuple[str, ...]
    timezone: str
    roles: Mapping[Role, tuple[str, ...]]
    decider: str | None
    approvers: tuple[str, ...]
    agreed_rounds: int | None
    nudge_times: tuple[str, ...]

    def tidy(self) -> "SetUp":
        """The same where order says nothing: sorted, each once."""
        return replace(
            self,
            channels=tuple(sorted(set(self.channels))),
            roles={role: tuple(sorted(set(self.roles.get(role, ())))) for role in ROLES},
            approvers=tuple(dict.fromkeys(self.approvers)),
        )

    def people(self) -> dict[str, list[str]]:
        """Everybody named in it, with their roles."""
        named = [*self.approvers, *([self.decider] if self.decider else [])]
        found: dict[str, list[str]] = {user: [] for user in named}
        for role in ROLES:
            for user in self.roles.get(role, ()):
                found.setdefault(user, []).append(role)
        return found

    def mark(self) -> str:
        """A short text that is another one once anything in it has changed."""
        return hashlib.sha256(repr(sorted(self.fields().items())).encode()).hexdigest()[:16]

    def fields(self) -> dict[str, Any]:
        """Field by field as plain values, a role being a field."""
        tidy = self.tidy()
        return {
            "name": tidy.name,
            "channels": list(tidy.channels),
            "timezone": tidy.timezone,
            **{role: list(tidy.roles[role]) for role in ROLES},
            "decider": tidy.decider,
            "approvers": list(tidy.approvers),
            "agreed_rounds": tidy.agreed_rounds,
            "nudge_times": list(tidy.nudge_times),
        }


@dataclass(frozen=True)
class CutUnderWay:
    """A current cut with what its review rests on: `given` are all verdicts on it, oldest first;
    `steered_by` may steer the round whatever their roles."""

    version: str
    round: int = 1
    deliverable: str = ""
    channel: str = ""
    posted_by: str = ""
    steered_by: frozenset[str] = frozenset()
    given: Sequence[Approval] = ()

    def path(self, approvers: Sequence[str]) -> Path:
        """How it would stand with these approvers."""
        return approval_path(approvers, self.posted_by, self.given)

    @property
    def title(self) -> str:
        """Such as "v2", "v2 of teaser"."""
        version = version_words(self.version)
        of = shorten(one_line(self.deliverable), 40)
        return f"{version} of {of}" if of else version


@dataclass(frozen=True)
class UnderWay:
    """The current cuts, how many conflicts wait for the decider, and what people are called."""

    cuts: Sequence[CutUnderWay] = ()
    conflicts: int = 0
    names: Mapping[str, str] = field(default_factory=dict)


def changes(before: SetUp, after: SetUp) -> dict[str, dict[str, Any]]:
    """What changes, by field: from what to what."""
    old, new = before.fields(), after.fields()
    return {name: {"from": old[name], "to": new[name]} for name in old if old[name] != new[name]}


def read_times(words: str) -> tuple[str, ...]:
    """Times of day such as "09:30, 4.15 pm", in order, as "09:30" and "16:15"; nothing is none.

    Raises BadTimesError.
    """
    said = [part.strip() for part in _BETWEEN.split(words) if part.strip()]
    times = tuple(sorted({_time(part) for part in said}))
    if len(times) > MOST_TIMES:
        raise BadTimesError(f"That is {len(times)} times a day; at most {MOST_TIMES} are kept.")
    return times


def _time(words: str) -> str:
    found = _TIME.fullmatch(words)
    wrong = BadTimesError(f"“{shorten(one_line(words), 40)}” is no time of day.")
    if found is None:
        raise wrong
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise wrong
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise wrong
    return f"{hour:02}:{minute:02}"


def may_change(user: str, maker: str, set_up: SetUp) -> bool:
    """Whether this member may change the production: its maker, its producers, its directors and
    its decider may."""
    return user in who_may_change(maker, set_up)


def who_may_change(maker: str, set_up: SetUp) -> list[str]:
    """Who may change a production, its decider first."""
    by_role = [user for role in MAY_CHANGE for user in set_up.roles.get(role, ())]
    return [user for user in dict.fromkeys([set_up.decider or "", *by_role, maker]) if user]


def effects(before: SetUp, after: SetUp, under_way: UnderWay) -> list[str]:
    """What a change does to the reviews under way, a sentence each; none where it does nothing."""
    if not under_way.cuts:
        return []
    before, after = before.tidy(), after.tidy()
    by_cut = (_path_effects, _round_effects, _channel_effects)
    said = [
        words
        for each in by_cut
        for cut in under_way.cuts
        for words in each(before, after, cut, under_way.names)
    ]
    return [
        *said,
        *_decider_effects(before, after, under_way),
        *_steering_effects(before, after, under_way),
        *_other_effects(before, after),
    ]


def _path_effects(
    before: SetUp, after: SetUp, cut: CutUnderWay, names: Mapping[str, str]
) -> list[str]:
    old, new = before.approvers, after.approvers
    if old == new:
        return []
    said = [
        *_moved(old, new, "no longer asked to approve", names),
        *_moved(new, old, "asked to approve too", names),
    ] or ["the approvers are asked in another order"]
    unheard = [user for user in old if user not in new and counting(cut.path(old), user)]
    if unheard:
        said.append(f"what {_people(unheard, names)} said stays on record, but no longer counts")
    following = next_to_ask(cut.path(new))
    if following:
        said.append(f"{name_of(following, names)} is next")
    return [f"{cut.title}: {'; '.join(said)}.", *_standing_effects(old, new, cut, names)]


def _moved(
    there: Sequence[str], here: Sequence[str], what: str, names: Mapping[str, str]
) -> list[str]:
    people = [user for user in there if user not in here]
    be = "is" if len(people) == 1 else "are"
    return [f"{_people(people, names)} {be} {what}"] if people else []


def _standing_effects(
    old: Sequence[str], new: Sequence[str], cut: CutUnderWay, names: Mapping[str, str]
) -> list[str]:
    was, now = overall(cut.path(old)), overall(cut.path(new))
    said = []
    if was != now and now == "pending":
        said.append(f"{cut.title} no longer counts as “{was}”.")
    elif was != now:
        said.append(f"{cut.title} counts as “{now}” now.")
    if not new:
        said.append(f"{cut.title}: nobody is asked to approve it any more.")
    elif is_poster_alone(cut.path(new)):
        who = name_of(cut.posted_by, names)
        said.append(
            f"{cut.title}: {who} posted it and is its only approver, so nobody can approve it. "
            "Add another approver."
        )
    return said


def _round_effects(
    before: SetUp, after: SetUp, cut: CutUnderWay, _names: Mapping[str, str]
) -> list[str]:
    agreed = after.agreed_rounds
    if agreed == before.agreed_rounds:
        return []
    if agreed is None:
        return [f"{cut.title}: round {cut.round}; no number of rounds is agreed any more."]
    if cut.round > agreed:
        only = f"only {counted(agreed, 'round')} {'is' if agreed == 1 else 'are'} agreed"
        return [f"{cut.title}: round {cut.round}, though {only}."]
    last = "; it is the last one" if cut.round == agreed else ""
    return [f"{cut.title}: round {cut.round} of {agreed} agreed{last}."]


def _channel_effects(
    before: SetUp, after: SetUp, cut: CutUnderWay, _names: Mapping[str, str]
) -> list[str]:
    if cut.channel not in before.channels or cut.channel in after.channels:
        return []
    return [
        f"{cut.title} goes on in its thread, but new reviews in that channel start a production "
        "of their own."
    ]


def _decider_effects(before: SetUp, after: SetUp, under_way: UnderWay) -> list[str]:
    if before.decider == after.decider or not under_way.conflicts:
        return []
    waits = "waits" if under_way.conflicts == 1 else "wait"
    who = name_of(after.decider, under_way.names)
    return [f"{counted(under_way.conflicts, 'open conflict')} now {waits} for {who}."]


def _steering_effects(before: SetUp, after: SetUp, under_way: UnderWay) -> list[str]:
    always = frozenset[str]().union(*(cut.steered_by for cut in under_way.cuts))
    could, can = _steering(before) - always, _steering(after) - always
    said = []
    if gained := sorted(can - could):
        said.append(f"{_people(gained, under_way.names)} can now freeze and close rounds.")
    if lost := sorted(could - can):
        said.append(f"{_people(lost, under_way.names)} can no longer freeze or close rounds.")
    return said


def _steering(set_up: SetUp) -> frozenset[str]:
    return frozenset(
        [
            *(user for role in RUN_ROUNDS for user in set_up.roles[role]),
            *filter(None, [set_up.decider]),
        ]
    )


def _other_effects(before: SetUp, after: SetUp) -> list[str]:
    said = []
    if not same_zone(before.timezone, after.timezone):
        said.append(f"Days and times are read and shown in {after.timezone.replace('_', ' ')}.")
    if before.name != after.name:
        said.append(f"The cards say “{shorten(one_line(after.name), 110)}” now.")
    return said


def _people(users: Sequence[str], names: Mapping[str, str]) -> str:
    return listing([name_of(user, names) for user in users])
