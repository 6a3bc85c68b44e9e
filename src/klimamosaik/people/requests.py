"""What pages share: who asks, in which language, and how a door's answer is said."""

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest

from klimamosaik.records.language import speak
from klimamosaik.terms.complaint import Refused
from klimamosaik.terms.text import Text

MOST_TOLD = 20  # complaints on one page


def person(request: HttpRequest) -> User:
    """Who is logged in; pages on municipalities let nobody else through."""
    assert isinstance(request.user, User)
    return request.user


def tell(request: HttpRequest, text: Text) -> None:
    """Say on the next page what was done."""
    messages.success(request, speak(text))


def tell_refusal(request: HttpRequest, refusal: Refused) -> None:
    """Say on the next page what was refused."""
    for complaint in refusal.complaints[:MOST_TOLD]:
        messages.error(request, speak(complaint.text))


def complain(form: forms.BaseForm, refusal: Refused) -> None:
    """Put what a door refused beside the field it is about, else on top of the form."""
    for complaint in refusal.complaints:
        field = complaint.column if complaint.column in form.fields else None
        form.add_error(field, speak(complaint.text))
