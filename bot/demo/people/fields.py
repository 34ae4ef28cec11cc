"""What a person can press and fill in, and how Slack words it.

docs.slack.dev/reference/interaction-payloads/block_actions-payload and …/view-interactions-payload
"""

from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]

# The field of an action or of view.state in which each element puts its value, and the one in
# which the element itself carries its initial value.
VALUE_FIELD = {
    "button": "value",
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "file_input": "files",
}


def elements(blocks: list[Json]) -> Iterator[tuple[str, Json]]:
    """(block_id, element) of everything interactive in `blocks`, in order."""
    for block in blocks:
        inside = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
        for element in inside:
            if isinstance(element, dict) and element.get("type") in VALUE_FIELD:
                yield str(block.get("block_id", "")), element
        yield from elements(block.get("child_blocks") or [])


def find(
    blocks: list[Json], action_id: str, value: Any = None, block_id: str | None = None
) -> tuple[str, Json]:
    """The element with this action_id. A person can only press what is shown: else LookupError.

    Where several share it, `value` (a button's or an option's) and `block_id` tell them apart.
    """
    shown = list(elements(blocks))
    for found_in, element in shown:
        if element.get("action_id") != action_id or block_id not in (None, found_in):
            continue
        if value is None or element["type"] != "button" or element.get("value") == value:
            return found_in, element
    have = sorted({str(element.get("action_id")) for _, element in shown})
    raise LookupError(f"nothing to press: {action_id} {value or ''}; there is {have}")


def action(block_id: str, element: Json, value: Any, ts: str) -> Json:
    """One entry of a block_actions payload's `actions`."""
    kept = ("type", "action_id", "text", "style", "url", "placeholder", "initial_option")
    shown = {name: element[name] for name in kept if name in element}
    chosen = element.get("value") if element["type"] == "button" and value is None else value
    field = {VALUE_FIELD[element["type"]]: _worded(element, chosen)}
    if element["type"] == "button" and chosen is None:
        field = {}
    return {**shown, "block_id": block_id, **field, "action_ts": ts}


def state_values(blocks: list[Json], given: Mapping[str, Any]) -> Json:
    """view.state.values: {block_id: {action_id: {"type": …, <field>: …}}}.

    `given` is {action_id: value} or {block_id: {action_id: value}}; what isn't given keeps its
    initial value. Raises LookupError for a value that no element takes.
    """
    values: Json = {}
    used: set[str] = set()
    for block_id, element in elements(blocks):
        if element["type"] in ("button", "overflow"):
            continue
        action_id = str(element.get("action_id", ""))
        value = _given(given, block_id, action_id, used)
        worded = _initial(element) if value is _NOTHING else _worded(element, value)
        _refuse_impossible(element, worded)
        entry = {"type": element["type"], VALUE_FIELD[element["type"]]: worded}
        values.setdefault(block_id, {})[action_id] = entry
    if unknown := set(given) - used:
        raise LookupError(f"nothing to fill in: {sorted(unknown)}; there is {values}")
    return values


def _refuse_impossible(element: Json, value: Any) -> None:
    """What Slack's own form wouldn't let a person enter. Raises LookupError."""
    name = element.get("action_id")
    most = element.get("max_selected_items")
    if most and value and len(value) > most:
        raise LookupError(f"no more than {most} can be chosen in {name}: {value}")
    if element["type"] == "number_input" and value is not None:
        if not isinstance(value, str):
            raise LookupError(f"a number is sent as a text: {name} is {value!r}")
        least, limit = (element.get(end) for end in ("min_value", "max_value"))
        number = float(value)
        if (least and number < float(least)) or (limit and number > float(limit)):
            raise LookupError(f"{name} takes {least} to {limit}: {value}")


_NOTHING = object()


def _given(given: Mapping[str, Any], block_id: str, action_id: str, used: set[str]) -> Any:
    by_block = given.get(block_id)
    if isinstance(by_block, Mapping) and action_id in by_block:
        used.add(block_id)
        return by_block[action_id]
    if action_id in given:
        used.add(action_id)
        return given[action_id]
    return _NOTHING


def _initial(element: Json) -> Any:
    plural = VALUE_FIELD[element["type"]].endswith("s")
    field = VALUE_FIELD[element["type"]].replace("selected_", "initial_", 1)
    if field in ("value", "rich_text_value"):
        field = "initial_value"
    return element.get(field, [] if plural else None)


def _worded(element: Json, value: Any) -> Any:
    """An option is said whole ({text, value}); everything else as it is."""
    field = VALUE_FIELD[element["type"]]
    if value is None or field not in ("selected_option", "selected_options"):
        return value
    if field == "selected_options":
        return [_option(element, one) for one in value]
    return _option(element, value)


def _option(element: Json, value: Any) -> Json:
    if isinstance(value, dict):
        return value
    groups = [group["options"] for group in element.get("option_groups") or []]
    for option in [*(element.get("options") or []), *(one for group in groups for one in group)]:
        if option.get("value") == value:
            return dict(option)
    if element["type"] == "external_select":
        return {"text": {"type": "plain_text", "text": str(value)}, "value": value}
    raise LookupError(f"no such option of {element.get('action_id')}: {value}")
