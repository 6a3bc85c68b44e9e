"""Numbers, dates, counts and ranges as the reader's language writes them, by Babel's own rules.

One mini language stands behind the colon of a placeholder in a `Text`:

    {year}                  as it is: years, numbers of rules, names
    {kwh:n} {tonnes:.1n}    a number with thousands and decimals: 12.345  ·  1.234,5
    {tonnes:rough}          three figures, for what nobody knows to the tonne: 12.300
    {share:%}               a share of 1 in per cent: 0.25 -> 25 %
    {count:Wert|Werte}      a count with its word, in the plural forms of the language
    {day} {day:short}       1. März 2025  ·  01.03.2025; in English 1 March 2025  ·  01 Mar 2025
    {day:month}             März 2025
    {day:mm}                03/2025
    {moment:time}           01.03.2025 14:00 (the local time it carries)
    {saved} {saved:.1n}     an Estimate with its range: 22,2 (8,6 bis 35,9) t  ·  {saved.low:n}
"""

import math
import string
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol

MINUS = "−"  # Babel writes a hyphen in German, which screen readers do not read as minus
FIGURES = 3  # of a rough number
TINY = 1e-6
REGIONS = {"en": "en_GB"}  # English as a European office writes it: day before month
DAYS = {"long": "long", "month": "MMMM y", "mm": "MM/yyyy"}
SHORT_DAYS = {"de": "dd.MM.yyyy", "en": "dd MMM yyyy"}


@cache
def locale_of(language: str) -> Locale:
    """The locale that writes numbers and dates of a language."""
    return Locale.parse(REGIONS.get(language, language))


@cache
def signs_of(language: str) -> tuple[str, str]:
    """What stands between thousands, and before decimals."""
    locale = locale_of(language)
    return get_group_symbol(locale), get_decimal_symbol(locale)


def decimal(value: float | Decimal, *, digits: int = 0, language: str = "de") -> str:
    """A number with `digits` decimals: −1.234,5 in German, −1,234.5 in English."""
    if not math.isfinite(value):
        return str(value)
    # Rounded from the binary value, as every table and JSON does; Babel would round its decimal
    # spelling, and 2.675 would be 2,68 here and 2.67 there.
    return _grouped(f"{value:.{digits}f}", language)


@lru_cache(maxsize=10_000)  # a page writes the same numbers again and again
def _grouped(rounded: str, language: str) -> str:
    """Digits as Python writes them, "-1234.50", with the signs of the language."""
    # Not by Babel's `format_decimal`: it rounds once more, in ten times as long.
    between, before = signs_of(language)
    whole, point, decimals = rounded.removeprefix("-").partition(".")
    figures = f"{int(whole):,}".replace(",", between) + (before + decimals if point else "")
    return MINUS + figures if rounded.startswith("-") and rounded.strip("-0.") else figures


def rough(value: float, language: str) -> str:
    """A number nobody knows exactly: three figures, at most one decimal."""
    if value == 0 or not math.isfinite(value):
        return decimal(value, language=language)
    order = math.floor(math.log10(abs(value)))
    step = 10.0 ** max(order - FIGURES + 1, -1)
    return decimal(
        round(value / step) * step,
        digits=min(max(FIGURES - 1 - order, 0), 1),
        language=language,
    )


def percent(share: float, language: str, *, digits: int = 0) -> str:
    """A share of 1 as per cent, with the space that never breaks."""
    return f"{decimal(100 * share, digits=digits, language=language)}\u00a0%"


def counted(count: float | Decimal, words: Sequence[str], language: str) -> str:
    """A count with its word; `words` stand in the order of the language's plural forms (CLDR)."""
    form = locale_of(language).plural_form(count)
    forms = ["one", "other"] if len(words) == 2 else ["one", "few", "many", "other"][: len(words)]
    word = words[forms.index(form)] if form in forms else words[-1]
    return f"{decimal(count, language=language)} {word}"


def written_day(day: date, language: str, form: str = "long") -> str:
    """A day in words (`long`), short, its month and year (`month`, `mm`), or with its `time`."""
    only = day.date() if isinstance(day, datetime) else day
    if form == "time" and isinstance(day, datetime):
        return f"{_day_in_words(only, language, 'short')} {day:%H:%M}"
    return _day_in_words(only, language, form)


@lru_cache(maxsize=10_000)
def _day_in_words(day: date, language: str, form: str) -> str:
    if form == "short":
        return format_date(day, SHORT_DAYS.get(language, "short"), locale=language)
    return format_date(day, DAYS[form], locale=locale_of(language))


def written(value: Any, spec: str, language: str) -> str:
    """`value` as `language` writes it, by what stands behind the colon of its placeholder.

    Raises ValueError for a spec that does not fit the value.
    """
    if hasattr(value, "in_"):  # a Text
        return str(value.in_(language))
    if hasattr(value, "written"):  # an Estimate, or another value that writes itself
        return str(value.written(spec, language))
    if isinstance(value, date):
        return written_day(value, language, spec or "long")
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return written_number(value, spec, language)
    return format(value, spec)


def written_number(value: int | float | Decimal, spec: str, language: str) -> str:
    """A number by its spec; without one a whole number stays as it is, for most are years."""
    if "|" in spec:
        return counted(value, spec.split("|"), language)
    if spec == "rough":
        return rough(float(value), language)
    if spec.endswith("%"):
        return percent(float(value), language, digits=_digits(spec[:-1]))
    if spec.endswith("n"):
        return decimal(value, digits=_digits(spec[:-1]), language=language)
    if spec or isinstance(value, int):
        return format(value, spec)
    return decimal(value, digits=_fewest(float(value)), language=language)


def _fewest(value: float) -> int:
    """The decimals a number needs: three at most, below a thousandth as many as two figures take.

    Less than a millionth is what sums leave behind, and written as 0.
    """
    small = TINY < abs(value) < 0.001
    most = 1 - math.floor(math.log10(abs(value))) if small else 3
    return next((d for d in range(most) if round(value, d) == round(value, most)), most)


def _digits(spec: str) -> int:
    """Decimals of `.1` in `.1n`."""
    return int(spec.removeprefix(".")) if spec else 0


@lru_cache(maxsize=10_000)
def _pieces(template: str) -> tuple[tuple[str, str | None, str], ...] | None:
    """Each text with the placeholder behind it and its spec; None where that is not all there is.

    A placeholder without a name, with a conversion or with another one inside is left to Python.
    """
    found = []
    for text, name, spec, conversion in string.Formatter().parse(template):
        if conversion or name == "" or "{" in (spec or ""):
            return None
        found.append((text, name, spec or ""))
    return tuple(found)


OPENING = ("„", "“")  # German, English
INNER_QUOTES = str.maketrans("„“”", "‚‘’")


class TemplateWriter(string.Formatter):
    """Fills a template's placeholders in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def vformat(self, template: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
        """The whole template; taken apart once, for the same sentences are said again and again."""
        pieces = _pieces(template)
        if pieces is None:
            return super().vformat(template, args, kwargs)
        return "".join(
            text if name is None else text + self._filled(text, self._value(name, kwargs), spec)
            for text, name, spec in pieces
        )

    def _filled(self, before: str, value: Any, spec: str) -> str:
        """What stands for a placeholder; quotation marks in it are inner ones behind a mark."""
        said = self.format_field(value, spec)
        return said.translate(INNER_QUOTES) if before.endswith(OPENING) else said

    def _value(self, name: str, values: Mapping[str, Any]) -> Any:
        return values[name] if name.isidentifier() else self.get_field(name, (), values)[0]

    def format_field(self, value: Any, format_spec: str) -> str:
        """One placeholder."""
        return written(value, format_spec, self.language)
