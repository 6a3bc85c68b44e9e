"""All that the rules of the gate look at, and how their questions are put."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.matching import Match
from klimamosaik.observations.intake.open_questions import written
from klimamosaik.observations.intake.other_spacings import OtherSpacing
from klimamosaik.observations.intake.plausible import TownScale
from klimamosaik.observations.intake.replacing import Replacing
from klimamosaik.observations.intake.spelling import normalised
from klimamosaik.sources.tables import Preview, SeriesPreview
from klimamosaik.terms.question import Answer
from klimamosaik.terms.text import Text, both

LISTED = 12  # names a question lists
Placed = Sequence[tuple[SeriesPreview, Match]]


@dataclass(frozen=True)
class GateContext:
    """All the rules look at."""

    preview: Preview
    matches: Sequence[Match]
    town: TownScale
    replaces: Sequence[Replacing] = ()
    beside: Sequence[OtherSpacing] = ()
    corrections: Corrections = field(default_factory=Corrections)

    @property
    def placed(self) -> Placed:
        """Each series with its place."""
        return tuple(zip(self.preview.series, self.matches, strict=True))

    @property
    def new_buildings(self) -> list[str]:
        """Names of buildings storing would make, each once."""
        names = [one.building for one in self.matches if one.building_id is None]
        return list({normalised(name): name for name in names}.values())


def yes(code: str, text: Text) -> Answer:
    """The answer that it is right as it is."""
    return Answer(text, written({"accepted": [code]}))


def figures(value: float) -> Text:
    """A number with three digits that count; far beyond what is written so, as a power of ten."""
    if not abs(value) < 1e15:
        power = f"{value:.1e}".replace("e+", " · 10^").replace("inf", "∞")
        return Text(power, power)
    return both(float(f"{value:.3g}"))
