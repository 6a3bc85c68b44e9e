"""What the history tells of the register: which records, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from klimamosaik.measures.models import (
    CostLine,
    Experience,
    Gate,
    Happened,
    Indicator,
    IndicatorValue,
    Involvement,
    Lesson,
    Measure,
    Network,
    Register,
    StatusReport,
    Task,
)
from klimamosaik.people.models import Organisation
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class HistoryKind:
    """One kind of record, and the ways from it to the municipality and to the measure."""

    model: Any
    municipality: str
    measure: str  # "" where it belongs to no single measure
    kind: Text


TOLD = (
    HistoryKind(Measure, "municipality", "id", Text("Maßnahme", "Measure")),
    HistoryKind(Gate, "measure__municipality", "measure", Text("Kriterium", "Criterion")),
    HistoryKind(Organisation, "municipality", "", Text("Stelle", "Organisation")),
    HistoryKind(Register, "municipality", "", Text("Liste", "Register")),
    HistoryKind(Network, "municipality", "", Text("Verbund", "Network")),
    HistoryKind(
        Involvement, "measure__municipality", "measure", Text("Beteiligung", "Involvement")
    ),
    HistoryKind(Task, "measure__municipality", "measure", Text("Aufgabe", "Task")),
    HistoryKind(StatusReport, "measure__municipality", "measure", Text("Bericht", "Report")),
    HistoryKind(Indicator, "measure__municipality", "measure", Text("Kennzahl", "Indicator")),
    HistoryKind(
        IndicatorValue,
        "indicator__measure__municipality",
        "indicator__measure",
        Text("Wert", "Value"),
    ),
    HistoryKind(CostLine, "measure__municipality", "measure", Text("Kosten", "Cost")),
    HistoryKind(Happened, "measure__municipality", "measure", Text("Bestätigung", "Confirmation")),
    HistoryKind(Lesson, "measure__municipality", "measure", Text("Erfahrung", "Lesson")),
    HistoryKind(Experience, "municipality", "", Text("Erfahrung anderer", "Experience of others")),
)


def record_name(
    record: Any, *, measures: Mapping[int, str], organisations: Mapping[int, str]
) -> str:
    """A record of the history by the names of its measure and of itself.

    measures, organisations: names by id, so that no question is asked per record.
    """
    own = own_name(record, organisations)
    if not hasattr(record, "measure_id"):
        return own
    measure = measures.get(record.measure_id, "–")
    return f"{measure}: {own}" if own else measure


def own_name(record: Any, organisations: Mapping[int, str]) -> str:
    """What a record is called beside its measure; nothing where there is one a measure."""
    if hasattr(record, "what"):
        return str(record.what)
    if hasattr(record, "organisation_id"):
        return organisations.get(record.organisation_id, "–")
    for name in ("name", "year", "day"):
        if hasattr(record, name):
            return str(getattr(record, name))
    return ""
