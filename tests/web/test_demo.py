"""The synthetic town: known truth in, honest findings out."""

import re
from datetime import date, timedelta

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.observations.models import Delivery
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Building, Municipality
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.figure import Verdict
from klimamosaik.web.demo.files import office_files
from klimamosaik.web.demo.story import Story, tell_story
from klimamosaik.web.demo.ten_towns import beside_it
from klimamosaik.web.demo.town import build_town
from tests.demo import DEMO_AT, progress

TODAY = date(2026, 11, 22)


def test_the_same_day_makes_the_same_town() -> None:
    first, second = build_town(TODAY), build_town(TODAY)
    for one, other in zip(first.meters, second.meters, strict=True):
        np.testing.assert_array_equal(one.used, other.used)


def test_the_truth_is_what_the_meters_count_less_than_without_the_measure() -> None:
    town = build_town(TODAY)
    worked, nothing, rebounded = town.measures
    heat = town.meter(worked.building, worked.carrier)
    since = town.days >= np.datetime64(worked.start, "D")
    assert town.true_saving(worked) == pytest.approx(0.25 * heat.without[since].sum())
    assert town.true_saving(nothing) == 0
    assert town.true_saving(rebounded) < 0


def test_one_meter_falls_silent_and_one_slips_into_megawatt_hours() -> None:
    town = build_town(TODAY)
    monthly = next(f for f in office_files(town) if f.name == "Strom_Monate.csv")
    rows = [line.split(";") for line in monthly.data.decode("cp1252").splitlines()]
    silent = next(i for i, name in enumerate(rows[0]) if name.startswith("Jugendzentrum"))
    depot = next(i for i, name in enumerate(rows[0]) if name.startswith("Bauhof"))
    assert rows[-1][silent] == ""
    assert rows[1][silent] != ""
    first, last = (
        float(row[depot].replace(".", "").replace(",", ".")) for row in (rows[1], rows[-1])
    )
    assert first / last > 300


@pytest.mark.django_db
def test_ten_towns_stand_beside_the_synthetic_one_as_estimates() -> None:
    user = User.objects.create_user("demo")
    synthetic = Municipality.objects.create(ags="03999999", name="Musterstadt", synthetic=True)
    Membership.objects.create(user=user, municipality=synthetic, role=Role.ADMIN)
    assert len(beside_it(user=user)) == len(beside_it(user=user)) == 10
    client = Client()
    client.force_login(user)
    page = client.get("/").content.decode()
    names = list(dict.fromkeys(re.findall(r'<a href="/(\d{8})/">', page.split("<main")[1])))
    assert names[0] == "03999999"
    assert len(names) == 11
    assert page.count("Schätzung aus öffentlicher Statistik") == 10
    assert len(page.encode()) < 60_000


@pytest.mark.long
def test_the_chain_finds_what_is_built_in(story: Story) -> None:
    worked, nothing, rebounded = story.findings
    assert worked.effect.verdict == Verdict.SAVED.value
    assert nothing.effect.verdict == Verdict.NOT_DISTINGUISHABLE.value
    assert rebounded.effect.verdict == Verdict.USED_MORE.value
    assert [finding.covered for finding in story.findings] == [True, True, True]


@pytest.mark.long
def test_the_town_is_called_synthetic_and_a_second_demo_changes_nothing(story: Story) -> None:
    assert Municipality.objects.get(pk=story.municipality.pk).synthetic
    assert "synthetisch" in story.municipality.name
    assert Building.objects.filter(municipality=story.municipality).count() == 12
    before = sum(delivery.new for delivery in Delivery.objects.all())
    again = tell_story(at=DEMO_AT + timedelta(hours=1), progress=progress)
    assert sum(delivery.new for delivery in Delivery.objects.all()) == before
    assert User.objects.count() == 1
    assert [f.effect.saved_kwh for f in again.findings] == [
        f.effect.saved_kwh for f in story.findings
    ]
    assert Carrier.GAS.value in {f.effect.carrier for f in again.findings}
