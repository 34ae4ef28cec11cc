"""Where productions stand, gathered from the record."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.approvals.rules import overall, path
from handlers.documents.rules import stale_because, standing
from handlers.procedure.criteria import Facts
from handlers.procedure.standing import StagesView, stages_of
from store.clock import now
from store.queries.milestones import Gathering
from store.tables import Approval, Cut, Deliverable, Document, Production, Scene
from store.unit_of_work import Work


async def stages_views(work: Work, productions: Sequence[Production]) -> Mapping[UUID, StagesView]:
    """Where each of these productions stands. As many statements for a hundred as for one."""
    ids = [each.id for each in productions]
    stages = await work.procedures.stages(ids)
    begun = [each for each in productions if each.id in stages]
    ids = [each.id for each in begun]
    criteria = await work.procedures.criteria([row.id for each in ids for row in stages[each]])
    members = _by(
        await Gathering(work.milestones, ids, everything=False).members(), "production_id"
    )
    found = await facts_of(work, begun)
    users = {one.user_id for each in members.values() for one in each}
    users |= {person for each in ids for row in stages[each] for person in (row.owner, row.done_by)
              if person}  # fmt: skip
    users |= {one.met_by for each in criteria.values() for one in each if one.met_by}
    names = await work.people.names(users)
    views = {
        each.id: stages_of(
            each, stages[each.id], criteria, members.get(each.id, ()), found[each.id], names
        )
        for each in begun
    }
    return {each.id: views.get(each.id) or StagesView(each) for each in productions}


async def facts_of(work: Work, productions: Sequence[Production]) -> Mapping[UUID, Facts]:
    """What the criteria of these productions are read from."""
    ids = [each.id for each in productions]
    if not ids:
        return {}
    gathering = Gathering(work.milestones, ids, everything=False)
    all_documents = await gathering.documents()
    documents = _by(all_documents, "production_id")
    decided = await gathering.decided(
        [each.contradicted_by for each in all_documents if each.contradicted_by]
    )
    current = [each for each in await gathering.cuts() if each.state == "current"]
    cuts = _by(current, "production_id")
    given = _by(await gathering.approvals([each.id for each in current]), "cut_id")
    conflicts = _by(await gathering.conflicts(), "production_id")
    scenes = _by(await gathering.scenes(), "production_id")
    deliverables = _by(await gathering.deliverables(), "production_id")
    undecided = await work.procedures.undecided(ids)
    unfinished = await work.procedures.unfinished(ids)
    return {
        each.id: facts(
            each,
            documents.get(each.id, ()),
            scenes.get(each.id, ()),
            deliverables.get(each.id, ()),
            cuts.get(each.id, ()),
            given,
            decided,
            undecided=undecided.get(each.id, 0),
            conflicts=len(conflicts.get(each.id, ())),
            unfinished=unfinished.get(each.id, 0),
        )
        for each in productions
    }


def facts(
    production: Production,
    documents: Sequence[Document],
    scenes: Sequence[Scene],
    deliverables: Sequence[Deliverable],
    cuts: Sequence[Cut],
    given: Mapping[UUID, Sequence[Approval]],
    decided: Mapping[UUID, tuple[int, datetime]],
    **counts: int,
) -> Facts:
    """The facts of one production: `cuts` are the current ones, `given` the verdicts by cut, oldest
    first; those on other cuts are left out. `decided` is the number of the decisions that
    contradict documents, and when they were made."""
    zone = production.timezone
    today = now().astimezone(ZoneInfo(zone)).date()
    return Facts(
        today=today,
        documents=documents,
        stale={
            each.id: stale_because(each, documents, today, zone, decided)
            for each in standing(documents)
        },
        scenes=scenes,
        deliverables=deliverables,
        cuts=cuts,
        verdicts={
            cut.id: overall(path(production.approvers, cut.posted_by, given.get(cut.id, ())))
            for cut in cuts
        },
        **counts,
    )


def _by(rows: Collection[Any], owner: str) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, owner), []).append(row)
    return found
