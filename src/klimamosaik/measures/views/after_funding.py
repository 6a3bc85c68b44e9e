"""Pages on the time after the funding: of all measures, and of one."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.measures.forms.rows import AfterFundingForm
from klimamosaik.measures.models import Measure
from klimamosaik.measures.operations import write_basics
from klimamosaik.measures.queries import (
    AfterFundingPlan,
    FundedMeasure,
    after_funding_of,
    rights_on,
)
from klimamosaik.measures.queries.after_funding import funded
from klimamosaik.measures.views.measure_page import Needs, measure_page
from klimamosaik.measures.views.rows import back
from klimamosaik.people.access import municipality_page, visited
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import Municipality
from klimamosaik.records.forms import stored
from klimamosaik.terms.document import Document, document
from klimamosaik.terms.text import Text


@municipality_page(Role.READER)
def after_funding(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """How every funded measure goes on once the money ends, and what it costs whom."""
    found = after_funding_of(municipality=municipality, today=timezone.localdate())
    visit = visited(request)
    lines = [(line, rights_on(visit=visit, measure=line.measure).whole) for line in found.lines]
    page = {"found": found, "lines": lines, "headline": headline(found)}
    return render(request, "measures/after_funding.html", page)


def headline(found: AfterFundingPlan) -> Text:
    """Of how many it is not known yet how they go on."""
    if not found.lines:
        return NONE
    if not found.open:
        return ALL_KNOWN
    return SOME_OPEN.format(open=found.open, all=len(found.lines))


@municipality_page(Role.READER)
def after_funding_json(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The figures for machines."""
    del request
    found = after_funding_of(municipality=municipality, today=timezone.localdate())
    return JsonResponse(after_funding_document(found))


@document
def after_funding_document(found: AfterFundingPlan) -> Document:
    """What goes on, what it costs, and who pays."""
    return {
        "as_of": found.today,
        "measures": [funded_document(line) for line in found.lines],
        "not_settled": found.open,
        "running_eur_a_year": found.running,
        "by_payer": [
            {
                "payers": [each.name for each in one.payers],
                "running_eur_a_year": one.running if one.known else None,
                "measures": one.count,
                "without_running_cost": one.unknown,
            }
            for one in found.sums
        ],
    }


def funded_document(line: FundedMeasure) -> Document:
    """One measure for machines; null is not known."""
    measure = line.measure
    return {
        "id": measure.pk,
        "key": measure.key,
        "name": measure.name,
        "funding_ends_on": line.ends_on,
        "decision": line.decision,
        "handed_to": measure.handed_to.name if measure.handed_to else None,
        "running_eur_a_year": line.running,
        "running_year": line.year,
        "payers": [each.name for each in line.payers],
        "missing": [text.en for text in line.missing],
        "overdue": line.overdue,
    }


@measure_page(Needs.WHOLE)
def measure_after_funding(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Say when the money ends and what was decided for afterwards."""
    form = AfterFundingForm(
        request.POST or None, instance=measure, municipality=measure.municipality
    )

    def written() -> object:
        return write_basics(measure=form.instance, by=current_user(request), at=timezone.now())

    if stored(form, written):
        return back(measure, "after-funding")
    page = {"form": form, "line": funded(Measure.objects.get(pk=measure.pk), timezone.localdate())}
    return render(request, "measures/after_funding_form.html", page)


NONE = Text("Keine Maßnahme ist als gefördert eingetragen", "No measure is entered as funded")
ALL_KNOWN = Text(
    "Bei keiner geförderten Maßnahme ist offen, wie es weitergeht",
    "For no funded measure it is open how it goes on",
)
SOME_OPEN = Text(
    "Bei {open:n} von {all:n} steht noch nicht fest, wie es weitergeht",
    "For {open:n} of {all:n} it is not settled yet how it goes on",
)
