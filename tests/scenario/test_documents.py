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
        "Call sheet\nproducer · fresh until Thu 5 Jun 2031\n[Give to…] [Fresh until…] [New version]"
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


def _take(document: Row) -> Json:
    return {"type": "button", "action_id": "gap_take", "value": str(document["id"])}
