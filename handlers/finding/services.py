"""Looking words up in everything that the productions of a person keep."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.documents.views import stale_reasons
from handlers.finding.errors import NothingToSearchError
from handlers.finding.rules import Hit, any_of, corrected, excerpt, marked
from handlers.membership import NotAMemberError, productions_of
from handlers.people import MENTION
from handlers.program import Actor
from handlers.reviews.links import permalink
from handlers.text import day, day_of_month, name_of, one_line, plain
from store.clock import now
from store.queries.finding import KINDS, Match
from store.tables import (
    Decision,
    Deliverable,
    Document,
    Message,
    Milestone,
    Note,
    NoteSource,
    Production,
    Scene,
    Stage,
    Task,
    Workspace,
)
from store.types import CLOSED, HitKind
from store.unit_of_work import Work

MOST_PRODUCTIONS = 50
"""Searched at once: that of the channel, then the newest."""

WORDS = 200
"""Characters of a hit that are shown."""


@dataclass(frozen=True)
class Found:
    """What was found: some of it, how much there is, and by which words, where they aren't those
    that were asked for (`instead`)."""

    hits: Sequence[Hit]
    total: int = 0
    instead: str = ""


async def searched(work: Work, actor: Actor, channel: str) -> Sequence[Production]:
    """The productions in which this person may look: that of the channel first, then the newest.

    Raises NothingToSearchError, NotAMemberError for whoever asks in the channel of a production
    and belongs to none.
    """
    here = await work.productions.of_channel(channel)
    own = [*await productions_of(work, actor)][::-1]
    if not own and here is not None:
        raise NotAMemberError(here)
    if not own:
        raise NothingToSearchError
    first = [each for each in own if here is not None and each.id == here.id]
    return [*first, *(each for each in own if each not in first)][:MOST_PRODUCTIONS]


async def search(
    work: Work,
    production_ids: Sequence[UUID],
    words: str,
    limit: int = 10,
    offset: int = 0,
    *,
    kinds: Collection[HitKind] = KINDS,
) -> Sequence[Hit]:
    """What has these words in these productions: of the first production first, then what fits
    best. Who may see them is asked before (`searched`)."""
    return (await look(work, production_ids, words, limit, offset, kinds=kinds)).hits


async def look(
    work: Work,
    production_ids: Sequence[UUID],
    words: str,
    limit: int = 10,
    offset: int = 0,
    *,
    kinds: Collection[HitKind] = KINDS,
) -> Found:
    """The same, and how much there is altogether."""
    found = await work.finding.matching(
        production_ids, words, kinds=kinds, limit=limit, offset=offset
    )
    hits = await _hits(work, found, words)
    return Found(hits, found[0].total if found else 0)


async def nearest(
    work: Work,
    production_ids: Sequence[UUID],
    words: str,
    limit: int,
    *,
    kinds: Collection[HitKind] = KINDS,
) -> Found:
    """What comes near where nothing has all of the words: what has the same words spelt as in the
    record, or else some of them."""
    better = corrected(words, await work.finding.titles(production_ids))
    for instead in filter(None, (better, any_of(words), any_of(better))):
        found = await look(work, production_ids, instead, limit, kinds=kinds)
        if found.hits:
            return Found(found.hits, found.total, instead.replace(" or ", " "))
    return Found(())


async def numbers_with(work: Work, production_id: UUID, words: str, limit: int) -> list[int]:
    """The numbers of the production's decisions that have these words."""
    found = await work.finding.matching([production_id], words, kinds=["decision"], limit=limit)
    rows = await work.finding.rows(found)
    return [rows[each.id].number for each in found if each.id in rows]


@dataclass(frozen=True)
class _Around:
    """What hits are told with: their productions, people's names, what hangs on them."""

    productions: Mapping[UUID, Production]
    names: Mapping[str, str]
    home: Workspace
    words: str
    said: Mapping[UUID, tuple[NoteSource, Message]]
    tasks: Mapping[UUID, Task]
    superseded: Mapping[UUID, int]
    shown: Mapping[UUID, tuple[str, str]]
    stale: Mapping[UUID, str]

    def name(self, user: str | None) -> str:
        return name_of(user, self.names) if user else ""

    def date(self, when: date | None, production_id: UUID) -> str:
        if when is None:
            return ""
        return day(when, _today(self.productions[production_id]))

    def place(self, subject: UUID) -> str:
        """Where a thing stands in Slack."""
        channel, ts = self.shown.get(subject, ("", ""))
        return permalink(self.home.url, channel, ts, None) if ts else ""


async def _hits(work: Work, found: Sequence[Match], words: str) -> list[Hit]:
    """The matches with everything that their lines show, in a few statements however many."""
    if not found:
        return []
    rows = await work.finding.rows(found)
    notes = [row for row in rows.values() if isinstance(row, Note)]
    said = await work.finding.said([note.id for note in notes])
    tasks = await work.finding.tasks_of([note.root for note in notes])
    productions = await work.finding.productions({each.production_id for each in found})
    around = _Around(
        productions,
        await work.people.names(_people(rows.values(), said, tasks)),
        await work.home(),
        words,
        said,
        tasks,
        await work.finding.superseded([i for i, row in rows.items() if isinstance(row, Decision)]),
        await work.finding.shown(rows),
        await stale_reasons(
            work, productions, [row for row in rows.values() if isinstance(row, Document)]
        ),
    )
    hits = [(each, rows[each.id]) for each in found if each.id in rows]
    return [_hit(match, row, around) for match, row in hits]


def _people(
    rows: Collection[Any],
    said: Mapping[UUID, tuple[NoteSource, Message]],
    tasks: Mapping[UUID, Task],
) -> set[str]:
    """Everybody who is named in the lines."""
    people = {getattr(row, "owner", None) or "" for row in [*rows, *tasks.values()]}
    people |= {row.decided_by or "" for row in rows if isinstance(row, Decision | Note)}
    people |= {source.user_id for source, _ in said.values()}
    for row in rows:
        if isinstance(row, Message):
            people |= {row.user_id, *(each["user"] for each in MENTION.finditer(row.text))}
    return people - {""}


def _hit(match: Match, row: Any, around: _Around) -> Hit:
    production = around.productions[match.production_id]
    told = _TOLD[match.kind](row, around)
    return Hit(
        kind=match.kind,
        id=match.id,
        production_id=match.production_id,
        production=production.name,
        **told,
    )


def _note(note: Note, around: _Around) -> dict[str, Any]:
    source, message = around.said.get(note.id, (None, None))
    task = around.tasks.get(note.root)
    owner, due = (task.owner, task.due) if task else (note.owner, note.due)
    state = f"{note.state}, T{task.number} {task.state}" if task else note.state
    quote = source.quote if source else ""
    return {
        "label": f"N{note.number}",
        "words": _words(around, note.text or quote, quote, note.reason, note.decision_reason),
        "facts": _facts(state, _because(note)),
        "link": message.permalink if message else around.place(note.id),
        "owner": around.name(owner),
        "said_by": around.name(source.user_id) if source else "",
        "closed": note.state == "rejected" or (task is not None and task.state in CLOSED),
        "day": around.date(due, note.production_id),
    }


def _because(note: Note) -> str:
    reason = one_line(note.decision_reason or "")
    return f"because: {reason}" if reason and note.state == "rejected" else ""


def _task(task: Task, around: _Around) -> dict[str, Any]:
    return {
        "label": f"T{task.number}",
        "words": _words(around, task.title, task.next_action, task.context, task.closed_reason),
        "facts": _facts(task.state),
        "link": task.source_permalink or around.place(task.id),
        "owner": around.name(task.owner),
        "closed": task.state in CLOSED,
        "day": around.date(task.due, task.production_id),
    }


def _decision(decision: Decision, around: _Around) -> dict[str, Any]:
    production = around.productions[decision.production_id]
    on = decision.at.astimezone(ZoneInfo(production.timezone)).date()
    later = around.superseded.get(decision.id)
    reason = one_line(decision.why)
    return {
        "label": f"D{decision.number}",
        "words": _words(around, decision.what, decision.next_action),
        "facts": _facts(
            day_of_month(on, _today(production)),
            f"because: {reason}" if reason else "",
            f"superseded by D{later}" if later else "",
        ),
        "link": decision.source_permalink or around.place(decision.id),
        "decided_by": around.name(decision.decided_by),
    }


def _milestone(milestone: Milestone, around: _Around) -> dict[str, Any]:
    when = around.date(milestone.day, milestone.production_id)
    return {
        "label": milestone.name,
        "words": _words(around, "", milestone.consequence),
        "facts": _facts("milestone", "" if milestone.state == "open" else milestone.state),
        "link": around.place(milestone.id),
        "source": "card",
        "day": f"{when} {milestone.time}" if milestone.time else when,
    }


def _deliverable(made: Deliverable, around: _Around) -> dict[str, Any]:
    return {
        "label": made.name,
        "words": _words(around, made.specification, made.audience),
        "facts": _facts("deliverable", "delivered" if made.delivered_at else ""),
        "link": around.place(made.id),
        "source": "card",
        "owner": around.name(made.owner),
        "day": around.date(made.due, made.production_id),
    }


def _scene(scene: Scene, around: _Around) -> dict[str, Any]:
    others = (scene.purpose, scene.audience, scene.constraints, scene.outcome)
    return {
        "label": f"scene {scene.number}",
        "words": _words(around, scene.title or scene.purpose, *others),
        "facts": _facts("ready" if scene.ready else "not ready", scene.footage),
        "link": around.place(scene.id),
        "source": "card",
        "owner": around.name(scene.owner),
    }


def _document(document: Document, around: _Around) -> dict[str, Any]:
    until, because = document.fresh_until, around.stale.get(document.id, "")
    return {
        "label": document.kind,
        "words": "",
        "facts": _facts(f"stale: {because}" if because else ""),
        "link": document.link,
        "source": "document",
        "owner": around.name(document.owner),
        "day": around.date(until, document.production_id),
    }


def _stage(stage: Stage, around: _Around) -> dict[str, Any]:
    role = f"owned by whoever is {stage.owner_role}" if stage.owner_role and not stage.owner else ""
    return {
        "label": stage.name,
        "words": _words(around, "", *stage.outputs),
        "facts": _facts(f"stage, {stage.state}", role),
        "link": around.place(stage.id),
        "source": "card",
        "owner": around.name(stage.owner),
    }


def _message(message: Message, around: _Around) -> dict[str, Any]:
    text = one_line(plain(message.text, around.names))
    return {
        "label": "",
        "words": excerpt(text, around.words, WORDS),
        "link": message.permalink,
        "said_by": around.name(message.user_id),
    }


_TOLD: Mapping[HitKind, Any] = {
    "decision": _decision,
    "note": _note,
    "task": _task,
    "milestone": _milestone,
    "deliverable": _deliverable,
    "scene": _scene,
    "document": _document,
    "stage": _stage,
    "message": _message,
}


def _today(production: Production) -> date:
    return now().astimezone(ZoneInfo(production.timezone)).date()


def _words(around: _Around, title: str, *others: str | None) -> str:
    """What a thing says: its title, and where the words stand elsewhere in it, these too."""
    called = excerpt(title, around.words, WORDS)
    if any(hit for _, hit in marked(called, around.words)):
        return called
    for each in others:
        if each and any(hit for _, hit in marked(each, around.words)):
            more = excerpt(each, around.words, WORDS)
            return f"{called} (“{more}”)" if called and more not in called else more
    return called


def _facts(*facts: str) -> tuple[str, ...]:
    return tuple(fact for fact in facts if fact)
