"""Test reference years (TRY) of DWD: recognised by their head, and refused with the reason."""

import re

from klimamosaik.sources.weather.formats.format import Read, WeatherFormat
from klimamosaik.sources.weather.formats.reference_year import no_real_year
from klimamosaik.sources.weather.opening import Head, OpenedWeather
from klimamosaik.sources.weather.told import WeatherHints

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
    which = f"Testreferenzjahr des DWD, {kind[1].strip()}" if kind else "Testreferenzjahr des DWD"
    raise no_real_year(opened.name, which, "DWD test reference year")


DWD_TRY = WeatherFormat("dwd_try", recognises, read)
