"""What the history calls the register's fields and their values: by the record they stand in."""

from typing import Any

from klimamosaik.measures.lists.models import MeasureNote, StatedEffect
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
from klimamosaik.measures.models.kinds import (
    Bound,
    CostKind,
    InvolvementRole,
    Link,
    RegisterKind,
)
from klimamosaik.measures.models.phase import CourseState, Phase
from klimamosaik.people.models import Organisation
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import GateVerdict
from klimamosaik.terms.happening import Happening
from klimamosaik.terms.text import Text

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
        "grant_percent": Text("Förderung [%]", "grant [%]"),
        "grant_eur": Text("Förderung [€]", "grant [EUR]"),
        "grant_source": Text("Förderprogramm", "grant programme"),
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
    Happened: {
        "measure": MEASURE,
        "meter_point": Text("Zähler", "meter"),
        "happening": Text("was geschah", "what happened"),
        "note": Text("Bemerkung", "note"),
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
    Experience: {
        "municipality": TOWN,
        "kind": Text("Art der Erfahrung", "kind of experience"),
        "town_key": Text("Gemeindeschlüssel der anderen", "official key of the other"),
        "town": Text("andere Gemeinde", "other municipality"),
        "measure": MEASURE,
        "fields_of_action": Text("Handlungsfelder", "fields of action"),
        "building_kinds": Text("Arten der Gebäude", "kinds of buildings"),
        "day": DAY,
        "stopped": Text("beim Stopp", "at the stop"),
        "hypothesis": Text("erwartet", "expected"),
        "evidence": Text("gezeigt", "seen"),
        "cause": Text("Ursache", "cause"),
        "cost": Text("Kosten [€]", "cost [EUR]"),
        "advice": Text("Rat", "advice"),
        "saved_kwh": Text("gespart [kWh]", "saved [kWh]"),
        "saved_percent": Text("gespart [%]", "saved [%]"),
        "low_kwh": Text("mindestens [kWh]", "at least [kWh]"),
        "high_kwh": Text("höchstens [kWh]", "at most [kWh]"),
        "confidence": Text("Sicherheit", "confidence"),
        "days": Text("Tage", "days"),
        "verdict": Text("Urteil", "verdict"),
        "method_version": Text("Fassung des Verfahrens", "version of the method"),
        "data_version": Text("Datenstand", "data version"),
        "source": SOURCE,
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
KINDS: dict[tuple[type[Any], str], Any] = {
    (Measure, "phase"): Phase,
    (Measure, "fields_of_action"): Field,
    (StatusReport, "state"): CourseState,
    (Involvement, "role"): InvolvementRole,
    (Indicator, "link"): Link,
    (Indicator, "bound"): Bound,
    (CostLine, "kind"): CostKind,
    (Register, "kind"): RegisterKind,
    (Gate, "judgement"): GateVerdict,
    (Happened, "happening"): Happening,
}
WORDS: dict[tuple[type[Any], str], dict[str, Text]] = {
    place: {each.value: each.text for each in kind} for place, kind in KINDS.items()
}
