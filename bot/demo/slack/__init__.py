"""A small local Slack over HTTP, for the demo and the tests.

It keeps its state in memory, speaks the real methods under /api/, judges blocks as Slack does and
goes wrong when told to. `bot.demo.people` plays the other half: what Slack sends to the bot.
"""

from bot.demo.slack.errors import SlackError
from bot.demo.slack.faults import (
    FOREVER,
    AcceptedThenDropped,
    Dropped,
    Error,
    Faults,
    Held,
    RateLimited,
    Slow,
    Status,
)
from bot.demo.slack.local import LocalSlack
from bot.demo.slack.serving import serve
from bot.demo.slack.state import DEFAULT_SCOPES, Channel, Team, User

__all__ = [
    "DEFAULT_SCOPES",
    "FOREVER",
    "AcceptedThenDropped",
    "Channel",
    "Dropped",
    "Error",
    "Faults",
    "Held",
    "LocalSlack",
    "RateLimited",
    "SlackError",
    "Slow",
    "Status",
    "Team",
    "User",
    "serve",
]
