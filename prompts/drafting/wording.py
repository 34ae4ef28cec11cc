"""Whether what a model wrote says only what it was told. Pure.

A model may put a thought into its own words. It can't know a name, a link, a day, a number or a
time that it was not told; where a draft reports what the record says, it can't know anything else
either; and that something is approved, cleared, safe or promised is for the record to say.
"""

import re
from collections.abc import Iterable, Sequence
from unicodedata import category

from prompts.answers import DroppedError
from prompts.drafting.material import DraftedLine, Fact, Material
from prompts.read_notes.wording import is_faithful
from store.types import DraftKind

REPORTS: tuple[DraftKind, ...] = ("transcript", "handoff", "cleanup")
"""Drafts that say again what the record says: their words are its words."""

TIMED: tuple[DraftKind, ...] = ("transcript", "clips")
"""Drafts whose times are those of the cues that they rest on."""

LONGEST = 320
"""Characters of a line's words, of its reason and of its next action."""

LONGEST_SECTION = 80
LONGEST_QUOTE = 600
SHORTEST_QUOTE = 8
"""Characters that a quote has at least, where its fact has as many: "the" says nothing."""

_GRAMMAR = "own owns due until set yet still says said asks asked merge keep"
"""Words that a report may add: none of them says how anything stands."""

_LINK = re.compile(r"(?:(?<![a-z+.-])[a-z][a-z+.-]*://|\bwww\.|\bmailto:)[^\s<>|]+", re.IGNORECASE)
_MENTION = re.compile(r"<[@!#][^<>]*>|(?<![\w.])@[^\W_][\w.-]*")
_HOST = re.compile(r"(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}\b")
_NUMBER = re.compile(r"(?<![^\W_])[^\W_]*\d+(?:[.,:;/]\d+)*[^\W_]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*")

_DAY_WORDS = """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays
    fridays saturdays sundays january february april june july august september october november
    december today tonight tomorrow yesterday noon midnight weekend eod
    montag dienstag mittwoch donnerstag freitag samstag sonntag heute morgen gestern
    lunes martes miércoles jueves viernes sábado domingo lundi mardi mercredi jeudi vendredi samedi
    dimanche
"""
_DAYS = frozenset(_DAY_WORDS.split())
_NUMBER_WORDS = """
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty
    seventy eighty ninety hundred thousand million billion percent dozen dozens hundreds thousands
"""
_LARGE_NUMBERS = frozenset(_NUMBER_WORDS.split())
"""Amounts in words. Two shots or three takes are a model's to propose."""

_ADDRESSED = re.compile(r"\b(?:ask|tell|phone|e-?mail|remind|invite)\s+([^\W\d_]+)", re.IGNORECASE)
_SAYS = re.compile(
    r"^\W*([^\W\d_]+)\s+(?:says?|said|asks?|asked|wants?|wanted|agreed|agrees|decide[sd]|approve[sd]"
    r"|wrote|owns?|confirms?|confirmed|promise[sd]|will|should|must|likes?|liked|hates?|hated)\b",
    re.IGNORECASE,
)
_NOBODY = """
    a an the this that these those it its they them their there he she him her his who whoever
    whom someone somebody anyone anybody everyone everybody nobody each all both one some any
    what which when where why how whether if for about again on in at to before after here
    we us our you your i i'd i'll i'm i've and or nothing everything something hand eye light lights
    sound voice people team crew client director producer editor owner author speaker viewer
    viewers audience client's director's producer's editor's a-roll b-roll
"""
_NOBODYS_NAME = frozenset(_NOBODY.split())
"""Words after "ask", before "wants" or with a capital that name nobody in particular."""

_MUCH_IN_CAPITALS = 0.15
"""The share of words with a capital within sentences from which capitals tell no names: German."""

_LONGEST_ACRONYM = 3
_BEFORE = 80
"""Characters before a claim in which may stand what leaves it open."""

_CLAIM = re.compile(
    r"\b(?:(approved|approval (?:is |was )?(?:given|granted)|green-?lit|signed[ -]off|signed it off"
    r"|go-ahead (?:is |was )?given)|(cleared|licen[sc]ed|permitted|authori[sz]ed|royalty[- ]free"
    r"|rights[- ]free|copyright[- ]free|public domain|consented|legally \w+"
    r"|(?:is|are|be|was|perfectly|fully|completely) legal|compliant)"
    r"|(risk[- ]free|insured|harmless|safe(?![- ](?:area|frame|margin|zone|title)))"
    r"|(agreed|promised|guaranteed|confirmed|committed|contracted)"
    r"|((?:is|are|was|been|now) (?:final|locked|finished)|finali[sz]ed|picture[- ]locked))\b",
    re.IGNORECASE,
)
"""What only a person may say of something: approved, cleared, safe, promised, final."""

_OPEN = re.compile(
    r"\b(?:whether|if|unless|until|before|once|when|who|not|no|never|isn['’]t|aren['’]t|wasn['’]t"
    r"|weren['’]t|hasn['’]t|haven['’]t|none|nothing|nobody|without"
    r"|(?:to|must|should|can|could|may) be|get(?:ting)?|needs?|pending|un-?)\b(?:\W+\w+){0,4}\W*$",
    re.IGNORECASE,
)
"""What before such a word leaves it open, or denies it."""

_ORDERED = re.compile(
    r"\b(?:mark|set|treat|consider|report|say|says|write|call|note|declare|label|pretend|ignore"
    r"|must be|should be)\b(?:\W+\w+){0,6}\W*$",
    re.IGNORECASE,
)
"""What before such a word makes it an order: "mark everything approved" says of nothing that it
is."""


def links_in(text: str) -> set[str]:
    """The addresses in a text, without what ends a sentence after them."""
    return {found.rstrip(".,;:!?)'\"").casefold() for found in _LINK.findall(text)}


def mentions_in(text: str) -> set[str]:
    """Whom or what a text mentions, in Slack's mark-up or with an @."""
    return {found.split("|")[0].rstrip(">.") for found in _MENTION.findall(text)}


def claims_in(text: str, *, ordered: bool = True) -> set[int]:
    """Which kinds of things a text says to be so that only people decide on.

    What it asks, denies or leaves open isn't said; nor is, unless orders count as well, what it
    has somebody write: a fact that orders a claim doesn't make it.
    """
    found: set[int] = set()
    for sentence in _SENTENCE.findall(text):
        if sentence.rstrip().endswith("?"):
            continue
        for claim in _CLAIM.finditer(sentence):
            before = sentence[max(0, claim.start() - _BEFORE) : claim.start()]
            if _OPEN.search(before) or not (ordered or not _ORDERED.search(before)):
                continue
            assert claim.lastindex is not None
            found.add(claim.lastindex)
    return found


class Told:
    """What a model was told, as far as its words are held against it."""

    def __init__(self, material: Material) -> None:
        self._kind = material.kind
        self._names = tuple(name for name in material.people.values() if name)
        told = [
            material.about,
            *material.context.values(),
            *self._names,
            *(words for fact in material.facts for words in _words_of(fact)),
        ]
        self._words = {word for text in told for word in _bare_words(text)}
        self._numbers = _tokens(_NUMBER, told)
        self._hosts = _tokens(_HOST, told)
        facts = [fact.text for fact in material.facts]
        self._capitals_name = _share_of_capitals(facts) < _MUCH_IN_CAPITALS

    def require(self, line: DraftedLine, facts: Sequence[Fact]) -> None:
        """Whether a model may have written this of these facts, which it rests on, the quoted one
        first. Its quote is verbatim and counts as told.

        Reasons: *too long*, *not plain* (characters that nobody types), *quotes little*, *unknown
        link*, *unknown day*, *unknown number*, *unknown person*, *claims* and *wording*.
        Raises DroppedError.
        """
        _require_measure(line, facts[0])
        said = (line.section, line.text, line.reason, line.next_action)
        if not all(map(_is_plain, said)):
            raise DroppedError("not plain")
        if not _tokens(_HOST, said) <= self._hosts:
            raise DroppedError("unknown link")
        self._require_numbers(said, facts)
        for words in said:
            self._require_names(words)
        rests_on = [words for fact in facts for words in _words_of(fact)]
        claimed = set().union(*(claims_in(words) for words in said))
        if not claimed <= set().union(*(claims_in(w, ordered=False) for w in rests_on)):
            raise DroppedError("claims")
        if self._kind in REPORTS and not self._is_report(line, facts):
            raise DroppedError("wording")

    def _require_numbers(self, said: Sequence[str], facts: Sequence[Fact]) -> None:
        timed = self._kind in TIMED
        cited = _tokens(_NUMBER, (words for fact in facts for words in _words_of(fact)))
        if not _tokens(_NUMBER, said) <= (cited if timed else self._numbers):
            raise DroppedError("unknown number")
        words = {word for each in said for word in _bare_words(each)}
        if not words & _DAYS <= self._words:
            raise DroppedError("unknown day")
        if not words & _LARGE_NUMBERS <= self._words:
            raise DroppedError("unknown number")

    def _require_names(self, words: str) -> None:
        """Nobody is named whom the model was not told of: no name within a sentence, nobody who is
        to be asked, nobody who said something."""
        for found in (*_ADDRESSED.finditer(words), *map(_SAYS.match, _SENTENCE.findall(words))):
            if found is not None and not self._is_known(found[1]):
                raise DroppedError("unknown person")
        if self._capitals_name and not all(map(self._is_known, _capitals_within(words))):
            raise DroppedError("unknown person")

    def _is_known(self, word: str) -> bool:
        bare = _bare(word)
        return bare in _NOBODYS_NAME or bool({bare, bare.removesuffix("'s")} & self._words)

    def _is_report(self, line: DraftedLine, facts: Sequence[Fact]) -> bool:
        """Whether the line says nothing that its facts don't: the state of a fact may be said, and
        need not be."""
        first, *others = facts
        evidence = [line.quote, first.name, *(w for each in others for w in (each.text, each.name))]
        told = [words for fact in facts for words in _words_of(fact)] + [_GRAMMAR]
        return any(
            is_faithful(line.text, [*evidence, *states], told, self._names)
            for states in ([], [fact.state for fact in facts])
        )


def _require_measure(line: DraftedLine, fact: Fact) -> None:
    longest = max(map(len, (line.text, line.reason, line.next_action)))
    if longest > LONGEST or len(line.section) > LONGEST_SECTION or len(line.quote) > LONGEST_QUOTE:
        raise DroppedError("too long")
    if len(line.quote) < min(SHORTEST_QUOTE, len(fact.text.strip())):
        raise DroppedError("quotes little")


def _is_plain(text: str) -> bool:
    """No control character, nothing that turns the way of writing, no half of a character."""
    return not any(category(character).startswith("C") for character in text)


def _words_of(fact: Fact) -> tuple[str, ...]:
    people = () if fact.kind != "transcript" else fact.people
    return (fact.text, fact.name, fact.state, fact.part, *people)


def _tokens(pattern: re.Pattern[str], texts: Iterable[str]) -> set[str]:
    return {found.casefold() for text in texts for found in pattern.findall(text)}


def _bare(word: str) -> str:
    return word.casefold().replace("’", "'")


def _bare_words(text: str) -> list[str]:
    """Every word, and each part of those with a hyphen."""
    words = [_bare(word) for word in _WORD.findall(text)]
    return [*words, *(part for word in words if "-" in word for part in word.split("-"))]


def _capitals_within(text: str) -> list[str]:
    """The words with a capital that begin no sentence."""
    return [
        word
        for sentence in _SENTENCE.findall(text)
        for word in _WORD.findall(sentence)[1:]
        if word[0].isupper() and not (word.isupper() and len(word) <= _LONGEST_ACRONYM)
    ]


def _share_of_capitals(texts: Sequence[str]) -> float:
    within = sum(len(_capitals_within(text)) for text in texts)
    return within / max(1, sum(len(_WORD.findall(text)) for text in texts))
