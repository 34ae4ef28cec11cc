"""The words of a note: what was said, what is asked, what became of it.

What people wrote comes out as plain words; nothing drawn from a deleted message is said again.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handlers.text import clean, day_of_month, name_of, one_line, plain, shorten, version_words
from store.tables import Decision, Note, NoteSource, Task
from store.types import UNDECIDED

Numbers = Mapping[UUID, int]
"""The numbers of a review's notes by their ids, to name the one a note was merged into."""

_USER = re.compile(r"@[UW][A-Z0-9]{5,}")
_ANY_MARK = re.compile(r"\W+")


@dataclass(frozen=True)
class NoteView:
    """A note with what is needed to show it; `permalinks` are links of messages by their ts.

    `again` is the earlier note that it repeats, `against` are those of other rounds that it
    conflicts with, `decider` is whoever settles that. `settled` is what was decided before on what
    it asks, or the decision that it became or lost to; `carried` the note of an earlier cut that it
    goes on with: "v1: N12".
    """

    note: Note
    sources: Sequence[NoteSource]
    task: Task | None
    permalinks: Mapping[str, str]
    again: "Elsewhere | None" = None
    against: Sequence["Elsewhere"] = ()
    decider: str | None = None
    settled: "Settled | None" = None
    carried: str = ""


@dataclass(frozen=True)
class Settled:
    """A decision, and its day in the production's time zone."""

    decision: Decision
    on: date


@dataclass(frozen=True)
class Elsewhere:
    """A note as another one names it: with its round's version, and the day it was decided on in
    the production's time zone. `here` says that both are of one review."""

    view: NoteView
    version: str
    decided_on: date | None
    here: bool = False


def quoted(view: NoteView, names: Mapping[str, str], limit: int) -> str:
    """The first words it came from that still stand; empty when there are none."""
    if view.note.state == "withdrawn":
        return ""
    standing = [plain(source.quote, names) for source in standing_sources(view)]
    return next((shorten(words, limit) for words in standing if words.strip()), "")


def standing_sources(view: NoteView) -> list[NoteSource]:
    """The sources whose message is still there."""
    if view.note.source_state == "deleted" and len(view.sources) == 1:
        return []
    return [source for source in view.sources if source.quote]


def asked(note: Note) -> str:
    """What is asked, as plain words.

    Of a deleted message nothing is said again, unless people had accepted it: then it is work.
    """
    if note.state == "withdrawn" or (note.source_state == "deleted" and note.state != "accepted"):
        return ""
    return clean(note.text)


def in_short(view: NoteView, names: Mapping[str, str], limit: int) -> str:
    """A note in one line: what is asked, else what was said."""
    words = asked(view.note).strip() or quoted(view, names, limit * 4)
    return shorten(one_line(words), limit) or withdrawn_because(view.note)


def repeats(ask: str, said: str) -> bool:
    """Whether `ask` is `said`, or most of it (a quote often begins with its timecode)."""
    bare_ask, bare_said = (_ANY_MARK.sub(" ", words.casefold()).strip() for words in (ask, said))
    return bare_ask in bare_said and len(bare_ask) * 2 > len(bare_said)


def written_timecode(note: Note) -> str:
    """The timecode as written, empty when there is none."""
    return shorten(one_line(str((note.timecode or {}).get("written") or "")), 40)


def outcome(view: NoteView, names: Mapping[str, str], numbers: Numbers) -> str:
    """What became of a decided note, in words."""
    note = view.note
    by = f" by {name_of(note.decided_by, names)}" if note.decided_by else ""
    if note.state == "rejected":
        return f"Rejected{by}: {rejected_because(view)}"
    if note.state == "merged":
        return f"Merged {merged_into(note, numbers)}{by}"
    if note.state == "withdrawn":
        return f"Withdrawn: {withdrawn_because(note)}"
    if note.state == "folded":
        return "Folded away"
    became = f", decision D{view.settled.decision.number}" if view.settled else ""
    return f"Accepted{by}{became}"


def repeated(view: NoteView) -> str:
    """Such as "repeats N7, rejected on 3 May: “we like it dark”"."""
    if view.again is None:
        return "repeats an earlier note"
    return f"repeats N{view.again.view.note.number}, {fate(view.again, view.note)}"


def named_elsewhere(other: Elsewhere, near: Note) -> str:
    """Such as "N7 (v1, accepted, T3 open)"; within one review without the version."""
    facts = ([] if other.here else [version_words(other.version)]) + [fate(other, near)]
    return f"N{other.view.note.number} ({', '.join(facts)})"


def told_before(settled: Settled, near: Note, names: Mapping[str, str]) -> str:
    """Such as "Decided on 3 May by director: keep the pause (D2)"."""
    decision = settled.decision
    on = day_of_month(settled.on, near.created_at)
    who = name_of(decision.decided_by, names)
    what = shorten(one_line(decision.what), 120)
    return f"Decided on {on} by {who}: {what} (D{decision.number}){_why(decision)}"


def _why(decision: Decision) -> str:
    """Such as ": the joke needs the beat", empty where no reason was given."""
    why = shorten(one_line(decision.why), 120)
    return f": {why}" if why else ""


def fate(other: Elsewhere, near: Note) -> str:
    """What became of a note, told beside another: "accepted, T3 open"."""
    note, task = other.view.note, other.view.task
    if note.state in UNDECIDED:
        return "not decided yet"
    if note.state == "accepted" and task:
        return f"accepted, T{task.number} {task.state}"
    if note.state != "rejected":
        return note.state
    on = f" on {day_of_month(other.decided_on, near.created_at)}" if other.decided_on else ""
    if other.view.settled is None and not note.decision_reason:
        return f"rejected{on}"
    return f"rejected{on}: “{rejected_because(other.view, 80)}”"


def withdrawn_because(note: Note) -> str:
    """Why a draft went without anybody deciding."""
    gone = note.source_state == "deleted"
    return "its message was deleted" if gone else "its author took it back"


def rejected_because(view: NoteView, limit: int = 120) -> str:
    """The reason that was given; of a note that lost to a decision "D1: keep the pause"."""
    if view.settled is not None:
        decision = view.settled.decision
        return shorten(f"D{decision.number}: {one_line(decision.what)}{_why(decision)}", limit)
    return shorten(one_line(view.note.decision_reason or ""), limit) or "no reason given"


def merged_into(note: Note, numbers: Numbers) -> str:
    number = numbers.get(note.merged_into) if note.merged_into else None
    return f"into N{number}" if number else "into another note"


def source_mark(note: Note) -> str:
    """What happened to the words since, empty when nothing did."""
    if note.source_state == "edited" and note.state != "withdrawn":
        reopened = "Reopened: its words were edited after it was decided"
        return reopened if note.state == "draft" else "Edited since it was decided"
    if note.source_state == "deleted" and note.state != "withdrawn":
        return "Source deleted, so its words are not shown"
    return ""


def as_written(note: Note, written: str | None, names: Mapping[str, str]) -> str:
    """Words of the thread in quotation marks; empty once their message is deleted."""
    if not written or note.source_state == "deleted":
        return ""
    if _USER.fullmatch(written):  # as a reading says a mention of somebody who is no member
        written = f"<{written}>"
    return f"“{shorten(one_line(plain(written, names)), 40)}”"
