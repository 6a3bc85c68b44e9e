"""What figures say and said, as far as it may be told to whoever follows them."""

from collections.abc import Iterable
from datetime import date

from klimamosaik.publication.kernel.edition import Stated, measured_of
from klimamosaik.publication.models import FigureEdition
from klimamosaik.publication.queries.figures.figure_dates import digest, row_of
from klimamosaik.publication.queries.figures.kind import id_in
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.live import beside_live, key_of
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.publication.queries.times import times_of
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.terms.quality import Quality

NOT_GIVEN = (Quality.DEFAULT, Quality.UNKNOWN)  # nobody read or stated it


def withheld(known: Known, key: str) -> bool:
    """True where a figure's values must not be told now, whatever it said before."""
    measure, building = id_in(key, "massnahme-"), id_in(key, "gebaeude-")
    indicator = id_in(key, "kennzahl-")
    if indicator is not None:
        return indicator in known.untold_indicators
    if measure is not None:
        return known.hidden.measure(measure)
    if building is not None:
        return known.hidden.any_of(building)
    whole_town = key == "verbrauch" or key.startswith("warum-")
    return whole_town and any(known.hidden.town(medium) for medium in Medium)


def stated(figure: PublicFigure, today: date) -> Stated:
    """What a figure says now, as far as it is kept."""
    given = [each for each in figure.data if each.given and each.quality not in NOT_GIVEN]
    past = [(f"{each.period} {each.series}", row_of(each)) for each in given if not each.live]
    live = [(key_of(each, each.live), row_of(each)) for each in given if each.live]
    return Stated(
        digest=digest(figure),
        measured=measured_of(past, today) | measured_of(live, None),
        method=figure.method,
        data_version=figure.data_version,
        beside_live=beside_live(figure) if live else "",
    )


def public_editions(known: Known, keys: Iterable[str]) -> list[FigureEdition]:
    """What public figures said, the newest first, as far as it may be told."""
    times = times_of(known)
    from_when = {key: times.told_since(key) for key in keys if not withheld(known, key)}
    rows = FigureEdition.objects.filter(municipality=known.published.ags, figure__in=from_when)
    return [row for row in rows if row.at >= from_when[row.figure]]
