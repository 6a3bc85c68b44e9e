"""Balances cities published themselves, as volunteers collected them: one CSV per city.

Columns: year, category, type (real, geplant, Einwohner), co2 [kt], note. Cities divide and count
differently, so each series says what its own figures show about its method; series are not
comparable with one another without reading it.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from pathlib import Path
from statistics import median

from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

HEADER = ["year", "category", "type", "co2"]
TOTAL = "gesamt"
TOLERANCE = 0.02  # of the total, within which parts count as adding up
OUT_OF_LINE = 50.0  # times smaller or larger than the category's median: a unit was mixed up
BY_USE = frozenset({"strom", "wärme", "sonstiges"})


class PublishedRow(StrEnum):
    """What a row is."""

    REAL = "real"
    PLANNED = "geplant"
    POPULATION = "Einwohner"


class Division(TextEnum):
    """How a city divides its emissions."""

    TOTAL_ONLY = "total only", Text("nur Gesamtwert", "total only")
    BY_SECTOR = "by sector", Text("nach Sektoren", "by sector")
    BY_USE = "by use", Text("nach Strom, Wärme, Verkehr", "by electricity, heat and transport")


@dataclass(frozen=True)
class PublishedPoint:
    """One published figure."""

    year: int
    category: str
    kind: PublishedRow
    value: float  # kt CO2 or CO2e, whichever the city counts; persons for population
    note: str


@dataclass(frozen=True)
class PublishedSeries:
    """What one city published, and what its method looks like."""

    code: str  # of the file, e.g. "bonn"
    points: tuple[PublishedPoint, ...]
    division: Division
    method: tuple[Text, ...]  # how it differs from others, as far as the figures themselves tell
    doubts: tuple[Text, ...]  # figures that do not fit together

    def total(self, year: int) -> float | None:
        """The city's real total [kt]; None where it is not published."""
        return next(
            (
                point.value
                for point in self.points
                if point.year == year and point.kind is PublishedRow.REAL and is_total(point)
            ),
            None,
        )


def read_published(folder: Path) -> tuple[PublishedSeries, ...]:
    """Read every series in a folder; other tables beside them are passed over.

    Raises InputRejected where there is none, or naming each unusable row.
    """
    found: list[PublishedSeries] = []
    complaints: list[Problem] = []
    for path in sorted(folder.glob("*.csv")):
        rows = rows_of(path)
        if rows and [name.strip() for name in rows[0][:4]] == HEADER:
            points = [
                point
                for number, row in enumerate(rows[1:], start=2)
                if any(row) and (point := point_of(path.name, number, row, complaints))
            ]
            found.append(series_of(path.stem, tuple(points)))
    if complaints:
        raise InputRejected(complaints)
    if not found:
        raise rejected(
            "no_series",
            "In „{folder}“ liegt keine Tabelle mit den Spalten year, category, type, co2.",
            "“{folder}” holds no table with the columns year, category, type, co2.",
            folder=folder,
        )
    return tuple(found)


def rows_of(path: Path) -> list[list[str]]:
    """All rows of a file; none where it is not text."""
    try:
        return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


def point_of(
    name: str, number: int, row: list[str], complaints: list[Problem]
) -> PublishedPoint | None:
    """One row as a figure; what is wrong with it goes to `complaints`."""
    cells = [*row, "", "", "", "", ""][:5]
    kinds = [kind.value for kind in PublishedRow]
    try:
        value = float(cells[3])
    except ValueError:
        value = float("nan")
    if not cells[0].isdecimal() or cells[2] not in kinds or not isfinite(value) or value < 0:
        complaints.append(
            Problem(
                "unusable_row",
                Text(
                    "{name}, Zeile {number}: „{places}“ – erwartet werden Jahr, Kategorie, "
                    "{kinds}, Zahl ab 0, Bemerkung.",
                    "{name}, row {number}: “{places}” – expected are year, category, {kinds}, a "
                    "number from 0, a note.",
                ).format(name=name, number=number, places=",".join(row), kinds=" / ".join(kinds)),
                number,
            )
        )
        return None
    return PublishedPoint(
        int(cells[0]), cells[1].strip(), PublishedRow(cells[2]), value, cells[4].strip()
    )


def series_of(code: str, points: tuple[PublishedPoint, ...]) -> PublishedSeries:
    """A series with what its figures show about its method."""
    return PublishedSeries(code, points, division_of(points), methods(code, points), doubts(points))


def is_total(point: PublishedPoint) -> bool:
    """True for the city's total."""
    return point.category.casefold() == TOTAL


def division_of(points: tuple[PublishedPoint, ...]) -> Division:
    """How real figures are divided."""
    parts = {
        p.category.casefold() for p in points if p.kind is PublishedRow.REAL and not is_total(p)
    }
    if not parts:
        return Division.TOTAL_ONLY
    if any(part.split(" ")[0] in BY_USE for part in parts):
        return Division.BY_USE
    return Division.BY_SECTOR


def methods(code: str, points: tuple[PublishedPoint, ...]) -> tuple[Text, ...]:
    """What sets the method apart."""
    found = [division_of(points).text]
    everything = " ".join([code, *(f"{p.category} {p.note}" for p in points)]).casefold()
    marks = (
        ("quellenbilanz", Text("Quellenbilanz (am Ort der Entstehung)", "by source")),
        ("verursacherbilanz", Text("Verursacherbilanz (beim Verbrauch)", "by consumer")),
        ("witterungsbereinigt", Text("witterungsbereinigt", "weather-corrected")),
        ("bico2bw", Text("mit BICO2BW erstellt", "made with BICO2BW")),
        ("neuberechnung", Text("teils neu berechnet", "partly recalculated")),
        ("estimated", Text("teils geschätzt", "partly estimated")),
    )
    found += [text for mark, text in marks if mark in everything]
    if any(p.kind is PublishedRow.PLANNED for p in points):
        found.append(Text("mit geplanten Werten", "with planned values"))
    return tuple(found)


def doubts(points: tuple[PublishedPoint, ...]) -> tuple[Text, ...]:
    """Figures that do not fit: parts beside their total, values of another size."""
    found = []
    by_year: dict[int, list[PublishedPoint]] = defaultdict(list)
    by_category: dict[str, list[PublishedPoint]] = defaultdict(list)
    for point in points:
        if point.kind is PublishedRow.REAL:
            by_year[point.year].append(point)
            by_category[point.category].append(point)
    for year, group in sorted(by_year.items()):
        totals = [p.value for p in group if is_total(p)]
        if len(totals) > 1:
            found.append(
                Text("{year}: Gesamtwert {count}-mal", "{year}: {count} totals").format(
                    year=year, count=len(totals)
                )
            )
        total = totals[0] if totals else 0.0
        parts = sum(p.value for p in group if not is_total(p))
        if total and parts and abs(parts - total) > TOLERANCE * total:
            found.append(
                Text(
                    "{year}: Teile {parts:n} kt, Gesamtwert {total:n} kt.",
                    "{year}: parts {parts:n} kt, total {total:n} kt.",
                ).format(year=year, parts=parts, total=total)
            )
    for category, group in by_category.items():
        middle = median(p.value for p in group)
        for point in group:
            if middle and not middle / OUT_OF_LINE <= point.value <= middle * OUT_OF_LINE:
                found.append(
                    Text(
                        "{year}, {category}: {value} kt, sonst um {middle:n} kt.",
                        "{year}, {category}: {value} kt, else about {middle:n} kt.",
                    ).format(
                        year=point.year,
                        category=category,
                        value=float(point.value),
                        middle=float(middle),
                    )
                )
    return tuple(found)
