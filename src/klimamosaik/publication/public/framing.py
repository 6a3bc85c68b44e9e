"""The frame of every public page: whose it is, its address in each language, the ways on."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.publication.queries.results import PublicTown
from klimamosaik.records.addresses import absolute
from klimamosaik.terms.text import Language, Text

WAYS = (
    ("", Text("Überblick", "Overview")),
    ("bei-mir/", Text("Was passiert bei mir?", "What happens near me?")),
    ("massnahmen/", Text("Was hat gewirkt, was nicht?", "What worked, what did not?")),
    ("gebaeude/", Text("Gebäude", "Buildings")),
    ("energiebericht/", Text("Energiebericht", "Energy report")),
    ("antwort/", Text("Was bringt es zusammen?", "What does it bring together?")),
    ("zahlen/", Text("Alle Zahlen", "All figures")),
    ("eigener-strom/", Text("Was braucht die Technik selbst?", "What does the technology use?")),
    ("geaendert/", Text("Was hat sich geändert?", "What has changed?")),
    ("offene-daten/", Text("Offene Daten", "Open data")),
    ("woerter/", Text("Wörter, einfach erklärt", "Words, explained plainly")),
)
OTHER: dict[Language, Language] = {"de": "en", "en": "de"}


@dataclass(frozen=True)
class PublicFrame:
    """What the frame of a public page says."""

    town: PublicTown
    language: Language
    below: str  # path below the municipality's public page: "massnahmen/12/"
    origin: str = ""  # "https://klima.example.org"; "" where nobody asked over the network
    asked: str = ""  # what stands behind the question mark

    def path(self, below: str = "", language: Language | None = None) -> str:
        """The address of a page of this municipality."""
        return page_path(self.town.ags, below, language or self.language)

    @property
    def home(self) -> str:
        """The first page."""
        return self.path()

    @property
    def other(self) -> str:
        """The same page in the other language."""
        asked = f"?{self.asked}" if self.asked else ""
        return self.path(self.below, OTHER[self.language]) + asked

    @property
    def canonical(self) -> str:
        """The one address of this page."""
        return self.origin + self.path(self.below)

    @property
    def translations(self) -> tuple[tuple[Language, str], ...]:
        """The page's address in each language, for machines."""
        return tuple((each, self.origin + self.path(self.below, each)) for each in OTHER)

    @property
    def ways(self) -> tuple[tuple[str, Text, bool], ...]:
        """The ways through the public pages; True where we are."""
        return tuple((self.path(below), text, below == self.below) for below, text in WAYS)

    @property
    def statement(self) -> str:
        """The accessibility statement."""
        return self.path("barrierefreiheit/")

    @property
    def feedback(self) -> str:
        """The form for feedback."""
        return self.path("rueckmeldung/")

    def said(self, text: Text) -> str:
        """A text in the page's language."""
        return text.in_(self.language)

    @property
    def words(self) -> str:
        """The words, explained."""
        return self.path("woerter/")


def framed(
    request: HttpRequest,
    known: Known,
    language: Language,
    template: str,
    below: str,
    query: str = "",
    linked: Callable[[PublicFrame], SafeString] | None = None,
    **context: object,
) -> HttpResponse:
    """A public page in its frame; it knows no visitor, so everybody gets the same.

    `query` is what the page was asked for, to be asked in the other language, too; `linked` what it
    is about for search engines.
    """
    frame = PublicFrame(known.town, language, below, absolute(request), query)
    told: dict[str, object] = {
        "frame": frame,
        "language": language,
        "preview": known.published.preview,
    }
    told |= {"linked": linked(frame)} if linked else {}
    return HttpResponse(render_to_string(template, told | context))
