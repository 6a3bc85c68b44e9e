"""What a proxy says of a request counts only where the proxy is known."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from klimamosaik.records.addresses import from_trusted_proxy

SAID = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


class ForwardedByKnownProxies:
    """Middleware that drops what anybody else says of who asks, and how."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        believe_known_proxies(request)
        return self.get_response(request)


def believe_known_proxies(request: HttpRequest) -> None:
    """Drop what anybody else says of who asks, and how."""
    if not from_trusted_proxy(request):
        for name in SAID:
            request.META.pop(name, None)
