"""Days of a meter that stand out, said where its year is explained."""

from collections.abc import Sequence
from datetime import date

from klimamosaik.observations.queries import readings as observations
from klimamosaik.places.models import MeterPoint
from klimamosaik.reports.metering import streams_of
from klimamosaik.signals.odd_days import odd_days
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text

TOLD = 5  # days of one meter that are named one by one


def odd_days_of(points: Sequence[MeterPoint], year: int) -> tuple[Text, ...]:
    """Days of a year on which a meter counted a multiple of the days about."""
    fine, _ = streams_of([point.pk for point in points])
    names = {point.pk: point for point in points}
    found: list[Text] = []
    for stream in fine:
        matrix = observations.daily_matrix(
            datastreams=[stream.pk], first=date(year, 1, 1), last=date(year + 1, 1, 1)
        )
        days, values = matrix.days.astype(object), matrix.values[0]
        point = names[stream.meter_point_id]
        for place in odd_days(values).nonzero()[0][:TOLD].tolist():
            found.append(
                ODD.format(
                    name=point.name,
                    day=days[place],
                    value=float(values[place]),
                    times=float(values[place] / values[place - 1]),
                    unit="m³" if point.carrier == Carrier.WATER else "kWh",
                )
            )
    return tuple(found)


ODD = Text(
    "{name}: Am {day:short} wurden {value:n} {unit} gezählt, das {times:n}-Fache des Tags davor. "
    "Der Wert zählt mit; bitte prüfen Sie ihn.",
    "{name}: on {day:short} {value:n} {unit} were counted, {times:n} times the day before. The "
    "value counts; please check it.",
)
