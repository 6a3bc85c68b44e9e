"""The nouns every stage speaks."""

import importlib
import pickle
import pkgutil
from datetime import date

import pytest

import klimamosaik
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.period import Period
from klimamosaik.terms.text import Text, decimal
from klimamosaik.terms.text_enum import TextEnum


def test_a_sentence_answers_in_german_unless_english_is_asked() -> None:
    text = Text("Zähler", "meter")
    assert [text.in_(language) for language in ("de", "en", "en-gb", "fr")] == [
        "Zähler",
        "meter",
        "meter",
        "Zähler",
    ]


@pytest.mark.parametrize(
    ("value", "digits", "german", "english"),
    [(1234.5, 1, "1.234,5", "1,234.5"), (-0.256, 2, "−0,26", "−0.26"), (7, 0, "7", "7")],
)
def test_numbers_are_written_as_the_reader_writes_them(
    value: float, digits: int, german: str, english: str
) -> None:
    assert decimal(value, digits=digits) == german
    assert decimal(value, digits=digits, language="en") == english


def test_a_refusal_carries_every_complaint() -> None:
    complaints = [Problem(code, Text(code, code)) for code in ("first", "second")]
    assert [c.code for c in InputRejected(complaints).complaints] == ["first", "second"]
    with pytest.raises(AssertionError):
        InputRejected([])
    assert rejected("empty", "leer", "empty").complaints[0].text.en == "empty"


def test_a_kind_is_its_value_and_tells_its_name_in_both_languages() -> None:
    assert Carrier("gas") is Carrier.GAS
    assert {"gas": 1}[Carrier.GAS] == 1
    assert [Carrier.GAS.value, str(Carrier.GAS), f"{Carrier.GAS}"] == ["gas"] * 3
    assert Carrier.GAS.text == Text("Erdgas", "natural gas")
    assert pickle.loads(pickle.dumps(Carrier.GAS)) is Carrier.GAS
    with pytest.raises(ValueError, match="coffee"):
        Carrier("coffee")


def test_every_kind_there_is_has_a_name_in_both_languages() -> None:
    for module in pkgutil.walk_packages(klimamosaik.__path__, "klimamosaik."):
        if not module.name.endswith((".wsgi", ".settings")) and ".migrations" not in module.name:
            importlib.import_module(module.name)
    found = [member for kind in TextEnum.__subclasses__() for member in kind]
    assert len(found) > 100
    assert [repr(each) for each in found if not (each.text.de and each.text.en)] == []


def test_only_a_zero_in_electricity_is_a_gap() -> None:
    assert [carrier for carrier in Carrier if carrier.zero_is_missing] == [Carrier.ELECTRICITY]


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    year = Period(date(2024, 1, 1), date(2025, 1, 1))
    assert date(2024, 1, 1) in year
    assert date(2025, 1, 1) not in year
    assert year.days == 366
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(date(2024, 1, 1), date(2024, 1, 1))


def test_a_refusal_says_why() -> None:
    with pytest.raises(AssertionError, match="needs a reason"):
        InputRejected([])
