"""What people do in a production, step by step, and what is kept of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.machine import (
    ASKS,
    CLIENT,
    CREW,
    DIRECTOR,
    EDITOR,
    GUEST,
    OUTSIDER,
    PRODUCER,
    STRANGER,
    Row,
    Snapshot,
)

EVERYBODY = [DIRECTOR, EDITOR, CLIENT, PRODUCER, CREW, OUTSIDER, GUEST, STRANGER]
WHO = [*[""] * 16, *EVERYBODY]
"""Mostly somebody who may do it (""), now and then anybody at all."""

WRITERS = [DIRECTOR, CLIENT, PRODUCER, CREW, GUEST, STRANGER]
WORDS = [*ASKS, *(words for words, (_, opposite) in ASKS.items() if opposite)]
PICK = range(100)
NAMED = [(0,), (1,), (0, 1), (2, 5)]
AIMED = [True] * 7 + [False]
"""Mostly what makes sense, now and then anything at all."""

PATHS = [
    (PRODUCER,),
    (CLIENT,),
    (CLIENT, PRODUCER),
    (CLIENT, PRODUCER),
    (CLIENT, PRODUCER),
    (PRODUCER, CLIENT),
    (CLIENT,),
    (PRODUCER, CLIENT, EDITOR),
    (EDITOR,),
    (EDITOR, CLIENT),
    (CLIENT, GUEST),
    (STRANGER, CLIENT),
    (OUTSIDER,),
    (),
]

APPROVING = ("approved", "approved with notes")
LIVE = ("draft", "accepted")
STANDING = ("draft", "folded", "accepted")


@dataclass
class Press:
    """A verdict that somebody has given, and what has become of it as far as the rules say."""

    cut: str
    user: str
    verdict: str
    notes: tuple[int, ...] = ()
    replaced: bool = False
    revoked: bool = False
    stale: bool = False

    @property
    def live(self) -> bool:
        return not self.replaced and not self.revoked

    @property
    def counts(self) -> bool:
        return self.live and not self.stale


@dataclass(frozen=True)
class Step:
    """What somebody has just done: `about` is the id of what they did it to."""

    name: str
    actor: str
    about: str
    before: Snapshot
    after: Snapshot
    result: Any = None
    refused: str = ""

    def is_done(self, *names: str) -> bool:
        return self.name in names and not self.refused


ACTS: dict[str, tuple[Callable[..., None], Mapping[str, Sequence[Any]]]] = {}
WEIGHTED: list[str] = []


def often(weight: int, **how: Sequence[Any]) -> Callable[[Callable[..., None]], None]:
    """Let people do this, about so often, each argument being one of these."""

    def known(method: Callable[..., None]) -> None:
        ACTS[method.__name__] = method, how
        WEIGHTED.extend([method.__name__] * weight)

    return known


def one(rows: Sequence[Row], pick: int) -> str | None:
    """The id of one of the rows, if there are any."""
    return str(rows[pick % len(rows)]["id"]) if rows else None


def numbers_of(version: str) -> tuple[int, int]:
    major, _, minor = version.removeprefix("v").partition(".")
    return int(major), int(minor or 0)


def newly_accepted(step: Step, review: str) -> set[int]:
    """The numbers of the notes of this review that are accepted since this step, but for what
    only sounds like an approval: it asks for nothing."""
    return {
        note["number"]
        for key, note in step.after.notes.items()
        if note["review_id"] == review
        and note["state"] == "accepted"
        and note["kind"] != "approval statement"
        and step.before.notes.get(key, {"state": ""})["state"] != "accepted"
    }
