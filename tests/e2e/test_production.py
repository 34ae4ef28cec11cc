"""A whole small production, from the brief to the delivery, played through over three weeks.

A team of five makes a spot of thirty seconds: stages and scenes, a call sheet that gets stale
twice, two cuts, an approval that is missed, the delivery. What they do and see is on a page,
`docs/example.md`, which must be what is played: `make example` writes it anew.

It is played in the local Slack, whose time can be travelled.
"""

import os
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path

import pytest

import bot.clock
from store.engine import Address
from tests.support.acting import notes, production, tasks
from tests.support.diary import Post
from tests.support.story import IDS, at_home, read
from tests.support.tale import Tale, a_tale

PAGE = Path(__file__).parents[2] / "docs" / "example.md"

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2025, 9, day) for day in range(1, 6))
SHEETS_DAY, THE_SHOOT, FIRST_CUT, NOTES_DAY, LOOKED_BACK = (
    date(2025, 9, day) for day in range(8, 13)
)
SECOND_CUT, DAY_BEFORE, THE_LOCK, OVERDUE, THE_DELIVERY = (
    date(2025, 9, day) for day in range(15, 20)
)

INTRODUCTION = """\
# A small production, from the brief to the delivery

Five people make a spot of thirty seconds in three weeks: a producer, a director, an editor, a sound
mixer and their client. They talk in one Slack channel, #coffee-spot, and Scripty is in it.

Everything below was played by a test with the real program, and what Scripty says is in its own
words. An answer to a command is seen by whoever typed it alone; a review, its card and its notes
stand in a thread. Buttons are in [brackets]; where lines are left out stands a ⋮.
`make example` plays it again and writes this page.
"""

BRIEF = """*What we want*
A spot of thirty seconds for the new roast: the first ten minutes of a morning.

*Rights*
Clear the song before the shoot, by 5 September.

*Talent*
Cast two actors for the queue.

*Versions*
Prepare subtitles in English and German for the web version."""

SAID = (
    ("client", "0:04 make the logo bigger please"),
    ("director", "0:04 make the logo smaller please"),
    ("client", "Scene 2: the roaster is too loud under the voice, please lower it"),
    ("director", "0:12 @editor trim the pause before the door by friday"),
    ("client", "0:19 can we have a slow zoom on the cup?"),
    ("client", "0:26 hold the end card two seconds longer"),
    ("client", "Lovely light in the bar!"),
)


@pytest.fixture
async def tale(
    address: Address, brisk: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Tale]:
    """From Monday morning on. The clock ticks when the tale says so, not by itself."""
    for name in ("STALLED_CHECK", "SWEEP", "REPORT"):
        monkeypatch.setattr(bot.clock, name, 10**9)
    begins = at_home(MONDAY, "10:00")
    async with a_tale(address, begins, "coffee-spot") as tale:
        try:
            yield tale
        finally:
            print("\n".join(tale.diary.lines))  # noqa: T201 - the transcript is to be read


async def test_a_production_from_the_brief_to_the_delivery(tale: Tale) -> None:
    tale.page.lines += INTRODUCTION.splitlines()
    await it_is_set_up(tale)
    await the_brief_becomes_tasks(tale)
    await concept_and_scenes(tale)
    await a_brief_before_the_meeting(tale)
    await the_call_sheet_gets_stale(tale)
    await the_shoot(tale)
    await the_first_cut(tale)
    await notes_are_decided_on(tale)
    await the_week_is_looked_back_on(tale)
    await the_second_cut(tale)
    await nobody_approves(tale)
    await approved_at_last(tale)
    await delivered(tale)
    assert not tale.diary.faults
    if os.environ.get("WRITE_EXAMPLE"):
        PAGE.write_text(tale.page.text(), "utf-8")
    assert PAGE.read_text("utf-8") == tale.page.text(), "`make example` writes the page anew"


async def stage_done(tale: Tale, who: str, name: str, *ticks: str) -> str:
    """Somebody looks at the stages, ticks what the record can't tell, and marks one done."""
    await tale.types(who, "stages", keep=())
    for place, tick in enumerate(ticks):
        said = f"{',' if place else ', ticks'} “{tick}”"
        await tale.also(who, tale.screen(who), f"Tick: {tick}", said)
    said = f" and presses *Mark done* at {name}"
    await tale.also(who, tale.screen(who), f"Mark done: {name}", said)
    return tale.shows(tale.screen(who), keep=[f"{name} is done.", "stages done"])


async def stages(tale: Tale) -> dict[str, str]:
    found = (await production(tale.scripty))["procedure"]["stages"]
    return {each["name"]: each["state"] for each in found}


def to(who: str, posts: Sequence[Post]) -> Post:
    """The one message that somebody got, or the channel."""
    (found,) = [post for post in posts if post.to == who]
    return found


async def it_is_set_up(tale: Tale) -> None:
    tale.page.heading("Week 1: from the brief to the plan")
    await tale.types("producer", "new Coffee spot")
    said = await tale.enters(
        "producer", "production_set_up", "and answers five questions: its name, who decides (the "
        "director), who approves in which order (the client, then the director), two rounds, three "
        "working days for feedback. The procedure is that of a *small team*",
        decider=IDS["director"], approvers=[IDS["client"], IDS["director"]],
        agreed_rounds="2", feedback_days="3",
    )  # fmt: skip
    tale.page.said(said)
    assert "It begins with “Intake”" in said
    await tale.types(
        "producer", 'deliverable "Main film" 30 s, 1080p25, -23 LUFS @editor by 19 September',
        keep=["Written down", "due Fri 19 Sep · editor", "Specification"],
    )  # fmt: skip
    for words, answer in {
        "milestone Shoot 9 September": "Shoot is on Tue 9 Sep",
        'milestone "Picture lock" 17 September': "Picture lock is on Wed 17 Sep",
        "milestone Delivery 19 September": "Delivery is on Fri 19 Sep",
        'milestone "Picture lock" waits for Shoot': "Picture lock waits for Shoot.",
        'milestone Delivery waits for "Picture lock"': "Delivery waits for Picture lock.",
    }.items():
        assert answer in await tale.types("producer", words)
    await tale.types(
        "producer", "stages",
        keep=["Stages of", "0 of 9", "▸ 1", "in progress", "Needs", "Brings", "✓ What", "– Budget",
              "[Mark done]"],
    )  # fmt: skip
    await tale.presses("producer", tale.screen("producer"), "Mark done: Intake")
    refused = tale.shows(tale.told("producer"))
    assert "“Budget and dates are agreed”: nobody has ticked it" in refused
    assert (await stages(tale))["Intake"] == "in progress"
    tick = "Budget and dates are agreed"
    await tale.presses("producer", tale.screen("producer"), f"Tick: {tick}")
    await tale.also(
        "producer", tale.screen("producer"), "Mark done: Intake", ", and *Mark done* again"
    )
    tale.shows(tale.screen("producer"), keep=["Intake is done", "stages done"])
    assert (await stages(tale))["Intake"] == "done"


async def the_brief_becomes_tasks(tale: Tale) -> None:
    await tale.at("11:30")
    told = await tale.writes("client", BRIEF)
    await tale.chooses("producer", told, "sections_to_tasks", "Turn sections into tasks")
    tale.shows(tale.newest("draft:"))
    await tale.presses("producer", tale.newest("draft:"), "Edit: S2")
    await tale.enters(
        "producer", "suggestion_edited", "takes it and says what is next: “ask the label”",
        owner=IDS["producer"], next_action="ask the label",
    )  # fmt: skip
    await tale.presses("producer", tale.newest("draft:"), "Accept: S2")
    await tale.presses("producer", tale.newest("draft:"), "Reject: S3")
    why = "the people of the roastery queue themselves"
    await tale.enters("producer", "suggestion_reject_reason", f"and says why: “{why}”", reason=why)
    await tale.presses("producer", tale.newest("draft:"), "Edit: S4")
    await tale.enters(
        "producer", "suggestion_edited", "gives it to the editor until 18 September",
        owner=IDS["editor"], due="2025-09-18", next_action="ask for the texts",
    )  # fmt: skip
    await tale.presses("producer", tale.newest("draft:"), "Accept: S4")
    await tale.presses("producer", tale.newest("draft:"), "Reject: S1")
    why = "that is what it is about, no task"
    await tale.enters("producer", "suggestion_reject_reason", f"and says why: “{why}”", reason=why)
    words = tale.shows(tale.newest("draft:"), keep=["accepted", "Decided", "S1", "S2", "S3", "S4"])
    assert "2 accepted, 2 rejected" in words
    first, second = await tasks(tale.scripty)
    assert (first["owner"], first["due"]) == (IDS["producer"], "2025-09-05"), "as the brief says"
    assert (second["owner"], second["due"]) == (IDS["editor"], "2025-09-18")
    await tale.types("producer", "doc brief https://docs.example/brief @producer", keep=())
    await tale.types("client", "stages", keep=())
    tick = "The client has agreed to the brief"
    await tale.also("client", tale.screen("client"), f"Tick: {tick}", f" and ticks “{tick}”")
    tale.shows(
        tale.screen("client"),
        keep=["▸ 2 Creative brief", "2 of 2", "The brief is", "✓ The client"],
    )
    await stage_done(tale, "producer", "Creative brief")


async def concept_and_scenes(tale: Tale) -> None:
    await tale.until(TUESDAY, "10:00")
    await tale.types("director", "doc script https://docs.example/script @director", keep=())
    await tale.types("producer", "stages", keep=())
    said = " and presses *Mark done* at Concept"
    await tale.also("producer", tale.screen("producer"), "Mark done: Concept", said)
    tale.shows(tale.told("producer"))
    await tale.presses("producer", tale.told("producer"), "It is done all the same")
    why = "the client agreed on the phone and is away until Thursday"
    await tale.enters("producer", "stage_override", f"and says why: “{why}”", reason=why)
    words = tale.shows(tale.told("producer"), keep=["Concept is done", "stages done", "although"])
    assert "3 of 9 stages done" in words
    overridden = (await production(tale.scripty))["procedure"]["stages"][2]["overridden"]
    assert overridden == why
    for number, words in enumerate((
        "title The queue; purpose everybody is still asleep; owner @director",
        "title The roaster; purpose beans fall like rain; constraints it is hot; owner @producer",
        "title The cup; purpose the first sip, and the name; owner @director",
    ), start=1):  # fmt: skip
        keep = None if number == 2 else ()
        made = await tale.types("director", f"scene {number} {words}", keep)
        assert made.startswith(f"Scene {number} is made.")
    await tale.types("director", "doc shot list https://docs.example/shots @director", keep=())
    await tale.types("director", 'scene 2 add "shot list"', keep=["Belongs to it now"])
    await stage_done(tale, "director", "Scene planning")
    await tale.until(WEDNESDAY, "11:00")
    await tale.types("producer", "doc production plan https://docs.example/plan @producer", keep=())
    sheet = "doc call sheet https://docs.example/sheet-1 @producer fresh until 5 September"
    await tale.types("producer", sheet)
    for who in ("editor", "sound mixer"):
        await tale.presses(who, tale.newest("document:"), "Confirm: call sheet")
    assert "Confirmed by editor and sound mixer." in tale.shows(tale.newest("document:"))


async def a_brief_before_the_meeting(tale: Tale) -> None:
    await tale.at("15:00")
    await tale.types("producer", "brief before thursday 10:00")
    (brief,) = await tale.until(THURSDAY, "09:30")
    words = tale.came(brief)
    assert "Stage: Shoot prep, 3 of 4 criteria met. Shoot is on Tue 9 Sep, in 5 days." in words
    assert "Worst: Scene 1 is not ready; Picture lock is Wed 17 Sep and waits on it." in words
    await tale.until(THURSDAY, "12:00")
    assert "3 scenes not ready" in await tale.types("producer", "gaps")
    await tale.presses("producer", tale.screen("producer"), "Say what waits")
    why = "the campaign starts on 22 September"
    await tale.enters("producer", "gap_explained", f"and says it: “{why}”", consequence=why)
    words = tale.shows(tale.screen("producer"), keep=["Noted what waits", "3 scenes"])
    assert "Nobody has said" not in words


async def the_call_sheet_gets_stale(tale: Tale) -> None:
    tale.page.heading("Week 2: the shoot and the first cut")
    posts = await tale.until(SHEETS_DAY, "09:00")
    assert {post.to for post in posts} == {"coffee-spot", "producer", "director"}
    words = tale.came(to("coffee-spot", posts))
    assert "Call sheet is stale: its day, Fri 5 Sep, has passed · producer" in words
    tale.came(
        to("producer", posts),
        keep=[
            "3 things",
            "Coffee spot:",
            "T1",
            "[New date]",
            "Call sheet",
            "[New version]",
            "Scene 2",
            "[Ready]",
        ],
    )
    await tale.at("10:00")
    await tale.presses("producer", tale.reminder("producer"), "Done: T1", where="in the reminder")
    await tale.presses("producer", tale.reminder("producer"), "New version: call sheet")
    await tale.enters(
        "producer", "document_replaced", "and enters the new link and the day of the shoot",
        link="https://docs.example/sheet-2", due=THE_SHOOT.isoformat(),
    )  # fmt: skip
    words = tale.wrote(tale.post_of("confirm:", "editor"))
    assert "The call sheet is a new one: you confirmed an older one." in words
    for who in ("editor", "sound mixer"):
        await tale.presses(who, tale.newest("confirm:", who), "Confirm: call sheet")
    await tale.at("14:00")
    words = "Rain all day tomorrow. We shoot the queue inside, at the bar."
    root = await tale.writes("director", words)
    await tale.chooses("director", root, "decision_log", "Log a decision")
    sheet = (await production(tale.scripty))["documents"][-1]
    await tale.enters(
        "director", "decision_logged", "and says what it changes: the call sheet",
        what="The queue is shot inside, at the bar", why="rain all day",
        decided_by=IDS["director"], next_action="a new call sheet", changes=[sheet["id"]],
    )  # fmt: skip
    words = tale.shows(tale.newest("document:"))
    assert "stale: D1 changed it on Mon 8 Sep" in words
    assert "Confirmed by editor and sound mixer." in words
    said = await tale.types("producer", "doc call sheet https://docs.example/sheet-3 @producer")
    assert "It replaces the one of Mon 8 Sep." in said
    await tale.presses("editor", tale.newest("confirm:", "editor"), "Confirm: call sheet")
    words = tale.shows(tale.newest("document:"))
    assert "Confirmed an older one, not yet this one: sound mixer." in words
    await tale.presses("sound mixer", tale.newest("confirm:", "sound mixer"), "Confirm: call sheet")
    await tale.at("16:00")
    await tale.types("director", "scenes", keep=["3 scenes"])
    ready = [f"Ready: scene {number}" for number in (1, 2, 3)]
    await tale.presses("director", tale.screen("director"), *ready)
    assert "3 scenes, 3 ready" in tale.shows(tale.screen("director"), keep=["3 scenes"])
    await stage_done(tale, "producer", "Shoot prep")


async def the_shoot(tale: Tale) -> None:
    """What was said is done: nothing is missing, so nothing is sent."""
    assert not await tale.until(THE_SHOOT, "18:00")
    for number in (1, 2, 3):
        await tale.types("director", f"scene {number} footage shot", keep=())
    await stage_done(tale, "director", "Footage review", "Footage and sound are stored twice")
    assert await tale.types("producer", "milestone complete Shoot") == "Shoot is completed."


async def the_first_cut(tale: Tale) -> None:
    assert not await tale.until(FIRST_CUT, "14:00")
    await tale.types("editor", "review https://f.io/k3Jd9a v1")
    tale.root = tale.opening()["ts"]
    for who, words in SAID:
        await tale.writes(who, words, tale.root)
    await tale.look()
    words = tale.shows(
        tale.card(),
        keep=["Coffee spot · v1", "notes by", "7 to decide", "Conflict", "N1 ", "N2 ", "[Neither]",
              "N4 ", "@editor", "Proposed owner", "[Show all"],
    )  # fmt: skip
    assert "notes by Mon 15 Sep · round 1 of 2 agreed" in words, "three working days"
    assert "Conflict: N1 or N2 · director decides" in words
    assert "Proposed owner: editor · due Fri 12 Sep" in words


async def notes_are_decided_on(tale: Tale) -> None:
    assert not await tale.until(NOTES_DAY, "10:00")
    await tale.presses("director", tale.card(), "That: N2", where="on the card")
    why = "the cup is the hero"
    await tale.enters("director", "conflict_why", f"and says why: “{why}”", why=why)
    wanted = [f"Accept: {name}" for name in ("N3", "N4", "N6", "N7")]
    await tale.presses("director", tale.card(), *wanted)
    await tale.presses("director", tale.card(), "Reject: N5")
    why = "no camera moves: the light moves"
    await tale.enters("director", "note_reject_reason", f"and says why: “{why}”", reason=why)
    tale.shows(tale.card(), keep=["Nothing left", "Settled", "D2 ", "Accepted", "→ T", "Rejected",
                                  "N1 ·", "N5 ·"])  # fmt: skip
    states = Counter(each["state"] for each in (await notes(tale.scripty)).values())
    assert states == {"accepted": 5, "rejected": 2}
    await tale.at("11:00")
    assert "nobody yet · N6" in await tale.asks("client", "who owns the end card?")
    missing = await tale.types("producer", "gaps")
    assert "3 without an owner, 3 without a date" in missing
    shown = tale.screen("producer")
    for name, who, day, until in (
        ("N2", "editor", LOOKED_BACK, "Friday"),
        ("N3", "sound mixer", LOOKED_BACK, "Friday"),
        ("N6", "editor", DAY_BEFORE, "Tuesday"),
    ):
        await tale.presses("producer", shown, f"Give to…: {name}")
        await tale.enters("producer", "gap_given", f"names the {who}", owner=IDS[who])
        await tale.also("producer", shown, f"Set date: {name}", ", presses *Set date*")
        await tale.enters("producer", "gap_dated", f"and names {until}", due=day.isoformat())
    words = tale.shows(shown, keep=["N6 is due", "1 approval missing"])
    assert "without" not in words
    words = await tale.opens_home("editor")
    tale.page.said(words)
    assert words.startswith("What is yours\n4 tasks\n")
    assert "Stage 7 of 9: Rough cut revisions" in words


async def the_week_is_looked_back_on(tale: Tale) -> None:
    assert not await tale.until(LOOKED_BACK, "15:00")
    await tale.in_notes("editor", "task_done", "Done", 2, 4)
    await tale.in_notes("sound mixer", "task_done", "Done", 3)
    words = await tale.types(
        "producer", "changes since monday",
        keep=["since Mon 8 Sep", "Decisions and", "D2", "settled", "→ T3", "Notes and tasks", "N3",
              "given to sound mixer", "→ client says", "N6", "given to editor, due Tue",
              "→ editor does", "N5", "rejected:"],
    )  # fmt: skip
    assert "new, rejected: “no camera moves: the light moves”" in words
    assert "2 things with “roaster”" in await tale.types("producer", "find roaster")


async def the_second_cut(tale: Tale) -> None:
    tale.page.heading("Week 3: the second cut, the approval, the delivery")
    assert not await tale.until(SECOND_CUT, "11:00")
    said = await tale.types("editor", "review https://f.io/m8Ke2b v2")
    assert "4 notes go on in v2" in said
    assert "This is round 2 of 2 agreed: the last one." in said
    tale.root = tale.opening()["ts"]
    tale.wrote(tale.post_of("verify:", "client"))
    tale.wrote(tale.post_of("verify:", "director"))
    await tale.presses("client", tale.newest("verify:", "client"), "Fixed: N9")
    await tale.presses("director", tale.newest("verify:", "director"), "Fixed: N8")
    await tale.presses("director", tale.newest("verify:", "director"), "Not yet: N10")
    await tale.writes("client", "0:19 a slow zoom on the cup would be nice", tale.root)
    await tale.look()
    words = tale.shows(
        tale.card(), keep=["Coffee spot · v2", "Nothing left", "1 idea", "N12", "[Draft it anyway"]
    )
    assert "N12 repeats N5, rejected on 11 Sep" in words
    await tale.at("15:00")
    await tale.presses("editor", tale.card(), "Ask for approval")
    tale.shows(tale.request("client"))


async def nobody_approves(tale: Tale) -> None:
    """The client is told on two days; then it is the producer's."""
    posts = await tale.until(DAY_BEFORE, "09:00")
    tale.came(to("coffee-spot", posts))
    tale.came(to("client", posts), keep=["1 thing", "Coffee spot:", "v2"])
    await tale.at("10:00")
    await tale.in_notes("editor", "task_done", "Done", 10, 11)
    await tale.in_notes("director", "note_verify", "Fixed", 10)
    await tale.at("12:00")
    words = await tale.opens_home("client")
    tale.page.said(
        words,
        keep=["1 verdict", "Waiting for", "v2 is waiting for your", "[Approve]", "Notes to verify",
              "N11 (graphics) is done", "[Fixed]", "Next mile", "• Picture", "• Delivery"],
    )  # fmt: skip
    assert "v2 is waiting for your approval" in words
    assert "Hold the end card" in words
    tale.page.did("The **client** closes it and goes to a meeting.")
    posts = await tale.until(THE_LOCK, "09:00")
    words = tale.came(
        to("client", posts), keep=["2 things", "Coffee spot:", "v2", "N11", "[Fixed]"]
    )
    assert "v2 is waiting for your approval" in words
    posts = await tale.until(OVERDUE, "09:00")
    assert "v2" not in to("client", posts).words, "nobody is told a third time"
    words = tale.came(to("producer", posts), keep=["1 thing", "Coffee spot:", "Complete", "v2"])
    assert "v2 is waiting for approval · asked on Mon 15 Sep · client was told twice" in words


async def approved_at_last(tale: Tale) -> None:
    await tale.at("09:30")
    tale.page.did("The **producer** picks up the phone. The client has forgotten, and is sorry.")
    await tale.at("10:00")
    await tale.presses("client", tale.newest("verify:", "client"), "Fixed: N11")
    await tale.presses("client", tale.request("client"), "Approve: v2")
    assert "approved" not in read(tale.request("director"))
    await tale.at("10:30")
    await tale.presses("director", tale.request("director"), "Approve: v2")
    words = tale.shows(
        tale.card(),
        keep=["Coffee spot · v2", "Nothing left", "N8", "N9", "N10", "N11", "Approval", "client: ",
              "director: "],
    )  # fmt: skip
    assert "Approval: approved" in words
    done = await tale.types("producer", 'milestone complete "Picture lock"')
    assert done == "Picture lock is completed."
    await tale.presses("director", tale.card(), "Freeze the round", "Close the round")
    words = tale.wrote(next(p for p in tale.diary.posts if "Round report: v2" in p.words))
    assert "Verdict: approved (client and director)." in words
    await tale.at("16:00")
    await tale.opens_home("editor")
    await tale.presses_at_home("editor", "Done: T2")
    assert "done" in {each["state"] for each in await tasks(tale.scripty) if each["number"] == 2}
    await stage_done(tale, "director", "Rough cut revisions")
    await stage_done(tale, "producer", "Approval")


async def delivered(tale: Tale) -> None:
    for post in await tale.until(THE_DELIVERY, "11:00"):
        tale.came(post)
    said = await tale.types("producer", 'deliverable "Main film" delivered')
    assert "delivered on Fri 19 Sep by producer" in said
    await stage_done(
        tale, "producer", "Delivery",
        "Picture, sound and captions match the specification",
        "Somebody has watched each file to its end",
        "The client has confirmed that everything arrived",
        "Project, footage and exports are archived",
    )  # fmt: skip
    assert set((await stages(tale)).values()) == {"done"}
    await tale.types("producer", "milestone complete Delivery")
    await tale.at("12:00")
    words = await tale.types(
        "producer",
        "hotspots",
        keep=[
            "Hotspots",
            "slips so far",
            "in Rough cut revisions (3)",
            "Rule: Whoever accepts",
            "is told if it has no owner",
            "Work without a",
        ],
    )
    assert "director" not in words
    assert "editor" not in words
    rule = "Whoever accepts a note names its owner."
    await tale.presses("producer", tale.screen("producer"), f"Switch on: {rule}")
    words = tale.shows(tale.screen("producer"), keep=[f"On: {rule}"])
    assert "On since 19 Sep" in words
    rules = (await production(tale.scripty))["procedure"]["rules"]
    assert next(each for each in rules if each["key"] == "owners")["active"]
    assert "Nothing is missing." in await tale.types("producer", "gaps")
