"""How many readings of which spacing, one or many."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from klimamosaik.observations.intake.replacing import Replacing
from klimamosaik.observations.intake.spacings import SPACINGS, so_many
from klimamosaik.observations.weather.station_previews import station_previews
from klimamosaik.sources.weather import TEMPERATURE, WEATHER_SCHEMA, WeatherFile
from klimamosaik.terms.text import Text


@pytest.mark.parametrize("spacing", [*SPACINGS, "PT7M"])
def test_one_reading_is_never_said_in_the_plural(spacing: str) -> None:
    one, many = so_many(1, spacing), so_many(1234, spacing)
    assert one.de.endswith("ert")
    assert one.en.endswith("value")
    assert many.de.startswith("1.234 ")
    assert many.de.endswith("erte")
    assert many.en.endswith("values")


def test_one_corrected_value_is_one_value() -> None:
    one = Replacing(series="Rathaus", unit="kWh", count=1, before=92200, now=82200)
    assert one.text.de == "berichtigt 1 bekannten Wert: 92.200 → 82.200 kWh"
    assert one.text.en == "corrects 1 known value: 92,200 → 82,200 kWh"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end", "last"),
    [
        (datetime(2025, 11, 30, 23, tzinfo=UTC), datetime(2025, 12, 31, 23, tzinfo=UTC), 31),
        (datetime(2025, 12, 1, tzinfo=UTC), datetime(2025, 12, 2, tzinfo=UTC), 1),
    ],
)
def test_a_month_of_a_station_reaches_to_its_last_day(
    start: datetime, end: datetime, last: int
) -> None:
    row = {"station": "342", "property": TEMPERATURE, "start": start, "end": end, "value": 4.0}
    frame = pl.DataFrame([row | {"quality": "measured"}]).select(list(WEATHER_SCHEMA))
    file = WeatherFile("monat.csv", frame, (), Text("", ""))
    (seen,) = station_previews(file, names={}, places={}, municipality=None)
    assert (seen.first, seen.last) == (date(2025, 12, 1), date(2025, 12, last))
