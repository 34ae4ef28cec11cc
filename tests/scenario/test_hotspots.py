"""Where a team's mistakes happen most often, from what happened, and the press against it."""

from bot.demo.render import as_text
from tests.support.acting import settled, thread_under_review, told
from tests.support.checking import asked, checked
from tests.support.cutting import accepted
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE, STRANGER
from tests.support.watching import WORKSPACE, rows

IDS = {name: user for user, name in PEOPLE.items()}
REPLIES = (
    ("client", "0:17 the spoon clink is way too loud"),
    ("client", "0:20 the logo should be bigger"),
    ("director", "0:31 trim the pause before the door"),
)


async def test_hotspots_name_the_rule_that_a_press_switches_on(scripty: Running) -> None:
    assert "no production yet" in await asked(scripty, "hotspots")
    root = await thread_under_review(scripty, *REPLIES)
    assert "too little to say" in await asked(scripty, "hotspots")
    await accepted(scripty, root, 1, 2, 3)
    await settled(scripty)

    shown = await checked(scripty, "director", "hotspots")
    listed = as_text(shown["blocks"])
    assert "Work without an owner\n3 times · all in the last 30 days\n" in listed
    assert "Off · concerns whoever accepts a note" in listed
    assert not any(name in listed for name in PEOPLE.values() if name in ("client", "editor"))

    (production,) = await rows(scripty.scripty.where, "SELECT id FROM production")
    value = f"{production['id']}:owners"
    await scripty.people.press("client", CHANNEL, shown, "hotspot_switch", value)
    await told(scripty, "client", "You can't change the procedure; editor can.")
    assert not await rows(scripty.scripty.where, "SELECT * FROM procedure_rule WHERE active")
    shown = await checked(scripty, "editor", "hotspots")
    await scripty.people.press("editor", CHANNEL, shown, "hotspot_switch", value)
    await settled(scripty)
    now_listed = as_text(scripty.team.slack.ephemerals[-1]["blocks"])
    assert "On: Whoever accepts a note names its owner." in now_listed
    (rule,) = await rows(scripty.scripty.where, "SELECT * FROM procedure_rule WHERE active")
    assert (rule["key"], rule["changed_by"]) == ("owners", IDS["editor"])

    # what was dropped and is wanted after all was not done twice
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        task = (await work.tasks.of_production(production["id"]))[0]
        for action, times in (("dropped", 0), ("reopened", 0), ("done", 0), ("reopened", 1)):
            work.log(IDS["editor"], "button", f"task.{action}", "task", task.id)
            await work.session.flush()
            assert len(await work.hotspots.done_twice(production["id"])) == times

    said = await asked(scripty, "hotspots", who=STRANGER)
    assert "Only members of" in said
