"""Which of the series of a file are meant."""

from collections.abc import Sequence

from klimamosaik.sources.tables import SeriesPreview
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text, joined, quoted

SHOWN = 12  # names in a sentence
OPTION = "--series"


def chosen(
    series: Sequence[SeriesPreview], *, wanted: Sequence[str], carrier: Carrier | None
) -> list[SeriesPreview]:
    """The series a person named, or the only one that is use (of the carrier).

    Raises InputRejected with the names where there are several, and where the only one is no use.
    """
    if wanted:
        named = [_named(series, name) for name in wanted]
        return [each for each in series if each in named]
    use = used(series, carrier)
    if len(use) == 1:
        return use
    raise InputRejected([_which(use) if use else _no_use(series)])


def used(series: Sequence[SeriesPreview], carrier: Carrier | None) -> list[SeriesPreview]:
    """The series that are use of their own; of `carrier` where it sets some of them apart."""
    use = [each for each in series if each.counts]
    fitting = [each for each in use if carrier is not None and each.carrier is carrier]
    return fitting or use


def _named(series: Sequence[SeriesPreview], wanted: str) -> SeriesPreview:
    whole = [each for each in series if each.name.casefold() == wanted.casefold()]
    found = whole or [each for each in series if wanted.casefold() in each.name.casefold()]
    if len(found) == 1:
        return found[0]
    raise InputRejected([_which(found) if found else _none_so_called(series, wanted)])


def names_of(series: Sequence[SeriesPreview]) -> Text:
    """The names as a person would list them."""
    return quoted((each.name for each in series), SHOWN)


def _which(series: Sequence[SeriesPreview]) -> Question:
    names = names_of(series)
    return Question(
        "which_series",
        Text(
            "Die Datei enthält {count} Reihen: {names}. Bitte mit {option} NAME sagen, welche "
            "gemeint ist; mehrere (HT und NT) werden addiert.",
            "The file holds {count} series: {names}. Please say with {option} NAME which one is "
            "meant; several (peak and off-peak) are added up.",
        ).format(count=len(series), names=names, option=OPTION),
    )


def _none_so_called(series: Sequence[SeriesPreview], wanted: str) -> Problem:
    names = names_of(series)
    return problem(
        "no_such_series",
        "Eine Reihe „{wanted}“ gibt es nicht; möglich sind: {names}.",
        "There is no series “{wanted}”; possible are: {names}.",
        wanted=wanted,
        names=names,
    )


def _no_use(series: Sequence[SeriesPreview]) -> Question:
    said = [(each.name, each.direction.text) for each in series[:SHOWN]]
    named = Text("„{name}“ ({text})", "“{name}” ({text})")
    found = joined(named.format(name=name, text=text) for name, text in said)
    return Question(
        "no_use",
        Text(
            "Die Datei enthält keinen Verbrauch, sondern: {found}. Soll es trotzdem um eine dieser"
            " Reihen gehen, bitte {option} NAME angeben.",
            "The file holds no use, but: {found}. If one of these is meant nevertheless, please"
            " give {option} NAME.",
        ).format(found=found, option=OPTION),
    )


def left_aside(others: Sequence[SeriesPreview]) -> tuple[Problem, ...]:
    """Name the series of the file that the answer is not about."""
    if not others:
        return ()
    names = names_of(others)
    return (
        problem(
            "series_left_aside",
            "Weitere Reihen der Datei zählen nicht mit: {names}.",
            "Other series of the file do not count: {names}.",
            names=names,
        ),
    )
