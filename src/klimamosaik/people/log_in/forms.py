"""Name and password."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from klimamosaik.people.log_in.slots import described, slots_of
from klimamosaik.people.log_in.throttle import TooManyTries, count_try, was_right, was_wrong
from klimamosaik.people.queries import open_invitation
from klimamosaik.records.addresses import client_address
from klimamosaik.records.language import said, translate
from klimamosaik.terms.text import Text

KNOWN_BROWSER = Text(
    "In einem Browser, in dem Sie schon einmal angemeldet waren, geht es sofort.",
    "In a browser you have logged in with before it works at once.",
)


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
        """Check the password, as often as the brake allows."""
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not name or not password or self.request is None:
            return self.cleaned_data  # nothing was tried
        slots = slots_of(self.request, name)
        try:
            count_try(slots, at=timezone.now())
        except TooManyTries as pause:
            hints = [] if slots[0].kind == "browser" else [translate(KNOWN_BROWSER)]
            raise ValidationError([translate(pause.text), *hints]) from pause
        try:
            cleaned = super().clean()
        except ValidationError:
            was_wrong(slots, who=described(name), address=client_address(self.request))
            raise
        was_right(slots)
        return cleaned

    def confirm_login_allowed(self, user: Any) -> None:
        """A one-time password ends after a while."""
        super().confirm_login_allowed(user)
        invitation = open_invitation(user=user)
        if invitation and invitation.ended(timezone.now()):
            raise ValidationError(
                said(
                    "Ihr Einmalpasswort ist abgelaufen. Bitten Sie um ein neues.",
                    "Your one-time password has expired. Ask for a new one.",
                )
            )
