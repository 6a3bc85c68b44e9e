"""Why figures are others is told of the meters that something reached, as whole reports differ."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import polars as pl
import pytest

from klimamosaik.observations.models import Bill, ConfirmedReadings, Datastream, Delivery
from klimamosaik.observations.operations.deliveries import deliver, settle, withdraw
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.memory_cache import forget_all
from klimamosaik.records.operations import save
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.queries.building import building_report, changes_in
from klimamosaik.reports.queries.computed import asked_for, computed
from klimamosaik.reports.queries.energy import corrected
from klimamosaik.reports.use_as_known import (
    TOLD,
    DataState,
    Figures,
    MetersCompared,
    StatesCompared,
)
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.direction import Direction
from tests.reports.conftest import NOW, monthly, months, quarter_hours, stream_of

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 22)
SPANS = ((2024, 2025), (2022,))
SHOWN = ("Hallenbad",)  # buildings whose own sentences are compared
Told = dict[str, list[tuple[str, str]]]


def all_told(town: Municipality) -> Told:
    """What is told of the town and of some buildings, of several years and states of the data."""
    found = {}
    for years in SPANS:
        found[f"town {years}"] = corrected(asked_for(town, years, TODAY))
        for building in town.buildings.filter(name__in=SHOWN):
            try:
                report = building_report(
                    municipality=town, building=building, years=years, written_on=TODAY
                )
            except InputRejected:  # it was not in use then
                continue
            found[f"{building} {years}"] = changes_in(report, building)
    before = Delivery.objects.order_by("-seq")[1:2]
    for each in before:
        asked = asked_for(town, SPANS[0], TODAY, as_of=each.seq)
        found[f"as of {each.seq}"] = corrected(asked)
    return {place: [(text.de, text.en) for text in said] for place, said in found.items()}


class WholeReports:
    """The same figures from reports of all meters, one before and one after."""

    def __init__(self) -> None:
        self.held: dict[object, Figures] = {}

    def figures(
        self, meters: MetersCompared, _: object, states: StatesCompared
    ) -> tuple[Figures, Figures]:
        """In place of those of the meters reached alone."""
        return self.of(meters, states.before), self.of(meters, states.now)

    def of(self, meters: MetersCompared, known: DataState) -> Figures:
        """What all meters used and cost by a report of that state."""
        key = (known, meters.years, len(meters.master.buildings))
        if key not in self.held:
            self.held[key] = whole(meters, known)
        return self.held[key]


def whole(meters: MetersCompared, known: DataState) -> Figures:
    """What all meters used and cost by a report of that state."""
    asked = asked_for(meters.master.municipality, meters.years, TODAY)
    then = replace(asked, version=known.version, as_of=known.version)
    try:
        totals = computed(then, replace(meters.master, moment=known.said_until)).totals
    except InputRejected:  # nothing at all was known then
        return meters.named((None,) * len(meters.years) * len(TOLD), ())
    found = [each.figures for each in totals]
    values = [
        amount.value
        for one in found
        for amount in (one.energy, one.use[Medium.WATER], one.energy_cost)
    ]
    return meters.named(tuple(values), ())


def stream(name: str) -> Datastream:
    return Datastream.objects.get(name=name)


def bring(*frames: pl.DataFrame) -> Delivery:
    """A minute after the one before."""
    number = Delivery.objects.count()
    return deliver(
        readings=pl.concat(frames), name=f"Datei {number}.csv", municipality=None, by=None,
        at=NOW + timedelta(minutes=number),
    )  # fmt: skip


def month(name: str, year: int, number: int, value: float) -> pl.DataFrame:
    return monthly(stream(name), {date(year, number, 1): value})


def edited(kind: type[Building | MeterPoint], name: str, /, **values: object) -> None:
    found = kind._default_manager.get(name=name)
    for field, value in values.items():
        setattr(found, field, value)
    save(found, by=None)


def billed(name: str, more: int) -> None:
    """The newest bill of a meter is corrected, as a file does it."""
    number = Delivery.objects.latest("seq").seq
    delivery = bring(month("Rathaus Wärme", 2019, number % 12 + 1, 1.0))
    bill = Bill.objects.filter(meter_point__name=name).latest("start")
    Bill.objects.filter(pk=bill.pk).update(replaced=delivery.seq)
    bill.pk, bill.delivery, bill.amount = None, delivery, bill.amount + more
    bill.quantity = None if bill.quantity is None else bill.quantity + more
    bill.save(force_insert=True)


def said(at: datetime) -> ConfirmedReadings:
    point = MeterPoint.objects.get(name="Oberschule electricity")
    return ConfirmedReadings.objects.create(
        meter_point=point, start=date(2025, 1, 1), end=date(2026, 1, 1), at=at
    )


def minutes(number: int) -> datetime:
    return NOW + timedelta(hours=2, minutes=number)


def new_heat_of(name: str) -> None:
    """A meter that is read by the day, of which nothing was known."""
    point = MeterPoint.objects.create(
        building=Building.objects.get(name=name), carrier=Carrier.HEAT, name=f"{name} Wärme"
    )
    stream_of(point, "P1M")


STEPS: dict[str, Callable[[], object]] = {
    "nothing": lambda: None,
    "a month corrected": lambda: bring(month("Grundschule gas", 2025, 1, 15_000.0)),
    "by less than is printed": lambda: bring(month("Grundschule gas", 2025, 1, 15_000.2)),
    "another year": lambda: bring(month("Oberschule gas", 2024, 2, 3.0)),
    "a fine series": lambda: bring(quarter_hours(stream("Hausanschluss"), date(2024, 2, 3), 2, 5)),
    "three meters, one of them for the first time": lambda: bring(
        month("Grundschule gas", 2024, 3, 9_000.0),
        month("Grundschule electricity", 2024, 3, 10.0),
        month("Rathaus Wärme", 2024, 3, 700.0),
    ),
    "a first value of a past year": lambda: bring(month("Hallenbad Wärme", 2023, 5, 400.0)),
    "which is corrected": lambda: bring(month("Hallenbad Wärme", 2023, 5, 500.0)),
    "water by a meter": lambda: bring(month("Hallenbad Wasser", 2022, 5, 4.0)),
    "its first value is taken back": lambda: withdraw(
        delivery=Delivery.objects.latest("seq"), by=None, at=minutes(1)
    ),
    "and comes again": lambda: withdraw(
        delivery=Delivery.objects.latest("seq"), by=None, at=minutes(2), again=True
    ),
    "a bill": lambda: billed("Hauptzähler", 100),
    "a bill of energy": lambda: billed("=Gymnasium gas", 500),
    "a change of unit": lambda: bring(
        monthly(
            stream("Oberschule electricity"),
            {start: 4.0 for start, _ in months(2025, 2025)},
        )
    ),
    "called right": lambda: said(minutes(3)),
    "taken back": lambda: ConfirmedReadings.objects.update(taken_back_at=minutes(4)),
    "settled": lambda: settle(at=minutes(5), keep=timedelta(0)),
    "a meter at another building": lambda: edited(
        MeterPoint, "Grundschule gas", building=Building.objects.get(name="Hallenbad")
    ),
    "a series at another meter": lambda: Datastream.objects.filter(name="Grundschule gas").update(
        meter_point=MeterPoint.objects.get(name="Hallenbad Wärme")
    ),
    "a building sold": lambda: edited(Building, "Oberschule", until=date(2024, 7, 1)),
    "a building renamed": lambda: edited(Building, "Grundschule", name="Alte Schule"),
    "a meter that counts no more": lambda: edited(
        MeterPoint, "Hallenbad Wärme", direction=Direction.FED_IN
    ),
    "a later month": lambda: bring(month("=Gymnasium gas", 2025, 11, 30_000.0)),
}


@pytest.mark.long
def test_it_is_told_as_whole_reports_differ(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, so that what is held of one step may be wrong in the next."""
    for name in ("Rathaus", "Hallenbad"):
        new_heat_of(name)
    pool = Building.objects.get(name="Hallenbad")
    tap = MeterPoint.objects.create(building=pool, carrier=Carrier.WATER, name="Hallenbad Wasser")
    stream_of(tap, "P1M")
    seen = set()
    for step, change in STEPS.items():
        change()
        told = all_told(town)
        with monkeypatch.context() as patched:
            reports = WholeReports()
            patched.setattr(
                MetersCompared, "figures", lambda *asked, of=reports: of.figures(*asked)
            )
            assert told == all_told(town), step
        seen |= {text.rpartition(": ")[2] for said in told.values() for text, _ in said}
    for words in ("Verbrauch 2025", "Energiekosten 2025", "Wasser 2025", "nicht mehr bekannt"):
        assert any(words in each for each in seen), words
    forget_all()
    assert told == all_told(town)


def test_only_the_meters_reached_are_summed_and_only_once(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    values = MetersCompared.values

    def noted(self: MetersCompared, points: Sequence[MeterPoint], known: DataState) -> object:
        seen.append([point.name for point in points])
        return values(self, points, known)

    monkeypatch.setattr(MetersCompared, "values", noted)
    bring(month("Grundschule gas", 2025, 1, 15_000.0), month("Oberschule gas", 2025, 1, 1.0))
    first = corrected(asked_for(town, (2025,), TODAY))
    assert seen == [["Grundschule gas", "Oberschule gas"]] * 2
    edited(Building, "Grundschule", name="Alte Schule")
    bring(month("=Gymnasium gas", 2025, 12, 68_400.0))  # as it was known
    (renamed,) = corrected(asked_for(town, (2025,), TODAY))
    assert len(seen) == 2
    assert "Alte Schule" in renamed.de
    assert renamed.de.endswith("41.999 kWh weniger Verbrauch 2025.")
    assert first[0].de.endswith("41.999 kWh weniger Verbrauch 2025.")
    edited(Building, "Oberschule", until=date(2025, 1, 1))
    assert corrected(asked_for(town, (2025,), TODAY)) != (renamed,)
    assert seen[2:] == [["Grundschule gas"]] * 2
