"""UN/EDIFACT as it is written: segments of elements of components, with its own separators."""

import re
from collections.abc import Iterator

STANDARD = ":+.? '"  # separators where no UNA says others


def whole_segments(text: str) -> list[list[list[str]]]:
    """All segments but a last one that breaks off: half a number is another number."""
    segments = list(segments_of(text))
    text = text.lstrip("\ufeff \n").rstrip()
    end = text[8] if text.startswith("UNA") and len(text) > 9 else STANDARD[5]
    return segments if text.endswith(end) else segments[:-1]


def segments_of(text: str) -> Iterator[list[list[str]]]:
    """Segments as data elements of components, release characters undone."""
    text = text.lstrip("\ufeff \n")
    marks = text[3:9] if text.startswith("UNA") and len(text) > 9 else STANDARD
    body = text[9:] if text.startswith("UNA") else text
    component, element, release, end = marks[0], marks[1], marks[3], marks[5]
    for segment in _split(body, end, release):
        stripped = segment.strip("\n\t ")
        if stripped:
            yield [
                [_released(part, release) for part in _split(each, component, release)]
                for each in _split(stripped, element, release)
            ]


def _split(text: str, at: str, release: str) -> list[str]:
    """Cut at a mark that is not released."""
    if release not in text:
        return text.split(at)
    pattern = rf"(?:[^{re.escape(at + release)}]|{re.escape(release)}.)*"
    return re.findall(rf"(?s)({pattern})(?:{re.escape(at)}|$)", text)


def _released(text: str, release: str) -> str:
    return re.sub(rf"(?s){re.escape(release)}(.)", r"\1", text) if release in text else text
