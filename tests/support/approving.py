"""What people do with approvals in a scenario, and what they then see."""

from typing import Any

from bot.demo.people.transport import Answer
from bot.demo.render import as_text
from tests.support.acting import Json, card, key_of, production, settled
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE
from tests.support.watching import WORKSPACE, Row, rows

IDS = {name: user for user, name in PEOPLE.items()}


async def review_path(scripty: Running, *people: str) -> None:
    """Let these be the production's approvers, in this order."""
    (known,) = (await scripty.record())["productions"]
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        row = await work.productions.get(known["id"])
        row.approvers = [IDS.get(each, each) for each in people]


async def cut_id(scripty: Running) -> str:
    """The newest cut of the one production."""
    return str((await production(scripty))["cuts"][-1]["id"])


async def press_cut(
    scripty: Running, root: str, who: str, action: str, value: str | None = None
) -> Answer:
    """Press a button about the cut, whether or not it is offered to this person just now."""
    answer = await scripty.people.side.press(
        scripty.team.slack.user(who).id,
        CHANNEL,
        card(scripty, root),
        action,
        element={"value": value or await cut_id(scripty)},
    )
    assert answer.status == 200, answer.body
    return answer


async def pressed(scripty: Running, root: str, who: str, action: str) -> None:
    """The same, with everything done and shown that comes of it."""
    await press_cut(scripty, root, who, action)
    await settled(scripty)


def requests_in(scripty: Running, root: str) -> dict[str, Json]:
    """The messages about approvers' verdicts in a thread, by the approver's name."""
    found = {}
    for message in scripty.team.slack.bot_messages(CHANNEL, root):
        kind, _, rest = key_of(message).partition(":")
        if kind == "approval":
            user = rest.rpartition(":")[2]
            assert user not in found, "somebody was asked twice"
            found[PEOPLE.get(user, user)] = message
    return found


def request_text(scripty: Running, root: str, who: str) -> str:
    """The message about this person's verdict, as people read it."""
    return as_text(requests_in(scripty, root)[who]["blocks"])


def stale_notices(scripty: Running, root: str) -> list[str]:
    """What the thread was told of approvals that no longer count."""
    messages = scripty.team.slack.bot_messages(CHANNEL, root)
    return [as_text(each["blocks"]) for each in messages if key_of(each).startswith("stale:")]


def mentioned(blocks: Any) -> list[str]:
    """The user ids that blocks mention, and so notify."""
    if isinstance(blocks, list):
        return [user for each in blocks for user in mentioned(each)]
    if not isinstance(blocks, dict):
        return []
    own = [blocks["user_id"]] if blocks.get("type") == "user" else []
    return own + [user for each in blocks.values() for user in mentioned(each)]


async def approvals(scripty: Running) -> list[Row]:
    """Every verdict ever given, oldest first."""
    return await rows(scripty.scripty.where, "SELECT * FROM approval ORDER BY at, id")


async def live(scripty: Running) -> dict[str, Row]:
    """The verdicts that stand, by the person's name."""
    standing = [
        row
        for row in await approvals(scripty)
        if row["replaced_at"] is None and row["revoked_at"] is None
    ]
    found = {_name(row): row for row in standing}
    assert len(found) == len(standing), "two live verdicts of one person"
    return found


async def verdicts(scripty: Running) -> dict[str, str]:
    """The same in words; "stale" where something came after."""
    found = await live(scripty)
    return {
        who: f"stale {row['verdict']}" if row["stale_at"] else row["verdict"]
        for who, row in found.items()
    }


def _name(row: Row) -> str:
    user = str(row["user_id"])
    return PEOPLE.get(user, user)
