"""What the verdicts of several people come to, who is asked next, and what a press may do.

Pure. The order of verdicts is that of product.md section 4 (rules R2 to R4 and R10 of the
reference): any *changes requested* wins, then *approved with notes*, then *approved*, and silence
is never approval.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from store.tables import Approval, Note, Task
from store.types import CLOSED, Verdict

Overall = Verdict | Literal["pending"]
"""What all verdicts on a cut come to: "pending" while somebody of the path has yet to answer."""

Refusal = Literal["nobody approves", "no approver", "only approver", "not yet", "said already"]
"""Why a verdict can't be given: the path is empty; this person isn't in it; they posted the cut
and are alone in it; somebody before them hasn't approved; they have said just that."""

APPROVING: tuple[Verdict, ...] = ("approved", "approved with notes")
_NOTHING_ASKED = ("praise", "approval statement")


@dataclass(frozen=True)
class Path:
    """The review path of a cut, and where it stands.

    `approvers` are user ids in the order in which they are asked, `live` each person's one
    standing verdict: those of people who left the path too, which don't count. All of it is as it
    was at the moment `at`; None is now.
    """

    approvers: Sequence[str]
    posted_by: str = ""
    live: Mapping[str, Approval] = field(default_factory=dict)
    at: datetime | None = None


def path(
    approvers: Iterable[str],
    posted_by: str,
    given: Iterable[Approval],
    at: datetime | None = None,
) -> Path:
    """The path with what was said on it; `given` are all verdicts on the cut, oldest first."""
    standing = {each.user_id: each for each in given if is_live(each, at)}
    return Path(tuple(dict.fromkeys(filter(None, approvers))), posted_by, standing, at)


def is_live(approval: Approval, at: datetime | None = None) -> bool:
    """Whether a verdict stands: neither replaced by a later one nor taken back. It may be stale."""
    given = at is None or approval.at < at
    return given and not _past(approval.replaced_at, at) and not _past(approval.revoked_at, at)


def _past(moment: datetime | None, at: datetime | None) -> bool:
    """Whether it had happened by then; what happens at that very moment comes after it."""
    return moment is not None and (at is None or moment < at)


def counting(path: Path, user: str) -> Verdict | None:
    """What this person's verdict adds to the whole: nothing when it is stale, or when they aren't
    in the path."""
    given = path.live.get(user)
    if given is None or _past(given.stale_at, path.at) or user not in path.approvers:
        return None
    return as_verdict(given)


def has_approved(path: Path, user: str) -> bool:
    """Whether this person's approval, with notes or without, counts."""
    return counting(path, user) in APPROVING


def is_poster_alone(path: Path) -> bool:
    """Whether whoever posted the cut would be its only approver."""
    return list(path.approvers) == [path.posted_by]


def overall(path: Path) -> Overall:
    """What all verdicts come to."""
    verdicts = [counting(path, user) for user in path.approvers]
    if "changes requested" in verdicts:
        return "changes requested"
    if not verdicts or None in verdicts or is_poster_alone(path):
        return "pending"
    return "approved with notes" if "approved with notes" in verdicts else "approved"


def next_to_ask(path: Path) -> str | None:
    """The first of the path whose approval is missing; nobody while changes are requested, or
    while whoever posted the cut is alone in it."""
    if overall(path) == "changes requested" or is_poster_alone(path):
        return None
    return next((user for user in path.approvers if not has_approved(path, user)), None)


def may_be_asked_for(path: Path, asked: Iterable[str]) -> bool:
    """Whether *Ask for approval* makes sense: somebody is next who wasn't asked and has said
    nothing, or nobody can be, which a press explains."""
    if not path.approvers or is_poster_alone(path):
        return True
    following = next_to_ask(path)
    return following is not None and following not in {*asked, *path.live}


def before(path: Path, user: str) -> str | None:
    """The first approver before this one who hasn't approved."""
    earlier = path.approvers[: path.approvers.index(user)]
    return next((each for each in earlier if not has_approved(path, each)), None)


def refusal(
    path: Path, user: str, verdict: Verdict, notes: Sequence[int] = (), comment: str = ""
) -> Refusal | None:
    """Why this person can't say this of the cut now; None when they can.

    Changes may be requested by anybody of the path at any time, and whoever approved once may
    affirm it without waiting for the others. The same verdict again is news once it is stale, or
    when it names other notes or says more than before.
    """
    if not path.approvers:
        return "nobody approves"
    if user not in path.approvers:
        return "no approver"
    if verdict in APPROVING and is_poster_alone(path):
        return "only approver"
    if verdict in APPROVING and before(path, user) is not None and not _affirms(path, user):
        return "not yet"
    return "said already" if _is_said(path, user, verdict, notes, comment) else None


def _affirms(path: Path, user: str) -> bool:
    """Whether an approval of theirs stands, even if stale: their turn has come before."""
    given = path.live.get(user)
    return given is not None and given.verdict in APPROVING


def _is_said(path: Path, user: str, verdict: Verdict, notes: Sequence[int], comment: str) -> bool:
    given = path.live.get(user)
    if counting(path, user) != verdict or given is None:
        return False
    return sorted(given.notes) == sorted(notes) and (not comment or given.comment == comment)


def is_open(note: Note, task: Task | None) -> bool:
    """Whether a note is still to be dealt with: to decide on, or accepted work that nobody has
    verified or declined."""
    if note.state == "draft":
        return asks(note.kind)
    return note.state == "accepted" and task is not None and task.state not in CLOSED


def asks(kind: str) -> bool:
    """Whether a note of this kind asks for something."""
    return kind not in _NOTHING_ASKED


def outdated_by_note(approval: Approval, note: Note) -> bool:
    """Whether accepting this note makes the verdict stale.

    A request for changes isn't: it asked for changes. Nor is an approval that names the note, as
    it was given knowing of it. Nor is any by an approval statement: it asks for nothing, so
    accepting it leaves the cut as it was approved. Every other note may mean a different cut.
    """
    if note.kind == "approval statement" or note.number in approval.notes:
        return False
    return is_fresh(approval) and approval.verdict in APPROVING


def is_fresh(approval: Approval) -> bool:
    """Whether a verdict stands and nothing came after it that makes it stale."""
    return is_live(approval) and approval.stale_at is None


def as_verdict(approval: Approval) -> Verdict:
    """The verdict of a row, which the database holds to these words."""
    words: Mapping[str, Verdict] = {
        "approved": "approved",
        "approved with notes": "approved with notes",
        "changes requested": "changes requested",
    }
    return words[approval.verdict]
