"""What the demo prints: the thread, the card, the tasks with owners and gaps, and their sources."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from rich.console import Console, Group
from rich.panel import Panel
from rich.prompt import Prompt
from rich.table import Table
from rich.text import Text

from bot.demo.render import as_rich
from handlers.text import counted, one_line, plain, shorten

Decision = Literal["accept", "reject", "skip"]
Json = Mapping[str, Any]

_ANSWERS: Mapping[str, Decision] = {"a": "accept", "r": "reject", "s": "skip"}


def ask_person(console: Console, drafts: Sequence[Json]) -> Iterator[Decision]:
    """Ask at the terminal about each draft."""
    for note in drafts:
        said = "; ".join(source["quote"] for source in note["sources"])
        console.print(Text(f"N{note['number']}  {note['kind']}: {one_line(said)}"))
        answer = Prompt.ask("a(ccept), r(eject), s(kip)", console=console, choices=list(_ANSWERS))
        yield _ANSWERS[answer]


def ask_which(console: Console, sides: Sequence[Json]) -> str | None:
    """Ask at the terminal which note of a conflict stands: its id, "neither", or None to leave it
    open."""
    console.print(Text("These ask for opposite things:"))
    for note in sides:
        console.print(Text(f"N{note['number']}  {one_line(note['sources'][0]['quote'])}"))
    ids = {f"N{note['number']}": str(note["id"]) for note in sides}
    answers: dict[str, str | None] = {**ids, "neither": "neither", "s": None}
    said = f"{', '.join(ids)}, neither, or s(kip)"
    return answers[Prompt.ask(said, console=console, choices=list(answers), show_choices=False)]


def show_result(console: Console, result: Json) -> None:
    """Print everything a newcomer wants to see."""
    names = result["members"]
    console.print(Panel(_thread(result, names), title="The thread", title_align="left"))
    for title, card in (
        ("The card in it, as drafted", result["card_drafted"]),
        ("The same card, decided on", result["card"]),
    ):
        console.print(Panel(as_rich(card["blocks"]), title=title, title_align="left"))
    console.print(_tasks(result, names))
    console.print(_summary(result))


def _thread(result: Json, names: Mapping[str, str]) -> Group:
    lines = []
    for message in result["thread"]:
        words = plain(message["text"], names)
        name = names.get(message["user"], message["user"])
        lines.append(Text.assemble((f"{name}  ", "bold"), words))
    return Group(*lines)


def _tasks(result: Json, names: Mapping[str, str]) -> Table:
    table = Table(title="The tasks", title_justify="left", title_style="bold", expand=True)
    for column in ("Task", "What", "Owner", "Due", "Comes from"):
        table.add_column(column, no_wrap=column == "Task", overflow="fold")
    notes = {note["id"]: note for note in result["notes"]}
    for task in result["tasks"]:
        note = notes.get(task["note_id"])
        table.add_row(
            f"T{task['number']}",
            Text(task["title"]),
            _or_gap(names.get(task["owner"] or "", task["owner"]), "no owner"),
            _or_gap(task["due"], "no date"),
            _origin(note, names),
        )
    return table


def _or_gap(value: str | None, gap: str) -> Text:
    return Text(value) if value else Text(gap, style="bold red")


def _origin(note: Json | None, names: Mapping[str, str]) -> Text:
    if note is None or not note["sources"]:
        return Text("")
    source = note["sources"][0]
    words = shorten(one_line(plain(source["quote"], names)), 60)
    return Text(f"N{note['number']}, {names.get(source['user'], source['user'])}: “{words}”")


def _summary(result: Json) -> Text:
    notes, tasks = result["notes"], result["tasks"]
    rejected = [note for note in notes if note["state"] == "rejected"]
    unowned = sum(task["owner"] is None for task in tasks)
    undated = sum(task["due"] is None for task in tasks)
    lines = [
        f"{counted(len(result['thread']), 'message')} became {counted(len(notes), 'note')}; "
        "a person decided on each.",
        f"Tasks now: {len(tasks)}, {unowned} without an owner, {undated} without a date.",
        *(f"N{note['number']} was rejected: {note['decision_reason']}." for note in rejected),
        "Nothing left this machine. Your own thread: scripty demo FILE. In Slack: see the README.",
    ]
    return Text("\n".join(lines))
