"""Reading a folder of statistics tables into arrays, or refusing it with every complaint."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from klimamosaik.sources.statistics import layout
from klimamosaik.sources.statistics.municipalities import (
    Branch,
    Floats,
    Municipalities,
    is_municipality,
)
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.text import Text, about

THOUSAND = 1_000.0  # living area is published in 1,000 m²
MOST_COMPLAINTS = 20


@dataclass(frozen=True)
class StatisticsFile:
    """A file that was read."""

    name: str
    year: int
    owner: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Statistics:
    """Public statistics of one year."""

    year: int
    municipalities: Municipalities
    files: tuple[StatisticsFile, ...]
    notes: tuple[Text, ...]  # what does not fit together in the tables, said openly


def read_folder(folder: Path, *, year: int | None = None) -> Statistics:
    """Read the tables of `year`, or of the newest year there is.

    Raises InputRejected naming each missing file, column, and unusable number.
    """
    chosen = year or newest_year(folder)
    paths = {table.name: find(folder, table, chosen) for table in layout.TABLES}
    missing = [name for name, path in paths.items() if path is None]
    if missing:
        listed = ", ".join(f"{name}_{chosen}.csv" for name in missing)
        raise rejected(
            "missing_tables",
            "Im Ordner „{folder}“ fehlen: {listed}.",
            "The folder “{folder}” lacks: {listed}.",
            folder=folder,
            listed=listed,
        )
    complaints: list[Problem] = []
    frames: dict[str, pl.DataFrame] = {}
    files = []
    for table in layout.TABLES:
        path = paths[table.name]
        if path is not None:
            frame = read_table(path, table, complaints)
            frames[table.name] = frame
            files.append(source_file(path, table, frame.height))
    if complaints:
        raise InputRejected(complaints[:MOST_COMPLAINTS])
    return assemble(chosen, frames, tuple(files))


def newest_year(folder: Path) -> int:
    """The newest year with a table of population."""
    if not folder.is_dir():
        raise rejected(
            "no_folder",
            "„{folder}“ ist kein Ordner. Geben Sie den Ordner mit den Statistik-Tabellen an.",
            "“{folder}” is not a folder. Name the folder that holds the tables of statistics.",
            folder=folder,
        )
    years = [year_of(path) for path in folder.glob("population_*.csv")]
    if not years:
        raise rejected(
            "no_population",
            "Im Ordner „{folder}“ gibt es keine Tabelle population_JAHR.csv.",
            "The folder “{folder}” holds no table population_YEAR.csv.",
            folder=folder,
        )
    return max(years)


def year_of(path: Path) -> int:
    """The year in a file name, 0 without one."""
    found = re.search(r"_(\d{4})\.csv$", path.name)
    return int(found[1]) if found else 0


def find(folder: Path, table: layout.StatisticsTable, year: int) -> Path | None:
    """The file of a table for the year, or the newest one where any year will do."""
    path = folder / f"{table.name}_{year}.csv"
    if path.is_file():
        return path
    others = sorted(folder.glob(f"{table.name}_*.csv"), key=year_of)
    return others[-1] if others and not table.same_year else None


def source_file(path: Path, table: layout.StatisticsTable, rows: int) -> StatisticsFile:
    """What is remembered of a file."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return StatisticsFile(path.name, year_of(path), table.owner, rows, digest)


def read_table(
    path: Path, table: layout.StatisticsTable, complaints: list[Problem]
) -> pl.DataFrame:
    """Key and columns of one table; what is wrong goes to `complaints`."""
    try:
        frame = pl.read_csv(path, infer_schema_length=0)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise rejected(
            "unreadable_table",
            "„{name}“ lässt sich nicht als CSV (UTF-8, mit Komma getrennt) lesen.",
            "“{name}” cannot be read as CSV (UTF-8, separated by commas).",
            name=path.name,
        ) from error
    lacking = [name for name in ("ags", *table.columns) if name not in frame.columns]
    if lacking:
        listed = ", ".join(lacking)
        complaints.append(
            complaint(
                path,
                "missing_columns",
                Text("es fehlen die Spalten {listed}.", "lacks the columns {listed}.").format(
                    listed=listed
                ),
            )
        )
        return pl.DataFrame({name: [] for name in ("ags", *table.columns)})
    frame = frame.select("ags", *table.columns)
    double = frame.filter(pl.col("ags").is_duplicated())["ags"].unique().sort().to_list()
    if double:
        complaints.append(
            complaint(
                path,
                "double_keys",
                Text("doppelte Schlüssel {listed}.", "keys listed twice: {listed}.").format(
                    listed=", ".join(double[:5])
                ),
            )
        )
    return frame if table is layout.NAMES else numbers(path, frame, table, complaints)


def numbers(
    path: Path, frame: pl.DataFrame, table: layout.StatisticsTable, complaints: list[Problem]
) -> pl.DataFrame:
    """The columns as numbers; text and negative numbers are complained about, with their row."""
    for name in table.columns:
        read = frame[name].cast(pl.Float64, strict=False)
        empty = frame[name].is_null() | (frame[name].str.strip_chars() == "")
        wrong = (read.is_null() & ~empty) | (read < 0.0).fill_null(value=False) | read.is_nan()
        for row in wrong.fill_null(value=False).arg_true().to_list()[:MOST_COMPLAINTS]:
            found = frame[name][row]
            said = NO_NUMBER.format(row=str(row + 2), name=name, found=found)
            complaints.append(complaint(path, "unusable_number", said))
        frame = frame.with_columns(read.fill_null(0.0).alias(name))
    return frame


def complaint(path: Path, code: str, said: Text) -> Problem:
    """A complaint about a file."""
    return Problem(code, about(path.name, said))


def assemble(
    year: int, frames: dict[str, pl.DataFrame], files: tuple[StatisticsFile, ...]
) -> Statistics:
    """Line the tables up by key."""
    listed = frames["ags"].sort("ags")
    keys = listed["ags"].to_list()
    here = listed.filter(pl.Series(is_municipality(keys)))
    ags = here["ags"].to_numpy().astype(np.str_)
    districts = here.select(ags=pl.col("ags").str.slice(0, 5) + "000")

    def column(table: layout.StatisticsTable, name: str) -> Floats:
        return lined_up(here, frames[table.name], name)

    population = column(layout.POPULATION, "total")
    found = Municipalities(
        ags=ags,
        name=here["description"].fill_null("").to_numpy().astype(np.str_),
        population=population,
        area=column(layout.AREA, "land_total"),
        traffic_area=column(layout.AREA, "land_traffic"),
        farmland=column(layout.AREA, "veg_agri"),
        water_area=column(layout.AREA, "water_total"),
        commercial_area=column(layout.AREA, "settlement_ghd"),
        area_type=column(layout.AREA_TYPE, "rt7"),
        living_area=column(layout.FLATS, "residential_buildings_area_total") * THOUSAND,
        flats=column(layout.BUILDINGS, "flats_total"),
        flats_district_heated=column(layout.BUILDINGS, "flats_heatnet"),
        flats_by_age=np.stack(
            [column(layout.BUILDINGS, name) for name in layout.AGE_COLUMNS], axis=1
        ),
        small_house_flats=column(layout.FLATS, "buildings_1flat")
        + 2 * column(layout.FLATS, "buildings_2flats"),
        train_km=lined_up(districts, frames["destatis"], "rail_mega_km"),
        tram_km=lined_up(districts, frames["destatis"], "metro_mega_km"),
        district_population=district_sums(districts, population),
        plant_emissions=np.stack([branch_sum(column, branch) for branch in Branch], axis=1),
        pv_power=column(layout.POWER, "pv"),
        wind_power=column(layout.POWER, "wind_on"),
        biomass_power=column(layout.POWER, "biomass"),
        hydro_power=column(layout.POWER, "water"),
    )
    return Statistics(year, found, files, notes_on(frames, here["ags"], files, year))


def lined_up(here: pl.DataFrame, table: pl.DataFrame, name: str) -> Floats:
    """A column in the order of the municipalities; 0 where the table has no row."""
    joined = here.select("ags").join(
        table.select("ags", name), on="ags", how="left", maintain_order="left"
    )
    return joined[name].cast(pl.Float64).fill_null(0.0).to_numpy()


def district_sums(districts: pl.DataFrame, population: Floats) -> Floats:
    """Inhabitants of the district each municipality lies in."""
    frame = districts.with_columns(people=pl.Series(population))
    return frame.select(pl.col("people").sum().over("ags"))["people"].to_numpy()


def branch_sum(column: Callable[[layout.StatisticsTable, str], Floats], branch: Branch) -> Floats:
    """Emissions of all plants of a branch, per municipality."""
    names = layout.BRANCH_COLUMNS[branch]
    total: Floats = np.sum([column(layout.PLANTS, name) for name in names], axis=0)
    return total


def notes_on(
    frames: dict[str, pl.DataFrame], here: pl.Series, files: tuple[StatisticsFile, ...], year: int
) -> tuple[Text, ...]:
    """What does not fit together: keys without a municipality, tables of another year."""
    found = []
    known = frames["ags"]["ags"]
    for name, frame in frames.items():
        stray = frame.filter(~pl.col("ags").is_in(known.implode()))["ags"].sort().to_list()
        if stray:
            found.append(
                Text(
                    "{name}: {count} Schlüssel gehören zu keiner Gemeinde und zählen nicht "
                    "({join}).",
                    "{name}: {count} keys belong to no municipality and do not count ({join}).",
                ).format(name=name, count=len(stray), join=", ".join(stray[:6]))
            )
    for file in files:
        if file.year != year:
            found.append(
                Text(
                    "{name}: Stand {year} steht für {loaded}.",
                    "{name}: as of {year}, standing in for {loaded}.",
                ).format(name=file.name, year=file.year, loaded=year)
            )
    commercial = frames["area"].filter(pl.col("ags").is_in(here.implode()))["settlement_ghd"]
    unpublished = int((commercial == 0.0).sum())
    if unpublished:
        found.append(
            Text(
                "{unpublished} Gemeinden mit Gewerbefläche 0: null oder nicht veröffentlicht.",
                "{unpublished} municipalities with a commercial area of 0: zero, or not published.",
            ).format(unpublished=unpublished)
        )
    return tuple(found)


NO_NUMBER = Text(
    "Zeile {row}, {name}: „{found}“ – erlaubt ist eine Zahl ab 0.",
    "row {row}, {name}: “{found}” – a number from 0 is allowed.",
)
