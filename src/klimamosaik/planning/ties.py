"""What needs what among a town's measures, what rules out what, and what that bars."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.places.models import Municipality
from klimamosaik.planning.models import Dependence, Tie
from klimamosaik.planning.money import Money
from klimamosaik.planning.outcome import LeftOut
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Ties:
    """Prerequisites and exclusions of a municipality's measures."""

    needs: Mapping[int, frozenset[int]]
    excludes: tuple[frozenset[int], ...]


def ties_of(town: Municipality) -> Ties:
    """What needs what, and what rules out what."""
    needs: defaultdict[int, set[int]] = defaultdict(set)
    excludes = []
    for row in Dependence.objects.filter(measure__municipality=town):
        if row.tie == Tie.NEEDS:
            needs[row.measure_id].add(row.other_id)
        else:
            excludes.append(frozenset({row.measure_id, row.other_id}))
    return Ties({pk: frozenset(others) for pk, others in needs.items()}, tuple(excludes))


def without_barred(
    open_to: Sequence[tuple[MeasureOutlook, Money]], working: set[int], ties: Ties, pathway: Pathway
) -> tuple[list[tuple[MeasureOutlook, Money]], list[LeftOut]]:
    """Leave out what needs something that cannot be chosen, or is ruled out by what works."""
    names = {one.measure.pk: one.measure.name for one in pathway.known}
    left, barred = list(open_to), list[LeftOut]()
    while True:
        there = {one.measure.pk for one, _ in left} | working
        out = {
            one.measure.pk: reason
            for one, _ in left
            if (reason := bar(one.measure.pk, there, working, ties, names)) is not None
        }
        if not out:
            return left, barred
        barred += [LeftOut(pk, names[pk], reason) for pk, reason in out.items()]
        left = [pair for pair in left if pair[0].measure.pk not in out]


def bar(
    pk: int, there: set[int], working: set[int], ties: Ties, names: Mapping[int, str]
) -> Text | None:
    """What stands against one measure."""
    for other in sorted(ties.needs.get(pk, frozenset()) - there):
        return NEEDS_ABSENT.format(name=names.get(other, "?"))
    for pair in ties.excludes:
        if pk in pair and pair & working:
            return RULED_OUT.format(name=names[next(iter(pair & working))])
    return None


NEEDS_ABSENT = Text(
    "braucht vorher „{name}“, das nicht zur Wahl steht",
    "needs “{name}” before, which cannot be chosen",
)
RULED_OUT = Text("schließt sich mit „{name}“ aus, das schon wirkt", "ruled out by “{name}”")
