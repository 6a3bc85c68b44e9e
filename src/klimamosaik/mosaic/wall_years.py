"""Which years there is a wall of, and which one is shown."""

from collections.abc import Sequence

from klimamosaik.mosaic.kernel.moment import Moment, WallMoment, moments
from klimamosaik.pathway.models import Milestone, Scope
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.period import local_day


def choice_of(pathway: Pathway) -> tuple[WallMoment, ...]:
    """The years a wall can be counted for: today, the milestones, the target's."""
    this_year = local_day(pathway.at).year
    target = WallMoment(Moment.TARGET, pathway.goal.year)
    if pathway.outlook is None or this_year < int(pathway.outlook.years[0]):
        return (target,)
    milestones = Milestone.objects.filter(municipality=pathway.municipality, scope=Scope.TOWN)
    years = milestones.values_list("year", flat=True)
    return moments(this_year=this_year, target_year=pathway.goal.year, milestones=years)


def chosen(choice: Sequence[WallMoment], year: int | None) -> WallMoment:
    """The wall of a year, else the first there is: today's, for the office and for strangers.

    Raises InputRejected for a year without one.
    """
    if year is None:
        return choice[0]
    found = next((seen for seen in choice if seen.year == year), None)
    if found is None:
        there = ", ".join(str(seen.year) for seen in choice)
        raise rejected(
            "no_wall",
            "Für {year} gibt es kein Mosaik. Vorhanden: {there}.",
            "There is no mosaic of {year}. There are: {there}.",
            year=year,
            there=there,
        )
    return found
