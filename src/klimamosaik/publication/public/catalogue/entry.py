"""What the catalogue says of one dataset, before it is written in any format."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import ceil

from klimamosaik.publication.public.catalogue.codes import ListedFormat
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.publication.queries.results import PublicTown
from klimamosaik.terms.text import Text

ENDPOINT = "/api/v1/"  # the interface for programs
PER_PAGE = 100  # datasets
REPORT = Text("Energiebericht {years}", "Energy report {years}")


@dataclass(frozen=True)
class OfferedFile:
    """One file of a dataset."""

    name: str  # "csv"; last part of its own address
    path: str  # below the public address
    format: ListedFormat
    size: int  # [bytes]
    sha256: str  # of its bytes


@dataclass(frozen=True)
class EntrySeries:
    """Datasets that follow each other, one edition after the other."""

    path: str  # page and fragment: "/klima/03403000/zahlen/bilanz/#reihe"
    title: Text
    description: Text
    frequency: str


@dataclass(frozen=True)
class CatalogueEntry:
    """One dataset; what is made of it hangs on it, and is as old as it is."""

    town: PublicTown
    identifier: str  # for ever: "03403000/bilanz-2024"
    path: str  # page and fragment: "/klima/03403000/zahlen/bilanz-2024/#datensatz"
    title: Text
    description: Text
    theme: str  # code of the EU list of data themes
    issued: datetime
    modified: datetime
    version: str  # of its data; "" none
    source: Text
    periods: tuple[str, ...]  # "2024", "2024-03"; () none
    frequency: str  # address on the EU list
    make_files: Callable[[], Iterable[OfferedFile]]  # each is written to know size and checksum
    interface: str = ""  # path of the interface that tells it, too; "" none
    latitude: float | None = None
    longitude: float | None = None
    series: EntrySeries | None = None
    keywords: tuple[Text, ...] = ()

    @cached_property
    def files(self) -> tuple[OfferedFile, ...]:
        """Its files; asked for by the page that shows it alone."""
        return tuple(self.make_files())

    @cached_property
    def pieces(self) -> dict[str, str]:
        """What was written of it, by form; filled by who writes."""
        return {}

    @property
    def high_value(self) -> str:
        """The category of high-value data; "" where the municipality named none."""
        return dict(self.town.high_value).get(self.identifier.partition("/")[2], "")

    @property
    def page(self) -> str:
        """The page that shows it."""
        return self.path.partition("#")[0]

    def part(self, name: str) -> str:
        """An address of one of its parts: it stays, whatever the part is called."""
        return f"{self.path}-{name}"


@dataclass(frozen=True)
class CataloguePage:
    """A page of the datasets of one municipality, or of all."""

    address: str  # scheme and host of this installation
    root: str  # "/offene-daten/", or below a municipality's page
    document: str  # "/offene-daten/catalog.ttl"
    towns: Sequence[PublicTown]
    entries: Sequence[CatalogueEntry]  # of all pages
    number: int | None  # from 1; None: all on one page
    made: datetime  # when anything in it changed last

    @property
    def at_most(self) -> int:
        """How many datasets a page has."""
        return PER_PAGE

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, ceil(len(self.entries) / PER_PAGE))

    @property
    def shown(self) -> Sequence[CatalogueEntry]:
        """The datasets of this page."""
        if self.number is None:
            return self.entries
        start = (self.number - 1) * PER_PAGE
        return self.entries[start : start + PER_PAGE]

    def path(self, number: int) -> str:
        """Where a page stands."""
        return f"{self.document}?page={number}"


def whole_root(ags: str = "") -> str:
    """Where the catalogue of a municipality stands, or that of all."""
    return page_path(ags, "offene-daten/") if ags else "/offene-daten/"
