"""What the history tells of the register: which records, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from klimamosaik.measures.kinds import (
    Bound,
    CostKind,
    GateVerdict,
    InvolvementRole,
    Link,
    RegisterKind,
)
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
from klimamosaik.measures.phase import CourseState, Phase
from klimamosaik.places.models import Organisation
from klimamosaik.terms.happening import Happening
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Told:
    """One kind of record, and the ways from it to the municipality and to the measure."""

    model: Any
    municipality: str
    measure: str  # "" where it belongs to no single measure
    kind: Text


TOLD = (
    Told(Measure, "municipality", "id", Text("Maßnahme", "Measure")),
    Told(Gate, "measure__municipality", "measure", Text("Kriterium", "Criterion")),
    Told(Organisation, "municipality", "", Text("Stelle", "Organisation")),
    Told(Register, "municipality", "", Text("Liste", "Register")),
    Told(Network, "municipality", "", Text("Verbund", "Network")),
    Told(Involvement, "measure__municipality", "measure", Text("Beteiligung", "Involvement")),
    Told(Task, "measure__municipality", "measure", Text("Aufgabe", "Task")),
    Told(StatusReport, "measure__municipality", "measure", Text("Bericht", "Report")),
    Told(Indicator, "measure__municipality", "measure", Text("Kennzahl", "Indicator")),
    Told(
        IndicatorValue,
        "indicator__measure__municipality",
        "indicator__measure",
        Text("Wert", "Value"),
    ),
    Told(CostLine, "measure__municipality", "measure", Text("Kosten", "Cost")),
    Told(Happened, "measure__municipality", "measure", Text("Bestätigung", "Confirmation")),
    Told(Lesson, "measure__municipality", "measure", Text("Erfahrung", "Lesson")),
    Told(Experience, "municipality", "", Text("Erfahrung anderer", "Experience of others")),
)
FIELDS = {
    "key": Text("Nummer", "number in the plan"),
    "phase": Text("Phase", "phase"),
    "aim": Text("Wozu", "what for"),
    "fields_of_action": Text("Handlungsfelder", "fields of action"),
    "registers": Text("Listen", "registers"),
    "networks": Text("Verbünde", "networks"),
    "runs_on": Text("läuft auf", "runs on"),
    "needs_no_grid": Text("braucht kein Netz", "needs no network"),
    "obstacles": Text("Hindernisse", "obstacles"),
    "council_decision": Text("Ratsbeschluss", "council decision"),
    "council_decided_on": Text("beschlossen am", "decided on"),
    "next_decision_on": Text("nächste Entscheidung", "next decision"),
    "first_year": Text("Arbeit von", "work from"),
    "last_year": Text("Arbeit bis", "work to"),
    "expected_life": Text("hält Jahre", "lasts years"),
    "refresh_months": Text("Neues alle Monate", "news every months"),
    "organisation": Text("Stelle", "organisation"),
    "desk": Text("wer antwortet", "who answers"),
    "phone": Text("Telefon", "telephone"),
    "email": Text("E-Mail", "e-mail"),
    "confirmed_on": Text("bestätigt am", "confirmed on"),
    "what": Text("Aufgabe", "task"),
    "due": Text("bis", "due"),
    "done_on": Text("erledigt am", "done on"),
    "first_day": Text("von", "from"),
    "day": Text("Tag", "day"),
    "words": Text("in Worten", "in words"),
    "link": Text("Glied der Wirkungskette", "link of the impact chain"),
    "observed_property": Text("Größe", "observed property"),
    "unit": Text("Einheit", "unit"),
    "start_value": Text("Wert vorher", "value before"),
    "wanted_value": Text("gewünscht", "wanted"),
    "bound": Text("gilt als", "counts as"),
    "wanted_until": Text("gewünscht bis", "wanted until"),
    "wanted_written_on": Text("gewünscht seit", "wanted since"),
    "datastream": Text("Messreihe", "datastream"),
    "planned": Text("geplant", "planned"),
    "actual": Text("tatsächlich", "actual"),
    "hypothesis": Text("erwartet", "expected"),
    "evidence": Text("gezeigt", "seen"),
    "cause": Text("Ursache", "cause"),
    "advice": Text("Rat", "advice"),
    "stopped": Text("beim Stopp", "at the stop"),
    "happening": Text("was geschah", "what happened"),
    "note": Text("Bemerkung", "note"),
    "meter_point": Text("Zähler", "meter"),
    "judgement": Text("Kriterium", "criterion"),
    "judged_on": Text("beurteilt am", "judged on"),
}
KINDS = (
    Phase,
    CourseState,
    InvolvementRole,
    Link,
    CostKind,
    RegisterKind,
    GateVerdict,
    Bound,
    Happening,
)
VALUES = {each.value: each.text for kind in KINDS for each in kind}


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
