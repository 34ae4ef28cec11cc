"""Asking authors whether their notes are fixed in the newer cut: each of them once, in one direct
message, which then shows what they answered.

The message is drawn from the record each time, so that words go from it with their message.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from handlers import blocks as kit
from handlers.answers import refresh, show
from handlers.blocks import Block
from handlers.notes.entry import verify_actions
from handlers.notes.reading import is_human
from handlers.notes.words import NoteView, in_short, written_timecode
from handlers.program import SCRIPTY
from handlers.reviews.links import permalink
from handlers.text import counted, escape, name_of, one_line, shorten
from store.tables import Cut, Delivery, Note, NoteSource, Production, Review, Task
from store.types import UNFINISHED
from store.unit_of_work import Work

VERIFY = "verify_notes"
"""The kind of the message that asks an author about their notes."""

ASKED = "note.asked_about"
"""What the audit trail calls it when an author is asked about a note."""

_SHOWN = 20
_WORDS = 200


@dataclass(frozen=True)
class Asked:
    """A note its author was asked about, and what came of it: "" while nobody has said."""

    view: NoteView
    outcome: str = ""


async def ask_authors(work: Work, cut: Cut, review: Review) -> None:
    """Ask everybody whose carried notes are marked done whether they are, in the cut that is up.

    `review` is the cut's. Who was asked about this cut is not asked again.
    """
    notes = [
        note
        for note in await work.notes.of_review(review.id)
        if note.carried_from is not None and note.state == "accepted"
    ]
    tasks = await work.tasks.of_notes(note.id for note in notes)
    done = [note for note in notes if note.id in tasks and tasks[note.id].state == "done"]
    sources = await work.notes.sources(note.id for note in done)
    authors: dict[str, list[Note]] = {}
    for note in done:
        for user in _authors(sources.get(note.id, ())):
            authors.setdefault(user, []).append(note)
    for user, theirs in sorted(authors.items()):
        key = _key(cut.id, user)
        if await work.deliveries.by_key(key) is not None:
            continue
        for note in theirs:
            work.log(
                SCRIPTY.user, SCRIPTY.surface, ASKED, "note", note.id, user=user, cut=cut.version
            )
        await work.session.flush()
        await show(work, key, VERIFY, subject_id=cut.id, user_id=user)


def _authors(sources: Iterable[NoteSource]) -> list[str]:
    return list(dict.fromkeys(s.user_id for s in sources if is_human(s.user_id)))


def _key(cut_id: UUID, user: str) -> str:
    return f"verify:{cut_id}:{user}"


async def refresh_asked(work: Work, notes: Sequence[Note]) -> None:
    """Show what these notes are now in the messages that ask about them."""
    reviews = {note.review_id for note in notes if note.carried_from is not None}
    cuts = [(await work.reviews.get(each)).cut_id for each in sorted(reviews)]
    asked = await work.deliveries.about(VERIFY, cuts)
    for key in sorted(each.key for each in asked):
        await refresh(work, key)


async def draw_question(work: Work, delivery: Delivery) -> kit.Message | None:
    """The question to one author about one cut, with what came of it so far."""
    cut = await work.reviews.find(Cut, delivery.subject_id or "")
    user = delivery.user_id or ""
    review = (await work.reviews.of_cuts([cut.id])).get(cut.id) if cut else None
    if cut is None or review is None:
        return None
    production = await work.productions.get(cut.production_id)
    notes = await _asked_about(work, review, user)
    tasks = await work.tasks.of_notes(note.id for note in notes)
    judges = await _judges(work, tasks)
    names = await work.people.names(judges.values())
    sources = await work.notes.sources(note.id for note in notes)
    links = await work.reviews.permalinks({s.message_id for each in sources.values() for s in each})
    asked = [
        Asked(view, _outcome(view, judges, names))
        for note in notes
        for view in [NoteView(note, sources.get(note.id, ()), tasks.get(note.id), links)]
    ]
    thread, url = review.thread_ts, (await work.home()).url
    link = permalink(url, review.channel, thread, thread) if thread else ""
    return question(production, cut, link, asked, names)


async def _asked_about(work: Work, review: Review, user: str) -> list[Note]:
    notes = {note.id: note for note in await work.notes.of_review(review.id)}
    asked = {
        event.subject_id
        for event in await work.audit.about(notes)
        if event.action == ASKED and (event.detail or {}).get("user") == user
    }
    return [note for note in notes.values() if note.id in asked]


async def _judges(work: Work, tasks: Mapping[UUID, Task]) -> Mapping[UUID, str]:
    """Who last said of each of these tasks that it is, or isn't, as it was asked for."""
    return {
        event.subject_id: event.actor
        for event in await work.audit.about(task.id for task in tasks.values())
        if event.action in ("task.verified", "task.reopened")
    }


def _outcome(view: NoteView, judges: Mapping[UUID, str], names: Mapping[str, str]) -> str:
    """What became of a note its author was asked about, "" while the answer is still wanted."""
    note, task = view.note, view.task
    if note.state != "accepted" or task is None:
        return note.state
    by = f", says {name_of(judges[task.id], names)}" if task.id in judges else ""
    if task.state == "verified":
        return f"fixed{by}"
    if task.state in UNFINISHED:
        why = shorten(one_line(task.closed_reason or ""), _WORDS)
        return f"not yet{by}: “{why}”" if why else f"not yet{by}"
    return "" if task.state == "done" else "it won't be done"


def question(
    production: Production,
    cut: Cut,
    link: str,
    asked: Sequence[Asked],
    names: Mapping[str, str],
) -> kit.Message:
    """Their notes that are marked done, each with its two answers or what came of it."""
    version = shorten(one_line(cut.version), 30)
    name = shorten(one_line(production.name), 60)
    open_ones = [each for each in asked if not each.outcome]
    heading = [kit.text(f"{name}: "), kit.link(link, f"{version} is up", bold=True)]
    todo = (
        f". {counted(len(open_ones), 'note')} of yours "
        f"{'is' if len(open_ones) == 1 else 'are'} marked done. Fixed in this cut?"
        if open_ones
        else ". Thank you: nothing of yours is left to check."
    )
    left = len(asked) - _SHOWN
    more = [kit.context(f"{left} more are in the list on the card.")] if left > 0 else []
    return kit.message(
        escape(f"{name}: {version} is up{todo}"),
        [
            kit.rich_text(kit.paragraph(*heading, kit.text(todo))),
            *(block for each in asked[:_SHOWN] for block in _entry(each, names)),
            *more,
        ],
    )


def _entry(asked: Asked, names: Mapping[str, str]) -> list[Block]:
    note = asked.view.note
    link = next(filter(None, (asked.view.permalinks.get(s.ts) for s in asked.view.sources)), "")
    words = in_short(asked.view, names, _WORDS)
    timecode = written_timecode(note)
    said = words if timecode in words else f"{timecode} {words}"
    line = [kit.link(link, f"N{note.number}", bold=True), kit.text(f"  {said}")]
    if asked.outcome:
        line.append(kit.text(f" · {asked.outcome}"))
    shown: list[Block] = [kit.rich_text(kit.paragraph(*line))]
    return shown if asked.outcome else [*shown, verify_actions(note)]
