"""What each column is for: told, or judged by its cells and its header together."""

import re

from klimamosaik.sources.tables.basics.hints import ColumnRole, FileHints
from klimamosaik.sources.tables.basics.obis import obis_within
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.sensed_columns import sensed_as_named, sensed_in
from klimamosaik.sources.tables.basics.vocabulary import (
    TEMPERATURES,
    carrier_of,
    direction_of,
    is_money,
    other_unit,
    role_of,
    strange_unit,
    unit_in,
    unit_of,
    vocabulary,
)
from klimamosaik.sources.tables.columns.cells import MOST, Cells, look
from klimamosaik.sources.tables.columns.column_rules import settled_together
from klimamosaik.sources.tables.columns.decimals import with_decimals
from klimamosaik.sources.tables.columns.fitted_roles import SPEAKING, TEXTS, fitted
from klimamosaik.sources.tables.columns.spoken_roles import SPOKEN, spoken_role
from klimamosaik.sources.tables.shape.layout import Layout
from klimamosaik.sources.tables.units.fuel_units import fuel_unit
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text


def assign(
    layout: Layout,
    hints: FileHints,
    *,
    default_decimal: str,
    typed: bool,
    carrier: Carrier | None = None,
) -> tuple[FileColumn, ...]:
    """Give every column its role with the reason.

    default_decimal: the mark taken where no column of the file decides it; carrier: that of
    title, sheet or file name.
    """
    fuel = hints.carrier or carrier
    looked = [look(layout.held(index)) for index in range(layout.body.width - 1)]
    columns = [
        _column(index, layout.headers[index], layout.units[index] or "", cells, hints, fuel)
        for index, cells in enumerate(looked)
    ]
    settled = settled_together(columns, looked, layout.body, hints)
    return with_decimals(settled, layout.body, hints, default=default_decimal, typed=typed)


def _column(
    index: int, header: str, unit_text: str, cells: Cells, hints: FileHints, fuel: Carrier | None
) -> FileColumn:
    told = hints.of(header)
    sensed = _sensed(index, header, unit_text, cells, hints)
    if sensed is not None:
        return sensed
    role, why = _role(header, unit_text, cells, hints)
    carrier = told.carrier or carrier_of(header)
    unit = told.unit or unit_of(unit_text) or unit_in(header)
    unit = unit or fuel_unit(header, unit_text, carrier or fuel)
    if told.role is None and role in (
        ColumnRole.VALUE,
        ColumnRole.COUNTER,
        ColumnRole.TEMPERATURE,
        ColumnRole.COST,
    ):
        role, why = _by_unit(role, why, header, unit_text, unit)
    if role is ColumnRole.TEMPERATURE and unit is None:
        unit = _degree_behind(header)
    code = obis_within(header)
    return FileColumn(
        index,
        header,
        role,
        why,
        unit=unit,
        unit_text=None if unit else strange_unit(header) or (unit_text or None),
        carrier=carrier or (code.carrier if code else None),
        direction=told.direction or (code.direction if code else direction_of(header)),
        sample=tuple(cells.sample.head(3)),
    )


def _sensed(
    index: int, header: str, unit_text: str, cells: Cells, hints: FileHints
) -> FileColumn | None:
    """A column of soil moisture, level, noise ...; None for all others."""
    told = hints.of(header)
    if told.role not in (None, ColumnRole.SENSED) or cells.numeric < MOST:
        return None
    found = sensed_in(header, unit_text)
    if found is None and told.role is None:
        return None
    found = found or sensed_as_named(header, unit_text)
    why = SENSED.format(header=header, quantity=found.label)
    return FileColumn(
        index, header, ColumnRole.SENSED, why, unit=told.unit or found.unit, quantity=found,
        sample=tuple(cells.sample.head(3)),
    )  # fmt: skip


SENSED = Text("Überschrift „{header}“ heißt: {quantity}", "header “{header}” means: {quantity}")


def _degree_behind(header: str) -> str | None:
    """ "temp_f" is in °F."""
    found = re.search(r"(?i)[-_ ]([cfk])$", header.strip())
    return {"c": "°C", "f": "°F", "k": "K"}[found[1].lower()] if found else None


def _by_unit(
    role: ColumnRole, why: Text, header: str, unit_text: str, unit: str | None
) -> tuple[ColumnRole, Text]:
    """The unit outweighs the name: "Amount (kWh)" is no money, "Strom (€)" no energy."""
    if unit in TEMPERATURES:
        return ColumnRole.TEMPERATURE, Text("Einheit {unit}", "unit {unit}").format(unit=unit)
    if unit is not None:
        named_so = role not in (ColumnRole.COST, ColumnRole.TEMPERATURE)
        return (
            (role, why)
            if named_so
            else (
                ColumnRole.VALUE,
                Text("Einheit {unit}", "unit {unit}").format(unit=unit),
            )
        )
    other = other_unit(header) or (unit_text if unit_text and not unit_of(unit_text) else None)
    if other is None or role is ColumnRole.TEMPERATURE:
        return role, why
    return _by_other_unit(role, why, other)


def _by_other_unit(role: ColumnRole, why: Text, other: str) -> tuple[ColumnRole, Text]:
    """Money is a cost where it is euros; what is neither money nor energy is not used."""
    if is_money(other) and is_money(other, euro=True):
        return ColumnRole.COST, Text("Einheit {other}", "unit {other}").format(other=other)
    if is_money(other):
        return ColumnRole.IGNORED, Text(
            "Geld in „{other}“; gelesen werden Kosten in Euro",
            "money in “{other}”; costs are read in euros",
        ).format(other=other)
    if role_of(other) in (None, ColumnRole.IGNORED) and _is_other(other):
        return ColumnRole.IGNORED, Text(
            "„{other}“ ist weder Energie noch Volumen", "“{other}” is neither energy nor volume"
        ).format(other=other)
    return role, why


def _is_other(text: str) -> bool:
    return bool(vocabulary().other_units.match(text.strip().lower()))


def _role(header: str, unit_text: str, cells: Cells, hints: FileHints) -> tuple[ColumnRole, Text]:
    told = hints.of(header).role
    if told is not None:
        return told, Text("so angegeben", "as told")
    named = ColumnRole.VALUE if header.strip() == KILOWATT else role_of(header)
    if cells.empty:
        return ColumnRole.IGNORED, Text("die Spalte ist leer", "the column is empty")
    numbered = named is ColumnRole.BUILDING and NUMBERED.search(header) and cells.whole is not None
    if numbered:
        return ColumnRole.BUILDING, Text("Nummern von Gebäuden", "numbers of buildings")
    if (
        named in (ColumnRole.BUILDING, ColumnRole.METER)
        and re.search(r"\d", header)
        and cells.numeric >= MOST
    ):
        named = None  # "Zähler 1" over numbers is one meter's column
    if cells.numeric >= MOST and named in TEXTS and (unit_in(header) or unit_of(unit_text)):
        named = ColumnRole.VALUE  # "Strom Gebäude Süd (kWh)"
    spoken = spoken_role(cells, named)
    if spoken is not None and (named is None or named in SPEAKING):
        return spoken, SPOKEN[spoken]
    if named is not None:
        fitting = fitted(named, header, cells)
        if fitting is not None:
            return fitting, Text(
                "Überschrift „{header}“ heißt: {name}", "header “{header}” means: {name}"
            ).format(header=header, name=fitting.text)
    return _by_cells(header, unit_text, cells)


FEW_NUMBERS = Text(
    "die Überschrift nennt eine Einheit; viele Zellen sind keine Zahlen",
    "the header names a unit; many cells are no numbers",
)


def _holds_few_numbers(header: str, unit_text: str, cells: Cells) -> bool:
    """True where a header tells a unit of use and some cells are numbers, most of them not."""
    unit = unit_of(unit_text) or unit_in(header)
    return unit is not None and unit not in TEMPERATURES and 0 < cells.numeric < MOST


KILOWATT = "kW"  # while "KW" are weeks
NUMBERED = re.compile(r"(?i)(?:nr|nummer|\bno|id|number)\.?$")


def _by_cells(header: str, unit_text: str, cells: Cells) -> tuple[ColumnRole, Text]:
    if cells.timed >= 0.8:
        return ColumnRole.TIME, Text("die Zellen sind Zeitangaben", "the cells are times")
    if cells.clock >= 0.8:
        return ColumnRole.CLOCK, Text("die Zellen sind Uhrzeiten", "the cells are times of day")
    if cells.numeric >= MOST:
        return ColumnRole.VALUE, Text("die Zellen sind Zahlen", "the cells are numbers")
    if _holds_few_numbers(header, unit_text, cells):
        return ColumnRole.VALUE, FEW_NUMBERS
    return ColumnRole.UNKNOWN, Text("Text ohne bekannte Überschrift", "text without a known header")
