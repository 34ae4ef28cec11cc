"""Who has opened the Home tab, so that it is kept up to date for them."""

from datetime import datetime

from sqlalchemy import false
from sqlmodel import Field

from store.clock import now
from store.tables.base import OfWorkspace


class HomeView(OfWorkspace, table=True):
    """`shown` is a mark of what they see, so that the same isn't published twice; `stale` says
    that a redrawing is already on its way. `page` is where they have turned to."""

    __tablename__ = "home_view"

    workspace_id: str = Field(default="", foreign_key="workspace.id", primary_key=True)
    user_id: str = Field(primary_key=True)
    opened_at: datetime = Field(default_factory=now)
    shown: str = ""
    stale: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    page: str = ""
