"""The door to look: what lists say, and what storing them would do. Stores nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from klimamosaik.measures.lists.changes import RegisterRow
from klimamosaik.measures.lists.draft import Draft
from klimamosaik.measures.lists.drafting import rows_of
from klimamosaik.measures.lists.gates import gates_missed
from klimamosaik.measures.lists.other_town import is_elsewhere
from klimamosaik.measures.lists.reading import GivenList, ReadFile, read_all
from klimamosaik.measures.lists.register_entries import Stored
from klimamosaik.measures.models import Experience, Measure
from klimamosaik.places.models import Municipality
from klimamosaik.sources.measure_lists import (
    ListedMeasure,
    ListHints,
    MeasureList,
)
from klimamosaik.sources.measure_lists.complaints import list_problems
from klimamosaik.sources.measure_lists.merging import merge
from klimamosaik.sources.measure_lists.reading import LARGEST
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.period import local_day
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class ListVerdict(TextEnum):
    """What a list means for one measure."""

    NEW = "new", Text("neu", "new")
    CHANGED = "changed", Text("geändert", "changed")
    TOLD = "told", Text("nur als Erfahrung", "as experience only")
    SAME = "same", Text("wie bekannt", "as known")


@dataclass(frozen=True)
class PlannedMeasure:
    """One measure of the lists and what becomes of it."""

    listed: ListedMeasure
    measure: Measure
    verdict: ListVerdict
    rows: tuple[RegisterRow, ...]

    @property
    def name(self) -> str:
        """As the register calls it; what comes as experience only, as the other town does."""
        return self.measure.name or self.listed.name or self.listed.known_as or ""


@dataclass(frozen=True)
class ListPlan:
    """What storing the lists would do."""

    municipality: Municipality
    register: str  # name of the register the measures enter; "" none
    files: tuple[MeasureList, ...]
    hints: tuple[ListHints, ...]  # one per file, as used
    remembered: tuple[bool, ...]  # one per file: hints of an earlier list were used
    measures: tuple[PlannedMeasure, ...]
    as_of: date  # day of reports that name none
    refused: tuple[Problem, ...]
    refused_total: int
    odd: tuple[Problem, ...]
    questions: tuple[Question, ...] = ()  # nothing is stored while one is open
    kinds: tuple[str, ...] = ()  # one per file: which kind of list it is, see `fingerprint`
    left: tuple[ListedMeasure, ...] = ()  # that somebody chose not to take

    @property
    def towns(self) -> tuple[str, ...]:
        """Names of other municipalities whose measures these are."""
        listed = (*(each.listed for each in self.measures), *self.left)
        there = [each.town for each in listed if is_elsewhere(each.town, self.municipality)]
        return tuple(dict.fromkeys((town or "").partition(" ")[2] or town or "" for town in there))

    @property
    def own(self) -> bool:
        """True where all files are our own workbooks."""
        return all(file.own for file in self.files)

    def count(self, verdict: ListVerdict) -> int:
        """Measures with this verdict."""
        return sum(each.verdict is verdict for each in self.measures)

    @property
    def nothing_new(self) -> bool:
        """True where all was known."""
        return not self.questions and all(
            each.verdict is ListVerdict.SAME for each in self.measures
        )


def preview(
    *,
    municipality: Municipality | None,
    files: Sequence[GivenList],
    register: str = "",
    at: datetime,
    uploaded: bool = False,
    left: Collection[str] = (),
) -> ListPlan:
    """Read lists and compare them with the register.

    municipality None: nothing is known yet, all is new. uploaded: read in a process apart.
    left: marks (`mark_of`) of measures that are not taken.
    Raises InputRejected, with every file's complaints, where a file holds no measures.
    """
    stored = Stored.of(municipality)
    read_ones = read_all(files, municipality, LARGEST if uploaded else None)
    lists = tuple(each.found for each in read_ones)
    used = tuple(each.hints for each in read_ones)
    refused, odd = list_problems(), list_problems()
    merged = merge([one for each in lists for one in each.measures], refused, odd)
    listed = [one for one in merged if mark_of(one) not in left]
    today = local_day(at)
    days = [each.as_of for each in lists if each.as_of]
    as_of = min(max(days), today) if days else today
    planned, said = _planned(listed, read_ones, register, stored, today, as_of)
    return ListPlan(
        municipality=stored.municipality,
        register=register,
        files=lists,
        hints=used,
        remembered=tuple(each.recalled for each in read_ones),
        measures=planned,
        as_of=as_of,
        refused=(*_said(lists, [one.refused for one in lists]), *refused.shown),
        refused_total=sum(each.refused_total for each in lists) + refused.total,
        odd=(
            *_said(lists, [one.odd for one in lists]),
            *odd.shown,
            *gates_missed((each.measure, each.rows) for each in planned),
            *said,
        ),
        questions=tuple(dict.fromkeys(each for one in lists for each in one.questions)),
        kinds=tuple(each.kind for each in read_ones),
        left=tuple(one for one in merged if mark_of(one) in left),
    )


def mark_of(listed: ListedMeasure) -> str:
    """What tells a measure of the files from the others: where it stands, and its name."""
    return f"{listed.at.text.de}: {listed.name or listed.known_as or ''}"


def _planned(
    listed: Sequence[ListedMeasure],
    read_ones: Sequence[ReadFile],
    register: str,
    stored: Stored,
    today: date,
    as_of: date,
) -> tuple[tuple[PlannedMeasure, ...], list[Problem]]:
    """What becomes of each measure of the lists, and what is said of it."""
    own = {each.found.name for each in read_ones if each.found.own}
    phase = next((each.hints.phase for each in read_ones if each.hints.phase), "")
    said: list[Problem] = []
    planned = []
    for one in listed:
        entered = _with_register(_heard_by(one, today), register)
        draft = Draft(entered, stored, as_of, phase, one.at.file in own, said)
        rows = rows_of(draft)
        planned.append(PlannedMeasure(one, draft.measure, meaning_of(rows), rows))
    return tuple(planned), said


def meaning_of(rows: Sequence[RegisterRow]) -> ListVerdict:
    """What the rows to be written mean for the measure."""
    if not rows:
        return ListVerdict.SAME
    if all(isinstance(each.instance, Experience) for each in rows):
        return ListVerdict.TOLD
    first = rows[0]
    new = first.new and isinstance(first.instance, Measure)
    return ListVerdict.NEW if new else ListVerdict.CHANGED


def _heard_by(listed: ListedMeasure, today: date) -> ListedMeasure:
    """Nobody reports of a time to come: such a report is of the day the list was current."""
    reports = (
        replace(one, span=None) if one.span and one.span.first > today else one
        for one in listed.reports
    )
    return replace(listed, reports=tuple(reports))


def _with_register(one: ListedMeasure, register: str) -> ListedMeasure:
    if not register or one.reference:
        return one
    return replace(one, registers=(*(one.registers or ()), register))


def _said(lists: Sequence[MeasureList], complaints: Sequence[Sequence[Problem]]) -> list[Problem]:
    """Complaints of all files; of several, each says which file it means."""
    if len(lists) == 1:
        return list(complaints[0])
    pairs = zip(lists, complaints, strict=True)
    return [each.about(one.name) for one, found in pairs for each in found]
