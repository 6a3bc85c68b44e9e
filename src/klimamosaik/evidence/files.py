"""Two columns of a CSV file, a time and a value, as a series."""

import io
import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import polars as pl

from klimamosaik.evidence.kernel.series import LONGEST_DAILY, Series, Times
from klimamosaik.sources.grid.content import gunzip
from klimamosaik.terms.complaint import Complaint, refuse
from klimamosaik.terms.text import Text

GZIPPED = b"\x1f\x8b"
LARGEST = 500_000_000  # [bytes] a file beyond is no meter's readings
COLUMNS = 2  # time and value
SHOWN = 3  # conflicting times named in a sentence
EMPTY = ("", "-", "nan", "na", "n/a", "null", "none")
DAY_ONLY = r"^\d{4}-\d{2}-\d{2}$"
OFFSET = r"(Z|[+-]\d{2}:?\d{2})$"
GERMAN = r"^(\d{1,2})\.(\d{1,2})\.(\d{4})"
MONTH = r"^(\d{4})-(\d{2})$"


@dataclass(frozen=True)
class ReadFile:
    """A file's readings and what had to be said about them."""

    series: Series
    column: str  # header of the value column, empty without one
    warnings: tuple[Complaint, ...]


def zone_of(name: str) -> ZoneInfo:
    """The time zone called `name`; refuses unknown ones."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise refuse(
            "unknown_timezone",
            f"Die Zeitzone „{name}“ ist unbekannt; erlaubt sind Namen wie Europe/Berlin oder UTC.",
            f"The time zone '{name}' is unknown; names such as Europe/Berlin or UTC are allowed.",
        ) from unknown


def read_series(path: Path, *, timezone: str | None, local: str) -> ReadFile:
    """Read a CSV of time and value.

    timezone: of times without an offset; local: of the days. Raises Refused with one clear
    sentence on anything that is not such a file.
    """
    text = _text(path)
    table, column = _table(text, path)
    times = _normalised(table["time"])
    starts, walls, lost = _instants(times, path, timezone, local)
    values = _numbers(table["value"], path, bool(column))
    return _series(starts, walls, values, lost, path, column)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise _bad(path, "ist größer als 500 MB", "is larger than 500 MB")
        raw = path.read_bytes()
    except OSError as wrong:
        raise _bad(
            path,
            "lässt sich nicht lesen; bitte Namen und Rechte prüfen",
            "cannot be read; please check its name and rights",
        ) from wrong
    if raw.startswith(GZIPPED):
        raw = gunzip(raw, largest=LARGEST)
    if b"\x00" in raw:
        raise _bad(path, "ist keine CSV-Datei", "is no CSV file")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if not text.strip():
        raise _bad(path, "ist leer", "is empty")
    return text


def _bad(path: Path, de: str, en: str, code: str = "unreadable_file") -> Exception:
    return refuse(code, f"Die Datei {path.name} {de}.", f"The file {path.name} {en}.")


def _table(text: str, path: Path) -> tuple[pl.DataFrame, str]:
    """The first two columns as text, without the header row, and the header of the second."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(";\t,", key=first.count)
    try:
        table = pl.read_csv(
            io.StringIO(text.lstrip("\r\n")),
            has_header=False,
            separator=separator,
            infer_schema=False,
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError as wrong:
        raise _bad(path, "ist keine lesbare CSV-Datei", "is no readable CSV file") from wrong
    if table.width < COLUMNS:
        raise _bad(
            path,
            "braucht zwei Spalten: Zeit und Wert, durch Komma oder Semikolon getrennt",
            "needs two columns, time and value, separated by comma or semicolon",
            "too_few_columns",
        )
    table = table[:, :2].rename(dict(zip(table.columns[:2], ("time", "value"), strict=True)))
    table = table.with_columns(pl.all().fill_null("").str.strip_chars())
    table = table.filter((pl.col("time") != "") | (pl.col("value") != ""))
    if separator == ";":
        decimal = pl.col("value").str.contains(",", literal=True)
        german = pl.col("value").str.replace_all(".", "", literal=True).str.replace(",", ".")
        table = table.with_columns(pl.when(decimal).then(german).otherwise("value").alias("value"))
    header = "" if re.search(r"\d", table["time"][0]) else str(table["value"][0]) or "value"
    table = table.slice(1) if header else table
    if table.is_empty():
        raise _bad(path, "enthält keine Messwerte", "holds no readings", "no_rows")
    return table, header


def _normalised(times: pl.Series) -> pl.Series:
    """Write German and monthly dates as ISO dates."""
    column = pl.col("time")
    iso = pl.format(
        "{}-{}-{}{}",
        column.str.extract(GERMAN, 3),
        column.str.extract(GERMAN, 2).str.zfill(2),
        column.str.extract(GERMAN, 1).str.zfill(2),
        column.str.replace(GERMAN, ""),
    )
    return (
        times.to_frame("time")
        .with_columns(
            pl.when(column.str.contains(GERMAN)).then(iso).otherwise(column).alias("time")
        )
        .with_columns(
            pl.when(column.str.contains(MONTH)).then(column + "-01").otherwise(column).alias("time")
        )["time"]
    )


def _instants(
    times: pl.Series, path: Path, timezone: str | None, local: str
) -> tuple[pl.Series, pl.Series, int]:
    """UTC instants and wall clock of each row, and how many clock times never existed."""
    if times.str.contains(DAY_ONLY).all():
        day = _parsed(times, times.str.to_datetime("%Y-%m-%d", strict=False), path)
        return day, day, 0
    with_offset = times.str.contains(OFFSET)
    if with_offset.all():
        utc = _parsed(times, _with_offset(times), path)
        return utc, _walls(utc, local), 0
    if with_offset.any():
        raise _bad(
            path,
            "mischt Zeiten mit und ohne UTC-Versatz; bitte einheitlich schreiben",
            "mixes times with and without an offset; please write them all alike",
            "mixed_times",
        )
    naive = _parsed(times, _naive(times), path)
    if timezone is None:
        raise refuse(
            "timezone_missing",
            f"Die Zeiten in {path.name} haben keinen UTC-Versatz; bitte die Zeitzone nennen, zum"
            " Beispiel --timezone Europe/Berlin oder --timezone UTC.",
            f"The times in {path.name} have no offset; please name their time zone, for example"
            " --timezone Europe/Berlin or --timezone UTC.",
        )
    utc = _zoned(naive, timezone)
    return utc, _walls(utc, local), int(utc.null_count())


def _naive(times: pl.Series) -> pl.Series:
    plain = times.str.replace("T", " ").str.replace(r"\.\d+$", "")
    padded = plain.to_frame("t").select(
        pl.when(pl.col("t").str.contains(DAY_ONLY))
        .then(pl.col("t") + " 00:00:00")
        .when(pl.col("t").str.count_matches(":") == 1)
        .then(pl.col("t") + ":00")
        .otherwise("t")
    )
    return padded.to_series().str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)


def _with_offset(times: pl.Series) -> pl.Series:
    """Clock time minus offset."""
    offset = times.str.extract(OFFSET, 1).str.replace("Z", "+00:00").str.replace(":", "")
    minutes = offset.str.slice(1, 2).cast(pl.Int64, strict=False) * 60 + offset.str.slice(3).cast(
        pl.Int64, strict=False
    )
    sign = offset.str.starts_with("-").cast(pl.Int64) * -2 + 1
    clock = _naive(times.str.replace(OFFSET, "").str.strip_chars())
    return clock - (minutes * sign * 60_000_000).cast(pl.Duration("us"))


def _zoned(naive: pl.Series, timezone: str) -> pl.Series:
    """Clock times of a zone as UTC; of the doubled hour in autumn, the second one comes later."""
    zone_of(timezone)
    frame = naive.to_frame("t").with_columns(again=pl.int_range(pl.len()).over("t"))
    early, late = (
        pl.col("t").dt.replace_time_zone(timezone, ambiguous=which, non_existent="null")
        for which in ("earliest", "latest")
    )
    chosen = pl.when(pl.col("again") == 1).then(late).otherwise(early)
    return frame.select(chosen.dt.convert_time_zone("UTC").dt.replace_time_zone(None)).to_series()


def _walls(utc: pl.Series, local: str) -> pl.Series:
    zone_of(local)
    return utc.dt.replace_time_zone("UTC").dt.convert_time_zone(local).dt.replace_time_zone(None)


def _parsed(written: pl.Series, parsed: pl.Series, path: Path) -> pl.Series:
    wrong = parsed.is_null().arg_true()
    if len(wrong):
        found = str(written[int(wrong[0])])[:40]
        raise _bad(
            path,
            f"hat in Zeile {int(wrong[0]) + 1} der Messwerte die Zeit „{found}“; erlaubt sind"
            " ISO-Zeiten wie 2024-01-31 oder 2024-01-31T15:00:00+01:00",
            f"has the time '{found}' in row {int(wrong[0]) + 1} of its readings; ISO times such"
            " as 2024-01-31 or 2024-01-31T15:00:00+01:00 are allowed",
            "unreadable_time",
        )
    return parsed


def _numbers(values: pl.Series, path: Path, header: bool) -> pl.Series:
    numbers = values.cast(pl.Float64, strict=False)
    missing = values.str.to_lowercase().is_in(EMPTY)
    wrong = (numbers.is_null() & ~missing).arg_true()
    if len(wrong):
        row, found = int(wrong[0]), str(values[int(wrong[0])])[:40]
        raise _bad(
            path,
            f"hat in Zeile {row + 1 + header} den Wert „{found}“; erlaubt sind Zahlen oder leere"
            " Felder",
            f"has the value '{found}' in row {row + 1 + header}; numbers or empty fields are"
            " allowed",
            "unreadable_number",
        )
    return numbers.fill_null(float("nan"))


def _series(
    starts: pl.Series, walls: pl.Series, values: pl.Series, lost: int, path: Path, column: str
) -> ReadFile:
    frame = pl.DataFrame({"start": starts, "wall": walls, "value": values}).drop_nulls("start")
    warnings = [_lost(path, lost)] if lost else []
    frame, doubled = _merged(frame, path)
    series = _timed(
        frame["start"].to_numpy().astype("datetime64[s]"),
        frame["wall"].to_numpy().astype("datetime64[s]"),
        frame["value"].to_numpy().astype(np.float64),
    )
    return ReadFile(series, column, (*warnings, *doubled))


def _merged(frame: pl.DataFrame, path: Path) -> tuple[pl.DataFrame, list[Complaint]]:
    """Sort, merge equal doubles, and drop the values of conflicting ones, named."""
    known = pl.col("value").drop_nans()
    merged = (
        frame.group_by("start")
        .agg(
            pl.col("wall").first(),
            known.first().alias("value"),
            (known.n_unique() > 1).alias("conflict"),
            pl.len().alias("rows"),
        )
        .sort("start")
    )
    conflicts = merged.filter("conflict")
    warnings = []
    if (merged["rows"] > 1).any() and conflicts.height < (merged["rows"] > 1).sum():
        warnings.append(_doubled(path, int((merged["rows"] - 1).sum())))
    if conflicts.height:
        warnings.append(_conflicting(path, conflicts["wall"]))
    value = pl.when("conflict").then(None).otherwise("value").fill_null(float("nan"))
    return merged.with_columns(value.alias("value")), warnings


def _timed(
    starts: Times, walls: Times, values: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Series:
    """Give each reading its length: the usual distance, or for bills that to the next one."""
    steps = np.diff(starts).astype(np.float64)
    usual = float(np.median(steps)) if steps.size else 86_400.0
    if usual > LONGEST_DAILY:
        return Series(starts, walls, np.append(steps, _last_bill(walls, usual)), values)
    seconds = np.append(np.minimum(steps, usual), usual)
    return Series(starts, walls, seconds, values)


def _last_bill(walls: Times, usual: float) -> float:
    """Length of the last bill [s]: its month or year where bills start on the first."""
    months = walls.astype("datetime64[M]")
    if len(walls) > 1 and (walls == months.astype("datetime64[s]")).all():
        step = int(np.median(np.diff(months.astype(np.int64))))
        following = (months[-1] + step).astype("datetime64[s]")
        return float((following - walls[-1]).astype(np.int64))
    return usual


def _lost(path: Path, count: int) -> Complaint:
    return Complaint(
        "clock_time_never_was",
        Text(
            f"{path.name}: {count} Zeiten gibt es wegen der Umstellung auf Sommerzeit nicht; sie"
            " wurden ausgelassen. Ist die Zeitzone richtig?",
            f"{path.name}: {count} times never were because summer time began; they were left"
            " out. Is the time zone right?",
        ),
    )


def _doubled(path: Path, count: int) -> Complaint:
    return Complaint(
        "doubled_rows",
        Text(
            f"{path.name}: {count} doppelte Zeilen wurden zusammengefasst.",
            f"{path.name}: {count} doubled rows were merged.",
        ),
    )


def _conflicting(path: Path, times: pl.Series) -> Complaint:
    named = ", ".join(str(each) for each in times[:SHOWN])
    return Complaint(
        "conflicting_rows",
        Text(
            f"{path.name}: Zu {len(times)} Zeiten gibt es verschiedene Werte ({named}); sie gelten"
            " als fehlend.",
            f"{path.name}: {len(times)} times have differing values ({named}); they count as"
            " missing.",
        ),
    )
