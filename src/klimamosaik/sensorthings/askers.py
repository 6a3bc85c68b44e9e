"""Who asks: a stranger, or a program that shows its token."""

from datetime import datetime

from django.http import HttpRequest

from klimamosaik.people.token_credentials import shown_key
from klimamosaik.people.tokens import admitted
from klimamosaik.records.runs import known_as
from klimamosaik.sensorthings.sight import Sight


def sight_of(request: HttpRequest, at: datetime) -> Sight:
    """What who asks may see. Raises TokenRefused for a token that opens nothing."""
    shown = request.META.get("HTTP_AUTHORIZATION", "")  # `headers` looks through all there are
    if not shown:
        return Sight()
    token = admitted(shown_key(shown), at=at)
    known_as("".join(("token ", str(token.pk))))
    return Sight(token)
