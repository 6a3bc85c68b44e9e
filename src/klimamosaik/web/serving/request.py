"""How much a request may bring: what is too large is refused before it is kept anywhere.

The server (waitress) takes in head and body beside the working threads and hands over whole
requests. It knows one limit for all; here a stranger has a smaller one than who is logged in.
"""

from typing import Any

from django.conf import settings
from django.http.cookie import parse_cookie
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import RequestEntityTooLarge

from klimamosaik.people.token_credentials import shown_key
from klimamosaik.sensorthings.sizes import MOST_BYTES
from klimamosaik.terms.text import Text

STRANGER_BYTES = 64_000  # [bytes] of a body without a log-in: a form, never a file
UPLOADS = 2  # times the largest upload: one a little too large still gets a page that says so

TOO_LARGE = Text(
    "Das ist mehr, als hier angenommen wird. Wer nicht angemeldet ist, kann keine Dateien senden: "
    "Bitte melden Sie sich neu an. Angemeldet gilt die Einstellung KLIMAMOSAIK_UPLOAD_MB.",
    "This is more than is taken here. Who is not logged in cannot send files: please log in "
    "again. Logged in, the setting KLIMAMOSAIK_UPLOAD_MB applies.",
)


class LimitedRequest(HTTPRequestParser):
    """A request that is refused as soon as it announces or brings too much."""

    command = path = ""  # as long as its head could not be read

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.limit = STRANGER_BYTES  # [bytes] of the body
        self.session = ""  # the log-in that a large body claims, until somebody looked
        self.key = ""  # the access token that it claims instead
        self.environment: dict[str, Any] | None = None  # what the application is told of it

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head; a large body of who shows a log-in or a token is asked about first."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # a length of thousands of digits
            raise ParsingError("Content-Length is invalid") from error
        self.refuse_two_endings()
        if self.chunked or self.content_length > self.limit:
            cookies = parse_cookie(self.headers.get("COOKIE", ""))
            self.key = shown_key(self.headers.get("AUTHORIZATION", ""))
            self.session = "" if self.key else cookies.get(settings.SESSION_COOKIE_NAME, "")

    def refuse_two_endings(self) -> None:
        """Refuse a body of which one reader says it ends here, another there.

        A proxy that believes the other header hands on the rest as somebody else's request.
        """
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Content-Length and Transfer-Encoding exclude each other")
        if "TRANSFER_ENCODING" in self.headers:  # popped where it may stand, in HTTP/1.1
            raise ParsingError("Transfer-Encoding is of a later protocol than the request")

    @property
    def claims(self) -> bool:
        """True as long as nobody has looked at what a large body claims."""
        return bool(self.session or self.key)

    def received(self, data: bytes) -> int:
        """Take in the next piece; returns how many bytes of it were this request's."""
        taken = int(super().received(data))
        if not (self.error or self.claims):
            self.refuse_what_is_too_large()
        return taken

    def decide(self, *, known: bool) -> None:
        """Somebody looked: the limit is that of uploads, or of programs, or stays a stranger's."""
        if known:
            uploads = UPLOADS * settings.UPLOAD_MB * 1_000_000
            self.limit = MOST_BYTES if self.key else uploads
        self.session = self.key = ""
        self.refuse_what_is_too_large()

    def refuse_what_is_too_large(self) -> None:
        """End the request with 413 where it is larger than its limit."""
        if max(self.content_length, self.body_bytes_received) > self.limit:
            self.error = RequestEntityTooLarge(f"{TOO_LARGE.de}\r\n\r\n{TOO_LARGE.en}")
            self.completed = True
            self.expect_continue = False
