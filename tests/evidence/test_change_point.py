"""The change point: equal to the CalTRACK 2.0 reference, and true to what is known."""

import numpy as np
import pytest

from klimamosaik.evidence.engine import effect_of
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.regression.change_point import (
    KINDS,
    caltrack_grid,
    fit_change_points,
)
from klimamosaik.evidence.kernel.series import Numbers, Series
from klimamosaik.terms.carrier import Carrier
from tests.evidence.recorded_caltrack import RECORDED, Recorded, synthetic

CLOSE = 1e-6


def fahrenheit(celsius: float) -> float:
    return celsius * 1.8 + 32


@pytest.fixture(scope="module")
def synthetic_year() -> tuple[Numbers, Numbers]:
    return synthetic()


@pytest.mark.parametrize("known", RECORDED, ids=lambda r: f"{r.step}F-{r.meter}-{r.cools}")
def test_the_model_equals_the_caltrack_reference(
    known: Recorded, synthetic_year: tuple[Numbers, Numbers]
) -> None:
    temperature, use = synthetic_year
    found = fit_change_points(
        use[known.meter][None], temperature, caltrack_grid(known.step), cools=known.cools
    )
    assert KINDS[int(found.kind[0])] == known.kind
    assert found.base[0] == pytest.approx(known.base, rel=CLOSE)
    for slope, wanted in ((found.heating, known.heating), (found.cooling, known.cooling)):
        assert slope[0] / 1.8 == pytest.approx(wanted or 0.0, rel=CLOSE)
    for balance, wanted in (
        (found.heating_balance, known.heating_balance),
        (found.cooling_balance, known.cooling_balance),
    ):
        assert (
            np.isnan(balance[0])
            if wanted is None
            else fahrenheit(balance[0]) == pytest.approx(wanted)
        )


def test_the_reference_covers_every_kind_of_model() -> None:
    assert {each.kind for each in RECORDED} >= {"constant", "heating", "cooling", "heating_cooling"}


def test_a_batch_gives_each_meter_what_it_gets_alone(
    synthetic_year: tuple[Numbers, Numbers],
) -> None:
    temperature, use = synthetic_year
    many = np.tile(use, (30, 1))  # more than one block
    together = fit_change_points(many, temperature, caltrack_grid(3), cools=True)
    for meter in range(len(use)):
        alone = fit_change_points(use[meter : meter + 1], temperature, caltrack_grid(3), cools=True)
        assert together.base[348 + meter] == pytest.approx(alone.base[0], rel=1e-12)
        assert together.kind[348 + meter] == alone.kind[0]


def test_known_coefficients_are_found_exactly() -> None:
    day = 2 * np.pi * np.arange(365) / 365
    temperature = 10 - 12 * np.cos(day) + 3 * np.sin(31 * day)
    grid = caltrack_grid(1)
    heat, cool = grid[28], grid[41]
    use = 50 + 7 * np.maximum(heat - temperature, 0) + 3 * np.maximum(temperature - cool, 0)
    found = fit_change_points(use[None], temperature, grid, cools=True)
    assert (found.base[0], found.heating[0], found.cooling[0]) == pytest.approx((50, 7, 3))
    assert (found.heating_balance[0], found.cooling_balance[0]) == pytest.approx((heat, cool))
    assert found.predict(temperature)[0] == pytest.approx(use)


def test_a_flat_load_invents_no_temperature_response() -> None:
    temperature = 10 - 9 * np.cos(2 * np.pi * np.arange(365) / 365)
    found = fit_change_points(np.full((1, 365), 24.0), temperature, caltrack_grid(1), cools=True)
    assert KINDS[int(found.kind[0])] == "constant"
    assert (found.base[0], found.heating[0], found.cooling[0]) == (24.0, 0.0, 0.0)


def test_gas_never_cools() -> None:
    temperature, use = synthetic(4)
    found = fit_change_points(use, temperature, caltrack_grid(1), cools=False)
    assert not found.cooling.any()


def test_a_meter_without_readings_has_no_model() -> None:
    temperature = np.linspace(0, 20, 365)
    found = fit_change_points(np.full((1, 365), np.nan), temperature, caltrack_grid(3), cools=True)
    assert found.kind[0] == -1
    assert np.isnan(found.predict(temperature)).all()


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="one temperature per day"):
        fit_change_points(np.ones((1, 3)), np.ones(4), caltrack_grid(3), cools=True)


@pytest.mark.parametrize("known", RECORDED, ids=lambda r: f"{r.step}F-{r.meter}-{r.cools}")
def test_caltrack_answers_with_the_reference_whatever_looks_odd(
    known: Recorded, synthetic_year: tuple[Numbers, Numbers]
) -> None:
    """The year after counts in another unit: an alarm, but no obstacle for this method."""
    temperature, use = synthetic_year
    days = np.arange(np.datetime64("2022-01-01"), np.datetime64("2024-01-01"))
    row = use[known.meter]
    question = EffectQuery(
        energy=Series.of_days(days, np.concatenate([row, row * 1_000])),
        weather=Series.of_days(days, np.concatenate([temperature, temperature])),
        carrier=Carrier.ELECTRICITY if known.cools else Carrier.GAS,
        baseline_start=days[0],
        baseline_end=days[365],
        start=days[365],
        end=days[-1] + 1,
        method=BaselineMethod.CALTRACK_DAILY
        if known.step == 1
        else BaselineMethod.CALTRACK_DAILY_3F,
    )
    effect = effect_of(question)
    assert effect.model is not None
    assert effect.saving is not None
    assert "unit_jump" in {each.code for each in effect.warnings}
    found = {each.name: each.value for each in effect.model.coefficients}
    assert effect.model.type == known.kind
    assert found["base"] == pytest.approx(known.base, rel=CLOSE)
    for name, wanted in (("heating", known.heating), ("cooling", known.cooling)):
        assert found[name] / 1.8 == pytest.approx(wanted or 0.0, rel=CLOSE)


@pytest.mark.parametrize(("heating_days", "kind"), [(9, "constant"), (10, "heating")])
def test_a_slope_needs_ten_days_with_degrees(heating_days: int, kind: str) -> None:
    """CalTRACK 2.0, section 3.2.2.1.1: fewer days than ten tell nothing."""
    temperature = np.full(365, 20.0)
    temperature[:heating_days] = np.linspace(-10, 0, heating_days)
    use = 5 + 3 * np.maximum(10 - temperature, 0)
    found = fit_change_points(use[None], temperature, np.arange(8.0, 13.0), cools=False)
    assert KINDS[int(found.kind[0])] == kind


@pytest.mark.parametrize(("degree_days", "kind"), [(19, "constant"), (21, "heating")])
def test_a_slope_needs_twenty_degree_days(degree_days: int, kind: str) -> None:
    """CalTRACK 2.0, section 3.2.2.1.2, in degree days Fahrenheit."""
    temperature = np.full(365, 40.0)
    limit = float(caltrack_grid(90 - 30)[0])  # 30 F, the only balance point
    depth = degree_days * 5 / 9 / 12
    temperature[:12] = limit - depth * (1 + 0.1 * np.cos(np.pi * np.arange(12)))
    use = 5 + 3 * np.maximum(limit - temperature, 0)
    found = fit_change_points(use[None], temperature, np.array([limit]), cools=False)
    assert KINDS[int(found.kind[0])] == kind
