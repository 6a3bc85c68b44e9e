"""The wall at a year: what of the pathway lies by then."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.measures.field import Field
from klimamosaik.pathway.kernel.attribution import parts
from klimamosaik.pathway.kernel.simulation import Outlook
from klimamosaik.pathway.mosaic.stone import State, StoneMeasure


@dataclass(frozen=True)
class Face:
    """How a measure of the pathway looks in the wall."""

    code: str
    name: str
    field: Field
    href: str | None = None


def measures_at(outlook: Outlook, year: int, faces: Sequence[Face]) -> tuple[StoneMeasure, ...]:
    """The measures in force in `year`, overlaps taken off.

    Today, a milestone year or the target year: a measure that starts later has no stones yet.
    One is measured where evidence stands behind it, else expected. Stopped measures are not part
    of a pathway; the caller adds them.
    """
    found = parts(outlook, year)
    known = {face.code: face for face in faces}
    measures = []
    for place, measure in enumerate(outlook.measures):
        face = known[measure.code]
        if outlook.force[place, year - int(outlook.years[0])] == 0:
            continue
        measured = measure.belief.evidence is not None
        measures.append(
            StoneMeasure(
                code=face.code,
                name=face.name,
                field=face.field,
                state=State.MEASURED if measured else State.EXPECTED,
                mean_t=float(found.mean[place]),
                low_t=float(found.low[place]),
                high_t=float(found.high[place]),
                href=face.href,
            )
        )
    return tuple(measures)
