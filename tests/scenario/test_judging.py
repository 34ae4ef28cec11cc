"""What became of drafts: the list with its pages, the report in words and as a picture."""

from bot.demo.render import as_text
from handlers.judging.cards import PAGE
from store.clock import now
from store.tables import Draft, ModelCall, Suggestion
from tests.scenario.test_sections import asked as draft_of
from tests.scenario.test_sections import card_saying, press
from tests.support.acting import form_of, settled, thread_under_review, told
from tests.support.acting import production as production_of
from tests.support.checking import asked, checked
from tests.support.running import Running
from tests.support.team import CHANNEL, STRANGER
from tests.support.watching import WORKSPACE, rows

WORDS = "".join(
    f"*Part {at}*\n{said}.\n\n"
    for at, said in enumerate(
        (
            "Slate every take",
            "Charge the batteries the night before",
            "Name an owner for each scene",
            "Print the call sheet",
            "Lock the picture before the mix",
            "Book the grading suite",
            "Archive the project",
        )
    )
)


async def test_what_became_of_drafts(scripty: Running) -> None:
    slack, people = scripty.team.slack, scripty.people
    assert "no production yet" in await asked(scripty, "drafts report")
    await thread_under_review(scripty)
    assert "Nothing was drafted yet." in await asked(scripty, "drafts")
    assert "No draft is there to judge yet." in await asked(scripty, "drafts report")
    assert "I don't know what “reprot” is" in await asked(scripty, "drafts reprot")
    assert "Only members of" in await asked(scripty, "drafts", who=STRANGER)

    # few decisions: figures, and no verdict
    shared = slack.post_as("client", CHANNEL, WORDS)
    await draft_of(scripty, "client", shared)
    card = await card_saying(scripty, shared["ts"], "7 to decide on")
    await press(scripty, "director", card, "suggestion_accept", 1)
    await press(scripty, "director", card, "suggestion_reject", 2)
    await settled(scripty)
    said = await asked(scripty, "drafts report")
    assert "1 draft with 7 lines: 1 accepted as drafted, 1 rejected and 5 not decided yet." in said
    assert "built-in: 2 decided lines: too few to judge" in said

    # an edited one, and enough of them; what a model drafted stands apart
    await press(scripty, "editor", card, "suggestion_edit", 3)
    form = await form_of(scripty, "editor", "suggestion_edited")
    await people.submit("editor", form, {"text": "Name an owner of each scene today"})
    await settled(scripty)
    for number in (3, 4, 5):
        await press(scripty, "director", card, "suggestion_accept", number)
    await settled(scripty)
    (production,) = await rows(scripty.scripty.where, "SELECT id FROM production")
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        draft = await work.add(
            Draft(
                production_id=production["id"], kind="questions", drafted_by="model",
                model="gpt-4o-mini", prompt_version="questions/v1", dropped={"no source": 2},
            )
        )  # fmt: skip
        await work.add(
            Suggestion(
                production_id=production["id"], draft_id=draft.id, number=90, state="rejected",
                text="Who brings the boat?", decided_by="U00000001", decided_at=now(),
            )
        )  # fmt: skip
        await work.add(
            ModelCall(
                draft_id=draft.id, purpose="draft", key="k1", prompt_version="questions/v1",
                model="gpt-4o-mini", outcome="answered", covers=[], proposals=[], dropped={},
                tokens_in=900, tokens_out=334,
            )
        )  # fmt: skip
    (dumped,) = [d for d in (await production_of(scripty))["drafts"] if d["kind"] == "questions"]
    (call,) = dumped["model_calls"]
    assert (call["prompt_version"], call["tokens_in"]) == ("questions/v1", 900)
    before = len([m for m in slack.bot_messages(CHANNEL) if m.get("files")])
    said = await asked(scripty, "drafts report")
    for words in (
        "2 drafts with 8 lines: 3 accepted as drafted, 1 accepted after an edit, 2 rejected",
        "Dropped before anybody saw them: 2 lines (2 without a source in the record).",
        "A model used 1,234 tokens.",
        "built-in: 4 of 5 decided lines accepted (80%), 3 as drafted (60%)",
        "built-in     7   3    1   1    2  80%",
        "v1 · gpt-4o-mini: 1 decided line: too few to judge, 2 dropped unseen, 1,234 tokens",
        "The picture goes into this channel for everybody.",
    ):
        assert words in said
    await settled(scripty)
    shown = [m for m in slack.bot_messages(CHANNEL) if m.get("files")]
    assert len(shown) == before + 1
    (file,) = shown[-1]["files"]
    assert slack.contents[file["id"]].startswith(b"\x89PNG")
    assert file["title"] == "What became of drafts"
    assert "built-in: 4 of 5 decided lines accepted" in shown[-1]["text"]


async def test_the_list_of_drafts_turns_its_pages(scripty: Running) -> None:
    slack = scripty.team.slack
    await thread_under_review(scripty)
    shared = slack.post_as("client", CHANNEL, WORDS)
    await draft_of(scripty, "client", shared)
    await card_saying(scripty, shared["ts"], "7 to decide on")
    (production,) = await rows(scripty.scripty.where, "SELECT id FROM production")
    async with scripty.scripty.record.workspace(WORKSPACE) as work:
        for _ in range(PAGE):
            await work.add(Draft(production_id=production["id"], kind="pickups", state="failed"))
    shown = await checked(scripty, "editor", "drafts")
    listed = as_text(shown["blocks"])
    assert f"{PAGE + 1} drafts, the newest first · page 1 of 2" in listed
    assert listed.count("Pickups · could not be drafted") == PAGE
    await scripty.people.press("editor", CHANNEL, shown, "drafts_page", "2")
    turned = await told(scripty, "editor", "page 2 of 2")
    assert "Sections · 7 to decide on · for client" in as_text(turned["blocks"])
    (card,) = [m for m in slack.bot_messages(CHANNEL, shared["ts"]) if "7 to" in str(m["blocks"])]
    assert f"p{card['ts'].replace('.', '')}" in str(turned["blocks"])
