"""The pictures of the report, for paper and pages alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from klimamosaik.drawing.building_figures import BesideFigure, beside_chart
from klimamosaik.drawing.building_row import BuildingMark, row_chart
from klimamosaik.drawing.building_stones import BuildingStone, stones_chart
from klimamosaik.drawing.chart import Chart
from klimamosaik.drawing.steps import StepBar, steps_chart
from klimamosaik.drawing.words_apart import PlacedWords, size_of, words_apart
from klimamosaik.drawing.year_panels import BarRow, Panel, panels_chart
from klimamosaik.reports.energy.written_figures import Pen
from klimamosaik.reports.kernel.benchmark import own_past
from klimamosaik.reports.kernel.figures import (
    AREA_FIGURES,
    AreaFigure,
    BuildingReport,
    EnergyReport,
    UseChange,
    YearFigures,
    per,
)
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.kernel.sentences import printed_change
from klimamosaik.terms.text import Language, Text

SHOWN = 60  # rows of the chart of buildings that fit a page


@dataclass(frozen=True)
class Picture:
    """A chart by the name of its file."""

    file: str
    alt: str


@dataclass(frozen=True)
class WordedPicture(Picture):
    """A chart whose words are not in its file."""

    size: tuple[float, float]  # [px]
    words: Sequence[PlacedWords]


@dataclass
class Folder:
    """The pictures drawn so far, by file name."""

    files: dict[str, bytes] = field(default_factory=dict)

    def keep(self, name: str, chart: Chart) -> Picture:
        """Put a chart into the folder."""
        return self._kept(name, chart.svg, chart.alt)

    def keep_apart(self, name: str, chart: Chart) -> WordedPicture:
        """Put a chart into the folder, its words beside it: the page sets them much faster."""
        drawing, words = words_apart(chart.svg)
        kept = self._kept(name, drawing, chart.alt)
        return WordedPicture(kept.file, kept.alt, size_of(drawing), words)

    def _kept(self, name: str, svg: str, alt: str) -> Picture:
        file = f"{name}.svg"
        self.files[file] = svg.encode()
        return Picture(file, alt)


def wall(report: EnergyReport, language: Language) -> Chart:
    """All buildings as stones, by the energy of the last year."""
    stones = [
        BuildingStone(
            building.name,
            building.years[-1].use[Medium.HEAT].value,
            building.years[-1].use[Medium.ELECTRICITY].value,
        )
        for building in report.buildings
    ]
    return stones_chart(stones, report.years[-1], language)


def heat_series(years: Sequence[YearFigures], *, corrected: bool) -> tuple[BarRow, ...]:
    """Heat as measured and, where it could be, weather-corrected beside it."""
    raw = [figures.use[Medium.HEAT] for figures in years]
    if not corrected:
        return (BarRow("plain heat", raw),)
    return BarRow("heat", raw), BarRow("corrected", [f.heat_corrected for f in years])


def totals_chart(report: EnergyReport, language: Language, *, phone: bool = False) -> Chart:
    """All buildings: heat, electricity, cost, CO2."""
    years = [total.figures for total in report.totals]
    return years_chart(report, years, language, phone=phone)


def building_chart(
    report: EnergyReport, building: BuildingReport, language: Language, *, phone: bool = False
) -> Chart:
    """One building: heat, electricity, cost, CO2."""
    return years_chart(report, building.years, language, phone=phone)


def beside_picture(report: EnergyReport, building: BuildingReport, pen: Pen) -> Chart | None:
    """One building per m² beside its past and its like; None where nothing of it is known."""
    figures = []
    for subject in AREA_FIGURES:
        before, now = own_past(building, subject)
        beside = building.beside(subject)
        if now is None and before is None:
            continue
        named = AREA_NAME.format(name=subject.text, unit=subject.unit)
        name = pen.say(named)
        figures.append(
            BesideFigure(
                name[:1].upper() + name[1:],
                subject.digits,
                before,
                now,
                beside.like if beside else None,
            )
        )
    span = (report.years[0], report.years[-1])
    return beside_chart(figures, span, pen.language, width=PHONE) if figures else None


AREA_NAME = Text("{name} [{unit}]", "{name} [{unit}]")
WIDE, PHONE, PAPER = 500, 350, 400  # [px]
STEPS = 330  # [px] on a page: letters as large as a phone needs them


def years_chart(
    report: EnergyReport, years: Sequence[YearFigures], language: Language, *, phone: bool
) -> Chart:
    """Heat, electricity, cost and CO2 of years side by side; on a phone two in a row."""
    corrected = bool(report.correction.factors)
    heat = heat_series(years, corrected=corrected)
    panels = [
        sized(HEAT_CORRECTED if corrected else HEAT, heat, ENERGY_UNITS),
        sized(
            Text("Strom", "Electricity"),
            (BarRow("electricity", [f.use[Medium.ELECTRICITY] for f in years]),),
            ENERGY_UNITS,
        ),
        sized(
            Text("Kosten", "Cost"), (BarRow("cost", [f.energy_cost for f in years]),), MONEY_UNITS
        ),
        sized(Text("CO₂", "CO₂"), (BarRow("co2", [f.energy_co2 for f in years]),), MASS_UNITS),
    ]
    known = [p for p in panels if any(a.value is not None for s in p.series for a in s.amounts)]
    return panels_chart(
        known or panels, report.years, language, width=PHONE if phone else WIDE, stacked=phone
    )


HEAT = Text("Wärme", "Heat")
HEAT_CORRECTED = Text("Wärme: nicht bereinigt, bereinigt", "Heat: not corrected, corrected")
# From the largest on: unit, divisor; the first whose numbers reach one hundred is used.
ENERGY_UNITS = (("GWh", 1e6), ("MWh", 1e3), ("kWh", 1.0))
MONEY_UNITS = (("Mio. €", 1e6), ("Tsd. €", 1e3), ("€", 1.0))
MASS_UNITS = (("t", 1.0),)


def sized(title: Text, series: Sequence[BarRow], units: Sequence[tuple[str, float]]) -> Panel:
    """A panel in the unit in which its largest number has up to four digits."""
    values = [abs(a.value) for s in series for a in s.amounts if a.value is not None]
    largest = max(values, default=0.0)
    unit, divisor = next((u for u in units if largest / u[1] >= 10), units[-1])
    digits = 0 if largest / divisor >= 100 else 1
    if unit == "€" or largest == 0:
        digits = 0
    return Panel(title, unit, digits, series, divisor)


def change_chart(change: UseChange, pen: Pen, *, width: float = PAPER) -> Chart:
    """A change from year to year in steps, one per cause."""
    shown = printed_change(change)
    steps = [StepBar(pen.say(cause.text), amount) for cause, amount in shown.parts]
    return steps_chart(
        str(change.first),
        shown.before,
        steps,
        str(change.second),
        pen.say(shown.unit),
        pen.language,
        width=width,
    )


def buildings_chart(report: EnergyReport, language: Language) -> Chart | None:
    """The buildings in a row, those of a kind together, the most demanding first."""
    places = [place for b in report.buildings if (place := place_of(report, b)) is not None]
    if not places:
        return None
    places.sort(key=lambda p: (p.kind, -(p.heat or 0), p.name))
    return row_chart(places[:SHOWN], language, width=350)


def place_of(report: EnergyReport, building: BuildingReport) -> BuildingMark | None:
    """A building's last year per m², None where nothing of it is known."""
    last, area = building.years[-1], building.area
    heat = last.heat_corrected if report.correction.factors else last.use[Medium.HEAT]
    beside = building.beside(AreaFigure.HEAT)
    place = BuildingMark(
        building.name,
        building.kind,
        per(heat, area),
        per(last.use[Medium.ELECTRICITY], area),
        beside.like.mean if beside and beside.year == last.year else None,
    )
    return None if place.heat is None and place.electricity is None else place
