"""What changed in the municipality's own buildings from one year to the next, and why."""

from collections.abc import Sequence
from datetime import datetime

from klimamosaik.pathway.queries.cache import cached
from klimamosaik.places.models import Municipality
from klimamosaik.reports.kernel.figures import UseSubject
from klimamosaik.reports.kernel.sentences import change_text
from klimamosaik.reports.queries.energy import changes_between
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

TOLD = (UseSubject.ENERGY, UseSubject.CO2, UseSubject.COST)


def what_changed(
    *, municipality: Municipality, year: int, at: datetime, years: Sequence[int] = ()
) -> tuple[Text, ...]:
    """Energy, CO2 and cost of `year` against the year before, split into parts that add up.

    Empty where nothing of the two years can be compared. years: of a report that is asked for
    anyway and has both in it, so that not all is gathered twice; else that of the two.
    """
    pair = (year - 1, year)

    def made() -> tuple[Text, ...]:
        try:
            found = changes_between(
                municipality=municipality,
                years=years or pair,
                pair=pair,
                written_on=local_day(at),
            )
        except InputRejected:
            return ()
        whole = [found.between(subject, *pair).get(None) for subject in TOLD]
        return tuple(change_text(each) for each in whole if each and each.decidable)

    return cached(municipality, ("changed", year, tuple(years)), at, made)
