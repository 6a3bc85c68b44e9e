"""From stored readings to a stored effect that can say why."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from klimamosaik.evidence.kernel.days_alone import DaysAlone
from klimamosaik.evidence.kernel.effect import Effect, unanswered
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.evidence.models import Assessment
from klimamosaik.evidence.operations import assess, up_to_date
from klimamosaik.evidence.priors import Priors, shipped_priors
from klimamosaik.evidence.queries import meters, other_measures
from klimamosaik.evidence.queries.meters import answered, effects_at_meters, metered_effects
from klimamosaik.evidence.queries.prices import emissions
from klimamosaik.evidence.queries.question import confirmed_at, question_of
from klimamosaik.evidence.weather import EffectWeather
from klimamosaik.measures.models import Gate, Happened, Measure
from klimamosaik.measures.operations import say_what_happened
from klimamosaik.observations.models import Bill, Datastream, Quantity
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, MeterPoint, Municipality, WeatherStation
from klimamosaik.records.operations import delete
from klimamosaik.reports.effect_parts import months_at
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.figure import GateVerdict, Verdict
from klimamosaik.terms.happening import Happening
from klimamosaik.terms.period import midnight
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text
from tests.visitors import visitor_of

pytestmark = pytest.mark.django_db
PER_METER = 2  # queries: what people said of it, and its price


def alone(measure: Measure) -> DaysAlone:
    return DaysAlone(other_measures.days_of(measure), ())


def known(value: float | None) -> float:
    assert value is not None
    return value


NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
FIRST, START, LAST = date(2023, 1, 1), date(2025, 1, 1), date(2026, 1, 1)
NOTHING = np.array([], "datetime64[s]")
NO_WEATHER = EffectWeather(Series(NOTHING, NOTHING, np.array([]), np.array([])), None, Text("", ""))
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days)]


def temperatures() -> np.ndarray:
    generator = np.random.default_rng(7)
    day = np.arange(len(DAYS))
    season = 10 - 9 * np.cos(2 * np.pi * day / 365.25)
    return np.asarray(season + 2 * generator.standard_normal(day.size))


def heat(saving: float) -> np.ndarray:
    generator = np.random.default_rng(8)
    use = 80 + 25 * np.maximum(15 - temperatures(), 0) + 15 * generator.standard_normal(len(DAYS))
    after = np.array([day >= START for day in DAYS])
    return np.asarray(np.where(after, use * (1 - saving), use))


def days_of(stream: Datastream, values: np.ndarray) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "datastream": [stream.pk] * len(DAYS),
            "start": [midnight(day).astimezone(UTC) for day in DAYS],
            "end": [midnight(day + timedelta(days=1)).astimezone(UTC) for day in DAYS],
            "value": values,
            "quality": ["measured"] * len(DAYS),
        },
        schema_overrides={"datastream": pl.Int64},
    )


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03999998", name="Prüfstadt", synthetic=True)


@pytest.fixture
def point(town: Municipality) -> MeterPoint:
    building = Building.objects.create(municipality=town, name="Schule", kind="school")
    return MeterPoint.objects.create(building=building, carrier=Carrier.GAS, name="Gas")


@pytest.fixture
def stream(point: MeterPoint) -> Datastream:
    return Datastream.objects.create(
        name="Gas",
        meter_point=point,
        quantity=Quantity.ENERGY,
        unit="kWh",
        spacing="P1D",
    )


@pytest.fixture
def weather(town: Municipality) -> Datastream:
    station = WeatherStation.objects.create(number="1", name="Prüfstation")
    town.station = station
    town.save()
    stream = Datastream.objects.create(
        name="Temperatur",
        station=station,
        unit="°C",
        spacing="P1D",
        quantity=Quantity.AIR_TEMPERATURE,
    )
    deliver(
        readings=days_of(stream, temperatures()), name="Wetter", municipality=town, by=None, at=NOW
    )
    return stream


@pytest.fixture
def measure(town: Municipality, point: MeterPoint) -> Measure:
    measure = Measure.objects.create(municipality=town, name="Neue Regelung", start=START)
    measure.meter_points.add(point)
    return measure


def delivered(stream: Datastream, saving: float) -> None:
    deliver(
        readings=days_of(stream, heat(saving)), name="Gas.csv", municipality=None, by=None, at=NOW
    )


def test_a_large_saving_is_found_and_names_its_data_version(
    measure: Measure, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.25)
    assessment = assess(measure=measure, by=None, at=NOW)
    (effect,) = assessment.effects.all()
    assert effect.verdict == Verdict.SAVED.value
    assert effect.saved_percent == pytest.approx(25, abs=4)
    assert known(effect.low_kwh) < known(effect.saved_kwh) < known(effect.high_kwh)
    assert effect.saved_tonnes == pytest.approx(known(effect.saved_kwh) * 200.88e-6 / 1.11)
    assert assessment.data_version == 2
    assert assessment.last_day == LAST


def test_one_changed_reading_changes_the_effect_and_the_old_one_stays(
    measure: Measure, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.25)
    before = up_to_date(measure=measure, by=None, at=NOW)
    assert up_to_date(measure=measure, by=None, at=NOW) == before
    corrected = (
        days_of(stream, heat(0.25))
        .filter(pl.col("start") == midnight(date(2025, 2, 3)).astimezone(UTC))
        .with_columns(value=pl.col("value") + 100.0)
    )
    assert corrected.height == 1
    deliver(readings=corrected, name="Korrektur.csv", municipality=None, by=None, at=NOW)
    after = up_to_date(measure=measure, by=None, at=NOW)
    assert after != before
    assert after.data_version == before.data_version + 1
    saved = [known(one.effects.get().saved_kwh) for one in (before, after)]
    assert saved[0] - saved[1] == pytest.approx(100.0, abs=1e-6)
    assert Assessment.objects.filter(measure=measure).count() == 2


def test_estimated_days_count_and_the_effect_says_so_until_they_are_measured(
    measure: Measure, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.25)
    first = up_to_date(measure=measure, by=None, at=NOW).whole
    assert not first.stands_on_estimates
    odd = days_of(stream, heat(0.25)).filter(
        pl.col("start") == midnight(date(2025, 2, 3)).astimezone(UTC)
    )
    guessed = odd.with_columns(quality=pl.lit("estimated"))
    deliver(readings=guessed, name="Ersatz.csv", municipality=None, by=None, at=NOW)
    effect = up_to_date(measure=measure, by=None, at=NOW).whole
    assert effect.course["estimated"] == ["2025-02-03"]
    assert effect.saved_kwh == first.saved_kwh
    assert effect.estimate is not None
    assert effect.estimate.quality is Quality.ESTIMATED
    assert "Gas: 1 von" in effect.warned[-1].de
    months = {each.first: each.estimated for each in months_at(effect, measure)}
    assert {first for first, count in months.items() if count} == {date(2025, 2, 1)}
    deliver(readings=odd, name="Gemessen.csv", municipality=None, by=None, at=NOW)
    again = up_to_date(measure=measure, by=None, at=NOW).whole
    assert not again.stands_on_estimates
    assert again.estimate is not None
    assert again.estimate.quality is Quality.CALCULATED


def test_the_gate_is_reached_only_when_the_whole_range_is(
    measure: Measure, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.35)
    gate = Gate.objects.create(measure=measure, saving_percent=5, written_on=date(2024, 12, 1))
    assert assess(measure=measure, by=None, at=NOW).gate == GateVerdict.REACHED
    gate.saving_percent = 80
    gate.save()
    assert assess(measure=measure, by=None, at=NOW).gate == GateVerdict.MISSED
    gate.saving_percent = 35
    gate.save()
    assert assess(measure=measure, by=None, at=NOW).gate == GateVerdict.NOT_SHOWN


def test_money_comes_from_the_bills_of_the_time(
    measure: Measure, stream: Datastream, weather: Datastream, point: MeterPoint
) -> None:
    delivered(stream, 0.25)
    (unknown,) = assess(measure=measure, by=None, at=NOW).effects.all()
    assert unknown.saved_eur is None
    Bill.objects.create(meter_point=point, start=START, end=LAST, amount=5000, quantity=50_000)
    (priced,) = up_to_date(measure=measure, by=None, at=NOW).effects.all()
    assert priced.saved_eur == pytest.approx(known(priced.saved_kwh) * 0.10)


def test_the_factor_of_a_saving_is_told_in_either_language() -> None:
    told = emissions(carrier=Carrier.GAS, year=2024).source
    assert told.de.startswith("181 g CO₂/kWh (2021); Umweltbundesamt, Nationaler Inventarbericht")
    assert told.en.startswith("181 g CO₂/kWh (2021); Umweltbundesamt, National Inventory Report")
    assert "zweiter Hand" not in told.en


def test_without_readings_or_weather_nothing_is_claimed(
    measure: Measure, stream: Datastream
) -> None:
    effects = assess(measure=measure, by=None, at=NOW).effects.all()
    assert [effect.verdict for effect in effects] == [Verdict.NOT_DECIDABLE.value]
    assert effects[0].warnings[0]["code"] in {"no_readings", "no_weather"}


def test_a_measure_without_meters_says_so(town: Municipality) -> None:
    lonely = Measure.objects.create(municipality=town, name="Ohne Zähler", start=START)
    (effect,) = assess(measure=lonely, by=None, at=NOW).effects.all()
    assert effect.warnings[0]["code"] == "no_meters"


def test_customary_figures_stand_side_by_side_under_their_names(
    measure: Measure, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.25)
    (effect,) = assess(measure=measure, by=None, at=NOW).effects.all()
    before, after = effect.side_by_side["before"], effect.side_by_side["after"]
    year_before = np.array([START - timedelta(days=365) <= day < START for day in DAYS])
    assert before["raw"] == pytest.approx(heat(0.25)[year_before].sum(), rel=0.01)
    assert before["klimafaktor"] is None
    for form in ("raw", "gradtagzahl", "regression"):
        assert after[form] / before[form] == pytest.approx(0.75, abs=0.04), form


def test_a_year_made_normal_does_not_follow_its_own_weather(
    measure: Measure, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.0)
    (effect,) = assess(measure=measure, by=None, at=NOW).effects.all()
    before, after = effect.side_by_side["before"], effect.side_by_side["after"]
    assert after["regression"] / before["regression"] == pytest.approx(1, abs=0.02)


def test_readings_once_a_year_compare_years_and_claim_nothing(
    measure: Measure, point: MeterPoint, weather: Datastream
) -> None:
    stream = Datastream.objects.create(
        name="Gas",
        meter_point=point,
        quantity=Quantity.ENERGY,
        unit="kWh",
        spacing="P1Y",
    )
    measure.start = date(2025, 1, 1)
    years = [date(year, 1, 1) for year in (2023, 2024, 2025, 2026)]
    sums = [heat(0.25)[[day.year == first.year for day in DAYS]].sum() for first in years[:-1]]
    frame = pl.DataFrame(
        {
            "datastream": [stream.pk] * 3,
            "start": [midnight(day).astimezone(UTC) for day in years[:-1]],
            "end": [midnight(day).astimezone(UTC) for day in years[1:]],
            "value": sums,
            "quality": ["measured"] * 3,
        },
        schema_overrides={"datastream": pl.Int64},
    )
    deliver(readings=frame, name="Jahre.csv", municipality=None, by=None, at=NOW)
    (effect,) = assess(measure=measure, by=None, at=NOW).effects.all()
    assert effect.verdict == Verdict.NOT_DECIDABLE.value
    assert effect.warnings[0]["code"] == "too_few_readings"
    before, after = effect.side_by_side["before"], effect.side_by_side["after"]
    assert (before["raw"], after["raw"]) == pytest.approx((sums[1], sums[2]))
    assert after["gradtagzahl"] / before["gradtagzahl"] == pytest.approx(0.75, abs=0.06)


def test_what_a_person_says_happened_is_told_with_the_effect_and_asked_no_more(
    measure: Measure, point: MeterPoint, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.6)
    before = up_to_date(measure=measure, by=None, at=NOW)
    asked = [each["code"] for each in before.effects.get().warnings]
    assert "use_changed" in asked
    assert before.effects.get().saved_percent == pytest.approx(60, abs=4)
    mind = User.objects.create_user("meike")
    happened = say_what_happened(
        measure=measure,
        meter_point=point,
        happening=Happening.TENANT,
        note="Jugendzentrum ausgezogen",
        by=mind,
        at=NOW,
    )
    after = up_to_date(measure=measure, by=None, at=NOW)
    assert after != before
    told = {each["code"]: each["de"] for each in after.effects.get().warnings}
    assert "use_changed" not in told
    assert "Jugendzentrum ausgezogen" in told["confirmed"]
    assert "meike, 05.01.2026" in told["confirmed"]
    (kept,) = Happened.history.all()
    assert (kept.history_user, kept.happening) == (mind, "tenant")
    delete(happened, by=mind)
    again = up_to_date(measure=measure, by=None, at=NOW)
    assert [each["code"] for each in again.effects.get().warnings] == asked


def test_what_happened_at_one_meter_is_not_told_of_another(
    measure: Measure, point: MeterPoint
) -> None:
    other = MeterPoint.objects.create(building=point.building, carrier=Carrier.GAS, name="Gas 2")
    for where, what in ((other, Happening.METER), (None, Happening.USE)):
        say_what_happened(
            measure=measure, meter_point=where, happening=what, note="", by=None, at=NOW
        )
    assert [each.what for each in confirmed_at(measure, point)] == [Happening.USE]
    assert len(confirmed_at(measure, other)) == 2


def visitor(town: Municipality, role: Role) -> Client:
    """Somebody with a role in the town, logged in."""
    return visitor_of(town, role, f"somebody {role.value}")


def test_the_page_asks_what_happened_keeps_the_answer_and_takes_it_back(
    measure: Measure, point: MeterPoint, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.7)
    editor = visitor(measure.municipality, Role.EDITOR)
    page = f"/03999998/massnahmen/{measure.pk}/"
    assess(measure=measure, by=None, at=NOW)
    assert "Bestätigen, was geschah" in editor.get(page).content.decode()
    form = f"{page}geschehen/{point.pk}/"
    assert "Mieterwechsel" in editor.get(form).content.decode()
    assert editor.post(form, {"happening": "nonsense"}).status_code == 200
    assert not Happened.objects.exists()
    assert editor.post(form, {"happening": "use", "note": "Server weg"}).status_code == 302
    assess(measure=measure, by=None, at=NOW)
    told = editor.get(page).content.decode()
    assert "Server weg" in told
    assert "Bestätigen, was geschah" not in told
    document = editor.get(f"{page}wirkung.json").json()
    assert document["confirmed"] == [{"meter_point": point.pk, "what": "use", "note": "Server weg"}]
    assert any("Server weg" in each for each in document["warnings"])
    assert "Bestätigung" in editor.get(f"{page}verlauf/").content.decode()
    row = Happened.objects.get()
    assert editor.get(f"{page}geschehen/{row.pk}/zurueck/").status_code == 405
    sure = {"sure": "yes"}
    assert editor.post(f"{page}geschehen/{row.pk}/zurueck/", sure).status_code == 302
    assert not Happened.objects.exists()


def test_readers_confirm_nothing(
    measure: Measure, point: MeterPoint, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, 0.7)
    reader = visitor(measure.municipality, Role.READER)
    form = f"/03999998/massnahmen/{measure.pk}/geschehen/{point.pk}/"
    assert reader.post(form, {"happening": "use"}).status_code == 403
    assert not Happened.objects.exists()
    assert "/geschehen/" not in reader.get(f"/03999998/massnahmen/{measure.pk}/").content.decode()


def test_weather_of_a_far_station_is_asked_about_and_measures_nothing(
    town: Municipality, measure: Measure, stream: Datastream, weather: Datastream
) -> None:
    delivered(stream, saving=0.3)
    assert weather.station is not None
    weather.station.latitude, weather.station.longitude = 51.6, 13.6
    weather.station.name = "Doberlug-Kirchhain"
    weather.station.save()
    chosen = up_to_date(measure=measure, by=None, at=NOW)
    town.station, town.latitude, town.longitude = None, 52.28, 8.05
    town.save()
    measure.refresh_from_db()
    asked = up_to_date(measure=measure, by=None, at=NOW)
    assert chosen.effects.get().saved_kwh is not None
    assert asked.pk != chosen.pk
    assert asked.effects.get().saved_kwh is None
    assert "Doberlug-Kirchhain (388 km entfernt)" in asked.weather["de"]


@pytest.mark.parametrize(
    ("begins", "hours", "end"),
    [
        ("2025-12-31T00:00", 24, "2026-01-01"),
        ("2025-12-31T23:45", 0.25, "2026-01-01"),
        ("2025-12-01T00:00", 31 * 24, "2026-01-01"),
        ("2025-10-26T00:00", 25, "2025-10-27"),  # the day of 25 hours is one day
    ],
)
def test_what_is_asked_about_ends_with_the_day_of_the_last_reading(
    measure: Measure, point: MeterPoint, begins: str, hours: float, end: str
) -> None:
    starts = np.array([np.datetime64("2023-01-01"), np.datetime64(begins)], "datetime64[s]")
    energy = Series(starts, starts, np.array([86_400.0, hours * 3_600]), np.ones(2))

    def asked() -> EffectQuery:
        return question_of(measure, point, energy, NO_WEATHER, (), 0.8, alone(measure))

    assert (asked().start, asked().end) == (np.datetime64(START), np.datetime64(end))
    assert (asked().baseline_end - asked().baseline_start).astype(int) == 365
    measure.end = date(2025, 6, 1)
    assert asked().end == np.datetime64(measure.end)
    measure.end = date(2030, 6, 1)  # nobody knows that far
    assert asked().end == np.datetime64(end)


def test_what_is_installed_step_by_step_is_no_part_of_the_year_before(
    measure: Measure, point: MeterPoint
) -> None:
    measure.installation_start = date(2024, 10, 1)
    starts = np.array([np.datetime64("2025-12-31T00:00:00")])
    energy = Series(starts, starts, np.array([86_400.0]), np.ones(1))
    asked = question_of(measure, point, energy, NO_WEATHER, (), 0.8, alone(measure))
    assert (asked.baseline_end, asked.start) == (np.datetime64("2024-10-01"), np.datetime64(START))


def test_a_meter_nobody_read_claims_nothing(
    measure: Measure, point: MeterPoint, weather: Datastream
) -> None:
    for told in (None, "without readings"):
        if told:
            Datastream.objects.create(
                name="Gas",
                meter_point=point,
                quantity=Quantity.ENERGY,
                unit="kWh",
                spacing="P1D",
            )
        ((row, until),) = metered_effects(
            measure, [point], NO_WEATHER, (), confidence=0.8, as_of=99
        )
        assert row.verdict == Verdict.NOT_DECIDABLE
        assert [each["code"] for each in row.warnings] == ["no_readings"]
        assert until is None


def test_a_meter_that_is_refused_hinders_no_other(
    measure: Measure, point: MeterPoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = np.array([START], "datetime64[s]")
    energy = Series(starts, starts, np.array([86_400.0]), np.ones(1))
    fine = question_of(measure, point, energy, NO_WEATHER, (), 0.8, alone(measure))
    odd, sound = replace(fine, confidence=0.9), unanswered(method="daily")

    def answers(questions: Sequence[EffectQuery], *, priors: Priors) -> list[Effect]:
        if odd in questions:
            raise rejected("no_model", "Kein Modell.", "No model.")
        return [sound for _ in questions]

    monkeypatch.setattr(meters, "effects_of", answers)
    monkeypatch.setattr(meters, "effect_of", lambda each, priors: answers([each], priors=priors)[0])
    assert answered({1: fine}, shipped_priors()) == {1: sound}
    found = answered({1: fine, 2: odd}, shipped_priors())
    assert found[1] == sound
    assert [each.code for each in found[2].warnings] == ["no_model"]


def test_the_number_of_queries_does_not_grow_with_the_meters_of_a_measure(
    measure: Measure, stream: Datastream, weather: Datastream, point: MeterPoint
) -> None:
    delivered(stream, 0.25)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert effects_at_meters(measure=measure, confidence=0.8, as_of=99).rows
        return len(queries)

    alone = asked()
    for number in range(3):
        other = MeterPoint.objects.create(building=point.building, carrier="gas", name=f"{number}")
        measure.meter_points.add(other)
        own = Datastream.objects.create(
            name="Gas", meter_point=other, quantity=Quantity.ENERGY, unit="kWh", spacing="P1D"
        )
        delivered(own, 0.1 * number)
    grown = asked() - alone
    assert grown <= PER_METER * 3


def test_a_bill_alone_moves_the_money_and_gives_the_effect_no_reason_to_change(
    measure: Measure, stream: Datastream, weather: Datastream, point: MeterPoint
) -> None:
    delivered(stream, 0.25)
    before = up_to_date(measure=measure, by=None, at=NOW)
    Bill.objects.create(meter_point=point, start=START, end=LAST, amount=5000, quantity=50_000)
    after = up_to_date(measure=measure, by=None, at=NOW)
    assert after != before
    assert (before.because, after.because) == ({}, {})
    assert after.effects.get().saved_kwh == before.effects.get().saved_kwh
    assert after.effects.get().saved_eur is not None
