"""The newest backup, noted for the doctor and the office."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from klimamosaik.records.whole_files import write
from klimamosaik.web.backup.archive import Contents

NOTE = "last-backup.json"  # in the data folder


@dataclass(frozen=True)
class LastBackup:
    """A backup that was written and read again."""

    at: datetime  # the moment it holds
    file: Path
    size: int  # of the archive [bytes]

    @property
    def megabytes(self) -> float:
        """Size of the archive [MB]."""
        return self.size / 1e6


def note(contents: Contents, file: Path, size: int) -> None:
    """Note a backup that is whole."""
    told = {"at": contents.made_at, "file": str(file.resolve()), "bytes": size}
    write(Path(settings.DATA_DIR) / NOTE, json.dumps(told).encode())


def last_backup() -> LastBackup | None:
    """The newest one that was noted; None where there was none yet."""
    try:
        told = json.loads((Path(settings.DATA_DIR) / NOTE).read_bytes())
        return LastBackup(datetime.fromisoformat(told["at"]), Path(told["file"]), told["bytes"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
