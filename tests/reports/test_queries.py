"""The energy report from the store."""

from datetime import date

import pytest

from klimamosaik.places.models import Municipality
from klimamosaik.reports.kernel.figures import BuildingReport, EnergyReport
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.kernel.weather import WeatherCorrection
from klimamosaik.reports.queries.energy import energy_report
from klimamosaik.terms.amount import UnknownBecause
from klimamosaik.terms.complaint import InputRejected
from tests.reports.conftest import COLD, YEARS

TODAY = date(2026, 11, 22)


def report_of(town: Municipality, years: tuple[int, ...] = YEARS) -> EnergyReport:
    return energy_report(municipality=town, years=years, written_on=TODAY)


def named(report: EnergyReport, name: str) -> BuildingReport:
    return next(building for building in report.buildings if building.name == name)


def test_monthly_readings_become_years(town: Municipality) -> None:
    school = named(report_of(town), "Grundschule")
    for year in school.years:
        assert year.use[Medium.HEAT].whole == pytest.approx(10_000 * sum(COLD))
        assert year.use[Medium.ELECTRICITY].whole == pytest.approx(10_000 * 2.4)


def test_bills_across_new_year_are_split_by_days_and_said_so(town: Municipality) -> None:
    school = named(report_of(town), "Grundschule")
    assert school.years[0].cost[Medium.HEAT].whole == pytest.approx(
        10_000 * 31 / 365 + 10_000 * 334 / 365
    )
    assert any("nach Tagen aufgeteilt" in text.de for text in school.remarks)


def test_a_silent_meter_shows_its_share_and_is_not_extrapolated(town: Municipality) -> None:
    hall = named(report_of(town), "Rathaus")
    use = hall.years[1].use[Medium.ELECTRICITY]
    assert use.value == pytest.approx(90 * 96 * 2.0 - 4 * 2.0, rel=1e-3)
    assert use.covered == pytest.approx(90 / 366, abs=1e-3)
    assert use.whole is None
    assert hall.years[0].use[Medium.ELECTRICITY].value is None
    gap = next(g for g in hall.gaps if g.year == 2024 and g.what.de == "Verbrauch")
    assert gap.months == (3, 4, 5, 6, 7, 8, 9, 10, 11, 12)


def test_quantities_billed_stand_in_where_nothing_is_read(town: Municipality) -> None:
    pool = named(report_of(town), "Hallenbad")
    assert pool.years[0].use[Medium.WATER].whole == pytest.approx(2000.0)
    assert any("aus den Rechnungen" in text.de for text in pool.remarks)


def test_the_station_gives_degree_days_and_is_named(town: Municipality) -> None:
    report = report_of(town)
    assert report.correction.method is WeatherCorrection.DEGREE_DAYS
    assert report.correction.mean_years == tuple(range(2016, 2026))
    assert "Münster/Osnabrück (29 km entfernt)" in report.correction.text.de
    cold = named(report, "Grundschule").years[2]
    assert cold.heat_corrected.whole is not None
    assert cold.heat_corrected.whole < (cold.use[Medium.HEAT].whole or 0)


def test_the_population_used_is_named_with_its_year(town: Municipality) -> None:
    assert [total.people.year for total in report_of(town).totals if total.people] == [2023] * 3


def test_the_report_names_the_data_version(town: Municipality) -> None:
    assert report_of(town).given.data_version == 1


def test_a_town_nobody_knows_anything_of_gets_no_report(db: None) -> None:
    empty = Municipality.objects.create(ags="03999002", name="Leer")
    with pytest.raises(InputRejected, match="neither readings nor bills"):
        report_of(empty)


def test_an_older_version_gives_the_older_figures(town: Municipality) -> None:
    before = energy_report(municipality=town, years=YEARS, written_on=TODAY, as_of=0)
    assert named(before, "Grundschule").years[0].use[Medium.HEAT].why is UnknownBecause.NO_READINGS


@pytest.mark.parametrize("years", [(), (1200,), (2020, 2022), tuple(range(2000, 2020))])
def test_years_that_make_no_report_are_refused(town: Municipality, years: tuple[int, ...]) -> None:
    with pytest.raises(InputRejected):
        report_of(town, years)


def test_an_unknown_set_of_factors_is_refused_with_those_there_are(town: Municipality) -> None:
    with pytest.raises(InputRejected, match="direct, upstream"):
        energy_report(municipality=town, years=YEARS, written_on=TODAY, factors="none")
