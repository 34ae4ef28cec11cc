"""Whatever people do to rounds, cuts, notes, conflicts and verdicts, in whatever order.

A state machine lets many people do random things, each allowed to them or not, and holds the whole
record after every step against rules that are written down here once more, from `product.md`,
without the program's own. What is refused must leave no trace.

By default it plays a few hundred steps, the same in each run. `SCRIPTY_MACHINE_EXAMPLES=200` plays
that many examples of thirty steps, other ones in each run:

    SCRIPTY_MACHINE_EXAMPLES=200 .venv/bin/python -m pytest -n 0 -s \\
        tests/scenario/test_rounds_machine.py
"""

import os
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from handlers.approvals import services as approvals
from handlers.approvals.forms import Pressed
from handlers.conflicts import services as conflicts
from handlers.errors import ScriptyError
from handlers.notes import confirming
from handlers.notes import services as notes
from handlers.notes.folding import one_save_at_a_time
from handlers.notes.forms import NoteEdit
from handlers.productions import services as productions
from handlers.program import Actor
from handlers.reviews import cuts, rounds
from handlers.reviews import services as reviews
from handlers.reviews.rules import Start
from handlers.tasks import services as tasks
from store.engine import Address
from store.unit_of_work import Work
from tests.support.machine import (
    ASKS,
    CHANNEL,
    CLIENT,
    CREW,
    DIRECTOR,
    EDITOR,
    GUEST,
    OUTSIDER,
    PRODUCER,
    STRANGER,
    House,
    Room,
    Row,
    Snapshot,
    a_house,
    root_of,
)
from tests.support.watching import a_database

EXAMPLES = int(os.environ.get("SCRIPTY_MACHINE_EXAMPLES", "0"))
SHRINKS = "SCRIPTY_MACHINE_SHRINK" in os.environ
STEPS = 40
BY_DEFAULT = 10

EVERYBODY = [DIRECTOR, EDITOR, CLIENT, PRODUCER, CREW, OUTSIDER, GUEST, STRANGER]
WHO = [*[""] * 16, *EVERYBODY]
"""Mostly somebody who may do it (""), now and then anybody at all."""

WRITERS = [DIRECTOR, CLIENT, PRODUCER, CREW, GUEST, STRANGER]
WORDS = [*ASKS, *(words for words, (_, opposite) in ASKS.items() if opposite)]
PICK = range(100)
NAMED = [(0,), (1,), (0, 1), (2, 5)]
AIMED = [True] * 7 + [False]
"""Mostly what makes sense, now and then anything at all."""

PATHS = [
    (PRODUCER,),
    (CLIENT,),
    (CLIENT, PRODUCER),
    (CLIENT, PRODUCER),
    (CLIENT, PRODUCER),
    (PRODUCER, CLIENT),
    (CLIENT,),
    (PRODUCER, CLIENT, EDITOR),
    (EDITOR,),
    (EDITOR, CLIENT),
    (CLIENT, GUEST),
    (STRANGER, CLIENT),
    (OUTSIDER,),
    (),
]
APPROVING = ("approved", "approved with notes")
LIVE = ("draft", "accepted")
STANDING = ("draft", "folded", "accepted")
DECIDING = ("accept", "reject", "merge")
FIXED = (
    "state", "kind", "text", "decided_by", "decided_at", "merged_into", "edited_by", "assigned_by",
    "late",
)  # fmt: skip
"""What nobody can change of a note while its round is closed."""

STAMPS = ("state", "frozen_at", "frozen_by", "closed_at", "closed_by")


class TakenBackError(ScriptyError):
    """Raised by an act that must leave no trace."""


@dataclass
class Press:
    """A verdict that somebody has given, and what has become of it as far as the rules say."""

    cut: str
    user: str
    verdict: str
    notes: tuple[int, ...] = ()
    replaced: bool = False
    revoked: bool = False
    stale: bool = False

    @property
    def live(self) -> bool:
        return not self.replaced and not self.revoked

    @property
    def counts(self) -> bool:
        return self.live and not self.stale


@dataclass(frozen=True)
class Step:
    """What somebody has just done: `about` is the id of what they did it to."""

    name: str
    actor: str
    about: str
    before: Snapshot
    after: Snapshot
    result: Any = None
    refused: str = ""

    def is_done(self, *names: str) -> bool:
        return self.name in names and not self.refused


ACTS: dict[str, tuple[Callable[..., None], Mapping[str, Sequence[Any]]]] = {}
WEIGHTED: list[str] = []


def often(weight: int, **how: Sequence[Any]) -> Callable[[Callable[..., None]], None]:
    """Let people do this, about so often, each argument being one of these."""

    def known(method: Callable[..., None]) -> None:
        ACTS[method.__name__] = method, how
        WEIGHTED.extend([method.__name__] * weight)

    return known


ALWAYS: list[Callable[["Rounds", "Step"], None]] = []


def always(
    rule_kept: Callable[["Rounds", "Step"], None],
) -> Callable[["Rounds", "Step"], None]:
    """Hold this after every step."""
    ALWAYS.append(rule_kept)
    return rule_kept


class Rounds(RuleBasedStateMachine):
    """People of a production, its cuts, and what they make of them."""

    def __init__(self, house: House, tally: Counter[str]) -> None:
        super().__init__()
        self.house = house
        self.tally = tally
        self.room: Room
        self.now: Snapshot
        self.step: Step | None = None
        self.presses: dict[str, Press] = {}
        self.superseded: dict[str, str] = {}

    # How people act

    def act(
        self,
        name: str,
        actor: str,
        about: str,
        doing: Callable[[Work, Actor], Awaitable[Any]],
    ) -> Step:
        """Somebody tries to do something; what is refused leaves no trace."""
        self.step = None
        before, result, refused = self.now, None, ""
        try:
            result = self.room.do(lambda work: doing(work, Actor(actor, "button")))
        except ScriptyError as error:
            refused = f"{type(error).__name__}: {error}"
        return self.done(name, actor, about, before, result, refused)

    def done(
        self, name: str, actor: str, about: str, before: Snapshot, result: Any, refused: str = ""
    ) -> Step:
        self.now = self.room.look()
        self.step = Step(name, actor, about, before, self.now, result, refused)
        self.tally[f"{name} {'refused' if refused else 'done'}"] += 1
        hypothesis.note(self.told(self.step))
        if refused:
            assert self.now.as_text() == before.as_text(), f"refused, but changed: {refused}"
        else:
            self.mark_stale()
        return self.step

    def told(self, step: Step) -> str:
        """The step in words, for the story of an example that fails."""
        about = self.now.notes.get(step.about) or self.now.tasks.get(step.about)
        cut = self.now.cuts.get(step.about)
        if step.about in self.now.reviews:
            cut = self.now.cuts[self.now.reviews[step.about]["cut_id"]]
        named = f"{about['number']}" if about else cut["version"] if cut else step.about[:8]
        new = [
            f"N{row['number']} {row['state']} in {self.now.cut_of(row)['version']}: {row['text']}"
            for key, row in self.now.notes.items()
            if row["state"] != step.before.notes.get(key, {"state": ""})["state"]
        ]
        return f"  # {step.actor} {step.name} {named}: {step.refused or new or 'done'}"

    def a_note(self, pick: int, aimed: bool, *states: str) -> str | None:
        """A note, mostly one in such a state, in the newest rounds first."""
        rows = list(self.now.notes.values())[::-1]
        return one([row for row in rows if not aimed or row["state"] in states], pick)

    def a_cut(self, pick: int, aimed: bool) -> str | None:
        rows = list(self.now.cuts.values())[::-1]
        return one([row for row in rows if not aimed or row["superseded_by"] is None], pick)

    def a_review(self, pick: int, aimed: bool, *states: str) -> str | None:
        rows = list(self.now.reviews.values())[::-1]
        return one([row for row in rows if not aimed or row["state"] in states], pick)

    def a_task(self, pick: int, aimed: bool, *states: str) -> str | None:
        rows = list(self.now.tasks.values())[::-1]
        return one([row for row in rows if not aimed or row["state"] in states], pick)

    @property
    def unread(self) -> Sequence[Row]:
        """The reviews in which somebody wrote what nobody has read."""
        found = self.now.reviews.values()
        return [row for row in found if row["revision"] != row["read_revision"]]

    @property
    def decider(self) -> str:
        return str(self.now.production["decider"])

    @rule(seed=st.integers(0, 2**32 - 1))
    def somebody_acts(self, seed: int) -> None:
        """One act, of each kind as often as it should be: separate rules are drawn evenly, and
        hypothesis likes to do the same once more."""
        chance = random.Random(seed)
        before = self.step
        for _ in range(5):  # some acts have nothing to act on yet
            act, how = ACTS[chance.choice(WEIGHTED)]
            act(self, **{name: chance.choice(values) for name, values in how.items()})
            if self.step is not before:
                return

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

    # Verdicts

    @often(
        15,
        actor=WHO,
        pick=PICK,
        aimed=AIMED,
        what=["approve", "approve", "approve", "changes", "revoke", "request"],
    )
    def say_of_cut(self, actor: str, pick: int, aimed: bool, what: str) -> None:
        cut = self.a_cut(pick, aimed)
        if cut is None:
            return
        who, pressed = actor or self.approver(cut, pick, what), Pressed(CHANNEL, "1.0")

        async def say(work: Work, by: Actor) -> Any:
            if what == "approve":
                return await approvals.approve(work, cut, by, pressed)
            if what == "changes":
                return (await approvals.request_changes(work, cut, by, pressed))[0]
            if what == "revoke":
                return await approvals.revoke(work, cut, by)
            return await approvals.request_approval(work, cut, by)

        step = self.act(what, who, cut, say)
        if step.refused:
            return
        if what == "revoke":
            own = self.live_of(cut, who)
            assert own is not None, "revoked what nobody gave"
            own.revoked = True
        elif what != "request":
            verdict = "approved" if what == "approve" else "changes requested"
            self.pressed(step, str(step.result.id), Press(cut, who, verdict))

    def approver(self, cut: str, pick: int, what: str) -> str:
        """Somebody whose turn it may be."""
        path = self.now.production["approvers"]
        given = [each for each in path if (own := self.live_of(cut, each)) and own.counts]
        if what == "revoke":
            return str((given or path or [DIRECTOR])[0])
        missing = [each for each in path if each not in given]
        among = missing or path or [DIRECTOR]
        return str(among[0 if pick < 70 else pick % len(among)])

    @often(5, actor=WHO, pick=PICK, aimed=AIMED, chosen=NAMED)
    def approve_with_notes(self, actor: str, pick: int, aimed: bool, chosen: Sequence[int]) -> None:
        cut = self.a_cut(pick, aimed)
        if cut is None:
            return
        review = self.now.review_of(self.now.cuts[cut])["id"]
        among = [
            row
            for row in self.now.notes.values()
            if not aimed or (row["review_id"] == review and row["state"] in LIVE)
        ]
        named = sorted({note for each in chosen if (note := one(among, each))})
        who = actor or self.approver(cut, pick, "approve")
        step = self.act(
            "approve with notes", who, cut,
            lambda work, by: approvals.approve_with_notes(
                work, cut, by, Pressed(CHANNEL, "1.0"), named
            ),
        )  # fmt: skip
        if not step.refused:
            numbers = tuple(sorted(self.now.notes[note]["number"] for note in named))
            assert numbers, "approved with notes, but with none"
            self.pressed(step, str(step.result.id), Press(cut, who, APPROVING[1], numbers))

    @often(3, actor=WHO, pick=PICK)
    def explain_changes(self, actor: str, pick: int) -> None:
        given = list(self.presses)[::-1]
        if not given:
            return
        wanted = [key for key in given if self.presses[key].verdict == "changes requested"]
        key = (wanted or given)[pick % len(wanted or given)]
        press = self.presses[key]
        who = actor or press.user
        step = self.act(
            "explain changes", who, key,
            lambda work, by: approvals.explain_changes(
                work, key, by, Pressed(CHANNEL, "1.0"), f"see {pick}"
            ),
        )  # fmt: skip
        if not step.refused:
            assert press.counts, "what no longer counts was explained"
            (new,) = step.after.approvals.keys() - step.before.approvals.keys()
            self.pressed(step, new, Press(press.cut, who, "changes requested"))

    def pressed(self, step: Step, key: str, press: Press) -> None:
        """Somebody's press was taken for a verdict: they might give it, and it replaces theirs."""
        if step.refused:
            return
        self.require_may_say(step.before, press)
        if (own := self.live_of(press.cut, press.user)) is not None:
            own.replaced = True
        self.presses[key] = press

    def require_may_say(self, before: Snapshot, press: Press) -> None:
        path, user, cut = before.production["approvers"], press.user, before.cuts[press.cut]
        assert user in path, "not in the review path"
        assert before.is_member(user), "no member, or a guest"
        assert press.cut not in self.superseded, "about a superseded cut"
        if press.verdict in APPROVING:
            assert set(path) != {cut["posted_by"]}, "the poster alone"
            own = self.live_of(press.cut, user)
            again = own is not None and own.verdict in APPROVING
            waiting = [
                each
                for each in path[: path.index(user)]
                if not (given := self.live_of(press.cut, each))
                or given.stale
                or given.verdict not in APPROVING
            ]
            assert again or not waiting, "out of turn"

    def live_of(self, cut: str, user: str) -> Press | None:
        found = [p for p in self.presses.values() if p.live and (p.cut, p.user) == (cut, user)]
        assert len(found) < 2
        return found[0] if found else None

    def mark_stale(self) -> None:
        """What the step means for the verdicts that were given before it."""
        step = self.step
        assert step is not None
        for press in self.presses.values():
            if not press.counts:
                continue
            review = step.before.review_of(step.before.cuts[press.cut])["id"]
            accepted = newly_accepted(step, review) - set(press.notes)
            newer = press.cut in self.superseded
            press.stale = newer or (press.verdict in APPROVING and bool(accepted))

    # Conflicts

    @often(
        11,
        actor=WHO,
        pick=PICK,
        aimed=AIMED,
        how=["one", "one", "neither", "both", "words"],
    )
    def settle(self, actor: str, pick: int, aimed: bool, how: str) -> None:
        waiting = list(self.now.waiting)
        among = waiting if aimed else list(self.now.conflicts)
        if not among:
            return
        conflict = among[pick % len(among)]
        members = sorted(self.now.conflicts[conflict])
        choice = members[pick % len(members)] if how == "one" else how

        async def settle(work: Work, who: Actor) -> Any:
            if how == "words":
                return await conflicts.settle_in_words(work, conflict, who, "a bit bigger", "taste")
            if how == "both":
                return await conflicts.let_stand(work, conflict, who)
            return await conflicts.settle(work, conflict, who, choice)

        step = self.act("settle", actor or self.decider, conflict, settle)
        if not step.refused:
            self.require_settled(step, conflict, how, choice)

    def require_settled(self, step: Step, conflict: str, how: str, choice: str) -> None:
        before, after = step.before, step.after
        assert step.actor == before.production["decider"], "settled by somebody else"
        assert before.is_member(step.actor)
        assert conflict in before.waiting, "settled twice, or what was none"
        standing = [n for n in before.waiting[conflict] if before.notes[n]["state"] in STANDING]
        assert len(standing) >= 2
        for note in standing:
            was, now = before.notes[note]["state"], after.notes[note]["state"]
            expected = {"one": "accepted" if note == choice else "rejected", "both": was}
            assert now == expected.get(how, "rejected")

    @often(2, actor=WHO, pick=PICK)
    def explain_decision(self, actor: str, pick: int) -> None:
        decision = one(list(self.now.settled.values()), pick)
        if decision is None:
            return
        who = actor or str(self.now.decisions[decision]["decided_by"])
        step = self.act(
            "explain decision", who, decision,
            lambda work, by: conflicts.explain(work, decision, by, f"because {pick}"),
        )  # fmt: skip
        if not step.refused:
            assert self.now.decisions[decision]["decided_by"] == who

    # The production

    @often(2, actor=WHO, path=PATHS, decider=[DIRECTOR, DIRECTOR, PRODUCER])
    def change_path(self, actor: str, path: Sequence[str], decider: str) -> None:
        production = self.now.production["id"]

        async def save(work: Work, who: Actor) -> None:
            row = await work.productions.get(UUID(production))
            standing = await productions.set_up_of(work, row)
            wanted = replace(standing, approvers=tuple(path), decider=decider)
            await productions.save(work, who, production, standing.mark(), wanted)

        self.act("change path", actor or PRODUCER, production, save)

    # What holds after every step

    @invariant()
    def the_rules_hold(self) -> None:
        if self.step is not None:
            for held in ALWAYS:
                held(self, self.step)

    @always
    def an_approval_exists_only_through_its_persons_press(self, step: Step) -> None:
        rows = self.now.approvals
        assert rows.keys() == self.presses.keys()
        for key, press in self.presses.items():
            row = rows[key]
            said = (row["cut_id"], row["user_id"], row["verdict"], tuple(row["notes"]))
            assert said == (press.cut, press.user, press.verdict, press.notes)
            assert row["version"] == self.now.cuts[press.cut]["version"]
            assert (row["replaced_at"] is not None) == press.replaced
            assert (row["revoked_at"] is not None) == press.revoked

    @always
    def nobody_has_two_live_verdicts_on_a_cut(self, step: Step) -> None:
        live = Counter(
            (row["cut_id"], row["user_id"])
            for row in self.now.approvals.values()
            if row["replaced_at"] is None and row["revoked_at"] is None
        )
        assert set(live.values()) <= {1}

    @always
    def stale_exactly_when_something_came_after(self, step: Step) -> None:
        for key, press in self.presses.items():
            row = self.now.approvals[key]
            assert (row["stale_at"] is not None) == press.stale, f"{row}, but {press}"

    @always
    def a_newer_cut_takes_the_place_of_older_ones(self, step: Step) -> None:
        found = {key: cut["superseded_by"] for key, cut in self.now.cuts.items()}
        assert {key: by for key, by in found.items() if by} == self.superseded
        for key in self.superseded:
            assert self.now.cuts[key]["state"] == "superseded"
            assert self.now.review_of(self.now.cuts[key])["state"] == "closed"

    @always
    def nothing_accepted_is_lost_between_versions(self, step: Step) -> None:
        """Open work is in the newest cut, in one live copy, unless people rejected that one.

        Nothing is added to a round while it is closed: what is accepted meanwhile is there once
        it is reopened.
        """
        for note in self.now.notes.values():
            task = self.now.task_of(note)
            if note["state"] != "accepted" or task is None or is_closed(task):
                continue
            newest = self.now.newest_after(self.now.cut_of(note))
            review = self.now.review_of(newest)
            if review["id"] == note["review_id"]:
                continue
            line = [n for n in self.now.notes.values() if root_of(n) == root_of(note)]
            later = [n for n in line if n["number"] > note["number"]]
            live = [n for n in later if n["review_id"] == review["id"] and n["state"] in STANDING]
            assert len(live) <= 1, f"N{note['number']} is twice in {newest['version']}"
            gone = any(n["state"] == "rejected" for n in later)
            assert live or gone or review["state"] == "closed", (
                f"N{note['number']} is not in {newest['version']}"
            )

    @always
    def a_note_goes_on_once_and_as_it_is(self, step: Step) -> None:
        carried = Counter(n["carried_from"] for n in self.now.notes.values() if n["carried_from"])
        assert set(carried.values()) <= {1}
        for key in step.after.notes.keys() - step.before.notes.keys():
            copy = step.after.notes[key]
            if not copy["carried_from"]:
                assert copy["origin"] is None
                continue
            was = step.before.notes.get(
                copy["carried_from"], step.after.notes[copy["carried_from"]]
            )
            now = step.after.notes[copy["carried_from"]]
            assert copy["text"] == was["text"]
            assert copy["origin"] == root_of(was)
            assert copy["timecode_confirmed"] == (was["timecode"] is None)
            undecided = copy["state"] in ("draft", "folded") and now["state"] == "carried"
            assert undecided or copy["state"] == now["state"] == "accepted"
            assert not copy["late"]

    @always
    def only_the_decider_settles_and_it_stays_settled(self, step: Step) -> None:
        before, after = step.before, step.after
        for conflict in after.settled.keys() - before.settled.keys():
            assert step.is_done("settle")
            assert conflict == step.about
            decided = after.settled[conflict]
            assert decided["decided_by"] == decided["logged_by"] == step.actor
        for conflict, decision in before.settled.items():
            assert after.conflicts[conflict] == before.conflicts[conflict]
            explained = step.is_done("explain decision") and step.about == decision["id"]
            assert without(after.settled.get(conflict, {}), "why") == without(decision, "why")
            assert explained or after.settled[conflict]["why"] == decision["why"]
        accepts = step.name == "accept" and step.actor == before.production["decider"]
        if step.is_done(*DECIDING) and not accepts:  # by the decider neither: it would be no record
            assert not any(step.about in members for members in before.waiting.values())

    @always
    def no_decision_is_ever_erased(self, step: Step) -> None:
        assert step.before.decisions.keys() <= step.after.decisions.keys()
        assert step.before.approvals.keys() <= step.after.approvals.keys()

    @always
    def a_closed_round_changes_only_by_reopening(self, step: Step) -> None:
        for key, was in step.before.reviews.items():
            now = step.after.reviews[key]
            reopened = step.is_done("reopen") and step.about == key
            if was["state"] != "closed" or reopened:
                continue
            assert only(was, STAMPS) == only(now, STAMPS)
            self.require_untouched(step, key)

    def require_untouched(self, step: Step, review: str) -> None:
        """The notes of a closed round are as they were; what a newer cut closed can still be
        decided on, note by note, and what came late goes on from it."""
        superseded = step.after.cuts[step.after.reviews[review]["cut_id"]]["superseded_by"]
        for key, note in step.after.notes.items():
            if note["review_id"] != review:
                continue
            was = step.before.notes.get(key)
            if was is None:
                assert not note["carried_from"], "added to a closed round"
                assert note["late"] == (first_written(step.after, key) > frozen(step, review))
            elif not superseded:
                assert only(was, FIXED) == only(note, FIXED), "changed in a closed round"

    @always
    def a_round_moves_only_when_somebody_moves_it(self, step: Step) -> None:
        moves = {"freeze": ("open", "frozen"), "reopen": ("frozen closed", "open")}
        for key, was in step.before.reviews.items():
            now = step.after.reviews[key]
            if was["state"] == now["state"]:
                continue
            superseded = was["cut_id"] in self.superseded
            if step.is_done("start") and superseded:
                assert now["state"] == "closed"
                continue
            assert step.about == key
            assert step.is_done("freeze", "close", "reopen")
            sources, target = moves.get(step.name, ("open frozen", "closed"))
            assert was["state"] in sources.split()
            assert now["state"] == target
            assert step.before.is_member(step.actor)
            assert not superseded

    @always
    def notes_are_decided_by_people(self, step: Step) -> None:
        """Without an act on notes nothing is accepted or rejected, and what was, stays so."""
        if step.is_done(*DECIDING, "settle"):
            return
        for key, was in step.before.notes.items():
            now = step.after.notes[key]
            if was["state"] in ("accepted", "rejected"):
                assert now["state"] == was["state"]
            else:
                assert now["state"] not in ("accepted", "rejected")

    @always
    def one_task_a_line_of_copies(self, step: Step) -> None:
        of_notes = [row["note_id"] for row in self.now.tasks.values() if row["note_id"]]
        assert len(of_notes) == len(set(of_notes))
        assert all(self.now.notes[note]["origin"] is None for note in of_notes)
        for note in self.now.notes.values():
            if note["state"] == "accepted" and note["kind"] == "change":
                assert root_of(note) in of_notes, f"N{note['number']} has no task"

    @always
    def whoever_acts_is_of_the_production(self, step: Step) -> None:
        if step.refused or step.name in ("start", "say", "read", "carry"):
            return
        if step.name in ("verify", "reopen note"):
            return  # authors may say it of their own notes, wherever they are from
        assert step.before.is_member(step.actor)


def one(rows: Sequence[Row], pick: int) -> str | None:
    """The id of one of the rows, if there are any."""
    return str(rows[pick % len(rows)]["id"]) if rows else None


def is_closed(task: Row) -> bool:
    """Whether work is confirmed, or declined with a reason; without one it is still wanted."""
    declined = task["state"] == "dropped" and bool(task["closed_reason"])
    return declined or task["state"] == "verified"


def numbers_of(version: str) -> tuple[int, int]:
    major, _, minor = version.removeprefix("v").partition(".")
    return int(major), int(minor or 0)


def only(row: Row, names: Iterable[str]) -> Mapping[str, Any]:
    return {name: row[name] for name in names}


def without(row: Row, name: str) -> Mapping[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def newly_accepted(step: Step, review: str) -> set[int]:
    """The numbers of the notes of this review that are accepted since this step, but for what
    only sounds like an approval: it asks for nothing."""
    return {
        note["number"]
        for key, note in step.after.notes.items()
        if note["review_id"] == review
        and note["state"] == "accepted"
        and note["kind"] != "approval statement"
        and step.before.notes.get(key, {"state": ""})["state"] != "accepted"
    }


def first_written(now: Snapshot, note: str) -> float:
    return min(float(s["ts"]) for s in now.tables["note_source"] if s["note_id"] == note)


def frozen(step: Step, review: str) -> float:
    return datetime.fromisoformat(step.before.reviews[review]["frozen_at"]).timestamp()


@pytest.mark.timeout(900 + 10 * EXAMPLES)
def test_whatever_people_do_the_rules_hold(server: Address) -> None:
    tally: Counter[str] = Counter()
    with a_database(server) as where, a_house(where) as house:

        class OfThisRun(Rounds):
            def __init__(self) -> None:
                super().__init__(house, tally)

        run_state_machine_as_test(
            OfThisRun,
            settings=settings(
                max_examples=EXAMPLES or BY_DEFAULT,
                stateful_step_count=STEPS,
                derandomize=not EXAMPLES,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                print_blob=False,
                phases=[Phase.generate, *([Phase.shrink] if SHRINKS else [])],
            ),
        )
    print(*(f"{tally[each]:6} {each}" for each in sorted(tally)), sep="\n")  # noqa: T201
