"""Months in doubt are looked for again only at meters whose readings changed."""

from collections.abc import Sequence
from datetime import date

import pytest
from django.core.cache import cache

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.reports import doubts
from klimamosaik.terms.carrier import Carrier
from tests.reports.conftest import NOW, monthly, months, stream_of

pytestmark = pytest.mark.django_db(transaction=True)
SLIP = date(2024, 7, 1)
NAMES = ("Bauhof", "Schule", "Rathaus")


@pytest.fixture
def meters() -> dict[str, Datastream]:
    """Three meters; the depot's is told in MWh from July 2024 on."""
    town = Municipality.objects.create(ags="03999001", name="Musterstadt", synthetic=True)
    found = {}
    for name in NAMES:
        building = Building.objects.create(municipality=town, name=name, usable_area=1000)
        point = MeterPoint.objects.create(building=building, carrier=Carrier.ELECTRICITY, name=name)
        found[name] = stream_of(point, "P1M")
        bring(found[name], slips=name == "Bauhof")
    return found


def bring(stream: Datastream, *, slips: bool, last: int = 2025) -> None:
    """Bring months of a meter that keep their unit, or do not."""
    values = {
        start: 1000.0 / (1000 if slips and start >= SLIP else 1) for start, _ in months(2022, last)
    }
    deliver(readings=monthly(stream, values), name="Strom.csv", municipality=None, by=None, at=NOW)


def in_doubt() -> dict[str, int]:
    """How many months are in doubt at which meter."""
    names = dict(MeterPoint.objects.values_list("pk", "name"))
    found = doubts.doubts_in(municipality=Municipality.objects.get())
    return {names[pk]: len(months) for pk, months in found.items()}


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Which meters were looked at, in which order."""
    seen: list[list[str]] = []
    work = doubts.looked_in

    def noted(points: Sequence[MeterPoint], *rest: object) -> object:
        seen.append([point.name for point in points])
        return work(points, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(doubts, "looked_in", noted)
    return seen


def test_only_the_meter_that_changed_is_looked_at(
    meters: dict[str, Datastream], looked_at: list[list[str]]
) -> None:
    assert in_doubt() == {"Bauhof": 18}
    bring(meters["Schule"], slips=True)
    assert in_doubt() == {"Bauhof": 18, "Schule": 18}
    bring(meters["Bauhof"], slips=False)
    assert in_doubt() == {"Schule": 18}
    assert looked_at == [list(NAMES), ["Schule"], ["Bauhof"]]
    cache.clear()
    assert doubts.doubts_of(points=list(MeterPoint.objects.all())) == doubts.doubts_in(
        municipality=Municipality.objects.get()
    )


def test_a_year_more_is_looked_at_everywhere(
    meters: dict[str, Datastream], looked_at: list[list[str]]
) -> None:
    in_doubt()
    bring(meters["Schule"], slips=False, last=2026)
    assert in_doubt() == {"Bauhof": 18}
    assert looked_at[-1] == list(NAMES)


def test_what_a_version_knew_is_looked_for_once_whatever_years_are_asked(
    meters: dict[str, Datastream], looked_at: list[list[str]]
) -> None:
    points, before = list(MeterPoint.objects.order_by("pk")), data_version()
    bring(meters["Schule"], slips=True)
    slipped = points[NAMES.index("Bauhof")].pk

    def doubtful(version: int) -> dict[int, int]:
        spans = ((2024, 2025), (2023,))
        found = [doubts.months_of(points, years, version).doubts for years in spans]
        assert found[0] == found[1]
        return {pk: len(months) for pk, months in found[0].items()}

    assert doubtful(before) == {slipped: 18}
    school = points[NAMES.index("Schule")].pk
    assert doubtful(data_version()) == {slipped: 18, school: 18}
    assert looked_at == [list(NAMES)] * 2
    points[0].carrier = Carrier.WATER
    doubtful(before)
    assert len(looked_at) == 3, "another carrier has other rules"
