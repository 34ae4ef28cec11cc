"""A report as people read it: words beside the picture, or in its place. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from handlers import blocks as kit
from handlers.blocks import Block, Message, Picture, message
from handlers.reports.picture import draw
from handlers.reports.rules import RoundFigures, described, lines, short_line
from handlers.text import escape, one_line, shorten


@dataclass(frozen=True)
class Report:
    """One to fifteen rounds of a deliverable, oldest first. `left_out` are rounds before them that
    there is no room for."""

    production: str
    deliverable: str
    rounds: Sequence[RoundFigures]
    left_out: int = 0

    @property
    def title(self) -> str:
        """Such as "Round report: v3 of teaser"."""
        of = f" of {shorten(one_line(self.deliverable), 40)}" if self.deliverable else ""
        return f"Round report: {self.rounds[-1].version}{of}"

    @property
    def about(self) -> str:
        return shorten(one_line(self.production), 80)

    @property
    def before(self) -> list[str]:
        """The earlier rounds, a line each, newest first."""
        said = [short_line(each) for each in reversed(self.rounds[:-1])]
        return [*said, f"and {self.left_out} before them"] if self.left_out else said


def report_message(report: Report, *after: Block) -> Message:
    """The report in words."""
    newest = lines(report.rounds[-1])
    said = [f"*{escape(report.title)}* · {escape(report.about)}", *_bulleted(newest)]
    shown = [
        kit.header(report.title),
        kit.context(report.about),
        kit.rich_text(kit.bullets([[kit.text(line)] for line in newest])),
    ]
    if report.before:
        said += ["*Earlier rounds*", *_bulleted(report.before)]
        shown += [
            kit.rich_text(
                kit.paragraph(kit.text("Earlier rounds", bold=True)),
                kit.bullets([[kit.text(line)] for line in report.before]),
            )
        ]
    return message("\n".join(said), [*shown, *after])


def _bulleted(words: Sequence[str]) -> list[str]:
    return [f"• {escape(line)}" for line in words]


def picture_of(report: Report) -> Picture:
    """The same as a picture; it isn't drawn yet."""
    side_by_side = ", round beside round" if len(report.rounds) > 1 else ""
    return Picture(
        title=report.title,
        alt=f"{report.title}. {described(report.rounds)}",
        draw=partial(draw, report.title, f"{report.about}{side_by_side}", report.rounds),
    )


def where(version: str, link: str) -> Block:
    """Says where the picture of a report somebody asked for goes."""
    thread = kit.link(link, f"thread of {version}") if link else kit.text(f"thread of {version}")
    return kit.rich_text(
        kit.paragraph(kit.text("The picture goes into the "), thread, kit.text(" for everybody."))
    )
