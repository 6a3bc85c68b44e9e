"""The answer to a single reading: nothing but a head."""

from functools import cache


class ShortAnswer(dict[str, str]):
    """The answer to a reading that is committed: headers alone."""

    status_code = 201
    status = "201 Created"

    def head(self, date: str) -> bytes:
        """As it is sent, written as the server (waitress) writes the head of every answer."""
        lines = sorted([("Date", date), *((spelled(name), said) for name, said in self.items())])
        told = "".join([f"{name}: {said}\r\n" for name, said in lines])
        return f"HTTP/1.1 {self.status}\r\n{told}\r\n".encode("latin-1")


@cache
def spelled(name: str) -> str:
    """The name of a header with a capital after each dash."""
    return "-".join(part.capitalize() for part in name.split("-"))
