"""Earlier years as people write them, and what was decided when."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from klimamosaik.pathway.models import MOST_T, Milestone, PastUse, PastYear, Scope, Target
from klimamosaik.pathway.operations import PastEmissions
from klimamosaik.places.models import Municipality
from klimamosaik.records.authors import written_name
from klimamosaik.records.entries import DONE
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.text import Text
from klimamosaik.terms.written_number import read_number

LINE = re.compile(r"^(?P<year>\d{4})\s*[;:\t ,]\s*(?P<tonnes>[\d.,' \u00a0\u202f’]+)\s*(t.*)?$")
SHOWN = 12  # changes on the page; the history has all


def entered_years(text: str, language: str) -> tuple[PastEmissions, ...]:
    """Each line as a year and its tonnes, by the marks of a language.

    Raises InputRejected naming every unusable line.
    """
    found: dict[int, PastEmissions] = {}
    complaints = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        told = entered_year(line.strip(), language)
        if told is None or told.year in found:
            complaints.append(unusable(number, line, twice=told is not None))
        else:
            found[told.year] = told
    if complaints:
        raise InputRejected(complaints)
    return tuple(found.values())


def entered_year(line: str, language: str) -> PastEmissions | None:
    """One line; None where it is not a year and a number."""
    match = LINE.match(line)
    if match is None:
        return None
    try:
        tonnes = float(read_number(match["tonnes"], language))
    except InputRejected:
        return None
    return PastEmissions(int(match["year"]), tonnes) if tonnes <= MOST_T else None


def unusable(number: int, line: str, *, twice: bool) -> Problem:
    """What is wrong with a line."""
    if twice:
        text = Text(
            "Zeile {number}, „{strip}“: Dieses Jahr steht schon weiter oben.",
            "Line {number}, “{strip}”: this year already stands above.",
        ).format(number=number, strip=line.strip())
    else:
        text = Text(
            "Zeile {number}, „{strip}“: erwartet werden Jahr und Tonnen, z. B. 2015; 1.250.000.",
            "Line {number}, “{strip}”: a year and tonnes are expected, e.g. 2015; 1,250,000.",
        ).format(number=number, strip=line.strip())
    return Problem("unusable_line", text, row=number, column="years")


@dataclass(frozen=True)
class PastLine:
    """An earlier year as a line of the page."""

    pk: int
    year: int
    use: Text
    emissions_t: float  # [t CO2e/a]
    source: str


def past_lines(*, municipality: Municipality) -> tuple[PastLine, ...]:
    """All earlier years written down."""
    return tuple(
        PastLine(row.pk, row.year, PastUse(row.use).text, row.emissions_t, row.source)
        for row in PastYear.objects.filter(municipality=municipality)
    )


@dataclass(frozen=True)
class Decided:
    """One change of a target or a milestone."""

    at: datetime
    by: str
    what: Text
    done: Text


def past_changes(*, municipality: Municipality) -> tuple[Decided, ...]:
    """The newest changes of targets and milestones."""
    records = [
        (record, name)
        for model, name in (
            (Target, Text("Ziel", "Target")),
            (Milestone, Text("Zwischenziel", "Milestone")),
        )
        for record in model.history.filter(municipality=municipality.pk).select_related(
            "history_user"
        )[:SHOWN]
    ]
    records.sort(key=lambda one: one[0].history_date, reverse=True)
    return tuple(decided(record, name) for record, name in records[:SHOWN])


def decided(record: Any, name: Text) -> Decided:
    """One record of a history."""
    scope = Scope(record.scope).text
    return Decided(
        record.history_date,
        written_name(record),
        Text("{name} {year}, {scope} ({source})", "{name} {year}, {scope} ({source})").format(
            name=name, year=record.year, scope=scope, source=record.source
        ),
        DONE[record.history_type],
    )
