"""Which notes ask for the same thing, and which for opposite things."""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

from handlers.notes.reader.drafts import Draft

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
"""
_STOP = frozenset(_STOP_WORDS.split())
_SYNONYMS = {
    "beginning": "opening",
    "intro": "opening",
    "outro": "ending",
    "narration": "voiceover",
    "subs": "subtitle",
    "graphic": "graphics",
    "soundtrack": "music",
}
_MORE: dict[str, tuple[str, str]] = {
    "size": (
        r"bigger|larger|enlarge|too small|closer|increase|more readable",
        r"smaller|too big|too large|shrink|reduce|less big",
    ),
    "level": (
        r"louder|too quiet|too low|turn (?:it |the \w+ )?up|boost|raise|bring up|more (?:music"
        r"|volume|bass)|don't turn (?:the \w+ |it )?down|not turn",
        r"quieter|softer|too loud|(?<!don't )turn (?:it |the \w+ )?down(?! any)|lower|duck"
        r"|bring down|less (?:music|volume|bass)|dial (?:it |the \w+ )?(?:down|back)",
    ),
    "length": (
        r"longer|hold|extend|too short|let it breathe|more time|keep|stays?|leave|full length"
        r"|one more beat|don't (?:cut|trim|shorten|lose|touch)",
        r"shorter|shorten|trim|tighten|too long|drags?|cut|lose|remove|drop|faster|speed up"
        r"|delete|take out|get rid",
    ),
    "light": (
        r"brighter|lighter|too (?:dark|sad|gloomy|cold)|more light|friendlier|happier|lift",
        r"(?<!too )darker|stay dark|keep (?:it )?dark|(?<!too )dark and|stays? dark|too"
        r" (?:bright|happy)|less bright|moodier",
    ),
    "warmth": (
        r"warmer|too cold|too cool|more (?:orange|warm)",
        r"cooler|colder|too warm|less (?:orange|warm)|too orange",
    ),
    "amount": (
        r"more(?! than)(?! readable)|keep|add|stays?|increase|push|leave|don't (?:lose|remove"
        r"|cut|touch|change)",
        r"less|fewer|remove|lose|pull|reduce|too much|take out|tone down|drop|without|no more"
        r"|get rid|down a bit|delete",
    ),
    "place": (
        r"instead of|start on|swap|replace",
        r"keep|stays?|leave|don't (?:change|touch)|stick with",
    ),
}
_AXES = {
    axis: (
        re.compile(rf"\b(?:{more})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{less})\b", re.IGNORECASE),
    )
    for axis, (more, less) in _MORE.items()
}
_CANDIDATES = 24
_SAME_MOMENT_S = 1.0
_ALIKE = 0.5
_MIXED = 0.4
_OF_ONE_KIND = ("change", "question", "risk", "decision")


def stems(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, cut to their stems."""
    words = (match[0].casefold() for match in _WORD.finditer(text))
    kept = (_SYNONYMS.get(word, word) for word in words if word not in _STOP)
    return frozenset(stem(word) for word in kept)


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
    """Recent drafts that share a stem; bounded, so that work grows with the thread only."""
    found: dict[int, Draft] = {}
    for word in sorted(draft.words):
        for other in index.get(word, ()):
            found[id(other)] = other
    return list(found.values())[:_CANDIDATES]


def relate(drafts: Sequence[Draft]) -> None:
    """Mark each draft that repeats an earlier one (`twin_of`) or opposes it (`opposes`)."""
    index: dict[str, deque[Draft]] = defaultdict(lambda: deque(maxlen=_CANDIDATES))
    for draft in drafts:
        if draft.withdrawn:
            continue
        for other in neighbours(draft, index):
            if opposite(draft, other):
                draft.opposes.append(other)
                other.opposes.append(draft)
            elif draft.twin_of is None and alike(draft, other):
                draft.twin_of = other.twin_of or other
        for word in draft.words:
            index[word].append(draft)


def alike(one: Draft, other: Draft) -> bool:
    """The same request again: same kind, one piece of work, no other moment, another message."""
    if one.kind != other.kind or one.kind not in _OF_ONE_KIND or one.heard is other.heard:
        return False
    if _other_moment(one, other) or _other_scene(one, other) or _pulls_apart(one.text, other.text):
        return False
    asks, other_asks = _asks(one.text), _asks(other.text)
    if asks and other_asks and not asks & other_asks:
        return False
    shared = len(one.words & other.words)
    smaller = min(len(one.words), len(other.words))
    same_moment = one.timecode is not None and other.timecode is not None
    larger = max(len(one.words), len(other.words))
    if (one.timecode is None) != (other.timecode is None) and shared < _MIXED * larger:
        return False
    if same_moment or one.topic == other.topic:
        return (shared >= 2 and shared / smaller >= _ALIKE) or (
            same_moment and shared >= 1 and smaller <= 4 and asks == other_asks
        )
    return shared >= 3 and shared / smaller >= _ALIKE


def opposite(one: Draft, other: Draft) -> bool:
    """Two people's changes about one thing that can't both be done."""
    if one.kind != "change" or other.kind != "change" or one.author == other.author:
        return False
    if _other_moment(one, other) or _other_scene(one, other):
        return False
    return bool(one.words & other.words) and _pulls_apart(one.text, other.text)


def _asks(text: str) -> frozenset[tuple[str, bool]]:
    """What is to become more (True) or less of: ("size", False) for "smaller"."""
    return frozenset(
        (axis, wanted)
        for axis, (more, less) in _AXES.items()
        for wanted, pattern in ((True, more), (False, less))
        if pattern.search(text)
    )


def _pulls_apart(one: str, other: str) -> bool:
    for more, less in _AXES.values():
        up, down = bool(more.search(one)), bool(less.search(one))
        other_up, other_down = bool(more.search(other)), bool(less.search(other))
        if (up and not down and other_down and not other_up) or (
            down and not up and other_up and not other_down
        ):
            return True
    return False


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
