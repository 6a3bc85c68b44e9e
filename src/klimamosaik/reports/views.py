"""Pages of the energy report, of a building, and of the way back from a figure."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, Municipality
from klimamosaik.records.language import reader_language
from klimamosaik.reports.building_list import MOST_LETTERS, listed_buildings, order_in
from klimamosaik.reports.energy import tables
from klimamosaik.reports.energy.building_tables import beside_table, building_table
from klimamosaik.reports.energy.pictures import beside_picture, building_chart
from klimamosaik.reports.energy.report_sentences import building_sentences, weather_note
from klimamosaik.reports.energy.written_figures import Pen
from klimamosaik.reports.kernel.figures import BuildingReport, EnergyReport
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.operations import FORMATS, report_bytes
from klimamosaik.reports.pages import BuildingPage, building_page
from klimamosaik.reports.queries.council import council_report
from klimamosaik.reports.report_page import opening_of, rows_of, shown, status_of_report
from klimamosaik.reports.report_request import ReportRequest, YearsForm, asked
from klimamosaik.reports.tracing import figure_trace
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.years import is_possible

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@municipality_page(Role.READER)
def report(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The report on the screen, with the files to take along."""
    wanted, form = asked(request, municipality)
    context: dict[str, object] = {"form": form, "query": wanted.query, "wanted": wanted}
    try:
        found = report_today(municipality, wanted)
    except InputRejected as refusal:
        nothing = any(each.code == "no_data" for each in refusal.complaints)
        context |= {
            "complaints": refusal.complaints,
            "empty": nothing and wanted.usual.until is None,
        }
        return render(request, "reports/report.html", context)
    listed = listed_buildings(
        found,
        asked=request.GET.get("q", "").strip()[:MOST_LETTERS],
        order=order_in(request.GET.get("nach", "")),
        page=request.GET.get("seite", ""),
    )
    context |= opening_of(found) | shown(found) | rows_of(found, listed)
    return render(request, "reports/report.html", context)


def report_today(municipality: Municipality, wanted: ReportRequest) -> EnergyReport:
    """The report of the years and factors asked for, as it is today. Raises InputRejected."""
    return council_report(
        municipality=municipality,
        years=wanted.years,
        written_on=timezone.localdate(),
        factors=wanted.factors,
    )


@municipality_page(Role.READER)
def report_file(request: HttpRequest, municipality: Municipality, ending: str) -> HttpResponse:
    """The report to take along."""
    if ending not in FORMATS:
        raise Http404
    wanted, _ = asked(request, municipality)
    language = reader_language()
    try:
        found = report_today(municipality, wanted)
    except InputRejected as refusal:
        context = {"complaints": refusal.complaints, "form": YearsForm(), "query": wanted.query}
        return render(request, "reports/report.html", context, status=400)
    content = report_bytes(report=found, format=ending, language=language)
    name = f"energiebericht-{municipality.ags}-{wanted.years[0]}-{wanted.years[-1]}.{ending}"
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[ending],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@municipality_page(Role.READER)
def building(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """One building: use, cost, CO2, water, its past, its kind, base load, meters, measures."""
    place = get_object_or_404(Building, pk=pk, municipality=municipality)
    wanted, form = asked(request, municipality)
    context: dict[str, object] = {"place": place, "form": form}
    try:
        page = building_page(
            municipality=municipality,
            building=place,
            years=wanted.years,
            today=timezone.localdate(),
        )
    except InputRejected as refusal:
        context |= {"complaints": refusal.complaints, "meters": place.meter_points.all()}
        return render(request, "reports/building.html", context)
    language = reader_language()
    pen = Pen(language)
    context |= {
        "page": page,
        "stand": status_of_report(page.report, page.changed),
        "meters": page.meters,
        "chart": building_chart(page.report, page.building, language),
        "narrow": building_chart(page.report, page.building, language, phone=True),
        "beside": beside_picture(page.report, page.building, pen),
        "beside_table": beside_table(page.report, page.building, pen),
        "table": building_table(page.report, page.building, pen),
        "sentences": building_sentences(page.report, page.building, pen),
        "figures": why_links(page.report, page.building),
        "note": weather_note(page.report),
        "aside": aside_here(page, pen),
    }
    return render(request, "reports/building.html", context)


def aside_here(page: BuildingPage, pen: Pen) -> tables.ReportTable:
    """What the meters of a building counted that are in no figure of it."""
    aside = [one for one in page.report.given.aside if one.building == page.building.id]
    return tables.aside_table(page.report, aside, pen)


def why_links(found: EnergyReport, given: BuildingReport) -> list[tuple[Medium, list[int]]]:
    """For each medium of a building the years whose figure can be walked back."""
    return [
        (
            medium,
            [f.year for f in given.years if f.use[medium].value is not None],
        )
        for medium in Medium
        if any(f.use[medium].value is not None for f in given.years)
    ]


@municipality_page(Role.READER)
def figure_why(
    request: HttpRequest, municipality: Municipality, pk: int, year: int, medium: str
) -> HttpResponse:
    """Warum? From a yearly figure back to its readings, deliveries, factor and method."""
    place = get_object_or_404(Building, pk=pk, municipality=municipality)
    if medium not in list(Medium) or not is_possible(year):
        raise Http404
    try:
        trace = figure_trace(
            municipality=municipality,
            building=place,
            medium=Medium(medium),
            year=year,
            today=timezone.localdate(),
        )
    except InputRejected as error:
        raise Http404 from error
    figures = trace.figures
    context = {
        "trace": trace,
        "stand": status_of_report(trace.report, trace.changed),
        "place": place,
        "use": figures.use[trace.medium],
        "cost": figures.cost[trace.medium],
        "co2": figures.co2[trace.medium],
        "corrected": figures.heat_corrected if trace.medium is Medium.HEAT else None,
        "unit": "m³" if trace.medium is Medium.WATER else "kWh",
    }
    return render(request, "reports/figure_why.html", context)
