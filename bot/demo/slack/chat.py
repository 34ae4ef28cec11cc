"""chat.*: the bot's messages (docs.slack.dev/reference/methods/chat.postMessage and neighbours)."""

import re
from typing import Any

from bot.demo.slack.blocks import message_faults, with_block_ids
from bot.demo.slack.calls import Call, Method
from bot.demo.slack.errors import SlackError
from bot.demo.slack.params import Json
from bot.demo.slack.state import Channel

POST_CHARACTERS = 40_000  # longer texts are cut
UPDATE_CHARACTERS = 4_000  # longer texts are refused: msg_too_long
_TS = re.compile(r"\d+\.\d{6}")


def checked_content(call: Call) -> Json:
    """text, blocks, attachments and metadata that were given, once they are found valid."""
    content: Json = {
        name: call.params[name]
        for name in ("text", "blocks", "attachments", "metadata")
        if name in call.params
    }
    if faults := message_faults(content.get("blocks") or []):
        raise SlackError("invalid_blocks", response_metadata={"messages": faults})
    if content.get("blocks"):
        content["blocks"] = with_block_ids(content["blocks"])
    metadata = content.get("metadata")
    if metadata is not None and not _is_metadata(metadata):
        raise SlackError("invalid_metadata_format")
    return content


def _is_metadata(metadata: Any) -> bool:
    return (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_type"), str)
        and isinstance(metadata.get("event_payload"), dict)
    )


def _require_content(content: Json) -> None:
    if not any(content.get(name) for name in ("text", "blocks", "attachments")):
        raise SlackError("no_text")


def post_message(call: Call) -> Json:
    channel = call.writable_channel()
    content = checked_content(call)
    _require_content(content)
    message = bots_message(call, {**content, "text": call.text("text")[:POST_CHARACTERS]})
    if thread_ts := call.text("thread_ts"):
        message |= in_thread(call, channel, thread_ts)
    event = call.state.store(channel, message)
    call.state.emit(channel, event)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def bots_message(call: Call, content: Json) -> Json:
    """A message of the bot with this content."""
    team = call.team
    return {
        "type": "message",
        "user": team.bot_user,
        "bot_id": team.bot_id,
        "app_id": team.app_id,
        "team": team.id,
        "ts": call.state.clock.next(),
        **content,
    }


def in_thread(call: Call, channel: Channel, thread_ts: str) -> Json:
    """A reply's fields. Slack takes any well-formed thread_ts, even of a message that never was
    (slackapi/python-slack-sdk#840), so this does too."""
    if not _TS.fullmatch(thread_ts):
        complaint = f"[ERROR] {thread_ts} is not a valid thread_ts"
        raise SlackError("invalid_thread_ts", response_metadata={"messages": [complaint]})
    root = channel.messages.get(thread_ts, {})
    reply = {"thread_ts": root.get("thread_ts", thread_ts)}
    if "user" in root:
        reply["parent_user_id"] = root["user"]
    return reply | {"subtype": "thread_broadcast"} if call.flag("reply_broadcast") else reply


def update(call: Call) -> Json:
    channel = call.joined_channel()
    before = call.state.message(channel, call.text("ts"))
    content = checked_content(call)
    if before.get("bot_id") != call.team.bot_id:
        raise SlackError("cant_update_message")
    if len(call.text("text")) > UPDATE_CHARACTERS:
        raise SlackError("msg_too_long")
    _require_content(content)
    after = _updated(call, before, content)
    channel.messages[before["ts"]] = after
    call.state.emit(channel, call.state.changed_event(channel, before, after))
    return {"channel": channel.id, "ts": after["ts"], "text": after["text"], "message": after}


def _updated(call: Call, before: Json, content: Json) -> Json:
    """Metadata left out stays; a text without blocks takes the old blocks away; only a change of
    text shows as edited (the page of chat.update)."""
    after = {**before, **content}
    if "text" in content and "blocks" not in content:
        after.pop("blocks", None)
        after["edited"] = {"user": call.team.bot_user, "ts": call.state.clock.next()}
    return after


def delete(call: Call) -> Json:
    channel = call.joined_channel()
    message = call.state.message(channel, call.text("ts"))
    if message.get("bot_id") != call.team.bot_id:
        raise SlackError("cant_delete_message")
    call.state.emit(channel, call.state.remove(channel, message["ts"]))
    return {"channel": channel.id, "ts": message["ts"]}


def post_ephemeral(call: Call) -> Json:
    channel = call.joined_channel()
    user = call.user()
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    content = checked_content(call)
    _require_content(content)
    ts = call.state.clock.next()
    shown = {"channel": channel.id, "user": user.id, "ts": ts, "text": "", **content}
    if thread_ts := call.text("thread_ts"):
        shown["thread_ts"] = thread_ts
    call.state.ephemerals.append(shown)
    call.state.changed()
    return {"message_ts": ts}


def get_permalink(call: Call) -> Json:
    channel = call.visible_channel()
    message = call.state.message(channel, call.text("message_ts"))
    return {"channel": channel.id, "permalink": permalink(call.team.domain, channel.id, message)}


def permalink(domain: str, channel: str, message: Json) -> str:
    """https://<domain>.slack.com/archives/C1/p1700000000000100, with ?thread_ts=…&cid=… for a
    reply."""
    address = f"https://{domain}.slack.com/archives/{channel}/p{message['ts'].replace('.', '')}"
    thread_ts = message.get("thread_ts", message["ts"])
    return (
        address if thread_ts == message["ts"] else f"{address}?thread_ts={thread_ts}&cid={channel}"
    )


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": get_permalink,
}
