"""The two forms of a draft, what to draft and what it needs to know; and what is said once it is
under way. Pure.

They carry ids in `private_metadata`; each field's block_id is its name.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from handlers import blocks as kit
from handlers.blocks import Block, Message, Values, View
from handlers.drafting.context import ASKED, LIMIT, POINTS, missing
from handlers.drafting.kinds import KINDS, titled
from handlers.drafting.subjects import Subject
from handlers.text import escape, listing, one_line, shorten
from store.types import DraftKind, DraftSubject, Footage

CHOOSE = "draft_chosen"
CONTEXT = "draft_context"
CHANGE = "draft_context_changed"

_HEADINGS: Mapping[DraftSubject, str] = {
    "scene": "Scenes",
    "cut": "Cuts",
    "transcript": "Transcripts",
    "production": "All of it",
}
_KNOWN = 150


@dataclass(frozen=True)
class About:
    """What a form carries: the production, where its card is to be, what was chosen already.
    `subjects` are those that it isn't asked for; `file` is a file that nobody has read yet, called
    `name`, at `link`, in the message `ts` where that is known."""

    production: str
    channel: str = ""
    thread: str = ""
    kind: str = ""
    subjects: tuple[str, ...] = ()
    seen: str = ""
    file: str = ""
    name: str = ""
    link: str = ""
    ts: str = ""

    def metadata(self) -> dict[str, Any]:
        """Without what is empty."""
        return {name: value for name, value in vars(self).items() if value}


def about(view: Mapping[str, Any]) -> About:
    """What a form carries."""
    kept = json.loads(view.get("private_metadata") or "{}")
    return About(**{**kept, "subjects": tuple(kept.get("subjects", ()))})


def choose_modal(
    carried: About,
    kinds: Sequence[DraftKind],
    offered: Sequence[Subject],
    *,
    kind: DraftKind | None = None,
    subject: Subject | None = None,
    of: str = "",
) -> View:
    """Asks what to draft and, where something is `offered`, of what; else says of what (`of`)."""
    choices = [(each, KINDS[each].label) for each in kinds]
    only = kinds[0] if len(kinds) == 1 else kind
    blocks = [kit.choice_input("kind", "What to draft", choices, initial=only)]
    if offered:
        blocks.append(
            kit.grouped_input(
                "subject", "Of what", _groups(offered), initial=subject.value if subject else None
            )
        )
    elif of:
        blocks.append(kit.context(f"Of {of}"))
    blocks.append(
        kit.context(
            "Every line is drafted from your record, with its source. You accept, edit or reject "
            "each; nothing is decided by the draft."
        )
    )
    return kit.modal(
        "Draft", blocks, callback_id=CHOOSE, metadata=carried.metadata(), submit="Draft",
        close="Cancel",
    )  # fmt: skip


def chosen(values: Values) -> tuple[DraftKind | None, str]:
    """The kind that was chosen, and the value of what it is about; "" where that wasn't asked."""
    picked = kit.chosen(values, "kind")
    kind = next((each for each in KINDS if each == picked), None)
    return kind, kit.chosen(values, "subject") or ""


def context_modal(
    carried: About, kind: DraftKind, subject: Subject, context: Mapping[str, str]
) -> View:
    """Asks once for everything that has to be known first."""
    lacking = missing(context)
    known = [(point, context[point]) for point in POINTS if point not in lacking]
    blocks = [
        kit.section(
            f"Before I draft {titled(kind, subject.named)}, I need to know this. It is kept with "
            f"the {'scene' if subject.kind == 'scene' else 'production'}, so I ask only once."
        ),
        *(_field(point) for point in lacking),
    ]
    if known:
        said = [
            [kit.text(f"{ASKED[point].label}: ", bold=True), kit.text(_short(words))]
            for point, words in known
        ]
        blocks += [kit.context("I know this already:"), kit.rich_text(kit.bullets(said))]
    return kit.modal(
        "What I need to know", blocks, callback_id=CONTEXT, metadata=carried.metadata(),
        submit="Save and draft", close="Cancel",
    )  # fmt: skip


def change_modal(
    carried: About,
    named: str,
    context: Mapping[str, str],
    elsewhere: Collection[str],
    *,
    footage: bool,
) -> View:
    """Everything that is known before something is drafted, to be changed. What is written down
    `elsewhere` is only shown; `footage` is one of a scene's own states."""
    blocks = [
        kit.section(
            f"What I know before I draft anything of {named}. What you change is kept, and nothing "
            "is drafted now."
        )
    ]
    for point in POINTS:
        if point in elsewhere:
            blocks.append(
                kit.rich_text(
                    kit.paragraph(
                        kit.text(f"{ASKED[point].label}: ", bold=True),
                        kit.text(f"{_short(context[point])} (change it with /scripty deliverable)"),
                    )
                )
            )
        elif point == "footage" and footage:
            states = [(each, each) for each in get_args(Footage)]
            blocks.append(
                kit.choice_input(point, ASKED[point].label, states, initial=context[point])
            )
        else:
            blocks.append(_field(point, context[point]))
    return kit.modal(
        "What I know", blocks, callback_id=CHANGE, metadata=carried.metadata(), submit="Save",
        close="Cancel",
    )  # fmt: skip


def changed_view(named: str, changed: Sequence[str]) -> View:
    """What takes the place of `change_modal`."""
    labels = [ASKED[point].label.lower() for point in changed]
    said = f"Kept: {listing(labels)}. " if labels else "Nothing was changed. "
    words = f"{said}The next draft of {named} starts from it."
    return kit.modal(
        "Scripty", [kit.rich_text(kit.paragraph(kit.text(words)))], callback_id="notice",
        metadata={},
    )  # fmt: skip


def entered(view: Mapping[str, Any]) -> dict[str, str]:
    """What was entered in `context_modal` or `change_modal`, of the points that it asked for."""
    values: Values = view["state"]["values"]
    asked = {block.get("block_id") for block in view.get("blocks", ())} | set(values)
    return {
        point: one_line(kit.chosen(values, point) or kit.typed(values, point))
        for point in POINTS
        if point in asked
    }


def begun_words(kind: DraftKind, subject: Subject, where: str) -> str:
    """What whoever asked is told; `where` is where the card is ("in this channel")."""
    return f"I am drafting {titled(kind, subject.named)}. The card {where} shows how far it is."


def begun_message(words: str, link: str) -> Message:
    """The same with a link to where it is."""
    return kit.message(escape(words), [kit.rich_text(kit.paragraph(*_linked(words, link)))])


def begun_view(words: str, link: str) -> View:
    """The same in the place of a form."""
    said = [kit.rich_text(kit.paragraph(*_linked(words, link)))]
    return kit.modal("Scripty", said, callback_id="notice", metadata={})


def _linked(words: str, link: str) -> list[Block]:
    return [kit.text(words), *([kit.text(" "), kit.link(link, "Go there")] if link else [])]


def _groups(offered: Sequence[Subject]) -> list[tuple[str, list[tuple[str, str]]]]:
    """By what they are; Slack takes 100 options of a group."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for kind, heading in _HEADINGS.items():
        options = [(each.value, each.label) for each in offered if each.kind == kind]
        for at in range(0, len(options), kit.OPTIONS):
            more = " (more)" if at else ""
            found.append((f"{heading}{more}", options[at : at + kit.OPTIONS]))
    return found


def _field(point: str, known: str | None = None) -> Block:
    """Asks for a point; with what is `known` of it there, which may be nothing yet."""
    asked = ASKED[point]
    return kit.text_input(
        point, asked.label, multiline=True, limit=max(LIMIT, len(known or "")),
        initial=known or "", optional=known == "",
        hint=f"{asked.question} For example: {asked.example}",
    )  # fmt: skip


def _short(words: str) -> str:
    return shorten(one_line(words), _KNOWN)
