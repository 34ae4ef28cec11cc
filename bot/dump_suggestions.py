"""Drafts with their suggestions, shot lists and transcripts, as `scripty dump` prints them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from bot.dump_values import plain, time
from handlers.suggestions.rules import repeats
from store.tables import Draft, ModelCall, Shot, Suggestion, Transcript

Json = dict[str, Any]


def drafts_of(
    drafts: Iterable[Draft],
    lines: Mapping[UUID, Sequence[Suggestion]],
    calls: Mapping[UUID, Sequence[ModelCall]],
    number_of: Mapping[UUID, int],
) -> list[Json]:
    """Drafts, oldest first, each with its `lines` in order and the `calls` of a model for it;
    `number_of` are the numbers of all suggestions by id."""
    return [
        _draft(draft, lines.get(draft.id, ()), number_of)
        | {"model_calls": [model_call(call) for call in calls.get(draft.id, ())]}
        for draft in drafts
    ]


def model_call(call: ModelCall) -> Json:
    """What a model was asked with, of a review or for a draft, and what that cost."""
    return {
        "prompt_version": call.prompt_version,
        "model": call.model,
        "outcome": call.outcome,
        "tokens_in": call.tokens_in,
        "tokens_out": call.tokens_out,
        "at": time(call.created_at),
    }


def shots_of(shots: Iterable[Shot], scene_number: Mapping[UUID, str]) -> list[Json]:
    """Shots, each with the number of its `scene`; those that were dropped too."""
    return [
        {
            "id": str(each.id),
            "scene": scene_number.get(each.scene_id),
            "number": each.number,
            "text": each.text,
            "reason": each.reason,
            "suggestion_id": plain(each.suggestion_id),
            "added_by": each.added_by,
            "added_at": time(each.added_at),
            "dropped_at": time(each.dropped_at),
            "dropped_by": each.dropped_by,
        }
        for each in shots
    ]


def transcripts_of(transcripts: Iterable[Transcript]) -> list[Json]:
    """Transcripts with everything that is said in them; times are milliseconds."""
    return [
        {
            "id": str(each.id),
            "file_id": each.file_id,
            "name": each.name,
            "channel": each.channel,
            "ts": each.ts,
            "permalink": each.permalink,
            "seconds": each.seconds,
            "cues": each.cues,
            "added_by": each.added_by,
            "added_at": time(each.added_at),
        }
        for each in transcripts
        if each.cues  # those that are about to be read have none yet
    ]


def _draft(draft: Draft, lines: Sequence[Suggestion], number_of: Mapping[UUID, int]) -> Json:
    return {
        "id": str(draft.id),
        "kind": draft.kind,
        "state": draft.state,
        "title": draft.title,
        "subject": {"kind": draft.subject_kind, "id": plain(draft.subject_id)},
        "context": draft.context,
        "progress": draft.progress,
        "drafted_by": draft.drafted_by,
        "model": draft.model,
        "prompt_version": draft.prompt_version,
        "fallback": draft.fallback,
        "dropped": draft.dropped,
        "asked_by": draft.asked_by,
        "cancelled_by": draft.cancelled_by,
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
        "becomes": each.becomes,
        "needs_person": each.needs_person,
        "source": {
            "kind": each.source_kind,
            "id": plain(each.source_id),
            "name": each.source_name,
            "link": each.source_link,
        },
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
