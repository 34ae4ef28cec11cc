"""The local Slack refuses the blocks that Slack refuses, and takes those it takes."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.slack import LocalSlack, serve
from bot.demo.slack.blocks import message_faults, view_faults

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(action_id: str = "go", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain("Go"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def text_input(**more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "text"}
    return {"type": "input", "label": plain("Note"), "element": element, **more}


def field_of(kind: str, **more: Any) -> Json:
    return text_input(element={"type": kind, "action_id": "field", **more})


def option(value: str, words: str = "Words") -> Json:
    return {"text": plain(words), "value": value}


def group(count: int, label: str = "Europe") -> Json:
    return {"label": plain(label), "options": [option(str(place)) for place in range(count)]}


def number(**more: Any) -> Json:
    return field_of("number_input", **{"is_decimal_allowed": False} | more)


def rich(*parts: Json) -> Json:
    section = {"type": "rich_text_section", "elements": list(parts)}
    return {"type": "rich_text", "elements": [section]}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Note"), "blocks": list(blocks), **more}


GOOD: dict[str, Json] = {
    "header": {"type": "header", "text": plain("x" * 150)},
    "section": {"type": "section", "text": mrkdwn("x" * 3000), "accessory": button()},
    "fields": {"type": "section", "fields": [mrkdwn("*Owner*"), plain("editor")]},
    "context": {"type": "context", "elements": [plain("00:12:03:04"), mrkdwn("_cut 3_")]},
    "divider": {"type": "divider", "block_id": "end"},
    "actions": actions(
        button("accept", value="x" * 2000, style="primary"),
        {"type": "users_select", "action_id": "owner", "placeholder": plain("Owner")},
        {"type": "datepicker", "action_id": "due", "initial_date": "2027-01-31"},
        {"type": "overflow", "action_id": "more", "options": [{"text": plain("a"), "value": "a"}]},
    ),
    "input": text_input(hint=plain("one line"), optional=True),
    "rich_text": rich(
        {"type": "text", "text": "bold", "style": {"bold": True}},
        {"type": "user", "user_id": "U1"},
        {"type": "link", "url": "https://example.com/cut", "text": "cut", "unsafe": False},
    ),
    "markdown": {"type": "markdown", "text": "**x**"},
    "people": field_of("multi_users_select", initial_users=["U1", "U2"], max_selected_items=12),
    "channels": field_of(
        "multi_conversations_select",
        initial_conversations=["C1"],
        filter={"include": ["public", "private"]},
    ),
    "grouped menu": field_of(
        "static_select",
        option_groups=[group(100, f"{place}") for place in range(100)],
        initial_option=option("99"),
    ),
    "number": number(min_value="1", max_value="15", initial_value="3"),
    "table": {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]},
}
BAD: dict[str, tuple[Json, str]] = {
    "unknown type": ({"type": "sectoin", "text": plain("x")}, "unsupported type"),
    "unknown element": (actions({"type": "knob", "action_id": "a"}), "unsupported type: knob"),
    "unknown part": (rich({"type": "smell"}), "unsupported type: smell"),
    "unknown property": (
        {"type": "section", "text": plain("x"), "colour": "red"},
        "invalid additional property: colour",
    ),
    "no text": ({"type": "section"}, "must be specified"),
    "text as a string": ({"type": "section", "text": "x"}, "must be an object"),
    "empty text": ({"type": "section", "text": mrkdwn("")}, "more than 0 characters"),
    "long text": ({"type": "section", "text": mrkdwn("x" * 3001)}, "3000"),
    "long header": ({"type": "header", "text": plain("x" * 151)}, "150"),
    "mrkdwn header": ({"type": "header", "text": mrkdwn("x")}, "plain_text"),
    "long button": (actions(button(text=plain("x" * 76))), "75"),
    "long value": (actions(button(value="x" * 2001)), "2000"),
    "no elements": (actions(), "more than 0 items"),
    "26 elements": (actions(*(button(str(n)) for n in range(26))), "25"),
    "one action_id twice": (actions(button(), button()), '"action_id" already exists'),
    "101 in a group": (field_of("static_select", option_groups=[group(101)]), "100 items"),
    "101 groups": (field_of("static_select", option_groups=[group(1)] * 101), "100"),
    "empty group": (field_of("static_select", option_groups=[group(0)]), "more than 0 items"),
    "long label": (field_of("static_select", option_groups=[group(1, "x" * 76)]), "75"),
    "long option": (field_of("static_select", options=[option("a", "x" * 76)]), "76"),
    "long option value": (field_of("static_select", options=[option("x" * 151)]), "151"),
    "other option first": (
        field_of("static_select", option_groups=[group(1)], initial_option=option("7")),
        "none of the options",
    ),
    "no channels first": (
        field_of("multi_conversations_select", initial_conversations=[]),
        "more than 0 items",
    ),
    "none to choose": (field_of("multi_users_select", max_selected_items=0), "at least 1"),
    "number without its kind": (field_of("number_input"), "is_decimal_allowed"),
    "number out of bounds": (number(min_value="1", initial_value="0"), "between"),
    "no number": (number(initial_value="three"), "must be a number"),
    "long markdown": ({"type": "markdown", "text": "x" * 12_001}, "12"),
}
BAD_VIEWS: dict[str, tuple[Json, str]] = {
    "long title": (modal({"type": "divider"}, title=plain("x" * 25)), "title"),
    "no title": ({"type": "modal", "blocks": [{"type": "divider"}]}, "title"),
    "101 blocks": (modal(*([{"type": "divider"}] * 101)), "100"),
    "input, no submit": (modal(text_input()), "submit"),
    "markdown": (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
    "much metadata": (modal({"type": "divider"}, private_metadata="x" * 3001), "3000"),
    "home with submit": (
        {"type": "home", "submit": plain("x"), "blocks": [{"type": "divider"}]},
        "home",
    ),
    "no kind": ({"blocks": []}, "unsupported type"),
    "bad block": (modal({"type": "section"}), "must be specified"),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_blocks_pass(name: str) -> None:
    assert message_faults([GOOD[name]]) == []


@pytest.mark.parametrize("name", BAD)
def test_bad_blocks_are_named(name: str) -> None:
    block, complaint = BAD[name]
    faults = message_faults([block])
    assert any(complaint in fault for fault in faults), faults


def test_a_message_takes_fifty_blocks_with_ids_of_their_own() -> None:
    assert message_faults([{"type": "divider"}] * 50) == []
    assert "50" in message_faults([{"type": "divider"}] * 51)[0]
    twice = message_faults([{"type": "divider", "block_id": "a"}] * 2)
    assert '"block_id" already exists: a' in twice[0]
    assert message_faults([actions(button()), actions(button())]) == []


def test_good_views_pass() -> None:
    assert view_faults(modal(text_input(), submit=plain("Save"), close=plain("x" * 24))) == []
    assert view_faults({"type": "home", "blocks": [GOOD["section"]]}) == []


@pytest.mark.parametrize("name", BAD_VIEWS)
def test_bad_views_are_named(name: str) -> None:
    view, complaint = BAD_VIEWS[name]
    faults = view_faults(view)
    assert any(complaint in fault for fault in faults), faults


async def test_slack_says_what_is_wrong() -> None:
    slack = LocalSlack()
    slack.add_user("U1", "director")
    slack.add_channel("C1", "cut-review")
    async with serve(slack.app) as url:
        client = AsyncWebClient(
            token=slack.team.bot_token, base_url=f"{url}/api/", retry_handlers=[]
        )
        with pytest.raises(SlackApiError) as message:
            await client.chat_postMessage(channel="C1", text="x", blocks=[{"type": "section"}])
        with pytest.raises(SlackApiError) as view:
            await client.views_open(
                trigger_id=slack.issue_trigger("director"), view=modal({"type": "section"})
            )
    assert message.value.response["error"] == "invalid_blocks"
    assert "/blocks/0" in message.value.response["response_metadata"]["messages"][0]
    assert view.value.response["error"] == "invalid_arguments"
    assert slack.messages("C1") == []
