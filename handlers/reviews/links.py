"""Links to cuts: where the trade puts them up for review."""

import re
from urllib.parse import urlsplit

REVIEW_HOSTS = frozenset(
    {
        "frame.io",
        "f.io",
        "vimeo.com",
        "replay.dropbox.com",
        "dropbox.com",
        "drive.google.com",
        "youtube.com",
        "youtu.be",
        "loom.com",
        "syncsketch.com",
        "filestage.io",
        "wipster.io",
        "ziflow.io",
        "kollaborate.tv",
        "evercast.us",
        "picflow.com",
    }
)
"""Hosts whose links are offered as a review; their subdomains count as well."""

_MARKED_UP = re.compile(r"<(https?://[^|>\s]+)(?:\|[^>]*)?>")
_BARE = re.compile(r"https?://[^\s<>|]+")


def first_link(text: str) -> str | None:
    """The first link in a text as Slack delivers it (`<url|label>` or bare)."""
    found = _MARKED_UP.search(text) or _BARE.search(text)
    if found is None:
        return None
    return (found[1] if found.re is _MARKED_UP else found[0]).replace("&amp;", "&")


def without_links(text: str) -> str:
    """The text with every link taken out."""
    return _BARE.sub(" ", _MARKED_UP.sub(" ", text))


def review_link(text: str) -> str | None:
    """The first link in the text that leads to a known review host."""
    links = (found[1] for found in _MARKED_UP.finditer(text))
    return next((link.replace("&amp;", "&") for link in links if is_review_host(link)), None)


def is_review_host(url: str) -> bool:
    """Whether this address is on a host where cuts are put up for review."""
    try:
        host = (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return False
    return any(host == known or host.endswith(f".{known}") for known in REVIEW_HOSTS)


def permalink(workspace_url: str, channel: str, ts: str, thread_ts: str | None) -> str:
    """The address of a message, as `chat.getPermalink` gives it; empty if the workspace's own
    address is unknown."""
    if not workspace_url:
        return ""
    address = f"{workspace_url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
    if thread_ts and thread_ts != ts:
        address += f"?thread_ts={thread_ts}&cid={channel}"
    return address
