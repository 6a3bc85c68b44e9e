"""The quality a sensor says of a reading in a word: files and sensors use the same ones."""

from functools import cache
from typing import Any

from klimamosaik.observations.kernel.details import read
from klimamosaik.terms.quality import Quality

SAYS_QUALITY = '"resultQuality":"'  # stands in all details that say it in a word


def quality_in(stored: str | None) -> Quality:
    """The quality of a reading by its details as they are stored, see `quality_said`."""
    if stored is None or SAYS_QUALITY not in stored:
        return Quality.MEASURED
    return quality_said(read(stored).get("resultQuality"))


def quality_said(told: Any) -> Quality:
    """Estimated where a resultQuality is a word that files use for it; else measured.

    A sensor measures unless it says otherwise; most tell an accuracy, which is no quality of ours.
    """
    said = told.strip().lower() if isinstance(told, str) else ""
    return Quality.ESTIMATED if said in estimated_words() else Quality.MEASURED


@cache
def estimated_words() -> frozenset[str]:
    """Words files use for a value that is not measured."""
    from klimamosaik.sources.tables.basics.vocabulary import vocabulary  # many files, seldom asked

    known = dict(vocabulary().qualities)
    return known[Quality.ESTIMATED.value]
