"""Between password and code nobody is logged in: who waits stands in the session, for a while."""

import time
from dataclasses import dataclass

from django.contrib.auth import get_user_model, login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from klimamosaik.people.kept_input import FIELD
from klimamosaik.people.log_in.known_browser import remember_browser
from klimamosaik.people.new_password import NEW_PASSWORD
from klimamosaik.people.queries import open_invitation

PENDING = "pending_log_in"  # in the session
LASTS = 10 * 60  # [s] to find the phone


@dataclass(frozen=True)
class PendingLogIn:
    """Whose password was right a moment ago, and where they want to go."""

    user: User
    backend: str
    to: str
    typed: str  # in a form before the log-in; "" where nothing was


def keep_pending(request: HttpRequest, user: User, *, to: str) -> None:
    """Note that the password was right; the session gets another key, as with a log-in."""
    request.session.cycle_key()
    request.session[PENDING] = {
        "user": user.pk,
        "seal": user.get_session_auth_hash(),  # another password meanwhile: from the beginning
        "backend": user.backend,
        "to": to,
        "typed": request.POST.get(FIELD, ""),
        "at": time.time(),
    }


def pending(request: HttpRequest) -> PendingLogIn | None:
    """Who waits for the code; None where nobody does, or for too long."""
    kept = request.session.get(PENDING)
    if not kept or not 0 <= time.time() - kept["at"] < LASTS:
        return None
    user = get_user_model().objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != kept["seal"]:
        return None
    return PendingLogIn(user, kept["backend"], kept["to"], kept["typed"])


def forget_pending(request: HttpRequest) -> None:
    """The code has come, or is waited for no longer."""
    request.session.pop(PENDING, None)


def welcome(request: HttpRequest, user: User, *, to: str, backend: str) -> HttpResponse:
    """Log in; who came with a one-time password chooses their own first."""
    login(request, user, backend=backend)
    if open_invitation(user=user):
        request.session[NEW_PASSWORD] = True
    response = HttpResponseRedirect(to)
    remember_browser(request, response, user)
    return response
