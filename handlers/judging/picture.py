"""What became of drafted lines as bars, as a PNG. Pure: the same figures make the same bytes."""

from collections.abc import Callable, Sequence

from handlers.judging.rules import BUILT_IN, Drafter, Tally, rate
from handlers.reports.picture import WIDTH, Sheet, Word, cut, png_of, shapes, width_of

_MARGIN = 12
_BAR = 14
_ROW = 40
_MOST = 12
"""Rows of a picture; it is looked at on a phone."""

_INK, _GREY, _LINE = "#1f2a37", "#5b6673", "#d9dee4"
# Of the palette by Okabe and Ito, made for eyes that tell colours apart in other ways.
_STATES: tuple[tuple[str, str, str, Callable[[Tally], int]], ...] = (
    ("as drafted", "#0072b2", "#ffffff", lambda each: each.as_drafted),
    ("edited", "#56b4e9", _INK, lambda each: each.edited),
    ("rejected", "#e69f00", _INK, lambda each: each.rejected),
    ("open", "#d5dae0", _INK, lambda each: each.undecided),
    ("folded away", "#6b7580", "#ffffff", lambda each: each.folded),
)


def draw(title: str, subtitle: str, tallies: Sequence[tuple[Drafter, Tally]]) -> bytes:
    """A PNG of the tallies, a bar for each."""
    return png_of(lay_out(title, subtitle, tallies))


def lay_out(title: str, subtitle: str, tallies: Sequence[tuple[Drafter, Tally]]) -> Sheet:
    """Where everything goes: a heading, what the colours mean, a bar for each kind and drafter."""
    sheet, room = Sheet(), WIDTH - 2 * _MARGIN
    sheet.words += [
        Word(cut(shapes(title), 14, room, bold=True), _MARGIN, 18, 14, bold=True),
        Word(cut(shapes(subtitle), 9, room), _MARGIN, 34, 9, _GREY),
    ]
    top = _legend(sheet, 50)
    shown = [each for each in tallies if each[1].lines][:_MOST]
    most = max((tally.lines for _, tally in shown), default=1)
    for drafter, tally in shown:
        _bar(sheet, drafter, tally, most, top)
        top += _ROW
    left = len([each for each in tallies if each[1].lines]) - len(shown)
    if left:
        sheet.words.append(Word(f"and {left} more", _MARGIN, top + 6, 9, _GREY))
        top += 16
    sheet.height = top - _MARGIN / 2 + (_MARGIN if left else 0)
    return sheet


def _legend(sheet: Sheet, top: float) -> float:
    left = float(_MARGIN)
    for name, colour, _, _ in _STATES:
        sheet.boxes.append((left, top - 4, 8, 8, colour))
        sheet.words.append(Word(name, left + 11, top, 8, _GREY))
        left += 11 + width_of(name) * 8 + 9
    return top + 18


def _bar(sheet: Sheet, drafter: Drafter, tally: Tally, most: int, top: float) -> None:
    """A name with what it comes to, over a bar as long as there are lines."""
    yes = "too few to judge" if tally.is_few else f"{rate(tally.accepted, tally.decided)} accepted"
    said = f"{tally.decided} decided: {yes}"
    room = WIDTH - 2 * _MARGIN
    beside = width_of(said) * 8
    # The version stands first: a model's name may be cut.
    name = f"{drafter.kind} {drafter.short_version}".rstrip() + f" · {drafter.model or BUILT_IN}"
    sheet.words += [
        Word(cut(shapes(name), 9, room - beside - 8, bold=True), _MARGIN, top, 9, bold=True),
        Word(said, WIDTH - _MARGIN, top, 8, _GREY, align="right"),
    ]
    left, unit = float(_MARGIN), room / most
    for _, colour, ink, count in _STATES:
        wide = count(tally) * unit
        if not wide:
            continue
        sheet.boxes.append((left, top + 9, wide, _BAR, colour))
        number = str(count(tally))
        if width_of(number) * 8 + 2 <= wide:
            sheet.words.append(
                Word(number, left + wide / 2, top + 9 + _BAR / 2, 8, ink, align="center")
            )
        left += wide
