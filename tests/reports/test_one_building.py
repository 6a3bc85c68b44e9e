"""One building is computed alone, and its figures are those of the town's report."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.cache import cache

from klimamosaik.places.models import Building, Municipality
from klimamosaik.records.memory_cache import forget_all
from klimamosaik.reports.kernel.benchmark import own_past
from klimamosaik.reports.kernel.figures import AreaFigure, EnergyReport
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.kernel.stock import alone, stock_in
from klimamosaik.reports.queries import building as door
from klimamosaik.reports.queries.building import building_report
from klimamosaik.reports.queries.energy import energy_report
from klimamosaik.terms.complaint import InputRejected
from tests.reports.conftest import YEARS

TODAY = date(2026, 11, 22)


def by_itself(town: Municipality, building: Building) -> EnergyReport:
    """The building of a process that knows nothing yet."""
    cache.clear()
    forget_all()
    return building_report(municipality=town, building=building, years=YEARS, written_on=TODAY)


def whole(town: Municipality) -> EnergyReport:
    return energy_report(municipality=town, years=YEARS, written_on=TODAY)


def test_a_building_alone_is_to_the_last_digit_the_one_in_the_towns_report(
    town: Municipality,
) -> None:
    report = whole(town)
    buildings = list(town.buildings.all())
    assert any(each.comparisons for each in report.buildings)
    for building in buildings:
        found = by_itself(town, building)
        (own,) = found.buildings
        assert own == next(each for each in report.buildings if each.id == building.pk)
        assert found.correction == report.correction
        assert [c for c in report.changes if c.building == building.pk] == list(found.changes)
        assert found == alone(stock_in(report), building.pk)


def test_a_building_stands_beside_its_own_past_per_square_metre(town: Municipality) -> None:
    (own,) = by_itself(town, town.buildings.get(name="Grundschule")).buildings
    first, *_, last = own.years
    assert own.area
    for subject, amounts in (
        (AreaFigure.ELECTRICITY, [each.use[Medium.ELECTRICITY] for each in (first, last)]),
        (AreaFigure.HEAT, [each.heat_corrected for each in (first, last)]),
    ):
        known = [each.whole for each in amounts]
        assert None not in known
        assert own_past(own, subject) == tuple(each and each / own.area for each in known)
    nowhere_measured = replace(own, area=None)
    assert own_past(nowhere_measured, AreaFigure.HEAT) == (None, None)


def test_the_towns_report_is_not_computed_for_it(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(asked: object) -> EnergyReport:
        raise AssertionError("the whole town was computed")

    monkeypatch.setattr(door, "figures_of", refuse)
    building = town.buildings.get(name="Grundschule")
    assert by_itself(town, building).buildings[0].name == "Grundschule"


def test_a_building_not_in_use_is_refused_by_its_name(town: Municipality) -> None:
    building = town.buildings.get(name="Grundschule")
    building.since = date(2026, 1, 1)
    building.save()
    with pytest.raises(InputRejected, match="Grundschule was not in use in 2023–2025"):
        by_itself(town, building)


def test_a_building_of_a_kind_nothing_is_known_of_is_told_with_its_gaps(
    town: Municipality,
) -> None:
    empty = Building.objects.create(municipality=town, name="Leer", kind="sports", usable_area=10)
    assert by_itself(town, empty) == alone(stock_in(whole(town)), empty.pk)


def test_a_town_nobody_knows_anything_of_is_refused_as_in_the_report(db: None) -> None:
    nowhere = Municipality.objects.create(ags="03999003", name="Nirgends")
    empty = Building.objects.create(municipality=nowhere, name="Leer")
    with pytest.raises(InputRejected, match="neither readings nor bills"):
        by_itself(nowhere, empty)
