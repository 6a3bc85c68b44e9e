"""What public queries answer: frozen, without users, models or addresses of the office."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from klimamosaik.measures.queries.question import question_of
from klimamosaik.planning.queries.kinds import MeasureKind
from klimamosaik.publication.licences import Licence
from klimamosaik.terms.change_verdict import ChangeVerdict
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

if TYPE_CHECKING:  # a door that loads much, before the first page
    from klimamosaik.measures.queries.live_reading import LiveReading


@dataclass(frozen=True)
class PublicTown:
    """A municipality as strangers see it, and who stands behind the page."""

    ags: str
    name: str
    synthetic: bool  # an invented town: said wherever it appears
    publisher: str
    desk: str  # the role that answers
    email: str
    website: str
    licence: Licence
    contributor: str  # address on GovData's list; "" none
    state: str  # federal state, two letters
    inhabitants: int | None
    inhabitants_year: int | None
    inhabitants_source: str
    latitude: float | None
    longitude: float | None
    since: datetime  # the page is public
    tested_on: date | None  # of the accessibility statement
    barriers: str
    high_value: tuple[tuple[str, str], ...] = ()  # key of a dataset, address of its category

    @property
    def attribution(self) -> Text:
        """How whoever uses the data names whose they are."""
        return ATTRIBUTION.format(publisher=self.publisher, licence=self.licence.short)


ATTRIBUTION = Text("{publisher}, {licence}", "{publisher}, {licence}")


class FigureShape(TextEnum):
    """How a figure is drawn."""

    LINES = "lines", Text("Linien über die Zeit", "lines over time")
    COLUMNS = "columns", Text("Säulen je Zeitraum", "columns a period")
    RANGES = "ranges", Text("Spannen auf einer Skala", "ranges on one scale")
    STEPS = "steps", Text("Schritte von einem Jahr zum nächsten", "steps from year to year")
    STONES = "stones", Text("Steine", "stones")


@dataclass(frozen=True, slots=True)
class Datum:
    """One value of a figure, as it is printed: the picture, its table and every file show it."""

    series: str  # stable key: "heat"
    named: Text  # what the series is called
    period: str  # ISO: "2024", "2024-03", "2024-03-01"; "" where it has none
    value: float | None  # [unit] rounded to the digits of its figure; None: unknown
    unit: str
    quality: Quality
    estimate: Estimate | None = None  # with its range, where it has one
    place: Text | None = None  # what it belongs to: a building, a measure; None: the whole
    note: Text | None = None  # why it is unknown or withheld
    live: "LiveReading | None" = None  # None: it is not the newest of a series that goes on
    given: bool = True  # False: a model makes it, so that it changes without what it stands on


@dataclass(frozen=True)
class PublicFigure:
    """One figure with all that travels with it: the unit people share."""

    key: str  # stable, in its address: "massnahme-12"
    town: PublicTown
    title: Text
    headline: Text  # the figure in a few words: "26 % weniger Gas"
    sentence: Text  # what it says, with its range
    definition: Text  # what is counted, and how
    shape: FigureShape
    digits: int  # decimals its values are rounded to
    data: tuple[Datum, ...]  # in the order of picture and table
    source: Text
    method: str  # version of the way of computing; "" where there is none
    data_version: int
    changed_at: datetime  # its values or its publication, the later
    theme: str  # code of the EU list of data themes: ENVI, ENER, REGI
    page: str = ""  # path below the municipality's public page that tells more
    latitude: float | None = None  # of its place, where it has one
    longitude: float | None = None
    notes: tuple[Text, ...] = ()  # what is withheld or limited, and why
    marked: date | None = None  # first day of a measure's effect, drawn in the picture

    @property
    def series(self) -> tuple[tuple[str, Text], ...]:
        """Keys and names of its series, in order."""
        return tuple(dict.fromkeys((each.series, each.named) for each in self.data))

    @property
    def periods(self) -> tuple[str, ...]:
        """Its periods, in order."""
        return tuple(dict.fromkeys(each.period for each in self.data if each.period))


@dataclass(frozen=True)
class PublicIndicator:
    """What shows whether a measure's chain holds, also where it got worse."""

    id: int
    name: Text
    unit: str
    before: float | None
    newest: float | None
    newest_on: date | None
    wanted: float | None
    reached: bool | None  # None: nothing wanted, or not known
    figure: str  # key; "" where the indicator is not public by itself
    change: bool  # True: it tells what the measure changed, not what was put in or built
    turn: ChangeVerdict  # which way it went since before the measure
    said: Text  # that in words: got worse: 2 instead of 3 classes
    wish: Text | None  # what was wanted, and whether it is reached
    source: Text | None  # of the newest value


@dataclass(frozen=True)
class PublicAdaptation:
    """What is wanted of soil, water, air or noise, and how it stands."""

    name: str
    value: Text | None  # with its unit; None: no value yet
    found: Text | None  # how and when it was found
    wanted: Text | None  # with its side; None: nothing wanted
    reached: bool | None  # None: nothing wanted, or not known
    worse_than: Text | None  # the value before, where it got worse since
    shape: tuple[float | None, ...]  # weekly means of a year; empty where values are entered
    measure: int | None  # of the measure it belongs to, where that is public


@dataclass(frozen=True)
class PublicLesson:
    """What was learned."""

    day: date
    stopped: bool
    expected: str
    seen: str
    cause: str
    advice: str


@dataclass(frozen=True)
class PublicContact:
    """Who answers questions, as a function and never a name."""

    role: Text
    organisation: str
    desk: str
    confirmed: date | None  # the day it was last found right


@dataclass(frozen=True, kw_only=True)
class PublicEffect:
    """What strangers are told a measure brings."""

    said: Text  # what it brought, or is expected to bring, in one sentence
    more: tuple[Text, ...]  # how it is known, what it is worth
    short: Text  # the share or tonnes in a few words
    tonnes: Estimate | None  # [t CO2e/a]
    tonnes_said: Text | None  # tonnes a year with their range, more or less
    share: Estimate | None  # [%] of the use that was to be expected
    saved: Estimate | None  # [kWh] over the days measured
    measured_on: Text | None  # carriers and days measured; None where nothing is
    verdict: Verdict
    grade: Text  # evidence class
    grade_code: str
    gate: Text | None  # criterion and what became of it
    withheld: Text | None  # why its effect is not told
    method: str
    method_said: Text | None  # the method as one calls it


@dataclass(frozen=True, kw_only=True)
class PublicRegisterEntry:
    """What strangers are told of a measure from the register alone, all of it public."""

    id: int
    key: str  # number in the plan
    name: str
    phase: Text
    stopped: bool
    begun: bool  # its first day has come
    field: Text
    field_code: str
    aim: str
    done: str
    start: date | None
    end: date | None
    works: Text | None  # from when until when; None where no first day is known
    next_decision: date | None  # one to come
    undecided_since: date | None  # its day has passed, and how it turned out is not entered
    undecided: Text | None  # the same as a sentence
    decided_by: Text | None  # who decided
    decides: Text | None  # who decides next, where the register says so
    cost: float | None  # [EUR]
    lessons: tuple[PublicLesson, ...]
    organisation: str  # of the first contact
    desk: str  # the role that answers
    contacts: tuple[PublicContact, ...]  # on the matter, and on how it is run; else who leads
    example: bool  # others may copy it: obstacles, lessons and both contacts are there
    obstacles: str  # of an example
    figure: str  # key

    @property
    def question(self) -> Text:
        """What its page asks: what it brought, is to bring or was to bring."""
        return question_of(begun=self.begun, stopped=self.stopped)


@dataclass(frozen=True, kw_only=True)
class PublicMeasure(PublicRegisterEntry, PublicEffect):
    """A measure as strangers see it."""

    eur_per_t: float | None
    price_known_by: Quality
    indicators: tuple[PublicIndicator, ...]  # only published ones
    buildings: tuple[tuple[int, str], ...]  # only published ones
    since: datetime  # public
    data_version: int


@dataclass(frozen=True)
class PublicBuilding:
    """A building as strangers see it."""

    id: int
    name: str
    kind: Text
    kind_code: str
    area: float | None  # [m²]
    used_until: date | None  # first day the municipality no longer used it; None: it still does
    address: str  # "" where people live there
    postcode: str
    district: str
    latitude: float | None
    longitude: float | None
    measures: tuple[tuple[int, str], ...]  # only published ones
    compared: tuple[Text, ...]  # with its own past, then with like ones
    withheld: Text | None
    figure: str  # key
    since: datetime


@dataclass(frozen=True)
class PublicAnswer:
    """The leading question in numbers, of published measures alone."""

    measures: int
    measured: int
    saved_mwh: float | None  # [MWh/a] at meters; None: nothing is measured
    saved: Estimate | None  # [MWh/a] the same with its range
    tonnes: Estimate | None  # [t CO2e/a] at meters
    expected: Estimate  # [t CO2e/a] of those nobody measured yet
    need_t: float | None  # [t CO2e/a] to be reduced by the target's year; None: not known
    need_known_by: Quality
    target_year: int
    share: Estimate | None  # [%] measured of what is needed; None: not known
    worse: tuple[Text, ...]  # what got worse, by name
    worse_short: Text  # how many, and by how much; "" where none did
    told: tuple[Text, ...]  # share of the target and staff time saved, as the office says it
    kinds: tuple[MeasureKind, ...]  # which fields of action work
    kinds_told: tuple[Text, ...]
    data_version: int
    eur_per_t: float | None
    price_known_by: Quality
    per_head_kwh: float | None
    kwh_known_by: Quality
    per_head_kg: float | None
    kg_known_by: Quality


@dataclass(frozen=True)
class PublicChange:
    """A figure that says something else than before, and why."""

    figure: str
    title: Text
    at: datetime
    before: Text | None  # None: it is new
    after: Text
    because: Text

    @property
    def below(self) -> Text | None:
        """That the headline stayed and values below it are others; None where it is another."""
        return BELOW if self.before == self.after else None


BELOW = Text(
    "Die Überschrift sagt dasselbe, Werte darunter sind andere.",
    "The headline says the same, values below it are others.",
)


@dataclass(frozen=True)
class PublicWall:
    """The mosaic, ready to be shown."""

    headline: Text
    goal: Text
    stone: Text | None
    lying: str  # SVG
    standing: str  # SVG; "" where one is enough
    table: str  # HTML
    legend: tuple[tuple[str, Text], ...]
    target_year: int
    shown_year: int
    notes: tuple[Text, ...] = field(default=())
    fields: tuple[tuple[str, Text], ...] = ()  # colours of what lies: code and name
    choice: tuple[tuple[int, Text], ...] = ()  # years there are walls of
    stone_like: Text | None = None  # what one stone is in things people know
    stone_source: Text | None = None  # where that comes from
