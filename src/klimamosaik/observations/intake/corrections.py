"""What a person corrects in a file before it is stored."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from klimamosaik.observations.intake.naming import tells_place
from klimamosaik.sources.sheets.corrections import not_allowed
from klimamosaik.sources.tables import ColumnHint, ColumnRole, FileHints
from klimamosaik.sources.tables.basics.vocabulary import unit_of
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.unit import UNITS
from klimamosaik.terms.written_number import ungrouped_number


@dataclass(frozen=True)
class SeriesHint:
    """Where one series of the file belongs; None leaves the guess."""

    series: str  # name of the series in the preview
    building: str | None = None  # name of a building; a new name makes a new building
    carrier: Carrier | None = None
    direction: Direction | None = None
    left_out: bool | None = None  # True: it is not stored
    new_meter: bool | None = None  # True: not the only meter its building has
    meter: str | None = None  # number or name of the meter of its building that it is of

    @property
    def says_nothing(self) -> bool:
        """True where every guess is left as it is."""
        return self == SeriesHint(self.series)

    @property
    def without_place(self) -> "SeriesHint":
        """The same without building and meter."""
        return replace(self, building=None, meter=None, new_meter=None)

    def updated(self, newer: "SeriesHint") -> "SeriesHint":
        """This hint with every newer word on top."""
        told = {key: value for key, value in vars(newer).items() if value is not None}
        return replace(self, **told)


@dataclass(frozen=True)
class Corrections:
    """All corrections of one file: how to read it, and where its series belong."""

    hints: FileHints = field(default_factory=FileHints)
    series: tuple[SeriesHint, ...] = ()
    building: str | None = None  # of every series of the file

    def of(self, series: str) -> SeriesHint:
        """The hint on a series, or an empty one."""
        for hint in self.series:
            if hint.series == series:
                return hint
        return SeriesHint(series)

    @property
    def says_nothing(self) -> bool:
        """True where every guess is left as it is."""
        return self == Corrections()

    def updated(self, newer: "Corrections") -> "Corrections":
        """These corrections with every newer one on top."""
        hints = {hint.series: hint for hint in self.series}
        for hint in newer.series:
            hints[hint.series] = hints.get(hint.series, SeriesHint(hint.series)).updated(hint)
        return Corrections(
            hints=self.hints.updated(newer.hints),
            series=tuple(hint for hint in hints.values() if not hint.says_nothing),
            building=newer.building or self.building,
        )

    def to_remember(self) -> "Corrections":
        """What holds for the next file of this kind, too: not that oddities of this one are right.

        The building of a whole file is of this file only: next time it may be another meter's. So
        is what was said of the place of a series whose name tells no place ("Strom", "HT").
        """
        series = (each if tells_place(each.series) else each.without_place for each in self.series)
        kept = tuple(each for each in series if not each.says_nothing)
        return replace(self, hints=self.hints.to_remember(), series=kept, building=None)

    def to_hints(self) -> str:
        """Write down what is set as `klimamosaik import --hints` takes it."""
        record: dict[str, Any] = json.loads(self.hints.to_json())
        if "series" in record:
            record["name"] = record.pop("series")
        if self.building:
            record["building"] = self.building
        if self.series:
            record["series"] = [set_only(hint) for hint in self.series]
        return json.dumps(record, ensure_ascii=False)

    @classmethod
    def from_hints(cls, written: str) -> "Corrections":
        """What a person or `to_hints` wrote; raises InputRejected for what is not understood."""
        record = the_object(written)
        only_known(record, KEYS, where="--hints")
        return cls(
            hints=hints_from(record),
            series=tuple(series_hint(each) for each in listed(record, "series")),
            building=text_or_none(record, "building"),
        )

    def to_json(self) -> str:
        """Write down what is set, to be kept."""
        series = [set_only(hint) for hint in self.series]
        record = {"hints": self.hints.to_json(), "series": series, "building": self.building}
        return json.dumps(record, ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> "Corrections":
        """Read what `to_json` wrote."""
        record = json.loads(written)
        return cls(
            hints=FileHints.from_json(record["hints"]),
            series=tuple(series_hint(each) for each in record["series"]),
            building=record.get("building"),
        )


def set_only(hint: SeriesHint) -> dict[str, Any]:
    """What a hint on a series says."""
    return {key: value for key, value in asdict(hint).items() if value is not None}


def the_object(written: str) -> dict[str, Any]:
    """The JSON object a person wrote."""
    try:
        record = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise rejected(
            "unreadable_hints",
            "Die Angaben zur Datei sind nicht lesbar ({error}). Erwartet wird JSON, z. B. "
            '\'{{"carrier": "gas"}}\'.',
            "The corrections for the file cannot be read ({error}). Expected is JSON, e.g. "
            '\'{{"carrier": "gas"}}\'.',
            error=error,
        ) from error
    if not isinstance(record, dict):
        raise rejected(
            "unreadable_hints",
            "Die Angaben zur Datei sind nicht lesbar: Erwartet werden Namen mit Werten in {}, "
            'z. B. \'{"carrier": "gas"}\'.',
            "The corrections for the file cannot be read: names with values in {} are expected, "
            'e.g. \'{"carrier": "gas"}\'.',
        )
    return record


def only_known(record: Mapping[str, Any], allowed: Sequence[str], *, where: str) -> None:
    """Refuse a name nobody knows: a slip of the pen must not be read as silence."""
    unknown = sorted(record.keys() - set(allowed))
    if unknown:
        found, known = ", ".join(unknown), ", ".join(allowed)
        raise rejected(
            "unknown_hint",
            "Diese Angabe gibt es in {where} nicht: {found}. Erlaubt: {known}.",
            "There is no such name in {where}: {found}. Allowed: {known}.",
            where=where,
            found=found,
            known=known,
        )


def written_number(told: object) -> object:
    """A number, also one between quotes: "11,2"; whatever else as it is."""
    number = ungrouped_number(told) if isinstance(told, str) else None
    return told if number is None else number


def numbers_within_range(told: dict[str, Any]) -> None:
    """Read numbers that have a range; raise InputRejected where one lies outside, or is none."""
    for name, (least, most) in RANGES.items():
        number = told[name] = written_number(told.get(name))
        fits = isinstance(number, int | float) and least <= number <= most
        if number is None:
            del told[name]
        elif not fits:
            raise not_allowed(name, number, f"{least:g} … {most:g}")


def hints_from(record: Mapping[str, Any]) -> FileHints:
    """The part that says how to read the file."""
    told = {key: value for key, value in record.items() if key in FILE_KEYS}
    if isinstance(record.get("series"), str):
        told["series"] = record["series"]
    if "name" in record:
        told["series"] = record["name"]
    if isinstance(told.get("year"), str | float) and str(told["year"]).removesuffix(".0").isdigit():
        told["year"] = int(float(told["year"]))
    columns = [column_hint(each) for each in listed(record, "columns")]
    one_of(told, "carrier", tuple(Carrier))
    one_of(told, "direction", tuple(Direction))
    if isinstance(told.get("unit"), str):
        told["unit"] = known_unit(told["unit"])
    numbers_within_range(told)
    words = told.get("words", {})
    if not isinstance(words, dict):
        raise not_allowed("words", words, '"words": { "…": "fed in" }')
    for word in words:
        one_of(words, word, tuple(Direction))
    accepted = told.get("accepted", [])
    if not (isinstance(accepted, list) and all(isinstance(each, str) for each in accepted)):
        raise not_a_list("accepted")
    return FileHints.from_json(json.dumps({**told, "columns": columns}))


def column_hint(record: Mapping[str, Any]) -> dict[str, Any]:
    """A hint on a column, its unit as the code calls it."""
    only_known(record, COLUMN_KEYS, where="columns")
    if not isinstance(record.get("header"), str):
        raise rejected(
            "unnamed_column",
            'Jede Angabe in columns braucht "header": die Überschrift der Spalte.',
            'Each entry of columns needs "header": the column\'s header.',
        )
    for name, allowed in (("role", ColumnRole), ("carrier", Carrier), ("direction", Direction)):
        one_of(record, name, tuple(allowed))
    told = dict(record)
    if isinstance(told.get("unit"), str):
        told["unit"] = known_unit(told["unit"])
    return told


def series_hint(record: Mapping[str, Any]) -> SeriesHint:
    """Read one series' hint."""
    only_known(record, SERIES_KEYS, where="series")
    name = record.get("series")
    if not isinstance(name, str):
        raise rejected(
            "unnamed_series",
            'Jede Angabe in series braucht "series": den Namen der Reihe in der Vorschau.',
            'Each entry of series needs "series": the name of the series in the preview.',
        )
    carrier = one_of(record, "carrier", tuple(Carrier))
    direction = one_of(record, "direction", tuple(Direction))
    for switch in ("left_out", "new_meter"):
        if record.get(switch) not in (None, True, False):
            raise not_allowed(switch, record[switch], "true, false")
    return SeriesHint(
        name,
        building=text_or_none(record, "building"),
        carrier=Carrier(carrier) if carrier else None,
        direction=Direction(direction) if direction else None,
        left_out=record.get("left_out"),
        new_meter=record.get("new_meter"),
        meter=text_or_none(record, "meter"),
    )


def one_of(record: Mapping[str, Any], key: str, allowed: Sequence[str]) -> str | None:
    """A name of a list, None where none is given."""
    found = record.get(key)
    if found is not None and found not in allowed:
        raise not_allowed(key, found, ", ".join(allowed))
    return found


def text_or_none(record: Mapping[str, Any], key: str) -> str | None:
    """A text that says something, None where there is none."""
    found = record.get(key)
    if found is not None and not isinstance(found, str):
        raise not_allowed(key, found, "Text")
    return (found or "").strip() or None


def listed(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """A list of records, empty where there is none; a name alone is no list."""
    found = record.get(key, [])
    if key == "series" and isinstance(found, str):
        return []
    if not (isinstance(found, list) and all(isinstance(each, dict) for each in found)):
        raise not_a_list(key)
    return found


def known_unit(text: str) -> str:
    """The unit as the code calls it, from any spelling the reader knows; else as it was written."""
    if text in UNITS:
        return text
    folded = {symbol.casefold(): symbol for symbol in UNITS}
    return unit_of(text) or folded.get(text.strip().casefold()) or text


def not_a_list(key: str) -> InputRejected:
    """Something that must be a list is none."""
    return not_allowed(key, "?", f'"{key}": [ … ]')


RANGES = {"calorific_value": (1.0, 20.0), "state_number": (0.5, 1.5)}  # kWh/m³; m³/m³
FILE_KEYS = tuple(each.name for each in fields(FileHints) if each.name not in ("series", "columns"))
COLUMN_KEYS = tuple(each.name for each in fields(ColumnHint))
SERIES_KEYS = tuple(each.name for each in fields(SeriesHint))
KEYS = (*FILE_KEYS, "building", "columns", "series", "name")
