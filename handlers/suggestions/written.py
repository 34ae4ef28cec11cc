"""What accepted lines come to in the thread: one message that writes them up, and one for each
person who is asked something. Pure."""

from collections.abc import Mapping, Sequence

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.suggestions.wording import WRITTEN_UP, about, section_of, source_of
from handlers.tasks.entry import tag
from handlers.text import counted, escape, name_of, one_line, shorten
from store.tables import Draft, Suggestion, Task

_ROOM = 10_000
"""Characters of a message that lines may take together."""

_LINE = 600
_HEADING = 80
_BESIDES = 80


def written_up(draft: Draft, lines: Sequence[Suggestion], names: Mapping[str, str]) -> Message:
    """A draft's accepted lines under their headings, each with its words and where they are from;
    `lines` are in order and at least one."""
    title = f"{WRITTEN_UP.get(draft.kind, 'Accepted')}: {about(draft)}".rstrip(": ")
    most = min(_ROOM // len(lines) - _BESIDES, _LINE)
    parts: list[Block] = []
    for heading, under in _by_section(lines).items():
        if heading:
            parts.append(kit.paragraph(kit.text(shorten(heading, _HEADING), bold=True)))
        parts.append(kit.bullets([_line(each, names, most) for each in under]))
    by = sorted({name_of(each.decided_by, names) for each in lines})
    said = f"{counted(len(lines), 'line')}, accepted by {shorten(', '.join(by), 200)}"
    spoken = "; ".join(shorten(one_line(each.text), _HEADING) for each in lines[:8])
    return kit.message(
        escape(shorten(f"{title}. {spoken}", 750)),
        [kit.header(title), kit.rich_text(*parts), kit.context(said)],
    )


def asked_of(draft: Draft, user: str, asked: Sequence[tuple[Suggestion, Task]]) -> Message:
    """What one person is asked, whom the message notifies; `asked` is at least one."""
    most = min(_ROOM // len(asked) - _BESIDES, _LINE)
    what = "a question" if len(asked) == 1 else f"{len(asked)} questions"
    of = about(draft)
    rows = [
        [
            kit.text(f"{tag(task)} ", bold=True),
            kit.text(shorten(one_line(line.text), most // 2)),
            *_source(line, most // 2),
        ]
        for line, task in asked
    ]
    opening = kit.paragraph(
        kit.mention(user), kit.text(f", {what} for you{f' about {of}' if of else ''}:")
    )
    first = shorten(one_line(asked[0][0].text), 300)
    return kit.message(
        f"<@{user}> " + escape(f"{what} for you: {first}"),
        [
            kit.rich_text(opening, kit.bullets(rows)),
            kit.context("Answer here in the thread; each is a task of yours until it is done."),
        ],
    )


def _by_section(lines: Sequence[Suggestion]) -> Mapping[str, Sequence[Suggestion]]:
    """Lines by the heading that they stand under, both in the order in which they come first;
    those without one at the top."""
    found: dict[str, list[Suggestion]] = {"": []}
    for each in lines:
        found.setdefault(section_of(each), []).append(each)
    return {heading: under for heading, under in found.items() if under}


def _line(each: Suggestion, names: Mapping[str, str], most: int) -> list[Block]:
    """Words, whose they are to do, what was said, and where."""
    quoted, words = one_line(each.quote), one_line(each.text)
    parts = [kit.text(shorten(words, most // 2) or "(no words)")]
    if each.owner and (who := name_of(each.owner, names)) not in words:
        parts.append(kit.text(f" · {who}"))
    if quoted and quoted.casefold() not in words.casefold():
        speaker = shorten(one_line(str((each.detail or {}).get("speaker") or "")), 40)
        by = f" {speaker}:" if speaker else ""
        parts.append(kit.text(f"{by} “{shorten(quoted, most // 2)}”", italic=True))
    if said := source_of(each):
        parts += [kit.text(" · "), kit.link(each.source_link, said)]
    return parts


def _source(each: Suggestion, most: int) -> list[Block]:
    """Where a question comes from, and its words there."""
    quoted, said = shorten(one_line(each.quote), most), source_of(each)
    parts = [kit.text(" · "), kit.link(each.source_link, said)] if said else []
    if not said or not quoted or quoted.casefold() in one_line(each.text).casefold():
        return parts
    return [*parts, kit.text(f": “{quoted}”", italic=True)]
