"""A milestone from seven days before it to two working days after it, in a team on two continents.

A production in Berlin with its producer in New York; a cut under review, a call sheet, a task out
of nowhere, and a mix that waits for the picture lock. The time is travelled hour by hour, over the
night in which Europe's clocks go forward and America's don't; people close what is missing by
pressing what they see. Everything that is said and done is printed: run it with -s to read it.

It is played in the local Slack: npm's emulate knows no time zones of people, has a clock that can't
be travelled, and judges no blocks.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

import bot.clock
from store.engine import Address
from tests.support.acting import notes, production, tasks
from tests.support.diary import Post
from tests.support.story import HOME, IDS, Story, a_story, at_home, presses, read

NEW_YORK = ZoneInfo("America/New_York")
THURSDAY = date(2025, 3, 20)
WEEK_BEFORE = date(2025, 3, 21)
THREE_BEFORE = date(2025, 3, 25)
NO_DAY_OF_IT = date(2025, 3, 26)
DAY_BEFORE = date(2025, 3, 27)
THE_DAY = date(2025, 3, 28)
ONE_OVER = date(2025, 3, 31)
TWO_OVER = date(2025, 4, 1)
THE_MIX = date(2025, 4, 2)

DIGESTS = [WEEK_BEFORE, THREE_BEFORE, DAY_BEFORE, THE_DAY, ONE_OVER, TWO_OVER]
"""7, 3 and 1 days before, the day itself, and each working day while it is overdue."""

SAID = (
    ("client", "0:08 make the logo bigger please"),
    ("director", "0:20 trim the pause before the door please @editor"),
    ("client", "0:31 the music is too loud under the voice, please lower it"),
    ("client", "0:42 keep the teal in the grade please"),
    ("director", "0:42 less teal in the grade please"),
    ("director", "0:52 soften the spoon clink please @sound mixer by tuesday"),
    ("client", "1:02 hold the end card two seconds longer"),
)  # fmt: skip


FIXED = (
    (WEEK_BEFORE, "No owner", "N1"),
    (WEEK_BEFORE, "No date", "N2"),
    (WEEK_BEFORE, "connected to nothing", "T5"),
    (THREE_BEFORE, "opposite things", "N4"),
    (NO_DAY_OF_IT, "No date", "N1"),
    (DAY_BEFORE, "was due", "N6"),
    (DAY_BEFORE, "is stale", "Call sheet"),
    (DAY_BEFORE, "No owner", "N3"),
    (DAY_BEFORE, "waiting for a decision", "N7"),
    (THE_DAY, "approval", "v2"),
    (THE_DAY, "not verified", "N2"),
    (ONE_OVER, "No owner", "N7"),
)
"""What is closed, and on which day: it isn't named again."""


@pytest.fixture
async def story(
    address: Address, brisk: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Story]:
    """From Thursday, 15:00 in Berlin. The clock ticks when the story says so, not by itself."""
    for name in ("STALLED_CHECK", "SWEEP", "REPORT"):
        monkeypatch.setattr(bot.clock, name, 10**9)
    begins = datetime(2025, 3, 20, 14, 0, tzinfo=UTC)
    async with a_story(address, begins, {"producer": NEW_YORK.key}) as story:
        try:
            yield story
        finally:
            print("\n".join(story.diary.lines))  # noqa: T201 - the transcript is to be read


async def test_a_milestone_from_seven_days_before_to_two_working_days_over(story: Story) -> None:
    await the_cut_is_reviewed(story)
    await milestones_are_made(story)
    await it_is_moved(story)
    await seven_days_before(story)
    await three_days_before(story)
    await what_was_put_off_comes_back(story)
    await the_day_before(story)
    await approved_and_no_longer(story)
    await the_day(story)
    await one_working_day_over(story)
    await two_working_days_over(story)
    await completed_is_quiet(story)
    nudges = [post for post in story.diary.posts if post.is_nudge]
    came_at_nine_on_working_days(nudges)
    nothing_twice(nudges)
    assert not story.diary.faults


# Before anything is due


async def the_cut_is_reviewed(story: Story) -> None:
    """v2 of the spot: four notes are accepted, two contradict each other, one is undecided."""
    await story.command("producer", "new Dairy spot")
    await story.more_settings("producer")
    await story.fill(
        "producer", "production_set_up", timezone=HOME.key,
        **{name: [IDS[name]] for name in ("producer", "director", "editor", "client")},
        crew=[IDS["sound mixer"]], decider=IDS["director"],
        approvers=[IDS["client"], IDS["director"]], agreed_rounds="3",
        template="none", feedback_days=None,
    )  # fmt: skip
    await story.command("editor", "review https://f.io/k3Jd9a v2")
    story.root = story.opening()["ts"]
    for who, words in SAID:
        await story.says(who, words)
    await story.look()
    for name in ("N1", "N2", "N3", "N6"):
        await story.press("director", story.card(), f"Accept: {name}", "on the card")
    states = {number: each["state"] for number, each in (await notes(story.scripty)).items()}
    assert Counter(states.values()) == {"accepted": 4, "draft": 3}
    due = {task["number"]: task["due"] for task in await tasks(story.scripty)}
    assert due == {1: None, 2: None, 3: None, 4: "2025-03-25"}


async def milestones_are_made(story: Story) -> None:
    """Things come to them by date, by rule and by hand; one waits for the other."""
    await story.until(THURSDAY, "16:00")
    for words, answer in {
        'milestone "Picture lock" 27 March': "Picture lock is on Thu 27 Mar, in 7 days.",
        "milestone Mix 2 April": "Mix is on Wed 2 Apr",
        'milestone "Mix" waits for "Picture lock"': "Mix waits for Picture lock.",
        "doc call sheet https://docs.example/1 @producer fresh until 25 March": "Tue 25 Mar",
        "task order the hard drives": "T5 is on the list",
        'milestone add "Picture lock" tasks of v2': "tasks of v2",
        'milestone add "Picture lock" v2 T5': "v2 and T5",
    }.items():
        assert answer in await story.command("producer", words)
    checklist = await story.command("editor", "check")
    assert checklist.startswith("Picture lock\nThu 27 Mar · in 7 days · ")
    in_order = ["N4 and N5", "N7", "v2", "N1", "T5", "N2"]
    places = [checklist.index(f"\n{name}") for name in in_order]
    assert places == sorted(places), "worst first"
    assert "T5  order the hard drives\nno owner · no date · connected to nothing" in checklist
    (lock, _) = sorted((await production(story.scripty))["milestones"], key=lambda one: one["at"])
    six = {"source", "owner", "due", "consequence", "review_path", "approval"}
    assert all(set(each["points"]) == six for each in lock["items"])


async def it_is_moved(story: Story) -> None:
    """Who has something due on a day of its own is told why, once; whoever moved it knows."""
    why = "the client is away on Thursday"
    await story.command("producer", f'milestone move "Picture lock" 28 March because {why}')
    told = {post.to: post.words for post in story.diary.posts if post.key.startswith("moved:")}
    assert set(told) == {"sound mixer"}
    for words in told.values():
        assert f"Picture lock moves from Thu 27 Mar to Fri 28 Mar\nproducer: “{why}”" in words
    assert "Picture lock\nFri 28 Mar\n" in read(story.milestone("Picture lock"))


# The days of it


async def seven_days_before(story: Story) -> None:
    """Everybody hears what is theirs, the channel all of it; people begin to see to it."""
    sent = await story.until(WEEK_BEFORE, "09:00")
    assert readers(sent) == ["client", "director", "editor", "spot-a"]
    digest = to("spot-a", sent)
    for words in (
        "Picture lock is on Fri 28 Mar, in 7 days",
        "No owner on N1 (graphics), N3 (sound) and T5",
        "Mix is Wed 2 Apr and waits on",
        "N4 and N5 (colour) ask for opposite things",
        "T5 is connected to nothing",
    ):
        assert words in digest.words
    assert "No date on N2" in to("editor", sent).words
    assert "v2 is waiting for your approval" in to("client", sent).words
    assert named(to("director", sent)) == {"N4", "N5", "N7"}

    await story.until(WEEK_BEFORE, "10:00")
    mute = ("Don't tell me …", "About notes to decide on")
    await story.choose("director", story.reminder("director"), *mute)
    await story.press("editor", story.digest(), "Take it: N1", "in the digest")
    assert struck(story, digest, "No owner on N1", "editor took N1")
    assert not {"Take it: N1", "Give to…: N1"} & set(presses(story.digest()))
    assert "Set date: N1" in presses(story.digest())
    await story.press_own("editor", "Set date: N2")
    await story.fill("editor", "gap_dated", due=NO_DAY_OF_IT.isoformat())
    for post in (digest, to("editor", sent)):
        assert struck(story, post, "No date on N2", "editor set the day of N2")

    sent = await story.until(WEEK_BEFORE, "14:00")  # nine in the morning in New York
    assert readers(sent) == ["producer"]
    own = to("producer", sent)
    assert named(own) == {"T5"}
    await story.press(
        "producer", story.reminder("producer"), "Say what it is for: T5", "in the reminder"
    )
    words = "Order the hard drives for v2"
    await story.fill("producer", "gap_anchored", anchor="v2", title=words)
    for post in (digest, own):
        assert struck(story, post, "T5 is connected to nothing", "producer")
    await story.press("producer", story.digest(), "Give to…: N3", "in the digest")
    await story.fill("producer", "gap_given", owner=IDS["sound mixer"])
    assert struck(story, digest, "No owner on N3", "producer gave N3 to sound mixer")


async def three_days_before(story: Story) -> None:
    """What was seen to isn't named again; a reminder is put off, a task handed back."""
    sent = await story.until(THREE_BEFORE, "09:00")
    assert readers(sent) == ["client", "director", "editor", "sound mixer", "spot-a"]
    digest = to("spot-a", sent)
    assert "3 days before Picture lock" in digest.words
    assert not about(digest, "No owner", "N1") + about(digest, "No owner", "N3")
    assert not about(digest, "No date", "N2") + about(digest, "connected to nothing", "T5")
    assert about(digest, "waiting for a decision", "N7")
    assert named(to("director", sent)) == {"N4", "N5"}, "muted: notes to decide on"
    assert about(to("editor", sent), "No date", "N1")
    assert about(to("sound mixer", sent), "No date", "N3")

    await story.until(THREE_BEFORE, "10:00")
    await story.choose("editor", story.reminder("editor"), "Remind me …", "Tomorrow")
    assert "I will remind you on Wed 26 Mar 09:00" in story.now_reads(to("editor", sent))
    await story.press(
        "sound mixer", story.reminder("sound mixer"), "Not mine: N3", "in the reminder"
    )
    assert {task["number"]: task["owner"] for task in await tasks(story.scripty)}[3] is None
    await story.press("director", story.card(), "This: N4", "on the card")
    await story.fill("director", "conflict_why", why="the brand is teal")
    for post in (digest, to("director", sent)):
        assert struck(story, post, "N4 and N5", "D1")
    await story.press("editor", story.digest(), "Ask for approval: v2", "in the digest")
    assert "do you approve v2 of Dairy spot?" in read(story.request("client"))
    assert "Ask for approval: v2" not in presses(story.digest())

    back = story.now_reads(to("sound mixer", sent))
    assert back.startswith("You handed this back.")
    assert "~No date on N3 (sound)~ · handed back" in back

    sent = await story.until(THREE_BEFORE, "14:00")
    assert readers(sent) == ["producer"]
    assert about(to("producer", sent), "No owner", "N3")
    assert "sound mixer says it isn't theirs" in to("producer", sent).words


async def what_was_put_off_comes_back(story: Story) -> None:
    """Once, and alone: it is no day of the milestone."""
    sent = await story.until(NO_DAY_OF_IT, "10:00")
    assert readers(sent) == ["editor"]
    own = to("editor", sent)
    assert own.words.startswith("You asked me to come back to")
    assert "You asked for this on Tue 25 Mar." in own.words
    assert about(own, "No date", "N1")
    await story.press_own("editor", "Set date: N1")
    await story.fill("editor", "gap_dated", due=DAY_BEFORE.isoformat())
    assert struck(story, own, "No date on N1", "editor set the day of N1")
    await story.in_list("editor", "task_done", 2)
    assert not await story.until(NO_DAY_OF_IT, "20:00")


async def the_day_before(story: Story) -> None:
    """What two reminders didn't move is the producer's now; a call sheet is stale."""
    sent = await story.until(DAY_BEFORE, "10:00")
    assert readers(sent) == ["director", "sound mixer", "spot-a"], "nobody is told a third time"
    digest = to("spot-a", sent)
    assert "Picture lock is tomorrow, Fri 28 Mar" in digest.words
    assert about(digest, "is stale", "Call sheet")
    assert about(digest, "done, but not verified", "N2")
    assert about(digest, "No owner", "N4"), "the note that the conflict was settled for"
    assert about(to("sound mixer", sent), "was due on Tue 25 Mar", "N6")
    assert named(to("director", sent)) == {"N2"}
    await story.press_own("sound mixer", "Done: N6")
    for post in (digest, to("sound mixer", sent)):
        assert struck(story, post, "N6 (sound) was due on Tue 25 Mar", "sound mixer marked N6 done")

    sent = await story.until(DAY_BEFORE, "15:00")
    assert readers(sent) == ["producer"]
    own = to("producer", sent)
    assert about(own, "client was told twice", "v2")
    assert about(own, "said twice in the channel, nobody took it", "T5")
    assert about(own, "sound mixer says it isn't theirs", "N3")
    await story.press(
        "producer", story.reminder("producer"), "New version: call sheet", "in the reminder"
    )
    await story.fill(
        "producer", "document_replaced", link="https://docs.example/2", due=THE_MIX.isoformat()
    )
    for post in (digest, own):
        assert struck(story, post, "Call sheet is stale", "producer replaced")
    for name in ("N3", "T5"):
        await story.press(
            "producer", story.reminder("producer"), f"Give to…: {name}", "in the reminder"
        )
        await story.fill("producer", "gap_given", owner=IDS["editor"])
        for post in (digest, own):
            assert struck(story, post, f"No owner on {name}", f"producer gave {name} to editor")
    assert "Nothing of this" not in story.now_reads(own)
    assert not [line for line in story.now_reads(own).splitlines() if line.startswith("No date")]


async def approved_and_no_longer(story: Story) -> None:
    """The client approves; a note that is accepted an hour later makes that stale."""
    asked = [post for post in story.diary.posts if post.to == "client" and post.is_nudge]
    await story.until(DAY_BEFORE, "17:00")
    await story.press("client", story.request("client"), "Approve: v2", "in the thread")
    for post in asked:
        assert struck(story, post, "v2 is waiting for approval", "client")
    await story.until(DAY_BEFORE, "18:00")
    await story.press("director", story.card(), "Accept: N7", "on the card")
    words = "The approval of v2 by client no longer counts: N7 was accepted afterwards."
    assert [post for post in story.diary.posts if words in post.words]
    assert "stale" in read(story.card())
    for day in (WEEK_BEFORE, THREE_BEFORE):  # another approval is still one, and the day its own
        before = story.now_reads(story.digest_of(day))
        assert "The approval of v2 is stale" in before
        assert "Mix is Wed 2 Apr and waits on" in before
        assert "Mix is Wednesday" not in before


async def the_day(story: Story) -> None:
    """The cut is approved again, by both; some of the rest gets dates."""
    sent = await story.until(THE_DAY, "10:00")
    assert readers(sent) == ["client", "director", "editor", "spot-a"]
    digest = to("spot-a", sent)
    assert "Picture lock is today, Fri 28 Mar" in digest.words
    assert about(digest, "stale", "v2")
    assert not about(digest, "stale", "Call sheet")
    assert about(digest, "No owner", "N7")
    assert "N7 was accepted afterwards" in to("client", sent).words
    assert about(to("editor", sent), "was due on Thu 27 Mar", "N1")
    assert about(to("editor", sent), "No date", "N3")
    await story.press("client", story.request("client"), "Approve again: v2", "in the thread")
    await story.press("director", story.request("director"), "Approve: v2", "in the thread")
    for post in (digest, to("client", sent)):
        assert struck(story, post, "approval of v2 is stale", "approved")
    for name in ("N3", "T5"):
        await story.press(
            "editor", story.reminder("editor"), f"Set date: {name}", "in the reminder"
        )
        await story.fill("editor", "gap_dated", due=ONE_OVER.isoformat())
        assert struck(story, to("editor", sent), f"No date on {name}", "editor")
    await story.in_list("director", "note_verify", 2)
    for post in (digest, to("director", sent)):
        assert struck(story, post, "N2 (pacing) is done", "director confirmed that N2 is fixed")


async def one_working_day_over(story: Story) -> None:
    """Nothing is said at the weekend. Between two and three on Sunday morning is no hour at all."""
    sent = await story.until(ONE_OVER, "09:00")
    assert readers(sent) == ["director", "editor", "spot-a"]
    digest = to("spot-a", sent)
    assert "Picture lock is 1 working day overdue" in digest.words
    assert about(digest, "No owner", "N4"), "what nobody has taken is still its own"
    assert about(to("editor", sent), "was due on Thu 27 Mar", "N1")
    assert named(to("director", sent)) == {"N6"}
    await story.until(ONE_OVER, "10:00")
    await story.press_own("editor", "Done: N1")
    assert struck(story, to("editor", sent), "N1 (graphics) was due", "editor marked N1 done")
    for name in ("N4", "N7"):
        await story.press("editor", story.digest(), f"Take it: {name}", "in the digest")
        assert struck(story, digest, f"No owner on {name}", f"editor took {name}")
    for number in (3, 4):
        await story.in_list("editor", "task_done", number)

    sent = await story.until(ONE_OVER, "15:00")  # the clocks are six hours apart again
    assert readers(sent) == ["producer"]
    assert "Picture lock was due on Fri 28 Mar" in to("producer", sent).words
    assert {"Complete: Picture lock", "Move: Picture lock"} <= set(
        presses(story.reminder("producer"))
    )


async def two_working_days_over(story: Story) -> None:
    """The last of it is done; the producer completes it in the message that says so."""
    sent = await story.until(TWO_OVER, "10:00")
    digest = to("spot-a", sent)
    assert "Picture lock is 2 working days overdue" in digest.words
    assert "Complete it, or move it to a new day · producer" in digest.words
    assert "what waits on Mix" not in digest.words, "that alone makes no message"
    assert "As of Tue 1 Apr 09:00" in read(story.milestone("Picture lock"))
    assert about(digest, "done, but not verified", "N1")
    assert readers(sent) == ["client", "editor", "spot-a"], "the director was told of N6 twice"
    await story.press("editor", story.digest(), "Set date: N7", "in the digest")
    await story.fill("editor", "gap_dated", due=TWO_OVER.isoformat())
    assert struck(story, digest, "No date on N7", "editor set the day of N7")
    await story.in_list("editor", "task_done", 7)
    assert about(to("editor", sent), "was due on Mon 31 Mar", "T5")
    await story.press_own("editor", "Done: T5")
    assert struck(story, to("editor", sent), "T5 was due", "editor marked T5 done")
    for number, author in {
        1: "client",
        3: "client",
        4: "client",
        6: "director",
        7: "client",
    }.items():
        await story.in_list(author, "note_verify", number)
    assert struck(story, digest, "N6 (sound)", "director")

    sent = await story.until(TWO_OVER, "15:00")
    own = to("producer", sent)
    assert not named(own), "all that it needed is done"
    await story.press(
        "producer", story.reminder("producer"), "Complete: Picture lock", "in the reminder"
    )
    assert struck(story, own, "Picture lock was due on Fri 28 Mar", "producer completed")
    assert "Dairy spot: Picture lock is completed" in story.now_reads(own)
    assert story.now_reads(own).count("[Complete]") == 0
    card = read(story.milestone("Picture lock"))
    assert "Completed on Tue 1 Apr 15:00 by producer" in card


async def completed_is_quiet(story: Story) -> None:
    """The mix is today, and nothing is missing: nothing is sent."""
    assert not await story.until(THE_MIX, "23:00")


# What holds of all messages


def came_at_nine_on_working_days(nudges: Sequence[Post]) -> None:
    """On each reader's own clock."""
    for post in nudges:
        local = post.at.astimezone(NEW_YORK if post.to == "producer" else HOME)
        assert (local.hour, local.minute) == (9, 0), post
        assert local.weekday() < 5, post
    days = [post.at.astimezone(HOME).date() for post in nudges if not post.direct]
    assert days == DIGESTS


def nothing_twice(nudges: Sequence[Post]) -> None:
    """At most one direct message a person and day; nobody is notified of being named."""
    direct = Counter(
        (post.to, post.at.astimezone(NEW_YORK if post.to == "producer" else HOME).date())
        for post in nudges
        if post.direct
    )
    assert set(direct.values()) == {1}
    assert len({post.key for post in nudges}) == len(nudges)
    assert not [post for post in nudges if re.search(r"@U\d", post.words)]
    for when, words, name in FIXED:
        later = [post for post in nudges if post.at > at_home(when, "20:00")]
        assert later
        assert not [post for post in later if about(post, words, name)], f"{words} {name}, again"


def readers(posts: Sequence[Post]) -> list[str]:
    return sorted(post.to for post in posts)


def to(who: str, posts: Sequence[Post]) -> Post:
    """The one message to somebody, or to the channel."""
    (found,) = [post for post in posts if post.to == who]
    return found


def about(post: Post, words: str, name: str) -> list[str]:
    """The lines that say this of a thing, when the message came."""
    lines = post.words.splitlines()
    return [line for line in lines if words in line and re.search(rf"\b{name}\b", line)]


def named(post: Post) -> set[str]:
    """The notes and tasks that a message named when it came."""
    return set(re.findall(r"\b[NT]\d+\b", post.words))


def struck(story: Story, post: Post, words: str, by: str) -> list[str]:
    """The lines that are struck through by now and say this, and by whom it was closed."""
    lines = story.now_reads(post).splitlines()
    found = [re.search(r"~(.*)~(.*)", line) for line in lines]
    return [each[0] for each in found if each and words in each[1] and by in each[2]]
