"""Pages of the office: what is public, previews, publishing and taking back."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation

from klimamosaik.people.access import includes, municipality_page, role_in
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user, notify, notify_rejection
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import PublicPage, PublishedKind
from klimamosaik.publication.office.forms import PublicPageForm
from klimamosaik.publication.office.page import (
    BEGIN,
    GroupShown,
    beginnings,
    foreseen,
    groups,
    items_of,
    meant,
    of_kind,
    path_of,
)
from klimamosaik.publication.office.preview_links import without_dead_links
from klimamosaik.publication.operations import publish, switch_off, switch_on, take_back
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.newly_hidden import newly_hidden
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.publication.queries.published import NotPublic, PublicItem, preview_of
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.records.forms import stored
from klimamosaik.records.language import reader_language
from klimamosaik.records.paging import NUMBER, WORDS, asked, paged
from klimamosaik.records.undoing import noting
from klimamosaik.records.withdrawal import PageBefore, WithdrawalQuestion, ask_first, offer_undo
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

LISTED = Text("{first:n} bis {last:n} von {all:n}", "{first:n} to {last:n} of {all:n}")
PUBLISHED = Text(
    "{n:Eintrag ist|Einträge sind} jetzt öffentlich.", "{n:entry is|entries are} public now."
)
TAKEN_BACK = Text(
    "Zurückgenommen: {n}. Die Adressen sagen ab jetzt, dass dort nichts mehr steht.",
    "Taken back: {n}. From now on the addresses say that nothing stands there any more.",
)
NONE_CHOSEN = Text("Wählen Sie zuerst etwas aus.", "Choose something first.")
OPENED = Text("Die öffentliche Seite ist eingeschaltet.", "The public page is on.")
CLOSED = Text("Die öffentliche Seite ist ausgeschaltet.", "The public page is off.")
PUBLISHING = Text("Veröffentlichen", "Publish")
SWITCH_OFF = WithdrawalQuestion(
    Text("Die öffentliche Seite ausschalten?", "Switch the public page off?"),
    Text("Alle öffentlichen Seiten der Gemeinde", "All public pages of the municipality"),
    Text(
        "Die Öffentlichkeit sieht sofort nichts mehr davon, auch nicht über Links und "
        "Einbettungen. Was veröffentlicht war, bleibt ausgewählt.",
        "The public sees nothing of it from now on, not by links and embeds either. What was "
        "published stays chosen.",
    ),
    CLOSED,
    Text("Ausschalten", "Switch off"),
)


@municipality_page(Role.READER)
def publishing(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """What can be published, and how it stands: of each kind the first few, or one kind whole."""
    return listing(request, municipality, chosen=())


def listing(
    request: HttpRequest, municipality: Municipality, *, chosen: Sequence[str]
) -> HttpResponse:
    """The list the address asks for. chosen: codes ticked so far, here or on other pages."""
    now = timezone.now()
    found = groups(municipality, now)
    only = next((group for group in found if group.kind.value == request.GET.get("art")), None)
    listed = paged(request, meant(only, asked(request)) if only else [], told=LISTED)
    shown = beginnings(found, asked(request))
    if only:
        shown = (GroupShown(only, listed.rows, len(listed.rows)),) if listed.rows else ()
    known = {
        "page": PublicPage.objects.filter(municipality=municipality).first(),
        "groups": shown,
        "list": listed,
        "only": only,
        "missing_report": all(group.kind is not PublishedKind.REPORT for group in found),
        "long": any(len(group.offers) > BEGIN for group in found),
        "path": page_path(municipality.ags, language=reader_language()),
        "may_publish": may_publish(request, municipality),
        "chosen": chosen,
        "elsewhere": codes_elsewhere(shown, chosen),
    }
    return render(request, "publication/office_list.html", known)


def codes_elsewhere(shown: Sequence[GroupShown], chosen: Sequence[str]) -> list[str]:
    """What is ticked and not on this page."""
    here = {offer.code for each in shown for offer in each.rows}
    return [code for code in dict.fromkeys(chosen) if code not in here]


def may_publish(request: HttpRequest, municipality: Municipality) -> bool:
    """True for who has the role for it."""
    held = role_in(request.user, municipality)
    return held is not None and includes(held, Role.PUBLISHER)


@municipality_page(Role.PUBLISHER)
def change(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Publish or take back what the form names; first it shows what strangers would see."""
    if request.method != "POST":
        return redirect("publishing", ags=municipality.ags)
    return changed(request, municipality)


def changed(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Carry out or show beforehand."""
    now, wanted = timezone.now(), request.POST.get("do", "")
    if wanted in ("turn", "search"):  # to other rows of the list, and nothing is forgotten
        if wanted == "search":
            request.GET = QueryDict(searched(request))
        return listing(request, municipality, chosen=request.POST.getlist("item"))
    items = items_of(request.POST.getlist("item"))
    if kind := request.POST.get("all"):
        items, wanted = of_kind(municipality, kind, now), "look"
    if not items:
        notify(request, NONE_CHOSEN)
        return redirect("publishing", ags=municipality.ags)
    if wanted in ("look", "look-back"):
        known = {
            "seen": foreseen(municipality, items, now),
            "back": wanted == "look-back",
            "lost": () if wanted == "look-back" else newly_hidden(municipality, items, now),
            "rule": homes_rule().text,
        }
        return render(request, "publication/office_preview.html", known)
    try:
        carried(request, municipality, items, wanted)
    except InputRejected as refusal:
        notify_rejection(request, refusal)
    return redirect("publishing", ags=municipality.ags)


def searched(request: HttpRequest) -> str:
    """The address with the words typed into the field beside the ticks, from the first page on."""
    address = request.GET.copy()
    address.pop(NUMBER, None)
    address[WORDS] = request.POST.get(WORDS, "")
    return address.urlencode()


def carried(
    request: HttpRequest, municipality: Municipality, items: Sequence[PublicItem], wanted: str
) -> None:
    """Publish or take back, and say of how many. Raises InputRejected; then nothing changed."""
    by, now = current_user(request), timezone.now()
    if wanted == "publish":
        rows = publish(municipality=municipality, items=items, by=by, at=now)
        notify(request, PUBLISHED.format(n=len(rows)))
    elif wanted == "take back":
        with noting() as act:
            rows = take_back(municipality=municipality, items=items, by=by, at=now)
        back = reverse("publishing", args=[municipality.ags])
        offer_undo(request, TAKEN_BACK.format(n=len(rows)), act, back=back)


@municipality_page(Role.PUBLISHER)
def page_form(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Who stands behind the public page; saving switches it on, another button switches it off."""
    page = PublicPage.objects.filter(municipality=municipality).first() or PublicPage(
        municipality=municipality, publisher=municipality.name
    )
    by, now = current_user(request), timezone.now()
    if request.method == "POST" and request.POST.get("do") == "off":
        before = PageBefore(PUBLISHING, reverse("publishing", args=[municipality.ags]))
        return ask_first(
            request, SWITCH_OFF, lambda: switch_off(page=page, by=by, at=now), before=before
        )
    form = PublicPageForm(request.POST or None, instance=page)
    if stored(form, lambda: switch_on(page=form.instance, by=by, at=now)):
        notify(request, OPENED)
        return redirect("publishing", ags=municipality.ags)
    return render(request, "publication/office_page.html", {"form": form, "page": page})


@municipality_page(Role.READER)
def preview(request: HttpRequest, municipality: Municipality, code: str) -> HttpResponse:
    """Exactly the page strangers would see once this is published."""
    items = items_of([code])
    if not items:
        raise Http404
    now, language = timezone.now(), reader_language()
    known = Known(preview_of(municipality, items, now), now)
    try:
        found = resolve(path_of(known, items[0]))
        view = found.func.shows  # type: ignore[attr-defined]
    except (NotPublic, Resolver404, AttributeError) as error:
        raise Http404 from error
    asked = {name: value for name, value in found.kwargs.items() if name not in TAKEN}
    with translation.override(language):
        try:
            answer: HttpResponse = view(request, known, language, *found.args, **asked)
        except NotPublic as error:
            raise Http404 from error
    answer.content = without_dead_links(answer.content.decode(), ags=municipality.ags, at=now)
    return answer


TAKEN = ("ags", "language")  # what the preview says itself
