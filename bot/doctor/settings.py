"""The settings by themselves: what is missing, and what is plainly something else."""

from collections.abc import Iterator
from string import hexdigits

from bot.config import Settings
from bot.doctor.findings import Finding

BASIC = "the app's page Basic Information"


def examine_settings(settings: Settings) -> Iterator[Finding]:
    """The tokens by their looks, and which way Slack comes in."""
    bot = settings.slack_bot_token.get_secret_value()
    app = settings.slack_app_token.get_secret_value()
    secret = settings.slack_signing_secret.get_secret_value()
    yield from _bot_token(bot)
    if app and not app.startswith("xapp-"):
        yield Finding(
            "SLACK_APP_TOKEN",
            "problem",
            "It does not begin with xapp-, so it is no app-level token.",
            f"Make one with connections:write on {BASIC}, or leave it empty to use HTTP.",
        )
    if secret and not app and not _is_signing_secret(secret):
        yield Finding(
            "SLACK_SIGNING_SECRET",
            "warning",
            "Slack's are 32 digits and letters a–f; this one is not.",
            f"Copy the Signing Secret, not the Client Secret, from {BASIC}.",
        )
    yield _way_in(socket=bool(app), http=bool(secret), port=settings.port)


def _bot_token(token: str) -> Iterator[Finding]:
    if not token:
        yield Finding(
            "SLACK_BOT_TOKEN",
            "problem",
            "It is not set.",
            "Create the app from `scripty manifest` at https://api.slack.com/apps, install it and "
            "copy its Bot User OAuth Token (xoxb-…). Without Slack: scripty demo.",
        )
    elif token.startswith("xoxe."):
        yield Finding(
            "SLACK_BOT_TOKEN",
            "problem",
            "It is one of those that expire after twelve hours.",
            "Token rotation can't be switched off again: create the app anew from "
            "`scripty manifest`, which leaves it off.",
        )
    elif not token.startswith("xoxb-"):
        yield Finding(
            "SLACK_BOT_TOKEN",
            "problem",
            "It does not begin with xoxb-, so it is no bot token.",
            "Copy the Bot User OAuth Token from the app's page OAuth & Permissions.",
        )


def _is_signing_secret(secret: str) -> bool:
    return len(secret) == 32 and set(secret) <= set(hexdigits)


def _way_in(*, socket: bool, http: bool, port: int) -> Finding:
    if socket:
        aside = " SLACK_SIGNING_SECRET is set as well and not used." if http else ""
        return Finding("way in", "ok", f"Socket Mode; no public address is needed.{aside}")
    if http:
        return Finding(
            "way in",
            "ok",
            f"HTTP on port {port}, which Slack has to reach from outside; "
            "`scripty manifest --url https://…` makes the app for that address.",
        )
    return Finding(
        "way in",
        "problem",
        "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set.",
        "For one workspace make an app-level token (xapp-…) with connections:write; to be reached "
        f"over HTTP copy the Signing Secret. Both are on {BASIC}.",
    )
