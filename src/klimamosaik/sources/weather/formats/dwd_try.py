"""Test reference years (TRY) of DWD: recognised by their head, and refused with the reason."""

import re

from klimamosaik.sources.weather.formats.format import Read, WeatherFormat
from klimamosaik.sources.weather.formats.reference_year import no_real_year
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.opening import Head, OpenedWeather
from klimamosaik.terms.text import Text

NAMED = re.compile(r"Art des TRY|Testreferenzjahr", re.IGNORECASE)
COLUMNS = re.compile(r"^\s*(?:RW\s+HW|RG\s+IS)\s+MM\s+DD\s+HH\b.*\bt\b", re.MULTILINE)
KIND = re.compile(r"Art des TRY\s*:\s*(.+)")


def recognises(head: Head) -> bool:
    """True for the head of such a year: its kind, or the names of its columns."""
    return bool(NAMED.search(head.text) or COLUMNS.search(head.text))


def read(opened: OpenedWeather, told: WeatherHints) -> Read:
    """Refuse it by name."""
    del told
    kind = KIND.search(opened.text)
    raise no_real_year(opened.name, NAMED_KIND.format(kind=kind[1].strip()) if kind else A_YEAR)


A_YEAR = Text("Testreferenzjahr des DWD", "DWD test reference year")
NAMED_KIND = Text("Testreferenzjahr des DWD, {kind}", "DWD test reference year, {kind}")
DWD_TRY = WeatherFormat("dwd_try", recognises, read, (".dat",))
