"""Decisions: logged from a message, heard from the decider, listed, superseded, never erased.

Readings must never reach this module: only what a person did is recorded here.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.answers import show
from handlers.blocks import Message, View
from handlers.documents.contradicting import change_by_decision
from handlers.documents.rules import standing as standing_documents
from handlers.finding.services import numbers_with
from handlers.membership import member_here
from handlers.notes.folding import one_save_at_a_time
from handlers.people import MENTION
from handlers.program import Actor
from handlers.record import forms
from handlers.record.about_notes import overturned
from handlers.record.cards import WHAT_LIMIT, DecisionView, Looked, decision_list
from handlers.record.errors import (
    AlreadyLoggedError,
    AlreadySupersededError,
    DecisionNotFoundError,
    NotTheirDecisionError,
    NoWordsError,
)
from handlers.record.finding import MOST_FOUND, matching
from handlers.record.forms import Entered, Origin
from handlers.record.recording import record_decision
from handlers.reviews.links import permalink
from handlers.text import one_line, plain, shorten
from store.clock import now
from store.tables import Decision, Note, NoteSource, Production
from store.tables import Message as Written
from store.unit_of_work import Work

CARD = "decision_card"

_DONE_BY_RECORDING = frozenset(
    {"Record the decision", "Settle the conflict", "Let the decider settle the conflict"}
)
"""What the reader proposes to do about a note of a decision: nothing of it is left to do."""


async def log_form(work: Work, actor: Actor, origin: Origin, text: str, author: str) -> View:
    """The form of *Log a decision*, filled in from a message of `author` as Slack delivers it.

    Raises NoProductionError, NotAMemberError, GuestError.
    """
    production = await member_here(work, origin.channel, actor)
    names = await work.people.names(found["user"] for found in MENTION.finditer(text))
    decider = author if await _may_have_decided(work, production, author) else None
    decisions = await work.decisions.of_production(production.id)
    documents = standing_documents(await work.milestones.documents(production.id))
    return forms.log_modal(plain(text, names), decider, standing(decisions), origin, documents)


async def log_decision(work: Work, actor: Actor, entered: Entered, origin: Origin) -> Decision:
    """Record what was decided in a message; the thread is told.

    Raises NoProductionError, NotAMemberError, GuestError, NoWordsError, NotTheirDecisionError,
    AlreadyLoggedError, AlreadySupersededError, DecisionNotFoundError.
    """
    production = await member_here(work, origin.channel, actor)
    if not entered.what:
        raise NoWordsError
    if not await _may_have_decided(work, production, entered.decided_by):
        person = (await work.people.known([entered.decided_by])).get(entered.decided_by)
        raise NotTheirDecisionError(production.name, bot=person is not None and person.is_bot)
    await one_save_at_a_time(work, production.id)  # as whatever else records a decision
    known = await work.decisions.of_production(production.id)
    earlier = _to_supersede(known, entered)
    if earlier is None:
        _refuse_twice(known, entered, origin)
    review = await work.reviews.of_thread(origin.channel, origin.thread_ts or origin.ts)
    decision = await record_decision(
        work, production.id, actor,
        what=entered.what, why=entered.why, next_action=entered.next_action, origin="logged",
        decided_by=entered.decided_by, supersedes=earlier.id if earlier else None,
        cut_id=review.cut_id if review else None,
        source_channel=origin.channel, source_ts=origin.ts,
        source_permalink=permalink(
            (await work.home()).url, origin.channel, origin.ts, origin.thread_ts
        ),
    )  # fmt: skip
    await change_by_decision(work, actor, decision, entered.changes)
    await show(
        work, f"decision:{decision.id}", CARD,
        subject_id=decision.id, channel=origin.channel,
        thread_ts=origin.thread_ts or origin.ts, asked_by=actor.user,
    )  # fmt: skip
    return decision


async def record_words(work: Work, note: Note, actor: Actor) -> Decision | None:
    """Record what the decider decided in their own words, once a person accepted the note of it.

    Nothing is recorded of a note of another kind, of somebody else's words unless the decider
    accepted them, or twice of one note.
    """
    production = await work.productions.get(note.production_id)
    if note.kind != "decision" or production.decider is None:
        return None
    sources = (await work.notes.sources([note.id])).get(note.id, ())
    own = [source for source in sources if source.user_id == production.decider]
    if not own and actor.user != production.decider:
        return None
    if await _is_recorded(work, note):
        return None
    source = next(iter([*own, *sources]), None)
    message = await work.reviews.find(Written, source.message_id) if source else None
    review = await work.reviews.get(note.review_id)
    return await record_decision(
        work, note.production_id, actor,
        what=await _words_of(work, note, source), why=note.reason,
        next_action="" if note.next_action in _DONE_BY_RECORDING else note.next_action,
        origin="words", decided_by=production.decider, note_id=note.id, cut_id=review.cut_id,
        supersedes=await overturned(work, [note]),
        source_channel=message.channel if message else review.channel,
        source_ts=message.ts if message else None,
        source_permalink=message.permalink if message else "",
    )  # fmt: skip


async def decisions_message(work: Work, production: Production, looked: Looked) -> Message:
    """A page of a production's decisions, newest first."""
    decisions = await work.decisions.of_production(production.id)
    if looked.words:
        found = await _about(work, production, decisions, looked.words)
        looked = Looked([each.number for each in found], looked.page, looked.words)
    else:
        wanted = None if looked.numbers is None else set(looked.numbers)
        found = [each for each in decisions[::-1] if wanted is None or each.number in wanted]
    people = {user for each in found for user in (each.decided_by, each.logged_by)}
    today = now().astimezone(ZoneInfo(production.timezone)).date()
    return decision_list(
        viewed(found, decisions), production, await work.people.names(people), today, looked
    )


async def _about(
    work: Work, production: Production, decisions: Sequence[Decision], words: str
) -> list[Decision]:
    """Those of the decisions that have these words, in whatever form ("logos" is "logo") or as
    parts of words ("fram" is in "frame"); the newest first."""
    numbers = set(await numbers_with(work, production.id, words, MOST_FOUND))
    numbers |= {each.number for each in matching(decisions, words)}
    return [each for each in decisions[::-1] if each.number in numbers][:MOST_FOUND]


def viewed(shown: Sequence[Decision], decisions: Sequence[Decision]) -> list[DecisionView]:
    """These decisions, with what they superseded and what superseded them."""
    numbers = {each.id: each.number for each in decisions}
    later = {each.supersedes: each.number for each in decisions if each.supersedes}
    return [
        DecisionView(
            each,
            supersedes=numbers.get(each.supersedes) if each.supersedes else None,
            superseded_by=later.get(each.id),
        )
        for each in shown
    ]


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """Those that no later one superseded, newest first."""
    gone = {each.supersedes for each in decisions}
    return [each for each in decisions[::-1] if each.id not in gone]


def _to_supersede(known: Sequence[Decision], entered: Entered) -> Decision | None:
    """The standing decision that somebody chose to supersede, if they did."""
    if not entered.supersedes:
        return None
    earlier = next((each for each in known if str(each.id) == entered.supersedes), None)
    if earlier is None:
        raise DecisionNotFoundError
    later = next((each for each in known if each.supersedes == earlier.id), None)
    if later is not None:
        raise AlreadySupersededError(earlier, later)
    return earlier


def _refuse_twice(known: Sequence[Decision], entered: Entered, origin: Origin) -> None:
    for each in known:
        same_message = (each.source_channel, each.source_ts) == (origin.channel, origin.ts)
        if same_message and one_line(each.what).casefold() == entered.what.casefold():
            raise AlreadyLoggedError(each)


async def _may_have_decided(work: Work, production: Production, user: str) -> bool:
    """Whether this is a member, and a person."""
    if not user or not await work.productions.is_member(production.id, user):
        return False
    person = (await work.people.known([user])).get(user)
    return person is None or not person.is_bot


async def _is_recorded(work: Work, note: Note) -> bool:
    """Whether a decision stands for this note, or for the one that it was carried from."""
    line = {each.id for each in await work.notes.lines([note.root])}
    decisions = await work.decisions.of_production(note.production_id)
    return any(each.note_id in line or each.chose in line for each in decisions)


async def _words_of(work: Work, note: Note, source: NoteSource | None) -> str:
    if note.text.strip() or source is None:
        return shorten(one_line(note.text), WHAT_LIMIT)
    names = await work.people.names(found["user"] for found in MENTION.finditer(source.quote))
    return shorten(one_line(plain(source.quote, names)), WHAT_LIMIT)
