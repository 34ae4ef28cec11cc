"""What a nudge says: once what all share, of its own day, and nothing vanishes from it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest

from bot.demo.render import as_text
from handlers.milestones.gaps import Gap
from handlers.milestones.items import Item, Points
from handlers.nudges.cards import nudge_message
from handlers.nudges.following import Line, NudgeView, Standing, speaks_of
from store.clock import now
from store.tables import Milestone, Nudge, NudgeRest, Production
from store.types import GapKind, ItemKind, NudgeGap
from tests.support.nudging import PRODUCTION_ID, a_milestone

SPACE = UUID(int=6)
LOCK = a_milestone(date(2026, 6, 12))
TODAY = date(2026, 6, 9)
MIX = "Mix is Thursday and waits on it"
NAMES = {"editor": "Eda", "client": "Cleo"}
PRODUCTION = Production(id=PRODUCTION_ID, name="Spot", timezone="Europe/Berlin")


def a_gap(
    name: str,
    user: str | None = "editor",
    kind: GapKind = "no date",
    *,
    of: ItemKind = "task",
    words: str = "",
    waits: str = MIX,
    milestone: Milestone = LOCK,
    speaks: bool = True,
) -> Gap:
    points = Points(consequence=waits)
    item = Item(of, uuid5(SPACE, name), milestone, name, points)
    return Gap(kind, item, user, words or f"No date on {name}", speaks=speaks)


def a_line(gap: Gap, *, open_: bool = True, rest: NudgeRest | None = None, **said: str) -> Line:
    """A gap that a message names; `said` adds to how it was said."""
    row = NudgeGap(
        kind=gap.kind, item_kind=gap.item.kind, subject_id=gap.item.id,
        milestone_id=gap.item.home.id, production_id=PRODUCTION_ID,
        escalated=bool({"ignored_by", "times"} & set(said)),
        said={"words": gap.words, "name": gap.item.name, "user": gap.user or "", **said},
        closed_at=None if open_ else now(),
    )  # fmt: skip
    return Line(row, gap if open_ else None, rest)


def a_nudge(user: str | None = "editor", **of: Any) -> Nudge:
    at = datetime(2026, 6, 9, 7, tzinfo=UTC)
    return Nudge(
        key="n", production_id=PRODUCTION_ID, user_id=user, channel=None if user else "C-edit",
        **{"local_date": TODAY, "at": at, "reason": "3 days before Picture lock", **of},
    )  # fmt: skip


def a_rest(**of: Any) -> NudgeRest:
    return NudgeRest(production_id=PRODUCTION_ID, user_id="editor", **of)


def said(
    lines: Sequence[Line],
    user: str | None = "editor",
    *,
    milestone: Milestone = LOCK,
    rests: Sequence[NudgeRest] = (),
    **of: Any,
) -> list[str]:
    """The lines of the message that says these."""
    view = NudgeView(
        a_nudge(user, **of), lines, {PRODUCTION_ID: PRODUCTION}, {milestone.id: milestone}, NAMES,
        rests,
    )  # fmt: skip
    return as_text(nudge_message(view).blocks).splitlines()


def closed_milestone(state: str) -> Milestone:
    milestone = a_milestone(LOCK.day)
    milestone.state = state
    return milestone


def test_what_waits_on_all_of_it_is_said_once_in_the_heading() -> None:
    two = [a_line(a_gap("T1")), a_line(a_gap("T2", "sound"))]
    for user in (None, "editor"):
        message = said(two, user)
        heading = [line for line in message if f"in 3 days; {MIX}" in line]
        assert [line for line in message if "Mix is Thursday" in line] == heading
    one = said([a_line(a_gap("T1"))], None)
    assert [line for line in one if MIX in line] == [
        line for line in one if line.strip().startswith("•")
    ]
    other = a_line(a_gap("T2", waits="the airdate slips"))
    words = "\n".join(said([*two, other], None))
    assert "in 3 days;" not in words
    assert MIX in words


def test_what_there_is_no_room_for_is_counted_when_it_is_closed() -> None:
    closed = [a_line(a_gap(f"T{n}"), open_=False, closed=f"Eda did T{n}") for n in range(10)]
    for user in (None, "editor"):
        message = said(closed, user)
        assert sum("✓" in line for line in message) == 8
        assert any("and 2 more are seen to" in line for line in message)
        assert any("and 1 more is seen to" in line for line in said(closed[1:], user))


def test_what_was_handed_back_isnt_called_done() -> None:
    back = a_line(a_gap("T1"), open_=False, closed="handed back", handed_back="yes")
    done = a_line(a_gap("T2"), open_=False, closed="Eda did it")
    message = said([back])
    assert message[0] == "You handed this back."
    assert any("No date on T1 · handed back" in line for line in message)
    assert not any("✓" in line for line in message)
    assert said([back, done])[0] == (
        "You handed 1 thing back; nothing else of this is open any more."
    )
    assert said([done])[0] == "Thank you: nothing of this is open any more."
    assert said([back, a_line(a_gap("T3"))])[0] == "1 thing is waiting for you."


def ignored(name: str, who: str = "client") -> Line:
    return a_line(a_gap(name, who), ignored_by=who, times="3")


@pytest.mark.parametrize(
    ("own", "others", "words"),
    [
        (1, 0, "1 thing is waiting for you."),
        (2, 0, "2 things are waiting for you."),
        (1, 3, "1 thing is waiting for you, and 3 that others have left open need you."),
        (2, 1, "2 things are waiting for you, and 1 that others have left open needs you."),
        (0, 1, "1 thing that others have left open needs you."),
        (0, 2, "2 things that others have left open need you."),
    ],
)
def test_the_first_sentence_counts_things(own: int, others: int, words: str) -> None:
    lines = [a_line(a_gap(f"T{n}")) for n in range(own)]
    assert said([*lines, *(ignored(f"N{n}") for n in range(others))])[0] == words


def test_the_first_sentence_counts_neither_what_is_put_off_nor_what_doesnt_speak() -> None:
    later = a_rest(gap="x", returns=True, until=now() + timedelta(days=1))
    muted = a_rest(kind="no date", until=None)
    beside = a_line(a_gap("T2", kind="no consequence", speaks=False))
    for rest in (later, muted):
        resting = a_line(a_gap("T1"), rest=rest)
        assert said([resting])[0] == "Nothing of this is waiting for you now."
        assert said([resting, beside, a_line(a_gap("T3"))])[0] == "1 thing is waiting for you."
    words = "\n".join(said([a_line(a_gap("T1"), rest=muted)], rests=[muted]))
    assert words.count("any more") == 1
    assert "I won't tell you about missing dates any more." in words


def test_why_it_was_passed_on_and_that_nobody_took_it() -> None:
    in_channel = a_line(a_gap("T1", None, "no owner", words="No owner on T1"), times="3")
    assert any("said 3 times in the channel, nobody took it" in line for line in said([in_channel]))
    assert any("Cleo was told 3 times" in line for line in said([ignored("T1")]))


def test_an_overdue_milestone_is_said_once_with_what_to_do() -> None:
    over = a_gap("Picture lock", "editor", "overdue", of="milestone",
                 words="Picture lock was due on Fri 12 Jun")  # fmt: skip
    for user in (None, "editor"):
        message = said([a_line(over)], user, local_date=date(2026, 6, 15))
        assert sum("was due on" in line for line in message) == 1
        assert any("Complete it, or move it to a new day" in line for line in message)
    today = said([a_line(over)], local_date=LOCK.day)  # over since an hour of today
    assert any("Picture lock was due on Fri 12 Jun" in line for line in today)
    task = a_gap("T1", "editor", "overdue", words="T1 was due on Fri 12 Jun")
    message = said([a_line(over), a_line(task)], None, local_date=date(2026, 6, 15))
    assert any("T1 was due on Fri 12 Jun · Eda" in line for line in message)
    also = a_gap("T2", "editor", "overdue", words="T2 was due on Fri 12 Jun")
    message = said([a_line(task), a_line(also)], None)
    assert any("T1 and T2 were due on Fri 12 Jun" in line for line in message)


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_a_closed_milestone_is_called_so(state: str) -> None:
    line = a_line(a_gap("T1"), open_=False)
    message = said([line], None, milestone=closed_milestone(state))
    assert message[0].strip() == f"Picture lock is {state}"


def test_the_last_line_says_how_often_and_where_to_change_it() -> None:
    there = "/scripty nudges in the production's channel says when"
    line = a_line(a_gap("T1"))
    assert said([line])[-1] == (
        f"3 days before Picture lock. You get this at most once a day; {there}, and of what."
    )
    again = said([line], asked_for=True, reason="you asked for this on Mon 8 Jun")
    assert again[0] == "You asked me to come back to this."
    assert again[-1] == (
        "You asked for this on Mon 8 Jun. "
        "/scripty nudges in the production's channel says when I write, and of what."
    )


# How a gap stands


def standing(line: Line, *found: Gap, user: str | None = None, **of: Any) -> Gap | None:
    """The gap of a line among all that is missing now."""
    rests = of.pop("rests", ())
    nudge = a_nudge(user)
    return Standing(nudge, {gap.key: gap for gap in found}, rests, {line.row.gap}).of(line.row)


def test_an_approval_that_turns_stale_or_is_asked_for_anew_is_still_wanted() -> None:
    pending = a_gap("v2", "client", "approval pending", of="cut")
    stale = a_gap("v2", "client", "approval stale", of="cut")
    for before, after in ((pending, stale), (stale, pending)):
        for user in (None, "client"):
            assert standing(a_line(before), after, user=user) is after
    anothers = a_gap("v2", "director", "approval stale", of="cut")
    assert standing(a_line(pending), anothers) is anothers
    assert standing(a_line(pending), anothers, user="client") is None
    both = Standing(a_nudge(None), {stale.key: stale}, (), {pending.key, stale.key})
    assert both.of(a_line(pending).row) is None, "it is said on its own line already"
    assert standing(a_line(pending), a_gap("v2", of="cut")) is None


def test_what_was_passed_on_is_over_once_it_is_with_somebody_else() -> None:
    line = ignored("T1", "editor")
    assert standing(line, a_gap("T1", "editor"), user="producer")
    assert standing(line, a_gap("T1", "sound"), user="producer") is None
    assert standing(line, a_gap("T1", None), user="producer") is None
    unowned = a_line(a_gap("T1", None), times="2")
    assert standing(unowned, a_gap("T1", None), user="producer")
    assert standing(unowned, a_gap("T1", "sound"), user="producer") is None


def test_what_was_closed_stays_closed_in_that_message() -> None:
    gap = a_gap("T1")
    assert standing(a_line(gap), gap)
    assert standing(a_line(gap, open_=False), gap) is None


def test_what_its_reader_says_isnt_theirs_is_handed_back_whoever_has_it() -> None:
    gap = a_gap("N1", "editor", "unresolved note", of="note")
    rest = a_rest(gap=gap.key, until=None)
    line = a_line(gap)
    assert standing(line, gap, user="editor", rests=[rest]) is None
    back = Standing(a_nudge("editor"), {gap.key: gap}, [rest], {gap.key})
    assert back.is_handed_back(line.row)
    assert not Standing(a_nudge("editor"), {}, [rest], {gap.key}).is_handed_back(line.row)
    assert standing(line, gap, rests=[rest]), "the channel is not one person"


def test_a_message_speaks_of_the_moment_it_was_sent_and_before_of_now() -> None:
    at = now() - timedelta(days=3)
    sent = a_nudge(at=at, state="sent", sent_at=at + timedelta(minutes=5))
    assert speaks_of(sent) == sent.sent_at
    assert speaks_of(a_nudge(at=at, state="pending")) > now() - timedelta(minutes=1)
    ahead = now() + timedelta(days=3)
    assert speaks_of(a_nudge(at=ahead, state="sent", sent_at=now())) == ahead
