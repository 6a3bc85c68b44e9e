"""A counter of a device becomes the meter of a building."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from klimamosaik.observations.models import Datastream, Latest, Quantity
from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.observations.operations.reported_use import stream_of_reported_use
from klimamosaik.places.models import MeterPoint
from klimamosaik.records.undoing import undone_by
from klimamosaik.streams.models import SourceSeries
from klimamosaik.streams.uplinks import counter_use
from klimamosaik.streams.uplinks.rows import frame_of
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.unit import UNITS


def tie_counter(
    *, series: SourceSeries, meter_point: MeterPoint, factor: float | None = None
) -> Datastream:
    """From now on the states of a counter become the use of a meter, and so do those known.

    factor: kWh (of water m³) in one unit of the counter, where its unit does not say it: litres a
    pulse, a transformer's ratio, kWh in a cubic metre of gas. Returns the meter's datastream.
    Use that is known already, from files or from a counter before, is not counted again.
    Raises InputRejected where the unit says nothing and no factor is given, where both do not go
    together, and where another counter counts for the meter.
    """
    stream = stream_of_reported_use(meter_point, expected_every=series.source.promised_every)
    refuse_second(series, stream)
    series.state["factor"] = factor_of(series, stream, factor)
    series.state["since"] = known_until(stream)
    with transaction.atomic():
        counter = series.datastream
        if counter is None:
            raise no_counter(series)
        Datastream.objects.filter(pk=counter.pk).update(quantity=Quantity.COUNTER)
        series.counts_for = stream
        states = counter_use.states_of(series)
        counter_use.remember(series, states, [])
        series.save()
    steps = counter_use.steps_of(states) if states else ()
    rows = counter_use.use_rows(series, steps)
    if rows:
        take_in(frame_of(rows), name=series.source.name)
    return stream


def untie_counter(*, series: SourceSeries) -> None:
    """The states of a counter become use no more; what they became stays."""
    if series.counts_for_id is not None:
        undone_by(tie_again, [series.pk, series.counts_for_id])
    series.counts_for = None
    series.save(update_fields=["counts_for"])


def tie_again(about: Sequence[int], by: User | None, at: datetime) -> None:
    """Let a counter count again for the meter it was untied from; what it said since counts, too.

    Raises InputRejected where it counts for one meanwhile, or another counts for that meter.
    """
    number, stream = about
    with transaction.atomic():
        series = SourceSeries.objects.select_for_update().get(pk=number)
        if series.counts_for_id is not None:
            raise rejected(
                "tied_meanwhile",
                "Das lässt sich nicht mehr rückgängig machen: Inzwischen zählt er für „{meter}“.",
                "This can no longer be undone: meanwhile it counts for “{meter}”.",
                meter=str(series.counts_for),
            )
        meter = Datastream.objects.select_related("meter_point").get(pk=stream).meter_point
        assert meter is not None
        tie_counter(series=series, meter_point=meter, factor=series.state.get("factor"))


def refuse_second(series: SourceSeries, stream: Datastream) -> None:
    """Refuse a second counter for one meter: its use would count twice."""
    other = stream.counters.exclude(pk=series.pk).select_related("source").first()
    if other is not None:
        raise rejected(
            "meter_counted_already",
            "Für diesen Zähler zählt schon „{other}“ der Quelle „{source}“. Bitte diese zuerst "
            "lösen.",
            "“{other}” of the source “{source}” counts for this meter already. Please untie it "
            "first.",
            other=other.key,
            source=other.source.name,
        )


def known_until(stream: Datastream) -> int:
    """The end of the last use that is known of a meter [µs since 1970]; 0 where there is none."""
    row = Latest.objects.filter(datastream=stream).first()
    return int(row.until or 0) if row is not None else 0


def factor_of(series: SourceSeries, stream: Datastream, factor: float | None) -> float:
    """How much of the meter's unit is in one of the counter's."""
    if factor is not None:
        if not 0 < factor < 1e9:
            raise no_factor(series, stream)
        return factor
    unit = UNITS.get(str(series.datastream.unit if series.datastream else ""))
    target = UNITS[stream.unit]
    if unit is None or unit.dimension != target.dimension:
        raise no_factor(series, stream)
    return unit.size / target.size


def no_factor(series: SourceSeries, stream: Datastream) -> InputRejected:
    """The refusal of a counter whose unit does not say what it counts."""
    return rejected(
        "no_factor",
        "„{key}“ zählt in „{unit}“, der Zähler in {target}. Bitte angeben, wie viel {target} eine "
        "Einheit ist, z. B. 0,01.",
        "“{key}” counts in “{unit}”, the meter in {target}. Please say how many {target} one unit "
        "is, e.g. 0.01.",
        key=series.key,
        unit=(series.datastream.unit if series.datastream else "") or "?",
        target=stream.unit,
    )


def no_counter(series: SourceSeries) -> InputRejected:
    """The refusal of a series that is not taken in."""
    return rejected(
        "no_counter",
        "„{key}“ wird nicht aufgenommen und kann kein Zähler sein.",
        "“{key}” is not taken in and can be no counter.",
        key=series.key,
    )
