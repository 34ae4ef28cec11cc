"""What a cut's thread shows of approvals: one message for each approver, edited into their
answer, and one for what made approvals stale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers import blocks as kit
from handlers.approvals.entry import ApprovalsView, said, stale_because
from handlers.approvals.rules import has_approved, is_fresh
from handlers.blocks import Block, Message, Style
from handlers.text import escape, listing, moment, name_of, one_line, shorten, version_words
from store.tables import Approval, Cut

_PRODUCTION = 80
_QUOTE = 200
_COMMENT = 1000
_NAMED = 12
_ONLY_A_PRESS = "Only your press counts"


@dataclass(frozen=True)
class Words:
    """What somebody wrote that sounded like an approval: plain words, none once they are gone or
    `edited` into something else."""

    user: str
    quote: str
    permalink: str
    edited: bool = False


def request_card(
    view: ApprovalsView, user: str, names: Mapping[str, str], words: Words | None = None
) -> Message:
    """The one message about this person's verdict: the request, then what they said.

    It names them so that they are notified, once, and nobody else.
    """
    given = view.path.live.get(user)
    if view.newer is not None:
        return _over(view, user, given, names)
    if given is not None:
        return _outcome(view, given, names)
    if user not in view.path.approvers:
        who = name_of(user, names)
        return _only_says(f"{who} no longer approves {_cut(view)}: the review path was changed.")
    return _request(view, user, names, words)


def stale_notice(
    cut: Cut, marked: Sequence[Approval], names: Mapping[str, str], again: Sequence[str] = ()
) -> Message:
    """Says in the thread which approvals no longer count, and why. Those who are asked for theirs
    `again`, by user id, are notified."""
    because = stale_because(marked[0])
    who = [name_of(each.user_id, names) for each in marked[:_NAMED]]
    left = len(marked) - len(who)
    people = listing([*who, *([f"{left} more"] if left else [])])
    which = "The approval" if len(marked) == 1 else "The approvals"
    counts = "no longer counts" if len(marked) == 1 else "no longer count"
    told = f"{which} of {version_words(cut.version)} by {people} {counts}: {because}."
    if not again:
        return _only_says(told)
    ask = "Look again and approve it again above, or request changes."
    mentioned = kit.joined([kit.mention(user) for user in again[:_NAMED]], ", ")
    return kit.message(
        escape(f"{told} {ask}"),
        [
            kit.rich_text(
                kit.paragraph(kit.text(f"{told}\n"), *mentioned, kit.text(f": {_lower(ask)}"))
            )
        ],
    )


def _request(
    view: ApprovalsView, user: str, names: Mapping[str, str], words: Words | None
) -> Message:
    ask = f"do you approve {_cut(view)}?"
    why = _why(view, user, names, words)
    parts = [kit.mention(user), kit.text(f", {ask}\n"), *why]
    link = [kit.text(" · "), kit.link(view.cut.link, "watch the cut")] if view.cut.link else []
    return kit.message(
        escape(f"{name_of(user, names)}, {ask}"),
        [
            kit.rich_text(kit.paragraph(*parts, *link)),
            *_quoted(words),
            _buttons(view, user, ("Approve", "approval_approve", "primary"), *_OTHERS),
        ],
    )


def _quoted(words: Words | None) -> list[Block]:
    if words is None or not words.quote.strip():
        return []
    return [kit.rich_text(kit.quote(kit.text(shorten(one_line(words.quote), _QUOTE))))]


def _why(
    view: ApprovalsView, user: str, names: Mapping[str, str], words: Words | None
) -> list[Block]:
    """Who wants to know, or what was said that only a press makes an approval."""
    if words is not None:
        subject = "You" if words.user == user else name_of(words.user, names)
        what, since = "something that sounds like an approval", ""
        if words.edited:
            what, since = "something that sounded like an approval", ", since edited"
        wrote = kit.link(words.permalink, what)
        return [kit.text(f"{subject} wrote "), wrote, kit.text(f"{since}; only your press is one")]
    because = view.asked[user].because if user in view.asked else ""
    if because in names and because != user:
        return [kit.text(f"{name_of(because, names)} asks for your approval")]
    before = view.path.approvers[: view.path.approvers.index(user)]
    have = [each for each in before if has_approved(view.path, each)]
    approved = listing([name_of(each, names) for each in have[:_NAMED]])
    return [kit.text(f"Approved by {approved} so far" if approved else _ONLY_A_PRESS)]


def _outcome(view: ApprovalsView, given: Approval, names: Mapping[str, str]) -> Message:
    """What they said, and what they can do about it now."""
    told = f"{_told(view, given, names)}."
    if not is_fresh(given):
        told = f"{told} It no longer counts: {stale_because(given)}."
    return kit.message(
        escape(told),
        [
            kit.rich_text(kit.paragraph(kit.text(told)), kit.quote(*_comment(given))),
            _buttons(view, given.user_id, *_after(given)),
        ],
    )


def _told(view: ApprovalsView, given: Approval, names: Mapping[str, str]) -> str:
    """Such as "client approved v2 with N3 · Fri 12 May 14:02"."""
    who, version = name_of(given.user_id, names), version_words(given.version)
    did = (
        f"asked for changes to {version}"
        if given.verdict == "changes requested"
        else said(given).replace("approved", f"approved {version}", 1)
    )
    return f"{who} {did} · {moment(given.at, view.production.timezone)}"


def _comment(given: Approval) -> list[Block]:
    words = shorten(given.comment, _COMMENT)
    return [kit.text(words)] if words else []


def _over(
    view: ApprovalsView, user: str, given: Approval | None, names: Mapping[str, str]
) -> Message:
    """A newer cut is up: nothing is asked here any more."""
    assert view.newer is not None
    old, new = version_words(view.cut.version), version_words(view.newer.version)
    if given is None:
        who = name_of(user, names)
        return _only_says(f"{who} was asked to approve {old}, which is superseded by {new}.")
    return _only_says(f"{_told(view, given, names)}. {old} is superseded by {new}.")


_Button = tuple[str, str, Style | None]
_OTHERS: tuple[_Button, ...] = (
    ("Approve with notes", "approval_with_notes", None),
    ("Request changes", "approval_changes", None),
)
_REVOKE: _Button = ("Take it back", "approval_revoke", None)


def _after(given: Approval) -> tuple[_Button, ...]:
    """What may be said after what was said."""
    if given.stale_at is not None:
        return (("Approve again", "approval_approve", "primary"), *_OTHERS, _REVOKE)
    if given.verdict == "changes requested":
        return (("Approve", "approval_approve", None), _OTHERS[0], _REVOKE)
    return (_OTHERS[1], _REVOKE)


def _buttons(view: ApprovalsView, user: str, *buttons: _Button) -> Block:
    value, version = str(view.cut.id), version_words(view.cut.version)
    return kit.actions(
        f"approval:{user}",
        *(
            kit.button(words, action_id, value, style, spoken=f"{words}: {version}")
            for words, action_id, style in buttons
        ),
    )


def _cut(view: ApprovalsView) -> str:
    """Such as "v2 of Coffee brand spot"."""
    name = shorten(one_line(view.production.name), _PRODUCTION)
    return f"{version_words(view.cut.version)} of {name}"


def _only_says(words: str) -> Message:
    return kit.message(escape(words), [kit.rich_text(kit.paragraph(kit.text(words)))])


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
