"""What the catalogue says of one dataset, before it is written in any format."""

from dataclasses import dataclass
from datetime import datetime

from klimamosaik.publication.public.catalogue.codes import ListedFormat
from klimamosaik.publication.queries.results import PublicTown
from klimamosaik.terms.text import Text

REPORT = Text("Energiebericht {years}", "Energy report {years}")


@dataclass(frozen=True)
class OfferedFile:
    """One file of a dataset, or the interface for programs."""

    name: str  # "csv"; last part of its own address
    path: str  # below the public address
    format: ListedFormat | None = None  # None: the interface
    size: int | None = None  # [bytes]
    sha256: str = ""  # of its bytes; "" where they are not made yet


@dataclass(frozen=True)
class EntrySeries:
    """Datasets that follow each other, one edition after the other."""

    path: str  # page and fragment: "/klima/03403000/zahlen/bilanz/#reihe"
    title: Text
    description: Text
    frequency: str


@dataclass(frozen=True)
class CatalogueEntry:
    """One dataset."""

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
    files: tuple[OfferedFile, ...]
    latitude: float | None = None
    longitude: float | None = None
    series: EntrySeries | None = None
    keywords: tuple[Text, ...] = ()

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
