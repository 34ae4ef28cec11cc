"""Drafts with their suggestions, as `scripty dump` prints them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from bot.dump_values import plain, time
from handlers.suggestions.rules import repeats
from store.tables import Draft, Suggestion

Json = dict[str, Any]


def drafts_of(
    drafts: Iterable[Draft],
    lines: Mapping[UUID, Sequence[Suggestion]],
    number_of: Mapping[UUID, int],
) -> list[Json]:
    """Drafts, oldest first, each with its `lines` in order; `number_of` are the numbers of all
    suggestions by id."""
    return [_draft(draft, lines.get(draft.id, ()), number_of) for draft in drafts]


def _draft(draft: Draft, lines: Sequence[Suggestion], number_of: Mapping[UUID, int]) -> Json:
    return {
        "id": str(draft.id),
        "kind": draft.kind,
        "title": draft.title,
        "drafted_by": draft.drafted_by,
        "asked_by": draft.asked_by,
        "made_at": time(draft.made_at),
        "channel": draft.channel,
        "thread_ts": draft.thread_ts,
        "source": {
            "channel": draft.source_channel,
            "ts": draft.source_ts,
            "permalink": draft.source_permalink,
        },
        "suggestions": [_suggestion(each, number_of) for each in lines],
    }


def _suggestion(each: Suggestion, number_of: Mapping[UUID, int]) -> Json:
    """`repeats` is the number of the rejected suggestion that a "merged" one was folded under;
    `reason` is why it was drafted, `decision_reason` why it was rejected."""
    earlier = repeats(each)
    detail = {key: value for key, value in (each.detail or {}).items() if key != "repeats"}
    return {
        "id": str(each.id),
        "number": each.number,
        "state": each.state,
        "text": each.text,
        "quote": each.quote,
        "owner": each.owner,
        "owner_written": each.owner_written,
        "due": plain(each.due),
        "due_written": each.due_written,
        "next_action": each.next_action,
        "reason": each.reason,
        "detail": detail or None,
        "task_id": plain(each.task_id),
        "edited_by": each.edited_by,
        "decided_by": each.decided_by,
        "decided_at": time(each.decided_at),
        "decision_reason": each.decision_reason,
        "repeats": number_of.get(earlier) if earlier else None,
    }
