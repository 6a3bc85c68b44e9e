"""What a column of a list of measures can be for, and what a person corrects about it."""

import json
from dataclasses import asdict, dataclass, replace

from klimamosaik.sources.sheets.corrections import (
    not_allowed,
    read_again,
    what_is_set,
    written_down,
)
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class ListRole(TextEnum):
    """What a column is for; also the stable name of the column in the office's own workbook."""

    KEY = "key", Text("Nummer", "number")  # A1.1
    TITLE = "name", Text("Name der Maßnahme", "name of the measure")
    # in the title column; a measure of its own
    PART = "part", Text("Teil der Maßnahme", "part of the measure")
    KNOWN_AS = "known_as", Text("Kennung aus dem Export", "identity from the export")
    PARENT = "parent", Text("gehört zu Nummer", "belongs to number")
    FIELD = "field", Text("Handlungsfeld", "field of action")
    REGISTER = "register", Text("Verzeichnis", "register")  # programme or plan
    PHASE = "phase", Text("Phase", "phase")
    PHASE_SINCE = "phase_since", Text("in der Phase seit", "in the phase since")
    DESCRIPTION = "description", Text("Beschreibung", "description")
    AIM = "aim", Text("Ziel", "aim")
    RESPONSIBLE = "responsible", Text("federführend", "lead")
    PARTNERS = "partners", Text("beteiligt", "partners")
    CONTACT = "contact", Text("fachliche Ansprechperson", "professional contact")
    CONTACT_CONFIRMED = (
        "contact_confirmed",
        Text("fachliche Ansprechperson bestätigt am", "professional contact confirmed on"),
    )
    ORGANISER = "organiser", Text("organisatorische Ansprechperson", "organisational contact")
    ORGANISER_CONFIRMED = (
        "organiser_confirmed",
        Text("organisatorische Ansprechperson bestätigt am", "organisational contact confirmed on"),
    )
    # never kept
    PERSON = "person", Text("Name einer Person, bleibt weg", "name of a person, left out")
    OPERATOR = "operator", Text("Betreiber", "operator")
    NETWORK = "network", Text("Netz", "network")
    PAYER = "payer", Text("zahlt nach der Förderung", "pays after funding")
    FUNDING_END = "funding_end", Text("Förderung endet am", "funding ends on")
    AFTER_FUNDING = (
        "after_funding",
        Text(
            "nach der Förderung weiterführen, übergeben oder beenden",
            "after the funding continue, hand over or end",
        ),
    )
    HANDED_TO = "handed_to", Text("übergeben an", "handed over to")
    OBSTACLES = "obstacles", Text("Hindernisse und Risiken", "obstacles and risks")
    DECISION = "decision", Text("Beschluss", "council decision")
    DECISION_DAY = "decision_day", Text("Tag des Beschlusses", "day of the decision")
    NEXT_DECISION = "next_decision", Text("nächste Entscheidung", "next decision")
    SPAN = "span", Text("Laufzeit", "years of the work")  # "2024-2030"
    BEGIN = "begin", Text("Beginn", "begin")
    END = "end", Text("Ende", "end")
    START = "start", Text("wirkt seit", "works since")  # first day of the effect
    LIFE = "life", Text("Nutzungsdauer in Jahren", "life in years")  # years the effect lasts
    STATE = "state", Text("Stand", "state")  # traffic light, or a word
    REPORT = "report", Text("Sachstand in Worten", "status in words")
    REPORT_DAY = "report_day", Text("Tag des Sachstands", "day of the status")
    COST = "cost", Text("Kosten, einmalig, geplant", "cost, once, planned")
    COST_ACTUAL = "cost_actual", Text("Kosten, tatsächlich", "cost, actual")
    RUNNING_COST = "running_cost", Text("laufende Kosten im Jahr", "running cost a year")
    STAFF = "staff", Text("Personal", "staff")
    COST_KIND = "cost_kind", Text("Art der Kosten", "kind of cost")
    GRANT = "grant_percent", Text("Förderquote in Prozent", "share of the grant, per cent")
    FUNDING = "funding", Text("Herkunft des Geldes", "source of the money")
    EFFECT = "effect", Text("erwartete Wirkung", "stated effect")
    INDICATOR = "indicator", Text("Kennzahl", "indicator")
    UNIT = "unit", Text("Einheit", "unit")
    START_VALUE = "start_value", Text("Anfangswert", "start value")
    BOUND = "bound", Text("höchstens oder mindestens", "at most or at least")
    WANTED = "wanted", Text("Zielwert", "wanted value")
    UNTIL = "until", Text("bis wann", "until when")
    LINK = "link", Text("Glied der Wirkungskette", "link of the impact chain")
    YEAR = "year", Text("Jahr", "year")
    VALUE = "value", Text("Wert", "value")
    TASK = "task", Text("Aufgabe", "task")
    DUE = "due", Text("fällig", "due")
    DONE_ON = "done_on", Text("erledigt am", "done on")
    TOWN = "town", Text("Gemeinde", "municipality")  # official key and name
    TOLD = "told", Text("was es ist", "what it is")  # "lesson" or "effect"
    TOLD_ON = "told_on", Text("Tag der Erfahrung", "day of the experience")
    BUILDINGS = "building_kinds", Text("Art der Gebäude", "kinds of buildings")
    HYPOTHESIS = "hypothesis", Text("was erwartet wurde", "what was expected")
    EVIDENCE = "evidence", Text("was sich gezeigt hat", "what was seen")
    CAUSE = "cause", Text("woran es lag", "the cause")
    ADVICE = "advice", Text("Rat an andere", "advice to others")
    SPENT = "spent", Text("was es gekostet hat, EUR", "what it cost, EUR")
    STOPPED = "stopped", Text("gestoppt", "stopped")
    # over the days reported
    SAVED = "saved_kwh", Text("gemessen gespart, kWh", "measured saving, kWh")
    SAVED_LOW = "low_kwh", Text("mindestens gespart, kWh", "saved at least, kWh")
    SAVED_HIGH = "high_kwh", Text("höchstens gespart, kWh", "saved at most, kWh")
    SAVED_PERCENT = "saved_percent", Text("gespart, Prozent", "saved, per cent")
    CONFIDENCE = "confidence", Text("Sicherheit der Spanne", "confidence of the range")
    DAYS = "days", Text("ausgewertete Tage", "days reported")
    VERDICT = "verdict", Text("Ergebnis", "verdict")
    METHOD = "method_version", Text("Methode, Fassung", "method version")
    DATA_VERSION = "data_version", Text("Datenversion", "data version")
    NOTE = "note", Text("Notiz unter ihrer Überschrift", "note under its heading")
    IGNORED = "ignored", Text("nicht benutzen", "do not use")


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
        return self.role.text


@dataclass(frozen=True)
class RecognisedSheet:
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
