"""What a row is called in an export, so that it is found again when its cells were edited."""

from klimamosaik.measures.models import CostLine, StatusReport


def identity(found: StatusReport | CostLine) -> str:
    """Days of a report; year, kind and source of a cost."""
    if isinstance(found, StatusReport):
        return span_written(found)
    return f"{found.year} / {found.kind} / {found.source}".strip()


def span_written(report: StatusReport) -> str:
    """The day of a report, or its first and last day."""
    if report.first_day is None:
        return f"{report.day}"
    return f"{report.first_day} – {report.day}"
