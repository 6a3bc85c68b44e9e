"""The datastream of a meter that reports by itself."""

from datetime import timedelta

from klimamosaik.observations.intake.placing import new_stream, observed_at, streams_of
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations.things import describe_datastreams
from klimamosaik.places.models import MeterPoint


def stream_of_reported_use(point: MeterPoint, *, expected_every: timedelta) -> Datastream:
    """The meter's datastream of readings at uneven times, made where there is none.

    expected_every: how often it reports; it is silent beyond twice that.
    """
    beside = streams_of([point.pk]).get((point.pk, observed_at(point)), [])
    stream = next((each for each in beside if each.spacing == ""), None)
    if stream is None:
        stream = new_stream(point, spacing="", taken={each.name for each in beside})
    stream.expected_every = expected_every
    stream.save()
    describe_datastreams()
    stream.refresh_from_db()
    return stream
