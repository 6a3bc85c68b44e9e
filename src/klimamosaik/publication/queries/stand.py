"""What public answers stand on: another stand as soon as anything strangers see may differ."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache

from klimamosaik.observations.queries.readings import data_version
from klimamosaik.pathway.queries.cache import newest_effect, statistics
from klimamosaik.publication.models import FigureEdition
from klimamosaik.records.queries import newest_records
from klimamosaik.terms.period import LOCAL

Made = TypeVar("Made")
KEPT = 3600  # [s] what it stands on is part of its name
STAGES = ("places", "people", "observations", "measures", "balance", "pathway", "publication")


@dataclass(frozen=True)
class PublicStand:
    """Equal as long as every public page is the same."""

    parts: tuple[object, ...]


def public_stand(at: datetime) -> PublicStand:
    """The stand of all municipalities on a day."""
    newest = FigureEdition.objects.order_by("-pk").values_list("pk", flat=True).first()
    return PublicStand(
        (
            at.astimezone(LOCAL).date(),
            data_version(),
            newest_effect(),
            newest,
            *newest_records(stages=STAGES),
            *statistics(),
        )
    )


def kept(name: tuple[object, ...], at: datetime, make: Callable[[], Made]) -> Made:
    """What `make` makes, made once for each state of what is public."""
    stand = public_stand(at)
    key = f"public-{sha256(repr((*name, stand.parts)).encode()).hexdigest()}"
    found: Made | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT)
    return found
