"""The data behind pages that show the effects of measures."""

from klimamosaik.evidence.models import Assessment
from klimamosaik.evidence.queries.newest import NewestAssessment, newest_of, newest_of_each
from klimamosaik.measures.models import Measure
from klimamosaik.observations.queries.data_status import SHOWN, DataStatus, status_at
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import Text

NAMED = Text("„{name}“: {said}", "“{name}”: {said}")


def status_of_measures(municipality: Municipality) -> DataStatus:
    """The status of a page on all measures of a municipality."""
    measures = Measure.objects.filter(municipality=municipality).select_related("municipality")
    found = list(newest_of_each(list(measures)).values())
    told = Assessment.objects.filter(measure__municipality=municipality).exclude(because={})
    rows = told.select_related("measure").order_by("-at", "-pk")[:SHOWN]
    return status_from(found, [named(row) for row in rows])


def status_of_measure(measure: Measure) -> DataStatus:
    """The status of a page on one measure."""
    rows = Assessment.objects.filter(measure=measure).exclude(because={})
    said = [Text(**row.because) for row in rows.order_by("-at", "-pk")[:SHOWN]]
    return status_from([newest_of(measure)], said)


def status_from(found: list[NewestAssessment], changed: list[Text]) -> DataStatus:
    """All current: the newest version. Else the oldest that is being renewed."""
    version = data_version()
    old = [each.assessment.data_version for each in found if each.assessment and not each.current]
    renewing = any(not each.current for each in found)
    return status_at(min([version, *old]), renewing=renewing, changed=changed)


def named(row: Assessment) -> Text:
    """Why the effect of a measure changed, with its name."""
    return NAMED.format(name=row.measure.name, said=Text(**row.because))
