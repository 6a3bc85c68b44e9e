"""The report in words, numbers and pictures, ready to be set on paper: strings only."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from klimamosaik.publication.charts.panels import Panel, Series, panels_chart
from klimamosaik.publication.charts.row import Place, row_chart
from klimamosaik.publication.charts.steps import Step, steps_chart
from klimamosaik.publication.charts.stones import Stone, stones_chart
from klimamosaik.publication.charts.theme import Chart
from klimamosaik.publication.kernel.amount import Amount
from klimamosaik.publication.kernel.figures import (
    BuildingReport,
    EnergyReport,
    Subject,
    YearFigures,
)
from klimamosaik.publication.kernel.given import Medium
from klimamosaik.publication.kernel.sentences import (
    SUBJECT_NAMES,
    change_text,
    comparison_text,
    gaps_text,
    headline,
    printed_change,
    trend_of_building,
    weather_text,
)
from klimamosaik.publication.report import tables
from klimamosaik.publication.report.duty import Duty, duty
from klimamosaik.publication.report.methods import methods
from klimamosaik.publication.report.tables import Table
from klimamosaik.publication.report.writing import Pen
from klimamosaik.terms.text import Text

SHOWN_KINDS = 60  # rows of the chart of buildings that fit a page


@dataclass(frozen=True)
class Picture:
    """A chart by the name of its file."""

    file: str
    alt: str


@dataclass(frozen=True)
class Explained:
    """A change of one subject: picture, sentence, the largest changes of buildings."""

    title: str
    picture: Picture | None
    sentence: str
    left_out: str
    largest: Table


@dataclass(frozen=True)
class BuildingPart:
    """Half a page on one building."""

    name: str
    facts: str
    picture: Picture
    table: Table
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """Everything the page template sets."""

    language: str
    title: str
    town: str
    years: str
    headline: str
    synthetic: str  # empty: a real municipality
    footer: str
    law: str
    stones: Picture
    legend: tuple[str, str, str]
    summary_picture: Picture
    summary_table: Table
    summary_sentences: tuple[str, ...]
    summary_note: str
    changes: tuple[Explained, ...]
    overview_picture: Picture | None
    overview: Table
    overview_note: str
    buildings: tuple[BuildingPart, ...]
    methods: tuple[tuple[str, str], ...]
    factors: Table
    gaps: Table
    medium: Table
    heads: dict[str, str] = field(default_factory=dict)  # headings by their place


@dataclass
class Folder:
    """The pictures drawn so far, by file name."""

    files: dict[str, bytes] = field(default_factory=dict)

    def keep(self, name: str, chart: Chart) -> Picture:
        """Put a chart into the folder."""
        file = f"{name}.svg"
        self.files[file] = chart.svg.encode()
        return Picture(file, chart.alt)


def document(report: EnergyReport, language: str) -> tuple[Document, dict[str, bytes]]:
    """The report as the template's data, and its pictures by file name."""
    pen, folder = Pen(language), Folder()
    town = report.given.town
    span = span_of(report)
    known_duty = duty(town.state, report.years[-1])
    return (
        Document(
            language="de" if pen.german else "en",
            title=pen.say(Text(f"Energiebericht {span}", f"Energy report {span}")),
            town=town.name,
            years=span,
            headline=pen.say(headline(report)),
            synthetic=pen.say(SYNTHETIC) if town.synthetic else "",
            footer=footer(report, pen),
            law=law(report, known_duty, pen),
            stones=folder.keep("stones", wall(report, language)),
            legend=legend(report, pen),
            summary_picture=folder.keep("summary", totals_chart(report, language)),
            summary_table=tables.totals_table(report, pen),
            summary_sentences=summary(report, pen),
            summary_note=summary_note(report, pen),
            changes=tuple(explained(report, s, pen, folder) for s in (Subject.COST, Subject.CO2)),
            overview_picture=overview_picture(report, language, folder),
            overview=tables.overview_table(report, pen),
            overview_note=overview_note(report, pen),
            buildings=tuple(
                building_part(report, building, pen, folder) for building in report.buildings
            ),
            methods=tuple((pen.say(a), pen.say(b)) for a, b in methods(report)),
            factors=tables.factors_table(report, pen),
            gaps=tables.gaps_table(report, pen),
            medium=tables.medium_table(report, pen),
            heads={key: pen.say(text) for key, text in HEADS.items()},
        ),
        folder.files,
    )


def as_data(filled: Document) -> object:
    """The document as plain data for the template, numbers held to their units."""
    return held(asdict(filled))


def held(data: object) -> object:
    """No line breaks between a number and its unit, in all texts."""
    if isinstance(data, str):
        return UNIT_AFTER.sub("\u00a0", data)
    if isinstance(data, dict):
        return {key: value if key == "file" else held(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [held(item) for item in data]
    return data


UNIT_AFTER = re.compile(r"(?<=\d) (?=[%€]|[kMG]Wh|Tsd|Mio|t\b|kg\b|m[²³]|K·d)")


SYNTHETIC = Text(
    "Synthetische Gemeinde: Ort, Gebäude und alle Werte sind erfunden.",
    "Synthetic municipality: the place, its buildings and all values are invented.",
)
HEADS = {
    "left_out": Text("Nicht vergleichbar:", "Not comparable:"),
    "summary": Text("Auf einen Blick", "At a glance"),
    "changes": Text("Warum hat es sich geändert?", "Why did it change?"),
    "largest": Text("Die größten Änderungen", "The largest changes"),
    "overview": Text("Gebäude im Vergleich", "The buildings compared"),
    "buildings": Text("Die Gebäude", "The buildings"),
    "methods": Text("Methoden und Quellen", "Methods and sources"),
    "factors": Text("Emissionsfaktoren", "Emission factors"),
    "gaps": Text("Datenlücken", "Data gaps"),
    "no_gaps": Text(
        "Für alle Gebäude liegen alle Werte aller Jahre vor.",
        "All values of all years are there for all buildings.",
    ),
    "medium": Text("Anhang: Kosten und CO₂ nach Energieart", "Annex: cost and CO₂ by carrier"),
    "page": Text("Seite", "Page"),
    "law": Text("Rechtsgrundlage", "Legal basis"),
    "contents": Text("Inhalt", "Contents"),
}


def span_of(report: EnergyReport) -> str:
    """'2023–2025'."""
    first, last = report.years[0], report.years[-1]
    return str(first) if first == last else f"{first}–{last}"


def footer(report: EnergyReport, pen: Pen) -> str:
    """What every page says at its foot."""
    town = report.given.town
    said = Text(
        f"Energiebericht {span_of(report)} · {town.name}",
        f"Energy report {span_of(report)} · {town.name}",
    )
    warned = Text(" · synthetisch, alle Werte erfunden", " · synthetic, all values invented")
    return pen.say(said) + (pen.say(warned) if town.synthetic else "")


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
    base = Text(
        f"{known.law.de}: {known.content.de}.",
        f"{known.law.en}: {known.content.en}.",
    )
    if known.due is None:
        return pen.say(base)
    period = str(known.first) if known.first == known.last else f"{known.first}–{known.last}"
    due = pen.day(known.due)
    more = Text(
        f" Berichtszeitraum {period}, zu veröffentlichen bis {due}.",
        f" Reporting period {period}, to be published by {due}.",
    )
    given = (report.years[0], report.years[-1])
    if known.first and known.last and given != (known.first, known.last):
        more = Text(
            more.de + f" Dieser Bericht umfasst {span_of(report)}.",
            more.en + f" This report covers {span_of(report)}.",
        )
    return pen.say(base) + pen.say(more)


def wall(report: EnergyReport, language: str) -> Chart:
    """All buildings as stones, by the energy of the last year."""
    stones = [
        Stone(
            building.name,
            building.years[-1].use[Medium.HEAT].value,
            building.years[-1].use[Medium.ELECTRICITY].value,
        )
        for building in report.buildings
    ]
    return stones_chart(stones, report.years[-1], language)


def legend(report: EnergyReport, pen: Pen) -> tuple[str, str, str]:
    """What the wall shows, and the names of its two colours."""
    year = report.years[-1]
    missing = [b.name for b in report.buildings if b.years[-1].energy.whole is None]
    said = Text(
        f"Jedes Feld ist ein Gebäude, so groß wie sein Verbrauch {year}.",
        f"Each field is a building, as large as its use in {year}.",
    )
    if missing:
        count = len(missing)
        more = Text(
            f" {count} Gebäude ohne vollständige Werte: nur der bekannte Teil ist gezeichnet.",
            f" {count} buildings without complete values: only the known part is drawn.",
        )
        said = Text(said.de + more.de, said.en + more.en)
    return (
        pen.say(said),
        pen.say(Medium.HEAT.text),
        pen.say(Text("Strom", "Electricity")),
    )


def heat_series(years: Sequence[YearFigures], *, corrected: bool) -> tuple[Series, ...]:
    """Heat as measured and, where it could be, weather-corrected beside it."""
    raw = [figures.use[Medium.HEAT] for figures in years]
    if not corrected:
        return (Series("plain heat", raw),)
    return Series("heat", raw), Series("corrected", [f.heat_corrected for f in years])


def totals_chart(report: EnergyReport, language: str, *, width: int = 500) -> Chart:
    """All buildings: heat, electricity, cost, CO2."""
    years = [total.figures for total in report.totals]
    return years_chart(report, years, language, width=width)


def building_chart(
    report: EnergyReport, building: BuildingReport, language: str, *, width: int = 500
) -> Chart:
    """One building: heat, electricity, cost, CO2."""
    return years_chart(report, building.years, language, width=width)


def years_chart(
    report: EnergyReport, years: Sequence[YearFigures], language: str, *, width: int
) -> Chart:
    """Heat, electricity, cost and CO2 of years side by side."""
    corrected = bool(report.correction.factors)
    heat = heat_series(years, corrected=corrected)
    panels = [
        sized(HEAT_CORRECTED if corrected else HEAT, heat, ENERGY_UNITS),
        sized(
            Text("Strom", "Electricity"),
            (Series("electricity", [f.use[Medium.ELECTRICITY] for f in years]),),
            ENERGY_UNITS,
        ),
        sized(
            Text("Kosten", "Cost"), (Series("cost", [f.energy_cost for f in years]),), MONEY_UNITS
        ),
        sized(Text("CO₂", "CO₂"), (Series("co2", [f.energy_co2 for f in years]),), MASS_UNITS),
    ]
    return panels_chart(panels, report.years, language, width=width)


HEAT = Text("Wärme", "Heat")
HEAT_CORRECTED = Text("Wärme: gemessen, bereinigt", "Heat: measured, corrected")
# From the largest on: unit, divisor; the first whose numbers reach one hundred is used.
ENERGY_UNITS = (("GWh", 1e6), ("MWh", 1e3), ("kWh", 1.0))
MONEY_UNITS = (("Mio. €", 1e6), ("Tsd. €", 1e3), ("€", 1.0))
MASS_UNITS = (("t", 1.0),)


def sized(title: Text, series: Sequence[Series], units: Sequence[tuple[str, float]]) -> Panel:
    """A panel in the unit in which its largest number has up to four digits."""
    values = [abs(a.value) for s in series for a in s.amounts if a.value is not None]
    largest = max(values, default=0.0)
    unit, divisor = next((u for u in units if largest / u[1] >= 10), units[-1])
    digits = 0 if largest / divisor >= 100 else 1
    if unit == "€" or largest == 0:
        digits = 0
    return Panel(title, unit, digits, series, divisor)


def summary(report: EnergyReport, pen: Pen) -> tuple[str, ...]:
    """The few sentences a council member reads."""
    first, last = report.years[0], report.years[-1]
    found: list[Text] = []
    if first != last:
        for subject in (Subject.COST, Subject.CO2):
            change = report.change(subject, first, last)
            if change is not None:
                said = change_text(change)
                name = SUBJECT_NAMES[subject]
                found.append(Text(f"{name.de} {said.de}", f"{name.en} {said.en}"))
    weather = weather_text(report)
    if weather is not None:
        found.append(weather)
    found.append(gaps_text(report))
    return tuple(pen.say(text) for text in found)


def summary_note(report: EnergyReport, pen: Pen) -> str:
    """How to read the table."""
    lacking = max((max(t.lacking.values(), default=0) for t in report.totals), default=0)
    note = report.correction.short
    said = Text(f"Witterung: {note.de}. ", f"Weather: {note.en}. ")
    if lacking:
        said = Text(
            said.de + "Ein Prozentwert in Klammern nennt den erfassten Teil des Jahres: "
            "Solche Summen sind unvollständig und nicht hochgerechnet.",
            said.en + "A percentage in brackets is the part of the year that was recorded: "
            "such sums are incomplete and not extrapolated.",
        )
    return pen.say(said).strip()


def explained(report: EnergyReport, subject: Subject, pen: Pen, folder: Folder) -> Explained:
    """The change of a subject from the first to the last year."""
    first, last = report.years[0], report.years[-1]
    change = report.change(subject, first, last)
    name = pen.say(SUBJECT_NAMES[subject])
    if change is None or not change.decidable:
        sentence = pen.say(change_text(change)) if change else pen.say(ONE_YEAR)
        return Explained(name, None, sentence, "", Table((), ()))
    shown = printed_change(change)
    steps = [Step(pen.say(cause.text), amount) for cause, amount in shown.parts]
    unit = pen.say(shown.unit)
    chart = steps_chart(str(first), shown.before, steps, str(last), unit, pen.language, width=430)
    left_out = ", ".join(pen.say(text) for text in change.left_out)
    return Explained(
        f"{name} [{unit}]",
        folder.keep(f"steps-{subject.value}", chart),
        pen.say(change_text(change)),
        left_out,
        tables.changes_table(report, subject, pen),
    )


ONE_YEAR = Text(
    "Der Bericht umfasst nur ein Jahr: Es gibt nichts zu vergleichen.",
    "The report covers one year only: there is nothing to compare.",
)


def overview_picture(report: EnergyReport, language: str, folder: Folder) -> Picture | None:
    """The buildings in a row, those of a kind together, the most demanding first."""
    places = []
    for building in report.buildings:
        last, area = building.years[-1], building.area
        heat = last.heat_corrected if report.correction.factors else last.use[Medium.HEAT]
        like = next((c for c in building.comparisons if c.medium is Medium.HEAT), None)
        place = Place(
            building.name,
            building.kind,
            per(heat, area),
            per(last.use[Medium.ELECTRICITY], area),
            like.median if like and like.year == last.year else None,
        )
        if place.heat is not None or place.electricity is not None:
            places.append(place)
    if not places:
        return None
    places.sort(key=lambda p: (p.kind, -(p.heat or 0), p.name))
    return folder.keep("overview", row_chart(places[:SHOWN_KINDS], language, width=350))


def per(amount: Amount, area: float | None) -> float | None:
    """A whole year's amount per m²."""
    return amount.whole / area if amount.whole is not None and area else None


def overview_note(report: EnergyReport, pen: Pen) -> str:
    """What the numbers of the comparison are."""
    heat = report.correction.short
    return pen.say(
        Text(
            f"Wärme {heat.de}. Ein Median steht nur, wo mindestens drei Gebäude derselben Art "
            "ein ganzes Jahr haben; er stammt aus dem eigenen Bestand.",
            f"Heat {heat.en}. A median is only given where at least three buildings of the same "
            "kind have a whole year; it is that of the own stock.",
        )
    )


def building_part(
    report: EnergyReport, building: BuildingReport, pen: Pen, folder: Folder
) -> BuildingPart:
    """Half a page on one building."""
    chart = building_chart(report, building, pen.language)
    area = pen.number(building.area)
    facts = Text(
        f"{building.kind_name.de} · Nutzfläche {area}"
        + (" m²" if building.area is not None else "")
        + " · "
        + ", ".join(c.text.de for c in building.carriers),
        f"{building.kind_name.en.capitalize()} · usable area {area}"
        + (" m²" if building.area is not None else "")
        + " · "
        + ", ".join(c.text.en for c in building.carriers),
    )
    return BuildingPart(
        building.name,
        pen.say(facts),
        folder.keep(f"building-{building.id}", chart),
        tables.building_table(report, building, pen),
        building_sentences(report, building, pen),
    )


def building_sentences(report: EnergyReport, building: BuildingReport, pen: Pen) -> tuple[str, ...]:
    """What stands out about a building: past, like buildings, cost, gaps, remarks."""
    found = [pen.say(trend_of_building(t)) for t in building.trends if t.medium is not Medium.WATER]
    found += [
        pen.say(comparison_text(c, building.kind_name))
        for c in building.comparisons
        if c.medium is Medium.HEAT
    ]
    first, last = report.years[0], report.years[-1]
    change = report.change(Subject.COST, first, last, building.id)
    if change is not None and change.decidable and not change.left_out:
        found.append(f"{pen.say(SUBJECT_NAMES[Subject.COST])} {pen.say(change_text(change))}")
    missing = [
        f"{pen.say(gap.carrier.text)} ({pen.say(gap.what)}) {gap.year}: {pen.months(gap.months)}"
        for gap in building.gaps
    ]
    if missing:
        found.append(pen.say(Text("Es fehlen: ", "Missing: ")) + "; ".join(missing) + ".")
    found += [pen.say(text) for text in building.remarks]
    return tuple(found)
