"""A workspace: one Slack team that has installed the bot. All data belongs to exactly one."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.clock import now


class Workspace(SQLModel, table=True):
    """`id` is Slack's team id. `token_fingerprint` tells which token it was last reached with:
    a process restarted while Slack is away knows its own workspace by it."""

    id: str = Field(primary_key=True)
    name: str = ""
    url: str = ""
    bot_user_id: str = ""
    bot_id: str = ""
    token_fingerprint: str | None = Field(default=None, index=True)
    installed_at: datetime = Field(default_factory=now)
