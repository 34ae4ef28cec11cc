"""Settings of one person, and the ways to those of their productions. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import get_args

from handlers import blocks as kit
from handlers.blocks import Block, Values, View
from handlers.briefs.rules import when
from handlers.nudges.kinds import KINDS
from handlers.text import listing, name_of, one_line, shorten
from store.clock import now
from store.tables import Production, ScheduledReport
from store.types import GapKind

FORM = "home_settings_saved"

_NAME = 60
_PRODUCTIONS = 20
_REPORTS = 10
_CHOICES: Sequence[GapKind] = get_args(GapKind)
_REPORT: Mapping[str, str] = {"brief": "Brief", "changes": "Changes"}


@dataclass(frozen=True)
class Settings:
    """What somebody may set. `productions` are theirs, each with whether they may change how it is
    set up, and the kinds of gaps that they don't hear of there; `reports` are what comes by itself
    in one of them. `model` says whether one reads along;
    `at` is the moment."""

    productions: Sequence[tuple[Production, bool, frozenset[str]]] = ()
    reports: Sequence[tuple[Production, ScheduledReport]] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    model: str = ""
    at: datetime = field(default_factory=now)

    def muted(self) -> list[str]:
        """The kinds of gaps that they hear of nowhere, worst first."""
        sets = [kinds for _, _, kinds in self.productions]
        everywhere = frozenset.intersection(*sets) if sets else frozenset()
        return [kind for kind in _CHOICES if kind in everywhere]


def settings_modal(settings: Settings) -> View:
    """What *Settings* opens."""
    muted = settings.muted()
    blocks = [*_own(settings, muted), *_productions(settings), *_reports(settings)]
    if settings.model:
        blocks += [kit.divider(), kit.section(settings.model)]
    own = bool(settings.productions)
    return kit.modal(
        "Settings", blocks, callback_id=FORM, metadata={"muted": muted},
        submit="Save" if own else None, close="Cancel" if own else "Close",
    )  # fmt: skip


def _own(settings: Settings, muted: Sequence[str]) -> Iterator[Block]:
    if not settings.productions:
        yield kit.section("You belong to no production yet, so there is nothing to set.")
        return
    yield kit.choices_input(
        "muted", "Don't remind me of", [(kind, _capital(KINDS[kind])) for kind in _CHOICES],
        initial=muted, optional=True,
        hint="In all your productions. Empty: you are reminded of everything that is yours.",
    )  # fmt: skip


def _productions(settings: Settings) -> Iterator[Block]:
    """Each production with the ways to its reminders and to its set-up."""
    everywhere = set(settings.muted())
    if settings.productions:
        yield kit.divider()
    for production, may_change, kinds in settings.productions[:_PRODUCTIONS]:
        name, value = _called(production), str(production.id)
        here = [KINDS.get(kind, kind) for kind in _CHOICES if kind in kinds - everywhere]
        said = f"{name}\nHere you aren't reminded of {listing(here)}" if here else name
        yield kit.section(said)
        set_up = kit.button("Set-up", "production_setup", value, spoken=f"Set-up of {name}")
        yield kit.actions(
            f"settings:{value}",
            kit.button("Reminders", "home_reminders", value, spoken=f"Reminders of {name}"),
            *([set_up] if may_change else []),
        )
    if (more := len(settings.productions) - _PRODUCTIONS) > 0:
        yield kit.context(f"and {more} more: /scripty nudges and /scripty new in their channel")


def _reports(settings: Settings) -> Iterator[Block]:
    """What comes by itself, and who turned it on."""
    if settings.reports:
        yield kit.divider()
    for production, report in settings.reports[:_REPORTS]:
        words = report_words(production, report, settings.names, settings.at)
        stop = kit.button("Stop", "home_report_stop", str(report.id), spoken=f"Stop: {words}")
        yield kit.section(words, stop)
    if (more := len(settings.reports) - _REPORTS) > 0:
        yield kit.context(f"and {more} more: each message has its own Stop button")


def report_words(
    production: Production, report: ScheduledReport, names: Mapping[str, str], moment: datetime
) -> str:
    """Such as "Brief of Coffee brand spot every Friday 16:00, turned on by producer"."""
    kind = _REPORT.get(report.kind, _capital(report.kind))
    by = f", turned on by {name_of(report.asked_by, names)}" if report.asked_by else ""
    return f"{kind} of {_called(production)} {when(report, production.timezone, moment)}{by}"


def chosen(values: Values) -> list[str]:
    """The kinds of gaps that they want to hear of no more."""
    return [kind for kind in kit.all_chosen(values, "muted") if kind in KINDS]


def seen(view: Mapping[str, object]) -> list[str]:
    """The kinds that were shown as muted when the form was opened."""
    about = json.loads(str(view.get("private_metadata") or "{}"))
    return [kind for kind in about.get("muted", []) if kind in KINDS]


def _called(production: Production) -> str:
    return shorten(one_line(production.name), _NAME) or "A production"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
