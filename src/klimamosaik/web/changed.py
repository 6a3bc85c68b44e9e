"""What changed in the municipality's own buildings from one year to the next, and why."""

from datetime import datetime

from klimamosaik.pathway.queries.cache import kept
from klimamosaik.places.models import Municipality
from klimamosaik.reports.kernel.figures import Subject
from klimamosaik.reports.kernel.sentences import change_text
from klimamosaik.reports.queries import energy_report
from klimamosaik.terms.complaint import Refused
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text

TOLD = (Subject.ENERGY, Subject.CO2, Subject.COST)


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
        except Refused:
            return ()
        whole = {each.subject: each for each in report.changes if each.building is None}
        return tuple(
            change_text(whole[subject])
            for subject in TOLD
            if subject in whole and whole[subject].decidable
        )

    return kept(municipality, ("changed", year), at, made)
