"""Pages on data sources: which there are, how each is doing, what its series say."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from klimamosaik.observations.operations.file_arrivals import staged_for
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user, notify, notify_rejection
from klimamosaik.places.models import Municipality
from klimamosaik.records.done_messages import Deed, tell_done
from klimamosaik.records.forms import stored
from klimamosaik.records.long_lists import only_searching
from klimamosaik.records.paging import asked, found_in, paged
from klimamosaik.records.undoing import noting
from klimamosaik.records.withdrawal import (
    SURE,
    PageBefore,
    WithdrawalQuestion,
    ask_first,
    offer_undo,
)
from klimamosaik.streams import operations
from klimamosaik.streams.first_look import look, unsaved
from klimamosaik.streams.folder.work import bytes_of
from klimamosaik.streams.forms import CounterForm, RenewableForm, SourceForm
from klimamosaik.streams.models import (
    BY_MESSAGE,
    DataSource,
    FileOutcome,
    SourceKind,
    SourceSeries,
    TakenFile,
)
from klimamosaik.streams.operations import AddedSource
from klimamosaik.streams.own.yearly import own_use
from klimamosaik.streams.queries.sources import (
    series_of_source,
    source_line,
    sources_of,
    troubled_devices,
)
from klimamosaik.streams.source_draft import refuse_address
from klimamosaik.streams.source_preview import SourcePreview
from klimamosaik.streams.uplinks.operations import tie_counter, untie_counter
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

SHOWN = 50  # series or files a page; each is a kilobyte
LOGS_IN = (SourceKind.SENSORTHINGS, SourceKind.MQTT)
TOLD = Text(
    "{first:n} bis {last:n} von {all:n} Quellen", "{first:n} to {last:n} of {all:n} sources"
)
SECONDS = 20.0  # a page waits for a preview at most


@municipality_page(Role.READER)
def sources(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """All sources with their state."""
    now, words = timezone.now(), asked(request)
    found = sources_of(municipality=municipality, now=now)
    wanted = [each for each in found if found_in(words, each.source.name, each.source.owner)]
    page = {
        "some": bool(found),
        "list": paged(request, wanted, told=TOLD),
        "own": own_use(municipality=municipality, now=now),
    }
    return render(request, "streams/sources.html", page)


@municipality_page(Role.ADMIN)
def add(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Look at a source, then add it."""
    form = SourceForm(request.POST or None)
    seen: SourcePreview | None = None
    if request.method == "POST" and form.is_valid():
        try:
            wish = form.wish(municipality)
            if request.POST.get("do") == "add":
                added = operations.add_source(
                    wish=wish, by=current_user(request), at=timezone.now()
                )
                return added_page(request, municipality, added)
            refuse_address(wish)
            seen = look(unsaved(wish), now=timezone.now(), seconds=SECONDS)
        except InputRejected as refusal:
            form.refused(refusal)
    return render(request, "streams/add.html", {"form": form, "seen": seen, "shown": SHOWN})


def added_page(
    request: HttpRequest, municipality: Municipality, added: AddedSource
) -> HttpResponse:
    """The source that was added; who pushes sees address and token once."""
    if not added.token:
        tell_done(request, Deed.SOURCE_ADDED, ADDED)
        return redirect("source", ags=municipality.ags, pk=added.source.pk)
    return source_page(request, municipality, added.source, token=added.token)


@municipality_page(Role.READER)
def source(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """One source: what was promised, how it is doing, its series."""
    found = get_object_or_404(DataSource, pk=pk, municipality=municipality)
    return source_page(request, municipality, found)


def source_page(
    request: HttpRequest,
    municipality: Municipality,
    found: DataSource,
    *,
    token: str = "",
    renewable: RenewableForm | None = None,
) -> HttpResponse:
    """The page of a source, with a token only right after it was made."""
    now, is_own = timezone.now(), found.kind == SourceKind.OWN
    series = series_of_source(source=found, now=now)
    pages = Paginator(series, SHOWN)
    page = {
        "line": source_line(found, now),
        "series": pages.get_page(request.GET.get("seite")),
        "devices": troubled_devices(source=found)[:SHOWN],
        "files": found.files.all()[:SHOWN],
        "asks": FileOutcome.ASKS,
        "remains": operations.remains_of(found),
        "token": token,
        "push": request.build_absolute_uri(push_path(found)),
        "is_push": found.kind == SourceKind.PUSH,
        "is_folder": found.kind == SourceKind.FOLDER,
        "is_own": is_own,
        "own": own_use(municipality=municipality, now=now) if is_own else None,
        "renewable": (renewable or RenewableForm(of=found)) if is_own else None,
        "logs_in": found.kind in LOGS_IN or bool(found.secret),
    }
    return render(request, "streams/source.html", page)


def push_path(found: DataSource) -> str:
    """Where a network server sends its messages, below this server's address."""
    return PUSH_PATH.format(pk=found.pk)


PUSH_PATH = "/quellen/{pk}/uplink"


@require_POST
@municipality_page(Role.EDITOR)
def change(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Pause, go on, leave a series out or take it in again; say what this server runs on."""
    found = get_object_or_404(DataSource, pk=pk, municipality=municipality)
    who, wish = current_user(request), request.POST.get("do", "")
    if wish == "pause":
        operations.pause(source=found, by=who, at=timezone.now())
        notify(request, PAUSED)
    elif wish == "resume":
        operations.resume(source=found, by=who)
        notify(request, RESUMED)
    elif wish in ("out", "in"):
        series = get_object_or_404(found.series, key=request.POST.get("key", ""))
        operations.leave_out(source=found, key=series.key, out=wish == "out", by=who)
        notify(request, LEFT_OUT if wish == "out" else TAKEN_IN)
    elif wish == "renewable" and found.kind == SourceKind.OWN:
        form = RenewableForm(request.POST, of=found)
        if not stored(
            form, lambda: operations.state_renewable(source=found, share=form.stated, by=who)
        ):
            return source_page(request, municipality, found, renewable=form)
        notify(request, RENEWABLE)
    return redirect("source", ags=municipality.ags, pk=pk)


@require_POST
@municipality_page(Role.ADMIN)
def remove(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Remove a source, or change what opens it: the token of who pushes, or our password there."""
    found = get_object_or_404(DataSource, pk=pk, municipality=municipality)
    who, wish = current_user(request), request.POST.get("do", "")
    if wish == "password":
        given = request.POST.get("password", "")
        operations.renew_password(source=found, password=given, by=who)
        notify(request, PASSWORD_KEPT if given else NO_PASSWORD)
        return redirect("source", ags=municipality.ags, pk=pk)
    if wish == "token" and SURE in request.POST:
        added = operations.renew_token(source=found, by=who)
        return source_page(request, municipality, found, token=added.token)
    here = PageBefore(Text(found.name, found.name), reverse("source", args=[municipality.ags, pk]))
    what = Text(found.name, found.name)
    if wish == "token":
        question = WithdrawalQuestion(
            NEW_TOKEN, what, OLD_TOKEN_ENDS, Text("", ""), MAKE_TOKEN, final=True
        )
        return ask_first(request, question, lambda: None, before=here)
    if wish not in ("remove", "remove_all"):
        return redirect("sources", ags=municipality.ags)
    all_of_it = wish == "remove_all"
    remains = operations.remains_of(found)
    counted = {"series": remains.series, "readings": remains.readings}
    then = (READINGS_GO if all_of_it else READINGS_STAY).format(**counted)
    left = NOTHING_LEFT if all_of_it else REMOVED.format(name=found.name, **counted)
    return ask_first(
        request,
        WithdrawalQuestion(REMOVE, what, then, left, Text("Entfernen", "Remove"), final=True),
        lambda: operations.remove_source(
            source=found, with_readings=all_of_it, by=who, at=timezone.now()
        ),
        before=here if SURE not in request.POST else sources_before(municipality),
    )


def sources_before(municipality: Municipality) -> PageBefore:
    """The list of sources, where a source that is gone leads back to."""
    return PageBefore(SOURCES, reverse("sources", args=[municipality.ags]))


SOURCES = Text("Datenquellen", "Data sources")
NEW_TOKEN = Text("Einen neuen Zugangsschlüssel vergeben?", "Hand out a new access token?")
OLD_TOKEN_ENDS = Text(
    "Der bisherige gilt sofort nicht mehr: Bis der neue beim Netzwerkserver eingetragen ist, kommt "
    "nichts an.",
    "The old one ends at once: until the network server has the new one, nothing arrives.",
)
MAKE_TOKEN = Text("Neuen Schlüssel zeigen", "Show a new token")
REMOVE = Text("Diese Datenquelle entfernen?", "Remove this data source?")
READINGS_GO = Text(
    "Ihre {series:Messreihe|Messreihen} mit {readings:Wert|Werten} zählen dann nicht mehr, und ihr "
    "Zugang ist gelöscht.",
    "Its {series:series|series} with {readings:reading|readings} count no more, and its access is "
    "deleted.",
)
READINGS_STAY = Text(
    "Sie bringt dann nichts mehr, und ihr Zugang ist gelöscht. Es bleiben "
    "{series:Messreihe|Messreihen} mit {readings:Wert|Werten}.",
    "It brings nothing any more, and its access is deleted. {series:series|series} with "
    "{readings:reading|readings} remain.",
)
NOTHING_LEFT = Text(
    "Die Quelle ist mit ihren Werten entfernt.", "The source is removed with its readings."
)


@municipality_page(Role.EDITOR)
def counter(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Say whose meter a counter is, or that it is nobody's any more."""
    series = get_object_or_404(
        SourceSeries.objects.select_related("source", "datastream", "counts_for__meter_point"),
        pk=pk,
        source__municipality=municipality,
        source__kind__in=BY_MESSAGE,
        datastream__isnull=False,
    )
    form = CounterForm(municipality, request.POST or None)
    back = redirect("source", ags=municipality.ags, pk=series.source_id)
    if request.method == "POST" and request.POST.get("do") == "untie":
        with noting() as act:
            untie_counter(series=series)
        offer_undo(request, UNTIED, act, back=back.url)
        return back
    valid = form.is_valid()
    if only_searching(form):
        form.errors.clear()
    elif valid:
        try:
            tie_counter(
                series=series,
                meter_point=form.cleaned_data["meter_point"],
                factor=form.cleaned_data["factor"],
            )
            notify(request, TIED)
            return back
        except InputRejected as refusal:
            form.refused(refusal)
    return render(request, "streams/counter.html", {"series": series, "form": form})


@require_POST
@municipality_page(Role.EDITOR)
def answer(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Lay a file that waits for an answer before this person, on the page of uploads."""
    file = get_object_or_404(TakenFile, pk=pk, source__municipality=municipality)
    try:
        kept = staged_for(
            user=current_user(request),
            municipality=municipality,
            data=bytes_of(file),
            name=file.name.rpartition("/")[2],
        )
    except InputRejected as refusal:
        notify_rejection(request, refusal)
        return redirect("source", ags=municipality.ags, pk=file.source_id)
    return redirect("preview", ags=municipality.ags, token=kept.token)


ADDED = Text(
    "Die Quelle ist eingerichtet. Ihre Messreihen erscheinen hier innerhalb weniger Minuten.",
    "The source is set up. Its series appear here within a few minutes.",
)
PASSWORD_KEPT = Text(
    "Das Passwort ist gespeichert und gilt beim nächsten Abholen.",
    "The password is kept and holds from the next fetching on.",
)
NO_PASSWORD = Text(
    "Ab jetzt wird dort ohne Passwort abgeholt.", "From now on we fetch there without a password."
)
PAUSED = Text(
    "Die Quelle ist angehalten. Was da ist, bleibt.",
    "The source is paused. What is here stays.",
)
RESUMED = Text("Die Quelle läuft wieder.", "The source runs again.")
RENEWABLE = Text(
    "Gespeichert. Die öffentliche Seite nennt den Anteil mit seiner Quelle, sobald „Dieser Server“ "
    "veröffentlicht ist.",
    "Saved. The public page names the share with its source once “Dieser Server” is published.",
)
LEFT_OUT = Text(
    "Diese Messreihe wird nicht mehr abgeholt.",
    "This series is no longer fetched.",
)
TAKEN_IN = Text("Diese Messreihe wird wieder abgeholt.", "This series is fetched again.")
TIED = Text(
    "Von jetzt an zählt er für das Gebäude; die bisherigen Stände sind schon eingerechnet.",
    "From now on it counts for the building; the states so far are counted already.",
)
UNTIED = Text(
    "Er zählt nicht mehr. Was er gezählt hat, bleibt.",
    "It counts no more. What it has counted stays.",
)
REMOVED = Text(
    "„{name}“ ist entfernt. Es bleiben {series:Messreihe|Messreihen} mit {readings:Wert|Werten}.",
    "“{name}” is removed. {series:series|series} with {readings:reading|readings} remain.",
)
