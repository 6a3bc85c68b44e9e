"""The energy report's figures."""

from dataclasses import replace
from math import isclose

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from klimamosaik.reports.kernel.estimated import EstimatedPart, UseQuality
from klimamosaik.reports.kernel.figures import AreaFigure, UseCause, UseSubject
from klimamosaik.reports.kernel.inputs import Medium, WeatherGiven
from klimamosaik.reports.kernel.report import energy_report
from klimamosaik.reports.kernel.weather import WeatherCorrection
from klimamosaik.terms.amount import Amount, UnknownBecause, total, unknown
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.quality import Quality
from tests.reports.cast import DEGREE_DAYS, YEARS, building, given, small_town


def test_totals_are_the_sums_of_the_buildings() -> None:
    report = energy_report(given(building(1, "A"), building(2, "B")))
    for index, year in enumerate(report.totals):
        for medium in Medium:
            expected = sum(b.years[index].use[medium].value or 0 for b in report.buildings)
            assert year.figures.use[medium].whole == expected > 0


def test_a_year_of_estimated_or_split_readings_says_so_in_building_and_total() -> None:
    plain, odd = building(1, "A"), building(2, "B")
    first, *others = odd.years
    part = EstimatedPart(days=1.0, amount=40.0)
    medium = Medium.of(first.carrier)
    for marked in (
        replace(first, estimated=part),
        replace(first, split_use=True),
        replace(first, estimated=part, from_bills=True),
    ):
        report = energy_report(given(plain, replace(odd, years=(marked, *others))))
        place = report.years.index(first.year)
        told = [each.years[place].quality[medium].quality for each in report.buildings]
        assert told == [Quality.MEASURED, Quality.ESTIMATED]
        total_then, before = (report.totals[at].figures for at in (place, place - 1))
        assert total_then.known_by([medium]) == UseQuality(
            Quality.ESTIMATED, marked.estimated.amount
        )
        assert before.known_by(Medium).quality is Quality.MEASURED
        assert {each.quality for key, each in total_then.quality.items() if key != medium} == {
            Quality.MEASURED
        }


def test_a_gap_is_not_zero_and_makes_the_total_lacking() -> None:
    report = energy_report(given())
    total_2024 = report.totals[1]
    assert total_2024.figures.use[Medium.HEAT].value == 190_000 + 650_000 + 370_000 + 80_000
    assert total_2024.figures.use[Medium.HEAT].whole is None
    assert total_2024.lacking[Medium.HEAT] == 1
    assert report.totals[0].figures.use[Medium.HEAT].whole is not None


def test_an_unknown_year_stays_unknown_everywhere() -> None:
    report = energy_report(given(building(1, "A", gas=(1000.0, None, 1000.0))))
    year = report.buildings[0].years[1]
    assert year.use[Medium.HEAT] == unknown(UnknownBecause.NO_READINGS)
    assert year.heat_corrected.value is None
    assert year.co2[Medium.HEAT].value is None
    assert year.cost[Medium.HEAT].why is UnknownBecause.NO_BILLS
    assert year.energy.whole is None


def test_a_part_of_a_year_is_never_weather_corrected() -> None:
    report = energy_report(given())
    hall = next(b for b in report.buildings if b.name == "Rathaus")
    assert hall.years[1].use[Medium.HEAT].covered == 0.5
    assert hall.years[1].heat_corrected == unknown(UnknownBecause.PARTIAL)


def test_buildings_with_gaps_are_left_out_of_the_like_for_like_series_and_named() -> None:
    series = energy_report(given()).like_for_like[Medium.HEAT]
    assert series.buildings == 3
    assert series.left_out == ("Rathaus",)
    assert series.use == (1_280_000.0, 1_210_000.0, 1_210_000.0)


def test_a_building_without_heat_meter_is_not_lacking() -> None:
    report = energy_report(given())
    sports = next(b for b in report.buildings if b.name == "Sporthalle")
    assert sports.years[0].use[Medium.HEAT].nothing_due
    assert report.totals[0].lacking[Medium.HEAT] == 0


def test_degree_days_bring_a_mild_year_up_and_a_cold_one_down() -> None:
    report = energy_report(given(building(1, "A")))
    mean = sum(DEGREE_DAYS.values()) / len(DEGREE_DAYS)
    corrected = [year.heat_corrected.whole for year in report.buildings[0].years]
    assert report.correction.method is WeatherCorrection.DEGREE_DAYS
    assert corrected[1] == pytest.approx(190_000 * mean / 2800)
    assert corrected[1] is not None
    assert corrected[1] > 190_000
    assert corrected[2] is not None
    assert corrected[2] < 210_000


def test_climate_factors_come_first_where_every_year_has_one() -> None:
    weather = WeatherGiven("X", DEGREE_DAYS, {2023: 1.1, 2024: 1.2, 2025: 1.05}, "Datei")
    report = energy_report(given(building(1, "A"), weather=weather))
    assert report.correction.method is WeatherCorrection.CLIMATE_FACTOR
    assert report.buildings[0].years[0].heat_corrected.whole == pytest.approx(220_000)


def test_one_missing_climate_factor_turns_the_whole_report_to_degree_days() -> None:
    weather = WeatherGiven("X", DEGREE_DAYS, {2023: 1.1, 2025: 1.05}, "Datei")
    assert energy_report(given(weather=weather)).correction.method is WeatherCorrection.DEGREE_DAYS


def test_without_weather_heat_is_openly_not_corrected() -> None:
    report = energy_report(given(building(1, "A"), weather=WeatherGiven()))
    assert report.correction.method is WeatherCorrection.NONE
    assert report.buildings[0].years[0].heat_corrected == unknown(UnknownBecause.NO_WEATHER)
    assert "nicht witterungsbereinigt" in report.correction.text.de
    causes = {part.cause for change in report.changes for part in change.parts}
    assert UseCause.QUANTITY_AND_WEATHER in causes
    assert UseCause.WEATHER not in causes


def test_co2_is_use_times_factor() -> None:
    report = energy_report(given(building(1, "A")))
    assert report.buildings[0].years[0].co2[Medium.HEAT].whole == pytest.approx(40.176)


def test_a_like_building_is_only_spoken_of_among_three() -> None:
    report = energy_report(given())
    by_name = {b.name: b for b in report.buildings}
    assert {c.count for c in by_name["Gymnasium"].comparisons} == {3}
    assert by_name["Rathaus"].comparisons == ()


def test_the_median_is_that_of_the_kind_per_area() -> None:
    report = energy_report(given())
    heat = next(c for c in report.buildings[0].comparisons if c.subject is AreaFigure.HEAT)
    factor = report.correction.factors[2025]
    assert heat.year == 2025
    assert heat.like.mean == pytest.approx(100 * factor)


def test_every_gap_is_named_with_its_months() -> None:
    gaps = energy_report(given()).gaps
    assert [(g.building, g.carrier, g.year, g.months) for g in gaps] == [
        ("Rathaus", Carrier.GAS, 2024, (7, 8, 9, 10, 11, 12))
    ]


@settings(deadline=None)
@for_all(
    st.lists(
        st.tuples(
            *(st.one_of(st.none(), st.floats(0, 1e7, allow_nan=False)) for _ in YEARS),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_set_of_gaps_ever_makes_parts_miss_their_change(
    uses: list[tuple[float | None, ...]],
) -> None:
    houses = [building(i, f"Haus {i}", gas=use) for i, use in enumerate(uses)]
    report = energy_report(given(*houses))
    assert list(report.changes)
    for change in report.changes:
        scale = max(abs(change.before), abs(change.after), 1e-9)
        parts = sum(part.amount for part in change.parts)
        assert isclose(parts, change.amount, abs_tol=1e-9 * scale)


def test_the_changes_of_the_buildings_add_up_to_that_of_all() -> None:
    report = energy_report(given())
    for subject in (UseSubject.COST, UseSubject.CO2, UseSubject.ENERGY):
        whole = report.change(subject, 2023, 2025)
        assert whole is not None
        own = [
            c
            for c in report.changes
            if (c.subject, c.first, c.second) == (subject, 2023, 2025) and c.building is not None
        ]
        assert len(own) == 5
        assert sum(c.amount for c in own) == pytest.approx(whole.amount)


def test_what_cannot_be_compared_is_left_out_by_name() -> None:
    change = energy_report(given()).change(UseSubject.ENERGY, 2023, 2024)
    assert change is not None
    assert [text.de for text in change.left_out] == ["Rathaus: Erdgas"]


def test_a_building_taken_over_is_a_change_of_stock_not_of_quantity() -> None:
    new = building(1, "Neu")
    kept = tuple(
        replace(
            item, use=unknown(UnknownBecause.NOT_IN_USE), cost=unknown(UnknownBecause.NOT_IN_USE)
        )
        if item.year == 2023
        else item
        for item in new.years
    )
    house = replace(new, years=kept, days_in_use={2023: 0.0, 2024: 366.0, 2025: 365.0})
    change = energy_report(given(house)).change(UseSubject.ENERGY, 2023, 2024)
    assert change is not None
    assert [part.cause for part in change.parts] == [UseCause.STOCK]
    assert change.amount == 190_000 + 41_000


def test_a_price_rise_alone_is_price_alone() -> None:
    house = building(
        1,
        "A",
        gas=(100.0, 100.0, 100.0),
        electricity=(0.0, 0.0, 0.0),
        gas_price=(0.1, 0.2, 0.2),
    )
    report = energy_report(given(house, weather=WeatherGiven()))
    change = report.change(UseSubject.COST, 2023, 2024)
    assert change is not None
    parts = {part.cause: part.amount for part in change.parts}
    assert parts[UseCause.PRICE] == pytest.approx(10.0)
    assert parts[UseCause.QUANTITY_AND_WEATHER] == pytest.approx(0.0)


def test_paid_without_use_is_not_decidable() -> None:
    house = building(1, "A", gas=(0.0, 100.0, 100.0), electricity=(None, None, None))
    paid = tuple(
        replace(item, cost=Amount(50.0)) if item.year == 2023 else item for item in house.years
    )
    change = energy_report(given(replace(house, years=paid))).change(UseSubject.COST, 2023, 2024)
    assert change is not None
    assert not change.decidable
    assert "A: Erdgas" in [text.de for text in change.left_out]


def test_more_people_alone_change_only_the_figure_per_head() -> None:
    report = energy_report(given(building(1, "A")))
    change = report.change(UseSubject.CO2_PER_HEAD, 2023, 2024)
    assert change is not None
    parts = {part.cause: part.amount for part in change.parts}
    assert parts[UseCause.POPULATION] < 0
    assert sum(parts.values()) == pytest.approx(change.amount)


def test_a_sum_of_nothing_known_is_unknown() -> None:
    assert (
        total([unknown(UnknownBecause.NO_READINGS), unknown(UnknownBecause.NO_METER)]).value is None
    )
    assert total([]).nothing_due
    assert total([Amount(1.0), unknown(UnknownBecause.NO_METER)]).whole == 1.0


def test_the_cast_has_gaps() -> None:
    assert any(item.use.lacking for house in small_town() for item in house.years)
