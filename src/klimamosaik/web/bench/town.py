"""The synthetic town grown large: how long an office with many buildings and measures waits."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import partial

import numpy as np
import polars as pl
from django.contrib.auth.models import User
from django.utils import timezone

from klimamosaik.evidence.operations import learn_drift, renew
from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.operations import CriterionDraft, write_measure
from klimamosaik.observations.intake import files as intake
from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.operations.deliveries import settle
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.sources.tables.basics.hints import FileHints
from klimamosaik.terms.carrier import Carrier
from klimamosaik.web.bench.crawl import crawl
from klimamosaik.web.bench.figure import Speed, seconds
from klimamosaik.web.bench.first import first_pages
from klimamosaik.web.bench.pages import pages
from klimamosaik.web.bench.strangers import public_pages, report_pdf
from klimamosaik.web.demo.story import USER, tell_story
from klimamosaik.web.demo.town import AGS, SyntheticBuilding, synthetic_meter
from klimamosaik.web.demo.weather import synthetic_temperatures

SEED = 500
YEARS = 3  # of readings, up to the last whole one
STARTS = 8  # months into the last year: measures begin one after the other
TOGETHER = 100  # buildings a file
METERS = (  # a building
    (Carrier.HEAT, "Wärme", "kWh"),
    (Carrier.GAS, "Gas", "kWh"),
    (Carrier.ELECTRICITY, "Strom", "kWh"),
    (Carrier.WATER, "Wasser", "m³"),
)
HEAT_OF_A_NET = Corrections(FileHints(accepted=("heat_of_fuel",)))  # not of the gas beside it
FIRST_ASKED = (
    ("mosaic", ""),
    ("today", "heute/"),
    ("energy", "energie/"),
    ("report", "bericht/"),
    ("meters", "zaehler/"),
    ("series", "messreihen/"),
)


def town() -> Iterator[Speed]:
    """Build the town, then ask for every main page, for all the others, and for some alone."""
    yield from grown()
    yield from pages("001")
    yield from crawl(Municipality.objects.get(ags=AGS))
    house = Building.objects.filter(municipality_id=AGS, name="Haus 001").get()
    alone = (*FIRST_ASKED, ("a building", f"gebaeude/{house.pk}/"))
    yield from first_pages([(name, f"/{AGS}/{path}") for name, path in alone])
    yield from report_pdf()
    yield from public_pages()


def grown(buildings: int = 500, measures: int = 200) -> Iterator[Speed]:
    """Build the town by the product's own doors."""
    at = timezone.now()
    tell_story(at=at, progress=lambda share, text: None)
    municipality = Municipality.objects.get(ags=AGS)
    user = User.objects.get(username=USER)
    days = days_until(at.year)
    bring(municipality, building_list(buildings), "Gebäude.csv", user, Corrections())
    for first in range(0, buildings, TOGETHER):
        data = long_file(days, range(first, min(first + TOGETHER, buildings)))
        storing = partial(bring, municipality, data, "Zählerdaten.csv", user, HEAT_OF_A_NET)
        spent = seconds(storing)
        yield Speed(f"import of buildings {first + 1} to {first + TOGETHER}", spent, "s")
    yield Speed("settling", seconds(partial(settle, at=timezone.now())), "s")
    writing = partial(write_measures, municipality, measures, at.year - 1, user)
    yield Speed(f"{measures} measures written", seconds(writing), "s")
    learning = partial(learn_drift, municipality=municipality, by=user, at=at)
    yield Speed("learning from quiet years", seconds(learning), "s")
    measuring = partial(renew, municipality=municipality, by=user, at=at, wait=True)
    yield Speed("effects of all measures", seconds(measuring), "s")


def days_until(year: int) -> np.ndarray:
    """The days [datetime64[D]] of the whole years before this one."""
    return np.arange(f"{year - YEARS}-01-01", f"{year}-01-01", dtype="datetime64[D]")


def long_file(days: np.ndarray, numbers: range) -> bytes:
    """A row a meter and day, as metering services export it; all values are invented."""
    generator = np.random.default_rng([SEED, numbers.start])
    warmth = synthetic_temperatures(days, np.random.default_rng(SEED))
    told = [f"{day:%d.%m.%Y}" for day in days.tolist()]
    frames = []
    for number in numbers:
        house = house_of(number)
        for carrier, word, unit in METERS:
            meter = synthetic_meter(house, carrier_like(carrier), days, warmth, (), generator)
            frames.append(
                pl.DataFrame({"Datum": told, "Verbrauch": meter.used.round(2)}).select(
                    pl.lit(house.name).alias("Gebäude"),
                    pl.lit(f"{word[0]}{number + 1:05}").alias("Zähler"),
                    pl.lit(word).alias("Energieträger"),
                    pl.lit(unit).alias("Einheit"),
                    "Datum",
                    "Verbrauch",
                )
            )
    file = io.BytesIO()
    pl.concat(frames).write_csv(file, separator=";", decimal_comma=True)
    return file.getvalue()


def carrier_like(carrier: Carrier) -> Carrier:
    """Gas runs as heat does: each invented house has one way of heating only."""
    return Carrier.HEAT if carrier is Carrier.GAS else carrier


def building_list(count: int) -> bytes:
    """The list an office hands over first: what a file of readings names is then known."""
    lines = ["Gebäude;Nutzung;Nutzfläche in m²;Stadtteil"]
    lines += [
        f"{house.name};{house.kind};{house.area:.0f};Musterviertel {number % 12 + 1}"
        for number, house in enumerate(map(house_of, range(count)))
    ]
    return "\n".join(lines).encode()


def house_of(number: int) -> SyntheticBuilding:
    """An invented building."""
    area = 900 + 7 * number % 4000
    return SyntheticBuilding(
        f"Haus {number + 1:03}", "Verwaltung", area, Carrier.HEAT, 110, 25, 0.3, 0.5
    )


def bring(
    municipality: Municipality, data: bytes, name: str, user: User, answers: Corrections
) -> None:
    """What the page for files does with a file and the answers to what it asks."""
    understood = intake.preview(
        municipality=municipality, data=data, name=name, corrections=answers
    )
    intake.store_import(municipality=municipality, files=[understood], by=user, at=timezone.now())


def write_measures(municipality: Municipality, count: int, year: int, user: User) -> None:
    """A measure a building, on its heat, with a criterion; one begins a month after the other."""
    heat = MeterPoint.objects.counting().filter(
        building__municipality=municipality,
        carrier=Carrier.HEAT.value,
        building__name__startswith="Haus ",
    )
    for number, point in enumerate(heat.order_by("building__name")[:count]):
        start = date(year, number % STARTS + 1, 1)
        write_measure(
            measure=Measure(
                municipality=municipality,
                name=f"Heizungsregelung {number + 1:03}",
                phase=Phase.PERMANENT,
                done="Regelung getauscht",
                start=start,
                cost=10_000,
            ),
            meter_points=[point],
            aim=CriterionDraft(5.0),
            stated=True,
            by=user,
            at=datetime.combine(start, time(), tzinfo=UTC),
        )
