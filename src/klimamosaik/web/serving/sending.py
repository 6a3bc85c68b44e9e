"""One answer on its way out: HEAD brings no body, and what has none leaves its connection open."""

from typing import Any

from waitress.task import WSGITask
from waitress.utilities import build_http_date

from klimamosaik.sensorthings.writing.quick import ANSWER
from klimamosaik.sensorthings.writing.short_answer import ShortAnswer

SHORT = 100_000  # [bytes] of a piece that is copied once more, to go out with the head
FILES = "wsgi.file_wrapper"  # by it a file goes out beside `write`


class BareAnswer(WSGITask):
    """What the server (waitress) gets wrong about answers without a body.

    It sends the body to HEAD, too: on a connection that stays open the next answer then begins
    with it. And after 204 and 304 it closes the connection, as if their length was not known.
    """

    @property
    def asks_for_head(self) -> bool:
        """True where only the head of the answer is wanted."""
        return bool(self.request.command == "HEAD")

    def get_environment(self) -> dict[str, Any]:
        """What the application is told of the request, the same each time."""
        request = self.request
        if request.environment is None:
            request.environment = super().get_environment()
            if self.asks_for_head:
                request.environment.pop(FILES, None)
        environment: dict[str, Any] = request.environment
        return environment

    def execute(self) -> None:
        """Have the request answered; a reading that is stored already is answered as it stands."""
        told = self.get_environment().get(ANSWER)
        if not isinstance(told, ShortAnswer) or self.version != "1.1" or self.asks_how_to_go_on:
            super().execute()
            return
        self.complete = self.wrote_header = True
        self.channel.write_soon(told.head(build_http_date(self.start_time)))

    @property
    def asks_how_to_go_on(self) -> bool:
        """True where the request says whether the connection stays."""
        return "CONNECTION" in self.request.headers

    def write(self, data: bytes) -> None:
        """Send the next piece; a short one goes out together with the head."""
        piece = b"" if self.asks_for_head else data
        if self.wrote_header or not 0 < len(piece) <= SHORT:
            super().write(piece)
            return
        with self.channel.in_one_go():
            super().write(piece)

    def finish(self) -> None:
        """Send the head where nothing was written yet, and the end of pieces."""
        if not self.wrote_header:
            self.write(b"")
        if self.asks_for_head:
            self.chunked_response = False
        super().finish()

    def set_close_on_finish(self) -> None:
        """Close the connection after the answer, unless it is plain where that ends."""
        if self.wrote_header or self.has_body or self.wants_to_close:
            super().set_close_on_finish()

    @property
    def wants_to_close(self) -> bool:
        """True where who asks does not go on."""
        said = self.request.headers.get("CONNECTION", "").lower()
        return bool(self.version == "1.0" or said == "close")
