"""One estimated day: every figure that stands on it says so, and "Warum?" names the day."""

import json
from collections.abc import Sequence
from datetime import UTC, date, timedelta

import polars as pl
import pytest

from klimamosaik.observations.models import Bill, Datastream
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.publication.queries.figures.use import SERIES, one_series
from klimamosaik.reports.collect import buildings_of
from klimamosaik.reports.energy.as_json import report_json
from klimamosaik.reports.energy.report_sentences import completeness
from klimamosaik.reports.energy.written_figures import Pen
from klimamosaik.reports.estimated_days import named_days
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.inputs import ENERGY, Medium
from klimamosaik.reports.master_data.as_of import master_data_at
from klimamosaik.reports.metering import runs
from klimamosaik.reports.queries.energy import energy_figures
from klimamosaik.reports.tracing import figure_trace
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.period import midnight
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text
from tests.reports.conftest import NOW, new_building, new_point, stream_of

YEAR, TODAY = 2025, date(2026, 3, 1)
FIRST, ODD = date(2025, 1, 1), date(2025, 5, 3)

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03999002", name="Tagestal", synthetic=True)


@pytest.fixture
def hall(town: Municipality) -> Building:
    return new_building(town, "Rathaus", "office", 1000)


@pytest.fixture
def point(hall: Building) -> MeterPoint:
    return new_point(hall, Carrier.ELECTRICITY, "Hausanschluss")


@pytest.fixture
def stream(point: MeterPoint) -> Datastream:
    return stream_of(point, "P1D")


def daily(
    stream: Datastream, days: Sequence[date], kwh: float = 10.0, quality: str = "measured"
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "datastream": [stream.pk] * len(days),
            "start": [midnight(day).astimezone(UTC) for day in days],
            "end": [midnight(day + timedelta(days=1)).astimezone(UTC) for day in days],
            "value": [kwh] * len(days),
            "quality": [quality] * len(days),
        }
    )


def told(*frames: pl.DataFrame) -> None:
    deliver(readings=pl.concat(frames), name="Zähler.csv", municipality=None, by=None, at=NOW)


WHOLE_YEAR = [FIRST + timedelta(days=n) for n in range(365)]


def report_on(town: Municipality) -> EnergyReport:
    return energy_figures(municipality=town, years=(YEAR,), written_on=TODAY)


def remarks(report: EnergyReport) -> list[str]:
    return [text.de for text in report.buildings[0].remarks]


def told_days(town: Municipality, hall: Building) -> Text | None:
    trace = figure_trace(
        municipality=town, building=hall, medium=Medium.ELECTRICITY, year=YEAR, today=TODAY
    )
    return trace.points[0].estimated


def test_a_measured_year_says_nothing_of_estimates(
    town: Municipality, hall: Building, stream: Datastream
) -> None:
    told(daily(stream, WHOLE_YEAR))
    report = report_on(town)
    assert report.totals[0].figures.known_by(ENERGY).quality is Quality.MEASURED
    assert not any("geschätzt" in text for text in remarks(report))
    assert told_days(town, hall) is None


def test_one_estimated_day_is_told_everywhere_and_gone_once_it_is_corrected_back(
    town: Municipality, hall: Building, stream: Datastream
) -> None:
    told(daily(stream, WHOLE_YEAR))
    told(daily(stream, [ODD], quality="estimated"))
    report = report_on(town)
    assert remarks(report) == [
        "An Tagen mit geschätzten Ablesungen: Strom 2025 0,3 % des Verbrauchs."
    ]
    assert any("Strom 2025 0,3 %" in text for text in completeness(report, Pen("de")))
    assert any("electricity 2025 0.3 %" in text for text in completeness(report, Pen("en")))
    use = json.loads(report_json(report))["totals"][0]["electricity_kwh"]
    assert (use["quality"], use["on_estimated_days"]) == ("estimated", 10.0)
    for year in (report.totals[0].figures, report.buildings[0].years[0]):
        rows = {
            each.key: next(iter(one_series(each, [year], hidden=False)), None) for each in SERIES
        }
        power = rows["electricity"]
        assert power is not None
        assert power.quality is Quality.ESTIMATED
        assert power.note is not None
        assert power.note.de == "0,3 % des Verbrauchs an Tagen mit geschätzten Ablesungen"
    days = told_days(town, hall)
    assert days is not None
    assert "03.05.2025." in days.de
    told(daily(stream, [ODD]))
    again = report_on(town)
    assert remarks(again) == []
    assert again.totals[0].figures.known_by(ENERGY).quality is Quality.MEASURED
    assert told_days(town, hall) is None


def test_a_report_as_of_an_earlier_version_tells_what_was_known_then(
    town: Municipality, stream: Datastream
) -> None:
    told(daily(stream, WHOLE_YEAR))
    told(daily(stream, [ODD], quality="estimated"))
    told(daily(stream, [ODD]))
    known = [
        buildings_of(master_data_at(municipality=town, moment=None), (YEAR,), version)[0]
        .years[0]
        .estimated.days
        for version in (1, 2, 3)
    ]
    assert known == [0.0, 1.0, 0.0]


def test_only_what_counts_makes_a_year_estimated(
    town: Municipality, point: MeterPoint, stream: Datastream
) -> None:
    told(daily(stream, WHOLE_YEAR))
    other = stream_of(point, "P1M", name="Monatswerte")
    start, end = (midnight(day).astimezone(UTC) for day in (date(2025, 2, 1), date(2025, 2, 20)))
    told(
        pl.DataFrame(
            {
                "datastream": [other.pk],
                "start": [start],
                "end": [end],
                "value": [100.0],
                "quality": ["estimated"],
            }
        )
    )
    assert report_on(town).totals[0].figures.known_by(ENERGY).quality is Quality.MEASURED


def test_a_bill_of_two_years_that_is_estimated_is_so_in_both(
    town: Municipality, point: MeterPoint
) -> None:
    stream = stream_of(point, "P1Y")
    start, end = (midnight(day).astimezone(UTC) for day in (date(2024, 1, 1), date(2026, 1, 1)))
    frame = daily(stream, [FIRST], kwh=7310.0, quality="estimated")
    told(frame.with_columns(start=pl.lit(start), end=pl.lit(end)))
    report = energy_figures(municipality=town, years=(2024, 2025), written_on=TODAY)
    parts = [each.estimated for each in report.given.buildings[0].years]
    assert [part.days for part in parts] == [366.0, 365.0]
    assert sum(part.amount for part in parts) == pytest.approx(7310.0)


def test_what_only_a_bill_tells_is_stated(town: Municipality, point: MeterPoint) -> None:
    bill = {"start": FIRST, "end": date(2026, 1, 1), "amount": 1000, "quantity": 4000.0}
    Bill.objects.create(meter_point=point, **bill)
    use = report_on(town).totals[0].figures
    assert use.use[Medium.ELECTRICITY].whole == pytest.approx(4000.0)
    assert use.known_by(ENERGY).quality is Quality.STATED


def test_days_that_follow_one_another_are_one_run() -> None:
    assert list(runs([])) == []
    assert list(runs([1, 2, 3, 7, 9, 10])) == [(1, 4), (7, 8), (9, 11)]


def test_days_are_named_and_many_are_counted() -> None:
    spans = [(FIRST + timedelta(days=4 * n), FIRST + timedelta(days=4 * n + 2)) for n in range(14)]
    few = named_days([(FIRST, FIRST + timedelta(days=1)), spans[1]])
    assert few.de == "01.01.2025, 05.01.2025 bis 06.01.2025"
    assert named_days(spans).de.endswith("und 4 weitere Tage")


def test_what_is_made_of_a_use_is_no_better_known_than_it(
    town: Municipality, hall: Building, stream: Datastream
) -> None:
    for quality, corrected in (("measured", "calculated"), ("estimated", "estimated")):
        told(daily(stream, [ODD], quality=quality), daily(stream, WHOLE_YEAR[:30]))
        told(daily(stream, [day for day in WHOLE_YEAR if day != ODD]))
        year = json.loads(report_json(report_on(town)))["totals"][0]
        assert year["electricity_kwh"]["quality"] == quality
        assert year["energy_kwh"]["quality"] == quality
        assert year["co2_energy_t"]["quality"] == "estimated"  # as the factor of 2025 is
        assert report_on(town).totals[0].figures.known_by(ENERGY).worked_out == corrected
        assert year["heat_weather_corrected_kwh"]["quality"] == "unknown"


def test_a_bill_split_at_new_year_makes_the_cost_estimated(
    town: Municipality, point: MeterPoint, stream: Datastream
) -> None:
    told(daily(stream, WHOLE_YEAR))
    for first, last, quality in (
        (date(2025, 1, 1), date(2026, 1, 1), "stated"),
        (date(2024, 7, 1), date(2026, 1, 1), "estimated"),
    ):
        Bill.objects.all().delete()
        Bill.objects.create(meter_point=point, start=first, end=last, quantity=3650, amount=900)
        year = json.loads(report_json(report_on(town)))["totals"][0]
        assert year["cost_electricity_eur"]["quality"] == quality
