"""A handoff: what whoever takes over has to know, straight from the record. Pure.

What people wrote stands in quotation marks; how it stands is the record's. Of an approval nothing
is said but that it is to be asked about.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from handlers.drafting.builtin.facts import (
    MOST,
    Thing,
    called,
    capital,
    clauses,
    holds,
    line,
    person_of,
    read,
    sides,
    things,
    undecided,
    unfinished,
    unrepeated,
    words,
)
from handlers.notes.reader.weight import needs_person
from handlers.text import clean, day, one_line, shorten
from prompts.drafting.material import DraftedLine, Fact, Material

DECIDED, TO_DO, OPEN = "Decisions that hold", "To do", "Open"
DOCUMENTS, DELIVERABLE, CONSTRAINTS = "Documents", "Deliverable", "Constraints"

_WEIGHED = 600
_APPROVERS = 4

_AT_FIRST: Mapping[str, int] = {
    DECIDED: 5, TO_DO: 6, OPEN: 5, DOCUMENTS: 2, DELIVERABLE: 1, CONSTRAINTS: 1,
}  # fmt: skip
"""Lines of a section, before what room is left is filled with the others, in this order."""


def handoff(material: Material) -> Sequence[DraftedLine]:
    """Under headings, in the order in which whoever takes over needs it: what holds, what is to be
    done, what is open, where things are, what is delivered and within what."""
    sections = {heading: unrepeated(told(material)) for heading, told in _SECTIONS.items()}
    room = MOST - sum(min(len(lines), _AT_FIRST[each]) for each, lines in sections.items())
    kept: list[DraftedLine] = []
    for heading, lines in sections.items():
        most = _AT_FIRST[heading] + max(room, 0)
        kept += lines[:most]
        room -= max(0, min(len(lines), most) - _AT_FIRST[heading])
    return unrepeated(kept)


def _decided(material: Material) -> Iterator[DraftedLine]:
    for each in things(material, "decision"):
        if not holds(each):
            continue
        why, then = each.part("why", "reason"), each.part("next action", "next_action", "next")
        person = person_of(material, each)
        yield line(
            each.main, f"{each.name}: {words(each.main.text)}{_by(material, person)}",
            f"It was decided because {words(why.text)}." if why else
            "It was decided, and only a later decision changes it.",
            f"Next, as the decision says: {words(then.text)}" if then else
            f"Work to it; who wants it otherwise asks {called(material, person, 'the decider')}",
            section=DECIDED, person=person, also=[each for each in (why, then) if each],
        )  # fmt: skip


def _by(material: Material, person: str) -> str:
    return f", by {called(material, person, '')}" if person else ""


def _to_do(material: Material) -> Iterator[DraftedLine]:
    """Open tasks, those that lack an owner or a date first; then accepted notes without a task."""
    tasks = [each for each in things(material, "task") if unfinished(each)]
    known = {_folded(each.main.text) for each in things(material, "task")}
    for each in sorted(tasks, key=lambda one: (bool(one.people), bool(_due(one)))):
        yield _task(material, each)
    for note in things(material, "note"):
        if _speaks_of_a_verdict(note):
            continue
        if note.is_("accepted") and _folded(note.main.text) not in known:
            why, person = note.part("reason"), person_of(material, note)
            yield line(
                note.main, f"{note.name}, accepted: {words(note.main.text)}",
                f"It was asked because {words(why.text)}." if why else
                "It was accepted, and no task here says that it is done.",
                f"Do it, or see that {note.name} has a task with an owner and a date",
                section=TO_DO, person=person, also=[why] if why else [],
            )  # fmt: skip


def _task(material: Material, task: Thing) -> DraftedLine:
    person, due = person_of(material, task), _due(task)
    owner = called(material, person, "somebody who isn't here" if task.people else "no owner yet")
    lacking = [said for said, missing in (("owner", not task.people), ("date", not due)) if missing]
    return line(
        task.main, f"{task.name}: {words(task.main.text)}, {owner}, {due or 'no date yet'}",
        f"It is {task.state or 'open'}"
        + (f" and has no {' and no '.join(lacking)}." if lacking else ", and the cut waits."),
        f"Give {task.name} its {' and its '.join(lacking)}" if lacking else
        f"Ask {owner} how far {task.name} is",
        section=TO_DO, person=person, also=[each for each in (task.part("due"),) if each],
    )  # fmt: skip


def _due(task: Thing) -> str:
    """When it is due, in the record's words: "due Fri 5 Jun"."""
    fact = task.part("due")
    if fact is not None:
        said = shorten(one_line(clean(fact.text)), 40).removeprefix("due ")
        return f"due {_as_a_day(said)}"
    _, found, after = task.state.partition("due ")
    return f"due {shorten(after, 40)}" if found else ""


def _as_a_day(written: str) -> str:
    """Such as "Fri 5 Jun 2026", of a day as the record keeps it; other words as they are."""
    try:
        when = date.fromisoformat(written)
    except ValueError:
        return written
    return f"{day(when, when)} {when.year}"


def _open(material: Material) -> Iterator[DraftedLine]:
    yield from _conflicts(material)
    yield from _verdicts(material)
    for note in things(material, "note"):
        if undecided(note) and not _speaks_of_a_verdict(note):
            yield line(
                note.main, f"{note.name}, not decided: {words(note.main.text)}",
                "Nobody has accepted or rejected it, so it is no work yet.",
                f"Have {note.name} accepted or rejected before the next cut",
                section=OPEN, person=person_of(material, note),
            )  # fmt: skip


def _conflicts(material: Material) -> Iterator[DraftedLine]:
    for each in things(material, "conflict"):
        if not each.is_("settled", "dissolved"):
            yield line(
                each.main, f"{each.name}: {sides(each.main)}",
                "Both can't be done, and nobody has settled it.",
                "Have the decider settle it; until then do neither",
                section=OPEN, person=person_of(material, each),
            )  # fmt: skip


def _verdicts(material: Material) -> Iterator[DraftedLine]:
    """What is to be asked about approvals; who speaks of one in a thread has given none."""
    for each in things(material, "cut"):
        stands = each.part("approval")
        if stands is None:
            continue
        person = next((user for user in stands.people if user in material.people), "")
        said = [fact for fact in each.facts if fact.part == "verdict"]
        yield line(
            stands,
            f"The record says {words(stands.text)} of {each.name}: where does the verdict stand?",
            _by_each(material, said)
            or "Only whoever is asked can give one, and a new cut makes it stale.",
            f"Ask {called(material, person, 'whoever approves')} before anything is delivered",
            section=OPEN, person=person, also=said,
        )  # fmt: skip
    for note in things(material, "note"):
        if _speaks_of_a_verdict(note) and (undecided(note) or note.is_("accepted")):
            yield line(
                note.main,
                f"{note.name} says {words(note.main.text)}: has whoever is asked for the verdict "
                "given one?",
                "What somebody writes in a thread is no verdict.",
                "Ask the approver to press the button",
                section=OPEN,
            )  # fmt: skip


def _by_each(material: Material, said: Sequence[Fact]) -> str:
    """What each approver has said: such as "director: “approved”; client: “no verdict yet”."."""
    told = [
        f"{called(material, fact.people[0], 'an approver')}: {words(fact.text, 60)}"
        for fact in said[:_APPROVERS]
        if fact.people
    ]
    return f"{'; '.join(told)}." if told else ""


def _speaks_of_a_verdict(note: Thing) -> bool:
    said = read(note.main)[:_WEIGHED]
    return "final_approval" in needs_person(said, "change", from_client=False)


def _documents(material: Material) -> Iterator[DraftedLine]:
    """Stale ones first: somebody may be going by them."""
    for each in sorted(things(material, "document"), key=lambda one: not one.is_("stale")):
        person, stale = person_of(material, each), each.is_("stale")
        owner = called(material, person, "its owner")
        yield line(
            each.main, f"{capital(each.name)} {_stands(each)}",
            "Whoever goes by it goes by what no longer holds."
            if stale
            else "It is the one that the team goes by.",
            f"Have {owner} renew it before it is used" if stale else
            f"Open it before you start; {owner} answers for it" if person else
            "Open it before you start",
            section=DOCUMENTS, person=person,
        )  # fmt: skip


def _stands(document: Thing) -> str:
    """Such as "is stale: its day has passed"."""
    return f"is {document.state}" if document.is_("stale") else "holds"


def _delivered(material: Material) -> Iterator[DraftedLine]:
    for each in things(material, "deliverable"):
        if each.is_("delivered"):
            continue
        how, due = each.part("specification"), each.part("due")
        further = [fact for fact in (how, due) if fact and fact.label != each.main.label]
        said = "; ".join(
            [words(each.main.text), *([words(how.text)] if how in further and how else [])]
        )
        day_due = f", {_due(each)}" if due else ""
        yield line(
            each.main, f"To deliver: {said}{day_due}",
            "What is exported otherwise comes back.",
            "Check the export against it before it is sent" if how or each.main.part else
            "Ask for its specification before anything is exported",
            section=DELIVERABLE, person=person_of(material, each), also=further,
        )  # fmt: skip
    for thing, fact in _said(material, "deliverable"):
        yield line(
            fact, f"To deliver: {words(fact.text)}", "What is exported otherwise comes back.",
            "Check the export against it before it is sent",
            section=DELIVERABLE, person=person_of(material, thing),
        )  # fmt: skip


def _constraints(material: Material) -> Iterator[DraftedLine]:
    for thing, fact in _said(material, "constraints"):
        for clause in clauses(fact) if len(read(fact)) > 0 else ():
            yield line(
                fact, f"{capital(thing.name)}: {words(clause)}",
                "It was said before the work began, and nobody will say it again.",
                "Check the cut against it",
                section=CONSTRAINTS, quote=clause, person=person_of(material, thing),
            )  # fmt: skip


def _said(material: Material, part: str) -> Iterator[tuple[Thing, Fact]]:
    for thing in things(material, "production", "scene", "cut"):
        fact = thing.part(part)
        if fact is not None:
            yield thing, fact


def _folded(text: str) -> str:
    return one_line(clean(text)).casefold().rstrip(" .!")


_SECTIONS: Mapping[str, Callable[[Material], Iterator[DraftedLine]]] = {
    DECIDED: _decided,
    TO_DO: _to_do,
    OPEN: _open,
    DOCUMENTS: _documents,
    DELIVERABLE: _delivered,
    CONSTRAINTS: _constraints,
}
