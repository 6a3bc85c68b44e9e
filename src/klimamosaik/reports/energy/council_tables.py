"""What a council reads first, as tables: measures with their ranges, buildings by money."""

from collections import Counter
from collections.abc import Sequence

from klimamosaik.reports.energy.tables import ReportTable
from klimamosaik.reports.energy.written_figures import DASH, Pen
from klimamosaik.reports.kernel.figures import EnergyReport, UseSubject
from klimamosaik.reports.kernel.ranking import BY_USE, BuildingRanking, RankedBuilding
from klimamosaik.reports.kernel.register_inputs import DecisionAsked, MeasureResult
from klimamosaik.reports.kernel.sentences import PrintedChange, printed_change, signed
from klimamosaik.reports.kernel.weather import WeatherCorrection
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text, joined


def measures_table(measures: tuple[MeasureResult, ...], pen: Pen) -> ReportTable:
    """One line each: verdict, effect with its range, what it is worth."""
    head = (
        Text("Maßnahme", "Measure"),
        Text("Ergebnis", "Result"),
        Text("Unterschied mit Spanne", "Difference with its range"),
        Text("In Geld", "In money"),
    )
    rows = tuple(
        (
            f"{each.name}\n{pen.say(days_of(each))}",
            pen.say(each.verdict.text),
            difference(each, pen),
            pen.say(each.worth_text or UNTOLD),
        )
        for each in measures
    )
    return ReportTable(pen.each(head), rows)


UNTOLD = Text("nicht zu sagen", "cannot be told")


def counted(measures: Sequence[MeasureResult]) -> Text:
    """How many worked and how many did not: '4 gemessen: 2 gespart, 1 mehr verbraucht …'."""
    counts = Counter(each.verdict for each in measures)
    undecided = counts.pop(Verdict.NOT_DECIDABLE, 0)
    parts = (
        OF_A_KIND.format(n=counts[verdict], word=verdict.text)
        for verdict in Verdict
        if verdict in counts
    )
    measured = COUNTED.format(n=counts.total(), parts=joined(parts))
    said = [measured] if counts else []
    return joined([*said, *([UNDECIDED.format(n=undecided)] if undecided else [])], " ")


COUNTED = Text(
    "{n:Maßnahme ist|Maßnahmen sind} gemessen: {parts}.",
    "{n:measure is|measures are} measured: {parts}.",
)
UNDECIDED = Text(
    "Bei {n:Maßnahme|Maßnahmen} ist noch keine Aussage möglich.",
    "Of {n:measure|measures} nothing can be said yet.",
)
OF_A_KIND = Text("{n} {word}", "{n} {word}")


def days_of(measure: MeasureResult) -> Text:
    """The days its effect was measured over; none where nothing can be said of them."""
    undecided = measure.verdict is Verdict.NOT_DECIDABLE
    if undecided or measure.first_day is None or measure.last_day is None:
        return Text("", "")
    return MEASURED.format(first=measure.first_day, last=measure.last_day)


MEASURED = Text("gemessen {first:short} bis {last:short}", "measured {first:short} to {last:short}")


def difference(measure: MeasureResult, pen: Pen) -> str:
    """The share and the amount, each with its range; a dash where nothing can be said."""
    amount = measure.amount
    lines = [] if measure.share is None else [pen.say(measure.share)]
    if amount is not None:
        lines.append(pen.say(amount.stepped.text(".0n")))
    return "\n".join(lines) or DASH


def ranking_table(report: EnergyReport, ranked: BuildingRanking, pen: Pen) -> ReportTable:
    """The buildings on top: money, their part of it, and what they changed by themselves."""
    first, last = report.years[0], report.years[-1]
    cost = ranked.subject is UseSubject.COST
    unit, divisor = ("€", 1.0) if cost else ("MWh", 1000.0)
    rows = tuple(
        (
            row.building.name,
            pen.amount(row.amount, 0, divisor),
            DASH if row.share is None else f"{pen.number(100 * row.share)} %",
            *(moved_cells(row, pen) if first != last else ()),
        )
        for row in ranked.first
    )
    since = Text("seit {first} [{unit}]", "since {first} [{unit}]").format(first=first, unit=unit)
    head = (
        pen.say(Text("Gebäude", "Building")),
        f"{pen.say(COST if cost else ENERGY)} {last} [{unit}]",
        pen.say(Text("Anteil", "Share")),
        *((pen.say(since), pen.say(by_use(report))) if first != last else ()),
    )
    return ReportTable(head, rows)


COST, ENERGY = Text("Kosten", "Cost"), Text("Energie", "Energy")


def by_use(report: EnergyReport) -> Text:
    """The head of the column that tells use from price and weather."""
    if report.correction.method is WeatherCorrection.NONE:
        return Text("davon Verbrauch mit Witterung", "of which use with weather")
    return Text("davon Verbrauch", "of which use")


def moved_cells(row: RankedBuilding, pen: Pen) -> tuple[str, str]:
    """The change since the first year, and what of it is the building's own use."""
    if row.change is None:
        return DASH, DASH
    shown = printed_change(row.change)
    return signed(shown.amount, pen.language), use_cell(shown, pen)


def use_cell(shown: PrintedChange, pen: Pen) -> str:
    """What of a change is use; a dash where it is not told apart."""
    parts = [amount for cause, amount in shown.parts if cause in BY_USE]
    return signed(sum(parts[1:], parts[0]), pen.language) if parts else DASH


def ranking_sentence(report: EnergyReport, ranked: BuildingRanking, pen: Pen) -> str:
    """Which building rose and which fell most; empty where nothing can be compared."""
    said = [
        form.format(
            name=row.building.name,
            amount=Text(*(signed(shown.amount, each) for each in ("de", "en"))),
            unit=shown.unit,
        )
        for form, row in ((RISEN, ranked.risen), (FALLEN, ranked.fallen))
        if row is not None and row.change is not None
        for shown in [printed_change(row.change)]
    ]
    if said and report.correction.method is not WeatherCorrection.NONE:
        said.append(USE_CORRECTED)
    return " ".join(pen.each(said))


USE_CORRECTED = Text(
    "„Davon Verbrauch“ ist witterungsbereinigt und ohne Preis gerechnet.",
    "“Of which use” is weather-corrected and without the price.",
)


RISEN = Text(
    "Am stärksten gestiegen: {name} ({amount} {unit}).", "Risen most: {name} ({amount} {unit})."
)
FALLEN = Text(
    "Am stärksten gesunken: {name} ({amount} {unit}).", "Fallen most: {name} ({amount} {unit})."
)


def decision_line(asked: DecisionAsked, pen: Pen) -> str:
    """What is to be decided, and by when."""
    if asked.day is None:
        return pen.say(asked.what)
    return pen.say(ON_DAY.format(what=asked.what, day=asked.day))


ON_DAY = Text("{what} am {day}", "{what} on {day}")
