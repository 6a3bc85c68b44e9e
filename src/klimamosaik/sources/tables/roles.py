"""What each column is for: told, named by its header, or shown by its cells."""

import re

import polars as pl

from klimamosaik.sources.tables.cells import MOST, Cells, look, share_of
from klimamosaik.sources.tables.decimals import NUMERIC_ROLES, with_decimals
from klimamosaik.sources.tables.hints import Hints, Role
from klimamosaik.sources.tables.layout import Layout
from klimamosaik.sources.tables.preview import Column
from klimamosaik.sources.tables.settling import settled_together
from klimamosaik.sources.tables.vocabulary import carrier_of, role_of, unit_in, unit_of
from klimamosaik.terms.text import Text

NAMES: dict[Role, Text] = {
    Role.TIME: Text("Zeit", "time"),
    Role.CLOCK: Text("Uhrzeit", "time of day"),
    Role.YEAR: Text("Jahr", "year"),
    Role.MONTH: Text("Monat", "month"),
    Role.FROM: Text("Beginn des Zeitraums", "start of the period"),
    Role.TO: Text("Ende des Zeitraums", "end of the period"),
    Role.VALUE: Text("Messwert", "reading"),
    Role.COUNTER: Text("Zählerstand", "meter reading (cumulative)"),
    Role.METER: Text("Zähler", "meter"),
    Role.BUILDING: Text("Gebäude", "building"),
    Role.CARRIER: Text("Energieträger", "energy carrier"),
    Role.UNIT: Text("Einheit", "unit"),
    Role.COST: Text("Kosten", "cost"),
    Role.QUALITY: Text("Güte des Werts", "quality of the value"),
    Role.CALORIFIC_VALUE: Text("Brennwert", "calorific value"),
    Role.STATE_NUMBER: Text("Zustandszahl", "state number"),
    Role.ADDRESS: Text("Adresse", "address"),
    Role.POSTCODE: Text("Postleitzahl", "postcode"),
    Role.PLACE: Text("Ort", "place"),
    Role.AREA: Text("Fläche", "area"),
    Role.KIND: Text("Gebäudeart", "kind of building"),
    Role.SINCE: Text("Baujahr", "year built"),
    Role.TEMPERATURE: Text("Temperatur", "temperature"),
    Role.IGNORED: Text("nicht verwendet", "not used"),
}


def assign(
    layout: Layout, hints: Hints, *, default_decimal: str, typed: bool
) -> tuple[Column, ...]:
    """Give every column its role with the reason.

    default_decimal: the mark taken where no column of the file decides it.
    """
    looked = [look(layout.body[f"c{index}"]) for index in range(layout.body.width - 1)]
    columns = []
    for index, cells in enumerate(looked):
        header = layout.headers[index]
        role, why = _role(header, cells, hints)
        unit_text = layout.units[index] or ""
        column = Column(
            index,
            header,
            role,
            why,
            unit=hints.of(header).unit or unit_of(unit_text) or unit_in(header),
            carrier=hints.of(header).carrier or carrier_of(header),
            sample=tuple(cells.sample.head(3)),
        )
        columns.append(column)
    settled = settled_together(columns, looked, layout.body, hints)
    return with_decimals(settled, layout.body, hints, default=default_decimal, typed=typed)


def _role(header: str, cells: Cells, hints: Hints) -> tuple[Role, Text]:
    told = hints.of(header).role
    if told is not None:
        return told, Text("so angegeben", "as told")
    named = role_of(header)
    if cells.empty:
        return Role.IGNORED, Text("die Spalte ist leer", "the column is empty")
    if named in (Role.BUILDING, Role.METER) and re.search(r"\d", header) and cells.numeric >= MOST:
        named = None  # "Zähler 1" over numbers is one meter's column
    if named is not None:
        fitting = _fitted(named, cells)
        if fitting is not None:
            name = NAMES[fitting]
            return fitting, Text(
                f"Überschrift „{header}“ heißt: {name.de}", f"header “{header}” means: {name.en}"
            )
    return _by_cells(cells)


def _fitted(named: Role, cells: Cells) -> Role | None:
    """The role the header names, or the near one its cells speak for."""
    if named in (Role.TIME, Role.FROM, Role.TO, Role.CLOCK, Role.YEAR, Role.MONTH):
        return _fitted_time(named, cells)
    numeric = cells.numeric >= MOST
    if named is Role.VALUE and not numeric and unit_of(cells.sample[0]):
        return Role.UNIT
    if named is Role.CARRIER and numeric:
        return Role.VALUE
    return named if _fits(named, cells, numeric=numeric) else None


def _fits(named: Role, cells: Cells, *, numeric: bool) -> bool:
    if named in NUMERIC_ROLES:
        return numeric
    if named is Role.SINCE:
        return share_of(cells.sample.str.contains(r"(1[0-9]|20)\d\d")) >= MOST
    if named in (Role.BUILDING, Role.METER) and numeric:
        return _numbers_name(named, cells)
    return not (named is Role.UNIT and numeric)


def _numbers_name(named: Role, cells: Cells) -> bool:
    """Whole numbers can be names: long meter numbers, and any that come again."""
    whole = bool(cells.sample.str.contains(r"^\d+$").all())
    long = named is Role.METER and bool((cells.sample.str.len_chars() >= 4).all())
    return whole and (long or cells.sample.n_unique() < len(cells.sample))


def _fitted_time(named: Role, cells: Cells) -> Role | None:
    if cells.clock >= MOST:
        return Role.IGNORED if named is Role.TO else Role.CLOCK
    if cells.months >= MOST and (
        named is Role.MONTH or (named is Role.TIME and cells.counted < MOST)
    ):
        return Role.MONTH
    if named is Role.CLOCK and cells.timed < MOST and _are_hours(cells.sample):
        return Role.CLOCK
    if max(cells.timed, cells.counted) < MOST:
        return None
    plain_years = share_of(cells.sample.str.contains(r"^(19|20)\d\d$")) >= MOST
    stamped = named in (Role.CLOCK, Role.MONTH) or (named is Role.YEAR and not plain_years)
    return Role.TIME if stamped else named


def _are_hours(cells: pl.Series) -> bool:
    hours = cells.cast(pl.Int64, strict=False)
    return hours.null_count() == 0 and bool(hours.is_between(0, 24).all())


def _by_cells(cells: Cells) -> tuple[Role, Text]:
    if cells.timed >= 0.8:
        return Role.TIME, Text("die Zellen sind Zeitangaben", "the cells are times")
    if cells.clock >= 0.8:
        return Role.CLOCK, Text("die Zellen sind Uhrzeiten", "the cells are times of day")
    if cells.numeric >= MOST:
        return Role.VALUE, Text("die Zellen sind Zahlen", "the cells are numbers")
    if share_of(pl.Series([unit_of(cell) is not None for cell in cells.sample])) >= 0.9:
        return Role.UNIT, Text("die Zellen sind Einheiten", "the cells are units")
    if share_of(pl.Series([_is_carrier(cell) for cell in cells.sample])) >= 0.9:
        return Role.CARRIER, Text("die Zellen sind Energieträger", "the cells are energy carriers")
    return Role.IGNORED, Text("Text ohne bekannte Überschrift", "text without a known header")


def _is_carrier(cell: str) -> bool:
    return len(cell) <= 20 and carrier_of(cell) is not None
