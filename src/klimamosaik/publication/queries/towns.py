"""The municipality as strangers see it."""

from klimamosaik.places.models import Municipality
from klimamosaik.publication.high_value import high_value_in
from klimamosaik.publication.licences import licences
from klimamosaik.publication.models import PublicPage
from klimamosaik.publication.queries.published import Published, published_in, towns_published
from klimamosaik.publication.queries.results import PublicTown


def public_town(published: Published) -> PublicTown:
    """Who a page is about and who stands behind it."""
    town = Municipality.objects.get(ags=published.ags)
    page = PublicPage.objects.filter(municipality=town).first() or PublicPage(
        municipality=town, publisher=town.name
    )
    people = town.populations.order_by("-year").first()
    return PublicTown(
        ags=town.ags,
        name=town.name,
        synthetic=town.synthetic,
        publisher=page.publisher,
        desk=page.desk,
        email=page.email,
        website=page.website,
        licence=licences()[page.licence],
        contributor="" if town.synthetic else page.contributor,
        state=town.state,
        inhabitants=people.inhabitants if people else None,
        inhabitants_year=people.year if people else None,
        inhabitants_source=people.source if people else "",
        latitude=town.latitude,
        longitude=town.longitude,
        since=published.since,
        tested_on=page.tested_on,
        barriers=page.barriers,
        high_value=tuple(high_value_in(page.high_value).items()),
    )


def public_towns() -> tuple[PublicTown, ...]:
    """All municipalities whose public page is on, by name."""
    return tuple(public_town(published_in(ags)) for ags in towns_published())
