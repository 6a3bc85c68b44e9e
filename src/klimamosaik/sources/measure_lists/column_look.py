"""What the cells of a column look like."""

from dataclasses import dataclass

from klimamosaik.sources.measure_lists.amounts import amount

SAMPLE = 200
SHORT = 30  # characters
MOST = 0.6  # share of cells that decides
LONGEST_NAME = 160  # characters; longer cells are prose


@dataclass(frozen=True)
class Look:
    """What the cells of a column look like."""

    cells: tuple[str, ...]  # a sample, without missing ones

    def share(self, fits: object) -> float:
        """Share of the cells for which `fits` holds."""
        if not self.cells or not callable(fits):
            return 0.0
        return sum(bool(fits(cell)) for cell in self.cells) / len(self.cells)

    @property
    def amounts(self) -> bool:
        """Whether most cells are amounts."""
        return self.share(amount) > MOST

    @property
    def short(self) -> float:
        """Share of short cells."""
        return self.share(lambda cell: len(cell) <= SHORT)
