"""Everything that is missing, asked for, read and closed press by press, through really signed
requests."""

from datetime import date
from uuid import UUID, uuid4

from bot.demo.render import as_text
from handlers.gaps.services import gaps_of
from store.tables import Connection, Deliverable, Member, Production, Scene, Task
from tests.support.acting import (
    errors_of,
    production,
    settled,
    told,
)
from tests.support.checking import IDS, asked, checked, pressed, saved, task_ids
from tests.support.running import Running
from tests.support.team import CHANNEL, STRANGER
from tests.support.watching import WORKSPACE

FAR = date(2031, 6, 12)


async def a_film(scripty: Running) -> UUID:
    """A milestone with a cut, a scene, a deliverable and a task without a day; a task due after it,
    on no milestone."""
    await asked(scripty, "review https://f.io/k3Jd9a v1")
    await settled(scripty)
    for words in (
        'milestone "Picture lock" 12 June 2031',
        "task book the studio",
        "task grade the trailer @editor by 2031-09-01",
    ):
        await asked(scripty, words)
    await settled(scripty)
    film = UUID((await production(scripty))["id"])
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        await work.add(Scene(production_id=film, number="3A", title="The kitchen"))
        await work.add(Deliverable(production_id=film, name="Teaser", specification="1080p25"))
    return film


async def a_second_film(scripty: Running) -> None:
    """Of the director's and the producer's alone, with an overdue task."""
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        other = await work.add(Production(name="Bike spot", created_by=IDS["director"]))
        for who in ("director", "producer"):
            await work.add(Member(production_id=other.id, user_id=IDS[who]))
        await work.add(
            Task(production_id=other.id, number=1, title="Find a bike", owner=IDS["producer"],
                 due=date(2020, 1, 1), created_by=IDS["director"])
        )  # fmt: skip


LIST = """\
Missing in spot-a
1 scene not ready, 2 without an owner, 2 without a date, 2 connected to nothing, \
1 without a review path, 1 with no consequence known
Picture lock, Thu 12 Jun 2031, in {days} days
scene 3A  The kitchen
not ready, director sees to it
[Ready] [Take it] [Give to…]
Teaser  1080p25
no owner · no date
[Take it] [Give to…] [Set date]
T1  book the studio
no owner · no date · connected to nothing
[Take it] [Give to…] [Set date] [Say what it is for]
v1
nobody is named who looks at it
[Name who approves]
On no milestone
T2  grade the trailer
connected to nothing · nobody has said what waits on it · editor · Mon 1 Sep 2031
[Say what it is for] [Say what waits]
Picture lock
Nobody has said what happens if these slip: v1, Teaser and T1
[Say what waits]"""


async def test_what_is_missing_anywhere_is_listed_and_closed_press_by_press(
    scripty: Running,
) -> None:
    nobodys = await scripty.people.command(STRANGER, CHANNEL, "gaps")
    assert "You belong to no production yet" in nobodys.body
    film = await a_film(scripty)
    shown = await checked(scripty, "producer", "gaps")
    text = as_text(shown["blocks"])
    days = text.split("2031, in ")[1].split(" days")[0]
    assert text == LIST.format(days=days)

    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        found = (await gaps_of(work, [film]))[film]
    ids = {gap.item.name: str(gap.item.id) for gap in found}
    assert [gap.item.milestone is None for gap in found] == sorted(
        gap.item.milestone is None for gap in found
    )

    # a scene: taken, then ready, once
    await pressed(scripty, "producer", shown, "gap_take", ids["scene 3A"])
    shown = await told(scripty, "producer", "Scene 3A is yours.")
    assert "not ready, producer sees to it\n[Ready]\nTeaser" in as_text(shown["blocks"])
    await pressed(scripty, "producer", shown, "gap_done", ids["scene 3A"])
    shown = await told(scripty, "producer", "Scene 3A is ready.")
    assert "The kitchen" not in as_text(shown["blocks"])
    await pressed(scripty, "editor", shown, "gap_done", ids["scene 3A"])
    await told(scripty, "editor", "Scene 3A is ready already: producer, ")

    # a deliverable: given, dated, handed over
    await pressed(scripty, "producer", shown, "gap_owner", ids["Teaser"])
    await saved(scripty, "producer", "gap_given", {"owner": IDS["editor"]})
    shown = await told(scripty, "producer", "Teaser is editor’s.")
    await pressed(scripty, "producer", shown, "gap_date", ids["Teaser"])
    refused = await saved(scripty, "producer", "gap_dated", {"due": "2020-01-01"})
    assert "has passed" in errors_of(refused)["due"]
    await saved(scripty, "producer", "gap_dated", {"due": FAR.isoformat()})
    shown = await told(scripty, "producer", "Teaser is due Thu 12 Jun 2031.")
    assert "1080p25" not in as_text(shown["blocks"])
    await pressed(scripty, "editor", shown, "gap_take", ids["Teaser"])
    await told(scripty, "editor", "Teaser is already yours.")
    await pressed(scripty, "editor", shown, "gap_done", ids["Teaser"])
    await settled(scripty)
    await pressed(scripty, "editor", shown, "gap_date", ids["Teaser"])
    await told(scripty, "editor", "Teaser is delivered already: editor, ")
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        events = [each.action for each in await work.audit.about([UUID(ids["Teaser"])])]
        teaser = await work.milestones.find(Deliverable, ids["Teaser"])
        assert teaser is not None
        assert teaser.delivered_by == IDS["editor"]
        await work.add(
            Connection(production_id=film, subject_kind="task",
                       subject_id=UUID((await task_ids(scripty))[1]),
                       target_kind="deliverable", target_id=teaser.id)
        )  # fmt: skip
    assert events == ["deliverable.changed", "deliverable.changed", "deliverable.delivered"]

    # connected to something it is anchored; a day that is none of the milestone's takes it away
    text = as_text((await checked(scripty, "producer", "gaps"))["blocks"])
    assert "T1  book the studio\nno owner · no date\n" in text

    # put on a milestone by hand, a scene or a deliverable is there and nowhere else
    await asked(scripty, 'milestone "Mix" 18 June 2031')
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        await work.add(Scene(production_id=film, number="4", title="The garden"))
        await work.add(Deliverable(production_id=film, name="Trailer"))
    assert "On Mix now: scene 4 and trailer." in await asked(
        scripty, 'milestone add "Mix" scene 4, trailer'
    )
    over = await asked(scripty, 'milestone add "Mix" scene 03a')
    assert "scene 03a is ready, so nothing of it is to be done" in over
    mix = await asked(scripty, "check Mix")
    assert "The garden" in mix
    assert "Trailer" in mix
    off = await asked(scripty, 'milestone remove "Mix" scene 4')
    assert off.startswith("No longer put on Mix: scene 4.")


async def test_who_asks_sees_their_own_productions_and_what_is_theirs(scripty: Running) -> None:
    film = await a_film(scripty)
    await a_second_film(scripty)
    slack = scripty.team.slack
    slack.add_channel("C00000007", "elsewhere", members=[IDS["director"], IDS["client"], STRANGER])

    async def elsewhere(who: str, words: str) -> str:
        answer = (await scripty.people.command(who, "C00000007", words)).json()
        return as_text(answer["blocks"])

    everything = await elsewhere("director", "gaps")
    assert everything.startswith("Missing in your productions\n1 overdue, ")
    assert "\nspot-a 5 · Bike spot 1\n" in everything
    assert "spot-a: Picture lock, Thu 12 Jun 2031" in everything
    assert "Bike spot: On no milestone\nT1  Find a bike\n" in everything
    mine = await elsewhere("producer", "gaps mine")
    assert mine.startswith("Yours to close\n1 overdue")
    assert "Find a bike" in mine
    assert "book the studio" not in mine
    assert "Nothing is waiting for you." in await elsewhere("sound mixer", "gaps mine")
    named = await elsewhere("director", "gaps “bike SPOT”")
    assert named.startswith("Missing in Bike spot\n1 overdue")

    # nobody is told of a production that they don't belong to
    only = await elsewhere("client", "gaps")
    assert only.startswith("Missing in spot-a\n")
    assert "Bike" not in only
    unknown = await elsewhere("client", "gaps Bike spot")
    assert unknown == "You belong to no production called “Bike spot”. Yours: spot-a."
    near = await elsewhere("director", "gaps bike spott")
    assert near == "You belong to no production called “bike spott”. Did you mean Bike spot?"
    assert "You belong to no production yet" in await elsewhere(STRANGER, "gaps mine")
    card = next(m for m in slack.bot_messages(CHANNEL) if "[Check]" in as_text(m["blocks"]))
    slack.channel(CHANNEL).members.append(STRANGER)
    for value in (f"{film}:1", f"{uuid4()}:1", "nonsense"):
        await pressed(scripty, STRANGER, card, "gaps_page", value)
    await told(scripty, "stranger", "Only members of spot-a can do that")
    await told(scripty, "stranger", "no longer in this workspace's record")

    # ten things a page; a press on the second leaves its reader there
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        for number in range(10, 30):
            last = await work.add(
                Task(production_id=film, number=number, title=f"Cut {number}",
                     created_by=IDS["director"])
            )  # fmt: skip
    shown = await checked(scripty, "producer", "gaps")
    assert "page 1 of 3" in as_text(shown["blocks"])
    await pressed(scripty, "producer", shown, "gaps_page", f"{film}:3")
    shown = await told(scripty, "producer", "page 3 of 3")
    await pressed(scripty, "producer", shown, "gap_take", str(last.id))
    shown = await told(scripty, "producer", "T29 is yours.")
    assert "page 3 of 3" in as_text(shown["blocks"])
