"""What the sheets of the workbook share: cells, the line on top, headings."""

from collections.abc import Callable

from klimamosaik.reports.energy.tables import YearlyQuantity
from klimamosaik.reports.energy.written_figures import UNKNOWN, Pen, invented
from klimamosaik.reports.kernel.figures import EnergyReport, YearFigures
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text

Cell = str | float | int | None
Made = tuple[str, tuple[str, ...], tuple[tuple[Cell, ...], ...]]  # a line on top, heads, rows
Maker = Callable[[EnergyReport, Pen], Made]


def top(report: EnergyReport, pen: Pen, more: str = "") -> str:
    """The line on top of each sheet: whose report, and that it is invented where it is."""
    years = f"{report.years[0]}–{report.years[-1]}"
    base = f"{report.given.town.name} · {years}{invented(report, pen)}"
    return f"{base} · {more}" if more else base


BUILDING = Text("Gebäude", "Building")
YEAR = Text("Jahr", "Year")
TOTAL = Text("Alle Gebäude", "All buildings")
COVERED = Text("erfasst [%]", "recorded [%]")
KNOWN_BY = Text("Herkunft", "how known")


def three_cells(quantity: YearlyQuantity, figures: YearFigures, pen: Pen) -> tuple[Cell, ...]:
    """A year's amount, the share recorded, and how it is known."""
    amount = quantity.pick(figures)
    quality = quantity.known_by(figures) if amount.value is not None else Quality.UNKNOWN
    return *both_cells(amount, pen), pen.say(quality.text)


def both_cells(amount: Amount, pen: Pen) -> tuple[Cell, Cell]:
    """The value, or a word for it, and the share recorded in per cent."""
    if amount.value is None:
        return pen.say(amount.why.text if amount.why else UNKNOWN), None
    return amount.value, round(100 * amount.covered, 1)
