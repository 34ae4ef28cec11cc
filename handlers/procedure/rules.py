"""The rules a procedure may have: their words, whom each concerns, and what it does. Pure.

What a rule does is done by code, so the rules are a table of the program; a production has the
words, the days and whether it is on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST_DAYS = 60
"""The most working days that a rule may give."""

_NUMBER = re.compile(r"\bN\b")


@dataclass(frozen=True)
class Rule:
    """A rule as templates begin with it.

    `days` are working days, for the one that gives some; N in its words stands for them.
    `concerns` names a role in the work, never a person. `prevents` are the mistakes it is made
    against: gap kinds, "late note", "conflict", "rejected idea", "done twice" and "round too many".
    `effect` is what Scripty does while it is on.
    """

    key: str
    words: str
    concerns: str
    prevents: tuple[str, ...]
    effect: str
    days: int | None = None


_ALL = (
    Rule(
        "feedback",
        "Feedback is collected in the review's thread, until N working days after the cut is up.",
        "whoever gives feedback",
        ("late note",),
        "A review that is started without a day gets this one as its due day.",
        days=3,
    ),
    Rule(
        "conflicts",
        "The decider settles conflicts; until then nobody works on either side.",
        "the decider",
        ("conflict", "conflicting note"),
        "Scripty always does this: a conflict is settled by the decider alone.",
    ),
    Rule(
        "versions",
        "A new version is made once its round is closed.",
        "whoever puts up a cut",
        ("unresolved note",),
        "Whoever types /scripty review while a round is open is told which notes are undecided.",
    ),
    Rule(
        "rounds",
        "The rounds agreed are kept; more of them take a producer's word.",
        "the producer",
        ("round too many",),
        "Scripty always does this where a number of rounds was agreed.",
    ),
    Rule(
        "approvals",
        "Whoever approves is known before a cut goes up, and looks again at each new one.",
        "whoever approves",
        ("approval pending", "approval stale", "no review path"),
        "Scripty always asks one after the other; it says who is waited for.",
    ),
    Rule(
        "tasks",
        "An accepted change is a task; it is closed once whoever asked for it has seen it done.",
        "whoever wrote a note",
        ("unverified note", "done twice"),
        "Scripty always does this: it makes the task, and asks the author about the next cut.",
    ),
    Rule(
        "owners",
        "Whoever accepts a note names its owner.",
        "whoever accepts a note",
        ("no owner",),
        "Whoever accepts a change on a card is told if it has no owner, with buttons to name one.",
    ),
    Rule(
        "dates",
        "Every accepted change has a day.",
        "whoever accepts a note",
        ("no date", "overdue"),
        "Whoever accepts a change on a card is told if it has no day, with a button to set one.",
    ),
    Rule(
        "sources",
        "A task names the note, scene or document it comes from, and what waits on it.",
        "whoever makes a task",
        ("unanchored", "no consequence"),
        "For the team; what comes from nowhere is shown as a gap.",
    ),
    Rule(
        "reasons",
        "Whoever rejects an idea says why.",
        "whoever rejects a note",
        ("rejected idea",),
        "Scripty always asks for the reason, and shows it when the idea comes back.",
    ),
    Rule(
        "scenes",
        "A scene is made ready before its shoot: purpose, constraints and owner are written down.",
        "whoever owns a scene",
        ("scene not ready",),
        "For the team; a scene that isn't ready is shown as a gap.",
    ),
    Rule(
        "call sheet",
        "The day before its day passes, a new call sheet is up and confirmed.",
        "whoever owns the call sheet",
        ("stale document",),
        "For the team; a document past its day is shown as a gap.",
    ),
    Rule(
        "naming",
        "Files are named production_deliverable_version_date: spring_teaser_v2_0612.",
        "whoever saves a file",
        (),
        "For the team: Scripty can't see to it.",
    ),
    Rule(
        "storage",
        "Footage, projects and exports have one place each; nothing stays on a laptop.",
        "whoever saves a file",
        (),
        "For the team: Scripty can't see to it.",
    ),
)

RULES: Mapping[str, Rule] = {rule.key: rule for rule in _ALL}


def said(words: str, days: int | None) -> str:
    """The words of a rule with its days in them: N stands for their number."""
    if days is None:
        return words
    if days == 1:
        words = words.replace("N working days", "N working day")
    return _NUMBER.sub(str(days), words)
