"""Documents: registered, replaced, taken, stale, listed, through really signed requests."""

from bot.demo.render import as_text
from tests.support.acting import (
    Json,
    errors_of,
    form_of,
    key_of,
    settled,
    thread_under_review,
    told,
    told_directly,
    told_so_far,
    words_of,
)
from tests.support.running import Running
from tests.support.team import CHANNEL, PEOPLE
from tests.support.watching import Row, rows

IDS = {name: user for user, name in PEOPLE.items()}
SHEET = "doc call sheet https://docs.example/1 @producer fresh until 2031-06-05"


async def asked(scripty: Running, words: str, who: str = "director") -> str:
    """What `/scripty <words>` is answered with."""
    return words_of(await scripty.people.command(who, CHANNEL, words))


async def lines(scripty: Running) -> list[Json]:
    """What the channel was told of documents, a message each."""
    await settled(scripty)
    messages = scripty.team.slack.bot_messages(CHANNEL)
    return [each for each in messages if key_of(each).startswith("document:")]


async def documents(scripty: Running) -> list[Row]:
    return await rows(scripty.scripty.where, "SELECT * FROM document ORDER BY added_at, id")


async def test_a_document_is_registered_replaced_and_gets_stale(scripty: Running) -> None:
    assert "no production yet" in await asked(scripty, SHEET)
    await thread_under_review(scripty)
    assert await asked(scripty, "doc") == (
        "Documents\nNo documents yet. Register one with its link: "
        "/scripty doc <kind> <link> [@owner] [fresh until friday]"
    )
    assert "I can't tell what “soonish” is" in await asked(
        scripty, "doc brief https://a.io soonish"
    )
    assert not await documents(scripty)

    assert await asked(scripty, SHEET) == (
        "The call sheet is registered: producer looks after it and it holds until "
        "Thu 5 Jun 2031. /scripty docs lists them all."
    )
    assert "is registered already, since" in await asked(scripty, SHEET)
    (line,) = await lines(scripty)
    assert as_text(line["blocks"]) == (
        "Call sheet\nproducer · fresh until Thu 5 Jun 2031\nNobody has confirmed it yet.\n"
        "[Confirm] [Give to…] [Fresh until…] [New version]"
    )
    assert "<@" not in line["text"]

    said = await asked(scripty, "doc Shooting  Schedule: https://docs.example/2")
    assert "Nobody looks after it yet." in said
    line, schedule = await lines(scripty)
    assert "stale: a newer schedule is there since" in as_text(line["blocks"])
    listed = await asked(scripty, "docs", who="client")
    assert listed.startswith("Documents\n2 documents, 1 stale\nCall sheet\nstale: a newer")

    said = await asked(scripty, "doc call sheet https://docs.example/3 fresh until 2031-06-06")
    assert "It replaces the one of" in said
    first, _, second = await lines(scripty)
    assert as_text(first["blocks"]).startswith("Call sheet\nreplaced by a newer one on")
    assert "[" not in as_text(first["blocks"])
    assert "no owner · fresh until Fri 6 Jun 2031" in as_text(second["blocks"])
    old, made, new = await documents(scripty)
    assert (old["replaced_by"], new["kind"], made["kind"]) == (
        new["id"], "call sheet", "shooting schedule",
    )  # fmt: skip

    # one press each, on the line in the channel
    people = scripty.people
    await people.press("client", CHANNEL, second, "gap_take")
    await people.press("editor", CHANNEL, second, "gap_take", element=_take(new))
    await told(scripty, "editor", "The call sheet was already taken by client.")
    await people.press("editor", CHANNEL, first, "gap_take", element=_take(old))
    await told(scripty, "editor", "That call sheet was replaced by a newer one on")
    await people.press("editor", CHANNEL, schedule, "gap_date")
    form = await form_of(scripty, "editor", "gap_dated")
    assert "Shooting schedule: https://docs.example/2" not in as_text(form["blocks"])
    await people.submit("editor", form, {"due": "2031-07-01"})
    await people.press("editor", CHANNEL, schedule, "document_replace")
    form = await form_of(scripty, "editor", "document_replaced")
    refused = await people.submit("editor", form, {"link": "not a link"})
    assert "I can't read “not a link” as a link." in errors_of(refused)["link"]
    await people.submit("editor", form, {"link": "https://docs.example/4", "owner": IDS["editor"]})
    texts = [as_text(each["blocks"]) for each in await lines(scripty)]
    assert "client · fresh until Fri 6 Jun 2031" in texts[2]
    assert "replaced by a newer one" in texts[1]
    assert texts[3].startswith("Shooting schedule\neditor · fresh until Tue 1 Jul 2031")
    assert len(told_so_far(scripty, "editor")) == 2


async def test_people_confirm_a_call_sheet_and_a_decision_changes_it(scripty: Running) -> None:
    await thread_under_review(scripty)
    people = scripty.people
    await asked(scripty, SHEET)
    (line,) = await lines(scripty)
    await people.press("editor", CHANNEL, line, "document_confirm")
    await people.press("client", CHANNEL, line, "document_confirm")
    await people.press("client", CHANNEL, line, "document_confirm")
    await told(scripty, "client", "You have confirmed this call sheet already, on")
    (line,) = await lines(scripty)
    assert "Confirmed by editor and client." in as_text(line["blocks"])

    # a decision that somebody logs changes it
    root = await people.post("director", CHANNEL, "we shoot in the studio instead")
    await people.shortcut("director", CHANNEL, root, "decision_log")
    form = await form_of(scripty, "director", "decision_logged")
    assert "It changes" in as_text(form["blocks"])
    (sheet,) = await documents(scripty)
    await people.submit(
        "director", form,
        {"what": "Studio", "decided_by": IDS["director"], "changes": [str(sheet["id"])]},
    )  # fmt: skip
    (line,) = await lines(scripty)
    (told_of,) = scripty.team.slack.bot_messages(CHANNEL, root["ts"])
    assert as_text(told_of["blocks"]).endswith("Changes: call sheet")
    text = as_text(line["blocks"])
    assert "stale: D1 changed it on" in text
    assert "stale: D1 changed it on" in await asked(scripty, "find call sheet")
    assert "brings a newer one: D1 changed it on" in await asked(scripty, "changes")
    assert "Confirmed by editor and client." in text
    assert "[Confirm]" not in text
    press = {"type": "button", "action_id": "document_confirm", "value": str(sheet["id"])}
    await people.press("producer", CHANNEL, line, "document_confirm", element=press)
    await told(scripty, "producer", "Don't go by this call sheet: D1 changed it on")

    # it can be taken back, and said again in words
    assert "in the record already" in await asked(scripty, "doc call sheet contradicted by D1")
    assert await asked(scripty, "doc call sheet still holds") == "The call sheet still holds."
    await settled(scripty)
    (told_of,) = scripty.team.slack.bot_messages(CHANNEL, root["ts"])
    assert "Changes:" not in as_text(told_of["blocks"])
    assert "No decision has changed the call sheet" in await asked(
        scripty, "doc call sheet still holds"
    )
    assert "There is no decision D9 here" in await asked(scripty, "doc call sheet changed by D9")
    assert "There is no brief to say that of. There is call sheet." in await asked(
        scripty, "doc brief contradicted by D1"
    )
    said = await asked(scripty, "doc call sheet contradicted by D1")
    assert said.startswith("The call sheet is stale now: D1 changed it on")
    assert "The 2 people who have confirmed it are named on its line." in said
    assert "changed it on" in await asked(scripty, "docs")

    # whoever confirmed the old one is asked to confirm the new one, once each; nobody else is
    new = "doc call sheet https://docs.example/2 @producer fresh until 2031-06-06"
    assert "It replaces the one of" in await asked(scripty, new, who="client")
    asking = await told_directly(scripty, "editor", "is a new one: you confirmed an older one.")
    assert "[Confirm]" in asking
    old, line = await lines(scripty)
    assert "Had confirmed it: editor and client." in as_text(old["blocks"])
    assert "Confirmed an older one, not yet this one: editor." in as_text(line["blocks"])
    direct, _ = scripty.team.slack.direct(
        scripty.team.slack.team, scripty.team.slack.user("editor")
    )
    (message,) = scripty.team.slack.bot_messages(direct.id)
    await people.press("editor", direct.id, message, "document_confirm")
    await told_directly(scripty, "editor", "you confirmed it and go by it")
    _, line = await lines(scripty)
    assert "Confirmed by editor.\n" in as_text(line["blocks"])
    requests = await rows(
        scripty.scripty.where, "SELECT user_id FROM delivery WHERE kind = 'confirm_request'"
    )
    assert [each["user_id"] for each in requests] == [IDS["editor"]]

    # what belongs to a document
    await asked(scripty, "task call the caterer")
    assert await asked(scripty, "doc call sheet add T1") == "Belongs to the call sheet now: T1."
    assert "T1 belongs to call sheet already" in await asked(scripty, "doc call sheet add T1")

    (production,) = (await scripty.record())["productions"]
    first, second = production["documents"]
    assert (first["contradicted_by"], second["contradicted_by"]) == (1, None)
    assert [each["person"] for each in first["confirmed_by"]] == [IDS["editor"], IDS["client"]]
    (connection,) = production["connections"]
    assert connection["target"] == {"kind": "document", "id": second["id"]}

    # a newer one has what belonged to the one before it, until that is taken off
    await asked(scripty, "doc call sheet https://docs.example/3 @producer")
    await told_directly(scripty, "editor", "was replaced by a newer one on")
    assert "T1 belongs to call sheet already" in await asked(scripty, "doc call sheet add T1")
    removed = await asked(scripty, "doc call sheet remove T1")
    assert removed == "No longer put on the call sheet: T1."
    assert not (await scripty.record())["productions"][0]["connections"]


def _take(document: Row) -> Json:
    return {"type": "button", "action_id": "gap_take", "value": str(document["id"])}
