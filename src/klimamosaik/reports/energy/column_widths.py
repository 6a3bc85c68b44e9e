"""How wide the columns of a table on paper are, told by their letters before they are set.

Typst lays out each cell three times to find widths and heights. Where all cells of a table are
sure to fit on one line, their letters tell both.
"""

from klimamosaik.reports.energy.tables import ReportTable

PAGE = 482.0  # [pt] between the margins
SIZE, HEAD = 8.0, 7.5  # [pt] letters of cells and of the head
BETWEEN = 10.0  # [pt] columns; what a word is wider than told has room there
DIGIT, MARK, LETTER = 0.465, 0.25, 0.5  # width relative to the size; of a letter the mean of words
MARKS = ".,\u00a0 "


def column_widths(table: ReportTable) -> list[float] | None:
    """Widths of the columns after the first [pt]; None where a cell might need a second line."""
    if not table.head or any("\n" in cell for row in table.rows for cell in row):
        return None
    first, *others = (
        max(width(name, HEAD), width(longest_in(table, place), SIZE))
        for place, name in enumerate(table.head)
    )
    widths = [each + BETWEEN for each in others]
    return widths if first + BETWEEN + sum(widths) <= PAGE else None


def longest_in(table: ReportTable, place: int) -> str:
    """The cell of most letters in a column."""
    return max((row[place] for row in table.rows), key=len, default="")


def width(words: str, size: float) -> float:
    """About how wide words are [pt]."""
    digits = sum(letter.isdigit() for letter in words)
    marks = sum(letter in MARKS for letter in words)
    letters = len(words) - digits - marks
    return size * (DIGIT * digits + MARK * marks + LETTER * letters)
