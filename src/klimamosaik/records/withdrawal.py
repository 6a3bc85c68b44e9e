"""Withdrawing asks first, says what goes along and whether it can be undone, and offers to undo."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from klimamosaik.records.forms import stored
from klimamosaik.records.language import translate
from klimamosaik.records.operations import delete
from klimamosaik.records.undoing import Act, counted, hanging_on, noting
from klimamosaik.records.unsaved_input import ANSWERED
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

SURE = ANSWERED  # beside the fields: the question was answered
UNDOABLE = "undoable"  # in the session: the last acts, newest first
REMEMBERED = 5  # acts
DROP = Text("Entfernen", "Remove")
WITH_IT = Text("Das geht mit: {what}.", "This goes along: {what}.")
UNDONE = "undo"  # tag of a message that offers to undo


@dataclass(frozen=True)
class PageBefore:
    """Where one came from, and goes back to."""

    name: Text
    address: str


@dataclass(frozen=True)
class WithdrawalQuestion:
    """What a person is asked before something is withdrawn."""

    question: Text
    what: Text
    then: Text  # what follows from it
    said: Text  # once it was done
    button: Text = DROP
    final: bool = False  # it cannot be undone, which is said before


@dataclass(frozen=True)
class Dropping:
    """What a person is asked before a record of a kind is taken back."""

    model: Any
    question: Text
    named: Callable[[Any], Text]
    then: Text  # what follows from it
    said: Text  # once it was done
    button: Text = DROP

    def of(self, row: Any) -> WithdrawalQuestion:
        """The question about one row, with what hangs on it."""
        then = Text("{then} {along}", "{then} {along}").format(then=self.then, along=along(row))
        return WithdrawalQuestion(self.question, self.named(row), then, self.said, self.button)


def drop_page(
    request: HttpRequest, row: Model, dropping: Dropping, *, before: PageBefore, by: User
) -> HttpResponse:
    """Ask; the record goes once the question was answered, its history stays."""
    return ask_first(request, dropping.of(row), lambda: delete(row, by=by), before=before)


def ask_first(
    request: HttpRequest,
    asked: WithdrawalQuestion,
    door: Callable[[], object],
    *,
    before: PageBefore,
) -> HttpResponse:
    """Ask, with what was sent; do it once the question was answered, and offer to undo it."""
    if request.method != "POST" or SURE not in request.POST:
        sent = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken"
        ]
        page = {"asked": asked, "before": before, "sent": sent}
        return render(request, "records/drop.html", page)
    try:
        with noting() as act:
            door()
    except InputRejected as refusal:
        for complaint in refusal.complaints:
            messages.error(request, translate(complaint.text))
        return redirect(before.address)
    act.final = asked.final
    offer_undo(request, asked.said, act, back=before.address)
    return redirect(before.address)


def stored_undoably(
    request: HttpRequest, form: Any, door: Callable[[], object], *, said: Text, back: str
) -> bool:
    """True where a form was stored (see `records.forms.stored`); then it can be undone."""
    with noting() as act:
        done = stored(form, door)
    if done:
        offer_undo(request, said, act, back=back)
    return done


def offer_undo(request: HttpRequest, said: Text, act: Act, *, back: str) -> None:
    """Say what was done; where it can be undone, with a button that does."""
    name = remember(request, act, back=back)
    tags = f"{UNDONE} {name}" if name else ""
    messages.success(request, translate(said), extra_tags=tags)


def remember(request: HttpRequest, act: Act, *, back: str) -> str:
    """Keep what was done in the session; the name to undo it by, "" where it cannot be undone."""
    if not act.undoable:
        return ""
    name = uuid4().hex
    visit: Any = getattr(request, "visit", None)  # who may do it may undo it, as what they are now
    rights = {"ags": visit.municipality.pk, "role": visit.role.value} if visit else {}
    rights |= getattr(request, "may", {})  # on the page of a measure: what they may change of it
    kept = {"name": name, "back": back, "act": asdict(act), **rights}
    request.session[UNDOABLE] = [kept, *request.session.get(UNDOABLE, [])][:REMEMBERED]
    return name


def along(row: Model) -> Text:
    """What hangs on a row and goes with it; "" where nothing does."""
    found = counted((model, {*rows} - {row}) for model, rows in hanging_on(row).items())
    return WITH_IT.format(what=found) if found else Text("", "")


def undoable_act(acts: Sequence[dict[str, Any]], name: str) -> tuple[dict[str, Any], Act] | None:
    """An act this session has done, by its name."""
    for each in acts:
        if each["name"] == name:
            told = each["act"]
            notes = [(label, number) for label, number in told["notes"]]
            resets = [(label, pk, values) for label, pk, values in told["resets"]]
            made = [(label, pk) for label, pk in told["made"]]
            doors = [(door, subjects) for door, subjects in told["doors"]]
            return each, Act(notes, list(told["lost"]), resets, made, doors)
    return None
