"""What a row of our own workbook says was learnt or measured, and where."""

from klimamosaik.sources.measure_lists.listed import ListedExperience
from klimamosaik.sources.measure_lists.roles import ListRole
from klimamosaik.sources.measure_lists.row_reader import RowReader
from klimamosaik.sources.measure_lists.sheets import SheetLine

KINDS = ("lesson", "effect")


def experiences_of(reader: RowReader, line: SheetLine) -> tuple[ListedExperience, ...]:
    """The lesson or effect a row tells; none where it does not say which, whose and when."""
    kind, town = reader.text(line, ListRole.TOLD), reader.text(line, ListRole.TOWN)
    if not reader.own or kind not in KINDS or not town:
        return ()
    day = reader.day(line, ListRole.TOLD_ON)
    if day is None:
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
            saved_kwh=reader.figure(line, ListRole.SAVED),
            low_kwh=reader.figure(line, ListRole.SAVED_LOW),
            high_kwh=reader.figure(line, ListRole.SAVED_HIGH),
            saved_percent=reader.figure(line, ListRole.SAVED_PERCENT),
            confidence=reader.figure(line, ListRole.CONFIDENCE),
            days=whole(ListRole.DAYS),
            verdict=words(ListRole.VERDICT),
            method_version=words(ListRole.METHOD),
            data_version=whole(ListRole.DATA_VERSION),
        ),
    )
