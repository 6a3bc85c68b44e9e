"""Who asks: a stranger, or a program that shows its token."""

from datetime import datetime

from django.http import HttpRequest

from klimamosaik.people.models import ApiToken
from klimamosaik.people.token_credentials import shown_key
from klimamosaik.people.tokens import admitted
from klimamosaik.records.runs import known_as
from klimamosaik.sensorthings.sight import Sight

SHOWN = "HTTP_AUTHORIZATION"


def sight_of(request: HttpRequest, at: datetime) -> Sight:
    """What who asks may see. Raises TokenRefused for a token that opens nothing."""
    shown = request.META.get(SHOWN, "")  # `headers` looks through all there are
    if not shown:
        return Sight()
    token = admitted(shown_key(shown), at=at)
    known_by(token)
    return Sight(token)


def known_by(token: ApiToken) -> None:
    """Note for the log whose token it is."""
    known_as("".join(("token ", str(token.pk))))
