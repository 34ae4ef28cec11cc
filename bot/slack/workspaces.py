"""Which workspaces this process serves, and its clients for each.

Two clients, two names: the *poster* never repeats a call by itself (the SDK's default posts a
message twice when the connection breaks after Slack took it), the *reader* waits and retries.
"""

import hashlib
from typing import cast

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.explained import ExplainedError
from bot.slack.errors import outcome
from bot.slack.reader import SlackReader
from store.tables import Workspace
from store.unit_of_work import Record

POST_TIMEOUT = 8
"""Seconds. Below `bot.worker.STALLED_AFTER`: a call that hangs is over before another worker can
take the job for dead."""


class UnknownWorkspaceError(ExplainedError):
    """Slack did not say whose token this is, and the record does not know it either."""


class Workspaces:
    """The one workspace of `SLACK_BOT_TOKEN`. A process serves the jobs of its own workspace
    only, so several installations may share a database."""

    def __init__(self, record: Record, token: str, api_url: str) -> None:
        self._record = record
        self._token = token
        self._api_url = api_url
        self._workspace: Workspace | None = None
        self._http: aiohttp.ClientSession | None = None

    @property
    def ids(self) -> list[str]:
        """The workspaces served, by Slack's team id."""
        return [self._workspace.id] if self._workspace else []

    async def identify(self) -> Workspace:
        """Ask Slack whose token this is; while Slack is away, what the record remembers.

        Raises UnknownWorkspaceError.
        """
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=POST_TIMEOUT))
        fingerprint = hashlib.sha256(self._token.encode()).hexdigest()
        try:
            found = await self._client(retries=False).auth_test()
        except (aiohttp.ClientError, TimeoutError) as error:
            self._workspace = await self._remembered(fingerprint, error)
            return self._workspace
        except SlackApiError as error:
            if outcome(error).kind in ("later", "uncertain"):
                self._workspace = await self._remembered(fingerprint, error)
                return self._workspace
            raise UnknownWorkspaceError(
                f"Slack refused SLACK_BOT_TOKEN ({error.response.get('error')}). Copy the app's "
                "Bot User OAuth Token again; `scripty doctor` checks everything."
            ) from error
        self._workspace = Workspace(
            id=found["team_id"],
            name=found.get("team", ""),
            url=found.get("url", ""),
            bot_user_id=found.get("user_id", ""),
            bot_id=found.get("bot_id") or "",
            token_fingerprint=fingerprint,
        )
        await self._record.save_workspace(self._workspace)
        return self._workspace

    async def close(self) -> None:
        """Close the connections to Slack."""
        if self._http is not None:
            await self._http.close()

    def authorize(self, team_id: str | None) -> AuthorizeResult:
        """For Bolt: who we are in this workspace, without asking Slack on every request.

        None, which Bolt answers with 200, for a workspace that is not ours.
        """
        known = self._workspace
        if known is None or team_id != known.id:
            return cast(AuthorizeResult, None)  # Bolt's type says it is never None; its code asks
        return AuthorizeResult(
            enterprise_id=None,
            team_id=known.id,
            bot_id=known.bot_id,
            bot_user_id=known.bot_user_id,
            bot_token=self._token,
        )

    def poster(self, workspace_id: str) -> AsyncWebClient:
        """The client for what people see: one call is one attempt."""
        self._must_serve(workspace_id)
        return self._client(retries=False)

    async def slack(self, workspace_id: str) -> SlackReader:
        """The client for asking: waits out limits and tries again."""
        self._must_serve(workspace_id)
        assert self._http is not None
        return SlackReader(workspace_id, self._client(retries=True), self._http)

    def _client(self, *, retries: bool) -> AsyncWebClient:
        handlers = (
            [
                AsyncConnectionErrorRetryHandler(max_retry_count=2),
                AsyncRateLimitErrorRetryHandler(max_retry_count=3),
                AsyncServerErrorRetryHandler(max_retry_count=2),
            ]
            if retries
            else []
        )
        return AsyncWebClient(
            token=self._token,
            base_url=self._api_url,
            timeout=POST_TIMEOUT,
            session=self._http,
            retry_handlers=handlers,
        )

    def _must_serve(self, workspace_id: str) -> None:
        if workspace_id not in self.ids:
            raise UnknownWorkspaceError(f"this process does not serve {workspace_id}")

    async def _remembered(self, fingerprint: str, error: BaseException) -> Workspace:
        for workspace in await self._record.workspaces():
            if workspace.token_fingerprint == fingerprint:
                return workspace
        raise UnknownWorkspaceError(
            f"Slack can't be reached ({type(error).__name__}) and this token was never used with "
            "this database. Check the network and SLACK_API_URL, then start again."
        ) from error
