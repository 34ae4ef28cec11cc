"""The Home tab, through really signed requests: what stands in it, and what is pressed there."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.demo.render import as_text
from bot.demo.slack import Error
from handlers.home import following
from handlers.home.services import view_of
from store.tables import Member, Production
from tests.support.acting import (
    Json,
    form_of,
    production,
    settled,
    tasks,
    thread_under_review,
    words_of,
)
from tests.support.approving import IDS, review_path, verdicts
from tests.support.cutting import accepted
from tests.support.running import Running
from tests.support.team import CHANNEL
from tests.support.watching import WORKSPACE, rows, until

REPLIES = (
    ("client", "0:17 the spoon clink is way too loud"),
    ("director", "the grade in the kitchen must be warmer, editor please by 2031-06-05"),
    ("client", "could the music come in earlier?"),
)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "SOON", timedelta(milliseconds=50))


def page_of(scripty: Running, who: str) -> Json:
    """Somebody's Home tab as it is on their screen."""
    slack = scripty.team.slack
    found: Json = slack.homes[slack.user(who).id]
    return found


def text_of(scripty: Running, who: str) -> str:
    return as_text(page_of(scripty, who)["blocks"])


async def opened(scripty: Running, who: str) -> str:
    """Somebody opens their Home tab; what they then see."""
    await scripty.people.open_home(who)
    await settled(scripty)
    return text_of(scripty, who)


async def pressed(
    scripty: Running, who: str, action: str, value: str, page: Json | None = None
) -> str:
    """A press in somebody's Home tab, as it is or was; what they then see."""
    shown = page or page_of(scripty, who)
    answer = await scripty.people.press_in_view(who, shown, action, value)
    assert answer.status == 200, answer.body
    await settled(scripty)
    return text_of(scripty, who)


def published(scripty: Running, who: str) -> int:
    calls = scripty.team.slack.calls("views.publish")
    return sum(call["user_id"] == scripty.team.slack.user(who).id for call in calls)


async def saved(scripty: Running, who: str, form: str, values: Json) -> str:
    """The form on top of somebody's screen, filled in and sent."""
    await scripty.people.submit(who, await form_of(scripty, who, form), values)
    await settled(scripty)
    return text_of(scripty, who)


async def test_home_is_worked_through_press_by_press(scripty: Running) -> None:
    root = await thread_under_review(scripty, *REPLIES)
    assert "This is Scripty" in await opened(scripty, "stranger")
    await accepted(scripty, root, 1, 2)
    await review_path(scripty, "client")
    for words in (
        'milestone "Picture lock" 2031-06-12 17:00',
        "task book the studio @editor by 2031-06-02",
        "doc call sheet https://docs.example/1 @producer fresh until 2031-06-01",
    ):
        words_of(
            await scripty.people.command(
                "director", CHANNEL, words.replace("@editor", f"<@{IDS['editor']}>")
            )
        )
    await settled(scripty)

    text = await opened(scripty, "editor")
    assert text.startswith("What is yours\n2 tasks · 1 to decide"), text
    assert "T3  book the studio\ndue Mon 2 Jun 2031 · spot-a\n[Done] [New date]" in text
    assert "N3 (music) is waiting for a decision" in text
    assert "Picture lock on Thu 12 Jun 2031 17:00" in text
    before = page_of(scripty, "editor")
    (studio,) = [each["id"] for each in await tasks(scripty) if each["number"] == 3]

    # what is there already isn't sent again
    times = published(scripty, "editor")
    await opened(scripty, "editor")
    assert published(scripty, "editor") == times

    # a press is seen at once, and a second one on what was seen before is answered
    text = await pressed(scripty, "editor", "task_done", studio)
    assert "book the studio" not in text.split("Next milestones")[0]
    assert scripty.people.view_of("editor") is None
    await pressed(scripty, "editor", "task_done", studio, before)
    notice = await form_of(scripty, "editor", "notice")
    assert "T3" in as_text(notice["blocks"])
    await scripty.people.close("editor", notice)

    # a form opens on top of it
    (grade,) = [each["id"] for each in await tasks(scripty) if each["number"] == 2]
    await pressed(scripty, "editor", "task_date", grade)
    text = await saved(scripty, "editor", "task_dated", {"due": "2031-06-08"})
    assert "due Sun 8 Jun 2031" in text

    # what is missing is closed there too, and the page stays
    of = (await production(scripty))["id"]
    text = await pressed(scripty, "editor", "home_page", f"gaps:{of}:1")
    assert text.startswith("What is missing: spot-a"), text
    (clink,) = [each["id"] for each in await tasks(scripty) if each["number"] == 1]
    assert "The spoon clink is way too loud\nno owner · no date" in text
    text = await pressed(scripty, "editor", "gap_take", clink)
    assert text.startswith("What is missing: spot-a")
    assert "The spoon clink is way too loud\nno date · editor" in text
    await pressed(scripty, "editor", "gap_date", clink)
    text = await saved(scripty, "editor", "gap_dated", {"due": "2031-06-03"})
    assert "spoon clink" not in text
    assert "What is yours" in await pressed(scripty, "editor", "home_page", "home:1")

    # the approver approves; others see it a little later
    assert "v2 is waiting for your approval" in await opened(scripty, "client")
    cut = (await production(scripty))["cuts"][-1]["id"]
    before = page_of(scripty, "client")
    text = await pressed(scripty, "client", "approval_approve", cut)
    assert await verdicts(scripty) == {"client": "approved"}
    assert "Waiting for your verdict" not in text
    await pressed(scripty, "client", "approval_approve", cut, before)
    assert "already" in as_text((await form_of(scripty, "client", "notice"))["blocks"])

    words_of(
        await scripty.people.command(
            "director", CHANNEL, f"task colour the titles <@{IDS['editor']}>"
        )
    )
    await settled(scripty)
    assert "colour the titles\nno date" in text_of(scripty, "editor")
    # so does what a reading of the thread finds
    await scripty.people.post("client", CHANNEL, "the end card is too dark", thread_ts=root)
    await settled(scripty)
    assert "end card is too dark" in text_of(scripty, "editor")
    # nobody sees anything of a production that isn't theirs
    assert "This is Scripty" in text_of(scripty, "stranger")
    assert published(scripty, "stranger") == 1
    # until they join, which nothing is logged of
    slack = scripty.team.slack
    await scripty.people.tell(slack.join(slack.user("stranger").id, CHANNEL))
    await settled(scripty)
    assert "Your productions\nspot-a" in text_of(scripty, "stranger")


async def test_settings_are_behind_a_button(scripty: Running) -> None:
    await thread_under_review(scripty, *REPLIES)
    await opened(scripty, "director")
    await pressed(scripty, "director", "home_settings", "settings")
    form = await form_of(scripty, "director", "home_settings_saved")
    text = as_text(form["blocks"])
    assert "spot-a" in text
    assert "No model is set" in text
    of = (await production(scripty))["id"]
    await scripty.people.press_in_view("director", form, "home_reminders", of)
    reminders = await form_of(scripty, "director", "nudges_schedule")
    assert "people are reminded of a milestone 7, 3 and 1 days before" in as_text(
        reminders["blocks"]
    )
    await scripty.people.close("director", reminders)
    await saved(scripty, "director", "home_settings_saved", {"muted": ["overdue", "no date"]})
    muted = "SELECT kind FROM nudge_rest WHERE user_id = %s ORDER BY kind"
    found = await rows(scripty.scripty.where, muted, IDS["director"])
    assert [row["kind"] for row in found] == ["no date", "overdue"]
    await pressed(scripty, "director", "home_settings", "settings")
    await saved(scripty, "director", "home_settings_saved", {"muted": ["overdue"]})
    found = await rows(scripty.scripty.where, muted, IDS["director"])
    assert [row["kind"] for row in found] == ["overdue"]
    # what comes by itself is called off there
    words_of(await scripty.people.command("director", CHANNEL, "brief every monday 09:00"))
    await pressed(scripty, "director", "home_settings", "settings")
    form = await form_of(scripty, "director", "home_settings_saved")
    assert "Brief of spot-a every Monday 09:00, turned on by director  [Stop]" in as_text(
        form["blocks"]
    )
    await scripty.people.press_in_view("director", form, "home_report_stop")
    await settled(scripty)
    form = await form_of(scripty, "director", "home_settings_saved")
    assert "Brief of" not in as_text(form["blocks"])


async def test_what_slack_refuses_is_no_error_and_what_it_loses_comes_again(
    scripty: Running,
) -> None:
    slack = scripty.team.slack
    slack.faults.add("views.publish", Error("not_enabled"))
    await scripty.people.open_home("stranger")
    await settled(scripty)
    assert not slack.homes
    # the next time Slack still has nothing of ours to show
    assert "This is Scripty" in await opened(scripty, "stranger")
    slack.faults.add("views.publish", Error("internal_error"))
    await thread_under_review(scripty, ("client", "0:17 the spoon clink is way too loud"))
    await scripty.people.open_home("director")

    async def there() -> bool:
        return slack.user("director").id in slack.homes

    await until(there)
    await settled(scripty)
    assert "spot-a" in text_of(scripty, "director")
    # a page that Slack kept and the record doesn't know is drawn anew
    await rows(scripty.scripty.where, "DELETE FROM home_view")
    times = published(scripty, "director")
    await opened(scripty, "director")
    assert published(scripty, "director") == times + 1
    # the messages tab is another one
    direct, _ = slack.direct(slack.team, slack.user("client"))
    await scripty.people.tell(
        {"type": "app_home_opened", "user": IDS["client"], "channel": direct.id, "tab": "messages",
         "event_ts": slack.clock.next()}
    )  # fmt: skip
    await settled(scripty)
    assert IDS["client"] not in slack.homes


async def test_a_home_of_many_productions_takes_no_more_statements(scripty: Running) -> None:
    """Nine productions are read with as many statements as one."""
    engine = scripty.scripty.record.engine.sync_engine
    counts = list[int]()

    def count(*_: Any) -> None:
        counts[-1] += 1

    async def read() -> None:
        counts.append(0)
        event.listen(engine, "before_cursor_execute", count)
        try:
            async with scripty.scripty.record.workspace(WORKSPACE) as work:
                await view_of(work, IDS["editor"])
        finally:
            event.remove(engine, "before_cursor_execute", count)

    await thread_under_review(scripty, *REPLIES)
    await read()
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        for at in range(8):
            made = await work.add(Production(name=f"Spot {at}", created_by=IDS["editor"]))
            await work.add(Member(production_id=made.id, user_id=IDS["editor"], roles=["editor"]))
    await read()
    assert counts[0] == counts[1]
    assert counts[0] < 40
