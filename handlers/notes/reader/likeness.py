"""Which notes ask for the same thing, and which for opposite things."""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from functools import lru_cache

from handlers.notes.reader import directions
from handlers.notes.reader.directions import amounts, defends, kinds_of_ask, pull_apart
from handlers.notes.reader.drafts import TO_SETTLE, Draft
from handlers.notes.reader.weight import matter_of_taste

_WORD = re.compile(r"[^\W\d_]{3,}|\bv\d+\b")
_STOP_WORDS = """
    the and but for with that this these those from into onto over under about after before
    again also just only very much more less too not isn aren doesn don can could would will
    should must may might shall need needs have has had having was were been being are its
    it's his her him she they them their our your you who what when where which why how
    there here then than some any all both each every other another one two three next same
    way bit little tad touch please pls maybe perhaps really quite still yet now out off
    down see look looks feel feels think find let get got give take make made put use want
    like love going goes come comes came does did done say says said sure yes yeah nice good
    great better best something anything thing things around get's i'd i'll we'd we'll i'm
    it'll que los las una por para con del como más der die das und ist nicht ein eine mit
    von den auf für wir ich bitte minute minutes second seconds frame frames keep keeps cut
    cuts trim stay stays hold lose drop remove change fix bigger smaller louder quieter
    longer shorter brighter darker warmer cooler faster slower small big loud quiet long
    short bright dark warm cool fast slow until today tomorrow friday monday tuesday
    wednesday thursday without because while during mine version full point time
    saying since btw tbh imo otherwise course sorry else actually currently already
"""
_STOP = frozenset(_STOP_WORDS.split())
_SAME_THING = {
    "opening": "beginning intro intros introduction anfang principio début",
    "ending": "outro outros",
    "music": "track tracks song songs soundtrack tune tunes bgm musik música musique",
    "subtitle": "caption captions subs untertitel subtítulos",
    "voiceover": "narration narrator voice voices sprecher locutor",
    "logo": "wordmark wordmarks brandmark",
    "colour": "color colors",
    "graphics": "graphic",
}
_SYNONYMS = {word: meant for meant, words in _SAME_THING.items() for word in words.split()}
# Two words for one thing; each alone would make unlike notes look alike.
_COMPOUNDS = (
    (
        re.compile(r"\blower[- ]thirds?\b|\bname (?:tag|super|strap)s?\b", re.IGNORECASE),
        "lowerthird",
    ),
    (re.compile(r"\bend ?(?:cards?|boards?|slates?|frames?)\b", re.IGNORECASE), "endcard"),
    (re.compile(r"\bfull[- ]screens?\b", re.IGNORECASE), "fullscreen"),
    (re.compile(r"\btalking heads?\b", re.IGNORECASE), "talkinghead"),
    (re.compile(r"\bvoice[- ]overs?\b|\bv\.?o\b\.?", re.IGNORECASE), "voiceover"),
    (re.compile(r"\bseat[- ]belts?\b", re.IGNORECASE), "belt"),
    (re.compile(r"\bpack ?shots?\b", re.IGNORECASE), "packshot"),
    (re.compile(r"\bthe (?:finish|finale|last \d+ sec(?:ond)?s?)\b", re.IGNORECASE), "ending"),
    (
        re.compile(r"\bthe (?:very )?(?:start|top|front)\b(?! of (?:the )?\w+day)", re.IGNORECASE),
        "opening",
    ),
    (
        re.compile(
            r"\bthe (?:very )?end\b(?! of (?:the |this |next )?(?:day|week|month|year))",
            re.IGNORECASE,
        ),
        "ending",
    ),
)
_AMOUNT = re.compile(r"\b(\d+(?:[.,]\d+)?) ?(mg|ml|kg|km)\b", re.IGNORECASE)
# "Sort the strobe", "once the wipe is right": the thing is named, what to do with it is known.
_ORDERS = re.compile(
    r"^\W*(?:<?@\w+>?\W*)?(?:please |pls |can you |could you )?(?:sort|fix|handle|correct|solve"
    r"|see to|deal with|take care of|look after)(?: out)?\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^\W*(?:but |and |only )?(?:once|provided(?: that)?|providing|as long as|assuming|subject to"
    r"|on condition(?: that)?|as soon as|sobald|(?:if|when)(?= .{1,60}(?:is|are|gets?|has been"
    r"|have been) (?:fixed|corrected|right|sorted|done|in|changed|replaced)))\b",
    re.IGNORECASE,
)
_PUT_RIGHT_WORDS = """
    once provided providing assuming subject condition soon sobald right fix fixed correct
    corrected sort sorted done resolved replaced addressed enough ready clear okay handle solve
    solved deal care order else anything first today been
"""
_PROPOSES = re.compile(
    r"\b(?:i'll|i’ll|i will|let me|i can|try|get a|find a|use|swap|replace|different|another|other"
    r"|new|without|no|less|strip)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:it|him|her|them|that|this|he|she|they|ihn|lo|la|los|las)\b", re.IGNORECASE
)
_FIRST_SENTENCE = re.compile(r"(?<=[.!?])\s")
# "Please don't bleep her" is no repetition of "it isn't bleeped".
_FORBIDS = re.compile(
    r"(?<!\w)(?:don't|don’t|dont|do not|never|nobody) ([^\W\d_]{4,})", re.IGNORECASE
)
_SHORT_REPLY = 16
_SHORT_ORDER = 12
_CLOSE_RANGE_S = 30.0
_MOMENT_S = 5
_BEFORE = 6
_CANDIDATES = 24
_SAME_MOMENT_S = 1.0
_ALIKE = 0.5
_NEARLY_ALL = 0.66
_MIXED = 0.4
_FEW = 3
_FEW_AT_A_MOMENT = 4
_WEIGHED = 800
# At one moment there is one length to a shot, one spelling and one retake.
_OF_THE_MOMENT = ("length", "spelling", "again")
_OF_THE_CUT = frozenset({"picture", "pacing", "story"})
_OF_ONE_KIND = (*TO_SETTLE, "decision")


def stems(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, cut to their stems."""
    for pattern, thing in _COMPOUNDS:
        text = pattern.sub(f" {thing} ", text)
    words = (match[0].casefold() for match in _WORD.finditer(text))
    kept = (_SYNONYMS.get(word, word) for word in words if word not in _STOP)
    amounts = (f"{match[1]}{match[2].casefold()}" for match in _AMOUNT.finditer(text))
    return frozenset(stem(word) for word in kept) | frozenset(amounts)


def stem(word: str) -> str:
    """A word without its commonest endings: clinks → clink, cropped → crop."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def neighbours(draft: Draft, index: dict[str, deque[Draft]]) -> list[Draft]:
    """Recent drafts that share a stem or a moment; bounded, so that work grows with the thread."""
    found: dict[int, Draft] = {}
    for key in (*_moment_keys(draft), *sorted(draft.words)):
        for other in index.get(key, ()):
            found[id(other)] = other
        if len(found) >= _CANDIDATES:
            break
    return list(found.values())[:_CANDIDATES]


def relate(drafts: Sequence[Draft]) -> None:
    """Mark each draft that repeats an earlier one (`twin_of`) or opposes it (`opposes`)."""
    index: dict[str, deque[Draft]] = defaultdict(lambda: deque(maxlen=_CANDIDATES))
    latest: deque[Draft] = deque(maxlen=_BEFORE)
    for draft in drafts:
        if draft.withdrawn:
            continue
        _relate_to(draft, neighbours(draft, index), list(latest))
        latest.append(draft)
        for key in (*_moment_keys(draft), *draft.words):
            index[key].append(draft)


def _relate_to(draft: Draft, near: Sequence[Draft], latest: Sequence[Draft]) -> None:
    """Compare a draft with earlier ones: those alike in words or moment, and those just said."""
    just_said = [d for d in latest if draft.heard.order - d.heard.order == 1]
    answered = just_said[-1] if just_said else None
    candidates = {id(other): other for other in (*near, *just_said)}
    twins: list[Draft] = []
    for other in candidates.values():
        if opposite(draft, other) or (other is answered and _turns_down(draft, other)):
            draft.opposes.append(other)
            other.opposes.append(draft)
        elif alike(draft, other) or (other is answered and _takes_up(draft, other)):
            twins.append(other)
    if twins:
        best = max(twins, key=lambda other: (len(draft.words & other.words), other.heard.order))
        draft.twin_of = best.twin_of or best


def alike(one: Draft, other: Draft) -> bool:
    """The same request again: same kind, one piece of work, no other moment, another message.

    `one` is the later of the two.
    """
    if not _may_be_one(one, other):
        return False
    if _CONDITION.search(one.text) or _is_order(one):
        return _only_names(one, other)
    said, said_before = asks(one.text), asks(other.text)
    if said and said_before and not kinds_of_ask(one.text) & kinds_of_ask(other.text):
        return False
    shared = len(one.words & other.words)
    smaller, larger = sorted((len(one.words), len(other.words)))
    if (one.timecode is None) != (other.timecode is None) and not _plainly_one(
        shared, smaller, larger, bool(said & said_before)
    ):
        return False
    if _same_ask_of_one_thing(one, other):
        return True
    at_a_moment = _close(one) and _close(other)
    if at_a_moment or _one_topic(one, other):
        return (shared >= 2 and shared / smaller >= _ALIKE) or (
            at_a_moment
            and shared >= 1
            and smaller <= _FEW_AT_A_MOMENT
            and kinds_of_ask(one.text) == kinds_of_ask(other.text)
        )
    return (shared >= 3 and shared / smaller >= _ALIKE) or (
        shared >= 2 and shared / smaller >= _NEARLY_ALL
    )


def opposite(one: Draft, other: Draft) -> bool:
    """Two people's changes about one thing that can't both be done."""
    if not _may_oppose(one, other):
        return False
    if _weighed_against(one.text, other.text):
        return True
    close = _close(one) and _close(other) and _one_topic(one, other)
    shared = len(one.words & other.words)
    if not shared and not close:
        return False
    return pull_apart(one.text, other.text) or (
        _one_defends(one, other) and (_one_topic(one, other) or shared > 1)
    )


def asks(text: str) -> frozenset[tuple[str, bool]]:
    """What a text wants more (True) or less of, for whoever compares words without a thread."""
    return directions.asks(text)


def _may_be_one(one: Draft, other: Draft) -> bool:
    """Whether nothing speaks against two drafts being one note."""
    if one.kind != other.kind or one.kind not in _OF_ONE_KIND or one.heard is other.heard:
        return False
    if _other_moment(one, other) or _other_scene(one, other):
        return False
    if defends(one.text) != defends(other.text) and one.kind == "change":
        return False
    if _forbids(one.text, other) or _forbids(other.text, one):
        return False
    return not pull_apart(one.text, other.text) and not _weighed_against(one.text, other.text)


def _forbids(text: str, other: Draft) -> bool:
    """ "Don't bleep her", where another wants something bleeped."""
    forbidden = {stem(match[1].casefold()) for match in _FORBIDS.finditer(text[:_WEIGHED])}
    return bool(forbidden & other.words) and not _FORBIDS.search(other.text[:_WEIGHED])


def _may_oppose(one: Draft, other: Draft) -> bool:
    if one.kind != "change" or other.kind != "change" or one.author == other.author:
        return False
    if _CONDITION.search(one.text) or _CONDITION.search(other.text):
        return False
    return not (_other_moment(one, other) or _other_scene(one, other))


def _one_defends(one: Draft, other: Draft) -> bool:
    return defends(one.text) != defends(other.text)


def _turns_down(reply: Draft, before: Draft) -> bool:
    """ "Please keep him", right after another person's wish to lose the greyhound."""
    if not _may_oppose(reply, before) or len(reply.text.split()) > _SHORT_REPLY:
        return False
    first = _FIRST_SENTENCE.split(reply.text, maxsplit=1)[0]
    own, defended = things(first), defends(reply.text) and not defends(before.text)
    if _PRONOUN.search(reply.text) and len(own) <= 1:
        return defended or pull_apart(reply.text, before.text)
    return defended and len(own) <= 2 and _one_topic(reply, before)


def _takes_up(reply: Draft, before: Draft) -> bool:
    """ "Get a different track", right after "it sounds like a lift": the cure for what was felt."""
    if not _may_be_one(reply, before) or reply.kind != "change" or reply.author == before.author:
        return False
    if reply.topic != before.topic or not _PROPOSES.search(reply.text) or defends(reply.text):
        return False
    return matter_of_taste(before.text) and not matter_of_taste(reply.text)


def _is_order(draft: Draft) -> bool:
    return (
        draft.kind == "change"
        and len(draft.text.split()) <= _SHORT_ORDER
        and _ORDERS.match(draft.text) is not None
    )


_PUT_RIGHT = frozenset(stem(word) for word in _PUT_RIGHT_WORDS.split())


def _only_names(one: Draft, other: Draft) -> bool:
    """Whether a draft says nothing but the thing that another asked to be put right."""
    named = things(one.text) - _PUT_RIGHT
    return bool(named) and named <= other.words and one.kind == other.kind


def _plainly_one(shared: int, smaller: int, larger: int, same_ask: bool) -> bool:
    """Enough in common although only one of the two names a moment."""
    if shared >= _MIXED * larger:
        return True
    return shared >= 2 and shared / smaller >= (_ALIKE if same_ask else _NEARLY_ALL)


def _same_ask_of_one_thing(one: Draft, other: Draft) -> bool:
    """The same direction for the same thing, or at the same moment where there is only one."""
    shared_asks = asks(one.text) & asks(other.text)
    if _close(one) and _close(other) and one.author != other.author:
        said_of_it = {axis for axis, _ in shared_asks}
        return "spelling" in said_of_it or (
            _one_topic(one, other) and not said_of_it.isdisjoint(_OF_THE_MOMENT)
        )
    if one.timecode is not None or other.timecode is not None:
        return False
    if not shared_asks:
        return False
    few, many = sorted((things(one.text), things(other.text)), key=len)
    return 0 < len(few) <= _FEW and few <= many and asks(one.text) == asks(other.text)


def _weighed_against(one: str, other: str) -> bool:
    """ "More hands, fewer talking heads" against "more of the talking heads"."""
    theirs = _amounts(other[:_WEIGHED])
    return any((thing, not wanted) in theirs for thing, wanted in _amounts(one[:_WEIGHED]))


@lru_cache(maxsize=1024)
def _amounts(text: str) -> frozenset[directions.Ask]:
    """The things a text wants more (True) or less of, by their stems."""
    for pattern, thing in _COMPOUNDS:
        text = pattern.sub(thing, text)
    return frozenset((thing, wanted) for said, wanted in amounts(text) for thing in stems(said))


_POINTING = frozenset(stem(word) for word in directions.POINTING_WORDS.split())


@lru_cache(maxsize=1024)
def _things(text: str) -> frozenset[str]:
    return stems(text) - _POINTING


def things(text: str) -> frozenset[str]:
    """The stems of a text without the words that say which way it points."""
    return _things(text[:_WEIGHED])


def _one_topic(one: Draft, other: Draft) -> bool:
    """One department's work: the cut is the editor's, and *legal* hides whose work it is."""
    topics = {one.topic, other.topic}
    return len(topics) == 1 or "legal" in topics or topics <= _OF_THE_CUT


def _close(draft: Draft) -> bool:
    """A moment, or a range short enough to mean one."""
    code = draft.timecode
    return code is not None and (code.end_seconds or code.seconds) - code.seconds <= _CLOSE_RANGE_S


def _moment_keys(draft: Draft) -> list[str]:
    """Index keys of the moment a draft names; a long range means no moment."""
    code = draft.timecode
    if code is None or not _close(draft):
        return []
    first = int((code.seconds - _SAME_MOMENT_S) // _MOMENT_S)
    last = int(((code.end_seconds or code.seconds) + _SAME_MOMENT_S) // _MOMENT_S)
    return [f"@{at}" for at in range(first, last + 1)]


def _other_moment(one: Draft, other: Draft) -> bool:
    if one.timecode is None or other.timecode is None:
        return False
    first, second = sorted((one.timecode, other.timecode), key=lambda code: code.seconds)
    end = first.end_seconds if first.end_seconds is not None else first.seconds
    # People read a player differently; one person who writes another time means another moment.
    about = _SAME_MOMENT_S if one.author != other.author else 0
    return second.seconds > end + about


def _other_scene(one: Draft, other: Draft) -> bool:
    return one.scene is not None and other.scene is not None and one.scene != other.scene


def best_matches(words: frozenset[str], drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts sharing most stems with `words`, at least one; all of them when equal."""
    scored = [(len(words & draft.words), draft) for draft in drafts]
    most = max((score for score, _ in scored), default=0)
    return [draft for score, draft in scored if score == most] if most else []
