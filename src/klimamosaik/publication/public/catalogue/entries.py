"""All datasets of a municipality: its figures, energy reports, measures and places."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from klimamosaik.publication.public.catalogue.codes import eu, frequency, keywords
from klimamosaik.publication.public.catalogue.entry import (
    ENDPOINT,
    REPORT,
    CatalogueEntry,
    EntrySeries,
    OfferedFile,
)
from klimamosaik.publication.public.catalogue.files import figure_files, offered
from klimamosaik.publication.public.catalogue.places import (
    PLACES,
    located,
    places,
    places_path,
)
from klimamosaik.publication.public.catalogue.register import register_files
from klimamosaik.publication.queries.figures.every import public_figures
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measures
from klimamosaik.publication.queries.paths import SENSORS, figure_path, page_path
from klimamosaik.publication.queries.reports import (
    ENDINGS,
    PublicReport,
    public_reports,
    report_file,
)
from klimamosaik.publication.queries.results import PublicFigure, PublicTown
from klimamosaik.publication.queries.sensors import first_public, sensor_names
from klimamosaik.publication.queries.times import FigureTimes, times_of
from klimamosaik.records.memory_cache import LastMade
from klimamosaik.terms.text import Text, first_few, joined

ENTRIES = LastMade[CatalogueEntry](most=4096)  # of figures
BALANCES = Text("Treibhausgasbilanzen", "Greenhouse-gas balances")
BALANCES_SAID = Text(
    "Ein Datensatz für jedes Jahr, dessen Bilanz veröffentlicht ist.",
    "One dataset for each year whose balance is published.",
)
REPORTS = Text("Energieberichte", "Energy reports")
REPORTS_SAID = Text(
    "Ein Datensatz für jeden veröffentlichten Zeitraum.",
    "One dataset for each period that is published.",
)
REPORT_SAID = Text(
    "Verbrauch, Kosten und CO₂ der eigenen Gebäude, wie der Bericht veröffentlicht wurde; die "
    "Tabellen folgen der neuesten Datenversion.",
    "Use, cost and CO₂ of the municipality's own buildings, as the report was published; the "
    "tables follow the newest data version.",
)
REGISTER = Text("Maßnahmen für den Klimaschutz", "Measures of climate protection")
REGISTER_SAID = Text(
    "Jede veröffentlichte Maßnahme: was getan wurde, was sie kostete und was sie brachte, mit "
    "Spanne und Nachweisklasse.",
    "Each published measure: what was done, what it cost and what it brought, with its range and "
    "evidence class.",
)
SENSORS_NAMED = Text("Messwerte der Sensoren", "Readings of the sensors")
SENSORS_SAID = Text("Jeder einzelne Messwert von: {names}.", "Each single reading of: {names}.")
PLACES_SAID = Text(
    "Die veröffentlichten Gebäude mit ihrem Ort, ihrer Art und Fläche.",
    "The published buildings with their place, kind and area.",
)


def entries_of(known: Known, root: str) -> tuple[CatalogueEntry, ...]:
    """All datasets, in the order they are listed: made once for all pages of the catalogue."""
    return known.once(("catalogue", root), lambda: every_entry(known, root))


def every_entry(known: Known, root: str) -> tuple[CatalogueEntry, ...]:
    """All datasets; figures without a single row are left out."""
    times = times_of(known)
    figures = [figure for figure in public_figures(known) if figure.data]
    return (
        *(figure_entry(figure, times, root) for figure in figures),
        *report_entries(known, figures, root),
        *register_entry(known, times, figures),
        *places_entry(known, times, root),
        *sensors_entry(known, times),
    )


def figure_entry(figure: PublicFigure, times: FigureTimes, root: str) -> CatalogueEntry:
    """One figure as a dataset; the same as long as figure and times are."""
    path = figure_path(figure.town.ags, figure.key)
    issued, modified = times.issued(figure.key), times.modified(figure)
    return ENTRIES.of(
        f"{root}{path}",
        (figure, issued, modified),
        lambda: figure_dataset(figure, issued, modified, root),
    )


def figure_dataset(
    figure: PublicFigure, issued: datetime, modified: datetime, root: str
) -> CatalogueEntry:
    """One figure with all that is said of it."""
    town = figure.town
    return CatalogueEntry(
        town=town,
        identifier=f"{town.ags}/{figure.key}",
        path=figure_path(town.ags, figure.key) + "#datensatz",
        title=titled(figure.title, town),
        description=described(figure),
        theme=figure.theme,
        issued=issued,
        modified=modified,
        version=str(figure.data_version),
        source=figure.source,
        periods=figure.periods,
        frequency=frequency(figure.periods),
        make_files=lambda: figure_files(figure, root),
        interface=ENDPOINT,
        latitude=figure.latitude,
        longitude=figure.longitude,
        series=balance_series(town) if figure.key.startswith("bilanz-") else None,
        keywords=keywords(figure.theme),
    )


def titled(title: Text, town: PublicTown) -> Text:
    """A title that tells whose it is, for it stands beside those of other towns."""
    return Text("{title} – {town}", "{title} – {town}").format(title=title, town=town.name)


def described(figure: PublicFigure) -> Text:
    """What it says, what is counted, and what is left out."""
    said = dict.fromkeys((figure.headline, figure.sentence, figure.definition))
    return joined((*said, figure.source, *figure.notes), " – ")


def balance_series(town: PublicTown) -> EntrySeries:
    """The balances of all years."""
    return EntrySeries(
        path=figure_path(town.ags, "bilanz") + "#reihe",
        title=titled(BALANCES, town),
        description=BALANCES_SAID,
        frequency=eu("frequency", "ANNUAL"),
    )


def report_entries(
    known: Known, figures: Sequence[PublicFigure], root: str
) -> Iterable[CatalogueEntry]:
    """Each published energy report: its files, and the years it is about as data."""
    use = next((each for each in figures if each.key == "verbrauch"), None)
    for report in public_reports(known):
        if use or report.withheld is None:
            yield report_entry(known, report, use, root)


def report_entry(
    known: Known, report: PublicReport, use: PublicFigure | None, root: str
) -> CatalogueEntry:
    """One energy report as an edition of the series."""
    town, years = known.town, range(report.first, report.last + 1)
    page = page_path(town.ags, "energiebericht/")
    named = REPORT.format(years=report.span.replace("-", "–"))
    said = dict.fromkeys((report.headline, REPORT_SAID, report.withheld or REPORT_SAID))
    return CatalogueEntry(
        town=town,
        identifier=f"{town.ags}/energiebericht-{report.span}",
        path=f"{page}{report.span}/#datensatz",
        title=titled(named, town),
        description=joined(said, " – "),
        theme="ENER",
        issued=report.since,
        modified=report.since,
        version=str(report.data_version),
        source=Text(town.publisher, town.publisher),
        periods=tuple(str(year) for year in years),
        frequency=eu("frequency", "NEVER"),  # an edition stays as it is
        make_files=lambda: report_files(known, report, use, root),
        series=EntrySeries(
            page + "#reihe", titled(REPORTS, town), REPORTS_SAID, eu("frequency", "TRIENNIAL")
        ),
        keywords=keywords("ENER"),
    )


def report_files(
    known: Known, report: PublicReport, use: PublicFigure | None, root: str
) -> Iterable[OfferedFile]:
    """The report as published, where it does not tell of few homes, and its years as data."""
    for ending in ENDINGS if report.withheld is None else ():
        path = page_path(known.town.ags, f"energiebericht/{report.span}.{ending}")
        content = report_file(known, report.span, ending, "de")
        yield offered(ending, path, content, name=f"bericht-{ending}")
    if use:
        yield from figure_files(use, root, report.span)


def register_entry(
    known: Known, times: FigureTimes, figures: Sequence[PublicFigure]
) -> Iterable[CatalogueEntry]:
    """The published measures, by the interface for programs."""
    measures, town = public_measures(known), known.town
    keys = {each.figure for each in measures}
    effects = (times.modified(figure) for figure in figures if figure.key in keys)
    if measures:
        yield CatalogueEntry(
            town=town,
            identifier=f"{town.ags}/massnahmen",
            path=page_path(town.ags, "massnahmen/") + "#datensatz",
            title=titled(REGISTER, town),
            description=REGISTER_SAID,
            theme="ENVI",
            issued=min(each.since for each in measures),
            modified=max([times.measures, *effects]),
            version=str(known.data_version),
            source=Text(town.publisher, town.publisher),
            periods=(),
            frequency=eu("frequency", "IRREG"),
            make_files=lambda: register_files(known),
            interface=ENDPOINT,
            keywords=keywords("ENVI"),
        )


def places_entry(known: Known, times: FigureTimes, root: str) -> Iterable[CatalogueEntry]:
    """The published buildings whose place is known."""
    buildings, town = located(known), known.town
    if buildings:
        yield CatalogueEntry(
            town=town,
            identifier=f"{town.ags}/orte",
            path=page_path(town.ags, "offene-daten/") + "#orte",
            title=titled(PLACES, town),
            description=PLACES_SAID,
            theme="REGI",
            issued=min(each.since for each in buildings),
            modified=times.buildings,
            version="",
            source=Text(town.publisher, town.publisher),
            periods=(),
            frequency=eu("frequency", "IRREG"),
            make_files=lambda: [offered("geojson", places_path(town.ags), places(known, root))],
            keywords=keywords("REGI"),
        )


def sensors_entry(known: Known, times: FigureTimes) -> Iterable[CatalogueEntry]:
    """Things whose single readings are public, by the interface of the sensor standard."""
    names, town = sensor_names(known), known.town
    if names:
        yield CatalogueEntry(
            town=town,
            identifier=f"{town.ags}/sensoren",
            path=page_path(town.ags, "sensoren/") + "#datensatz",
            title=titled(SENSORS_NAMED, town),
            description=SENSORS_SAID.format(names=first_few(names.values())),
            theme="ENVI",
            issued=first_public(known),
            modified=times.readings,
            version=str(known.data_version),
            source=Text(town.publisher, town.publisher),
            periods=(),
            frequency=eu("frequency", "IRREG"),
            make_files=tuple,
            interface=SENSORS,
            keywords=keywords("ENVI"),
        )
