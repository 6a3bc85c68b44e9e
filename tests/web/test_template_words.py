"""Sentences in templates: short ones as a tag, long ones as a block, both in two languages."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template
from django.utils.translation import override

from klimamosaik.web.template_whitespace import compact

LONG = """
  {% sentence n=count who=name %}
    {n} Steine sind da,
    sagt {who}.

    {% english %}

    {n} stones are here, says {who}.
  {% endsentence %}
"""


def written(template: str, language: str, **values: object) -> str:
    """A template as a reader of the language gets it."""
    with override(language):
        return Template(template).render(Context(values)).strip()


def test_a_long_sentence_is_written_over_lines_and_read_on_one() -> None:
    assert written(LONG, "de", count=1250, name="Ada") == "1.250 Steine sind da, sagt Ada."
    assert written(LONG, "en", count=1250, name="Ada") == "1,250 stones are here, says Ada."


def test_what_people_typed_is_shown_in_a_long_sentence_not_run() -> None:
    assert "&lt;b&gt;" in written(LONG, "de", count=1, name="<b>")


@pytest.mark.parametrize("inside", ["{{ name }} {% english %} x", "x {% english %} {% now 'Y' %}"])
def test_a_long_sentence_holds_words_only(inside: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="words and"):
        Template("{% sentence %}" + inside + "{% endsentence %}")


def test_a_long_sentence_takes_values_by_name_only() -> None:
    with pytest.raises(TemplateSyntaxError, match="name=value"):
        Template("{% sentence count %}a{% english %}b{% endsentence %}")


def test_a_stored_sentence_is_read_in_the_readers_language() -> None:
    stored = {"de": "Preis der Rechnungen", "en": "price of the bills"}
    assert written("{{ text|spoken }}", "en", text=stored) == "price of the bills"
    assert written("{{ text|spoken }}", "de", text={}) == ""


@pytest.mark.parametrize(
    ("template", "sent"),
    [
        ("<td\n  class='n'\n>\n  {{ x }}\n</td>\n", "<td class='n'>{{ x }}</td>"),
        ("<ul>\n  {% for x in y %}\n    <li>", "<ul>{% for x in y %}<li>"),
        (
            "<b>a</b>\n  <i>b</i>{% if c %}\n  d{% endif %}",
            "<b>a</b> <i>b</i>{% if c %} d{% endif %}",
        ),
        (
            '<a\n  {% if x > 1 %}class="b"{% endif %}\n  href="/"\n>c',
            '<a{% if x > 1 %} class="b"{% endif %} href="/">c',
        ),
        ('<img src="a"\n/>', '<img src="a"/>'),
    ],
)
def test_a_page_is_sent_without_the_line_breaks_of_its_template(template: str, sent: str) -> None:
    assert compact(template) == sent


def test_pages_are_made_of_compact_templates() -> None:
    assert "\n" not in get_template("base.html").template.source  # type: ignore[attr-defined]
