"""Published tables a town can fetch itself, read into figures by key; or refused in a sentence.

- industry: Regionalstatistik 43531-01-02-4, energy of manufacturing by carrier; by district
- employees: Regionalstatistik 13111-01-03-5, employees at the place of work on 30 June; by both
- heating: Zensus 2022, Regionaltabelle Gebäude und Wohnungen, flats by heating carrier
- traffic: BASt, Jahresauswertung, counts on motorways, with two columns added by the town

The first three also as flat files, one figure a row (flat.py).

A key of five digits is a district or an independent city, of eight a municipality, of twelve a
municipality with its association in between (Zensus).
"""

import hashlib
import re

from klimamosaik.sources.grid.opening import open_file
from klimamosaik.sources.statistics.local.cells import ReadTable, of_newest_year
from klimamosaik.sources.statistics.local.flat import (
    FlatFigure,
    employees_in,
    figures,
    heating_in,
    industry_in,
    is_flat,
)
from klimamosaik.sources.statistics.local.layouts import (
    ENERGY,
    employees,
    heating,
    industry,
    traffic,
    year_in,
)
from klimamosaik.sources.statistics.local.table import LocalTable, TableKind
from klimamosaik.terms.complaint import InputRejected, rejected

LARGEST = 80_000_000  # bytes; the table of the Zensus has 21 million
MOST_COMPLAINTS = 20


def read_local(data: bytes, *, name: str) -> LocalTable:
    """Read one published table, CSV or Excel, also zipped.

    Raises InputRejected where it is none of those known, or naming each unusable cell.
    """
    parts = open_file(data, name=name, largest=LARGEST).parts
    for part in parts:
        frame = part.grid.frame
        cells = [[(cell or "").strip() for cell in row[1:]] for row in frame.iter_rows()]
        rows = cells if is_flat(cells[0] if cells else []) else of_newest_year(cells)
        found = recognised(ReadTable(rows, typed=part.grid.typed))
        if found is not None:
            kind, year, values, reading = found
            if reading.complaints:
                raise InputRejected(reading.complaints[:MOST_COMPLAINTS])
            digest = hashlib.sha256(data).hexdigest()
            return LocalTable(kind, year, name, digest, values, tuple(reading.notes))
    raise rejected(
        "unknown_table",
        "„{name}“ ist keine der bekannten Tabellen: Regionalstatistik 43531-01-02-4 oder "
        "13111-01-03-5, Zensus 2022 (Gebäude und Wohnungen), BASt-Jahresauswertung mit Spalte AGS.",
        "“{name}” is none of the tables known: Regionalstatistik 43531-01-02-4 or 13111-01-03-5, "
        "Zensus 2022 (Gebäude und Wohnungen), BASt annual file with a column AGS.",
        name=name,
    )


Found = tuple[TableKind, int, dict[str, dict[str, float]], ReadTable]


def recognised(reading: ReadTable) -> Found | None:
    """What a table is, with its figures; None where it is none of those known."""
    codes = reading.rows[0] if reading.rows else []
    if is_flat(codes):
        return flat_table(reading)
    top = reading.top
    if "43531" in top:
        return TableKind.INDUSTRY, year_in(reading), industry(reading), reading
    if "13111" in top and "arbeitsort" in top.casefold():
        return TableKind.EMPLOYEES, year_in(reading), employees(reading), reading
    if "_RS" in codes and any(ENERGY.match(code) for code in codes):
        return TableKind.HEATING, 2022, heating(reading), reading
    if "DZ_Nr" in codes and "Str_Kl" in codes:
        return TableKind.TRAFFIC, year_in(reading), traffic(reading), reading
    return None


def flat_table(reading: ReadTable) -> Found | None:
    """A flat file with its figures; None where its statistic is none of those known."""
    statistic, found = figures(reading)
    kind = flat_kind(statistic, found)
    if kind is None or not found:
        return None
    rows = {
        TableKind.INDUSTRY: lambda: industry_in(reading, found),
        TableKind.EMPLOYEES: lambda: employees_in(found),
        TableKind.HEATING: lambda: heating_in(found),
    }[kind]()
    if not rows:
        raise rejected(
            "no_rows",
            "Keine Zahl in der Datei ist von einem Kreis oder einer Gemeinde ({name}).",
            "No figure in the file is of a district or a municipality ({name}).",
            name=kind.text,
        )
    return kind, found[0].year, rows, reading


def flat_kind(statistic: str, found: list[FlatFigure]) -> TableKind | None:
    """Which table a flat file is."""
    labels = {each.label.casefold() for each in found}
    if statistic == "43531":
        return TableKind.INDUSTRY
    if statistic == "13111" and any("arbeitsort" in label for label in labels):
        return TableKind.EMPLOYEES
    return TableKind.HEATING if re.fullmatch(r"\d000[GW]", statistic) else None
