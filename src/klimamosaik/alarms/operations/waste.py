"""Buildings that use energy or water for nothing, by what their meters show."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Q

from klimamosaik.alarms.models import MeterLook, TroubleRule
from klimamosaik.alarms.operations.meter_patterns import FoundWaste, Meter, judged, meter_of
from klimamosaik.alarms.operations.trouble_states import FoundTrouble, keep_troubles
from klimamosaik.alarms.rules import facts, version
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.last_heard import heard_of
from klimamosaik.observations.queries.prices import price
from klimamosaik.observations.queries.resolution import place_of, tells_use
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.terms.period import local_day
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text

WASTES = (
    TroubleRule.NIGHT_LOAD,
    TroubleRule.WEEKEND_LOAD,
    TroubleRule.SUMMER_HEAT,
    TroubleRule.LEAK,
)
logger = logging.getLogger("klimamosaik.alarms")
MOST = 500  # meters a round; the others wait for the next one


def look_at_buildings(*, municipality: Municipality, at: datetime) -> int:
    """Look at meters with news since they were last looked at; how many it were.

    A meter is looked at once a day at most, however often it reports, and again with other rules.
    """
    streams = finest_streams(municipality)
    heard = heard_of(datastreams=[stream.pk for stream in streams])
    seqs = {pk: each.seq for pk, each in heard.items()}
    due = list(islice(due_of(streams, seqs, at), MOST))
    for stream in due:
        try:
            look_at(stream, municipality, seq=seqs[stream.pk], at=at)
        except Exception:  # of one meter; the others are looked at all the same
            logger.exception("looking at datastream %d failed", stream.pk)
    return len(due)


def finest_streams(municipality: Municipality) -> list[Datastream]:
    """Of each meter point that counts as use, the finest datastream that tells it."""
    counting = MeterPoint.objects.counting().filter(
        building__municipality=municipality, building__until=None
    )
    streams = Datastream.objects.filter(meter_point__in=counting)
    known = [each for each in streams.select_related("meter_point__building") if tells_use(each)]
    best: dict[int | None, Datastream] = {}
    for stream in sorted(known, key=lambda each: (place_of(each.spacing), each.pk)):
        best.setdefault(stream.meter_point_id, stream)
    return list(best.values())


def due_of(
    streams: Sequence[Datastream], seqs: Mapping[int, int], at: datetime
) -> Iterator[Datastream]:
    """Datastreams to look at: never looked at, by other rules, or with news of a day ago."""
    again = timedelta(hours=facts()["buildings"]["again_hours"])
    looks = MeterLook.objects.in_bulk([stream.pk for stream in streams])
    for stream in streams:
        look, seq = looks.get(stream.pk), seqs.get(stream.pk)
        if seq is None:
            continue
        if look is None or look.version != version() or (look.seq < seq and at - look.at >= again):
            yield stream


def look_at(stream: Datastream, municipality: Municipality, *, seq: int, at: datetime) -> None:
    """Look at one meter, begin and end its troubles, and note what its values cannot tell."""
    meter = meter_of(stream)
    wastes, untold = judged(meter)
    keep_troubles(
        [trouble_of(each, meter, municipality) for each in wastes],
        rules=WASTES,
        within=Q(meter_point=stream.meter_point_id),
        at=at,
    )
    MeterLook.objects.update_or_create(
        datastream=stream,
        defaults={
            "version": version(),
            "seq": seq,
            "at": at,
            "untold": [text.both() for text in untold],
        },
    )


def trouble_of(waste: FoundWaste, meter: Meter, municipality: Municipality) -> FoundTrouble:
    """The trouble with what it costs a year, by the meter's own bills."""
    first, last = (local_day(at) for at in (waste.first, waste.last))
    paid = price(point=meter.point, first=first, last=last)
    euros, size = paid.per_kwh, waste.amount
    cost = None if euros is None else size.times(euros, "EUR", known_by=Quality.STATED)
    return FoundTrouble(
        rule=waste.rule,
        municipality=municipality.pk,
        datastream=meter.stream.pk,
        meter_point=meter.point.pk,
        since=waste.first,
        because=waste.because,
        cost=cost,
        cost_source=paid.source if cost else NO_PRICE.format(source=paid.source),
    )


NO_PRICE = Text("Kosten nicht bekannt: {source}.", "Cost not known: {source}.")
