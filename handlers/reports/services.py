"""What is asked of reports: one when a round is closed, and whenever somebody wants to see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from handlers.answers import show
from handlers.approvals.rules import path
from handlers.blocks import Message
from handlers.membership import member_here
from handlers.milestones.items import items
from handlers.milestones.views import record_of
from handlers.program import Actor
from handlers.reports.cards import Report, report_message, where
from handlers.reports.errors import (
    NoReviewError,
    NotPostedYetError,
    UnknownDeliverableError,
    UnknownVersionError,
)
from handlers.reports.rules import (
    MOST_ROUNDS,
    RoundFigures,
    RoundRecord,
    Wanted,
    figures,
    verdict_words,
)
from handlers.reviews.links import permalink
from handlers.reviews.rules import version_key
from store.clock import now
from store.tables import Cut, Note, Production, Review
from store.unit_of_work import Work

ROUND_REPORT = "round_report"


@dataclass(frozen=True)
class Round:
    """A review with its cut."""

    review: Review
    cut: Cut


async def report_round(work: Work, review: Review) -> None:
    """Show what a round that has just been closed achieved, in its thread."""
    assert review.closed_at is not None
    await show(
        work, f"report:{review.id}:{review.closed_at.isoformat()}", ROUND_REPORT,
        subject_id=review.id, channel=review.channel, thread_ts=review.thread_ts,
        asked_by=review.closed_by,
    )  # fmt: skip


async def report_asked_for(work: Work, channel: str, wanted: Wanted, actor: Actor) -> Message:
    """Say what these rounds achieved, and post it as a picture in the newest one's thread.

    Asked for twice, it is posted twice. Raises NoProductionError, NotAMemberError, NoReviewError,
    UnknownDeliverableError, UnknownVersionError, NotPostedYetError.
    """
    production = await member_here(work, channel, actor)
    rounds = _among(await _rounds(work, production), production, wanted)
    newest = rounds[-1].review
    if newest.thread_ts is None:
        raise NotPostedYetError(rounds[-1].cut.version)
    await show(
        work, f"report:{newest.id}:{uuid4()}", ROUND_REPORT,
        subject_id=newest.id, body={"rounds": [str(each.review.id) for each in rounds]},
        channel=newest.channel, thread_ts=newest.thread_ts, asked_by=actor.user,
    )  # fmt: skip
    link = permalink((await work.home()).url, newest.channel, newest.thread_ts, None)
    report = await _report(work, production, rounds)
    return report_message(report, where(rounds[-1].cut.version, link))


async def report_on(work: Work, review: Review, only: Iterable[str] | None = None) -> Report | None:
    """The report on a round and those before it, or on these `only`, as the record is now."""
    production = await work.productions.get(review.production_id)
    rounds = await _rounds(work, production)
    asked = None if only is None else set(only)
    chosen = (
        _until(rounds, review)
        if asked is None
        else [each for each in rounds if str(each.review.id) in asked]
    )
    return await _report(work, production, chosen) if chosen else None


async def _rounds(work: Work, production: Production) -> Sequence[Round]:
    """All rounds of a production, by version, those of one version by time."""
    cuts = {cut.id: cut for cut in await work.reviews.cuts(production.id)}
    reviews = await work.reviews.of_production(production.id)
    rounds = [Round(review, cuts[review.cut_id]) for review in reviews]
    return sorted(rounds, key=lambda each: (version_key(each.cut.version), each.review.created_at))


def _until(rounds: Sequence[Round], review: Review) -> Sequence[Round]:
    """A round and those before it of the same deliverable."""
    place = [each.review.id for each in rounds].index(review.id)
    deliverable = rounds[place].cut.deliverable
    return [each for each in rounds[: place + 1] if each.cut.deliverable == deliverable]


def _among(rounds: Sequence[Round], production: Production, wanted: Wanted) -> Sequence[Round]:
    """Those of the rounds that a command asks for."""
    if not rounds:
        raise NoReviewError(production.name)
    deliverable = _deliverable(rounds, wanted)
    rounds = [each for each in rounds if each.cut.deliverable == deliverable]
    if not wanted.first:
        return rounds
    versions = {version_key(each.cut.version): each.cut.version for each in rounds}
    for version in (wanted.first, wanted.last):
        if version_key(version) not in versions:
            raise UnknownVersionError(version, list(versions.values()))
    first, last = version_key(wanted.first), version_key(wanted.last)
    return [each for each in rounds if first <= version_key(each.cut.version) <= last]


def _deliverable(rounds: Sequence[Round], wanted: Wanted) -> str:
    """The one that was named, or else the one that was reviewed last."""
    if wanted.deliverable is None:
        return max(rounds, key=lambda each: each.review.created_at).cut.deliverable
    known = sorted({each.cut.deliverable for each in rounds})
    for name in known:
        if name.casefold() == wanted.deliverable.casefold():
            return name
    raise UnknownDeliverableError(wanted.deliverable, known)


async def _report(work: Work, production: Production, rounds: Sequence[Round]) -> Report:
    shown = rounds[-MOST_ROUNDS:]
    return Report(
        production=production.name,
        deliverable=rounds[-1].cut.deliverable,
        rounds=await _figures(work, production, shown),
        left_out=len(rounds) - len(shown),
    )


async def _figures(
    work: Work, production: Production, rounds: Sequence[Round]
) -> list[RoundFigures]:
    """Each round as the record has it now, counted."""
    by_round = {each.review.id: await work.notes.of_review(each.review.id) for each in rounds}
    notes = [note for of_one in by_round.values() for note in of_one]
    ids = [note.id for note in notes]
    tasks = await work.tasks.of_notes(ids)
    conflicts = await work.decisions.conflicts_of(ids)
    settled = await work.decisions.on_conflicts(conflict.id for conflict in conflicts)
    rejected, sourced = await _rejected(work, notes), await _sourced(work, ids)
    verdicts = await _verdicts(work, production, rounds)
    weightless = await _weightless(work, production)
    return [
        figures(
            RoundRecord(
                version=each.cut.version,
                notes=by_round[each.review.id],
                tasks=tasks,
                conflicts=[one for one in conflicts if one.review_id == each.review.id],
                settled=set(settled),
                rejected_before=rejected,
                sourced=sourced,
                weightless=weightless,
                has_path=bool(production.approvers),
                verdict=verdicts[each.cut.id],
            )
        )
        for each in rounds
    ]


async def _weightless(work: Work, production: Production) -> set[UUID]:
    """What is on an open milestone, and nobody has said what waits on it."""
    record = await record_of(work, production.id)
    today = now().astimezone(ZoneInfo(production.timezone)).date()
    found = items(record, today).values()
    return {item.id for each in found for item in each if not item.points.consequence}


async def _rejected(work: Work, notes: Iterable[Note]) -> set[UUID]:
    """Those of the notes that these repeat which were rejected."""
    repeated = {note.repeats for note in notes if note.repeats is not None}
    return {row.id for row in await work.notes.these(repeated) if row.state == "rejected"}


async def _sourced(work: Work, notes: Iterable[UUID]) -> set[UUID]:
    """Those of the notes whose words still stand in a message."""
    found = await work.notes.sources(notes)
    return {note for note, sources in found.items() if any(each.quote for each in sources)}


async def _verdicts(
    work: Work, production: Production, rounds: Sequence[Round]
) -> Mapping[UUID, str]:
    """What all verdicts on each cut come to, of a superseded one until then; empty where nobody
    was asked and nobody spoke."""
    cuts = [each.cut for each in rounds]
    given = await work.approvals.of_cuts(cut.id for cut in cuts)
    names = await work.people.names(production.approvers)
    said: dict[UUID, str] = {}
    for cut in cuts:
        own = [each for each in given if each.cut_id == cut.id]
        asked = own or await work.approvals.requests(cut.id)
        standing = path(production.approvers, cut.posted_by, own, at=cut.superseded_at)
        said[cut.id] = verdict_words(standing, names) if asked else ""
    return said
