"""What a model proposed, laid over the built-in reading. Pure; the model is a guest.

It may add a note, merge notes that ask the same, re-word and re-classify one, and fill what is
empty with words that the built-in parsers understand. It can't remove a note nor what one asks,
can't take one out of the work or make it matter less, can't change what is filled, and decides
nothing. The result is the same however
often the same proposals are laid over it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from handlers.notes.ideas import things_in
from handlers.notes.proposed_words import Thread, overlap
from handlers.notes.reader.markup import plain
from handlers.notes.reader.weight import needs_person, priority_of
from handlers.notes.reader.wording import asked, next_action
from prompts.read_notes import ProposedNote
from prompts.read_notes.proposal import PROPOSABLE, SUBJECTS
from prompts.read_notes.wording import is_plain
from store.types import (
    FoundNote,
    NeedsPerson,
    Priority,
    Reading,
    ReadingContext,
    Source,
    ThreadMessage,
)

_OVERLAP = 0.5
"""The part of the shorter quote from which two quotes are about the same words."""

_MOST = 0.6
"""The part of a note's words, and of a proposal's, from which one stands for the other."""

_LIGHTEST_FIRST: tuple[Priority, ...] = ("could", "should", "must")

_ROUNDS = 10
"""Until nothing changes any more, which takes two or three: what a note gains may let it merge."""


def assist(
    reading: Reading,
    messages: Sequence[ThreadMessage],
    proposals: Sequence[ProposedNote],
    context: ReadingContext,
) -> Reading:
    """`reading`, which the built-in reader made of `messages`, with what of `proposals` stands.

    Of two proposals with the same sources and moment the later counts. Those whose words no
    longer stand in their messages are passed over.
    """
    thread = Thread(messages, context)
    standing = _standing(proposals, thread)
    notes: list[FoundNote] = list(reading.notes)
    for _ in range(_ROUNDS):
        before = notes
        notes = _with_new(notes, standing, thread)
        notes = _merged(notes, standing, thread)
        notes = _improved(notes, standing, thread)
        if notes == before:
            break
    if notes == list(reading.notes):
        return reading
    noted = {source.ts for note in notes for source in note.sources}
    return replace(
        reading,
        notes=_numbered(sorted(notes, key=thread.place)),
        chatter=tuple(ts for ts in reading.chatter if ts not in noted),
    )


def _standing(proposals: Iterable[ProposedNote], thread: Thread) -> list[ProposedNote]:
    latest = {
        (each.sources, each.timecode): each
        for each in proposals
        if each.kind in PROPOSABLE and thread.holds(each)
    }
    return sorted(latest.values(), key=lambda p: (thread.place_of(p.sources[0]), p.timecode or ""))


def _with_new(
    notes: Sequence[FoundNote], standing: Sequence[ProposedNote], thread: Thread
) -> list[FoundNote]:
    """The notes, and one for each proposal about words that none of them quotes."""
    grown = list(notes)
    for proposal in standing:
        if not _quoting(grown, proposal) and _is_news(proposal, thread):
            number = max((note.number for note in grown), default=0) + 1
            grown.append(_new(number, proposal, thread))
    return grown


def _is_news(proposal: ProposedNote, thread: Thread) -> bool:
    """Whether a note may be made of it: people's own words, not said before, not taken back.

    What the built-in reader heard when it was written, and holds no more, its author took back.
    """
    if proposal.same_as is not None:
        return False
    if not all(thread.spoken(source).says_something(source) for source in proposal.sources):
        return False
    return not any(_quoting(thread.as_first_read(s), proposal) for s in proposal.sources)


def _new(number: int, proposal: ProposedNote, thread: Thread) -> FoundNote:
    """A note of a proposal's words, with what the built-in reader would say of them."""
    sources = tuple(sorted(proposal.sources, key=thread.place_of))
    first = thread.spoken(sources[0])
    words = first.mask[sources[0].start : sources[0].end]
    roles = {member.user: member.roles for member in thread.context.members}
    praise = proposal.kind == "praise"
    note = FoundNote(
        number=number,
        kind=proposal.kind,
        topic=proposal.topic,
        actionable=not praise,
        text=asked(sources[0].quote, proposal.kind, thread.context.members),
        sources=sources,
        timecode=first.moment(None, sources[0]),
        scene=first.scene(None, sources[0]),
        owner=None if praise else first.owner(None, sources[0]),
        due=None if praise else first.due(None, sources[0]),
        priority="should" if praise else priority_of(words),
        needs_person=needs_person(
            words, proposal.kind, from_client="client" in roles.get(first.message.user, ())
        ),
        drafted_by="model",
    )
    return _with_next(note, thread)


def _merged(
    notes: Sequence[FoundNote], standing: Sequence[ProposedNote], thread: Thread
) -> list[FoundNote]:
    """The notes, those made one that a proposal quotes together and that may be one."""
    left = list(notes)
    for proposal in standing:
        while pair := next(
            (
                pair
                for pair in combinations(_quoting(left, proposal), 2)
                if _may_merge(*pair, thread)
            ),
            None,
        ):
            one, other = sorted(pair, key=thread.place)
            whole = _with_next(_both(one, other, thread), thread)
            kept = [whole if note is one else note for note in left if note is not other]
            left = [_pointing_to(note, other.number, one.number) for note in kept]
    return left


def _may_merge(one: FoundNote, other: FoundNote, thread: Thread) -> bool:
    """Whether two notes can be one: nothing says otherwise, and no line of a list is lost.

    What was said in two messages has to ask for the same by its own words: a model's word alone
    would let a message that talks to the model make one note of a whole topic.
    """
    if one.kind != other.kind or one.kind not in PROPOSABLE or one.topic != other.topic:
        return False
    if other.number in one.conflicts_with or one.number in other.conflicts_with:
        return False
    moments = [n.timecode.seconds for n in (one, other) if n.timecode]
    owners = [n.owner.user for n in (one, other) if n.owner]
    days = [n.due.date for n in (one, other) if n.due]
    scenes = [n.scene for n in (one, other) if n.scene]
    if any(len(set(values)) > 1 for values in (moments, owners, days, scenes)):
        return False
    pairs = [(s, t) for s in one.sources for t in other.sources]
    if any(thread.apart(*pair) for pair in pairs):
        return False
    return any(s.ts == t.ts for s, t in pairs) or any(thread.same_ask(*pair) for pair in pairs)


def _both(one: FoundNote, other: FoundNote, thread: Thread) -> FoundNote:
    return replace(
        one,
        actionable=one.actionable or other.actionable,
        text=_both_texts(one, other, thread),
        sources=tuple(dict.fromkeys([*one.sources, *other.sources])),
        timecode=one.timecode or other.timecode,
        scene=one.scene or other.scene,
        owner=one.owner or other.owner,
        due=one.due or other.due,
        priority=max(one.priority, other.priority, key=_LIGHTEST_FIRST.index),
        needs_person=_all_subjects([*one.needs_person, *other.needs_person]),
        conflicts_with=tuple(sorted({*one.conflicts_with, *other.conflicts_with})),
        reason=one.reason or other.reason,
        drafted_by="model" if one.drafted_by == other.drafted_by == "model" else "reader",
    )


def _both_texts(one: FoundNote, other: FoundNote, thread: Thread) -> str:
    """The first wording where all of the second says it again; else both."""
    again = all(any(thread.same_ask(s, t) for s in one.sources) for t in other.sources)
    if again or other.text.casefold() in one.text.casefold():
        return one.text
    return f"{one.text}; {other.text[:1].lower()}{other.text[1:]}"


def _pointing_to(note: FoundNote, gone: int, kept: int) -> FoundNote:
    if gone not in note.conflicts_with:
        return note
    numbers = {kept if number == gone else number for number in note.conflicts_with}
    return replace(note, conflicts_with=tuple(sorted(numbers)))


def _improved(
    notes: Sequence[FoundNote], standing: Sequence[ProposedNote], thread: Thread
) -> list[FoundNote]:
    """The notes, each with what the proposals about it and nothing else say of it."""
    quoting: dict[int, list[ProposedNote]] = {}
    about: dict[int, list[ProposedNote]] = {}
    for proposal in standing:
        quoted = [n for n in _quoting(notes, proposal) if _at_its_moment(proposal, n, thread)]
        for note in quoted:
            quoting.setdefault(note.number, []).append(proposal)
            if all(n.sources == note.sources for n in quoted) and _stand_for_each_other(
                proposal, note
            ):
                about.setdefault(note.number, []).append(proposal)
    return [
        _improve(note, about[note.number], quoting[note.number], thread)
        if note.number in about
        else note
        for note in notes
    ]


def _improve(
    note: FoundNote,
    about: Sequence[ProposedNote],
    quoting: Sequence[ProposedNote],
    thread: Thread,
) -> FoundNote:
    """A note re-worded and re-classified if one proposal alone is about how it began.

    Where several are, the model sees several notes in it; splitting is the built-in reader's.
    """
    began = note.sources[0].ts
    first = [p for p in quoting if any(source.ts == began for source in p.sources)]
    better = note
    if len(first) == 1 and first[0] in about and note.kind in PROPOSABLE:
        better = _worded(_classified(note, first[0]), first[0])
    for proposal in about:
        better = _filled(better, proposal, thread)
    return better if better == note else _with_next(better, thread)


def _classified(note: FoundNote, proposal: ProposedNote) -> FoundNote:
    """With the model's topic, weight and kind; nothing comes to matter less, or is mere praise."""
    to_praise = note.kind != "praise" and proposal.kind == "praise"
    kind = note.kind if to_praise or note.conflicts_with else proposal.kind
    becomes_work = kind == "change" or (note.kind == "praise" and kind != "praise")
    return replace(
        note,
        kind=kind,
        topic=proposal.topic,
        priority=max(note.priority, proposal.priority, key=_LIGHTEST_FIRST.index),
        actionable=note.actionable or becomes_work,
    )


def _worded(note: FoundNote, proposal: ProposedNote) -> FoundNote:
    ask = proposal.ask.strip(" ,;:-–—.")
    text = ask[:1].upper() + ask[1:]
    return (
        note
        if text in ("", note.text) or not is_plain(text) or not _says_all_of(text, note)
        else replace(note, text=text, worded_by="model")
    )


def _says_all_of(text: str, note: FoundNote) -> bool:
    """Whether a wording names something of each part of what one message asks."""
    said = things_in(text)
    for source in note.sources:
        others = [s.quote for s in note.sources if s.ts == source.ts and s != source]
        own = things_in(source.quote).difference(*map(things_in, others))
        if others and own and not own & said:
            return False
    return True


def _filled(note: FoundNote, proposal: ProposedNote, thread: Thread) -> FoundNote:
    """What is empty, from words of the proposal that the built-in parsers understand."""
    praise = note.kind == "praise"
    for source in proposal.sources:
        said = thread.spoken(source)
        if proposal.timecode and note.timecode is None:
            note = replace(note, timecode=said.moment(proposal.timecode, source))
        if proposal.scene and note.scene is None:
            note = replace(note, scene=said.scene(proposal.scene, source))
        if proposal.owner and note.owner is None and not praise:
            note = replace(note, owner=said.owner(proposal.owner, source))
        if proposal.due and note.due is None and not praise:
            note = replace(note, due=said.due(proposal.due, source))
    subjects = () if praise else proposal.needs_person
    return replace(
        note,
        needs_person=_all_subjects([*note.needs_person, *subjects]),
        reason=note.reason or plain(proposal.reason, thread.context.members),
    )


def _all_subjects(subjects: Iterable[NeedsPerson]) -> tuple[NeedsPerson, ...]:
    given = set(subjects)
    return tuple(subject for subject in SUBJECTS if subject in given)


def _quoting(notes: Iterable[FoundNote], proposal: ProposedNote) -> list[FoundNote]:
    """The notes about words that a proposal quotes too."""
    return [
        note
        for note in notes
        if any(_same_words(s, source) for s in note.sources for source in proposal.sources)
    ]


def _same_words(one: Source, other: Source) -> bool:
    if one.ts != other.ts:
        return False
    shorter = min(one.end - one.start, other.end - other.start)
    return shorter > 0 and overlap(one, other) >= _OVERLAP * shorter


def _at_its_moment(proposal: ProposedNote, note: FoundNote, thread: Thread) -> bool:
    """Whether a proposal is not about another moment than a note with the same words."""
    if proposal.timecode is None or note.timecode is None:
        return True
    moments = (thread.spoken(s).moment(proposal.timecode, s) for s in proposal.sources)
    named = next((moment for moment in moments if moment), None)
    return named is None or named.seconds == note.timecode.seconds


def _stand_for_each_other(proposal: ProposedNote, note: FoundNote) -> bool:
    """Whether neither says much that the other doesn't quote; a note may have been said again."""
    quoted = {source.ts for source in proposal.sources}
    if not quoted <= {source.ts for source in note.sources}:
        return False
    of_note = [source for source in note.sources if source.ts in quoted]
    both = sum(overlap(s, t) for s in of_note for t in proposal.sources)
    return all(
        both >= _MOST * sum(source.end - source.start for source in quotes)
        for quotes in (of_note, proposal.sources)
    )


def _with_next(note: FoundNote, thread: Thread) -> FoundNote:
    return replace(note, next_action=next_action(note, thread.context.decider))


def _numbered(notes: Sequence[FoundNote]) -> tuple[FoundNote, ...]:
    """The notes counted from 1, in this order, still in conflict with the same others."""
    numbers = {note.number: place for place, note in enumerate(notes, start=1)}
    return tuple(
        replace(
            note,
            number=numbers[note.number],
            conflicts_with=tuple(sorted(numbers[other] for other in note.conflicts_with)),
        )
        for note in notes
    )
