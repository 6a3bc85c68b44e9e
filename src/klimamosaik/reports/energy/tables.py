"""The tables of the report, in words, for paper and pages alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from klimamosaik.reports.energy.written_figures import DASH, Pen
from klimamosaik.reports.kernel.figures import (
    EnergyReport,
    Gap,
    UseCause,
    UseSubject,
    YearFigures,
)
from klimamosaik.reports.kernel.inputs import ENERGY, Aside, FactorGiven, Headcount, Medium
from klimamosaik.reports.kernel.sentences import largest_changes, printed_change, signed
from klimamosaik.reports.kernel.shapley import rounded
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text

Pick = Callable[[YearFigures], Amount]
KnownBy = Callable[[YearFigures], Quality]


@dataclass(frozen=True)
class ReportTable:
    """A table as people read it: the first column names its row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    @property
    def few(self) -> bool:
        """True where all columns fit a phone."""
        return len(self.head) <= 4

    @property
    def lacks(self) -> bool:
        """True where a cell says that something is not known."""
        return any(cell.split("\n")[0] == DASH for row in self.rows for cell in row)


@dataclass(frozen=True)
class YearlyQuantity:
    """One line of yearly figures."""

    name: Text
    unit: str
    pick: Pick
    known_by: KnownBy  # how the amount came to be
    digits: int = 0


def use_of(medium: Medium) -> Pick:
    """The use of a medium."""
    return lambda figures: figures.use[medium]


def cost_of(medium: Medium) -> Pick:
    """The cost of a medium."""
    return lambda figures: figures.cost[medium]


def co2_of(medium: Medium) -> Pick:
    """The CO2 of a medium."""
    return lambda figures: figures.co2[medium]


def read(*media: Medium) -> KnownBy:
    """How the use of some media is known."""
    return lambda figures: figures.known_by(media).quality


def corrected(*media: Medium) -> KnownBy:
    """How their use at other weather is known."""
    return lambda figures: figures.known_by(media).worked_out


def emitted(*media: Medium) -> KnownBy:
    """How their CO2 is known."""
    return lambda figures: figures.known_by(media).emitted


def paid(*media: Medium) -> KnownBy:
    """How their cost is known."""
    return lambda figures: figures.known_by(media).cost


HEAT = YearlyQuantity(
    Text("Wärme, nicht bereinigt", "Heat, not corrected"),
    "kWh",
    use_of(Medium.HEAT),
    read(Medium.HEAT),
)
CORRECTED = YearlyQuantity(
    Text("Wärme, witterungsbereinigt", "Heat, weather-corrected"),
    "kWh",
    lambda figures: figures.heat_corrected,
    corrected(Medium.HEAT),
)
REGRESSION = YearlyQuantity(
    Text("Wärme, Normaljahr aus Regression", "Heat, normal year by regression"),
    "kWh",
    lambda figures: figures.heat_regression,
    corrected(Medium.HEAT),
)
ELECTRICITY = YearlyQuantity(
    Text("Strom", "Electricity"), "kWh", use_of(Medium.ELECTRICITY), read(Medium.ELECTRICITY)
)
WATER = YearlyQuantity(Text("Wasser", "Water"), "m³", use_of(Medium.WATER), read(Medium.WATER))
COST = YearlyQuantity(
    Text("Kosten Strom und Wärme", "Cost of electricity and heat"),
    "€",
    lambda f: f.energy_cost,
    paid(*ENERGY),
)
CO2 = YearlyQuantity(
    Text("CO₂ Strom und Wärme", "CO₂ of electricity and heat"),
    "t",
    lambda f: f.energy_co2,
    emitted(*ENERGY),
    digits=1,
)
BY_MEDIUM = (
    YearlyQuantity(
        Text("Kosten Strom", "Cost of electricity"),
        "€",
        cost_of(Medium.ELECTRICITY),
        paid(Medium.ELECTRICITY),
    ),
    YearlyQuantity(
        Text("Kosten Wärme", "Cost of heat"), "€", cost_of(Medium.HEAT), paid(Medium.HEAT)
    ),
    YearlyQuantity(
        Text("Kosten Wasser", "Cost of water"), "€", cost_of(Medium.WATER), paid(Medium.WATER)
    ),
    YearlyQuantity(
        Text("CO₂ Strom", "CO₂ of electricity"),
        "t",
        co2_of(Medium.ELECTRICITY),
        emitted(Medium.ELECTRICITY),
        digits=1,
    ),
    YearlyQuantity(
        Text("CO₂ Wärme", "CO₂ of heat"), "t", co2_of(Medium.HEAT), emitted(Medium.HEAT), digits=1
    ),
)
MEGA = 1000.0


def quantities(report: EnergyReport) -> tuple[YearlyQuantity, ...]:
    """The lines of yearly figures, those of weather correction only where there is one."""
    found = [HEAT]
    if report.correction.factors:
        found.append(CORRECTED)
    if report.has_regression:
        found.append(REGRESSION)
    return (*found, ELECTRICITY, WATER, COST, CO2)


def totals_table(report: EnergyReport, pen: Pen) -> ReportTable:
    """All buildings together, year by year, in total and per head.

    A line of which no year is known is left out; kernel.missing_data says why.
    """
    rows = []
    for quantity in quantities(report):
        if all(quantity.pick(t.figures).value is None for t in report.totals):
            continue
        energy = quantity.unit == "kWh"
        divisor, unit = (MEGA, "MWh") if energy else (1.0, quantity.unit)
        cells = [pen.amount(quantity.pick(t.figures), 0, divisor) for t in report.totals]
        rows.append((f"{pen.say(quantity.name)} [{unit}]", *cells))
    rows += per_head_rows(report, pen)
    years = tuple(str(year) for year in report.years)
    return ReportTable((pen.say(Text("Alle Gebäude", "All buildings")), *years), tuple(rows))


def per_head_rows(report: EnergyReport, pen: Pen) -> list[tuple[str, ...]]:
    """Cost, CO2, energy and water per head, and the population used."""
    if not any(total.people for total in report.totals):
        return []
    lines: tuple[tuple[Text, Pick, float, int], ...] = (
        (Text("Kosten je Einwohner [€]", "Cost per head [€]"), COST.pick, 1.0, 2),
        (Text("CO₂ je Einwohner [kg]", "CO₂ per head [kg]"), CO2.pick, 0.001, 1),
        (
            Text("Energie je Einwohner [kWh]", "Energy per head [kWh]"),
            lambda f: f.energy,
            1.0,
            0,
        ),
        (Text("Wasser je Einwohner [m³]", "Water per head [m³]"), WATER.pick, 1.0, 2),
    )
    rows = []
    for name, pick, divisor, digits in lines:
        if all(pick(t.figures).value is None for t in report.totals):
            continue
        cells = []
        for total in report.totals:
            people, amount = total.people, pick(total.figures)
            known = people is not None and people.inhabitants > 0
            cells.append(
                pen.amount(amount, digits, divisor * people.inhabitants)
                if known and people
                else pen.number(None)
            )
        rows.append((pen.say(name), *cells))
    counts = tuple(people_cell(total.people, total.figures.year, pen) for total in report.totals)
    rows.append((pen.say(Text("Einwohnerzahl", "Population")), *counts))
    return rows


def people_cell(people: Headcount | None, year: int, pen: Pen) -> str:
    """The population used, with its year where it is another."""
    if people is None:
        return pen.number(None)
    written = pen.number(people.inhabitants)
    return written if people.year == year else f"{written} ({people.year})"


def medium_table(report: EnergyReport, pen: Pen) -> ReportTable:
    """Cost and CO2 by electricity, heat and water."""
    rows = tuple(
        (
            f"{pen.say(quantity.name)} [{quantity.unit}]",
            *(pen.amount(quantity.pick(t.figures), quantity.digits) for t in report.totals),
        )
        for quantity in BY_MEDIUM
        if any(quantity.pick(t.figures).value is not None for t in report.totals)
    )
    years = tuple(str(year) for year in report.years)
    return ReportTable((pen.say(Text("Alle Gebäude", "All buildings")), *years), rows)


def percent_cell(percent: float, pen: Pen) -> str:
    """A change in per cent with its sign."""
    return f"{signed(rounded(percent, 0), pen.language)} %"


def changes_table(report: EnergyReport, subject: UseSubject, pen: Pen) -> ReportTable:
    """The largest changes from the first to the last year, each with its parts."""
    first, last = report.years[0], report.years[-1]
    shown = [(b, printed_change(change)) for b, change in largest_changes(report, subject)]
    causes = [c for c in UseCause if any(c in dict(change.parts) for _, change in shown)]
    rows = tuple(
        (
            building.name,
            pen.number(float(change.before), change.digits),
            pen.number(float(change.after), change.digits),
            signed(change.amount, pen.language),
            *(
                signed(dict(change.parts)[cause], pen.language)
                if cause in dict(change.parts)
                else "0"
                for cause in causes
            ),
        )
        for building, change in shown
    )
    unit = pen.say(shown[0][1].unit) if shown else ""
    head = (
        pen.say(Text("Gebäude", "Building")),
        f"{first} [{unit}]",
        f"{last} [{unit}]",
        pen.say(Text("Änderung", "Change")),
        *(pen.say(cause.text) for cause in causes),
    )
    return ReportTable(head, rows)


def aside_table(report: EnergyReport, aside: Sequence[Aside], pen: Pen) -> ReportTable:
    """What the meters counted that are in no sum, year by year."""
    rows = tuple(
        (
            f"{one.name}: {pen.say(one.direction.text)} [{one.unit}]",
            *(pen.amount(amount) for amount in one.years),
        )
        for one in aside
    )
    return ReportTable((pen.say(METER), *(str(year) for year in report.years)), rows)


METER = Text("Zähler", "Meter")


def gaps_table(pen: Pen, gaps: Iterable[Gap]) -> ReportTable:
    """What is missing: one line per building, carrier and kind of value, years drawn together."""
    lines: dict[tuple[str, str, str], list[str]] = {}
    for gap in gaps:
        key = (gap.building, pen.say(gap.carrier.text), pen.say(gap.what))
        lines.setdefault(key, []).append(f"{gap.year}: {pen.months(gap.months)}")
    head = (
        Text("Gebäude", "Building"),
        Text("Energieart", "Carrier"),
        Text("Was fehlt", "Missing"),
        Text("Wann", "When"),
    )
    rows = tuple((*key, "; ".join(found)) for key, found in lines.items())
    return ReportTable(pen.each(head), rows)


def factors_table(report: EnergyReport, pen: Pen) -> ReportTable:
    """The emission factors used, with their status and source; equal years on one line."""
    head = (
        Text("Energieart", "Carrier"),
        Text("Jahr", "Year"),
        Text("Faktor", "Factor"),
        Text("Stand", "Status"),
        Text("Quelle", "Source"),
    )
    lines: dict[tuple[str, ...], list[str]] = {}
    for factor in sorted(report.factors, key=lambda f: (f.carrier, f.year)):
        digits = 0 if factor.grams == round(factor.grams) else 2
        key = (
            pen.say(factor.carrier.text),
            f"{pen.number(factor.grams, digits)} {factor.unit}",
            pen.say(factor.status_text),
            pen.say(factor.source),
        )
        lines.setdefault(key, []).append(pen.say(year_of_factor(factor)))
    rows = tuple((carrier, ", ".join(years), *rest) for (carrier, *rest), years in lines.items())
    return ReportTable(pen.each(head), rows)


def year_of_factor(factor: FactorGiven) -> Text:
    """The year, and the one its value was published for where that is another."""
    form = YEAR if factor.year == factor.stands_for else VALUE_OF
    return form.format(year=factor.year, stands_for=factor.stands_for)


YEAR = Text("{year}", "{year}")
VALUE_OF = Text("{year} (Wert für {stands_for})", "{year} (value of {stands_for})")
