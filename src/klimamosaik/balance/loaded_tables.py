"""Published tables a town loaded, lined up with the municipalities of the statistics."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from klimamosaik.balance.kernel.loaded_inputs import CARRIERS, LoadedFigures
from klimamosaik.sources.statistics.local.keeping import kept_tables
from klimamosaik.sources.statistics.local.table import LocalTable, TableKind
from klimamosaik.sources.statistics.municipalities import Floats, Municipalities
from klimamosaik.terms.text import Text

HEATED = ("gas", "oil", "heat")


def loaded(data: Path, places: Municipalities) -> LoadedFigures | None:
    """What was loaded of these municipalities; None where nothing was."""
    tables = kept_tables(data)
    return known_of(tables, places) if tables else None


def known_of(tables: Mapping[TableKind, LocalTable], places: Municipalities) -> LoadedFigures:
    """Tables as arrays in the order of the municipalities; nan where they say nothing."""
    ags = [str(each) for each in places.ags]
    districts = [each[:5] + "000" for each in ags]
    return LoadedFigures(
        employees=column(tables.get(TableKind.EMPLOYEES), ags, "employees"),
        motorway=column(tables.get(TableKind.TRAFFIC), ags, "motorway"),
        heated=heated(tables.get(TableKind.HEATING), ags),
        industry=np.stack(
            [column(tables.get(TableKind.INDUSTRY), districts, name) for name in CARRIERS], axis=1
        ),
        sources=tuple((kind.value, source_of(table)) for kind, table in tables.items()),
    )


def column(table: LocalTable | None, keys: list[str], name: str) -> Floats:
    """One figure of each key; nan where it is not published."""
    rows = table.rows if table else {}
    return np.array([rows.get(key, {}).get(name, np.nan) for key in keys], dtype=np.float64)


def heated(table: LocalTable | None, keys: list[str]) -> Floats:
    """Share of flats heated with gas, oil and district heat: [municipality, 3]."""
    rows = table.rows if table else {}
    found = np.full((len(keys), len(HEATED)), np.nan)
    for i, key in enumerate(keys):
        flats = rows.get(key, {})
        whole = sum(flats.values())
        if whole > 0.0 and all(name in flats for name in HEATED):
            found[i] = [flats[name] / whole for name in HEATED]
    return found


def source_of(table: LocalTable) -> Text:
    """Where a table is from, with its year and file."""
    said = Text("{name}, {year} ({file})", "{name}, {year} ({file})")
    return said.format(name=table.kind.text, year=str(table.year), file=table.name)
