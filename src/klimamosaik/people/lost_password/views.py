"""Pages of a forgotten password."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from klimamosaik.people.log_in.known_browser import remember_browser
from klimamosaik.people.lost_password import sending
from klimamosaik.people.lost_password.forms import (
    ChosenPasswordForm,
    LostPasswordForm,
    OwnEmailForm,
)
from klimamosaik.people.operations import take_invitation
from klimamosaik.people.requests import current_user, notify
from klimamosaik.records.addresses import absolute
from klimamosaik.records.language import reader_language
from klimamosaik.records.mail import mail_is_on
from klimamosaik.terms.text import Text


def lost_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link; without a mail server say whom to ask."""
    if not mail_is_on():
        return render(request, "people/lost_password/ask.html")
    form = LostPasswordForm(request.POST or None, request=request)
    if form.is_valid():
        send = partial(
            sending.send_links,
            form.cleaned_data["email"],
            origin=absolute(request),
            language=reader_language(),
        )
        sending.beside(send)
        return redirect("lost_password_sent")
    return render(request, "people/lost_password/ask.html", {"form": form, "mail_on": True})


def lost_password_sent(request: HttpRequest) -> HttpResponse:
    """Say the same whether anybody has that address or not."""
    return render(request, "people/lost_password/sent.html")


class ChoosePassword(PasswordResetConfirmView):
    """Behind the link: the new password. A second factor is asked for at the next log-in."""

    template_name = "people/lost_password/choose.html"
    form_class = ChosenPasswordForm
    success_url = reverse_lazy("login")

    def form_valid(self, form: Any) -> HttpResponse:
        """The new password is in use, and this browser is one its owner has used."""
        response = super().form_valid(form)
        take_invitation(user=form.user, at=timezone.now())
        remember_browser(self.request, response, form.user)
        notify(
            self.request,
            Text(
                "Das neue Passwort gilt. Bitte melden Sie sich damit an.",
                "The new password is in use. Please log in with it.",
            ),
        )
        return response


@login_required
@sensitive_post_parameters("password")
def own_email(request: HttpRequest) -> HttpResponse:
    """One's own e-mail address; the old one is told of the new."""
    user = current_user(request)
    if not user.has_usable_password():
        return redirect("account")
    form = OwnEmailForm(
        request.POST or None, request=request, user=user, initial={"email": user.email}
    )
    if form.is_valid():
        before, user.email = user.email, form.cleaned_data["email"]
        user.save(update_fields=["email"])
        if before and before != user.email and mail_is_on():
            sending.beside(partial(sending.send_moved, user, to=before, language=reader_language()))
        notify(request, Text("Die Adresse ist gespeichert.", "The address has been saved."))
        return redirect("account")
    return render(request, "people/lost_password/email.html", {"form": form})
