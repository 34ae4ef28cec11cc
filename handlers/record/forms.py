"""The form of *Log a decision*, and what was entered in it.

It carries the message's channel, ts and thread in `private_metadata`; each field's block_id is
its name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import blocks as kit
from handlers.blocks import Values, View
from handlers.record.cards import WHAT_LIMIT
from handlers.text import one_line, shorten
from store.tables import Decision, Document

MOST_OFFERED = 99
_LIMIT = 500


@dataclass(frozen=True)
class Entered:
    """What somebody entered; `supersedes` is the id of an earlier decision, `changes` are those of
    documents that no longer hold with this one."""

    what: str
    decided_by: str
    why: str = ""
    next_action: str = ""
    supersedes: str | None = None
    changes: Sequence[str] = ()


@dataclass(frozen=True)
class Origin:
    """The message that a decision is logged from; `thread_ts` is that of a reply."""

    channel: str
    ts: str
    thread_ts: str | None = None


def log_modal(
    what: str,
    decided_by: str | None,
    standing: Sequence[Decision],
    origin: Origin,
    documents: Sequence[Document] = (),
) -> View:
    """`what` is the message's text, already `plain`; `standing` come newest first, `documents` are
    those that it may change."""
    earlier = [
        (str(each.id), f"D{each.number} {shorten(one_line(each.what), 60)}")
        for each in standing[:MOST_OFFERED]
    ]
    fields = [
        kit.text_input(
            "what", "What was decided", initial=one_line(what), limit=WHAT_LIMIT, multiline=True
        ),
        kit.person_input("decided_by", "Who decided it", initial=decided_by, optional=False),
        kit.text_input("why", "Why", optional=True, multiline=True, limit=_LIMIT),
        kit.text_input("next_action", "What happens next", optional=True, limit=_LIMIT),
    ]
    if earlier:
        fields.append(
            kit.choice_input(
                "supersedes", "Supersedes", earlier, optional=True,
                hint="The earlier decision stays in the record, marked as superseded.",
            )
        )  # fmt: skip
    if documents:
        fields.append(
            kit.choices_input(
                "changes", "It changes",
                [(str(each.id), shorten(one_line(each.kind), 60)) for each in documents],
                optional=True,
                hint="These documents are stale then, until a newer one takes their place.",
            )
        )  # fmt: skip
    fields.append(kit.context("The thread is told, and the decision keeps a link to the message."))
    return kit.modal(
        "Log a decision",
        fields,
        callback_id="decision_logged",
        metadata={"channel": origin.channel, "ts": origin.ts}
        | ({"thread_ts": origin.thread_ts} if origin.thread_ts else {}),
        submit="Log it",
        close="Cancel",
    )


def entered(values: Values) -> Entered:
    """What was entered in `log_modal`."""
    return Entered(
        what=one_line(kit.typed(values, "what")),
        decided_by=kit.person(values, "decided_by") or "",
        why=one_line(kit.typed(values, "why")),
        next_action=one_line(kit.typed(values, "next_action")),
        supersedes=kit.chosen(values, "supersedes"),
        changes=kit.all_chosen(values, "changes"),
    )
