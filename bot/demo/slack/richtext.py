"""The rich_text block that Slack puts beside the text of a person's message."""

import html
import re
from collections.abc import Iterator

from bot.demo.slack.params import Json

_TOKEN = re.compile(r"<(?P<inside>[^<>\s][^<>]*)>")


def rich_text(text: str) -> Json:
    """`text` with its tokens (<@U1>, <#C1|name>, <!here>, <url|label>) as rich_text elements.

    Emphasis stays in the text: nothing here reads it back.
    """
    section = {"type": "rich_text_section", "elements": list(_elements(text))}
    return {"type": "rich_text", "block_id": "rt", "elements": [section]}


def _elements(text: str) -> Iterator[Json]:
    end = 0
    for token in _TOKEN.finditer(text):
        if token.start() > end:
            yield _text(text[end : token.start()])
        yield _token(token["inside"])
        end = token.end()
    if text[end:]:
        yield _text(text[end:])


def _text(escaped: str) -> Json:
    return {"type": "text", "text": html.unescape(escaped)}


def _token(inside: str) -> Json:
    target, _, label = inside.partition("|")
    target = html.unescape(target)
    match target[0]:
        case "@":
            return {"type": "user", "user_id": target[1:]}
        case "#":
            return {"type": "channel", "channel_id": target[1:]}
        case "!":
            return {"type": "broadcast", "range": target[1:]}
    link = {"type": "link", "url": target}
    return link | {"text": html.unescape(label)} if label else link
