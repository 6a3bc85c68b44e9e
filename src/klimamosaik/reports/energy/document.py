"""The report in words, numbers and pictures, ready to be set on paper: strings only."""

from dataclasses import dataclass, field

from klimamosaik.reports.energy import tables
from klimamosaik.reports.energy.building_tables import building_table, overview_table
from klimamosaik.reports.energy.council_page import (
    CouncilPage,
    MeasurePart,
    council_page,
    measure_parts,
)
from klimamosaik.reports.energy.methods import methods
from klimamosaik.reports.energy.picture_folder import Folder, Picture
from klimamosaik.reports.energy.pictures import (
    building_chart,
    buildings_chart,
    change_chart,
    totals_chart,
    wall,
)
from klimamosaik.reports.energy.tables import ReportTable
from klimamosaik.reports.energy.told import (
    ONE_YEAR,
    aside_sentences,
    building_sentences,
    completeness,
    law,
    overview_note,
    span_of,
    summary_note,
)
from klimamosaik.reports.energy.writing import UNKNOWN, Pen
from klimamosaik.reports.kernel.figures import BuildingReport, EnergyReport, UseSubject
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.kernel.sentences import (
    SUBJECT_NAMES,
    change_text,
    gaps_text,
    headline,
    printed_change,
)
from klimamosaik.reports.queries.duty import duty
from klimamosaik.terms.text import Language, Text, joined


@dataclass(frozen=True)
class Explained:
    """A change of one subject: picture, sentence, the largest changes of buildings."""

    title: str
    picture: Picture | None
    sentence: str
    left_out: str
    largest: ReportTable


@dataclass(frozen=True)
class BuildingPart:
    """Half a page on one building."""

    name: str
    facts: str
    picture: Picture
    table: ReportTable
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """Everything the page template sets."""

    language: Language
    title: str
    town: str
    years: str
    headline: str
    synthetic: str  # empty: a real municipality
    footer: str
    law: str
    council: CouncilPage
    measures: tuple[MeasurePart, ...]
    stones: Picture
    legend: tuple[str, str, str]
    summary_picture: Picture
    summary_table: ReportTable
    summary_sentences: tuple[str, ...]
    summary_note: str
    changes: tuple[Explained, ...]
    overview_picture: Picture | None
    has_areas: bool  # False: nothing can be told per m²
    overview: ReportTable
    overview_note: str
    buildings: tuple[BuildingPart, ...]
    methods: tuple[tuple[str, str], ...]
    factors: ReportTable
    gaps: ReportTable
    medium: ReportTable
    heads: dict[str, str] = field(default_factory=dict)  # headings by their place


def document(report: EnergyReport, language: Language) -> tuple[Document, dict[str, bytes]]:
    """The report as the template's data, and its pictures by file name."""
    pen, folder = Pen(language), Folder()
    town = report.given.town
    span = span_of(report)
    known_duty = duty(town.state, report.years[-1])
    return (
        Document(
            language="de" if pen.german else "en",
            title=pen.say(
                Text(
                    "Energiebericht {span}",
                    "Energy report {span}",
                ).format(span=span)
            ),
            town=town.name,
            years=span,
            headline=pen.say(headline(report)),
            synthetic=pen.say(SYNTHETIC) if town.synthetic else "",
            footer=footer(report, pen),
            law=law(report, known_duty, pen),
            council=council_page(report, pen),
            measures=measure_parts(report, pen),
            stones=folder.keep("stones", wall(report, language)),
            legend=legend(report, pen),
            summary_picture=folder.keep("summary", totals_chart(report, language)),
            summary_table=tables.totals_table(report, pen),
            summary_sentences=completeness(report, pen),
            summary_note=summary_note(report, pen),
            changes=tuple(
                explained(report, s, pen, folder) for s in (UseSubject.COST, UseSubject.CO2)
            ),
            overview_picture=overview_picture(report, language, folder),
            has_areas=any(building.area for building in report.buildings),
            overview=overview_table(report, pen),
            overview_note=overview_note(report, pen),
            buildings=tuple(
                building_part(report, building, pen, folder) for building in report.buildings
            ),
            methods=tuple((pen.say(a), pen.say(b)) for a, b in methods(report)),
            factors=tables.factors_table(report, pen),
            gaps=tables.gaps_table(pen, report.gaps),
            medium=tables.medium_table(report, pen),
            heads={key: pen.say(text) for key, text in HEADS.items()}
            | {"no_gaps": pen.say(gaps_text(report))},
        ),
        folder.files,
    )


SYNTHETIC = Text(
    "Synthetische Gemeinde: Ort, Gebäude und alle Werte sind erfunden.",
    "Synthetic municipality: the place, its buildings and all values are invented.",
)
HEADS = {
    "left_out": Text("Nicht vergleichbar:", "Not comparable:"),
    "summary": Text("Was der Rat wissen muss", "What the council must know"),
    "worked": Text("Haben die Maßnahmen gewirkt?", "Did the measures work?"),
    "decisions": Text("Was zu entscheiden ist", "What is to be decided"),
    "figures": Text("Die Zahlen im Überblick", "The figures at a glance"),
    "measures": Text("Was die Maßnahmen gebracht haben", "What the measures brought"),
    "changes": Text("Warum hat es sich geändert?", "Why did it change?"),
    "largest": Text("Die größten Änderungen", "The largest changes"),
    "overview": Text("Gebäude im Vergleich", "The buildings compared"),
    "buildings": Text("Die Gebäude", "The buildings"),
    "methods": Text("Methoden und Quellen", "Methods and sources"),
    "factors": Text("Emissionsfaktoren", "Emission factors"),
    "gaps": Text("Datenlücken", "Data gaps"),
    "medium": Text("Kosten und CO₂ nach Energieart", "Cost and CO₂ by carrier"),
    "page": Text("Seite", "Page"),
    "law": Text("Rechtsgrundlage", "Legal basis"),
    "contents": Text("Inhalt", "Contents"),
}


def footer(report: EnergyReport, pen: Pen) -> str:
    """What every page says at its foot."""
    town = report.given.town
    said = Text(
        "Energiebericht {span_of} · {name}",
        "Energy report {span_of} · {name}",
    ).format(span_of=span_of(report), name=town.name)
    warned = Text(" · synthetisch, alle Werte erfunden", " · synthetic, all values invented")
    return pen.say(said) + (pen.say(warned) if town.synthetic else "")


def legend(report: EnergyReport, pen: Pen) -> tuple[str, str, str]:
    """What the wall shows, and the names of its two colours."""
    year = report.years[-1]
    missing = [b.name for b in report.buildings if b.years[-1].energy.whole is None]
    said = Text(
        "Jedes Feld ist ein Gebäude, so groß wie sein Verbrauch {year}.",
        "Each field is a building, as large as its use in {year}.",
    ).format(year=year)
    if missing:
        count = len(missing)
        more = Text(
            " {count} Gebäude ohne vollständige Werte: nur der bekannte Teil ist gezeichnet.",
            " {count} buildings without complete values: only the known part is drawn.",
        ).format(count=count)
        said = Text(said.de + more.de, said.en + more.en)
    return (
        pen.say(said),
        pen.say(Medium.HEAT.text),
        pen.say(Text("Strom", "Electricity")),
    )


def explained(report: EnergyReport, subject: UseSubject, pen: Pen, folder: Folder) -> Explained:
    """The change of a subject from the first to the last year."""
    first, last = report.years[0], report.years[-1]
    change = report.change(subject, first, last)
    name = pen.say(SUBJECT_NAMES[subject])
    if change is None or not change.decidable:
        sentence = pen.say(change_text(change)) if change else pen.say(ONE_YEAR)
        return Explained(name, None, sentence, "", ReportTable((), ()))
    left_out = ", ".join(pen.say(text) for text in change.left_out)
    return Explained(
        f"{name} [{pen.say(printed_change(change).unit)}]",
        folder.keep(f"steps-{subject.value}", change_chart(change, pen)),
        pen.say(change_text(change)),
        left_out,
        tables.changes_table(report, subject, pen),
    )


def overview_picture(report: EnergyReport, language: Language, folder: Folder) -> Picture | None:
    """The buildings in a row; None where there is nothing to show."""
    chart = buildings_chart(report, language)
    return None if chart is None else folder.keep("overview", chart)


def building_part(
    report: EnergyReport, building: BuildingReport, pen: Pen, folder: Folder
) -> BuildingPart:
    """Half a page on one building."""
    chart = building_chart(report, building, pen.language)
    kind = Text(building.kind_name.de, building.kind_name.en.capitalize())
    area = UNKNOWN if building.area is None else f"{pen.number(building.area)} m²"
    used = joined(each.text for each in building.carriers)
    facts = Text(
        "{kind} · Nutzfläche {area} · {used}", "{kind} · usable area {area} · {used}"
    ).format(kind=kind, area=area, used=used)
    return BuildingPart(
        building.name,
        pen.say(facts),
        folder.keep(f"building-{building.id}", chart),
        building_table(report, building, pen),
        building_sentences(report, building, pen) + aside_sentences(report, building, pen),
    )
