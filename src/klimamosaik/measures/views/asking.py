"""What the pages of the register share: who asks, and how a refusal is said."""

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import Refused
from klimamosaik.terms.text import Text


def person(request: HttpRequest) -> User:
    """Who is logged in; pages on municipalities let nobody else through."""
    assert isinstance(request.user, User)
    return request.user


def speak(text: Text) -> str:
    """The sentence in the reader's language."""
    return text.in_(get_language() or "de")


def measure_in(municipality: Municipality, pk: int) -> Measure:
    """A measure of the municipality, or 404."""
    return get_object_or_404(Measure, pk=pk, municipality=municipality)


def complain(form: forms.BaseForm, refusal: Refused) -> None:
    """Put what the door refused beside the field it is about."""
    for complaint in refusal.complaints:
        field = complaint.column if complaint.column in form.fields else None
        form.add_error(field, speak(complaint.text))
