"""Which scope a method needs (the "Scopes" of each method's page)."""

from bot.demo.slack.calls import Call
from bot.demo.slack.conversations import TYPES
from bot.demo.slack.errors import SlackError

FIXED = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "dnd.info": "dnd:read",
    "users.info": "users:read",
    "users.list": "users:read",
    "bots.info": "users:read",
    "team.info": "team:read",
    "files.info": "files:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "conversations.open": "im:write",
}
BY_CHANNEL = {
    "conversations.history": "history",
    "conversations.replies": "history",
    "conversations.info": "read",
    "conversations.members": "read",
}
PREFIX = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


def require_scopes(method: str, call: Call) -> None:
    """Raises `missing_scope`, with what is needed and what there is, as Slack words it."""
    for needed in _needed(method, call):
        if needed not in call.team.scopes:
            raise SlackError("missing_scope", needed=needed, provided=",".join(call.team.scopes))


def _needed(method: str, call: Call) -> list[str]:
    if method in FIXED:
        return [FIXED[method]]
    if method in BY_CHANNEL:
        channel = call.state.channels.get(call.text("channel"))
        return [f"{PREFIX[channel.kind]}:{BY_CHANNEL[method]}"] if channel else []
    if method in ("conversations.list", "users.conversations"):
        kinds = call.names("types") or ["public_channel"]
        return [f"{PREFIX[TYPES[kind]]}:read" for kind in kinds if kind in TYPES]
    return []
