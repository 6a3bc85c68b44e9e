"""Keeping statistics in the data folder, and finding them again."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from klimamosaik.sources.statistics.folder import Statistics, StatisticsFile
from klimamosaik.sources.statistics.municipalities import Municipalities
from klimamosaik.sources.statistics.published import (
    PublishedPoint,
    PublishedRow,
    PublishedSeries,
    series_of,
)
from klimamosaik.terms.text import Text

TABLE, RECORD = "municipalities.parquet", "record.json"
PUBLISHED = "published.json"


def keep(statistics: Statistics, data: Path) -> Path:
    """Write statistics below the data folder; those of the same year are replaced as a whole."""
    final = data / "statistics" / str(statistics.year)
    fresh = final.with_name(f"{statistics.year}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    columns = {
        field.name: getattr(statistics.municipalities, field.name)
        for field in fields(Municipalities)
    }
    pl.DataFrame(columns).write_parquet(fresh / TABLE)
    record = {
        "year": statistics.year,
        "files": [asdict(file) for file in statistics.files],
        "notes": [asdict(note) for note in statistics.notes],
    }
    (fresh / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    shutil.rmtree(final, ignore_errors=True)
    fresh.rename(final)
    return final


def keep_published(series: Sequence[PublishedSeries], data: Path) -> Path:
    """Write what cities published below the data folder; what was there before is replaced."""
    final = published_file(data)
    final.parent.mkdir(parents=True, exist_ok=True)
    fresh = final.with_suffix(".new")
    record = [
        {"code": each.code, "points": [asdict(point) for point in each.points]} for each in series
    ]
    fresh.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(final)
    return final


def published_file(data: Path) -> Path:
    """Where it is kept what cities published."""
    return data / "statistics" / PUBLISHED


def kept_published(data: Path) -> tuple[PublishedSeries, ...]:
    """What cities published, as it was kept; nothing where nothing was."""
    path = published_file(data)
    if not path.is_file():
        return ()
    record = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        series_of(
            each["code"],
            tuple(
                PublishedPoint(**{**point, "kind": PublishedRow(point["kind"])})
                for point in each["points"]
            ),
        )
        for each in record
    )


def kept_years(data: Path) -> tuple[int, ...]:
    """The years there are statistics for, oldest first."""
    found = (data / "statistics").glob(f"*/{RECORD}")
    return tuple(sorted(int(path.parent.name) for path in found if path.parent.name.isdecimal()))


def kept(data: Path, year: int) -> Statistics | None:
    """The statistics of a year as they were kept; None where there are none."""
    folder = data / "statistics" / str(year)
    if not (folder / RECORD).is_file():
        return None
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    frame = pl.read_parquet(folder / TABLE)
    columns: dict[str, Any] = {}
    for field in fields(Municipalities):
        values = frame[field.name].to_numpy()
        columns[field.name] = values.astype(np.str_) if field.name in ("ags", "name") else values
    return Statistics(
        year=record["year"],
        municipalities=Municipalities(**columns),
        files=tuple(StatisticsFile(**file) for file in record["files"]),
        notes=tuple(Text(**note) for note in record["notes"]),
    )
