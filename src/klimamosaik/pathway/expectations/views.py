"""The page with one table of expectations for all measures, its preview and its undo."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from klimamosaik.pathway.expectations.adopting import (
    NOTHING_TICKED,
    WantedExpectation,
    newest_versions,
    take_over,
    undo,
)
from klimamosaik.pathway.expectations.forms import (
    ExpectationRowForm,
    WholeForm,
    faults_in,
    wishes_of,
)
from klimamosaik.pathway.expectations.models import ExpectationDelivery
from klimamosaik.pathway.expectations.offers import Offer, offers_of
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import Municipality
from klimamosaik.records.done_messages import Deed, tell_done
from klimamosaik.records.forms import tell
from klimamosaik.records.language import translate
from klimamosaik.records.paging import asked, found_in, paged
from klimamosaik.records.versions import NONE
from klimamosaik.records.withdrawal import PageBefore, WithdrawalQuestion, ask_first
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

LATEST = 5  # earlier takings listed
A_PAGE = 25  # measures with four fields each


@dataclass(frozen=True)
class Becomes:
    """One line of the preview: what would be written, and what stood there before."""

    wanted: WantedExpectation
    before: Text | None


@municipality_page(Role.EDITOR)
def expectations(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """All measures in one table: look through, change, leave out, take over with one button."""
    seen = newest_versions(municipality)  # before what the table shows is read
    offers = offers_of(municipality)
    data = request.POST.copy() if request.method == "POST" else None
    whole = WholeForm(data)
    words = asked(request)
    meant = [one for one in offers if found_in(words, one.measure.name, one.measure.key)]
    listed = paged(request, meant, told=LISTED, size=A_PAGE)
    rows = [
        ExpectationRowForm(data, offer=offer, seen=seen.get(offer.measure.pk, NONE))
        for offer in listed.rows
    ]
    known: dict[str, object] = {"whole": whole, "rows": rows, "list": listed, "offers": offers}
    if data is None:
        return page(request, municipality, known)
    wanted = wishes_of(whole, rows)
    known["faults"] = faults_in(rows)
    if known["faults"] or whole.errors:
        return page(request, municipality, known)
    if data.get("do") != "store" or not wanted:
        known |= {"looked": True, "becomes": [becomes(one, offers) for one in wanted]}
        known["nothing"] = None if wanted else NOTHING_TICKED.text
        return page(request, municipality, known)
    try:
        taken = take_over(
            municipality=municipality, wanted=wanted, by=current_user(request), at=timezone.now()
        )
    except InputRejected as refusal:
        known["refused"] = [complaint.text for complaint in refusal.complaints]
        return page(request, municipality, known)
    tell(text for row in rows if row.merged for text in row.merged.told)
    tell_done(request, Deed.EXPECTED, TAKEN.format(count=len(taken.rows)))
    return redirect(request.get_full_path())  # the page of the table one was on


def page(
    request: HttpRequest, municipality: Municipality, known: dict[str, object]
) -> HttpResponse:
    """The table, with what was taken over before."""
    taken = ExpectationDelivery.objects.filter(municipality=municipality).select_related("by")
    offers: tuple[Offer, ...] = known["offers"]  # type: ignore[assignment]
    known |= {
        "taken": [(one, len(one.rows)) for one in taken[:LATEST]],
        "proposed": sum(one.proposed for one in offers),
        "stated": sum(bool(one.stated) for one in offers),
        "entered": sum(one.known is not None for one in offers),
    }
    return render(request, "pathway/expectations.html", known)


def becomes(one: WantedExpectation, offers: tuple[Offer, ...]) -> Becomes:
    """One line of the preview."""
    known = next(each.known for each in offers if each.measure == one.measure)
    if known is None:
        return Becomes(one, None)
    return Becomes(one, BEFORE.format(likely=known.likely_t, low=known.low_t, high=known.high_t))


@require_POST
@municipality_page(Role.EDITOR)
def expectations_undo(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take one taking back; what was changed since stays, and is named."""
    taken = get_object_or_404(ExpectationDelivery, pk=pk, municipality=municipality)

    def taken_back() -> None:
        for text in undo(delivery=taken, by=current_user(request), at=timezone.now()):
            messages.warning(request, translate(text))

    asked = WithdrawalQuestion(
        Text("Diese Eintragungen zurücknehmen?", "Withdraw these entries?"),
        ENTERED.format(count=len(taken.rows), at=localtime(taken.at)),
        GOES_BACK,
        UNDONE,
        Text("Zurücknehmen", "Withdraw"),
    )
    address = reverse("expectations", args=[municipality.ags])
    return ask_first(request, asked, taken_back, before=PageBefore(EXPECTATIONS, address))


LISTED = Text(
    "{first:n} bis {last:n} von {all:n} Maßnahmen", "{first:n} to {last:n} of {all:n} measures"
)
EXPECTATIONS = Text("Erwartete Minderungen", "Expected reductions")
ENTERED = Text("{count:Maßnahme|Maßnahmen}, {at:time}", "{count:measure|measures}, {at:time}")
GOES_BACK = Text(
    "Dann gilt wieder, was vorher eingetragen war; was seitdem geändert wurde, bleibt und wird "
    "genannt.",
    "Then what was entered before counts again; what was changed since stays and is named.",
)


TAKEN = Text(
    "Eingetragen für {count:Maßnahme|Maßnahmen}. Unten lässt es sich zurücknehmen.",
    "Entered for {count:measure|measures}. It can be withdrawn below.",
)
UNDONE = Text(
    "Zurückgenommen. Es gilt wieder, was vorher da war.",
    "Withdrawn. What was there before counts again.",
)
BEFORE = Text("bisher {likely} t ({low} bis {high})", "so far {likely} t ({low} to {high})")
