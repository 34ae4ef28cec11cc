"""Slack as it sends events under load: signed requests on keep-alive connections.

The client writes and reads bytes itself, since a full HTTP client would be slower than what it
measures. Each connection sends its next request as soon as the last one was answered.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from urllib.parse import urlsplit

from slack_sdk.signature import SignatureVerifier

from bot.demo.people import Events, SlackSide
from tests.support.team import CHANNEL, PEOPLE

THREADS = 20
TEXTS = (
    "0:04 hold the steam half a second longer",
    "The logo at 0:08 isn't readable, can we see it sharper? It has to work on a phone.",
    "agree with that",
    "the spoon clink at 0:17 is way too loud, I'll notch it out tomorrow",
    "Love the opening. The end card needs the new address by Friday, otherwise we can't use it.",
)


class RefusedError(Exception):
    """The server answered something else than 200; the figures would mean nothing."""


@dataclass(frozen=True)
class Burst:
    """What a number of requests took. `client_busy` is the share of a core the client used: near
    1, it is the client that was measured."""

    per_second: float
    median_ms: float
    p99_ms: float
    client_busy: float


class Messages:
    """Replies in a few threads, each in a signed request with an event id of its own."""

    def __init__(self, url: str, signing_secret: str) -> None:
        self.sent = 0
        self._host = urlsplit(url).netloc
        self._verifier = SignatureVerifier(signing_secret)
        self._side = SlackSide(url, signing_secret)
        self._events = self._replies()

    def requests(self, count: int) -> list[bytes]:
        """The next `count` requests; made beforehand, so that signing them is not measured."""
        self.sent += count
        return [self._request() for _ in range(count)]

    def _request(self) -> bytes:
        body = json.dumps(self._side.event_callback(next(self._events)))
        timestamp = str(int(time.time()))
        signature = self._verifier.generate_signature(timestamp=timestamp, body=body)
        content = body.encode()
        head = [
            "POST /slack/events HTTP/1.1",
            f"Host: {self._host}",
            "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept: */*",
            "Accept-Encoding: gzip,deflate",
            "Content-Type: application/json",
            f"Content-Length: {len(content)}",
            f"X-Slack-Request-Timestamp: {timestamp}",
            f"X-Slack-Signature: {signature}",
        ]
        return "\r\n".join([*head, "", ""]).encode() + content

    @staticmethod
    def _replies() -> Iterator[dict[str, object]]:
        events = Events(CHANNEL)
        roots = [events.ts() for _ in range(THREADS)]
        texts, people = itertools.cycle(TEXTS), itertools.cycle(PEOPLE)
        for root in itertools.cycle(roots):
            yield events.reply(next(people), next(texts), root)


async def burst(url: str, requests: Sequence[bytes], connections: int) -> Burst:
    """Send them all over this many connections. Raises RefusedError unless each gets its 200."""
    waiting = iter(requests)
    opened = [await _open(url, waiting) for _ in range(connections)]
    busy, started = time.process_time(), time.perf_counter()
    for connection in opened:
        connection.send_next()
    await asyncio.gather(*(connection.finished for connection in opened))
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    for connection in opened:
        connection.close()
    waits = sorted(1000 * wait for connection in opened for wait in connection.waits)
    return Burst(
        per_second=len(requests) / seconds,
        median_ms=median(waits),
        p99_ms=quantiles(waits, n=100)[98],
        client_busy=busy / seconds,
    )


async def _open(url: str, waiting: Iterator[bytes]) -> "_Connection":
    address = urlsplit(url)
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(
        lambda: _Connection(waiting, loop.create_future()),
        str(address.hostname),
        address.port or 80,
    )
    return connection


class _Connection(asyncio.Protocol):
    """One keep-alive connection that takes its requests from what all of them share."""

    def __init__(self, waiting: Iterator[bytes], finished: "asyncio.Future[None]") -> None:
        self.waits: list[float] = []
        self.finished = finished
        self._waiting = waiting
        self._answer = b""
        self._sent_at = 0.0
        self._transport: asyncio.Transport | None = None

    def send_next(self) -> None:
        request = next(self._waiting, None)
        if request is None:
            self.finished.set_result(None)
        elif self._transport is not None:
            self._answer = b""
            self._sent_at = time.perf_counter()
            self._transport.write(request)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, ended, body = self._answer.partition(b"\r\n\r\n")
        if not ended or len(body) < _content_length(head):
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self.finished.set_exception(RefusedError(self._answer.decode(errors="replace")))
            return
        self.waits.append(time.perf_counter() - self._sent_at)
        self.send_next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.finished.done():
            self.finished.set_exception(error or RefusedError("the server closed the connection"))


def _content_length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0]) if found else 0
