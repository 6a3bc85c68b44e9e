"""Staff time saved: an indicator of its own, added up by its unit and never with energy."""

from collections.abc import Iterable
from dataclasses import dataclass

from klimamosaik.measures.models import Indicator
from klimamosaik.measures.models.kinds import Bound, Subject
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries.newest import NewestValue, newest_values
from klimamosaik.places.models import Municipality
from klimamosaik.terms.document import Document
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class TimeUnit(TextEnum):
    """What saved time is counted in, each year; one is never turned into the other."""

    HOURS = "h/a", Text("Stunden im Jahr", "hours a year")
    DAYS = "d/a", Text("Arbeitstage im Jahr", "working days a year")


WORDS = {
    TimeUnit.HOURS: ("h", "std", "stunde", "stunden", "hour", "hours"),
    TimeUnit.DAYS: (
        "d", "tag", "tage", "arbeitstag", "arbeitstage", "personaltage", "day", "days",
        "working days",
    ),
}  # fmt: skip
A_YEAR = ("/a", "/jahr", "/year", "imjahr", "projahr", "jejahr", "ayear", "peryear", "p.a.")


@dataclass(frozen=True)
class SavedTime:
    """Staff time saved by several measures, in one unit."""

    unit: TimeUnit
    amount: float  # [unit] below zero: more work than before
    count: int  # indicators behind it

    @property
    def said(self) -> Text:
        """The sum in a sentence."""
        told = SAVED if self.amount >= 0 else MORE
        return told.format(amount=abs(self.amount), unit=self.unit.text, count=self.count)

    @property
    def document(self) -> Document:
        """For machines."""
        return {"unit": self.unit, "amount": self.amount, "indicators": self.count}


def saved_time(
    *, municipality: Municipality, only: Iterable[int] | None = None
) -> tuple[SavedTime, ...]:
    """Staff time saved by all measures that go on, a sum a unit; empty where nobody counts it.

    `only` counts these indicators (ids) alone; None: all. What has no value yet or another unit
    than hours and days is in no sum.
    """
    rows = Indicator.objects.filter(measure__municipality=municipality, subject=Subject.STAFF_TIME)
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    found = list(rows.exclude(measure__phase=Phase.STOPPED).prefetch_related("values"))
    newest = newest_values(indicators=found)
    known = [(unit_of(each), saved_by(each, newest.get(each.pk))) for each in found]
    sums = []
    for unit in TimeUnit:
        parts = [saved for each, saved in known if each is unit and saved is not None]
        if parts:
            sums.append(SavedTime(unit, sum(parts), len(parts)))
    return tuple(sums)


def unit_of(indicator: Indicator) -> TimeUnit | None:
    """Hours or days a year, as people write them; None for anything else."""
    said = indicator.unit.casefold().replace(" ", "").rstrip(".")
    for ending in A_YEAR:
        said = said.removesuffix(ending.rstrip("."))
    said = said.rstrip(".")
    known = ((unit, word.replace(" ", "")) for unit, words in WORDS.items() for word in words)
    return next((unit for unit, word in known if word == said), None)


def saved_by(indicator: Indicator, newest: NewestValue | None) -> float | None:
    """Time saved [its unit]: what is saved now, or what work takes less than before.

    An indicator that shall fall ("at most") counts the work itself: what it takes less is saved.
    Any other counts what is saved. None without a value, or without the work before.
    """
    if newest is None:
        return None
    if indicator.bound != Bound.AT_MOST:
        return newest.value
    return None if indicator.start_value is None else indicator.start_value - newest.value


SAVED = Text(
    "Eingesparte Arbeitszeit: {amount:n} {unit}, aus {count:Kennzahl|Kennzahlen}.",
    "Staff time saved: {amount:n} {unit}, from {count:indicator|indicators}.",
)
MORE = Text(
    "Arbeitszeit, die hinzukam: {amount:n} {unit}, aus {count:Kennzahl|Kennzahlen}.",
    "Staff time that came on top: {amount:n} {unit}, from {count:indicator|indicators}.",
)
