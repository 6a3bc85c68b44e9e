"""Forms of the second factor; what is typed into them is tried as often as the brake allows."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from klimamosaik.people.log_in.brake import Slot, TooManyTries, count_try, was_right, was_wrong
from klimamosaik.people.log_in.known_browser import browser_of
from klimamosaik.people.log_in.slots import by_address
from klimamosaik.people.second_factor.codes import device_shown, signed_secret
from klimamosaik.people.second_factor.operations import code_is_right
from klimamosaik.records.addresses import client_address
from klimamosaik.records.language import said, translate


def code_slots(request: HttpRequest, user: User) -> list[Slot]:
    """By what codes are counted: as passwords, but for themselves."""
    browser = browser_of(request)
    if browser.knows(user):
        return [Slot("code in a browser", f"{browser.name}:{user.pk}")]
    return [Slot("code", str(user.pk)), *by_address(request)]


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


class CodeForm(forms.Form):
    """The code a phone shows, or a recovery code."""

    code = forms.CharField(
        label=said("Code", "Code"),
        help_text=said(
            "sechs Ziffern aus der App, oder einer Ihrer Wiederherstellungscodes",
            "six digits from the app, or one of your recovery codes",
        ),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_code(self) -> str:
        """Try the code."""
        code: str = self.cleaned_data["code"]
        tried(
            self.request,
            self.user,
            code_slots(self.request, self.user),
            lambda: code_is_right(user=self.user, code=code),
            said(
                "Der Code stimmt nicht oder ist schon benutzt. Warten Sie auf den nächsten.",
                "The code is not right or has been used. Wait for the next one.",
            ),
        )
        return code


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
        tried(
            self.request,
            self.user,
            [Slot("own password", str(self.user.pk))],
            lambda: self.user.check_password(password),
            said("Das ist nicht Ihr Passwort.", "That is not your password."),
        )
        return password


class FactorForm(OwnPasswordForm):
    """The first code of a phone, with the password: nobody sets one up at a desk left open."""

    code = forms.CharField(
        label=said("Code aus der App", "Code from the app"),
        help_text=said("sechs Ziffern", "six digits"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["code", "password", "shown"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.device = device_shown(self.data.get("shown", ""), self.user)
        given = cast("MultiValueDict[str, Any]", self.data).copy()
        given["shown"] = self.initial["shown"] = signed_secret(self.device)
        self.data = given  # a page that was open for too long shows a new secret
