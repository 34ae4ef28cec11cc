"""What people say of a cut, how conflicts are settled, and who may do so."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from handlers.approvals import services as approvals
from handlers.approvals.forms import GivenOn
from handlers.conflicts import services as conflicts
from handlers.productions import services as productions
from handlers.program import Actor
from store.unit_of_work import Work
from tests.support.machine import CHANNEL, DIRECTOR, PRODUCER
from tests.support.rounds.acts import Acts
from tests.support.rounds.steps import (
    AIMED,
    APPROVING,
    LIVE,
    NAMED,
    PATHS,
    PICK,
    STANDING,
    WHO,
    Press,
    Step,
    often,
    one,
)


class Verdicts(Acts):
    """All that people do: the work, and what they decide about it."""

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
        who, pressed = actor or self.approver(cut, pick, what), GivenOn(CHANNEL, "1.0")

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
                work, cut, by, GivenOn(CHANNEL, "1.0"), named
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
                work, key, by, GivenOn(CHANNEL, "1.0"), f"see {pick}"
            ),
        )  # fmt: skip
        if not step.refused:
            assert press.counts, "what no longer counts was explained"
            (new,) = step.after.approvals.keys() - step.before.approvals.keys()
            self.pressed(step, new, Press(press.cut, who, "changes requested"))

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
