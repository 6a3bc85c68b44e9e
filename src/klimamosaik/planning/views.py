"""Pages of a plan: asking for it, waiting for it, looking at it, and what it has to keep to."""

from itertools import accumulate

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from klimamosaik.drawing.scale import Pictures
from klimamosaik.observations.queries.data_status import status_at
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user, notify, notify_rejection
from klimamosaik.places.models import Municipality
from klimamosaik.planning import selection_work, wording
from klimamosaik.planning.changes_since_plan import newer_than
from klimamosaik.planning.documents import selection_document, selection_workbook
from klimamosaik.planning.forms import SelectionForm, TieForm, asked_before, open_measures
from klimamosaik.planning.models import Dependence, Selection, SelectionState, Tie
from klimamosaik.planning.operations import ask_again, ask_for_selection, tie
from klimamosaik.planning.outcome import Outcome, outcome_from
from klimamosaik.planning.pictures import MOST, plan_pictures
from klimamosaik.records.forms import complain, stored
from klimamosaik.records.language import reader_language
from klimamosaik.records.paging import Paged, asked, found_in, paged
from klimamosaik.records.withdrawal import Dropping, PageBefore, drop_page
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 20  # earlier plans a page: the form stands below them
TOLD = Text("{first:n} bis {last:n} von {all:n} Plänen", "{first:n} to {last:n} of {all:n} plans")


@municipality_page(Role.READER)
def planning(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Which measures first? Ask for a plan; below, the plans there are."""
    earlier = Selection.objects.filter(municipality=municipality).select_related("by")
    today = local_day(timezone.now())
    form = SelectionForm(initial=asked_before(earlier.first(), today), municipality=municipality)
    listed: Paged[Selection] = paged(request, earlier, told=TOLD, size=SHOWN)
    known = {
        "form": form,
        "list": listed,
        "earlier": [(one, one_line(one)) for one in listed.rows],
        "measures": open_measures(municipality).exists(),
        "ties": Dependence.objects.filter(measure__municipality=municipality).count(),
    }
    return render(request, "planning/planning.html", known)


def one_line(selection: Selection) -> Text:
    """A plan in the list of plans."""
    if selection.stand != SelectionState.FOUND:
        return NOT_FOUND if selection.stand == SelectionState.FAILED else STILL_WORKING
    found = outcome_from(selection.result)
    return wording.headline(selection, found) if found else OLDER


@municipality_page(Role.EDITOR)
def selection_new(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Ask for a plan and go on to it; who only looks is led to the page that asks."""
    if request.method != "POST":
        return redirect("planning", ags=municipality.ags)
    form = SelectionForm(request.POST or None, municipality=municipality)
    if form.is_valid():
        try:
            found = ask_for_selection(
                municipality=municipality,
                wish=form.wish,
                by=current_user(request),
                at=timezone.now(),
            )
        except InputRejected as refusal:
            complain(form, refusal)
        else:
            selection_work.begin(found, open_measures(municipality).count())
            return redirect("selection", ags=municipality.ags, pk=found.pk)
    return render(request, "planning/planning.html", {"form": form, "measures": True})


@municipality_page(Role.READER)
def selection(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """How far the search is, why there is no plan, or the plan."""
    found = get_object_or_404(Selection, pk=pk, municipality=municipality)
    if selection_work.interrupted(found, timezone.now()):
        return render(request, "planning/failed.html", {"selection": found, "texts": [BROKEN_OFF]})
    if found.stand == SelectionState.WORKING:
        return render(request, "planning/working.html", {"selection": found})
    if found.stand == SelectionState.FAILED:
        texts = [Text(one["de"], one["en"]) for one in found.complaints]
        return render(request, "planning/failed.html", {"selection": found, "texts": texts})
    outcome = outcome_from(found.result)
    if outcome is None:
        return render(request, "planning/failed.html", {"selection": found, "texts": [OLDER]})
    known = {
        "selection": found,
        "newer": newer_than(found, outcome),
        "stand": status_at(outcome.data_version),
        "outcome": outcome,
        "years": year_lines(found, outcome),
        "more": wording.more_text(outcome),
        "grants": any(one.grant for one in outcome.planned),
        "spent": sum(outcome.cost),
        "headline": wording.headline(found, outcome),
        "texts": [
            wording.money_text(found, outcome),
            wording.gap_text(outcome),
            wording.reach_text(outcome),
        ],
        "pictures": pictures(found, outcome) if outcome.planned else None,
        "undrawn": max(len(outcome.planned) - MOST, 0),
    }
    return render(request, "planning/selection.html", known)


@require_POST
@municipality_page(Role.EDITOR)
def selection_again(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Work the same plan out on the data there are now; the old one stays in the list."""
    found = get_object_or_404(Selection, pk=pk, municipality=municipality)
    try:
        again = ask_again(selection=found, by=current_user(request), at=timezone.now())
    except InputRejected as refusal:
        notify_rejection(request, refusal)
        return redirect("selection", ags=municipality.ags, pk=pk)
    selection_work.begin(again, open_measures(municipality).count())
    return redirect("selection", ags=municipality.ags, pk=again.pk)


def year_lines(found: Selection, outcome: Outcome) -> list[tuple[int, float, float | None, float]]:
    """Year, money, money kept for later years (None: not kept), and staff days."""
    years = range(found.first_year, found.last_year + 1)
    kept = [
        found.budget * count - spent if found.carried else None
        for count, spent in enumerate(accumulate(outcome.cost), start=1)
    ]
    return list(zip(years, outcome.cost, kept, outcome.staff, strict=True))


def pictures(found: Selection, outcome: Outcome) -> Pictures:
    """The plan for a broad page and for a phone."""
    return plan_pictures(
        outcome.planned,
        years=range(found.first_year, found.last_year + 1),
        said=wording.picture_text(found, outcome),
        language=reader_language(),
    )


def outcome_or_404(municipality: Municipality, pk: int) -> tuple[Selection, Outcome]:
    """A plan that was found."""
    found = get_object_or_404(Selection, pk=pk, municipality=municipality)
    outcome = outcome_from(found.result) if found.stand == SelectionState.FOUND else None
    if outcome is None:
        raise Http404
    return found, outcome


@municipality_page(Role.READER)
def selection_json(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The plan for machines."""
    found, outcome = outcome_or_404(municipality, pk)
    return JsonResponse(selection_document(found, outcome))


@municipality_page(Role.READER)
def selection_xlsx(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The plan as an Excel file."""
    found, outcome = outcome_or_404(municipality, pk)
    answer = HttpResponse(selection_workbook(found, outcome, reader_language()), content_type=EXCEL)
    name = f"plan-{municipality.ags}-{found.first_year}-{found.last_year}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@municipality_page(Role.READER)
def ties(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """What needs what, and what rules out what."""
    return tie_page(request, municipality, TieForm(municipality=municipality))


@require_POST
@municipality_page(Role.EDITOR)
def tie_new(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Write a prerequisite or an exclusion down."""
    form = TieForm(request.POST, municipality=municipality)

    def tied() -> object:
        given = form.cleaned_data
        return tie(
            measure=given["measure"],
            other=given["other"],
            kind=Tie(given["kind"]),
            reason=given["reason"],
            by=current_user(request),
        )

    if stored(form, tied):
        notify(request, SAVED)
        return redirect("ties", ags=municipality.ags)
    return tie_page(request, municipality, form)


def tie_page(request: HttpRequest, municipality: Municipality, form: TieForm) -> HttpResponse:
    """All ties, and the form for another."""
    rows = Dependence.objects.filter(measure__municipality=municipality)
    words = asked(request)
    wanted = [
        row
        for row in rows.select_related("measure", "other")
        if found_in(words, row.measure.name, row.other.name, row.reason)
    ]
    known = {
        "form": form,
        "some": wanted or rows.exists(),
        "list": paged(request, wanted, told=TOLD_TIES),
    }
    return render(request, "planning/ties.html", known)


@require_POST
@municipality_page(Role.EDITOR)
def tie_drop(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take a prerequisite or an exclusion back."""
    row = get_object_or_404(Dependence, pk=pk, measure__municipality=municipality)
    before = PageBefore(TIES, reverse("ties", args=[municipality.ags]))
    return drop_page(request, row, TIE_DROPPING, before=before, by=current_user(request))


TIE_NAMED = Text("{one} {tie} {other}", "{one} {tie} {other}")
TIES = Text("Bedingungen", "Conditions")
TIE_DROPPING = Dropping(
    Dependence,
    Text("Diese Bedingung entfernen?", "Remove this condition?"),
    lambda row: TIE_NAMED.format(one=row.measure.name, tie=Tie(row.tie).text, other=row.other.name),
    Text(
        "Neue Pläne richten sich nicht mehr danach. Das Änderungsprotokoll behält sie.",
        "New plans no longer keep to it. The history keeps it.",
    ),
    Text("Die Bedingung ist entfernt.", "Condition removed."),
)


SAVED = Text("Gespeichert.", "Saved.")
TOLD_TIES = Text(
    "{first:n} bis {last:n} von {all:n} Bedingungen", "{first:n} to {last:n} of {all:n} conditions"
)
NOT_FOUND = Text("kein Plan gefunden", "no plan found")
STILL_WORKING = Text("wird noch gesucht", "still being searched")
OLDER = Text(
    "Mit einer früheren Fassung gerechnet; bitte noch einmal rechnen lassen.",
    "Worked out with an earlier version; please have it worked out again.",
)
BROKEN_OFF = Text(
    "Die Suche wurde unterbrochen, z. B. weil der Server neu gestartet ist. Bitte noch einmal "
    "rechnen lassen.",
    "The search was interrupted, e.g. because the server was restarted. Please start it again.",
)
