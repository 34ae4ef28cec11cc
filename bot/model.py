"""The model server: any that speaks OpenAI's chat completions.

Servers differ in what they take. The strictest dialect is tried first, simpler ones where a server
refuses, and what a server took is remembered for as long as the process lives.
"""

import asyncio
import math
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit

import openai
import structlog

from bot.config import Settings
from handlers.program import ModelAnswer, ModelFailedError
from prompts.request import ModelRequest
from store.types import ModelOutcome

OPENAI = "https://api.openai.com/v1"

Format = Literal["json_schema", "json_object with schema", "json_object", "text"]
"""How the form of the answer is asked for: as OpenAI does, as llama-cpp-python and some hosts do,
as JSON of any shape, or in words only."""

PAUSE = 1.0
"""Seconds before a server that failed or that limits us is asked again, unless it names a time."""

_SIMPLER: Mapping[Format, Format] = {
    "json_schema": "json_object with schema",
    "json_object with schema": "json_object",
    "json_object": "text",
}
_REFUSALS = (400, 404, 422, 500, 501)
"""llama-cpp-python answers 500 to a form of answer that it doesn't know."""

_OF_THE_WORDS = ("content_filter", "context_length_exceeded")
"""Codes of refusals that are about what was sent, not about how."""

MOST_TOKENS = 10**8
"""Counted of one request; a server that names more is not to be believed."""

_STORE = re.compile(r"\bstore\b")

log = structlog.get_logger()


@dataclass(frozen=True)
class Dialect:
    """What is said to a server beside the messages: the form of the answer that is asked for, and
    that nothing be kept."""

    form: Format = "json_schema"
    store: bool = True

    def arguments(self, request: ModelRequest) -> dict[str, Any]:
        found: dict[str, Any] = {"store": False} if self.store else {}
        if self.form == "json_schema":
            schema = {"name": "answer", "strict": True, "schema": request.schema}
            found["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.form == "json_object with schema":
            found["response_format"] = {"type": "json_object", "schema": request.schema}
        elif self.form == "json_object":
            found["response_format"] = {"type": "json_object"}
        return found

    def simpler(self, error: openai.APIStatusError, *, proven: bool) -> "Dialect | None":
        """What to try after this refusal; None where it is about something else.

        A server that took this dialect before is only believed when it names what it refuses.
        """
        if error.status_code not in _REFUSALS or error.code in _OF_THE_WORDS:
            return None
        said = f"{error.param} {error.message}".casefold()
        about_form = any(word in said for word in ("response_format", "json_schema", "json_object"))
        about_store = error.status_code < 500 and _STORE.search(said) is not None
        if self.store and about_store and not about_form:
            return replace(self, store=False)
        if self.form in _SIMPLER and (about_form or (error.status_code == 400 and not proven)):
            return replace(self, form=_SIMPLER[self.form])
        if self.store and error.status_code in (400, 422) and not proven:
            return replace(self, store=False)
        return None


class OpenAIModel:
    """A model behind an OpenAI-compatible server, as `handlers.program.Model` wants it."""

    def __init__(self, name: str, base_url: str, key: str, timeout: float) -> None:
        self.name = name
        self.dialect = Dialect()
        self._proven = False
        self._timeout = timeout
        self._client = openai.AsyncOpenAI(
            base_url=base_url, api_key=key or "none", timeout=timeout, max_retries=0
        )

    async def close(self) -> None:
        """Close the connections to the server."""
        await self._client.close()

    async def ask(self, request: ModelRequest) -> ModelAnswer:
        """Ask once, within the timeout from first to last. Raises ModelFailedError."""
        started = time.perf_counter()
        try:
            async with asyncio.timeout(self._timeout):
                answer = await self._complete(request)
            return _read(answer, time.perf_counter() - started)
        except ModelFailedError as error:
            error.seconds = time.perf_counter() - started
            raise
        except (openai.OpenAIError, TimeoutError, ValueError, RecursionError) as error:
            outcome, wait = _meaning(error)
            status = getattr(error, "status_code", None)
            # Not its message: servers repeat what they were sent, the key included.
            log.info("model failed", action="model_tried", outcome=outcome, status=status)
            seconds = time.perf_counter() - started
            raise ModelFailedError(outcome, seconds=seconds, wait=wait) from error

    async def _complete(self, request: ModelRequest) -> Any:
        """The server's answer as JSON, in the first dialect that it takes."""
        dialect, proven = self.dialect, self._proven
        while True:
            try:
                answer = await self._create(request, dialect)
            except openai.APIStatusError as error:
                simpler = dialect.simpler(error, proven=proven)
                if simpler is None:
                    raise
                dialect = simpler
            else:
                self.dialect, self._proven = dialect, True
                return answer

    async def _create(self, request: ModelRequest, dialect: Dialect) -> Any:
        # The raw answer: the library trips over servers that answer with something else.
        create: Any = self._client.chat.completions.with_raw_response.create
        raw = await create(
            model=self.name,
            messages=[
                {"role": "system", "content": request.system},
                {"role": "user", "content": request.user},
            ],
            **dialect.arguments(request),
        )
        return raw.http_response.json()


def make_model(settings: Settings) -> OpenAIModel | None:
    """The model of the settings; None unless they name one and its server or key."""
    key = settings.openai_api_key.get_secret_value()
    base = settings.openai_base_url or OPENAI
    if not settings.openai_model or not (key or settings.openai_base_url):
        return None
    if not is_address(base):
        log.warning("OPENAI_BASE_URL is no address: reading without it", action="model_unset")
        return None
    return OpenAIModel(settings.openai_model, base, key, settings.scripty_model_timeout_seconds)


def is_address(base: str) -> bool:
    """Whether this can be a server's base address."""
    try:
        parts = urlsplit(base)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and base.isprintable()


def _read(answer: Any, seconds: float) -> ModelAnswer:
    """The words of an answer. Raises ModelFailedError where there are none to be used."""
    choice = _first(_part(answer, "choices"))
    message = _part(choice, "message")
    usage = _part(answer, "usage")
    tokens = (_count(usage, "prompt_tokens"), _count(usage, "completion_tokens"))
    text = _part(message, "content")
    if _part(choice, "finish_reason") == "content_filter":
        raise ModelFailedError("filtered", *tokens)
    if _part(message, "refusal"):
        raise ModelFailedError("refused", *tokens)
    if _part(choice, "finish_reason") == "length":
        raise ModelFailedError("truncated", *tokens)
    if not isinstance(text, str) or not text.strip():
        raise ModelFailedError("invalid", *tokens)
    return ModelAnswer(text, *tokens, seconds)


def _part(whole: Any, name: str) -> Any:
    return whole.get(name) if isinstance(whole, dict) else None


def _first(several: Any) -> Any:
    return several[0] if isinstance(several, list) and several else None


def _count(usage: Any, name: str) -> int:
    found = _part(usage, name)
    if isinstance(found, bool) or not isinstance(found, int):
        return 0
    return min(max(found, 0), MOST_TOKENS)


def _meaning(error: Exception) -> tuple[ModelOutcome, float]:
    """What an error stands for, and how long to wait before asking again."""
    if isinstance(error, openai.APITimeoutError | TimeoutError):
        return "timeout", 0.0
    if isinstance(error, openai.APIConnectionError):
        return "unreachable", PAUSE
    if isinstance(error, openai.APIStatusError):
        return _refusal(error)
    # What is no JSON at all; a key that fits no header is an error of the same class.
    return ("rejected" if isinstance(error, UnicodeError) else "invalid"), 0.0


def _refusal(error: openai.APIStatusError) -> tuple[ModelOutcome, float]:
    if error.code == "content_filter":
        return "filtered", 0.0
    if error.status_code == 429:
        return "limited", _named_wait(error)
    if error.status_code == 408:
        return "timeout", 0.0
    if error.status_code >= 500:
        return "broken", _named_wait(error)
    return "rejected", 0.0


def _named_wait(error: openai.APIStatusError) -> float:
    """The seconds of `Retry-After`, where the server names any."""
    try:
        named = float(error.response.headers.get("retry-after", PAUSE))
    except ValueError:
        return PAUSE
    return named if 0 <= named < math.inf else PAUSE
