"""One's own account: the password."""

from typing import Any

from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from klimamosaik.people.kept_input import waiting_input
from klimamosaik.people.log_in.limited_tries import own_password_tried
from klimamosaik.people.models import SecondFactor
from klimamosaik.people.new_password import NEW_PASSWORD, ask_for_new
from klimamosaik.people.operations import take_invitation
from klimamosaik.people.queries import has_town_account
from klimamosaik.people.requests import current_user, notify
from klimamosaik.records.language import said
from klimamosaik.records.mail import mail_is_on
from klimamosaik.terms.text import Text


class PasswordForm(PasswordChangeForm):
    """Old password, new password twice."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["old_password"].label = said("Bisheriges Passwort", "Old password")
        ask_for_new(self)

    def clean_old_password(self) -> str:
        """Try the old one, as often as the brake allows."""
        old: str = self.cleaned_data["old_password"]
        own_password_tried(self.request, self.user, old)
        return old

    def clean(self) -> dict[str, Any]:
        """The new password is another one: a one-time password is for one time."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        old = cleaned.get("old_password")
        if old and old == cleaned.get("new_password1"):
            self.add_error(
                "new_password1",
                ValidationError(
                    said("Das ist das bisherige Passwort.", "That is the old password.")
                ),
            )
        return cleaned


class AccountPage(PasswordChangeView):
    """One's own account: the password."""

    template_name = "people/account.html"
    form_class = PasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who logs in with the town's account has no password here."""
        if request.user.is_authenticated and has_town_account(user=current_user(request)):
            return render(request, "people/sign_on/account.html")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form says who asks where the log has to."""
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether this is the first log-in, and whether a code is asked for."""
        first = bool(self.request.session.get(NEW_PASSWORD))
        factor = SecondFactor.objects.filter(user=current_user(self.request)).first()
        return super().get_context_data(**kwargs) | {
            "first": first,
            "factor": factor,
            "mail_on": mail_is_on(),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the password; the one-time password has done its work."""
        response = super().form_valid(form)
        take_invitation(user=form.user, at=timezone.now())
        self.request.session.pop(NEW_PASSWORD, None)
        notify(self.request, Text("Das neue Passwort gilt.", "The new password is in use."))
        return response

    def get_success_url(self) -> str:
        """Back to work, and to what was typed before."""
        kept = waiting_input(self.request)
        return kept.path if kept is not None else reverse("start")
