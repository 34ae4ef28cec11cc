"""What the words of a task command mean, and which lists there are. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handlers.dates import split_due
from handlers.errors import BadInputError
from handlers.people import find_member
from handlers.tasks.errors import NoTitleError
from handlers.text import name_of, one_line, plain, shorten
from store.types import Member

LIST_USAGE = "/scripty tasks [mine|@person|unowned|overdue|milestone]"

Which = Literal["all", "mine", "person", "unowned", "overdue", "milestone"]

_OWNER = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)(?:\|[^>]*)?>|(?<![\w@])@(?P<name>[\w.\-]+)")


@dataclass(frozen=True)
class NewTask:
    """What a task is made with."""

    title: str
    owner: str | None = None
    due: date | None = None
    due_written: str | None = None


@dataclass(frozen=True)
class Wanted:
    """Which tasks somebody asked to see; `owner` for a person's, `milestone` the name of one."""

    which: Which
    owner: str | None = None
    milestone: str = ""

    def key(self) -> str:
        """How a paging button names this list; `read_wanted` understands it."""
        if self.which == "milestone":
            return self.milestone
        return f"<@{self.owner}>" if self.which == "person" else self.which

    def title(self, names: Mapping[str, str]) -> str:
        """What the list is called."""
        if self.which == "person":
            return f"Tasks of {name_of(self.owner, names)}"
        if self.which == "milestone":
            return f"Tasks for {self.milestone}"
        return _TITLES[self.which]


_TITLES: Mapping[Which, str] = {
    "all": "Open tasks",
    "mine": "My tasks",
    "unowned": "Tasks without an owner",
    "overdue": "Overdue tasks",
}


def read_task(text: str, now: datetime, timezone: str, members: Sequence[Member]) -> NewTask:
    """The words after `/scripty task`: what, `@owner`, "by friday", in any order at the end.

    The owner is the last person mentioned; the words may also name one with `@name`. Raises
    NoTitleError, or BadInputError for an `@name` that nobody here has.
    """
    rest, due = split_due(text.strip(), now, timezone)
    owner, rest = take_owner(rest, members)
    if due is None:
        rest, due = split_due(rest, now, timezone)
    names = {member.user: member.name for member in members}
    title = one_line(plain(rest, names)).strip(" ,;–-")
    if not title.strip(" \"'“”„‘’"):
        raise NoTitleError
    return NewTask(
        title=title,
        owner=owner,
        due=due.date if due else None,
        due_written=due.written if due else None,
    )


def read_wanted(
    text: str, asker: str, members: Sequence[Member], milestones: Sequence[str] = ()
) -> Wanted:
    """The words after `/scripty tasks`; `milestones` are the names of the open ones. Raises
    BadInputError with the lists there are."""
    words = text.strip()
    match words.lower():
        case "" | "all" | "open":
            return Wanted("all")
        case "mine" | "me" | "my":
            return Wanted("mine", asker)
        case "unowned" | "nobody" | "no owner":
            return Wanted("unowned")
        case "overdue" | "late":
            return Wanted("overdue")
    named = plain(words, {}).strip(" \"'“”„‘’").casefold()
    for name in milestones:
        if name.casefold() == named:
            return Wanted("milestone", milestone=name)
    try:
        owner, rest = take_owner(words if "@" in words else f"@{words}", members)
    except BadInputError:
        owner, rest = None, ""
    if owner is None or rest.strip():
        raise BadInputError(
            "I know no list, no open milestone and nobody here called "
            f"“{shorten(plain(words, {}), 80)}”. "
            f"Try {LIST_USAGE}."
        )
    return Wanted("person", owner)


def take_owner(text: str, members: Sequence[Member]) -> tuple[str | None, str]:
    """The last person mentioned in the text, and the text without the mention."""
    mentions = list(_OWNER.finditer(text))
    if not mentions:
        return None, text
    last = mentions[-1]
    if last["id"]:
        owner = last["id"]
    else:
        member = find_member(last["name"], members)
        if member is None:
            raise BadInputError(
                f"I don't know anybody called “{last['name']}” here. Pick the person from "
                "Slack's list while typing @, or leave the owner out and assign it later."
            )
        owner = member.user
    return owner, f"{text[: last.start()]} {text[last.end() :]}"
