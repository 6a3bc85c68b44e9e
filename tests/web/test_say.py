"""Sentences of templates: numbers, plurals and days as the reader writes them."""

import pytest
from django.template import Context, Template
from django.utils.translation import override


@pytest.mark.parametrize(
    ("language", "n", "told"),
    [
        ("de", 1, "1 Maßnahme ist geplant, 1.234"),
        ("de", 2, "2 Maßnahmen sind geplant, 1.234"),
        ("en", 1, "1 measure is planned, 1,234"),
        ("en", 1200, "1,200 measures are planned, 1,234"),
    ],
)
def test_counts_have_their_word_and_their_thousands(language: str, n: int, told: str) -> None:
    whole = (
        "{% load speech %}{% sentence n=n all=1234 %} {n:Maßnahme ist|Maßnahmen sind} geplant, "
        "{all}{% english %} {n:measure is|measures are} planned, {all} {% endsentence %}"
    )
    with override(language):
        assert Template(whole).render(Context({"n": n})) == told


def test_what_a_sentence_is_filled_with_is_no_markup() -> None:
    said = Template('{% load speech %}{% say "Zu {name}" "Of {name}" name=name %}')
    with override("de"):
        assert said.render(Context({"name": "<b>Rathaus</b>"})) == "Zu &lt;b&gt;Rathaus&lt;/b&gt;"
