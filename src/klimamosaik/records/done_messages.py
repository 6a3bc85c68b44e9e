"""What a person has just done, told on the next page, which then offers what can be done now.

A room says only what was done. What can be done now leads downstream, into rooms it does not know:
the agenda says it (`agenda.next_steps`), for all deeds in one place.
"""

from enum import StrEnum

from django.contrib import messages
from django.http import HttpRequest

from klimamosaik.records.language import translate
from klimamosaik.terms.text import Text

THEN = "then"  # tag of a message that offers what can be done now


class Deed(StrEnum):
    """Something a person has done."""

    FILES_STORED = "files-stored"  # about: the numbers of the deliveries
    WEATHER_HELD = "weather-held"
    MEASURE_SAVED = "measure-saved"  # about: the measure
    MEASURES_LISTED = "measures-listed"
    EXPECTED = "expected"
    BUILDING_SAVED = "building-saved"  # about: the building
    SOURCE_ADDED = "source-added"
    TARGET_SET = "target-set"
    PERSON_INVITED = "person-invited"
    BALANCE_ENTERED = "balance-entered"  # about: the year


def tell_done(
    request: HttpRequest, deed: Deed, text: Text, about: object = "", undo: str = ""
) -> None:
    """Say on the next page what was done; below it stands what can be done now.

    undo: the name to undo it by, as `records.withdrawal.remember` gives it.
    """
    messages.success(request, translate(text), extra_tags=f"{THEN} {deed} {about} {undo}")
