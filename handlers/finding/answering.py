"""Questions answered from the record, for one person's eyes: "who owns the end card?"."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from handlers.blocks import Message
from handlers.finding.cards import (
    Told,
    answer_message,
    deciders_message,
    dont_know,
    found_message,
    lead_of,
    line_for,
)
from handlers.finding.errors import NoSubjectError, NoWordsError
from handlers.finding.questions import Question, read_question
from handlers.finding.rules import (
    NEAREST,
    PAGE,
    Hit,
    Search,
    answering,
    read_search,
    wanted,
)
from handlers.finding.services import look, nearest, searched
from handlers.gaps.services import gaps_here
from handlers.milestones.checking import check_message
from handlers.milestones.rules import called
from handlers.people import MENTION
from handlers.program import Actor, Place, Program
from handlers.text import name_of, plain
from store.clock import now
from store.tables import Production
from store.unit_of_work import Work

WORD_ANSWER = "word_answer"
"""Name of the job that has a model put an answer into words, and shows it."""

AT_ONCE = 3
"""Questions under way at a time and workspace."""

_READ = 40
"""Hits that an answer is picked from."""

_SHOWN = 6
"""Lines of an answer."""

_ASKED = 10
"""Productions whose set-up or milestones are looked at."""


@dataclass(frozen=True)
class Answer:
    """What is answered: a message; and where it is lines of the record, what it is drawn from."""

    message: Message
    told: Told | None = None


async def find(work: Work, actor: Actor, channel: str, words: str) -> Message:
    """What `/scripty find` answers.

    Raises NoWordsError, NothingToSearchError, NotAMemberError.
    """
    return await found_page(work, actor, channel, Search(wanted(await _plain(work, words))))


async def found_again(work: Work, actor: Actor, channel: str, value: str) -> Message:
    """The page that a button leads to. Raises as `find` does."""
    return await found_page(work, actor, channel, read_search(value))


async def found_page(work: Work, actor: Actor, channel: str, asked: Search) -> Message:
    """A page of what has these words. Raises as `find` does."""
    if not asked.words:
        raise NoWordsError
    productions = await searched(work, actor, channel)
    ids = [each.id for each in productions]
    found = await look(work, ids, asked.words, PAGE, asked.offset)
    if not found.hits and not asked.offset:
        found = await nearest(work, ids, asked.words, NEAREST)
    return found_message(
        asked, found.hits, found.total,
        instead=found.instead, several=_several(found.hits, productions),
    )  # fmt: skip


async def answered(work: Work, actor: Actor, channel: str, words: str) -> Answer:
    """What the record says to a question.

    Raises NoSubjectError, NothingToSearchError, NotAMemberError.
    """
    question = read_question(await _plain(work, words))
    productions = await searched(work, actor, channel)
    if question.kind == "missing":
        missing = await _missing(work, actor, channel, question, productions)
        if missing is not None:
            return Answer(missing)
    if question.kind == "decider":
        here = await work.productions.of_channel(channel)
        only = productions[:1] if here is not None and productions[0].id == here.id else productions
        return Answer(await _deciders(work, only[:_ASKED]))
    if not wanted(question.words):
        raise NoSubjectError
    told = await _told(work, question, productions)
    return Answer(answer_message(told), told)


async def reply(
    work: Work, program: Program, actor: Actor, place: Place, words: str
) -> Message | None:
    """The answer to a question asked in a channel; None where a model is asked to word it first,
    and it follows by itself. Raises as `answered` does."""
    answer = await answered(work, actor, place.channel, words)
    told = answer.told
    may_ask = program.model is not None and await work.models.wanted(now())
    if not may_ask or told is None or not told.known or place.channel.startswith("D"):
        return answer.message
    await _ask_model(work, actor, place, answer.message, told)
    return None


async def _ask_model(work: Work, actor: Actor, place: Place, message: Message, told: Told) -> None:
    """Keep the answer as it is shown without a model, with what the model is to put into words,
    and have it asked. No job carries words: the queue knows no workspaces."""
    asked = [_asked(line.hit) for line in told.lines]
    delivery = await work.deliveries.put(
        f"answer:{uuid4()}", "answer",
        body={
            "text": message.text,
            "blocks": message.blocks,
            "asked": {"question": told.said, "lines": asked},
        },
        channel=place.channel, thread_ts=place.thread_ts, user_id=actor.user, asked_by=actor.user,
    )  # fmt: skip
    await work.defer(
        WORD_ANSWER, slow=True, lock=f"question {delivery.int % AT_ONCE}",
        delivery_id=str(delivery),
    )  # fmt: skip


def _asked(hit: Hit) -> dict[str, str]:
    """A line as the model is told it, with what its source is and who did what of it."""
    return {
        "text": hit.line(),
        "label": hit.label,
        "link": hit.link,
        "owner": hit.owner,
        "decided_by": hit.decided_by,
        "said_by": hit.said_by,
    }


async def _told(work: Work, question: Question, productions: Sequence[Production]) -> Told:
    """The lines of the record that answer, or what is nearest to them."""
    ids = [each.id for each in productions]
    words = wanted(question.words)
    found = await look(work, ids, words, _READ)
    if not found.hits:
        near = await nearest(work, ids, words, NEAREST)
        lines = tuple(line_for(question.kind, each) for each in near.hits)
        return Told(
            question.said, dont_know(near.instead, words), lines, near.instead,
            several=_several(near.hits, productions), known=False,
        )  # fmt: skip
    hits = answering(question.kind, found.hits)
    lines = tuple(line_for(question.kind, each) for each in hits[:_SHOWN])
    return Told(
        question.said, lead_of(question.kind, words, lines), lines, words,
        several=_several([line.hit for line in lines], productions),
        more=max(found.total - len(lines), 0),
    )  # fmt: skip


async def _missing(
    work: Work,
    actor: Actor,
    channel: str,
    question: Question,
    productions: Sequence[Production],
) -> Message | None:
    """What is missing, in all or for a milestone; None where the question names something else."""
    about = wanted(question.words)
    if not about:
        return await gaps_here(work, actor, channel, "")
    for production in productions[:_ASKED]:
        known = await work.milestones.of_production(production.id)
        milestone = called(about, [each for each in known if each.state == "open"])
        if milestone is not None:
            return await check_message(work, milestone, production, actor)
    return None


async def _deciders(work: Work, productions: Sequence[Production]) -> Message:
    """Who decides and who approves, as the productions are set up."""
    people = {user for each in productions for user in (each.decider or "", *each.approvers)}
    names = await work.people.names(people)
    return deciders_message(
        [
            (
                each.name,
                name_of(each.decider, names) if each.decider else "",
                [name_of(user, names) for user in each.approvers],
            )
            for each in productions
        ]
    )


def _several(hits: Sequence[Hit], productions: Sequence[Production]) -> bool:
    """Whether the lines have to say of which production they are."""
    first = productions[0].id
    return len(productions) > 1 and any(hit.production_id != first for hit in hits)


async def _plain(work: Work, words: str) -> str:
    """The words as people saw them."""
    names = await work.people.names(found["user"] for found in MENTION.finditer(words))
    return plain(words, names).replace("@", "")
