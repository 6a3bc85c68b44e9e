"""What changed in the municipality's own buildings from one year to the next, and why."""

from collections.abc import Sequence
from datetime import datetime

from klimamosaik.places.models import Municipality
from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.reports.kernel.figures import UseSubject
from klimamosaik.reports.kernel.sentences import change_text
from klimamosaik.reports.queries.computed import asked_for
from klimamosaik.reports.queries.energy import KEPT, changes_between
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

TOLD = (UseSubject.ENERGY, UseSubject.CO2, UseSubject.COST)
CHANGES = HeldResults[tuple[Text, ...]](most=16, seconds=KEPT)  # by the report they are from


def what_changed(
    *, municipality: Municipality, year: int, at: datetime, years: Sequence[int] = ()
) -> tuple[Text, ...]:
    """Energy, CO2 and cost of `year` against the year before, split into parts that add up.

    Empty where nothing of the two years can be compared. years: of a report that is asked for
    anyway and has both in it, so that not all is gathered twice; else that of the two.
    """
    pair, today = (year - 1, year), local_day(at)
    asked = years or pair

    def made() -> tuple[Text, ...]:
        found = changes_between(municipality=municipality, years=asked, pair=pair, written_on=today)
        whole = [found.between(subject, *pair).get(None) for subject in TOLD]
        return tuple(change_text(each) for each in whole if each and each.decidable)

    try:
        report = asked_for(municipality, asked, today)
        return CHANGES.once(f"{report.key} {pair}", made)
    except InputRejected:
        return ()
