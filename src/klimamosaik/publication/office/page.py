"""The office's page on what is public: each thing, how it stands, and what strangers would read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from klimamosaik.pathway.queries.pathways import chosen
from klimamosaik.pathway.queries.required_reduction import goals_of
from klimamosaik.pathway.queries.wording import need_text
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.figures.every import key_of, public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import (
    figure_path,
    page_path,
)
from klimamosaik.publication.queries.publishable import PublicOffer, offers
from klimamosaik.publication.queries.published import NotPublic, PublicItem, preview_of
from klimamosaik.publication.queries.reports import public_report
from klimamosaik.publication.queries.sensors import public_sensor
from klimamosaik.records.paging import found_in
from klimamosaik.terms.text import Text, joined

BEGIN = 25  # of a kind on the page of all kinds; a kind with more has pages of its own
NOTHING_SEEN = Text("noch keine Zahl", "no figure yet")
SEVERAL = {  # above a list of them; the others are called alike, however many
    PublishedKind.MEASURE: Text("Maßnahmen", "measures"),
    PublishedKind.BUILDING: Text("Gebäude", "buildings"),
    PublishedKind.INDICATOR: Text("Kennzahlen", "indicators"),
    PublishedKind.BALANCE: Text("Treibhausgasbilanzen", "greenhouse-gas balances"),
    PublishedKind.REPORT: Text("Energieberichte", "energy reports"),
    PublishedKind.READINGS: Text(
        "Messwerte von Sensoren und Gebäuden", "readings of sensors and buildings"
    ),
}


@dataclass(frozen=True)
class OfferGroup:
    """All things of one kind."""

    kind: PublishedKind
    offers: tuple[PublicOffer, ...]

    @property
    def name(self) -> Text:
        """What they are called together."""
        return SEVERAL.get(self.kind, self.kind.text)

    @property
    def public(self) -> int:
        """How many strangers see."""
        return sum(offer.public for offer in self.offers)


@dataclass(frozen=True)
class GroupShown:
    """Those of a kind that a page shows."""

    group: OfferGroup
    rows: Sequence[PublicOffer]
    count: int  # that are meant, shown or not

    @property
    def further(self) -> int:
        """How many are meant and not shown."""
        return self.count - len(self.rows)


def meant(group: OfferGroup, words: str) -> list[PublicOffer]:
    """Those of a kind whose name says the words."""
    return [offer for offer in group.offers if found_in(words, offer.name.de, offer.name.en)]


def beginnings(found: Sequence[OfferGroup], words: str) -> tuple[GroupShown, ...]:
    """Of each kind the first few that are meant; kinds without any are absent."""
    every = ((group, meant(group, words)) for group in found)
    return tuple(GroupShown(group, some[:BEGIN], len(some)) for group, some in every if some)


@dataclass(frozen=True)
class Foreseen:
    """What strangers would read of one thing."""

    code: str  # as it stands in the form
    name: Text
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


def of_kind(municipality: Municipality, kind: str, at: datetime) -> tuple[PublicItem, ...]:
    """Everything of a kind that is not public yet."""
    found = offers(municipality=municipality, at=at)
    return tuple(each.item for each in found if each.item.kind.value == kind and not each.public)


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
    if item.kind is PublishedKind.READINGS:
        sensor = public_sensor(known, int(item.subject))
        notes = () if sensor.withheld is None else (sensor.withheld,)
        return Foreseen(*named, sensor.headline, notes)
    if item.kind is PublishedKind.REPORT:
        return Foreseen(*named, *report_seen(known, item.subject))
    key = key_of(known, item)
    if key is None:
        return Foreseen(*named, NOTHING_SEEN, (mosaic_lacks(known),))
    figure = public_figure(known, key)
    return Foreseen(*named, figure.headline, figure.notes)


def mosaic_lacks(known: Known) -> Text:
    """Why no stone can be drawn, and what to do first."""
    goal = chosen(goals_of(municipality=known.municipality), None)
    lacks = (need_text(way) for way in known.pathways if way.goal == goal)
    return LACKS.format(why=joined(lacks, " "))


LACKS = Text(
    "Veröffentlicht zeigte die Seite kein Mosaik. {why}",
    "Once published the page would show no mosaic. {why}",
)


def report_seen(known: Known, span: str) -> tuple[Text, tuple[Text, ...]]:
    """The headline of the years of one report, and why it would have no file."""
    try:
        report = public_report(known, span)
    except NotPublic:
        return NOTHING_SEEN, ()
    return report.headline, () if report.withheld is None else (report.withheld,)


PAGES = {  # that tell more than the figure alone
    PublishedKind.MOSAIC: "",
    PublishedKind.MEASURE: "massnahmen/{subject}/",
    PublishedKind.BUILDING: "gebaeude/{subject}/",
    PublishedKind.REPORT: "energiebericht/{subject}/",
    PublishedKind.READINGS: "sensoren/{subject}/",
}


def path_of(known: Known, item: PublicItem) -> str:
    """The public page of a thing. Raises NotPublic where there is none."""
    ags, page = known.published.ags, PAGES.get(item.kind)
    if page is not None:
        return page_path(ags, page.format(subject=item.subject))
    key = key_of(known, item)
    if key is None:
        raise NotPublic
    return figure_path(ags, key)
