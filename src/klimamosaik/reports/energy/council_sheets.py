"""The sheets of the workbook a council asks for: buildings by money, measures, decisions."""

from datetime import date

from klimamosaik.reports.energy.sheet_parts import Cell, Made, Maker, top
from klimamosaik.reports.energy.written_figures import UNKNOWN, Pen
from klimamosaik.reports.kernel.council import council_sentences
from klimamosaik.reports.kernel.figures import EnergyReport, UseSubject
from klimamosaik.reports.kernel.ranking import BY_USE, RankedBuilding, ranking
from klimamosaik.reports.kernel.register_inputs import CouncilPart, MeasureResult
from klimamosaik.reports.kernel.sentences import headline
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text


def council_sheets(report: EnergyReport) -> list[tuple[Text, Maker]]:
    """The sheets with their names; measures only where they are told."""
    found: list[tuple[Text, Maker]] = [(Text("Rangfolge", "Ranking"), ranked)]
    if report.given.council is not None:
        found.append((Text("Maßnahmen", "Measures"), measures))
        found.append((Text("Zu entscheiden", "To be decided"), decisions))
    return found


def ranked(report: EnergyReport, pen: Pen) -> Made:
    """All buildings by cost, else by energy, with what changed since the first year."""
    found = ranking(report)
    cost = found.subject is UseSubject.COST
    unit, name = ("€", Text("Kosten", "Cost")) if cost else ("kWh", Text("Energie", "Energy"))
    first, last = report.years[0], report.years[-1]
    head = (
        pen.say(Text("Gebäude", "Building")),
        f"{pen.say(name)} {last} [{unit}]",
        pen.say(Text("erfasst [%]", "recorded [%]")),
        pen.say(Text("Anteil [%]", "share [%]")),
        f"{pen.say(Text('seit', 'since'))} {first} [{unit}]",
        f"{pen.say(Text('davon Verbrauch', 'of which use'))} [{unit}]",
    )
    said = " ".join(pen.each((headline(report), *council_sentences(report))))
    return top(report, pen, said), head, tuple(ranked_row(row) for row in found.rows)


def ranked_row(row: RankedBuilding) -> tuple[Cell, ...]:
    """One building."""
    change = row.change
    use = [part.amount for part in change.parts if part.cause in BY_USE] if change else []
    return (
        row.building.name,
        row.amount.value,
        round(100 * row.amount.covered, 1),
        None if row.share is None else 100 * row.share,
        change.amount if change else None,
        sum(use) if use else None,
    )


def measures(report: EnergyReport, pen: Pen) -> Made:
    """What the measures brought, each with the ends of its range."""
    council = report.given.council or CouncilPart((), (), 0, ())
    head = (
        Text("Maßnahme", "Measure"),
        Text("gemessen von", "measured from"),
        Text("bis", "until"),
        Text("Ergebnis", "Result"),
        Text("gespart [kWh]", "saved [kWh]"),
        Text("mindestens [kWh]", "at least [kWh]"),
        Text("höchstens [kWh]", "at most [kWh]"),
        Text("Sicherheit [%]", "confidence [%]"),
        Text("gespart [€]", "saved [€]"),
        Text("mindestens [€]", "at least [€]"),
        Text("höchstens [€]", "at most [€]"),
        Text("in Worten", "in words"),
    )
    rows = [measure_row(each, pen) for each in council.measures]
    unmeasured = pen.say(Text("noch nicht gemessen", "not measured yet"))
    rows += [(name, None, None, unmeasured, *(None,) * 8) for name in council.unmeasured]
    return top(report, pen), pen.each(head), tuple(rows)


def measure_row(told: MeasureResult, pen: Pen) -> tuple[Cell, ...]:
    """One measured measure; extra use is a negative saving."""
    days = (told.first_day, told.last_day)
    return (
        told.name,
        *(pen.say(short(day)) for day in days),
        pen.say(told.verdict.text),
        *ends(told.saved),
        100 * told.saved.confidence if told.saved else None,
        *ends(told.worth),
        " ".join(pen.each(told.said)),
    )


def short(day: date | None) -> Text:
    """A day as a cell writes it."""
    return UNKNOWN if day is None else Text("{day:short}", "{day:short}").format(day=day)


def ends(estimate: Estimate | None) -> tuple[Cell, ...]:
    """Mean and both ends of a range."""
    return (None,) * 3 if estimate is None else (estimate.mean, estimate.low, estimate.high)


def decisions(report: EnergyReport, pen: Pen) -> Made:
    """What the register says is still to be decided."""
    council = report.given.council or CouncilPart((), (), 0, ())
    head = (Text("Maßnahme", "Measure"), Text("Was", "What"), Text("Wann", "When"))
    rows = tuple(
        (each.name, pen.say(each.what), pen.say(short(each.day)) if each.day else None)
        for each in council.decisions
    )
    return top(report, pen), pen.each(head), rows
