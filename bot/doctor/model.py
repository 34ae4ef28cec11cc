"""The model, if one is set: whether it can really be asked, shown by asking it something small."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import openai

from bot.config import Settings
from bot.doctor.findings import PATIENCE, Finding, first_line
from bot.model import OPENAI, Dialect, OpenAIModel, is_address
from handlers.program import ModelFailedError
from prompts.request import ModelRequest
from store.types import ModelOutcome

UNSET = "None is set: notes are read by the built-in reader, and nothing is sent anywhere."
STANDS = "Until then notes are read by the built-in reader."

MODEL_PATIENCE = 20
"""Seconds; a server on somebody's own machine may have to load the model first."""

QUESTION = ModelRequest(
    version="doctor",
    system="Answer with one JSON object and nothing else.",
    user='Answer with {"ready": true}.',
    schema={
        "type": "object",
        "properties": {"ready": {"type": "boolean"}},
        "required": ["ready"],
        "additionalProperties": False,
    },
)

FORMS = {
    "json_schema": "with answers bound to a schema",
    "json_object with schema": "with answers bound to a schema",
    "json_object": "with JSON answers, without a schema",
    "text": "with plain answers: it takes neither a schema nor JSON mode",
}

WENT_WRONG: dict[ModelOutcome, tuple[str, str]] = {
    "timeout": (f"doesn't answer within {MODEL_PATIENCE} seconds", "Take a faster one"),
    "unreachable": ("can't be reached", "Check OPENAI_BASE_URL and the network"),
    "limited": ("says that too much was asked (429)", "Check the account's limits and credit"),
    "broken": ("fails (a 5xx answer)", "Look into the server's log, or try again in a minute"),
    "rejected": ("refuses to be asked", "Check OPENAI_API_KEY and OPENAI_MODEL"),
    "refused": ("refuses a plain question", "Take another model"),
    "filtered": ("filters a plain question", "Look into the server's content filter"),
    "truncated": ("answers no more than a few words", "Give it a longer context"),
    "invalid": ("answers, but with something that is not JSON", "Take another model"),
}
"""What each failure looks like from here, and what to do."""


async def examine_model(settings: Settings) -> Sequence[Finding]:
    """Ask the model something small. It only improves drafts, so it is never a problem."""
    key = settings.openai_api_key.get_secret_value()
    if not (key or settings.openai_base_url or settings.openai_model):
        return (Finding("model", "ok", UNSET),)
    base = settings.openai_base_url or OPENAI
    if not is_address(base):
        return (_warning("OPENAI_BASE_URL is not an address.", "Write https://host/v1."),)
    wanted, shown = settings.openai_model, _without_login(base)
    if not wanted:
        return (_warning("OPENAI_MODEL is not set.", await _choice(base, key, "")),)
    if not key and not settings.openai_base_url:
        return (_warning("OPENAI_API_KEY is not set.", "Set it, or another OPENAI_BASE_URL."),)
    try:
        dialect, seconds = await _ask(wanted, base, key)
    except ModelFailedError as error:
        what, advice = WENT_WRONG[error.outcome]
        advice += ". " + await _choice(base, key, wanted)
        return (_warning(f"{wanted} at {shown} {what}.", advice.strip()),)
    kept = "" if dialect.store else " It was not asked to keep nothing: it refuses `store`."
    found = f"{wanted} at {shown} answers in {seconds:.1f} s, {FORMS[dialect.form]}."
    sent = "Review threads are sent to it; where it fails, the built-in reader's notes stand."
    return (Finding("model", "ok", f"{found}{kept} {sent}"),)


async def _ask(name: str, base: str, key: str) -> tuple[Dialect, float]:
    """How the model was asked successfully, and how long it took. Raises ModelFailedError."""
    model = OpenAIModel(name, base, key, MODEL_PATIENCE)
    try:
        answer = await model.ask(QUESTION)
    finally:
        await model.close()
    if not _is_ready(answer.text):
        raise ModelFailedError("invalid")
    return model.dialect, answer.seconds


def _is_ready(text: str) -> bool:
    """Whether the object that was asked for is in it; words and fences around it do no harm."""
    try:
        found, _ = json.JSONDecoder().raw_decode(text, max(text.find("{"), 0))
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and isinstance(found.get("ready"), bool)


async def _choice(base: str, key: str, wanted: str) -> str:
    """What the server says it has, as advice; empty where it has what is wanted."""
    try:
        models = await _models(base, key)
    except (openai.OpenAIError, ValueError) as error:
        return f"It doesn't list its models either: {first_line(error)[:200]}"
    if wanted in models:
        return ""
    some = ", ".join(models[:5]) or "none"
    missing = f"It doesn't have {wanted!r}: set" if wanted else "Set"
    return f"{missing} OPENAI_MODEL to one of its models: {some}."


def _warning(found: str, advice: str) -> Finding:
    return Finding("model", "warning", f"{found} {STANDS}", advice)


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
        answer: Any = (await client.models.with_raw_response.list()).http_response.json()
    found = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(found, list):
        raise ValueError("its answer is not that of an OpenAI-compatible server")
    return [str(each["id"]) for each in found if isinstance(each, dict) and "id" in each]
