"""A report written earlier can be had again, with the buildings and population of then."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from django.db.models import Max
from django.utils import timezone

from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.intake.taking_back import undo
from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.places.models import Building, MeterPoint, Municipality, Population
from klimamosaik.reports.energy.as_json import report_json
from klimamosaik.reports.energy.methods import version
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.queries.energy import energy_report
from klimamosaik.terms.carrier import Carrier
from tests.reports.conftest import YEARS

TODAY = date(2026, 11, 22)
MOVING = ("data_version", "changed", "master_data_of")
Later = Callable[[], Delivery]


@pytest.fixture
def later(town: Municipality) -> Later:
    """Brings another reading, at the time it really is."""

    def bring() -> Delivery:
        stream = Datastream.objects.filter(spacing="PT15M").first()
        assert stream is not None
        day = datetime(2025, 7, 1, 12, tzinfo=timezone.get_default_timezone())
        row = {
            "datastream": [stream.pk],
            "start": [day],
            "end": [day.replace(minute=15)],
            "value": [float(data_version())],
            "quality": ["measured"],
        }
        frame = pl.DataFrame(row).with_columns(
            pl.col("start", "end").dt.convert_time_zone("UTC").dt.cast_time_unit("us")
        )
        now = timezone.now()
        return deliver(readings=frame, name="later", municipality=town, by=None, at=now)

    return bring


def report_of(
    town: Municipality, *, as_of: int | None = None, known_at: datetime | None = None
) -> EnergyReport:
    return energy_report(
        municipality=town, years=YEARS, written_on=TODAY, as_of=as_of, known_at=known_at
    )


def changed(town: Municipality) -> None:
    """A larger school, a recounted population, a hall nobody uses any more, a new meter."""
    school = Building.objects.get(name="Grundschule")
    school.usable_area = 5000.0
    school.save()
    Population.objects.update_or_create(
        municipality=town, year=2023, defaults={"inhabitants": 9_000, "source": "neu"}
    )
    hall = Building.objects.get(name="Rathaus")
    hall.until = date(2023, 1, 1)
    hall.save()
    MeterPoint.objects.create(building=school, carrier=Carrier.WATER, name="neu")


def figures(report: EnergyReport) -> bytes:
    """All a report says, without the number of the version."""
    number = f'"data_version": {report.given.data_version},'
    return report_json(report).replace(number.encode(), b"")


def test_what_changed_after_the_next_delivery_is_not_in_the_earlier_report(
    town: Municipality, later: Later
) -> None:
    seq = later().seq
    before = report_of(town)
    later()
    changed(town)
    now = report_of(town)
    assert (len(now.buildings), len(before.buildings)) == (4, 5)
    assert figures(report_of(town, as_of=seq)) == figures(before)


def test_what_changed_without_a_delivery_is_told_apart_by_the_moment(
    town: Municipality, later: Later
) -> None:
    seq = later().seq
    before = report_of(town)
    changed(town)
    known_at = before.given.master_data_of
    assert known_at is not None
    assert figures(report_of(town, as_of=seq, known_at=known_at)) == figures(before)
    assert figures(report_of(town, as_of=seq)) == figures(report_of(town)) != figures(before)


def test_what_was_entered_between_two_deliveries_belongs_to_the_earlier_one(
    town: Municipality, later: Later
) -> None:
    seq = later().seq
    changed(town)
    before = report_of(town)
    later()
    school = Building.objects.get(name="Grundschule")
    school.usable_area = 1.0
    school.save()
    found = report_of(town, as_of=seq)
    areas = {building.name: building.area for building in found.given.buildings}
    assert areas["Grundschule"] == 5000.0
    assert figures(found) == figures(before)


def test_a_building_that_was_removed_since_is_there_again(town: Municipality, later: Later) -> None:
    Building.objects.create(municipality=town, name="Kapelle")
    seq = later().seq
    later()
    Building.objects.get(name="Kapelle").delete()
    assert "Kapelle" in {b.name for b in report_of(town, as_of=seq).given.buildings}
    assert "Kapelle" not in {b.name for b in report_of(town).given.buildings}


def test_a_meter_changed_twice_in_a_moment_is_there_once_as_it_was_last(
    town: Municipality, later: Later
) -> None:
    point, moment = MeterPoint.objects.order_by("pk")[0], timezone.now()
    for name in ("erst so", "dann so"):
        point.name, point._history_date = name, moment  # type: ignore[attr-defined]
        point.save()
    seq = later().seq
    before = report_of(town)
    later()
    assert figures(report_of(town, as_of=seq)) == figures(before)


def test_the_methods_say_of_when_the_buildings_are(town: Municipality) -> None:
    report = report_of(town)
    newest = Building.history.aggregate(newest=Max("history_date"))["newest"]
    said = version(report)
    assert report.given.master_data_of is not None
    assert report.given.master_data_of >= newest
    assert f"Import Nr. {report.given.data_version}" in said.de
    assert "wie sie seit der Änderung vom" in said.de
    assert "as they were entered since the change of" in said.en
    assert report.buildings[0].years[0].use[Medium.HEAT] is not None


def test_an_import_taken_back_leaves_no_trace_in_figures_and_its_own_report_can_be_had(
    town: Municipality, later: Later
) -> None:
    """A building, its use and its meter are in the report of then, and in none after it."""
    later()
    clean = report_of(town)
    text = "Monat;Mühle Strom kWh\n" + "".join(f"{m:02d}/2024;900\n" for m in range(1, 13))
    file = preview(municipality=town, data=text.encode(), name="strom.csv")
    now = timezone.now()
    mistake = store_import(municipality=town, files=[file], by=None, at=now).files[0].delivery
    wrong = report_of(town)
    assert "Mühle" in {each.name for each in wrong.given.buildings}
    undo(delivery=mistake, by=None, at=timezone.now())
    assert without_moment(report_of(town)) == without_moment(clean)
    assert figures(report_of(town, as_of=mistake.seq)) == figures(wrong)


def without_moment(report: EnergyReport) -> dict[str, Any]:
    """All a report says, without the version and the newest change it saw."""
    said: dict[str, Any] = json.loads(report_json(report))
    return {name: value for name, value in said.items() if name not in MOVING}
