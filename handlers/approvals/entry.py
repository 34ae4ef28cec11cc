"""A cut's approvals as the review card shows them: a line for each approver, and what all of
them come to.

Buttons carry `str(cut.id)` and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from handlers import blocks as kit
from handlers.approvals.rules import Path, is_poster_alone, may_be_asked_for, overall
from handlers.blocks import Block
from handlers.text import day_of_month, listing, name_of, one_line, shorten
from store.tables import Approval, ApprovalRequest, Cut, Production

SHOWN = 12
"""Approvers with a line of their own."""

_NAMED = 6
_REASON = 80


@dataclass(frozen=True)
class ApprovalsView:
    """Everything the card shows of a cut's approvals: the path with its verdicts, who was asked
    (by user id), and the cut that supersedes this one."""

    production: Production
    cut: Cut
    path: Path
    asked: Mapping[str, ApprovalRequest]
    newer: Cut | None = None

    @property
    def people(self) -> set[str]:
        """The user ids whose names are needed to show it."""
        asking = {request.because for request in self.asked.values()}
        return {*self.path.approvers, *self.path.live, *asking, self.cut.posted_by} - {"", "path"}


def approval_paragraphs(view: ApprovalsView, names: Mapping[str, str]) -> list[Block]:
    """Elements for one `blocks.rich_text`: a title with the overall verdict, then a line an
    approver. `names` are those of `view.people`."""
    if not view.path.approvers:
        return [_title("nobody is named yet who approves")]
    users = view.path.approvers
    lines = [_line(view, user, names) for user in users[:SHOWN]]
    left = len(users) - SHOWN
    more = [[kit.text(f"and {left} more")]] if left > 0 else []
    return [_title(overall(view.path)), kit.bullets([*lines, *more])]


def approval_buttons(view: ApprovalsView) -> list[Block]:
    """The buttons that the card shows, for one `blocks.actions`: *Ask for approval* until somebody
    was asked, and again when a next one is to be asked by hand. None on a superseded cut."""
    if view.newer is not None or not may_be_asked_for(view.path, view.asked):
        return []
    return [kit.button("Ask for approval", "approval_request", str(view.cut.id))]


def said(approval: Approval) -> str:
    """A verdict in words: "approved", "approved with N3 and N5", "changes requested"."""
    if not approval.notes:
        return approval.verdict
    return f"approved with {numbered(approval.notes)}"


def numbered(notes: list[int]) -> str:
    """Such as "N3, N5 and 4 more"."""
    shown = [f"N{number}" for number in notes[:_NAMED]]
    left = len(notes) - len(shown)
    return listing([*shown, f"{left} more"] if left else shown)


def stale_because(approval: Approval) -> str:
    """Why it is stale, such as "N14 was accepted afterwards"."""
    return shorten(one_line(approval.stale_because), _REASON)


def day_of(view: ApprovalsView, approval: Approval) -> str:
    """The day it was given, in the production's time zone."""
    zone = ZoneInfo(view.production.timezone)
    near = view.cut.created_at.astimezone(zone).date()
    return day_of_month(approval.at.astimezone(zone).date(), near)


def _title(words: str) -> Block:
    return kit.paragraph(kit.text("Approval: ", bold=True), kit.text(words))


def _line(view: ApprovalsView, user: str, names: Mapping[str, str]) -> list[Block]:
    """Such as "client: approved · 12 May · stale: N14 was accepted afterwards"."""
    parts = [kit.text(words) for words in _standing(view, user)]
    given = view.path.live.get(user)
    if given is not None and given.stale_at is not None:
        parts.append(kit.text(f"stale: {stale_because(given)}", bold=True))
    return [kit.text(f"{name_of(user, names)}: "), *kit.joined(parts)]


def _standing(view: ApprovalsView, user: str) -> list[str]:
    given = view.path.live.get(user)
    if given is not None:
        return [said(given), day_of(view, given)]
    if is_poster_alone(view.path):
        return ["posted the cut, so somebody else has to approve it too"]
    return ["asked" if user in view.asked else "not asked yet"]
