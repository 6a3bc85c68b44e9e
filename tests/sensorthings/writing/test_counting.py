"""The acid test: one reading is posted, and the building's figures change and say why."""

import re
from datetime import date
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.observations.kernel.instants import microseconds
from klimamosaik.observations.kernel.numbers import number_of
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations.things import describe_datastreams
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.people.models import Membership, Role, TokenScope
from klimamosaik.places.models import Building, Municipality
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.queries.energy import energy_report
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.period import midnight
from tests.sensorthings.writing.conftest import SensingClient, client_with
from tests.web.direction_scene import laid_out

DAY, EXTRA = date(2024, 5, 6), 250.0
HALL = "Rathaus"


@pytest.fixture
def town(db: None) -> Municipality:
    """A town hall and a school with two years of daily readings from files."""
    made = laid_out()
    describe_datastreams()
    return made


@pytest.fixture
def meter(town: Municipality) -> Datastream:
    """What the town hall draws, day by day."""
    return Datastream.objects.get(
        meter_point__building__name=HALL, meter_point__direction=Direction.DRAWN
    )


def used(town: Municipality) -> float:
    """The town hall's electricity of 2024 in the energy report [kWh]."""
    report = energy_report(municipality=town, years=[2023, 2024], written_on=date(2025, 3, 1))
    building = next(each for each in report.buildings if each.name == HALL)
    value = building.years[-1].use[Medium.ELECTRICITY].whole
    assert value is not None
    return float(value)


def page(town: Municipality) -> str:
    """The words of the town hall's page."""
    user = User.objects.create_user("ada")
    Membership.objects.create(user=user, municipality=town, role=Role.READER)
    client = Client()
    client.force_login(user)
    hall = Building.objects.get(name=HALL)
    answer = client.get(f"/{town.ags}/gebaeude/{hall.pk}/?von=2023&bis=2024")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def day_of(meter: Datastream, api: SensingClient) -> dict[str, object]:
    """The reading of the day as the interface tells it."""
    found: dict[str, object] = api.get(
        f"Observations({number_of(meter.pk, microseconds(midnight(DAY)))})"
    )
    return found


def test_a_reading_posted_to_a_meter_counts_like_one_from_a_file(
    town: Municipality, meter: Datastream
) -> None:
    api = client_with(town, TokenScope.OBSERVATIONS, TokenScope.READ)
    before, version = used(town), data_version()
    known = day_of(meter, api)
    body = {
        "phenomenonTime": known["phenomenonTime"],
        "result": float(str(known["result"])) + EXTRA,
    }
    api.post(f"Datastreams({meter.pk})/Observations", body)
    assert used(town) - before == pytest.approx(EXTRA)
    assert data_version() == version + 1
    assert day_of(meter, api)["@iot.id"] == known["@iot.id"]
    assert "wurde ein Wert vom 06.05.2024 berichtigt (" in page(town)


def test_a_reading_changed_or_deleted_counts_as_well(town: Municipality, meter: Datastream) -> None:
    api = client_with(town, TokenScope.ADMIN)
    before, known = used(town), day_of(meter, api)
    path, value = f"Observations({known['@iot.id']})", float(str(known["result"]))
    assert api.send("PATCH", path, {"result": value + EXTRA}).status_code == 200
    assert used(town) - before == pytest.approx(EXTRA)
    assert api.send("DELETE", path).status_code == 200
    assert "06.05.2024" in page(town)
    assert api.refused("GET", path)[0] == 404
