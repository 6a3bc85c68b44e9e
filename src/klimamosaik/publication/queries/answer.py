"""The leading question in numbers, of published measures alone."""

from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import PublicAnswer


def public_answer(known: Known) -> PublicAnswer:
    """What the published measures bring together, as the office adds measures up."""
    found = known.joint
    return PublicAnswer(
        measures=len(found.lines),
        measured=found.measured.count,
        saved_mwh=found.saved_mwh,
        tonnes=found.measured.tonnes,
        expected=found.expected.tonnes,
        eur_per_t=found.euro_per_t,
        per_head_kwh=found.kwh_per_head,
        per_head_kg=found.kg_per_head,
    )
