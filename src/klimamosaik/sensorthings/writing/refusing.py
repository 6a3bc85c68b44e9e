"""What is said to a program whose writing is refused: a status of HTTP and one clear sentence."""

from klimamosaik.sensorthings.refusals import SensingRefused
from klimamosaik.terms.text import Text

BAD, FORBIDDEN, NO_METHOD, CONFLICT, TOO_LARGE, UNKNOWN_KIND = 400, 403, 405, 409, 413, 415


def refused(text: Text, *, status: int = BAD, **values: object) -> SensingRefused:
    """The refusal with its sentence: `raise refused(Text("Satz {name}", "…"), name=name)`."""
    return SensingRefused(status, text.format(**values) if values else text)


def forbidden(text: Text, **values: object) -> SensingRefused:
    """The token is right, its scopes are not enough."""
    return refused(text, status=FORBIDDEN, **values)


def in_the_way(text: Text, **values: object) -> SensingRefused:
    """Well said, but something stands against it."""
    return refused(text, status=CONFLICT, **values)
