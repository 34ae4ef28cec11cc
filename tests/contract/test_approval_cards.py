"""What is shown of approvals is what Slack accepts, at its longest, and notifies one person."""

from typing import Any
from uuid import uuid4

import pytest

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults, view_faults
from handlers import blocks as kit
from handlers.approvals.cards import Words, request_card, stale_notice
from handlers.approvals.entry import ApprovalsView, approval_buttons, approval_paragraphs
from handlers.approvals.forms import GivenOn, changes_modal, notes_modal
from handlers.approvals.rules import path
from store.tables import Approval, ApprovalRequest
from tests.support.approving import mentioned
from tests.support.rows import MORNING, a_cut, a_note, a_production

LONGEST = 40_000
HOSTILE = "<!channel> <https://evil.example|good> *x* &amp; <@U01>"
TEXTS = {
    "plain": "director",
    "longest": "x" * LONGEST,
    "hostile": HOSTILE,
    "emoji": "\U0001f469\u200d\U0001f467" * 4000,
    "nothing": "",
    "lines": "a\n\n\nb",
}
USERS = [f"U{number:02}" for number in range(1, 13)]
VERDICTS = ("approved", "approved with notes", "changes requested")


def a_view(words: str, *, said: str = "", superseded: bool = False) -> ApprovalsView:
    """Twelve approvers, all of it made of `words`; `said` is everybody's verdict."""
    production = a_production(words, timezone="Europe/Berlin")
    cut = a_cut(production, version=words or "v2", link=words)
    given = [verdict(user, said, words, at) for at, user in enumerate(USERS)] if said else []
    asked = {
        user: ApprovalRequest(cut_id=cut.id, user_id=user, because="U02", at=MORNING)
        for user in USERS[:6]
    }
    newer = a_cut(production, version=f"{words}3") if superseded else None
    return ApprovalsView(production, cut, path(USERS, "U02", given), asked, newer)


def verdict(user: str, said: str, words: str, at: int = 0) -> Approval:
    return Approval(
        workspace_id="T01",
        production_id=uuid4(),
        cut_id=uuid4(),
        user_id=user,
        verdict=said,
        version=words or "v2",
        notes=list(range(1, 201)) if said == "approved with notes" else [],
        comment=words,
        at=MORNING,
        stale_at=MORNING if at % 2 else None,
        stale_because=f"{words} is up" if at % 2 else "",
    )


def fits(message: kit.Message) -> None:
    assert message_faults(message.blocks) == []
    assert 0 < len(message.text) <= 4000
    assert kit.length(message.blocks) <= 12_000
    assert "<" not in message.text


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("said", ["", *VERDICTS])
@pytest.mark.parametrize("superseded", [False, True])
def test_every_card_fits(words: str, said: str, superseded: bool) -> None:
    view = a_view(words, said=said, superseded=superseded)
    names = dict.fromkeys(USERS, words)
    quoted = Words("U03", words, "https://team.slack.com/archives/C01/p1")
    for user in (*USERS[:2], "U99"):
        fits(request_card(view, user, names, quoted))
        fits(request_card(view, user, names))
    blocks = [kit.rich_text(*approval_paragraphs(view, names))]
    buttons = approval_buttons(view)
    fits(kit.message("card", [*blocks, *([kit.actions("approval", *buttons)] if buttons else [])]))
    assert kit.length(blocks) < 3_500
    if said:
        for again in ([], USERS):
            fits(stale_notice(view.cut, list(view.path.live.values()), names, again))


def test_a_request_names_the_one_who_is_asked_and_nobody_else() -> None:
    names = dict.fromkeys(USERS, "somebody")
    asked = request_card(a_view("plain"), "U01", names)
    assert mentioned(asked.blocks) == ["U01"]
    for said in VERDICTS:
        answered = request_card(a_view("plain", said=said), "U01", names)
        assert mentioned(answered.blocks) == []
    view = a_view("plain")
    assert mentioned(approval_paragraphs(view, names)) == []


def test_what_people_wrote_is_said_literally() -> None:
    names = dict.fromkeys(USERS, HOSTILE)
    view = a_view(HOSTILE, said="changes requested")
    assert HOSTILE in as_text(request_card(view, "U01", names).blocks)
    assert "&lt;!channel&gt;" in request_card(view, "U01", names).text


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("count", [1, 100, 101, 200])
def test_every_form_fits(words: str, count: int) -> None:
    cut = a_cut(a_production(words), version=words or "v2")
    notes = [a_note(number, text=words) for number in range(1, count + 1)]
    pressed = GivenOn("C0000000001", "1780297325.105729")
    form = notes_modal(cut, notes, pressed)
    assert view_faults(form) == []
    assert len(choices(form)) == count
    assert len(form["private_metadata"]) < 3000
    given = verdict("U01", "changes requested", words)
    assert view_faults(changes_modal(given, cut, pressed)) == []


def choices(form: kit.View) -> list[Any]:
    """The options of a form's menu, whether or not they are in groups."""
    element = form["blocks"][1]["element"]
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    assert all(len(group["options"]) <= kit.OPTIONS for group in groups)
    return [option for group in groups for option in group["options"]]
