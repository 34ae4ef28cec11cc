"""The Home tab and its settings are what Slack accepts, at their largest and for a newcomer, and
notify nobody."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from sqlmodel import SQLModel

import handlers
from bot.demo.render import as_text
from bot.demo.slack.blocks import view_faults
from handlers import blocks as kit
from handlers.home.cards import VIEW_BYTES, home_view, size
from handlers.home.following import UNSEEN
from handlers.home.forms import Settings, chosen, seen, settings_modal
from handlers.home.rules import FIRST, Home, Page, Project, What, read_page
from handlers.milestones.gaps import Gap
from handlers.milestones.items import Item, Points
from handlers.nudges.kinds import KINDS
from store.tables import Milestone, Production, ScheduledReport, Stage, Task
from store.types import GapKind, ItemKind

ME = "U01"
TODAY = date(2026, 6, 9)
NOON = datetime(2026, 6, 9, 12, tzinfo=UTC)
LINK = "https://team.slack.com/archives/C01/p1"
LONG_LINK = "https://docs.example/" + "é" * 2900
HOSTILE = "<!channel> <https://evil.example|good> *x* &amp; <@U01>"
TEXTS = {
    "plain": "book the studio",
    "longest": "x" * 40_000,
    "hostile": HOSTILE,
    "emoji": "\U0001f469\u200d\U0001f467" * 4000,
    "nothing": "",
    "lines": "a\n\n\nb",
}
GAPS: tuple[GapKind, ...] = get_args(GapKind)
KINDS_OF_ITEM: tuple[ItemKind, ...] = get_args(ItemKind)


def a_milestone(production: Production, name: str, days: int) -> Milestone:
    return Milestone(
        production_id=production.id, name=name, day=TODAY + timedelta(days=days), time="17:00",
        at=NOON + timedelta(days=days),
    )  # fmt: skip


def a_gap(
    milestone: Milestone | None, kind: GapKind, item: ItemKind, words: str, link: str = LINK
) -> Gap:
    points = Points(
        source=link, owner=ME, due=TODAY, consequence=words, path=(ME,), approval="pending"
    )
    thing = Item(
        item, uuid4(), milestone, words or "N12", points, about=words, title=words, link=link
    )
    return Gap(kind, thing, ME, words, words)


def said(milestone: Milestone | None, kind: GapKind, item: ItemKind, name: str, words: str) -> Gap:
    """A gap of a thing that people call `name`."""
    gap = a_gap(milestone, kind, item, "the mix waits on it")
    about = "" if item == "cut" else "sound"
    thing = replace(gap.item, name=name, about=about, title="spoon clink too loud")
    return gap._replace(item=thing, words=words, detail="")


def a_project(words: str, gaps: int, link: str = LINK) -> Project:
    production = Production(name=words, created_by=ME)
    milestones = [a_milestone(production, words, days) for days in range(-1, 5)]
    return Project(
        production,
        TODAY,
        gaps=[
            a_gap(
                milestones[at % 6] if at % 7 else None, GAPS[at % len(GAPS)],
                KINDS_OF_ITEM[at % len(KINDS_OF_ITEM)], words, link,
            )
            for at in range(gaps)
        ],
        stages=[
            Stage(production_id=production.id, position=at, name=words, state=state)
            for at, state in enumerate(("done", "in progress", "waiting"))
        ],
        milestones=milestones,
    )  # fmt: skip


def largest(words: str, link: str = LINK) -> Home:
    """Sixty tasks, nine productions, a hundred gaps in each, all made of `words`."""
    projects = [a_project(words, 100, link) for _ in range(9)]
    tasks = [
        Task(
            production_id=projects[at % 9].production.id, number=at, title=words, owner=ME,
            due=TODAY + timedelta(days=at - 3) if at % 3 else None, source_permalink=link,
        )
        for at in range(60)
    ]  # fmt: skip
    return Home(ME, projects, tasks, {ME: words})


def parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from parts(each)


def check(view: dict[str, Any]) -> None:
    assert not list(view_faults(view))
    assert 0 < len(view["blocks"]) <= kit.VIEW_BLOCKS
    assert size(view) <= VIEW_BYTES
    assert not {part.get("type") for part in parts(view)} & {"mrkdwn", "user"}


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_slack_accepts_the_largest_home_of_any_words(words: str) -> None:
    home = largest(words, LONG_LINK if len(words) > 4000 else LINK)
    of = home.projects[-1].production.id
    whats: tuple[What, ...] = get_args(What)
    for what in whats:
        page = Page(what, of if what == "gaps" else None, 99 if what == "verify" else 1)
        check(home_view(replace(home, page=page)))


def test_home_shows_what_is_mine_first_and_the_rest_one_press_away() -> None:
    production = Production(name="Coffee brand spot")
    lock = a_milestone(production, "Picture lock", 3)
    gaps = [
        said(lock, "conflicting note", "conflict", "N12", "N12 and N13 ask for opposite things"),
        said(lock, "approval pending", "cut", "v2", "v2 is waiting for approval"),
        said(lock, "unverified note", "task", "N3", "N3 (sound) is done, but not verified"),
        said(None, "no owner", "task", "T9", "No owner on T9"),
        said(lock, "unresolved note", "note", "N4", "N4 is waiting")._replace(user="U02"),
    ]
    stages = [
        Stage(production_id=production.id, position=at, name=name, state=state)
        for at, (name, state) in enumerate([("intake", "done"), ("concept", "waiting")])
    ]
    project = Project(production, TODAY, gaps, stages, [lock])
    tasks = [
        Task(
            production_id=production.id, number=at, title=f"task {at}", owner=ME,
            due=TODAY + timedelta(days=at - 1) if at < 9 else None,
        )
        for at in range(10)
    ]  # fmt: skip
    home = Home(ME, [project], tasks, {ME: "director", "U02": "editor"})
    view = home_view(home)
    check(view)
    text = as_text(view["blocks"])
    assert text.startswith(
        "What is yours\n10 tasks, 1 overdue · 1 verdict · 1 note to verify · 1 to decide\n"
        "[Look again] [Settings]\nYour tasks\n"
        "T0  task 0\n1 day overdue · Coffee brand spot\n[Done] [New date]\n"
        "T1  task 1\ndue today · Coffee brand spot\n[Done] [New date]\n"
    ), text
    assert "due Thu 11 Jun · Coffee" in text
    assert "\n[All 10]\nWaiting for your verdict\n" in text
    assert "[Approve] [Approve with notes] [Request changes]" in text
    assert "Notes to verify\nN3 (sound) is done, but not verified" in text
    assert "[Fixed] [Not yet]" in text
    assert "Next milestones\n  • Picture lock on Fri 12 Jun 17:00, in 3 days · Coffee" in text
    assert "Coffee brand spot\nStage 2 of 2: concept · Picture lock on Fri 12 Jun 17:00" in text
    assert "[Everything missing]" in text

    everything = as_text(home_view(replace(home, page=Page("tasks")))["blocks"])
    assert everything.startswith("Your tasks\n10 tasks\n[Back]\nT0  task 0")
    assert "T9  task 9\nno date · Coffee brand spot\n[Done] [Set date]" in everything
    missing = home_view(replace(home, page=Page("gaps", production.id)))
    text = as_text(missing["blocks"])
    assert text.startswith(
        "What is missing: Coffee brand spot\n5 things\n[Back]\n"
        "Picture lock on Fri 12 Jun 17:00, in 3 days: the mix waits on it\n"
        "N12 (sound)  spoon clink too loud\ndirector settles it · Tue 9 Jun\n"
        "v2  spoon clink too loud\nwaits for director · Tue 9 Jun\n[Ask for approval]\n"
        "N3 (sound)  spoon clink too loud\ndone, director verifies it · director · Tue 9 Jun\n"
        "[Fixed] [Not yet]\n"
    ), text
    assert "On no milestone\nT9 (sound)" in text
    assert "[Take it] [Give to…]" in text
    # a production that they left meanwhile is nothing to look at
    gone = home_view(replace(home, page=Page("gaps", uuid4())))
    assert as_text(gone["blocks"]).startswith("What is yours")


def test_a_newcomer_is_told_what_this_is_and_where_to_begin() -> None:
    view = home_view(Home(ME))
    check(view)
    text = as_text(view["blocks"])
    assert "I am the script supervisor" in text
    assert "1. In your project's channel, type /scripty new" in text
    assert "3. Accept what is to be done." in text
    assert "Join its channel" in text
    guest = home_view(Home(ME, guest=True, projects=[a_project("secret", 5)]))
    check(guest)
    assert "secret" not in as_text(guest["blocks"])
    quiet = home_view(Home(ME, [Project(Production(name="Spot"), TODAY)]))
    check(quiet)
    assert "Nothing is waiting for you." in as_text(quiet["blocks"])
    assert "Spot\nNothing is missing" in as_text(quiet["blocks"])


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_slack_accepts_settings_of_any_words(words: str) -> None:
    productions = [
        (Production(name=words), bool(at % 2), frozenset({"overdue", GAPS[at % 5]}))
        for at in range(30)
    ]
    reports = [
        (
            productions[0][0],
            ScheduledReport(
                production_id=uuid4(), kind=kind, channel="C01", weekday=weekday, next_at=NOON,
                asked_by=ME,
            ),
        )
        for kind, weekday in [("brief", None), ("changes", 4)] * 20
    ]  # fmt: skip
    settings = Settings(productions, reports, {ME: words}, words)
    view = settings_modal(settings)
    assert not list(view_faults(view))
    assert len(view["blocks"]) <= kit.VIEW_BLOCKS
    assert seen(view) == ["overdue"]
    assert not list(view_faults(settings_modal(Settings())))


def test_settings_say_what_is_muted_and_what_comes_by_itself() -> None:
    spot = Production(name="Coffee brand spot", timezone="Europe/Berlin")
    film = Production(name="Film")
    report = ScheduledReport(
        production_id=spot.id, kind="brief", channel="C01", weekday=4, next_at=NOON, asked_by="U04"
    )
    settings = Settings(
        [(spot, True, frozenset({"overdue", "no date"})), (film, False, frozenset({"overdue"}))],
        [(spot, report)], {"U04": "producer"}, "No model is set.",
    )  # fmt: skip
    text = as_text(settings_modal(settings)["blocks"])
    assert "Coffee brand spot\nHere you aren't reminded of missing dates\n" in text
    assert "[Reminders] [Set-up]" in text
    assert "Brief of Coffee brand spot every Friday 09:00, turned on by producer  [Stop]" in text
    options = [{"value": "overdue"}, {"value": "nonsense"}]
    assert chosen({"muted": {"muted": {"selected_options": options}}}) == ["overdue"]


def test_every_kind_of_gap_can_be_muted() -> None:
    assert set(KINDS) == set(GAPS)


@pytest.mark.parametrize(
    "value",
    ["", "home", "nonsense:3", "gaps:1", f"tasks:{UUID(int=1)}:1", "gaps:" + "-" * 36, "tasks:x"],
)
def test_an_unknown_page_is_the_first(value: str) -> None:
    assert read_page(value) == FIRST


def test_a_page_is_read_as_it_was_written() -> None:
    for page in (Page("tasks", None, 3), Page("gaps", UUID(int=7), 12), Page("verify")):
        assert read_page(str(page)) == page
    assert read_page("tasks:0").number == 1


def test_whatever_is_logged_is_found_in_a_production() -> None:
    """Or a Home tab that shows it would stay as it was."""
    folder = Path(handlers.__file__).parent
    logged = set[str]()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                kind = node.args[3] if node.func.attr == "log" and len(node.args) > 4 else None
                if isinstance(kind, ast.Constant):
                    logged.add(str(kind.value))
    tables = SQLModel.metadata.tables
    owned = {name for name, each in tables.items() if {"id", "production_id"} <= set(each.c.keys())}
    assert {"task", "note", "cut"} < logged
    assert logged <= {*owned, *UNSEEN, "production"}
