"""The leading question in numbers, of published measures alone."""

from klimamosaik.planning.queries.answer_wording import (
    kinds_notes,
    share_said,
    worse_in_short,
    worse_said,
)
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import PublicAnswer


def public_answer(known: Known) -> PublicAnswer:
    """What the published measures bring together, as the office adds measures up."""
    found = known.joint
    measured = found.measured.count > 0  # what nobody measured is unknown, not zero
    return PublicAnswer(
        measures=len(found.lines),
        measured=found.measured.count,
        saved_mwh=found.saved_mwh if measured else None,
        saved=found.energy if measured else None,
        tonnes=found.measured.tonnes if measured else None,
        expected=found.expected.tonnes,
        need_t=found.need_t,
        need_known_by=found.need_known_by,
        target_year=found.target_year,
        share=found.share_of_target,
        worse=worse_said(found),
        worse_short=worse_in_short(found.worse),
        told=(*share_said(found), *(each.said for each in found.saved_time)),
        kinds=tuple(kind for kind in found.kinds if kind.measured),
        kinds_told=kinds_notes(found.kinds),
        data_version=known.data_version,
        eur_per_t=found.euro_per_t,
        price_known_by=found.price_known_by,
        per_head_kwh=found.kwh_per_head if measured else None,
        kwh_known_by=found.kwh_known_by,
        per_head_kg=found.kg_per_head if measured else None,
        kg_known_by=found.kg_known_by,
    )
