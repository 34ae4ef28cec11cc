"""The time zones to choose from, in groups that a menu of Slack's can hold. Pure."""

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

from handlers.blocks import OPTIONS

UNSET = "UTC"
"""The zone of a production for which nobody has chosen one."""

UTC = "Etc/UTC"
"""The same hours, chosen."""

_REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)

Group = tuple[str, Sequence[tuple[str, str]]]
"""A label, and the (value, words) under it."""


def is_zone(name: str) -> bool:
    """Whether this is the IANA name of a time zone."""
    return name in _all()


def same_zone(one: str, other: str) -> bool:
    """Whether two names mean the same, as far as somebody chose them."""
    return _chosen(one) == _chosen(other)


def zone_groups(current: str, *first: tuple[str, str]) -> list[Group]:
    """Every zone by region, at most 100 a group; above them `first` and the current one."""
    top = [*first, (UTC, "UTC")]
    if current and current not in {value for value, _ in top} | _listed():
        top.append((current, _words(current)))
    return [("Suggested", top), *_by_region()]


def _chosen(name: str) -> str:
    return UTC if name == UNSET else name


@cache
def _all() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _listed() -> frozenset[str]:
    return frozenset(value for _, options in _by_region() for value, _ in options)


@cache
def _by_region() -> tuple[Group, ...]:
    names = sorted(_all())
    groups: list[Group] = []
    for region in _REGIONS:
        options = [(name, _words(name)) for name in names if name.startswith(f"{region}/")]
        parts = [options[at : at + OPTIONS] for at in range(0, len(options), OPTIONS)]
        groups += [(_label(region, part, len(parts)), part) for part in parts]
    return tuple(groups)


def _label(region: str, part: Sequence[tuple[str, str]], parts: int) -> str:
    """Such as "Europe", "America, Adak to Juneau"."""
    if parts == 1:
        return region
    first, last = (words.rpartition("/")[2] for _, words in (part[0], part[-1]))
    return f"{region}, {first} to {last}"


def _words(name: str) -> str:
    """The name as people type it: "America/New York"."""
    return name.replace("_", " ")
