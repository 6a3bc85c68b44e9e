"""Pages of troubles: the list, who sees to one, who is told, and the feed."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from klimamosaik.alarms.feed import feed_token, opened_by, written
from klimamosaik.alarms.forms import AddressesForm, TroubleForm
from klimamosaik.alarms.models import Trouble
from klimamosaik.alarms.operations.mail import tell_these
from klimamosaik.alarms.queries import count_troubles, troubles_of, watched_in
from klimamosaik.alarms.queries.troubles import line_of
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user, notify
from klimamosaik.places.models import Municipality
from klimamosaik.records.forms import stored
from klimamosaik.records.language import reader_language
from klimamosaik.records.mail import mail_is_on
from klimamosaik.records.operations import save
from klimamosaik.terms.text import Text

ATOM = "application/atom+xml; charset=utf-8"
SHOWN = 200  # troubles on a page
KEPT = Text("Gespeichert.", "Saved.")


@municipality_page(Role.READER)
def troubles(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """What is wrong now, or what was."""
    return troubles_page(request, municipality, AddressesForm(municipality=municipality))


def troubles_page(
    request: HttpRequest, municipality: Municipality, form: AddressesForm
) -> HttpResponse:
    """The list, and who is told by e-mail."""
    ended, now = "beendet" in request.GET, timezone.now()
    today = timezone.localdate(now)
    counts = count_troubles(municipality=municipality, today=today)
    page = {
        "lines": troubles_of(
            municipality=municipality, ended=ended, now=now, today=today, most=SHOWN
        ),
        "more": max(0, (counts.over if ended else counts.lasting) - SHOWN),
        "ended": ended,
        "lasting": counts.lasting,
        "watched": watched_in(municipality),
        "overdue": counts.overdue,
        "mail_on": mail_is_on(),
        "addresses": form,
        "told": municipality.trouble_mails.count(),
        "feed": feed_token(current_user(request), municipality),
    }
    return render(request, "alarms/troubles.html", page)


@municipality_page(Role.READER)
def trouble(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """One trouble; who edits says who sees to it."""
    found = get_object_or_404(Trouble, pk=pk, municipality=municipality)
    now = timezone.now()
    page = {"line": line_of(found, now, timezone.localdate(now))}
    return render(request, "alarms/trouble.html", page)


@municipality_page(Role.EDITOR)
def trouble_edit(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Who sees to a trouble, until when, and what was found."""
    found = get_object_or_404(Trouble, pk=pk, municipality=municipality)
    form = TroubleForm(request.POST or None, instance=found, municipality=municipality)
    if stored(form, lambda: save(found, by=current_user(request))):
        notify(request, KEPT)
        return redirect("trouble", ags=municipality.ags, pk=pk)
    now = timezone.now()
    page = {"form": form, "line": line_of(found, now, timezone.localdate(now))}
    return render(request, "alarms/trouble_form.html", page)


@require_POST
@municipality_page(Role.ADMIN)
def addresses(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Who is told by e-mail."""
    form = AddressesForm(request.POST, municipality=municipality)

    def kept() -> None:
        tell_these(municipality=municipality, addresses=form.listed(), by=current_user(request))

    if not stored(form, kept):
        return troubles_page(request, municipality, form)
    notify(request, KEPT)
    return redirect("troubles", ags=municipality.ags)


@require_GET
@never_cache
def feed(request: HttpRequest, ags: str, token: str) -> HttpResponse:
    """The feed of a person of the office; whose link no longer opens gets 404, as strangers do."""
    municipality = get_object_or_404(Municipality, ags=ags)
    if opened_by(token, municipality) is None:
        raise Http404
    now = timezone.now()
    today = timezone.localdate(now)
    lines = [
        line
        for ended in (False, True)
        for line in troubles_of(municipality=municipality, ended=ended, now=now, today=today)
    ]
    root = settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    content = written(municipality, lines, root=root, language=reader_language(), now=now)
    return HttpResponse(content, content_type=ATOM)
