"""What of the invented town is public, so that the demo has something for strangers to see."""

from datetime import datetime

from django.contrib.auth.models import User

from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import PublicPage, PublishedKind
from klimamosaik.publication.operations import publish, switch_on
from klimamosaik.publication.queries.offered import offers

LATEST = {PublishedKind.BALANCE: 2, PublishedKind.REPORT: 1}  # of these the newest ones only


def publish_town(*, municipality: Municipality, by: User, at: datetime) -> None:
    """Switch the public page on and publish what has begun; ideas stay in the office."""
    page = PublicPage(
        municipality=municipality,
        publisher=municipality.name,
        desk="Klimaschutzmanagement",
        email="klima@musterstadt.example",
        tested_on=at.date(),
    )
    switch_on(page=page, by=by, at=at)
    ideas = Measure.objects.filter(municipality=municipality, phase=Phase.IDEA)
    kept = {str(pk) for pk in ideas.values_list("pk", flat=True)}
    items, taken = [], dict.fromkeys(PublishedKind, 0)
    for offer in offers(municipality=municipality, at=at):
        kind = offer.item.kind
        taken[kind] += 1
        idea = kind is PublishedKind.MEASURE and offer.item.subject in kept
        if not idea and taken[kind] <= LATEST.get(kind, taken[kind]):
            items.append(offer.item)
    publish(municipality=municipality, items=items, by=by, at=at)
