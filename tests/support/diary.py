"""What a team reads and does over some days, written down as it happens, for people to read.

Each moment has a heading with its day and its time on the clocks that matter; below it stands who
did what, what Scripty wrote to whom, and, where it edited a message, which lines of it went and
came. What is struck through stands between tildes.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from textwrap import indent
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.render import as_rich
from bot.demo.slack import LocalSlack
from bot.demo.slack.blocks import message_faults, view_faults
from handlers.text import moment
from store.clock import now
from tests.support.acting import key_of

Json = dict[str, Any]


@dataclass(frozen=True)
class Post:
    """A message of Scripty's: where it stands ("editor" for a direct one, else the channel's name),
    the key of what it shows, and its words when it was posted."""

    to: str
    direct: bool
    key: str
    ts: str
    words: str

    @property
    def at(self) -> datetime:
        """When it was posted."""
        return datetime.fromtimestamp(float(self.ts), UTC)

    @property
    def is_nudge(self) -> bool:
        return self.key.startswith("nudge:")


@dataclass
class Diary:
    """Of everything in a local Slack. `zones` are the clocks of the headings, by name, the first
    one that of the day."""

    slack: LocalSlack
    zones: Mapping[str, str]
    lines: list[str] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _shown: dict[tuple[str, str], str] = field(default_factory=dict)
    _seen: dict[tuple[str, str], Json] = field(default_factory=dict)
    _told: int = 0
    _heading: str = ""

    def did(self, who: str, what: str) -> None:
        """Somebody did something."""
        self._write(f"{who} {what}")

    def saw(self, what: str, words: str) -> None:
        """Something that is no message of a channel: an answer, a form."""
        words = "\n".join(line for line in words.splitlines() if "───" not in line)
        self._write(f"{what}\n{indent(words, '    │ ', lambda _: True)}")

    def answered(self, who: str, answer: Json) -> str:
        """What a command was answered with, in words."""
        self._judge(answer["blocks"])
        words = words_of(answer["blocks"])
        self.saw(f"  Scripty answers {who} alone:", words)
        return words

    def filled(self, who: str, view: Json, values: Mapping[str, str]) -> None:
        """A form that somebody fills in."""
        self.faults += view_faults(view)
        entered = "; ".join(f"{name}: {value}" for name, value in values.items())
        self.did(who, f"fills in the form “{view['title']['text']}”: {entered}")

    def look(self) -> None:
        """Write down what Scripty has written, edited and taken away since."""
        for place, message in self._messages():
            self._message(place, message)
        for one in self.slack.ephemerals[self._told :]:
            self._judge(one.get("blocks") or [])
            who = self.slack.user(one["user"]).name
            self.saw(f"  Scripty tells {who} alone:", words_of(one.get("blocks") or []))
        self._told = len(self.slack.ephemerals)

    def _message(self, place: Any, message: Json) -> None:
        known = (place.id, message["ts"])
        if self._seen.get(known) is message:  # an edit puts another one in its place
            return
        self._seen[known] = message
        words = shown(message)
        before = self._shown.get(known)
        if before == words:
            return
        self._judge(message.get("blocks") or [])
        self._shown[known] = words
        post = self._post(place, message, words)
        where = f"to {post.to} directly" if post.direct else f"in #{post.to}"
        where += ", in the thread" if "thread_ts" in message and not post.direct else ""
        if before is None:
            self.posts.append(post)
            self.saw(f"  Scripty writes {where}:", words)
        else:
            posted = moment(post.at, next(iter(self.zones.values())))
            self.saw(f"  Scripty edits what it wrote {where} on {posted}:", _changes(before, words))

    def _post(self, place: Any, message: Json, words: str) -> Post:
        direct = place.kind == "im"
        others = [user for user in place.members if user != self.slack.team.bot_user]
        to = self.slack.user(others[0]).name if direct else place.name
        return Post(to, direct, key_of(message), message["ts"], words)

    def _messages(self) -> Iterator[tuple[Any, Json]]:
        found = [
            (place, message)
            for place in self.slack.channels.values()
            for message in place.messages.values()
            if message.get("bot_id") == self.slack.team.bot_id
        ]
        yield from sorted(found, key=lambda pair: float(pair[1]["ts"]))

    def _judge(self, blocks: list[Json]) -> None:
        self.faults += message_faults(blocks)

    def _write(self, words: str) -> None:
        moment_now = now()
        heading = "   ".join(
            f"{moment(moment_now, zone) if not place else f'{_clock(moment_now, zone)}'} {name}"
            for place, (name, zone) in enumerate(self.zones.items())
        )
        if heading != self._heading:
            self.lines.append(f"\n━━ {heading} ━━")
            self._heading = heading
        self.lines.append(words)


def _clock(when: datetime, zone: str) -> str:
    return f"{when.astimezone(ZoneInfo(zone)):%H:%M}"


def shown(message: Json) -> str:
    """A message as people see it; pictures by their names."""
    blocks = message.get("blocks") or []
    files = [f"[picture: {each.get('title') or each['name']}]" for each in message.get("files", ())]
    return "\n".join(filter(None, [words_of(blocks) or str(message.get("text", "")), *files]))


def words_of(blocks: Sequence[Json]) -> str:
    """Blocks as lines of text, with what is struck through between tildes."""
    text = as_rich(blocks)
    marks = sorted(
        place
        for span in text.spans
        if "strike" in str(span.style)
        for place in (span.start, span.end)
    )
    words = text.plain
    for place in reversed(marks):
        words = f"{words[:place]}~{words[place:]}"
    return words


def _changes(before: str, after: str) -> str:
    """The lines that went and came."""
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return "\n".join(line for line in lines if line[:1] in "+-")
