"""Reading emission factors: those that ship, and official tables loaded over them."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from klimamosaik.balance.kernel.factor import BalanceFactor, FactorTable, Status
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.text import Text
from klimamosaik.terms.written_number import number_within
from klimamosaik.terms.years import possible_year

UNIT = "g CO2e/kWh"
UNREADABLE = (
    OSError,
    UnicodeDecodeError,
    yaml.YAMLError,
    pl.exceptions.PolarsError,
    csv.Error,
    AttributeError,
    TypeError,
)
NEEDED = ("carrier", "year", "value", "source")
HIGHEST = 2000.0  # g CO2e/kWh; raw lignite power is near 1,100: above it a unit was mixed up
LOWEST = 1.0  # g CO2e/kWh; nothing but nothing emits less: below it the table is in kg/kWh or t/MWh


@dataclass(frozen=True)
class PlantFactor:
    """What a kilowatt-hour from one kind of local plant emits."""

    plant: str  # pv, wind, hydro, biomass
    value: float | None  # g CO2e/kWh
    source: Text


@cache
def shipped_factors() -> FactorTable:
    """The factors that ship with the product."""
    facts = shipped_file()
    return FactorTable(
        tuple(
            BalanceFactor(
                carrier=BalanceCarrier(row["carrier"]),
                sector=Sector(row["sector"]) if "sector" in row else None,
                year=int(row["year"]),
                value=None if row["value"] is None else float(row["value"]),
                status=Status(facts["sources"][row["source"]]["status"]),
                source=Text(**facts["sources"][row["source"]]["text"]),
                default=facts["sources"][row["source"]].get("default", False),
            )
            for row in facts["factors"]
        )
    )


@cache
def plant_factors() -> tuple[PlantFactor, ...]:
    """Factors of electricity from plants in the municipality."""
    facts = shipped_file()
    return tuple(
        PlantFactor(
            plant=row["plant"],
            value=None if row["value"] is None else float(row["value"]),
            source=Text(**facts["sources"][row["source"]]["text"]),
        )
        for row in facts["local_electricity"]
    )


@cache
def shipped_file() -> Any:
    """The shipped file as it is written."""
    path = resources.files("klimamosaik.factors") / "data" / "balance_factors.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def read_factor_table(path: Path) -> tuple[BalanceFactor, ...]:
    """Read an official table from CSV, Excel or YAML.

    Columns: carrier, year, value, source; and, as far as given, sector, unit, status.
    Raises InputRejected with every complaint; nothing is taken from a table with one.
    """
    rows = table_rows(path)
    if not rows:
        raise rejected(
            "empty_table",
            "„{name}“ enthält keine Zeilen mit Faktoren.",
            "“{name}” holds no rows of factors.",
            name=path.name,
        )
    lacking = [name for name in NEEDED if name not in rows[0]]
    if lacking:
        raise rejected(
            "missing_columns",
            "In „{name}“ fehlen die Spalten {join}; gebraucht werden {join_2}.",
            "“{name}” lacks the columns {join}; needed are {join_2}.",
            name=path.name,
            join=", ".join(lacking),
            join_2=", ".join(NEEDED),
        )
    complaints: list[Problem] = []
    factors = [factor_of(row, number, complaints) for number, row in enumerate(rows, start=2)]
    if complaints:
        raise InputRejected(complaints)
    return tuple(factor for factor in factors if factor)


def table_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table as text, whatever it is kept in."""
    try:
        if path.suffix.lower() in (".yaml", ".yml"):
            listed = yaml.safe_load(path.read_text(encoding="utf-8"))
            listed = listed.get("factors", []) if isinstance(listed, dict) else listed
            return [{str(k): as_text(v) for k, v in row.items()} for row in listed]
        if path.suffix.lower() == ".xlsx":
            frame = read_workbook(path)
            return [{k: as_text(v) for k, v in row.items()} for row in frame.iter_rows(named=True)]
        text = path.read_text(encoding="utf-8-sig")
        dialect = ";" if text.split("\n", 1)[0].count(";") else ","
        read = csv.DictReader(io.StringIO(text), delimiter=dialect)
        return [{k: as_text(v) for k, v in row.items() if k} for row in read]
    except UNREADABLE as error:
        raise rejected(
            "unreadable_table",
            "„{path}“ lässt sich nicht als Tabelle lesen. Möglich sind CSV (UTF-8), Excel (.xlsx) "
            "und YAML.",
            "“{path}” cannot be read as a table. CSV (UTF-8), Excel (.xlsx) and YAML can.",
            path=path,
        ) from error


def read_workbook(path: Path) -> pl.DataFrame:
    """The first sheet as text; raises OSError for what is no workbook."""
    import fastexcel  # 5 MB, and few tables are workbooks

    try:
        return pl.read_excel(path, infer_schema_length=0)
    except fastexcel.FastExcelError as error:
        raise OSError("no workbook") from error


def as_text(value: object) -> str:
    """A cell as text; nothing is empty text."""
    return "" if value is None else str(value)


def factor_of(row: dict[str, str], number: int, complaints: list[Problem]) -> BalanceFactor | None:
    """One row as a factor; what is wrong with it goes to `complaints`."""
    cells = {name: row.get(name, "").strip() for name in COLUMNS}
    wrong = [
        Problem(
            f"unusable_{column}",
            Text(
                "Zeile {number}, {column}: „{cells}“ – {allowed}",
                "row {number}, {column}: “{cells}” – {allowed}",
            ).format(number=number, column=column, cells=cells[column], allowed=allowed),
            number,
            column,
        )
        for column, usable, allowed in RULES
        if not usable(cells[column])
    ]
    if wrong:
        complaints.extend(wrong)
        return None
    return BalanceFactor(
        carrier=BalanceCarrier(cells["carrier"]),
        sector=Sector(cells["sector"]) if cells["sector"] else None,
        year=int(cells["year"]),
        value=grams(cells["value"]),
        status=Status(cells["status"] or Status.OFFICIAL.value),
        source=Text(cells["source"], cells["source"]),
    )


def grams(text: str) -> float | None:
    """A factor as written, with point or comma, if it can be one."""
    return number_within(text, LOWEST, HIGHEST)


def one_of(names: Sequence[str]) -> Text:
    """The sentence that lists what is allowed."""
    return Text("erlaubt: {join}.", "allowed: {join}.").format(join=", ".join(names))


COLUMNS = ("carrier", "sector", "year", "value", "unit", "source", "status")
CARRIERS = [carrier.value for carrier in BalanceCarrier]
SECTORS = [sector.value for sector in Sector]
STATUSES = [status.value for status in Status if status is not Status.MISSING]
RULES: tuple[tuple[str, Callable[[str], bool], Text], ...] = (
    ("carrier", lambda cell: cell in CARRIERS, one_of(CARRIERS)),
    ("sector", lambda cell: cell in ("", *SECTORS), one_of(SECTORS)),
    (
        "year",
        lambda cell: possible_year(cell) is not None,
        Text("ein Jahr von 1990 bis 2100.", "a year from 1990 to 2100."),
    ),
    (
        "value",
        lambda cell: grams(cell) is not None,
        Text(
            "0 oder eine Zahl von 1 bis 2000 in {unit}, ohne Tausenderzeichen; kg/kWh und t/MWh "
            "bitte mal 1.000.",
            "0 or a number from 1 to 2000 in {unit}, without a separator of thousands; kg/kWh and "
            "t/MWh times 1,000, please.",
        ).format(unit=UNIT),
    ),
    (
        "unit",
        lambda cell: cell in ("", UNIT),
        Text("erlaubt ist nur {unit}.", "only {unit} is allowed.").format(unit=UNIT),
    ),
    (
        "source",
        lambda cell: bool(cell),
        Text("jede Zeile nennt ihre Quelle.", "every row names its source."),
    ),
    ("status", lambda cell: cell in ("", *STATUSES), one_of(STATUSES)),
)
