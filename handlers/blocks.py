"""Block Kit in small pieces, as plain dicts.

Slack's models replace block types they do not know by nothing, so none are used here. People's
words go only into `plain_text` and `rich_text` text elements, where they are literal. Limits are
from the pages of "Reference: blocks", "block elements" and "composition objects" in Slack's
documentation.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from urllib.parse import urlsplit

from handlers.text import clean, shorten

Block = dict[str, Any]
View = dict[str, Any]
Values = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""`view["state"]["values"]`: block_id, then action_id, to what was entered."""

Style = Literal["primary", "danger"]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
OPTIONS = 100
_MESSAGE_TEXT = 4000
_HEADER = 150
_SECTION = 3000
_BUTTON = 75
_OPTION = 75
_INPUT = 3000
_VIEW_TITLE = 24
_ADDRESS = re.compile(r"https?://[^\s<>|\"\x00-\x1f]{1,2990}", re.IGNORECASE)


@dataclass(frozen=True)
class Picture:
    """A picture to be posted. `draw` makes its PNG when it is sent, outside any transaction and in
    a thread of its own; `alt` is what a screen reader says instead."""

    title: str
    alt: str
    draw: Callable[[], bytes]


@dataclass(frozen=True)
class Message:
    """What is posted: `blocks`, and the `text` screen readers and notifications use instead.

    `text` is mrkdwn: whatever people wrote in it has passed `handlers.text.escape`. With `unfurl`
    Slack may show previews of the links in it. With a `picture` the `text` is posted beside it;
    the blocks stand in where no picture can be posted.
    """

    text: str
    blocks: list[Block]
    unfurl: bool = False
    picture: Picture | None = None


def message(text: str, blocks: Sequence[Block]) -> Message:
    """A message within Slack's limits: 50 blocks, 4,000 characters of fallback text."""
    return Message(text[:_MESSAGE_TEXT], list(blocks[:MESSAGE_BLOCKS]))


def plain_text(words: str, limit: int) -> Block:
    """A literal text of 1 to `limit` characters; `:fire:` stays as it was written."""
    return {"type": "plain_text", "text": shorten(words, limit) or "–", "emoji": False}


def header(words: str) -> Block:
    return {"type": "header", "text": plain_text(words, _HEADER)}


def divider() -> Block:
    return {"type": "divider"}


def section(words: str, beside: Block | None = None) -> Block:
    """Plain words, with a button `beside` them if there is one."""
    part: Block = {"type": "section", "text": plain_text(words, _SECTION)}
    return part | {"accessory": beside} if beside else part


def context(*lines: str) -> Block:
    """Small grey text, at most ten lines."""
    return {"type": "context", "elements": [plain_text(line, 2000) for line in lines[:10]]}


def rich_text(*elements: Block) -> Block:
    """A block of `paragraph`, `bullets` and `quote` elements; empty ones are left out."""
    return {"type": "rich_text", "elements": [each for each in elements if each["elements"]]}


def paragraph(*parts: Block) -> Block:
    return {"type": "rich_text_section", "elements": _said(parts)}


def quote(*parts: Block) -> Block:
    return {"type": "rich_text_quote", "elements": _said(parts)}


def bullets(lines: Iterable[Sequence[Block]]) -> Block:
    items = [paragraph(*parts) for parts in lines]
    return {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [item for item in items if item["elements"]],
    }


def text(words: str, *, bold: bool = False, italic: bool = False, strike: bool = False) -> Block:
    """A literal run of words: nothing in it becomes a mention, a link or a format."""
    wanted = {"bold": bold, "italic": italic, "strike": strike}
    styles = {name: True for name, is_wanted in wanted.items() if is_wanted}
    part: Block = {"type": "text", "text": clean(words)}
    return part | {"style": styles} if styles else part


def link(url: str, label: str | None = None, *, bold: bool = False) -> Block:
    """A link showing its own address, or a label, which is clean: "N12", "message", or what people
    call the thing. It is literal, as all of a rich text is.

    What is no http or https address becomes literal text: `label`, or what was written.
    """
    if not is_address(url):
        return text(label or shorten(url, 300), bold=bold)
    part: Block = {"type": "link", "url": url, "text": label or shorten(url, 300)}
    return part | {"style": {"bold": True}} if bold else part


def mention(user: str) -> Block:
    """Names somebody so that Slack notifies them: only where one person is asked for something."""
    return {"type": "user", "user_id": user}


def is_address(url: str) -> bool:
    """Whether `url` is an http or https address with a host."""
    if not _ADDRESS.fullmatch(url) or clean(url) != url:
        return False
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def joined(parts: Sequence[Block], between: str = " · ") -> list[Block]:
    """`parts` with `between` in the gaps."""
    return [piece for part in parts for piece in (text(between), part)][1:]


def lines(each: Iterable[Sequence[Block]]) -> list[Block]:
    """Parts of several lines as one run; empty lines are left out."""
    return [part for line in each if line for part in (text("\n"), *line)][1:]


def length(blocks: Sequence[Block]) -> int:
    """How many characters these blocks show."""
    shown = 0
    for block in blocks:
        words = block.get("text", "")
        shown += len(words) if isinstance(words, str) else length([words])
        shown += length(block.get("elements", []))
    return shown


def _said(parts: Iterable[Block]) -> list[Block]:
    """Slack refuses an empty text element."""
    return [part for part in parts if part.get("text") != ""]


def actions(block_id: str, *elements: Block) -> Block:
    """Up to 25 buttons; `block_id` is unique in its message."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements[:25])}


def button(
    words: str, action_id: str, value: str, style: Style | None = None, *, spoken: str = ""
) -> Block:
    """A button; `spoken` is what a screen reader says instead ("Accept N12")."""
    part: Block = {
        "type": "button",
        "text": plain_text(words, _BUTTON),
        "action_id": action_id,
        "value": value,
    }
    if style:
        part["style"] = style
    if spoken:
        part["accessibility_label"] = shorten(spoken, _BUTTON)
    return part


def confirmation(title: str, words: str, yes: str, no: str) -> Block:
    """What is asked before a press counts, as a button's `confirm`."""
    return {
        "title": plain_text(title, 100),
        "text": plain_text(words, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(no, 30),
    }


def select(words: str, action_id: str, choices: Sequence[tuple[str, str]]) -> Block:
    """A menu of (value, words) among the buttons of a message; choosing is the press."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_text(words, 150),
        "options": [
            {"text": plain_text(each, _OPTION), "value": value} for value, each in choices[:OPTIONS]
        ],
    }


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str,
    metadata: Mapping[str, Any] | None = None,
    submit: str | None = None,
    close: str = "Close",
) -> View:
    """A modal within Slack's limits: 100 blocks, 24 characters of title and buttons."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(title, _VIEW_TITLE),
        "close": plain_text(close, _VIEW_TITLE),
        "private_metadata": json.dumps(dict(metadata or {})),
        "blocks": list(blocks[:VIEW_BLOCKS]),
    }
    return view | {"submit": plain_text(submit, _VIEW_TITLE)} if submit else view


def _input(name: str, label: str, element: Block, *, optional: bool, hint: str) -> Block:
    """An input whose block_id and action_id are both `name`, for readers and error texts."""
    part: Block = {
        "type": "input",
        "block_id": name,
        "label": plain_text(label, 2000),
        "element": {"action_id": name} | element,
        "optional": optional,
    }
    return part | {"hint": plain_text(hint, 2000)} if hint else part


def text_input(
    name: str,
    label: str,
    *,
    initial: str = "",
    multiline: bool = False,
    optional: bool = False,
    hint: str = "",
    limit: int = _INPUT,
) -> Block:
    """A field of at most `limit` characters (Slack's own maximum is 3,000)."""
    element: Block = {
        "type": "plain_text_input",
        "multiline": multiline,
        "max_length": limit,
    }
    if begun := shorten(initial, limit):
        element["initial_value"] = begun
    return _input(name, label, element, optional=optional, hint=hint)


def choice_input(
    name: str,
    label: str,
    choices: Sequence[tuple[str, str]],
    *,
    initial: str | None = None,
    optional: bool = False,
    hint: str = "",
) -> Block:
    """A menu of (value, words); Slack takes at most 100 options of 75 characters."""
    options = [
        {"text": plain_text(words, _OPTION), "value": value} for value, words in choices[:OPTIONS]
    ]
    element: Block = {"type": "static_select", "options": options}
    for option in options:
        if option["value"] == initial:
            element["initial_option"] = option
    return _input(name, label, element, optional=optional, hint=hint)


def choices_input(
    name: str,
    label: str,
    choices: Sequence[tuple[str, str]],
    *,
    initial: Sequence[str] = (),
    optional: bool = False,
    hint: str = "",
) -> Block:
    """A menu of (value, words) in which several are chosen. Slack takes at most 100 options, or
    100 groups of them: more than 100 are shown in groups, named after their first and last."""
    options = [{"text": plain_text(words, _OPTION), "value": value} for value, words in choices]
    element: Block = {"type": "multi_static_select"}
    if len(options) > OPTIONS:
        lots = [options[at : at + OPTIONS] for at in range(0, len(options), OPTIONS)][:OPTIONS]
        element["option_groups"] = [
            {"label": plain_text(f"{_first_word(lot[0])} to {_first_word(lot[-1])}", _OPTION),
             "options": lot}
            for lot in lots
        ]  # fmt: skip
    else:
        element["options"] = options
    if begun := [option for option in options if option["value"] in initial]:
        element["initial_options"] = begun
    return _input(name, label, element, optional=optional, hint=hint)


def _first_word(option: Block) -> str:
    words = str(option["text"]["text"]).split()
    return words[0] if words else ""


def person_input(
    name: str, label: str, *, initial: str | None, optional: bool = True, hint: str = ""
) -> Block:
    element: Block = {"type": "users_select"}
    if initial:
        element["initial_user"] = initial
    return _input(name, label, element, optional=optional, hint=hint)


def people_input(
    name: str,
    label: str,
    *,
    initial: Sequence[str] = (),
    most: int | None = None,
    optional: bool = True,
    hint: str = "",
) -> Block:
    """A field for several people, kept in the order in which they are picked."""
    element: Block = {"type": "multi_users_select"}
    if initial:
        element["initial_users"] = list(initial)
    if most:
        element["max_selected_items"] = most
    return _input(name, label, element, optional=optional, hint=hint)


def channels_input(
    name: str, label: str, *, initial: Sequence[str] = (), optional: bool = False, hint: str = ""
) -> Block:
    """A field for several channels, public or private: those the person sees."""
    element: Block = {
        "type": "multi_conversations_select",
        "filter": {"include": ["public", "private"]},
    }
    if initial:
        element["initial_conversations"] = list(initial)
    return _input(name, label, element, optional=optional, hint=hint)


def grouped_input(
    name: str,
    label: str,
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]],
    *,
    initial: str | None = None,
    optional: bool = False,
    hint: str = "",
) -> Block:
    """A menu of (label, options) with options of (value, words): Slack takes 100 groups of 100."""
    shown: list[Block] = [
        {
            "label": plain_text(heading, _OPTION),
            "options": [
                {"text": plain_text(words, _OPTION), "value": value}
                for value, words in options[:OPTIONS]
            ],
        }
        for heading, options in groups[:OPTIONS]
    ]
    element: Block = {"type": "static_select", "option_groups": shown}
    for group in shown:
        for option in group["options"]:
            if option["value"] == initial:
                element["initial_option"] = option
    return _input(name, label, element, optional=optional, hint=hint)


def number_input(
    name: str,
    label: str,
    *,
    initial: int | None,
    least: int,
    most: int,
    optional: bool = True,
    hint: str = "",
) -> Block:
    """A field for a whole number; Slack has numbers as texts."""
    element: Block = {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": str(least),
        "max_value": str(most),
    }
    if initial is not None:
        element["initial_value"] = str(initial)
    return _input(name, label, element, optional=optional, hint=hint)


def date_input(
    name: str, label: str, *, initial: date | None, optional: bool = True, hint: str = ""
) -> Block:
    element: Block = {"type": "datepicker"}
    if initial:
        element["initial_date"] = initial.isoformat()
    return _input(name, label, element, optional=optional, hint=hint)


def time_input(
    name: str, label: str, *, initial: str | None, optional: bool = True, hint: str = ""
) -> Block:
    """A field for a time of day ("17:00")."""
    element: Block = {"type": "timepicker"}
    if initial:
        element["initial_time"] = initial
    return _input(name, label, element, optional=optional, hint=hint)


def typed(values: Values, name: str) -> str:
    """What was typed into the field `name`, without white space at its ends."""
    return clean(_entered(values, name).get("value") or "").strip()


def chosen(values: Values, name: str) -> str | None:
    """The value chosen in the menu `name`."""
    option = _entered(values, name).get("selected_option") or {}
    return option.get("value")


def all_chosen(values: Values, name: str) -> list[str]:
    """The values chosen in the menu `name`, in its order."""
    return [option["value"] for option in _entered(values, name).get("selected_options") or []]


def person(values: Values, name: str) -> str | None:
    """The user id chosen in `name`; None when it was left or made empty."""
    return _entered(values, name).get("selected_user") or None


def people(values: Values, name: str) -> tuple[str, ...]:
    """The user ids chosen in `name`, in the order in which they were picked."""
    return tuple(dict.fromkeys(_entered(values, name).get("selected_users") or ()))


def channels(values: Values, name: str) -> tuple[str, ...]:
    """The ids of the channels chosen in `name`."""
    return tuple(dict.fromkeys(_entered(values, name).get("selected_conversations") or ()))


def number(values: Values, name: str) -> int | None:
    """The whole number in `name`; None when it was left or made empty. Raises ValueError."""
    written = _entered(values, name).get("value")
    return int(written) if written else None


def picked_date(values: Values, name: str) -> date | None:
    """The day picked in `name`; None when it was left or made empty."""
    written = _entered(values, name).get("selected_date")
    return date.fromisoformat(written) if written else None


def picked_time(values: Values, name: str) -> str | None:
    """The time of day picked in `name`; None when it was left or made empty."""
    return _entered(values, name).get("selected_time") or None


def _entered(values: Values, name: str) -> Mapping[str, Any]:
    return values.get(name, {}).get(name, {})
