"""What a kind of figure answers: which keys there are, and how one is made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db import models

from klimamosaik.observations.queries.data_status import status_at
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import Datum, PublicFigure
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class FigureKind:
    """One kind of figure."""

    keys: Callable[[Known], Iterable[str]]  # those that are public now
    recognises: Callable[[str], bool]  # keys it ever could have
    make: Callable[[Known, str], PublicFigure]  # raises NotPublic or NoLongerPublic
    title: Callable[[Known, str], Text]  # of a key that is public
    of: PublishedKind  # what is published for it to be public
    prefix: str | None = None  # of its key, where it is about one thing; None: about all of a kind
    # keys whose figure has rows are listed; others answer, empty, by their address


def rounded(value: float | None, digits: int) -> float | None:
    """A value as it is printed everywhere; zero has no sign."""
    return None if value is None else round(value, digits) + 0.0


def rounded_range(estimate: Estimate | None, digits: int) -> Estimate | None:
    """A range as it is printed everywhere."""
    if estimate is None:
        return None
    ends = {name: round(getattr(estimate, name), digits) + 0.0 for name in ("mean", "low", "high")}
    return replace(estimate, **ends, drift=0.0, scatter=None)


def datum(
    series: str,
    named: Text,
    period: str,
    value: float | None,
    unit: str,
    *,
    digits: int,
    quality: Quality,
    estimate: Estimate | None = None,
    place: Text | None = None,
    note: Text | None = None,
    given: bool = True,
) -> Datum:
    """A value with everything a row of a file says; unknown has the quality unknown."""
    known = rounded(value, digits)
    return Datum(
        series=series,
        named=named,
        period=period,
        value=known,
        unit=unit,
        quality=Quality.UNKNOWN if known is None else quality,
        estimate=rounded_range(estimate, digits),
        place=place,
        note=note,
        given=given,
    )


def changed_at(known: Known, version: int, *times: datetime | None) -> datetime:
    """When a figure changed last: its data came, or it was published."""
    came = known.once(("came", version), lambda: status_at(version).at)
    said = [each for each in (came, known.published.since, *times) if each is not None]
    return max(said, default=datetime.fromtimestamp(0, UTC))


PUBLISHER = Text("{publisher}", "{publisher}")
INVENTED = Text(
    "{publisher} (erfundene Stadt: alle Zahlen sind erfunden)",
    "{publisher} (invented town: all figures are invented)",
)


def own_source(known: Known) -> Text:
    """Whose figures they are."""
    said = INVENTED if known.town.synthetic else PUBLISHER
    return known.once("source", lambda: said.format(publisher=known.town.publisher))


def name_of(known: Known, rows: Callable[[], "models.QuerySet[Any]"], key: str, prefix: str) -> str:
    """What the subject of a key is called; `rows`: all there are, looked up together once."""
    names: dict[int, str] = known.once(
        ("names", prefix), lambda: dict(rows().values_list("pk", "name"))
    )
    return names[id_in(key, prefix) or 0]


def id_in(key: str, prefix: str) -> int | None:
    """The id in a key like "massnahme-12"; None where it is none."""
    rest = key.removeprefix(prefix)
    return (
        int(rest)
        if key != rest and rest.isascii() and rest.isdecimal() and len(rest) < 12
        else None
    )
