"""Doors that change a balance. Defaults are superseded, never edited; history keeps who did it."""

from collections.abc import Sequence
from datetime import datetime
from math import isfinite

from django.contrib.auth.models import User
from django.db import models, transaction

from klimamosaik.balance.kernel.cell import Grade, State
from klimamosaik.balance.kernel.factor import BalanceFactor, Status
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector, possible
from klimamosaik.balance.models import Entry, LoadedFactor
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import refuse

LARGEST = 3_000_000_000.0  # MWh; more than all of Germany uses in a year
YEARS = (1990, 2100)


def enter(
    *,
    municipality: Municipality,
    year: int,
    sector: Sector,
    carrier: BalanceCarrier,
    energy: float,
    grade: Grade,
    source: str,
    by: User | None,
    at: datetime,
    confirmed: bool = True,
) -> Entry:
    """Enter a municipality's own final energy [MWh] of one cell.

    `confirmed` False marks a value somebody still has to confirm. Raises Refused for a negative or
    endless amount, an impossible cell or year, a missing source, and for zero: a zero is confirmed
    on purpose, with `confirm_zero`.
    """
    if not isfinite(energy) or not 0.0 <= energy <= LARGEST:
        raise refuse(
            "unusable_energy",
            f"Endenergie {energy:g} MWh: erlaubt ist eine Zahl ab 0 bis 3 Milliarden MWh.",
            f"Final energy {energy:g} MWh: a number from 0 to 3 billion MWh is allowed.",
        )
    if energy == 0.0:
        raise refuse(
            "silent_zero",
            "Eine Null ist ausdrücklich zu bestätigen: „Null bestätigen“ mit Quelle.",
            "A zero must be confirmed on purpose: “confirm zero”, with its source.",
        )
    state = State.OWN if confirmed else State.NEEDS_CONFIRMATION
    return put(
        municipality=municipality,
        year=year,
        sector=sector,
        carrier=carrier,
        state=state,
        energy=energy,
        grade=grade,
        source=source,
        by=by,
        at=at,
    )


def confirm_zero(
    *,
    municipality: Municipality,
    year: int,
    sector: Sector,
    carrier: BalanceCarrier,
    source: str,
    by: User | None,
    at: datetime,
) -> Entry:
    """Say that nothing was used, and how one knows."""
    return put(
        municipality=municipality,
        year=year,
        sector=sector,
        carrier=carrier,
        state=State.CONFIRMED_ZERO,
        energy=0.0,
        grade=None,
        source=source,
        by=by,
        at=at,
    )


def rule_out(
    *,
    municipality: Municipality,
    year: int,
    sector: Sector,
    carrier: BalanceCarrier,
    source: str,
    by: User | None,
    at: datetime,
) -> Entry:
    """Say that a cell does not apply: no river, no railway; with how one knows."""
    return put(
        municipality=municipality,
        year=year,
        sector=sector,
        carrier=carrier,
        state=State.NOT_APPLICABLE,
        energy=None,
        grade=None,
        source=source,
        by=by,
        at=at,
    )


def withdraw(
    *,
    municipality: Municipality,
    year: int,
    sector: Sector,
    carrier: BalanceCarrier,
    by: User | None,
) -> None:
    """Take an entry back: the default is in force again; nothing happens without an entry."""
    entry = Entry.objects.filter(
        municipality=municipality, year=year, sector=sector.value, carrier=carrier.value
    ).first()
    if entry:
        entry._history_user = by  # type: ignore[attr-defined]
        entry.delete()


def load_factors(
    *, factors: Sequence[BalanceFactor], by: User | None, at: datetime
) -> tuple[LoadedFactor, ...]:
    """Lay a factor table over the shipped one; all rows or none.

    The series of each carrier in the table is replaced as a whole: years of two editions never mix.
    """
    usable = [factor for factor in factors if factor.value is not None]
    if not usable or any(factor.status is Status.MISSING for factor in factors):
        raise refuse(
            "no_factors",
            "Die Tabelle enthält keine Faktoren mit Werten.",
            "The table holds no factors with values.",
        )
    places = [(factor.carrier, factor.sector, factor.year) for factor in usable]
    double = next((place for place in places if places.count(place) > 1), None)
    if double:
        raise refuse(
            "double_factor",
            f"{double[0].text.de} {double[2]} steht mehrfach in der Tabelle.",
            f"{double[0].text.en} {double[2]} is listed more than once.",
        )
    with transaction.atomic():
        LoadedFactor.objects.filter(carrier__in={f.carrier.value for f in usable}).delete()
        return tuple(
            loaded(factor, factor.value, by=by, at=at)
            for factor in usable
            if factor.value is not None
        )


def loaded(factor: BalanceFactor, value: float, *, by: User | None, at: datetime) -> LoadedFactor:
    """Store one row."""
    row = LoadedFactor(
        carrier=factor.carrier.value,
        sector=factor.sector.value if factor.sector else "",
        year=factor.year,
        value=value,
        status=factor.status.value,
        source=factor.source,
        loaded_at=at,
        by=by,
    )
    record(row, by)
    return row


def put(
    *,
    municipality: Municipality,
    year: int,
    sector: Sector,
    carrier: BalanceCarrier,
    state: State,
    energy: float | None,
    grade: Grade | None,
    source: str,
    by: User | None,
    at: datetime,
) -> Entry:
    """Store what is in force for a cell; what was there before stays in its history."""
    check_place(year, sector, carrier, source)
    with transaction.atomic():
        entry = Entry.objects.filter(
            municipality=municipality, year=year, sector=sector.value, carrier=carrier.value
        ).first() or Entry(
            municipality=municipality, year=year, sector=sector.value, carrier=carrier.value
        )
        entry.state = state.value
        entry.energy = energy
        entry.grade = grade.value if grade else ""
        entry.source = source.strip()
        entry.at = at
        entry.by = by
        record(entry, by)
    return entry


def check_place(year: int, sector: Sector, carrier: BalanceCarrier, source: str) -> None:
    """Refuse a cell that means nothing, a year out of range, and a value without a source."""
    if not YEARS[0] <= year <= YEARS[1]:
        raise refuse(
            "unusable_year",
            f"Jahr {year}: erlaubt ist 1990 bis 2100.",
            f"Year {year}: 1990 to 2100 is allowed.",
        )
    if not possible(sector, carrier):
        raise refuse(
            "impossible_cell",
            f"{carrier.text.de} gibt es im Sektor {sector.text.de} nicht.",
            f"There is no {carrier.text.en} in the sector {sector.text.en}.",
        )
    if not source.strip():
        raise refuse(
            "no_source",
            "Jeder Wert nennt seine Quelle, z. B. „Netzbetreiber, Mail vom 3. Mai 2024“.",
            "Every value names its source, e.g. “network operator, mail of 3 May 2024”.",
        )


def record(instance: models.Model, by: User | None) -> None:
    """Check and save; the history says who."""
    instance._history_user = by  # type: ignore[attr-defined]
    instance.full_clean()
    instance.save()
