"""Pages for lists of measures: upload, look, store, undo, download."""

import json
from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from klimamosaik.measures.lists.forms import list_forms, register_names
from klimamosaik.measures.lists.page import brought, shown, stored_text
from klimamosaik.measures.lists.preview import ListPlan, mark_of, preview
from klimamosaik.measures.lists.reading import GivenList
from klimamosaik.measures.lists.storing import take_in
from klimamosaik.measures.lists.undoing import undo
from klimamosaik.measures.models import ListDelivery, StatedEffect
from klimamosaik.observations.operations.upload import Upload
from klimamosaik.observations.operations.uploads import deciding, uploaded, waiting
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user, notify_rejection
from klimamosaik.places.models import Municipality
from klimamosaik.records.done_messages import Deed, tell_done
from klimamosaik.records.language import translate
from klimamosaik.records.whole_files import write
from klimamosaik.records.withdrawal import PageBefore, WithdrawalQuestion, ask_first
from klimamosaik.sources.measure_lists import ListHints
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

DELIVERIES_SHOWN = 30
TOLD = "list"  # file of the stage with what a person said about the list


@municipality_page(Role.READER)
def lists(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Upload a list, download the register; below, what was taken in so far."""
    taken = ListDelivery.objects.filter(municipality=municipality).select_related("by", "register")
    page = {
        "deliveries": [(each, brought(each)) for each in taken[:DELIVERIES_SHOWN]],
        "upload_mb": settings.UPLOAD_MB,
        "registers": register_names(municipality),
        "any_measures": municipality.measures.exists(),
    }
    return render(request, "measures/lists/lists.html", page)


@require_POST
@municipality_page(Role.EDITOR)
def upload(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Keep the files and show what was understood."""
    kept = uploaded(request, municipality)
    if kept is None:
        return redirect("lists", ags=municipality.ags)
    kept.keep_page("list_preview")
    keep_answers(kept, register=request.POST.get("register", "").strip()[:120], hints=None)
    return redirect("list_preview", ags=municipality.ags, token=kept.token)


@municipality_page(Role.EDITOR)
def look(request: HttpRequest, municipality: Municipality, token: str) -> HttpResponse:
    """What was understood of a list, with forms to correct it; or store it."""
    with deciding(request, waiting(request, municipality, token)) as kept:
        if kept is not None:
            return looked(request, municipality, kept)
    messages.error(request, translate(GONE))
    return redirect("lists", ags=municipality.ags)


def looked(request: HttpRequest, municipality: Municipality, kept: Upload) -> HttpResponse:
    """The preview of a list that waits, or what was decided about it."""
    if request.POST.get("do") == "discard":
        kept.discard()
        return redirect("lists", ags=municipality.ags)
    if request.POST.get("do") == "forget":
        keep_answers(kept, register=kept_answers(kept)[0], hints=None)
        return redirect("list_preview", ags=municipality.ags, token=kept.token)
    try:
        plan = plan_of(kept, municipality)
    except InputRejected as refusal:
        told = kept_answers(kept)[1] is not None
        page = {
            "invalid": True,
            "complaints": refusal.complaints,
            "names": kept.names,
            "told": told,
        }
        return render(request, "measures/lists/refused.html", page)
    if request.method == "POST":
        return decided(request, municipality, kept, plan)
    return preview_page(request, municipality, plan)


def decided(
    request: HttpRequest, municipality: Municipality, kept: Upload, plan: ListPlan
) -> HttpResponse:
    """Look again with the corrections, or store."""
    known = plan.hints[0]
    forms = list_forms(request.POST, plan=plan, seen=shown(plan))
    if not forms.is_valid():
        return preview_page(request, municipality, plan, request=request)
    register, hints = forms.whole.cleaned_data["register"].strip(), forms.all_hints(known)
    left = forms.left()
    changed = (register, hints, left) != (plan.register, known, frozenset(map(mark_of, plan.left)))
    if changed:
        keep_answers(kept, register=register, hints=hints, left=left)
    if request.POST.get("do") != "store" or changed:
        if changed and request.POST.get("do") == "store":
            messages.success(request, translate(LOOK_AGAIN))
        return redirect("list_preview", ags=municipality.ags, token=kept.token)
    if plan.questions:
        messages.error(request, translate(ANSWER_FIRST))
        return redirect("list_preview", ags=municipality.ags, token=kept.token)
    try:
        delivery = take_in(plan=plan, by=current_user(request), at=timezone.now())
    except InputRejected as refusal:
        notify_rejection(request, refusal)
        return redirect("list_preview", ags=municipality.ags, token=kept.token)
    kept.discard()
    tell_done(request, Deed.MEASURES_LISTED, stored_text(delivery))
    if stated := stated_in(delivery):
        messages.info(request, translate(STATED.format(count=stated)))
    return redirect("measures" if delivery.wrote else "lists", ags=municipality.ags)


def preview_page(
    asked: HttpRequest,
    municipality: Municipality,
    plan: ListPlan,
    *,
    request: HttpRequest | None = None,
) -> HttpResponse:
    """The preview; with what was sent where it was not valid."""
    data = request.POST if request else None
    seen = shown(plan)
    page = {
        "seen": seen,
        "plan": plan,
        "forms": list_forms(data, plan=plan, seen=seen),
        "registers": register_names(municipality),
        "skipped": [text for file in plan.files for text in file.skipped],
        "remembered": any(plan.remembered),
    }
    return render(asked, "measures/lists/preview.html", page)


def plan_of(kept: Upload, municipality: Municipality) -> ListPlan:
    """Read the staged files with what was told about them."""
    register, hints, left = kept_answers(kept)
    files = [GivenList(name, kept.data(number), hints) for number, name in enumerate(kept.names)]
    return preview(
        municipality=municipality,
        files=files,
        register=register,
        at=timezone.now(),
        uploaded=True,
        left=left,
    )


def keep_answers(
    kept: Upload, *, register: str, hints: ListHints | None, left: Iterable[str] = ()
) -> None:
    """Note what a person said about the list."""
    told = hints.to_json() if hints else None
    record = {"register": register, "hints": told, "left": sorted(left)}
    write(kept.folder / TOLD, json.dumps(record).encode())


def kept_answers(kept: Upload) -> tuple[str, ListHints | None, list[str]]:
    """What a person said about the list so far: register, corrections, measures left out."""
    path = kept.folder / TOLD
    if not path.exists():
        return "", None, []
    record = json.loads(path.read_text(encoding="utf-8"))
    hints = ListHints.from_json(record["hints"]) if record["hints"] else None
    return record["register"], hints, record.get("left", [])


@require_POST
@municipality_page(Role.EDITOR)
def take_back(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Undo a delivery; what was changed since stays, and is named."""
    delivery = get_object_or_404(ListDelivery, pk=pk, municipality=municipality)

    def taken_back() -> None:
        stays = undo(delivery=delivery, by=current_user(request), at=timezone.now())
        for text in stays[:10]:
            messages.warning(request, translate(text))

    asked = WithdrawalQuestion(
        Text("Diese Liste zurücknehmen?", "Withdraw this list?"),
        Text(delivery.name, delivery.name),
        BROUGHT.format(measures=brought(delivery)),
        UNDONE,
        Text("Zurücknehmen", "Withdraw"),
    )
    before = PageBefore(Text("Listen", "Lists"), reverse("lists", args=[municipality.ags]))
    return ask_first(request, asked, taken_back, before=before)


BROUGHT = Text(
    "Ihre Maßnahmen: {measures}. Neue und Erfahrungen gehen wieder, geänderte sagen, was sie "
    "vorher sagten; was seitdem geändert wurde, bleibt und wird genannt.",
    "Its measures: {measures}. New ones and experience go again, changed ones say what they said "
    "before; what was changed since stays and is named.",
)


def stated_in(delivery: ListDelivery) -> int:
    """Of how many of its measures the list states an effect in numbers."""
    rows = delivery.changes.filter(table=StatedEffect._meta.label_lower).values("row")
    stated = StatedEffect.objects.filter(pk__in=rows, likely__isnull=False)
    return stated.values("measure").distinct().count()


STATED = Text(
    "Bei {count:Maßnahme|Maßnahmen} nennt die Liste eine Wirkung in Zahlen. Sie zählt erst, wenn "
    "Sie sie durchgesehen haben: unten, „Erwartete Minderung für alle eintragen“.",
    "Of {count:measure|measures} the list states an effect in numbers. It counts only once you "
    "have looked it through: below, “Enter the expected reduction for all”.",
)
GONE = Text(
    "Diese Liste liegt nicht mehr bereit. Bitte wählen Sie sie noch einmal aus.",
    "This list is no longer waiting. Please choose it once more.",
)
LOOK_AGAIN = Text(
    "Mit Ihren Änderungen neu gelesen. Bitte noch einmal ansehen, dann speichern.",
    "Read again with your changes. Please look once more, then store.",
)
ANSWER_FIRST = Text(
    "Gespeichert wird, sobald die Frage beantwortet ist.",
    "It is stored as soon as the question is answered.",
)
UNDONE = Text(
    "Die Liste ist zurückgenommen. Es gilt wieder, was vorher da war.",
    "The list is withdrawn. What was there before counts again.",
)
