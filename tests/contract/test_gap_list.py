"""The list of gaps is what Slack accepts, at its longest, and notifies nobody."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from bot.demo.render import as_text
from bot.demo.slack.blocks import message_faults
from handlers import blocks as kit
from handlers.gaps.cards import GapList, gap_list
from handlers.gaps.rules import ALL, MINE, Lacking, page_of, read_turn
from handlers.milestones.checklist import PAGE
from handlers.milestones.gaps import Gap
from handlers.milestones.items import Item, Points
from store.tables import Milestone, Production
from tests.contract.test_checklist import GAPS, KINDS, LINK, LOCK, NAMES, TEXTS, TODAY, parts
from tests.support.pointed import a_milestone
from tests.support.rows import a_production


def an_item(name: str, milestone: Milestone | None, **values: Any) -> Item:
    points = Points(**{"source": LINK, "owner": "U02", "path": ("U03",)} | values.pop("points", {}))
    row: dict[str, Any] = {"title": "", "link": LINK, "channel": "C01"} | values
    return Item(row.pop("kind", "task"), uuid4(), milestone, name, points, **row)


def lacking(words: str, production: Production) -> Lacking:
    """Everything missing in everything, on three milestones and on none, made of `words`."""
    homes = [a_milestone(production, words) for _ in range(3)]
    points = {"consequence": words, "source": words}
    gaps = [
        Gap(kind, item, "U99", words, words, speaks=kind not in ("no consequence",))
        for home in (*homes, None)
        for item in [
            an_item(words, home, kind=each, about=words, title=words, points=points)
            for each in KINDS
        ]
        for kind in GAPS
    ]
    quiet = [
        Gap("no review path", an_item(words, home), "U99", words, speaks=False)
        for home in (*homes, None)
        for _ in range(60)
    ]
    return Lacking(production, TODAY, [*gaps, *quiet])


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_slack_accepts_a_list_of_any_words_and_length(words: str) -> None:
    found = [lacking(words, a_production(words)) for _ in range(20)]
    names = {"U99": words, "U02": words}
    view = GapList(ALL, words, found, names, said=words, reader="U02", several=True)
    for page in (1, 3, 1000):
        shown = gap_list(replace(view, page=page))
        assert not list(message_faults(shown.blocks))
        assert len(shown.blocks) <= kit.MESSAGE_BLOCKS
        assert len(shown.text) <= 4000
        assert "<!" not in shown.text
        assert not {part.get("type") for part in parts(shown.blocks)} & {"mrkdwn", "user"}
        ids = [block["block_id"] for block in shown.blocks if "block_id" in block]
        assert len(ids) == len(set(ids))


def the_list(**values: Any) -> GapList:
    """One thing on a milestone, one on none."""
    film = a_production("Coffee spot")
    mix = "Mix is Monday and waits on it"
    clink = an_item("N12", LOCK, about="sound", title="Spoon clink too loud",
                    points={"consequence": mix, "owner": "", "due": date(2026, 6, 5)})  # fmt: skip
    scene = an_item("scene 3", None, kind="scene", title="The kitchen", link="",
                    points={"owner": ""})  # fmt: skip
    gaps = [
        Gap("overdue", clink, None, "N12 (sound) was due on Fri 5 Jun"),
        Gap("no owner", clink, None, "No owner on N12 (sound)"),
        Gap("scene not ready", scene, "U01", "Scene 3 is not ready"),
    ]
    row: dict[str, Any] = {"scope": str(film.id), "title": "Missing in Coffee spot",
                           "found": [Lacking(film, TODAY, gaps)], "names": NAMES}  # fmt: skip
    return GapList(**row | values)


def test_what_is_missing_is_said_under_its_milestone_with_what_mends_it() -> None:
    assert as_text(gap_list(the_list()).blocks).splitlines() == [
        "Missing in Coffee spot",
        "1 overdue, 1 scene not ready, 1 without an owner",
        "Picture lock, Fri 12 Jun, in 3 days: Mix is Monday and waits on it",
        "N12 (sound)  Spoon clink too loud",
        "due Fri 5 Jun, 4 days over · no owner",
        "[New date] [Done] [Take it] [Give to…]",
        "On no milestone",
        "scene 3  The kitchen",
        "not ready, director sees to it",
        "[Ready] [Take it] [Give to…]",
    ]


def test_with_several_productions_each_is_named() -> None:
    shown = as_text(gap_list(replace(the_list(), scope=MINE, several=True)).blocks)
    assert "Coffee spot: Picture lock, Fri 12 Jun" in shown
    assert "Coffee spot: On no milestone" in shown
    assert "Coffee spot 2" in shown


@pytest.mark.parametrize(
    ("scope", "words"), [(MINE, "Nothing is waiting for you."), (ALL, "Nothing is missing.")]
)
def test_nothing_missing_is_said(scope: str, words: str) -> None:
    shown = gap_list(GapList(scope, "Missing", [Lacking(a_production(), TODAY, ())]))
    assert words in as_text(shown.blocks)
    assert words in shown.text


def test_sooner_milestones_come_first_wherever_they_are() -> None:
    films = [a_production(name) for name in ("Film", "Spot")]
    lock = a_milestone(films[0], "Lock", date(2026, 6, 20))
    premiere = a_milestone(films[1], "Premiere", date(2026, 6, 12))
    found = [
        Lacking(films[0], TODAY, [gap("T1", lock), gap("T2", None)]),
        Lacking(films[1], TODAY, [gap("T3", premiere), gap("T4", None)]),
    ]
    shown = as_text(gap_list(GapList(ALL, "Missing", found, several=True)).blocks)
    order = [shown.index(name) for name in ("T3", "T1", "T2", "T4")]
    assert order == sorted(order)


def gap(name: str, milestone: Milestone | None) -> Gap:
    return Gap("no owner", an_item(name, milestone, points={"owner": ""}))


def test_ten_things_a_page_and_buttons_tell_what_is_listed() -> None:
    film = a_production()
    gaps = [gap(f"T{number}", None) for number in range(1, 2 * PAGE + 2)]
    view = GapList(str(film.id), "Missing", [Lacking(film, TODAY, gaps)], page=2)
    blocks = gap_list(view).blocks
    actions = [block for block in blocks if block["type"] == "actions"]
    turns = [
        read_turn(each["value"])
        for block in actions
        for each in block["elements"]
        if each["action_id"] == "gaps_page"
    ]
    assert turns == [(str(film.id), 1), (str(film.id), 3)]
    pages = [page_of(block["block_id"]) for block in actions]
    assert pages.count((str(film.id), 2)) == PAGE
    assert pages.count(None) == 2
    assert "page 2 of 3" in as_text(blocks)


def test_other_block_ids_are_of_no_list_of_gaps() -> None:
    assert page_of("check:1:2:3") is None
    assert page_of("gaps:mine:x:3") is None
    assert page_of("gaps:mine:2:3") == ("mine", 2)
    assert read_turn("mine:x") == ("mine", 1)
