"""What takes long to work out is worked out once for each state of what it stands on."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db.models import Max

from klimamosaik.evidence.models import Assessment
from klimamosaik.observations.queries.versions import data_version
from klimamosaik.places.models import Municipality
from klimamosaik.places.queries.places import master_data
from klimamosaik.records.queries import newest_records
from klimamosaik.records.query_log import aside
from klimamosaik.terms.period import local_day

KEPT = 26 * 3600  # [s] a page is kept; what it stands on is part of its name


STAGES = ("measures", "balance", "pathway")  # besides places, readings and effects


Made = TypeVar("Made")


def cached(
    municipality: Municipality,
    asked: tuple[object, ...],
    at: datetime,
    make: Callable[[], Made],
    known: tuple[object, ...] = (),
) -> Made:
    """What `make` makes, made once for each state of what it stands on.

    `known` is `known_now()`, for who asks for several municipalities at once.
    """
    day = local_day(at)
    master = master_data(municipality=municipality)
    stands = (municipality.pk, *asked, day, *master, *(known or known_now()))
    key = f"mosaic-{sha256(repr(stands).encode()).hexdigest()}"
    found: Made | None = cache.get(key)
    if found is None:
        with aside():  # its key is what it stands on
            found = make()
        cache.set(key, found, KEPT)
    return found


def known_now() -> tuple[object, ...]:
    """Another one as soon as anything a way reads changes, places aside."""
    return (data_version(), *beside_readings())


def beside_readings() -> tuple[object, ...]:
    """The same but for readings: the way of a whole town starts from balances.

    What readings tell of measures is another effect.
    """
    return (newest_effect(), *newest_records(stages=STAGES), *statistics())


def newest_effect() -> int | None:
    """The newest assessment of any measure: another one as soon as an effect is renewed."""
    newest: int | None = Assessment.objects.aggregate(newest=Max("pk"))["newest"]
    return newest


def last_assessed() -> datetime | None:
    """When the newest assessment of any measure was made; None before the first."""
    return Assessment.objects.order_by("-pk").values_list("at", flat=True).first()


def statistics() -> tuple[int, ...]:
    """When imported statistics and published series were last written [ns]."""
    folder = Path(settings.DATA_DIR) / "statistics"
    return tuple(sorted(path.stat().st_mtime_ns for path in folder.glob("*")))
