"""A measure has one figure in tonnes; every other one is a step from it that says why."""

from datetime import date

import pytest

from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.evidence.queries.newest import fingerprint
from klimamosaik.measures.models import Measure
from klimamosaik.mosaic.page import page_of
from klimamosaik.mosaic.summary import summary_of as told_of
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.operations import expect
from klimamosaik.pathway.queries.headline import Headline, HeadlineBasis, by_itself, headline_of
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway, wall_of
from klimamosaik.pathway.queries.steps import steps_of
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.planning.queries.answer import answer_of
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text
from klimamosaik.terms.tonnes import tonnes
from tests.pathway.conftest import NOW, measured
from tests.planning.planned import aim, hoped


def wall(town: Municipality) -> Pathway:
    return wall_of(municipality=town, at=NOW)


def of(found: Pathway, measure: Measure) -> MeasureOutlook:
    return next(one for one in found.known if one.measure == measure)


def said(found: Pathway, measure: Measure) -> list[str]:
    return [step.said.de for step in steps_of(of(found, measure), found)]


def told(found: Pathway, measure: Measure) -> Headline:
    headline = headline_of(of(found, measure))
    assert headline is not None
    return headline


@pytest.fixture
def aiming(unknown_town: Municipality) -> Municipality:
    aim(unknown_town)
    return unknown_town


def test_a_measured_measure_is_told_by_its_measurement(aiming: Municipality) -> None:
    heating = measured(aiming, "Heizung")
    found = wall(aiming)
    assert told(found, heating).basis is HeadlineBasis.MEASURED
    assert told(found, heating).said.de == (
        "22,3 t CO₂e weniger im Jahr (17,8 bis 26,7), nachgewiesen"
    )
    assert "Davon 20,0 t CO₂ direkt, der Rest entsteht in den Vorketten." in said(found, heating)


def test_more_emitted_is_told_with_positive_numbers(aiming: Municipality) -> None:
    lamps = measured(aiming, "Lampen", saved_kwh=-100_000, verdict=Verdict.USED_MORE)
    assert told(wall(aiming), lamps).said.de == (
        "22,3 t CO₂e mehr im Jahr (17,8 bis 26,7), nachgewiesen"
    )


def test_an_expectation_is_told_by_the_mean_that_sums_use(aiming: Municipality) -> None:
    roof = hoped(aiming, "Dach", cost=None)
    expect(measure=roof, effect=Prior.of(15, 60, 140), field=Field.HEAT, reasoning="x", by=None)
    found = wall(aiming)
    assert told(found, roof).said.de == (
        "65,8 t CO₂e weniger im Jahr (15,0 bis 140,0), erwartet, noch nicht gemessen"
    )
    assert said(found, roof)[0] == (
        "Als wahrscheinlich eingetragen: 60,0 t; 65,8 t sind das Mittel der Spanne."
    )


def test_what_is_about_zero_corrects_and_claims_nothing(aiming: Municipality) -> None:
    posters = measured(
        aiming, "Plakate", saved_kwh=1_000, half_kwh=90_000, verdict=Verdict.NOT_DISTINGUISHABLE
    )
    assert headline_of(of(wall(aiming), posters)) is None
    expect(measure=posters, effect=Prior.of(10, 20, 30), field=Field.HEAT, reasoning="x", by=None)
    headline = told(wall(aiming), posters)
    assert headline.basis is HeadlineBasis.CORRECTED
    assert "durch die Messung berichtigt" in headline.said.de


def test_alone_and_without_a_trend_a_stone_is_the_headline(aiming: Municipality) -> None:
    heating = measured(aiming, "Heizung", start=date(2025, 1, 1))
    found = wall(aiming)
    (stone,) = found.stones
    assert tonnes(stone.tonnes.mean) == tonnes(told(found, heating).tonnes.mean)
    assert not any("werden" in line for line in said(found, heating))


def test_a_smaller_stone_names_what_makes_it_smaller(aiming: Municipality) -> None:
    heating = measured(aiming, "Heizung", saved_kwh=900_000)
    measured(aiming, "Lüftung", saved_kwh=900_000)
    found = wall(aiming)
    (line,) = (line for line in said(found, heating) if "werden" in line)
    assert line.endswith("weil andere Maßnahmen einen Teil davon mindern.")


def test_a_cleaner_supply_is_named_as_the_reason(town: Municipality) -> None:
    heating = measured(town, "Heizung", start=date(2025, 1, 1))
    (line,) = (line for line in said(wall(town), heating) if "werden" in line)
    assert "weil Wärme nach dem Trend bis dahin" in line
    assert "% weniger verursacht" in line
    assert "andere Maßnahmen" not in line


def test_what_the_balance_holds_already_is_named_as_the_reason(town: Municipality) -> None:
    heating = measured(town, "Heizung", start=date(2021, 7, 1))
    (line,) = (line for line in said(wall(town), heating) if "werden" in line)
    assert "% davon schon in den Emissionen von 2021 stecken" in line


def test_the_mosaic_prints_the_headline_beside_the_stones_of_its_year(town: Municipality) -> None:
    heating = measured(town, "Heizung", saved_kwh=9_000_000, half_kwh=1_000_000)
    found = wall(town)
    page = page_of(pathway=found, language="de", year=found.goal.year)
    figure = tonnes(told(found, heating).tonnes.mean).de
    (stone,) = found.stones
    assert f'<td class="n">{figure}</td>' in page.table
    assert f'<td class="n">{tonnes(stone.tonnes.mean).de}</td>' in page.table
    assert "t CO₂e im Jahr 2040" in page.table
    assert tonnes(stone.tonnes.mean).de != figure
    assert page.told.worked[0].said.de.startswith(f"{figure} t CO₂e weniger im Jahr")


def test_the_answer_adds_up_the_same_figures(aiming: Municipality) -> None:
    heating, roof = measured(aiming, "Heizung"), hoped(aiming, "Dach", 60, cost=None)
    found, answer = wall(aiming), answer_of(municipality=aiming, at=NOW)
    lines = {line.measure: line.figure for line in answer.lines}
    for measure in (heating, roof):
        assert lines[measure] == tonnes(told(found, measure).tonnes.mean)
    assert answer.measured.tonnes.mean == told(found, heating).tonnes.mean
    assert answer.expected.tonnes.mean == told(found, roof).tonnes.mean


def test_without_a_measure_that_counts_no_chance_is_told(aiming: Municipality) -> None:
    empty = wall(aiming)
    assert (empty.measured_up, empty.probability) == (False, None)
    Measure.objects.create(municipality=aiming, name="Nur eine Idee")
    assert wall(aiming).probability is None
    measured(aiming, "Heizung")
    assert wall(aiming).probability == 0.0


@pytest.mark.parametrize(("mean", "low", "high", "written"), [
    (25.6, 9.84, 41.3, "26 % (10 bis 41 %)"), (10.0, 9.0, 11.0, "10,0 % (9,0 bis 11,0 %)"),
    (17.0, 0.3, 33.0, "17,0 % (0,3 bis 33,0 %)"), (3.0, -13.1, 19.2, "3 % (−13 bis 19 %)"),
])  # fmt: skip
def test_a_share_carries_its_range_and_no_more_digits_than_it_can(
    mean: float, low: float, high: float, written: str
) -> None:
    assert Estimate(mean, low, high, "%").text().de == written


def test_energy_saved_whose_tonnes_may_be_zero_lays_no_stone(aiming: Municipality) -> None:
    pump = measured(aiming, "Wärmepumpe", saved_kwh=100_000, half_kwh=10_000)
    assessment = Assessment.objects.get(measure=pump)
    power = MeterPoint.objects.create(
        building=Building.objects.get(), carrier=Carrier.ELECTRICITY, name="Strom"
    )
    for row in (power, None):  # 45 MWh of electricity instead, and the whole: 55 MWh saved
        saved = -45_000.0 if row else 55_000.0
        MeasuredEffect.objects.create(
            assessment=assessment, meter_point=row, carrier=row.carrier if row else "",
            verdict=Verdict.USED_MORE if row else Verdict.SAVED, saved_kwh=saved,
            low_kwh=saved - 5_000, high_kwh=saved + 5_000, noise_kwh=5_000, drift_kwh=0,
            confidence=0.9, days_reported=365, years_reported=365 / 365.25,
        )  # fmt: skip
    Assessment.objects.update(fingerprint=fingerprint(pump))
    found = wall(aiming)
    seen = of(found, pump)
    assert seen.saved_energy is not None
    assert seen.saved_energy.mean == pytest.approx(55_000 * 365.25 / 365)
    assert seen.verdict is Verdict.NOT_DISTINGUISHABLE
    assert found.stones == ()
    (line,) = told_of(found, date(2026, 11, 22)).failed
    assert "nicht von null zu unterscheiden" in line.said.de
    assert line.mark == "unsure"


def test_tonnes_counted_with_others_name_the_measures_one_figure() -> None:
    assert by_itself(574.2, 635.0) == Text("für sich allein 635", "635 by itself")
    assert by_itself(84.0, 84.02) is None
    assert by_itself(84.0, None) is None
