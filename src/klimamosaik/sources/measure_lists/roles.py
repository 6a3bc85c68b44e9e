"""What a column of a list of measures can be for, and what a person corrects about it."""

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from klimamosaik.sources.sheets.corrections import (
    not_allowed,
    read_again,
    what_is_set,
    written_down,
)
from klimamosaik.terms.text import Text


class ListRole(StrEnum):
    """What a column is for; also the stable name of the column in the office's own workbook."""

    KEY = "key"  # A1.1
    TITLE = "name"
    PART = "part"  # part of the measure in the title column; a measure of its own
    KNOWN_AS = "known_as"  # the name or identity as it was exported
    PARENT = "parent"  # key of the row this one belongs to
    FIELD = "field"  # field of action
    REGISTER = "register"  # programme or plan the measure stands in
    PHASE = "phase"
    PHASE_SINCE = "phase_since"
    DESCRIPTION = "description"
    AIM = "aim"
    RESPONSIBLE = "responsible"
    PARTNERS = "partners"
    CONTACT = "contact"  # who answers questions on the matter
    CONTACT_CONFIRMED = "contact_confirmed"
    ORGANISER = "organiser"  # who answers questions on how it is run
    ORGANISER_CONFIRMED = "organiser_confirmed"
    PERSON = "person"  # names of people, which are never kept
    OPERATOR = "operator"
    NETWORK = "network"
    PAYER = "payer"  # after funding ends
    FUNDING_END = "funding_end"
    AFTER_FUNDING = "after_funding"  # continue, hand over, end
    HANDED_TO = "handed_to"
    OBSTACLES = "obstacles"
    DECISION = "decision"  # council decision
    DECISION_DAY = "decision_day"
    NEXT_DECISION = "next_decision"
    SPAN = "span"  # "2024-2030"
    BEGIN = "begin"
    END = "end"
    START = "start"  # first day of the effect
    LIFE = "life"  # years the effect lasts
    STATE = "state"  # traffic light, or a word that says how it goes
    REPORT = "report"  # how it goes, in words
    REPORT_DAY = "report_day"
    COST = "cost"
    COST_ACTUAL = "cost_actual"
    RUNNING_COST = "running_cost"
    STAFF = "staff"
    COST_KIND = "cost_kind"
    FUNDING = "funding"  # where the money comes from
    EFFECT = "effect"
    INDICATOR = "indicator"
    UNIT = "unit"
    START_VALUE = "start_value"
    BOUND = "bound"  # whether the wanted value is a most or a least
    WANTED = "wanted"
    UNTIL = "until"
    LINK = "link"  # of the impact chain
    YEAR = "year"
    VALUE = "value"
    TASK = "task"
    DUE = "due"
    DONE_ON = "done_on"
    TOWN = "town"  # whose export it is: official key and name
    TOLD = "told"  # what an experience tells: "lesson", "effect"
    TOLD_ON = "told_on"
    BUILDINGS = "building_kinds"
    HYPOTHESIS = "hypothesis"  # what was expected
    EVIDENCE = "evidence"  # what was seen
    CAUSE = "cause"
    ADVICE = "advice"
    SPENT = "spent"
    STOPPED = "stopped"
    SAVED = "saved_kwh"  # over the days reported
    SAVED_LOW = "low_kwh"
    SAVED_HIGH = "high_kwh"
    SAVED_PERCENT = "saved_percent"
    CONFIDENCE = "confidence"
    DAYS = "days"
    VERDICT = "verdict"
    METHOD = "method_version"
    DATA_VERSION = "data_version"
    NOTE = "note"  # kept under its heading
    IGNORED = "ignored"


ROLE_TEXTS: dict[ListRole, Text] = {
    ListRole.KEY: Text("Nummer", "number"),
    ListRole.TITLE: Text("Name der Maßnahme", "name of the measure"),
    ListRole.PART: Text("Teil der Maßnahme", "part of the measure"),
    ListRole.KNOWN_AS: Text("Kennung aus dem Export", "identity from the export"),
    ListRole.PARENT: Text("gehört zu Nummer", "belongs to number"),
    ListRole.FIELD: Text("Handlungsfeld", "field of action"),
    ListRole.REGISTER: Text("Verzeichnis", "register"),
    ListRole.PHASE: Text("Phase", "phase"),
    ListRole.PHASE_SINCE: Text("in der Phase seit", "in the phase since"),
    ListRole.DESCRIPTION: Text("Beschreibung", "description"),
    ListRole.AIM: Text("Ziel", "aim"),
    ListRole.RESPONSIBLE: Text("federführend", "lead"),
    ListRole.PARTNERS: Text("beteiligt", "partners"),
    ListRole.CONTACT: Text("fachliche Ansprechperson", "professional contact"),
    ListRole.CONTACT_CONFIRMED: Text(
        "fachliche Ansprechperson bestätigt am", "professional contact confirmed on"
    ),
    ListRole.ORGANISER: Text("organisatorische Ansprechperson", "organisational contact"),
    ListRole.ORGANISER_CONFIRMED: Text(
        "organisatorische Ansprechperson bestätigt am", "organisational contact confirmed on"
    ),
    ListRole.PERSON: Text("Name einer Person, bleibt weg", "name of a person, left out"),
    ListRole.OPERATOR: Text("Betreiber", "operator"),
    ListRole.NETWORK: Text("Netz", "network"),
    ListRole.PAYER: Text("zahlt nach der Förderung", "pays after funding"),
    ListRole.FUNDING_END: Text("Förderung endet am", "funding ends on"),
    ListRole.AFTER_FUNDING: Text(
        "nach der Förderung weiterführen, übergeben oder beenden",
        "after the funding continue, hand over or end",
    ),
    ListRole.HANDED_TO: Text("übergeben an", "handed over to"),
    ListRole.OBSTACLES: Text("Hindernisse und Risiken", "obstacles and risks"),
    ListRole.DECISION: Text("Beschluss", "council decision"),
    ListRole.DECISION_DAY: Text("Tag des Beschlusses", "day of the decision"),
    ListRole.NEXT_DECISION: Text("nächste Entscheidung", "next decision"),
    ListRole.SPAN: Text("Laufzeit", "years of the work"),
    ListRole.BEGIN: Text("Beginn", "begin"),
    ListRole.END: Text("Ende", "end"),
    ListRole.START: Text("wirkt seit", "works since"),
    ListRole.LIFE: Text("Nutzungsdauer in Jahren", "life in years"),
    ListRole.STATE: Text("Stand", "state"),
    ListRole.REPORT: Text("Sachstand in Worten", "status in words"),
    ListRole.REPORT_DAY: Text("Tag des Sachstands", "day of the status"),
    ListRole.COST: Text("Kosten, einmalig, geplant", "cost, once, planned"),
    ListRole.COST_ACTUAL: Text("Kosten, tatsächlich", "cost, actual"),
    ListRole.RUNNING_COST: Text("laufende Kosten im Jahr", "running cost a year"),
    ListRole.STAFF: Text("Personal", "staff"),
    ListRole.COST_KIND: Text("Art der Kosten", "kind of cost"),
    ListRole.FUNDING: Text("Herkunft des Geldes", "source of the money"),
    ListRole.EFFECT: Text("erwartete Wirkung", "stated effect"),
    ListRole.INDICATOR: Text("Kennzahl", "indicator"),
    ListRole.UNIT: Text("Einheit", "unit"),
    ListRole.START_VALUE: Text("Anfangswert", "start value"),
    ListRole.BOUND: Text("höchstens oder mindestens", "at most or at least"),
    ListRole.WANTED: Text("Zielwert", "wanted value"),
    ListRole.UNTIL: Text("bis wann", "until when"),
    ListRole.LINK: Text("Glied der Wirkungskette", "link of the impact chain"),
    ListRole.YEAR: Text("Jahr", "year"),
    ListRole.VALUE: Text("Wert", "value"),
    ListRole.TASK: Text("Aufgabe", "task"),
    ListRole.DUE: Text("fällig", "due"),
    ListRole.DONE_ON: Text("erledigt am", "done on"),
    ListRole.TOWN: Text("Gemeinde", "municipality"),
    ListRole.TOLD: Text("was es ist", "what it is"),
    ListRole.TOLD_ON: Text("Tag der Erfahrung", "day of the experience"),
    ListRole.BUILDINGS: Text("Art der Gebäude", "kinds of buildings"),
    ListRole.HYPOTHESIS: Text("was erwartet wurde", "what was expected"),
    ListRole.EVIDENCE: Text("was sich gezeigt hat", "what was seen"),
    ListRole.CAUSE: Text("woran es lag", "the cause"),
    ListRole.ADVICE: Text("Rat an andere", "advice to others"),
    ListRole.SPENT: Text("was es gekostet hat, EUR", "what it cost, EUR"),
    ListRole.STOPPED: Text("gestoppt", "stopped"),
    ListRole.SAVED: Text("gemessen gespart, kWh", "measured saving, kWh"),
    ListRole.SAVED_LOW: Text("mindestens gespart, kWh", "saved at least, kWh"),
    ListRole.SAVED_HIGH: Text("höchstens gespart, kWh", "saved at most, kWh"),
    ListRole.SAVED_PERCENT: Text("gespart, Prozent", "saved, per cent"),
    ListRole.CONFIDENCE: Text("Sicherheit der Spanne", "confidence of the range"),
    ListRole.DAYS: Text("ausgewertete Tage", "days reported"),
    ListRole.VERDICT: Text("Ergebnis", "verdict"),
    ListRole.METHOD: Text("Methode, Fassung", "method version"),
    ListRole.DATA_VERSION: Text("Datenversion", "data version"),
    ListRole.NOTE: Text("Notiz unter ihrer Überschrift", "note under its heading"),
    ListRole.IGNORED: Text("nicht benutzen", "do not use"),
}
EXPORTED_ONLY = frozenset({  # columns of our own workbook; no list of an office has them
    ListRole.TOWN, ListRole.TOLD, ListRole.TOLD_ON, ListRole.BUILDINGS, ListRole.HYPOTHESIS,
    ListRole.EVIDENCE, ListRole.CAUSE, ListRole.ADVICE, ListRole.SPENT, ListRole.STOPPED,
    ListRole.SAVED, ListRole.SAVED_LOW, ListRole.SAVED_HIGH, ListRole.SAVED_PERCENT,
    ListRole.CONFIDENCE, ListRole.DAYS, ListRole.VERDICT, ListRole.METHOD, ListRole.DATA_VERSION,
})  # fmt: skip


@dataclass(frozen=True)
class ListColumn:
    """One column and what it was taken for."""

    index: int  # from 0
    heading: str  # all heading rows, joined by " · "
    role: ListRole
    why: Text
    sample: tuple[str, ...] = ()  # first cells that are not empty
    decimal: str = ","  # decimal mark of its numbers
    month_first: bool = False  # 03/04/2024 is the 4 March
    guessed: bool = False  # taken by its values alone; to be asked

    @property
    def text(self) -> Text:
        """What it is for, as a person would say it."""
        return ROLE_TEXTS[self.role]


@dataclass(frozen=True)
class SheetSeen:
    """One sheet or text file and what was recognised in it."""

    name: str  # "" where the file has no sheets
    why: Text  # what it was taken for, or why it was left out
    columns: tuple[ListColumn, ...] = ()
    heading_row: int | None = None  # last row of the heading, from 1
    rows: int = 0  # rows below the heading
    used: bool = True  # False: left out


DATE_ORDERS = ("", "day", "month")


@dataclass(frozen=True)
class ListHints:
    """Corrections by a person, remembered for the next file with the same headings."""

    roles: tuple[tuple[str, ListRole], ...] = ()  # heading -> what the column is
    as_of: str = ""  # day the list was current, ISO; "" as found
    zeros: bool | None = None  # True: zeros are zeros; False: not stated; None: as found
    phase: str = ""  # phase where the list names none; "" as derived
    heading_rows: tuple[tuple[str, int], ...] = ()  # sheet -> last row of its headings, from 1
    left_out: tuple[str, ...] = ()  # sheets that are not read
    town: str = ""  # whose measures, in an export of several municipalities
    date_order: str = ""  # which comes first in 03/04/2024: "day" or "month"; "" as found

    def __post_init__(self) -> None:
        """Refuse what cannot be, wherever the corrections come from."""
        if self.date_order not in DATE_ORDERS:
            raise not_allowed("date_order", self.date_order, "day, month")

    def of(self, heading: str) -> ListRole | None:
        """What a person said a column is."""
        return dict(self.roles).get(heading)

    def heading_row(self, sheet: str) -> int | None:
        """Where a person said the headings of a sheet end."""
        return dict(self.heading_rows).get(sheet)

    def updated(self, newer: "ListHints") -> "ListHints":
        """These corrections with every newer word on top; a list has one title column."""
        told = what_is_set(vars(newer))
        naming = [heading for heading, role in newer.roles if role is ListRole.TITLE]
        known = [
            (heading, role)
            for heading, role in self.roles
            if not naming or role is not ListRole.TITLE
        ]
        told["roles"] = tuple((dict(known) | dict(newer.roles)).items())
        told["heading_rows"] = tuple((dict(self.heading_rows) | dict(newer.heading_rows)).items())
        return replace(self, **told)

    def to_json(self) -> str:
        """Write down what is set."""
        named = {name: dict(getattr(self, name)) or None for name in ("roles", "heading_rows")}
        return written_down({**asdict(self), **named})

    @classmethod
    def from_json(cls, written: str) -> "ListHints":
        """What `to_json` or a person wrote; raises InputRejected for anything not understood."""
        with read_again():
            record = json.loads(written)
            roles = dict(record.pop("roles", ()))
            rows = dict(record.pop("heading_rows", ()))
            return cls(
                roles=tuple((str(heading), ListRole(role)) for heading, role in roles.items()),
                heading_rows=tuple((str(sheet), int(row)) for sheet, row in rows.items()),
                left_out=tuple(map(str, record.pop("left_out", ()))),
                **record,
            )
