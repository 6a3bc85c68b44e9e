"""One cell of a balance: what is known of one carrier in one sector in one year."""

from dataclasses import dataclass
from datetime import date

from klimamosaik.balance.kernel.factor import Status
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Mode, Sector
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class CellState(TextEnum):
    """What stands in a cell. Missing is never zero."""

    MISSING = "missing", Text("fehlt", "missing")
    NEEDS_CONFIRMATION = "needs confirmation", Text("zu bestätigen", "needs confirmation")
    DEFAULT = "default", Text("Standardwert", "default")
    OWN = "own", Text("eigener Wert", "own")
    CONFIRMED_ZERO = "confirmed zero", Text("bestätigte Null", "confirmed zero")
    NOT_APPLICABLE = "not applicable", Text("trifft nicht zu", "not applicable")


class DataGrade(TextEnum):
    """Data quality of an entry (BISKO)."""

    A = (
        "A",
        Text("A: Daten des Netzbetreibers, eigene Zählung", "A: network operator, own metering"),
    )
    B = "B", Text("B: solche Daten, hochgerechnet", "B: such data, extrapolated")
    C = "C", Text("C: Kennwert der Region", "C: key figure of the region")
    D = "D", Text("D: Kennwert des Bundes", "D: national key figure")

    @property
    def weight(self) -> float:
        """What the grade counts, 0..1."""
        return WEIGHTS[self]


GRADED = {  # energy that somebody entered
    DataGrade.A: Quality.MEASURED,
    DataGrade.B: Quality.ESTIMATED,
    DataGrade.C: Quality.ESTIMATED,
    DataGrade.D: Quality.DEFAULT,
    None: Quality.STATED,
}
WEIGHTS = {DataGrade.A: 1.0, DataGrade.B: 0.5, DataGrade.C: 0.25, DataGrade.D: 0.0}
SETTLED_WITHOUT_VALUE = frozenset({CellState.CONFIRMED_ZERO, CellState.NOT_APPLICABLE})


@dataclass(frozen=True)
class DefaultStep:
    """One share of a national figure that went into a default."""

    activity: str  # as the national table names it, e.g. "motorways"
    key: Text  # what the national figure was spread by
    share: float  # of the nation, 0..1
    national: float  # MWh
    energy: float  # MWh
    source: Text
    status: Status  # of the national figure
    key_source: Text | None = None  # where the key itself is from, where it is not plain statistics
    key_status: Status | None = None


@dataclass(frozen=True)
class Cell:
    """Final energy of one carrier in one sector, in transport of one mode."""

    sector: Sector
    carrier: BalanceCarrier
    state: CellState
    energy: float | None = None  # MWh; None means unknown
    grade: DataGrade | None = None
    source: str = ""
    since: date | None = None  # day from which this value is in force; None: as long as the default
    by: str = ""  # who entered it
    steps: tuple[DefaultStep, ...] = ()
    note: Text | None = None
    mode: Mode | None = None  # in transport only
    over: "Cell | None" = None  # the default an entry stands over
    most: float | None = None  # MWh; where statistics say nothing, what it may be at most
    doubt: float = 1.0  # times the sector's usual error, where less is known or a flag doubts it
    carried: int = 0  # years between the figure's own year and the balance's
    told: bool = False  # entered for the year it is carried from, or published of the place itself

    @property
    def item(self) -> Item:
        """Where the cell stands in the balance."""
        return Item(self.sector, self.carrier, self.mode)

    @property
    def counted_grade(self) -> DataGrade | None:
        """The grade that enters the total: national transport defaults count as B."""
        if self.sector is Sector.TRANSPORT and self.state in (
            CellState.DEFAULT,
            CellState.NEEDS_CONFIRMATION,
        ):
            return DataGrade.B
        return self.grade

    @property
    def known_by(self) -> Quality:
        """How its energy came to be: what is entered by its grade, the rest by its state."""
        match self.state:
            case CellState.OWN:
                return Quality.ESTIMATED if self.carried else GRADED[self.grade]
            case CellState.CONFIRMED_ZERO:
                return Quality.STATED
            case CellState.DEFAULT | CellState.NEEDS_CONFIRMATION:
                return Quality.DEFAULT
            case _:
                return Quality.UNKNOWN

    @property
    def estimated(self) -> bool:
        """True where an estimate is in force, nothing anybody entered."""
        return (
            self.since is None
            and self.energy is not None
            and self.state in (CellState.DEFAULT, CellState.NEEDS_CONFIRMATION)
        )

    @property
    def unknown(self) -> bool:
        """True where statistics say nothing: no more is known than the most it may be."""
        return self.most is not None

    @property
    def known(self) -> float:
        """The energy as far as it is known [MWh]; what is unknown adds nothing to a sum."""
        return self.energy or 0.0
