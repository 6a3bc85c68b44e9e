"""The address under which strangers reach this server."""

from django.conf import settings
from django.http import HttpRequest


def absolute(request: HttpRequest, path: str = "") -> str:
    """A path with scheme and host before it; without one the root, without a slash at its end.

    They are those of KLIMAMOSAIK_ADDRESS where it is set, else those the request was sent to.
    """
    root: str = settings.PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"
    return root.rstrip("/") + path
