"""The record a local Slack keeps: teams, users, channels and the clock of message timestamps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.demo.slack.errors import SlackError
from bot.demo.slack.params import Json

# What a review bot may ask for; `LocalSlack(scopes=…)` narrows it.
DEFAULT_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "dnd:read",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "links:read",
    "mpim:history",
    "mpim:read",
    "reactions:read",
    "team:read",
    "users:read",
)


@dataclass
class Team:
    """One workspace with the bot installed in it."""

    id: str
    name: str
    domain: str
    bot_token: str
    bot_user: str
    bot_id: str
    app_id: str
    scopes: tuple[str, ...] = DEFAULT_SCOPES
    revoked: str = ""  # the error every call gets, such as "token_revoked"


@dataclass
class User:
    id: str
    name: str
    team: str
    real_name: str
    tz: str = "Etc/UTC"
    is_bot: bool = False
    deleted: bool = False
    is_admin: bool = False
    quiet: tuple[int, int] | None = None  # do not disturb from when to when, seconds since 1970
    paused_until: int = 0  # notifications paused until then

    def shown(self) -> Json:
        """The user object of users.info (docs.slack.dev/reference/objects/user-object)."""
        offset = datetime.now(UTC).astimezone(ZoneInfo(self.tz)).utcoffset()
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": {
                "real_name": self.real_name,
                "display_name": self.name,
                "team": self.team,
            },
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "updated": 0,
        }


@dataclass
class Channel:
    """A conversation; `kind` is "channel" (public), "group" (private) or "im"."""

    id: str
    name: str
    team: str
    members: list[str]
    kind: str = "channel"
    is_archived: bool = False
    messages: dict[str, Json] = field(default_factory=dict)

    def ordered(self) -> list[Json]:
        """Messages by time, oldest first."""
        return sorted(self.messages.values(), key=lambda message: ts_key(message["ts"]))

    def thread(self, ts: str) -> list[Json]:
        """The root, if it still stands, and its replies, oldest first."""
        return [m for m in self.ordered() if ts in (m["ts"], m.get("thread_ts"))]

    def shown(self, viewer: str) -> Json:
        """The conversation object (docs.slack.dev/reference/objects/conversation-object)."""
        common = {
            "id": self.id,
            "created": 0,
            "is_archived": self.is_archived,
            "is_im": self.kind == "im",
            "is_private": self.kind != "channel",
            "context_team_id": self.team,
        }
        if self.kind == "im":
            other = next((member for member in self.members if member != viewer), viewer)
            return {**common, "user": other, "is_user_deleted": False}
        return {
            **common,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "channel",
            "is_group": self.kind == "group",
            "is_mpim": False,
            "is_member": viewer in self.members,
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "num_members": len(self.members),
        }


def ts_key(ts: str) -> tuple[int, int]:
    """A message timestamp as something to compare: "1700000000.000100" → (1700000000, 100)."""
    seconds, _, micros = ts.partition(".")
    try:
        return int(seconds), int(micros or 0)
    except ValueError as bad:
        raise SlackError("invalid_ts_latest") from bad


class TsClock:
    """Message timestamps: text, unique and strictly increasing, near the real time."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._last = (0, 0)

    def next(self) -> str:
        seconds, fraction = divmod(self._now(), 1)
        following = (self._last[0], self._last[1] + 1)
        self._last = max((int(seconds), int(fraction * 1_000_000)), following)
        if self._last[1] >= 1_000_000:
            self._last = (self._last[0] + 1, 0)
        return f"{self._last[0]}.{self._last[1]:06d}"

    def seen(self, ts: str) -> None:
        """A timestamp given from outside: later ones come after it."""
        self._last = max(self._last, ts_key(ts))
