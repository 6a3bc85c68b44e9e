"""The series of a table while they are compared with each other."""

from dataclasses import replace

import polars as pl

from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.few_series import by_few_series
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.series.readings import Converted
from klimamosaik.sources.tables.sums.same import CountedSeries
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text


class Resolution:
    """Grows while the series of a table are compared with each other."""

    def __init__(self, table: Table, found: Converted, warned: SheetProblems) -> None:
        self.table, self.found, self.warned = table, found, warned
        self.questions: list[Question] = []
        known = set(found.frame["series"].unique().to_list())
        self.series = [
            CountedSeries(
                channel, found.conversions[channel.number], channel.number in found.counters,
                channel.direction or Direction.DRAWN,
            )
            for channel in found.channels
            if channel.number in known
        ]  # fmt: skip

    def drop(self, numbers: set[int], code: str, text: Text) -> None:
        """Leave series out and say why."""
        if numbers:
            self.series = [each for each in self.series if each.channel.number not in numbers]
            self.warned.add(code, text)

    def turn(self, numbers: set[int], direction: Direction) -> None:
        """Give series another direction."""
        self.series = [
            replace(each, direction=direction) if each.channel.number in numbers else each
            for each in self.series
        ]

    def ask(self, question: Question) -> None:
        """Ask, unless a person said that it is so."""
        if question.code not in self.table.hints.accepted:
            self.questions.append(question)

    @property
    def frame(self) -> pl.DataFrame:
        """Readings of the series that are left."""
        left = [each.channel.number for each in self.series]
        return by_few_series(
            self.found.frame, lambda part: part.filter(pl.col("series").is_in(left))
        )
