"""What a row is called in an export, so that it is found again when its cells were edited."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from klimamosaik.measures.models import CostLine, Indicator, StatusReport, Task
from klimamosaik.sources.measure_lists.merging import normal

Named = TypeVar("Named", Indicator, Task)


def identity(found: StatusReport | CostLine) -> str:
    """Days of a report; year, kind and source of a cost, and whose it is."""
    if isinstance(found, StatusReport):
        return span_written(found)
    whose = f" / {found.organisation}" if found.organisation else ""
    return f"{found.year} / {found.kind} / {found.source}{whose}".strip()


def span_written(report: StatusReport) -> str:
    """The day of a report, or its first and last day."""
    if report.first_day is None:
        return f"{report.day}"
    return f"{report.first_day} – {report.day}"


def called(
    names: Sequence[str | None], rows: Sequence[Named], name_of: Callable[[Named], str]
) -> Named | None:
    """The row called by the first of the names that any row has."""
    for name in filter(None, names):
        for each in rows:
            if normal(name_of(each)) == normal(name):
                return each
    return None
