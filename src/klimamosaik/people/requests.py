"""What pages share: who asks, in which language, and how a door's answer is said."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest

from klimamosaik.records.language import translate
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

MOST_TOLD = 20  # complaints on one page


def current_user(request: HttpRequest) -> User:
    """Who is logged in; pages on municipalities let nobody else through."""
    assert isinstance(request.user, User)
    return request.user


def notify(request: HttpRequest, text: Text) -> None:
    """Say on the next page what was done."""
    messages.success(request, translate(text))


def notify_rejection(request: HttpRequest, refusal: InputRejected) -> None:
    """Say on the next page what was refused."""
    for complaint in refusal.complaints[:MOST_TOLD]:
        messages.error(request, translate(complaint.text))
