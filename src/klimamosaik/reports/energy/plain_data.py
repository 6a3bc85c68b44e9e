"""A report as plain data for the template, numbers held to their units."""

import re
from dataclasses import asdict

from klimamosaik.reports.energy.document import Document


def as_data(filled: Document) -> object:
    """The document as plain data for the template, numbers held to their units."""
    return held(asdict(filled))


def held(data: object) -> object:
    """No line breaks between a number and its unit, in all texts."""
    if isinstance(data, str):
        return UNIT_AFTER.sub("\u00a0", data)
    if isinstance(data, dict):
        return {key: value if key == "file" else held(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [held(item) for item in data]
    return data


UNIT_AFTER = re.compile(r"(?<=\d) (?=[%€]|[kMG]Wh|Tsd|Mio|t\b|kg\b|m[²³]|K·d)")
