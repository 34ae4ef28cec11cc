"""Milestones with their items, documents and nudges, as `scripty dump` prints them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.dump_values import plain, time
from handlers.documents.rules import stale_because
from handlers.milestones.gaps import Gap, gaps_among
from handlers.milestones.items import Item, items_of
from handlers.milestones.record import Known, ProductionRecord, grouped
from store.tables import Document, DocumentConfirmation, Milestone, Nudge

Json = dict[str, Any]


def milestones_of(record: ProductionRecord, at: datetime) -> list[Json]:
    """The milestones of a production, soonest first. Only open ones have items: with their six
    points and what of them is missing at this moment. `gaps` are those of the milestone itself."""
    known = Known(record)
    found = items_of(known, at.astimezone(ZoneInfo(record.production.timezone)).date())
    missing = grouped(gaps_among(known, found, at), lambda gap: gap.item.id)
    waits = grouped(record.waits, lambda wait: wait.milestone_id)
    return [
        _milestone(
            milestone,
            [item for item in found.get(milestone.id, ()) if item.kind != "milestone"],
            missing,
            sorted(str(wait.waits_for) for wait in waits.get(milestone.id, ())),
        )
        for milestone in record.milestones
    ]


def _milestone(
    milestone: Milestone,
    items: Sequence[Item],
    missing: Mapping[UUID, Sequence[Gap]],
    waits_for: Sequence[str],
) -> Json:
    return {
        "id": str(milestone.id),
        "name": milestone.name,
        "at": time(milestone.at),
        "day": plain(milestone.day),
        "time": milestone.time,
        "state": milestone.state,
        "consequence": milestone.consequence,
        "waits_for": waits_for,
        "moves": milestone.moves,
        "channel": milestone.channel,
        "created_by": milestone.created_by,
        "created_at": time(milestone.created_at),
        "closed_at": time(milestone.closed_at),
        "closed_by": milestone.closed_by,
        "gaps": [gap.kind for gap in missing.get(milestone.id, ())],
        "items": [_item(item, missing.get(item.id, ())) for item in items],
    }


def _item(item: Item, missing: Iterable[Gap]) -> Json:
    """`review_path` are the people who look at it, in order."""
    points = item.points
    return {
        "kind": item.kind,
        "id": str(item.id),
        "name": item.name,
        "title": item.title,
        "done": item.done,
        "points": {
            "source": points.source or None,
            "owner": points.owner or None,
            "due": plain(points.due),
            "consequence": points.consequence or None,
            "review_path": list(points.path),
            "approval": points.approval or None,
        },
        "gaps": [gap.kind for gap in missing],
    }


def documents_of(
    record: ProductionRecord,
    at: datetime,
    confirmed: Mapping[UUID, Sequence[DocumentConfirmation]],
) -> list[Json]:
    """The documents of a production, oldest first. `stale_because` is null while one holds, and
    of one that was replaced; `contradicted_by` is the number of a decision, `confirmed` who
    goes by each."""
    zone = record.production.timezone
    today = at.astimezone(ZoneInfo(zone)).date()

    def stale(document: Document) -> str | None:
        if document.replaced_by is not None:
            return None
        return stale_because(document, record.documents, today, zone, record.decided) or None

    return [
        {
            "id": str(document.id),
            "kind": document.kind,
            "link": document.link,
            "owner": document.owner,
            "fresh_until": plain(document.fresh_until),
            "fresh_written": document.fresh_written,
            "stale_because": stale(document),
            "replaced_by": plain(document.replaced_by),
            "contradicted_by": record.decided.get(document.contradicted_by, (None,))[0]
            if document.contradicted_by
            else None,
            "confirmed_by": [
                {"person": each.user_id, "at": time(each.at)}
                for each in confirmed.get(document.id, ())
            ],
            "channel": document.channel,
            "added_by": document.added_by,
            "added_at": time(document.added_at),
        }
        for document in record.documents
    ]


def nudge(row: Nudge) -> Json:
    """A message about gaps; `to` has either a channel or a user."""
    return {
        "id": str(row.id),
        "key": row.key,
        "to": {"channel": row.channel} if row.user_id is None else {"user": row.user_id},
        "at": time(row.at),
        "local_date": plain(row.local_date),
        "state": row.state,
        "reason": row.reason,
        "asked_for": row.asked_for,
        "sent_at": time(row.sent_at),
        "gaps": [
            {
                "kind": gap.kind,
                "item_id": str(gap.subject_id),
                "milestone_id": str(gap.milestone_id),
                "escalated": gap.escalated,
                "closed": gap.closed_at is not None,
                "closed_at": time(gap.closed_at),
                "closed_by": gap.closed_by,
            }
            for gap in row.gaps
        ],
    }
