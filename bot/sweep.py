"""`scripty sweep`, and what the clock does every few seconds: see to the nudges that are due."""

import asyncio
import contextlib
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.text import Text

from bot.explained import ExplainedError
from handlers.nudges.sweeping import Message, Sent, sweep
from handlers.text import counted
from store.clock import now
from store.unit_of_work import Record

Entry = dict[str, Any]
"""A message as `sweep --json` prints it; the fields are a public contract."""

Hearing = Callable[[Sent], None]


class BadMomentError(ExplainedError):
    """Raised when the moment on the command line can't be read; says how to write one."""

    def __init__(self, written: str) -> None:
        super().__init__(
            f"{written!r} is no moment. Write it such as 2026-06-09T09:00+02:00; without an "
            "offset it is UTC."
        )


class _UndoneError(Exception):
    """Ends a dry run: nothing of it is kept."""


def moment_of(written: str | None) -> datetime:
    """The moment somebody wrote, or now. Raises BadMomentError."""
    if written is None:
        return now()
    try:
        found = datetime.fromisoformat(written)
    except ValueError as error:
        raise BadMomentError(written) from error
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


async def sweep_all(
    record: Record, workspaces: Iterable[str], moment: datetime, *, dry_run: bool = False
) -> list[Entry]:
    """Send what is due in these workspaces at this moment, a transaction a batch; what it was.

    In a dry run the same is planned in one transaction, which is then undone. What another process
    is seeing to just then is left to it.
    """
    found: list[Entry] = []

    def hear(sent: Sent) -> None:
        found.extend(entry(each) for each in sent.nudges)

    for workspace_id in workspaces:
        if dry_run:
            await _try(record, workspace_id, moment, hear)
        else:
            await see_to_all(record, workspace_id, moment, hear)
    return found


async def see_to_all(record: Record, workspace_id: str, moment: datetime, hear: Hearing) -> None:
    """See to whatever is due in a workspace, a transaction a batch; `hear` is told of each.

    Where there is more than one, two at once: while the database keeps one, the other is planned.
    """

    async def next_batch() -> Sent:
        async with record.workspace(workspace_id) as work:
            return await sweep(work, moment)

    async def lane() -> None:
        while (sent := await next_batch()).clocks:
            hear(sent)

    with _nothing_collected():
        if not (sent := await next_batch()).clocks:
            return
        hear(sent)
        for ended in await asyncio.gather(lane(), lane(), return_exceptions=True):
            if ended is not None:
                raise ended


async def _try(record: Record, workspace_id: str, moment: datetime, hear: Hearing) -> None:
    with contextlib.suppress(_UndoneError), _nothing_collected():
        async with record.workspace(workspace_id) as work:
            while (sent := await sweep(work, moment)).clocks:
                hear(sent)
            raise _UndoneError


@contextlib.contextmanager
def _nothing_collected() -> Iterator[None]:
    """A batch makes some hundred thousand objects, nearly all of which are needed to its end:
    looking for garbage among them again and again took a quarter of a sweep's time."""
    if not gc.isenabled():  # somebody else sees to it
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def entry(message: Message) -> Entry:
    """A message as data."""
    planned = message.planned
    local = planned.at.astimezone(ZoneInfo(planned.timezone))
    milestones = list({one.gap.item.home.id: one.gap.item.home for one in planned.named}.values())
    return {
        "to": {"user": planned.user} if planned.user else {"channel": planned.channel},
        "production": message.name,
        "production_id": str(message.production),
        "milestone": ", ".join(each.name for each in milestones),
        "milestone_ids": [str(each.id) for each in milestones],
        "local_time": local.isoformat(timespec="minutes"),
        "reason": planned.reason,
        "late": planned.late is not None,
        "gaps": [
            {
                "kind": named.gap.kind,
                "item": named.gap.item.name,
                "consequence": named.gap.consequence,
                "item_id": str(named.gap.item.id),
                "milestone_id": str(named.gap.item.home.id),
                "user": named.gap.user,
                "ignored_by": named.escalated or None,
            }
            for named in planned.named
        ],
        "key": planned.key,
    }


def as_text(entries: Sequence[Entry], *, dry_run: bool) -> RenderableType:
    """The messages for a terminal: to whom, why, what."""
    if not entries:
        return Text("Nothing is due.")
    verb = "would be sent" if dry_run else "sent"
    lines = [Text(f"{counted(len(entries), 'message')} {verb}.")]
    for each in entries:
        to = each["to"].get("channel") or each["to"]["user"]
        lines.append(Text(f"\n{to}  {each['production']}: {each['reason']} ({each['local_time']})"))
        for gap in each["gaps"]:
            waits = f"; {gap['consequence']}" if gap["consequence"] else ""
            lines.append(Text(f"  {gap['kind']}: {gap['item']}{waits}"))
    return Group(*lines)
