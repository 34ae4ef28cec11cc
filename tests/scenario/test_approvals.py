"""Approvals, from the first request to the last verdict: only the named people's presses count."""

import asyncio

import pytest

from bot.demo.render import as_text
from handlers.approvals.entry import approval_buttons, approval_paragraphs
from handlers.approvals.staleness import cut_superseded
from handlers.approvals.views import approvals_view
from handlers.blocks import rich_text
from store.clock import now
from store.tables import Cut, Note
from store.unit_of_work import Work
from tests.support.acting import (
    actions,
    errors_of,
    form_of,
    key_of,
    note,
    offered,
    press_note,
    settled,
    thread_under_review,
    told,
    told_directly,
    told_so_far,
    words_of,
)
from tests.support.approving import (
    IDS,
    approvals,
    cut_id,
    live,
    mentioned,
    press_cut,
    pressed,
    request_text,
    requests_in,
    review_path,
    stale_notices,
    verdicts,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, STRANGER
from tests.support.watching import WORKSPACE

LOGO = ("director", "0:08 make the logo bigger")
END_CARD = ("client", "0:30 the end card is too dark")


async def card_lines(scripty: Running) -> tuple[str, list[str]]:
    """What the card shows of approvals: its lines, and the words on its buttons."""
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        cut = await _cut(work, await cut_id(scripty))
        view = await approvals_view(work, await work.productions.get(cut.production_id), cut)
        names = await work.people.names(view.people)
    lines = as_text([rich_text(*approval_paragraphs(view, names))])
    return lines, [button["text"]["text"] for button in approval_buttons(view)]


async def _cut(work: Work, value: str) -> Cut:
    cut = await work.reviews.find(Cut, value)
    assert cut is not None
    return cut


async def test_each_is_asked_once_the_one_before_has_approved(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client", "director")
    assert (await card_lines(scripty))[1] == ["Ask for approval"]
    await pressed(scripty, root, "editor", "approval_request")
    assert list(requests_in(scripty, root)) == ["client"]
    asked = requests_in(scripty, root)["client"]
    assert mentioned(asked["blocks"]) == [IDS["client"]]
    assert "do you approve v2 of spot-a?\neditor asks for your approval · watch the cut" in as_text(
        asked["blocks"]
    )
    assert [action for action, _ in offered(asked)] == [
        "approval_approve",
        "approval_with_notes",
        "approval_changes",
    ]
    lines, buttons = await card_lines(scripty)
    assert lines == "Approval: pending\n  • client: asked\n  • director: not asked yet"
    assert buttons == []

    await scripty.people.press("client", CHANNEL, asked, "approval_approve")
    await settled(scripty)
    assert list(requests_in(scripty, root)) == ["client", "director"]
    assert "client approved v2 · " in request_text(scripty, root, "client")
    assert mentioned(requests_in(scripty, root)["client"]["blocks"]) == []
    assert "Approved by client so far · watch the cut" in request_text(scripty, root, "director")
    assert "Approval: pending" in (await card_lines(scripty))[0]

    await pressed(scripty, root, "director", "approval_approve")
    assert (await card_lines(scripty))[0].startswith("Approval: approved\n  • client: approved · ")
    assert await verdicts(scripty) == {"client": "approved", "director": "approved"}
    events = actions((await scripty.record())["events"], "approval.given")
    assert [(event["actor"], event["surface"]) for event in events] == [
        (IDS["client"], "button"),
        (IDS["director"], "button"),
    ]


async def test_an_approval_says_what_was_seen_and_where(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO, END_CARD)
    await review_path(scripty, "client")
    await pressed(scripty, root, "editor", "approval_request")
    asked = requests_in(scripty, root)["client"]
    await scripty.people.press("client", CHANNEL, asked, "approval_approve")
    row = (await live(scripty))["client"]
    assert (row["version"], row["link"]) == ("v2", "https://f.io/abc")
    assert (row["notes"], row["open_notes"]) == ([], [1, 2])
    assert (row["channel"], row["message_ts"]) == (CHANNEL, asked["ts"])


async def test_whoever_is_not_in_the_path_is_told_who_is(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client", "director")
    for action in ("approval_approve", "approval_changes"):
        await press_cut(scripty, root, "sound mixer", action)
    await told(scripty, "sound mixer", "Cuts of spot-a are approved by client and director")
    assert await approvals(scripty) == []


async def test_an_outsider_and_a_guest_approve_nothing(scripty: Running) -> None:
    slack = scripty.team.slack
    slack.add_team("T0GUESTS1", bot_token="xoxb-guests")
    slack.add_user("U0GUEST01", "guest", team="T0GUESTS1")
    root = await thread_under_review(scripty, LOGO)
    await scripty.people.invite("U0GUEST01", CHANNEL)
    await settled(scripty)
    await review_path(scripty, "U0GUEST01", STRANGER)
    await press_cut(scripty, root, "guest", "approval_approve")
    await press_cut(scripty, root, "stranger", "approval_changes")
    await told_directly(scripty, "stranger", "Only members of spot-a")
    assert await approvals(scripty) == []


async def test_whoever_posted_the_cut_is_no_sole_approver(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "editor")
    await pressed(scripty, root, "editor", "approval_approve")
    await told(scripty, "editor", "editor posted v2 and is its only approver")
    await pressed(scripty, root, "director", "approval_request")
    await told(scripty, "director", "Name another approver of spot-a with /scripty new")
    assert requests_in(scripty, root) == {}
    assert await approvals(scripty) == []
    assert "posted the cut, so somebody else" in (await card_lines(scripty))[0]


async def test_whoever_posted_the_cut_may_be_one_of_its_approvers(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "editor", "client")
    await pressed(scripty, root, "editor", "approval_approve")
    assert "Approval: pending" in (await card_lines(scripty))[0]
    await pressed(scripty, root, "client", "approval_approve")
    assert "Approval: approved" in (await card_lines(scripty))[0]


async def test_with_nobody_named_a_press_says_how_to_name_somebody(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty)
    await pressed(scripty, root, "director", "approval_request")
    await told(scripty, "director", "Nobody is named yet who approves cuts of spot-a")
    assert "nobody is named yet who approves" in (await card_lines(scripty))[0]


async def test_a_second_press_changes_nothing_and_says_when(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client")
    for _ in range(2):
        await press_cut(scripty, root, "client", "approval_approve")
    await told(scripty, "client", "You approved v2 already, ")
    assert len(await approvals(scripty)) == 1
    for _ in range(2):
        await press_cut(scripty, root, "client", "approval_changes")
    await told(scripty, "client", "You asked for changes to v2 already, ")
    assert await verdicts(scripty) == {"client": "changes requested"}
    assert len(await approvals(scripty)) == 2


async def test_out_of_turn_one_is_told_who_comes_first_but_may_request_changes(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client", "director")
    await pressed(scripty, root, "director", "approval_approve")
    await told(scripty, "director", "client comes first: you are asked once client has approved v2")
    assert await approvals(scripty) == []
    await pressed(scripty, root, "director", "approval_changes")
    assert await verdicts(scripty) == {"director": "changes requested"}
    assert "director asked for changes to v2" in request_text(scripty, root, "director")
    assert mentioned(requests_in(scripty, root)["director"]["blocks"]) == []
    lines, buttons = await card_lines(scripty)
    assert lines.startswith("Approval: changes requested")
    assert buttons == []
    await pressed(scripty, root, "editor", "approval_request")
    await told(scripty, "editor", "director asked for changes to v2; an approval is asked for")


async def test_changes_requested_wins_and_its_words_are_kept(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client", "director")
    await pressed(scripty, root, "client", "approval_approve")
    await press_cut(scripty, root, "director", "approval_changes")
    assert await verdicts(scripty) == {"client": "approved", "director": "changes requested"}
    form = await form_of(scripty, "director", "approval_explained")
    await scripty.people.submit("director", form, {"comment": "The end card. *Now*."})
    await settled(scripty)
    assert "The end card. *Now*." in request_text(scripty, root, "director")
    assert (await live(scripty))["director"]["comment"] == "The end card. *Now*."
    assert (await card_lines(scripty))[0].startswith("Approval: changes requested")


async def test_words_for_a_request_that_no_longer_stands_are_not_kept(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client")
    await press_cut(scripty, root, "client", "approval_changes")
    form = await form_of(scripty, "client", "approval_explained")
    await press_cut(scripty, root, "client", "approval_approve")
    answer = await scripty.people.submit("client", form, {"comment": "too late"})
    assert "doesn't stand any more" in errors_of(answer)["comment"]
    assert await verdicts(scripty) == {"client": "approved"}


async def test_approving_with_notes_names_at_least_one(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO, END_CARD)
    await review_path(scripty, "client", "director")
    await pressed(scripty, root, "editor", "approval_request")
    asked = requests_in(scripty, root)["client"]
    await scripty.people.press("client", CHANNEL, asked, "approval_with_notes")
    form = await form_of(scripty, "client", "approval_noted")
    answer = await scripty.people.submit("client", form, {"notes": []})
    assert "Name at least one note" in errors_of(answer)["notes"]
    assert await approvals(scripty) == []
    await scripty.people.submit("client", form, {"notes": [(await note(scripty, 2))["id"]]})
    await settled(scripty)
    row = (await live(scripty))["client"]
    assert (row["verdict"], row["notes"], row["open_notes"]) == ("approved with notes", [2], [1, 2])
    assert (row["surface"], row["message_ts"]) == ("modal", asked["ts"])
    assert "client approved v2 with N2 · " in request_text(scripty, root, "client")
    await pressed(scripty, root, "director", "approval_approve")
    lines, _ = await card_lines(scripty)
    assert lines.startswith("Approval: approved with notes\n  • client: approved with N2 · ")


async def test_a_note_that_is_closed_meanwhile_can_t_be_named(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client")
    await press_cut(scripty, root, "client", "approval_with_notes")
    form = await form_of(scripty, "client", "approval_noted")
    await press_note(scripty, root, "director", "note_reject", 1)
    named = {"notes": [(await note(scripty, 1))["id"]]}
    answer = await scripty.people.submit("client", form, named)
    assert "N1 is no longer open" in errors_of(answer)["notes"]
    await press_cut(scripty, root, "client", "approval_with_notes")
    await told(scripty, "client", "No note of v2 is open")
    assert await approvals(scripty) == []


async def test_a_note_accepted_afterwards_makes_approvals_stale_until_affirmed(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, LOGO, END_CARD)
    await review_path(scripty, "client", "director")
    await pressed(scripty, root, "client", "approval_approve")
    await pressed(scripty, root, "director", "approval_approve")
    await press_note(scripty, root, "editor", "note_accept", 1)
    await settled(scripty)
    assert await verdicts(scripty) == {"client": "stale approved", "director": "stale approved"}
    (said,) = stale_notices(scripty, root)
    assert "approvals of v2 by client and director no longer count: N1 was accepted aft" in said
    assert f"@{IDS['client']}, @{IDS['director']}: look again" in said
    assert "It no longer counts: N1 was" in request_text(scripty, root, "client")
    lines, buttons = await card_lines(scripty)
    assert lines.startswith("Approval: pending\n  • client: approved · ")
    assert "stale: N1 was accepted afterwards" in lines
    assert buttons == []
    await press_note(scripty, root, "editor", "note_accept", 2)  # stale is stale
    await settled(scripty)
    assert len(stale_notices(scripty, root)) == 1

    for who in ("director", "client"):  # affirming waits for nobody
        shown = requests_in(scripty, root)[who]
        assert ("approval_approve", await cut_id(scripty)) in offered(shown)
        await scripty.people.press(who, CHANNEL, shown, "approval_approve")
        await settled(scripty)
    assert await verdicts(scripty) == {"client": "approved", "director": "approved"}
    assert len(await approvals(scripty)) == 4
    assert (await card_lines(scripty))[0].startswith("Approval: approved\n")


async def test_accepting_a_note_the_approval_names_leaves_it_standing(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO, END_CARD)
    await review_path(scripty, "client")
    await press_cut(scripty, root, "client", "approval_with_notes")
    form = await form_of(scripty, "client", "approval_noted")
    await scripty.people.submit("client", form, {"notes": [(await note(scripty, 1))["id"]]})
    await press_note(scripty, root, "editor", "note_accept", 1)
    assert await verdicts(scripty) == {"client": "approved with notes"}
    await press_note(scripty, root, "editor", "note_accept", 2)
    assert await verdicts(scripty) == {"client": "stale approved with notes"}


async def test_a_rejected_note_makes_nothing_stale(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client")
    await pressed(scripty, root, "client", "approval_approve")
    await press_note(scripty, root, "editor", "note_reject", 1)
    await settled(scripty)
    assert await verdicts(scripty) == {"client": "approved"}
    assert stale_notices(scripty, root) == []


async def test_a_new_cut_makes_every_verdict_stale_and_ends_the_asking(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client", "director", "producer")
    await pressed(scripty, root, "client", "approval_approve")
    await pressed(scripty, root, "director", "approval_changes")
    old_id = await cut_id(scripty)
    for _ in range(2):  # twice changes nothing
        await supersede(scripty, old_id)
    await settled(scripty)
    assert await verdicts(scripty) == {
        "client": "stale approved",
        "director": "stale changes requested",
    }
    assert stale_notices(scripty, root) == []  # the pointer to v3 says it
    for who in ("client", "director"):
        assert "v2 is superseded by v3" in request_text(scripty, root, who)
        assert offered(requests_in(scripty, root)[who]) == []
    before = await approvals(scripty)
    for action in (
        "approval_request",
        "approval_approve",
        "approval_with_notes",
        "approval_changes",
        "approval_revoke",
    ):
        await press_cut(scripty, root, "director", action, old_id)
    await settled(scripty)
    told_why = "v2 is superseded by v3; you will be asked in its thread."
    assert sum(told_why in said for said in told_so_far(scripty, "director")) == 5
    await press_cut(scripty, root, "editor", "approval_request", old_id)
    await told(scripty, "editor", "v2 is superseded by v3; approval is asked for in its thread.")
    assert await approvals(scripty) == before


async def test_one_message_in_the_old_thread_says_what_a_newer_cut_brings(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client", "director")
    await pressed(scripty, root, "client", "approval_approve")
    before = {message["ts"] for message in scripty.team.slack.bot_messages(CHANNEL, root)}
    await scripty.people.command("editor", CHANNEL, "review https://f.io/v3 v3")
    await settled(scripty)
    new = [m for m in scripty.team.slack.bot_messages(CHANNEL, root) if m["ts"] not in before]
    (pointer,) = [message for message in new if key_of(message).startswith("superseded:")]
    (report,) = [message for message in new if message.get("files")]
    assert len(new) == 2
    said = as_text(pointer["blocks"])
    assert said.startswith("v3 is up: it supersedes v2, and this round is closed.")
    assert said.endswith("client's approval of v2 is stale.")
    assert "Verdict: pending." in report["text"]


async def test_the_report_of_a_superseded_round_keeps_its_verdict(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client", "director")
    await pressed(scripty, root, "client", "approval_changes")
    await scripty.people.command("editor", CHANNEL, "review https://f.io/v3 v3")
    await settled(scripty)
    assert await verdicts(scripty) == {"client": "stale changes requested"}
    said = words_of(await scripty.people.command("editor", CHANNEL, "report v2"))
    assert "Verdict: changes requested (client)." in said


async def supersede(scripty: Running, old_id: str) -> None:
    """Put v3 up, as far as approvals are concerned."""
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        old = await _cut(work, old_id)
        if old.superseded_by is None:
            new = await work.add(Cut(production_id=old.production_id, version="v3"))
            old.state, old.superseded_by, old.superseded_at = "superseded", new.id, now()
        await cut_superseded(work, old, await _cut(work, str(old.superseded_by)))


async def test_one_s_own_verdict_can_be_taken_back_and_stays_on_record(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client", "director")
    await pressed(scripty, root, "client", "approval_approve")
    await pressed(scripty, root, "director", "approval_revoke")
    await told(scripty, "director", "You have no verdict on v2")
    assert await verdicts(scripty) == {"client": "approved"}
    shown = requests_in(scripty, root)["client"]
    await scripty.people.press("client", CHANNEL, shown, "approval_revoke")
    await settled(scripty)
    assert await verdicts(scripty) == {}
    (row,) = await approvals(scripty)
    assert row["verdict"] == "approved"
    assert row["revoked_at"] is not None
    assert "do you approve v2" in request_text(scripty, root, "client")
    await pressed(scripty, root, "client", "approval_approve")
    assert await verdicts(scripty) == {"client": "approved"}


async def test_whose_approval_no_longer_counts_is_not_named_to_those_asked_after(
    scripty: Running,
) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client", "producer", "director")
    for who in ("client", "producer"):
        await pressed(scripty, root, who, "approval_approve")
    assert "Approved by client and producer so far" in request_text(scripty, root, "director")
    await pressed(scripty, root, "client", "approval_revoke")
    assert "Approved by producer so far" in request_text(scripty, root, "director")
    await press_note(scripty, root, "editor", "note_accept", 1)
    await settled(scripty)
    assert "Only your press counts" in request_text(scripty, root, "director")
    await pressed(scripty, root, "producer", "approval_approve")
    assert "Approved by producer so far" in request_text(scripty, root, "director")


async def test_looks_good_asks_the_named_approver_once(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "director", "client")
    await scripty.people.post("client", CHANNEL, "Looks good!", root)
    await settled(scripty)
    assert list(requests_in(scripty, root)) == ["director"]
    text = request_text(scripty, root, "director")
    assert "client wrote something that sounds like an approval; only your press is one" in text
    assert "┃ Looks good!" in text
    assert mentioned(requests_in(scripty, root)["director"]["blocks"]) == [IDS["director"]]
    assert await approvals(scripty) == []
    await scripty.people.post("producer", CHANNEL, "approved!", root)
    await settled(scripty)
    assert list(requests_in(scripty, root)) == ["director"]
    await pressed(scripty, root, "editor", "approval_request")
    await told(scripty, "editor", "director was asked to approve v2 ")
    events = actions((await scripty.record())["events"], "approval.asked")
    assert [event["detail"]["user"] for event in events] == [IDS["director"]]


async def test_a_request_forgets_the_words_of_a_deleted_message(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "director")
    said = await scripty.people.post("client", CHANNEL, "Looks good!", root)
    await settled(scripty)
    assert "Looks good!" in request_text(scripty, root, "director")
    await scripty.people.delete("client", CHANNEL, said["ts"])
    await settled(scripty)
    assert "Looks good!" not in request_text(scripty, root, "director")
    assert "do you approve v2" in request_text(scripty, root, "director")


@pytest.mark.parametrize("instead", ["0:08 the logo is too small", "hm"])
async def test_a_request_forgets_words_edited_into_something_else(
    scripty: Running, instead: str
) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "director")
    said = await scripty.people.post("client", CHANNEL, "looks good to me", root)
    await settled(scripty)
    assert "looks good to me" in request_text(scripty, root, "director")
    await scripty.people.edit("client", CHANNEL, said["ts"], instead)
    await settled(scripty)
    text = request_text(scripty, root, "director")
    assert "client wrote something that sounded like an approval, since edited; only your" in text
    assert "looks good" not in text
    assert instead not in text


async def test_a_request_quotes_the_words_as_they_are_now(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "director")
    said = await scripty.people.post("client", CHANNEL, "looks good to me", root)
    await settled(scripty)
    await scripty.people.edit("client", CHANNEL, said["ts"], "approved from my side")
    await settled(scripty)
    assert "┃ approved from my side" in request_text(scripty, root, "director")


async def test_accepting_looks_good_leaves_approvals_standing(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO, ("producer", "looks good to me"))
    assert (await note(scripty, 2))["kind"] == "approval statement"
    await review_path(scripty, "client")
    await pressed(scripty, root, "client", "approval_approve")
    await press_note(scripty, root, "editor", "note_accept", 2)
    await settled(scripty)
    assert await verdicts(scripty) == {"client": "approved"}
    assert stale_notices(scripty, root) == []


async def test_the_approver_s_own_words_are_no_approval_either(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client")
    await scripty.people.post("client", CHANNEL, "Approved!", root)
    await settled(scripty)
    assert "You wrote something that sounds like" in request_text(scripty, root, "client")
    assert await approvals(scripty) == []


async def test_many_presses_at_once_come_to_one_verdict_each(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client", "director")
    cut = await cut_id(scripty)
    await asyncio.gather(
        *(press_cut(scripty, root, "editor", "approval_request", cut) for _ in range(3)),
        *(press_cut(scripty, root, "client", "approval_approve", cut) for _ in range(6)),
    )
    await settled(scripty)
    assert await verdicts(scripty) == {"client": "approved"}
    assert len(await approvals(scripty)) == 1
    assert list(requests_in(scripty, root)) == ["client", "director"]


async def test_approving_and_accepting_at_once_agree_on_which_came_first(
    scripty: Running,
) -> None:
    """Either the approval knew of the accepted note, or it is stale."""
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client")
    for number in range(1, 6):
        await asyncio.gather(
            press_cut(scripty, root, "client", "approval_approve"),
            accept(scripty, number),
        )
        row = (await live(scripty))["client"]
        decided = (await note(scripty, number))["decided_at"]
        assert decided is not None
        if row["stale_at"] is None:
            assert str(number) in {str(each) for each in row["open_notes"]}
        await press_cut(scripty, root, "client", "approval_revoke")
        await scripty.people.post(
            "client", CHANNEL, f"0:{number + 20} trim the shot {number}", root
        )
        await settled(scripty)


async def accept(scripty: Running, number: int) -> None:
    """Accept a note from the list, wherever its button is."""
    found = await note(scripty, number)
    side = scripty.people.side
    message = {"ts": "1.0", "blocks": []}
    value = {"value": found["id"]}
    answer = await side.press(IDS["editor"], CHANNEL, message, "note_accept", element=value)
    assert answer.status == 200


@pytest.mark.parametrize("action", ["approval_approve", "approval_changes", "approval_request"])
async def test_a_button_of_no_cut_says_so(scripty: Running, action: str) -> None:
    root = await thread_under_review(scripty, LOGO)
    await press_cut(scripty, root, "client", action, "not-an-id")
    await told(scripty, "client", "That cut is not in this workspace's record")


async def test_a_note_is_never_decided_by_an_approval(scripty: Running) -> None:
    root = await thread_under_review(scripty, LOGO)
    await review_path(scripty, "client")
    await pressed(scripty, root, "client", "approval_approve")
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        found = await work.notes.find(Note, (await note(scripty, 1))["id"])
    assert found is not None
    assert found.state == "draft"
