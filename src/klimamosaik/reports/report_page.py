"""The parts of the report page, as its template shows them."""

from collections.abc import Sequence

from django.urls import reverse

from klimamosaik.observations.queries.data_status import DataStatus, status_at
from klimamosaik.records.language import reader_language
from klimamosaik.reports.building_list import BuildingOrder, ListedBuildings
from klimamosaik.reports.energy import council_tables, tables
from klimamosaik.reports.energy.building_tables import overview_table
from klimamosaik.reports.energy.methods import methods
from klimamosaik.reports.energy.pictures import STEPS, change_chart, totals_chart
from klimamosaik.reports.energy.report_sentences import (
    completeness,
    lacking_note,
    law,
    opening,
    overview_note,
    span_of,
    weather_note,
)
from klimamosaik.reports.energy.written_figures import Pen
from klimamosaik.reports.kernel.figures import BuildingReport, EnergyReport, UseSubject
from klimamosaik.reports.kernel.missing_data import wanting
from klimamosaik.reports.kernel.ranking import ranking
from klimamosaik.reports.kernel.register_inputs import CouncilPart, MeasureResult
from klimamosaik.reports.kernel.sentences import change_text, gaps_text, headline
from klimamosaik.reports.kernel.weather import WeatherCorrection
from klimamosaik.reports.queries.duty import duty
from klimamosaik.sources.weather.degree_days import MEAN_YEARS
from klimamosaik.terms.text import Text, first_few

A_FEW = 10  # measures and decisions on the page; all are in the files


def status_of_report(found: EnergyReport, changed: Sequence[Text] | None = None) -> DataStatus:
    """The data behind a page of the report, and why its figures changed."""
    told = found.given.changed if changed is None else changed
    return status_at(found.given.data_version, changed=told)


def opening_of(found: EnergyReport) -> dict[str, object]:
    """What the council must know first: sentences, measures, buildings by money, decisions."""
    pen, council = Pen(reader_language()), found.given.council
    ranked = ranking(found)
    table = council_tables.ranking_table(found, ranked, pen)
    return {
        "headline": headline(found),
        "opening": opening(found, pen),
        "weather": weather_note(found),
        "corrected": found.correction.method is not WeatherCorrection.NONE,
        "wanting": {each.value for each in wanting(found)},
        "weather_years": len(found.correction.mean_years),
        "years_needed": MEAN_YEARS,
        "council": council,
        "unmeasured": first_few(council.unmeasured, A_FEW) if council else "",
        "counted": council_tables.counted(council.measures) if council else None,
        "measures": measure_rows(council, pen),
        "more_measures": len(council.measures) > A_FEW if council else False,
        "ranked": table,
        "ranked_rows": named_rows(found, table, [row.building for row in ranked.first]),
        "ranked_by_cost": ranked.subject is UseSubject.COST,
        "ranked_said": council_tables.ranking_sentence(found, ranked, pen),
        "decisions": decision_rows(council, pen),
        "more_decisions": len(council.decisions) > A_FEW if council else False,
    }


def measure_rows(
    council: CouncilPart | None, pen: Pen
) -> list[tuple[MeasureResult, list[str], list[str]]]:
    """Each measure with the lines of its effect and of its days."""
    told = council.measures[:A_FEW] if council else ()
    return [
        (
            each,
            council_tables.difference(each, pen).splitlines(),
            [pen.say(council_tables.days_of(each))],
        )
        for each in told
    ]


def decision_rows(council: CouncilPart | None, pen: Pen) -> list[tuple[int, str, str]]:
    """Measures by id and name with what is to be decided."""
    asked = council.decisions[:A_FEW] if council else ()
    return [(each.measure, each.name, council_tables.decision_line(each, pen)) for each in asked]


def shown(found: EnergyReport) -> dict[str, object]:
    """The figures of all buildings, why they changed, and how they are made."""
    language = reader_language()
    pen = Pen(language)
    first, last = found.years[0], found.years[-1]
    changes = [found.change(subject, first, last) for subject in (UseSubject.COST, UseSubject.CO2)]
    return {
        "report": found,
        "stand": status_of_report(found),
        "span": span_of(found),
        "chart": totals_chart(found, language),
        "narrow": totals_chart(found, language, phone=True),
        "totals": tables.totals_table(found, pen),
        "medium": tables.medium_table(found, pen),
        "note": lacking_note(found, pen),
        "sentences": completeness(found, pen),
        "changes": [
            (
                change_chart(change, pen, width=STEPS),
                change,
                tables.changes_table(found, change.subject, pen),
                change_text(change),
                first_few(pen.each(change.left_out), A_FEW),
            )
            for change in changes
            if change is not None and change.decidable
        ],
        "no_gaps": gaps_text(found),
        "factors": tables.factors_table(found, pen),
        "methods": methods(found),
        "law": law(found, duty(found.given.town.state, last), pen),
    }


def named_rows(
    found: EnergyReport, table: tables.ReportTable, buildings: Sequence[BuildingReport]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The rows of a table by the page of their building, each cell with the head of its column."""
    span = f"?von={found.years[0]}&bis={found.years[-1]}"
    pages = [reverse("building", args=[found.given.town.ags, each.id]) for each in buildings]
    return [
        (page + span, list(zip(table.head, row, strict=True)))
        for page, row in zip(pages, table.rows, strict=True)
    ]


def rows_of(found: EnergyReport, listed: ListedBuildings) -> dict[str, object]:
    """The buildings of one page of the list, with what is missing of them."""
    pen = Pen(reader_language())
    buildings = listed.buildings
    overview = overview_table(found, pen, buildings)
    gaps = [gap for building in buildings for gap in building.gaps]
    return {
        "listed": listed,
        "orders": list(BuildingOrder),
        "overview": overview,
        "overview_note": overview_note(found, pen),
        "rows": named_rows(found, overview, buildings),
        "gaps": tables.gaps_table(pen, gaps),
        "gaps_elsewhere": len(found.gaps) > len(gaps),
    }
