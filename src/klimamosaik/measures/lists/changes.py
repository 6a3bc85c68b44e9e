"""One row to be written: what it was, what it will be."""

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from klimamosaik.terms.text import Text

EMPTY = Text("leer", "empty")


@dataclass(frozen=True)
class ListedChange:
    """One field of a row."""

    field: str
    label: Text
    before: str  # as a person would read it; "" where it was empty
    after: str


@dataclass(frozen=True)
class RegisterRow:
    """One row of the register that a list makes or changes."""

    instance: models.Model  # with the new values, not saved
    what: Text  # "Sachstand 2013"
    changes: tuple[ListedChange, ...]
    new: bool
    registers: tuple[str, ...] | None = None  # names of all its registers, where they change


def row(instance: models.Model, what: Text, /, **values: Any) -> RegisterRow | None:
    """Put values into a row; None where it says all of it already."""
    new = instance._state.adding
    changes = []
    for name, value in values.items():
        known = getattr(instance, name)
        if same(known, value):
            continue
        changes.append(ListedChange(name, label(name), shown(known), shown(value)))
        setattr(instance, name, value)
    return RegisterRow(instance, what, tuple(changes), new) if new or changes else None


def same(known: object, value: object) -> bool:
    """Equal as a person would say it: line ends and the last digit of a float do not count."""
    if isinstance(known, str) and isinstance(value, str):
        return tidy(known) == tidy(value)
    if isinstance(known, int | float | Decimal) and isinstance(value, int | float | Decimal):
        return math.isclose(float(known), float(value), rel_tol=1e-12, abs_tol=1e-12)
    if isinstance(known, models.Model) and isinstance(value, models.Model):
        return known is value or (known.pk is not None and known == value)
    if isinstance(known, list) and isinstance(value, list):
        return set(known) == set(value)
    return known == value


def tidy(text: str) -> str:
    """Text with Unix line ends and nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()


def shown(value: object) -> str:
    """A value as a person would read it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float | Decimal):
        return f"{float(value):,.12g}".replace(",", "\u202f")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


LABELS = {
    "key": Text("Nummer", "number"),
    "name": Text("Name", "name"),
    "phase": Text("Phase", "phase"),
    "aim": Text("Ziel", "aim"),
    "done": Text("Beschreibung", "description"),
    "fields_of_action": Text("Handlungsfelder", "fields of action"),
    "registers": Text("Verzeichnisse", "registers"),
    "runs_on": Text("läuft auf", "runs on"),
    "obstacles": Text("Hemmnisse", "obstacles"),
    "council_decision": Text("Beschluss", "council decision"),
    "council_decided_on": Text("Tag des Beschlusses", "day of the decision"),
    "next_decision_on": Text("nächste Entscheidung", "next decision"),
    "first_year": Text("erstes Jahr", "first year"),
    "last_year": Text("letztes Jahr", "last year"),
    "expected_life": Text("Lebensdauer", "expected life"),
    "start": Text("wirkt seit", "works since"),
    "cost": Text("Kosten", "cost"),
    "organisation": Text("Stelle", "organisation"),
    "role": Text("Rolle", "role"),
    "desk": Text("Kontaktstelle", "desk"),
    "phone": Text("Telefon", "telephone"),
    "email": Text("E-Mail", "e-mail"),
    "first_day": Text("erster Tag", "first day"),
    "day": Text("Tag", "day"),
    "state": Text("Stand", "state"),
    "words": Text("Wortlaut", "words"),
    "year": Text("Jahr", "year"),
    "kind": Text("Art", "kind"),
    "planned": Text("geplant", "planned"),
    "actual": Text("tatsächlich", "actual"),
    "source": Text("Quelle", "source"),
    "link": Text("Glied der Wirkungskette", "link of the impact chain"),
    "unit": Text("Einheit", "unit"),
    "start_value": Text("Anfangswert", "start value"),
    "wanted_value": Text("Zielwert", "wanted value"),
    "bound": Text("gilt als", "counts as"),
    "wanted_until": Text("bis wann", "until when"),
    "value": Text("Wert", "value"),
    "what": Text("Aufgabe", "task"),
    "due": Text("fällig", "due"),
    "done_on": Text("erledigt am", "done on"),
    "heading": Text("Überschrift", "heading"),
    "town": Text("Gemeinde", "municipality"),
    "building_kinds": Text("Art der Gebäude", "kinds of buildings"),
    "hypothesis": Text("erwartet", "expected"),
    "evidence": Text("gezeigt", "seen"),
    "cause": Text("Ursache", "cause"),
    "advice": Text("Rat", "advice"),
    "stopped": Text("gestoppt", "stopped"),
    "saved_kwh": Text("gespart, kWh", "saved, kWh"),
    "low_kwh": Text("mindestens, kWh", "at least, kWh"),
    "high_kwh": Text("höchstens, kWh", "at most, kWh"),
    "saved_percent": Text("gespart, Prozent", "saved, per cent"),
    "confidence": Text("Sicherheit", "confidence"),
    "days": Text("ausgewertete Tage", "days reported"),
    "verdict": Text("Ergebnis", "verdict"),
    "method_version": Text("Methode, Fassung", "method version"),
    "data_version": Text("Datenversion", "data version"),
    "low": Text("mindestens", "at least"),
    "likely": Text("wahrscheinlich", "likely"),
    "high": Text("höchstens", "at most"),
}


def label(field: str) -> Text:
    """A field as a person would say it."""
    return LABELS.get(field, Text(field, field))
