"""An installation that takes readings in, to be backed up.

    python -m tests.web.backup.backup_scene prepare|write|held FOLDER

Database and readings are those of the environment.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
import polars as pl

BEGIN = datetime(2024, 1, 30, 23, tzinfo=UTC)  # soon crosses into the next month
HOUR = timedelta(hours=1)
LENGTH = 10  # hours a delivery


def main(what: str, folder: Path) -> None:
    """Play one part, and say what is held."""
    django.setup()
    from klimamosaik.observations.models import Datastream
    from klimamosaik.observations.operations import deliveries as operations
    from klimamosaik.observations.queries.readings import data_version, readings
    from klimamosaik.places.models import Municipality
    from tests.observations.crash_scene import prepared

    if what == "prepare":
        prepared()
        Municipality.objects.create(ags="03999998", name="Sicherstadt", synthetic=True)
        write(folder, times=3)
        operations.settle(at=BEGIN + 60 * 24 * HOUR)
        write(folder, times=3)
    if what == "write":
        write(folder, times=sys.maxsize)
    ids = list(Datastream.objects.order_by("pk").values_list("pk", flat=True))
    held = readings(datastreams=ids)
    print(json.dumps({"version": data_version(), "count": held.height, "sum": held["value"].sum()}))


def write(folder: Path, *, times: int) -> None:
    """Deliver ten more hours so often, and note each delivery once it was acknowledged."""
    from klimamosaik.observations.models import Datastream
    from klimamosaik.observations.operations.deliveries import deliver

    log = folder / "acknowledged"
    stream = Datastream.objects.order_by("pk").values_list("pk", flat=True)[0]
    for _ in range(times):
        number = len(log.read_text().splitlines()) if log.exists() else 0
        hours = [BEGIN + HOUR * (LENGTH * number + place) for place in range(LENGTH)]
        readings = pl.DataFrame(
            {
                "datastream": [stream] * LENGTH,
                "start": hours,
                "end": [hour + HOUR for hour in hours],
                "value": [float(number)] * LENGTH,
                "quality": ["measured"] * LENGTH,
            }
        )
        deliver(readings=readings, name=str(number), municipality=None, by=None, at=BEGIN)
        handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(handle, f"{number}\n".encode())
        os.close(handle)
        time.sleep(0.02)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
