"""What a measure says of itself and does not fit together: days, years, money, phase, places."""

from collections.abc import Collection
from datetime import date, datetime

from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.period import local_day


def own_complaints(measure: Measure) -> list[Problem]:
    """What a measure says that does not fit together."""
    return [*order_of_days(measure), *phase_kept(measure), *grant_that_fits(measure)]


def day_that_was(since: date | None, at: datetime) -> list[Problem]:
    """A measure came to its phase today or before."""
    return [SINCE_IN_FUTURE] if since is not None and since > local_day(at) else []


def order_of_days(measure: Measure) -> list[Problem]:
    """Installation, then effect, then its end."""
    complaints = []
    installed, start, end = measure.installation_start, measure.start, measure.end
    if installed and start and installed > start:
        complaints.append(INSTALLED_LATER)
    if end and start and end <= start:
        complaints.append(ENDED_EARLIER)
    if end and not start:
        complaints.append(ENDED_WITHOUT_START)
    if measure.first_year and measure.last_year and measure.last_year < measure.first_year:
        complaints.append(YEARS_BACKWARDS)
    return complaints


def grant_that_fits(measure: Measure) -> list[Problem]:
    """A grant is a share or an amount, and an amount is no higher than the cost."""
    complaints = []
    if measure.grant_percent is not None and measure.grant_eur is not None:
        complaints.append(GRANT_TWICE)
    if measure.grant_eur and measure.cost is not None and measure.grant_eur > measure.cost:
        complaints.append(GRANT_ABOVE_COST)
    return complaints


def phase_kept(measure: Measure) -> list[Problem]:
    """A measure in the register changes its phase by a step, never by an edit."""
    if measure._state.adding:
        return []
    known = Phase(Measure.objects.values_list("phase", flat=True).get(pk=measure.pk))
    return [] if known == measure.phase else [PHASE_BY_STEP]


def places_that_fit(measure: Measure, points: Collection[MeterPoint]) -> list[Problem]:
    """Meter points of the measure's own municipality only."""
    if any(point.building.municipality_id != measure.municipality_id for point in points):
        return [OTHER_MUNICIPALITY]
    return []


SINCE_IN_FUTURE = problem(
    "since_in_future",
    "In dieser Phase steht sie seit heute oder früher. Bitte den Tag prüfen, oder leer lassen.",
    "It is in this phase since today or earlier. Please check the day, or leave it empty.",
    column="since",
)
INSTALLED_LATER = problem(
    "installed_later",
    "Der Umbau beginnt nach dem ersten Tag der Wirkung. Er liegt davor oder bleibt leer.",
    "Installation begins after the first day of the effect. It must lie before, or stay empty.",
    column="installation_start",
)
ENDED_EARLIER = problem(
    "ended_earlier",
    "Die Maßnahme endet, bevor sie wirkt. Das Ende liegt nach dem ersten Tag der Wirkung.",
    "The measure ends before it works. Its end lies after the first day of the effect.",
    column="end",
)
ENDED_WITHOUT_START = problem(
    "ended_without_start",
    "Die Maßnahme hat ein Ende der Wirkung, aber keinen Anfang. Bitte tragen Sie ein, seit "
    "wann sie wirkt, oder lassen Sie das Ende leer.",
    "The measure has an end of its effect but no beginning. Please say since when it works, "
    "or leave the end empty.",
    column="end",
)
YEARS_BACKWARDS = problem(
    "years_backwards",
    "Das letzte Jahr der Arbeit liegt vor dem ersten.",
    "The last year of the work lies before the first.",
    column="last_year",
)
GRANT_TWICE = problem(
    "grant_twice",
    "Die Förderung ist als Anteil und als Betrag angegeben. Bitte nur eines von beiden.",
    "The grant is given as a share and as an amount. Please only one of them.",
    column="grant_eur",
)
GRANT_ABOVE_COST = problem(
    "grant_above_cost",
    "Die Förderung ist höher als die Kosten. Bitte beides prüfen.",
    "The grant is higher than the cost. Please check both.",
    column="grant_eur",
)
PHASE_BY_STEP = problem(
    "phase_by_step",
    "Die Phase ändert sich nur durch einen Schritt: Auf der Seite der Maßnahme steht, was "
    "der nächste braucht.",
    "The phase changes by a step only: the page of the measure says what the next one needs.",
    column="phase",
)
OTHER_MUNICIPALITY = problem(
    "other_municipality",
    "Ein gewählter Zähler gehört zu einer anderen Gemeinde.",
    "A chosen meter belongs to another municipality.",
    column="meter_points",
)
