"""The report in words, numbers and pictures, under the keys its page template reads."""

from klimamosaik.reports.energy import tables
from klimamosaik.reports.energy.building_tables import building_table, overview_table
from klimamosaik.reports.energy.column_widths import column_widths
from klimamosaik.reports.energy.council_page import council_page, measure_parts
from klimamosaik.reports.energy.methods import methods
from klimamosaik.reports.energy.pictures import (
    Folder,
    Picture,
    building_chart,
    buildings_chart,
    change_chart,
    totals_chart,
    wall,
)
from klimamosaik.reports.energy.report_sentences import (
    ONE_YEAR,
    aside_sentences,
    building_sentences,
    completeness,
    law,
    overview_note,
    span_of,
    summary_note,
)
from klimamosaik.reports.energy.tables import ReportTable
from klimamosaik.reports.energy.written_figures import UNKNOWN, Pen, invented
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
from klimamosaik.terms.document import Document
from klimamosaik.terms.text import Language, Text, joined


def document(report: EnergyReport, language: Language) -> tuple[Document, dict[str, bytes]]:
    """The report as the template's data, and its pictures by file name."""
    pen, folder = Pen(language), Folder()
    town, span = report.given.town, span_of(report)
    data = {
        "language": "de" if pen.german else "en",
        "title": pen.say(TITLE.format(span=span)),
        "town": town.name,
        "years": span,
        "headline": pen.say(headline(report)),
        "synthetic": pen.say(SYNTHETIC) if town.synthetic else "",
        "footer": footer(report, pen),
        "law": law(report, duty(town.state, report.years[-1]), pen),
        "council": council_page(report, pen),
        "measures": measure_parts(report, pen),
        "stones": folder.keep("stones", wall(report, language)),
        "legend": legend(report, pen),
        "summary_picture": folder.keep("summary", totals_chart(report, language)),
        "summary_table": tables.totals_table(report, pen),
        "summary_sentences": completeness(report, pen),
        "summary_note": summary_note(report, pen),
        "changes": [explained(report, s, pen, folder) for s in (UseSubject.COST, UseSubject.CO2)],
        "overview_picture": overview_picture(report, language, folder),
        "has_areas": any(building.area for building in report.buildings),
        "overview": overview_table(report, pen),
        "overview_note": overview_note(report, pen),
        "buildings": [building_part(report, each, pen, folder) for each in report.buildings],
        "methods": [pen.each(pair) for pair in methods(report)],
        "factors": tables.factors_table(report, pen),
        "gaps": tables.gaps_table(pen, report.gaps),
        "medium": tables.medium_table(report, pen),
        "heads": {key: pen.say(text) for key, text in HEADS.items()}
        | {"no_gaps": pen.say(gaps_text(report))},
    }
    return data, folder.files


TITLE = Text("Energiebericht {span}", "Energy report {span}")
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
    said = Text("Energiebericht {span} · {name}", "Energy report {span} · {name}")
    named = said.format(span=span_of(report), name=report.given.town.name)
    return pen.say(named) + invented(report, pen)


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


def explained(report: EnergyReport, subject: UseSubject, pen: Pen, folder: Folder) -> Document:
    """The change of a subject from the first to the last year: picture, sentence, buildings."""
    first, last = report.years[0], report.years[-1]
    change = report.change(subject, first, last)
    name = pen.say(SUBJECT_NAMES[subject])
    if change is None or not change.decidable:
        sentence = pen.say(change_text(change) if change else ONE_YEAR)
        known: Document = {"picture": None, "left_out": "", "largest": ReportTable((), ())}
        return {"title": name, "sentence": sentence} | known
    return {
        "title": f"{name} [{pen.say(printed_change(change).unit)}]",
        "picture": folder.keep(f"steps-{subject.value}", change_chart(change, pen)),
        "sentence": pen.say(change_text(change)),
        "left_out": ", ".join(pen.each(change.left_out)),
        "largest": tables.changes_table(report, subject, pen),
    }


def overview_picture(report: EnergyReport, language: Language, folder: Folder) -> Picture | None:
    """The buildings in a row; None where there is nothing to show."""
    chart = buildings_chart(report, language)
    return None if chart is None else folder.keep("overview", chart)


def building_part(
    report: EnergyReport, building: BuildingReport, pen: Pen, folder: Folder
) -> Document:
    """Half a page on one building."""
    chart = building_chart(report, building, pen.language)
    table = building_table(report, building, pen)
    kind = Text(building.kind_name.de, building.kind_name.en.capitalize())
    area = UNKNOWN if building.area is None else f"{pen.number(building.area)} m²"
    used = joined(each.text for each in building.carriers)
    facts = Text(
        "{kind} · Nutzfläche {area} · {used}", "{kind} · usable area {area} · {used}"
    ).format(kind=kind, area=area, used=used)
    said = building_sentences(report, building, pen) + aside_sentences(report, building, pen)
    return {
        "name": building.name,
        "facts": pen.say(facts),
        "picture": folder.keep_apart(f"building-{building.id}", chart),
        "table": table,
        "widths": column_widths(table),
        "sentences": said,
    }
