"""Pages on people: who may do what."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from klimamosaik.people.access import municipality_page
from klimamosaik.people.forms import InviteForm, RoleForm
from klimamosaik.people.models import Membership, Role
from klimamosaik.people.operations import (
    change_role,
    invite,
    lose_factor,
    renew_password,
    work_for,
)
from klimamosaik.people.queries import awaited, people_of, refused_log_ins
from klimamosaik.people.requests import current_user, notify
from klimamosaik.places.models import Municipality
from klimamosaik.records.authors import person_name
from klimamosaik.records.forms import stored
from klimamosaik.records.language import translate
from klimamosaik.records.versions import OpenedWith, Watched, overtaken
from klimamosaik.records.withdrawal import SURE, PageBefore, WithdrawalQuestion, ask_first
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

GIVEN = Text("Die Rolle ist geändert.", "The role has changed.")
FACTOR_GONE = Text(
    "{name} meldet sich nun wieder mit dem Passwort allein an.",
    "{name} now logs in with the password alone again.",
)


@municipality_page(Role.ADMIN)
def people(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Who may do what; add a person with a one-time password that is shown once."""
    form = InviteForm(request.POST or None)
    invited = None
    if form.is_valid():
        try:
            invited = invite(
                municipality=municipality,
                username=form.cleaned_data["username"],
                full_name=form.cleaned_data["full_name"],
                role=Role(form.cleaned_data["role"]),
                by=current_user(request),
                at=timezone.now(),
            )
            form = InviteForm()
        except InputRejected as refusal:
            for complaint in refusal.complaints:
                form.add_error("username", translate(complaint.text))
    return people_page(request, municipality, form=form, invited=invited)


def people_page(
    request: HttpRequest, municipality: Municipality, *, form: InviteForm, invited: object = None
) -> HttpResponse:
    """The list of people, with the form for one more."""
    waiting = awaited(municipality=municipality)
    working = working_at(municipality)
    here = list(people_of(municipality=municipality))
    refused = refused_log_ins(names=[each.user.username for each in here])
    page = {
        "form": form,
        "invited": invited,
        "people": [
            (
                membership,
                Role(membership.role).text,
                membership.user_id in waiting,
                refused.get(membership.user.username),
                RoleForm(instance=membership, working=working)["version"],
            )
            for membership in here
        ],
        "roles": [(role.value, role.text) for role in Role],
        "organisations": working,
    }
    return render(request, "people/people.html", page)


def give(form: RoleForm, *, by: User) -> None:
    """Give what the form says, the role and the organisation: both, or nothing."""
    membership = Membership.objects.get(pk=form.instance.pk)  # the form's own is changed already
    if "organisation" in form.fields:
        work_for(membership=membership, organisation=form.cleaned_data["organisation"], by=by)
    change_role(membership=membership, role=Role(form.cleaned_data["role"]), by=by)


@require_POST
@municipality_page(Role.ADMIN)
def person_change(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Give another role, no role, an organisation, or a new one-time password."""
    membership = get_object_or_404(people_of(municipality=municipality), pk=pk)
    wish = request.POST.get("role", "")
    opened = OpenedWith.read(request.POST.get("version", ""))
    overtaking = opened and overtaken(
        Watched.row(membership), opened.versions[0], ("role", "organisation")
    )
    if wish in set(Role):
        form = RoleForm(request.POST, instance=membership, working=working_at(municipality))
        given = stored(form, lambda: give(form, by=current_user(request)))
        if given:
            notify(request, GIVEN)
        elif overtaking and form.overtaken:
            messages.error(request, translate(overtaking.text))
        else:
            tell_errors(request, form)
        return redirect("people", ags=municipality.ags)
    if overtaking:
        messages.error(request, translate(overtaking.text))
        return redirect("people", ags=municipality.ags)
    try:
        if wish == "password" and SURE in request.POST:
            invited = renew_password(
                membership=membership, by=current_user(request), at=timezone.now()
            )
            return people_page(request, municipality, form=InviteForm(), invited=invited)
        if wish in ("password", "none"):
            return asked(request, municipality, membership, wish)
        if wish == "factor":
            lose_factor(membership=membership, by=current_user(request))
            notify(request, FACTOR_GONE.format(name=membership.user.username))
    except InputRejected as refusal:
        for complaint in refusal.complaints:
            messages.error(request, translate(complaint.text))
    return redirect("people", ags=municipality.ags)


def tell_errors(request: HttpRequest, form: RoleForm) -> None:
    """Say on the next page what was wrong with a form that has no page of its own."""
    for errors in form.errors.values():
        for each in errors:
            messages.error(request, str(each))


def working_at(municipality: Municipality) -> Any:
    """The organisations one can work for."""
    return municipality.organisations.all()


def asked(
    request: HttpRequest, municipality: Municipality, membership: Membership, wish: str
) -> HttpResponse:
    """Ask before a person has no role any more, or another password."""
    by, name = current_user(request), person_name(membership.user)
    before = PageBefore(PEOPLE, reverse("people", args=[municipality.ags]))
    what = Text(name, name)
    if wish == "password":
        question = WithdrawalQuestion(
            NEW_PASSWORD, what, OLD_ONE_ENDS, Text("", ""), HAND_OUT, final=True
        )
        return ask_first(request, question, lambda: None, before=before)
    return ask_first(
        request,
        WithdrawalQuestion(NO_ROLE, what, NO_WAY_IN, ROLE_GONE, TAKE_ROLE),
        lambda: change_role(membership=membership, role=None, by=by),
        before=before,
    )


PEOPLE = Text("Personen", "People")
NEW_PASSWORD = Text("Ein neues Einmalpasswort vergeben?", "Hand out a new one-time password?")
OLD_ONE_ENDS = Text(
    "Das bisherige Passwort gilt dann nicht mehr, und wer damit angemeldet ist, wird abgemeldet.",
    "The old password no longer works then, and whoever is logged in with it is logged out.",
)
HAND_OUT = Text("Neues Einmalpasswort zeigen", "Show a new one-time password")
NO_ROLE = Text("Dieser Person die Rolle nehmen?", "Take this person's role away?")
NO_WAY_IN = Text(
    "Sie kommt dann nicht mehr auf die Seiten dieser Gemeinde. Ihr Konto und was sie geschrieben "
    "hat bleiben.",
    "They can no longer open this municipality's pages. Their account and what they wrote stay.",
)
ROLE_GONE = Text("Die Person hat hier keine Rolle mehr.", "The person has no role here any more.")
TAKE_ROLE = Text("Rolle nehmen", "Take the role away")
