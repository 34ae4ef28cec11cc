"""A transcript summed up in its own words: what was said, what was decided, what is open. Pure.

No model is asked and no sentence is made up: the sentences that have most in common with what is
said around them stand for it. Work grows with the transcript's length, since each is compared with
its own stretch and no other.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from handlers.notes.reader import vocabulary
from handlers.notes.reader.decisions import asks_to_choose, is_ruling, says_decided
from handlers.notes.reader.drafts import Draft, Heard
from handlers.notes.reader.markup import mark
from handlers.text import counted, shorten
from handlers.transcripts.likeness import alike, centrality, likeness_matrix
from handlers.transcripts.sentences import Sentence, breaks_off, ends_well, is_filler, sentences_of
from prompts.drafting.material import DraftedLine, Material
from store.types import ThreadMessage

SAID, DECIDED, OPEN = "What was said", "Decisions", "Open questions"

STRETCH_MS = 5 * 60 * 1000
"""How long a stretch is that some sentences stand for, where the transcript has times."""

MOST_SAID, MOST_DECIDED, MOST_OPEN = 30, 12, 12

_STRETCH = 120
_FEW_STRETCHES, _SOME_STRETCHES = 3, 12
_FEWEST_WORDS, _MOST_WORDS = 6, 50
_REPEATS = 0.45
_LONGEST = 240
_HEARD_BEFORE = 12
_ANSWERED_WITHIN = 6
_QUESTION_WORDS = 4
_ANSWER_WORDS = 4
_AT = datetime(1970, 1, 1, tzinfo=UTC)


def summarised(material: Material) -> Sequence[DraftedLine]:
    """The lines of a transcript's summary, each a sentence as it was said."""
    sentences = sentences_of([fact for fact in material.facts if fact.kind == "transcript"])
    return [*_said(sentences), *_decided(sentences), *_left_open(sentences)]


def _said(sentences: Sequence[Sentence]) -> Iterator[DraftedLine]:
    stretches = list(_stretches(sentences))
    each = 3 if len(stretches) <= _FEW_STRETCHES else 2 if len(stretches) <= _SOME_STRETCHES else 1
    chosen: list[tuple[float, Sentence, Sequence[Sentence]]] = []
    for stretch in stretches:
        chosen += [(score, one, stretch) for score, one in _most_central(stretch, each)]
    best = sorted(chosen, key=lambda found: -found[0])[:MOST_SAID]
    again: set[str] = set()
    for _, one, stretch in sorted(best, key=lambda found: found[1].order):
        if _said_before(one, again):
            continue
        first, last = stretch[0].fact.name, stretch[-1].fact.name
        yield DraftedLine(
            text=_words(one),
            source=one.fact.label,
            quote=one.text,
            reason=f"Has most in common with what is said from {first} to {last}"
            f" ({counted(len(stretch), 'sentence')}).",
            next_action="Keep it in the write-up if it stands for that part, or reject it.",
            section=SAID,
        )


def _stretches(sentences: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    """The transcript in stretches of some minutes, or of so many sentences."""
    begun = 0
    for place, each in enumerate(sentences):
        if place > begun and (place - begun >= _STRETCH or _later(sentences[begun], each)):
            yield sentences[begun:place]
            begun = place
    if begun < len(sentences):
        yield sentences[begun:]


def _later(first: Sentence, each: Sentence) -> bool:
    start, at = first.fact.start, each.fact.start
    return start is not None and at is not None and at - start >= STRETCH_MS


def _most_central(stretch: Sequence[Sentence], most: int) -> Sequence[tuple[float, Sentence]]:
    """The sentences of a stretch that stand for it best, none that says the same as another."""
    able = [each for each in stretch if _says_something(each)]
    rows = likeness_matrix([each.stems for each in able])
    if rows is None:
        return [(0.0, each) for each in able[:1]]
    scores = centrality(rows)
    taken: list[int] = []
    for place in sorted(range(len(able)), key=lambda at: (-scores[at], at)):
        if all(alike(rows[place], rows[other]) < _REPEATS for other in taken):
            taken.append(place)
        if len(taken) == most:
            break
    return [(scores[place], able[place]) for place in taken]


def _says_something(each: Sentence) -> bool:
    """Whether a sentence can stand for others: it states something, and is whole."""
    if each.asks or not _FEWEST_WORDS <= len(each.words) <= _MOST_WORDS:
        return False
    return not is_filler(each.text) and not breaks_off(each.text)


def _decided(sentences: Sequence[Sentence]) -> Iterator[DraftedLine]:
    again: set[str] = set()
    heard: list[Draft] = []
    for each in sentences:
        if len(again) == MOST_DECIDED:
            return
        if asks_to_choose(each.text):
            heard.append(_as_question(each))
            continue
        asked = [
            one for one in heard[-_HEARD_BEFORE:] if each.order - one.heard.order <= _HEARD_BEFORE
        ]
        outright = says_decided(each.text) and not breaks_off(each.text)
        if not outright and not (asked and _rules(each, asked)):
            continue
        if _said_before(each, again):
            continue
        about = [one for one in asked if _is_about(each, one)]
        before = f" when “{shorten(about[-1].text, 80)}” was asked" if about else ""
        yield DraftedLine(
            text=_words(each),
            source=each.fact.label,
            quote=each.text,
            reason=f"It is said as something settled{before}; who may decide it is not said.",
            next_action="Ask whoever decides this to confirm it, then record it as a decision.",
            section=DECIDED,
        )


def _rules(each: Sentence, asked: Sequence[Draft]) -> bool:
    """Whether it settles what others asked, as the reader of threads recognises it. Who decides
    isn't known here, so whoever answers may be the one: people confirm it."""
    if not each.speaker or len(each.words) < 2:
        return False
    return is_ruling(each.text, _heard(each), asked, each.speaker)


def _is_about(each: Sentence, asked: Draft) -> bool:
    """Whether a question is plainly what a sentence settles: asked just before, or of one thing."""
    return each.order - asked.heard.order == 1 or bool(each.stems & asked.words)


def _as_question(each: Sentence) -> Draft:
    return Draft(
        heard=_heard(each), start=0, end=len(each.text), text=each.text, kind="question",
        topic="story", words=each.stems,
    )  # fmt: skip


def _heard(each: Sentence) -> Heard:
    message = ThreadMessage(f"{each.order}.000000", each.speaker, each.text)
    return Heard(each.order, message, mark(each.text), (), (), _AT)


def _left_open(sentences: Sequence[Sentence]) -> Iterator[DraftedLine]:
    again: set[str] = set()
    for place, each in enumerate(sentences):
        if len(again) == MOST_OPEN:
            return
        if not _is_question(each):
            continue
        put_off = _put_off(sentences, place)
        if put_off is None or _said_before(each, again):
            continue
        who = each.speaker or "Somebody"
        why = f"; it is put off: “{shorten(put_off.text, 80)}”" if put_off is not each else ""
        yield DraftedLine(
            text=_words(each),
            source=each.fact.label,
            quote=each.text,
            reason=f"{who} asks it and nobody answers it here{why}",
            next_action="Ask whoever knows, or note down the answer if it came later.",
            section=OPEN,
            also=(put_off.fact.label,) if put_off.fact.label != each.fact.label else (),
        )


def _said_before(each: Sentence, again: set[str]) -> bool:
    """Whether the same words stand in this part already; remembers them if not."""
    words = " ".join(each.words).casefold()
    if words in again:
        return True
    again.add(words)
    return False


def _is_question(each: Sentence) -> bool:
    if not each.asks or len(each.words) < _QUESTION_WORDS:
        return False
    return not is_filler(each.text) and not breaks_off(each.text)


def _put_off(sentences: Sequence[Sentence], place: int) -> Sentence | None:
    """What puts a question off, the question itself where nobody says anything to it, and None
    where it is answered.

    Whoever else speaks next answers it, unless they only ask back or say that they don't know;
    where only one person speaks, they answer themselves.
    """
    asked = sentences[place]
    others = 0
    for each in sentences[place + 1 : place + 1 + 2 * _ANSWERED_WITHIN]:
        own = bool(asked.speaker) and each.speaker == asked.speaker
        if own:
            if others and not each.asks:
                break
            continue
        others += 1
        if vocabulary.DEFER.search(each.text):
            return each
        if _answers(each, asked):
            return None
        if others == _ANSWERED_WITHIN:
            break
    return asked if others or asked is sentences[-1] else None


def _answers(each: Sentence, asked: Sentence) -> bool:
    if each.asks:
        return False
    if vocabulary.ANSWER.match(each.text) or each.stems & asked.stems:
        return True
    return len(each.words) >= _ANSWER_WORDS and ends_well(each.text)


def _words(each: Sentence) -> str:
    """Who says it when, and the words."""
    who = ", ".join(part for part in (each.speaker, each.fact.name) if part)
    return f"{who}: {shorten(each.text, _LONGEST)}" if who else shorten(each.text, _LONGEST)
