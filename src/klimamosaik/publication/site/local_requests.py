"""Asks for public addresses as a browser would, in this process: no server, no network."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler


@dataclass(frozen=True)
class GivenAnswer:
    """What an address answered."""

    status: int
    kind: str  # media type without parameters: "text/html"
    body: bytes
    location: str  # where else to look; "" nowhere
    mark: str = ""  # ETag: the same as long as it says the same

    @property
    def is_page(self) -> bool:
        """True for HTML."""
        return self.kind == "text/html"


class AddressAsker:
    """The site itself, asked without a network."""

    def __init__(self, origin: str) -> None:
        """`origin`: scheme and host the pages believe to be asked at."""
        self.parts = urlsplit(origin)
        self.handler = WSGIHandler()

    def ask(self, address: str, mark: str = "") -> GivenAnswer:
        """The answer of a path with its query; 304 where `mark` is still that of its file."""
        status, headers = "", dict[str, str]()

        def start(
            given: str, pairs: list[tuple[str, str]], _: object = None, /
        ) -> Callable[[bytes], object]:
            nonlocal status
            status = given
            headers.update((name.lower(), value) for name, value in pairs)
            return never_written

        held = {"HTTP_IF_NONE_MATCH": mark} if mark else {}
        response: Any = self.handler(self.environ(address) | held, start)
        body = whole(response)
        kind = headers.get("content-type", "").partition(";")[0].strip()
        told = headers.get("location", ""), headers.get("etag", "")
        return GivenAnswer(int(status[:3]), kind, body, *told)

    def environ(self, address: str) -> dict[str, Any]:
        """A request as a web server would hand it on."""
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "HTTP_HOST": self.parts.netloc,
            "SERVER_NAME": self.parts.hostname,
            "wsgi.url_scheme": self.parts.scheme,
            "REMOTE_ADDR": "127.0.0.1",
        }
        setup_testing_defaults(environ)  # the rest that WSGI wants
        return environ


def never_written(_: bytes) -> None:
    """WSGI's old way to send; Django gives the body in one piece or many, and never uses it."""
    raise AssertionError("Django does not write")


def whole(response: Any) -> bytes:
    """The body of a response, which is then closed."""
    pieces: Iterable[bytes] = response
    try:
        return b"".join(pieces)
    finally:
        response.close()


def origin_of_pages() -> str:
    """Scheme and host strangers know; where none is set, one this machine answers to."""
    if settings.PUBLIC_ADDRESS:
        return str(settings.PUBLIC_ADDRESS)
    plain = [host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))]
    return "http://" + (plain[0] if plain else "localhost")
