"""Arguments of a Web API call, whatever way they came.

slack_sdk sends JSON bodies for messages and views, forms for the rest; a form carries nested
values as JSON text and booleans as "0" and "1".
"""

import json
from collections.abc import Mapping
from typing import Any

from bot.demo.slack.errors import SlackError

Json = dict[str, Any]

_JSON_TEXT = frozenset({"blocks", "attachments", "metadata", "view"})


def read_params(raw: Mapping[str, Any]) -> Json:
    """`raw` without empty values and the token, nested values decoded."""
    return {
        name: _decoded(name, value)
        for name, value in raw.items()
        if value is not None and name != "token"
    }


def _decoded(name: str, value: Any) -> Any:
    if name not in _JSON_TEXT or not isinstance(value, str) or not value:
        return value
    try:
        return json.loads(value)
    except ValueError as bad:
        raise SlackError(
            f"invalid_{name}_format" if name == "metadata" else f"invalid_{name}"
        ) from bad


def text(params: Json, name: str) -> str:
    value = params.get(name, "")
    return value if isinstance(value, str) else str(value)


def flag(params: Json, name: str) -> bool:
    return params.get(name) in (True, 1, "1", "true", "True")


def number(params: Json, name: str, default: int) -> int:
    """A whole number; Slack answers `invalid_arguments` to anything else."""
    try:
        return int(params.get(name) or default)
    except (TypeError, ValueError) as bad:
        raise SlackError("invalid_arguments") from bad


def names(params: Json, name: str) -> list[str]:
    """A list, or the comma-separated text that slack_sdk makes of one."""
    value = params.get(name) or []
    return value.split(",") if isinstance(value, str) else [str(item) for item in value]
