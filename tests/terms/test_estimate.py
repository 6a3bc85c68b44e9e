"""A figure with its range: what is added, scaled, shared and judged is so in one room."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimamosaik.terms.estimate import Estimate, around, criterion_of, together, verdict_of
from klimamosaik.terms.figure import Because, GateVerdict, Verdict
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text

NUMBERS = st.floats(-1e6, 1e6)
WIDTHS = st.floats(0.0, 1e6)
FACTORS = st.floats(-1e3, 1e3).filter(lambda factor: abs(factor) > 1e-3)
NAN, INFINITE = float("nan"), float("inf")


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    """Lopsided ranges too, with a part of drift no wider than the narrower side."""
    mean, below, above = draw(NUMBERS), draw(WIDTHS), draw(WIDTHS)
    drift = draw(st.floats(0.0, 1.0)) * min(below, above)
    return Estimate(mean, mean - below, mean + above, "kWh", drift=drift)


def close(a: Estimate, b: Estimate) -> bool:
    """The same but for the last digits of floats."""
    size = max(map(abs, (a.mean, a.low, a.high, b.low, b.high)), default=1.0)
    pairs = ((a.mean, b.mean), (a.low, b.low), (a.high, b.high), (a.drift, b.drift))
    return all(math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-9 + 1e-9 * size) for x, y in pairs)


@pytest.mark.parametrize(
    "ends", [(1.0, 0.0), (NAN, 1.0), (0.0, INFINITE), (-INFINITE, 0.0), (0.0, NAN)]
)
def test_a_range_runs_from_low_to_high_and_is_made_of_numbers(ends: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match=r"low to high|not a number"):
        Estimate(0.5, *ends)
    with pytest.raises(ValueError, match="not a number"):
        Estimate(NAN, 0.0, 1.0)


@pytest.mark.parametrize(("low", "high", "said"), [
    (1, 9, Verdict.SAVED), (-9, -1, Verdict.USED_MORE), (-1, 9, Verdict.NOT_DISTINGUISHABLE),
    (0, 9, Verdict.NOT_DISTINGUISHABLE), (-9, 0, Verdict.NOT_DISTINGUISHABLE),
    (None, 9, Verdict.NOT_DECIDABLE), (1, None, Verdict.NOT_DECIDABLE),
    (NAN, 9, Verdict.NOT_DECIDABLE), (1, INFINITE, Verdict.NOT_DECIDABLE),
])  # fmt: skip
def test_a_range_says_what_side_of_zero_it_is_on(
    low: float | None, high: float | None, said: Verdict
) -> None:
    assert verdict_of(low, high) is said


@given(estimates(), FACTORS)
def test_an_estimate_is_scaled_with_all_its_parts(one: Estimate, factor: float) -> None:
    scaled = one.scaled(factor, "t")
    assert scaled.unit == "t"
    assert math.isclose(scaled.half_width, one.half_width * abs(factor), abs_tol=1e-3)
    assert close(scaled.scaled(1 / factor, "kWh"), one)
    if one.verdict is Verdict.SAVED:
        assert scaled.verdict is (Verdict.SAVED if factor > 0 else Verdict.USED_MORE)


@given(estimates(), st.integers(1, 50))
def test_shared_out_and_multiplied_again_it_is_the_same(one: Estimate, count: int) -> None:
    assert close(one.per(count, "kWh/a").scaled(count, "kWh"), one)
    assert one.per(1) == one


@pytest.mark.parametrize("count", [0, -1, NAN])
def test_nothing_is_shared_out_over_nobody(count: float) -> None:
    with pytest.raises(ValueError, match="shared out"):
        around(1.0, 1.0).per(count)


@given(st.lists(estimates(), min_size=1, max_size=6))
def test_a_sum_is_wider_than_each_part_and_narrower_than_all_ranges_laid_end_to_end(
    parts: list[Estimate],
) -> None:
    whole = together(parts)
    assert math.isclose(whole.mean, sum(part.mean for part in parts), abs_tol=1e-3)
    widths = [part.half_width for part in parts]
    assert max(widths) - 1e-3 <= whole.half_width <= sum(widths) + 1e-3
    assert math.isclose(whole.drift, sum(part.drift for part in parts), abs_tol=1e-3)


@given(st.lists(estimates(), min_size=2, max_size=5), FACTORS)
def test_scaling_a_sum_is_the_sum_of_the_scaled(parts: list[Estimate], factor: float) -> None:
    assert close(together(parts).scaled(factor), together(part.scaled(factor) for part in parts))


def test_noise_of_meters_adds_in_quadrature_and_drift_in_full() -> None:
    parts = (around(10.0, math.hypot(3, 6), "kWh", drift=6.0),
             around(20.0, math.hypot(4, 6), "kWh", drift=6.0))  # fmt: skip
    whole = together(parts)
    assert (whole.mean, whole.drift) == (30.0, 12.0)
    assert whole.noise == pytest.approx(5.0)
    assert whole.half_width == pytest.approx(13.0)


def test_a_lopsided_range_stays_lopsided_in_a_sum() -> None:
    whole = together([Estimate(10, 7, 22, "t"), Estimate(20, 16, 25, "t")])
    assert (whole.mean, whole.low, whole.high) == (30.0, 25.0, 43.0)


def test_what_is_its_own_is_kept_to_the_last_digit_where_it_is_known() -> None:
    exact = replace(around(10.0, 5.0, "kWh", drift=3.0), scatter=4.000000000000001)
    assert exact.noise == 4.000000000000001
    assert exact.scaled(-2.0).noise == 8.000000000000002
    assert together([exact]).scatter == exact.scatter


def test_a_sum_is_as_sure_and_as_good_as_its_weakest_part() -> None:
    steps = Because(Text("Zähler", "meter")), Because(Text("Rechnung", "bill"))
    sure = Estimate(1, 0, 2, "t", 0.9, Quality.MEASURED, because=steps)
    whole = together([sure, Estimate(1, 0, 2, "t", 0.8, Quality.DEFAULT, because=steps[:1])])
    assert (whole.confidence, whole.quality, whole.because) == (0.8, Quality.DEFAULT, steps)


@pytest.mark.parametrize("units", [(), ("t", "kWh")])
def test_only_like_is_added(units: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="only like"):
        together(around(1.0, 1.0, unit) for unit in units)


def test_a_share_is_one_of_the_use_there_would_have_been() -> None:
    share = around(60.0, 20.0, "kWh").share_of(100.0)  # measured: 40
    assert share is not None
    assert (share.mean, share.unit) == (60.0, "%")
    assert share.low == 50.0
    assert share.high == pytest.approx(100 * 80 / 120)


@given(st.floats(1.0, 1e6), st.floats(-0.9, 1.3), st.floats(0.0, 0.5))
def test_a_share_has_the_verdict_of_its_amount(use: float, saved: float, wide: float) -> None:
    amount = around(use * saved, use * wide, "kWh")
    share = amount.share_of(use)
    if share is None:  # the use left over might have been none at all
        assert use - amount.mean + amount.low <= 0
    else:
        assert share.verdict is amount.verdict
        assert share.low <= share.mean + 1e-9 <= share.high + 2e-9


@pytest.mark.parametrize("saved", [1.0, 100.0])
def test_a_share_of_all_there_was_is_all_of_it(saved: float) -> None:
    """Nothing is left: whatever would have been used, all of it is saved."""
    share = around(saved, 0.3 * saved).share_of(saved)
    assert share is not None
    assert (share.low, share.mean, share.high) == pytest.approx((100.0, 100.0, 100.0))


def test_where_more_is_fed_in_than_drawn_the_larger_amount_is_the_smaller_share() -> None:
    share = around(110.0, 10.0).share_of(100.0)  # measured: 10 fed in
    assert share is not None
    assert share.low == pytest.approx(120 / 1.1)
    assert share.high == pytest.approx(100 / 0.9)


@pytest.mark.parametrize("expected", [0.0, 10.0, -10.0])
def test_what_may_leave_no_use_has_no_share(expected: float) -> None:
    assert around(5.0, 20.0, "kWh").share_of(expected) is None


@pytest.mark.parametrize(
    ("estimate", "template", "german", "english"),
    [
        (Estimate(22.2, 8.6, 35.9, "t"), "{x}", "22,2 (8,6 bis 35,9)\u00a0t",
         "22.2 (8.6 to 35.9)\u00a0t"),
        (Estimate(1234.4, -0.04, 2000.0, "t"), "{x}", "1.234 (0 bis 2.000)\u00a0t",
         "1,234 (0 to 2,000)\u00a0t"),
        (Estimate(22.2, 8.6, 35.9), "{x:n}", "22 (9 bis 36)", "22 (9 to 36)"),
        (Estimate(123456, -1000, 250000, "kWh"), "{x:rough}",
         "123.000 (−1.000 bis 250.000)\u00a0kWh", "123,000 (−1,000 to 250,000)\u00a0kWh"),
        (Estimate(26.4, 10.2, 41.0, "%"), "{x}", "26 % (10 bis 41 %)", "26 % (10 to 41 %)"),
        (Estimate(2.0, 0.26, 3.7, "%"), "{x}", "2,0 % (0,3 bis 3,7 %)", "2.0 % (0.3 to 3.7 %)"),
        (Estimate(0.264, 0.102, 0.41), "{x:%}", "26 % (10 bis 41 %)", "26 % (10 to 41 %)"),
        (Estimate(0.264, 0.102, 0.41), "{x:.1%}", "26,4 % (10,2 bis 41,0 %)",
         "26.4 % (10.2 to 41.0 %)"),
        (Estimate(1, -2.5, 3, "t"), "{x.low:.1n}", "−2,5", "−2.5"),
    ],
)  # fmt: skip
def test_an_estimate_writes_itself_into_a_sentence(
    estimate: Estimate, template: str, german: str, english: str
) -> None:
    assert Text(template, template).format(x=estimate) == Text(german, english)
    if template == "{x}":
        assert estimate.text() == Text(german, english)


@given(st.floats(0.0006, 90.0), st.floats(0.0, 1.0))
def test_rounding_never_lets_a_sure_share_touch_zero(low: float, wide: float) -> None:
    for sign in (1, -1):
        written = around(low + 50 * wide, 50 * wide, "%").scaled(sign).written("", "en")
        ends = written.partition("(")[2].removesuffix(" %)").split(" to ")
        assert len(ends) == 2
        assert all(float(end.replace("−", "-")) != 0 for end in ends)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (5.0, 9.0, GateVerdict.REACHED),
        (4.9, 9.0, GateVerdict.NOT_SHOWN),
        (1.0, 5.0, GateVerdict.NOT_SHOWN),
        (1.0, 4.9, GateVerdict.MISSED),
    ],
)
def test_a_criterion_is_judged_by_the_whole_range(
    low: float, high: float, verdict: GateVerdict
) -> None:
    assert criterion_of(Estimate((low + high) / 2, low, high), asked=5.0) is verdict


def test_without_a_range_a_criterion_is_open() -> None:
    assert criterion_of(None, asked=5.0) is GateVerdict.OPEN
