"""Who may change what of a measure: the one rule all its pages and buttons ask."""

from dataclasses import dataclass

from klimamosaik.measures.models import CostLine, Involvement, Measure, StatusReport, Task
from klimamosaik.measures.models.kinds import InvolvementRole
from klimamosaik.people.access import Visit, includes
from klimamosaik.people.models import Role

OwnRow = Task | Involvement | CostLine | StatusReport  # rows that are an organisation's part


@dataclass(frozen=True)
class MeasureRights:
    """What somebody may change of one measure."""

    town: bool = False  # everything, whoever's part it is
    whole: bool = False  # the measure, and all of it that is no other organisation's part
    organisation: int | None = None  # id of the one whose part they may change; None: of none

    @property
    def any(self) -> bool:
        """True where there is something they may change."""
        return self.whole or self.organisation is not None

    def cover(self, row: OwnRow) -> bool:
        """True where they may change a row that is there."""
        if self.town:
            return True
        if row.organisation_id is None:
            return self.whole
        return row.organisation_id == self.organisation

    def include(self, other: "MeasureRights") -> bool:
        """True where they may do all that `other` may."""
        if self.town:
            return True
        whole = self.whole or not other.whole
        return not other.town and whole and other.organisation in (None, self.organisation)


NO_RIGHTS = MeasureRights()
ALL_RIGHTS = MeasureRights(town=True, whole=True)


def rights_on(*, visit: Visit | None, measure: Measure) -> MeasureRights:
    """What whoever visits may change of a measure.

    Who edits for the whole municipality changes everything. Who works for one organisation changes
    the measure where it leads, its own part where it takes part, and nothing elsewhere.
    """
    if visit is None or visit.municipality.pk != measure.municipality_id:
        return NO_RIGHTS
    if includes(visit.role, Role.EDITOR):
        return ALL_RIGHTS
    own = visit.organisation
    if own is None:
        return NO_RIGHTS
    roles = {each.role for each in measure.involvements.all() if each.organisation_id == own}
    if InvolvementRole.LEAD in roles:
        return MeasureRights(whole=True, organisation=own)
    takes_part = bool(roles) or any(each.organisation_id == own for each in measure.tasks.all())
    return MeasureRights(organisation=own) if takes_part else NO_RIGHTS
