"""Log-in, log-out and one's own password."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from klimamosaik.people.new_password import NEW_PASSWORD
from klimamosaik.people.operations import take_invitation
from klimamosaik.people.queries import open_invitation
from klimamosaik.people.requests import notify
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text

INVITATION_LASTS = timedelta(days=14)
TRIES = 10  # wrong passwords per name before a pause
PAUSE = 10 * 60  # [s]


class LoginForm(AuthenticationForm):
    """User name and password; slows down who guesses."""

    error_messages = {
        "invalid_login": said(
            "Benutzername und Passwort passen nicht zusammen.",
            "User name and password do not match.",
        ),
        "inactive": said("Dieses Konto ist gesperrt.", "This account is locked."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = said("Benutzername", "User name")
        self.fields["password"].label = said("Passwort", "Password")

    def clean(self) -> dict[str, Any]:
        """Check the password, at most TRIES times in a PAUSE."""
        key = f"login:{str(self.cleaned_data.get('username', '')).casefold()[:150]!r}"
        key = key.encode("unicode_escape").decode().replace(" ", "_")[:240]
        counted = caches["counted"]
        if counted.get(key, 0) >= TRIES:
            raise ValidationError(
                said(
                    "Zu viele falsche Versuche. Bitte warten Sie zehn Minuten.",
                    "Too many wrong tries. Please wait for ten minutes.",
                )
            )
        try:
            cleaned = super().clean()
        except ValidationError:
            counted.set(key, counted.get(key, 0) + 1, PAUSE)
            raise
        counted.delete(key)
        return cleaned

    def confirm_login_allowed(self, user: Any) -> None:
        """A one-time password ends after INVITATION_LASTS."""
        super().confirm_login_allowed(user)
        invitation = open_invitation(user=user)
        if invitation and timezone.now() - invitation.at > INVITATION_LASTS:
            raise ValidationError(
                said(
                    "Ihr Einmalpasswort ist abgelaufen. Bitten Sie um ein neues.",
                    "Your one-time password has expired. Ask for a new one.",
                )
            )


class Login(LoginView):
    """Log in; who came with a one-time password chooses their own first."""

    template_name = "people/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in and remember whether a password is to be chosen."""
        response = super().form_valid(form)
        if open_invitation(user=form.get_user()):
            self.request.session[NEW_PASSWORD] = True
        return response


class PasswordForm(PasswordChangeForm):
    """Old password, new password twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = said("Bisheriges Passwort", "Old password")
        self.fields["new_password1"].label = said("Neues Passwort", "New password")
        self.fields["new_password1"].help_text = said(
            "mindestens zehn Zeichen", "at least ten characters"
        )
        self.fields["new_password2"].label = said("Neues Passwort, noch einmal", "Once more")

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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether this is the first log-in."""
        first = bool(self.request.session.get(NEW_PASSWORD))
        return super().get_context_data(**kwargs) | {"first": first}

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the password; the one-time password has done its work."""
        response = super().form_valid(form)
        take_invitation(user=form.user, at=timezone.now())
        self.request.session.pop(NEW_PASSWORD, None)
        notify(self.request, Text("Das neue Passwort gilt.", "The new password is in use."))
        return response

    def get_success_url(self) -> str:
        """Back to work."""
        return reverse("start")
