"""What a list says, before anybody decides what of it is new. None: the list does not say."""

from dataclasses import dataclass
from datetime import date

from klimamosaik.sources.measure_lists.roles import RecognisedSheet
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text


@dataclass(frozen=True, order=True)
class DaySpan:
    """Days from `first` to `last`, both included; a year is its 1 January to 31 December."""

    first: date
    last: date


@dataclass(frozen=True)
class At:
    """Where in the files something stands."""

    file: str
    sheet: str = ""
    row: int | None = None  # as the office's own program counts, from 1

    @property
    def text(self) -> Text:
        """The place as a person would look it up."""
        inside = f" · {self.sheet}" if self.sheet else ""
        if self.row is None:
            return Text("{file}{inside}", "{file}{inside}").format(file=self.file, inside=inside)
        return Text("{file}{inside}, Zeile {row}", "{file}{inside}, row {row}").format(
            file=self.file, inside=inside, row=self.row
        )


@dataclass(frozen=True)
class ListedReport:
    """How the measure went at a time."""

    label: str  # heading as written, "Sachstand 2015 / 2016"
    span: DaySpan | None  # None: without date
    state: str | None  # "on course", "delayed", "stuck", "done", "stopped"
    text: str
    known_as: str | None = None


@dataclass(frozen=True)
class ListedCost:
    """Money of one kind, once or in one year."""

    kind: str  # "investment", "running", "staff"
    year: int | None
    planned: float | None  # EUR; staff: days
    actual: float | None  # EUR; staff: days
    text: str  # the cell as written
    funding: str = ""  # where the money comes from
    known_as: str | None = None


@dataclass(frozen=True)
class ListedEffect:
    """An effect somebody stated, never one that was measured."""

    heading: str
    unit: str  # "t CO2e/a", "MWh/a"
    stated: Estimate | None  # [unit] None: words alone
    text: str  # the cell as written


@dataclass(frozen=True)
class ListedNote:
    """A cell that has no field of its own, kept word for word under its heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class ListedTask:
    """Something somebody has to do."""

    what: str
    organisation: str = ""
    due: date | None = None
    done_on: date | None = None
    known_as: str | None = None


@dataclass(frozen=True)
class ListedValue:
    """One value of an indicator."""

    span: DaySpan
    value: float  # [unit of the indicator]
    row: int | None = None


@dataclass(frozen=True)
class ListedIndicator:
    """Something counted or measured about the measure."""

    name: str
    unit: str
    link: str = ""  # "input", "output", "outcome", "impact"; "" not said
    start_value: float | None = None  # [unit]
    wanted: float | None = None  # [unit]
    bound: str = ""  # "at most", "at least"; "" not said
    until: date | None = None
    values: tuple[ListedValue, ...] = ()
    known_as: str | None = None


@dataclass(frozen=True)
class ListedExperience:
    """A lesson or a measured effect, with the municipality it is from."""

    town: str  # official key and name: "03404000 Osnabrück"
    kind: str  # "lesson", "effect"
    day: date
    building_kinds: tuple[str, ...] = ()
    stopped: bool = False
    hypothesis: str = ""
    evidence: str = ""
    cause: str = ""
    advice: str = ""
    spent: float | None = None  # EUR
    saving: Estimate | None = None  # [kWh] over the days reported
    saved_percent: float | None = None
    days: int | None = None  # d
    verdict: str = ""
    method_version: str = ""
    data_version: int | None = None


@dataclass(frozen=True)
class ListedMeasure:
    """One measure; texts are word for word as in the file, "" means emptied on purpose."""

    at: At
    key: str | None
    name: str | None
    known_as: str | None = None  # name when it was exported
    reference: bool = False  # the row is about something of the measure; its name is no renaming
    fields: tuple[str, ...] | None = None  # words for the field of action, as written
    registers: tuple[str, ...] | None = None
    phase: str | None = None  # "idea", "prototype", "pilot", "permanent", "transfer", "stopped"
    phase_since: date | None = None
    description: str | None = None
    aim: str | None = None
    responsible: str | None = None
    partners: tuple[str, ...] | None = None
    contact: str | None = None
    contact_confirmed: date | None = None
    organiser: str | None = None
    organiser_confirmed: date | None = None
    operator: str | None = None
    network: str | None = None
    payer: str | None = None
    funding_end: date | None = None
    after_funding: str | None = None  # "continue", "hand over", "end"
    handed_to: str | None = None
    obstacles: str | None = None
    decision: str | None = None
    decision_day: date | None = None
    next_decision: date | None = None
    first_year: int | None = None
    last_year: int | None = None
    start: date | None = None
    life: float | None = None  # years
    grant_percent: float | None = None  # % of what it costs once, 0 to 100
    reports: tuple[ListedReport, ...] = ()
    costs: tuple[ListedCost, ...] = ()
    effects: tuple[ListedEffect, ...] = ()
    notes: tuple[ListedNote, ...] = ()
    tasks: tuple[ListedTask, ...] = ()
    indicators: tuple[ListedIndicator, ...] = ()
    town: str | None = None  # whose measure it is: official key and name; None: not said
    experiences: tuple[ListedExperience, ...] = ()


@dataclass(frozen=True)
class MeasureList:
    """Everything a file says, and what was refused and looks wrong."""

    name: str  # of the file
    measures: tuple[ListedMeasure, ...]
    sheets: tuple[RecognisedSheet, ...]
    as_of: date | None = None  # day the list was current, where it says so
    as_of_why: Text | None = None
    own: bool = False  # written by this software: its columns are known, empty cells empty
    refused: tuple[Problem, ...] = ()
    refused_total: int = 0
    odd: tuple[Problem, ...] = ()
    skipped: tuple[Text, ...] = ()  # rows left out on purpose
    questions: tuple[Question, ...] = ()  # nothing is stored while one is open
