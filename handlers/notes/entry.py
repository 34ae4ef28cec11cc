"""A note as people see it, with the buttons of its state.

Buttons carry `str(note.id)` and nothing else. The forms and their readers live in
`handlers.notes.forms`, the words in `handlers.notes.words`.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from handlers import blocks as kit
from handlers.blocks import Block
from handlers.notes.words import (
    Elsewhere,
    NoteView,
    Numbers,
    as_written,
    asked,
    named_elsewhere,
    outcome,
    quoted,
    repeated,
    repeats,
    source_mark,
    standing_sources,
    told_before,
    written_timecode,
)
from handlers.tasks.entry import reopen_button, standing, task_actions
from handlers.text import day, listing, name_of, one_line, shorten, version_words
from store.tables import Note, Task
from store.types import UNDECIDED

_QUOTE = 300
_ASK = 200
_PEOPLE = 5
_EARLIER = 80
_OPPOSED = 1
_BUILT_IN = "reader"
_NO_NUMBERS: Numbers = MappingProxyType({})


def note_blocks(
    view: NoteView, names: Mapping[str, str], numbers: Numbers = _NO_NUMBERS
) -> list[Block]:
    """A note in full, with the buttons of its state."""
    words = kit.rich_text(
        kit.paragraph(*_heading(view.note)),
        kit.quote(kit.text(quoted(view, names, _QUOTE))),
        kit.paragraph(*kit.lines(_details(view, names, numbers))),
    )
    return [words, *_buttons(view)]


def _heading(note: Note) -> list[Block]:
    """Such as "N12  0:42  sound change · must"; most are "should", which goes without saying."""
    facts = [note.kind if note.topic == "other" else f"{note.topic} {note.kind}"]
    if note.scene:
        facts.append(f"scene {shorten(one_line(note.scene), 40)}")
    if note.priority != "should":
        facts.append(note.priority)
    title = f"N{note.number}  {written_timecode(note)}".rstrip()
    return [kit.text(title, bold=True), kit.text("  " + " · ".join(facts))]


def _details(view: NoteView, names: Mapping[str, str], numbers: Numbers) -> list[list[Block]]:
    """The lines below the quote, each a list of parts."""
    return [
        _voices(view, names),
        _ask(view, names),
        _standing(view, names, numbers),
        *_marks(view, names),
    ]


def _voices(view: NoteView, names: Mapping[str, str]) -> list[Block]:
    """Who said it, with links to the messages."""
    if view.note.state == "withdrawn":
        return []
    said = _people(view, names)
    return kit.joined([kit.text(said), *_links(view)] if said else _links(view))


def _links(view: NoteView) -> list[Block]:
    """A link to each message, at most five: "message", or "message 1", "message 2"."""
    found = [view.permalinks.get(source.ts, "") for source in standing_sources(view)]
    links = list(dict.fromkeys(link for link in found if kit.is_address(link)))[:_PEOPLE]
    if len(links) == 1:
        return [kit.link(links[0], "message")]
    return [kit.link(link, f"message {place}") for place, link in enumerate(links, 1)]


def _people(view: NoteView, names: Mapping[str, str]) -> str:
    """Such as "director", or "3 people said this: director, editor and client"."""
    people = list(dict.fromkeys(source.user_id for source in view.sources))
    called = [name_of(user, names) for user in people[:_PEOPLE]]
    if len(people) > _PEOPLE:
        called.append(f"{len(people) - _PEOPLE} more")
    who = listing(called)
    return f"{len(people)} people said this: {who}" if len(people) > 1 else who


def _ask(view: NoteView, names: Mapping[str, str]) -> list[Block]:
    """What is asked, unless the quote above says just that."""
    ask = one_line(asked(view.note))
    if not ask or repeats(ask, quoted(view, names, _QUOTE)):
        return []
    return [kit.text("Asked: "), kit.text(shorten(ask, _ASK))]


def _standing(view: NoteView, names: Mapping[str, str], numbers: Numbers) -> list[Block]:
    """What is proposed for a draft, what became of any other note."""
    note = view.note
    if note.state == "folded":
        return [kit.text("Folded away: ", bold=True), kit.text(repeated(view))]
    if note.state == "draft":
        return _sentence_case([*_proposed_owner(note, names), *_proposed_date(note, names)])
    return kit.joined([kit.text(outcome(view, names, numbers)), *_task(view.task, names)])


def _task(task: Task | None, names: Mapping[str, str]) -> list[Block]:
    return [kit.text(f"T{task.number}", bold=True), *standing(task, names)] if task else []


def _proposed_owner(note: Note, names: Mapping[str, str]) -> list[Block]:
    if note.owner:
        return [kit.text(f"proposed owner: {name_of(note.owner, names)}")]
    if written := as_written(note, note.owner_written, names):
        return [kit.text(f"owner unclear: {written}", bold=True)]
    return [kit.text("no owner", bold=True)] if note.actionable else []


def _proposed_date(note: Note, names: Mapping[str, str]) -> list[Block]:
    written = as_written(note, note.due_written, names)
    if note.due:
        due = f"due {day(note.due, note.created_at)}"
        return [kit.text(f"{due} ({written})" if written else due)]
    if written:
        return [kit.text(f"date unclear: {written}", bold=True)]
    return [kit.text("no date", bold=True)] if note.actionable else []


def _sentence_case(parts: Sequence[Block]) -> list[Block]:
    """Facts on one line, the first with a capital."""
    first = [part | {"text": part["text"][:1].upper() + part["text"][1:]} for part in parts[:1]]
    return kit.joined([*first, *parts[1:]])


def _marks(view: NoteView, names: Mapping[str, str]) -> list[list[Block]]:
    """What a person should know before deciding, one line each."""
    note = view.note
    marks = [[kit.text(carried)]] if (carried := _carried(view)) else []
    if note.needs_person and note.state in ("draft", "accepted"):
        kinds = listing([kind.replace("_", " ") for kind in note.needs_person])
        marks.append([kit.text(f"Needs a person: {kinds}", bold=True)])
    marks += _again(view, names) if note.state != "folded" else []
    if view.settled and note.state in UNDECIDED:
        marks.append([kit.text(told_before(view.settled, note, names), bold=True)])
    marks += _conflicts(view, names)
    if source := source_mark(note):
        marks.append([kit.text(source, bold=True)])
    if note.state == "draft" and view.task:
        marks.append([kit.text(f"Already task T{view.task.number}")])
    if authorship := _authorship(note, names):
        marks.append([kit.text(authorship, italic=True)])
    return marks


def _carried(view: NoteView) -> str:
    """Such as "from v1: N12 · timecode to confirm"."""
    to_confirm = "timecode to confirm" if not view.note.timecode_confirmed else ""
    came_from = f"from {view.carried}" if view.carried else ""
    return " · ".join(filter(None, (came_from, to_confirm)))


def _again(view: NoteView, names: Mapping[str, str]) -> list[list[Block]]:
    """What an earlier note asked for already, and who drafted it anyway if it was rejected."""
    if view.again is None:
        return []
    anyway = view.note.unfolded_by
    drafted = f", drafted anyway by {name_of(anyway, names)}" if anyway else ""
    again = [kit.text(f"Again: {named_elsewhere(view.again, view.note)}", bold=True)]
    also = "" if view.again.here else f"Also said in {version_words(view.again.version)}"
    return [[*again, kit.text(drafted)], _words_of(view.again, also or "Said before", names)]


def _conflicts(view: NoteView, names: Mapping[str, str]) -> list[list[Block]]:
    """The notes that ask for the opposite; the words of those that are on no card beside it."""
    far = {other.view.note.number: other for other in view.against}
    near = [f"N{number}" for number in view.note.conflicts_with if number not in far]
    told = list(far.values())[:_OPPOSED]
    rest = [f"N{number}" for number in far if number not in {o.view.note.number for o in told}]
    marks = [
        line
        for other in told
        for line in (
            [kit.text(f"Conflicts with {named_elsewhere(other, view.note)}", bold=True)],
            _words_of(other, f"In {version_words(other.version)}", names),
        )
    ]
    if near or rest:
        others = listing([*near, *rest][:10])
        marks.insert(0, [kit.text(f"Conflicts with {others}", bold=True)])
    if marks and view.decider and view.note.state == "draft":
        marks.append([kit.text(f"{name_of(view.decider, names)} decides")])
    return marks


def _words_of(other: Elsewhere, where: str, names: Mapping[str, str]) -> list[Block]:
    """Such as "In v1 by client: “logo bigger” · message"; empty when its words are gone."""
    words = quoted(other.view, names, _EARLIER)
    if not words:
        return []
    who = name_of(standing_sources(other.view)[0].user_id, names)
    said = kit.text(f"{where} by {who}: “{one_line(words)}”")
    return kit.joined([said, *_links(other.view)[:1]])


def _authorship(note: Note, names: Mapping[str, str]) -> str:
    """Says so when a model drafted or worded it, or a person reworded it."""
    said = []
    if note.drafted_by not in (_BUILT_IN, "") and note.drafted_by not in names:
        said.append("Drafted by a model")
    elif note.worded_by == "model" and not note.edited_by:
        said.append("Worded by a model")
    if note.edited_by:
        said.append(f"{'reworded' if said else 'Reworded'} by {name_of(note.edited_by, names)}")
    return ", ".join(said)


def _buttons(view: NoteView) -> list[Block]:
    note = view.note
    if note.state == "accepted" and view.task:
        return [_task_buttons(note, view.task), *_copy_buttons(note)]
    if note.state == "folded":
        return [fold_actions(note)]
    if note.state != "draft":
        return []
    # Accept and Reject look alike: neither answer is recommended.
    return [
        kit.actions(
            f"note:{note.id}",
            _button(note, "Accept", "note_accept"),
            _button(note, "Reject", "note_reject"),
            _button(note, "Edit", "note_edit"),
            _button(note, "Assign", "note_assign"),
            _button(note, "Merge", "note_merge"),
        )
    ]


def _task_buttons(note: Note, task: Task) -> Block:
    """What can be done with a note's task; once it is called done, whoever asked for it checks."""
    if task.state == "done":
        return verify_actions(note, reopen_button(task))
    if task.state == "dropped":
        return kit.actions(f"task:{task.id}", _button(note, "Reopen", "note_reopen"))
    return task_actions(task)


def _copy_buttons(note: Note) -> list[Block]:
    """A note that was carried over may need another moment, or not be wanted any more."""
    if note.carried_from is None:
        return []
    buttons = [_button(note, "Edit", "note_edit"), _button(note, "Reject", "note_reject")]
    return [kit.actions(f"note:{note.id}", *buttons)]


def verify_actions(note: Note, *more: Block) -> Block:
    """The two answers to whether a note is fixed, and other buttons beside them."""
    return kit.actions(
        f"verify:{note.id}",
        _button(note, "Fixed", "note_verify"),
        _button(note, "Not yet", "note_reopen"),
        *more,
    )


def fold_actions(note: Note) -> Block:
    """What can be done with a note that was folded away."""
    return kit.actions(
        f"note:{note.id}",
        _button(note, "Draft it anyway", "note_unfold"),
        _button(note, "Reject", "note_reject"),
    )


def _button(note: Note, words: str, action_id: str) -> Block:
    return kit.button(words, action_id, str(note.id), spoken=f"{words}: N{note.number}")
