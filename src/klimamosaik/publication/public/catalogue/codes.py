"""Official lists the catalogue refers to: facts from `data/catalogue.yaml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from klimamosaik.terms.text import Text
from klimamosaik.terms.yaml_text import read_yaml

FILE = Path(__file__).parents[2] / "data" / "catalogue.yaml"
EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
GEOCODING = "http://dcat-ap.de/def/politicalGeocoding/"
CONTRIBUTORS = "http://dcat-ap.de/def/contributors/"


@dataclass(frozen=True)
class ListedFormat:
    """A format of files as catalogues name it."""

    ending: str  # "csv"
    format: str  # address on the EU list of file types
    media_type: str  # address at IANA


@cache
def facts() -> Any:
    """The file as it is."""
    return read_yaml(FILE.read_text(encoding="utf-8"))


@cache
def listed_format(ending: str) -> ListedFormat:
    """The format of files with this ending."""
    row = facts()["formats"][ending]
    return ListedFormat(ending, eu("file-type", row["list"]), IANA + row["media"])


def eu(authority: str, code: str) -> str:
    """An entry of one of the EU's lists."""
    return f"{EU}{authority}/{code}"


def frequency(periods: tuple[str, ...]) -> str:
    """How often further values come, judged by the periods there are."""
    known = facts()["frequencies"]
    lengths = {len(period) for period in periods}
    regular = len(periods) > 1 and len(lengths) == 1
    return eu("frequency", known.get(max(lengths), known["other"]) if regular else known["other"])


def keywords(theme: str) -> tuple[Text, ...]:
    """Words people look for."""
    return tuple(Text(**each) for each in facts()["keywords"][theme])
