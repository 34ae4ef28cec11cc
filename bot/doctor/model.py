"""The model server, if one is set. This version reads without a model: it only says hello."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import openai

from bot.config import Settings
from bot.doctor.findings import PATIENCE, Finding, first_line

BUILT_IN = "This version reads with the built-in reader and sends nothing to a model."


async def examine_model(settings: Settings) -> Sequence[Finding]:
    """Ask the server which models it has. Nothing depends on it yet, so it is never a problem."""
    key = settings.openai_api_key.get_secret_value()
    if not (key or settings.openai_base_url or settings.openai_model):
        return (Finding("model", "ok", f"None is set. {BUILT_IN}"),)
    base = settings.openai_base_url or "https://api.openai.com/v1"
    if not _is_address(base):
        return (_warning("OPENAI_BASE_URL is not an address.", "Write https://host/v1."),)
    shown = _without_login(base)
    try:
        models = await _models(base, key)
    except (openai.OpenAIError, ValueError) as error:
        found = f"{shown} doesn't list its models: {first_line(error)[:200]}"
        return (_warning(found, "Check OPENAI_BASE_URL and OPENAI_API_KEY, or leave them empty."),)
    wanted = settings.openai_model
    if wanted not in models:
        some = ", ".join(models[:5]) or "none"
        found = f"{shown} doesn't have {wanted!r}." if wanted else "OPENAI_MODEL is not set."
        return (_warning(found, f"Set OPENAI_MODEL to one of its models: {some}."),)
    return (Finding("model", "ok", f"{shown} has {wanted}. {BUILT_IN}"),)


def _warning(found: str, advice: str) -> Finding:
    return Finding("model", "warning", f"{found} {BUILT_IN}", advice)


def _is_address(base: str) -> bool:
    try:
        parts = urlsplit(base)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and base.isprintable()


def _without_login(base: str) -> str:
    parts = urlsplit(base)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


async def _models(base: str, key: str) -> list[str]:
    """The names of the server's models. Raises ValueError for an answer of another shape."""
    client = openai.AsyncOpenAI(
        base_url=base, api_key=key or "none", timeout=PATIENCE, max_retries=0
    )
    async with client:
        # The raw answer: the library trips over servers that answer with a page or a bare list.
        answer = (await client.models.with_raw_response.list()).http_response.json()
    found = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(found, list):
        raise ValueError("its answer is not that of an OpenAI-compatible server")
    return [str(each["id"]) for each in found if isinstance(each, dict) and "id" in each]
