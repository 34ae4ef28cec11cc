"""Which member a name, nickname, role or mention means; nobody when it could be two.

Members carry the names people call them by (`store.types.Member`). Nothing is guessed: a word
that fits two members fits none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from store.types import Member

MENTION = re.compile(r"<@(?P<user>[A-Z0-9]+)(?:\|(?P<name>[^<>]*))?>")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SHORTEST_NICKNAME = 2
_EVERYBODY = frozenset({"all", "everyone", "everybody", "team", "channel", "here", "guys", "folks"})


@dataclass(frozen=True)
class Named:
    """A member named at `text[start:end]`."""

    start: int
    end: int
    member: Member


def find_member(text: str, members: Sequence[Member]) -> Member | None:
    """The one member that `text` as a whole means, or None.

    Tried in order: a mention (`<@U1>`, `<@U1|name>`), the whole name, a word of the name, a role
    that one member alone has, the beginning of a name ("ed" for "editor"). A leading `@` is
    allowed and case doesn't matter. A mention of somebody who is no member means nobody.
    """
    mention = MENTION.fullmatch(text.strip())
    if mention:
        return _only(m for m in members if m.user == mention["user"])
    wanted = " ".join(text.strip().removeprefix("@").split()).casefold()
    wanted = re.sub(r"^(?:the|our)\s+", "", wanted).strip(" .,:;!?")
    if not wanted or wanted in _EVERYBODY:
        return None
    by_user = [m for m in members if m.user.casefold() == wanted]
    if by_user:
        return _only(by_user)
    exact = [m for m in members if m.name.casefold() == wanted]
    if exact:
        return _only(exact)
    return _by_part(wanted, members)


def _by_part(wanted: str, members: Sequence[Member]) -> Member | None:
    by_word = [m for m in members if wanted in _words(m.name)]
    if by_word:
        return _only(by_word)
    by_role = [m for m in members if wanted in m.roles]
    if by_role:
        return _only(by_role)
    if len(wanted) < _SHORTEST_NICKNAME:
        return None
    return _only(m for m in members if m.name.casefold().startswith(wanted))


def named_members(text: str, members: Sequence[Member]) -> tuple[Named, ...]:
    """Members named in a message, by mention or by whole name, in order of appearance.

    Only mentions and complete names count here: inside a sentence a nickname such as "ed" or a
    role such as "client" is too often another word. For those see `addressed_member`.
    """
    found = [
        Named(match.start(), match.end(), member)
        for match in MENTION.finditer(text)
        for member in members
        if member.user == match["user"]
    ]
    for member in members:
        if len(member.name) >= _SHORTEST_NICKNAME and find_member(member.name, members) == member:
            whole_name = rf"(?<![\w@|-]){re.escape(member.name)}(?![\w-])"
            found.extend(
                Named(match.start(), match.end(), member)
                for match in re.finditer(whole_name, text, re.IGNORECASE)
            )
    return tuple(sorted(found, key=lambda named: (named.start, named.end)))


_ADDRESS = re.compile(
    r"^\W{0,3}(?:(?:hey|hi|hello|also|and|ok|so|hola|hallo|dear)[ ,]{1,2})?"
    r"(?P<name>@?[^\W\d_][\w'’-]*(?: [\w'’-]+){0,2}?)(?:,|:| -| –) ?(?=\S)",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_][\w'’-]*(?: [\w'’-]+){0,2}?"
_WORK = (
    r"(?:please|pls|have|check|fix|do|take|look|send|add|make|try|swap|move|remove|handle|sort"
    r"|confirm|redo|trim|clean|adjust|change|find|export|ask|get|go|give|mix|grade|write|update"
    r"|prepare|deliver|cut|replace|re-?export|chase|record|draw|animate|book|call|bring|provide"
    r"|rework|redraw|rebuild|rewrite|clear|render|upload|repair|retime|re-?record|re-?grade)"
)
_ASKED = re.compile(
    rf"(?:\b(?:can|could|would|will) (?P<asked>@?{_NAME})"
    rf" (?:please |pls |quickly |also |maybe )?{_WORK}\b)"
    rf"|(?:\b(?:assign(?:ed)? to|over to|goes to|owner[: ]|one for|job for|question for|task for"
    rf"|up to|one's for|down to|für|à|para) ?(?:the |our |den |die |le |la |el )?(?P<given>{_NAME})"
    r"(?= ?(?:$|[,.;:!?)\n]| please| pls| to )))"
    rf"|(?:\b(?:ask|get|have|let|tell) (?:the |our )?(?P<sent>{_NAME}) (?:to )?{_WORK}\b)"
    rf"|(?:(?:^|[.,;!?] )for (?:the |our )?(?P<marked>{_NAME}):)"
    rf"|(?:(?: [(]|→ ?|-> ?|=> ?)(?:the )?(?P<behind>{_NAME})(?=[)]|\W*$))"
    rf"|(?:(?:^|[.,;!?] |\band )(?:the |our )?(?P<will>{_NAME})"
    rf" (?:(?:will|to|is going to|'ll|should|must|needs to|has to) {_WORK}\b|please\b|pls\b"
    rf"|takes (?:this|that|it|care)|handles ))",
    re.IGNORECASE,
)
_SUBJECTS = frozenset(
    {"sound", "music", "audio", "mix", "colour", "color", "grade", "grading", "graphics", "vfx"}
    | {"title", "titles", "edit", "picture", "story", "script", "legal", "animation", "camera"}
)
# Words of grammar that happen to begin somebody's name: "so" is not the sound engineer.
_GRAMMAR_WORDS = """
    a about all also am an and any as at be but by do er es for from go he her him his how i if
    in is it its just la le let lo may me my no not of off ok on one or our out re she so some
    sure that the their them then there these they this those to too up us was we well what
    when where which who why will with yes you your
"""
_GRAMMAR = frozenset(_GRAMMAR_WORDS.split())


def addressed_member(text: str, members: Sequence[Member]) -> Named | None:
    """The member a sentence is addressed to or asks to do it, or None.

    "ed, the hook needs work", "Ed: trim this", "can ed have a look", "sound mixer to check".
    """
    address = _ADDRESS.match(text[:200])
    asked = [(address, "name")] if address else []
    asked += [(match, match.lastgroup or "asked") for match in _ASKED.finditer(text)]
    for match, group in asked:
        name = match[group].casefold()
        if name in _SUBJECTS or name in _GRAMMAR:
            continue  # "colour: too warm" is about the colour, not addressed to the colourist
        member = find_member(name, members)
        if member and not (group == "name" and is_attribute(name, member)):
            return Named(match.start(group), match.end(group), member)
    return None


def is_attribute(name: str, member: Member) -> bool:
    """Whether a word only says what a role is about: "brand" of the "brand manager".

    Such a word above or before a note is its subject. The last word of a role is the person
    ("manager"), and so is any word of a name written with capitals ("Anna Berg").
    """
    parts = [part.casefold() for part in _WORD.findall(member.name)]
    wanted = name.strip(" @.,:;!?").casefold()
    return member.name.casefold() == member.name and wanted in parts[:-1]


def _words(name: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(name)}


def _only(members: Iterator[Member] | Sequence[Member]) -> Member | None:
    found = list(members)
    return found[0] if len(found) == 1 else None
