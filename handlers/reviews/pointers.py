"""The one message in an older round's thread that says where it goes on."""

from handlers import blocks as kit
from handlers.blocks import Message
from handlers.reviews.links import permalink
from handlers.text import counted, escape, one_line, shorten
from store.tables import Cut, Delivery
from store.unit_of_work import Work


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
    return pointer(old.version, new.version, link, len(gone_on))


def pointer(old: str, new: str, link: str, gone_on: int) -> Message:
    """Where a superseded round goes on, and how many notes went along."""
    older, newer = (shorten(one_line(version), 30) for version in (old, new))
    there = f"{newer} is up"
    facts = [f"it supersedes {older}, and this round is closed."]
    if gone_on:
        go = "goes" if gone_on == 1 else "go"
        facts.append(f"{counted(gone_on, 'note')} {go} on there.")
    said = " ".join(facts)
    return kit.message(
        escape(f"{there}: {said}"),
        [kit.rich_text(kit.paragraph(kit.link(link, there, bold=True), kit.text(f": {said}")))],
    )
