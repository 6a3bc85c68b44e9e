"""The words for a model and a reading on the page "Warum?"."""

import pytest

from klimamosaik.reports.why_wording import METHODS, MODELS, kind_of, learnt_by
from klimamosaik.terms.quality import Quality


def test_a_model_of_months_never_claims_to_know_days_of_the_week() -> None:
    assert learnt_by("bills").de.endswith("wie das Gebäude auf Temperatur reagiert.")
    assert learnt_by("daily").de.endswith("auf Temperatur und Wochentage reagiert.")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("form", MODELS)
def test_a_model_is_said_in_german_on_a_german_page(method: str, form: str) -> None:
    said = kind_of(method, form).de
    assert form not in said
    assert method not in said


def test_every_quality_of_a_reading_has_its_word() -> None:
    assert all(each.text.de and each.text.en for each in Quality)
    assert len({each.text for each in Quality}) == len(Quality)
