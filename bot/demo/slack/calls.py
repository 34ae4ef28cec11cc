"""One Web API call: who calls, with what, on which state."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.slack import params as read
from bot.demo.slack.errors import SlackError
from bot.demo.slack.params import Json
from bot.demo.slack.state import Channel, Team, User
from bot.demo.slack.workspace import State


@dataclass(frozen=True)
class Call:
    """A call by the bot of `team`; arguments as text, flags and numbers. `address` is where this
    Slack was called at, without a slash at its end."""

    state: State
    team: Team
    params: Json
    address: str = ""

    def text(self, name: str) -> str:
        return read.text(self.params, name)

    def flag(self, name: str) -> bool:
        return read.flag(self.params, name)

    def number(self, name: str, default: int) -> int:
        return read.number(self.params, name, default)

    def names(self, name: str) -> list[str]:
        return read.names(self.params, name)

    def user(self, name: str = "user") -> User:
        """The user an argument names by id. Raises `user_not_found`."""
        found = self.state.users.get(self.text(name))
        if found is None or found.team != self.team.id:
            raise SlackError("user_not_found")
        return found

    def visible_channel(self) -> Channel:
        """The channel, unless it is private to others. Raises `channel_not_found`."""
        channel = self.state.channels.get(self.text("channel"))
        if channel is None or channel.team != self.team.id:
            raise SlackError("channel_not_found")
        if channel.kind != "channel" and self.team.bot_user not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def joined_channel(self) -> Channel:
        """A channel the bot is in. Raises `not_in_channel` too."""
        channel = self.visible_channel()
        if self.team.bot_user not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    def writable_channel(self) -> Channel:
        """A channel the bot may post to; a user's id stands for the direct conversation."""
        if self.text("channel") in self.state.users:
            return self.state.direct(self.team, self.user("channel"))[0]
        channel = self.joined_channel()
        if channel.is_archived:
            raise SlackError("is_archived")
        return channel


Method = Callable[[Call], Json]
