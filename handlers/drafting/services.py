"""What people do to have something drafted: ask for it, say what it needs to know first.

Whatever is drafted begins here, whichever door it was asked at: the subject is found in the asker's
own production, the six points are there, and only then a draft is begun and its job deferred.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from handlers.blocks import Message, View
from handlers.doors import Command
from handlers.drafting import forms
from handlers.drafting.context import (
    LIMIT,
    OWN,
    context_of,
    mark,
    missing,
    vague,
    written_elsewhere,
)
from handlers.drafting.errors import (
    AlreadyDraftingError,
    NoKindError,
    NoSubjectError,
    NothingHereError,
    NothingOfItError,
    SubjectNotFoundError,
    VaguePointError,
    VagueRequestError,
)
from handlers.drafting.forms import About
from handlers.drafting.kinds import (
    KINDS,
    asks_for_context,
    kinds_about,
    read_request,
    titled,
)
from handlers.drafting.subjects import (
    Subject,
    all_subjects,
    of_cut,
    of_production,
    require_fitting,
    subject_by_value,
    subject_named,
    transcript_of,
)
from handlers.errors import ChangedMeanwhileError
from handlers.membership import member_here, require_member
from handlers.program import Actor, Place, Program
from handlers.reviews.links import permalink
from handlers.scenes.errors import TooLongError
from handlers.scenes.services import open_scene, reword_scene
from handlers.suggestions.rules import Source
from handlers.suggestions.services import begin_draft, key_of
from handlers.text import name_of
from store.clock import now
from store.queries.base import as_uuid
from store.queries.transcripts import Shared
from store.tables import Cut, Draft, Production, Review, Scene
from store.types import DraftKind, Footage
from store.unit_of_work import Work

DRAFT_LINES = "draft_lines"
"""Name of the job that drafts the lines of a draft that was begun."""

_TEXT_NAMES = (".srt", ".vtt", ".txt", ".text", ".md", ".markdown")
_TEXT_TYPES = frozenset({"srt", "vtt", "text", "txt", "markdown", "md", "subtitle", "webvtt"})
_FOOTAGE: Sequence[str] = get_args(Footage)
_SAID = ("audio/", "video/", "text/")


async def draft_by_command(work: Work, program: Program, command: Command) -> View | Message:
    """`/scripty draft …`: a form where something is still to be said, else that it is under way.

    Raises NoProductionError, NotAMemberError, GuestError, VagueRequestError, NoSuchSubjectError,
    NotAFileError, NotOfThisError, NothingOfItError, AlreadyDraftingError.
    """
    production = await member_here(work, command.channel, command.actor)
    if (named := asks_for_context(command.rest)) is not None:
        return await _offer_change(work, production, command.channel, named)
    request, place = read_request(command.rest), Place(command.channel)
    carried = About(str(production.id), place.channel)
    if request.kind is None and request.unread:
        raise VagueRequestError(command.rest)
    if request.kind is not None and request.unread and _wishes(request.unread):
        raise VagueRequestError(command.rest)
    subject = await subject_named(work, production, request)
    if request.kind is None:
        return await _ask_what(work, production, carried, subject)
    if subject is None:
        subject = await _only(work, production, request.kind)
    if subject is None:
        return await _ask_of_what(work, production, carried, request.kind)
    return await go_on(work, program, command.actor, production, request.kind, subject, place)


async def offer_of(work: Work, actor: Actor, row_id: str, place: Place | None) -> View:
    """The form that *Draft…* opens, on a review's card (`row_id` is its review) or for a whole
    production. Raises SubjectNotFoundError, NotAMemberError, GuestError."""
    key = as_uuid(row_id)
    review = await work.reviews.find(Review, key) if key else None
    if review is not None:
        production = await require_member(work, review.production_id, actor)
        subject = of_cut(await work.reviews.cut(review.cut_id))
        carried = About(
            str(production.id), review.channel, review.thread_ts or "", subjects=(subject.value,)
        )
        return forms.choose_modal(carried, kinds_about("cut"), (), of=subject.named)
    known = await work.productions.find(Production, key) if key else None
    if known is None:
        raise SubjectNotFoundError
    production = await require_member(work, known.id, actor)
    carried = About(str(production.id), place.channel if place else "")
    return await _ask_what(work, production, carried, None)


async def offer_from_message(
    work: Work, actor: Actor, channel: str, message: Mapping[str, Any]
) -> View:
    """The form of *Draft from this message*: what can be drafted of its transcript, and of the cut
    in whose thread it stands.

    Raises NoProductionError, NotAMemberError, GuestError, NothingHereError.
    """
    production = await member_here(work, channel, actor)
    ts = str(message["ts"])
    thread = str(message.get("thread_ts") or ts)
    file = spoken_file(message)
    review = await work.reviews.of_thread(channel, thread)
    cut = of_cut(await work.reviews.cut(review.cut_id)) if review else None
    kinds = [
        *(kinds_about("transcript") if file else ()),
        *(kinds_about("cut") if cut else ()),
    ]
    if not kinds:
        raise NothingHereError
    name = str((file or {}).get("title") or (file or {}).get("name") or "")[:100]
    carried = About(
        str(production.id), channel, thread, subjects=(cut.value,) if cut else (),
        file=str((file or {}).get("id") or ""), name=name, ts=ts,
    )  # fmt: skip
    of = " · ".join(filter(None, (f"“{name}”" if file else "", cut.named if cut else "")))
    return forms.choose_modal(carried, kinds, (), of=of)


def spoken_file(message: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first file of a message in which somebody says something: subtitles, a text, a clip."""
    files: Sequence[Mapping[str, Any]] = message.get("files") or ()
    return next((each for each in files if each.get("id") and _is_spoken(each)), None)


async def choose(
    work: Work, program: Program, actor: Actor, carried: About, kind: DraftKind | None, value: str
) -> View:
    """Go on with what was chosen in a form: ask what is missing, or say that it is under way.

    Raises NoKindError, NoSubjectError, SubjectNotFoundError, NotOfThisError, AlreadyDraftingError,
    NotAMemberError, GuestError.
    """
    production = await _production_of(work, actor, carried)
    if kind is None:
        raise NoKindError
    subject = await _chosen(work, production, carried, kind, value)
    require_fitting(kind, subject)
    place = Place(carried.channel, carried.thread or None)
    return await _go_on_in_form(work, program, actor, production, kind, subject, place)


async def say_context(
    work: Work, program: Program, actor: Actor, carried: About, said: Mapping[str, str]
) -> View:
    """Keep what was said of a subject, a scene's own words with the scene and the rest with the
    production, and draft.

    Raises VaguePointError, TooLongError, ChangedMeanwhileError, NotAMemberError, GuestError,
    SubjectNotFoundError, AlreadyDraftingError.
    """
    production = await _held(work, actor, carried)
    kind = next((each for each in KINDS if each == carried.kind), None)
    if kind is None:
        raise NoKindError
    subject = await _chosen(work, production, carried, kind, "")
    require_fitting(kind, subject)
    standing = await context_for(work, production, subject)
    _require_telling(said, standing)
    if mark(standing) != carried.seen and any(standing[p] != words for p, words in said.items()):
        raise ChangedMeanwhileError(f"What is known of {subject.named}", next(iter(said)))
    await _keep(work, actor, production, subject, said)
    place = Place(carried.channel, carried.thread or None)
    return await _go_on_in_form(work, program, actor, production, kind, subject, place)


async def change_context(work: Work, actor: Actor, carried: About, said: Mapping[str, str]) -> View:
    """Keep what was changed of what is known before something is drafted; nothing is drafted.

    Raises VaguePointError, TooLongError, ChangedMeanwhileError, NotAMemberError, GuestError,
    SubjectNotFoundError.
    """
    production = await _held(work, actor, carried)
    subject = await subject_by_value(work, production, "".join(carried.subjects[:1]))
    standing = await context_for(work, production, subject)
    changed = {point: words for point, words in said.items() if words != standing[point]}
    _require_telling(changed, standing)
    if subject.kind == "scene" and changed.get("footage", standing["footage"]) not in _FOOTAGE:
        raise VaguePointError("footage", changed["footage"])
    if changed and mark(standing) != carried.seen:
        raise ChangedMeanwhileError(f"What is known of {subject.named}", next(iter(changed)))
    await _keep(work, actor, production, subject, changed)
    return forms.changed_view(subject.named, list(changed))


async def go_on(
    work: Work,
    program: Program,
    actor: Actor,
    production: Production,
    kind: DraftKind,
    subject: Subject,
    place: Place,
) -> View | Message:
    """Begin the draft, or ask for what has to be known first. Raises as `ask_for_draft` does."""
    require_fitting(kind, subject)
    context = await context_for(work, production, subject)
    if missing(context):
        return _context_form(production, kind, subject, place, context)
    draft = await ask_for_draft(work, program, actor, production, kind, subject, place, context)
    return forms.begun_message(*await _begun(work, kind, subject, place, draft))


async def ask_for_draft(
    work: Work,
    program: Program,
    actor: Actor,
    production: Production,
    kind: DraftKind,
    subject: Subject,
    place: Place,
    context: Mapping[str, str],
) -> Draft:
    """Begin a draft and have its lines drafted; its card shows how far that is.

    Raises AlreadyDraftingError.
    """
    await work.suggestions.one_at_a_time("draft", kind, str(production.id), subject.value)
    home, source = await _home_of(work, production, subject, place)
    await _refuse_twice(work, production, kind, subject, source)
    draft = await begin_draft(
        work, actor, production, kind, source, home,
        subject_kind=subject.kind, subject_id=subject.id, context=dict(context),
    )  # fmt: skip
    asks = program.model is not None and await work.models.wanted(now())
    file = subject.row.file_id if isinstance(subject.row, Shared) else ""
    await work.defer(
        DRAFT_LINES, lock=f"draft {draft.id}", slow=asks, draft_id=str(draft.id), file_id=file
    )
    return draft


async def context_for(work: Work, production: Production, subject: Subject) -> dict[str, str]:
    """The six points of a subject as the record has them now."""
    row = subject.row
    return context_of(
        production,
        row if isinstance(row, Scene | Cut) else None,
        await work.scenes.scenes(production.id),
        await work.scenes.deliverables(production.id),
    )


async def _offer_change(work: Work, production: Production, channel: str, named: str) -> View:
    """The form with all that is known of what the words name, the production where they name
    nothing. Raises NoSuchSubjectError, NotAFileError."""
    found = await subject_named(work, production, read_request(named)) if named else None
    # What was recorded is drafted from with what is known of the production.
    if found is None or found.kind == "transcript":
        found = of_production(production)
    context = await context_for(work, production, found)
    row = found.row if isinstance(found.row, Scene | Cut) else None
    elsewhere = written_elsewhere(row, await work.scenes.deliverables(production.id))
    carried = About(str(production.id), channel, subjects=(found.value,), seen=mark(context))
    return forms.change_modal(
        carried, found.named, context, elsewhere, footage=found.kind == "scene"
    )


def _require_telling(said: Mapping[str, str], known: Mapping[str, str]) -> None:
    """What is `known` may be as long as it is. Raises VaguePointError, TooLongError."""
    for point, words in said.items():
        if vague(point, words):
            raise VaguePointError(point, words)
        if len(words) > (limit := max(LIMIT, len(known[point]))):
            raise TooLongError(point, limit)


async def _held(work: Work, actor: Actor, carried: About) -> Production:
    """The production that a form is about, for a member, held to the transaction's end."""
    await _production_of(work, actor, carried)
    await work.scenes.one_at_a_time("scenes", carried.production)
    production = await work.productions.find(Production, carried.production, lock=True)
    assert production is not None
    return production


async def _ask_what(
    work: Work, production: Production, carried: About, subject: Subject | None
) -> View:
    """The form that asks for the kind, and of what; of a `subject` only what it can be."""
    known = await all_subjects(work, production)
    if subject is not None and subject.id not in {each.id for each in known}:
        known.insert(0, subject)
    there = {each.kind for each in known}
    kinds = [
        kind
        for kind, each in KINDS.items()
        if (subject.kind in each.about if subject else there & set(each.about))
    ]
    return forms.choose_modal(carried, kinds, known, subject=subject)


async def _ask_of_what(work: Work, production: Production, carried: About, kind: DraftKind) -> View:
    """The form that asks of what a kind is to be drafted. Raises NothingOfItError."""
    known = await all_subjects(work, production)
    fitting = [each for each in known if each.kind in KINDS[kind].about]
    if not fitting:
        raise NothingOfItError(kind)
    return forms.choose_modal(carried, [kind], fitting, kind=kind)


async def _only(work: Work, production: Production, kind: DraftKind) -> Subject | None:
    """The one thing that a kind can be about; of pickups the production, where there is no other.
    None where there are several."""
    known = await all_subjects(work, production)
    fitting = [each for each in known if each.kind in KINDS[kind].about]
    narrower = [each for each in fitting if each.kind != "production"] or fitting
    return narrower[0] if len(narrower) == 1 else None


async def _chosen(
    work: Work, production: Production, carried: About, kind: DraftKind, value: str
) -> Subject:
    """What was chosen, or what the form is about anyway."""
    if carried.file and "transcript" in KINDS[kind].about:
        return await transcript_of(work, production, await _file_in(work, carried))
    if not value:
        of: Sequence[str] = KINDS[kind].about
        values = (each for each in carried.subjects if each.partition(":")[0] in of)
        value = next(values, "".join(carried.subjects[:1]))
    if not value:
        raise NoSubjectError(kind)
    return await subject_by_value(work, production, value)


async def _file_in(work: Work, carried: About) -> Shared:
    """The file that a form is about, with the message that shares it, where that is known."""
    if not carried.ts:
        return Shared(None, carried.file, carried.name, permalink=carried.link)
    url = (await work.home()).url
    link = permalink(url, carried.channel, carried.ts, carried.thread or None)
    return Shared(None, carried.file, carried.name, carried.channel, carried.ts, link)


async def _go_on_in_form(
    work: Work,
    program: Program,
    actor: Actor,
    production: Production,
    kind: DraftKind,
    subject: Subject,
    place: Place,
) -> View:
    """The same as `go_on`, in the place of a form."""
    context = await context_for(work, production, subject)
    if missing(context):
        return _context_form(production, kind, subject, place, context)
    draft = await ask_for_draft(work, program, actor, production, kind, subject, place, context)
    return forms.begun_view(*await _begun(work, kind, subject, place, draft))


def _context_form(
    production: Production,
    kind: DraftKind,
    subject: Subject,
    place: Place,
    context: Mapping[str, str],
) -> View:
    carried = About(
        str(production.id), place.channel, place.thread_ts or "", kind=kind, seen=mark(context),
    )  # fmt: skip
    file = subject.row
    if isinstance(file, Shared) and file.id is None:
        carried = replace(
            carried, file=file.file_id, name=file.name, link=file.permalink, ts=file.ts or ""
        )
    else:
        carried = replace(carried, subjects=(subject.value,))
    return forms.context_modal(carried, kind, subject, context)


async def _keep(
    work: Work,
    actor: Actor,
    production: Production,
    subject: Subject,
    said: Mapping[str, str],
) -> None:
    """Write down what was said where it belongs."""
    own = said if subject.kind == "scene" else {}
    of_scene = {point: words for point, words in own.items() if point in (*OWN, "footage")}
    if of_scene:
        scene, _ = await open_scene(work, str(subject.id), actor)
        await reword_scene(work, scene, actor, of_scene)
    rest = {point: words for point, words in said.items() if point not in of_scene}
    before = production.context or {}
    changed = {
        point: {"from": before.get(point, ""), "to": words}
        for point, words in rest.items()
        if before.get(point, "") != words
    }
    if changed:
        production.context = {**before, **rest}
        work.log(
            actor.user, actor.surface, "production.changed", "production", production.id,
            changed=changed,
        )  # fmt: skip
    await work.session.flush()


async def _refuse_twice(
    work: Work, production: Production, kind: DraftKind, subject: Subject, source: Source
) -> None:
    """Raises AlreadyDraftingError where the same is being drafted. A file that nobody has read is
    known by where it is."""
    for draft in await work.suggestions.drafts(production.id):
        if (draft.state, draft.kind, draft.subject_kind) != ("drafting", kind, subject.kind):
            continue
        same_file = isinstance(subject.row, Shared) and draft.source_permalink == source.permalink
        if same_file or draft.subject_id == subject.id is not None:
            names = await work.people.names([draft.asked_by])
            raise AlreadyDraftingError(
                titled(kind, subject.named), name_of(draft.asked_by, names),
                await _card_link(work, draft),
            )  # fmt: skip


async def _card_link(work: Work, draft: Draft) -> str:
    """The address of a draft's card; of its thread, or "", until it is posted."""
    card = await work.deliveries.by_key(key_of(draft.id))
    ts = (card.ts if card else None) or draft.thread_ts
    url = (await work.home()).url
    return permalink(url, draft.channel, ts, draft.thread_ts) if ts else ""


async def _home_of(
    work: Work, production: Production, subject: Subject, place: Place
) -> tuple[Place, Source]:
    """Where the card of a draft is to be, and what it says it comes from: of a cut its review's
    thread, of a transcript that was shared here the message with it."""
    url, row = (await work.home()).url, subject.row
    if isinstance(row, Cut):
        review = (await work.reviews.of_cuts([row.id])).get(row.id)
        if review is not None and review.thread_ts:
            ts = review.thread_ts
            link = permalink(url, review.channel, ts, ts)
            return Place(review.channel, ts), Source(review.channel, ts, link, subject.label)
    if isinstance(row, Shared):
        source = Source(row.channel, row.ts, row.permalink, subject.label or "A file")
        if row.channel and row.ts:
            there = place.thread_ts if place.channel == row.channel else None
            return Place(row.channel, there or _thread_of(row.permalink) or row.ts), source
        return place, source
    channel = place.channel or await _first_channel(work, production.id)
    title = subject.named if isinstance(row, Production) else subject.label
    return Place(channel, place.thread_ts), Source(channel, None, "", title)


def _thread_of(link: str) -> str | None:
    """The thread in which a message stands, by its address; None where it is in none. A thread is
    known by its first message, never by a reply."""
    return next(iter(parse_qs(urlsplit(link).query).get("thread_ts", ())), None)


async def _first_channel(work: Work, production_id: UUID) -> str:
    channels = await work.productions.channels(production_id)
    return channels[0].channel if channels else ""


async def _begun(
    work: Work, kind: DraftKind, subject: Subject, place: Place, draft: Draft
) -> tuple[str, str]:
    """What whoever asked is told, and the address of where the card is to be."""
    here = (draft.channel, draft.thread_ts) == (place.channel, place.thread_ts)
    if here:
        return forms.begun_words(kind, subject, "here"), ""
    where = "in its thread" if draft.thread_ts else "in the production's channel"
    return forms.begun_words(kind, subject, where), await _card_link(work, draft)


async def _production_of(work: Work, actor: Actor, carried: About) -> Production:
    """The production that a form is about, for a member."""
    known = await work.productions.find(Production, carried.production)
    if known is None:
        raise SubjectNotFoundError
    return await require_member(work, known.id, actor)


def _wishes(words: str) -> bool:
    """Whether the words beside a kind name nothing that there could be."""
    return vague("purpose", words)


def _is_spoken(file: Mapping[str, Any]) -> bool:
    name, kind = str(file.get("name") or "").lower(), str(file.get("filetype") or "").lower()
    if name.endswith(_TEXT_NAMES) or kind in _TEXT_TYPES:
        return True
    return str(file.get("mimetype") or "").startswith(_SAID)
