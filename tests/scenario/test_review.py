"""A review, from the posted cut to owned tasks, through really signed requests."""

from bot.demo.render import as_text
from tests.support.running import Running
from tests.support.team import CHANNEL


async def test_smoke(scripty: Running) -> None:
    people, slack = scripty.people, scripty.team.slack
    answer = await people.command(
        "director", CHANNEL, "review <https://f.io/abc|f.io/abc> v2 due friday"
    )
    print(answer.json())
    root = (await slack.wait_for(lambda s: s.bot_messages(CHANNEL)))[0]
    print(as_text(root["blocks"]))
    await people.post(
        "director", CHANNEL, "0:04 hold the steam half a second longer", thread_ts=root["ts"]
    )
    await people.post(
        "client",
        CHANNEL,
        "We love the opening shot, but the logo at 0:08 isn't readable. Can we see it sharper?",
        thread_ts=root["ts"],
    )
    await people.post("editor", CHANNEL, "I'll take the logo, by friday", thread_ts=root["ts"])

    def card(s):
        for m in s.bot_messages(CHANNEL, root["ts"]):
            if "N2" in str(m.get("blocks")):
                return m

    c = await slack.wait_for(card)
    print(as_text(c["blocks"]))
    v = [
        e["value"]
        for b in c["blocks"]
        if b["type"] == "actions"
        for e in b["elements"]
        if e["action_id"] == "note_accept"
    ]
    a = await people.press("editor", CHANNEL, c, "note_accept", v[0])
    print(a.status, a.body)
    c = await slack.wait_for(lambda s: (m := card(s)) and "T1" in str(m["blocks"]) and m)
    print(as_text(c["blocks"]))
    assert len(slack.bot_messages(CHANNEL, root["ts"])) == 2
