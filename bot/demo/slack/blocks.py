"""Blocks and views, judged as Slack judges them.

`slack_sdk.models` knows the shapes and most lengths. Added here: what it lets through (unknown
types and properties, more than 50 blocks in a message, repeated block_id and action_id, mrkdwn
where only plain text may stand, the `markdown` block's total), each from the page of its block in
docs.slack.dev/reference/block-kit.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.demo.slack.params import Json

MESSAGE_BLOCKS = 50
MARKDOWN_CHARACTERS = 12_000
PLAIN_TEXT_ONLY = {
    "header": ("text",),
    "button": ("text",),
    "input": ("label", "hint"),
    "image": ("title",),
    "modal": ("title", "submit", "close"),
}
NEVER_EMPTY = {
    "actions": ("elements",),
    "context": ("elements",),
    "static_select": ("options", "option_groups"),
    "multi_static_select": ("options", "option_groups"),
    "overflow": ("options",),
    "checkboxes": ("options",),
    "radio_buttons": ("options",),
    "multi_conversations_select": ("initial_conversations",),
}
MENUS = ("static_select", "multi_static_select")
OPTIONS = 100  # of a menu or of a group, and groups of a menu
OPTION_WORDS = 75  # of an option and of a group's label
OPTION_VALUE = 150
# Properties that Slack documents and slack_sdk does not model.
UNMODELLED = {"header": ("level",), "link": ("unsafe",), "rich_text_quote": ("border",)}
SURFACES = {"modal": ("markdown", "context_actions"), "home": ("markdown", "context_actions")}


def with_block_ids(blocks: list[Json]) -> list[Json]:
    """Blocks as Slack keeps them: each with a block_id, its own where none was given."""
    return [{"block_id": f"auto{place}", **block} for place, block in enumerate(blocks)]


def message_faults(blocks: Any) -> list[str]:
    """What is wrong with a message's blocks, as sentences; empty when they are fine."""
    if not isinstance(blocks, list):
        return ["[ERROR] must be an array [json-pointer:/blocks]"]
    faults = list(_block_faults(blocks, "/blocks"))
    if len(blocks) > MESSAGE_BLOCKS:
        faults.append(f"[ERROR] no more than {MESSAGE_BLOCKS} items allowed [json-pointer:/blocks]")
    return faults


def view_faults(view: Any) -> list[str]:
    """What is wrong with a modal or home view, as sentences."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return ["[ERROR] unsupported type [json-pointer:/view/type]"]
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        return ["[ERROR] must be an array [json-pointer:/view/blocks]"]
    return [
        *_modal_faults(view, blocks),
        *_surface_faults(view["type"], blocks),
        *_block_faults(blocks, "/view/blocks"),
        *_model_faults(lambda: View(**{**view, "blocks": [{"type": "divider"}] * len(blocks)})),
    ]


def _modal_faults(view: Json, blocks: Sequence[Json]) -> Iterator[str]:
    yield from _part_faults({**view, "blocks": []}, "/view")
    if view["type"] != "modal":
        return
    if not view.get("title"):
        yield "[ERROR] missing required field: title [json-pointer:/view]"
    if not view.get("submit") and any(_kind(block) == "input" for block in blocks):
        yield "[ERROR] missing required field: submit [json-pointer:/view]"


def _surface_faults(surface: str, blocks: Sequence[Any]) -> Iterator[str]:
    for place, block in enumerate(blocks):
        if _kind(block) in SURFACES[surface]:
            yield f"[ERROR] unsupported type: {_kind(block)} [json-pointer:/view/blocks/{place}]"


def _block_faults(blocks: Sequence[Any], pointer: str) -> Iterator[str]:
    for place, block in enumerate(blocks):
        yield from _one_block_faults(block, f"{pointer}/{place}")
    for repeated in _repeated(block.get("block_id") for block in blocks if _kind(block)):
        yield f'[ERROR] "block_id" already exists: {repeated} [json-pointer:{pointer}]'
    written = sum(len(str(b.get("text", ""))) for b in blocks if _kind(b) == "markdown")
    if written > MARKDOWN_CHARACTERS:
        yield f"[ERROR] markdown text is over {MARKDOWN_CHARACTERS} characters"


def _one_block_faults(block: Any, pointer: str) -> Iterator[str]:
    kind = _kind(block)
    parsed = None
    try:
        parsed = Block.parse(dict(block)) if kind else None
    except (SlackObjectFormationError, TypeError, ValueError, AttributeError, KeyError) as bad:
        yield f"[ERROR] {bad} [json-pointer:{pointer}]"
        return
    if parsed is None:
        yield f"[ERROR] unsupported type: {kind or block!r} [json-pointer:{pointer}]"
        return
    wrong = list(_model_faults(lambda: parsed, pointer))
    yield from wrong or _dropped(block, parsed.to_dict(), pointer)
    yield from _part_faults(block, pointer)
    for repeated in _repeated(_action_ids(block)):
        yield f'[ERROR] "action_id" already exists: {repeated} [json-pointer:{pointer}/elements]'


def _model_faults(build: Any, pointer: str = "/view") -> Iterator[str]:
    """What slack_sdk's own model says about itself when asked for its JSON."""
    try:
        build().to_dict()
    except (SlackObjectFormationError, TypeError, ValueError, AttributeError) as bad:
        yield f"[ERROR] {bad} [json-pointer:{pointer}]"


def _dropped(given: Any, kept: Any, pointer: str) -> Iterator[str]:
    """Types and properties that slack_sdk silently leaves out, which Slack rejects."""
    if isinstance(given, dict):
        kept = kept if isinstance(kept, dict) else {}
        for name, value in given.items():
            if name in kept:
                yield from _dropped(value, kept[name], f"{pointer}/{name}")
            elif value not in (None, [], {}, "") and name not in UNMODELLED.get(_kind(given), ()):
                yield f"[ERROR] invalid additional property: {name} [json-pointer:{pointer}]"
    elif isinstance(kept, dict):
        yield f"[ERROR] must be an object [json-pointer:{pointer}]"
    elif isinstance(given, list):
        kept = kept if isinstance(kept, list) else []
        for place, value in enumerate(given):
            if place >= len(kept) or (isinstance(value, dict) and kept[place] is None):
                yield f"[ERROR] unsupported type: {_kind(value)} [json-pointer:{pointer}/{place}]"
            else:
                yield from _dropped(value, kept[place], f"{pointer}/{place}")


def _part_faults(node: Any, pointer: str) -> Iterator[str]:
    """Rules of the parts, at any depth: plain text only, no empty text, no empty list."""
    if isinstance(node, list):
        for place, child in enumerate(node):
            yield from _part_faults(child, f"{pointer}/{place}")
    elif isinstance(node, dict):
        yield from _own_faults(node, pointer)
        for name, child in node.items():
            yield from _part_faults(child, f"{pointer}/{name}")


def _own_faults(node: Json, pointer: str) -> Iterator[str]:
    for name in PLAIN_TEXT_ONLY.get(_kind(node), ()):
        value = node.get(name)
        if isinstance(value, dict) and value.get("type") != "plain_text":
            yield f"[ERROR] must be plain_text [json-pointer:{pointer}/{name}]"
    if _kind(node) in ("plain_text", "mrkdwn") and not node.get("text"):
        yield f"[ERROR] must be more than 0 characters [json-pointer:{pointer}/text]"
    for name in NEVER_EMPTY.get(_kind(node), ()):
        if node.get(name) == []:
            yield f"[ERROR] must be more than 0 items [json-pointer:{pointer}/{name}]"
    if _kind(node) in MENUS:
        yield from _menu_faults(node, pointer)
    if _kind(node) == "number_input":
        yield from _number_faults(node, pointer)
    if (most := node.get("max_selected_items")) is not None and most < 1:
        yield f"[ERROR] must be at least 1 [json-pointer:{pointer}/max_selected_items]"


def _menu_faults(node: Json, pointer: str) -> Iterator[str]:
    """Rules of menus that slack_sdk leaves out: their length, and what is chosen at first
    (docs.slack.dev/reference/block-kit/block-elements/select-menu-element and …/option-object)."""
    groups = node.get("option_groups") or []
    lists = [node.get("options") or [], *(group.get("options") or [] for group in groups)]
    for many in (groups, *lists):
        if len(many) > OPTIONS:
            yield f"[ERROR] no more than {OPTIONS} items allowed [json-pointer:{pointer}]"
    for option in (option for options in lists for option in options):
        yield from _option_faults(option, pointer)
    for group in groups:
        if not group.get("options"):
            yield f"[ERROR] must be more than 0 items [json-pointer:{pointer}/option_groups]"
        if not 0 < len((group.get("label") or {}).get("text", "")) <= OPTION_WORDS:
            yield f"[ERROR] label must be 1 to {OPTION_WORDS} characters [json-pointer:{pointer}]"
    first = node.get("initial_option")
    if first is not None and not any(first in options for options in lists):
        yield f"[ERROR] initial_option is none of the options [json-pointer:{pointer}]"


def _option_faults(option: Json, pointer: str) -> Iterator[str]:
    if len(option["text"]["text"]) > OPTION_WORDS:
        yield f"[ERROR] must be less than {OPTION_WORDS + 1} characters [json-pointer:{pointer}]"
    if len(option.get("value", "")) > OPTION_VALUE:
        yield f"[ERROR] must be less than {OPTION_VALUE + 1} characters [json-pointer:{pointer}]"


def _number_faults(node: Json, pointer: str) -> Iterator[str]:
    """Numbers are texts, the first value between the least and the most
    (docs.slack.dev/reference/block-kit/block-elements/number-input-element)."""
    given = [node.get(name) for name in ("min_value", "initial_value", "max_value")]
    written = [value for value in given if value is not None]
    if not isinstance(node.get("is_decimal_allowed"), bool):
        yield f"[ERROR] missing required field: is_decimal_allowed [json-pointer:{pointer}]"
    try:
        numbers = [float(value) for value in written]
    except (TypeError, ValueError):
        yield f"[ERROR] must be a number [json-pointer:{pointer}]"
        return
    if any(not isinstance(value, str) for value in written):
        yield f"[ERROR] must be a string [json-pointer:{pointer}]"
    if numbers != sorted(numbers):
        yield f"[ERROR] must be between min_value and max_value [json-pointer:{pointer}]"


def _action_ids(block: Json) -> Iterator[Any]:
    """The action_ids inside one block, which must differ from each other."""
    inside = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
    return (element.get("action_id") for element in inside if isinstance(element, dict))


def _repeated(ids: Iterator[Any]) -> list[str]:
    seen: set[str] = set()
    twice: list[str] = []
    for one in ids:
        if one is not None and one in seen:
            twice.append(str(one))
        seen.add(str(one))
    return twice


def _kind(node: Any) -> str:
    return str(node.get("type") or "") if isinstance(node, dict) else ""
