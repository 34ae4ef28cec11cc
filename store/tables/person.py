"""A person of a workspace, as Slack knows them."""

from datetime import datetime

from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace


class Person(OfWorkspace, table=True):
    """`name` is what they are called: display name, else real name, else handle."""

    workspace_id: str = Field(default="", foreign_key="workspace.id", primary_key=True)
    user_id: str = Field(primary_key=True)
    name: str = ""
    real_name: str = ""
    timezone: str | None = None
    is_bot: bool = False
    is_external: bool = False
    deleted: bool = False
    learned_at: datetime = Field(default_factory=now)
