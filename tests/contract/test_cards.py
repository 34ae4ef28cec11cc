"""Every card and form is what Slack accepts, says literally what people wrote, and notifies no one.

`slack_sdk.models` checks shapes and most lengths; `faults` adds the rules it misses.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.demo.render import as_rich, as_text
from handlers.blocks import Message, is_address, link
from handlers.notes import entry, forms, unclear
from handlers.notes.words import Elsewhere, NoteView
from handlers.record import cards as record
from handlers.record import forms as record_forms
from handlers.record import rules as record_rules
from handlers.reviews import cards as reviews
from handlers.reviews.cards import ReviewView
from handlers.tasks import cards as tasks
from handlers.tasks import forms as task_forms
from handlers.text import clean, escape, plain, shorten
from store.tables import Decision, Task
from tests.support.rows import (
    MORNING,
    NAMES,
    a_note,
    a_note_view,
    a_production,
    a_review_view,
    a_source,
    a_task,
    a_task_view,
)

Json = dict[str, Any]

TODAY = date(2026, 6, 1)
HOSTILE = "<!channel> <https://evil.example|good> *x* &amp; <@U01> `y`"
HOSTILE_SEEN = "@channel good (https://evil.example) *x* & @director `y`"
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
LITERAL = {"rich_text_section", "rich_text_list", "rich_text_quote", "text", "link"}
TEXTS = {
    "plain": "0:17 spoon clink is way too loud",
    "long": "the logo is not readable " * 120,
    "longest": "x" * 40_000,
    "emoji": FAMILY * 400,
    "right to left": "הלוגו קטן מדי \u202eevil\u202c " * 40,
    "escapes": "&amp;&lt;&gt;" * 1000,
    "control": "a\x00b\x1b[31mc\ud800\u2028d",
    "nothing": "",
    "white space": " \n\t ",
    "hostile": HOSTILE,
}
NOTE_STATES = ("draft", "folded", "accepted", "rejected", "merged", "withdrawn")
TASK_STATES = ("open", "in progress", "done", "verified", "dropped")


def a_busy_note(number: int, words: str, state: str = "draft") -> NoteView:
    """A note with everything a note can have, all of it made of `words`."""
    task = a_task(number, words, due_written=words) if state == "accepted" else None
    view = a_note_view(
        number,
        words,
        task=task,
        state=state,
        text=f"please {words}",
        timecode={"written": words},
        scene=words,
        owner_written=words,
        due_written=words,
        decided_by=None if state == "draft" else "U01",
        decision_reason=words,
        merged_into=uuid4() if state == "merged" else None,
        needs_person=["legal", "client_commitment"],
        conflicts_with=[4, 5],
        drafted_by="model",
        edited_by="U02",
        priority="must",
    )
    second = a_source(view.note, words, user_id="U09", position=1, ts="1780299999.000001")
    return replace(
        view,
        sources=[*view.sources, second],
        again=elsewhere(number, words, "rejected"),
        against=[elsewhere(100 + at, words, "accepted", task=task) for at in range(5)],
        decider="U01",
    )


def elsewhere(number: int, words: str, state: str, task: Task | None = None) -> Elsewhere:
    """A note of another round, all of it made of `words`."""
    return Elsewhere(replace(a_decided_note(number, words, state), task=task), words, TODAY)


@lru_cache(maxsize=256)
def a_decided_note(number: int, words: str, state: str) -> NoteView:
    """The same one each time: of two hundred notes, each has five others against it."""
    return a_note_view(number, words, state=state, decision_reason=words, decided_by="U01")


def a_busy_review(count: int, words: str, states: Sequence[str] = ("draft",)) -> ReviewView:
    made = [a_busy_note(at + 1, words, states[at % len(states)]) for at in range(count)]
    return a_review_view(
        *made,
        name=words,
        names=NAMES | {"U09": words},
        cut={"link": words, "version": words},
        due=TODAY,
    )


def a_decision(number: int, words: str) -> Decision:
    """A decision with everything a decision can have, all of it made of `words`."""
    return Decision(
        production_id=uuid4(), number=number, what=words, why=words, next_action=words,
        decided_by="U09", logged_by="U02", source_permalink=words, at=MORNING,
    )  # fmt: skip


def a_busy_trail(count: int, words: str) -> list[record_rules.Happened]:
    """One event of each action, over and over, with `words` for every detail."""
    details = re.findall(r"{(\w+)", " ".join(record_rules.SENTENCES.values()))
    lists: Json = {"notes": [4, 5], "changed": {words: {"from": [words], "to": {"a": words}}}}
    detail = dict.fromkeys(details, words) | lists
    actions = sorted(record_rules.SENTENCES)
    return [
        record_rules.Happened(MORNING, "U09", words, actions[at % len(actions)], words, detail)
        for at in range(count)
    ]


def every_message(count: int, words: str) -> Iterator[Message]:
    drafts, mixed = a_busy_review(count, words), a_busy_review(count, words, NOTE_STATES)
    listed = [
        a_task_view(at + 1, words, state=TASK_STATES[at % 5], due=TODAY.replace(year=2020 + at % 9))
        for at in range(count)
    ]
    yield reviews.review_card(drafts)
    yield reviews.review_card(mixed)
    yield reviews.opening_message(mixed)
    yield reviews.review_offer(words, "1780299000.000001")
    yield unclear.question([words] * count or [words], words)
    yield tasks.task_card(a_task_view(1, words), NAMES | {"U09": words})
    yield tasks.task_list(listed, words, NAMES, TODAY, 2, "mine")
    decided = [record.DecisionView(a_decision(at, words), 3, 9) for at in range(count, 0, -1)]
    names, made = NAMES | {"U09": words}, a_production(words)
    for view in decided[:1]:
        yield record.decision_card(view, made, names)
    yield record.decision_list(decided, made, names, TODAY, record.Looked(page=2))
    found = record.Looked([view.decision.number for view in decided], 1, words)
    yield record.decision_list(decided, made, names, TODAY, found)
    yield record.history(
        words,
        [record_rules.line(each, names, "UTC", TODAY) for each in a_busy_trail(count, words)],
        words,
    )


def every_view(count: int, words: str) -> Iterator[Json]:
    mixed = a_busy_review(count, words, NOTE_STATES)
    note, task = a_busy_note(3, words).note, a_task(3, words)
    yield reviews.notes_list_view(mixed, 1)
    yield reviews.notes_list_view(mixed, count)
    yield forms.reject_modal(note)
    yield forms.edit_modal(note, view="V01")
    yield forms.assign_modal(note)
    yield forms.merge_modal(note, [each.note for each in mixed.notes])
    yield task_forms.assign_modal(task)
    yield task_forms.date_modal(task)
    yield task_forms.make_task_modal(plain(words, NAMES), "C01", "1780299000.000001")
    standing = [a_decision(at + 1, words) for at in range(count)]
    origin = record_forms.Origin("C01", "1780299000.000001", "1780299000.000000")
    yield record_forms.log_modal(plain(words, NAMES), "U01", standing, origin)
    yield record_forms.log_modal(plain(words, NAMES), None, standing, origin)


@pytest.mark.parametrize("count", [0, 3, 200])
@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_slack_accepts_everything(count: int, words: str) -> None:
    for message in every_message(count, words):
        assert not list(message_faults(message))
    for view in every_view(count, words):
        assert not list(view_faults(view))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=300))
def test_slack_accepts_any_words(words: str) -> None:
    for message in every_message(3, words):
        assert not list(message_faults(message))
    for view in every_view(3, words):
        assert not list(view_faults(view))


@pytest.mark.parametrize("count", [3, 200])
def test_hostile_words_stay_words(count: int) -> None:
    for blocks in shown(count, HOSTILE):
        assert all(is_address(part["url"]) for part in parts(blocks) if part.get("type") == "link")
        assert "evil" not in "".join(p["url"] for p in parts(blocks) if "url" in p)
        assert all(part["type"] in ("plain_text", "text", "link") for part in worded(blocks))
    for message in every_message(count, HOSTILE):
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", message.text)


def test_hostile_words_are_shown_as_people_saw_them() -> None:
    draft = a_note_view(1, HOSTILE, text="Fix it")
    for blocks in (
        reviews.review_card(a_review_view(draft)).blocks,
        reviews.notes_list_view(a_review_view(draft), 1)["blocks"],
    ):
        assert HOSTILE_SEEN in as_text(blocks)


def test_a_hostile_title_is_shown_to_the_letter() -> None:
    """A title is plain words already: what looks like mark-up in it was typed so."""
    task = a_task_view(1, HOSTILE)
    for blocks in (
        tasks.task_card(task, NAMES).blocks,
        tasks.task_list([task], "My tasks", NAMES, TODAY, 1, "mine").blocks,
    ):
        assert HOSTILE in as_text(blocks)


def test_typed_words_are_not_decoded_again() -> None:
    note = a_note_view(1, "logo", text="use &lt;b&gt; <https://a.example|b>", edited_by="U02")
    card = as_text(reviews.review_card(a_review_view(note)).blocks)
    assert "use &lt;b&gt; <https://a.example|b>" in card
    assert "use &lt;b&gt; <https://a.example|b>" in as_text(forms.edit_modal(note.note)["blocks"])


def test_names_notify_nobody() -> None:
    for blocks in shown(30, "ask <@U01> and <!subteam^S1|@editors>"):
        kinds = {part["type"] for part in parts(blocks)}
        assert not kinds & {"user", "usergroup", "broadcast", "channel", "mrkdwn", "emoji"}
        assert all(
            part["type"] in LITERAL
            for block in blocks
            if block["type"] == "rich_text"
            for part in parts(block["elements"])
        )


@pytest.mark.parametrize("state", NOTE_STATES)
def test_buttons_of_a_note(state: str) -> None:
    view = a_note_view(1, state=state)
    verbs = {
        "draft": ["accept", "reject", "edit", "assign", "merge"],
        "folded": ["unfold", "reject"],
    }.get(state, [])
    pressed = buttons(entry.note_blocks(view, NAMES))
    assert pressed == [(f"note_{verb}", str(view.note.id)) for verb in verbs]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"state": "open"}, ["take", "done", "assign", "date", "drop"]),
        ({"state": "open", "owner": "U01"}, ["done", "assign", "date", "drop"]),
        ({"state": "in progress", "owner": "U01"}, ["done", "assign", "date", "drop"]),
        ({"state": "done"}, ["reopen"]),
        ({"state": "verified"}, ["reopen"]),
        ({"state": "dropped"}, ["reopen"]),
    ],
)
def test_buttons_of_a_task(values: Json, expected: list[str]) -> None:
    view = a_task_view(1, **values)
    pressed = buttons(tasks.task_card(view, NAMES).blocks)
    assert pressed == [(f"task_{verb}", str(view.task.id)) for verb in expected]


def test_an_accepted_note_shows_its_task_buttons_in_the_list_only() -> None:
    task = a_task(1)
    review = a_review_view(a_note_view(1, state="accepted", decided_by="U01", task=task))
    on_card = buttons(reviews.review_card(review).blocks)
    in_list = buttons(reviews.notes_list_view(review, 1)["blocks"])
    assert on_card[0] == ("notes_list", str(review.review.id))
    assert "task_done" not in {action for action, _ in on_card}
    assert ("task_take", str(task.id)) in in_list


def test_two_hundred_notes_make_a_short_card_and_twenty_pages() -> None:
    review = a_busy_review(200, "logo is too small")
    card = reviews.review_card(review)
    assert buttons(card.blocks).count(("notes_list", str(review.review.id))) == 1
    assert "Show all 200 notes" in as_text(card.blocks)
    assert "192 more to decide" in as_text(card.blocks)
    numbers = []
    for page in range(1, 21):
        view = reviews.notes_list_view(review, page)
        assert json.loads(view["private_metadata"]) == {
            "review": str(review.review.id),
            "page": page,
        }
        numbers += re.findall(r"^N(\d+)", as_text(view["blocks"]), re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 201)]
    turns = [value for action, value in buttons(reviews.notes_list_view(review, 7)["blocks"])
             if action == "notes_page"]  # fmt: skip
    assert turns == [f"{review.review.id}:6", f"{review.review.id}:8"]


def test_the_card_says_what_is_missing_and_what_became_of_each_note() -> None:
    kept = a_note_view(3, state="accepted", decided_by="U01", task=a_task(9, due=date(2026, 6, 5)))
    review = a_review_view(
        a_note_view(1, timecode={"written": "0:17"}, topic="sound"),
        a_note_view(2, "make it bright", state="rejected", decided_by="U01",
                    decision_reason="we like it dark"),
        kept,
        a_note_view(4, "same", state="merged", merged_into=kept.note.id),
        a_note_view(5, "secret", state="withdrawn", text="secret", source_state="deleted"),
        a_note_view(6, "lovely", kind="praise", actionable=False),
    )  # fmt: skip
    card = as_text(reviews.review_card(review).blocks)
    assert "2 to decide · 1 accepted · 1 rejected" in card
    assert "1 task with no owner" in card
    assert "N1  0:17  sound change" in card
    assert card.count("No owner · no date") == 1
    assert "N2 · make it bright · director: we like it dark" in card
    assert "N3 → T9 · 0:17 spoon clink is way too loud · no owner · Fri 5 Jun" in card
    assert "N4 · same · into N3" in card
    assert "N5 · its message was deleted" in card
    assert "secret" not in card


def test_what_was_rejected_before_is_folded_into_a_line() -> None:
    again = a_note_view(12, "could it be a bit brighter?", state="folded")
    before = elsewhere(7, "we like it dark", "rejected")
    review = a_review_view(
        replace(again, again=replace(before, version="v1", decided_on=date(2026, 5, 3))),
        a_note_view(13, "trim the pause"),
    )
    drawn = reviews.review_card(review)
    card = as_text(drawn.blocks)
    assert "1 to decide · 1 folded away" in card
    assert "1 idea was rejected before" in card
    assert (
        "N12 repeats N7, rejected on 3 May: “we like it dark” · could it be a bit brighter?" in card
    )
    assert [name for name, value in buttons(drawn.blocks) if value == str(again.note.id)] == [
        "note_unfold",
        "note_reject",
    ]
    listed = as_text(reviews.notes_list_view(review, 1)["blocks"])
    assert listed.index("N13") < listed.index("Rejected before") < listed.index("N12")


def test_many_folded_notes_leave_the_card_short() -> None:
    drawn = reviews.review_card(a_busy_review(200, "too dark", ("draft", "folded")))
    card = as_text(drawn.blocks)
    assert "100 to decide" in card
    assert "100 ideas were rejected before" in card
    assert card.count("[Draft it anyway]") == 3
    assert "97 more in the list" in card


def test_a_conflict_across_rounds_shows_the_other_quote_and_the_decider() -> None:
    view = a_note_view(12, "trim the pause", conflicts_with=[4, 7])
    task = a_task(3)
    other = replace(elsewhere(7, "keep the pause", "accepted", task=task), version="v1")
    view = replace(view, against=[other], decider="U01")
    drawn = as_text(entry.note_blocks(view, NAMES))
    assert "trim the pause" in drawn
    assert "Conflicts with N4\n" in drawn
    assert "Conflicts with N7 (v1, accepted, T3 open)" in drawn
    assert "In v1 by director: “keep the pause” · message" in drawn
    assert "director decides" in drawn


def test_a_question_names_at_most_five_things() -> None:
    asked = unclear.question([f"Which moment is {n}?" for n in range(7)], "https://a.example/p1")
    words = as_text(asked.blocks)
    assert "Which moment is 4?" in words
    assert "Which moment is 5?" not in words
    assert "and 2 more like that" in words
    assert "Only you see this" in words


def test_words_of_a_deleted_message_are_not_said_again() -> None:
    view = a_note_view(1, "", source_state="deleted", text="secret", due_written="secret",
                       owner_written="secret")  # fmt: skip
    review = a_review_view(view)
    card = reviews.review_card(review)
    assert "Source deleted" in as_text(card.blocks)
    everywhere = [
        card.text,
        card.blocks,
        reviews.notes_list_view(review, 1),
        forms.edit_modal(view.note),
        forms.merge_modal(a_note(2), [view.note]),
    ]
    assert "secret" not in json.dumps(everywhere)


def test_several_people_and_marks() -> None:
    view = a_busy_note(1, "logo")
    drawn = as_text(entry.note_blocks(replace(view, against=[]), NAMES | {"U09": "client"}))
    assert "2 people said this: director and client" in drawn
    assert "Needs a person: legal and client commitment" in drawn
    assert "Conflicts with N4 and N5" in drawn
    assert "Drafted by a model, reworded by editor" in drawn
    assert "Owner unclear: “logo” · date unclear: “logo”" in drawn


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        ({}, "Listening. Reply in this thread"),
        ({"read_revision": 3}, "Still listening"),
        ({"state": "closed"}, "No notes came in"),
    ],
)
def test_a_review_without_notes(review: Json, expected: str) -> None:
    assert expected in as_text(reviews.review_card(a_review_view(**review)).blocks)


def test_overdue_tasks_come_first() -> None:
    listed = [
        a_task_view(1, "later", due=date(2026, 6, 9)),
        a_task_view(2, "some day"),
        a_task_view(3, "finished", state="done", due=date(2026, 5, 1)),
        a_task_view(4, "late", due=date(2026, 5, 31)),
    ]
    drawn = as_text(tasks.task_list(listed, "My tasks", NAMES, TODAY, 1, "mine").blocks)
    assert "4 tasks, 1 overdue" in drawn
    assert "1 day overdue" in drawn
    assert re.findall(r"^T(\d)", drawn, re.MULTILINE) == ["4", "1", "2", "3"]


def test_pages_of_tasks() -> None:
    listed = [a_task_view(number) for number in range(1, 26)]
    pages = [tasks.task_list(listed, "All", NAMES, TODAY, page, "all").blocks for page in (1, 2, 9)]
    turns = [[value for action, value in buttons(page) if action == "tasks_page"] for page in pages]
    assert turns == [["all:2"], ["all:1", "all:3"], ["all:2"]]
    empty = tasks.task_list([], "My tasks", NAMES, TODAY, 1, "mine")
    assert "Make this a task" in as_text(empty.blocks)


FORMS: list[tuple[Callable[[], Json], str]] = [
    (lambda: forms.reject_modal(a_note(4)), "note_reject_reason"),
    (lambda: forms.reopen_modal(a_note(4)), "note_reopen_reason"),
    (lambda: forms.edit_modal(a_note(4)), "note_edited"),
    (lambda: forms.assign_modal(a_note(4)), "note_assigned"),
    (lambda: forms.merge_modal(a_note(4), [a_note(5)]), "note_merged"),
    (lambda: task_forms.assign_modal(a_task(4)), "task_assigned"),
    (lambda: task_forms.date_modal(a_task(4)), "task_dated"),
    (lambda: task_forms.drop_modal(a_task(4)), "task_drop_reason"),
    (lambda: task_forms.make_task_modal("Fix it", "C01", "1.2"), "task_made"),
]


@pytest.mark.parametrize(("build", "callback_id"), FORMS, ids=[name for _, name in FORMS])
def test_forms_are_named(build: Callable[[], Json], callback_id: str) -> None:
    assert build()["callback_id"] == callback_id


def test_forms_carry_ids_only() -> None:
    note, task = a_note(4), a_task(4)
    carried = [
        forms.edit_modal(note),
        forms.reject_modal(note, view="V01"),
        task_forms.date_modal(task),
        task_forms.make_task_modal("Fix it", "C01", "1.2"),
    ]
    assert [json.loads(view["private_metadata"]) for view in carried] == [
        {"note": str(note.id)},
        {"note": str(note.id), "view": "V01"},
        {"task": str(task.id)},
        {"channel": "C01", "ts": "1.2"},
    ]


def test_what_is_entered_is_read_back() -> None:
    note = a_note(4, text="Fix it", kind="risk", topic="legal", priority="must", owner="U02",
                  timecode={"written": "0:42"}, scene="12", due=TODAY)  # fmt: skip
    other, task = a_note(5), a_task(4, owner="U03", due=TODAY)
    assert forms.edited(as_submitted(forms.edit_modal(note))) == forms.NoteEdit(
        "Fix it", "risk", "legal", "must", "12", "0:42", "U02", TODAY
    )
    assert forms.assigned(as_submitted(forms.assign_modal(note))) == "U02"
    assert task_forms.assigned(as_submitted(task_forms.assign_modal(task))) == "U03"
    assert task_forms.dated(as_submitted(task_forms.date_modal(task))) == TODAY
    assert (
        task_forms.made(as_submitted(task_forms.make_task_modal("Fix\nit", "C01", "1.2"))).title
        == "Fix it"
    )
    rejected = a_note(4, state="rejected", decision_reason="too dark")
    assert forms.rejection_reason(as_submitted(forms.reject_modal(rejected))) == "too dark"
    choice = {"into": {"into": {"selected_option": {"value": str(other.id)}}}}
    assert forms.merged(choice) == other.id


def test_what_is_left_empty_reads_as_nothing() -> None:
    empty: Mapping[str, Mapping[str, Json]] = {
        "owner": {"owner": {"type": "users_select", "selected_user": None}},
        "due": {"due": {"type": "datepicker", "selected_date": None}},
    }
    assert forms.assigned(empty) is None
    assert task_forms.dated(empty) is None
    assert forms.merged({}) is None
    assert forms.edited(empty).values() == {
        "text": "", "kind": "change", "topic": "other", "priority": "should",
        "scene": None, "owner": None, "due": None,
    }  # fmt: skip


def test_merging_offers_the_nearest_hundred() -> None:
    note = a_note(150)
    others = [a_note(number) for number in range(1, 301)]
    field = forms.merge_modal(note, [note, *others])["blocks"][0]
    options = field["element"]["options"]
    assert len(options) == 100
    assert options[0]["text"]["text"].startswith("N100")
    alone = forms.merge_modal(note, [note])
    assert "no other note" in as_text(alone["blocks"])
    assert "submit" not in alone


@pytest.mark.parametrize(
    ("slack_text", "seen"),
    [
        ("<@U01> look", "@director look"),
        ("<@U77|sam> look", "@sam look"),
        ("<@U77>", "@someone"),
        ("<#C1|general> <#C1>", "#general #C1"),
        ("<!here> <!channel> <!subteam^S1|@editors>", "@here @channel @editors"),
        ("<!date^1780299000^{date}|1 June>", "1 June"),
        ("<https://f.io/a|f.io/a> <https://f.io/b>", "f.io/a https://f.io/b"),
        (
            "<https://evil.example|https://bank.example>",
            "https://bank.example (https://evil.example)",
        ),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("a &lt; b &amp;&amp; c &amp;lt; d &quot;", "a < b && c &lt; d &quot;"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("<3 <b> <", "<3 <b> <"),
        ("a\r\nb\x00\x1b\u202ec\t", "a\nbc "),
    ],
)
def test_plain(slack_text: str, seen: str) -> None:
    assert plain(slack_text, NAMES) == seen


def test_plain_is_fast_on_hostile_text() -> None:
    for text in ("<" * 40_000, "<|" * 20_000, "<@" + "U" * 40_000, "&" * 40_000):
        assert plain(text, {})


@given(st.text())
def test_escaped_words_hold_no_markup_and_come_back(words: str) -> None:
    escaped = escape(words)
    assert not set("<>") & set(escaped)
    assert plain(escaped, {}) == clean(words)


@pytest.mark.parametrize(
    ("words", "limit", "short"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("one two three", 10, "one two…"),
        (f"ab{FAMILY}", 6, "ab…"),
        ("ab\U0001f44d\U0001f3fd!", 6, "ab…"),
        ("a\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", 8, "a\U0001f1e9\U0001f1ea…"),
        ("ne\u0301e\u0301", 4, "ne\u0301…"),
        ("ne\u0301e\u0301", 3, "n…"),
    ],
)
def test_shorten(words: str, limit: int, short: str) -> None:
    assert shorten(words, limit) == short


@given(st.text(st.characters()), st.integers(2, 60))
def test_shortened_words_fit_and_can_be_sent(words: str, limit: int) -> None:
    assert len(shorten(words, limit).encode("utf-16-le")) <= limit * 2


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "https://", "ftp://a.example", "https://a b", "https://a|b", "", "http://[",
     "https://a.example/\u202egpj.exe"],
)  # fmt: skip
def test_only_addresses_become_links(url: str) -> None:
    assert link(url)["type"] == "text"


def test_rich_does_not_read_the_words() -> None:
    drawn = as_rich(reviews.review_card(a_review_view(a_note_view(1, "[bold]x[/bold]"))).blocks)
    assert "[bold]x[/bold]" in drawn.plain
    assert "[Accept] [Reject]" in drawn.plain


def shown(count: int, words: str) -> Iterator[list[Json]]:
    """The blocks of every message and view."""
    yield from (message.blocks for message in every_message(count, words))
    yield from (view["blocks"] for view in every_view(count, words))


def message_faults(message: Message) -> Iterator[str]:
    """What Slack would refuse in a message."""
    if not 0 < len(message.text) <= 4000:
        yield f"fallback text of {len(message.text)} characters"
    if len(message.blocks) > 50:
        yield f"{len(message.blocks)} blocks"
    if (size := sum(len(part["text"]) for part in worded(message.blocks))) > 13_000:
        yield f"{size} characters in all"
    yield from block_faults(message.blocks)


def view_faults(view: Json) -> Iterator[str]:
    """What Slack would refuse in a view."""
    View(**view).to_dict()
    if len(view["blocks"]) > 100:
        yield f"{len(view['blocks'])} blocks"
    if len(json.dumps(view)) > 250_000:
        yield "over 250 kB"
    if any(block["type"] == "input" for block in view["blocks"]) and not view.get("submit"):
        yield "inputs without submit"
    yield from block_faults(view["blocks"])


def block_faults(blocks: Sequence[Json]) -> Iterator[str]:
    json.dumps(blocks, ensure_ascii=False).encode()
    for block in blocks:
        parsed = Block.parse(dict(block))
        if parsed is None or parsed.to_dict() != block:
            yield f"not known, or not known so: {block}"
        yield from repeated("action_id", block.get("elements", []))
    yield from repeated("block_id", blocks)
    yield from (f"empty: {part}" for part in parts(blocks) if part.get("text") == "")
    yield from (f"empty: {part}" for part in parts(blocks) if part.get("elements") == [])


def repeated(name: str, things: Sequence[Json]) -> Iterator[str]:
    ids = [thing[name] for thing in things if name in thing]
    if len(ids) != len(set(ids)):
        yield f"{name} repeated: {ids}"


def parts(node: Any) -> Iterator[Json]:
    """Every typed object inside blocks, at any depth."""
    if isinstance(node, list):
        for child in node:
            yield from parts(child)
    elif isinstance(node, dict):
        if "type" in node:
            yield node
        for child in node.values():
            yield from parts(child)


def worded(blocks: Sequence[Json]) -> Iterator[Json]:
    """Every object that holds words itself."""
    return (part for part in parts(list(blocks)) if isinstance(part.get("text"), str))


def buttons(blocks: Sequence[Json]) -> list[tuple[str, str]]:
    """(action_id, value) of each button, in order."""
    return [
        (part["action_id"], part["value"])
        for part in parts(list(blocks))
        if part["type"] == "button"
    ]


def as_submitted(view: Json) -> dict[str, dict[str, Json]]:
    """`view["state"]["values"]` when a form is submitted as it was opened."""
    entered = {"initial_value": "value", "initial_user": "selected_user",
               "initial_date": "selected_date", "initial_option": "selected_option"}  # fmt: skip
    return {
        block["block_id"]: {
            block["element"]["action_id"]: {
                name: block["element"].get(initial) for initial, name in entered.items()
            }
        }
        for block in view["blocks"]
        if block["type"] == "input"
    }
