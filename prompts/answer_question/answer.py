"""From what a model wrote to sentences that hold: whatever is not grounded is dropped, counted."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prompts.answer_question.request import RecordLine, local_ids
from prompts.answers import DroppedError, NoAnswerError, list_in
from prompts.read_notes.wording import is_faithful, is_plain

MOST_SENTENCES = 5
LONGEST_SENTENCE = 240
MOST_LINES = 6

_LONGEST_ANSWER = 100_000
_GRAMMAR = "own owns due until set yet still"
"""Words that a sentence may add: none of them says how anything stands."""

_CLAIMS: Mapping[str, re.Pattern[str]] = {
    "owner": re.compile(r"\b(?:own\w*|responsible|assigned|does|doing|has)\b", re.IGNORECASE),
    "decided_by": re.compile(r"\b(?:decid\w*|settl\w*|agreed?|chose)\b", re.IGNORECASE),
    "said_by": re.compile(r"\b(?:said|says?|ask(?:s|ed)|want(?:s|ed)|wrote)\b", re.IGNORECASE),
}
"""What a sentence may say that a person did; the line has to say that it was this person."""

_OF_THINGS = re.compile(r"\b(?:does|doing|has)\b", re.IGNORECASE)
"""Those of these words that are said of things too: "the end card has a frame"."""

_ACTS = re.compile(
    r"\b(?:accept|approv|clos|confirm|deliver|drop|merg|reject|supersed|verif|withdr)\w*",
    re.IGNORECASE,
)
"""What somebody did whom no line names: no sentence that names a person may say it."""

_NOBODY = re.compile(r"\bnobody\b", re.IGNORECASE)

_EVERYBODY = ("owner", "decided_by", "said_by")

BadAnswerError = NoAnswerError
"""What a model wrote holds no JSON object with a list of sentences."""


@dataclass(frozen=True)
class Sentence:
    """A sentence, and the places (from 0) of the lines that it rests on."""

    words: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Worded:
    """What holds of an answer, and what was dropped: reason → how often."""

    sentences: tuple[Sentence, ...]
    dropped: Mapping[str, int]


def read_answer(text: str, lines: Sequence[RecordLine]) -> Worded:
    """What a model made of `lines`, which are those of its request in the same order.

    Reasons: *shape* (no such field), *line* and *quote* (nothing in the record), *wording* (says
    something that the lines don't), *person* (somebody did what the lines don't say of them),
    *too_many*. Each drops the sentence.

    Raises BadAnswerError.
    """
    given = list_in(text, "answer", _LONGEST_ANSWER)
    dropped: Counter[str] = Counter()
    if len(given) > MOST_SENTENCES:
        dropped["too_many"] = len(given) - MOST_SENTENCES
    held: dict[str, Sentence] = {}
    for each in given[:MOST_SENTENCES]:
        try:
            sentence = _held(each, lines)
        except DroppedError as why:
            dropped[why.reason] += 1
        else:
            held.setdefault(sentence.words.casefold(), sentence)
    return Worded(tuple(held.values()), dict(sorted(dropped.items())))


def _held(given: object, lines: Sequence[RecordLine]) -> Sentence:
    if not isinstance(given, dict):
        raise DroppedError("shape")
    words, cited = given.get("words"), given.get("lines")
    if not isinstance(words, str) or not isinstance(cited, list):
        raise DroppedError("shape")
    if not 0 < len(cited) <= MOST_LINES:
        raise DroppedError("line")
    words = words.strip()
    if not 0 < len(words) <= LONGEST_SENTENCE or not is_plain(words):
        raise DroppedError("wording")
    places, quotes = _quoted(cited, lines)
    rests_on = [lines[place] for place in places]
    evidence = [*quotes, *(line.label for line in rests_on)]
    _require_said(words, evidence)
    _require_people(words, rests_on, lines)
    return Sentence(_ended(words), places)


def _quoted(
    cited: Sequence[object], lines: Sequence[RecordLine]
) -> tuple[tuple[int, ...], list[str]]:
    """The places of the lines that are cited, and what is quoted of them."""
    ids = {local: place for place, local in enumerate(local_ids(lines))}
    places: list[int] = []
    quotes: list[str] = []
    for each in cited:
        if not isinstance(each, dict):
            raise DroppedError("shape")
        place = ids.get(str(each.get("id")))
        if place is None:
            raise DroppedError("line")
        quote = each.get("quote")
        if not isinstance(quote, str) or not quote.strip():
            raise DroppedError("quote")
        if not _stands_whole(quote.strip(), lines[place].sent):
            raise DroppedError("quote")
        places.append(place)
        quotes.append(quote.strip())
    return tuple(dict.fromkeys(places)), quotes


def _stands_whole(quote: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", text) is not None


def _require_said(words: str, evidence: Sequence[str]) -> None:
    """Every word, number, *not* and *keep* of a sentence has to stand in what it quotes."""
    if not is_faithful(words, evidence, [*evidence, _GRAMMAR], ()):
        raise DroppedError("wording")


def _require_people(
    words: str, rests_on: Sequence[RecordLine], lines: Sequence[RecordLine]
) -> None:
    """Whoever is named has to have done, in a line that it rests on, what the sentence says; one
    sentence says one such thing, so that two people can't be mixed up. Nobody else can have done
    any of it: a note whose own words are "owner: Zoe" makes nobody an owner."""
    named = {name for name in _people(lines) if _names(words, name)}
    claimed = [by for by, pattern in _CLAIMS.items() if pattern.search(words)]
    if not named:
        _require_nobody(words, rests_on)
        return
    if len(claimed) != 1 or _ACTS.search(words):
        raise DroppedError("person")
    (by,) = claimed
    if not named <= {getattr(line, by) for line in rests_on}:
        raise DroppedError("person")


def _require_nobody(words: str, rests_on: Sequence[RecordLine]) -> None:
    """A sentence without a person can say that nobody owns what has no owner, and no more of it."""
    strong = _OF_THINGS.sub("", words)
    claimed = [by for by, pattern in _CLAIMS.items() if pattern.search(strong)]
    unowned = _NOBODY.search(words) and not any(line.owner for line in rests_on)
    if claimed and not (claimed == ["owner"] and unowned):
        raise DroppedError("person")


def _people(lines: Sequence[RecordLine]) -> set[str]:
    return {getattr(line, by) for line in lines for by in _EVERYBODY} - {""}


def _names(words: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE) is not None


def _ended(words: str) -> str:
    """As a sentence: it begins with a capital where it began with a word, and ends."""
    words = words[:1].upper() + words[1:]
    return words if words[-1] in ".!?…" else f"{words}."
