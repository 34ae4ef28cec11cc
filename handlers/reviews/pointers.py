"""The one message in an older round's thread that says where it goes on."""

from collections.abc import Sequence

from handlers import blocks as kit
from handlers.approvals.rules import has_approved
from handlers.approvals.views import path_of
from handlers.blocks import Message
from handlers.reviews.links import permalink
from handlers.text import counted, escape, listing, name_of, version_words
from store.tables import Cut, Delivery
from store.unit_of_work import Work

_NAMED = 6


async def draw_pointer(work: Work, delivery: Delivery) -> Message | None:
    """ "v2 is up", drawn from the record: the delivery is about the older cut."""
    old = await work.reviews.find(Cut, delivery.subject_id or "")
    if old is None or old.superseded_by is None:
        return None
    new = await work.reviews.cut(old.superseded_by)
    reviews = await work.reviews.of_cuts([old.id, new.id])
    if old.id not in reviews or new.id not in reviews:
        return None
    notes = await work.notes.of_review(reviews[old.id].id)
    gone_on = await work.notes.gone_on(note.id for note in notes)
    thread = reviews[new.id].thread_ts
    url = (await work.home()).url
    link = permalink(url, reviews[new.id].channel, thread, thread) if thread else ""
    return pointer(old.version, new.version, link, len(gone_on), await _approved_by(work, old))


async def _approved_by(work: Work, old: Cut) -> Sequence[str]:
    """The names of those whose approval counted until the newer cut was up."""
    production = await work.productions.get(old.production_id)
    path = await path_of(work, production, old, at=old.superseded_at)
    users = [user for user in path.approvers if has_approved(path, user)]
    names = await work.people.names(users)
    return [name_of(user, names) for user in users]


def pointer(
    old: str, new: str, link: str, gone_on: int, approved_by: Sequence[str] = ()
) -> Message:
    """Where a superseded round goes on, how many notes went along, and whose approvals are
    stale now."""
    older, newer = map(version_words, (old, new))
    there = f"{newer} is up"
    facts = [f"it supersedes {older}, and this round is closed."]
    if gone_on:
        go = "goes" if gone_on == 1 else "go"
        facts.append(f"{counted(gone_on, 'note')} {go} on there.")
    if approved_by:
        facts.append(_stale(older, approved_by))
    said = " ".join(facts)
    return kit.message(
        escape(f"{there}: {said}"),
        [kit.rich_text(kit.paragraph(kit.link(link, there, bold=True), kit.text(f": {said}")))],
    )


def _stale(older: str, approved_by: Sequence[str]) -> str:
    """Such as "client's approval of v1 is stale."."""
    if len(approved_by) == 1:
        return f"{approved_by[0]}'s approval of {older} is stale."
    left = len(approved_by) - _NAMED
    who = listing([*approved_by[:_NAMED], *([f"{left} more"] if left > 0 else [])])
    return f"The approvals of {older} by {who} are stale."
