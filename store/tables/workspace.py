"""A workspace: one Slack team that has installed the bot. All data belongs to exactly one."""

from datetime import datetime

from sqlalchemy import BigInteger, true
from sqlmodel import Field, SQLModel

from store.clock import now


class Workspace(SQLModel, table=True):
    """`id` is Slack's team id. `token_fingerprint` tells which token it was last reached with:
    a process restarted while Slack is away knows its own workspace by it. `model_on` is whether
    its threads may be sent to a model, should one be set, and `monthly_tokens` how many tokens it
    may use in a calendar month (UTC), None for any number."""

    id: str = Field(primary_key=True)
    name: str = ""
    url: str = ""
    bot_user_id: str = ""
    bot_id: str = ""
    token_fingerprint: str | None = Field(default=None, index=True)
    model_on: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    monthly_tokens: int | None = Field(default=None, sa_type=BigInteger)
    installed_at: datetime = Field(default_factory=now)
