"""The people of a local workspace, and Slack as it speaks to the bot on their behalf."""

from bot.demo.people.events import Events
from bot.demo.people.side import SlackSide
from bot.demo.people.transport import Answer
from bot.demo.people.workspace import BotRefusedError, LocalWorkspace

__all__ = ["Answer", "BotRefusedError", "Events", "LocalWorkspace", "SlackSide"]
