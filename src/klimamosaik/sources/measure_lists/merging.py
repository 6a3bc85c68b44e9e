"""Rows and sheets about the same measure -> one measure; contradictions are said."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from klimamosaik.sources.measure_lists.complaints import complain
from klimamosaik.sources.measure_lists.listed import (
    ListedIndicator,
    ListedMeasure,
    ListedNote,
    ListedReport,
)
from klimamosaik.sources.sheets.problems import SheetProblems, quoted
from klimamosaik.terms.text import Text

PLACED = ("at", "key", "name", "known_as", "reference")
JOINED = ("reports", "costs", "effects", "notes", "tasks", "indicators", "experiences")
SINGLE = tuple(each.name for each in fields(ListedMeasure) if each.name not in (*PLACED, *JOINED))


def normal(text: str | None) -> str:
    """A name or key for comparison: case, blanks and dashes do not count."""
    return re.sub(r"[\s\u00ad–—-]+", " ", text or "").strip(" .:").casefold()


def merge(
    listed: Iterable[ListedMeasure], refused: SheetProblems, odd: SheetProblems
) -> tuple[ListedMeasure, ...]:
    """One per measure, in the order of the first row of each."""
    found: list[ListedMeasure] = []
    keys: dict[str, int] = {}
    names: dict[str, int] = {}
    for one in listed:
        place = _place(one, keys, names)
        if place is None:
            place = len(found)
            found.append(one)
        elif _other_name(found[place], one):
            complain(refused, "key_twice", one.at, _twice(found[place], one))
            continue
        else:
            found[place] = _together(found[place], one, odd)
        if one.key:
            keys.setdefault(normal(one.key), place)
        for name in (one.known_as, one.name):
            if name:
                names.setdefault(normal(name), place)
    return tuple(_tidy(one) for one in found)


def _place(one: ListedMeasure, keys: dict[str, int], names: dict[str, int]) -> int | None:
    if one.known_as and normal(one.known_as) in names:
        return names[normal(one.known_as)]
    if one.key and (normal(one.key) in keys or not one.reference):
        return keys.get(normal(one.key))
    return names.get(normal(one.name))


def _other_name(one: ListedMeasure, other: ListedMeasure) -> bool:
    """The same number for two different measures; lists of indicators may shorten names."""
    if one.reference or other.reference or not one.name or not other.name or one.known_as:
        return False
    return normal(one.name) != normal(other.name)


def _together(one: ListedMeasure, other: ListedMeasure, odd: SheetProblems) -> ListedMeasure:
    """What both say; where they differ the first one counts, and it is said."""
    first, second = (other, one) if one.reference and not other.reference else (one, other)
    said = {}
    for name in SINGLE:
        mine, theirs = getattr(first, name), getattr(second, name)
        said[name] = mine if mine is not None else theirs
        if mine is not None and theirs is not None and mine != theirs and not second.reference:
            complain(odd, "said_twice", second.at, _differs(first, name, mine, theirs))
    said |= {name: (*getattr(one, name), *getattr(other, name)) for name in JOINED}
    return replace(
        first,
        key=first.key or second.key,
        name=first.name or second.name,
        known_as=first.known_as or second.known_as,
        **said,
    )


def _tidy(one: ListedMeasure) -> ListedMeasure:
    """Values of one indicator together; the same note or report only once."""
    indicators: dict[tuple[str, str], ListedIndicator] = {}
    for each in one.indicators:
        slot = (normal(each.known_as), "") if each.known_as else (normal(each.name), each.unit)
        if slot in indicators:
            known = indicators[slot]
            indicators[slot] = replace(
                known,
                values=(*known.values, *each.values),
                start_value=_either(known.start_value, each.start_value),
                wanted=_either(known.wanted, each.wanted),
                bound=known.bound or each.bound,
                until=known.until or each.until,
                link=known.link or each.link,
                known_as=known.known_as or each.known_as,
            )
        else:
            indicators[slot] = each
    return replace(
        one,
        indicators=tuple(indicators.values()),
        notes=_notes(one.notes),
        reports=_reports(one.reports),
        effects=tuple(dict.fromkeys(one.effects)),
        costs=tuple(dict.fromkeys(one.costs)),
        tasks=tuple(dict.fromkeys(one.tasks)),
    )


def _either(one: float | None, other: float | None) -> float | None:
    return one if one is not None else other


def _notes(notes: Sequence[ListedNote]) -> tuple[ListedNote, ...]:
    """One note per heading; several texts under it stand one below the other."""
    texts: dict[str, list[str]] = {}
    for note in notes:
        known = texts.setdefault(note.heading, [])
        if note.text not in known:
            known.append(note.text)
    return tuple(ListedNote(heading, "\n".join(lines)) for heading, lines in texts.items())


def _reports(reports: Sequence[ListedReport]) -> tuple[ListedReport, ...]:
    """One report per time; several texts of the same day stand one below the other."""
    found: dict[tuple[object, str | None], ListedReport] = {}
    for each in reports:
        slot = (each.span, each.known_as)
        known = found.get(slot)
        if known is None:
            found[slot] = each
            continue
        text = "\n".join(dict.fromkeys(filter(None, (known.text, each.text))))
        found[slot] = replace(known, text=text, state=each.state or known.state)
    return tuple(found.values())


def _twice(one: ListedMeasure, other: ListedMeasure) -> Text:
    key, where = quoted(other.key or ""), one.at.text
    return Text(
        "Die Nummer „{key}“ steht schon bei „{name}“ ({where}), hier bei „{other}“. Die "
        "Zeile wird nicht genommen; bitte eine eigene Nummer geben.",
        "The number “{key}” already belongs to “{name}” ({where}), here to “{other}”. The "
        "row is not taken; please give a number of its own.",
    ).format(key=key, name=quoted(one.name or ""), where=where, other=quoted(other.name or ""))


def _differs(one: ListedMeasure, name: str, mine: object, theirs: object) -> Text:
    label = one.key or one.name or ""
    return Text(
        "„{quoted}“ steht zweimal mit verschiedenen Angaben ({name}: „{quoted_2}“ und "
        "„{quoted_3}“); es gilt die erste ({at}).",
        "“{quoted}” stands twice with different entries ({name}: “{quoted_2}” and “{quoted_3}”); "
        "the first counts ({at}).",
    ).format(
        quoted=quoted(label),
        name=name,
        quoted_2=quoted(str(mine)),
        quoted_3=quoted(str(theirs)),
        at=one.at.text,
    )
