"""What people do with tasks: make, take, assign, date, finish, drop, reopen."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import col

from handlers.answers import refresh, show
from handlers.blocks import Message as Shown
from handlers.membership import LEARN_PRODUCTION, learn_owner, production_here, require_member
from handlers.milestones.items import items
from handlers.milestones.views import record_of
from handlers.notes.errors import RejectedSinceError
from handlers.notes.folding import one_save_at_a_time
from handlers.notes.verifying import ask_about, refresh_asked, require_judge
from handlers.program import Actor, Place
from handlers.reviews import services as reviews
from handlers.reviews.cuts import carry_one
from handlers.reviews.showing import show_cards
from handlers.tasks.cards import task_list
from handlers.tasks.entry import TaskView
from handlers.tasks.errors import (
    AlreadyTakenError,
    AlreadyYoursError,
    TaskNotFoundError,
    TaskStateError,
)
from handlers.tasks.rules import NewTask, Wanted, read_wanted
from store.clock import now
from store.tables import Draft, Message, Note, Production, Suggestion, Task
from store.types import CLOSED, UNFINISHED, Member
from store.unit_of_work import Work

CARD = "task_card"

FINISHED = ("done", *CLOSED)


async def make_task(
    work: Work,
    actor: Actor,
    new: NewTask,
    place: Place,
    *,
    channel_name: str = "",
    source_ts: str | None = None,
    permalink: str = "",
) -> Task:
    """Make a task of somebody's words; its card is shown where they came from."""
    known = await work.productions.of_channel(place.channel)
    production = await reviews.production_of(work, actor, place.channel, channel_name)
    task = await make_shown(
        work, production.id, actor, new, place, source_ts=source_ts, permalink=permalink
    )
    if known is None:
        await work.defer(
            LEARN_PRODUCTION,
            production_id=str(production.id), starter=actor.user,
            also=[task.owner] if task.owner else [], shown=[f"task:{task.id}"],
        )  # fmt: skip
    else:
        await learn_owner(work, production.id, actor, task.owner, f"task:{task.id}")
    return task


async def make_shown(
    work: Work,
    production_id: UUID,
    actor: Actor,
    new: NewTask,
    place: Place,
    *,
    source_ts: str | None = None,
    permalink: str = "",
) -> Task:
    """Make a task in a production that is known, and show its card at this place."""
    task = await _add(
        work, production_id, actor,
        title=new.title, owner=new.owner, due=new.due, due_written=new.due_written,
        source_channel=place.channel, source_ts=source_ts, source_permalink=permalink,
    )  # fmt: skip
    await show(
        work, f"task:{task.id}", CARD,
        subject_id=task.id, channel=place.channel, thread_ts=place.thread_ts,
        asked_by=actor.user,
    )  # fmt: skip
    return task


async def make_from_note(work: Work, note: Note, actor: Actor) -> Task:
    """The task of an accepted note; accepting it again after an edit revives the same one.

    Copies of a note in later rounds share one task, which names the first of their line.
    """
    existing = (await work.tasks.of_notes([note.id])).get(note.id)
    if existing is not None:
        if existing.state == "dropped":
            existing.state, existing.closed_reason = "open", None
        _follow(existing, note)
        _log(work, actor, existing, "revived")
        return existing
    review = await work.reviews.get(note.review_id)
    sources = (await work.notes.sources([note.id])).get(note.id, ())
    message = await work.reviews.find(Message, sources[0].message_id) if sources else None
    return await _add(
        work, note.production_id, actor,
        note_id=note.root, title=note.text, owner=note.owner, due=note.due,
        due_written=note.due_written,
        source_channel=message.channel if message else review.channel,
        source_ts=message.ts if message else None,
        source_permalink=message.permalink if message else "",
    )  # fmt: skip


async def make_from_suggestion(
    work: Work, suggestion: Suggestion, draft: Draft, actor: Actor, *, title: str = "{}"
) -> Task:
    """The task of an accepted suggestion: what it rests on are the words it was taken from. Its
    own words stand in `title` at the {}."""
    quoted = suggestion.quote
    if suggestion.source_name and quoted:
        quoted = f"{suggestion.source_name}: “{quoted}”"
    return await _add(
        work, suggestion.production_id, actor,
        title=title.format(suggestion.text), owner=suggestion.owner, due=suggestion.due,
        due_written=suggestion.due_written, next_action=suggestion.next_action,
        context=quoted, source_channel=draft.source_channel or draft.channel,
        source_ts=draft.source_ts,
        source_permalink=suggestion.source_link or draft.source_permalink,
    )  # fmt: skip


async def follow_note(work: Work, note: Note, actor: Actor) -> None:
    """Let the task of a note, and the note's copies in other rounds, say who does it until when,
    as the note now does."""
    task = (await work.tasks.of_notes([note.id])).get(note.id)
    if task is not None:
        _follow(task, note)
        _log(work, actor, task, "followed_note")
        await _show_line(work, task)


async def drop_of_note(work: Work, note: Note, actor: Actor) -> None:
    """A note that was accepted once and is rejected now needs no work any more."""
    task = (await work.tasks.of_notes([note.id])).get(note.id)
    if task is None:
        return
    carried_but_done = task.state == "done" and note.carried_from is not None
    if task.state in UNFINISHED or carried_but_done:
        task.state, task.changed_at = "dropped", now()
        task.closed_reason = f"N{note.number} was rejected"
        _log(work, actor, task, "dropped")
        await _show_line(work, task)


async def take_task(work: Work, task_id: str, actor: Actor) -> Task:
    """Let the task be the actor's own. Raises TaskNotFoundError and what its state forbids."""
    task = await _open(work, task_id, actor, *UNFINISHED)
    if task.owner == actor.user:
        raise AlreadyYoursError(task)
    if task.owner is not None:
        raise AlreadyTakenError(task, (await work.people.names([task.owner])).get(task.owner))
    return await change_task(work, task, actor, "taken", owner=actor.user)


async def assign_task(work: Work, task_id: str, actor: Actor, owner: str | None) -> Task:
    """Give the task to somebody, or to nobody."""
    task = await _open(work, task_id, actor, *UNFINISHED)
    await change_task(work, task, actor, "assigned", owner=owner)
    shown = [f"task:{task.id}"]
    if task.note_id is not None:
        note = await work.notes.find(Note, task.note_id)
        shown += [f"card:{note.review_id}"] if note else []
    await learn_owner(work, task.production_id, actor, owner, *shown)
    return task


async def date_task(work: Work, task_id: str, actor: Actor, due: date | None) -> Task:
    """Set the day the task is due, or none."""
    task = await _open(work, task_id, actor, *UNFINISHED)
    return await change_task(work, task, actor, "dated", due=due, due_written=None)


async def reword_task(work: Work, task_id: str, actor: Actor, title: str) -> Task:
    """Say anew what is to be done, of a task that no note words."""
    task = await _open(work, task_id, actor, *UNFINISHED)
    return await change_task(work, task, actor, "reworded", title=title)


async def finish_task(work: Work, task_id: str, actor: Actor) -> Task:
    """The task is done; where its note went on in the cut that is up, its authors are asked."""
    task = await _open(work, task_id, actor, *UNFINISHED)
    await change_task(work, task, actor, "done", state="done")
    await ask_about(work, task)
    return task


async def drop_task(work: Work, task_id: str, actor: Actor) -> Task:
    """The task won't be done."""
    task = await _open(work, task_id, actor, *UNFINISHED)
    return await change_task(work, task, actor, "dropped", state="dropped", closed_reason=None)


async def explain_drop(work: Work, task_id: str, actor: Actor, reason: str) -> Task:
    """Say why a dropped task won't be done."""
    task = await _open(work, task_id, actor, "dropped")
    return await change_task(
        work, task, actor, "explained", closed_reason=reason or None, because=reason
    )


async def reopen_task(work: Work, task_id: str, actor: Actor) -> Task:
    """The task was not done after all. What was confirmed stays so unless its note's author or
    the decider says otherwise, and a rejected note needs no work.

    Raises TaskNotFoundError, NotYourNoteError, RejectedSinceError and what its state forbids.
    """
    task = await _open(work, task_id, actor, *FINISHED)
    if task.note_id is not None:
        newest = (await work.notes.lines([task.note_id]))[-1]
        if newest.state == "rejected":
            raise RejectedSinceError(newest)
        if task.state == "verified":
            await require_judge(work, newest, actor)
    return await reopen(work, task, actor)


async def reopen(work: Work, task: Task, actor: Actor) -> Task:
    """Make a locked task work again; its note goes on where a newer cut is up meanwhile."""
    await change_task(work, task, actor, "reopened", state="open", closed_reason=None)
    if task.note_id is not None:
        await carry_one(work, (await work.notes.lines([task.note_id]))[-1])
    return task


async def open_task(work: Work, task_id: str, actor: Actor) -> Task:
    """The unfinished task, for a form about it."""
    return await _open(work, task_id, actor, *UNFINISHED)


async def list_tasks(
    work: Work, production: Production, wanted: Wanted, today: date
) -> Sequence[Task]:
    """The unfinished tasks somebody asked for."""
    if wanted.which == "milestone":
        return await _of_milestone(work, production, wanted.milestone, today)
    return await work.tasks.unfinished(
        production.id,
        owner=wanted.owner,
        unowned=wanted.which == "unowned",
        due_before=today if wanted.which == "overdue" else None,
    )


async def _of_milestone(
    work: Work, production: Production, name: str, today: date
) -> Sequence[Task]:
    """The unfinished tasks of the open milestone with this name."""
    record = await record_of(work, production.id)
    ids = {
        item.id
        for own in items(record, today).values()
        for item in own
        if item.kind == "task" and item.home.name == name
    }
    return [task for task in await work.tasks.unfinished(production.id) if task.id in ids]


async def read_list(work: Work, channel: str, asker: str, words: str) -> Wanted:
    """Which tasks of the channel's production these words ask for. Raises BadInputError."""
    production = await work.productions.of_channel(channel)
    if production is None:
        return read_wanted(words, asker, ())
    milestones = await work.milestones.of_production(production.id)
    standing = [each.name for each in milestones if each.state == "open"]
    return read_wanted(words, asker, await named_members(work, production), standing)


async def task_list_message(work: Work, channel: str, wanted: Wanted, page: int) -> Shown:
    """A page of the tasks somebody asked for, for their eyes only. Raises NoProductionError."""
    production = await production_here(work, channel)
    today = now().astimezone(ZoneInfo(production.timezone)).date()
    tasks = await list_tasks(work, production, wanted, today)
    names = await work.people.names(task.owner or "" for task in tasks)
    views = [await task_view(work, task, production) for task in tasks]
    return task_list(views, wanted.title(names), names, today, page, wanted.key())


async def task_view(work: Work, task: Task, production: Production | None = None) -> TaskView:
    """Everything that a task's card shows."""
    return TaskView(
        task,
        production or await work.productions.get(task.production_id),
        await work.notes.find(Note, task.note_id) if task.note_id else None,
    )


async def members_of(work: Work, channel: str) -> Sequence[Member]:
    """The people of the channel's production, with the names they go by."""
    production = await work.productions.of_channel(channel)
    if production is None:
        return ()
    return await named_members(work, production)


async def named_members(work: Work, production: Production) -> Sequence[Member]:
    """The people of a production, with the names they go by."""
    rows = await work.productions.members(production.id)
    people = await work.people.known(row.user_id for row in rows)
    return [
        Member(row.user_id, people[row.user_id].name, tuple(row.roles))
        for row in rows
        if row.user_id in people
    ]


async def _add(work: Work, production_id: Any, actor: Actor, **values: Any) -> Task:
    number = await work.productions.take_numbers(production_id, col(Production.next_task), 1)
    task = await work.add(
        Task(production_id=production_id, number=number, created_by=actor.user, **values)
    )
    _log(work, actor, task, "made")
    return task


async def _open(work: Work, task_id: str, actor: Actor, *states: str) -> Task:
    known = await work.tasks.find(Task, task_id)
    if known is None:
        raise TaskNotFoundError
    task = await locked_task(work, known)
    await require_member(work, task.production_id, actor)
    if task.state not in states:
        raise TaskStateError(task, None)
    return task


async def locked_task(work: Work, task: Task) -> Task:
    """The task as it is now, locked with all notes it belongs to: notes, then task, which is the
    order of every change."""
    if task.note_id is not None:
        await one_save_at_a_time(work, task.production_id)
        await work.notes.lines([task.note_id], lock=True)
    found = await work.tasks.find(Task, task.id, lock=True)
    assert found is not None
    return found


async def change_task(
    work: Work, task: Task, actor: Actor, action: str, because: str = "", **values: Any
) -> Task:
    """Change a locked task, and with it its note and the note's copies in other rounds."""
    for name, value in values.items():
        setattr(task, name, value)
    task.changed_at = now()
    if values.get("owner"):
        await work.nudges.theirs_again(task.production_id, task.owner or "", task.id)
    _log(work, actor, task, action, **({"reason": because} if because else {}))
    await refresh(work, f"task:{task.id}")
    await _show_line(work, task)
    return task


async def _show_line(work: Work, task: Task) -> None:
    """Let the task's note and its copies name the same owner and day; show them all."""
    if task.note_id is None:
        return
    line = await work.notes.lines([task.note_id])
    for note in line:
        note.owner, note.due, note.due_written = task.owner, task.due, task.due_written
    await work.session.flush()
    also = await work.notes.reviews_naming(line)
    await show_cards(work, {*(note.review_id for note in line), *also})
    await refresh_asked(work, line)


def _follow(task: Task, note: Note) -> None:
    task.title, task.changed_at = note.text, now()
    task.owner, task.due, task.due_written = note.owner, note.due, note.due_written


def _log(work: Work, actor: Actor, task: Task, action: str, **detail: Any) -> None:
    work.log(
        actor.user, actor.surface, f"task.{action}", "task", task.id,
        owner=task.owner, due=task.due.isoformat() if task.due else None, **detail,
    )  # fmt: skip
