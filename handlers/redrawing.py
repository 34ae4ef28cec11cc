"""Drawing a list that only one person sees again, after a press in it.

Such a list is no delivery: Slack lets it be replaced through the press's `response_url`, within
half an hour.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.documents import rules as documents
from handlers.gaps import rules as gaps
from handlers.milestones import checklist
from handlers.scenes import rules as scenes
from store.unit_of_work import Work

SHOW_CHECK = "show_check"
"""Name of the job that replaces a checklist by how it is now."""

SHOW_GAPS = "show_gaps"
"""Name of the job that replaces a list of gaps by how it is now."""

SHOW_SCENES = "show_scenes"
"""Name of the job that replaces a card or list of scenes or deliverables by how it is now."""

SHOW_DOCUMENTS = "show_documents"
"""Name of the job that replaces a list of documents by how it is now."""


@dataclass(frozen=True)
class Pressed:
    """A list that only one person sees, in which a button was pressed: its `response_url`, and the
    `block_id` of the button, which tells the page. Empty where it was pressed elsewhere."""

    response_url: str = ""
    block_id: str = ""

    def metadata(self) -> dict[str, str]:
        """As a form keeps it that was opened there."""
        if not self.response_url:
            return {}
        return {"response_url": self.response_url, "block_id": self.block_id}


def pressed_in(body: Mapping[str, Any]) -> Pressed:
    """Where the button of a `block_actions` payload stands."""
    if not body.get("container", {}).get("is_ephemeral"):
        return Pressed()
    return Pressed(body.get("response_url") or "", body["actions"][0].get("block_id") or "")


def kept_in(view: Mapping[str, Any]) -> Pressed:
    """The same, of a submitted form that kept it."""
    kept = json.loads(view.get("private_metadata") or "{}")
    return Pressed(str(kept.get("response_url", "")), str(kept.get("block_id", "")))


async def redraw(work: Work, pressed: Pressed, user: str, said: str = "") -> bool:
    """Draw the list again once this transaction is committed, with what was done on top; whether
    it was pressed in a list that can be."""
    if not pressed.response_url:
        return False
    if found := checklist.page_of(pressed.block_id):
        milestone, page = found
        await work.defer(
            SHOW_CHECK, response_url=pressed.response_url, milestone_id=milestone, user=user,
            page=page, said=said,
        )  # fmt: skip
        return True
    if found := gaps.page_of(pressed.block_id):
        scope, page = found
        await work.defer(
            SHOW_GAPS, response_url=pressed.response_url, scope=scope, user=user, page=page,
            said=said,
        )  # fmt: skip
        return True
    if shown := scenes.shown_in(pressed.block_id):
        which, subject, page = shown
        await work.defer(
            SHOW_SCENES, response_url=pressed.response_url, which=which, subject=subject,
            user=user, page=page, said=said,
        )  # fmt: skip
        return True
    if found := documents.page_of(pressed.block_id):
        production, page = found
        await work.defer(
            SHOW_DOCUMENTS, response_url=pressed.response_url, production_id=production,
            user=user, page=page,
        )  # fmt: skip
        return True
    return False
