"""A file of use, read as `import` reads it, as the series of one meter in kWh."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from klimamosaik.evidence.given.choosing import chosen, left_aside, used
from klimamosaik.evidence.given.doubts import (
    ANSWERED_HERE,
    told_with_the_result,
    undecided,
)
from klimamosaik.evidence.given.file import (
    LARGEST,
    GivenFile,
    many_left_out,
    of_file,
    some_left_out,
)
from klimamosaik.evidence.given.series import series_of
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.sources.tables import Preview, SeriesPreview, read
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import Complaint, Refused
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class EnergyFile:
    """Use of one meter and what had to be said about it."""

    series: Series  # [kWh]
    carrier: Carrier
    warnings: tuple[Complaint, ...]


def read_energy(file: GivenFile, *, carrier: Carrier | None, local: str) -> EnergyFile:
    """Read the use of the one meter that is meant.

    carrier: told by a person; local: zone in which days begin. Raises Refused with every open
    question.
    """
    preview = _read(file)
    one = chosen(preview.series, wanted=_wanted(file, preview), carrier=carrier)
    asked = [*_open(file, preview), *undecided(file, preview, one, carrier)]
    found = carrier or one.carrier
    if asked or found is None:
        raise Refused(asked)
    said = (
        *told_with_the_result(file, preview, one, carrier),
        *left_aside([each for each in preview.series if each is not one]),
        *some_left_out(preview.refused, total=preview.refused_total),
    )
    series = series_of(_of(preview, one), told=file.hints.timezone, local=local)
    return EnergyFile(series, found, tuple(of_file(file, said)))


def read_controls(
    file: GivenFile, *, carrier: Carrier | None, local: str, but: GivenFile
) -> tuple[Series, ...]:
    """Read every meter of a file as comparison, except for the one `but` is about.

    Their units do not matter: a comparison counts in per cent.
    """
    preview = _read(file)
    if asked := _open(file, preview):
        raise Refused(asked)
    series = used(preview.series, carrier)
    if file.data == but.data:
        one = chosen(preview.series, wanted=_wanted(but, preview), carrier=carrier)
        series = [each for each in series if each is not one]
    if not series:
        raise Refused([NOTHING_TO_COMPARE])
    return tuple(
        series_of(_of(preview, each), told=file.hints.timezone, local=local) for each in series
    )


def _read(file: GivenFile) -> Preview:
    preview = read(file.data, name=file.name, hints=file.hints, largest=LARGEST)
    if not preview.series:
        nothing = Complaint("no_readings", preview.why)
        raise Refused([*preview.questions, *preview.refused[:3], nothing])
    return preview


def _open(file: GivenFile, preview: Preview) -> Sequence[Question | Complaint]:
    """What the reader asks, and whether too much of the file was not taken."""
    asked = [each for each in preview.questions if each.code not in ANSWERED_HERE]
    taken = sum(each.count for each in preview.series)
    return [*asked, *many_left_out(file, preview.refused, preview.refused_total, taken)]


def _wanted(file: GivenFile, preview: Preview) -> str | None:
    """The name a person gave; one for the only series names it and chooses nothing."""
    if file.series is not None:
        return file.series
    return file.hints.series if len(preview.series) > 1 else None


def _of(preview: Preview, one: SeriesPreview) -> pl.DataFrame:
    frame = preview.readings
    if len(preview.series) > 1:
        frame = frame.filter(pl.col("series").cast(pl.String) == one.name)
    return frame.select("start", "end", "value")


NOTHING_TO_COMPARE = Complaint(
    "nothing_to_compare",
    Text(
        "Die Datei enthält keinen anderen Zähler, mit dem sich vergleichen ließe.",
        "The file holds no other meter to compare with.",
    ),
)
