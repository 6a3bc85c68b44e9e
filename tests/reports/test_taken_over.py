"""After a new reading the report is made anew at its building, and all else is taken over."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import count
from typing import NoReturn

import pytest
from django.core.cache import cache
from django.utils import timezone

from klimamosaik.observations.models import Bill, ConfirmedReadings, Datastream
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.places.models import Building, BuildingKind, MeterPoint, Municipality, Population
from klimamosaik.records.database_mark import DatabaseMark
from klimamosaik.records.memory_cache import forget_all
from klimamosaik.records.operations import save
from klimamosaik.reports import collect, doubts
from klimamosaik.reports.kernel.figures import EnergyReport, UseChanges
from klimamosaik.reports.metering import readings_of, streams_of_use
from klimamosaik.reports.queries import building as door
from klimamosaik.reports.queries.building import building_report
from klimamosaik.reports.queries.energy import changes_between, energy_figures
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from tests.reports.conftest import NOW, monthly, months, stream_of

pytestmark = pytest.mark.django_db(transaction=True)
YEARS, TODAY = (2023, 2024, 2025), date(2026, 11, 22)
NAMES = ("Bauhof", "Schule", "Rathaus", "Hort", "Halle Nord", "Halle Ost", "Halle Süd")


@pytest.fixture
def written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if somebody wrote anything between any two looks at the database."""
    marks = count()
    monkeypatch.setattr(DatabaseMark, "now", lambda self: next(marks))


@pytest.fixture
def meters() -> dict[str, Datastream]:
    """Four buildings of a kind and three of another, each with a meter of electricity.

    The day care has no reading.
    """
    town = Municipality.objects.create(ags="03999001", name="Musterstadt", synthetic=True)
    found = {}
    for number, name in enumerate(NAMES):
        kind = BuildingKind.SPORTS if name.startswith("Halle") else BuildingKind.OTHER
        building = Building.objects.create(
            municipality=town, name=name, usable_area=1000, kind=kind
        )
        point = MeterPoint.objects.create(building=building, carrier=Carrier.ELECTRICITY, name=name)
        found[name] = stream_of(point, "P1M")
        if name != "Hort":
            bring(found[name], 1000.0 + number)
    return found


def bring(
    stream: Datastream, each: float, *, since: date = date(2022, 1, 1), at: datetime = NOW
) -> None:
    """Bring months of a meter, from a day on in another unit where `each` is small."""
    values = {start: each for start, _ in months(2022, 2025) if start >= since}
    deliver(readings=monthly(stream, values), name="Strom.csv", municipality=None, by=None, at=at)


def report() -> EnergyReport:
    town = Municipality.objects.get()
    return energy_figures(municipality=town, years=YEARS, written_on=TODAY)


def of_two_years() -> UseChanges:
    town = Municipality.objects.get()
    return changes_between(municipality=town, years=YEARS, pair=(2024, 2025), written_on=TODAY)


def report_of_a_new_process(work: Callable[[], EnergyReport] = report) -> EnergyReport:
    cache.clear()
    forget_all()
    return work()


CHANGES: dict[str, Callable[[dict[str, Datastream]], object]] = {
    "nothing": lambda meters: None,
    "one reading": lambda meters: bring(meters["Schule"], 7.0, since=date(2025, 12, 1)),
    "another unit": lambda meters: bring(meters["Schule"], 1.0, since=date(2024, 7, 1)),
    "the first readings": lambda meters: bring(meters["Hort"], 50.0),
    "a meter of the other kind": lambda meters: bring(meters["Halle Ost"], 7.0),
    "another kind": lambda meters: rededicated(Building.objects.get(name="Halle Ost")),
    "two meters": lambda meters: bring_two(meters["Hort"], meters["Schule"]),
    "a bill": lambda meters: Bill.objects.create(
        meter_point=point_of(meters["Hort"]),
        start=date(2024, 1, 1),
        end=date(2025, 1, 1),
        amount=100,
        quantity=400,
    ),
    "an area": lambda meters: enlarged(Building.objects.get(name="Schule")),
    "another name": lambda meters: edited(Building.objects.get(name="Schule"), name="Alte Schule"),
    "a meter at another building": lambda meters: edited(
        point_of(meters["Schule"]), building=Building.objects.get(name="Hort")
    ),
    "a meter that counts no more": lambda meters: edited(
        point_of(meters["Schule"]), direction=Direction.FED_IN
    ),
    "a building sold": lambda meters: edited(
        Building.objects.get(name="Schule"), until=date(2023, 7, 1)
    ),
    "a building more": lambda meters: Building.objects.create(
        municipality=Municipality.objects.get(), name="Anbau", usable_area=10
    ),
    "readings called right": lambda meters: called_right(meters["Schule"]),
    "people": lambda meters: Population.objects.create(
        municipality=Municipality.objects.get(), year=2023, inhabitants=4_000, source="Zensus"
    ),
    "a series at another meter": lambda meters: moved(meters["Schule"], meters["Hort"]),
}

ALIKE = ("nothing", "another kind", "an area", "a bill")  # of no two years use or cost differ


def edited(row: Building | MeterPoint, **values: object) -> None:
    for field, value in values.items():
        setattr(row, field, value)
    save(row, by=None)


def called_right(stream: Datastream) -> None:
    bring(stream, 1.0, since=date(2024, 7, 1))
    report()
    ConfirmedReadings.objects.create(
        meter_point=point_of(stream), start=date(2024, 7, 1), end=date(2026, 1, 1), at=NOW
    )


def enlarged(building: Building) -> None:
    building.usable_area = 10_000
    save(building, by=None)


def rededicated(building: Building) -> None:
    building.kind = BuildingKind.OTHER
    save(building, by=None)


def moved(stream: Datastream, to: Datastream) -> None:
    """A reading of a third meter comes, too."""
    stream.meter_point = to.meter_point
    stream.save()
    bring(Datastream.objects.get(name="Rathaus"), 1.0, since=date(2025, 12, 1))


def bring_two(first: Datastream, second: Datastream) -> None:
    bring(first, 9.0)
    bring(second, 9.0)


def point_of(stream: Datastream) -> MeterPoint:
    assert stream.meter_point is not None
    return stream.meter_point


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_taken_over_is_what_a_new_process_computes(
    meters: dict[str, Datastream], change: str
) -> None:
    before = report()
    then = list(before.changes)
    list(of_two_years())
    CHANGES[change](meters)
    pair = list(of_two_years())
    after = report()
    now, anew = list(after.changes), report_of_a_new_process()
    assert (after, now) == (anew, list(anew.changes))
    assert pair == list(of_two_years())
    assert (now == then) == (change in ALIKE)
    assert (after.buildings == before.buildings) == (change in ("nothing", "people"))


def test_only_the_building_that_changed_is_gathered(
    meters: dict[str, Datastream], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    work = doubts.months_of

    def noted(points: Sequence[MeterPoint], *rest: object) -> object:
        seen.append([point.name for point in points])
        return work(points, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(collect, "months_of", noted)
    first = report()
    bring(meters["Schule"], 7.0, since=date(2025, 12, 1))
    second = report()
    assert seen == [list(NAMES), ["Schule"]]
    edited(Building.objects.get(name="Rathaus"), name="Altes Rathaus")
    third = report()
    assert seen[2:] == [["Rathaus"]]
    edited(point_of(meters["Bauhof"]), building=Building.objects.get(name="Halle Ost"))
    assert report() == report_of_a_new_process()
    assert seen[3] == ["Bauhof", "Halle Ost"]
    assert [each.name for each in third.buildings].count("Altes Rathaus") == 1
    assert second.given.data_version > first.given.data_version
    pairs = zip(first.buildings, second.buildings, strict=True)
    changed = [then.name for then, now in pairs if then.years != now.years]
    assert changed == ["Schule"]


def test_a_building_is_taken_from_the_report_that_one_reading_made_another(
    meters: dict[str, Datastream], monkeypatch: pytest.MonkeyPatch
) -> None:
    town, school = Municipality.objects.get(), Building.objects.get(name="Schule")

    def of_school() -> EnergyReport:
        return building_report(municipality=town, building=school, years=YEARS, written_on=TODAY)

    report()
    bring(meters["Rathaus"], 7.0, since=date(2025, 12, 1))
    with monkeypatch.context() as patched:
        patched.setattr(door, "kind_of", refuse)
        found = of_school()
    assert found == report_of_a_new_process(of_school)


def refuse(*asked: object) -> NoReturn:
    raise AssertionError("all buildings of its kind were gathered")


def test_readings_of_a_few_meters_are_read_again_only_once_one_of_them_is_another(
    meters: dict[str, Datastream],
) -> None:
    streams = streams_of_use([point_of(meters[name]).pk for name in ("Schule", "Rathaus")])
    before = readings_of(streams)
    bring(meters["Bauhof"], 7.0)
    assert readings_of(streams) is before
    bring(meters["Rathaus"], 7.0, since=date(2025, 12, 1))
    assert 7.0 in readings_of(streams)["value"].to_list()


def test_a_report_of_older_data_is_not_pushed_out_by_the_readings_that_come(
    meters: dict[str, Datastream], written_to: None
) -> None:
    town, version = Municipality.objects.get(), data_version()

    def of_then() -> EnergyReport:
        return energy_figures(municipality=town, years=YEARS, written_on=TODAY, as_of=version)

    bring(meters["Schule"], 7.0)
    before = of_then()
    for number in range(10):
        bring(meters["Schule"], 10.0 + number)
        report()
    assert of_then() is before
    assert before == report_of_a_new_process(of_then)


def test_a_report_of_older_data_is_made_anew_only_where_it_read_what_is_another_now(
    meters: dict[str, Datastream], written_to: None
) -> None:
    town, version = Municipality.objects.get(), data_version()

    def of_then() -> EnergyReport:
        return energy_figures(municipality=town, years=YEARS, written_on=TODAY, as_of=version)

    bring(meters["Schule"], 7.0, at=timezone.now())  # after all was entered
    before = of_then()
    edited(Building.objects.get(name="Schule"), name="Alte Schule")
    enlarged(Building.objects.get(name="Rathaus"))
    edited(point_of(meters["Bauhof"]), building=Building.objects.get(name="Hort"))
    assert of_then() is before
    assert before == report_of_a_new_process(of_then)
    CHANGES["a bill"](meters)  # nobody knows which delivery brought it: it counts for all
    billed = of_then()
    assert billed != before
    meters["Rathaus"].meter_point = None
    meters["Rathaus"].save()
    assert of_then() != billed
    assert of_then() == report_of_a_new_process(of_then)
