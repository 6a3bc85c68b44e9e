"""What stands between two cells."""

import csv
from collections import Counter

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.terms.text import Text

DELIMITERS = {"\t": ("Tabulator", "tab"), ";": (";", ";"), "|": ("|", "|"), ",": (",", ",")}
SAMPLE_LINES = 300
HEAD, MIDDLE = 60_000, 20_000  # characters looked at
GOOD_SHARE = 0.6  # of the lines with the most common number of cells


def find_delimiter(text: str, hint: str | None = None) -> Detected:
    """Return the delimiter; "," where there is none at all (one column)."""
    return between_cells(sample_lines(text), hint)


def between_cells(lines: list[str], hint: str | None = None) -> Detected:
    """The same of lines that are not blank."""
    if hint:
        return Detected(hint, Text("so angegeben", "as told"))
    scores = {delimiter: _score(lines, delimiter) for delimiter in DELIMITERS}
    # a comma is a decimal mark as often as a delimiter: it only wins where no other one fits
    for delimiter, (share, cells) in scores.items():
        if share >= GOOD_SHARE and cells > 1:
            return _fact(delimiter, cells)
    best = max(scores, key=lambda each: scores[each][0] * (scores[each][1] > 1))
    return _fact(best, scores[best][1]) if scores[best][1] > 1 else Detected(",", ONE_COLUMN)


ONE_COLUMN = Text("kein Trennzeichen gefunden", "no delimiter found")


def sample_lines(text: str) -> list[str]:
    """Lines that are not blank, from the beginning and the middle."""
    half = len(text) // 2
    return lines_of(text[:HEAD], text[half : half + MIDDLE])


def lines_of(head: str, middle: str) -> list[str]:
    """Whole lines that are not blank of a beginning and of what is cut out of the middle."""
    some = [*head.split("\n")[:SAMPLE_LINES], *middle.split("\n")[1:-1][:SAMPLE_LINES]]
    return [line for line in some if line.strip()]


def count_cells(line: str, delimiter: str) -> int:
    """Number of cells of one line, quotes respected."""
    if '"' not in line:
        return line.count(delimiter) + 1
    try:
        return len(next(csv.reader([line], delimiter=delimiter)))
    except (csv.Error, StopIteration):
        return line.count(delimiter) + 1


def _score(lines: list[str], delimiter: str) -> tuple[float, int]:
    """Share of the lines that have the most common number (over 1) of cells, and that number."""
    counts = Counter(count_cells(line, delimiter) for line in lines)
    several = [(count, cells) for cells, count in counts.items() if cells > 1]
    if not several:
        return 0.0, 1
    count, cells = max(several)
    return count / len(lines), cells


def _fact(delimiter: str, cells: int) -> Detected:
    return Detected(
        delimiter,
        Text(
            "„{name}“ teilt die meisten Zeilen in {cells} Zellen",
            "“{name}” splits most lines into {cells} cells",
        ).format(name=Text(*DELIMITERS[delimiter]), cells=cells),
    )
