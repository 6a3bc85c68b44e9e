"""Which municipalities are alike enough to stand beside each other: one rule, one room."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from klimamosaik.places.models import Municipality
from klimamosaik.places.queries.heads import Heads, heads_of
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum
from klimamosaik.terms.yaml_text import read_yaml

FILE = Path(__file__).parent / "alike.yaml"
OWN_DISTRICT = "000"  # last digits of the key of a city that is its own district
HOW = Text(
    "Ähnlich heißt hier: {kind} mit {least:n} bis {most:n} Einwohnern.",
    "Alike means here: {kind} of {least:n} to {most:n} inhabitants.",
)
NO_PEOPLE = Text(
    "Welche Gemeinden ähnlich sind, lässt sich noch nicht sagen: Dafür zählt die Einwohnerzahl, "
    "die die Gemeinde selbst einträgt.",
    "Which municipalities are alike cannot be said yet: for that the number of inhabitants counts "
    "that the municipality enters itself.",
)


class TownKind(TextEnum):
    """What a municipality has to do for its people differs by these."""

    CITY = "city", Text("kreisfreie Städte", "cities that are their own district")
    JOINT = "joint", Text("Samtgemeinden", "joint municipalities")
    MEMBER = "member", Text("Mitglieder einer Samtgemeinde", "members of a joint municipality")
    SINGLE = "single", Text("kreisangehörige Gemeinden", "municipalities within a district")


@dataclass(frozen=True)
class Likeness:
    """How municipalities like one are found."""

    kind: TownKind
    heads: Heads | None  # None: nobody can be called like it
    times: float  # as many inhabitants, or as few

    @property
    def said(self) -> Text:
        """The rule as it applies to this municipality."""
        if self.heads is None:
            return NO_PEOPLE
        people = self.heads.inhabitants
        return HOW.format(kind=self.kind.text, least=people / self.times, most=people * self.times)

    def holds_for(self, other: "Likeness") -> bool:
        """True where the other may stand beside it; so it may beside the other."""
        if self.heads is None or other.heads is None or self.kind is not other.kind:
            return False
        return self.ratio(other) <= self.times

    def ratio(self, other: "Likeness") -> float:
        """The larger over the smaller number of inhabitants, 1 or more."""
        if self.heads is None or other.heads is None:
            return float("inf")
        sizes = self.heads.inhabitants, other.heads.inhabitants
        return max(sizes) / min(sizes)


def likeness_of(*, municipality: Municipality) -> Likeness:
    """Kind and size of a municipality."""
    return Likeness(kind_of(municipality), heads_of(municipality=municipality), times())


def towns_like(*, municipality: Municipality, among: Collection[str]) -> tuple[Municipality, ...]:
    """Those of these keys that are like it, the nearest in size first.

    Invented towns stand beside invented ones only.
    """
    own = likeness_of(municipality=municipality)
    others = Municipality.objects.filter(ags__in=among, synthetic=municipality.synthetic)
    found = [
        (own.ratio(like), other.name, other)
        for other in others.exclude(ags=municipality.ags)
        if own.holds_for(like := likeness_of(municipality=other))
    ]
    return tuple(other for _, _, other in sorted(found, key=lambda each: each[:2]))


def kind_of(municipality: Municipality) -> TownKind:
    """By its key, and by what is part of it."""
    if municipality.ags.endswith(OWN_DISTRICT):
        return TownKind.CITY
    if municipality.parent_id is not None:
        return TownKind.MEMBER
    return TownKind.JOINT if municipality.members.exists() else TownKind.SINGLE


@cache
def times() -> float:
    """Up to how many times the inhabitants a municipality is alike."""
    rule = read_yaml(FILE.read_text(encoding="utf-8"))["inhabitants"]
    return float(rule["times"])
