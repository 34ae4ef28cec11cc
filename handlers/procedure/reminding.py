"""What the rules that are on say at the place of a mistake, to whoever makes it."""

from collections.abc import Sequence

from handlers import blocks as kit
from handlers.blocks import Message
from handlers.procedure.rules import said
from handlers.procedure.services import is_on, rules_of
from handlers.text import escape, listing
from store.tables import Note, Review, Task
from store.unit_of_work import Work

_NAMED = 8


async def round_still_open(work: Work, review: Review) -> str:
    """For whoever has just put up a version, by the rule "versions": that the round before was
    still open, and which of its notes nobody has decided on; empty otherwise."""
    if not await is_on(work, review.production_id, "versions"):
        return ""
    cuts = await work.reviews.cuts(review.production_id)
    older = [each.id for each in cuts if each.superseded_by == review.cut_id]
    before = (await work.reviews.of_cuts(older)).values()
    # A round that people had closed was closed before this review began.
    open_ones = [each for each in before if each.closed_at and each.closed_at >= review.created_at]
    if not open_ones:
        return ""
    numbers = [
        note.number
        for each in open_ones
        for note in await work.notes.of_review(each.id)
        if note.state == "draft"
    ]
    still = _open_with(sorted(numbers))
    return f"By your rule a version is made once its round is closed; {still}."


def _open_with(numbers: Sequence[int]) -> str:
    if not numbers:
        return "the one before was still open"
    named = [f"N{number}" for number in numbers[:_NAMED]]
    if more := len(numbers) - len(named):
        named.append(f"{more} more")
    be = "is" if len(numbers) == 1 else "are"
    return f"the one before was still open, and {listing(named)} of it {be} undecided"


async def after_acceptance(work: Work, note: Note) -> Message | None:
    """For whoever has just accepted a change, by the rules "owners" and "dates": what it lacks,
    with the presses that mend it; None where it lacks nothing or no rule asks for it."""
    task = (await work.tasks.of_notes([note.id])).get(note.id)
    if task is None or (task.owner and task.due):
        return None
    rules = await rules_of(work, note.production_id)
    lacking = [
        (key, what)
        for key, what, has in (("owners", "no owner", task.owner), ("dates", "no day", task.due))
        if not has and key in rules and rules[key].active
    ]
    if not lacking:
        return None
    begun = f"N{note.number} is accepted and has {listing([what for _, what in lacking])} yet."
    by_rule = " ".join(said(rules[key].words, rules[key].days) for key, _ in lacking)
    words = f"{begun} Your rule: {by_rule}"
    buttons = _fixes(task, [key for key, _ in lacking], f"N{note.number}")
    return kit.message(
        escape(words), [kit.section(words), kit.actions(f"lacking:{task.id}", *buttons)]
    )


def _fixes(task: Task, lacking: Sequence[str], number: str) -> list[kit.Block]:
    offered = [
        *([("Take it", "gap_take"), ("Give to…", "gap_owner")] if "owners" in lacking else []),
        *([("Set a day", "gap_date")] if "dates" in lacking else []),
    ]
    return [
        kit.button(words, action, str(task.id), spoken=f"{words}: {number}")
        for words, action in offered
    ]
