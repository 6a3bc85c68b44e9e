"""What a row of our own workbook says was learnt or measured, and where."""

from klimamosaik.sources.measure_lists.listed import ListedExperience
from klimamosaik.sources.measure_lists.roles import ListRole
from klimamosaik.sources.measure_lists.row_reader import RowReader
from klimamosaik.sources.measure_lists.sheets import SheetLine
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.quality import Quality, worked_out
from klimamosaik.terms.text import Text

KINDS = ("lesson", "effect")


def experiences_of(reader: RowReader, line: SheetLine) -> tuple[ListedExperience, ...]:
    """The lesson or effect a row tells; none where it does not say which, whose and when."""
    kind, town = reader.text(line, ListRole.TOLD), reader.text(line, ListRole.TOWN)
    if not reader.own or kind not in KINDS or not town:
        return ()
    day, saving = reader.day(line, ListRole.TOLD_ON), saving_of(reader, line)
    if day is None or (saving is None and reader.text(line, ListRole.SAVED)):
        return ()

    def words(role: ListRole) -> str:
        return reader.text(line, role) or ""

    def whole(role: ListRole) -> int | None:
        found = reader.figure(line, role)
        return None if found is None else round(found)

    return (
        ListedExperience(
            town=town,
            kind=kind,
            day=day,
            building_kinds=tuple(words(ListRole.BUILDINGS).split("\n"))
            if words(ListRole.BUILDINGS)
            else (),
            stopped=words(ListRole.STOPPED) == "1",
            hypothesis=words(ListRole.HYPOTHESIS),
            evidence=words(ListRole.EVIDENCE),
            cause=words(ListRole.CAUSE),
            advice=words(ListRole.ADVICE),
            spent=reader.figure(line, ListRole.SPENT),
            saving=saving,
            saved_percent=reader.figure(line, ListRole.SAVED_PERCENT),
            days=whole(ListRole.DAYS),
            verdict=words(ListRole.VERDICT),
            method_version=words(ListRole.METHOD),
            data_version=whole(ListRole.DATA_VERSION),
        ),
    )


def saving_of(reader: RowReader, line: SheetLine) -> Estimate | None:
    """What was saved [kWh] with its range; refused where that is not whole or not in order."""
    mean, low, high, confidence = (reader.figure(line, role) for role in RANGE)
    if mean is None:
        return None
    in_order = low is not None and high is not None and low <= mean <= high
    if not in_order or confidence is None or not 0 < confidence < 1:
        column, cell = reader.one(ListRole.SAVED), reader.text(line, ListRole.SAVED) or ""
        reader.refuse(line, "saving_without_range", column, cell, WITHOUT_RANGE)
        return None
    assert low is not None
    assert high is not None
    return Estimate(mean, low, high, "kWh", confidence, worked_out(Quality.MEASURED))


RANGE = (ListRole.SAVED, ListRole.SAVED_LOW, ListRole.SAVED_HIGH, ListRole.CONFIDENCE)
WITHOUT_RANGE = Text(
    "steht ohne Spanne da: eine gemessene Wirkung braucht mindestens ≤ gespart ≤ höchstens und "
    "eine Sicherheit zwischen 0 und 1.",
    "has no range: a measured effect needs at least ≤ saved ≤ at most and a confidence between 0 "
    "and 1.",
)
