"""What a form tries, as often as the brake allows: a code, or one's own password once more."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from klimamosaik.people.log_in.throttle import Slot, TooManyTries, count_try, was_right, was_wrong
from klimamosaik.records.addresses import client_address
from klimamosaik.records.language import said, translate


def tried(
    request: HttpRequest, user: User, slots: Sequence[Slot], check: Callable[[], bool], wrong: str
) -> None:
    """Raise ValidationError with `wrong` where the check fails, or with how long to wait."""
    try:
        count_try(slots, at=timezone.now())
    except TooManyTries as pause:
        raise ValidationError(translate(pause.text)) from pause
    if not check():
        was_wrong(slots, who=f"user {user.pk}", address=client_address(request))
        raise ValidationError(wrong)
    was_right(slots)


def own_password_tried(request: HttpRequest, user: User, password: str) -> None:
    """Raise ValidationError where it is not the person's own: the desk may have been left open."""
    tried(
        request,
        user,
        [Slot("own password", str(user.pk))],
        lambda: user.check_password(password),
        said("Das ist nicht Ihr Passwort.", "That is not your password."),
    )


class OwnPasswordForm(forms.Form):
    """One's own password, typed again before something of the account changes."""

    password = forms.CharField(
        label=said("Ihr Passwort", "Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_password(self) -> str:
        """Try the password."""
        password: str = self.cleaned_data["password"]
        own_password_tried(self.request, self.user, password)
        return password
