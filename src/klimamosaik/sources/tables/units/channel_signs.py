"""What the names of a series say of its unit, carrier and direction."""

import polars as pl

from klimamosaik.sources.tables.basics.channel import Combo, RowsSay
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import (
    carrier_of,
    direction_of,
    direction_of_name,
    role_of,
    unit_in,
    vocabulary,
)
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.unit import UNITS


def says_counter(text: str) -> bool:
    """True for rows called meter readings, beside others called use."""
    return len(text) < 30 and role_of(text) is ColumnRole.COUNTER


def says_kind(text: str) -> bool:
    """True for a word that tells what a row holds, not whose it is: Zählerstand, Verbrauch."""
    return len(text) < 30 and role_of(text) in (ColumnRole.COUNTER, ColumnRole.VALUE)


def unit_of_marks(combo: Combo) -> str | None:
    """The unit that a direction, register or carrier gives: "Active Import Interval (kW)"."""
    marks = (
        *(ColumnRole.DIRECTION, ColumnRole.CARRIER, ColumnRole.TARIFF, ColumnRole.OBIS),
        ColumnRole.METER,
        ColumnRole.BUILDING,
    )
    return next((unit for role in marks if (unit := unit_in(combo.get(role, "")))), None)


SEVERAL = 200  # different remarks, from which on they tell of single rows
ALL = 0.9  # share of a series' rows beside which a remark stands that tells of the series


def remarks_of(table: Table, group: pl.Series) -> dict[int, str]:
    """Key of rows -> the one remark beside them: "Unterzähler Küche", "Hauptzähler Strom"."""
    told: dict[int, list[str]] = {}
    for column in table.having(ColumnRole.IGNORED):
        cells = table.cells(column).str.strip_chars()
        if cells.n_unique() > SEVERAL or not cells.str.contains(r"\p{L}{4}").any():
            continue
        filled = pl.DataFrame({"group": group, "cell": cells}).with_columns(
            cell=pl.when(pl.col("cell") != "").then("cell")
        )
        one = filled.group_by("group").agg(
            pl.col("cell").drop_nulls().first(),
            kinds=pl.col("cell").drop_nulls().n_unique(),
            share=pl.col("cell").is_not_null().mean(),
        )
        for key, cell in one.filter(kinds=1).filter(pl.col("share") >= ALL)["group", "cell"].rows():
            told.setdefault(key, []).append(cell)
    return {key: " ".join(cells) for key, cells in told.items()}


def direction_of_names(said: RowsSay, table: Table) -> Direction | None:
    """Building and file name speak of a direction only by its strong words."""
    if (of_medium := direction_of_medium(said)) is not None:
        return of_medium
    for text in (said.combo.get(ColumnRole.METER, ""), said.remark):
        found = direction_of(text)
        if found is not None and not found.counts:
            return found
    for text in (said.combo.get(ColumnRole.BUILDING, ""), table.preamble, table.stem):
        found = direction_of_name(text)
        if found is not None and not found.counts:
            return found
    return None


def direction_of_medium(said: RowsSay) -> Direction | None:
    """What the medium says of the way: "Einspeisung Strom", "PV"; heat that is made is used."""
    found = direction_of(said.combo.get(ColumnRole.CARRIER, ""))
    if found is Direction.FED_IN:
        return found
    own = found in (Direction.GENERATED, Direction.OWN_USE, Direction.PART)
    return found if own and said.carrier is Carrier.ELECTRICITY else None


def narrower(named: Carrier | None, of_file: Carrier | None) -> Carrier | None:
    """ "heating load" in a file called gas is gas."""
    if named in vocabulary().general and of_file is not None and of_file.heats:
        return of_file
    return named or of_file


def carrier_of_names(combo: Combo) -> Carrier | None:
    """The carrier that meter and building are called by."""
    return carrier_of(
        " ".join(combo.get(role, "") for role in (ColumnRole.METER, ColumnRole.BUILDING))
    )


def given_unit(told: str, carrier: Carrier) -> str | None:
    """The unit told for a column of several carriers, as far as it fits this one of its rows.

    Nobody measures water in kWh, nor electricity or heat in m³: then water is in m³, the others
    are asked about again.
    """
    dimension = UNITS[told].dimension if told in UNITS else ""
    if carrier is Carrier.WATER and dimension in ("energy", "power"):
        return "m³"
    by_volume = dimension == "volume" and carrier in (Carrier.ELECTRICITY, Carrier.HEAT)
    return None if by_volume else told


def carrier_of_channel(table: Table, said: RowsSay, column: FileColumn) -> Carrier | None:
    """The carrier a person told, else that of row, head, table, names and remark, in this order."""
    return (
        table.hints.of(column.header).carrier
        or table.hints.carrier
        or narrower(said.carrier or column.carrier, table.carrier)
        or carrier_of_names(said.combo)
        or carrier_of(said.remark)
    )
