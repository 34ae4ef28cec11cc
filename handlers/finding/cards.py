"""What was found, and what the record answers, as one person reads it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.finding.questions import Kind
from handlers.finding.rules import PAGE, Hit, Search, marked
from handlers.text import counted, escape, listing, one_line, shorten
from store.types import HitKind

_LABEL = 80
_FACT = 160
_WORDS = 240
_PRODUCTION = 40
_SAID = 150
_SPOKEN = 750
_DAYS: Mapping[HitKind, str] = {"milestone": "{}", "document": "fresh until {}"}
_NOTHING_NEAR = "Try fewer or other words, or one alone."


@dataclass(frozen=True)
class Line:
    """A hit as it is shown: what it answers first ("editor"), then what it is."""

    hit: Hit
    first: str = ""


@dataclass(frozen=True)
class Cited:
    """A line that an answer rests on: what it is called, and its source."""

    label: str
    link: str = ""


@dataclass(frozen=True)
class Told:
    """An answer to be drawn: the question as it was asked (`said`), what stands above the lines
    (`lead`), the lines. `looked` are the words that are set off in them; `several` says that the
    lines are of several productions, which are named then; `known` that the record says something
    of it, and not only something near."""

    said: str
    lead: str
    lines: Sequence[Line] = ()
    looked: str = ""
    several: bool = False
    more: int = 0
    known: bool = True


def found_message(
    search: Search,
    hits: Sequence[Hit],
    total: int,
    *,
    instead: str = "",
    several: bool = False,
) -> Message:
    """A page of what has the words; `instead` are the words found where those asked for aren't
    there, "" where they are."""
    title = shorten(one_line(search.words), 60)
    if not hits:
        words = f"Nothing in the record has “{title}”. {_NOTHING_NEAR}"
        return kit.message(escape(words), [kit.section(words)])
    pages = -(-total // PAGE)
    facts = [f"{counted(total, 'thing')} with “{title}”"]
    if instead:
        near = shorten(one_line(instead), 60)
        facts = [f"Nothing has “{title}”. Nearest is “{near}”, {counted(total, 'thing')}"]
    elif pages > 1:
        facts.append(f"page {search.offset // PAGE + 1} of {pages}")
    looked = instead or search.words
    blocks = [
        kit.header("Found"),
        kit.context(" · ".join(facts)),
        *_lines([Line(hit) for hit in hits], looked, several=several),
    ]
    after = search.offset + len(hits)
    if after < total and not instead:
        turn = Search(search.words, after)
        left = min(PAGE, total - after)
        blocks.append(
            kit.actions("found:more", kit.button(f"{left} more", "find_page", turn.value()))
        )
    return kit.message(_spoken(facts[0], hits), blocks)


def answer_message(told: Told) -> Message:
    """The answer to a question: the question, what there is to say of it, the lines."""
    blocks = [kit.context(shorten(one_line(told.said), _SAID)), kit.section(told.lead)]
    blocks += _lines(told.lines, told.looked, several=told.several)
    if told.more:
        looked = shorten(one_line(told.looked), 60)
        blocks.append(kit.context(f"{told.more} more: /scripty find {looked}"))
    return kit.message(_spoken(told.lead, [line.hit for line in told.lines]), blocks)


def worded(answer: Message, sentences: Sequence[tuple[str, Sequence[Cited]]]) -> Message:
    """The same answer with what a model made of its lines on top, each sentence with the lines
    that it rests on."""
    said = [kit.rich_text(kit.paragraph(*_sentence(*each))) for each in sentences]
    note = kit.context("Worded by a model. It rests on these lines of the record:")
    first = escape(shorten(" ".join(words for words, _ in sentences), _SPOKEN))
    # Its own lead says what kind of lines follow: the model has said that.
    blocks = [answer.blocks[0], *said, note, *answer.blocks[2:]]
    return kit.message(f"{first} {answer.text}", blocks)


def deciders_message(productions: Sequence[tuple[str, str, Sequence[str]]]) -> Message:
    """Who settles conflicts and who approves, of each production: its name, its decider, its
    approvers in order."""
    lines = []
    for name, decider, approvers in productions:
        lines.append(
            [
                kit.text(f"{shorten(one_line(name), _PRODUCTION)}: ", bold=True),
                kit.text(f"{decider} decides" if decider else "nobody is named who decides"),
                kit.text(" where notes conflict; "),
                kit.text(_approve(approvers)),
            ]
        )
    said = "Who decides and who approves"
    blocks = [
        kit.rich_text(kit.bullets(lines)),
        kit.context("As it is set up. /scripty new changes it."),
    ]
    return kit.message(said, blocks)


def _approve(approvers: Sequence[str]) -> str:
    if not approvers:
        return "nobody is named who approves"
    if len(approvers) == 1:
        return f"{approvers[0]} approves"
    return f"{listing(approvers, last='then')} approve, in this order"


def lead_of(kind: Kind, about: str, lines: Sequence[Line]) -> str:
    """The sentence above the lines of an answer."""
    about = shorten(one_line(about), 60)
    match kind:
        case "owner":
            if any(line.hit.owner for line in lines):
                return f"Who owns “{about}”:"
            return f"Nobody is recorded as owner of “{about}”. What the record has:"
        case "decision":
            if any(line.hit.kind == "decision" for line in lines):
                return f"What was decided about “{about}”:"
            return f"No decision is recorded about “{about}”. What the record has:"
        case "day":
            if any(line.hit.day for line in lines):
                return f"When “{about}” is:"
            return f"No day is recorded for “{about}”. What the record has:"
        case _:
            return f"What the record has about “{about}”:"


def line_for(kind: Kind, hit: Hit) -> Line:
    """A hit with what it answers to a question of this kind put first."""
    if kind == "owner" and hit.can_be_owned:
        return Line(hit, hit.owner or "nobody yet")
    if kind == "day" and hit.can_be_dated:
        return Line(hit, hit.day or "no day yet")
    if kind == "decision" and hit.decided_by:
        return Line(hit, hit.decided_by)
    return Line(hit)


def dont_know(near: str, about: str) -> str:
    """What is said where the record doesn't say."""
    begun = "I don't know: the record doesn't say."
    about = shorten(one_line(about), 60)
    near = shorten(one_line(near), 60)
    if near:
        return f"{begun} Nothing in it is about “{about}”; nearest is “{near}”:"
    return f"{begun} Nothing in it comes near “{about}”. {_NOTHING_NEAR}"


def _lines(lines: Sequence[Line], looked: str, *, several: bool) -> list[Block]:
    if not lines:
        return []
    return [kit.rich_text(kit.bullets(_line(each, looked, several=several) for each in lines))]


def _line(line: Line, looked: str, *, several: bool) -> list[Block]:
    """Such as "editor · T4 Make the end card · open · due Fri 5 Jun · message"."""
    hit = line.hit
    parts = [kit.text(shorten(one_line(line.first), _LABEL), bold=True), kit.text(" · ")]
    parts = parts if line.first else []
    if hit.label:
        parts += _marked(shorten(one_line(hit.label), _LABEL), looked, italic=False)
    if hit.words:
        words = shorten(one_line(hit.words), _WORDS)
        parts += [kit.text("  " if hit.label else ""), *_marked(words, looked)]
    for fact in _facts(line, several=several):
        parts.append(kit.text(f" · {shorten(one_line(fact), _FACT)}"))
    if kit.is_address(hit.link):
        parts += [kit.text(" · "), kit.link(hit.link, hit.source)]
    return [part for part in parts if part.get("text") != ""]


def _facts(line: Line, *, several: bool) -> Iterator[str]:
    hit = line.hit
    if hit.decided_by and line.first != hit.decided_by:
        yield f"decided by {hit.decided_by}"
    if hit.owner and line.first != hit.owner:
        yield hit.owner
    if hit.said_by:
        yield f"said by {hit.said_by}"
    if hit.day and line.first != hit.day:
        yield _DAYS.get(hit.kind, "due {}").format(hit.day)
    yield from hit.facts
    if several:
        yield shorten(one_line(hit.production), _PRODUCTION)


def _marked(words: str, looked: str, *, italic: bool = False) -> list[Block]:
    runs = [kit.text(run, bold=hit, italic=italic) for run, hit in marked(words, looked)]
    return [run for run in runs if run["text"]]


def _sentence(words: str, cited: Sequence[Cited]) -> list[Block]:
    """A sentence, and what it rests on: "(T4, N12)", each a link to its source."""
    parts = [kit.text(words), kit.text(" (")]
    for place, each in enumerate(cited):
        parts += [kit.text(", ")] if place else []
        parts.append(kit.link(each.link, shorten(one_line(each.label), _LABEL) or "message"))
    return [*parts, kit.text(")")]


def _spoken(begun: str, hits: Sequence[Hit]) -> str:
    """The text for notifications: escaping may make it five times as long, and 4,000 is most."""
    said = "; ".join(shorten(one_line(f"{hit.label} {hit.words}"), 80) for hit in hits[:5])
    return escape(shorten(f"{begun} {said}", _SPOKEN))
