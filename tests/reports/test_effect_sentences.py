"""Three sentences that never claim more than the range carries."""

import re
from dataclasses import replace
from datetime import date

from klimamosaik.reports.kernel.effect import EffectFigures, sentences
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text

SAVED = EffectFigures(
    verdict=Verdict.SAVED,
    first_day=date(2024, 9, 1),
    end=date(2026, 1, 1),
    confidence=0.9,
    saved_kwh=91_115.6,
    saved_percent=16.8,
    low_kwh=4_946.3,
    high_kwh=177_284.9,
    expected_kwh=542_159.0,
    measured_kwh=451_043.0,
    saved_eur=10_053.0,
    low_eur=545.0,
    high_eur=19_560.0,
    low_percent=0.91,
    high_percent=32.7,
)


def test_a_saving_is_told_with_its_range_and_its_worth() -> None:
    answer, known, worth = sentences(SAVED)
    assert answer.de.startswith("Die Maßnahme hat vom 1. September 2024 bis 31. Dezember 2025")
    assert "91.000 kWh (17 %)" in answer.de
    assert "zwischen 5.000 kWh und 177.000 kWh" in answer.de
    assert "between 5,000 kWh and 177,000 kWh" in answer.en
    assert "542.000 kWh zu erwarten" in known.de
    assert worth.de == "In dieser Zeit sind das rund 10.100 Euro (500 bis 19.600 Euro)."
    assert worth.en == "In that time this is about 10,100 euros (500 to 19,600 euros)."


def test_expected_less_measured_is_the_saving_as_printed() -> None:
    answer, known, _ = sentences(SAVED)
    expected, measured = (
        int(word.replace(".", "")) for word in re.findall(r"([\d.]+) kWh", known.de)
    )
    assert f"{(expected - measured) // 1000}.000 kWh" in answer.de


def test_rounding_never_lets_a_sure_range_touch_zero() -> None:
    close = replace(SAVED, low_kwh=12.0, high_kwh=100_000.0, saved_kwh=50_006.0)
    assert "zwischen 0 kWh" not in sentences(close)[0].de


def test_what_may_be_zero_is_given_no_worth() -> None:
    unsure = replace(
        SAVED, verdict=Verdict.NOT_DISTINGUISHABLE, low_kwh=-27_000.0, high_kwh=36_000.0
    )
    told = sentences(unsure)
    assert len(told) == 2
    assert "schließt null ein" in told[0].de
    assert not any("Euro" in sentence.de or "gespart" in sentence.de for sentence in told)


def test_extra_use_is_told_with_positive_numbers() -> None:
    more = replace(
        SAVED,
        verdict=Verdict.USED_MORE,
        saved_kwh=-32_000.0,
        saved_percent=-16.9,
        low_kwh=-49_000.0,
        high_kwh=-14_000.0,
        saved_eur=-9_000.0,
        low_eur=-13_000.0,
        high_eur=-4_000.0,
        low_percent=-26.0,
        high_percent=-7.8,
    )
    answer = sentences(more)[0]
    assert "mehr verbraucht" in answer.de
    assert "zwischen 14.000 kWh und 49.000 kWh" in answer.de
    assert "(17 %)" in answer.de
    assert "9.000 Euro (4.000 bis 13.000 Euro) mehr" in sentences(more)[2].de


def test_what_cannot_be_decided_says_why() -> None:
    unknown = replace(
        SAVED,
        verdict=Verdict.NOT_DECIDABLE,
        saved_kwh=None,
        expected_kwh=None,
        reason=Text("Die Einheit wechselt.", "The unit changes."),
    )
    (answer,) = sentences(unknown)
    assert (
        answer.de == "Was die Maßnahme gebracht hat, ist nicht entscheidbar. Die Einheit wechselt."
    )
    assert answer.en.endswith("The unit changes.")


def test_unknown_worth_is_left_out_and_not_zero() -> None:
    assert len(sentences(replace(SAVED, saved_eur=None))) == 2
    assert "bis" not in sentences(replace(SAVED, low_eur=None))[2].de
