"""What can be drafted: the seven kinds, the words people use for them, what each is about. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.reviews.links import first_link
from handlers.reviews.rules import version_named
from handlers.scenes.rules import scene_number
from handlers.text import one_line
from store.types import Becomes, DraftKind, DraftSubject

USAGE = (
    "/scripty draft <questions|shotlist|transcript|clips|cleanup|handoff|pickups|context> "
    "[scene 3|v2|file]"
)


@dataclass(frozen=True)
class Kind:
    """One kind of draft: `name` is what it is called in a sentence ("questions about scene 3"),
    `about` what it can be drafted of, the likeliest first, `becomes` what an accepted line is."""

    name: str
    label: str
    about: Sequence[DraftSubject]
    becomes: Becomes
    words: Sequence[str]


KINDS: Mapping[DraftKind, Kind] = {
    "questions": Kind(
        "questions about", "Questions to ask before a scene is shot or cut",
        ("scene",), "question",
        ("questions", "question", "scene questions", "scene question"),
    ),
    "shotlist": Kind(
        "a shot list for", "A shot list for a scene", ("scene",), "shot",
        ("shotlist", "shot list", "shot-list", "shotlists", "shot lists", "shots", "shot"),
    ),
    "transcript": Kind(
        "a summary of", "A summary of a transcript", ("transcript",), "summary",
        (
            "transcript", "transcripts", "summary", "summaries", "summarise", "summarize",
            "transcript summary", "summary of the transcript",
        ),
    ),
    "clips": Kind(
        "clip candidates in", "Clip candidates in a transcript", ("transcript",), "clip",
        ("clips", "clip", "clip candidates", "selects", "soundbites", "sound bites"),
    ),
    "cleanup": Kind(
        "a cleanup of the notes on", "Clearer wording for a cut's notes", ("cut",), "note",
        (
            "cleanup", "clean-up", "clean up", "cleanups", "note cleanup", "notes cleanup",
            "cleanup of the notes", "clean up the notes", "notes",
        ),
    ),
    "handoff": Kind(
        "a handoff of", "A handoff of a cut to whoever is next", ("cut",), "handoff",
        ("handoff", "hand-off", "hand off", "handoffs", "handover", "hand-over", "hand over"),
    ),
    "pickups": Kind(
        "pickups for", "Pickups: what is still to be shot", ("cut", "scene", "production"),
        "pickup",
        ("pickups", "pickup", "pick-ups", "pick-up", "pick ups", "pick up"),
    ),
}  # fmt: skip
"""Every kind that can be asked for, with its words. All of them need all six points of context."""

CONTEXT_WORDS: Sequence[str] = ("context", "the context", "six points", "the six points")
"""Words that ask for what drafts need to know, to change it, and for no draft."""

_BY_WORD: Mapping[str, DraftKind] = {
    word: kind for kind, each in KINDS.items() for word in each.words
}
_WORD = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, _BY_WORD), key=len, reverse=True))})(?![\w-])"
)
_CONTEXT = re.compile(rf"^\s*(?:{'|'.join(CONTEXT_WORDS)})(?![\w-])", re.IGNORECASE)
_FILE = re.compile(r"https?://[^\s<>|/]{1,200}/files(?:-pri)?/[^\s<>|]{0,80}?\b(F[A-Z0-9]{6,20})\b")
_LINK = re.compile(r"<?https?://[^\s<>|]{1,2000}(?:\|[^>]{0,500})?>?")
_SCENE = re.compile(r"(?<![\w-])(?:scene|sc\.?)\s+#?(?P<number>[\w.-]{1,12}\w|\d)", re.IGNORECASE)
_WHOLE = re.compile(
    r"(?<!\w)(?:(?:the )?(?:whole |entire )?(?:production|film|project)|everything)(?!\w)",
    re.IGNORECASE,
)
_SMALL_WORDS = """
    a an the some please pls me us our my for of about from on in to with draft write make give do
    list this that as is and cut version
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_LONGEST = 400


@dataclass(frozen=True)
class Request:
    """What `/scripty draft …` says: the kind, and what it is to be about. `scene` is a number,
    `file` the id of a file in Slack, `link` where it or something else is, `whole` means the
    production; `unread` are the other words, such as what a version is of ("teaser")."""

    kind: DraftKind | None = None
    scene: str = ""
    version: str = ""
    file: str = ""
    whole: bool = False
    link: str = ""
    unread: str = ""

    @property
    def names_something(self) -> bool:
        """Whether it says what the draft is to be about."""
        return bool(self.scene or self.version or self.file or self.whole)


def asks_for_context(text: str) -> str | None:
    """What the words after `/scripty draft context` name, "" for nothing; None where they ask for
    something else."""
    found = _CONTEXT.match(text)
    return text[found.end() :].strip() if found else None


def read_request(text: str) -> Request:
    """The words after `/scripty draft`, as Slack delivers them."""
    file = _FILE.search(text)
    words = one_line(_LINK.sub(" ", text[:_LONGEST])).lower()
    said = _WORD.search(words)
    kind = _BY_WORD[said[0]] if said else None
    if said:
        words = f"{words[: said.start()]} {words[said.end() :]}"
    scene = _SCENE.search(words)
    number = scene_number(scene["number"]) if scene else None
    if scene and number:
        words = f"{words[: scene.start()]} {words[scene.end() :]}"
    version = version_named(words)
    if version:
        words = words.replace(version.lower(), " ", 1)
    whole = _WHOLE.search(words) if kind == "pickups" else None
    if whole:
        words = f"{words[: whole.start()]} {words[whole.end() :]}"
    rest = one_line(words).strip(" .,;:!?\"'“”‘’–-")
    if kind and not number and (alone := scene_number(rest)):
        number, rest = alone, ""
    if all(word in _SMALL for word in re.findall(r"\w+", rest)):
        rest = ""
    return Request(
        kind=kind,
        scene=number or "",
        version=version or "",
        file=file[1] if file else "",
        whole=whole is not None,
        link=first_link(text) or "",
        unread=rest,
    )


def kinds_about(subject: DraftSubject) -> list[DraftKind]:
    """What can be drafted of such a thing."""
    return [kind for kind, each in KINDS.items() if subject in each.about]


def titled(kind: DraftKind, about: str) -> str:
    """Such as "questions about scene 3"."""
    return f"{KINDS[kind].name} {about}"
