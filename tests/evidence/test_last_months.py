"""A claim that hangs on the last months before the measure holds what it is without them, too."""

from dataclasses import replace

import numpy as np
import pytest

from klimamosaik.evidence.engine import effect_of
from klimamosaik.evidence.kernel.days import all_days
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.series import Flags, Numbers, Series
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.figure import Verdict
from tests.evidence.decided import decided
from tests.evidence.test_truths import DAYS, START, ask, cut, heating, temperatures

TEMPERATURE = temperatures()
CODE = "hangs_on_last_months"


def office() -> Numbers:
    weekday = (DAYS.astype(np.int64) + 3) % 7 < 5
    rng = np.random.default_rng(8)
    return np.asarray((180 + 260 * weekday) * (1 + rng.normal(0, 0.05, len(DAYS))))


def pool() -> Numbers:
    """Open from 10 May to 15 September."""
    day = (DAYS - DAYS.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.int64)
    rng = np.random.default_rng(9)
    opened = (day >= 130) & (day < 258)
    return np.asarray(np.where(opened, 900, 40) * (1 + rng.normal(0, 0.05, len(DAYS))))


KINDS = [(heating(TEMPERATURE), Carrier.HEAT), (office(), Carrier.ELECTRICITY)]


def before(months: int) -> Flags:
    """The last months before the measure."""
    first = START.astype("datetime64[M]") - months
    return np.asarray((DAYS.astype("datetime64[M]") >= first) & (DAYS < START))


def told(use: Numbers, carrier: Carrier = Carrier.HEAT) -> tuple[Verdict, list[str]]:
    effect = effect_of(replace(ask(use, TEMPERATURE), carrier=carrier))
    texts = [each.text.en for each in effect.warnings if each.code == CODE]
    return effect.verdict, texts


@pytest.mark.parametrize("months", [2, 3, 5])
@pytest.mark.parametrize("part", [0.0, 0.3, 0.5])
@pytest.mark.parametrize(("use", "carrier"), KINDS)
def test_a_spell_before_the_measure_is_no_claim(
    use: Numbers, carrier: Carrier, months: int, part: float
) -> None:
    if part == 0 and carrier.zero_is_missing:
        part = 0.05  # a building at rest draws a little
    closed = np.where(before(months), part * use, use)
    verdict, texts = told(closed, carrier)
    assert not verdict.claims
    assert all("range therefore holds both" in text for text in texts)


@pytest.mark.parametrize(("use", "carrier"), KINDS)
def test_a_closed_autumn_is_named_with_what_it_would_be_without(
    use: Numbers, carrier: Carrier
) -> None:
    _, texts = told(np.where(before(3), 0.5 * use, use), carrier)
    assert len(texts) == 1
    assert "last 3 months" in texts[0]
    assert "-" not in texts[0]  # a minus is a minus
    assert "−0 %" not in texts[0]
    found = texts[0].split("it would be ")[1].split(" %")[0].replace("−", "-")
    assert abs(float(found)) <= 5


@pytest.mark.parametrize(("use", "carrier"), KINDS)
def test_a_range_holds_both_readings_of_a_spell(use: Numbers, carrier: Carrier) -> None:
    plain = decided(effect_of(replace(ask(use, TEMPERATURE), carrier=carrier)))
    closed = np.where(before(3), 0.5 * use, use)
    found = decided(effect_of(replace(ask(closed, TEMPERATURE), carrier=carrier)))
    assert found.low < found.mean < 0 < found.high
    assert found.low < plain.mean < found.high
    assert found.high - found.mean > found.mean - found.low  # only where the other reading lies


@pytest.mark.parametrize("months", [2, 3, 5])
def test_twice_the_use_just_before_the_measure_is_no_saving(months: int) -> None:
    verdict, _ = told(np.where(before(months), 2 * office(), office()), Carrier.ELECTRICITY)
    assert verdict is not Verdict.SAVED


@pytest.mark.parametrize("more", [0.4, 0.8])
@pytest.mark.parametrize(("use", "carrier"), KINDS)
def test_a_true_rise_after_a_plain_year_is_found(
    use: Numbers, carrier: Carrier, more: float
) -> None:
    verdict, texts = told(cut(use, -more), carrier)
    assert verdict is Verdict.USED_MORE
    assert texts == []


@pytest.mark.parametrize("share", [0.25, 0.5])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_season_that_comes_again_is_no_spell(share: float, turned: int) -> None:
    season = np.roll(pool(), turned)
    verdict, texts = told(cut(season, share), Carrier.ELECTRICITY)
    assert verdict is Verdict.SAVED
    assert not any("range therefore holds both" in text for text in texts)


@pytest.mark.parametrize("part", [0.25, 0.45, 0.8])
@pytest.mark.parametrize(("use", "carrier"), KINDS)
def test_a_true_saving_does_not_hang_on_them(use: Numbers, carrier: Carrier, part: float) -> None:
    verdict, texts = told(cut(use, part), carrier)
    assert verdict is Verdict.SAVED
    assert texts == []


def test_what_claims_nothing_needs_no_word() -> None:
    assert told(heating(TEMPERATURE))[1] == []


def test_a_short_baseline_and_other_methods_are_left_as_they_are() -> None:
    use = np.where(before(3), 0.5 * heating(TEMPERATURE), heating(TEMPERATURE))
    caltrack = effect_of(ask(use, TEMPERATURE, BaselineMethod.CALTRACK_DAILY))
    assert CODE not in {each.code for each in caltrack.warnings}
    months = Series.of_days(DAYS, use)
    short = replace(
        ask(use, TEMPERATURE), energy=months, baseline_start=np.datetime64("2022-06-01", "D")
    )
    assert CODE not in {each.code for each in effect_of(short).warnings}


@pytest.mark.parametrize(("use", "carrier"), KINDS)
def test_what_the_rest_of_the_year_says_is_less_sure_than_the_whole(
    use: Numbers, carrier: Carrier
) -> None:
    plain = decided(effect_of(replace(ask(use, TEMPERATURE), carrier=carrier)))
    closed = np.where(before(5), 0.5 * use, use)
    found = decided(effect_of(replace(ask(closed, TEMPERATURE), carrier=carrier)))
    assert found.high - plain.mean > np.sqrt(365 / 212) * plain.half_width


def measured_in_april(part: float, *, summer: float = 1.0, insulated: float = 0.0) -> EffectQuery:
    """A heated building with a measure in April.

    part: of its use in the five months before; summer: part of the heating the weather asks for
    that it does from April to October; insulated: part of its heating that is saved.
    """
    first, start, end = (np.datetime64(f"{year}-04-01", "D") for year in (2022, 2023, 2024))
    days = all_days(first, end)
    temperature = np.resize(np.roll(TEMPERATURE, -90), len(days))
    season = np.isin(days.astype("datetime64[M]").astype(np.int64) % 12 + 1, (11, 12, 1, 2, 3))
    rng = np.random.default_rng(6)
    kept = np.where(days < start, 1.0, 1 - insulated)
    heat = np.where(season, 40, summer * 40) * np.maximum(16 - temperature, 0) * kept
    use = (80 + heat) * (1 + rng.normal(0, 0.03, len(days)))
    lately = (days < start) & (days >= np.datetime64("2022-11-01", "D"))
    return replace(
        ask(heating(TEMPERATURE), TEMPERATURE),
        energy=Series.of_days(days, np.where(lately, part * use, use)),
        weather=Series.of_days(days, temperature),
        baseline_start=first,
        baseline_end=start,
        start=start,
        end=end,
    )


@pytest.mark.parametrize("part", [0.5, 0.55, 0.6])
def test_a_closed_winter_is_seen_by_the_summers_beside_it(part: float) -> None:
    effect = effect_of(measured_in_april(part, summer=0.25))
    assert not effect.verdict.claims
    assert decided(effect).low < 0 < decided(effect).high
    assert CODE in {each.code for each in effect.warnings}


@pytest.mark.parametrize("insulated", [0.3, 0.5])
def test_an_insulation_that_shows_in_winter_only_does_not_hang_on_it(insulated: float) -> None:
    assert effect_of(measured_in_april(1, insulated=insulated)).verdict is Verdict.SAVED


def lights() -> Numbers:
    """Lit from 28 November to Christmas Eve, a season shorter than the model looks for."""
    day = (DAYS - DAYS.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.int64)
    rng = np.random.default_rng(10)
    lit = (day >= 331) & (day < 358)
    return np.asarray(np.where(lit, 900, 20) * (1 + rng.normal(0, 0.05, len(DAYS))))


def test_a_season_that_the_model_took_for_a_level_claims_nothing() -> None:
    use = cut(lights(), 0.6)
    effect = effect_of(replace(ask(use, TEMPERATURE), carrier=Carrier.ELECTRICITY))
    assert not effect.verdict.claims
    assert decided(effect).low < 1.5 * use[START <= DAYS].sum() < decided(effect).high


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_nobody_is_asked_about_a_season_that_comes_again(turned: int) -> None:
    """A word on closing or building works would have the year before end in the season."""
    assert told(cut(np.roll(pool(), turned), 0.25), Carrier.ELECTRICITY)[1] == []
