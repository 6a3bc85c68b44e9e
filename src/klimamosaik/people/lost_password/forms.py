"""Forms of a forgotten password, and of the address its link goes to."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from klimamosaik.people.log_in.limited_tries import OwnPasswordForm
from klimamosaik.people.log_in.slots import by_address
from klimamosaik.people.log_in.throttle import Slot, TooManyTries, count_try
from klimamosaik.people.new_password import ask_for_new
from klimamosaik.records.language import said, translate

MAILS_AN_ADDRESS = 3  # an e-mail address gets before there is a pause
ASKED_FROM_ONE_PLACE = 20


class LostPasswordForm(forms.Form):
    """Where the link is to go."""

    email = forms.EmailField(
        label=said("Ihre E-Mail-Adresse", "Your e-mail address"),
        help_text=said(
            "die auf Ihrer Seite „Ihr Konto“ steht", "the one on your page “Your account”"
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_email(self) -> str:
        """As often as the brake allows, whether anybody has this address or not."""
        email: str = self.cleaned_data["email"]
        asked = by_address(self.request, "address that asks for mail", ASKED_FROM_ONE_PLACE)
        try:
            count_try([Slot("mail", email.casefold(), MAILS_AN_ADDRESS), *asked], at=timezone.now())
        except TooManyTries as pause:
            raise ValidationError(translate(pause.text)) from pause
        return email


class ChosenPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """The new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_new(self)


class OwnEmailForm(OwnPasswordForm):
    """One's own e-mail address, with the password: whoever has the address gets in."""

    email = forms.EmailField(
        label=said("E-Mail-Adresse", "E-mail address"),
        help_text=said("leer: kein Link, wenn Sie Ihr Passwort vergessen", "empty: no link"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ["email", "password"]
