"""What keeps a building or a meter in the register, though the import that made it is taken back.

This room knows readings, bills and the register itself. Whoever ties something else to a building
or a meter says so here when the programme starts.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from klimamosaik.records.batched_ids import at_once
from klimamosaik.records.changes import history_of
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class KeptPlaces:
    """Why buildings and meters stay, by their ids."""

    buildings: Mapping[int, Text] = field(default_factory=dict)
    points: Mapping[int, Text] = field(default_factory=dict)


Keeper = Callable[[Collection[int], Collection[int]], KeptPlaces]  # of buildings, of meter points
keepers: list[Keeper] = []


def kept_by(keeper: Keeper) -> None:
    """Ask this room, too."""
    if keeper not in keepers:
        keepers.append(keeper)


def kept_elsewhere(buildings: Collection[int], points: Collection[int]) -> KeptPlaces:
    """What the other rooms say of them; where several do, the last."""
    said = [keeper(buildings, points) for keeper in keepers]
    return KeptPlaces(
        {pk: text for each in said for pk, text in each.buildings.items()},
        {pk: text for each in said for pk, text in each.points.items()},
    )


def changed_since_made(model: Any, ids: Iterable[int]) -> set[int]:
    """Those of which the history tells more than one thing: somebody has changed them."""
    told: dict[int, set[tuple[object, ...]]] = defaultdict(set)
    kept = [each.attname for each in history_of(model).model.tracked_fields]
    names = [name for name in kept if name not in ("id", "withdrawn")]
    for some in at_once(sorted(ids)):
        for pk, *said in history_of(model).filter(id__in=some).values_list("id", *names):
            told[pk].add(tuple(said))
    return {pk for pk, ways in told.items() if len(ways) > 1}
