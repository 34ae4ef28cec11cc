"""What a benchmark found: rows for people as a table, for programs as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

Cell = str | float | int
Row = Mapping[str, Cell]


@dataclass(frozen=True)
class Report:
    """The figures of one benchmark. Rows have the same keys, which say their unit."""

    name: str
    compares: str
    rows: Sequence[Row]
    remarks: Sequence[str] = ()

    def as_data(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return asdict(self)

    def as_table(self) -> RenderableType:
        """As a person reads it."""
        table = Table(title=f"{self.name}: {self.compares}", title_justify="left")
        names = list(self.rows[0])
        for name in names:
            numeric = not isinstance(self.rows[0][name], str)
            table.add_column(name.replace("_", " "), justify="right" if numeric else "left")
        for row in self.rows:
            table.add_row(*(_shown(row[name]) for name in names))
        return Group(table, *(Text(f"· {remark}") for remark in self.remarks), Text())


def _shown(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:,.0f}" if cell >= 100 else f"{cell:.3g}"
    return f"{cell:,}" if isinstance(cell, int) else cell
