"""What a way starts from, scope by scope, and what counts on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from klimamosaik.balance.kernel.cell import DataGrade
from klimamosaik.balance.kernel.grid import ITEMS, BalanceCarrier, Item, Sector, required
from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.models import PastUse, Scope, Target
from klimamosaik.pathway.operations import PastEmissions, expect, set_target, write_past_years
from klimamosaik.pathway.projection import projection_of
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.measure_wording import inside_balance
from klimamosaik.pathway.queries.pathways import Pathway, pathways_of, wall_of
from klimamosaik.pathway.queries.wording import need_text, notes
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.sources.statistics.keeping import keep_published
from klimamosaik.sources.statistics.published import read_published
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.field import Field
from klimamosaik.terms.period import midnight
from tests.balance.entering import enter, rule_out
from tests.pathway.conftest import CO2E_PER_KWH, NOW, measured


def decided(town: Municipality, **fields: Any) -> Target:
    given: dict[str, Any] = {"year": 2040, "source": "Rat 12/2023"}
    return set_target(target=Target(municipality=town, **(given | fields)), by=None)


def own_need(town: Municipality, tonnes: float = 1000.0, **fields: Any) -> Target:
    return decided(town, need_t=tonnes, need_year=2024, need_source="eigene Rechnung", **fields)


def planned(
    town: Municipality,
    name: str,
    tonnes: float = 50.0,
    *,
    field: Field = Field.HEAT,
    scope: Scope = Scope.TOWN,
    **fields: Any,
) -> Measure:
    measure = Measure.objects.create(municipality=town, name=name, **fields)
    effect = Prior.of(tonnes, tonnes, tonnes)
    expect(measure=measure, effect=effect, field=field, scope=scope, reasoning="so", by=None)
    return measure


def of_scope(town: Municipality, scope: Scope) -> Pathway:
    (found,) = [one for one in pathways_of(municipality=town, at=NOW) if one.goal.scope is scope]
    return found


def known(found: Pathway, name: str) -> MeasureOutlook:
    (one,) = [one for one in found.known if one.measure.name == name]
    return one


def metered(town: Municipality, name: str, carrier: Carrier, months: Sequence[float]) -> None:
    """A meter with monthly readings of 2025."""
    building, _ = Building.objects.get_or_create(municipality=town, name="Rathaus")
    point = MeterPoint.objects.create(building=building, carrier=carrier, name=name)
    stream = Datastream.objects.create(
        name=name,
        meter_point=point,
        quantity=Quantity.ENERGY,
        unit="kWh",
        spacing="P1M",
    )
    edges = [midnight(date(2025 + k // 12, k % 12 + 1, 1)).astimezone(UTC) for k in range(13)]
    count = len(months)
    frame = pl.DataFrame(
        {
            "datastream": [stream.pk] * count,
            "start": edges[:count],
            "end": edges[1 : count + 1],
            "value": list(months),
            "quality": ["measured"] * count,
        }
    )
    deliver(readings=frame, name=f"{name}.csv", municipality=town, by=None, at=NOW)


def municipal(town: Municipality, mwh: float, *, year: int = 2023) -> None:
    """Gas of municipal facilities entered into the balance."""
    entered(town, Item(Sector.MUNICIPAL, BalanceCarrier.GAS), mwh, year=year)


def entered(town: Municipality, item: Item, mwh: float, *, year: int) -> None:
    enter(
        municipality=town,
        year=year,
        item=item,
        energy=mwh,
        grade=DataGrade.A,
        source="Netzbetreiber",
        by=None,
        at=NOW,
    )


def the_rest(town: Municipality, year: int) -> None:
    """Electricity of shops, petrol of cars, nothing else: the balance tells of the whole town."""
    for item in filter(required, ITEMS):
        rule_out(municipality=town, year=year, item=item, source="so", by=None, at=NOW)
    entered(town, Item(Sector.COMMERCE, BalanceCarrier.ELECTRICITY), 9_000.0, year=year)
    petrol = next(i for i in ITEMS if i.carrier is BalanceCarrier.PETROL and i.mode)
    entered(town, petrol, 20_000.0, year=year)


def test_the_administration_starts_from_its_cells_of_the_balance(town: Municipality) -> None:
    decided(town, scope=Scope.ADMINISTRATION, year=2035)
    municipal(town, 10_000.0)
    found = of_scope(town, Scope.ADMINISTRATION)
    assert found.start is not None
    assert (found.start.year, found.start.estimated) == (2023, False)
    assert found.start.emissions_t == pytest.approx(10_000 * 0.247)


def test_cells_without_a_factor_make_no_start_that_is_too_low(town: Municipality) -> None:
    decided(town, scope=Scope.ADMINISTRATION, year=2035)
    municipal(town, 10_000.0, year=2019)
    found = of_scope(town, Scope.ADMINISTRATION)
    assert found.start is not None
    entered(town, Item(Sector.MUNICIPAL, BalanceCarrier.ELECTRICITY), 3_000.0, year=2019)
    assert of_scope(town, Scope.ADMINISTRATION).start is None


def test_without_cells_the_administration_starts_from_its_meters(
    unknown_town: Municipality,
) -> None:
    decided(unknown_town, scope=Scope.ADMINISTRATION, year=2035)
    metered(unknown_town, "Gas", Carrier.GAS, [1000.0] * 12)
    metered(unknown_town, "Strom", Carrier.ELECTRICITY, [100.0] * 12)
    found = of_scope(unknown_town, Scope.ADMINISTRATION)
    assert found.start is not None
    assert found.start.year == 2025
    sums = {use.code: use.emissions_t for use in found.start.uses}
    assert sums["heat"] == pytest.approx(12_000 * CO2E_PER_KWH)
    assert sums["electricity"] == pytest.approx(1_200 * 0.000505)
    assert "2 von 2 Zählern" in found.start.source.de
    assert found.chance is not None


def test_a_year_with_missing_months_is_no_start(unknown_town: Municipality) -> None:
    decided(unknown_town, scope=Scope.ADMINISTRATION, year=2035)
    metered(unknown_town, "Gas", Carrier.GAS, [1000.0] * 9)
    found = of_scope(unknown_town, Scope.ADMINISTRATION)
    assert found.start is None
    assert "zu wenige Zähler" in need_text(found).de


def test_companies_say_that_their_need_must_be_given(town: Municipality) -> None:
    decided(town, scope=Scope.COMPANIES, year=2035)
    assert (
        "den Minderungsbedarf am Ziel selbst angeben"
        in need_text(of_scope(town, Scope.COMPANIES)).de
    )
    own_need(town, 300.0, scope=Scope.COMPANIES, year=2035)
    assert of_scope(town, Scope.COMPANIES).need_t == pytest.approx(300.0)


def test_a_measure_counts_for_its_scope_and_for_the_whole_town(unknown_town: Municipality) -> None:
    own_need(unknown_town)
    own_need(unknown_town, 300.0, scope=Scope.COMPANIES, year=2035)
    planned(unknown_town, "Busse", scope=Scope.COMPANIES, start=date(2026, 1, 1))
    planned(unknown_town, "Fernwärme", start=date(2026, 1, 1))
    assert {s.name for s in of_scope(unknown_town, Scope.COMPANIES).stones} == {"Busse"}
    assert {s.name for s in of_scope(unknown_town, Scope.TOWN).stones} == {"Busse", "Fernwärme"}


def test_one_target_that_lacks_a_use_leaves_the_others_alone(town: Municipality) -> None:
    decided(town)
    decided(town, scope=Scope.ADMINISTRATION, year=2035)
    municipal(town, 10_000.0)
    bikes = planned(
        town,
        "Dienstfahrräder",
        5.0,
        field=Field.TRANSPORT,
        scope=Scope.ADMINISTRATION,
        start=date(2026, 1, 1),
    )
    administration = of_scope(town, Scope.ADMINISTRATION)
    assert [complaint.code for complaint in administration.complaints] == ["unknown_use"]
    assert bikes.name in need_text(administration).de
    assert administration.chance is None
    assert wall_of(municipality=town, at=NOW).chance is not None


def test_an_idea_counts_nothing_until_it_is_decided_and_has_a_year(
    unknown_town: Municipality,
) -> None:
    own_need(unknown_town)
    measure = planned(unknown_town, "Wärmenetz", first_year=2027, last_year=2028)
    assert wall_of(municipality=unknown_town, at=NOW).stones == ()
    assert any(
        "zählt noch nicht" in text.de for text in notes(wall_of(municipality=unknown_town, at=NOW))
    )
    measure.council_decision = "Rat 3/2026"
    measure.save()
    found = wall_of(municipality=unknown_town, at=NOW)
    assert [stone.state for stone in found.stones] == [ContributionState.EXPECTED]
    assert known(found, "Wärmenetz").begins == 2029.0


def test_a_stopped_measure_counts_nothing_and_leaves_its_mark(unknown_town: Municipality) -> None:
    own_need(unknown_town)
    planned(unknown_town, "Wasserstoff", start=date(2026, 1, 1), phase=Phase.STOPPED)
    found = wall_of(municipality=unknown_town, at=NOW)
    assert [stone.state for stone in found.stones] == [ContributionState.STOPPED]
    assert found.chance is not None
    assert found.chance.gap.mean == pytest.approx(found.chance.need, rel=1e-6)
    assert any("ist gestoppt" in text.de for text in notes(found))


def test_a_saving_inside_the_balance_year_explains_it_and_is_not_taken_off_again(
    unknown_town: Municipality,
) -> None:
    own_need(unknown_town)
    measured(unknown_town, "Heizung", start=date(2023, 1, 1))
    found = wall_of(municipality=unknown_town, at=NOW)
    assert found.chance is not None
    assert found.chance.gap.mean == pytest.approx(1000.0)
    one = known(found, "Heizung")
    assert one.laid
    assert inside_balance(one, found) == pytest.approx(1.0)
    assert any("nicht noch einmal abgezogen" in text.de for text in notes(found))


def test_half_a_year_inside_leaves_the_other_half_to_come(unknown_town: Municipality) -> None:
    own_need(unknown_town)
    measured(unknown_town, "Heizung", start=date(2024, 7, 2))
    found = wall_of(municipality=unknown_town, at=NOW)
    (stone,) = found.stones
    assert stone.tonnes.mean == pytest.approx(50_000 * 2 * CO2E_PER_KWH / 2, rel=0.02)
    assert any("wirkte zu 50 % schon 2024" in text.de for text in notes(found))


def test_measured_effects_of_buildings_count_for_the_administration(
    unknown_town: Municipality,
) -> None:
    own_need(unknown_town, scope=Scope.ADMINISTRATION, year=2035)
    measured(unknown_town, "Heizung")
    found = of_scope(unknown_town, Scope.ADMINISTRATION)
    assert [stone.name for stone in found.stones] == ["Heizung"]


def test_years_entered_by_hand_move_the_trend_and_narrow_it(town: Municipality) -> None:
    before = wall_of(municipality=town, at=NOW).start
    years = [PastEmissions(year, 1_000_000 * 0.96 ** (year - 2010)) for year in range(2010, 2024)]
    write_past_years(
        municipality=town, use=PastUse.ALL, years=years, source="Klimabericht", by=None
    )
    after = wall_of(municipality=town, at=NOW).start
    assert before is not None
    assert after is not None
    assert len(before.trends) == 4
    (shared,) = after.trends
    assert shared.use == "all"
    assert shared.trend.yearly.mean == pytest.approx(-0.04, abs=0.012)
    assert all(shared.trend.deviation < one.trend.deviation for one in before.trends)
    assert "Klimabericht" in shared.because.de


def test_balances_of_several_years_make_a_trend_of_their_own(unknown_town: Municipality) -> None:
    homes = Item(Sector.HOUSEHOLDS, BalanceCarrier.GAS)
    for year, mwh in ((2021, 100_000.0), (2022, 95_000.0), (2023, 92_000.0)):
        the_rest(unknown_town, year)
        entered(unknown_town, homes, mwh, year=year)
    start = wall_of(municipality=unknown_town, at=NOW).start
    assert start is not None
    by_use = {one.use: one for one in start.trends}
    assert by_use["heat"].past is not None
    assert by_use["heat"].past.years == (2021, 2022, 2023)
    assert "eigene Bilanzen" in by_use["heat"].because.de


def test_a_single_cell_entered_does_not_make_the_town_small(town: Municipality) -> None:
    municipal(town, 10_000.0)
    start = wall_of(municipality=town, at=NOW).start
    assert start is not None
    assert start.year == 2021
    assert start.emissions_t > 800_000


def test_a_year_with_other_cells_is_not_compared(unknown_town: Municipality) -> None:
    the_rest(unknown_town, 2022)
    for year, carrier in ((2021, BalanceCarrier.OIL), (2022, BalanceCarrier.GAS)):
        entered(unknown_town, Item(Sector.HOUSEHOLDS, carrier), 50_000.0, year=year)
    start = wall_of(municipality=unknown_town, at=NOW).start
    assert start is not None
    assert all(one.past is None for one in start.trends)


def test_a_published_series_that_was_kept_gives_the_trend(
    shared: Path, db: None, settings: Any
) -> None:
    series = read_published(shared / "data" / "measures_and_balances")
    keep_published(series, Path(settings.DATA_DIR))
    muenster = Municipality.objects.create(ags="05515000", name="Münster")
    the_rest(muenster, 2022)
    entered(muenster, Item(Sector.HOUSEHOLDS, BalanceCarrier.GAS), 900_000.0, year=2022)
    start = wall_of(municipality=muenster, at=NOW).start
    assert start is not None
    (trend,) = start.trends
    assert trend.past is not None
    assert "veröffentlichte Reihe" in trend.because.de
    assert -0.03 < trend.trend.yearly.mean < -0.01


def test_a_decided_budget_takes_the_place_of_the_straight_line(unknown_town: Municipality) -> None:
    target = own_need(unknown_town, 100.0)
    way = projection_of(wall_of(municipality=unknown_town, at=NOW))
    assert way is not None
    assert way.budget.straight
    assert way.budget.spending.spent.mean == pytest.approx(16 * 100.0)
    target.budget_t, target.budget_from, target.budget_source = 1_000.0, 2023, "Rat 5/2023"
    set_target(target=target, by=None)
    way = projection_of(wall_of(municipality=unknown_town, at=NOW))
    assert way is not None
    assert not way.budget.straight
    assert way.budget.spending.allowed == pytest.approx(1_000.0 - 2 * 100.0)
    assert way.budget.spending.probability == 0


def test_a_budget_in_parts_is_refused(unknown_town: Municipality) -> None:
    with pytest.raises(InputRejected) as refused:
        decided(unknown_town, budget_t=5.0, budget_from=2050)
    found = {complaint.code for complaint in refused.value.complaints}
    assert found == {"budget_in_parts", "budget_too_late"}


def test_adaptation_is_never_forced_into_tonnes(unknown_town: Municipality) -> None:
    with pytest.raises(InputRejected) as refused:
        planned(unknown_town, "Bäume", field=Field.ADAPTATION)
    assert [complaint.code for complaint in refused.value.complaints] == ["no_tonnes"]


def test_what_is_no_tonnes_does_not_become_a_sink(unknown_town: Municipality) -> None:
    own_need(unknown_town)
    planned(unknown_town, "Bäume", field=Field.GREEN, start=date(2026, 1, 1))
    (one,) = wall_of(municipality=unknown_town, at=NOW).known
    assert one.counted
    assert not replace(one, field=Field.ADAPTATION).counted


def test_a_measure_of_adaptation_says_that_it_has_no_tonnes(unknown_town: Municipality) -> None:
    own_need(unknown_town)
    Measure.objects.create(
        municipality=unknown_town,
        name="Kühle Orte",
        start=date(2026, 1, 1),
        fields_of_action=[Field.ADAPTATION.value],
    )
    found = wall_of(municipality=unknown_town, at=NOW)
    assert found.stones == ()
    assert any("zählt nicht in Tonnen" in text.de for text in notes(found))


def test_the_way_starts_from_an_estimate_as_unsure_as_the_balance(town: Municipality) -> None:
    decided(town, year=2040)
    (pathway,) = [
        one for one in pathways_of(municipality=town, at=NOW) if one.goal.scope is Scope.TOWN
    ]
    start = pathway.start
    assert start is not None
    assert start.range is not None
    assert start.range.low < start.emissions_t < start.range.high
    assert start.unsure is not None
    assert start.unsure.shape == (len(start.uses), len(start.uses))
    assert any("Schätzungen" in reason.de for reason in start.reasons)


def test_a_start_of_own_values_alone_is_taken_as_certain(town: Municipality) -> None:
    for item in ITEMS:
        if item.possible and item.sector is not Sector.MUNICIPAL:
            enter(
                municipality=town,
                year=2021,
                item=item,
                energy=1000.0,
                grade=DataGrade.A,
                source="Netz",
                by=None,
                at=NOW,
            )
    decided(town, year=2040)
    (pathway,) = [
        one for one in pathways_of(municipality=town, at=NOW) if one.goal.scope is Scope.TOWN
    ]
    assert pathway.start is not None
    assert pathway.start.range is None
    assert pathway.start.unsure is None
