"""Lists that only one person sees, and the presses and forms in them that close gaps."""

import time

from bot.demo.people.transport import Answer
from tests.support.acting import Json, form_of, tasks, words_of
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE

IDS = {name: user for user, name in PEOPLE.items()}


async def asked(scripty: Running, words: str, who: str = "director") -> str:
    """What `/scripty <words>` is answered with."""
    return words_of(await scripty.people.command(who, CHANNEL, words))


async def checked(scripty: Running, who: str, words: str = "check") -> Json:
    """A checklist as it stands on somebody's screen, where it can be pressed."""
    answer = (await scripty.people.command(who, CHANNEL, words)).json()
    shown = {
        "channel": CHANNEL, "user": IDS[who], "ts": f"{time.time():.6f}",
        "text": answer["text"], "blocks": answer["blocks"],
    }  # fmt: skip
    scripty.team.slack.ephemerals.append(shown)
    return shown


async def pressed(scripty: Running, who: str, shown: Json, action: str, value: str) -> Answer:
    """A press on this item's button in a message, whether it offers it just now or not."""
    button = {"type": "button", "action_id": action, "value": value}
    blocks = [block["block_id"] for block in shown["blocks"] if _has(block, action, value)]
    answer = await scripty.people.press(
        who, CHANNEL, shown, action, block_id=blocks[0] if blocks else None,
        element=None if blocks else button, value=value if blocks else None,
    )  # fmt: skip
    assert answer.status == 200, answer.body
    return answer


def _has(block: Json, action: str, value: str) -> bool:
    each = block.get("elements", [])
    return any(one.get("action_id") == action and one.get("value") == value for one in each)


async def saved(scripty: Running, who: str, form: str, values: Json) -> Answer:
    """The form on top of somebody's screen, filled in and sent."""
    return await scripty.people.submit(who, await form_of(scripty, who, form), values)


async def task_ids(scripty: Running) -> dict[int, str]:
    return {task["number"]: task["id"] for task in await tasks(scripty)}
