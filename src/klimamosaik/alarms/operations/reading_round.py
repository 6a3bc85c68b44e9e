"""The round that looks at meters when there is news."""

from datetime import datetime

from django.db.models import Q

from klimamosaik.alarms.models import TroubleRule
from klimamosaik.alarms.operations.sensor_drift import look_for_drift
from klimamosaik.alarms.operations.silent_meters import silent_meters
from klimamosaik.alarms.operations.trouble_states import keep_troubles
from klimamosaik.alarms.operations.waste import MOST, look_at_buildings
from klimamosaik.places.models import Municipality
from klimamosaik.records.exclusive_work import LockedTask, alone

METERS = LockedTask("meters")


def look_at_meters(*, at: datetime) -> bool:
    """Look at meters that have news: who is silent, what drifts, which buildings waste.

    True where all were; False where some are left for the next time, or another process looks.
    """
    with alone(METERS) as free:
        if not free:
            return False
        left = False
        look_for_drift(at=at)
        for municipality in Municipality.objects.order_by("pk"):
            look_at_silent(municipality, at)
            left |= look_at_buildings(municipality=municipality, at=at) >= MOST
        return not left


def look_at_silent(municipality: Municipality, at: datetime) -> None:
    """Begin and end troubles of silent meters of one municipality."""
    keep_troubles(
        silent_meters(municipality=municipality, now=at),
        rules=(TroubleRule.METER_SILENT,),
        within=Q(municipality=municipality),
        at=at,
    )
