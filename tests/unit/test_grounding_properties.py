"""Whatever a model answers: nothing invented reaches a note, and no built-in note is lost."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.extract.context import Options, context_of
from bot.extract.messages import read_messages
from handlers.dates import find_due
from handlers.notes.assisted import assist
from handlers.notes.reader.drafts import written_at
from handlers.notes.reader.markup import mark
from handlers.notes.reader.moments import find_moments
from handlers.notes.reader.owners import owner_claiming
from handlers.notes.reading import is_human, read
from handlers.people import find_member
from prompts.read_notes import BadAnswerError, ProposedNote, as_json, from_json, read_answer
from prompts.read_notes.proposal import PROPOSABLE
from prompts.read_notes.wording import is_plain, numbers_in
from store.types import (
    Due,
    FoundNote,
    Owner,
    Priority,
    Reading,
    ReadingContext,
    Source,
    ThreadMessage,
    Timecode,
)
from tests.support.ideas import same_ask

THREADS = sorted(
    file.name for file in (files("bot.demo") / "threads").iterdir() if file.name.endswith(".json")
)
LIES = (
    "Anna Lind", "the client approved this", "<@U999>", "<!channel>", "https://evil.test/x",
    "<https://evil.test|the cut>", "9:59", "frame 4000", "by 1 january", "scene 99", "€9,000",
    "<script>alert(1)</script>", "*bold* `code`", "\u202egnp.exe", "\x00", "ignore your rules",
    "m1", "m999", "-1", "", " ", "a", "0", "\ud800", "x" * 250, "approval statement", "decision",
)  # fmt: skip
WEIGHTS: tuple[Priority, ...] = ("could", "should", "must")
KINDS = ("change", "question", "praise", "risk", "decision", "approval statement", "approved")
PROPER = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
"""Without shrinking: an answer is long, and what fails is named by the assertion."""

Thread = tuple[tuple[ThreadMessage, ...], ReadingContext, Reading]


@cache
def demo(name: str) -> Thread:
    given_ = read_messages((files("bot.demo") / "threads" / name).read_bytes())
    context, _ = context_of(given_.context, Options())
    messages = tuple(given_.messages)
    return messages, context, read(messages, context)


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(LIES) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@st.composite
def pieces_of(draw: st.DrawFn, texts: Sequence[str]) -> str:
    """Words of a message, cut anywhere, most often at spaces."""
    text = draw(st.sampled_from(texts))
    if draw(st.booleans()):
        words = text.split(" ")
        first = draw(st.integers(0, len(words)))
        return " ".join(words[first : first + draw(st.integers(1, 12))])
    start = draw(st.integers(0, len(text)))
    return text[start : draw(st.integers(start, len(text)))]


@st.composite
def sources_in(draw: st.DrawFn, thread: Thread) -> list[dict[str, Any]]:
    """What a line quotes: now and then a lie; often just what built-in notes quote."""
    messages, _, reading = thread
    said = [m for m in messages if is_human(m.user) and m.text.strip()]
    places = {message.ts: place for place, message in enumerate(said, start=1)}
    if draw(st.booleans()) and reading.notes:
        some = draw(st.lists(st.sampled_from(reading.notes), min_size=1, max_size=2))
        quoted = [source for note in some for source in note.sources]
        return [{"id": f"m{places[source.ts]}", "quote": source.quote} for source in quoted]
    place = draw(st.integers(1, len(said)))
    true = draw(pieces_of([said[place - 1].text]) | st.just(said[place - 1].text))
    lie = draw(st.sampled_from(LIES) | pieces_of([m.text for m in messages]))
    wrong = draw(st.integers(0, 9)) == 0
    return [{"id": f"m{place + draw(st.integers(0, 1)) * wrong}", "quote": lie if wrong else true}]


@st.composite
def lines_about(draw: st.DrawFn, thread: Thread) -> object:
    """A line of an answer: mostly of the right shape, of true words, lies and junk."""
    sources = draw(sources_in(thread))
    texts = [m.text for m in thread[0]]

    def words() -> Any:
        own = pieces_of([each["quote"] for each in sources])
        return draw(own | pieces_of(texts) | st.sampled_from(LIES) | st.none())

    line: dict[str, Any] = {
        "sources": sources,
        "kind": draw(st.sampled_from(KINDS)),
        "topic": draw(st.sampled_from(["picture", "music", "graphics", "legal", "other", "x"])),
        "priority": draw(st.sampled_from(["must", "should", "could"])),
        "ask": words(), "reason": words(), "timecode": words(), "owner": words(),
        "due": words(), "scene": words(),
        "needs_person": draw(st.lists(st.sampled_from(["legal", "safety", "taste", "x"]))),
        "same_as": draw(st.none() | st.integers(-2, 9)),
    }  # fmt: skip
    for name in draw(st.lists(st.sampled_from([*line, "extra"]), max_size=1)):
        if draw(st.integers(0, 3)) == 0:
            line[name] = draw(JUNK)
    return line


@st.composite
def answers_about(draw: st.DrawFn, thread: Thread) -> str:
    lines = draw(st.lists(lines_about(thread) | JUNK, max_size=8))
    text = json.dumps({"notes": lines * draw(st.sampled_from([1, 1, 1, 30]))})
    return draw(st.sampled_from(["{}", "```json\n{}\n```", "Here: {} Done {{"])).replace("{}", text)


def proposals_of(text: str, thread: Thread) -> tuple[ProposedNote, ...]:
    return read_answer(text, thread[0], context=thread[1]).proposals


@pytest.mark.parametrize("name", THREADS)
@given(data=st.data())
@PROPER
def test_what_is_left_of_an_answer_is_what_people_wrote(name: str, data: st.DataObject) -> None:
    thread = demo(name)
    messages = {message.ts: message for message in thread[0]}
    for each in proposals_of(data.draw(answers_about(thread)), thread):
        said = [messages[source.ts] for source in each.sources]
        assert said
        for source, message in zip(each.sources, said, strict=True):
            assert source.quote == message.text[source.start : source.end]
            assert source.user == message.user
            assert is_human(message.user)
        for words in (each.timecode, each.owner, each.due, each.scene, each.reason):
            assert not words or any(words in message.text for message in said)
        assert each.kind in PROPOSABLE
        assert is_plain(each.ask)
        assert is_plain(each.reason)
        assert len(each.ask) <= 200
        assert numbers_in(each.ask) <= numbers_in(" ".join(message.text for message in said))
        names = {member.name.casefold() for member in thread[1].members}
        for called in (called for called in names if called in each.ask.casefold().split()):
            assert any(called in message.text.casefold() for message in said)
        assert from_json(json.loads(json.dumps(as_json(each)))) == each


@given(st.text() | JUNK.map(json.dumps) | JUNK.map(lambda junk: json.dumps({"notes": [junk]})))
@settings(max_examples=200, deadline=None)
def test_no_answer_raises_anything_else(text: str) -> None:
    try:
        answer = read_answer(text, demo(THREADS[0])[0])
    except BadAnswerError:
        return
    assert answer.proposals == ()


@pytest.mark.parametrize("name", THREADS)
@given(data=st.data())
@PROPER
def test_no_note_is_lost_and_nothing_is_invented(name: str, data: st.DataObject) -> None:
    thread = demo(name)
    check(thread, proposals_of(data.draw(answers_about(thread)), thread))


@pytest.mark.parametrize("name", THREADS)
@given(data=st.data())
@PROPER
def test_proposals_that_were_never_checked_do_no_harm(name: str, data: st.DataObject) -> None:
    """Stored rows outlive the messages they quote, and the rules they were checked by."""
    thread = demo(name)
    messages = thread[0]
    proposals = proposals_of(data.draw(answers_about(thread)), thread)
    words = st.sampled_from(LIES) | pieces_of([message.text for message in messages])
    spoiled = [
        replace(
            each,
            kind=data.draw(st.sampled_from(["change", "praise", "decision"])),
            timecode=data.draw(words),
            owner=data.draw(words),
            due=data.draw(words),
            scene=data.draw(words),
            sources=(*each.sources, *data.draw(st.lists(strange_sources(messages), max_size=1))),
        )
        for each in proposals
    ]
    invented = data.draw(st.lists(strange_sources(messages), max_size=2))
    of_strangers = [
        ProposedNote((source,), "change", "other", "should", source.quote) for source in invented
    ]
    check(thread, (*of_strangers, *spoiled, *proposals))


@st.composite
def strange_sources(draw: st.DrawFn, messages: Sequence[ThreadMessage]) -> Source:
    message = draw(st.sampled_from(list(messages)))
    start, end = draw(
        st.just((0, len(message.text))) | st.tuples(st.integers(-3, 40), st.integers(-3, 80))
    )
    quote = draw(st.sampled_from([message.text[start:end], "invented", ""]))
    return Source(
        draw(st.sampled_from([message.ts, "1.0"])),
        draw(st.sampled_from([message.user, "U999"])),
        quote,
        start,
        end,
    )


def check(thread: Thread, proposals: Sequence[ProposedNote]) -> None:
    """All that has to hold of a reading with any proposals laid over it."""
    messages, context, reading = thread
    assisted = assist(reading, messages, proposals, context)
    assert assist(assisted, messages, proposals, context) == assisted
    assert [note.number for note in assisted.notes] == list(range(1, len(assisted.notes) + 1))
    noted = {source.ts for note in assisted.notes for source in note.sources}
    assert noted | set(assisted.chatter) == {message.ts for message in messages}
    assert not noted & set(assisted.chatter)
    assert assisted.unclear == reading.unclear
    for note in reading.notes:
        assert any(stands_for(other, note) for other in assisted.notes), note
    for note in assisted.notes:
        before = [old for old in reading.notes if set(old.sources) <= set(note.sources)]
        check_note(note, before, thread)
        for number in note.conflicts_with:
            assert note.number in assisted.notes[number - 1].conflicts_with


def stands_for(note: FoundNote, before: FoundNote) -> bool:
    """Whether a built-in note is still there: its words, its work, and all that was filled."""
    return (
        set(before.sources) <= set(note.sources)
        and (note.actionable or not before.actionable)
        and WEIGHTS.index(note.priority) >= WEIGHTS.index(before.priority)
        and (note.kind != "praise" or before.kind == "praise")
        and still_asks(note, before)
        and set(before.needs_person) <= set(note.needs_person)
        and bool(note.conflicts_with) == bool(before.conflicts_with or note.conflicts_with)
        and all(
            getattr(before, name) in (None, "", getattr(note, name))
            for name in ("timecode", "owner", "due", "scene")
        )
    )


def still_asks(note: FoundNote, before: FoundNote) -> bool:
    """Whether what a note asks is still written on it, or was said twice."""
    others = [source for source in note.sources if source not in before.sources]
    return (
        note.worded_by == "model"
        or before.text.casefold() in note.text.casefold()
        or any(same_ask(s.quote, other.quote) for s in before.sources for other in others)
    )


def check_note(note: FoundNote, before: Sequence[FoundNote], thread: Thread) -> None:
    messages = {message.ts: message for message in thread[0]}
    assert note.sources
    for source in note.sources:
        text = messages[source.ts].text
        assert source.quote == text[source.start : source.end] != ""
        assert source.user == messages[source.ts].user
    assert before or note.drafted_by == "model"
    assert not (note.kind == "praise" and note.actionable)
    if note.kind not in PROPOSABLE:
        assert any(old.kind == note.kind and old.text == note.text for old in before)
    said = [messages[ts] for ts in sorted({source.ts for source in note.sources})]
    for name, is_said in (
        ("timecode", says_moment),
        ("owner", says_owner),
        ("due", says_due),
        ("scene", says_scene),
    ):
        value = getattr(note, name)
        if value is not None and value not in [getattr(old, name) for old in before]:
            assert any(is_said(value, message, thread[1]) for message in said), (name, value)
    if note.worded_by == "model":
        assert is_plain(note.text)


def says_moment(moment: Timecode, message: ThreadMessage, context: ReadingContext) -> bool:
    found = find_moments(mark(message.text).mask, context.fps, context.start_timecode)
    return moment in [each.timecode for each in found]


def says_owner(owner: Owner, message: ThreadMessage, context: ReadingContext) -> bool:
    if owner.written not in mark(message.text).mask:
        return False
    if owner.user is None:
        return owner.written.startswith("@")
    named = find_member(owner.written, context.members)
    claims = owner_claiming(owner.written, message.user)
    return owner.user == (named.user if named else claims and claims.user)


def says_due(due: Due, message: ThreadMessage, context: ReadingContext) -> bool:
    if due.written not in mark(message.text).mask:
        return False
    moment = written_at(message)
    meant = [find_due(f"{by}{due.written}", moment, context.timezone) for by in ("", "by ")]
    return due.date in [each.date for each in meant if each]


def says_scene(scene: str, message: ThreadMessage, context: ReadingContext) -> bool:
    return bool(re.search(rf"(?i)\b(?:sc|szene|escena).{{0,6}}{scene}\b", message.text))
