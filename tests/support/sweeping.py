"""Time travelled in a scenario: what the clock would do at a moment to come, and what people then
read."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.demo.render import as_text
from handlers.nudges.sweeping import Message, sweep
from store.clock import now
from store.tables import Milestone
from tests.support.acting import Json, key_of, offered, settled, words_of
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE
from tests.support.watching import WORKSPACE

BERLIN = ZoneInfo("Europe/Berlin")
IDS = {name: user for user, name in PEOPLE.items()}


def friday_ahead() -> date:
    """A Friday two to three weeks from today."""
    day = now().astimezone(BERLIN).date() + timedelta(days=15)
    return day + timedelta(days=(4 - day.weekday()) % 7)


def at(day: date, clock: str = "09:00", zone: ZoneInfo = BERLIN) -> datetime:
    """This time of that day."""
    return datetime.combine(day, time.fromisoformat(clock), zone)


def before(day: date, days: int) -> date:
    return day - timedelta(days=days)


async def milestone(scripty: Running, name: str, day: date, who: str = "producer") -> Milestone:
    """Somebody makes a milestone by command."""
    answer = await scripty.people.command(
        who, CHANNEL, f'milestone "{name}" {day.day} {day:%B} {day.year}'
    )
    assert name in words_of(answer)
    await settled(scripty)
    return await milestone_named(scripty, name)


async def milestone_named(scripty: Running, name: str) -> Milestone:
    """The one milestone with this name."""
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        found = [
            each
            for production in await work.productions.all()
            for each in await work.milestones.of_production(production.id)
        ]
    (only,) = [each for each in found if each.name == name]
    return only


async def task(scripty: Running, words: str, who: str = "editor", channel: str = CHANNEL) -> None:
    """Somebody makes a task by command; who "@name" is, Slack says by id."""
    for name, user in IDS.items():
        words = words.replace(f"@{name}", f"<@{user}>")
    await scripty.people.command(who, channel, f"task {words}")
    await settled(scripty)


async def swept(scripty: Running, moment: datetime) -> list[Message]:
    """The clock's ticks at this moment; what comes of them is sent and shown."""
    found = await planned(scripty, moment)
    await settled(scripty)
    return found


async def planned(scripty: Running, moment: datetime) -> list[Message]:
    """The same, with the sending still under way."""
    found: list[Message] = []
    while True:
        async with scripty.scripty.record.workspace(WORKSPACE) as work:
            sent = await sweep(work, moment)
        if not sent.clocks:
            return found
        found += sent.nudges


def digests(scripty: Running, channel: str = CHANNEL) -> list[str]:
    """The digests that stand in a channel, as people read them."""
    return [reads(each) for each in digest_messages(scripty, channel)]


def digest_messages(scripty: Running, channel: str = CHANNEL) -> list[Json]:
    messages = scripty.team.slack.bot_messages(channel)
    return [each for each in messages if key_of(each).startswith("nudge:digest:")]


def nudges(scripty: Running, who: str) -> list[str]:
    """The reminders that somebody got directly, as they read them."""
    return [reads(each) for each in nudge_messages(scripty, who)]


def nudge_messages(scripty: Running, who: str) -> list[Json]:
    slack = scripty.team.slack
    place, _ = slack.direct(slack.team, slack.user(who))
    return [each for each in slack.bot_messages(place.id) if key_of(each).startswith("nudge:")]


def reads(message: Json) -> str:
    return as_text(message["blocks"])


async def press(scripty: Running, who: str, action: str, value: str | None = None) -> None:
    """Somebody presses in the newest of their reminders; of a menu `value` is the choice, without
    the id behind it."""
    slack = scripty.team.slack
    place, _ = slack.direct(slack.team, slack.user(who))
    message = nudge_messages(scripty, who)[-1]
    menus = [
        option["value"]
        for block in message["blocks"]
        for element in block.get("elements", ())
        if element.get("action_id") == action
        for option in element.get("options", ())
    ]
    chosen = next((each for each in menus if value and value in each.split(":")), value)
    answer = await scripty.people.press(who, place.id, message, action, chosen)
    assert answer.status == 200, answer.body
    await settled(scripty)


async def press_digest(scripty: Running, who: str, action: str) -> None:
    """Somebody presses in the newest digest."""
    message = digest_messages(scripty)[-1]
    assert action in [name for name, _ in offered(message)]
    answer = await scripty.people.press(who, CHANNEL, message, action)
    assert answer.status == 200, answer.body
    await settled(scripty)
