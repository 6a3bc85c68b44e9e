"""Cells merged downwards: a text counts for the rows below it until the next one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from klimamosaik.sources.measure_lists.roles import ListColumn, ListRole
from klimamosaik.sources.measure_lists.sheets import SheetLine

MERGED_SHARE = 0.3  # share of empty cells from which on a column's cells were merged downwards


@dataclass
class Downwards:
    """Fields of action (axis, sub-axis) and measures above their parts, carried downwards."""

    columns: tuple[ListColumn, ...]
    merged: set[int] = field(default_factory=set)  # columns whose cells count downwards
    carried: dict[int, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)  # name of a part -> of its measure

    @classmethod
    def of(cls, columns: Sequence[ListColumn], lines: Sequence[SheetLine]) -> "Downwards":
        """Which columns were merged, as their empty cells show."""
        fields = [each for each in columns if each.role is ListRole.FIELD]
        merged = {each.index for each in fields if _is_merged(each.index, lines)}
        return cls(tuple(sorted(columns, key=lambda each: each.index)), merged)

    @property
    def levels(self) -> list[int]:
        """Columns of the hierarchy, the topmost first."""
        return [each.index for each in self.columns if each.role is ListRole.FIELD]

    def announces(self, line: SheetLine) -> bool:
        """A row with nothing but fields of action: it counts for the rows below."""
        filled = {at for at, cell in enumerate(line.cells) if cell}
        if len(self.levels) < 2 or not filled or not filled <= set(self.levels):
            return False
        self.merged |= filled
        self.filled(line)
        return True

    def forget(self) -> None:
        """A heading between the rows begins anew."""
        self.carried.clear()

    def filled(self, line: SheetLine) -> SheetLine:
        """The row with what counts from above."""
        cells = list(line.cells)
        is_part = self._is_part(line)
        for at in self.levels:
            if cells[at]:
                self._carry(at, cells[at])
            elif at in self.merged or is_part:
                cells[at] = self.carried.get(at, "")
        self._carry_title(cells, is_part=is_part)
        return replace(line, cells=tuple(cells))

    def _is_part(self, line: SheetLine) -> bool:
        part = self._one(ListRole.PART)
        return part is not None and bool(line.cells[part])

    def _carry_title(self, cells: list[str], *, is_part: bool) -> None:
        """A part without a measure beside it belongs to the measure above."""
        title, part = self._one(ListRole.TITLE), self._one(ListRole.PART)
        if title is None or part is None:
            return
        if cells[title]:
            self.carried[title] = cells[title]
        elif is_part:
            cells[title] = self.carried.get(title, "")
        if is_part and cells[title]:
            whole, name = (" ".join(text.split()) for text in (cells[title], cells[part]))
            self.parts[f"{whole} – {name}"] = whole

    def _carry(self, at: int, cell: str) -> None:
        if self.carried.get(at) != cell:
            for lower in self.levels[self.levels.index(at) + 1 :]:
                self.carried.pop(lower, None)
        self.carried[at] = cell

    def _one(self, role: ListRole) -> int | None:
        return next((each.index for each in self.columns if each.role is role), None)


def _is_merged(at: int, lines: Sequence[SheetLine]) -> bool:
    """The first cell is filled, many below are not."""
    if len(lines) < 2:
        return False
    empty = [not line.cells[at] for line in lines]
    return not empty[0] and sum(empty) > MERGED_SHARE * len(empty)
