"""The addresses of the interface themselves, known once a program asks for one."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, URLPattern, URLResolver
from django.urls.resolvers import RegexPattern
from django.views.decorators.csrf import csrf_exempt

from klimamosaik.publication.public.api.mosaic_api import interface, no_address

BELOW = RegexPattern(r"^/api/v1/")
routes: list[URLPattern | URLResolver] = interface.urls[0]
RESOLVER = URLResolver(BELOW, routes)


@csrf_exempt  # nothing is written here, and who asks has no cookie
def answer(request: HttpRequest) -> HttpResponseBase:
    """What the interface answers to an address, or that there is none."""
    try:
        found = RESOLVER.resolve(request.path_info)
    except Resolver404:
        return no_address(request)
    request.resolver_match = found
    told: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    return told
