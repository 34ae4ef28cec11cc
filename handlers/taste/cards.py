"""Taste as people read it: the reasons of each theme, and the pages of one. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from handlers import blocks as kit
from handlers.blocks import Block, Message
from handlers.taste.rules import (
    ALL,
    PAGE_ACTION,
    WHY_ACTION,
    WHY_OF_NOTE_ACTION,
    Theme,
    Turned,
)
from handlers.text import counted, day_of_month, escape, name_of, one_line, shorten

BRIEFLY = 3
"""Reasons of each theme that stand in the list of themes."""

PAGE = 8
_WHY = 300
_WORDS = 160

_NAMES = {"vfx": "VFX"}


@dataclass(frozen=True)
class TasteView:
    """What a production turned down, by theme; `theme` is the one that is looked at, "" for a look
    at all of them, ALL for everything. `viewer` looks at it: who rejected something can say why."""

    production: str
    themes: Sequence[Theme]
    names: Mapping[str, str]
    timezone: str
    today: date
    theme: str = ""
    viewer: str = ""

    def may_say_why(self, each: Turned) -> bool:
        """Whether the reason is missing and the viewer's to give: who rejected it."""
        return not each.why and each.who == self.viewer


def taste_message(view: TasteView, page: int = 1) -> Message:
    """The themes with some reasons each; of one theme, or of everything, a page."""
    title = f"What {shorten(one_line(view.production), 60)} turns down"
    if not view.themes:
        said = (
            "Nothing was rejected yet. What people reject, suggestions and notes alike, will stand "
            "here by theme, with the reasons they gave in their own words."
        )
        return kit.message(escape(said), [kit.header(title), kit.section(said)])
    if view.theme:
        return _page(view, title, page)
    blocks = [kit.header(title), kit.context(_counts(view.themes))]
    for theme in view.themes:
        blocks += _briefly(view, theme)
    whole = sum(len(each.all) for each in view.themes)
    if len(view.themes) > 1:
        blocks.append(kit.actions("taste:all", _turn(f"Everything ({whole})", ALL, 1)))
    spoken = "; ".join(f"{name(each)}: {len(each.all)}" for each in view.themes)
    return kit.message(escape(shorten(f"{title}. {spoken}", 750)), blocks)


def name(theme: Theme) -> str:
    return _NAMES.get(theme.name, theme.name.capitalize())


def _page(view: TasteView, title: str, page: int) -> Message:
    shown = [each for each in view.themes if view.theme in (ALL, each.name)]
    lines = [each for theme in shown for each in theme.all]
    if not lines:
        said = f"Nothing on {view.theme} was rejected so far."
        return kit.message(escape(said), [kit.header(title), kit.section(said)])
    pages = -(-len(lines) // PAGE)
    page = min(max(page, 1), pages)
    about = "everything" if view.theme == ALL else view.theme
    standing = f"{about}: {_counts(shown)}"
    if pages > 1:
        standing += f" · page {page} of {pages}"
    blocks = [kit.header(title), kit.context(standing)]
    for each in lines[(page - 1) * PAGE : page * PAGE]:
        blocks += _entry(view, each, themed=view.theme == ALL)
    blocks += [
        kit.actions(f"page:{to}", _turn(words, view.theme, to))
        for words, to in (("Back", page - 1), ("More", page + 1))
        if 1 <= to <= pages
    ]
    blocks.append(kit.actions("taste:themes", _turn("All themes", "", 1)))
    return kit.message(escape(shorten(f"{title}. {standing}", 750)), blocks)


def _counts(themes: Sequence[Theme]) -> str:
    """Such as "7 turned down, 4 with a reason; ideas came back 2 times"."""
    because = sum(len(each.because) for each in themes)
    said = f"{sum(len(each.all) for each in themes)} turned down, "
    said += f"{because} with a reason" if because else "none with a reason"
    again = sum(each.again for each in themes)
    return f"{said}; came back {counted(again, 'time')}" if again else said


def _briefly(view: TasteView, theme: Theme) -> list[Block]:
    """A theme's newest reasons; those without one are counted."""
    lines = [[kit.text(name(theme), bold=True), kit.text(f" · {_counts([theme])}")]]
    lines += [_because(view, each) for each in theme.because[:BRIEFLY]]
    blocks = [kit.rich_text(kit.paragraph(*kit.lines(lines)))]
    buttons = []
    if asked := next((each for each in theme.unsaid if view.may_say_why(each)), None):
        buttons.append(_say_why(asked, f"Say why: {asked.label}"))
    if len(theme.all) > len(theme.because[:BRIEFLY]):
        buttons.append(_turn(f"{name(theme)} ({len(theme.all)})", theme.name, 1))
    return [*blocks, kit.actions(f"taste:{theme.name}", *buttons)] if buttons else blocks


def _entry(view: TasteView, each: Turned, *, themed: bool) -> list[Block]:
    said = _because(view, each) if each.why else _unsaid(view, each)
    if themed:
        said.append(kit.text(f" · {each.theme}", italic=True))
    blocks = [kit.rich_text(kit.paragraph(*said))]
    if view.may_say_why(each):
        blocks.append(kit.actions(f"why:{each.label}", _say_why(each, "Say why")))
    return blocks


def _because(view: TasteView, each: Turned) -> list[Block]:
    """Such as “we shoot without a drone” – director, 3 May · S4 Get an aerial …"""
    why = shorten(one_line(each.why), _WHY)
    return [kit.text(f"“{why}”"), kit.text(f" – {_by(view, each)} · "), *_about(each)]


def _unsaid(view: TasteView, each: Turned) -> list[Block]:
    return [*_about(each), kit.text(f" · no reason given, {_by(view, each)}")]


def _about(each: Turned) -> list[Block]:
    words = shorten(one_line(each.words), _WORDS) or "(no words)"
    label = kit.link(each.link, each.label) if each.link else kit.text(each.label)
    again = f" · came back {counted(each.again, 'time')}" if each.again else ""
    return [label, kit.text(f" {words}{again}")]


def _by(view: TasteView, each: Turned) -> str:
    who = name_of(each.who, view.names)
    if each.at is None:
        return who
    at = each.at.astimezone(ZoneInfo(view.timezone)).date()
    return f"{who}, {day_of_month(at, view.today)}"


def _say_why(each: Turned, words: str) -> Block:
    spoken = f"Say why: {each.label}"
    if each.note is not None:
        return kit.button(words, WHY_OF_NOTE_ACTION, str(each.note), spoken=spoken)
    return kit.button(words, WHY_ACTION, str(each.suggestion), spoken=spoken)


def _turn(words: str, theme: str, page: int) -> Block:
    return kit.button(words, PAGE_ACTION, f"{theme}:{page}")
