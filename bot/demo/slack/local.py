"""The local Slack, whole: its state, its Web API, its faults, and waiting for what happens."""

import asyncio
import copy
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from starlette.applications import Starlette

from bot.demo.slack.faults import Faults
from bot.demo.slack.oauth import Grants
from bot.demo.slack.params import Json
from bot.demo.slack.state import DEFAULT_SCOPES, Channel, Team, User
from bot.demo.slack.triggers import Trigger
from bot.demo.slack.web import Called, WebApi
from bot.demo.slack.workspace import People

T = TypeVar("T")


class LocalSlack(People):
    """A small Slack in memory, with one workspace to begin with.

        slack = LocalSlack()
        slack.add_user("U1", "director", tz="Europe/Berlin")
        slack.add_channel("C1", "cut-review", members=["U1"])
        async with serve(slack.app) as url:
            client = AsyncWebClient(token=slack.team.bot_token, base_url=f"{url}/api/")

    Not safe for threads: use it from the event loop it is served on. It plays no rate limits and
    no search; `faults` brings about what goes wrong. `contents` are the bytes of uploaded files,
    and `unshared(params, uploads)` says of which uploads Slack says yes and never shows them.
    """

    def __init__(
        self,
        team_id: str = "T00000001",
        *,
        bot_token: str = "xoxb-local",
        scopes: Iterable[str] = DEFAULT_SCOPES,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(now, self._pulse)
        self._waiting: set[asyncio.Event] = set()
        self.faults = Faults()
        self.transcript: list[Called] = []
        self._grants = Grants()
        self.team = self.add_team(team_id, bot_token=bot_token, scopes=scopes)
        self.app: Starlette = WebApi(self, self.faults, self.transcript, self._grants).app()

    def add_team(
        self,
        id: str,  # noqa: A002 - Slack's own word
        *,
        name: str = "Local Films",
        bot_token: str,
        scopes: Iterable[str] = DEFAULT_SCOPES,
    ) -> Team:
        """Another workspace with the bot in it, under its own token."""
        tail = id[1:]
        team = Team(
            id=id,
            name=name,
            domain=name.lower().replace(" ", "-"),
            bot_token=bot_token,
            bot_user=f"UB{tail}",
            bot_id=f"B{tail}",
            app_id="A00000001",
            scopes=tuple(scopes),
        )
        self.teams[id] = team
        self.users[team.bot_user] = User(team.bot_user, "scripty", id, "Scripty", is_bot=True)
        return team

    def add_user(
        self,
        id: str,  # noqa: A002 - Slack's own word
        name: str,
        *,
        tz: str = "Etc/UTC",
        is_bot: bool = False,
        team: str = "",
        real_name: str = "",
    ) -> User:
        user = User(id, name, team or self.team.id, real_name or name.title(), tz, is_bot)
        self.users[id] = user
        return user

    def add_channel(
        self,
        id: str,  # noqa: A002 - Slack's own word
        name: str,
        members: Iterable[str] = (),
        *,
        team: str = "",
        kind: str = "channel",
        with_bot: bool = True,
    ) -> Channel:
        """A channel ("group": a private one). The bot is a member unless `with_bot` is off."""
        owner = self.teams[team or self.team.id]
        ids = [self.user(member).id for member in members]
        present = list(dict.fromkeys([*ids, *([owner.bot_user] if with_bot else [])]))
        self.channels[id] = channel = Channel(id, name, owner.id, present, kind)
        return channel

    def add_file(
        self,
        id: str,  # noqa: A002 - Slack's own word
        name: str,
        mimetype: str = "video/mp4",
    ) -> Json:
        """A file object, for post_as(files=[…]) and files.info."""
        file = {"id": id, "name": name, "title": name, "mimetype": mimetype, "mode": "hosted"}
        file["filetype"] = name.rpartition(".")[2]
        self.files[id] = file
        return file

    def revoke(self, team: Team | None = None, error: str = "token_revoked") -> None:
        """From now on every call of this team's token is answered with `error`."""
        (team or self.team).revoked = error

    def grant(self, user: str, team: Team | None = None) -> str:
        """`user` allows the bot in: the code that Slack would put on the OAuth redirect."""
        return self._grants.issue((team or self.team).id, self.user(user).id)

    def messages(self, channel: str, thread_ts: str | None = None) -> list[Json]:
        """What stands in a channel, or in one thread with its root first; oldest first. Copies."""
        place = self.channel(channel)
        return copy.deepcopy(place.thread(thread_ts) if thread_ts else place.ordered())

    def bot_messages(self, channel: str, thread_ts: str | None = None) -> list[Json]:
        """Those of them that the bot wrote."""
        return [m for m in self.messages(channel, thread_ts) if "bot_id" in m]

    def calls(self, method: str) -> list[Json]:
        """The arguments of every call of `method`, in order."""
        return [called.params for called in self.transcript if called.method == method]

    def issue_trigger(self, user: str, view: str = "") -> str:
        return Trigger(self.user(user).id, self.now(), view).id()

    def close_view(self, view_id: str, *, all_of_stack: bool = False) -> None:
        """Takes a modal off the screen, with `all_of_stack` those below and above it too."""
        closed = self.views.pop(view_id, None)
        if closed and all_of_stack:
            root = closed["root_view_id"]
            for other in [v["id"] for v in self.views.values() if v["root_view_id"] == root]:
                del self.views[other]
        self.changed()

    async def wait_for(
        self,
        predicate: "Callable[[LocalSlack], T | None]",
        timeout: float = 30,  # noqa: ASYNC109 - how long to wait
    ) -> T:
        """The first truthy value of `predicate(self)`, tried again after each change.

            card = await slack.wait_for(lambda s: s.bot_messages("C1"))

        Raises TimeoutError with the last calls, once `timeout` seconds have passed.
        """
        pulse = asyncio.Event()
        self._waiting.add(pulse)
        try:
            async with asyncio.timeout(timeout):
                while not (value := predicate(self)):
                    pulse.clear()
                    await pulse.wait()
            return value
        except TimeoutError:
            last = ", ".join(called.method for called in self.transcript[-10:]) or "none"
            raise TimeoutError(f"not seen within {timeout} s; last calls: {last}") from None
        finally:
            self._waiting.discard(pulse)

    def _pulse(self) -> None:
        for waiting in self._waiting:
            waiting.set()
