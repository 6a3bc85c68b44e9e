"""Who asks: a stranger, or a program that shows its token."""

from datetime import datetime

from django.http import HttpRequest

from klimamosaik.people.tokens import NOT_A_TOKEN, TokenRefused, admitted
from klimamosaik.sensorthings.sight import Sight

BEARER = "bearer"


def sight_of(request: HttpRequest, at: datetime) -> Sight:
    """What who asks may see. Raises TokenRefused for a token that opens nothing."""
    shown = request.headers.get("Authorization", "")
    if not shown:
        return Sight()
    kind, _, key = shown.partition(" ")
    if kind.lower() != BEARER:
        raise TokenRefused(NOT_A_TOKEN)
    return Sight(admitted(key.strip(), at=at))
