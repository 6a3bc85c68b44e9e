"""One way that is offered, in a word or two."""

from dataclasses import dataclass

from django.urls import reverse

from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Offered:
    """Something that can be done now, and where."""

    text: Text
    link: str


def offer(text: Text, page: str, *place: object) -> Offered:
    """A way to a page by the name of its address."""
    return Offered(text, reverse(page, args=place))
