"""Local wall clock -> UTC: the hour that is missing in spring and doubled in autumn."""

from dataclasses import dataclass

import polars as pl

from klimamosaik.sources.grid.few_rows import by_few_rows, some_rows
from klimamosaik.terms.complaint import rejected

BERLIN = "Europe/Berlin"
WITHOUT_SUMMER = "Etc/GMT-1"  # Central European standard time all year (the sign is POSIX's)
ALWAYS_SUMMER = "Etc/GMT-2"  # Central European summer time all year


@dataclass(frozen=True)
class Located:
    """Instants of wall-clock stamps."""

    utc: pl.Series  # Datetime(us), naive UTC; null where the wall clock never showed that time
    group: pl.Series  # key of the series of each stamp
    missing: int  # stamps the wall clock never showed

    def troubles(self) -> int:
        """Stamps that do not exist plus stamps that occur more often than they can."""
        keys = pl.DataFrame({"group": self.group, "utc": self.utc}).drop_nulls()
        return self.missing + (len(keys) - keys.n_unique() if len(keys) else 0)


def locate(wall: pl.Series, group: pl.Series, zone: str, fold: pl.Series | None = None) -> Located:
    """Turn wall-clock stamps into UTC.

    wall: naive Datetime(us); group: key of the series each stamp belongs to; zone: IANA name.
    fold: 0 first, 1 second pass of a doubled hour, where the file says it; otherwise the
    order in the file decides: the first of two equal stamps is summer time.
    """
    read = by_few_rows(wall.to_frame("wall"), lambda some: _earliest(some["wall"], zone))
    utc, index = read["utc"], read["doubled"].arg_true()
    if len(index):
        frame = pl.DataFrame({"group": group, "wall": wall})
        later = index.filter(_folds(frame, index, fold) >= 1)
        utc = utc.scatter(later, _utc(wall.gather(later), zone, "latest"))
    missing = int((utc.is_null() & wall.is_not_null()).sum())
    return Located(utc, group, missing)


def _earliest(wall: pl.Series, zone: str) -> pl.DataFrame:
    """The first of all instants at which a clock shows this, and whether there is another."""
    utc = _utc(wall, zone, "earliest")
    doubled = (utc != _utc(wall, zone, "latest")).fill_null(False)
    return pl.DataFrame({"utc": utc, "doubled": doubled})


def _folds(frame: pl.DataFrame, index: pl.Series, fold: pl.Series | None) -> pl.Series:
    """Whether each doubled stamp is the first (0) or second (1) of its kind."""
    part = frame.select("group", "wall")[index]
    order = pl.col("wall").cum_count(reverse=_descends(frame)).over("group", "wall") - 1
    counted = part.select(order.cast(pl.Int8)).to_series()
    if fold is not None:
        counted = pl.select(pl.coalesce(fold.gather(index), counted)).to_series()
    return counted


def _descends(frame: pl.DataFrame) -> bool:
    """Newest first, as some portals export; two equal hours alone do not tell."""
    steps = frame["wall"].cast(pl.Int64).diff().sign()
    return int((steps < 0).sum() or 0) > int((steps > 0).sum() or 0)


def _utc(wall: pl.Series, zone: str, which: str) -> pl.Series:
    aware = wall.dt.replace_time_zone(zone, ambiguous=which, non_existent="null")  # type: ignore[arg-type]
    return aware.dt.convert_time_zone("UTC").dt.replace_time_zone(None)


def differs(wall: pl.Series, zone: str) -> bool:
    """True where a clock of this zone shows some of these stamps when one of Berlin does not."""
    parts = (some["wall"] for some in some_rows(wall.to_frame("wall")))
    return any(
        not _utc(part, zone, "earliest").equals(_utc(part, BERLIN, "earliest")) for part in parts
    )


AROUND = {0, 1, 3, 4}  # hours beside the one that is left out in spring


def leaves_out_an_hour(wall: pl.Series) -> bool:
    """True where stamps leave out the hour that summer time skips, and have those beside it."""
    at = pl.col("wall").dt
    last_sunday = (at.month() == 3) & (at.day() >= 25) & (at.weekday() == 7)
    hours = by_few_rows(
        wall.to_frame("wall"),
        lambda some: some.filter(last_sunday).select(year=at.year(), hour=at.hour()).unique(),
    )
    years = (set(told) for _, told in hours.group_by("year").agg("hour").iter_rows())
    return any(found >= AROUND and 2 not in found for found in years)


def check_zone(name: str | None) -> None:
    """Raise InputRejected for a time zone that does not exist; None leaves the guess."""
    if name is None or is_zone(name):
        return
    raise rejected(
        "unknown_timezone",
        "Die Zeitzone „{name}“ gibt es nicht; erlaubt ist z. B. Europe/Berlin oder UTC.",
        "There is no time zone “{name}”; allowed is for example Europe/Berlin or UTC.",
        name=name,
    )


def is_zone(name: str) -> bool:
    """True for the name of a time zone."""
    try:
        pl.Series([None], dtype=pl.Datetime("us")).dt.replace_time_zone(name)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return False
    return True
