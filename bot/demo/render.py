"""Block Kit as terminal text, so that cards can be read without Slack.

`as_text` gives plain lines. To print them with Rich use `as_rich`: what people wrote is then
never taken for Rich's own mark-up.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.text import Text

from handlers.text import clean

_Block = Mapping[str, Any]
_STYLES = {"bold": "bold", "italic": "italic", "strike": "strike", "code": "cyan"}


def as_text(blocks: Sequence[_Block]) -> str:
    """`blocks` (of a message, or of a view) as lines of text, buttons as [Accept]."""
    return as_rich(blocks).plain


def message_text(message: Mapping[str, Any]) -> str:
    """A message as lines of text: its blocks, or its words with [picture: …] for each picture."""
    files = message.get("files") or []
    shown = as_text(message["blocks"]) if message.get("blocks") else str(message.get("text", ""))
    pictures = [
        f"[picture: {clean(f.get('alt_txt') or f.get('title') or f['name'])}]" for f in files
    ]
    return "\n".join(filter(None, [shown, *pictures]))


def as_rich(blocks: Sequence[_Block]) -> Text:
    """The same with styles, for `rich.console.Console.print`."""
    return Text("\n").join(_drawn(block) for block in blocks)


def _drawn(block: _Block) -> Text:
    draw = _BLOCKS.get(block["type"])
    return draw(block) if draw else Text(f"({block['type']})", style="dim")


def _header(block: _Block) -> Text:
    return Text(_literal(block["text"]), style="bold underline")


def _divider(_: _Block) -> Text:
    return Text("─" * 40, style="dim")


def _section(block: _Block) -> Text:
    """Its words, and the button beside them if there is one."""
    words, beside = Text(_literal(block["text"])), block.get("accessory")
    if beside is None or "text" not in beside:
        return words
    return words + "  " + Text(f"[{_literal(beside['text'])}]", style="reverse")


def _context(block: _Block) -> Text:
    return Text("\n").join(Text(_literal(each), style="dim") for each in block["elements"])


def _actions(block: _Block) -> Text:
    return Text(" ").join(
        Text(f"[{_literal(each.get('text') or each['placeholder'])}]", style="reverse")
        for each in block["elements"]
    )


def _input(block: _Block) -> Text:
    field = block["element"]
    option = field.get("initial_option") or {}
    filled = (
        field.get("initial_value")
        or field.get("initial_user")
        or field.get("initial_date")
        or ", ".join(field.get("initial_users") or field.get("initial_conversations") or [])
        or option.get("text", {}).get("text", "")
    )
    optional = " (optional)" if block.get("optional") else ""
    return Text(f"{_literal(block['label'])}{optional}: [{clean(filled):_<12}]")


def _rich_text(block: _Block) -> Text:
    return Text("\n").join(_paragraph(element) for element in block["elements"])


def _paragraph(element: _Block) -> Text:
    if element["type"] == "rich_text_list":
        return Text("\n").join(Text("  • ") + _run(item) for item in element["elements"])
    if element["type"] == "rich_text_quote":
        lines = _run(element).split("\n", allow_blank=True)
        return Text("\n").join(Text("  ┃ ", style="dim") + line for line in lines)
    return _run(element)


def _run(element: _Block) -> Text:
    return Text("").join(_part(part) for part in element["elements"])


def _part(part: _Block) -> Text:
    style = " ".join(_STYLES[name] for name, on in part.get("style", {}).items() if on)
    if part["type"] == "link":
        label = clean(part.get("text") or part["url"])
        return Text(label, style=f"{style} underline".strip())
    if part["type"] == "user":
        return Text(f"@{part['user_id']}", style="bold")
    return Text(clean(part.get("text", "")), style=style)


def _literal(text_object: _Block) -> str:
    return clean(text_object["text"])


_BLOCKS: dict[str, Callable[[_Block], Text]] = {
    "header": _header,
    "divider": _divider,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "rich_text": _rich_text,
}
