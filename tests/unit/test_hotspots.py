"""Where mistakes happen most often: counted by kind and stage, each thing once."""

from datetime import UTC, datetime, timedelta
from typing import get_args
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults
from handlers.hotspots.cards import NAMES, HotspotsView, hotspot_list
from handlers.hotspots.rules import (
    NO_STAGE,
    SHOWN,
    Mistake,
    Span,
    hotspots,
    preventing,
    stage_at,
)
from handlers.procedure.rules import RULES
from store.tables import ProcedureRule
from store.types import GapKind
from tests.support.rows import a_production

NOW = datetime(2026, 6, 8, 12, tzinfo=UTC)
DAY = timedelta(days=1)
A, B, C = (uuid4() for _ in range(3))


def test_each_thing_counts_once_for_a_kind_and_the_most_frequent_comes_first() -> None:
    found = hotspots(
        [
            Mistake("conflict", A, NOW - 40 * DAY, "approval"),
            Mistake("no owner", A, NOW - 40 * DAY, "rough cut"),
            Mistake("no owner", A, NOW - DAY, "approval"),
            Mistake("no owner", B, NOW - 2 * DAY, "approval"),
            Mistake("no owner", C, NOW - 70 * DAY),
        ],
        NOW,
    )
    first, second = found
    assert (first.kind, first.times, first.lately, first.before) == ("no owner", 3, 1, 1)
    assert first.stages == [("approval", 1), ("rough cut", 1)]
    assert list(first.newest) == [B, A, C]
    assert first.rule == RULES["owners"]
    assert (second.kind, second.times, second.rule) == ("conflict", 1, RULES["conflicts"])


def test_the_stage_is_that_which_was_under_way() -> None:
    spans = [Span("intake", NOW - 9 * DAY, NOW - 5 * DAY), Span("concept", NOW - 6 * DAY)]
    assert stage_at(NOW - 10 * DAY, spans) == NO_STAGE
    assert stage_at(NOW - 8 * DAY, spans) == "intake"
    assert stage_at(NOW - 5.5 * DAY, spans) == "concept"
    assert stage_at(NOW, spans) == "concept"
    assert stage_at(NOW - 5 * DAY, spans[:1]) == NO_STAGE


def test_every_kind_of_mistake_has_a_name_and_a_rule_against_it() -> None:
    kinds = {*get_args(GapKind), *NAMES} - {"conflicting note"}  # which is counted as a conflict
    assert kinds == set(NAMES)
    assert all(preventing(kind) for kind in NAMES)


KINDS = st.sampled_from(sorted(NAMES))
MISTAKES = st.lists(
    st.builds(
        Mistake, KINDS, st.integers(0, 5).map(lambda number: UUID(int=number)),
        st.integers(0, 100).map(lambda days: NOW - days * DAY), st.sampled_from(["", "a", "b"]),
    )
)  # fmt: skip


@given(MISTAKES)
def test_the_counts_add_up(mistakes: list[Mistake]) -> None:
    found = hotspots(mistakes, NOW)
    assert sum(each.times for each in found) == len({(one.kind, one.subject) for one in mistakes})
    assert [each.times for each in found] == sorted((each.times for each in found), reverse=True)
    for each in found:
        assert each.lately + each.before <= each.times == len(each.newest)
        assert sum(times for _, times in each.stages) <= each.times


def view(mistakes: list[Mistake], rules: dict[str, ProcedureRule] | None = None) -> HotspotsView:
    return HotspotsView(
        a_production("Spot " * 60), NOW, hotspots(mistakes, NOW), {A: 7, B: 12}, rules or {}
    )


def test_a_short_history_says_so() -> None:
    said = hotspot_list(view([Mistake("no owner", A, NOW)]))
    assert "1 slip here so far: too little to say" in said.text
    assert "No slips here so far" in hotspot_list(view([])).text


def test_how_the_list_reads() -> None:
    mistakes = [
        *(Mistake("no owner", one, NOW - at * DAY, "approval") for at, one in enumerate((A, B, C))),
        *(Mistake("overdue", one, NOW - 40 * DAY) for one in (A, B)),
    ]
    on = ProcedureRule(
        production_id=A, key="dates", words="Every accepted change has a day.", changed_at=NOW - DAY
    )
    shown = as_text(hotspot_list(view(mistakes, {"dates": on})).blocks)
    assert shown.partition("\n")[2] == (
        "5 slips so far, the most frequent kind first\n"
        "Work without an owner\n"
        "3 times · all in the last 30 days · in approval (3)\n"
        "Such as N7 and N12\n"
        "Rule: Whoever accepts a note names its owner.\n"
        "Off · concerns whoever accepts a note · "
        "whoever accepts a change on a card is told if it has no owner, with buttons to name one.\n"
        "[Switch it on]\n"
        "Work past its day\n"
        "2 times · 0 in the last 30 days, 2 in the 30 before\n"
        "Such as N7 and N12\n"
        "Rule: Every accepted change has a day.\n"
        "On since 7 Jun · concerns whoever accepts a note · "
        "whoever accepts a change on a card is told if it has no day, with a button to set one."
    )


def test_slack_takes_the_longest_list() -> None:
    long = {
        key: ProcedureRule(production_id=A, key=key, words="x" * 40_000, active=False)
        for key in RULES
    }
    mistakes = [Mistake(kind, uuid4(), NOW, "y" * 500) for kind in NAMES for _ in range(3)]
    message = hotspot_list(view(mistakes, long))
    assert message_faults(message.blocks) == []
    rules = [each.rule for each in hotspots(mistakes, NOW)[:SHOWN]]
    assert as_text(message.blocks).count("Switch it on") == len(
        {each.key for each in rules if each}
    )
    assert len(rules) == SHOWN
