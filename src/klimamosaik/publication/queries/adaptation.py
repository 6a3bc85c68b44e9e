"""What strangers see of adaptation: published indicators, and targets of public readings."""

from collections.abc import Collection

from klimamosaik.measures.queries import AdaptationLine, adaptation_of
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.readings import datastreams_of_things
from klimamosaik.publication.queries.results import PublicAdaptation
from klimamosaik.publication.queries.sensors import things_in
from klimamosaik.terms.text import Text

FOUND = Text("{source}, {day:short}", "{source}, {day:short}")
WANTED = Text("{bound} {wanted}", "{bound} {wanted}")


def public_adaptation(known: Known) -> tuple[PublicAdaptation, ...]:
    """Indicators that are published by themselves, and targets whose readings are public.

    What is wanted of readings everybody may see is no secret; of others nothing is told.
    """
    town = known.published.ags
    lines = known.by_answers("adaptation", lambda: adaptation_in(town), known.data_version)
    indicators = set(known.published.ids(PublishedKind.INDICATOR)) - known.untold_indicators
    streams = public_among(lines, known)
    shown = [
        each
        for each in lines
        if (each.datastream in streams if each.indicator is None else each.indicator in indicators)
    ]
    measures = known.published.ids(PublishedKind.MEASURE)
    return tuple(as_public(each, measures) for each in shown)


def adaptation_in(ags: str) -> tuple[AdaptationLine, ...]:
    """All lines of a municipality, public or not."""
    return adaptation_of(municipality=Municipality.objects.get(ags=ags))


def public_among(lines: Collection[AdaptationLine], known: Known) -> set[int]:
    """Of the series targets are taken from, those whose readings are public."""
    asked = [each.datastream for each in lines if each.indicator is None and each.datastream]
    if not asked:
        return set()
    things, hidden = things_in(known), known.hidden.meters

    def told() -> set[int]:
        return set(
            datastreams_of_things(things, hidden).filter(pk__in=asked).values_list("pk", flat=True)
        )

    parts = (asked, known.published.ids(PublishedKind.READINGS), hidden)
    return known.by_answers("adaptation of readings", told, parts)


def as_public(line: AdaptationLine, measures: Collection[int]) -> PublicAdaptation:
    """One of them as strangers see it. measures: public ones."""
    newest, wanted = line.newest, line.wanted_text
    if wanted is not None and line.bound is not None:
        wanted = WANTED.format(bound=line.bound.text, wanted=wanted)
    return PublicAdaptation(
        name=line.name,
        value=line.value,
        found=FOUND.format(source=newest.source, day=newest.day) if newest else None,
        wanted=wanted,
        reached=line.reached,
        worse_than=line.before_text if line.worse else None,
        shape=line.shape,
        measure=line.measure if line.measure in measures else None,
    )
