"""What a restore put aside: kept for some days beside what took its place, then cleared."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

PREFIX = "before-restore-"
STAMP = f"{PREFIX}%Y-%m-%dT%H%M%S"


def aside_for(data: Path, at: datetime) -> Path:
    """Where what is in the data folder now is put."""
    return data / f"{at.astimezone(UTC):{STAMP}}"


def put_aside(data: Path) -> dict[datetime, Path]:
    """The folders restores left, by the moment; one that somebody named otherwise is theirs."""
    found = {}
    for path in data.glob(f"{PREFIX}*"):
        try:
            found[datetime.strptime(path.name, STAMP).replace(tzinfo=UTC)] = path
        except ValueError:
            continue
    return found


def clear_old(data: Path, *, at: datetime, days: int) -> None:
    """Take away what was put aside more than `days` days ago."""
    for moment, path in put_aside(data).items():
        if at - moment > timedelta(days=days):
            shutil.rmtree(path, ignore_errors=True)
