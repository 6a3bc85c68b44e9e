"""A person says that odd readings are right, and may take that back; both stay on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from klimamosaik.observations.models import ConfirmedReadings
from klimamosaik.observations.queries.confirmations import confirmations, span_of
from klimamosaik.places.models import MeterPoint
from klimamosaik.records.authors import person_name
from klimamosaik.records.undoing import undone_by
from klimamosaik.reports.doubts import doubts_of, months_said
from klimamosaik.reports.kernel.months import MONTHS
from klimamosaik.reports.queries.doubtful import Doubtful, doubtful_of
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

NOBODY_YET = datetime(1970, 1, 1, tzinfo=UTC)  # before anybody said anything


@dataclass(frozen=True)
class SaidRight:
    """Readings of a meter that somebody called right, and what hangs on that."""

    said: ConfirmedReadings
    span: Text
    by: str
    doubtful: Doubtful | None  # what would be in doubt without it; None: nothing
    years: tuple[int, ...]  # whose figures would be others

    @property
    def then(self) -> Text:
        """What taking it back changes."""
        if self.doubtful is None:
            return CHANGES_NOTHING
        years = ", ".join(map(str, self.years))
        total, unit = self.doubtful.total, self.doubtful.unit
        return COUNTS_NO_MORE.format(
            n=total,
            unit=unit,
            years=years,
            building=self.said.meter_point.building.name,
        )


def said_right(point: MeterPoint) -> tuple[SaidRight, ...]:
    """What holds of a meter, the newest first."""
    rows = list(confirmations(points=[point.pk]).select_related("by", "meter_point__building"))
    odd = doubts_of(points=[point], said_until=NOBODY_YET).get(point.pk, frozenset())
    return tuple(one_said(point, row, rows, odd) for row in reversed(rows))


def one_said(
    point: MeterPoint,
    row: ConfirmedReadings,
    rows: Sequence[ConfirmedReadings],
    odd: frozenset[int],
) -> SaidRight:
    """One of them; months another one speaks of, too, would stay in no doubt."""
    others = frozenset().union(*(months_said(each) for each in rows if each != row))
    months = (odd & months_said(row)) - others
    return SaidRight(
        said=row,
        span=span_of(row),
        by=person_name(row.by),
        doubtful=doubtful_of(point, months) if months else None,
        years=tuple(sorted({1970 + month // MONTHS for month in months})),
    )


@transaction.atomic
def confirm(*, doubtful: Doubtful, by: User, at: datetime) -> ConfirmedReadings:
    """A person says that the values are right as they are: they count from now on."""
    said = ConfirmedReadings.objects.create(
        meter_point=doubtful.point, start=doubtful.start, end=doubtful.end, by=by, at=at
    )
    undone_by(undo_confirm, [said.pk])
    return said


@transaction.atomic
def take_back(*, said: ConfirmedReadings, by: User | None, at: datetime) -> None:
    """It no longer holds that the values are right; that it was said stays on record.

    Raises InputRejected where somebody took it back already.
    """
    mine = ConfirmedReadings.objects.filter(pk=said.pk, taken_back_at=None)
    if not mine.update(taken_back_at=at, taken_back_by=by):
        raise rejected(
            "taken_back_already",
            "Diese Bestätigung wurde schon zurückgenommen.",
            "This confirmation was taken back already.",
        )
    undone_by(say_again, [said.pk])


def undo_confirm(about: Sequence[int], by: User | None, at: datetime) -> None:
    """Take back what was just said."""
    take_back(said=ConfirmedReadings.objects.get(pk=about[0]), by=by, at=at)


def say_again(about: Sequence[int], by: User | None, at: datetime) -> None:
    """Say again what was taken back: a statement of its own, the old one stays as it was."""
    old = ConfirmedReadings.objects.get(pk=about[0])
    span: dict[str, Any] = {"start": old.start, "end": old.end}
    ConfirmedReadings.objects.create(meter_point=old.meter_point, by=by, at=at, **span)


CHANGES_NOTHING = Text(
    "Diese Werte fallen heute nicht mehr auf: Keine Zahl ändert sich.",
    "These values are no longer odd: no figure changes.",
)
COUNTS_NO_MORE = Text(
    "Dann zählen {n:.1n} {unit} nicht mehr mit, bis die Einheit geklärt ist. Das ändert die Zahlen "
    "von {years} bei {building} und in den Summen der Gemeinde: Energieseite, Energiebericht, "
    "Mosaik und Veröffentlichtes, das ihnen folgt.",
    "Then {n:.1n} {unit} no longer count until the unit is settled. This changes the figures of "
    "{years} of {building} and in the municipality's sums: energy page, energy report, mosaic and "
    "what is public and follows them.",
)
