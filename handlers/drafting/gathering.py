"""What a draft may draw on, gathered from the record: as many statements for a hundred notes as for
one. Nothing is drafted of what isn't in here."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.approvals.entry import said as verdict_words
from handlers.approvals.rules import Path, as_verdict, is_fresh, next_to_ask, overall
from handlers.approvals.views import path_of
from handlers.documents.rules import stale_because, standing
from handlers.drafting.context import POINTS, unlimited
from handlers.people import MENTION
from handlers.reviews.links import permalink
from handlers.scenes.connected import Connections, Rows, connections
from handlers.text import one_line, plain, version_words
from prompts.drafting.material import Fact, Material
from store.clock import now
from store.tables import (
    Connection,
    Cut,
    Decision,
    Deliverable,
    Document,
    Draft,
    Member,
    Note,
    NoteSource,
    Person,
    Production,
    Review,
    Scene,
    Shot,
    Task,
    Transcript,
)
from store.types import UNDECIDED, UNFINISHED, DraftKind, NeedsPerson, SourceKind
from store.unit_of_work import Work

MOST = 100
"""Things of one kind, the newest, that a draft is made from."""

REMEMBERED = 50
"""Rejected suggestions, the newest, that whoever drafts is told of."""

SAID = "said"
"""The part of a note that has the words of whoever wrote it. Who that is, doesn't have to do it."""

APPROVAL = "approval"
"""The part of a cut that says how its approval stands; those of one person each are `VERDICT`."""

VERDICT = "verdict"

_SCENE_PARTS = ("title", "purpose", "audience", "constraints", "outcome", "footage")


async def gather(work: Work, draft: Draft, production: Production) -> Material:
    """All that a draft may draw on, in the state in which it is now."""
    members = await work.productions.members(production.id)
    known = await work.people.known(each.user_id for each in members)
    rejected = [
        (each.text, each.decision_reason or "")
        for each in await work.suggestions.of_production(production.id)
        if each.state == "rejected"
    ]
    about, facts = await _facts(work, draft, production)
    return Material(
        kind=_kind(draft),
        about=about,
        context=dict(draft.context or {}),
        facts=[replace(fact, label=f"F{at}") for at, fact in enumerate(facts, 1)],
        people={user: person.name for user, person in known.items() if not person.is_bot},
        asked=asked_of(production, members, known),
        rejected=rejected[: -REMEMBERED - 1 : -1],
    )


def taken_back(material: Material, later: Material) -> frozenset[str]:
    """The labels of facts that don't stand in the record any more as they were gathered: their
    words were changed or deleted, or what they say is settled. Pure."""
    standing = {_identity(fact) for fact in later.facts}
    return frozenset(fact.label for fact in material.facts if _identity(fact) not in standing)


def _identity(fact: Fact) -> tuple[object, ...]:
    """A fact without its label. The link belongs to it: a note's is gone with its message."""
    return (fact.kind, fact.id, fact.part, fact.name, fact.text, fact.link)


def asked_of(
    production: Production, members: Sequence[Member], known: Mapping[str, Person]
) -> dict[NeedsPerson, str]:
    """Who is asked about what no machine decides. Pure. Whoever is from elsewhere, has left or is
    unknown isn't asked; where nobody is left, nobody is named."""

    def first(users: Iterable[str | None]) -> str:
        return next((each for each in users if each and _may_be_asked(known.get(each))), "")

    def with_role(role: str) -> list[str]:
        return [each.user_id for each in members if role in each.roles]

    responsible = first([*with_role("producer"), production.created_by])
    found: dict[NeedsPerson, str] = {
        "final_approval": first(production.approvers),
        "legal": responsible,
        "safety": responsible,
        "client_commitment": responsible,
        "taste": first([*with_role("director"), production.decider]),
    }
    return {needs: user for needs, user in found.items() if user}


def _may_be_asked(person: Person | None) -> bool:
    return person is not None and not (person.is_external or person.is_bot or person.deleted)


def _kind(draft: Draft) -> DraftKind:
    kind: DraftKind = draft.kind  # type: ignore[assignment]  # a check constraint holds it to these
    return kind


async def _facts(work: Work, draft: Draft, production: Production) -> tuple[str, list[Fact]]:
    """What the subject of a draft is called, and what the record says of it."""
    kind = _kind(draft)
    match draft.subject_kind:
        case "transcript":
            transcript = await work.transcripts.by_id(draft.subject_id or production.id)
            if transcript is None:  # deleted with its message
                return draft.title, []
            return f"“{one_line(transcript.name)}”", list(_of_transcript(transcript))
        case "scene":
            scene = await work.scenes.find(Scene, draft.subject_id or "")
            assert scene is not None
            return _called(scene), list((await _gathered(work, production, kind)).of_scene(scene))
        case "cut":
            cut = await work.reviews.cut(draft.subject_id or production.id)
            review = (await work.reviews.of_cuts([cut.id])).get(cut.id)
            notes = await work.notes.of_review(review.id) if review else ()
            gathered = await _gathered(work, production, kind, notes)
            path = await path_of(work, production, cut)
            return _called_cut(cut), list(gathered.of_cut(cut, review, notes, path))
    gathered = await _gathered(work, production, kind)
    return one_line(production.name), list(gathered.of_production())


async def _gathered(
    work: Work, production: Production, kind: DraftKind, also: Sequence[Note] = ()
) -> "_Gathered":
    """The rows that facts are read from, whatever the draft is about; `also` are notes of which the
    words are needed too."""
    made = await work.scenes.connections(production.id)
    tasks = await work.tasks.of_production(production.id)
    subjects = {each.subject_id for each in made}
    subjects |= {task.note_id for task in tasks if task.note_id and task.id in subjects}
    placed = await work.notes.lines(await work.scenes.placed_notes(production.id, subjects))
    waiting = await work.scenes.choosable_notes(production.id, MOST)
    open_tasks = [task for task in tasks if task.state in UNFINISHED]
    accepted = await work.notes.lines([each.note_id for each in open_tasks if each.note_id])
    notes = {each.id: each for each in (*placed, *waiting, *accepted, *also)}
    sources = await work.notes.sources(notes)
    said = {source.message_id for each in sources.values() for source in each}
    conflicts = await work.decisions.waiting(production.id)
    sides = await work.decisions.notes_of(each.id for each in conflicts)
    mentioned = {
        found["user"]
        for each in sources.values()
        for source in each
        for found in MENTION.finditer(source.quote)
    }
    return _Gathered(
        production=production,
        kind=kind,
        url=(await work.home()).url,
        moment=now(),
        scenes=await work.scenes.scenes(production.id),
        deliverables=await work.scenes.deliverables(production.id),
        documents=await work.milestones.documents(production.id),
        connected=made,
        tasks=tasks,
        decisions=await work.decisions.of_production(production.id),
        cuts=await work.reviews.cuts(production.id),
        shots=await work.suggestions.shots_of_production(production.id),
        notes=sorted(notes.values(), key=lambda each: each.number),
        sources=sources,
        links=await work.reviews.permalinks(said),
        opposed=[sides[each.id] for each in conflicts if sides.get(each.id)],
        opposed_ids=[each.id for each in conflicts if sides.get(each.id)],
        names=await work.people.names(mentioned),
    )


@dataclass
class _Gathered:
    """The record of a production, as far as facts are read from it."""

    production: Production
    kind: DraftKind
    url: str
    moment: datetime
    scenes: Sequence[Scene]
    deliverables: Sequence[Deliverable]
    documents: Sequence[Document]
    connected: Sequence[Connection]
    tasks: Sequence[Task]
    decisions: Sequence[Decision]
    cuts: Sequence[Cut]
    shots: Sequence[Shot]
    notes: Sequence[Note]
    sources: Mapping[UUID, Sequence[NoteSource]]
    links: Mapping[str, str]
    opposed: Sequence[Sequence[Note]]
    opposed_ids: Sequence[UUID]
    names: Mapping[str, str]
    newest: dict[UUID, Note] = field(init=False)

    def __post_init__(self) -> None:
        self.newest = {note.root: note for note in self.notes}  # by number: the last is the newest

    def of_scene(self, scene: Scene) -> Iterator[Fact]:
        """Its own words, its shots, and what belongs to it or names it."""
        ids = {part.id for part in self._connections().parts.get(scene.id, ())}
        roots = {task.note_id for task in self.tasks if task.id in ids} | ids
        yield from self._scene(scene)
        own = {part for part in ("audience", "constraints") if one_line(getattr(scene, part))}
        yield from self._points({"audience", "constraints"} - own)
        yield from self._ahead(each for each in self.deliverables if each.delivered_at is None)
        for shot in self.shots:
            if shot.scene_id == scene.id:
                yield self._shot(shot, scene)
        yield from self._notes(note for note in self.newest.values() if note.root in roots)
        for task in self.tasks[-MOST:]:
            named = task.state in UNFINISHED and _names(scene, task.title, task.context)
            if task.id in ids or named:
                yield from self._task(task)
        for decision in self.decisions[-MOST:]:
            words = (decision.what, decision.why, decision.next_action)
            if decision.id in ids or _names(scene, *words):
                yield from self._decision(decision)
        for document in standing(self.documents):
            if document.id in ids or _names(scene, document.kind):
                yield self._document(document)
        yield from self._conflicts({note.id for note in self.notes if note.root in roots})

    def of_cut(
        self, cut: Cut, review: Review | None, notes: Sequence[Note], path: Path
    ) -> Iterator[Fact]:
        """The cut and where its approval stands, its round's notes, what is to be done, what holds,
        what it is to be and within what."""
        ts = review.thread_ts if review else None
        link = permalink(self.url, review.channel, ts, ts) if review and ts else ""
        called = _called_cut(cut)
        yield Fact("", "cut", called, called, cut.id, link, state=cut.state)
        yield from self._approvals(cut, called, link, path)
        yield from self._points({"audience", "constraints"})
        of = cut.deliverable.casefold()
        yield from self._ahead(
            each for each in self.deliverables if not of or each.name.casefold() == of
        )
        yield from self._notes(notes)
        roots = {each.root for each in notes}
        for task in self.tasks[-MOST:]:
            if task.state in UNFINISHED and (task.note_id is None or task.note_id in roots):
                yield from self._task(task)
        same = {each.id for each in self.cuts if each.deliverable == cut.deliverable}
        for decision in self.decisions[-MOST:]:
            if decision.cut_id is None or decision.cut_id in same:
                yield from self._decision(decision)
        yield from self._conflicts({each.id for each in notes})
        for document in standing(self.documents):
            yield self._document(document)

    def of_production(self) -> Iterator[Fact]:
        """The production as a whole: scenes, decisions, what is not resolved."""
        yield from self._points({*POINTS} - {"deliverable"})
        for scene in self.scenes[:MOST]:
            yield from self._scene(scene)
        for decision in self.decisions[-MOST:]:
            yield from self._decision(decision)
        yield from self._notes(self.newest.values())
        for task in self.tasks[-MOST:]:
            if task.state in UNFINISHED:
                yield from self._task(task)
        yield from self._conflicts(None)
        yield from self._ahead(self.deliverables)
        for document in standing(self.documents):
            yield self._document(document)

    def _connections(self) -> Connections:
        return connections(
            Rows(
                self.scenes, self.deliverables, self.documents, self.connected, self.notes,
                self.tasks, self.decisions,
            )
        )  # fmt: skip

    def _points(self, points: Collection[str]) -> Iterator[Fact]:
        """What people said of the production as a whole, of these points."""
        said, name = self.production.context or {}, one_line(self.production.name)
        for point in POINTS:
            words = one_line(said.get(point, "")) if point in points else ""
            if words and not (point == "constraints" and unlimited(words)):
                yield Fact("", "production", name, words, self.production.id, part=point)

    def _ahead(self, deliverables: Iterable[Deliverable]) -> Iterator[Fact]:
        """What is handed over: what is written down of it, else what people said."""
        written = list(deliverables)
        for deliverable in written:
            yield from self._deliverable(deliverable)
        if not written:
            yield from self._points({"deliverable"})

    def _approvals(self, cut: Cut, called: str, link: str, path: Path) -> Iterator[Fact]:
        """Where the approval of a cut stands: as a whole, with whom is to be asked next, and what
        each of its approvers has said. One that is stale is not said to be one."""
        whole = overall(path)
        stands = "approval pending" if whole == "pending" else whole
        yield Fact(
            "", "cut", called, stands, cut.id, link, APPROVAL, stands, _people(next_to_ask(path)),
        )  # fmt: skip
        for user in path.approvers:
            given = path.live.get(user)
            if given is None:
                said, state = "no verdict yet", "pending"
            elif is_fresh(given):
                said, state = verdict_words(given), as_verdict(given)
            else:
                said, state = f"stale: {one_line(given.stale_because)}", "stale"
            yield Fact("", "cut", called, said, cut.id, link, VERDICT, state, _people(user))

    def _scene(self, scene: Scene) -> Iterator[Fact]:
        for part in _SCENE_PARTS:
            words = getattr(scene, part).strip()
            if words and not (part == "constraints" and unlimited(words)):
                yield Fact(
                    "", "scene", f"scene {scene.number}", words, scene.id, part=part,
                    state=scene.footage, people=_people(scene.owner),
                )  # fmt: skip

    def _shot(self, shot: Shot, scene: Scene) -> Fact:
        name = f"{scene.number}.{shot.number}"
        return Fact("", "shot", name, shot.text, shot.id, state="planned")

    def _notes(self, notes: Iterable[Note]) -> Iterator[Fact]:
        """Those that ask for something still."""
        shown = [each for each in notes if each.state in (*UNDECIDED, "accepted")]
        for note in shown[-MOST:]:
            yield from self._note(note)

    def _note(self, note: Note) -> Iterator[Fact]:
        """What a note asks, in its own words and in those of whoever wrote it, and why."""
        words = {
            "asked": note.text,
            "reason": note.reason,
            "moment": str((note.timecode or {}).get("written") or ""),
        }
        name, link = f"N{note.number}", self._link_of(note)
        state = "undecided" if note.state in UNDECIDED else note.state
        yield from _parts("note", name, note.id, words, link, state, note.owner)
        source = next(
            (
                each
                for each in self.sources.get(note.id, ())
                if each.quote and each.ts in self.links
            ),
            None,
        )
        spoken = plain(source.quote, self.names) if source else ""
        same = one_line(spoken).casefold() == one_line(note.text).casefold()
        # Where its wording is the subject, whose words they are is needed in any case.
        if source and (not same or self.kind == "cleanup"):
            said = {SAID: spoken}
            yield from _parts("note", name, note.id, said, link, state, source.user_id)

    def _task(self, task: Task) -> Iterator[Fact]:
        words = {
            "title": task.title,
            "context": task.context,
            "next action": task.next_action,
            "due": task.due.isoformat() if task.due else "",
        }
        yield from _parts(
            "task", f"T{task.number}", task.id, words, task.source_permalink, task.state, task.owner
        )

    def _decision(self, decision: Decision) -> Iterator[Fact]:
        later = next((d for d in self.decisions if d.supersedes == decision.id), None)
        words = {
            "what": decision.what, "reason": decision.why, "next action": decision.next_action,
        }  # fmt: skip
        state = f"superseded by D{later.number}" if later else "holds"
        yield from _parts(
            "decision", f"D{decision.number}", decision.id, words, decision.source_permalink,
            state, decision.decided_by,
        )  # fmt: skip

    def _document(self, document: Document) -> Fact:
        today = self.moment.astimezone(ZoneInfo(self.production.timezone)).date()
        decided = {each.id: (each.number, each.at) for each in self.decisions}
        why = stale_because(document, self.documents, today, self.production.timezone, decided)
        kind = one_line(document.kind)
        return Fact(
            "", "document", kind, kind, document.id, document.link,
            state=f"stale: {why}" if why else "holds", people=_people(document.owner),
        )  # fmt: skip

    def _deliverable(self, deliverable: Deliverable) -> Iterator[Fact]:
        words = {
            "name": deliverable.name,
            "specification": deliverable.specification,
            "audience": deliverable.audience,
            "due": deliverable.due.isoformat() if deliverable.due else "",
        }
        state = "delivered" if deliverable.delivered_at else "not delivered"
        name = one_line(deliverable.name)
        yield from _parts("deliverable", name, deliverable.id, words, "", state, deliverable.owner)

    def _conflicts(self, notes: set[UUID] | None) -> Iterator[Fact]:
        """Those that wait for the decider, of these notes if any are named."""
        for conflict, sides in zip(self.opposed_ids, self.opposed, strict=True):
            if notes is not None and not notes & {each.id for each in sides}:
                continue
            yield Fact(
                "", "conflict", " and ".join(f"N{each.number}" for each in sides),
                "\n".join(one_line(each.text) for each in sides), conflict,
                next(filter(None, map(self._link_of, sides)), ""), state="open",
                people=_people(self.production.decider),
            )  # fmt: skip

    def _link_of(self, note: Note) -> str:
        """Where a note was written, if its words still stand there."""
        written = (self.links.get(each.ts, "") for each in self.sources.get(note.id, ()))
        return next(filter(None, written), "")


def _of_transcript(transcript: Transcript) -> Iterator[Fact]:
    for at, cue in enumerate(transcript.cues, 1):
        start, speaker = cue.get("start"), one_line(str(cue.get("speaker") or ""))
        yield Fact(
            "", "transcript", f"line {at}" if start is None else _clock(int(start)),
            str(cue.get("text") or ""), transcript.id, transcript.permalink, part="said",
            people=_people(speaker), start=start, end=cue.get("end"),
        )  # fmt: skip


def _parts(
    kind: SourceKind,
    name: str,
    row_id: UUID,
    words: Mapping[str, str],
    link: str,
    state: str,
    person: str | None,
) -> Iterator[Fact]:
    """A fact for each part of a thing that says something."""
    for part, said in words.items():
        if said.strip():
            yield Fact("", kind, name, said, row_id, link, part, state, _people(person))


def _people(user: str | None) -> tuple[str, ...]:
    return (user,) if user else ()


def _names(scene: Scene, *texts: str) -> bool:
    """Whether words name a scene by its number: "scene 3"."""
    named = re.compile(
        rf"(?<!\w)(?:scenes?|sc\.?)\s+#?0*{re.escape(scene.number)}(?![\w]|\.\d)", re.IGNORECASE
    )
    return any(named.search(text) for text in texts)


def _called(scene: Scene) -> str:
    title = one_line(scene.title)
    return f"scene {scene.number}" + (f", {title}" if title else "")


def _called_cut(cut: Cut) -> str:
    of = one_line(cut.deliverable)
    return version_words(cut.version) + (f" of {of}" if of else "")


def _clock(milliseconds: int) -> str:
    """Such as "00:12:04"."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"
