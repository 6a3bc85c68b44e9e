"""Typical and test reference years: put together from several years, the weather of none."""

import re

from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text

WORDS = re.compile(
    r"(?<![a-z])(TMY\d?|TMYx|TRY\d*|IWEC\d?|CWEC\d*|CTYW|CTZ\w*|RMY|SWERA|INETI|IGDG|WYEC\d?|DSY\d*|"
    r"Meteonorm|PVGIS-?TMY|typical(?!/)|Testreferenzjahr|reference year)(?![a-z])",
    re.IGNORECASE,
)


def is_named(text: str) -> str | None:
    """The word by which a text says that it is a typical year; None where it does not."""
    found = WORDS.search(text)
    return found[0] if found else None


def no_real_year(name: str, because: Text) -> InputRejected:
    """The sentence for a typical year."""
    return rejected(
        "reference_year",
        "„{name}“ ist ein typisches Jahr ({because}), aus mehreren Jahren zusammengesetzt. "
        "Es sagt nicht, wie das Wetter war, und bereinigt keinen Verbrauch. Bitte gemessene "
        "Temperaturen nehmen, zum Beispiel vom DWD.",
        "“{name}” is a typical year ({because}), put together from several years. It does not "
        "tell what the weather was and corrects no consumption. Please take measured temperatures, "
        "for example those of DWD.",
        name=name,
        because=because,
    )
