"""On public pages: {% load pages %}{% words_here "co2e" "mwh" %}, {{ estimate|bare:1 }}."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import template

from klimamosaik.publication.kernel.periods import written_period
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.records.language import reader_language
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.explained import words
from klimamosaik.terms.text import Text

register = template.Library()
AS_IT_IS = Text("{value}", "{value}")


@register.inclusion_tag("publication/pages/words_here.html")
def words_here(*keys: str) -> dict[str, Any]:
    """Words of a page, each explained on tap. Raises KeyError for a word nobody explains."""
    return {"words": [words()[key] for key in keys]}


@register.inclusion_tag("publication/pages/words_here.html")
def words_here_of(keys: Iterable[str]) -> dict[str, Any]:
    """The same, where the page knows which words stand on it."""
    return words_here(*keys)


@register.filter
def bare(estimate: Estimate, digits: int = 0) -> str:
    """An estimate with its range, without its unit: 22,2 (8,4 bis 36,0)."""
    spec = f".{digits}n" if digits else "n"
    return replace(estimate, unit="").written(spec, reader_language())


@register.filter
def plain(value: float | None) -> str:
    """A number with the decimals it needs; a dash where it is not known."""
    return "–" if value is None else AS_IT_IS.format(value=value).in_(reader_language())


@register.filter
def written_month(period: str) -> str:
    """A month as people write it: März 2025."""
    return written_period(period, reader_language())


@register.filter
def public_page(ags: str) -> str:
    """The public page of a municipality, in the reader's language."""
    return page_path(ags, language=reader_language())
