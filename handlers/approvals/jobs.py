"""What the worker draws for approvals: the message of each approver."""

from handlers.approvals.cards import Words, request_card
from handlers.approvals.entry import ApprovalsView
from handlers.approvals.requests import REQUEST, user_of
from handlers.approvals.views import approvals_view
from handlers.blocks import Message
from handlers.people import MENTION
from handlers.program import Jobs
from handlers.text import plain
from store.tables import Cut, Delivery, Note
from store.tables import Message as Written
from store.unit_of_work import Work


def register(jobs: Jobs) -> None:
    """Let the worker draw these."""
    jobs.drawing(REQUEST, draw_request)


async def draw_request(work: Work, delivery: Delivery) -> Message | None:
    """The message about one person's verdict on a cut, as the record has it now."""
    cut = await work.reviews.find(Cut, delivery.subject_id or "")
    if cut is None:
        return None
    production = await work.productions.get(cut.production_id)
    view = await approvals_view(work, production, cut)
    user = user_of(delivery.key)
    names = await work.people.names({*view.people, user})
    return request_card(view, user, names, await _words(work, view, user))


async def _words(work: Work, view: ApprovalsView, user: str) -> Words | None:
    """What was said that this person was asked because of, if something was."""
    request = view.asked.get(user)
    if request is None or request.said is None:
        return None
    message = await work.reviews.find(Written, request.said)
    if message is None or message.deleted:
        return Words(request.because, "", "")
    if message.edited_ts and not await _still_sounds_so(work, message):
        return Words(request.because, "", message.permalink, edited=True)
    mentioned = [each["user"] for each in MENTION.finditer(message.text)]
    words = plain(message.text, await work.people.names(mentioned))
    return Words(request.because, words, message.permalink)


async def _still_sounds_so(work: Work, message: Written) -> bool:
    """Whether the thread is still read as saying, in this message, what sounds like an approval."""
    notes = await work.notes.of_review(message.review_id)
    said = [note.id for note in notes if note.kind == "approval statement" and _stands(note)]
    sources = await work.notes.sources(said)
    return any(each.message_id == message.id for own in sources.values() for each in own)


def _stands(note: Note) -> bool:
    return note.state != "withdrawn" and note.source_state == "present"
