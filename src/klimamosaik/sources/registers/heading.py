"""Where the headings are and where the measures begin."""

from dataclasses import dataclass

from klimamosaik.sources.registers.roles import Role
from klimamosaik.sources.registers.sheets import Line, Sheet
from klimamosaik.sources.registers.spans import years_of
from klimamosaik.sources.registers.vocabulary import role_of

HEAD = 40  # rows searched for headings
LONGEST = 120  # characters of a heading
SURE = 0.7  # the first row that fits this well compared with the best one is the heading
NAMING = (Role.KEY, Role.TITLE, Role.INDICATOR)
STABLE = frozenset(role.value for role in Role)


@dataclass(frozen=True)
class Heading:
    """The headings of a sheet."""

    texts: tuple[str, ...]  # one per column, "" where there is none
    row: int  # last row of the headings, from 1
    body: tuple[Line, ...]
    above: str  # text above the headings
    stable: tuple[Role | None, ...] = ()  # roles by name, in a workbook of our own


def find_heading(sheet: Sheet) -> Heading | None:
    """The headings; None where no row names what its columns are."""
    lines = sheet.lines
    if (own := _own(lines)) is not None:
        return own
    scores = [_score(line) for line in lines[:HEAD]]
    best = max(scores, default=0.0)
    if best < 2:
        return None
    at = next(at for at, score in enumerate(scores) if score >= SURE * best)
    texts = list(lines[at].cells)
    first = at + 1
    if first < len(lines) and _goes_on(lines[at], lines[first]):
        texts = _joined(_filled_right(texts, lines[first].cells), lines[first].cells)
        first += 1
    elif at and _is_group(lines[at - 1], lines[at]):
        texts = _joined(_filled_right(list(lines[at - 1].cells), texts), texts)
        at -= 1
    above = "\n".join(" ".join(filter(None, line.cells)) for line in lines[:at])
    return Heading(tuple(_distinct(texts)), lines[first - 1].number, lines[first:], above)


def _own(lines: tuple[Line, ...]) -> Heading | None:
    """A workbook of our own carries the stable names of its columns below the headings."""
    for at, line in enumerate(lines[:3]):
        filled = [cell for cell in line.cells if cell]
        if at and len(filled) >= 2 and all(cell in STABLE for cell in filled):
            roles = tuple(Role(cell) if cell else None for cell in line.cells)
            return Heading(lines[at - 1].cells, line.number, lines[at + 1 :], "", roles)
    return None


def _score(line: Line) -> float:
    """How much a row looks like headings: the number of roles it names."""
    filled = [cell for cell in line.cells if cell]
    roles = [role_of(cell) for cell in filled if len(cell) <= LONGEST]
    named = {role for role in roles if role is not None}
    if len(named) < 2 or not named & set(NAMING):
        return 0.0
    return len(named) if sum(role is not None for role in roles) >= 0.4 * len(filled) else 0.0


def _goes_on(line: Line, below: Line) -> bool:
    """The row below splits headings that stand over several columns."""
    pairs = list(zip(line.cells, below.cells, strict=True))
    under_empty = [under for cell, under in pairs if not cell and under]
    headed = [cell for cell, under in pairs if cell and not under]
    short = all(len(under) <= LONGEST for _, under in pairs)
    named = sum(role_of(under) is not None or bool(years_of(under)) for _, under in pairs if under)
    leading = next((cell for cell, _ in pairs if cell), "")
    first = next((at for at, (cell, _) in enumerate(pairs) if cell == leading), 0)
    return bool(under_empty and headed and short and not pairs[first][1]) and named >= 2


def _is_group(above: Line, line: Line) -> bool:
    """Headings over several columns: fewer than below, short, each over something."""
    filled = [cell for cell in above.cells if cell]
    if len(filled) < 2 or len(filled) >= line.filled or max(map(len, filled)) > LONGEST:
        return False
    return bool(line.cells) and not any(cell[:1].isdigit() and len(cell) < 4 for cell in filled)


def _filled_right(row: list[str], below: tuple[str, ...] | list[str]) -> list[str]:
    """Merged cells keep their text only in the first column they cover."""
    filled, last = [], ""
    for cell, under in zip(row, below, strict=True):
        last = cell or (last if under else "")
        filled.append(cell or (last if under else ""))
    return filled


def _joined(upper: list[str], lower: tuple[str, ...] | list[str]) -> list[str]:
    return [
        " · ".join(filter(None, dict.fromkeys((above, below))))
        for above, below in zip(upper, lower, strict=True)
    ]


def _distinct(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    distinct = []
    for name in names:
        flat = " ".join(name.split())
        seen[flat] = seen.get(flat, 0) + 1
        distinct.append(flat if seen[flat] == 1 or not flat else f"{flat} ({seen[flat]})")
    return distinct
