"""Lists of Observations: which are on a page, how many there are, where the next page begins."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from klimamosaik.observations.kernel import details
from klimamosaik.observations.kernel.instants import microseconds, moment
from klimamosaik.observations.queries.known_spans import KnownSpan, known_spans
from klimamosaik.observations.queries.last_readings import last_readings, no_readings
from klimamosaik.sensorthings.answering.paging import Window, begin_of, mark_after
from klimamosaik.sensorthings.answering.scanning import LARGEST_PIECE, Scan, by_number, by_time
from klimamosaik.sensorthings.entities.observed import StreamFacts
from klimamosaik.sensorthings.refusals import SensingRefused
from klimamosaik.sensorthings.selecting.readings import ReadingRule, Rule
from klimamosaik.sensorthings.targets import ObservationScope
from klimamosaik.terms.text import Text

MOST_READ = 5_000_000  # readings looked through for one answer
TOO_MUCH = Text(
    "Dafür müssten mehr als {most:n} Messwerte durchgesehen werden: bitte die Zeit eingrenzen, "
    "z. B. $filter=phenomenonTime ge 2026-01-01T00:00:00Z.",
    "More than {most:n} readings would have to be looked through for this: please narrow the "
    "time, e.g. $filter=phenomenonTime ge 2026-01-01T00:00:00Z.",
)


class ReadingBudget:
    """How many readings one answer may still look through, in all of its lists together."""

    def __init__(self) -> None:
        self.left = MOST_READ

    def spend(self, readings: int) -> None:
        """Take readings off. Raises SensingRefused where they are too many."""
        self.foresee(readings)
        self.left -= readings

    def foresee(self, readings: int) -> None:
        """Raise SensingRefused where so many would be too many, before any is read."""
        if readings > self.left:
            raise SensingRefused(400, TOO_MUCH.format(most=MOST_READ))


@dataclass(frozen=True)
class ReadingPage:
    """One page of readings."""

    frame: pl.DataFrame  # STORED, in the order asked for
    facts: Mapping[int, StreamFacts]
    more: bool  # readings follow
    count: int | None  # of the whole list, where it was asked for
    mark: str = ""  # where the next page begins


@dataclass(frozen=True)
class ReadingList:
    """A list of readings that is asked for a page."""

    facts: Mapping[int, StreamFacts]  # of datastreams it may hold
    spans: Mapping[int, KnownSpan]  # of those with readings
    version: int
    choice: ReadingRule
    feature: int | None = None  # only readings about it
    at_hand: pl.DataFrame | None = None  # its readings by number, where they were read already
    budget: ReadingBudget = field(default_factory=ReadingBudget)

    @cached_property
    def counted(self) -> int | None:
        """How many there are, where that is known without looking; else None."""
        if self.choice.keep is not None or self.choice.start or self.choice.end:
            return None
        return None if self.feature is not None else sum(s.count for s in self.spans.values())

    def at_most(self, top: int) -> int:
        """How many readings a page has for certain, before anything is read."""
        return min(top, self.counted or 0)

    def page(self, window: Window, *, count: bool, mark: str = "") -> ReadingPage:
        """One page. Raises SensingRefused where it would take too long to find."""
        known = self.counted
        if self.newest_of_one(window):
            last = last_readings(self.spans)
            return self.made(last, window, more=bool(known and known > 1), count=known)
        counting = count and known is None
        after = begin_of(mark, window.skip) if self.marks else None
        skip = 0 if after is not None and not counting else window.skip
        if counting:
            after = None
        found, seen = self.looked_through(skip, window.top, counting=counting, after=after)
        return self.made(found, window, more=found.height > window.top, count=known or seen)

    def newest_of_one(self, window: Window) -> bool:
        """True where only the last reading of one datastream is asked for."""
        choice = self.choice
        return (
            choice.newest_first and choice.sort is None and self.counted is not None
            and window == Window(0, 1) and len(self.spans) == 1
        )  # fmt: skip

    @property
    def marks(self) -> bool:
        """True where pages can begin at a key."""
        return not self.choice.by_time and self.choice.sort is None

    def made(
        self, found: pl.DataFrame, window: Window, *, more: bool, count: int | None
    ) -> ReadingPage:
        """A page of what was found."""
        frame = found.head(window.top)
        mark = ""
        if more and self.marks and frame.height:
            last = frame["datastream"][-1], microseconds(frame["start"][-1])
            mark = mark_after(window.skip + window.top, *last)
        return ReadingPage(frame, self.facts, more, count, mark)

    def looked_through(
        self, skip: int, top: int, *, counting: bool, after: tuple[int, int] | None
    ) -> tuple[pl.DataFrame, int]:
        """The readings behind `skip`, one more than `top`, and how many there are in all.

        Without `counting` it ends as soon as it has them, and so does the number.
        """
        wanted, all_of_them = skip + top + 1, self.counted or 0
        self.budget.foresee(all_of_them if self.choice.sort else min(skip, all_of_them))
        to_read = LARGEST_PIECE if counting or self.choice.sort is not None else wanted
        pieces = map(self.kept, spent(self.pieces(to_read, after), self.budget))
        if self.choice.sort is not None:
            return best_of(pieces, self.choice.sort, skip, wanted)
        return first_of(pieces, skip, wanted, to_the_end=counting)

    def pieces(self, wanted: int, after: tuple[int, int] | None) -> Iterator[pl.DataFrame]:
        """The readings in order, piece by piece."""
        choice = self.choice
        if self.at_hand is not None:
            return iter([in_time(self.at_hand, choice) if choice.by_time else self.at_hand])
        scan = Scan(self.spans, self.version, choice.start, choice.end, min(wanted, LARGEST_PIECE))
        if not self.spans:
            return iter(())
        if choice.by_time:
            return by_time(scan, newest_first=choice.newest_first)
        if after is None:
            return by_number(scan)
        return by_number(scan, (after[0], moment(after[1])))

    def kept(self, piece: pl.DataFrame) -> pl.DataFrame:
        """Those of a piece that are wanted."""
        if self.feature is not None:
            piece = about(piece, self.feature, self.facts)
        return self.choice.keep(piece) if self.choice.keep is not None else piece


def spent(pieces: Iterator[pl.DataFrame], budget: ReadingBudget) -> Iterator[pl.DataFrame]:
    """The same pieces. Raises SensingRefused where they are more than one answer may read."""
    for piece in pieces:
        budget.spend(piece.height)
        yield piece


def first_of(
    pieces: Iterable[pl.DataFrame], skip: int, wanted: int, *, to_the_end: bool
) -> tuple[pl.DataFrame, int]:
    """Rows [skip, wanted) of all pieces, and how many rows there were."""
    seen, found = 0, []
    for piece in pieces:
        found.append(piece.slice(max(0, skip - seen), max(0, wanted - max(seen, skip))))
        seen += piece.height
        if seen >= wanted and not to_the_end:
            break
    return together(found), seen


def best_of(
    pieces: Iterable[pl.DataFrame], sort: Rule, skip: int, wanted: int
) -> tuple[pl.DataFrame, int]:
    """Rows [skip, wanted) of all pieces in another order, and how many rows there were."""
    seen, best = 0, no_readings()
    for piece in pieces:
        seen += piece.height
        best = sort(together([best, piece])).head(wanted)
    return best.slice(skip), seen


def in_time(frame: pl.DataFrame, choice: ReadingRule) -> pl.DataFrame:
    """Readings by time."""
    return frame.sort("start", "datastream", descending=[choice.newest_first, False])


def together(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Frames one under the other."""
    filled = [each for each in frames if each.height]
    return pl.concat(filled) if filled else no_readings()


def about(piece: pl.DataFrame, feature: int, facts: Mapping[int, StreamFacts]) -> pl.DataFrame:
    """Readings about a feature: that of their datastream, where they name no other."""
    default = [pk for pk, own in facts.items() if own.feature == feature]
    own = piece["details"].map_elements(
        lambda stored: details.read(stored).get("feature"), return_dtype=pl.Int64
    )
    table = piece.with_columns(about=own)
    unsaid = pl.col("about").is_null() & pl.col("datastream").is_in(default)
    return table.filter(unsaid | (pl.col("about") == feature)).drop("about")


def reading_list(scope: ObservationScope, choice: ReadingRule, version: int) -> ReadingList:
    """The list of a scope."""
    facts = scope.facts()
    if choice.datastreams is not None:
        facts = {pk: own for pk, own in facts.items() if pk in choice.datastreams}
    return ReadingList(facts, known_spans(list(facts)), version, choice, scope.feature)
