"""Each form reads a typed number by one rule, in the language of its page, and shows it so."""

import re
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

import klimamosaik
from klimamosaik.records.number_fields import MoneyField, NumberField, WholeNumberField, YearField

SOURCE = Path(klimamosaik.__file__).parent
DJANGO_S = re.compile(r"forms\.(?:Float|Decimal|Integer)Field\(|forms\.NumberInput|localize=True")
LANGUAGES = ("de", "en")


class Amounts(forms.Form):
    number = NumberField(required=False)
    money = MoneyField(required=False, max_digits=14, decimal_places=2)
    count = WholeNumberField(required=False, max_value=10**9)
    year = YearField(required=False)


def typed(language: str, **words: str) -> Amounts:
    form = Amounts(words)
    with override(language):
        form.is_valid()
    return form


def shown(form: forms.Form, name: str, language: str) -> str:
    with override(language):
        found = re.search(r'value="([^"]*)"', str(form[name]))
    return found[1] if found else ""


def test_no_form_reads_numbers_by_itself() -> None:
    files = [file for file in SOURCE.rglob("*.py") if file.name != "number_fields.py"]
    assert len(files) > 1000
    assert [file for file in files if DJANGO_S.search(file.read_text("utf-8"))] == []


def test_every_number_of_every_form_is_asked_by_such_a_field() -> None:
    asking = re.compile("import forms$|import RecordForm$", re.MULTILINE)
    for file in SOURCE.rglob("*.py"):
        if asking.search(file.read_text("utf-8")):
            path = file.relative_to(SOURCE).with_suffix("")
            import_module(".".join(["klimamosaik", *path.parts]))
    made = {each for each in forms_below(forms.BaseForm) if each.__module__.startswith("klima")}
    fields = [field for form in made for field in getattr(form, "base_fields", {}).values()]
    numbers = [each for each in fields if isinstance(each, forms.IntegerField | forms.DecimalField)]
    assert len(made) > 30
    assert len(numbers) > 30
    assert {type(each).__module__ for each in numbers} == {NumberField.__module__}


def forms_below(form: type[forms.BaseForm]) -> set[type[forms.BaseForm]]:
    """All kinds of a form."""
    return {form}.union(*map(forms_below, form.__subclasses__()))


@pytest.mark.parametrize(
    ("name", "words", "german", "english"),
    [
        ("number", "0.125", 0.125, 0.125),
        ("number", "1,5", 1.5, 1.5),
        ("number", "1.000", 1000.0, 1.0),
        ("number", "", None, None),
        ("money", "1.234,50", Decimal("1234.50"), Decimal("1234.50")),
        ("money", "1,234", Decimal("1.234"), Decimal(1234)),
        ("count", "1.000", 1000, 1),
        ("count", "1,000", 1, 1000),
        ("count", "1 000", 1000, 1000),
        ("year", "2025", 2025, 2025),
    ],
)
def test_a_number_means_what_it_means_on_its_page(
    name: str, words: str, german: Any, english: Any
) -> None:
    for language, number in (("de", german), ("en", english)):
        with override(language):
            assert Amounts.base_fields[name].to_python(words) == number


@pytest.mark.parametrize("words", ["1,2,3", "12 00", "zwölf", "1e999"])
@pytest.mark.parametrize("name", ["number", "money"])
def test_what_is_no_number_is_refused_once_and_stands_as_it_was_typed(
    name: str, words: str
) -> None:
    for language, says in (("de", "1.234,5"), ("en", "1,234.5")):
        form = typed(language, **{name: words})
        (told,) = form.errors[name]
        assert says in told
        assert shown(form, name, language) == words


@pytest.mark.parametrize("name", ["count", "year"])
@pytest.mark.parametrize(
    ("language", "words", "says"),
    [("de", "1,5", "ganze Zahl"), ("en", "2.025", "whole number"), ("de", "zwölf", "ganze Zahl"),
     ("en", "1,2,3", "whole number")],
)  # fmt: skip
def test_a_count_is_a_whole_number(name: str, language: str, words: str, says: str) -> None:
    form = typed(language, **{name: words})
    with override(language):
        assert says in str(form.errors[name])
    assert shown(form, name, language) == words


def test_a_power_of_ten_is_a_count_and_no_year() -> None:
    assert WholeNumberField().to_python("1e3") == 1000
    assert "ganze Zahl" in str(typed("de", year="1e3").errors["year"])


@pytest.mark.parametrize(
    ("name", "words", "german", "english"),
    [
        ("number", "0.125", "0,125", "0.125"),
        ("number", "1,5", "1,5", "1.5"),
        ("number", "1234567", "1.234.567", "1,234,567"),
        ("money", "1 234,50", "1.234,50", "1,234.50"),
        ("count", "12000", "12.000", "12,000"),
        ("year", "2025", "2025", "2025"),
        ("number", "", "", ""),
    ],
)
def test_a_form_shown_again_shows_what_was_understood(
    name: str, words: str, german: str, english: str
) -> None:
    again = [shown(typed(each, **{name: words}), name, each) for each in LANGUAGES]
    assert again == [german, english]


@given(number=st.floats(-1e15, 1e15), cents=st.integers(0, 10**12), count=st.integers(0, 10**9))
def test_what_a_page_shows_is_the_same_when_it_is_sent_back(
    number: float, cents: int, count: int
) -> None:
    held = {"number": number, "money": Decimal(cents).scaleb(-2), "count": count, "year": 2025}
    for language in LANGUAGES:
        page = Amounts(initial=held)
        sent = {name: shown(page, name, language) for name in held}
        back = Amounts(sent, initial=held)
        with override(language):
            assert back.is_valid(), back.errors
            assert not back.has_changed()
        assert back.cleaned_data == held
