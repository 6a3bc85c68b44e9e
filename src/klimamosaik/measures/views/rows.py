"""Pages for what hangs on a measure: a small form per row, new, changed or removed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from klimamosaik.measures.forms.rows import (
    CostForm,
    IndicatorForm,
    InvolvementForm,
    LessonForm,
    RowForm,
    StatusForm,
    ValueForm,
)
from klimamosaik.measures.models import (
    CostLine,
    Indicator,
    IndicatorValue,
    Involvement,
    Lesson,
    Measure,
    StatusReport,
)
from klimamosaik.measures.models.kinds import CostKind, InvolvementRole
from klimamosaik.measures.operations import (
    enter_value,
    involve,
    report_status,
    write_indicator,
    write_lesson,
)
from klimamosaik.measures.queries import MeasureRights
from klimamosaik.measures.queries.register_page import register_page
from klimamosaik.measures.views.measure_page import Needs, measure_page, refuse_others, rights_in
from klimamosaik.people.models import Organisation
from klimamosaik.people.requests import current_user
from klimamosaik.records.forms import stored
from klimamosaik.records.history import KINDS
from klimamosaik.records.operations import save
from klimamosaik.records.withdrawal import Dropping, PageBefore, drop_page
from klimamosaik.terms.text import Text
from klimamosaik.terms.whole_number import whole_number

Save = Callable[[HttpRequest, RowForm], object]


@dataclass(frozen=True)
class RowKind:
    """One kind of row: its form, the door that keeps it, its words, its place on the page."""

    model: Any
    form: type[RowForm]
    save: Save
    new: Text
    change: Text
    section: str


def save_involvement(request: HttpRequest, form: RowForm) -> object:
    """Keep an involvement with the organisation chosen."""
    assert isinstance(form, InvolvementForm)
    form.instance.organisation = form.chosen(form.municipality, current_user(request))
    return involve(involvement=form.instance, by=current_user(request))


def save_report(request: HttpRequest, form: RowForm) -> object:
    """Keep a status report."""
    return report_status(report=form.instance, by=current_user(request))


def save_indicator(request: HttpRequest, form: RowForm) -> object:
    """Keep an indicator."""
    return write_indicator(indicator=form.instance, by=current_user(request), at=timezone.now())


def save_cost(request: HttpRequest, form: RowForm) -> object:
    """Keep a line of the cost plan."""
    return save(form.instance, by=current_user(request))


def save_lesson(request: HttpRequest, form: RowForm) -> object:
    """Keep a lesson."""
    lesson: Lesson = form.instance
    measure = lesson.measure
    return write_lesson(measure=measure, lesson=lesson, by=current_user(request), at=timezone.now())


ROWS = {
    "beteiligt": RowKind(
        Involvement,
        InvolvementForm,
        save_involvement,
        Text("Wer macht mit?", "Who takes part?"),
        Text("Beteiligten Akteur ändern", "Change an organisation's part"),
        "who",
    ),
    "stand": RowKind(
        StatusReport,
        StatusForm,
        save_report,
        Text("Wie steht es um die Maßnahme?", "How is the measure getting on?"),
        Text("Sachstand ändern", "Change a status report"),
        "status",
    ),
    "kennzahl": RowKind(
        Indicator,
        IndicatorForm,
        save_indicator,
        Text("Woran wird es gemessen?", "How is it measured?"),
        Text("Kennzahl ändern", "Change an indicator"),
        "chain",
    ),
    "kosten": RowKind(
        CostLine,
        CostForm,
        save_cost,
        Text("Was kostet es in einem Jahr?", "What does it cost in a year?"),
        Text("Kosten ändern", "Change cost"),
        "money",
    ),
    "erfahrung": RowKind(
        Lesson,
        LessonForm,
        save_lesson,
        Text("Was haben wir gelernt?", "What did we learn?"),
        Text("Erfahrung ändern", "Change a lesson"),
        "lesson",
    ),
}


@measure_page(Needs.PART)
def row(
    request: HttpRequest, measure: Measure, kind: str, row_id: int | None = None
) -> HttpResponse:
    """Write down, change or remove one row of a measure; of an organisation's rows only its own."""
    if kind not in ROWS:
        raise Http404
    what = ROWS[kind]
    instance = (
        new_row(what, measure, rights_in(request), asked_for(request, what))
        if row_id is None
        else get_object_or_404(what.model, pk=row_id, measure=measure)
    )
    refuse_row(request, what, instance)
    removable = row_id is not None and may_remove(request, instance)
    if request.method == "POST" and "remove" in request.POST and removable:
        return removed(request, measure, instance, what.section)
    form = what.form(request.POST or None, instance=instance, municipality=measure.municipality)
    narrowed(form, rights_in(request))
    if stored(form, lambda: what.save(request, form)):
        return back(measure, what.section)
    title = what.new if row_id is None else what.change
    return shown(request, measure, form, title, removable=removable)


def new_row(
    what: RowKind, measure: Measure, rights: MeasureRights, asked: Mapping[str, object]
) -> Any:
    """A row to be written down; of who changes one part only it is that organisation's."""
    instance = what.model(measure=measure, **{**first_guess(what.model), **asked})
    if what.model in OF_A_PART and not rights.whole:
        instance.organisation_id = rights.organisation
    return instance


def asked_for(request: HttpRequest, what: RowKind) -> dict[str, object]:
    """What the address says a new row is about; whatever is no answer to the field says nothing."""
    given = request.GET
    if what.model is Involvement and given.get("role") in set(InvolvementRole):
        return {"role": given["role"]}
    found: dict[str, object] = {}
    if what.model is CostLine and given.get("kind") in set(CostKind):
        found["kind"] = given["kind"]
    if what.model is CostLine and (year := whole_number(given.get("year", ""))) is not None:
        found["year"] = year
    return found


def refuse_row(request: HttpRequest, what: RowKind, instance: Any) -> None:
    """403 for what is not the visitor's to write: the measure's rows, and others' own rows.

    Who takes part is named by who leads or edits for all: nobody gives rights to oneself.
    """
    rights = rights_in(request)
    if rights.whole and (instance.pk is None or what.model not in OF_AN_ORGANISATION):
        return
    if what.model is Involvement and instance.pk is None:
        raise PermissionDenied
    if what.model not in OF_AN_ORGANISATION:
        raise PermissionDenied
    refuse_others(request, instance)


def may_remove(request: HttpRequest, instance: Any) -> bool:
    """True but for an organisation's part itself: who takes part, the whole municipality says."""
    return rights_in(request).town or not isinstance(instance, Involvement)


def narrowed(form: RowForm, rights: MeasureRights) -> None:
    """Offer what the visitor may say: an organisation's role and whose a row is, only the town."""
    if rights.town:
        return
    if isinstance(form, InvolvementForm) and form.instance.pk:
        form.only(form.instance.organisation)
        del form.fields["role"]
    elif not isinstance(form, InvolvementForm):
        form.fields.pop("organisation", None)


OF_A_PART = (CostLine, StatusReport)
OF_AN_ORGANISATION = (Involvement, *OF_A_PART)


def removed(request: HttpRequest, measure: Measure, row: Any, section: str) -> HttpResponse:
    """Ask, then remove a row of a measure."""
    dropping = Dropping(type(row), REMOVE, row_named, HISTORY_STAYS, REMOVED, REMOVE_IT)
    before = PageBefore(Text(measure.name, measure.name), register_page(measure, section))
    return drop_page(request, row, dropping, before=before, by=current_user(request))


def row_named(row: Any) -> Text:
    """What kind of row it is, and which one."""
    return NAMED.format(kind=KINDS[type(row)].text, name=str(row))


REMOVE, REMOVE_IT = Text("Das entfernen?", "Remove this?"), Text("Entfernen", "Remove")
HISTORY_STAYS = Text("Das Änderungsprotokoll behält es.", "The history keeps it.")
REMOVED = Text("Entfernt.", "Removed.")
NAMED = Text("{kind}: {name}", "{kind}: {name}")


def first_guess(model: Any) -> dict[str, Any]:
    """What a new row most likely says."""
    return {"day": timezone.localdate()} if model is StatusReport else {}


def back(measure: Measure, section: str) -> HttpResponse:
    """To the part of the measure's page the row stands in."""
    return redirect(register_page(measure, section))


def shown(
    request: HttpRequest, measure: Measure, form: Any, title: Text, *, removable: bool = False
) -> HttpResponse:
    """The form of a row."""
    page = {
        "measure": measure,
        "form": form,
        "heading": title,
        "removable": removable,
        "whose": whose(form),
    }
    return render(request, "measures/row_form.html", page)


def whose(form: Any) -> Organisation | None:
    """Whose part the row is, where the form does not ask for it."""
    own: int | None = getattr(form.instance, "organisation_id", None)
    if own is None or "organisation" in form.fields:
        return None
    found: Organisation = form.instance.organisation
    return found


@measure_page(Needs.WHOLE)
def value(request: HttpRequest, measure: Measure, indicator_id: int) -> HttpResponse:
    """Enter what was found of an indicator on a day; the same day again corrects it."""
    indicator = get_object_or_404(Indicator, pk=indicator_id, measure=measure)
    instance = IndicatorValue(indicator=indicator, day=timezone.localdate())
    form = ValueForm(request.POST or None, instance=instance, municipality=measure.municipality)

    def entered() -> object:
        given = form.cleaned_data
        return enter_value(
            indicator=indicator,
            day=given["day"],
            value=given["value"],
            source=given["source"],
            by=current_user(request),
        )

    if stored(form, entered):
        return back(measure, "chain")
    unit = f" [{indicator.unit}]" if indicator.unit else ""
    heading = Text("Neuer Wert: {name}{unit}", "New value: {name}{unit}").format(
        name=indicator.name, unit=unit
    )
    return shown(request, measure, form, heading)
