"""Pages for files: drop them, see what was understood, correct, store, undo."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from klimamosaik.observations.intake import work
from klimamosaik.observations.intake.import_summary import delivery_summary, what_goes
from klimamosaik.observations.intake.preview import FileForms, file_forms
from klimamosaik.observations.intake.preview_summary import summary
from klimamosaik.observations.intake.taking_back import undo as undo_import
from klimamosaik.observations.intake.unfinished import unfinished
from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations.file_endings import taken_endings
from klimamosaik.observations.operations.reading import read_with
from klimamosaik.observations.operations.upload import StageProgress, Upload
from klimamosaik.observations.operations.uploads import not_stored, uploaded, waiting
from klimamosaik.observations.queries.bills import bills_brought
from klimamosaik.observations.queries.places_brought import (
    PlaceCounts,
    places_brought,
    places_by_delivery,
)
from klimamosaik.observations.queries.revisions import revised_by
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user, notify
from klimamosaik.places.models import Municipality
from klimamosaik.records.language import translate
from klimamosaik.records.withdrawal import PageBefore, WithdrawalQuestion, ask_first
from klimamosaik.sources.measure_lists import looks_like_measures
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

DELIVERIES_SHOWN = 50
NO_PLACES = PlaceCounts()
METERS = 5  # of a delivery whose corrected values are shown
LARGEST_LIST = 3_000_000  # [bytes] lists of measures are small; readings need not be asked twice


@municipality_page(Role.READER)
def files(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Drop files; below, what was delivered so far."""
    brought = Delivery.objects.filter(municipality=municipality, streamed=False)
    delivered = brought.select_related("by", "withdraws")
    shown = list(delivered[:DELIVERIES_SHOWN])
    undone = set(
        Delivery.objects.filter(withdraws__in=shown).values_list("withdraws_id", flat=True)
    )
    billed, revised = bills_brought(shown), revised_by([each.seq for each in shown])
    made = places_by_delivery(shown, column="brought")
    gone = places_by_delivery(shown, column="withdrawn")
    page = {
        "deliveries": [
            (
                each,
                each.seq in undone,
                delivery_summary(
                    each,
                    billed.get(each.seq, 0),
                    made.get(each.seq, NO_PLACES),
                    gone.get(each.seq, NO_PLACES),
                ),
                revised.get(each.seq, [])[:METERS],
            )
            for each in shown
        ],
        "billed": billed,
        "made": made,
        "more": max(0, delivered.count() - len(shown)),
        "upload_mb": settings.UPLOAD_MB,
        "endings": ",".join(taken_endings()),
        "waiting": not_stored(municipality, current_user(request).pk),
    }
    return render(request, "observations/files.html", page)


@municipality_page(Role.EDITOR)
def upload(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Keep the files, look at them, and show what was understood."""
    if request.method != "POST":  # somebody kept the address, or came back to it
        return redirect("files", ags=municipality.ags)
    kept = uploaded(request, municipality)
    if kept is None:
        return redirect("files", ags=municipality.ags)
    if lists_measures(kept):
        kept.keep_page("list_preview")
        return redirect("list_preview", ags=municipality.ags, token=kept.token)
    work.start(kept, work.LOOK)
    return redirect("preview", ags=municipality.ags, token=kept.token)


def lists_measures(kept: Upload) -> bool:
    """True where all files are lists of measures; those have a preview of their own."""
    try:
        return kept.size <= LARGEST_LIST and all(
            read_with(looks_like_measures, kept.data(number), name=name, largest=LARGEST_LIST)
            for number, name in enumerate(kept.names)
        )
    except InputRejected:  # too much to look at; what reads it next says so
        return False


@municipality_page(Role.EDITOR)
def preview(request: HttpRequest, municipality: Municipality, token: str) -> HttpResponse:
    """Show how far the work is, what was understood, or what became of it."""
    kept = waiting(request, municipality, token)
    if kept is None:
        return gone(request, municipality)
    shown = unfinished(request, municipality, kept)
    if shown is not None:
        return shown
    if request.method == "POST":
        return decided(request, municipality, kept)
    found = file_forms(kept.understood(), before=kept.earlier())
    return preview_page(request, municipality, kept, found)


def decided(request: HttpRequest, municipality: Municipality, kept: Upload) -> HttpResponse:
    """Look again with the corrections, or store."""
    found = file_forms(kept.understood(), request.POST)
    if False in [each.valid for each in found]:
        return preview_page(request, municipality, kept, found)
    told = {each.number: each.corrections() for each in found}
    changed = [each for each in found if told[each.number] != each.file.corrections]
    for each in changed:
        kept.correct(each.number, told[each.number])
    wants_store = request.POST.get("do") == "store"
    if changed:
        kept.keep_earlier()
    if wants_store and changed:
        notify(request, LOOK_AGAIN)
    elif not wants_store and not changed:
        messages.error(request, translate(NOTHING_SAID))
    if changed or wants_store:
        work.start(kept, work.LOOK if changed else work.STORE)
    return redirect("preview", ags=municipality.ags, token=kept.token)


def preview_page(
    request: HttpRequest, municipality: Municipality, kept: Upload, found: tuple[FileForms, ...]
) -> HttpResponse:
    """What was understood, with the forms to correct it."""
    questions = [asked for each in found for asked in each.asked]
    page = {
        "stage": kept,
        "files": found,
        "questions": questions,
        "summary": summary([each.file for each in found]),
        "storable": not questions and not any(each.file.empty for each in found),
        "building_names": list(municipality.buildings.values_list("name", flat=True)),
        "invalid": request.method == "POST",
        "changes": [change for each in found for change in each.changes],
    }
    return render(request, "observations/preview.html", page)


@require_POST
@municipality_page(Role.EDITOR)
def back(request: HttpRequest, municipality: Municipality, token: str) -> HttpResponse:
    """From a refusal back to the preview."""
    kept = waiting(request, municipality, token)
    if kept is None or not kept.seen or kept.at_work:
        return gone(request, municipality)
    for number, file in enumerate(kept.understood()):
        kept.correct(number, file.corrections)  # what was refused is no correction
    kept.keep_progress(StageProgress(1.0, Text("", ""), "ready"))
    return redirect("preview", ags=municipality.ags, token=token)


@require_POST
@municipality_page(Role.EDITOR)
def undo(request: HttpRequest, municipality: Municipality, seq: int) -> HttpResponse:
    """Take a delivery back; what was there before counts again."""
    delivery = get_object_or_404(Delivery, seq=seq, municipality=municipality)
    asked = WithdrawalQuestion(
        Text("Diesen Import zurücknehmen?", "Withdraw this import?"),
        IMPORT.format(name=delivery.name, at=localtime(delivery.at)),
        BROUGHT.format(
            count=delivery.new + delivery.changed, places=what_goes(places_brought(delivery))
        ),
        UNDONE,
        Text("Zurücknehmen", "Withdraw"),
    )
    by, at = current_user(request), timezone.now()
    return ask_first(
        request,
        asked,
        lambda: undo_import(delivery=delivery, by=by, at=at),
        before=PageBefore(Text("Dateien", "Files"), reverse("files", args=[municipality.ags])),
    )


IMPORT = Text("{name} ({at:time})", "{name} ({at:time})")
BROUGHT = Text(
    "{count:Messwert|Messwerte} und die Rechnungen daraus zählen dann nicht mehr; es gilt, was "
    "vorher da war. Was spätere Importe berichtigt haben, bleibt. {places}",
    "{count:reading|readings} and the bills of it count no more; what was there before does. What "
    "later imports have corrected stays. {places}",
)


def gone(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The upload is not there any more."""
    messages.error(request, translate(GONE))
    return redirect("files", ags=municipality.ags)


GONE = Text(
    "Diese Dateien liegen nicht mehr bereit. Bitte wählen Sie sie noch einmal aus.",
    "These files are no longer waiting. Please choose them once more.",
)
LOOK_AGAIN = Text(
    "Mit Ihren Änderungen neu gelesen. Bitte noch einmal ansehen, dann speichern.",
    "Read again with your changes. Please look once more, then store.",
)
NOTHING_SAID = Text(
    "Sie haben nichts geändert. Bitte wählen Sie eine Antwort, oder ändern Sie etwas.",
    "You changed nothing. Please choose an answer, or change something.",
)
UNDONE = Text(
    "Der Import ist zurückgenommen. Es gilt wieder, was vorher da war.",
    "The import is withdrawn. What was there before counts again.",
)
