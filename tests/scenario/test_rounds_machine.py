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
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from store.engine import Address
from tests.support.machine import Row, Snapshot, a_house, root_of
from tests.support.rounds.steps import STANDING, Step
from tests.support.rounds.verdicts import Verdicts
from tests.support.watching import a_database

EXAMPLES = int(os.environ.get("SCRIPTY_MACHINE_EXAMPLES", "0"))
SHRINKS = "SCRIPTY_MACHINE_SHRINK" in os.environ
STEPS = 40
BY_DEFAULT = 10

DECIDING = ("accept", "reject", "merge")
FIXED = (
    "state", "kind", "text", "decided_by", "decided_at", "merged_into", "edited_by", "assigned_by",
    "late",
)  # fmt: skip
"""What nobody can change of a note while its round is closed."""

STAMPS = ("state", "frozen_at", "frozen_by", "closed_at", "closed_by")

ALWAYS: list[Callable[["Rounds", "Step"], None]] = []


def always(
    rule_kept: Callable[["Rounds", "Step"], None],
) -> Callable[["Rounds", "Step"], None]:
    """Hold this after every step."""
    ALWAYS.append(rule_kept)
    return rule_kept


class Rounds(Verdicts):
    """What holds, whatever people of a production do to its cuts and make of them."""

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


def is_closed(task: Row) -> bool:
    """Whether work is confirmed, or declined with a reason; without one it is still wanted."""
    declined = task["state"] == "dropped" and bool(task["closed_reason"])
    return declined or task["state"] == "verified"


def only(row: Row, names: Iterable[str]) -> Mapping[str, Any]:
    return {name: row[name] for name in names}


def without(row: Row, name: str) -> Mapping[str, Any]:
    return {key: value for key, value in row.items() if key != name}


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
    told = (f"{tally[each]:6} {each}" for each in sorted(tally))
    print(*told, sep="\n")  # noqa: T201 - how often each thing was done, for whoever asks with -s
