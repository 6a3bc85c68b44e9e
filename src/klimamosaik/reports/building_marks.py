"""Whether a building's figures may be others for another reason than newer readings."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Model

from klimamosaik.observations.queries.bills import bills_by_meter
from klimamosaik.observations.queries.confirmations import ever_confirmed
from klimamosaik.places.models import MeterPoint
from klimamosaik.records.memory_cache import Selves
from klimamosaik.records.rows import fields_of
from klimamosaik.reports.master_data.as_of import MasterData
from klimamosaik.reports.metering import StreamOfUse

Marks = Mapping[int, object]  # by building


def marks_of(master: MasterData, streams: Sequence[StreamOfUse]) -> Marks:
    """Another one as soon as anything but readings is another that a building's figures stand on.

    Itself and its meters that count, which are the objects they were as long as they say the same;
    their datastreams and bills, and what was said of readings.
    """
    counting = MeterPoint.objects.counting()
    points = counting.filter(building__municipality=master.municipality)
    series, said = defaultdict[int, list[object]](list), defaultdict[int, list[object]](list)
    for stream in streams:
        series[stream.meter_point_id].append(stream)
    for each in ever_confirmed(points=points):
        said[each.meter_point_id].append(fields_of(each))
    bills = bills_by_meter(points=points)
    rows: dict[int, list[Model]] = {building.pk: [building] for building in master.buildings}
    told = defaultdict[int, list[object]](list)
    for point in master.points:
        rows[point.building_id].append(point)
        beside = series.get(point.pk), bills.get(point.pk), said.get(point.pk)
        told[point.building_id].append(beside)
    return {pk: (Selves(own), told.get(pk)) for pk, own in rows.items()}
