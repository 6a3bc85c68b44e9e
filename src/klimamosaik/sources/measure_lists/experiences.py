"""What a row of our own workbook says was learnt or measured, and where."""

from typing import TYPE_CHECKING

from klimamosaik.sources.measure_lists.listed import ListedExperience
from klimamosaik.sources.measure_lists.roles import Role
from klimamosaik.sources.measure_lists.sheets import Line

if TYPE_CHECKING:
    from klimamosaik.sources.measure_lists.rows import Reader

KINDS = ("lesson", "effect")


def experiences_of(reader: "Reader", line: Line) -> tuple[ListedExperience, ...]:
    """The lesson or effect a row tells; none where it does not say which, whose and when."""
    kind, town = reader.text(line, Role.TOLD), reader.text(line, Role.TOWN)
    if not reader.own or kind not in KINDS or not town:
        return ()
    day = reader.day(line, Role.TOLD_ON)
    if day is None:
        return ()

    def words(role: Role) -> str:
        return reader.text(line, role) or ""

    def whole(role: Role) -> int | None:
        found = reader.figure(line, role)
        return None if found is None else round(found)

    return (
        ListedExperience(
            town=town,
            kind=kind,
            day=day,
            building_kinds=tuple(words(Role.BUILDINGS).split("\n"))
            if words(Role.BUILDINGS)
            else (),
            stopped=words(Role.STOPPED) == "1",
            hypothesis=words(Role.HYPOTHESIS),
            evidence=words(Role.EVIDENCE),
            cause=words(Role.CAUSE),
            advice=words(Role.ADVICE),
            spent=reader.figure(line, Role.SPENT),
            saved_kwh=reader.figure(line, Role.SAVED),
            low_kwh=reader.figure(line, Role.SAVED_LOW),
            high_kwh=reader.figure(line, Role.SAVED_HIGH),
            saved_percent=reader.figure(line, Role.SAVED_PERCENT),
            confidence=reader.figure(line, Role.CONFIDENCE),
            days=whole(Role.DAYS),
            verdict=words(Role.VERDICT),
            method_version=words(Role.METHOD),
            data_version=whole(Role.DATA_VERSION),
        ),
    )
