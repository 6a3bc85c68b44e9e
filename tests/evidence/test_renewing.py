"""Effects are worked out once, by one at a time, and say why they are others than before."""

# ruff: noqa: F811 (the fixtures of the assessment's scene are used here, too)

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import polars as pl
import pytest
from django.db import connection

from klimamosaik.evidence import operations
from klimamosaik.evidence.models import Assessment, MeasuredEffect, OwnDrift
from klimamosaik.evidence.operations import outdated, renew, up_to_date
from klimamosaik.evidence.queries import answers
from klimamosaik.evidence.queries.answers import EffectAnswer
from klimamosaik.evidence.queries.data_status import status_of_measure, status_of_measures
from klimamosaik.evidence.queries.newest import newest_of
from klimamosaik.evidence.queries.news import anything_new
from klimamosaik.evidence.rows import whole_of
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Bill, Datastream, Delivery
from klimamosaik.observations.operations.deliveries import deliver, withdraw
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.exclusive_work import EFFECTS, alone
from klimamosaik.terms.period import midnight
from klimamosaik.web.background import do_what_is_due
from klimamosaik.web.background_progress import DealtWith
from tests.evidence.test_assessment import (  # noqa: F401
    DAYS,
    NOW,
    START,
    days_of,
    delivered,
    heat,
    measure,
    point,
    stream,
    town,
    weather,
)

pytestmark = pytest.mark.django_db


def corrected(stream: Datastream, day: date, by: float, name: str = "Korrektur.csv") -> Delivery:
    """One day's reading, other than it is known."""
    rows = days_of(stream, heat(0.25)).filter(pl.col("start") == midnight(day).astimezone(UTC))
    readings = rows.with_columns(value=pl.col("value") + by)
    return deliver(readings=readings, name=name, municipality=None, by=None, at=NOW)


def because(measure: Measure) -> str:
    """Why the newest figure is another than the one before."""
    found = newest_of(measure).assessment
    assert found is not None
    return str(found.because.get("de", ""))


def test_only_what_is_older_than_its_data_is_worked_out(
    measure: Measure, stream: Datastream, weather: Datastream, town: Municipality
) -> None:
    delivered(stream, 0.25)
    other = Measure.objects.create(municipality=town, name="Ohne Zähler", start=START)
    assert renew(by=None, at=NOW).measures == (measure, other)
    assert renew(by=None, at=NOW).measures == ()
    corrected(stream, date(2025, 2, 3), 100.0)
    assert outdated(town) == [measure]
    assert renew(by=None, at=NOW).measures == (measure,)
    assert Assessment.objects.count() == 3


def test_one_at_a_time_works_them_out(
    measure: Measure, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.25)
    with alone(EFFECTS):
        assert renew(by=None, at=NOW).busy
    assert not Assessment.objects.exists()
    assert not renew(by=None, at=NOW).busy


@pytest.mark.django_db(transaction=True)
def test_two_at_once_work_an_effect_out_once(
    measure: Measure, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.25)

    def at_work(_: int) -> int:
        try:
            return len(renew(by=None, at=NOW, wait=True).measures)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        done = sorted(pool.map(at_work, range(3)))
    assert done == [0, 0, 1]
    assert Assessment.objects.count() == 1


def test_what_comes_while_an_effect_is_worked_out_is_news(
    measure: Measure,
    stream: Datastream,
    weather: Datastream,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    delivered(stream, 0.25)
    worked: Callable[..., MeasuredEffect] = whole_of

    def meanwhile(*args: object, **more: object) -> MeasuredEffect:
        corrected(stream, date(2025, 2, 3), 100.0)
        return worked(*args, **more)

    monkeypatch.setattr(answers, "whole_of", meanwhile)
    renew(by=None, at=NOW)
    assert not newest_of(measure).current
    monkeypatch.undo()
    renew(by=None, at=NOW)
    assert newest_of(measure).current


def test_an_effect_that_fails_hinders_no_other(
    measure: Measure,
    stream: Datastream,
    weather: Datastream,
    town: Municipality,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = Measure.objects.create(municipality=town, name="Ohne Zähler", start=START)
    worked = answers.effect_answer

    def fails_once(asked: Measure, *, at: datetime) -> EffectAnswer:
        if asked.name == "Neue Regelung":
            raise ZeroDivisionError
        return worked(asked, at=at)

    monkeypatch.setattr(answers, "effect_answer", fails_once)
    done = renew(by=None, at=NOW)
    assert (done.measures, done.failed) == ((other,), (measure,))


def test_a_corrected_reading_is_told_with_both_values_and_what_it_did(
    measure: Measure, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.25)
    up_to_date(measure=measure, by=None, at=NOW)
    assert because(measure) == ""
    corrected(stream, date(2025, 2, 3), -300.0)
    up_to_date(measure=measure, by=None, at=NOW)
    said = because(measure)
    assert said.startswith("Am 05.01.2026 wurde ein Wert vom 03.02.2025 berichtigt (")
    assert " statt " in said
    assert " kWh): 300 kWh mehr Einsparung (" in said
    newest = newest_of(measure).assessment
    assert newest is not None
    assert newest.because["en"].startswith("On 05 Jan 2026 a value of 03 Feb 2025 was corrected (")


def test_many_corrections_are_told_in_one(
    measure: Measure, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.25)
    up_to_date(measure=measure, by=None, at=NOW)
    month = pl.col("start").is_between(
        midnight(date(2025, 2, 1)).astimezone(UTC), midnight(date(2025, 2, 28)).astimezone(UTC)
    )
    rows = days_of(stream, heat(0.25)).filter(month).with_columns(value=pl.col("value") + 10.0)
    deliver(readings=rows, name="Februar.csv", municipality=None, by=None, at=NOW)
    up_to_date(measure=measure, by=None, at=NOW)
    said = because(measure)
    assert "wurden 28 Werte vom 01.02.2025 bis 28.02.2025 berichtigt (" in said
    assert "280 kWh weniger Einsparung" in said


def test_a_withdrawal_is_told_and_leads_back_to_the_same_digits(
    measure: Measure, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.25)
    first = up_to_date(measure=measure, by=None, at=NOW).effects.get().saved_kwh
    wrong = corrected(stream, date(2025, 2, 3), 100.0, name="Falsch.csv")
    up_to_date(measure=measure, by=None, at=NOW)
    withdraw(delivery=wrong, by=None, at=NOW)
    again = up_to_date(measure=measure, by=None, at=NOW).effects.get().saved_kwh
    assert again == first
    assert "wurde „Falsch.csv“ zurückgenommen und damit ein Wert vom 03.02.2025" in because(measure)
    assert len(status_of_measure(measure).changed) == 2


def test_new_readings_changed_days_and_learnt_years_are_told(
    measure: Measure, stream: Datastream, weather: Datastream, town: Municipality
) -> None:
    half = days_of(stream, heat(0.25)).head(len(DAYS) - 100)
    deliver(readings=half, name="Gas.csv", municipality=None, by=None, at=NOW)
    up_to_date(measure=measure, by=None, at=NOW)
    delivered(stream, 0.25)
    up_to_date(measure=measure, by=None, at=NOW)
    assert because(measure).startswith("Am 05.01.2026 kamen neue Messwerte dazu: ")
    measure.end = date(2025, 9, 1)
    measure.save()
    up_to_date(measure=measure, by=None, at=NOW)
    assert because(measure).startswith("Beginn, Umbau oder Ende der Maßnahme wurden geändert: ")
    OwnDrift.objects.create(
        municipality=town,
        carrier="gas",
        bills=False,
        moved=0.7,
        pairs=40,
        meters=8,
        prior_learnt_on=date(2020, 1, 1),
        data_version=1,
        at=NOW,
    )
    up_to_date(measure=measure, by=None, at=NOW)
    assert because(measure) == ""  # learnt with another prior: no figure moved


def test_a_corrected_temperature_is_told(
    measure: Measure, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.25)
    up_to_date(measure=measure, by=None, at=NOW)
    day = pl.col("start") == midnight(date(2024, 2, 3)).astimezone(UTC)
    rows = days_of(weather, heat(0.0)).filter(day).with_columns(value=pl.lit(-14.0))
    deliver(readings=rows, name="Wetter.csv", municipality=None, by=None, at=NOW)
    up_to_date(measure=measure, by=None, at=NOW)
    assert re.search(
        r"Wert vom 03\.02\.2024 berichtigt \(−14 statt −?\d+ °C; Wetter Prüfstation\)",
        because(measure),
    )


def test_a_bill_changes_no_kilowatt_hours_and_so_tells_nothing(
    measure: Measure, stream: Datastream, weather: Datastream, point: MeterPoint
) -> None:
    delivered(stream, 0.25)
    up_to_date(measure=measure, by=None, at=NOW)
    Bill.objects.create(
        meter_point=point, start=START, end=START + timedelta(30), amount=500, quantity=5_000
    )
    up_to_date(measure=measure, by=None, at=NOW)
    assert Assessment.objects.count() == 2
    assert because(measure) == ""


def test_the_stand_of_a_page_is_that_of_its_oldest_figure(
    measure: Measure, stream: Datastream, weather: Datastream, town: Municipality
) -> None:
    delivered(stream, 0.25)
    assert status_of_measures(town).renewing
    renew(by=None, at=NOW)
    stand = status_of_measures(town)
    assert (stand.version, stand.renewing, stand.changed) == (2, False, ())
    corrected(stream, date(2025, 2, 3), 100.0)
    assert (status_of_measures(town).version, status_of_measures(town).renewing) == (2, True)
    renew(by=None, at=NOW)
    stand = status_of_measures(town)
    assert (stand.version, stand.renewing) == (3, False)
    assert stand.changed[0].de.startswith("„Neue Regelung“: Am 05.01.2026 wurde ein Wert")


def test_the_background_looks_again_only_where_something_changed(
    measure: Measure,
    stream: Datastream,
    weather: Datastream,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    delivered(stream, 0.25)
    looks: list[Municipality | None] = []

    def looked(town: Municipality | None) -> list[Measure]:
        looks.append(town)
        return outdated(town)

    monkeypatch.setattr(operations, "outdated", looked)
    monkeypatch.setattr(
        "klimamosaik.records.same_database.renew_connections", lambda: None
    )  # the test's own
    seen = do_what_is_due(DealtWith(at=0.0), clock=lambda: 1.0)
    assert Assessment.objects.count() == 1
    assert do_what_is_due(seen, clock=lambda: 2.0) == seen
    assert len(looks) == 1
    before = anything_new()
    corrected(stream, date(2025, 2, 3), 100.0)
    assert anything_new() != before
    do_what_is_due(seen, clock=lambda: 3.0)
    assert Assessment.objects.count() == 2


def test_a_measure_without_any_figure_is_awaited(measure: Measure) -> None:
    stand = status_of_measure(measure)
    assert stand.renewing
    assert stand.version == 0


def test_where_readings_come_all_the_time_renewing_rests(
    monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    version, now = [0], [100.0]
    renewed: list[float] = []

    def anything_new() -> tuple[object, ...]:
        version[0] += 1  # as where a sensor reports every second
        return (version[0],)

    def renew(**_: object) -> object:
        renewed.append(now[0])
        now[0] += 4.0  # it takes so long
        return SimpleNamespace(busy=False)

    monkeypatch.setattr(
        "klimamosaik.records.same_database.renew_connections", lambda: None
    )  # the test's own
    monkeypatch.setattr("klimamosaik.evidence.queries.news.anything_new", anything_new)
    monkeypatch.setattr("klimamosaik.evidence.operations.renew", renew)
    seen = DealtWith(at=1e9)
    for _ in range(40):
        seen = do_what_is_due(seen, clock=lambda: now[0])
        now[0] += 2.0
    assert [round(each - renewed[0]) for each in renewed] == [0, 24, 48, 72]
