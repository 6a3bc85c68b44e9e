"""The mosaic as strangers see it."""

from klimamosaik.mosaic.kernel.published_names import NamedStones
from klimamosaik.mosaic.queries.walls import mosaic_page
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import measure_path
from klimamosaik.publication.queries.results import PublicWall
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Language, Text


def public_wall(known: Known, language: Language, year: int | None = None) -> PublicWall | None:
    """The wall of a year, of today where there is one; None where nothing can be drawn.

    Raises NoLongerPublic or NotPublic where the mosaic is not public.
    """
    known.published.require(PublishedKind.MOSAIC)
    ags = known.published.ags
    named = NamedStones(
        frozenset(known.published.ids(PublishedKind.MEASURE)),
        measure_path(ags, "{pk}", language),
        known.untold,
    )
    for asked in (year or local_day(known.at).year, None):
        try:
            page = mosaic_page(
                municipality=known.municipality,
                year=asked,
                language=language,
                at=known.at,
                named=named,
            )
        except InputRejected:  # no wall of this year: that of the target's
            continue
        if page.headline is None:
            return None
        return PublicWall(
            headline=page.headline,
            goal=page.goal,
            stone=page.stone,
            lying=page.lying,
            standing=page.standing,
            table=page.table,
            legend=page.legend,
            target_year=page.year,
            shown_year=page.shown.year,
            notes=(*left_out(known), *page.notes),
            fields=tuple((each.value, each.text) for each in page.fields),
            choice=tuple((each.year, each.name) for each in page.choice),
            stone_like=page.stone_like,
            stone_source=page.stone_source,
        )
    return None


def left_out(known: Known) -> tuple[Text, ...]:
    """Says that measures at few homes are not in it."""
    return (NOT_IN_IT.format(n=len(known.untold)),) if known.untold else ()


NOT_IN_IT = Text(
    "{n:Maßnahme ist|Maßnahmen sind} nicht mitgezählt: Aus der Wirkung ließe sich der Verbrauch "
    "weniger Wohnungen ablesen.",
    "{n:measure is|measures are} not counted: the effect would tell the use of few homes.",
)
