"""People who try things in a production, and what is to become of the verdicts they give."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from handlers.errors import ScriptyError
from handlers.program import Actor
from store.unit_of_work import Work
from tests.support.machine import House, Room, Row, Snapshot
from tests.support.rounds.steps import ACTS, APPROVING, WEIGHTED, Press, Step, newly_accepted, one


class People(RuleBasedStateMachine):
    """Whoever acts, and how: what they can do is in `Acts` and `Verdicts`."""

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

    # What becomes of verdicts

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
