"""The sentences of the report, in the reader's language."""

from collections import Counter
from collections.abc import Sequence

from klimamosaik.reports.energy.written_figures import Pen
from klimamosaik.reports.kernel.building_comparison import beside_sentences
from klimamosaik.reports.kernel.council import council_sentences
from klimamosaik.reports.kernel.estimated import share_text
from klimamosaik.reports.kernel.figures import BuildingReport, EnergyReport, UseSubject
from klimamosaik.reports.kernel.inputs import Aside, Medium
from klimamosaik.reports.kernel.missing_data import wanting
from klimamosaik.reports.kernel.sentences import (
    SUBJECT_NAMES,
    change_text,
    gaps_text,
    weather_text,
)
from klimamosaik.reports.kernel.weather import WeatherCorrection
from klimamosaik.reports.queries.duty import Duty
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text, joined

ONE_YEAR = Text(
    "Der Bericht umfasst nur ein Jahr: Es gibt nichts zu vergleichen.",
    "The report covers one year only: there is nothing to compare.",
)


def span_of(report: EnergyReport) -> str:
    """'2023–2025'."""
    first, last = report.years[0], report.years[-1]
    return str(first) if first == last else f"{first}–{last}"


def law(report: EnergyReport, known: Duty | None, pen: Pen) -> str:
    """The legal basis with period and date due; openly none where there is none."""
    if known is None:
        return pen.say(
            Text(
                "Freiwilliger Bericht: Für dieses Bundesland ist hier keine Berichtspflicht "
                "hinterlegt.",
                "Voluntary report: no duty to report is known here for this federal state.",
            )
        )
    base = Text("{law}: {content}.", "{law}: {content}.").format(
        law=known.law, content=known.content
    )
    if known.due is None:
        return pen.say(base)
    period = str(known.first) if known.first == known.last else f"{known.first}–{known.last}"
    due = pen.day(known.due)
    more = Text(
        " Berichtszeitraum {period}, zu veröffentlichen bis {due}.",
        " Reporting period {period}, to be published by {due}.",
    ).format(period=period, due=due)
    given = (report.years[0], report.years[-1])
    if known.first and known.last and given != (known.first, known.last):
        other = Text(
            "Dieser Bericht umfasst {years}, also andere Jahre.",
            "This report covers {years}, that is other years.",
        ).format(years=span_of(report))
        more = joined([more, other], " ")
    return pen.say(base) + pen.say(more)


def opening(report: EnergyReport, pen: Pen) -> tuple[str, ...]:
    """What the council must know: use, money, CO2; the headline comes before it."""
    return pen.each(council_sentences(report))


def completeness(report: EnergyReport, pen: Pen) -> tuple[str, ...]:
    """The weather of the years, gaps, what is not in it, and that numbers are rounded."""
    weather = weather_text(report)
    found = [] if weather is None else [weather]
    found.append(gaps_text(report))
    if report.given.aside:
        found.append(aside_text(report.given.aside))
    found += estimated_text(report)
    missing = wanting(report)
    if missing:
        found.append(NOT_IN_IT.format(parts=joined(each.text for each in missing)))
    found.append(ROUNDED)
    return pen.each(found)


def estimated_text(report: EnergyReport) -> tuple[Text, ...]:
    """Which part of the totals lies on days with estimated readings, where some does."""
    parts = [
        ESTIMATED_IN.format(
            medium=medium.text,
            year=total.figures.year,
            share=share_text(known.estimated, total.figures.use[medium].value or 0.0),
        )
        for medium in Medium
        for total in report.totals
        if (known := total.figures.quality.get(medium)) is not None and known.estimated
    ]
    return (ESTIMATED.format(parts=joined(parts)),) if parts else ()


ESTIMATED_IN = Text("{medium} {year} {share}", "{medium} {year} {share}")
ESTIMATED = Text(
    "Vom Verbrauch liegen an Tagen mit geschätzten Ablesungen: {parts}.",
    "Of the use these parts lie on days with estimated readings: {parts}.",
)
NOT_IN_IT = Text("Nicht enthalten: {parts}.", "Not part of it: {parts}.")
ROUNDED = Text(
    "Alle Zahlen sind gerundet, Summen und Prozente aus ungerundeten Zahlen gerechnet; die Teile "
    "einer Änderung sind so gerundet, dass sie zusammen die gedruckte Änderung ergeben.",
    "All numbers are rounded, sums and percentages computed from unrounded ones; the parts of a "
    "change are rounded so that together they make the change as printed.",
)


def aside_text(aside: Sequence[Aside]) -> Text:
    """How many meters of which direction are in no sum, and where they are shown."""
    counts = Counter(one.direction for one in aside)
    order = [direction for direction in Direction if direction in counts]
    parts = joined(METERS.format(direction=each.text, count=counts[each]) for each in order)
    return NOT_COUNTED.format(parts=parts)


METERS = Text("{direction} ({count:Zähler|Zähler})", "{direction} ({count:meter|meters})")
NOT_COUNTED = Text(
    "Nicht mitgezählt, weil kein eigener Verbrauch: {parts}. Was sie zählen, steht auf den Seiten "
    "ihrer Gebäude und in der Excel-Datei.",
    "Not counted, being no use of their own: {parts}. What they count is on the pages of their "
    "buildings and in the Excel file.",
)


def weather_note(report: EnergyReport) -> Text:
    """How heat was corrected, with the weather of which station and how far away it stands."""
    how, given = report.correction.short, report.given.weather
    if report.correction.method is WeatherCorrection.NONE:
        why = given.fallback if given.where is None else None
        said = Text("Wärme: {how}.", "Heat: {how}.").format(how=how)
        return joined([said, why], " ") if why else said
    if given.where is None or report.correction.method is WeatherCorrection.CLIMATE_FACTOR:
        return Text("Wärme: witterungsbereinigt {how}.", "Heat: weather-corrected {how}.").format(
            how=how
        )
    return Text(
        CORRECTED.de.format(how=how.de, where=given.where.de),
        CORRECTED.en.format(how=how.en, where=given.where.en),
    )


CORRECTED = Text(
    "Wärme: witterungsbereinigt {how}, Wetter von {where}.",
    "Heat: weather-corrected {how}, weather of {where}.",
)


def summary_note(report: EnergyReport, pen: Pen) -> str:
    """How to read the table."""
    weather = pen.say(weather_note(report))
    return f"{weather} {lacking_note(report, pen)} {pen.say(DASHED)}".replace("  ", " ")


def lacking_note(report: EnergyReport, pen: Pen) -> str:
    """What percentages in brackets say, where there are any."""
    if not any(max(each.lacking.values(), default=0) for each in report.totals):
        return ""
    return pen.say(LACKING)


DASHED = Text("„–“ heißt: nicht bekannt.", "“–” means: not known.")
LACKING = Text(
    "Ein Prozentwert in Klammern nennt den erfassten Anteil: Solche Summen sind unvollständig und "
    "nicht hochgerechnet.",
    "A percentage in brackets is the share that was recorded: such sums are incomplete and not "
    "extrapolated.",
)


def overview_note(report: EnergyReport, pen: Pen) -> str:
    """What the numbers of the comparison are."""
    heat = report.correction.short
    return pen.say(
        Text(
            "Wärme {heat}, CO₂ von Strom und Wärme. Ein Median steht nur, wo mindestens drei "
            "Gebäude derselben Art ein ganzes Jahr haben; er stammt aus dem eigenen Bestand.",
            "Heat {heat}, CO₂ of electricity and heat. A median is only given where at least three "
            "buildings of the same kind have a whole year; it is that of the own stock.",
        ).format(heat=heat)
    )


def building_sentences(report: EnergyReport, building: BuildingReport, pen: Pen) -> tuple[str, ...]:
    """What stands out about a building: past, like buildings, cost, gaps, remarks."""
    found = [*pen.each(beside_sentences(report, building))]
    first, last = report.years[0], report.years[-1]
    change = report.change(UseSubject.COST, first, last, building.id)
    if change is not None and change.decidable and not change.left_out:
        found.append(f"{pen.say(SUBJECT_NAMES[UseSubject.COST])} {pen.say(change_text(change))}")
    if building.gaps:
        found.append(pen.say(Text("Es fehlen: ", "Missing: ")) + missing(building, pen) + ".")
    found += pen.each(building.remarks)
    return tuple(found)


def aside_sentences(report: EnergyReport, building: BuildingReport, pen: Pen) -> tuple[str, ...]:
    """The meters of a building that are in none of its figures, by name and direction."""
    aside = [one for one in report.given.aside if one.building == building.id]
    if not aside:
        return ()
    names = ", ".join(f"{one.name} ({pen.say(one.direction.text)})" for one in aside)
    return (pen.say(NOT_COUNTED_HERE.format(names=names)),)


NOT_COUNTED_HERE = Text("Nicht mitgezählt: {names}.", "Not counted: {names}.")


def missing(building: BuildingReport, pen: Pen) -> str:
    """What is missing of a building, the years of each carrier drawn together."""
    lines: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for gap in building.gaps:
        key = (pen.say(gap.carrier.text), pen.say(gap.what))
        lines.setdefault(key, []).append((gap.year, pen.months(gap.months)))
    return "; ".join(
        f"{carrier} ({what}) {spans(found)}" for (carrier, what), found in lines.items()
    )


def spans(found: Sequence[tuple[int, str]]) -> str:
    """Years that lack the same, drawn together: '2021–2023 ganzes Jahr'."""
    runs: list[tuple[int, int, str]] = []
    for year, months in found:
        if runs and runs[-1][1:] == (year - 1, months):
            runs[-1] = (runs[-1][0], year, months)
        else:
            runs.append((year, year, months))
    return ", ".join(
        f"{first} {months}" if first == last else f"{first}–{last} {months}"
        for first, last, months in runs
    )
