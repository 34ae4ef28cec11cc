"""The figures of rounds side by side, as a PNG. Pure: the same figures make the same bytes.

Slack shows a picture about 360 pixels wide, so everything is laid out in units of which 360 make
the width; a unit is three pixels of the file, and a font of 9 units is what people call 9 points.
matplotlib is imported when a picture is drawn: a process that draws none doesn't pay for it.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handlers.reports.rules import Points, RoundFigures
from handlers.text import span

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

WIDTH = 360
PIXELS = 3
"""Pixels of the file to a unit."""

_GUTTER = 104
_MARGIN = 12
_ROW = 15
_BARS = 92
_MOST_TOPICS = 7
_NARROW = 40
"""A column of fewer units has no room for bars and for units of measure in full."""

_INK, _GREY, _LINE, _NEWEST = "#1f2a37", "#5b6673", "#d9dee4", "#f1f4f8"
_BAR, _SHADE = "#8fbfe0", (0x56, 0xB4, 0xE9)

# Of the palette by Okabe and Ito, made for eyes that tell colours apart in other ways.
_STATES: tuple[tuple[str, str, str, Callable[[RoundFigures], int]], ...] = (
    ("accepted", "#0072b2", "#ffffff", lambda each: each.accepted),
    ("rejected", "#e69f00", _INK, lambda each: each.rejected),
    ("merged", "#6b7580", "#ffffff", lambda each: each.merged),
    ("not decided", "#d5dae0", _INK, lambda each: each.undecided + each.folded + each.moved_on),
)


def draw(title: str, subtitle: str, rounds: Sequence[RoundFigures]) -> bytes:
    """A PNG of one to fifteen rounds, oldest first; the newest stands out."""
    return png_of(lay_out(title, subtitle, rounds))


def png_of(sheet: Sheet) -> bytes:
    """A sheet as a PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 72, sheet.height / 72), dpi=72 * PIXELS, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    sheet.draw_on(axes)
    file = io.BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    figure.clear()  # its parts refer to each other, and would stay for a while
    return file.getvalue()


@dataclass(frozen=True)
class Word:
    """Words at a place: `x`, `y` in units from the top left; `room` is how wide they may be."""

    words: str
    x: float
    y: float
    size: float = 9
    colour: str = _INK
    bold: bool = False
    align: str = "left"
    room: float = WIDTH
    upright: bool = False


@dataclass
class Sheet:
    """What is drawn: rectangles (x, y, width, height, colour) below words."""

    height: float = 0
    boxes: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    def draw_on(self, axes: Axes) -> list[Text]:
        """Draw everything on axes that fill their figure; the texts that it made."""
        from matplotlib.patches import Rectangle

        axes.set_xlim(0, WIDTH)
        axes.set_ylim(self.height, 0)
        axes.set_axis_off()
        for x, y, width, height, colour in self.boxes:
            axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, linewidth=0))
        return [_write(axes, each) for each in self.words]


def _write(axes: Axes, word: Word) -> Text:
    return axes.text(
        word.x, word.y, word.words, color=word.colour, size=fitting(word),
        fontproperties=_font(word.bold, fitting(word)), ha=word.align,
        va="center_baseline" if not word.upright else "center",
        rotation=90 if word.upright else 0, parse_math=False,
    )  # fmt: skip


def fitting(word: Word) -> float:
    """The font size, in units, at which the words keep to their room."""
    wide = width_of(word.words, bold=word.bold) * word.size
    return word.size if wide <= word.room else max(word.room / wide * word.size, 4)


def width_of(words: str, *, bold: bool = False) -> float:
    """How wide words are, for a font size of 1."""
    return sum(_advance(char, bold) for char in words)


@lru_cache(maxsize=2000)
def _advance(char: str, bold: bool) -> float:
    from matplotlib.font_manager import get_font

    font = get_font(_font_file(bold=bold))
    font.set_size(100, 72)
    return font.load_char(ord(char)).linearHoriAdvance / 65536 / 100


@lru_cache(maxsize=200)
def _font(bold: bool, size: float) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=_font_file(bold=bold), size=size)


def _font_file(*, bold: bool) -> str:
    """The font that comes with matplotlib, whatever else this machine has."""
    import matplotlib

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return str(Path(matplotlib.get_data_path(), "fonts", "ttf", name))


@cache
def _drawable() -> frozenset[int]:
    """The characters that the font has a shape for."""
    from matplotlib.font_manager import get_font

    return frozenset(get_font(_font_file(bold=False)).get_charmap())


def shapes(words: str) -> str:
    """`words` without what the font can't draw, such as emoji: it would be an empty box."""
    return " ".join("".join(char for char in words if ord(char) in _drawable()).split())


def cut(words: str, size: float, room: float, *, bold: bool = False) -> str:
    """`words`, ended with an ellipsis where they would be wider than their room."""
    if width_of(words, bold=bold) * size <= room:
        return words
    room -= width_of("…", bold=bold) * size
    ends = accumulate(_advance(char, bold) * size for char in words)
    return words[: sum(end <= room for end in ends)].rstrip() + "…"


def lay_out(title: str, subtitle: str, rounds: Sequence[RoundFigures]) -> Sheet:
    """Where everything goes: a heading, a bar for each round, rows of figures below."""
    sheet, columns = Sheet(), Columns(len(rounds))
    room = WIDTH - 2 * _MARGIN
    sheet.words += [
        Word(cut(shapes(title), 14, room, bold=True), _MARGIN, 18, 14, bold=True),
        Word(cut(shapes(subtitle), 9, room), _MARGIN, 34, 9, _GREY),
    ]
    top = _versions(sheet, columns, rounds, 46)
    bottom = _bars(sheet, columns, rounds, top)
    tables = [table for table in _tables(rounds, columns.narrow) if table[1]]
    for heading, rows in tables:
        bottom = _heading(sheet, heading, bottom)
        for row in rows:
            _row(sheet, columns, row, bottom)
            bottom += _ROW
    sheet.height = bottom + _MARGIN
    if len(rounds) > 1:
        left = columns.left(len(rounds) - 1)
        band = (left, 44, columns.width, sheet.height - 44 - _MARGIN / 2, _NEWEST)
        sheet.boxes.insert(0, band)
    return sheet


@dataclass(frozen=True)
class Columns:
    """A column for each round, right of the names of the rows."""

    count: int

    @property
    def width(self) -> float:
        return (WIDTH - _GUTTER - _MARGIN) / self.count

    @property
    def narrow(self) -> bool:
        return self.width < _NARROW

    def left(self, index: int) -> float:
        return _GUTTER + self.width * index

    def middle(self, index: int) -> float:
        return self.left(index) + self.width / 2

    def word(self, index: int, words: str, y: float, size: float, **looks: Any) -> Word:
        """Words in a column: in the middle of a narrow one, at the left of a wide one."""
        room = self.width - 2 if self.narrow else self.width - 6
        if self.narrow:
            return Word(words, self.middle(index), y, size, align="center", room=room, **looks)
        return Word(words, self.left(index) + 4, y, size, room=room, **looks)


@dataclass(frozen=True)
class Row:
    """A name, a text for each round, and, where there are bars, the numbers behind them."""

    name: str
    texts: Sequence[str]
    numbers: Sequence[int] = ()
    most: int = 0


def _versions(sheet: Sheet, columns: Columns, rounds: Sequence[RoundFigures], top: float) -> float:
    """The names of the columns; they stand upright where they are wider than their columns."""
    longest = max(width_of(each.version, bold=True) * 9 for each in rounds)
    upright = longest > columns.width - 2
    height = longest + 4 if upright else _ROW
    for index, each in enumerate(rounds):
        newest = index == len(rounds) - 1
        colour = _INK if newest else _GREY
        word = columns.word(index, each.version, top + height / 2, 9, colour=colour, bold=newest)
        if upright:
            word = replace(word, x=columns.middle(index), align="center", room=WIDTH, upright=True)
        sheet.words.append(word)
    return top + height


def _bars(sheet: Sheet, columns: Columns, rounds: Sequence[RoundFigures], top: float) -> float:
    """What became of the notes: a bar for each round, its parts named at the left."""
    most = max([each.notes for each in rounds] + [1])
    base = top + 14 + _BARS
    for index, each in enumerate(rounds):
        _one_bar(sheet, columns, index, each, base, _BARS / most)
    sheet.boxes.append((_GUTTER, base, WIDTH - _GUTTER - _MARGIN, 0.8, _LINE))
    sheet.words.append(Word("Notes", _MARGIN, top + 10, 9, bold=True))
    for place, (name, colour, _, _) in enumerate(reversed(_STATES)):
        y = base - _ROW * (len(_STATES) - place) + _ROW / 2
        sheet.boxes.append((_MARGIN, y - 4, 8, 8, colour))
        sheet.words.append(Word(name, _MARGIN + 12, y, 8.5, _INK))
    return base + 6


def _one_bar(
    sheet: Sheet, columns: Columns, index: int, each: RoundFigures, base: float, unit: float
) -> None:
    """A round's bar, `unit` high for each note, with its total above."""
    wide = columns.width * 0.72 if columns.narrow else min(columns.width - 12, 56)
    x = columns.middle(index) - wide / 2 if columns.narrow else columns.left(index) + 4
    y = base
    for _, colour, ink, count in _STATES:
        height = unit * count(each)
        sheet.boxes.append((x, y - height, wide, max(height - 0.6, 0), colour))
        if height >= 8:
            place = (x + wide / 2, y - height / 2, min(8.5, height * 0.85))
            sheet.words.append(
                Word(str(count(each)), *place, colour=ink, align="center", room=wide - 1)
            )
        y -= height
    total = Word(str(each.notes), x + wide / 2, y - 7, 9, bold=True, align="center")
    sheet.words.append(replace(total, room=columns.width - 1))


def _heading(sheet: Sheet, words: str, top: float) -> float:
    if not words:
        return top
    sheet.words.append(Word(words, _MARGIN, top + 11, 9, bold=True))
    return top + 19


def _row(sheet: Sheet, columns: Columns, row: Row, top: float) -> None:
    middle = top + _ROW / 2
    room = _GUTTER - _MARGIN - 4
    sheet.words.append(Word(row.name, _MARGIN, middle, 8.5, room=room))
    for index, text in enumerate(row.texts):
        number = row.numbers[index] if row.numbers else 0
        if not row.numbers or columns.narrow:
            _cell(sheet, columns, index, text, top, number / row.most if row.most else 0)
        else:
            _bar(sheet, columns, index, text, top, number / row.most if row.most else 0)


def _cell(sheet: Sheet, columns: Columns, index: int, text: str, top: float, share: float) -> None:
    """A figure in the middle of its column, shaded the more of them there are."""
    if share:
        shade = "#" + "".join(f"{round(255 - (255 - part) * share * 0.8):02x}" for part in _SHADE)
        inset = min(columns.width * 0.06, 2)
        box = (columns.left(index) + inset, top + 0.75, columns.width - 2 * inset, _ROW - 1.5)
        sheet.boxes.append((*box, shade))
    colour = _GREY if text in ("0", "–") else _INK
    sheet.words.append(columns.word(index, text, top + _ROW / 2, 8.5, colour=colour))


def _bar(sheet: Sheet, columns: Columns, index: int, text: str, top: float, share: float) -> None:
    """A bar that begins at the left of its column, its figure at its end."""
    left, room = columns.left(index) + 4, columns.width - 24
    if share:
        sheet.boxes.append((left, top + 3, room * share, _ROW - 6, _BAR))
    colour = _INK if share else _GREY
    end = left + room * share + (3 if share else 0)
    sheet.words.append(Word(text, end, top + _ROW / 2, 8.5, colour, room=16))


def _tables(rounds: Sequence[RoundFigures], narrow: bool) -> list[tuple[str, list[Row]]]:
    """The rows of figures, under their headings."""
    return [
        ("", _achieved(rounds, narrow)),
        ("By kind", _counted([each.kinds for each in rounds])),
        ("By topic", _counted([each.topics for each in rounds], _MOST_TOPICS)),
    ]


def _achieved(rounds: Sequence[RoundFigures], narrow: bool) -> list[Row]:
    rows: list[tuple[str, Callable[[RoundFigures], str]]] = [
        ("time to decide", lambda each: time_words(each.deciding, narrow)),
        ("conflicts", lambda each: str(each.conflicts)),
        ("late", lambda each: str(each.late)),
        ("came back", lambda each: str(each.came_back)),
        ("carried over", lambda each: str(each.carried)),
        ("nothing missing", lambda each: points_words(each.points, narrow)),
    ]
    return [Row(name, [says(each) for each in rounds]) for name, says in rows]


def points_words(points: Points, narrow: bool) -> str:
    """Such as "5 of 9"; in a narrow column "5"."""
    if not points.items:
        return "–"
    return str(points.kept) if narrow else f"{points.kept} of {points.items}"


def time_words(time: timedelta | None, narrow: bool) -> str:
    """Such as "2 h 10 min"; in a narrow column "2h"."""
    if time is None:
        return "–"
    if not narrow:
        return span(time.total_seconds()).replace("under a minute", "< 1 min")
    minutes = time.total_seconds() / 60
    if round(minutes) < 60:
        return f"{round(minutes)}m"
    return f"{round(minutes / 60)}h" if minutes < 36 * 60 else f"{round(minutes / 60 / 24)}d"


def _counted(rounds: Sequence[Sequence[tuple[str, int]]], most_rows: int = 99) -> list[Row]:
    """A row for each word that occurs, most first; the rarest share the last row."""
    totals: Counter[str] = Counter()
    for pairs in rounds:
        totals.update(dict(pairs))
    names = [name for name, _ in totals.most_common()]
    shown = names if len(names) <= most_rows else names[: most_rows - 1]
    rest = names[len(shown) :]
    values = [dict(pairs) for pairs in rounds]
    table = {_said(name): [each.get(name, 0) for each in values] for name in shown}
    if rest:
        table["the rest"] = [sum(each.get(name, 0) for name in rest) for each in values]
    most = max((number for row in table.values() for number in row), default=0)
    return [Row(name, [str(n) for n in row], row, most) for name, row in table.items()]


def _said(name: str) -> str:
    return "approval said" if name == "approval statement" else name


def texts_of(sheet: Sheet) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The words of a sheet with the box (left, bottom, right, top), in pixels from the bottom left,
    that each takes up once drawn."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 72, sheet.height / 72), dpi=72 * PIXELS)
    canvas = FigureCanvasAgg(figure)
    written = sheet.draw_on(figure.add_axes((0, 0, 1, 1)))
    canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib has no type there
    return [(text.get_text(), text.get_window_extent().extents) for text in written]
