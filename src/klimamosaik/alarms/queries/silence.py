"""Which series are silent: one rule for every page that says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from klimamosaik.alarms.kernel.durations import lasting
from klimamosaik.alarms.models import Trouble, TroubleRule
from klimamosaik.observations.queries.last_heard import Heard, heard_of
from klimamosaik.places.models import Municipality
from klimamosaik.streams.models import DataSource, SourceSeries
from klimamosaik.streams.queries.promises import SourcePromise, promises_of, silent_series
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class KnownSilence:
    """What the database says of it; the clock alone changes nothing in it."""

    brought: frozenset[int | None]  # datastreams sources bring: held to what these promised
    promises: Sequence[SourcePromise]
    heard: Mapping[int, Heard]  # of the series that are promised
    lasting: frozenset[int | None]  # meters by files whose silence is a trouble that lasts


def known_silence(municipality: Municipality, datastreams: Iterable[int]) -> KnownSilence:
    """What is known of these; promises are read only where a source brings one of them."""
    brought = brought_in(municipality)
    sources = DataSource.objects.filter(municipality=municipality)
    promises = () if brought.isdisjoint(datastreams) else promises_of(sources)
    return KnownSilence(
        brought=brought,
        promises=promises,
        heard=heard_of(datastreams={each.datastream for one in promises for each in one.series}),
        lasting=silent_meters(municipality),
    )


def silent_of(
    known: KnownSilence, usual: Mapping[int, bool | None], now: datetime
) -> frozenset[int]:
    """Ids of those that are silent.

    usual: by datastream, whether nothing came for twice the usual time; it says so of meters read
    from files. What a source brings is silent where the source's promise is broken.
    """
    late = silent_series(known.promises, known.heard, now)
    return frozenset(
        pk
        for pk, over in usual.items()
        if (pk in late if pk in known.brought else over or pk in known.lasting)
    )


def silent_for(last_end: datetime | None, now: datetime) -> Text | None:
    """'12 Tage ohne neue Werte'; None where nothing ever came."""
    return None if last_end is None else SILENT_FOR.format(span=lasting(now - last_end))


def brought_in(municipality: Municipality) -> frozenset[int | None]:
    """Datastreams that sources bring, and of the meters their counters count for."""
    rows = SourceSeries.objects.filter(source__municipality=municipality)
    return frozenset().union(*rows.values_list("datastream", "counts_for"))


def silent_meters(municipality: Municipality) -> frozenset[int | None]:
    """Meters by files whose silence is a trouble that lasts."""
    lasting = Trouble.objects.filter(
        municipality=municipality, ended_at=None, rule=TroubleRule.METER_SILENT.value
    )
    return frozenset(lasting.values_list("datastream", flat=True))


SILENT_FOR = Text("{span} ohne neue Werte", "silent for {span}")
