"""All that the rules of the gate look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.observations.intake.matching import Match
from klimamosaik.observations.intake.plausible import (
    TownScale,
)
from klimamosaik.observations.intake.replacing import Replacing
from klimamosaik.observations.intake.spelling import normalised
from klimamosaik.sources.tables import Preview, SeriesPreview

Placed = Sequence[tuple[SeriesPreview, Match]]


@dataclass(frozen=True)
class GateContext:
    """All the rules look at."""

    preview: Preview
    matches: Sequence[Match]
    town: TownScale
    replaces: Sequence[Replacing] = ()

    @property
    def placed(self) -> Placed:
        """Each series with its place."""
        return tuple(zip(self.preview.series, self.matches, strict=True))

    @property
    def new_buildings(self) -> list[str]:
        """Names of buildings storing would make, each once."""
        names = [one.building for one in self.matches if one.building_id is None]
        return list({normalised(name): name for name in names}.values())
