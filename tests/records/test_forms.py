"""Forms of records: labels of the model, numbers as people write them, one page that asks."""

from typing import Any

import pytest
from django import forms
from django.test import Client
from django.utils.translation import override

from klimamosaik.measures.forms.measure import MeasureForm
from klimamosaik.measures.forms.rows import CostForm, IndicatorForm
from klimamosaik.measures.models import Measure
from klimamosaik.pathway.models import Milestone, PastYear, Target
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality, Population
from klimamosaik.reports.master_data.forms import BuildingForm, PopulationForm
from tests.visitors import visitor_of

AGS = "03403000"


@pytest.fixture
def meike(town: Municipality) -> Client:
    return visitor_of(town, Role.EDITOR, "meike", headers={"accept-language": "de"})


def test_a_field_is_called_as_its_model_says_in_the_readers_language() -> None:
    field = BuildingForm.base_fields["usable_area"]
    told = []
    for language in ("de", "en"):
        with override(language):
            told.append((str(field.label), str(field.help_text)))
    assert [label for label, _ in told] == ["Nutzfläche [m²]", "Usable area [m²]"]
    assert all("§ 3" in hint for _, hint in told)


@pytest.mark.parametrize(
    ("language", "typed"), [("de", "169.000"), ("de", "169000"), ("en", "169,000")]
)
def test_thousands_of_people_are_read_as_they_are_written(
    town: Municipality, language: str, typed: str
) -> None:
    with override(language):
        form = PopulationForm(
            {"year": "2025", "inhabitants": typed, "source": "LSN"},
            instance=Population(municipality=town),
        )
        assert form.is_valid(), form.errors
    assert form.cleaned_data["inhabitants"] == 169_000


@pytest.mark.parametrize(
    "typed", ["169 000", "169\N{NO-BREAK SPACE}000", "169\N{NARROW NO-BREAK SPACE}000", " 169000 "]
)
def test_a_number_pasted_in_groups_is_that_number(town: Municipality, typed: str) -> None:
    with override("de"):
        form = PopulationForm(
            {"year": "2025", "inhabitants": typed, "source": "LSN"},
            instance=Population(municipality=town),
        )
        assert form.is_valid(), form.errors
    assert form.cleaned_data["inhabitants"] == 169_000


@pytest.mark.parametrize(
    ("language", "day", "told"),
    [
        ("de", "1850-01-01", "Frühestens geht 1. Januar 1990."),
        ("de", "2999-01-01", "Spätestens geht 1. Januar 2100."),
        ("en", "1850-01-01", "1 January 1990 at the earliest."),
    ],
)
def test_a_day_out_of_reach_is_told_as_people_write_days(
    town: Municipality, language: str, day: str, told: str
) -> None:
    with override(language):
        form = MeasureForm({"name": "Dämmung", "start": day}, municipality=town)
        assert form.errors["start"] == [told]


def test_a_year_is_shown_without_thousands_and_a_number_with_a_comma(town: Municipality) -> None:
    measure = Measure.objects.create(municipality=town, name="Dämmung")
    line = measure.cost_lines.create(year=2025, kind="running", planned="1234.50")
    line.refresh_from_db()
    with override("de"):
        shown = str(CostForm(instance=line, municipality=town))
    assert 'value="2025"' in shown
    assert 'value="1.234,50"' in shown


def test_nothing_is_chosen_for_a_person(town: Municipality) -> None:
    with override("de"):
        offered = [str(word) for _, word in IndicatorForm.base_fields["link"].choices]  # type: ignore[attr-defined]
    assert offered[:2] == ["– bitte wählen –", "Was wir hineingeben"]


def test_a_page_asks_before_a_record_goes_and_its_history_stays(
    meike: Client, town: Municipality
) -> None:
    rows: list[tuple[str, Any]] = [
        ("ziel", Target.objects.create(municipality=town, year=2035, source="Rat")),
        (
            "zwischenziel",
            Milestone.objects.create(
                municipality=town, year=2030, reduction=50, base_year=1990, base_t=1e6, source="Rat"
            ),
        ),
        (
            "jahre",
            PastYear.objects.create(municipality=town, year=2015, emissions_t=1e6, source="Amt"),
        ),
    ]
    for path, row in rows:
        address = f"/{AGS}/minderungspfad/{path}/{row.pk}/streichen/"
        asked = meike.get(address).content.decode()
        assert "Das Änderungsprotokoll behält" in asked or "The history" in asked
        assert type(row).objects.count() == 1
        assert meike.post(address, {"sure": "yes"}).status_code == 302
        assert type(row).objects.count() == 0
        assert row.history.first().history_user.username == "meike"
    assert "entfernt" in meike.get(f"/{AGS}/minderungspfad/").content.decode()


@pytest.mark.parametrize(
    ("language", "told"),
    [("de", "Hier fehlt noch eine Angabe."), ("en", "Something is still missing here.")],
)
def test_an_empty_field_is_told_as_a_colleague_would(language: str, told: str) -> None:
    class Asking(forms.Form):
        name = forms.CharField()
        day = forms.DateField()
        kind = forms.ChoiceField(choices=[("a", "A")])
        several = forms.MultipleChoiceField(choices=[("a", "A")])
        file = forms.FileField()

    with override(language):
        errors = Asking({}).errors
        assert {str(each) for field in errors.values() for each in field} == {told}
    assert len(errors) == 5
