"""Somebody's Home tab: opened, turned to another page, drawn from the record, set."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.blocks import View
from handlers.gaps.services import gaps_of
from handlers.home import forms
from handlers.home.cards import home_view
from handlers.home.forms import Settings
from handlers.home.rules import LOOKING, Home, Project, read_page
from handlers.membership import productions_of
from handlers.milestones.record import grouped
from handlers.nudges.services import mute_kinds
from handlers.productions.rules import MAY_CHANGE
from handlers.program import Actor, Program
from store.clock import now
from store.tables import Production
from store.unit_of_work import Work

DRAW_HOME = "draw_home"
"""Name of the job that brings somebody's Home tab up to date."""

SHOW_SETTINGS = "show_home_settings"
"""Name of the job that redraws somebody's open settings."""


async def open_home(work: Work, user: str, *, shown: bool) -> None:
    """Somebody opens their Home tab; `shown` is whether Slack has a page of ours to show them
    meanwhile. Who comes back after a while begins with the first page."""
    known, moment = await work.homes.of(user), now()
    recent = known is not None and moment - known.opened_at < LOOKING
    values: dict[str, Any] = {"opened_at": moment, "stale": True}
    if not shown:
        values["shown"] = ""
    if not recent:
        values["page"] = ""
    await work.homes.put(user, **values)
    await draw(work, user)


async def turn(work: Work, actor: Actor, value: str) -> None:
    """Turn to another page."""
    page = str(read_page(value))
    await work.homes.put(actor.user, page=page, stale=True, opened_at=now())
    await draw(work, actor.user)


async def draw(work: Work, user: str) -> None:
    """Have somebody's Home tab drawn once this is committed. One after the other, or an older page
    might replace a newer one."""
    await work.defer(DRAW_HOME, lock=f"home {user}", user=user)


async def begin_drawing(work: Work, user: str) -> str | None:
    """The mark of what somebody sees, "" where that is unknown; None where they see what there is.

    What happens from now on marks it stale again. What is seen is unknown until the drawing has
    ended, so that one that breaks off is done again.
    """
    home = await work.homes.of(user, lock=True)
    if home is None or not (home.stale or not home.shown):
        return None
    seen, home.shown, home.stale = home.shown, "", False
    return seen


async def drawn(work: Work, user: str, mark: str) -> None:
    """They see this now."""
    await work.homes.put(user, shown=mark)


def mark_of(view: View) -> str:
    """A short text that is another one for another view."""
    return hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()[:32]


async def view_of(work: Work, user: str) -> View:
    """Somebody's Home tab as the record has it now."""
    return home_view(await home_of(work, user))


async def home_of(work: Work, user: str) -> Home:
    """What somebody's Home tab is drawn from: as many statements for a hundred productions as for
    one."""
    shown = await work.homes.of(user)
    page = read_page(shown.page if shown else "")
    person = (await work.people.known([user])).get(user)
    if person is not None and person.is_external:
        return Home(user, guest=True)
    mine = await _productions(work, user)
    ids = [each.id for each in mine]
    if not ids:
        return Home(user)
    found = await gaps_of(work, ids)
    tasks = await work.homes.tasks(user, ids)
    stages = grouped(await work.homes.stages(ids), lambda row: row.production_id)
    milestones = grouped(await work.homes.milestones(ids), lambda row: row.production_id)
    moment = now()
    projects = [
        Project(
            production=each,
            today=moment.astimezone(ZoneInfo(each.timezone)).date(),
            gaps=found.get(each.id, ()),
            stages=stages.get(each.id, ()),
            milestones=milestones.get(each.id, ()),
        )
        for each in mine
    ]
    people = {gap.user or "" for project in projects for gap in project.gaps}
    return Home(user, projects, tasks, await work.people.names(people - {""}), page)


async def _productions(work: Work, user: str) -> Sequence[Production]:
    """The productions whose record somebody may see, by name."""
    mine = await productions_of(work, Actor(user, "home"))
    return sorted(mine, key=lambda each: (each.name, each.id))


async def settings_of(work: Work, user: str, model: str | None) -> View:
    """What *Settings* opens; `model` is what the program's model is called, None without one."""
    mine = await _productions(work, user)
    ids = [each.id for each in mine]
    roles = await work.homes.roles(user)
    muted: dict[UUID, set[str]] = defaultdict(set)
    for rest in await work.nudges.rests(ids, user):
        if rest.kind and not rest.gap:
            muted[rest.production_id].add(rest.kind)
    reports = await work.homes.reports(ids)
    by_id = {each.id: each for each in mine}
    return forms.settings_modal(
        Settings(
            productions=[
                (each, _may_set_up(each, user, roles[each.id]), frozenset(muted[each.id]))
                for each in mine
            ],
            reports=[(by_id[report.production_id], report) for report in reports],
            names=await work.people.names(report.asked_by for report in reports),
            model=_model_words(model, on=(await work.home()).model_on),
        )
    )


def model_of(program: Program) -> str | None:
    """What the program's model is called, None without one."""
    return program.model.name if program.model else None


def _may_set_up(production: Production, user: str, roles: Iterable[str]) -> bool:
    """Whether *Set-up* is worth offering; whether it may be used is looked at when it is."""
    return user in (production.decider, production.created_by) or not set(MAY_CHANGE).isdisjoint(
        roles
    )


def _model_words(name: str | None, *, on: bool) -> str:
    if name is None:
        return "No model is set: notes are read by the built-in reader."
    state, other = ("reads along here", "off") if on else ("is switched off here", "on")
    return f"The model {name} {state}. An admin can switch it {other}: /scripty model {other}"


async def save_settings(
    work: Work, actor: Actor, muted: Sequence[str], seen: Sequence[str]
) -> None:
    """Keep what somebody doesn't want to be reminded of, in all their productions."""
    mine = await _productions(work, actor.user)
    await mute_kinds(work, actor, [each.id for each in mine], muted, seen)
