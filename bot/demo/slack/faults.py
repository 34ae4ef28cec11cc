"""What goes wrong on purpose, per method and a counted number of times.

slack.faults.add("chat.postMessage", RateLimited(retry_after=1))
slack.faults.add("chat.postMessage", AcceptedThenDropped(), times=2)
slack.faults.add("*", Error("token_revoked"), times=FOREVER)
"""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

DROP = "local.drop"  # ASGI extension: a callable that aborts the connection; see `serving`
FOREVER = math.inf

Call = Callable[[], Response]


class DroppedResponse(Response):
    """No answer: the connection is closed."""

    async def __call__(self, scope: Scope, receive: Receive, _send: Send) -> None:
        drop = scope.get("extensions", {}).get(DROP)
        if drop is None:
            raise ConnectionResetError("the connection was dropped on purpose")
        drop()
        while (await receive())["type"] != "http.disconnect":
            pass


@dataclass(frozen=True)
class RateLimited:
    """429 with Retry-After (docs.slack.dev/apis/web-api/rate-limits); nothing is done."""

    retry_after: int = 1

    async def apply(self, _call: Call) -> Response:
        return JSONResponse(
            {"ok": False, "error": "ratelimited"},
            status_code=429,
            headers={"Retry-After": str(self.retry_after)},
        )


@dataclass(frozen=True)
class AcceptedThenDropped:
    """Done, but nobody is told: the case in which a retry would post twice."""

    async def apply(self, call: Call) -> Response:
        call()
        return DroppedResponse()


@dataclass(frozen=True)
class Dropped:
    """The connection closes and nothing is done."""

    async def apply(self, _call: Call) -> Response:
        return DroppedResponse()


@dataclass(frozen=True)
class Status:
    """A bare HTTP status such as 500 or 503, nothing done; with `accepted` it was done."""

    code: int
    body: str = ""
    accepted: bool = False

    async def apply(self, call: Call) -> Response:
        if self.accepted:
            call()
        return Response(self.body, status_code=self.code)


class Error:
    """{"ok": false, "error": code}, nothing done."""

    def __init__(self, code: str, **extra: Any) -> None:
        self.code = code
        self.extra = extra

    def __repr__(self) -> str:
        return f"Error({self.code!r})"

    async def apply(self, _call: Call) -> Response:
        return JSONResponse({"ok": False, "error": self.code, **self.extra})


@dataclass(frozen=True)
class Slow:
    """Done at once, answered after `seconds`: a client that gives up can't know it was done."""

    seconds: float

    async def apply(self, call: Call) -> Response:
        response = call()
        await asyncio.sleep(self.seconds)
        return response


@dataclass(frozen=True)
class Held:
    """Done at once, answered when `release` is set: a pause that a test steers without a clock."""

    release: asyncio.Event

    async def apply(self, call: Call) -> Response:
        response = call()
        await self.release.wait()
        return response


@dataclass(frozen=True)
class Late:
    """Done, and answered, once `release` is set: until then it is on its way."""

    release: asyncio.Event

    async def apply(self, call: Call) -> Response:
        await self.release.wait()
        return call()


Fault = RateLimited | AcceptedThenDropped | Dropped | Status | Error | Slow | Held | Late


@dataclass
class _Planned:
    fault: Fault
    left: float
    when: Callable[[dict[str, Any]], bool] | None


class Faults:
    """The script of faults. Those of a method's own name come before those of "*"."""

    def __init__(self) -> None:
        self._planned: dict[str, list[_Planned]] = {}

    def add(
        self,
        method: str,
        fault: Fault,
        times: float = 1,
        when: Callable[[dict[str, Any]], bool] | None = None,
    ) -> None:
        """The next `times` calls of `method` meet `fault`, or those that satisfy `when`."""
        self._planned.setdefault(method, []).append(_Planned(fault, times, when))

    def clear(self) -> None:
        self._planned.clear()

    def take(self, method: str, params: dict[str, Any]) -> Fault | None:
        """The fault this call meets, which is thereby used up."""
        for planned in [*self._planned.get(method, []), *self._planned.get("*", [])]:
            if planned.left > 0 and (planned.when is None or planned.when(params)):
                planned.left -= 1
                return planned.fault
        return None


async def meet(fault: Fault | None, call: Call) -> Response:
    """The answer of `call`, as the fault lets it through."""
    return call() if fault is None else await fault.apply(call)
