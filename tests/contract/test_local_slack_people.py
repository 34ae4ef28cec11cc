"""What the people of a local workspace send, as a real Bolt app receives it."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.demo.people import BotRefusedError, Events, LocalWorkspace, SlackSide
from bot.demo.slack import LocalSlack, serve

Json = dict[str, Any]

SECRET = "a-signing-secret"
CARD: list[Json] = [
    {
        "type": "actions",
        "block_id": "decide",
        "elements": [
            {
                "type": "button",
                "action_id": "accept",
                "value": value,
                "text": {"type": "plain_text", "text": "Accept"},
            }
            for value in ("note-1",)
        ],
    }
]
MODAL: Json = {
    "type": "modal",
    "callback_id": "task",
    "title": {"type": "plain_text", "text": "Task"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": {"type": "plain_text", "text": "What"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        {
            "type": "input",
            "block_id": "who",
            "label": {"type": "plain_text", "text": "Who"},
            "element": {"type": "users_select", "action_id": "owner", "initial_user": "U1"},
        },
    ],
}


@dataclass
class Recorder:
    """An ASGI app that keeps what it is sent."""

    bodies: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def app(self) -> Starlette:
        async def keep(request: Request) -> Response:
            self.bodies.append((await request.body()).decode())
            self.headers.append(dict(request.headers))
            return Response()

        return Starlette(routes=[Route("/slack/events", keep, methods=["POST"])])

    def payload(self) -> Json:
        """The last interaction's payload."""
        payload: Json = json.loads(parse_qs(self.bodies[-1])["payload"][0])
        return payload


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def side(recorder: Recorder) -> SlackSide:
    return SlackSide(recorder.app(), SECRET)


async def test_requests_are_signed(recorder: Recorder, side: SlackSide) -> None:
    await side.event(Events("C1").message("U1", "Cut 3 is up"))
    await side.command("U1", "C1", "status")
    verifier = SignatureVerifier(SECRET)
    for body, headers in zip(recorder.bodies, recorder.headers, strict=True):
        assert verifier.is_valid_request(body, headers)
        assert not SignatureVerifier("another").is_valid_request(body, headers)


async def test_a_retry_has_the_same_id_and_says_so(recorder: Recorder, side: SlackSide) -> None:
    event = Events("C1").message("U1", "Cut 3 is up")
    await side.event(event, event_id="Ev1")
    await side.event(event, event_id="Ev1", retry_num=1, retry_reason="http_error")
    first, again = (json.loads(body) for body in recorder.bodies)
    assert first["event_id"] == again["event_id"] == "Ev1"
    assert recorder.headers[1]["x-slack-retry-num"] == "1"
    assert recorder.headers[1]["x-slack-retry-reason"] == "http_error"
    assert first["authorizations"][0]["is_bot"]


async def test_a_command_is_a_form(recorder: Recorder, side: SlackSide) -> None:
    await side.command("U1", "C1", "status cut 3")
    form = {name: values[0] for name, values in parse_qs(recorder.bodies[0]).items()}
    assert (form["command"], form["text"], form["user_id"]) == ("/scripty", "status cut 3", "U1")
    assert form["trigger_id"]
    assert form["response_url"].startswith("http://127.0.0.1/response/")


async def test_a_press_carries_its_message_and_value(recorder: Recorder, side: SlackSide) -> None:
    message = {"ts": "1.000001", "thread_ts": "1.000000", "text": "card", "blocks": CARD}
    await side.press("U1", "C1", message, "accept")
    payload = recorder.payload()
    (action,) = payload["actions"]
    assert (action["action_id"], action["block_id"]) == ("accept", "decide")
    assert (action["value"], action["type"]) == ("note-1", "button")
    assert payload["container"]["message_ts"] == "1.000001"
    assert payload["message"] == message
    with pytest.raises(LookupError, match="nothing to press"):
        await side.press("U1", "C1", message, "refuse")
    await side.press("U1", "C1", message, "refuse", element={"value": "forged"})
    assert recorder.payload()["actions"][0]["value"] == "forged"


async def test_a_submission_fills_the_state(recorder: Recorder, side: SlackSide) -> None:
    view = {**MODAL, "id": "V1"}
    await side.submit("U1", view, {"text": "Trim the open"})
    payload = recorder.payload()
    assert payload["type"] == "view_submission"
    assert payload["view"]["state"]["values"] == {
        "what": {"text": {"type": "plain_text_input", "value": "Trim the open"}},
        "who": {"owner": {"type": "users_select", "selected_user": "U1"}},
    }
    with pytest.raises(LookupError, match="nothing to fill in"):
        await side.submit("U1", view, {"colour": "red"})


def form(kind: str, **more: Any) -> Json:
    """A modal with one field of this kind."""
    block = {
        "type": "input",
        "block_id": "field",
        "label": {"type": "plain_text", "text": "Field"},
        "element": {"type": kind, "action_id": "field", **more},
    }
    return {**MODAL, "id": "V1", "blocks": [block]}


def in_menu(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


MENU = {"option_groups": [{"label": {}, "options": [in_menu("utc"), in_menu("berlin")]}]}


@pytest.mark.parametrize(
    ("view", "filled_in", "said"),
    [
        (form("multi_users_select"), ["U2", "U1"], {"selected_users": ["U2", "U1"]}),
        (form("multi_users_select", initial_users=["U1"]), None, {"selected_users": ["U1"]}),
        (form("multi_users_select"), None, {"selected_users": []}),
        (form("multi_conversations_select"), ["C1"], {"selected_conversations": ["C1"]}),
        (
            form("multi_conversations_select", initial_conversations=["C1"]),
            None,
            {"selected_conversations": ["C1"]},
        ),
        (form("number_input", max_value="15"), "3", {"value": "3"}),
        (form("number_input", initial_value="2"), None, {"value": "2"}),
        (form("number_input"), None, {"value": None}),
        (form("static_select", **MENU), "berlin", {"selected_option": in_menu("berlin")}),
        (
            form("static_select", initial_option=in_menu("utc"), **MENU),
            None,
            {"selected_option": in_menu("utc")},
        ),
    ],
)
async def test_a_submission_says_what_each_kind_of_field_holds(
    recorder: Recorder, side: SlackSide, view: Json, filled_in: Any, said: Json
) -> None:
    await side.submit("U1", view, {"field": filled_in} if filled_in else {})
    kind = view["blocks"][0]["element"]["type"]
    values = recorder.payload()["view"]["state"]["values"]
    assert values == {"field": {"field": {"type": kind, **said}}}


@pytest.mark.parametrize(
    ("view", "filled_in"),
    [
        (form("multi_users_select", max_selected_items=1), ["U1", "U2"]),
        (form("number_input", min_value="1"), "0"),
        (form("number_input", max_value="15"), "16"),
        (form("number_input"), 3),
        (form("static_select", **MENU), "mars"),
    ],
)
async def test_what_slack_s_form_would_not_take_cannot_be_filled_in(
    side: SlackSide, view: Json, filled_in: Any
) -> None:
    with pytest.raises(LookupError):
        await side.submit("U1", view, {"field": filled_in})


async def test_a_shortcut_names_its_message(recorder: Recorder, side: SlackSide) -> None:
    await side.shortcut("U1", "C1", {"ts": "1.000001", "text": "note"}, "make_task")
    payload = recorder.payload()
    assert (payload["type"], payload["callback_id"]) == ("message_action", "make_task")
    assert payload["message_ts"] == payload["message"]["ts"] == "1.000001"


def test_events_have_slacks_shapes() -> None:
    events = Events("C1")
    root = events.message("U1", "Cut 3 is up")
    reply = events.reply("U2", "00:12 too slow", root["ts"])
    changed = events.message_changed(reply, "00:12 far too slow")
    assert changed["previous_message"]["text"] == "00:12 too slow"
    assert changed["message"]["edited"]["user"] == "U2"
    assert events.message_deleted(reply)["deleted_ts"] == reply["ts"]
    assert events.thread_broadcast("U2", "see", root)["root"]["ts"] == root["ts"]
    assert events.app_mention(root)["ts"] == root["ts"]
    assert "user" not in events.bot_message("B9", "deployed")
    assert events.file_share("U1", "", [{"id": "F1"}])["subtype"] == "file_share"
    assert events.channel_join("U2")["subtype"] == "channel_join"
    assert events.member_joined_channel("U2", inviter="U1")["inviter"] == "U1"


def bolt_app(client: AsyncWebClient, bot_user: str) -> AsyncApp:
    """A bot with one of each door: event, action, submission, command, shortcut."""
    app = AsyncApp(signing_secret=SECRET, client=client, process_before_response=True)

    @app.event("message")
    async def on_message(event: Json, say: Any) -> None:
        if event.get("subtype") is None and event.get("user") != bot_user:
            await say(text="A card", thread_ts=event["ts"], blocks=CARD)

    @app.action("accept")
    async def on_accept(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("task")
    async def on_task(ack: Any, view: Json, body: Json, client: AsyncWebClient) -> None:
        text = view["state"]["values"]["what"]["text"]["value"]
        if not text:
            await ack(response_action="errors", errors={"what": "Say what"})
            return
        await ack()
        await client.chat_postMessage(channel="C1", text=f"Task: {text}")

    @app.command("/scripty")
    async def on_command(ack: Any, respond: Any) -> None:
        await ack()
        await respond("All quiet")

    @app.shortcut("make_task")
    async def on_shortcut(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    return app


@pytest.fixture
async def workspace() -> AsyncIterator[LocalWorkspace]:
    slack = LocalSlack()
    slack.add_user("U1", "director")
    slack.add_user("U2", "editor")
    slack.add_channel("C1", "cut-review", members=["director", "editor"])
    async with serve(slack.app) as slack_url:
        client = AsyncWebClient(
            token=slack.team.bot_token, base_url=f"{slack_url}/api/", retry_handlers=[]
        )
        handler = AsyncSlackRequestHandler(bolt_app(client, slack.team.bot_user))

        async def events(request: Request) -> Response:
            return await handler.handle(request)

        bot = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
        async with serve(bot) as bot_url:
            yield LocalWorkspace(slack, bot_url, SECRET, slack_url=slack_url)


async def test_a_whole_conversation_with_a_bolt_app(workspace: LocalWorkspace) -> None:
    slack = workspace.slack
    root = await workspace.post("director", "cut-review", "Cut 3 is up")
    (card,) = await slack.wait_for(lambda s: s.bot_messages("cut-review", root["ts"]))

    await workspace.press("editor", "cut-review", card, "accept")
    view = await slack.wait_for(lambda _: workspace.view_of("editor"))
    refused = await workspace.submit("editor", view, {"text": None})
    assert refused.json()["response_action"] == "errors"
    assert workspace.view_of("editor") == view

    await workspace.submit("editor", view, {"text": "Trim the open"})
    assert workspace.view_of("editor") is None
    await slack.wait_for(lambda s: s.bot_messages("C1")[-1]["text"] == "Task: Trim the open")

    await workspace.command("editor", "cut-review", "status")
    (shown,) = await slack.wait_for(lambda s: s.ephemerals)
    assert (shown["user"], shown["text"]) == ("U2", "All quiet")

    await workspace.shortcut("director", "cut-review", root, "make_task")
    assert await slack.wait_for(lambda _: workspace.view_of("director"))


async def test_edits_deletions_and_arrivals_reach_the_bot(workspace: LocalWorkspace) -> None:
    workspace.strict = False
    root = await workspace.post("director", "cut-review", "Cut 3 is up")
    reply = await workspace.post("editor", "cut-review", "00:12", thread_ts=root["ts"])
    edited = await workspace.edit("editor", "cut-review", reply["ts"], "00:12 too slow")
    assert edited["message"]["text"] == "00:12 too slow"
    deleted = await workspace.delete("editor", "cut-review", reply["ts"])
    assert deleted["deleted_ts"] == reply["ts"]
    tombstone = await workspace.delete("director", "cut-review", root["ts"])
    assert tombstone["message"]["subtype"] == "tombstone"
    joined = await workspace.invite("scripty", "cut-review", inviter="director")
    assert (joined["type"], joined["inviter"]) == ("member_joined_channel", "U1")
    statuses = [answer.status for answer in workspace.answers]
    assert statuses == [200, 200, 200, 200, 200, 404]


async def test_an_unheard_event_is_an_error(workspace: LocalWorkspace) -> None:
    with pytest.raises(BotRefusedError, match="404"):
        await workspace.tell({"type": "reaction_added"})


async def test_a_mention_is_two_events(workspace: LocalWorkspace) -> None:
    workspace.strict = False
    await workspace.post("director", "cut-review", f"<@{workspace.team.bot_user}> status")
    assert len(workspace.answers) == 2


async def test_the_bot_hears_itself(workspace: LocalWorkspace) -> None:
    async with workspace.echo():
        root = await workspace.post("director", "cut-review", "Cut 3 is up")
        await workspace.slack.wait_for(lambda s: s.bot_messages("C1", root["ts"]))
    assert len(workspace.answers) == 2


async def test_an_ephemeral_card_is_replaced_by_its_response_url(
    workspace: LocalWorkspace, recorder: Recorder
) -> None:
    slack = workspace.slack
    client = workspace_client(workspace)
    await client.chat_postEphemeral(channel="C1", user="U1", text="Sure?", blocks=CARD)
    other = LocalWorkspace(slack, recorder.app(), SECRET, slack_url=workspace.side.slack_url)
    await other.press("director", "C1", slack.ephemerals[0], "accept")
    payload = recorder.payload()
    assert "message" not in payload
    webhook = AsyncWebhookClient(payload["response_url"])
    await webhook.send(text="Done", replace_original=True)
    (shown,) = slack.ephemerals
    assert (shown["text"], shown.get("blocks")) == ("Done", None)
    await webhook.send(delete_original=True)
    assert slack.ephemerals == []


def workspace_client(workspace: LocalWorkspace) -> AsyncWebClient:
    return AsyncWebClient(
        token=workspace.team.bot_token,
        base_url=f"{workspace.side.slack_url}/api/",
        retry_handlers=[],
    )
