"""Forms of the second factor; what is typed into them is tried as often as the brake allows."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from klimamosaik.people.log_in.known_browser import browser_of
from klimamosaik.people.log_in.limited_tries import OwnPasswordForm, tried
from klimamosaik.people.log_in.slots import by_address
from klimamosaik.people.log_in.throttle import Slot
from klimamosaik.people.second_factor.codes import device_shown, signed_secret
from klimamosaik.people.second_factor.operations import code_is_right
from klimamosaik.records.language import said


def code_slots(request: HttpRequest, user: User) -> list[Slot]:
    """By what codes are counted: as passwords, but for themselves."""
    browser = browser_of(request)
    if browser.knows(user):
        return [Slot("code in a browser", f"{browser.name}:{user.pk}")]
    return [Slot("code", str(user.pk)), *by_address(request)]


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
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
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
