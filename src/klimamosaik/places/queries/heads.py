"""The one door to how many live somewhere: what every figure per head is divided by."""

from dataclasses import dataclass

from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Heads:
    """The people a figure is divided by."""

    inhabitants: int
    year: int

    def per(self, amount: float) -> float:
        """An amount per head, in its own unit."""
        return amount / self.inhabitants

    @property
    def said(self) -> Text:
        """How many, and of which year: it stands beside each figure per head."""
        return COUNTED.format(n=self.inhabitants, year=self.year)

    def as_record(self) -> dict[str, int]:
        """For machines."""
        return {"inhabitants": self.inhabitants, "year": self.year}


def heads_of(*, municipality: Municipality) -> Heads | None:
    """The newest number of inhabitants written down; None where there is none."""
    newest = municipality.populations.filter(inhabitants__gt=0).order_by("-year").first()
    return Heads(newest.inhabitants, newest.year) if newest else None


COUNTED = Text("{n:n} Einwohner, {year}", "{n:n} inhabitants, {year}")
UNKNOWN = Text(
    "Je Kopf: nicht bekannt, die Einwohnerzahl fehlt.",
    "Per head: not known, the population is missing.",
)
