"""What people do with reviews: start one, write in its thread, change or delete their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from handlers.answers import answer, show
from handlers.doors import sentence
from handlers.membership import LEARN_PRODUCTION
from handlers.notes.folding import one_save_at_a_time
from handlers.procedure.services import feedback_due
from handlers.program import SCRIPTY, Actor, Place
from handlers.reviews import cuts as older_cuts
from handlers.reviews.cards import review_offer
from handlers.reviews.errors import (
    AlreadyUnderReviewError,
    GuestStartsError,
    TooManyRoundsError,
    VersionIsUpError,
)
from handlers.reviews.links import permalink
from handlers.reviews.rules import (
    Start,
    deliverable_among,
    is_minor,
    next_version,
    read_opening,
    round_of,
    rounds_said,
    superseding_said,
)
from handlers.reviews.showing import show_card
from handlers.text import listing
from store.clock import now
from store.tables import (
    Cut,
    Member,
    Message,
    MessageEdition,
    Production,
    ProductionChannel,
    Review,
)
from store.tables.production import UNNAMED
from store.text import storable
from store.unit_of_work import Work

DRAFT_NOTES = "draft_notes"
"""Name of the job that reads a thread once it has been quiet."""

FETCH_THREAD = "fetch_thread"
"""Name of the job that asks Slack for what a thread held before the review began."""

FORGET_QUOTES = "forget_quotes"
"""Name of the job that lets no drafted line quote a message that was deleted."""

REDRAW_NOTES_LIST = "redraw_notes_list"
ANSWER_PRESS = "answer_press"

BEYOND_AGREED = "review.beyond_agreed"
"""What the audit trail calls it when a round is more than was agreed."""

OPENING = "review_opening"
OFFER = "review_offer"


@dataclass(frozen=True)
class Written:
    """A message as an event tells of it. `edited_ts` is empty for the first wording."""

    channel: str
    thread_ts: str
    ts: str
    user: str
    text: str
    edited_ts: str = ""


async def start_review(
    work: Work,
    actor: Actor,
    channel: str,
    start: Start,
    *,
    thread_ts: str | None,
    channel_name: str,
) -> Review:
    """Put a cut up for review, in a thread that exists or in one that the bot opens.

    A channel without a production gets one, named after it; the starter decides and approves
    until it is set up. Older cuts of the same deliverable are superseded, at once where the link
    says which cut it is, else when the thread has been fetched (`complete_cut`).
    Raises AlreadyUnderReviewError, VersionIsUpError, GuestStartsError, TooManyRoundsError.
    """
    await work.reviews.one_at_a_time("start review", channel)
    known = await work.reviews.of_thread(channel, thread_ts) if thread_ts else None
    if known is not None:
        return await _start_again(work, known)
    production = await production_of(work, actor, channel, channel_name)
    await one_save_at_a_time(work, production.id)
    cuts = await work.reviews.cuts(production.id)
    deliverable = deliverable_among([each.deliverable for each in cuts], start)
    if thread_ts is None:
        await _require_new(work, cuts, deliverable, start)
    before = [each.version for each in cuts if each.deliverable == deliverable]
    version = start.version or next_version(before)
    number = round_of(version, before)
    # A thread may still say which version it is, and until when: that is looked at once it has
    # been fetched.
    all_said = thread_ts is None or bool(start.link)
    beyond = (all_said or bool(start.version)) and _is_beyond(production, version, number)
    if beyond:
        await _require_producer(work, production, actor, start, version, number)
    cut = await work.add(
        Cut(
            production_id=production.id,
            deliverable=deliverable,
            version=version,
            link=start.link,
            fps=start.fps,
            start_timecode=start.start_timecode,
            posted_by=actor.user,
        )
    )
    review = await work.add(
        Review(
            production_id=production.id,
            cut_id=cut.id,
            channel=channel,
            thread_ts=thread_ts,
            round=number,
            started_by=actor.user,
            due=start.due or (await feedback_due(work, production, now()) if all_said else None),
        )
    )
    work.log(
        actor.user, actor.surface, "review.started", "review", review.id,
        cut=cut.version, round=number,
    )  # fmt: skip
    if beyond:
        _log_beyond(work, actor, production, review)
    await work.defer(
        LEARN_PRODUCTION,
        production_id=str(production.id), starter=actor.user,
        shown=[f"opening:{review.id}", f"card:{review.id}"],
    )  # fmt: skip
    if thread_ts:
        await thread_opened(work, review)
    else:
        await show(
            work, f"opening:{review.id}", OPENING,
            subject_id=review.id, channel=channel, asked_by=actor.user,
        )  # fmt: skip
    if start.link:
        await older_cuts.supersede(work, actor, cut, review)
    return review


async def _require_new(work: Work, cuts: Sequence[Cut], deliverable: str, start: Start) -> None:
    """A command puts up a cut that isn't up yet; `cuts` are those of the production.

    A link may hold one version after another, and one film after another: where another version
    or film is named, it is another cut. Raises AlreadyUnderReviewError, VersionIsUpError.
    """
    for cut in cuts:
        if cut.state != "current" or start.version not in (None, cut.version):
            continue
        same = cut.deliverable == deliverable
        if cut.link == start.link and (same or not start.deliverable):
            raise AlreadyUnderReviewError(cut.version, await _thread_of(work, cut))
        if same and start.version and not start.deliverable:
            before = [each.version for each in cuts if each.deliverable == deliverable]
            raise VersionIsUpError(cut.version, next_version(before))


async def _thread_of(work: Work, cut: Cut) -> str:
    """The link to the thread in which a cut is reviewed, once there is one."""
    review = (await work.reviews.of_cuts([cut.id])).get(cut.id)
    if review is None or review.thread_ts is None:
        return ""
    return permalink((await work.home()).url, review.channel, review.thread_ts, review.thread_ts)


def _is_beyond(production: Production, version: str, number: int) -> bool:
    """Whether it is a round more than agreed; a version between two others doesn't count."""
    agreed = production.agreed_rounds
    return agreed is not None and number > agreed and not is_minor(version)


async def _require_producer(
    work: Work, production: Production, actor: Actor, start: Start, version: str, number: int
) -> None:
    """More rounds than agreed take a producer who says so. Raises TooManyRoundsError."""
    producers = await _producers(work, production)
    if not start.anyway or actor.user not in producers:
        names = await work.people.names(producers)
        agreed = production.agreed_rounds or 0
        raise TooManyRoundsError(agreed, number, version, sorted(names.values()))


async def _producers(work: Work, production: Production) -> set[str]:
    members = await work.productions.members(production.id)
    return {member.user_id for member in members if "producer" in member.roles}


def _log_beyond(work: Work, actor: Actor, production: Production, review: Review) -> None:
    work.log(
        actor.user, actor.surface, BEYOND_AGREED, "review", review.id,
        round=review.round, agreed=production.agreed_rounds,
    )  # fmt: skip


async def rounds_warning(work: Work, review: Review) -> str:
    """A sentence for whoever started the last agreed round, or one beyond; empty otherwise."""
    production = await work.productions.get(review.production_id)
    cut = await work.reviews.cut(review.cut_id)
    return "" if is_minor(cut.version) else rounds_said(review.round, production.agreed_rounds)


async def superseded_said(work: Work, review: Review) -> str:
    """For whoever started a review: what it took the place of, and how to say that it is another
    film; empty otherwise."""
    cut = await work.reviews.cut(review.cut_id)
    cuts = await work.reviews.cuts(review.production_id)
    older = [each.version for each in cuts if each.superseded_by == cut.id]
    carried = [n for n in await work.notes.of_review(review.id) if n.carried_from is not None]
    said = superseding_said(cut.version, older, len(carried))
    other = "" if cut.deliverable else " Is it another film? /scripty review <link> for <name>."
    return f"{said}{other}" if said else ""


async def complete_cut(work: Work, review_id: UUID, opening: str, author: str) -> None:
    """Learn from a thread's first message, by `author`, what was not said when its review was
    started: link, version, deliverable, due date; and supersede what is older.

    Whoever wrote the message with the link posted the cut. Call it in a transaction of its own:
    others wait for a reading before they lock a review.
    """
    known = await work.reviews.get(review_id)
    await one_save_at_a_time(work, known.production_id)
    review = await work.reviews.get(review_id, lock=True)
    cut = await work.reviews.find(Cut, review.cut_id, lock=True)
    assert cut is not None
    production = await work.productions.get(review.production_id)
    start = read_opening(opening, now(), production.timezone)
    was = _facts_of(cut, review)
    by_us = author == (await work.home()).bot_user_id
    if author and not by_us and start.link and cut.link in ("", start.link):
        cut.posted_by = author
    if not cut.link:
        await _learn_cut(work, cut, review, start)
        await _say_beyond(work, production, cut, review)
    review.due = review.due or await feedback_due(work, production, review.created_at)
    learned = {name: value for name, value in _facts_of(cut, review).items() if value != was[name]}
    if learned:
        work.log(SCRIPTY.user, SCRIPTY.surface, "cut.completed", "cut", cut.id, **learned)
    await older_cuts.supersede(work, Actor(review.started_by, SCRIPTY.surface), cut, review)
    await show_card(work, review)


def _facts_of(cut: Cut, review: Review) -> dict[str, str | int]:
    return {
        "version": cut.version,
        "deliverable": cut.deliverable,
        "posted_by": cut.posted_by,
        "round": review.round,
    }


async def _learn_cut(work: Work, cut: Cut, review: Review, start: Start) -> None:
    """What the message says about the cut; which round it is, is counted anew."""
    others = [each for each in await work.reviews.cuts(cut.production_id) if each.id != cut.id]
    cut.deliverable = cut.deliverable or deliverable_among(
        [each.deliverable for each in others], start
    )
    before = [
        each.version
        for each in others
        if each.deliverable == cut.deliverable and each.created_at <= cut.created_at
    ]
    cut.link = start.link
    cut.version = start.version or cut.version
    cut.fps = cut.fps or start.fps
    cut.start_timecode = cut.start_timecode or start.start_timecode
    review.due = review.due or start.due
    review.round = round_of(cut.version, before)
    await work.session.flush()


async def _say_beyond(work: Work, production: Production, cut: Cut, review: Review) -> None:
    """Its thread showed that a review opens a round more than agreed: it goes on, and whoever
    started it is told, once."""
    if not _is_beyond(production, cut.version, review.round):
        return
    known = await work.audit.about([review.id])
    if any(event.action == BEYOND_AGREED for event in known):
        return
    _log_beyond(work, Actor(review.started_by, SCRIPTY.surface), production, review)
    names = await work.people.names(await _producers(work, production))
    who = listing(sorted(names.values())[:5], last="or") or "a producer"
    said = rounds_said(review.round, production.agreed_rounds)
    await answer(
        work, Place(review.channel, review.thread_ts), review.started_by,
        sentence(f"{cut.version} is under review. {said} Let {who} know."),
    )  # fmt: skip


async def _start_again(work: Work, review: Review) -> Review:
    """The review, when its card could not be posted (the bot was not in the channel, say) or was
    deleted: it is shown now. Raises AlreadyUnderReviewError when there is a card."""
    card = await work.deliveries.by_key(f"card:{review.id}")
    if card is None or card.state != "dead":
        raise AlreadyUnderReviewError
    card.ts = card.sent_at = None  # deleted by hand: a new one
    await thread_opened(work, review)
    return review


async def thread_opened(work: Work, review: Review) -> None:
    """The review has its thread: show the card in it, let the threads of older cuts point to it,
    and catch up with what was said."""
    await show_card(work, review)
    await older_cuts.point_here(work, review)
    await work.defer(FETCH_THREAD, lock=f"fetch {review.id}", review_id=str(review.id))


async def production_of(work: Work, actor: Actor, channel: str, channel_name: str) -> Production:
    """The channel's production, made with safe defaults if there is none.

    Raises GuestStartsError.
    """
    await work.productions.one_at_a_time("production of channel", channel)
    known = await work.productions.of_channel(channel)
    if known is not None:
        return known
    people = await work.people.known([actor.user])
    if people and people[actor.user].is_external:
        raise GuestStartsError
    production = await work.add(
        Production(
            name=channel_name or UNNAMED,
            timezone=(people[actor.user].timezone if people else None) or "UTC",
            decider=actor.user,
            approvers=[actor.user],
            created_by=actor.user,
        )
    )
    await work.add(
        ProductionChannel(production_id=production.id, channel=channel, name=channel_name)
    )
    await work.add(Member(production_id=production.id, user_id=actor.user, roles=["producer"]))
    work.log(actor.user, actor.surface, "production.made", "production", production.id)
    return production


async def timezone_of(work: Work, channel: str, user: str) -> str:
    """The zone in which words for days are read here: the production's, else the person's own."""
    production = await work.productions.of_channel(channel)
    if production is not None:
        return production.timezone
    people = await work.people.known([user])
    return (people[user].timezone if people else None) or "UTC"


async def capture_message(work: Work, written: Written, quiet: timedelta) -> bool:
    """Keep what somebody wrote or rewrote in a review's thread; False if it is no such thread.

    Messages that arrive twice, late or out of order change nothing that was not new.
    """
    review = await work.reviews.of_thread(written.channel, written.thread_ts, lock=True)
    if review is None:
        return False
    if written.user == (await work.home()).bot_user_id:
        return True  # our own words, which some carry without saying that they are a bot's
    message = await work.reviews.message(written.channel, written.ts)
    if message is None:
        message = await _add_message(work, review, written)
    if message.deleted or await _knows_edition(work, message, written.edited_ts):
        return True
    await work.add(
        MessageEdition(
            message_id=message.id, edited_ts=written.edited_ts, text=storable(written.text)
        )
    )
    if written.edited_ts >= (message.edited_ts or ""):
        message.text = storable(written.text)
        message.edited_ts = written.edited_ts or None
        await thread_changed(work, review, quiet)
    if written.edited_ts:
        work.log(written.user, "message", "message.edited", "message", message.id)
    return True


async def delete_message(
    work: Work, channel: str, thread_ts: str, ts: str, user: str, quiet: timedelta
) -> None:
    """Forget the words of a deleted message; its place stays, so that a late copy stays deleted."""
    review = await work.reviews.of_thread(channel, thread_ts, lock=True)
    if review is None:
        return
    message = await work.reviews.message(channel, ts)
    if message is None:
        message = await _add_message(work, review, Written(channel, thread_ts, ts, user, ""))
    if message.deleted:
        return
    message.text, message.deleted, message.edited_ts = "", True, None
    for edition in await work.reviews.editions(message.id):
        await work.session.delete(edition)
    await work.models.forget(review.id, ts)
    await work.defer(FORGET_QUOTES, message_id=str(message.id))
    work.log(message.user_id, "message", "message.deleted", "message", message.id)
    await thread_changed(work, review, quiet)


async def thread_changed(work: Work, review: Review, quiet: timedelta) -> None:
    """Read the thread once nothing has changed in it for a while."""
    review.revision += 1
    review.quiet_until = now() + quiet
    await work.defer(
        DRAFT_NOTES, lock=f"read {review.id}", at=review.quiet_until,
        review_id=str(review.id), revision=review.revision,
    )  # fmt: skip


async def offer_review(work: Work, channel: str, ts: str, user: str, link: str) -> None:
    """Ask quietly, once, whether a posted link is a cut to review."""
    if await work.productions.of_channel(channel) is None:
        return
    if await work.reviews.of_thread(channel, ts) is not None:
        return  # started by hand in this very moment, and the production with it
    if await work.deliveries.by_key(f"offer:{channel}:{ts}"):
        return
    offer = review_offer(link, ts)
    await show(
        work, f"offer:{channel}:{ts}", OFFER,
        body={"text": offer.text, "blocks": offer.blocks}, channel=channel, user_id=user,
    )  # fmt: skip


async def joined_channel(work: Work, channel: str, user: str) -> None:
    """Somebody who joins a production's channel belongs to the production."""
    production = await work.productions.of_channel(channel)
    if production is None or user == (await work.home()).bot_user_id:
        return
    await work.productions.add_members(production.id, [user])
    if await work.people.unknown([user]):
        await work.defer(LEARN_PRODUCTION, production_id=str(production.id), starter=user)


async def _knows_edition(work: Work, message: Message, edited_ts: str) -> bool:
    editions = await work.reviews.editions(message.id)
    return any(edition.edited_ts == edited_ts for edition in editions)


async def _add_message(work: Work, review: Review, written: Written) -> Message:
    home = await work.home()
    if written.user:
        await work.productions.add_members(review.production_id, [written.user])
    return await work.add(
        Message(
            review_id=review.id,
            channel=written.channel,
            ts=written.ts,
            user_id=written.user,
            permalink=permalink(home.url, written.channel, written.ts, written.thread_ts),
        )
    )


async def review_of(work: Work, review_id: str | UUID) -> Review | None:
    """The review with this id, if the workspace has it."""
    return await work.reviews.find(Review, review_id)


async def redraw_list(work: Work, review_id: UUID, shown: str) -> None:
    """Show in an open list of notes what became of a press in it."""
    if shown:
        view_id, _, page = shown.rpartition(":")
        await work.defer(
            REDRAW_NOTES_LIST, lock=f"view {view_id}",
            review_id=str(review_id), page=int(page), view_id=view_id,
        )  # fmt: skip
