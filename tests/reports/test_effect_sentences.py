"""Three sentences that never claim more than the range carries."""

import re
from datetime import date

import pytest

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.reports import effect_sentences
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text

WORTH = Estimate(10_053.0, 545.0, 19_560.0, "EUR")


def effect(saved: float, low: float, high: float, **more: object) -> MeasuredEffect:
    """The row of a measure as it is stored."""
    figures: dict[str, object] = {
        "verdict": Estimate(saved, low, high).verdict,
        "saved_percent": 16.8,
        "expected_kwh": 542_159.0,
        "measured_kwh": 451_043.0,
        "confidence": 0.9,
    }
    return MeasuredEffect(saved_kwh=saved, low_kwh=low, high_kwh=high, **(figures | more))


def sentences(
    row: MeasuredEffect, *, worth: Estimate | None = WORTH, reason: Text | None = None
) -> tuple[Text, ...]:
    """What is said of it."""
    return effect_sentences.sentences(
        row, first_day=date(2024, 9, 1), end=date(2026, 1, 1), worth=worth, reason=reason
    )


SAVED = effect(91_115.6, 4_946.3, 177_284.9)


def test_a_saving_is_told_with_its_range_and_its_worth() -> None:
    answer, known, worth = sentences(SAVED)
    assert answer.de.startswith("Die Maßnahme hat vom 1. September 2024 bis 31. Dezember 2025")
    assert "91.000 kWh (17 %)" in answer.de
    assert "zwischen 5.000 kWh und 177.000 kWh" in answer.de
    assert "between 5,000 kWh and 177,000 kWh" in answer.en
    assert "542.000 kWh verbraucht worden" in known.de
    assert worth.de == "In dieser Zeit sind das rund 10.100 Euro (500 bis 19.600 Euro)."
    assert worth.en == "In that time this is about 10,100 euros (500 to 19,600 euros)."


def test_expected_less_measured_is_the_saving_as_printed() -> None:
    answer, known, _ = sentences(SAVED)
    expected, measured = (
        int(word.replace(".", "")) for word in re.findall(r"([\d.]+) kWh", known.de)
    )
    assert f"{(expected - measured) // 1000}.000 kWh" in answer.de


def test_rounding_never_lets_a_sure_range_touch_zero() -> None:
    close = effect(50_006.0, 12.0, 100_000.0)
    assert "zwischen 0 kWh" not in sentences(close)[0].de


def test_what_may_be_zero_is_given_no_worth() -> None:
    unsure = effect(4_500.0, -27_000.0, 36_000.0)
    told = sentences(unsure)
    assert len(told) == 2
    assert "reichen für eine Aussage nicht" in told[0].de
    assert not any("Euro" in sentence.de or "gespart" in sentence.de for sentence in told)


def test_what_may_be_zero_is_told_without_a_sign() -> None:
    """ "Ein Unterschied von −2.000 kWh": more or less? Nobody should have to know."""
    more, _ = sentences(
        effect(-2_100.0, -38_000.0, 35_000.0, expected_kwh=157_000.0, measured_kwh=159_100.0)
    )
    assert "rund 2.000 kWh (1 %) mehr als erwartet" in more.de
    assert "zwischen 38.000 kWh mehr und 35.000 kWh weniger" in more.de
    assert "about 2,000 kWh (1 %) more than expected" in more.en
    less, _ = sentences(effect(33_000.0, -8_000.0, 74_000.0))
    assert "%) weniger als erwartet" in less.de
    assert "zwischen 8.000 kWh mehr und 74.000 kWh weniger" in less.de
    assert not re.search("[−-][0-9]", more.de + less.de + more.en + less.en)


def test_extra_use_is_told_with_positive_numbers() -> None:
    more = effect(
        -32_000.0, -49_000.0, -14_000.0, saved_percent=-16.9, expected_kwh=189_350.0,
        measured_kwh=221_350.0,
    )  # fmt: skip
    answer, _, worth = sentences(more, worth=Estimate(-9_000.0, -13_000.0, -4_000.0, "EUR"))
    assert "mehr verbraucht" in answer.de
    assert "zwischen 14.000 kWh und 49.000 kWh" in answer.de
    assert "(17 %)" in answer.de
    assert "9.000 Euro (4.000 bis 13.000 Euro) mehr" in worth.de


@pytest.mark.parametrize(("worth", "said"), [
    (Estimate(-900.0, -1_300.0, -400.0, "EUR"),
     "In Geld sind das in dieser Zeit dennoch rund 900 Euro (400 bis 1.300 Euro) mehr."),
    (Estimate(300.0, -200.0, 800.0, "EUR"),
     "In Geld ist das nicht von null zu unterscheiden: rund 300 Euro (−200 bis 800 Euro)."),
])  # fmt: skip
def test_energy_saved_is_no_money_saved_where_prices_differ(worth: Estimate, said: str) -> None:
    """A heat pump saves gas and draws electricity that costs three times as much."""
    assert sentences(SAVED, worth=worth)[2].de == said


def test_more_energy_may_cost_less() -> None:
    more = effect(-32_000.0, -49_000.0, -14_000.0, saved_percent=None)
    assert sentences(more)[2].de.startswith("In Geld sind das in dieser Zeit dennoch rund 10.100")


def test_what_cannot_be_decided_says_why() -> None:
    unknown = MeasuredEffect(verdict=Verdict.NOT_DECIDABLE, confidence=0.9)
    reason = Text("Die Einheit wechselt.", "The unit changes.")
    (answer,) = sentences(unknown, reason=reason)
    assert answer.de == "Noch keine Aussage möglich. Die Einheit wechselt."
    assert answer.en.endswith("The unit changes.")


def test_unknown_worth_is_left_out_and_not_zero() -> None:
    assert len(sentences(SAVED, worth=None)) == 2
