"""Asking authors whether their notes are fixed in the newer cut: about each note once, in one
direct message a cut, which then shows what they answered.

The message is drawn from the record each time, so that words go from it with their message.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from handlers import blocks as kit
from handlers.answers import refresh, show
from handlers.notes.cards import Asked, outcome, question
from handlers.notes.errors import NotYourNoteError
from handlers.notes.reading import is_human
from handlers.notes.words import NoteView
from handlers.program import SCRIPTY, Actor
from handlers.reviews.links import permalink
from handlers.text import version_words
from store.tables import Cut, Delivery, Note, NoteSource, Review, Task
from store.unit_of_work import Work

VERIFY = "verify_notes"
"""The kind of the message that asks an author about their notes."""

ASKED = "note.asked_about"
"""What the audit trail calls it when an author is asked about a note."""


async def ask_authors(work: Work, cut: Cut, notes: Sequence[Note]) -> None:
    """Ask everybody whose carried notes of these are marked done whether they are, in the cut that
    is up. Nobody is asked about a note twice."""
    carried = [n for n in notes if n.carried_from is not None and n.state == "accepted"]
    tasks = await work.tasks.of_notes(note.id for note in carried)
    done = [note for note in carried if note.id in tasks and tasks[note.id].state == "done"]
    if not done:
        return
    sources = await work.notes.sources(note.id for note in done)
    before = await _asked_before(work, done)
    asked: set[str] = set()
    for note in done:
        for user in _authors(sources.get(note.id, ())):
            if (note.id, user) not in before:
                work.log(
                    SCRIPTY.user, SCRIPTY.surface, ASKED, "note", note.id,
                    user=user, cut=cut.version,
                )  # fmt: skip
                asked.add(user)
    await work.session.flush()
    for user in sorted(asked):
        await show(work, _key(cut.id, user), VERIFY, subject_id=cut.id, user_id=user)


async def ask_about(work: Work, task: Task) -> None:
    """A task is done: ask the authors of its note, where that went on in the cut that is up."""
    if task.note_id is None:
        return
    newest = (await work.notes.lines([task.note_id]))[-1]
    cut = await work.reviews.cut((await work.reviews.get(newest.review_id)).cut_id)
    if cut.superseded_by is None:
        await ask_authors(work, cut, [newest])


async def require_judge(work: Work, note: Note, actor: Actor) -> None:
    """Whether a note is fixed say its authors, wherever they are from, and the decider.

    Raises NotYourNoteError.
    """
    sources = (await work.notes.sources([note.id])).get(note.id, ())
    authors = list(dict.fromkeys(source.user_id for source in sources))
    decider = (await work.productions.get(note.production_id)).decider or ""
    if actor.user not in (*authors, decider):
        names = await work.people.names([*authors, decider])
        who = [names[user] for user in authors if user in names]
        raise NotYourNoteError(who, names.get(decider))


async def _asked_before(work: Work, notes: Sequence[Note]) -> set[tuple[UUID, str]]:
    """Which of these notes somebody was asked about, and who."""
    return {
        (event.subject_id, str((event.detail or {}).get("user")))
        for event in await work.audit.about(note.id for note in notes)
        if event.action == ASKED
    }


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
    known_as = await _first_known(work, notes)
    asked = [
        Asked(view, outcome(view, judges, names), known_as.get(note.id, ""))
        for note in notes
        for view in [NoteView(note, sources.get(note.id, ()), tasks.get(note.id), links)]
    ]
    thread, url = review.thread_ts, (await work.home()).url
    link = permalink(url, review.channel, thread, thread) if thread else ""
    return question(production, cut, link, asked, names)


async def _asked_about(work: Work, review: Review, user: str) -> list[Note]:
    notes = await work.notes.of_review(review.id)
    before = await _asked_before(work, notes)
    return [note for note in notes if (note.id, user) in before]


async def _first_known(work: Work, notes: Sequence[Note]) -> Mapping[UUID, str]:
    """What these carried notes were called where they were said: "N1 in v1"."""
    roots = {each.id: each for each in await work.notes.these(note.root for note in notes)}
    versions = await work.reviews.versions({each.review_id for each in roots.values()})
    return {
        note.id: f"N{root.number} in {version_words(versions[root.review_id])}"
        for note in notes
        if (root := roots[note.root])
    }


async def _judges(work: Work, tasks: Mapping[UUID, Task]) -> Mapping[UUID, str]:
    """Who last said of each of these tasks that it is, or isn't, as it was asked for."""
    return {
        event.subject_id: event.actor
        for event in await work.audit.about(task.id for task in tasks.values())
        if event.action in ("task.verified", "task.reopened")
    }
