"""Doors that publish and take back: by a person, kept in the history."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.text import Truncator

from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries import missing_of_example
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.places.models import Municipality
from klimamosaik.publication.figure_notes import note_town
from klimamosaik.publication.models import NAME, Publication, PublicPage, PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.publishable import named
from klimamosaik.publication.queries.published import PublicItem, published_in, towns_published
from klimamosaik.records.operations import save
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

HALF_AN_EXAMPLE = Text(
    "„{name}“ steht als Übertragung da, also als Beispiel für andere. Veröffentlicht wird sie "
    "erst, wenn dasteht, was diese brauchen. Es fehlt:",
    "“{name}” stands as a transfer, so as an example for others. It is published only once what "
    "they need is there. Missing:",
)


@transaction.atomic
def switch_on(*, page: PublicPage, by: AbstractBaseUser | None, at: datetime) -> PublicPage:
    """Show a municipality's page to strangers, with who stands behind it.

    Raises InputRejected for details that are missing or wrong.
    """
    page.on_since, page.off_since = page.on_since or at, None
    return save(page, by=by)


@transaction.atomic
def switch_off(*, page: PublicPage, by: AbstractBaseUser | None, at: datetime) -> PublicPage:
    """Close the page at once; what was published on it stays chosen for another day."""
    if page.on:
        page.on_since, page.off_since = None, at
        save(page, by=by)
    return page


@transaction.atomic
def publish(
    *,
    municipality: Municipality,
    items: Collection[PublicItem],
    by: AbstractBaseUser | None,
    at: datetime,
) -> Sequence[Publication]:
    """Show these to strangers from now on. Raises InputRejected for what there is not."""
    list(Municipality.objects.select_for_update().filter(pk=municipality.pk))  # one at a time
    return [published(municipality, item, by, at) for item in items]


def published(
    municipality: Municipality, item: PublicItem, by: AbstractBaseUser | None, at: datetime
) -> Publication:
    """One thing public from `at`; what is public already stays as it is."""
    name = named(municipality, item, at)
    if name is None:
        raise rejected(
            "nothing_to_publish",
            "„{kind} {subject}“ gibt es in {town} nicht: Wählen Sie aus der Liste.",
            "There is no “{kind} {subject}” in {town}: choose from the list.",
            kind=item.kind.text,
            subject=item.subject,
            town=municipality.name,
        )
    row = row_of(municipality, item)
    if row is None or row.until is not None:
        refuse_half_an_example(item, at)
    if row is None:
        row = Publication(municipality=municipality, kind=item.kind, subject=item.subject)
    elif row.until is None:
        return row
    row.name, row.since, row.until = Truncator(name).chars(NAME), at, None
    row.as_of = data_version() if item.kind is PublishedKind.REPORT else None
    return save(row, by=by)


def refuse_half_an_example(item: PublicItem, at: datetime) -> None:
    """Raise InputRejected for a measure others are to copy that lacks what they need for it."""
    if item.kind is not PublishedKind.MEASURE:
        return
    measure = Measure.objects.get(pk=item.subject)
    if measure.phase != Phase.TRANSFER:
        return
    missing = missing_of_example(measure=measure, today=local_day(at))
    if missing:
        first = HALF_AN_EXAMPLE.format(name=measure.name)
        problem = Problem("half_an_example", first)
        raise InputRejected([problem, *(each.complaint for each in missing)])


@transaction.atomic
def take_back(
    *,
    municipality: Municipality,
    items: Collection[PublicItem],
    by: AbstractBaseUser | None,
    at: datetime,
) -> Sequence[Publication]:
    """Hide these from strangers at once; their addresses say that they are gone."""
    rows = [row_of(municipality, item) for item in items]
    taken = [row for row in rows if row is not None and row.until is None]
    for row in taken:
        row.until = at
        save(row, by=by)
    return taken


def row_of(municipality: Municipality, item: PublicItem) -> Publication | None:
    """What is known of a thing's publication."""
    return Publication.objects.filter(
        municipality=municipality, kind=item.kind, subject=item.subject
    ).first()


def note_editions(*, at: datetime) -> int:
    """Note what public figures say by now, where it differs from what they said, and why.

    Returns how many were noted. Called by the background: looking never writes.
    """
    return sum(note_town(Known(published_in(ags), at)) for ags in towns_published())
