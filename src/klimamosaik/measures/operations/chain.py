"""Doors for the impact chain and the money of a measure."""

from datetime import date, datetime

from django.contrib.auth.models import User

from klimamosaik.measures.models import Indicator, IndicatorValue
from klimamosaik.records.operations import save
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text


def write_indicator(*, indicator: Indicator, by: User | None, at: datetime) -> Indicator:
    """Save a new or changed indicator; a wish that changes carries today's date.

    Raises InputRejected with every complaint.
    """
    complaints = [*wish_that_is_whole(indicator), *unit_of_its_readings(indicator)]
    if complaints:
        raise InputRejected(complaints)
    known = Indicator.objects.filter(pk=indicator.pk).first()
    if indicator.wanted_value is None:
        indicator.wanted_written_on = None
    elif known is None or wish_of(known) != wish_of(indicator):
        indicator.wanted_written_on = local_day(at)
    save(indicator, by=by)
    return indicator


def enter_value(
    *, indicator: Indicator, day: date, value: float, source: str, by: User | None
) -> IndicatorValue:
    """Enter what was found on a day; a value of the same day is replaced, its history kept."""
    row = IndicatorValue.objects.filter(indicator=indicator, day=day).first()
    row = row or IndicatorValue(indicator=indicator, day=day)
    row.value, row.source = value, source.strip()
    save(row, by=by)
    return row


def wish_of(indicator: Indicator) -> tuple[float | None, str, date | None, str]:
    """What is wanted of an indicator."""
    return (indicator.wanted_value, indicator.bound, indicator.wanted_until, indicator.unit)


def wish_that_is_whole(indicator: Indicator) -> list[Problem]:
    """A wanted value has a unit and a side; a day or a side without a value wants nothing."""
    complaints = []
    if indicator.wanted_value is not None and not indicator.unit.strip():
        complaints.append(WISH_WITHOUT_UNIT)
    if indicator.side_is_open:
        complaints.append(WISH_WITHOUT_SIDE)
    if indicator.wanted_until is not None and indicator.wanted_value is None:
        complaints.append(DAY_WITHOUT_WISH)
    return complaints


def unit_of_its_readings(indicator: Indicator) -> list[Problem]:
    """An indicator fed by readings is counted in their unit."""
    if indicator.datastream is None or indicator.unit.strip() == indicator.datastream.unit:
        return []
    return [
        Problem(
            "other_unit",
            OTHER_UNIT.format(own=indicator.unit or "–", read=indicator.datastream.unit),
            column="unit",
        )
    ]


OTHER_UNIT = Text(
    "Die Kennzahl ist in „{own}“ angegeben, die Messreihe misst in „{read}“. Bitte dieselbe "
    "Einheit eintragen.",
    "The indicator is given in “{own}”, its readings are in “{read}”. Please enter the same unit.",
)
WISH_WITHOUT_UNIT = problem(
    "wish_without_unit",
    "Der gewünschte Wert braucht eine Einheit, z. B. %, m³, Tage.",
    "The wanted value needs a unit, e.g. %, m³, days.",
    column="unit",
)
WISH_WITHOUT_SIDE = problem(
    "wish_without_side",
    "Soll der Wert höchstens oder mindestens erreicht werden? Bitte eines von beiden wählen.",
    "Is the wanted value a most or a least? Please choose one of the two.",
    column="bound",
)
DAY_WITHOUT_WISH = problem(
    "day_without_wish",
    "Bis wann ist gesagt, aber nicht, welcher Wert. Bitte den gewünschten Wert angeben.",
    "The day is given but not the value. Please give the wanted value.",
    column="wanted_value",
)
