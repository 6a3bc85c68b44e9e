"""UN/EDIFACT as it is written: segments of elements of components, with its own separators."""

import re
from collections.abc import Iterator

STANDARD = ":+.? '"  # separators where no UNA says others


Segment = list[list[str]]  # data elements of components


def whole_segments(text: str) -> Iterator[Segment]:
    """All segments but a last one that breaks off: half a number is another number."""
    end = _marks(text)[5]
    broken_off = not text.rstrip().endswith(end)
    before: Segment | None = None
    for segment in segments_of(text):
        if before is not None:
            yield before
        before = segment
    if before is not None and not broken_off:
        yield before


def segments_of(text: str) -> Iterator[Segment]:
    """Segments one by one, release characters undone."""
    text = text.lstrip("\ufeff \n")
    marks = _marks(text)
    component, element, release, end = marks[0], marks[1], marks[3], marks[5]
    for segment in _each(text, 9 if text.startswith("UNA") else 0, end, release):
        stripped = segment.strip("\n\t ")
        if stripped:
            yield [
                [_released(part, release) for part in _split(each, component, release)]
                for each in _split(stripped, element, release)
            ]


def _marks(text: str) -> str:
    """Its separators: those an UNA says, or the usual ones."""
    text = text.lstrip("\ufeff \n")
    return text[3:9] if text.startswith("UNA") and len(text) > 9 else STANDARD


def _each(text: str, begin: int, at: str, release: str) -> Iterator[str]:
    """What stands between marks that are not released, without a list of all of it."""
    for found in re.compile(_between(at, release)).finditer(text, begin):
        yield found[1]


def _split(text: str, at: str, release: str) -> list[str]:
    """Cut at a mark that is not released."""
    if release not in text:
        return text.split(at)
    return re.findall(_between(at, release), text)


def _between(at: str, release: str) -> str:
    """The pattern of what stands between two marks that are not released."""
    plain, released = rf"[^{re.escape(at + release)}]++", rf"{re.escape(release)}."
    return rf"(?s)((?:{plain}|{released})*)(?:{re.escape(at)}|$)"


def _released(text: str, release: str) -> str:
    return re.sub(rf"(?s){re.escape(release)}(.)", r"\1", text) if release in text else text
