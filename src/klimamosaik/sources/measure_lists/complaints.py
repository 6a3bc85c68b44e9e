"""What looks wrong in lists, with the place where a person finds it."""

from klimamosaik.sources.measure_lists.listed import At
from klimamosaik.sources.sheets.problems import PER_KIND, SheetProblems, place
from klimamosaik.terms.text import Text, about

MANY = 10_000  # sentences in all: a plan has few kinds of mistakes, each is told in some examples


def list_problems() -> SheetProblems:
    """What grows while lists are read."""
    return SheetProblems(per_kind=PER_KIND, most=MANY)


def complain(
    problems: SheetProblems, code: str, at: At, said: Text, *, column: str | None = None
) -> None:
    """Add one: where it stands, then `said`."""
    where = place(at.row, column, at.sheet)
    named = where if where.de else Text(at.file, at.file)
    problems.add(code, about(named, said), row=at.row, column=column)
