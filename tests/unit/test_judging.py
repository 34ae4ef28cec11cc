"""What became of drafts: every line is counted once, and few lines are said to be few."""

from typing import Any, get_args
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from bot.demo.render import as_text
from handlers.judging.cards import DraftsReport, report_message
from handlers.judging.picture import draw, lay_out
from handlers.judging.rules import Drafter, Tally, judged
from handlers.reports.picture import WIDTH, fitting, width_of
from store.tables import Draft, Suggestion
from store.types import Asked, DraftKind, DraftState, SuggestionState

STATES = get_args(SuggestionState)
MODEL = {"drafted_by": "model", "model": "gpt-4o-mini", "prompt_version": "questions/v2"}

each_line = st.tuples(st.sampled_from(STATES), st.booleans())
each_draft = st.tuples(
    st.sampled_from(get_args(DraftKind)),
    st.sampled_from([{}, MODEL, MODEL | {"prompt_version": "questions/v3"}]),
    st.sampled_from(get_args(DraftState)),
    st.lists(each_line, max_size=8),
    st.dictionaries(st.sampled_from(["no source", "repeated"]), st.integers(0, 9)),
    st.integers(0, 5000),
)


def a_draft(kind: str = "questions", **values: Any) -> Draft:
    return Draft(production_id=uuid4(), kind=kind, **values)


def lines_of(draft: Draft, *made: tuple[str, bool]) -> list[Suggestion]:
    return [
        Suggestion(
            production_id=draft.production_id, draft_id=draft.id, number=at + 1, state=state,
            edited_by="U01" if edited else None,
        )
        for at, (state, edited) in enumerate(made)
    ]  # fmt: skip


@given(st.lists(each_draft, max_size=12))
def test_every_line_is_counted_once(made: list[Any]) -> None:
    drafts, lines, asked = [], [], []
    for kind, drafter, state, each, dropped, used in made:
        draft = a_draft(kind, state=state, dropped=dropped, **drafter)
        drafts.append(draft)
        lines += lines_of(draft, *(each if state == "ready" else []))
        if used:
            asked.append(Asked(draft.id, "gpt-4o-mini", "questions/v2", used))
    found = judged(drafts, lines, asked)
    total = found.total
    assert total.lines == len(lines)
    assert total.lines == total.decided + total.undecided + total.folded
    assert total.decided == total.as_drafted + total.edited + total.rejected
    assert total.drafts == sum(each.state == "ready" for each in drafts)
    assert (found.cancelled, found.failed) == tuple(
        sum(each.state == state for each in drafts) for state in ("cancelled", "failed")
    )
    assert total.tokens == sum(each.tokens for each in asked)
    counted = [each for each in drafts if each.state == "ready"]
    assert total.unseen == sum(sum((each.dropped or {}).values()) for each in counted)
    assert len({drafter for drafter, _ in found.tallies}) == len(found.tallies)


def test_versions_of_a_prompt_and_the_built_in_are_judged_apart() -> None:
    built_in, second, third = (
        a_draft(),
        a_draft(**MODEL),
        a_draft(**MODEL | {"prompt_version": "questions/v10"}),
    )
    in_vain, cancelled = a_draft(fallback="invalid"), a_draft(state="cancelled")
    lines = [
        *lines_of(built_in, *[("accepted", False)] * 4, ("accepted", True), ("rejected", False)),
        *lines_of(second, ("rejected", False), ("merged", False), ("draft", False)),
        *lines_of(third, ("accepted", True)),
    ]
    asked = [
        Asked(each.id, "gpt-4o-mini", "questions/v2", used)
        for each, used in ((second, 1200), (in_vain, 300), (cancelled, 40))
    ]
    found = judged([built_in, second, third, in_vain, cancelled], lines, asked)
    assert list(found.tallies) == [
        (Drafter("questions", "gpt-4o-mini", "questions/v10"), Tally(1, 1, 0, 1)),
        (
            Drafter("questions", "gpt-4o-mini", "questions/v2"),
            Tally(1, 3, 0, 0, 1, 1, 1, 1540, failed=1),
        ),
        (Drafter("questions"), Tally(2, 6, 4, 1, 1)),
    ]
    said = as_text(report_message(DraftsReport("Spot", found)).blocks)
    assert "built-in: 5 of 6 decided lines accepted (83%), 4 as drafted (67%)" in said
    assert (
        "v2 · gpt-4o-mini: 1 decided line: too few to judge, no usable answer for 1 draft, "
        "1,540 tokens"
    ) in said
    assert (
        "gpt-4o-mini\n"
        "v10          1   0    1   0    0    –\n"
        "v2           3   0    0   1    1    –\n"
        "built-in     6   4    1   1    0  83%"
    ) in said


def test_without_a_draft_there_is_nothing_to_judge() -> None:
    said = as_text(report_message(DraftsReport("Spot", judged([], [], []))).blocks)
    assert "No draft is there to judge yet." in said
    cancelled = judged([a_draft(state="cancelled")], [], [])
    said = as_text(report_message(DraftsReport("Spot", cancelled)).blocks)
    assert "No draft is there to judge yet (1 draft cancelled)." in said


def test_in_the_picture_all_words_keep_to_the_sheet() -> None:
    many = [
        (
            Drafter(kind, "a-model-with-a-very-long-name-of-its-own " * at, f"{kind}/v{at}"),
            Tally(9, 40 * at, 9 * at, 9 * at, 9 * at, 9 * at, 4 * at),
        )
        for at in (1, 2)
        for kind in get_args(DraftKind)
    ]
    sheet = lay_out("What became of drafts " * 9, "A long name " * 20, many)
    for word in sheet.words:
        wide = width_of(word.words, bold=word.bold) * fitting(word)
        left = {"left": word.x, "center": word.x - wide / 2, "right": word.x - wide}[word.align]
        assert left >= 0, word
        assert left + wide <= WIDTH, word
        assert 0 < word.y < sheet.height
    assert all(x + wide <= WIDTH for x, _, wide, _, _ in sheet.boxes)
    assert draw("Drafts", "Spot", many) == draw("Drafts", "Spot", many)
    assert draw("Drafts", "Spot", many).startswith(b"\x89PNG")
