"""Noting what public figures say, for whoever follows them."""

from datetime import datetime

from django.db import transaction

from klimamosaik.evidence.models import Assessment
from klimamosaik.publication.kernel.edition import (
    CORRECTED,
    DATA,
    LIVE,
    REWORKED,
    STATED,
    Stated,
    periods_said,
    reason,
)
from klimamosaik.publication.models import FigureEdition
from klimamosaik.publication.queries.editions import stated
from klimamosaik.publication.queries.figures.every import public_figures
from klimamosaik.publication.queries.figures.figure_dates import newest_editions
from klimamosaik.publication.queries.figures.kind import id_in
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.live import corrected
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.publication.queries.times import FigureTimes, times_of
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text


@transaction.atomic
def note_town(known: Known) -> int:
    """Note the figures of one municipality that say something else than before."""
    times, fresh = times_of(known), []
    noted = {row.figure: row for row in newest_editions(known)}
    for figure in public_figures(known):
        before = noted.get(figure.key)
        if before is not None and before.at < times.told_since(figure.key):
            before = None  # it was taken back meanwhile, or a part of it
        row = edition(figure, before, times, known.at)
        if row is not None:
            fresh.append(row)
    FigureEdition.objects.bulk_create(fresh)
    return len(fresh)


def edition(
    figure: PublicFigure, before: FigureEdition | None, times: FigureTimes, at: datetime
) -> FigureEdition | None:
    """What is noted of a figure; None where it says what it said.

    The new readings of a day are one edition: the next one takes its place. So are all newer
    readings of a series that goes on, which nobody is told of.
    """
    now = stated(figure, local_day(at))
    if before is not None and before.digest == now.digest:
        return None
    published = before is not None and times.published_after(figure.key, before.at)
    why = because(figure, before, now, published=published) if before else None
    if before is not None and goes_on(before, why, at):
        before.delete()
    return FigureEdition(
        municipality_id=figure.town.ags,
        figure=figure.key,
        said=figure.headline.both(),
        digest=now.digest,
        measured=dict(now.measured),
        data_version=now.data_version,
        method=now.method,
        beside_live=now.beside_live,
        because=why.both() if why else {},
        at=at,
    )


def because(figure: PublicFigure, before: FigureEdition, now: Stated, *, published: bool) -> Text:
    """Why a figure says something else."""
    then = Stated(
        before.digest, before.measured, before.method, before.data_version, before.beside_live
    )
    why = reason(then, now, published=published)
    if why == STATED and worked_out_anew(figure, since=before.at):
        return REWORKED
    periods = corrected(figure, before) if why == LIVE else []
    return CORRECTED.format(periods=periods_said(periods)) if periods else why


def worked_out_anew(figure: PublicFigure, *, since: datetime) -> bool:
    """True for a figure of effects, one of which is another than before."""
    found = Assessment.objects.filter(at__gt=since, measure__municipality=figure.town.ags)
    measure = id_in(figure.key, "massnahme-")
    if measure is not None:
        found = found.filter(measure=measure)
    elif figure.key not in OF_EFFECTS:
        return False
    return found.exclude(because={}).exists()


OF_EFFECTS = ("wirkung", "mosaik", "mosaik-ziel")  # keys of figures all effects stand in


def goes_on(before: FigureEdition, why: Text | None, at: datetime) -> bool:
    """True where what is noted now takes the place of what was noted before."""
    if why == LIVE:
        return bool(before.because == LIVE.both())
    return why == DATA and same_day(before, at)


def same_day(before: FigureEdition, at: datetime) -> bool:
    """True where new readings were noted on this local day already."""
    noted = local_day(before.at)
    return before.because == DATA.both() and noted == local_day(at)
