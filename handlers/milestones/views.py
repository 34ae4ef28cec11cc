"""The record of productions, gathered for their items and gaps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from handlers.milestones.record import Note, ProductionRecord, Source, grouped
from store.queries.milestones import Gathering
from store.tables import Conflict
from store.unit_of_work import Work

Rows = Mapping[UUID, Sequence[Any]]
Pair = tuple[Conflict, Sequence[UUID]]


async def record_of(work: Work, production_id: UUID) -> ProductionRecord:
    """The production with this id, which must exist, with what is closed too."""
    found = await _records(work, [production_id], everything=True)
    return found[production_id]


async def records(work: Work, production_ids: Iterable[UUID]) -> Mapping[UUID, ProductionRecord]:
    """These productions by id, with only what is open: the gaps are the same.

    As many statements for a thousand productions as for one.
    """
    return await _records(work, list(dict.fromkeys(production_ids)), everything=False)


async def everything(work: Work, production_ids: Iterable[UUID]) -> Mapping[UUID, ProductionRecord]:
    """These productions by id, with what is closed too."""
    return await _records(work, list(dict.fromkeys(production_ids)), everything=True)


async def _records(
    work: Work, wanted: Sequence[UUID], *, everything: bool
) -> Mapping[UUID, ProductionRecord]:
    if not wanted:
        return {}
    gathering = Gathering(work.milestones, wanted, everything=everything)
    conflicts = await _conflicts(gathering)
    notes = await gathering.notes([note for _, sides in conflicts for note in sides])
    said = await _said(gathering, notes, conflicts)
    milestones, cuts = await gathering.milestones(), await gathering.cuts()
    in_production = {each.id: each.production_id for each in milestones}
    in_production |= {each.id: each.production_id for each in cuts}
    of = [milestone.id for milestone in milestones]
    documents = await gathering.documents()
    current = [cut.id for cut in cuts if everything or cut.state == "current"]
    rows: Mapping[str, Rows] = {
        "milestones": _by_production(
            each for each in milestones if everything or each.state == "open"
        ),
        "waits": grouped(await gathering.waits(of), lambda row: in_production[row.milestone_id]),
        "added": _by_production(await gathering.added()),
        "rules": grouped(await gathering.rules(of), lambda row: in_production[row.milestone_id]),
        "cuts": _by_production(cuts),
        "reviews": _by_production(await gathering.reviews()),
        "notes": _by_production(notes),
        "tasks": _by_production(await gathering.tasks()),
        "conflicts": grouped(conflicts, lambda pair: pair[0].production_id),
        "approvals": _by_production(await gathering.approvals(current)),
        "asked": grouped(await gathering.asked(current), lambda row: in_production[row.cut_id]),
        "documents": _by_production(documents),
        "scenes": _by_production(await gathering.scenes()),
        "deliverables": _by_production(await gathering.deliverables()),
        "connections": _by_production(await gathering.connections()),
    }
    decided = await gathering.decided(
        [each.contradicted_by for each in documents if each.contradicted_by]
    )
    channels = _by_production(await gathering.channels())
    members = _by_production(await gathering.members())
    url = (await work.home()).url
    return {
        production.id: ProductionRecord(
            production=production,
            channels=[row.channel for row in channels.get(production.id, ())],
            roles={row.user_id: row.roles for row in members.get(production.id, ())},
            **{name: found.get(production.id, ()) for name, found in rows.items()},
            sources=said.sources,
            links=said.links,
            decided=decided,
            url=url,
        )
        for production in await gathering.productions()
    }


@dataclass(frozen=True)
class _Said:
    """The sources of notes by note, and the links of messages by message: of all productions
    together, since they are only looked up."""

    sources: Mapping[UUID, Sequence[Source]]
    links: Mapping[UUID, str]


async def _said(gathering: Gathering, notes: Sequence[Note], conflicts: Sequence[Pair]) -> _Said:
    """What is said of the newest note of each line, which speaks for the others, of drafts and of
    those in a conflict."""
    newest = {note.root: note.id for note in notes}  # by number, so the last one is the newest
    others = {note for _, sides in conflicts for note in sides}
    others.update(note.id for note in notes if note.state == "draft")
    sources = await gathering.sources([*others.difference(newest.values()), *newest.values()])
    links = await gathering.links(list({source.message_id for source in sources}))
    return _Said(grouped(sources, lambda source: source.note_id), links)


async def _conflicts(gathering: Gathering) -> Sequence[Pair]:
    conflicts = await gathering.conflicts()
    notes = grouped(
        await gathering.in_conflict([conflict.id for conflict in conflicts]),
        lambda row: row.conflict_id,
    )
    return [
        (conflict, [row.note_id for row in notes.get(conflict.id, ())]) for conflict in conflicts
    ]


def _by_production(rows: Iterable[Any]) -> Rows:
    return grouped(rows, _production)


def _production(row: Any) -> UUID:
    owner: UUID = row.production_id
    return owner
