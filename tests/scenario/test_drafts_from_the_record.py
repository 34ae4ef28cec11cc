"""What is drafted without a model from a record as a production has it: every kind, through the
real program; and whose words are taken back while it is drafted."""

import json
from uuid import UUID

from bot.demo.render import as_text
from store.tables import Decision
from tests.conftest import Starts
from tests.scenario.test_drafting import CAPTIONS, card_saying, opened, sent
from tests.support.acting import Json, errors_of, press_note, settled, thread_under_review
from tests.support.approving import pressed, review_path
from tests.support.checking import IDS, asked
from tests.support.openai_server import Hangs, a_model
from tests.support.running import Running
from tests.support.team import CHANNEL
from tests.support.watching import WORKSPACE, rows

CONTEXT = {
    "purpose": "sell the spring bread to people who walk past",
    "audience": "commuters without sound",
    "constraints": "no faces of customers; only until 10:00",
    "outcome": "whether the ending works without a voice-over",
    "footage": "the bakery is shot, the street isn't",
}


async def a_production(scripty: Running) -> str:
    """A scene, a deliverable, notes of three people, a decision, a stale document, a task, and two
    approvers of whom one has spoken. The thread of its review."""
    root = await thread_under_review(
        scripty,
        ("client", "0:42 we never shot an insert of the loaf in the window, can we get one?"),
        ("director", "0:08 I think it would be really great if we could make the logo bigger"),
        ("client", "0:08 the logo should be larger please"),
        ("director", "the ending feels off"),
        ("client", "0:20 the music is too loud"),
        ("director", "0:20 make the music louder, it drives the whole thing"),
    )
    await asked(scripty, "scene 3 purpose the baker gives the last loaf away; outcome as below")
    await asked(scripty, 'deliverable "Spot" 16:9 and 9:16, 60 seconds')
    await asked(scripty, "doc call sheet https://docs.example/1 @producer fresh until 2020-06-05")
    await asked(scripty, "task book the street for scene 3")
    await review_path(scripty, "director", "client")
    await press_note(scripty, root, "director", "note_accept", 1)
    await pressed(scripty, root, "director", "approval_approve")
    (known,) = (await scripty.record())["productions"]
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        row = await work.productions.get(UUID(known["id"]))
        row.context = dict(CONTEXT)
        await work.add(
            Decision(
                production_id=row.id, number=1, what="Record room tone of the bakery again, the "
                "oven hums in all of it", next_action="Book the bakery for scene 3",
                decided_by=IDS["director"], logged_by=IDS["director"],
            )
        )  # fmt: skip
    return root


async def lines_of(scripty: Running, kind: str) -> dict[str, Json]:
    """The lines of the newest draft of this kind, by their words."""
    query = (
        "SELECT suggestion.* FROM suggestion JOIN draft ON draft.id = suggestion.draft_id "
        "WHERE draft.kind = %s ORDER BY suggestion.number"
    )
    return {row["text"]: dict(row) for row in await rows(scripty.scripty.where, query, kind)}


async def drafted(scripty: Running, words: str, kind: str) -> dict[str, Json]:
    said = await asked(scripty, f"draft {words}")
    assert said.startswith("I am drafting"), said
    await settled(scripty)
    return await lines_of(scripty, kind)


async def test_every_kind_draws_on_all_that_the_record_says(scripty: Running) -> None:
    where = scripty.scripty.where
    await a_production(scripty)
    form = await opened(scripty, "editor", "draft questions scene 3", "draft_context")
    assert [block["block_id"] for block in form["blocks"] if block["type"] == "input"] == [
        "outcome"
    ]
    await sent(scripty, "editor", form, {"outcome": CONTEXT["outcome"]})
    await settled(scripty)

    # what the production says counts for a scene that says nothing of it
    questions = await lines_of(scripty, "questions")
    for said in (
        "Who makes sure on the day that it holds: “no faces of customers”?",
        "Who does T1: “book the street for scene 3”?",
        "After D1 comes “Book the bakery for scene 3”. Who does it, by when?",
        "“16:9 and 9:16, 60 seconds”: is every frame composed for both, or shot twice?",
        "What do “commuters without sound” know already when the film begins?",
    ):
        assert said in questions
    shots = await drafted(scripty, "shotlist scene 3", "shotlist")
    from_behind = shots[
        "From behind, hands or silhouette, wherever “no faces of customers” applies"
    ]
    assert from_behind["source_kind"] == "production"
    upright = "Upright framing of the medium: “the baker gives the last loaf away”, for “9:16”"
    assert shots[upright]["source_kind"] == "deliverable"
    assert any("without sound" in said for said in shots)

    # who wrote a note is asked about it; a plain need is work
    pickups = await drafted(scripty, "pickups v2", "pickups")
    tone = next(line for said, line in pickups.items() if said.startswith("Room tone, for D1"))
    assert (tone["becomes"], tone["needs_person"], tone["owner"]) == (
        "pickup", None, IDS["director"],
    )  # fmt: skip
    assert any(said.startswith("Insert, for N1") for said in pickups)
    cleanup = await drafted(scripty, "cleanup v2", "cleanup")
    vague = next(line for said, line in cleanup.items() if "feels off" in said)
    assert (vague["becomes"], vague["owner"]) == ("question", IDS["director"])

    # where the verdict stands, and whose turn it is
    handoff = await drafted(scripty, "handoff v2", "handoff")
    verdict = handoff["The record says “approval pending” of v2: where does the verdict stand?"]
    assert (verdict["becomes"], verdict["needs_person"], verdict["owner"]) == (
        "question", "final_approval", IDS["client"],
    )  # fmt: skip
    assert verdict["reason"] == "director: “approved”; client: “no verdict yet”."
    for said in ("To deliver: “Spot”; “16:9 and 9:16, 60 seconds”", "Spot-a: “only until 10:00”"):
        assert said in handoff
    assert any("“Make the music louder" in said and "against" in said for said in handoff)

    # a transcript that is deleted takes with it what was drafted from it
    slack = scripty.team.slack
    file = slack.file_of("editor", "interview.srt", CAPTIONS)
    shared = slack.post_as("editor", CHANNEL, "the interview", files=[file])
    link = f"<https://films.slack.com/files/U1/{file['id']}/interview.srt>"
    summary = await drafted(scripty, f"transcript {link}", "transcript")
    assert len(summary) == 3
    await scripty.people.delete("editor", CHANNEL, shared["ts"])
    await settled(scripty)
    assert not await rows(where, "SELECT id FROM transcript")
    told = await lines_of(scripty, "transcript")
    assert "00:00:04: what was said was deleted" in told
    assert {line["quote"] for line in told.values()} == {""}
    assert "nine thousand cards" not in str(slack.bot_messages(CHANNEL))


async def test_what_is_known_is_changed_without_drafting(scripty: Running) -> None:
    people, where = scripty.people, scripty.scripty.where
    await a_production(scripty)

    # of the production: all six points, what is written down elsewhere only shown
    form = await opened(scripty, "editor", "draft context", "draft_context_changed")
    stale = await opened(scripty, "director", "draft the context", "draft_context_changed")
    known = {b["block_id"]: b["element"] for b in form["blocks"] if b["type"] == "input"}
    assert {name: each["initial_value"] for name, each in known.items()} == CONTEXT
    assert "Spot (16:9 and 9:16, 60 seconds) (change it with" in as_text(form["blocks"])
    empty = await people.submit("editor", form, {**CONTEXT, "audience": ""})
    assert list(errors_of(empty)) == ["audience"]
    changed = {**CONTEXT, "audience": "tourists"}
    assert "Kept: audience." in as_text((await sent(scripty, "editor", form, changed))["blocks"])
    assert "Nothing was changed" in as_text(
        (await sent(scripty, "editor", form, changed))["blocks"]
    )
    late = await people.submit("director", stale, {**CONTEXT, "purpose": "sell cakes"})
    assert "was changed by somebody else" in next(iter(errors_of(late).values()))
    (row,) = await rows(where, "SELECT context FROM production")
    assert row["context"] == changed

    # of a scene: its own words are the scene's, what it never said stays unsaid
    form = await opened(scripty, "editor", "draft context scene 3", "draft_context_changed")
    values = {
        "purpose": "the baker gives the last loaf away", "audience": "tourists",
        "constraints": "one day", "outcome": "", "footage": "partly shot",
    }  # fmt: skip
    odd = json.loads(json.dumps(form).replace('"partly shot"', '"half shot"'))
    forged = await people.submit("editor", odd, {**values, "footage": "half shot"})
    assert list(errors_of(forged)) == ["footage"]
    shown = await sent(scripty, "editor", form, values)
    assert "Kept: constraints and footage" in as_text(shown["blocks"])
    (scene,) = await rows(where, "SELECT * FROM scene")
    assert (scene["constraints"], scene["footage"], scene["audience"]) == (
        "one day", "partly shot", "",
    )  # fmt: skip
    assert "There is no “scene 9”" in await asked(scripty, "draft context scene 9")
    assert not await rows(where, "SELECT id FROM draft")


async def test_words_that_are_taken_back_meanwhile_are_not_drafted(start: Starts) -> None:
    async with a_model() as model:
        hanging = Hangs()
        model.about["sell the spring bread"] = hanging
        async with start(**model.settings(scripty_model_timeout_seconds=60)) as scripty:
            root = await a_production(scripty)
            before = len(model.requests)
            said = await asked(scripty, "draft pickups v2")
            assert said.startswith("I am drafting"), said
            await model.asked(before + 1)
            (message,) = [
                m for m in scripty.team.slack.messages(CHANNEL, root) if "the loaf" in m["text"]
            ]
            await scripty.people.delete("client", CHANNEL, message["ts"])
            hanging.until.set()
            await settled(scripty)
            lines = await lines_of(scripty, "pickups")
            assert [line["source_name"] for line in lines.values()] == ["D1"]
            (draft,) = await rows(scripty.scripty.where, "SELECT * FROM draft")
            assert draft["dropped"] == {"taken back": 1}
            await card_saying(scripty, "taken back or changed meanwhile")
