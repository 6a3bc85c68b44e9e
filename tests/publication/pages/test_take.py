"""What one takes along from a page: a few figures at once, the others behind a click."""

import pytest
from django.template.loader import render_to_string

from klimamosaik.publication.public.pages.figure_links import TakenFigure
from klimamosaik.terms.text import Text


@pytest.mark.parametrize(("count", "hidden"), [(3, 0), (8, 0), (40, 32)])
def test_a_page_of_many_figures_shows_the_first_and_folds_the_others(
    count: int, hidden: int
) -> None:
    figures = [TakenFigure(str(n), Text(f"Z{n}.", f"F{n}."), f"/z/{n}/") for n in range(count)]
    page = render_to_string("publication/pages/take.html", {"figures": figures})
    shown, _, folded = page.partition("<details")
    assert (shown.count("/z/"), folded.count("/z/")) == (count - hidden, hidden)
