"""Each of the three calls of an upload goes wrong: in the end there is one picture, or the text."""

from datetime import timedelta

import pytest

from bot.demo.slack import FOREVER, LocalSlack
from bot.demo.slack.faults import AcceptedThenDropped, Dropped, Error, Fault, RateLimited, Status
from bot.demo.slack.params import Json
from bot.slack import delivery as delivering
from bot.slack import errors
from handlers.reports import cards
from store.tables import Delivery
from tests.conftest import Starts
from tests.support.acting import thread_under_review
from tests.support.running import Running
from tests.support.team import CHANNEL, Team
from tests.support.watching import WORKSPACE, all_done, delivered, until

BEGIN, BYTES, SHARE = "files.getUploadURLExternal", "upload", "files.completeUploadExternal"
CALLS = [BEGIN, BYTES, SHARE]


@pytest.fixture(autouse=True)
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same waits, only shorter, and a picture that takes no time to draw."""
    monkeypatch.setattr(cards, "draw", lambda *_: b"\x89PNG")
    monkeypatch.setattr(delivering, "SHARING", timedelta(seconds=1))
    monkeypatch.setattr(errors, "UPLOAD_WAIT", timedelta(seconds=1))
    monkeypatch.setattr(delivering, "INTERVAL", timedelta(milliseconds=1))


async def ask_for_report(scripty: Running) -> tuple[str, str]:
    """Somebody asks for a report with these faults ahead. The thread and the delivery's key."""
    root = await thread_under_review(scripty)
    return root, await ask_again(scripty)


async def ask_again(scripty: Running) -> str:
    known = set(await keys(scripty))
    await scripty.people.command("director", CHANNEL, "report")
    (key,) = set(await keys(scripty)) - known
    return key


async def keys(scripty: Running) -> list[str]:
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        found = await work.deliveries.all()
    return [each.key for each in found if each.kind == "round_report"]


def shown(slack: LocalSlack, root: str) -> tuple[list[Json], list[Json]]:
    """The reports in a thread: those with a picture, and those in words only."""
    there = [m for m in slack.bot_messages(CHANNEL, root) if "Round report" in m["text"]]
    return [m for m in there if m.get("files")], [m for m in there if not m.get("files")]


def kept_to_one(found: Delivery, messages: list[Json]) -> None:
    (message,) = messages
    assert found.ts == message["ts"]
    assert found.state == "sent"


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(RateLimited(1), id="429"),
        pytest.param(Status(500), id="500"),
        pytest.param(Status(503, accepted=True), id="503 once taken"),
        pytest.param(Dropped(), id="dropped"),
        pytest.param(AcceptedThenDropped(), id="dropped once taken"),
    ],
)
async def test_it_is_seen_once_with_its_picture(scripty: Running, call: str, fault: Fault) -> None:
    slack = scripty.team.slack
    slack.faults.add(call, fault)
    root, key = await ask_for_report(scripty)
    found = await delivered_at_last(scripty, key)
    pictures, texts = shown(slack, root)
    kept_to_one(found, pictures)
    assert texts == []
    assert pictures[0]["files"][0]["alt_txt"]


@pytest.mark.parametrize("call", CALLS)
async def test_without_the_permission_the_text_is_posted(scripty: Running, call: str) -> None:
    slack = scripty.team.slack
    refused = Status(403) if call == BYTES else Error("missing_scope", needed="files:write")
    slack.faults.add(call, refused, times=FOREVER)
    root, key = await ask_for_report(scripty)
    found = await delivered_at_last(scripty, key)
    pictures, texts = shown(slack, root)
    assert pictures == []
    kept_to_one(found, texts)
    assert "Verdict: nobody was asked." in texts[0]["text"]
    assert len(slack.calls(BEGIN)) == 1


async def test_an_app_installed_before_reports_posts_the_text(start: Starts, team: Team) -> None:
    """No fault here: the local Slack refuses by itself."""
    team.slack.team.scopes = tuple(s for s in team.slack.team.scopes if s != "files:write")
    async with start() as scripty:
        root, key = await ask_for_report(scripty)
        found = await delivered_at_last(scripty, key)
    pictures, texts = shown(team.slack, root)
    assert pictures == []
    kept_to_one(found, texts)


@pytest.mark.parametrize("call", CALLS)
async def test_where_uploads_never_work_the_text_is_posted(
    scripty: Running, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "MOST_UPLOADS", 2)
    slack = scripty.team.slack
    slack.faults.add(call, Status(500), times=FOREVER)
    root, key = await ask_for_report(scripty)
    found = await delivered_at_last(scripty, key)
    pictures, texts = shown(slack, root)
    assert pictures == []
    kept_to_one(found, texts)
    assert len(slack.calls(BEGIN)) == 2


async def test_a_picture_taken_and_never_shown_is_sent_again_without_alternative_text(
    scripty: Running,
) -> None:
    """slackapi/python-slack-sdk#1818."""
    slack = scripty.team.slack
    slack.unshared = lambda _params, uploads: bool(uploads[0]["alt_txt"])
    root, key = await ask_for_report(scripty)
    found = await delivered_at_last(scripty, key)
    pictures, texts = shown(slack, root)
    kept_to_one(found, pictures)
    assert texts == []
    assert [bool(call.get("alt_txt")) for call in slack.calls(BEGIN)] == [True, False]


async def test_a_picture_that_is_never_shown_is_replaced_by_the_text(
    scripty: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "MOST_UPLOADS", 2)
    slack = scripty.team.slack
    slack.unshared = lambda _params, _uploads: True
    root, key = await ask_for_report(scripty)
    found = await delivered_at_last(scripty, key)
    pictures, texts = shown(slack, root)
    assert pictures == []
    kept_to_one(found, texts)


async def test_a_picture_that_slack_shows_late_is_waited_for(
    scripty: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked for three times, it isn't there; then it comes."""
    monkeypatch.setattr(delivering, "SHARING", timedelta(seconds=60))
    slack = scripty.team.slack
    held: list[Json] = []

    def hold(params: Json, uploads: list[Json]) -> bool:
        held.append({**params, "upload": uploads[0]})
        return True

    slack.unshared = hold
    root, key = await ask_for_report(scripty)
    before = len(slack.calls("conversations.replies"))
    await slack.wait_for(lambda s: len(s.calls("conversations.replies")) >= before + 3)
    (late,) = held
    file = slack.add_file("F09", late["upload"]["name"], "image/png")
    message = slack.post_as(
        slack.team.bot_user, CHANNEL, late["initial_comment"], root, files=[file]
    )
    found = await delivered_at_last(scripty, key)
    assert found.ts == message["ts"]
    assert len(slack.calls(BEGIN)) == 1


async def test_while_the_thread_can_not_be_read_nothing_is_sent_again(scripty: Running) -> None:
    slack = scripty.team.slack
    root = await thread_under_review(scripty)
    slack.faults.add(SHARE, AcceptedThenDropped())
    slack.faults.add("conversations.replies", Status(500), times=2)
    found = await delivered_at_last(scripty, await ask_again(scripty))
    pictures, texts = shown(slack, root)
    kept_to_one(found, pictures)
    assert texts == []
    assert len(slack.calls(BEGIN)) == 1


async def test_a_channel_we_were_removed_from_ends_it_and_whoever_asked_is_told(
    scripty: Running,
) -> None:
    slack = scripty.team.slack
    root = await thread_under_review(scripty)
    for method in (SHARE, "chat.postMessage"):
        slack.faults.add(method, Error("not_in_channel"), when=in_channel, times=FOREVER)
    found = await delivered(scripty, await ask_again(scripty), "dead")
    assert found.error == "not_in_channel"
    assert shown(slack, root) == ([], [])
    await all_done(scripty.scripty.where)
    direct, _ = slack.direct(slack.team, slack.user("director"))
    (told,) = slack.bot_messages(direct.id)
    assert "/invite @Scripty" in told["text"]


def in_channel(params: Json) -> bool:
    return CHANNEL in (params.get("channel"), params.get("channel_id"))


async def test_a_limit_on_uploads_delays_no_message(scripty: Running) -> None:
    slack = scripty.team.slack
    slack.faults.add(SHARE, RateLimited(5))
    _, key = await ask_for_report(scripty)

    async def limited() -> bool:
        async with scripty.scripty.record.workspace(WORKSPACE) as work:
            found = await work.deliveries.by_key(key)
        return found is not None and found.error == "ratelimited"

    await until(limited)
    await scripty.people.command("director", CHANNEL, "task send the mix")
    await slack.wait_for(
        lambda s: [m for m in s.bot_messages(CHANNEL) if "send the mix" in m["text"]], timeout=3
    )


async def delivered_at_last(scripty: Running, key: str) -> Delivery:
    """As `delivered`, for what takes several tries a second and more apart."""
    await all_done(scripty.scripty.where, 40)
    return await delivered(scripty, key, "sent")
