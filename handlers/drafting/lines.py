"""From what was drafted and holds to lines that people decide on: what each becomes, what it rests
on, whose it is; and what no machine decides, as a question to whoever does. Pure.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.drafting.gathering import APPROVAL, SAID
from handlers.drafting.kinds import KINDS
from handlers.drafting.needs import needs_of
from handlers.suggestions.rules import QUESTION, Line, Origin
from handlers.text import one_line
from prompts.drafting.material import Drafted, DraftedLine, Fact, Material
from store.types import Becomes, DraftKind, NeedsPerson, Owner

_ASKS: Mapping[NeedsPerson, str] = {
    "final_approval": "Is this approved",
    "legal": "Is this cleared",
    "safety": "Is this safe to do",
    "client_commitment": "Is this agreed with the client",
    "taste": "Do we want this",
}


def lines_of(material: Material, drafted: Drafted) -> list[Line]:
    """The lines of a draft, in their order. Each rests on a fact that the material has."""
    facts = {fact.label: fact for fact in material.facts}
    return [_line(material, each, facts) for each in drafted.lines if each.source in facts]


def _line(material: Material, line: DraftedLine, facts: Mapping[str, Fact]) -> Line:
    fact = facts[line.source]
    also = [facts[label] for label in line.also if label in facts]
    becomes = _becomes(material.kind, line, fact)
    asked_already = fact.kind == "task" and fact.text.startswith(QUESTION)
    needs = None if asked_already else needs_of(material.kind, line, fact)
    if needs is None:
        person = line.person if becomes == "question" else _owner(line, fact, facts)
        text, detail = line.text, _detail(becomes, line, fact, also)
    else:
        person = _who_settles(material, line, fact, needs)
        text, detail = _asked(line.text, needs), _headed(line)
        becomes = "question"
    return Line(
        text=text,
        quote=line.quote,
        reason=line.reason,
        next_action=line.next_action,
        owner=Owner(material.people.get(person, ""), person) if person else None,
        detail=detail or None,
        becomes=becomes,
        source=Origin(fact.kind, fact.id, fact.name, fact.link),
        needs_person=needs,
    )


def _becomes(kind: DraftKind, line: DraftedLine, fact: Fact) -> Becomes:
    """What a line of this kind is once it is accepted. Only a note can be put into better words;
    what is still to be asked of its author is a question."""
    becomes = KINDS[kind].becomes
    if becomes != "note":
        return becomes
    if line.text.rstrip().endswith("?"):
        return "question"
    return "note" if fact.kind == "note" else "task"


def _owner(line: DraftedLine, fact: Fact, facts: Mapping[str, Fact]) -> str:
    """Who would do it, if the record says that it is theirs: whoever only said it is not given
    work."""
    named = {
        user
        for each in facts.values()
        if (each.kind, each.id) == (fact.kind, fact.id) and each.part != SAID
        for user in each.people
    }
    return line.person if line.person in named else ""


def _who_settles(material: Material, line: DraftedLine, fact: Fact, needs: NeedsPerson) -> str:
    """Whoever answers for that; of an approval that is pending, whose turn it is."""
    if needs == "final_approval" and fact.part == APPROVAL and line.person in fact.people:
        return line.person
    return material.asked.get(needs, "")


def _asked(text: str, needs: NeedsPerson) -> str:
    """The line as a question; one that asks already, be it in words it quotes, asks enough."""
    said = one_line(text).rstrip(" .;:,")
    return said if said.rstrip("”’\"'").endswith("?") else f"{_ASKS[needs]}: {said}?"


def _detail(
    becomes: Becomes, line: DraftedLine, fact: Fact, also: Sequence[Fact]
) -> dict[str, Any]:
    """What only such a line has: the notes that it merges, the moments that it lies between."""
    detail = _headed(line)
    if becomes == "note":
        merged = [str(each.id) for each in also if each.kind == "note" and each.id != fact.id]
        detail |= {"note": str(fact.id), "ask": line.text}
        detail |= {"merge": list(dict.fromkeys(merged))} if merged else {}
    if fact.start is not None:
        last = max((fact, *also), key=lambda each: each.end or each.start or 0)
        detail |= {"start": fact.start, "end": last.end, "until": last.name}
    if fact.kind == "transcript" and fact.people:
        detail["speaker"] = fact.people[0]
    return detail


def _headed(line: DraftedLine) -> dict[str, Any]:
    return {"section": line.section} if line.section else {}
