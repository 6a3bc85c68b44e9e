"""What keeps a file from being stored, in sentences."""

from collections.abc import Sequence
from dataclasses import replace

from klimamosaik.observations.intake.bills import bills_too_large, bills_without_meter
from klimamosaik.observations.intake.matching import Match, RegisterLookup
from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.sources.tables import FileKind
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.text import Text


def refuse_unclear(file: FilePreview) -> None:
    """Refuse what holds nothing to store, and weather that is still to be asked about."""
    if file.empty:
        raise InputRejected([nothing_in(file)])
    if file.weather is not None and file.weather.questions:
        raise InputRejected(file.weather.questions)
    if file.preview.kind is FileKind.WEATHER and file.preview.questions:
        raise InputRejected(file.preview.questions)


def questions_left(
    file: FilePreview, matches: Sequence[Match], known: RegisterLookup
) -> list[Problem]:
    """What keeps a file from being stored: open questions, and bills nothing can take."""
    costs, listed = file.preview.costs, [each.name for each in file.preview.series]
    return [
        *replace(file, matches=tuple(matches)).questions,
        *bills_without_meter(costs, series=listed, known=known),
        *bills_too_large(costs),
    ]


def nothing_in(file: FilePreview) -> Problem:
    """A file that holds nothing that can be stored, with the reason where it was not understood."""
    unclear = file.preview.kind is FileKind.UNKNOWN
    template = NOT_UNDERSTOOD if unclear else NOTHING
    return Problem("nothing_to_store", template.format(name=file.name, why=file.preview.why))


NOTHING = Text(
    "In „{name}“ steht nichts, was gespeichert werden kann. Erwartet werden Messwerte, eine "
    "Gebäudeliste oder Rechnungen; ändern Sie gegebenenfalls, wofür die Spalten gehalten wurden.",
    "“{name}” holds nothing that can be stored. Expected are readings, a list of buildings or "
    "bills; if need be, change what the columns were taken for.",
)
NOT_UNDERSTOOD = Text(
    "In „{name}“ steht nichts, was gespeichert werden kann. {why} Erwartet werden Messwerte, eine "
    "Gebäudeliste oder Rechnungen; ändern Sie gegebenenfalls, wofür die Spalten gehalten wurden.",
    "“{name}” holds nothing that can be stored. {why} Expected are readings, a list of buildings "
    "or bills; if need be, change what the columns were taken for.",
)
