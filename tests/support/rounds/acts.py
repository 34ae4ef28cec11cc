"""What people do with cuts, notes, tasks and rounds."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from handlers.errors import ScriptyError
from handlers.notes import confirming
from handlers.notes import services as notes
from handlers.notes.folding import one_save_at_a_time
from handlers.notes.forms import NoteEdit
from handlers.program import Actor
from handlers.reviews import cuts, rounds
from handlers.reviews import services as reviews
from handlers.reviews.rules import Start
from handlers.tasks import services as tasks
from store.unit_of_work import Work
from tests.support.machine import CHANNEL, CLIENT, CREW, EDITOR, PRODUCER
from tests.support.rounds.people import People
from tests.support.rounds.steps import (
    AIMED,
    LIVE,
    PATHS,
    PICK,
    WHO,
    WORDS,
    WRITERS,
    numbers_of,
    often,
    one,
)


class TakenBackError(ScriptyError):
    """Raised by an act that must leave no trace."""


class Acts(People):
    """The work on a film, from cut to cut."""

    # Cuts

    @initialize(
        approvers=st.sampled_from(PATHS),
        agreed=st.sampled_from([None, None, 2]),
        said=st.lists(
            st.tuples(st.sampled_from(WRITERS), st.sampled_from(WORDS)), min_size=1, max_size=4
        ),
    )
    def begin(
        self, approvers: Sequence[str], agreed: int | None, said: Sequence[tuple[str, str]]
    ) -> None:
        self.room = self.house.workspace(approvers, agreed)
        self.now = self.room.look()
        self.put_up(EDITOR, "v1", "", by_message=False, anyway=False)
        review = next(iter(self.now.reviews.values()))
        before = self.now
        for user, words in said:
            self.room.say(review, user, words)
        self.room.read(review)
        self.done("say", "", review["id"], before, None)

    @often(
        4,
        actor=[EDITOR, EDITOR, PRODUCER, CLIENT, CREW],
        which=["major", "major", "minor", "same", "older"],
        deliverable=["", "", "", "teaser"],
        by_message=(True, False),
        anyway=(True, False),
    )
    def start(
        self, actor: str, which: str, deliverable: str, by_message: bool, anyway: bool
    ) -> None:
        versions = [
            numbers_of(cut["version"])
            for cut in self.now.cuts.values()
            if cut["deliverable"] == deliverable
        ]
        major, minor = max(versions, default=(0, 0))
        version = {
            "major": (major + 1, 0),
            "minor": (major, minor + 1),
            "same": (major, minor),
            "older": (max(major - 1, 0), 5),
        }[which]
        written = f"v{version[0]}.{version[1]}" if version[1] else f"v{max(version[0], 1)}"
        self.put_up(actor, written, deliverable, by_message=by_message, anyway=anyway)

    def put_up(
        self, actor: str, version: str, deliverable: str, *, by_message: bool, anyway: bool
    ) -> None:
        """A cut is put up for review; with `by_message` the thread tells later which one it is."""
        thread = self.room.next_ts()
        link = f"https://f.io/{thread}"
        start = Start(
            link="" if by_message else link, version=version, deliverable=deliverable, anyway=anyway
        )
        step = self.act(
            "start", actor, "",
            lambda work, who: reviews.start_review(
                work, who, CHANNEL, start, thread_ts=thread, channel_name="spot"
            ),
        )  # fmt: skip
        if step.refused:
            return
        if by_message:
            said = f"{version} is up {link}"
            self.room.do(lambda work: reviews.complete_cut(work, step.result.id, said, actor))
        (cut,) = self.room.look().cuts.keys() - step.before.cuts.keys()
        for key, old in step.before.cuts.items():
            older = numbers_of(old["version"]) < numbers_of(version)
            if old["deliverable"] == deliverable and older and key not in self.superseded:
                self.superseded[key] = cut
        self.tally["start done"] -= 1
        self.done("start", actor, cut, step.before, step.result)

    # Notes

    @often(
        13,
        actor=WRITERS,
        words=WORDS,
        pick=PICK,
        aimed=AIMED,
        read=[True, True, True, False],
    )
    def say(self, actor: str, words: str, pick: int, aimed: bool, read: bool) -> None:
        found = self.a_review(pick, aimed, "open", "frozen")
        if found is None:
            return
        before, review = self.now, self.now.reviews[found]
        self.room.say(review, actor, words)
        if read:
            self.room.read(review)
        self.done("say", actor, found, before, None)

    @often(2, pick=PICK)
    def read(self, pick: int) -> None:
        found = one(self.unread, pick)
        if found is not None:
            before = self.now
            self.room.read(before.reviews[found])
            self.done("read", "", found, before, None)

    @often(
        20,
        actor=WHO,
        pick=PICK,
        aimed=AIMED,
        what=["accept", "accept", "accept", "accept", "reject", "unfold"],
    )
    def decide(self, actor: str, pick: int, aimed: bool, what: str) -> None:
        doing = {
            "accept": (notes.accept_note, ("draft",)),
            "reject": (notes.reject_note, ("draft", "folded", "accepted")),
            "unfold": (notes.unfold_note, ("folded",)),
        }
        service, states = doing[what]
        note = self.a_note(pick, aimed, *states)
        if note is not None:
            who = actor or self.decider
            self.act(what, who, note, lambda work, by: service(work, note, by))

    @often(
        4,
        actor=WHO,
        pick=PICK,
        aimed=AIMED,
        what=["edit", "assign"],
        kind=["change", "question", "praise", ""],
        text=["", "said better"],
    )
    def edit(self, actor: str, pick: int, aimed: bool, what: str, kind: str, text: str) -> None:
        note = self.a_note(pick, aimed, *LIVE)
        if note is None:
            return
        row = self.now.notes[note]
        edit = NoteEdit(
            text=text or row["text"], kind=kind or row["kind"], topic="other",
            priority="must", scene="", timecode="0:42", owner=EDITOR, due=None,
        )  # fmt: skip

        async def change(work: Work, who: Actor) -> Any:
            if what == "assign":
                return await notes.assign_note(work, note, who, CREW)
            return await notes.edit_note(work, note, who, edit)

        self.act(what, actor or EDITOR, note, change)

    @often(4, actor=WHO, pick=PICK, aimed=AIMED, into=PICK)
    def merge(self, actor: str, pick: int, aimed: bool, into: int) -> None:
        note = self.a_note(pick, aimed, "draft")
        if note is None:
            return
        review = self.now.notes[note]["review_id"]
        others = [
            row
            for row in self.now.notes.values()
            if row["id"] != note and (not aimed or row["review_id"] == review)
        ]
        other = one(others, into)
        if other is not None:
            self.act(
                "merge", actor or self.decider, note,
                lambda work, who: notes.merge_notes(work, note, other, who),
            )  # fmt: skip

    # Tasks

    @often(
        15,
        actor=WHO,
        pick=PICK,
        aimed=AIMED,
        what=["finish", "finish", "finish", "drop", "reopen", "take"],
    )
    def work_on_task(self, actor: str, pick: int, aimed: bool, what: str) -> None:
        doing = {
            "finish": (tasks.finish_task, ("open", "in progress")),
            "drop": (tasks.drop_task, ("open", "in progress")),
            "reopen": (tasks.reopen_task, ("done", "verified", "dropped")),
            "take": (tasks.take_task, ("open", "in progress")),
        }
        service, states = doing[what]
        task = self.a_task(pick, aimed, *states)
        if task is not None:
            self.act(
                f"{what} task", actor or EDITOR, task, lambda work, who: service(work, task, who)
            )

    @often(11, actor=WHO, pick=PICK, aimed=AIMED, fixed=(True, False))
    def verify(self, actor: str, pick: int, aimed: bool, fixed: bool) -> None:
        done = [
            note
            for note in list(self.now.notes.values())[::-1]
            if (task := self.now.task_of(note)) and (not aimed or task["state"] != "open")
        ]
        note = one(done, pick)
        if note is None:
            return
        service = confirming.confirm_note if fixed else confirming.reopen_note
        name = "verify" if fixed else "reopen note"
        self.act(name, actor or self.decider, note, lambda work, who: service(work, note, who))

    # Rounds

    @often(
        9,
        actor=WHO,
        pick=PICK,
        aimed=AIMED,
        what=["freeze", "close", "close", "reopen", "reopen", "finished"],
    )
    def end_round(self, actor: str, pick: int, aimed: bool, what: str) -> None:
        doing = {
            "freeze": (rounds.freeze_review, ("open",)),
            "close": (rounds.close_review, ("open", "frozen")),
            "reopen": (rounds.reopen_review, ("frozen", "closed")),
            "finished": (rounds.finish_reviewing, ("open", "frozen")),
        }
        service, states = doing[what]
        review = self.a_review(pick, aimed, *states)
        if review is not None:
            self.act(what, actor or PRODUCER, review, lambda work, who: service(work, review, who))

    @often(2, pick=PICK)
    def carry_again(self, pick: int) -> None:
        """Carrying what was carried changes nothing; and all that should be, was.

        What a closed round waits for is carried and carried again, and all of it taken back.
        """
        current = [row["id"] for row in self.now.cuts.values() if not row["superseded_by"]]
        among = [row for row in self.now.reviews.values() if row["cut_id"] in current]
        found = one(among, pick)
        if found is None:
            return
        closed = self.now.reviews[found]["state"] == "closed"

        async def carry(work: Work, who: Actor) -> None:
            known = await work.reviews.get(UUID(found))
            await one_save_at_a_time(work, known.production_id)
            review = await work.reviews.get(UUID(found), lock=True)
            if closed:
                await cuts.carry_all(work, review)
            assert not await cuts.carry_all(work, review), "carried twice"
            if closed:
                raise TakenBackError

        step = self.act("carry", "", found, carry)
        assert step.after.as_text() == step.before.as_text(), "carried late"
