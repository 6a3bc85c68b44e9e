"""The offices' flat files: one figure a row, with all that it is of beside it.

Regionalstatistik, Genesis-Online and the results of Zensus 2022 give every table so ("flat CSV",
ffcsv). Two headings are about: the older one in German, a column for each value; the newer one in
English, a row for each.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from klimamosaik.sources.statistics.local.cells import ReadTable, figure
from klimamosaik.sources.statistics.local.layouts import (
    INDUSTRY_COLUMNS,
    TO_MWH,
    check_total,
    no_unit,
)
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

PLACES = re.compile(r"^(DINSG|DLAND|REGBEZ|KREISE?|GEMEIN\w*|GEO\w+)$")  # variables that are places
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
VALUE_COLUMN = re.compile(r"^\w+?__(.+?)__([^_].*)$")  # ERW032__Beschaeftigte__Anzahl
HEATED_BY = (  # in this order: "Biomasse (ohne Holz), Biogas" is neither wood nor gas
    ("biogas", "biomasse"),
    ("wood", "holz"),
    ("heat_pump", "wärmepumpe"),
    ("heat", "fernwärme"),
    ("electricity", "strom"),
    ("oil", "heizöl"),
    ("coal", "kohle"),
    ("none", "kein"),
    ("gas", "gas"),
)


@dataclass(frozen=True)
class FlatHead:
    """Which column says what."""

    statistic: int
    time: int
    variables: tuple[tuple[int, int, int], ...]  # columns of code, attribute code and its label
    values: tuple[tuple[int, str | int, str | int], ...]  # column, label and unit, or theirs


@dataclass(frozen=True)
class FlatFigure:
    """One row of a flat file."""

    number: int  # of the row
    year: int
    place: str  # key as the file has it
    parts: tuple[tuple[str, str], ...]  # code and label of what it is of; no code: of all
    label: str  # what is counted
    unit: str
    value: float | None  # None: not published

    @property
    def of_all(self) -> bool:
        """A total: of both sexes, all nationalities, all carriers."""
        return not any(code for code, _ in self.parts)


def is_flat(codes: list[str]) -> bool:
    """Whether headings are those of a flat file."""
    return bool(codes) and codes[0] in ("statistics_code", "Statistik_Code")


def head_of(codes: list[str]) -> FlatHead:
    """The columns of a flat file by its headings."""
    place = {code: i for i, code in enumerate(codes)}
    names = ("variable_code", "variable_attribute_code", "variable_attribute_label")
    if codes[0] == "Statistik_Code":
        names = ("Merkmal_Code", "Auspraegung_Code", "Auspraegung_Label")
    numbers = [n for n in range(1, 10) if f"{n}_{names[0]}" in place]
    variables = tuple(
        (place[f"{n}_{names[0]}"], place[f"{n}_{names[1]}"], place[f"{n}_{names[2]}"])
        for n in numbers
    )
    time = place.get("time", place.get("Zeit", 0))
    return FlatHead(0, time, variables, values_of(codes, place))


def values_of(
    codes: list[str], place: dict[str, int]
) -> tuple[tuple[int, str | int, str | int], ...]:
    """The columns of values with what they count and in which unit."""
    if "value" in place:
        return ((place["value"], place["value_variable_label"], place["value_unit"]),)
    found = ((i, VALUE_COLUMN.match(code)) for i, code in enumerate(codes))
    # blanks are underscores there: VBR001__Energieverbrauch_(einschl._...)__Tsd._MJ
    return tuple((i, spaced(match[1]), spaced(match[2])) for i, match in found if match)


def spaced(name: str) -> str:
    """A name with its blanks back."""
    return name.replace("_", " ")


def figures(reading: ReadTable) -> tuple[str, list[FlatFigure]]:
    """Statistic and figures of the newest year in a flat file. Refused without a year."""
    head = head_of(reading.rows[0])
    rows = [(n, row) for n, row in enumerate(reading.rows[1:], start=2) if any(row)]
    years = {n: year_of(row[head.time]) for n, row in rows if len(row) > head.time}
    newest = max((year for year in years.values() if year), default=None)
    if newest is None:
        raise rejected(
            "no_year",
            "Keine Zeile nennt ein Jahr. Bitte die Datei so lassen, wie das Amt sie gibt.",
            "No row names a year. Please leave the file as the office gave it.",
        )
    if older := {year for year in years.values() if year and year != newest}:
        reading.notes.append(OLDER.format(newest=str(newest), n=len(older)))
    found = [
        each for n, row in rows if years.get(n) == newest for each in of_row(reading, head, n, row)
    ]
    return rows[0][1][head.statistic], [replace(each, year=newest) for each in found]


def year_of(text: str) -> int | None:
    """The year of "2021", "2021-06-30" or "30.06.2021"."""
    found = YEAR.search(text)
    return int(found[0]) if found else None


def of_row(reading: ReadTable, head: FlatHead, number: int, row: list[str]) -> Iterator[FlatFigure]:
    """The figures of one row."""
    here = [each for each in head.variables if PLACES.match(row[each[0]])] or head.variables[:1]
    parts = tuple((row[code], row[label]) for at, code, label in head.variables if at != here[0][0])
    for column, label, unit in head.values:
        yield FlatFigure(
            number,
            0,
            row[here[0][1]],
            parts,
            row[label] if isinstance(label, int) else label,
            row[unit] if isinstance(unit, int) else unit,
            figure(reading, number, row, column),
        )


def employees_in(found: list[FlatFigure]) -> dict[str, dict[str, float]]:
    """Employees at the place of work by district or municipality [persons]."""
    return {
        each.place.ljust(8, "0"): {"employees": each.value}
        for each in found
        if each.of_all and each.value is not None and len(each.place) in (5, 8)
    }


def industry_in(reading: ReadTable, found: list[FlatFigure]) -> dict[str, dict[str, float]]:
    """Energy of manufacturing by district and carrier [MWh]."""
    energies = [each for each in found if "energie" in each.label.casefold()] or found
    told: dict[str, dict[str, float]] = {}
    totals: dict[str, FlatFigure] = {}
    for each in energies:
        if len(each.place) != 5 or each.value is None:
            continue
        if each.unit not in TO_MWH:
            raise no_unit()
        name = carrier_of(each)
        if name is None:
            totals[each.place] = each
        else:
            told.setdefault(each.place, {})[name] = each.value * TO_MWH[each.unit]
    for key, values in told.items():
        if key in totals and len(values) == len(INDUSTRY_COLUMNS):
            whole = totals[key]
            parts = sum(values.values()) / TO_MWH[whole.unit]
            check_total(reading, whole.number, parts, whole.value or 0.0)
    return {key + "000": values for key, values in told.items()}


def carrier_of(one: FlatFigure) -> str | None:
    """The carrier a figure is of; None for all together."""
    label = next((label for code, label in one.parts if code), "").casefold()
    return next((name for name, said in INDUSTRY_COLUMNS.items() if re.search(said, label)), None)


def heating_in(found: list[FlatFigure]) -> dict[str, dict[str, float]]:
    """Flats by the carrier they are heated with, by municipality [number]."""
    told: dict[str, dict[str, float]] = {}
    for each in found:
        flats = each.unit == "Anzahl" and "wohnung" in each.label.casefold()
        name = heated_by(each)
        if flats and name and each.value is not None and len(each.place) == 12:
            told.setdefault(each.place[:5] + each.place[9:], {})[name] = each.value
    return told


def heated_by(one: FlatFigure) -> str | None:
    """What flats are heated with; None for all together, and where more is asked at once."""
    labels = [label.casefold() for code, label in one.parts if code]
    if len(labels) != 1:
        return None
    return next((name for name, word in HEATED_BY if word in labels[0]), None)


OLDER = Text(
    "Gelesen ist das Jahr {newest}; {n} frühere in der Datei bleiben außer Acht.",
    "Read is the year {newest}; {n} earlier ones in the file are left aside.",
)
