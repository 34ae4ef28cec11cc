"""The examination, from the settings outwards."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from bot.config import Settings
from bot.doctor.database import examine_database
from bot.doctor.findings import Finding
from bot.doctor.model import examine_model
from bot.doctor.settings import examine_settings
from bot.doctor.slack import examine_app_token, examine_slack

SHORTEST_SECRET = 8
"""Shorter ones are no secrets, and hiding them would only garble what is said."""


async def examine(settings: Settings) -> list[Finding]:
    """Look at settings, database, Slack, model and clock; a few seconds, or as many as a slow
    model takes.

    Never raises for a server that is away or that answers nonsense.
    """
    database, slack, app_token, model = await asyncio.gather(
        asyncio.to_thread(lambda: list(examine_database(settings))),
        examine_slack(settings),
        examine_app_token(settings),
        examine_model(settings),
    )
    findings = [*examine_settings(settings), *database, *slack, *app_token, *model]
    return [_concealing(finding, _secrets(settings)) for finding in findings]


def _secrets(settings: Settings) -> Iterable[str]:
    every = (
        settings.slack_bot_token,
        settings.slack_app_token,
        settings.slack_signing_secret,
        settings.openai_api_key,
    )
    return [secret.get_secret_value() for secret in every]


def _concealing(finding: Finding, secrets: Iterable[str]) -> Finding:
    """The finding as it may be shown, should a server's words have repeated a secret."""
    found, advice = finding.found, finding.advice
    for secret in secrets:
        if len(secret) >= SHORTEST_SECRET:
            found, advice = found.replace(secret, "…"), advice.replace(secret, "…")
    return replace(finding, found=found, advice=advice)
