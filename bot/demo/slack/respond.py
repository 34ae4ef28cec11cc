"""The response_url of commands and presses.

Its rules: docs.slack.dev/interactivity/handling-user-interaction, "Message responses".
"""

from bot.demo.slack import chat
from bot.demo.slack.calls import Call
from bot.demo.slack.errors import SlackError
from bot.demo.slack.params import Json
from bot.demo.slack.triggers import ResponseUrl
from bot.demo.slack.workspace import State


def respond(state: State, code: str, body: Json) -> Json:
    """An answer for all (`in_channel`), for one (the default), or in place of the original."""
    url = state.tickets.answer(code)
    call = Call(state, state.teams[url.team], {**body, "channel": url.channel})
    if url.message_ts and (body.get("delete_original") or body.get("replace_original")):
        return _instead(call, url)
    if body.get("response_type") == "in_channel":
        return chat.post_message(call)
    return _for_one(call, url)


def _instead(call: Call, url: ResponseUrl) -> Json:
    """In place of the message that was pressed, be it for all or for one."""
    own = [one for one in call.state.ephemerals if one["ts"] == url.message_ts]
    if not own:
        change = Call(call.state, call.team, {**call.params, "ts": url.message_ts})
        return chat.delete(change) if call.flag("delete_original") else chat.update(change)
    if call.flag("delete_original"):
        call.state.ephemerals.remove(own[0])
    else:
        own[0].pop("blocks", None)
        own[0].update(_content(call))
    call.state.changed()
    return {}


def _for_one(call: Call, url: ResponseUrl) -> Json:
    """Works where the bot is no member too, which chat.postEphemeral does not."""
    ts = call.state.clock.next()
    shown = {"channel": url.channel, "user": url.user, "ts": ts, "text": "", **_content(call)}
    if thread_ts := call.text("thread_ts"):
        shown["thread_ts"] = thread_ts
    call.state.ephemerals.append(shown)
    call.state.changed()
    return {}


def _content(call: Call) -> Json:
    content = chat.checked_content(call)
    if not content.get("text") and not content.get("blocks"):
        raise SlackError("no_text")
    return content
