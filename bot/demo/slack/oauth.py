"""oauth.v2.access: a code from the install page becomes a bot token.

docs.slack.dev/authentication/installing-with-oauth; a code works once.
"""

import secrets

from bot.demo.slack.errors import SlackError
from bot.demo.slack.params import Json, text
from bot.demo.slack.workspace import State


class Grants:
    """Codes given out and not yet exchanged: who allowed the bot into which team."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[str, str]] = {}
        self._used: set[str] = set()

    def issue(self, team: str, user: str) -> str:
        code = secrets.token_hex(16)
        self._open[code] = (team, user)
        return code

    def exchange(self, state: State, params: Json) -> Json:
        """The answer of oauth.v2.access. Raises `invalid_code`, `code_already_used`."""
        code = text(params, "code")
        if code in self._used:
            raise SlackError("code_already_used")
        if code not in self._open:
            raise SlackError("invalid_code")
        team_id, user = self._open.pop(code)
        self._used.add(code)
        team = state.teams[team_id]
        return {
            "access_token": team.bot_token,
            "token_type": "bot",
            "scope": ",".join(team.scopes),
            "bot_user_id": team.bot_user,
            "app_id": team.app_id,
            "team": {"id": team.id, "name": team.name},
            "enterprise": None,
            "authed_user": {"id": user},
            "is_enterprise_install": False,
        }
