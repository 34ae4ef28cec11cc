"""The settings, read from the environment (and a `.env` file beside the process)."""

from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.explained import ExplainedError


class Settings(BaseSettings):
    """Every setting there is; each is documented in the README, which a test checks."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: SecretStr = Field(default=SecretStr(""))
    slack_signing_secret: SecretStr = Field(default=SecretStr(""))
    slack_app_token: SecretStr = Field(default=SecretStr(""))
    slack_api_url: str = ""
    database_url: SecretStr = Field(default=SecretStr(""))
    openai_api_key: SecretStr = Field(default=SecretStr(""))
    openai_base_url: str = ""
    openai_model: str = ""
    port: int = 3000
    scripty_worker_port: int = 0
    scripty_host: str = "0.0.0.0"
    scripty_home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("scripty")))
    scripty_quiet_seconds: float = 20.0
    scripty_model_wait_seconds: float = 300.0
    scripty_model_timeout_seconds: float = 45.0
    scripty_price_in: float = Field(default=0.0, ge=0)
    scripty_price_out: float = Field(default=0.0, ge=0)
    scripty_log_level: str = "info"
    scripty_crash_at: str = ""

    @property
    def api_url(self) -> str:
        """The Web API's base address, with its closing slash."""
        return (self.slack_api_url or "https://slack.com/api/").rstrip("/") + "/"


class MissingSettingError(ExplainedError):
    """A setting without which this cannot start; says what to do."""


def require_slack(settings: Settings) -> None:
    """Raises MissingSettingError unless there is a token and a way in."""
    if not settings.slack_bot_token.get_secret_value():
        raise MissingSettingError(
            "SLACK_BOT_TOKEN is not set. Create the app from `scripty manifest`, install it, and "
            "copy its Bot User OAuth Token (xoxb-…). To try Scripty without Slack: scripty demo."
        )
    if not (
        settings.slack_signing_secret.get_secret_value()
        or settings.slack_app_token.get_secret_value()
    ):
        raise MissingSettingError(
            "Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is set. For one "
            "workspace, make an app-level token (xapp-…) with connections:write."
        )
