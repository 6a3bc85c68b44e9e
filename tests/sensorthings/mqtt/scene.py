"""A town in a data folder of its own, set and looked at from other processes.

    python -m tests.sensorthings.mqtt.scene prepare
    python -m tests.sensorthings.mqtt.scene count

The folder is that of the environment; what is said is one line of JSON.
"""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

DATASTREAMS = 10


def prepare() -> dict[str, Any]:
    """Make a town with datastreams, the first of them public, and a token for everything."""
    from django.db import connection
    from django.utils import timezone

    from klimamosaik.observations.models import Datastream, FeatureOfInterest
    from klimamosaik.people.models import TokenScope
    from klimamosaik.people.tokens import make_token
    from klimamosaik.places.models import Municipality
    from klimamosaik.publication.models import PublicPage
    from klimamosaik.web.layout import lay_out_if_empty
    from tests.sensorthings.mqtt.conftest import lamp, published

    lay_out_if_empty(connection)
    at = timezone.now()
    town = Municipality.objects.create(ags="03404000", name="Osnabrück")
    PublicPage.objects.create(municipality=town, publisher="Stadt", on_since=at)
    streams = [lamp(town, str(number)) for number in range(DATASTREAMS)]
    road = FeatureOfInterest.objects.create(municipality=town, name="Straße")
    Datastream.objects.update(feature=road)  # what the readings of all are about
    published(streams[0], at)
    scopes = [TokenScope.OBSERVATIONS]
    key = make_token(name="test", scopes=scopes, municipality=None, by=None, at=at).key
    return {"streams": [each.pk for each in streams], "key": key}


def count() -> dict[str, Any]:
    """All readings there are, as [datastream, value]."""
    from klimamosaik.observations.models import Datastream
    from klimamosaik.observations.queries.readings import readings

    frame = readings(datastreams=list(Datastream.objects.values_list("pk", flat=True)))
    return {"readings": frame.select("datastream", "value").rows()}


def asked(what: str, data: Path) -> Any:
    """What the scene in a data folder says."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.sensorthings.mqtt.scene", what],
        env={**os.environ, "KLIMAMOSAIK_DATA": str(data)},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def stored_so_far(data: Path) -> int:
    """How many messages were stored; handed over again they count again."""
    with closing(sqlite3.connect(data / "klimamosaik.sqlite3", timeout=30)) as database:
        row = database.execute("SELECT stored FROM sensorthings_createdbymqtt").fetchone()
    return int(row[0]) if row else 0


def more_than(before: int, data: Path) -> bool:
    """True once more messages were stored."""
    return stored_so_far(data) > before


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    django.setup()
    print(json.dumps({"prepare": prepare, "count": count}[sys.argv[1]]()))
