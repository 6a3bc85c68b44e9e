"""What changed in the municipality's own buildings from one year to the next, and why."""

from datetime import datetime

from klimamosaik.pathway.queries.cache import cached
from klimamosaik.places.models import Municipality
from klimamosaik.reports.kernel.figures import UseSubject
from klimamosaik.reports.kernel.sentences import change_text
from klimamosaik.reports.queries.energy import energy_report
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text

TOLD = (UseSubject.ENERGY, UseSubject.CO2, UseSubject.COST)


def what_changed(*, municipality: Municipality, year: int, at: datetime) -> tuple[Text, ...]:
    """Energy, CO2 and cost of `year` against the year before, split into parts that add up.

    Empty where nothing of the two years can be compared.
    """

    def made() -> tuple[Text, ...]:
        try:
            report = energy_report(
                municipality=municipality,
                years=[year - 1, year],
                written_on=at.astimezone(LOCAL).date(),
            )
        except InputRejected:
            return ()
        whole = [report.change(subject, year - 1, year) for subject in TOLD]
        return tuple(change_text(each) for each in whole if each and each.decidable)

    return cached(municipality, ("changed", year), at, made)
