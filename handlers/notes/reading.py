"""The built-in reader: from the messages of a review thread to draft notes, without a model.

A pure function of its arguments. What it finds is a proposal; people accept or reject it.
The rules it follows are sections 1 and 2 of `product.md`: quotes are verbatim, owners and dates
only those that words name, and what is ambiguous becomes a question.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from handlers.notes.reader.answers import settle_answers
from handlers.notes.reader.drafts import Draft, Heard, sort_key, written_at
from handlers.notes.reader.gathering import BOT, Around, notes_of
from handlers.notes.reader.kinds import is_hard_fault, is_praise, says_please
from handlers.notes.reader.likeness import relate
from handlers.notes.reader.markup import mark
from handlers.notes.reader.moments import find_moments
from handlers.notes.reader.replies import (
    correct_date,
    correct_moment,
    hear_claims,
)
from handlers.notes.reader.retractions import retractions, take_back
from handlers.notes.reader.splitting import pieces
from handlers.notes.reader.weight import needs_person, priority_of
from handlers.notes.reader.wording import asked, next_action, reason_in
from handlers.notes.timecode import rate_said
from store.types import (
    FoundNote,
    NeedsPerson,
    Priority,
    Reading,
    ReadingContext,
    Source,
    ThreadMessage,
    Timecode,
    Unclear,
)

_ADDRESSES = re.compile(r"\W{0,4}@\w")
_TO_THE_MAKERS = re.compile(r"\byour\b", re.IGNORECASE)
_FRAME_RATE = "frame rate"
_TIMED_IN_A_REVIEW = 3
_LEAST_TELLING_FIRST: tuple[Priority, ...] = ("should", "could", "must")
"""Of what several people say: "should" is also what is read where nobody says."""


def read(messages: Sequence[ThreadMessage], context: ReadingContext) -> Reading:
    """Find the notes in a thread.

    Messages are read in the order they were written, whatever order they come in. Those without
    a user and those of bots (`U0BOT`, `B0…`) hold no notes. Never raises, whatever the text;
    the work grows with the length of the thread.
    """
    in_order = _in_order(messages)
    context = _with_rate_said(context, in_order)
    thread = [_hear(order, m, context) for order, m in enumerate(in_order)]
    drafts: list[Draft] = []
    for heard in thread:
        drafts.extend(_read_message(heard, thread, drafts, context))
    settle_answers(drafts, thread)
    relate(drafts)
    notes = _finished(drafts, context)
    noted = {source.ts for note in notes for source in note.sources}
    return Reading(
        notes=notes,
        chatter=tuple(h.message.ts for h in thread if h.message.ts not in noted),
        unclear=tuple(_unclear(thread, drafts)),
    )


def is_human(user: str) -> bool:
    """Whether a message of this user can hold notes: a person, not a bot and not Slack itself."""
    return bool(user) and user != BOT and not user.startswith("B0")


def _in_order(messages: Iterable[ThreadMessage]) -> list[ThreadMessage]:
    return sorted(set(messages), key=sort_key)


def _with_rate_said(context: ReadingContext, messages: Sequence[ThreadMessage]) -> ReadingContext:
    """Where nobody set the cut's frame rate, what somebody says in the thread counts."""
    if context.fps is not None:
        return context
    said = (rate_said(m.text) for m in reversed(messages) if is_human(m.user))
    return replace(context, fps=next((rate for rate in said if rate), None))


def _hear(order: int, message: ThreadMessage, context: ReadingContext) -> Heard:
    marked = mark(message.text)
    human = is_human(message.user)
    return Heard(
        order=order,
        message=message,
        marked=marked,
        pieces=pieces(marked.mask) if human else (),
        moments=find_moments(marked.mask, context.fps, context.start_timecode) if human else (),
        written_at=written_at(message),
    )


def _read_message(
    heard: Heard, thread: Sequence[Heard], drafts: Sequence[Draft], context: ReadingContext
) -> list[Draft]:
    if not heard.pieces:
        return []
    if correct_moment(heard, drafts) or correct_date(heard, drafts, context.timezone):
        return []
    before = heard.order - 1
    asked_before = any(d.heard.order == before and d.kind == "question" for d in drafts[-20:])
    asked_before = asked_before or (before >= 0 and "?" in thread[before].marked.mask)
    taking_back = retractions(heard)
    strangers = _of_strangers(thread, context)
    if strangers and _is_among_viewers(heard):
        return []
    around = Around(asked_before, strangers, taking_back)
    fresh = list(notes_of(heard, context, drafts, around))
    for piece in taking_back:
        take_back(piece, heard, [*drafts, *fresh])
    hear_claims(heard, fresh, drafts, context)
    return fresh


def _of_strangers(thread: Sequence[Heard], context: ReadingContext) -> bool:
    """Whether nobody is known to work on the film, and nobody goes through it by the clock: a
    remark at a moment is then as likely an audience's as a reviewer's."""
    if context.members:
        return False
    timed = islice((heard for heard in thread if heard.moments), _TIMED_IN_A_REVIEW)
    return len(list(timed)) < _TIMED_IN_A_REVIEW


def _is_among_viewers(heard: Heard) -> bool:
    """Whether one of an audience talks to another, and asks and points at nothing."""
    said = heard.marked.mask
    if heard.moments or not _ADDRESSES.match(said) or _TO_THE_MAKERS.search(said):
        return False
    return not (says_please(said) or is_hard_fault(said) or is_praise(said))


def _finished(drafts: Sequence[Draft], context: ReadingContext) -> tuple[FoundNote, ...]:
    kept = [d for d in drafts if not d.withdrawn and d.twin_of is None]
    numbers = {id(draft): number for number, draft in enumerate(kept, start=1)}
    twins: dict[int, list[Draft]] = {}
    for draft in drafts:
        if not draft.withdrawn and draft.twin_of is not None:
            twins.setdefault(id(draft.twin_of), []).append(draft)
    settled = _settled_conflicts(drafts)
    return tuple(
        _note(number, draft, twins.get(id(draft), []), numbers, settled, context)
        for number, draft in enumerate(kept, start=1)
    )


def _settled_conflicts(drafts: Sequence[Draft]) -> set[int]:
    """Drafts whose disagreement a later decision about the same thing has settled."""
    settled: set[int] = set()
    decided: set[str] = set()
    for draft in reversed(drafts):
        if draft.kind == "decision" and not draft.withdrawn:
            decided |= draft.words
        elif draft.words & decided:
            settled.add(id(draft))
    return settled


def _note(
    number: int,
    draft: Draft,
    twins: Sequence[Draft],
    numbers: dict[int, int],
    settled: set[int],
    context: ReadingContext,
) -> FoundNote:
    group = [draft, *twins]
    roles = {m.user: m.roles for m in context.members}
    needs = _needs(group, roles)
    actionable = draft.kind == "change" or (
        draft.kind in ("question", "risk") and not any(d.settled for d in group)
    )
    words_said = draft.heard.message.text[draft.start : draft.end]
    owner = next((d.owner for d in group if d.owner), None)
    due = next((d.due for d in group if d.due), None)
    note = FoundNote(
        number=number,
        kind=draft.kind,
        topic=draft.topic,
        actionable=actionable,
        text=asked(words_said, draft.kind, context.members, owner, due),
        sources=tuple(_source(d) for d in group),
        timecode=_most_exact([d.timecode for d in group if d.timecode]),
        scene=next((d.scene for d in group if d.scene), None),
        owner=owner,
        due=due,
        priority=_priority(group),
        needs_person=needs,
        conflicts_with=_conflicts(group, number, numbers, settled),
        reason=reason_in(words_said, context.members),
    )
    return replace(note, next_action=next_action(note, context.decider))


def _needs(group: Sequence[Draft], roles: Mapping[str, Sequence[str]]) -> tuple[NeedsPerson, ...]:
    """Whatever anybody who asked for it touched on; taste only where nothing harder is named."""
    found = {
        subject
        for draft in group
        for subject in needs_person(
            draft.text, draft.kind, from_client="client" in roles.get(draft.author, ())
        )
    }
    return tuple(sorted(found - {"taste"} if len(found) > 1 else found))


def _most_exact(codes: Sequence[Timecode]) -> Timecode | None:
    """Of what several people wrote of one moment, a range says more than a minute."""
    return next((code for code in codes if code.end_seconds is not None), next(iter(codes), None))


def _priority(group: Sequence[Draft]) -> Priority:
    found = [priority_of(d.text, d.heading) for d in group if d.kind != "praise"]
    return max(found, key=_LEAST_TELLING_FIRST.index, default="should")


def _conflicts(
    group: Sequence[Draft], number: int, numbers: dict[int, int], settled: set[int]
) -> tuple[int, ...]:
    found = {
        numbers.get(id(other.twin_of or other), number)
        for draft in group
        if id(draft) not in settled
        for other in draft.opposes
        if not other.withdrawn and id(other) not in settled
    }
    return tuple(sorted(found - {number}))


def _source(draft: Draft) -> Source:
    message = draft.heard.message
    quote = message.text[draft.start : draft.end]
    return Source(message.ts, message.user, quote, draft.start, draft.end)


def _unclear(thread: Sequence[Heard], drafts: Sequence[Draft]) -> list[Unclear]:
    """What to ask: of each message what nobody has made clear since, of a thread its rate once."""
    asks: dict[tuple[str, str], None] = {}
    timed: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.timecode:
            timed.setdefault(draft.heard.order, []).append(draft)
    rate_asked = False
    for heard in thread:
        for moment in (moment for moment in heard.moments if moment.ask):
            if any(d.start <= moment.start < d.end for d in timed.get(heard.order, ())):
                continue
            about_rate = _FRAME_RATE in moment.ask
            if not (about_rate and rate_asked):
                asks[heard.message.ts, moment.ask] = None
            rate_asked = rate_asked or about_rate
    return [Unclear(ts, ask) for ts, ask in asks]
