"""A file of use, read as `import` reads it, as the series of one meter in kWh."""

from dataclasses import dataclass

import polars as pl

from klimamosaik.evidence.given.choosing import chosen, left_aside, used
from klimamosaik.evidence.given.doubts import (
    LEFT_TO_OTHERS,
    WHICH_ZONE,
    asked_by_the_reader,
    no_use_of_its_own,
    taken_for_granted,
    undecided,
    zone_is_open,
)
from klimamosaik.evidence.given.file import (
    LARGEST,
    GivenFile,
    left_out,
    of_file,
    values_left_out,
)
from klimamosaik.evidence.given.series import added_up, series_of
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.sources.tables import Preview, SeriesPreview, read
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.direction import Direction


@dataclass(frozen=True)
class EnergyFile:
    """Use of one meter and what had to be said about it."""

    series: Series  # [kWh]
    carrier: Carrier
    warnings: tuple[Problem, ...]
    zeros_count: bool = False  # what is made, fed in or a part of another meter may rest


def read_energy(file: GivenFile, *, carrier: Carrier | None, local: str) -> EnergyFile:
    """Read the use of the one meter that is meant.

    carrier: told by a person; local: zone in which days begin. Raises InputRejected with every open
    question.
    """
    preview = _read(file)
    meant = _chosen(file, preview, carrier)
    parts = [_of(preview, each) for each in meant]
    asked = [*_open(file, preview, parts[0]), *undecided(file, preview, meant, carrier)]
    found = carrier or meant[0].carrier
    if asked or found is None:
        raise InputRejected(asked)
    series = series_of(added_up(parts), told=file.hints.timezone, local=local)
    aside = [each for each in meant if each.direction is not Direction.DRAWN]
    said = (
        *(no_use_of_its_own(each) for each in aside if not each.counts),
        *taken_for_granted(file, preview, meant, carrier),
        *_reader_warnings(preview),
        *left_aside([each for each in preview.series if each not in meant]),
    )
    return EnergyFile(series, found, tuple(of_file(file, said)), zeros_count=bool(aside))


@dataclass(frozen=True)
class Controls:
    """Use of comparison meters and what had to be said about them."""

    series: tuple[Series, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def __add__(self, more: "Controls") -> "Controls":
        return Controls(self.series + more.series, self.warnings + more.warnings)


def read_controls(
    file: GivenFile, *, carrier: Carrier | None, local: str, but: GivenFile
) -> Controls:
    """Read every meter of a file as comparison, except for the one `but` is about.

    Their units do not matter: a comparison counts in per cent.
    """
    preview = _read(file)
    series = used(preview.series, carrier)
    if file.data == but.data:
        meant = _chosen(but, preview, carrier)
        series = [each for each in series if each not in meant]
    if not series:
        raise InputRejected([NOTHING_TO_COMPARE])
    parts = [_of(preview, each) for each in series]
    if asked := _open(file, preview, parts[0]):
        raise InputRejected(asked)
    read_ones = [series_of(part, told=file.hints.timezone, local=local) for part in parts]
    return Controls(tuple(read_ones), tuple(of_file(file, _reader_warnings(preview))))


def _read(file: GivenFile) -> Preview:
    preview = read(file.data, name=file.name, hints=file.hints, largest=LARGEST)
    if not preview.series:
        nothing = Problem("no_readings", preview.why)
        raise InputRejected([*preview.questions, *preview.refused[:3], nothing])
    return preview


def _chosen(file: GivenFile, preview: Preview, carrier: Carrier | None) -> list[SeriesPreview]:
    """The series that are meant; where that is open, it is asked with all else that is."""
    try:
        return chosen(preview.series, wanted=_wanted(file, preview), carrier=carrier)
    except InputRejected as which:
        raise InputRejected([*asked_by_the_reader(preview), *which.complaints]) from which


def _open(file: GivenFile, preview: Preview, intervals: pl.DataFrame) -> list[Problem]:
    """What the reader asks, the zone of the times, and whether too much was not taken."""
    asked = asked_by_the_reader(preview)
    zone = [WHICH_ZONE] if zone_is_open(file, preview, intervals) else []
    values = sum(each.count for each in preview.series)
    return [*asked, *zone, *left_out(file, preview, values=values)]


def _reader_warnings(preview: Preview) -> list[Problem]:
    """What the reader warned of; what the engine judges on the days asked of is left to it."""
    warned = [each for each in preview.warnings if each.code not in LEFT_TO_OTHERS]
    return [*warned, *values_left_out(preview)]


def _wanted(file: GivenFile, preview: Preview) -> tuple[str, ...]:
    """The names a person gave; one for the only series names it and chooses nothing."""
    alone = len(preview.series) == 1 or file.hints.series is None
    return file.series or (() if alone else (str(file.hints.series),))


def _of(preview: Preview, one: SeriesPreview) -> pl.DataFrame:
    frame = preview.readings
    if len(preview.series) > 1:
        frame = frame.filter(pl.col("series").cast(pl.String) == one.name)
    return frame.select("start", "end", "value")


NOTHING_TO_COMPARE = problem(
    "nothing_to_compare",
    "Die Datei enthält keinen anderen Zähler, mit dem sich vergleichen ließe.",
    "The file holds no other meter to compare with.",
)
