"""conversations.* and users.conversations: channels, their members and what was said in them."""

import base64
from collections.abc import Sequence
from typing import TypeVar

from bot.demo.slack.calls import Call, Method
from bot.demo.slack.errors import SlackError
from bot.demo.slack.params import Json
from bot.demo.slack.state import Channel, ts_key

T = TypeVar("T")

TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


def page(call: Call, items: Sequence[T], default: int = 100) -> tuple[list[T], str]:
    """One page of `items` and the cursor of the next, "" on the last.

    The limit asked for is cut to the state's `page_limit`, as Slack cuts it to 15 for some apps.
    """
    limit = min(call.number("limit", default), call.state.page_limit)
    start = _offset(call.text("cursor"))
    end = start + max(limit, 1)
    return list(items[start:end]), _cursor(end) if end < len(items) else ""


def _cursor(offset: int) -> str:
    return base64.b64encode(f"next:{offset}".encode()).decode()


def _offset(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("next:")) if cursor else 0
    except ValueError as bad:
        raise SlackError("invalid_cursor") from bad


def _in_window(call: Call, ts: str) -> bool:
    """Between `oldest` and `latest`; the ends count with `inclusive`."""
    oldest, latest = call.text("oldest"), call.text("latest")
    if call.flag("inclusive") and ts in (oldest, latest):
        return True
    after = not oldest or ts_key(ts) > ts_key(oldest)
    return after and (not latest or ts_key(ts) < ts_key(latest))


def _shown(call: Call, message: Json) -> Json:
    """Without include_all_metadata only the event_type comes back
    (docs.slack.dev/messaging/message-metadata)."""
    if "metadata" not in message or call.flag("include_all_metadata"):
        return message
    return {**message, "metadata": {"event_type": message["metadata"]["event_type"]}}


def _page_answer(call: Call, messages: Sequence[Json], cursor: str) -> Json:
    answer: Json = {"messages": [_shown(call, m) for m in messages], "has_more": bool(cursor)}
    return answer | {"response_metadata": {"next_cursor": cursor}} if cursor else answer


def history(call: Call) -> Json:
    """Newest first; replies only where they were also sent to the channel."""
    channel = call.joined_channel()
    roots = [
        message
        for message in reversed(channel.ordered())
        if message.get("thread_ts", message["ts"]) == message["ts"]
        or message.get("subtype") == "thread_broadcast"
    ]
    messages, cursor = page(call, [m for m in roots if _in_window(call, m["ts"])])
    return _page_answer(call, messages, cursor)


def replies(call: Call) -> Json:
    """Oldest first. The root leads every page, whatever the window, and is not counted in the
    limit; the `ts` of a reply gives that reply alone."""
    channel = call.joined_channel()
    ts = call.text("ts")
    thread = channel.thread(ts)
    if not thread:
        raise SlackError("thread_not_found")
    rest = [m for m in thread if m["ts"] != ts and _in_window(call, m["ts"])]
    messages, cursor = page(call, rest, default=1000)
    head = [channel.messages[ts]] if ts in channel.messages else []
    return _page_answer(call, [*head, *messages], cursor)


def info(call: Call) -> Json:
    shown = call.visible_channel().shown(call.team.bot_user)
    if not call.flag("include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


def members(call: Call) -> Json:
    found, cursor = page(call, call.visible_channel().members)
    return {"members": found, "response_metadata": {"next_cursor": cursor}}


def open_(call: Call) -> Json:
    users = call.names("users")
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        raise SlackError("method_not_supported_for_channel_type")  # group messages aren't played
    user = call.state.users.get(users[0])
    if user is None or user.team != call.team.id:
        raise SlackError("user_not_found")
    channel, there = call.state.direct(call.team, user)
    shown = channel.shown(call.team.bot_user) if call.flag("return_im") else {"id": channel.id}
    return {"channel": shown} | ({"no_op": True, "already_open": True} if there else {})


def list_(call: Call) -> Json:
    return _listed(call, [c for c in _of_kinds(call) if _visible(call, c)])


def users_conversations(call: Call) -> Json:
    member = call.user().id if call.text("user") else call.team.bot_user
    return _listed(call, [c for c in _of_kinds(call) if member in c.members and _visible(call, c)])


def _of_kinds(call: Call) -> list[Channel]:
    kinds = {TYPES.get(kind) for kind in call.names("types")} or {"channel"}
    return [
        channel
        for channel in call.state.channels.values()
        if channel.team == call.team.id
        and channel.kind in kinds
        and not (channel.is_archived and call.flag("exclude_archived"))
    ]


def _visible(call: Call, channel: Channel) -> bool:
    return channel.kind == "channel" or call.team.bot_user in channel.members


def _listed(call: Call, channels: Sequence[Channel]) -> Json:
    found, cursor = page(call, channels)
    return {
        "channels": [channel.shown(call.team.bot_user) for channel in found],
        "response_metadata": {"next_cursor": cursor},
    }


METHODS: dict[str, Method] = {
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.open": open_,
    "conversations.list": list_,
    "users.conversations": users_conversations,
}
