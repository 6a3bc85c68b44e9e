"""How long a sign-on lasts: a working day, after which the groups are asked anew."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from klimamosaik.records.language import translate
from klimamosaik.terms.text import Text

SIGNED_ON = "signed_on"  # in the session: how somebody came by the town's provider
LASTS = timedelta(hours=10)
OVER = Text(
    "Eine Anmeldung mit dem Konto der Stadt gilt einen Arbeitstag. Bitte melden Sie sich noch "
    "einmal an.",
    "A log-in with the town's account lasts a working day. Please log in again.",
)


def note_sign_on(
    request: HttpRequest, *, id_token: str, session: str, subject: str, at: datetime
) -> None:
    """Remember how somebody came, and until when it counts."""
    request.session[SIGNED_ON] = {
        "id_token": id_token,
        "session": session,
        "subject": subject,
        "until": (at + LASTS).timestamp(),
    }


class SignOnLasts:
    """Middleware that ends a sign-on after LASTS, however busy somebody is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kept = request.session.get(SIGNED_ON)
        if kept and timezone.now().timestamp() > kept["until"]:
            logout(request)
            messages.info(request, translate(OVER))
        return self.get_response(request)
