"""The verdicts on a thread that is labelled message by message."""

from collections.abc import Iterator, Mapping, Sequence

from bot.eval.labels import MessageLabel
from bot.eval.matching import same_seconds
from bot.eval.scores import (
    FALSE,
    MISSED,
    RIGHT,
    Field,
    Hits,
    Miss,
    Score,
    Share,
    Verdict,
    share,
)
from bot.eval.words import names, span_words
from store.types import FoundNote, ThreadMessage

FIELDS: Mapping[Field, Score] = {
    "found": Hits(),
    "actionable": Hits(),
    "kind": Share(),
    "timecode": Hits(),
    "chatter": Share(),
}
"""What such a thread is scored on."""

Span = tuple[float, float | None]


def judge_messages(
    labels: Sequence[MessageLabel],
    notes: Sequence[FoundNote],
    messages: Sequence[ThreadMessage],
) -> Iterator[Verdict]:
    """What is right, false and missed, field by field; the counts are of messages.

    A message is *found* where a note has a source in it. Where both a kind and chatter can be
    defended, finding it is neither right nor wrong. *actionable* leaves out what its annotator
    was not sure of, *chatter* is the share of it in which no note was found. Moments are counted
    one by one; those of chatter are none to find.
    """
    texts = {message.ts: message.text for message in messages}
    for label in labels:
        found = [n for n in notes if any(source.ts == label.ts for source in n.sources)]
        words = texts[label.ts]
        yield from _on_message(label, found, words)
        yield from _on_actionable(label, found, words)
        yield from _on_moments(label, found, words)


def _on_message(label: MessageLabel, found: Sequence[FoundNote], words: str) -> Iterator[Verdict]:
    said = names({note.kind for note in found})
    right = " or ".join(sorted(label.kinds))
    if label.kinds == {"chatter"}:
        miss = Miss(label.ts, "false note", None, said, words)
        yield Verdict("chatter", share(not found), miss if found else None)
        if found:
            yield Verdict("found", FALSE)
    elif "chatter" not in label.kinds:
        miss = Miss(label.ts, "missed note", right, None, words)
        yield Verdict("found", RIGHT if found else MISSED, None if found else miss)
    if found and label.kinds != {"chatter"}:
        good = any(note.kind in label.kinds for note in found)
        yield Verdict(
            "kind", share(good), None if good else _miss(label, "kind", right, said, words)
        )


def _on_actionable(
    label: MessageLabel, found: Sequence[FoundNote], words: str
) -> Iterator[Verdict]:
    if label.ambiguous:
        return
    said = any(note.actionable for note in found)
    if said and label.actionable:
        yield Verdict("actionable", RIGHT)
    elif said != label.actionable:
        terms = ("not actionable", "actionable")
        miss = _miss(label, "actionable", terms[label.actionable], terms[said], words)
        yield Verdict("actionable", FALSE if said else MISSED, miss if found else None)


def _on_moments(label: MessageLabel, found: Sequence[FoundNote], words: str) -> Iterator[Verdict]:
    """Two notes at one moment name one; chatter in which no note was found can name none."""
    if not found and "chatter" in label.kinds:
        return
    wanted: list[Span] = [(each.start_s, each.end_s) for each in label.timecodes]
    said = {(n.timecode.seconds, n.timecode.end_seconds) for n in found if n.timecode}
    false = []
    for moment in sorted(said, key=_in_order):
        twin = next((each for each in wanted if _same(each, moment)), None)
        if twin is None:
            false.append(moment)
        else:
            wanted.remove(twin)
            yield Verdict("timecode", RIGHT)
    if wanted or false:
        miss = _miss(label, "timecode", _shown(wanted), _shown(false), words)
        score = Hits(fp=len(false), fn=len(wanted))
        yield Verdict("timecode", score, miss if found else None)


def _in_order(span: Span) -> tuple[float, float]:
    return span[0], span[1] or 0.0


def _same(one: Span, other: Span) -> bool:
    return same_seconds(one[0], other[0]) and same_seconds(one[1], other[1])


def _shown(spans: Sequence[Span]) -> str | None:
    return ", ".join(span_words(*span) for span in spans) or None


def _miss(label: MessageLabel, what: str, right: str | None, said: str | None, words: str) -> Miss:
    return Miss(label.ts, what, right, said, words)
