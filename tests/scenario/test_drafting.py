"""Drafting, from the words that ask for it to lines on a card, through really signed requests."""

import json
from collections.abc import Mapping
from uuid import uuid4

from bot.demo.render import as_text
from bot.demo.slack import LocalSlack
from tests.conftest import Starts
from tests.support.acting import (
    Json,
    errors_of,
    form_of,
    key_of,
    offered,
    settled,
    thread_under_review,
    told,
    words_of,
)
from tests.support.acting import card as review_card
from tests.support.checking import IDS, asked
from tests.support.openai_server import Hangs, a_model
from tests.support.running import Running
from tests.support.team import CHANNEL, STRANGER
from tests.support.watching import WORKSPACE, rows

ELSEWHERE = "C00000002"
SCENE = "scene 3 purpose show that nobody lives there; constraints one day, no dialogue"
CAPTIONS = b"""1
00:00:04,000 --> 00:00:09,000
Librarian: When I started here every loan was written on paper.

2
00:00:09,500 --> 00:00:15,000
Librarian: We kept nine thousand cards in a whole wall of little drawers.

3
00:00:15,500 --> 00:00:21,000
Librarian: The important thing is that nobody had to wait for a book.
"""
SAID = {
    "audience": "people who have never borrowed a book",
    "outcome": "whether the ending works without a voice-over",
    "deliverable": "a 60 second film, 16:9",
}


async def drafts(scripty: Running) -> list[Json]:
    found = await rows(scripty.scripty.where, "SELECT * FROM draft ORDER BY made_at")
    return [dict(row) for row in found]


async def card_saying(scripty: Running, words: str, channel: str = CHANNEL) -> Json:
    """The newest card of a draft that says these words."""

    def saying(slack: LocalSlack) -> Json | None:
        found = [m for m in slack.bot_messages(channel) if key_of(m).startswith("draft:")]
        return next((m for m in found[::-1] if words in as_text(m["blocks"])), None)

    return await scripty.team.slack.wait_for(saying)


async def opened(scripty: Running, who: str, words: str, form: str) -> Json:
    """The form that `/scripty <words>` opens."""
    answer = await scripty.people.command(who, CHANNEL, words)
    assert answer.status == 200, answer.body
    return await form_of(scripty, who, form)


async def sent(scripty: Running, who: str, view: Json, entered: Mapping[str, object]) -> Json:
    """What takes the place of a form that was sent."""
    answer = await scripty.people.submit(who, view, dict(entered))
    body: Json = answer.json()
    assert body["response_action"] == "update", body
    shown = scripty.people.view_of(who)
    assert shown is not None
    return shown


def fields(view: Json) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def choices(view: Json, field: str) -> dict[str, str]:
    """What a menu of a form offers, by its words."""
    element = next(b["element"] for b in view["blocks"] if b.get("block_id") == field)
    lots = element.get("option_groups") or [element]
    return {each["text"]["text"]: each["value"] for lot in lots for each in lot["options"]}


async def test_questions_are_drafted_once_the_six_points_are_known(scripty: Running) -> None:
    people, where = scripty.people, scripty.scripty.where
    assert "no production yet" in await asked(scripty, "draft questions")
    await thread_under_review(scripty, ("client", "Scene 3: is the lamp on or off?"))

    # what is too vague to be drafted is answered with what it lacks, and drafts nothing
    said = await asked(scripty, "draft make this video better")
    for lacking in ("what it is for", "for whom", "which scene or cut", "better than what"):
        assert lacking in said
    assert "shotlist" in said
    assert "leaves open" in await asked(scripty, "draft questions better")
    assert "No scene is written down yet" in await asked(scripty, "draft questions")
    assert "There is no “scene 9” to draft from" in await asked(scripty, "draft questions scene 9")
    assert "I have read no transcript here yet" in await asked(scripty, "draft clips")

    # the one scene is taken; what it doesn't say is asked in one form, twice at the same time
    await asked(scripty, SCENE)
    form = await opened(scripty, "editor", "draft questions", "draft_context")
    late = await opened(scripty, "director", "draft questions scene 3", "draft_context")
    assert sorted(fields(form)) == sorted(SAID)
    assert "Purpose: show that nobody lives there" in as_text(form["blocks"])
    for words in ("better", "tbd", "make this video better", "n/a"):
        refused = await people.submit("editor", form, {**SAID, "audience": words})
        assert list(errors_of(refused)) == ["audience"]
        assert f"“{words}” leaves this open. Who is to watch it" in errors_of(refused)["audience"]
    assert not await drafts(scripty)
    shown = await sent(scripty, "editor", form, SAID)
    assert "I am drafting questions about scene 3." in as_text(shown["blocks"])
    stale = await people.submit("director", late, {**SAID, "audience": "everybody at the office"})
    assert "was changed by somebody else" in next(iter(errors_of(stale).values()))
    (scene,) = await rows(where, "SELECT audience, outcome FROM scene")
    assert (scene["audience"], scene["outcome"]) == (SAID["audience"], SAID["outcome"])
    (production,) = await rows(where, "SELECT id, context FROM production")
    assert production["context"] == {"deliverable": SAID["deliverable"]}
    assert f"editor changed audience (none → {SAID['audience']}) and outcome" in await asked(
        scripty, "history scene 3"
    )
    assert "editor changed deliverable (none → a 60" in await asked(scripty, "history production")

    # every line rests on words of the record
    card = await card_saying(scripty, "to decide on")
    shown_card = as_text(card["blocks"])
    assert shown_card.startswith("Questions to decide on\nAbout Scene 3\n")
    assert "drafted by the built-in" in shown_card
    (draft,) = await drafts(scripty)
    assert (draft["state"], draft["fallback"], draft["subject_kind"]) == (
        "ready", "no model", "scene",
    )  # fmt: skip
    assert draft["context"]["audience"] == SAID["audience"]
    lines = await rows(where, "SELECT * FROM suggestion ORDER BY number")
    assert len(lines) > 3
    for line in lines:
        assert (line["becomes"], line["state"]) == ("question", "draft")
        assert line["quote"]
        assert line["reason"]
        assert line["next_action"]
        assert line["source_id"] is not None
    assert {line["source_kind"] for line in lines} >= {"scene", "note"}
    by_note = next(line for line in lines if line["source_kind"] == "note")
    assert by_note["source_name"] == "N1"
    assert by_note["source_link"].startswith("https://")
    assert not await rows(where, "SELECT id FROM task")

    # nothing is asked again, and what stands is not drafted twice
    again = words_of(await people.command("director", CHANNEL, "draft questions scene 3"))
    assert again.startswith("I am drafting questions about scene 3. The card here shows")
    await card_saying(scripty, "Nothing to decide on")
    assert len(await rows(where, "SELECT id FROM suggestion")) == len(lines)


async def test_where_it_is_asked_and_of_whose_record(scripty: Running) -> None:
    people, slack, where = scripty.people, scripty.team.slack, scripty.scripty.where
    root = await thread_under_review(
        scripty,
        ("client", "0:08 I think it would be really great if we could make the logo bigger"),
        ("director", "0:08 please make the logo bigger"),
    )
    await asked(scripty, SCENE)
    await asked(scripty, 'deliverable "Spot" 60 seconds, 16:9')

    # the card's button: the cut is known, only the kind is asked
    card = review_card(scripty, root)
    (value,) = [value for action, value in offered(card) if action == "draft_offer"]
    await people.press("editor", CHANNEL, card, "draft_offer")
    form = await form_of(scripty, "editor", "draft_chosen")
    assert fields(form) == ["kind"]
    assert "Of v2" in as_text(form["blocks"])
    assert set(choices(form, "kind").values()) == {"cleanup", "handoff", "pickups"}
    empty = await people.submit("editor", form, {"kind": None})
    assert "What is to be drafted?" in errors_of(empty)["kind"]
    asks = await sent(scripty, "editor", form, {"kind": "cleanup"})
    assert sorted(fields(asks)) == ["audience", "constraints", "outcome", "purpose"]
    points = {
        "purpose": "sell the spring collection", "audience": "regular customers",
        "constraints": "none", "outcome": "a go for the grade",
    }  # fmt: skip
    await sent(scripty, "editor", asks, points)
    tidy = await card_saying(scripty, "Notes to tidy up")
    assert tidy["thread_ts"] == root
    (draft,) = await drafts(scripty)
    assert draft["context"]["deliverable"] == "Spot (60 seconds, 16:9)"
    assert draft["context"]["footage"] == "1 scene not shot"
    found = await rows(where, "SELECT * FROM suggestion WHERE becomes = 'note'")
    assert found
    assert found[0]["detail"]["note"] == str(found[0]["source_id"])
    assert found[0]["detail"]["ask"] == found[0]["text"]

    # the menu of a message: its transcript, and in a review's thread the cut as well
    file = slack.file_of("editor", "interview.srt", CAPTIONS)
    shared = slack.post_as("editor", CHANNEL, "the interview", root, files=[file])
    await people.shortcut("editor", CHANNEL, shared, "draft_from_message")
    form = await form_of(scripty, "editor", "draft_chosen")
    assert list(choices(form, "kind").values()) == [
        "transcript", "clips", "cleanup", "handoff", "pickups",
    ]  # fmt: skip
    told_so = await sent(scripty, "editor", form, {"kind": "transcript"})
    assert "I am drafting a summary of “interview.srt”" in as_text(told_so["blocks"])
    await card_saying(scripty, "Summary to decide on")
    summary = await rows(where, "SELECT * FROM suggestion WHERE becomes = 'summary'")
    assert summary
    assert all(line["quote"] in CAPTIONS.decode() for line in summary)
    assert {line["source_name"] for line in summary} <= {"00:00:04", "00:00:09", "00:00:15"}
    nothing = slack.post_as("client", CHANNEL, "lovely weather")
    await people.shortcut("client", CHANNEL, nothing, "draft_from_message")
    await told(scripty, "client", "There is nothing to draft from in this message")

    # by its link, once it was read by its name too; a file of another channel is not read
    link = "<https://films.slack.com/files/U1/{}/interview.srt>"
    said = await asked(scripty, f"draft clips {link.format(file['id'])}", "client")
    assert "I am drafting clip candidates in “interview.srt”" in said
    await card_saying(scripty, "Clips to decide on")
    slack.add_channel(ELSEWHERE, "secret", members=[IDS["producer"]])
    theirs = slack.file_of("producer", "secret.srt", CAPTIONS)
    slack.post_as("producer", ELSEWHERE, "for us alone", files=[theirs])
    await asked(scripty, f"draft transcript {link.format(theirs['id'])}", "client")
    await card_saying(scripty, "That file was not shared in a channel of this production")
    assert len(await rows(where, "SELECT id FROM transcript")) == 1
    assert "leads to no file in Slack" in await asked(scripty, "draft clips <https://a.example/b>")

    # with several things to choose from a form asks; what is somebody else's isn't taken
    form = await opened(scripty, "director", "draft", "draft_chosen")
    assert set(choices(form, "subject")) == {"Scene 3", "v2", "interview.srt", "All of spot-a"}
    picked = {"kind": "questions", "subject": choices(form, "subject")["v2"]}
    wrong = await people.submit("director", form, picked)
    assert "needs a scene, and v2 is none" in errors_of(wrong)["subject"]
    await people.command("producer", ELSEWHERE, "review https://f.io/other v1 for trailer")
    await people.command("producer", ELSEWHERE, "scene 7 purpose the secret")
    await settled(scripty)
    (other,) = await rows(where, "SELECT id FROM scene WHERE number = '7'")
    ours = choices(form, "subject")["Scene 3"]
    for subject in (f"scene:{other['id']}", f"scene:{uuid4()}", "scene:", "nonsense"):
        forged = json.loads(json.dumps(form).replace(ours, subject))
        picked = {"kind": "questions", "subject": subject}
        refused = await people.submit("director", forged, picked)
        assert "not in this workspace's record" in errors_of(refused)["subject"], subject
    pickups = await opened(scripty, "director", "draft pickups", "draft_chosen")
    assert set(choices(pickups, "subject")) == {"Scene 3", "v2", "All of spot-a"}

    whole = {"kind": "pickups", "subject": choices(pickups, "subject")["All of spot-a"]}
    begun = await sent(scripty, "director", pickups, whole)
    assert "I am drafting pickups for spot-a" in as_text(begun["blocks"])
    assert "I am drafting a handoff of v2" in await asked(scripty, "draft handoff")
    await settled(scripty)
    ready = {draft["kind"]: draft["state"] for draft in await drafts(scripty)}
    assert (ready["pickups"], ready["handoff"]) == ("ready", "ready")
    assert await rows(where, "SELECT id FROM suggestion WHERE becomes = 'pickup'")
    assert await rows(where, "SELECT id FROM suggestion WHERE becomes = 'handoff'")

    # neither guests nor strangers have anything drafted
    before = await drafts(scripty)
    await rows(where, "UPDATE person SET is_external = true WHERE user_id = %s", IDS["client"])
    assert "made by its own workspace" in await asked(scripty, "draft handoff v2", "client")
    button = {"type": "button", "action_id": "draft_offer", "value": value}
    await people.press(STRANGER, CHANNEL, card, "draft_offer", element=button)
    refused = await people.submit("client", pickups, {"kind": "pickups"})
    assert "made by its own workspace" in str(errors_of(refused))
    assert len(await drafts(scripty)) == len(before)


async def test_one_that_takes_its_time_is_asked_for_once_and_can_be_cancelled(
    start: Starts,
) -> None:
    async with a_model() as model:
        hanging = Hangs()
        model.about["nobody lives there"] = hanging
        prices = {"scripty_price_in": 2, "scripty_price_out": 4}
        settings = model.settings(scripty_model_timeout_seconds=60, **prices)
        async with start(**settings) as scripty:
            people, where = scripty.people, scripty.scripty.where
            await thread_under_review(scripty)
            await asked(scripty, SCENE)
            form = await opened(scripty, "editor", "draft shot list", "draft_context")
            await sent(scripty, "editor", form, SAID)
            await model.asked(1)
            card = await card_saying(scripty, "Asked for by editor")
            said = await asked(scripty, "draft shotlist scene 3")
            assert "A shot list for scene 3: this is being drafted already, for editor." in said
            assert f"p{card['ts'].replace('.', '')}" in said
            # another kind of the same scene is another draft
            assert "I am drafting questions" in await asked(scripty, "draft questions scene 3")
            await people.press("director", CHANNEL, card, "draft_cancel")
            await card_saying(scripty, "Cancelled by director, nothing was drafted.")
            hanging.until.set()
            await settled(scripty)
            states = {draft["kind"]: draft["state"] for draft in await drafts(scripty)}
            assert states == {"shotlist": "cancelled", "questions": "ready"}
            assert not await rows(where, "SELECT id FROM suggestion WHERE becomes = 'shot'")

            # an admin limits what may be used; where it is reached, the built-in drafter stands
            assert "There is no limit" in await asked(scripty, "model")
            await people.command("editor", CHANNEL, "model limit 500")
            await told(scripty, "editor", "Only admins and owners")
            scripty.team.slack.user(IDS["director"]).is_admin = True
            await people.command("director", CHANNEL, "model limit 500")
            await told(scripty, "director", "The model may use 500 tokens a month;")
            said = await asked(scripty, "model")
            assert "At the prices that are set that is 0." in said
            assert "The limit of 500 tokens a month is reached: the built-in reader does" in said
            questions = len(model.requests)
            await asked(scripty, "draft shotlist scene 3")
            await settled(scripty)
            limited = (await drafts(scripty))[-1]
            assert (limited["drafted_by"], limited["fallback"]) == ("reader", "limit")
            assert await rows(where, "SELECT id FROM suggestion WHERE becomes = 'shot'")
            assert len(model.requests) == questions
            async with scripty.scripty.record.workspace(WORKSPACE) as work:
                assert (await work.home()).monthly_tokens == 500
            await people.command("director", CHANNEL, "model limit off")
            await told(scripty, "director", "There is no limit any more")
