"""What the words after `/scripty decisions` and `/scripty history` look for. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.record.errors import NothingNamedError
from handlers.text import one_line, page_number
from store.tables import Decision

Kind = Literal["note", "task", "decision", "suggestion", "cut", "production", "named"]

MOST_FOUND = 300
"""A page's button carries the numbers that were found: 2,000 characters at most."""

_KINDS: dict[str, Kind] = {"n": "note", "t": "task", "d": "decision", "s": "suggestion"}
_NUMBERED = re.compile(r"#?([ntds])\s*[-#]?\s*(\d{1,9})", re.IGNORECASE)
_VERSION = re.compile(r"(v\s?\d{1,3}(?:\.\d{1,3})?)(?:\s+(?:for\s+|of\s+)?(\S.*))?", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """A thing as people name it: "N12", "v2", "v2 for teaser", or a milestone or document by its
    name."""

    kind: Kind
    number: int = 0
    version: str = ""
    deliverable: str | None = None
    name: str = ""

    def named(self) -> str:
        """Such as "N12", "v2" or "v2 of teaser"."""
        if self.kind == "cut":
            return f"{self.version} of {self.deliverable}" if self.deliverable else self.version
        if self.kind == "production":
            return "the production"
        if self.kind == "named":
            return self.name
        return f"{self.kind[0].upper()}{self.number}"


def read_reference(text: str) -> Reference:
    """What the words after `/scripty history` name. Raises NothingNamedError."""
    words = bare(text)
    if words.casefold() in ("production", "set-up", "setup"):
        return Reference("production")
    if found := _NUMBERED.fullmatch(words):
        return Reference(_KINDS[found[1].lower()], int(found[2]))
    if found := _VERSION.fullmatch(words):
        version = found[1].replace(" ", "").lower()
        return Reference("cut", version=version, deliverable=found[2])
    raise NothingNamedError(words)


def bare(text: str) -> str:
    """Words without the quotes and stops around them."""
    return one_line(text).strip("“”\"'`.,:;? ")


def wanted_words(text: str) -> str:
    """The words to look for: "find end card" and "end card" both look for "end card"."""
    verb, _, rest = one_line(text).partition(" ")
    return rest if verb.lower() == "find" else one_line(text)


def matching(decisions: Sequence[Decision], words: str) -> list[Decision]:
    """Those decisions that have all of these words, newest first; accents and case are alike."""
    wanted = folded(words).split()
    newest = sorted(decisions, key=lambda decision: decision.number, reverse=True)
    return [each for each in newest if _has(each, wanted)][:MOST_FOUND]


def _has(decision: Decision, wanted: Sequence[str]) -> bool:
    said = folded(
        f"D{decision.number} {decision.what} {decision.why} {decision.next_action}",
    )
    return all(word in said for word in wanted)


def folded(words: str) -> str:
    """Words as they are compared: "Élodie" is "elodie"."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def page_value(numbers: Sequence[int] | None, page: int) -> str:
    """What the button to a page carries: "all:2", or the numbers that were found, "12.9.4:2"."""
    which = "all" if numbers is None else ".".join(str(number) for number in numbers)
    return f"{which}:{page}"


def read_page(value: str) -> tuple[list[int] | None, int]:
    """The numbers (None: all of them) and the page behind a button's value."""
    which, _, page = value.rpartition(":")
    found = [int(each) for each in which.split(".") if each.isdigit()]
    return (None if which == "all" else found, page_number(page))
