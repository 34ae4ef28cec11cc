"""Scenes and deliverables: made, changed, connected, got ready, through really signed requests."""

import pytest

from bot.demo.render import as_text
from handlers.milestones.anchors import anchor_of
from handlers.milestones.fixing_errors import BadAnchorError
from tests.support.acting import (
    errors_of,
    form_of,
    settled,
    thread_under_review,
    told,
)
from tests.support.checking import IDS, asked, checked
from tests.support.running import Running
from tests.support.team import CHANNEL
from tests.support.watching import rows


async def test_a_scene_from_a_number_to_ready(scripty: Running) -> None:
    assert "no production yet" in await asked(scripty, "scene 3")
    await thread_under_review(
        scripty,
        ("client", "Scene 3: the music is too loud, please lower it"),
        ("client", "Please trim the pause in scene 9"),
    )
    empty = await asked(scripty, "scenes")
    assert empty.startswith("Scenes\nNo scenes yet. Make one by saying what it is for:")
    assert "Notes also name scenes 3 (N1) and 9 (N2): not in this list yet." in empty
    assert "There is no scene 3 yet. N1 names it." in await asked(scripty, "scene 3")
    assert "I can't tell what “purpse x”" in await asked(scripty, "scene 3 purpse x")
    assert not await rows(scripty.scripty.where, "SELECT id FROM scene")

    made = await asked(scripty, "scene 3 purpose open the film; title The kitchen; owner @editor")
    assert made.startswith(
        "Scene 3 is made.\nScene 3: The kitchen\nnot ready · footage not shot · editor\n"
        "Purpose: open the film\nNot said yet: audience, constraints and outcome."
    )
    assert "N1  " in made
    assert made.endswith("[Ready] [Edit]")

    # things are put on it, once, and taken off
    await asked(scripty, "task buy a spoon @producer")
    await asked(scripty, "doc shot list https://docs.example/1")
    said = await asked(scripty, "scene 3 add N2 T1 “shot list”")
    assert said.startswith("Belongs to it now: N2, T1 and shot list.")
    assert "T1  buy a spoon · open · producer" in said
    assert "T1 and N2 belong to scene 3 already" in await asked(scripty, "scene 3 add T1 N2")
    assert "There is no N99 in" in await asked(scripty, "scene 3 add N99 T1")
    assert "N1 belongs to scene 3 by its own words" in await asked(scripty, "scene 3 remove N1")
    assert "No longer put on it: N2." in await asked(scripty, "scene 3 remove N2")
    assert "N2 was never put on scene 3" in await asked(scripty, "scene 3 remove N2")
    listed = await asked(scripty, "scenes", who="client")
    assert listed.startswith(
        "Scenes\n1 scene, 0 ready\nNotes also name scene 9 (N2): not in this list yet.\n"
        "Scene 3: The kitchen\nnot ready · footage not shot · editor · "
        "1 note to decide on, 1 open task\nopen the film\n[Ready] [Edit] [Show]"
    )

    # the form says everything at once; a stale one is refused
    people = scripty.people
    card = await checked(scripty, "director", "scene 3")
    await people.press("director", CHANNEL, card, "scene_edit")
    form = await form_of(scripty, "director", "scene_edited")
    await asked(scripty, "scene 3 audience newcomers")
    stale = await people.submit("director", form, {"constraints": "no dialogue"})
    assert "scene 3 was changed by somebody else" in errors_of(stale)["number"]
    await people.press("director", CHANNEL, card, "scene_edit")
    form = await form_of(scripty, "director", "scene_edited")
    assert (
        "is no number of a scene"
        in errors_of(await people.submit("director", form, {"number": "kitchen"}))["number"]
    )
    await asked(scripty, "scene 4 purpose the street")
    taken = await people.submit("director", form, {"number": "4"})
    assert "There is a scene 4 already" in errors_of(taken)["number"]
    (task,) = await rows(scripty.scripty.where, "SELECT id FROM task")
    (note,) = await rows(scripty.scripty.where, "SELECT id FROM note WHERE number = 2")
    await people.submit(
        "director", form,
        {"constraints": "no dialogue", "footage": "shot", "belongs": [str(note["id"])]},
    )  # fmt: skip
    look = await asked(scripty, "scene 3")
    assert "not ready · footage shot · editor" in look
    assert "Constraints: no dialogue" in look
    assert "N2  " in look
    assert "T1" not in look
    assert str(task["id"]) not in look

    # ready, by a press in the list, which is drawn again; the second press says that it is
    before = await checked(scripty, "editor", "scenes")
    late = await checked(scripty, "client", "scenes")
    await people.press("editor", CHANNEL, before, "scene_ready")
    redrawn = await told(scripty, "editor", "2 scenes, 1 ready")
    await people.press("editor", CHANNEL, redrawn, "scene_show")
    await told(scripty, "editor", "Constraints: no dialogue")
    await people.press("client", CHANNEL, late, "scene_ready")
    await told(scripty, "client", "Scene 3 is ready already: editor, ")
    assert "Scenes\n2 scenes, 1 ready" in await asked(scripty, "scenes")
    assert "It is not ready any more." in await asked(scripty, "scene 3 not ready")
    history = await asked(scripty, "history scene 3")
    assert "editor said that scene 3 is ready (button)" in history
    assert "connected N2, T1 and shot list to scene 3 (command)" in history

    (production,) = (await scripty.record())["productions"]
    assert [(each["number"], each["footage"]) for each in production["scenes"]] == [
        ("3", "shot"), ("4", "not shot"),
    ]  # fmt: skip
    assert {each["subject"]["kind"] for each in production["connections"]} == {"note"}


async def test_a_deliverable_is_written_down_and_handed_over(scripty: Running) -> None:
    await thread_under_review(scripty)
    assert "No deliverables yet" in await asked(scripty, "deliverables")
    assert "I can't tell where the name ends" in await asked(scripty, "deliverable Main film 4k")
    made = await asked(
        scripty, 'deliverable "Teaser" 1080p25, -23 LUFS @producer by 2031-06-06', who="editor"
    )
    assert made == (
        "Written down: this is handed over at the end.\nTeaser\ndue Fri 6 Jun 2031 · producer\n"
        "Specification: 1080p25, -23 LUFS\n"
        "Nothing belongs to it yet. Put something there: "
        "/scripty deliverable “Teaser” add N12\n[Delivered] [Edit]"
    )
    await scripty.people.command("editor", CHANNEL, "review https://f.io/teaser v1 for teaser")
    await settled(scripty)
    await asked(scripty, 'deliverable "Main film"')
    await asked(scripty, "task mix it")
    assert "T1  mix it" in await asked(scripty, "deliverable teaser add T1")

    people = scripty.people
    listed = await checked(scripty, "producer", "deliverables")
    text = as_text(listed["blocks"])
    assert text.startswith("Deliverables\n2 deliverables, 0 delivered\nTeaser\ndue Fri 6 Jun 2031")
    assert "Main film\nno date · no owner\nno specification" in text
    await people.press("producer", CHANNEL, listed, "deliverable_edit")
    form = await form_of(scripty, "producer", "deliverable_edited")
    taken = await people.submit("producer", form, {"name": "main FILM"})
    assert "There is a deliverable “main FILM” already" in errors_of(taken)["name"]
    await people.submit("producer", form, {"audience": "everybody", "due": "2031-06-09"})
    await people.press("producer", CHANNEL, listed, "deliverable_done")
    await people.press("client", CHANNEL, listed, "deliverable_done")
    await told(scripty, "client", "Teaser is delivered already: producer,")
    look = await asked(scripty, "deliverable Teaser")
    assert "delivered on" in look
    assert "Audience: everybody" in look
    assert "It isn't out yet." in await asked(scripty, "deliverable Teaser not delivered")
    assert "changed audience" in await asked(scripty, "history teaser")

    # a task may belong to a scene or a deliverable by its name
    await asked(scripty, "scene 3 purpose open the film")
    async with scripty.scripty.record.workspace("T00000001") as work:
        (spot,) = await work.productions.all()
        (task,) = await work.tasks.of_production(spot.id)
        named = [await anchor_of(work, spot, each, task) for each in ("Scene 03", "TEASER")]
        assert named == ["scene 3", "Teaser"]
        with pytest.raises(BadAnchorError):
            await anchor_of(work, spot, "scene 4", task)

    (production,) = (await scripty.record())["productions"]
    teaser, film = production["deliverables"]
    assert (teaser["due"], teaser["due_written"], film["due"]) == ("2031-06-09", None, None)
    assert teaser["owner"] == IDS["producer"]
    (connection,) = production["connections"]
    assert connection["target"] == {"kind": "deliverable", "id": teaser["id"]}
