"""Requests no page of ours sends: their answer says so, as a page, and is no fault of ours."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.db import DataError
from django.http import HttpRequest, HttpResponse

from klimamosaik.web.faults import bad_request, no_page

NO_METHOD = 405
OFFICE = "<ags:ags>/"  # begins the pattern of pages that need a log-in
TOO_LARGE_SQLITE = "too large to convert to SQLite INTEGER"
TOO_LARGE_POSTGRESQL = "22003"  # its code for a number out of range


class MistakenRequests:
    """Middleware for addresses opened that only take forms, and numbers no database holds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != NO_METHOD or response.content:
            return response
        office = request.resolver_match and request.resolver_match.route.startswith(OFFICE)
        if office and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        answer = no_page(request)
        answer["Allow"] = response["Allow"]
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 400 where the id of something is larger than any there can be."""
        return bad_request(request, error) if is_too_large(error) else None


def is_too_large(error: Exception) -> bool:
    """True for a number neither database takes; Django looks at ids in lists no earlier."""
    if isinstance(error, OverflowError):
        return TOO_LARGE_SQLITE in str(error)
    cause = error.__cause__
    return isinstance(error, DataError) and getattr(cause, "sqlstate", "") == TOO_LARGE_POSTGRESQL
