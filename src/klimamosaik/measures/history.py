"""What the history tells of the register: which records, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from klimamosaik.measures.field import Field
from klimamosaik.measures.kinds import (
    Bound,
    CostKind,
    GateVerdict,
    InvolvementRole,
    Link,
    RegisterKind,
)
from klimamosaik.measures.lists.models import MeasureNote, StatedEffect
from klimamosaik.measures.models import (
    CostLine,
    Gate,
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
    Told(Lesson, "measure__municipality", "measure", Text("Erfahrung", "Lesson")),
)
MEASURE, ORGANISATION = Text("Maßnahme", "measure"), Text("Stelle", "organisation")
NAME, YEAR, DAY = Text("Name", "name"), Text("Jahr", "year"), Text("Tag", "day")
SOURCE, UNIT = Text("Quelle", "source"), Text("Einheit", "unit")
TOWN, HEADING = Text("Gemeinde", "municipality"), Text("Überschrift", "heading")
LABELS: dict[type[Any], dict[str, Text]] = {
    Measure: {
        "municipality": TOWN,
        "key": Text("Nummer im Plan", "number in the plan"),
        "name": NAME,
        "phase": Text("Phase", "phase"),
        "aim": Text("Wozu", "what for"),
        "done": Text("Was getan wurde", "what was done"),
        "fields_of_action": Text("Handlungsfelder", "fields of action"),
        "registers": Text("Listen", "registers"),
        "networks": Text("Verbünde", "networks"),
        "buildings": Text("Gebäude", "buildings"),
        "meter_points": Text("Zähler", "meters"),
        "comparison_points": Text("Vergleichszähler", "meters for comparison"),
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
        "installation_start": Text("Beginn des Umbaus", "start of installation"),
        "start": Text("wirkt seit", "works since"),
        "end": Text("wirkt bis", "works until"),
        "cost": Text("Kosten [€]", "cost [EUR]"),
    },
    Gate: {
        "measure": MEASURE,
        "saving_percent": Text("mindestens gespart [%]", "at least saved [%]"),
        "confidence": Text("Sicherheit", "confidence"),
        "written_on": Text("notiert am", "written on"),
        "judgement": Text("Urteil über das Kriterium", "judgement of the criterion"),
        "judged_on": Text("beurteilt am", "judged on"),
    },
    Organisation: {
        "municipality": TOWN,
        "name": NAME,
        "kind": Text("Art der Stelle", "kind of organisation"),
    },
    Register: {"municipality": TOWN, "name": NAME, "kind": Text("Art der Liste", "kind of list")},
    Network: {"municipality": TOWN, "name": NAME},
    Involvement: {
        "measure": MEASURE,
        "organisation": ORGANISATION,
        "role": Text("Aufgabe der Stelle", "part of the organisation"),
        "desk": Text("wer antwortet", "who answers"),
        "phone": Text("Telefon", "telephone"),
        "email": Text("E-Mail", "e-mail"),
        "confirmed_on": Text("bestätigt am", "confirmed on"),
    },
    Task: {
        "measure": MEASURE,
        "organisation": ORGANISATION,
        "what": Text("Aufgabe", "task"),
        "due": Text("bis", "due"),
        "done_on": Text("erledigt am", "done on"),
    },
    StatusReport: {
        "measure": MEASURE,
        "first_day": Text("von", "from"),
        "day": DAY,
        "state": Text("Stand", "state"),
        "words": Text("in Worten", "in words"),
    },
    Indicator: {
        "measure": MEASURE,
        "link": Text("Glied der Wirkungskette", "link of the impact chain"),
        "name": NAME,
        "observed_property": Text("Größe", "observed property"),
        "unit": UNIT,
        "start_value": Text("Wert vorher", "value before"),
        "wanted_value": Text("gewünscht", "wanted"),
        "bound": Text("gilt als", "counts as"),
        "wanted_until": Text("gewünscht bis", "wanted until"),
        "wanted_written_on": Text("gewünscht seit", "wanted since"),
        "datastream": Text("Messreihe", "datastream"),
    },
    IndicatorValue: {
        "indicator": Text("Kennzahl", "indicator"),
        "day": DAY,
        "value": Text("Wert der Kennzahl", "value of the indicator"),
        "source": SOURCE,
    },
    CostLine: {
        "measure": MEASURE,
        "year": YEAR,
        "kind": Text("Art der Kosten", "kind of cost"),
        "planned": Text("geplant", "planned"),
        "actual": Text("tatsächlich", "actual"),
        "source": Text("Herkunft des Geldes", "source of the money"),
    },
    Lesson: {
        "measure": MEASURE,
        "day": DAY,
        "stopped": Text("beim Stopp", "at the stop"),
        "hypothesis": Text("erwartet", "expected"),
        "evidence": Text("gezeigt", "seen"),
        "cause": Text("Ursache", "cause"),
        "cost": Text("Kosten [€]", "cost [EUR]"),
        "advice": Text("Rat", "advice"),
    },
    StatedEffect: {
        "measure": MEASURE,
        "heading": HEADING,
        "unit": UNIT,
        "low": Text("mindestens", "at least"),
        "likely": Text("wahrscheinlich", "likely"),
        "high": Text("höchstens", "at most"),
        "words": Text("im Wortlaut", "in its words"),
        "source": SOURCE,
    },
    MeasureNote: {
        "measure": MEASURE,
        "heading": HEADING,
        "words": Text("im Wortlaut", "in its words"),
        "source": SOURCE,
    },
}
WORDS: dict[tuple[type[Any], str], dict[str, Text]] = {
    place: {each.value: each.text for each in kind}
    for place, kind in {
        (Measure, "phase"): Phase,
        (Measure, "fields_of_action"): Field,
        (StatusReport, "state"): CourseState,
        (Involvement, "role"): InvolvementRole,
        (Indicator, "link"): Link,
        (Indicator, "bound"): Bound,
        (CostLine, "kind"): CostKind,
        (Register, "kind"): RegisterKind,
        (Gate, "judgement"): GateVerdict,
    }.items()
}


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
