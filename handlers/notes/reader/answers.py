"""Which questions a thread answers, and which risks it averts.

A question is open until somebody else answers it: in the next words, by naming one of the things
to choose from, as the person asked, or later in words about the same thing. What puts it off
("I'll ask"), asks back or speaks of something else answers nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from handlers.notes.reader import vocabulary as words
from handlers.notes.reader.drafts import Draft, Heard
from handlers.notes.reader.likeness import stems
from handlers.notes.reader.owners import claims, names_its_thing
from handlers.notes.reader.quoting import notes_quoted

_SOON = 3
_LATER = 12
_MOST_SENTENCES = 12
_LONGEST_SENTENCE = 300
_SHORT_ANSWER = 6
_PLAIN_ANSWER = 10
_FEW_WORDS = 2
_SAID_NEXT = 120
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?!\d)|(?=\n)|$|[.](?=\d))")
_CHOICE = re.compile(r"\b(?:or|oder|ou|o)\b", re.IGNORECASE)
_CHOSEN_BEFORE, _CHOSEN_AFTER = 5, 8
_CHOOSES = re.compile(
    r"^\W*(?:(?:ok|okay|oh|ah|well|so)\W+)?(?:both|neither|either|the (?:first|second|former"
    r"|latter|last)|none|beides?|keins|ambos|ninguno|les deux)\b",
    re.IGNORECASE,
)
# "she's asleep!", "it's the council", "that was the stand-in": the subject is the question's.
_SPEAKS_OF_IT = re.compile(
    r"^\W*(?:it|that|this|they|she|he|we|those|these)(?:'s|'re|\s(?:is|are|was|were|has|have|had"
    r"|does|did|do|comes?|goes|stays?))\b",
    re.IGNORECASE,
)
_THATS_HOW = re.compile(
    r"^\W*(?:that's|it's|that is)\s(?:how|why|what|where|when)\b", re.IGNORECASE
)
_I_DO = re.compile(r"^\W*(?:i|we) do\b", re.IGNORECASE)
_REACTION = re.compile(
    r"\W{0,6}(?:(?:oh|ooh|ah|wow|haha|lol|ugh|h+m+|nice|phew|ouch|oops|yikes|dear|my|god|oh no|well"
    r"|interesting)\W{0,6}){1,4}",
    re.IGNORECASE,
)
_SENTENCE_VERB = re.compile(
    r"(?:\b(?:is|are|was|were|has|have|had)|n't|'s|'re)\b|\b(?:fyi|btw)\b", re.I
)
_POINTS = re.compile(r"\b(?:which|it|that|this|they|them|one|these|those|she|he)\b", re.IGNORECASE)
_ASKS_WHICH = re.compile(
    r"\b(?:who|whose|which|what|where|when|why|how|wer|welche[rs]?|wo|wann|qui[eé]n|qu[eé]|cu[aá]l"
    r"|quel(?:le)?)\b",
    re.IGNORECASE,
)
_FUNCTION = frozenset(
    {"the", "and", "for", "with", "that", "this", "they", "you", "was", "are", "not", "should"}
    | {"does", "did", "just", "really", "would", "could", "have", "has", "want", "something"}
    | {"another", "there", "here", "what", "which", "ist", "der", "die", "das", "una", "uno"}
)
_TOKEN = re.compile(r"\d[\d.,:]*\d|\d|\w+")
# What is done, allowed or no longer so: said of the thing at risk, it takes the risk away.
_AVERTED = re.compile(
    r"\b(?:fine|settled|sorted|solved|cleared?|signed|licen[cs]ed|covered|approved|insured|paid"
    r"|agreed|removed|replaced|swapped|dropped|deleted|gone|no longer|any ?more|passe[sd]"
    r"|down to|(?:is|are) out|taken (?:out|care of)|no (?:problem|issue|worries)|erledigt|geklärt"
    r"|raus|resuelto|solucionado|réglé|resolvido)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:not|isn't|aren't|never|once|if|until|unless|when|before|must|should|needs?|nicht"
    r"|no está)\b(?!\sin it any ?more)",
    re.IGNORECASE,
)
# "Then we do X instead", "already swapped her": what somebody does, or did, because of the risk.
_CONSEQUENCE = re.compile(
    r"^\W*(?:(?:oh|ok|okay|right|fair(?: enough)?|good point|alright|yikes|understood)\W+){0,2}"
    r"(?:(?:then|so|in that case) (?:we|i|let's)(?:'ll| will)?\b|dann (?:nehmen|machen) wir"
    r"|entonces (?:lo )?hacemos)|^\W*(?:already|just|have already|i've already) \w{3,20}"
    r" (?:it|her|him|them|that|this|those)\b",
    re.IGNORECASE,
)
_STAYS = re.compile(r"\b(?:stays?|stay|keep|remains?|as it is|bleibt|se queda)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Said:
    """A sentence of a reply; `note` is the draft that it became, if any.

    `text` is what it tells, `whole` has also the work that it takes on: "wrong lut on 5 and 6,
    i'll swap both".
    """

    whole: str
    first: bool
    asks: bool
    note: Draft | None

    @cached_property
    def text(self) -> str:
        taken = claims(self.whole)
        told = "" if taken is None or names_its_thing(taken) else self.whole[: taken.start()]
        told = told.strip(" ,;-–—")
        enough = len(told.split()) >= _FEW_WORDS and not told.endswith(":")
        return told if enough else self.whole

    @cached_property
    def stems(self) -> frozenset[str]:
        return stems(self.text)

    @cached_property
    def tokens(self) -> frozenset[str]:
        return _tokens(self.text)

    @cached_property
    def puts_off(self) -> bool:
        return bool(words.DEFER.search(self.text))

    @cached_property
    def takes_on(self) -> bool:
        return claims(self.text) is not None


@dataclass(frozen=True)
class _Reply:
    heard: Heard
    sentences: tuple[_Said, ...]
    notes: tuple[Draft, ...]


def settle_answers(drafts: Sequence[Draft], thread: Sequence[Heard]) -> None:
    """Mark questions that the thread answers, and risks that it averts, as settled."""
    noted: dict[int, list[Draft]] = {}
    for draft in drafts:
        if not draft.withdrawn:
            noted.setdefault(draft.heard.order, []).append(draft)
    asked = [d for d in drafts if d.kind in ("question", "risk")]
    replies = {
        order: _reply(thread[order], noted.get(order, []))
        for order in sorted({n for d in asked for n in _after(d, thread)})
    }
    for draft in asked:
        following = [replies[order] for order in _after(draft, thread)]
        if draft.kind == "risk":
            draft.settled = any(_averts(draft, reply) for reply in following)
        else:
            draft.settled = any(_answers(draft, reply) for reply in following)
    for heard in thread:
        if heard.marked.quoted and heard.pieces:
            for draft in notes_quoted(heard, drafts):
                if draft.kind == "question" and _answers_quote(draft, heard):
                    draft.settled = True


def _after(draft: Draft, thread: Sequence[Heard]) -> range:
    order = draft.heard.order
    return range(order + 1, min(len(thread), order + 1 + _LATER))


def _reply(heard: Heard, notes: Sequence[Draft]) -> _Reply:
    sentences: list[_Said] = []
    for match in _SENTENCE.finditer(heard.marked.mask if heard.pieces else ""):
        text = match[0].strip()[:_LONGEST_SENTENCE]
        if not re.search(r"\w", text) or _REACTION.fullmatch(text):
            continue
        middle = (match.start() + match.end()) // 2
        note = next((d for d in notes if d.start <= middle < d.end), None)
        sentences.append(_Said(text, not sentences, text.endswith("?"), note))
        if len(sentences) == _MOST_SENTENCES:
            break
    return _Reply(heard, tuple(sentences), tuple(notes))


def _answers(draft: Draft, reply: _Reply) -> bool:
    if reply.heard.message.user == draft.author or reply.heard.marked.quoted:
        return False  # what stands under a quoted line answers that line
    distance = reply.heard.order - draft.heard.order
    return any(_answers_it(draft, said, distance, reply) for said in reply.sentences)


def _answers_it(draft: Draft, said: _Said, distance: int, reply: _Reply) -> bool:
    if said.asks or said.puts_off:
        return False
    if said.takes_on and not _I_DO.match(said.text):
        return False
    if distance <= _SOON and (_decides(draft, said, distance) or _chooses(draft, said)):
        return True
    if said.note is not None and said.note.kind != "decision":
        return distance == 1 and said.first and _opens_with_answer(draft, said)
    if distance > _SOON:
        return len(said.stems & draft.words) >= 2 and not words.STRONG_REQUEST.search(said.text)
    return (
        (distance == 1 and said.first and _opens_with_answer(draft, said))
        or (distance == 1 and said.first and _plain(said, reply))
        or (said.first and _was_asked(draft, reply))
        or bool(said.stems & _asked_about(draft))
    )


def _asked_about(draft: Draft) -> frozenset[str]:
    """The words of a question; of a short one ("which one is right?") also those before it."""
    if len(draft.words) > _FEW_WORDS or not _POINTS.search(draft.text):
        return draft.words
    mask = draft.heard.marked.mask
    line_start = max(mask.rfind("\n", 0, draft.start) + 1, draft.start - _LONGEST_SENTENCE)
    return draft.words | stems(mask[line_start : draft.start])


def _opens_with_answer(draft: Draft, said: _Said) -> bool:
    """The next words begin as answers do: "yes, …", "she's asleep!", "Brand book, chip 41."."""
    if words.ANSWER.match(said.text) and not _THATS_HOW.match(said.text):
        return True
    length = len(said.text.split())
    if _SPEAKS_OF_IT.match(said.text) and length <= _PLAIN_ANSWER:
        return True
    if words.STRONG_REQUEST.search(said.text) or (said.note and said.note.timecode):
        return False
    names_one = (
        length <= _SHORT_ANSWER
        and said.note is None
        and bool(_ASKS_WHICH.search(draft.text))
        and not _SENTENCE_VERB.search(said.text)
    )
    return names_one or bool(said.stems & _asked_about(draft))


def _plain(said: _Said, reply: _Reply) -> bool:
    """Words of some length right after a question, in a message that holds nothing else."""
    return (
        not reply.notes
        and len(reply.heard.marked.mask.split()) > 1
        and not words.THANKS.match(said.text)
        and not words.PLAN.search(said.text)
        and not words.ANNOUNCES_CUT.search(said.text)
    )


def _was_asked(draft: Draft, reply: _Reply) -> bool:
    return draft.owner is not None and draft.owner.user == reply.heard.message.user


def _decides(draft: Draft, said: _Said, distance: int) -> bool:
    """A ruling about the thing, or right after the question."""
    ruled = said.note is not None and said.note.kind == "decision"
    return ruled and (distance == 1 or bool(said.stems & draft.words))


def _chooses(draft: Draft, said: _Said) -> bool:
    """ "Before he speaks please", "5. fix the board", "both": one of the things asked about."""
    choices = _choices(draft.text)
    return bool(choices) and (_CHOOSES.match(said.text) is not None or bool(choices & said.tokens))


def _choices(text: str) -> frozenset[str]:
    """The words on both sides of an "or"."""
    found: set[str] = set()
    for match in list(_CHOICE.finditer(text[-_LONGEST_SENTENCE:]))[:3]:
        said = text[-_LONGEST_SENTENCE:]
        before = _TOKEN.findall(said[: match.start()])[-_CHOSEN_BEFORE:]
        after = _TOKEN.findall(re.split(r"[.?!\n](?:\s|$)", said[match.end() :], maxsplit=1)[0])
        found |= _tokens(" ".join([*before, *after[:_CHOSEN_AFTER]]))
    return frozenset(found)


def _tokens(text: str) -> frozenset[str]:
    found = (token.casefold() for token in _TOKEN.findall(text))
    return frozenset(t for t in found if (t[0].isdigit() or len(t) > 2) and t not in _FUNCTION)


def _averts(draft: Draft, reply: _Reply) -> bool:
    distance = reply.heard.order - draft.heard.order
    own = reply.heard.message.user == draft.author
    for said in reply.sentences:
        if said.asks or said.puts_off:
            continue
        if distance == 1 and said.first and not own and _CONSEQUENCE.match(said.whole):
            return True
        if distance <= _SOON and not own and _keeps_all(draft, said):
            return True
        if _says_averted(draft, said, distance):
            return True
    return False


def _keeps_all(draft: Draft, said: _Said) -> bool:
    """ "The track stays": what the warning would have been about isn't done."""
    note = said.note
    return (
        note is not None
        and note.kind == "decision"
        and note.topic == draft.topic != "other"
        and _STAYS.search(said.text) is not None
    )


def _says_averted(draft: Draft, said: _Said, distance: int) -> bool:
    """ "soft is fine", "US site was dropped in March", "450 is fine": of the thing at risk; later
    on only in words that surely mean the same thing."""
    if not _AVERTED.search(said.text) or _NOT_YET.search(said.text):
        return False
    if said.note is not None and said.note.kind == "approval statement":
        return False
    shared = len(said.stems & draft.words)
    if distance > _SOON:
        return shared >= 2
    mask = draft.heard.marked.mask
    amounts = _tokens(mask[draft.start : draft.end + _SAID_NEXT])
    return shared > 0 or any(t[0].isdigit() and len(t) > 1 for t in said.tokens & amounts)


def _answers_quote(draft: Draft, reply: Heard) -> bool:
    """Whether the words under a quoted question answer it, and don't put it off or claim it."""
    said = reply.marked.mask.strip()
    own = reply.message.user == draft.author
    return not (own or said.endswith("?") or words.DEFER.search(said) or claims(said))
