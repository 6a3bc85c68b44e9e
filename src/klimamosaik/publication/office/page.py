"""The office's page on what is public: each thing, how it stands, and what strangers would read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.offered import PublicOffer, offers
from klimamosaik.publication.queries.paths import (
    building_path,
    figure_path,
    measure_path,
    page_path,
)
from klimamosaik.publication.queries.published import NotPublic, PublicItem, preview_of
from klimamosaik.terms.text import Text

FIGURES = {  # whose page is a figure's
    PublishedKind.INDICATOR: "kennzahl-{subject}",
    PublishedKind.BALANCE: "bilanz-{subject}",
    PublishedKind.REPORT: "verbrauch",
    PublishedKind.MEASURE: "massnahme-{subject}",
    PublishedKind.BUILDING: "gebaeude-{subject}",
    PublishedKind.MOSAIC: "mosaik",
}
NOTHING_SEEN = Text("noch keine Zahl", "no figure yet")


@dataclass(frozen=True)
class OfferGroup:
    """All things of one kind."""

    kind: PublishedKind
    offers: tuple[PublicOffer, ...]

    @property
    def public(self) -> int:
        """How many strangers see."""
        return sum(offer.public for offer in self.offers)


@dataclass(frozen=True)
class Foreseen:
    """What strangers would read of one thing."""

    code: str  # as it stands in the form
    name: str
    kind: Text
    headline: Text
    notes: tuple[Text, ...]  # what is withheld, and why


def groups(municipality: Municipality, at: datetime) -> tuple[OfferGroup, ...]:
    """Everything that can be published, by kind."""
    found = offers(municipality=municipality, at=at)
    return tuple(
        OfferGroup(kind, tuple(offer for offer in found if offer.item.kind is kind))
        for kind in PublishedKind
        if any(offer.item.kind is kind for offer in found)
    )


def items_of(codes: Iterable[str]) -> tuple[PublicItem, ...]:
    """The things a form names; what is none is left out."""
    kinds = {kind.value: kind for kind in PublishedKind}
    pairs = (code.partition(":") for code in codes)
    return tuple(PublicItem(kinds[kind], subject) for kind, _, subject in pairs if kind in kinds)


def foreseen(
    municipality: Municipality, items: Sequence[PublicItem], at: datetime
) -> tuple[Foreseen, ...]:
    """What strangers would read of these things once all of them are public."""
    known = Known(preview_of(municipality, items, at), at)
    there = {offer.item: offer for offer in offers(municipality=municipality, at=at)}
    return tuple(seen(known, there[item]) for item in items if item in there)


def seen(known: Known, offer: PublicOffer) -> Foreseen:
    """What strangers would read of one thing."""
    item, named = offer.item, (offer.code, offer.name, offer.item.kind.text)
    try:
        figure = public_figure(known, FIGURES[item.kind].format(subject=item.subject))
    except NotPublic:
        return Foreseen(*named, NOTHING_SEEN, ())
    return Foreseen(*named, figure.headline, figure.notes)


def path_of(ags: str, item: PublicItem) -> str:
    """The public page of a thing."""
    if item.kind is PublishedKind.MEASURE:
        return measure_path(ags, item.subject)
    if item.kind is PublishedKind.BUILDING:
        return building_path(ags, item.subject)
    if item.kind is PublishedKind.MOSAIC:
        return page_path(ags)
    if item.kind is PublishedKind.REPORT:
        return page_path(ags, f"energiebericht/{item.subject}/")
    return figure_path(ags, FIGURES[item.kind].format(subject=item.subject))
