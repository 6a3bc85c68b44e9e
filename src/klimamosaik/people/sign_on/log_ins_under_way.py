"""Log-ins under way: the browser keeps them, signed, so that strangers write nothing here."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COOKIE = "sign_on"
SALT = "klimamosaik.people.sign_on"
LASTS = 60 * 60  # [s] to get through the provider's pages
MOST = 3800  # characters; browsers drop a cookie of more than 4 kB
TABS = 3  # log-ins at a time in one browser; the oldest is forgotten


def pending_in(request: HttpRequest) -> dict[str, Any]:
    """The log-ins under way, in the library's own words; {} where nothing was kept."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return {}
    return dict(kept)


def keep_pending(response: HttpResponse, pending: dict[str, Any]) -> None:
    """Let the browser keep them; sent back to the pages of the sign-on only."""
    path = reverse("sign_on")
    if not pending:
        response.delete_cookie(COOKIE, path=path, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        fitting(list(pending.items())[-TABS:]),
        max_age=LASTS,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def fitting(newest: list[tuple[str, dict[str, Any]]]) -> str:
    """As much of it as a cookie takes: first older log-ins are left out, then what was typed."""
    value = signing.dumps(dict(newest), salt=SALT, compress=True)
    if len(value) <= MOST:
        return value
    if len(newest) > 1:
        return fitting(newest[1:])
    name, kept = newest[0]
    shorter = {**kept, "data": {**kept["data"], "typed": ""}}
    return signing.dumps({name: shorter}, salt=SALT, compress=True)
