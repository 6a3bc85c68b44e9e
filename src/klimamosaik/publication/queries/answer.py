"""The leading question in numbers, of published measures alone."""

from klimamosaik.pathway.kernel.contribution import NOTHING
from klimamosaik.pathway.queries.grade import EvidenceClass
from klimamosaik.planning.queries.answer import added
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import PublicAnswer


def public_answer(known: Known) -> PublicAnswer:
    """What the published measures bring together."""
    public = set(known.published.ids(PublishedKind.MEASURE))
    lines = [
        line
        for line in known.joint.lines
        if line.measure.pk in public and not known.hidden.measure(line.measure.pk)
    ]
    measured = [line for line in lines if line.grade is EvidenceClass.MEASURED]
    expected = [line for line in lines if line.only_expected]
    saved = sum(line.saved_mwh or 0.0 for line in lines)
    tonnes, people = added(measured).tonnes, known.town.inhabitants
    priced = [line for line in measured if line.euro_per_t is not None and line.tonnes]
    weight = sum(line.tonnes.mean for line in priced if line.tonnes)
    return PublicAnswer(
        measures=len(lines),
        measured=len(measured),
        saved_mwh=saved,
        tonnes=tonnes,
        expected=added(expected).tonnes if expected else NOTHING,
        eur_per_t=known.joint.euro_per_t
        if len(lines) == len(known.joint.lines)
        else None
        if weight <= 0
        else sum((line.euro_per_t or 0.0) * line.tonnes.mean for line in priced if line.tonnes)
        / weight,
        per_head_kwh=saved * 1000 / people if people else None,
        per_head_kg=tonnes.mean * 1000 / people if people else None,
    )
