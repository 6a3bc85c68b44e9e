"""Invented measures whose effects are worked out here, by threads and by workers of a cluster.

    python -m tests.web.cluster.scene ADDRESS PID,PID,...

Prints as JSON whether all agree to the last bit; one of the processes named is killed midway.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import django
import numpy as np
import polars as pl

MEASURES = 10
FIRST = date(2022, 1, 1)
DAYS = 2 * 365
START = date(2023, 1, 1)
AT = datetime(2024, 2, 1, tzinfo=UTC)


def main(address: str, workers: Sequence[int]) -> None:
    """Work all effects out in four ways and compare."""
    django.setup()
    ids = town()
    from django.db import connections

    from klimamosaik.evidence.operations import in_turn
    from klimamosaik.web.cluster import cluster

    told = {"here": figures(in_turn(ids, AT))}
    with ThreadPoolExecutor(3) as pool:
        told["threads"] = figures(in_threads(pool, ids))
    with cluster(address) as ask:
        told["cluster"] = figures(ask(ids, AT))
        answers = ask(ids, AT)
        first = next(answers)
        os.kill(workers[0], signal.SIGKILL)
        told["one killed"] = figures(iter([first, *answers]))
    connections.close_all()
    decided = sum(answer().whole.percent is not None for answer in in_turn(ids, AT))
    print(json.dumps({"decided": decided, **{k: v == told["here"] for k, v in told.items()}}))


def in_threads(pool: ThreadPoolExecutor, ids: Sequence[int]) -> Iterator[Callable[[], Any]]:
    """Asked of a pool of threads, the same way."""
    from klimamosaik.evidence.queries.answers import effect_answer_of

    futures = [pool.submit(effect_answer_of, pk, AT) for pk in ids]
    return (partial(future.result) for future in futures)


def figures(answers: Iterator[Callable[[], Any]]) -> list[str]:
    """All numbers of all rows, written to the last bit."""
    found = []
    for answer in answers:
        got = answer()
        rows = [
            {
                field.attname: getattr(row, field.attname)
                for field in row._meta.concrete_fields
                if not field.is_relation
            }
            for row in (*got.rows, got.whole)
        ]
        found.append(json.dumps([got.version, rows], default=str, sort_keys=True))
    return found


def town() -> list[int]:
    """A town with a heat meter a measure, and a station; returns the measures' ids."""
    from django.db import connection

    from klimamosaik.measures.models import Measure, Register
    from klimamosaik.observations.models import Datastream, Quantity
    from klimamosaik.places.models import Building, MeterPoint, Municipality, WeatherStation
    from klimamosaik.terms.carrier import Carrier
    from klimamosaik.web.layout import lay_out_if_empty

    lay_out_if_empty(connection)
    town = Municipality.objects.create(
        ags="03999998",
        name="Rechenstadt",
        synthetic=True,
        latitude=52.3,
        longitude=8.0,
        altitude=60,
    )
    station = WeatherStation.objects.create(
        number="1", name="Ort", latitude=52.3, longitude=8.0, altitude=60
    )
    days = np.arange(DAYS)
    dice = np.random.default_rng(0)
    cold = 10 - 9 * np.cos(2 * np.pi * (days - 20) / 365.25) + 2 * dice.standard_normal(DAYS)
    weather = Datastream.objects.create(
        station=station, quantity=Quantity.AIR_TEMPERATURE, unit="°C", spacing="P1D", name="t"
    )
    deliver_days(weather.pk, cold)
    register = Register.objects.filter(municipality=town).first()
    ids = []
    for number in range(MEASURES):
        building = Building.objects.create(municipality=town, name=f"Haus {number}")
        point = MeterPoint.objects.create(building=building, carrier=Carrier.HEAT, name="Wärme")
        stream = Datastream.objects.create(
            meter_point=point, quantity=Quantity.ENERGY, unit="kWh", spacing="P1D", name="Wärme"
        )
        use = 100 + 20 * np.maximum(15 - cold, 0) + 8 * dice.standard_normal(DAYS)
        use[365:] *= 1 - number / 40
        deliver_days(stream.pk, np.maximum(use, 1))
        told: dict[str, Any] = {"register": register} if register else {}
        measure = Measure.objects.create(
            municipality=town, name=f"Maßnahme {number}", start=START, **told
        )
        measure.meter_points.add(point)
        ids.append(measure.pk)
    return ids


def deliver_days(datastream: int, values: "np.ndarray[Any, Any]") -> None:
    """Daily readings of local days."""
    from klimamosaik.observations.operations.deliveries import deliver
    from klimamosaik.terms.period import LOCAL

    bounds = [
        datetime(d.year, d.month, d.day, tzinfo=LOCAL).astimezone(UTC)
        for d in (FIRST + timedelta(days=n) for n in range(DAYS + 1))
    ]
    frame = pl.DataFrame(
        {
            "datastream": [datastream] * DAYS,
            "start": bounds[:-1],
            "end": bounds[1:],
            "value": values,
            "quality": ["measured"] * DAYS,
        }
    )
    deliver(readings=frame, name="erfunden", municipality=None, by=None, at=AT)


if __name__ == "__main__":
    main(sys.argv[1], [int(pid) for pid in sys.argv[2].split(",")])
