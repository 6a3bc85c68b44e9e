"""Lists as they are read, with what a person corrected in the last one of their kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.measures.models import RememberedListHints
from klimamosaik.observations.operations.reading import read_with
from klimamosaik.places.models import Municipality
from klimamosaik.sources.measure_lists import (
    ListHints,
    MeasureList,
    fingerprint,
    read,
)
from klimamosaik.terms.complaint import InputRejected


@dataclass(frozen=True)
class GivenList:
    """A file somebody gave."""

    name: str
    data: bytes
    hints: ListHints | None = None  # None: those remembered for this kind of list


@dataclass(frozen=True)
class ReadFile:
    """One file as read, and with what corrections."""

    found: MeasureList
    hints: ListHints
    kind: str  # fingerprint of the headings as found without any correction
    recalled: bool = False  # the corrections are those of an earlier list


def read_all(
    files: Sequence[GivenList], municipality: Municipality | None, largest: int | None
) -> list[ReadFile]:
    """Read all files; whatever is wrong with any of them is said of all."""
    found, complaints = [], []
    for file in files:
        try:
            found.append(_read(file, municipality, largest))
        except InputRejected as refusal:
            complaints += [each.about(file.name) for each in refusal.complaints]
    if complaints:
        raise InputRejected(complaints)
    return found


def _read(file: GivenList, municipality: Municipality | None, largest: int | None) -> ReadFile:
    hints = file.hints or ListHints()
    found = read_with(read, file.data, name=file.name, hints=hints, largest=largest)
    if file.hints is not None:
        return ReadFile(found, hints, _kind(file, found, largest))
    kind = fingerprint(found.sheets)
    if municipality is None or municipality._state.adding:
        return ReadFile(found, hints, kind)
    recalled = recall(municipality=municipality, key=kind)
    if recalled is None:
        return ReadFile(found, hints, kind)
    again = read_with(read, file.data, name=file.name, hints=recalled, largest=largest)
    return ReadFile(again, recalled, kind, recalled=True)


def _kind(file: GivenList, found: MeasureList, largest: int | None) -> str:
    """The kind as the next file will show it before anybody corrects it."""
    if file.hints is None or not (file.hints.heading_rows or file.hints.left_out):
        return fingerprint(found.sheets)
    try:
        plain = read_with(read, file.data, name=file.name, hints=ListHints(), largest=largest)
    except InputRejected:
        return fingerprint(found.sheets)
    return fingerprint(plain.sheets)


def recall(*, municipality: Municipality, key: str) -> ListHints | None:
    """What a person corrected in the last list with these headings."""
    memory = RememberedListHints.objects.filter(municipality=municipality, fingerprint=key).first()
    return ListHints.from_json(memory.hints) if memory else None
