"""A view for the tests beside it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def greeting(request: HttpRequest, name: str) -> HttpResponse:
    """Say a name."""
    return HttpResponse(name)
