"""A town with one of everything an office page changes, and the addresses of its pages."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.urls import URLPattern, URLResolver

from klimamosaik.alarms.models import Trouble, TroubleMail, TroubleRule
from klimamosaik.balance.models import EnergyPrice, Plant
from klimamosaik.measures.models import (
    AdaptationTarget,
    CostLine,
    Happened,
    Indicator,
    Involvement,
    Lesson,
    Measure,
    StatusReport,
    Task,
)
from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.pathway.models import Milestone, PastYear, Target
from klimamosaik.people.models import ApiToken, Organisation
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.planning.models import Dependence
from klimamosaik.publication.models import PublicPage
from klimamosaik.records.operations import save
from klimamosaik.streams.models import DataSource
from klimamosaik.web.urls import town as town_urls

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 2)
YEAR = 2023


def furnished(town: Municipality) -> dict[str, Any]:
    """One of everything, by what the addresses call it."""
    hall = save(Building(municipality=town, name="Rathaus", address="Markt 1"), by=None)
    point = save(MeterPoint(building=hall, carrier="gas", name="Gas"), by=None)
    measure = save(Measure(municipality=town, name="Dämmung", start=date(2025, 1, 1)), by=None)
    other = save(Measure(municipality=town, name="Heizung"), by=None)
    office = save(Organisation(municipality=town, name="Klimabüro"), by=None)
    park = Thing.objects.create(municipality=town, name="Stadtpark")
    soil = Datastream.objects.create(name="Bodenfeuchte", thing=park, unit="%", spacing="P1D")
    year = {"municipality": town, "year": YEAR, "at": AT, "source": "Stadtwerke"}
    rows: dict[str, Any] = {
        "building": hall, "point": point, "measure": measure, "other": other, "office": office,
        "beteiligt": Involvement(measure=measure, organisation=office, role="lead"),
        "stand": StatusReport(measure=measure, day=DAY, state="on course"),
        "kennzahl": Indicator(measure=measure, link="output", name="Fenster"),
        "kosten": CostLine(measure=measure, year=2026, kind="running", planned=10),
        "erfahrung": Lesson(
            measure=measure, day=DAY, hypothesis="a", evidence="b", cause="c", advice="d"
        ),
        "task": Task(measure=measure, organisation=office, what="Angebot holen"),
        "happened": Happened(measure=measure, meter_point=point, happening="use", at=AT),
        "plant": Plant(
            name="Nord", fuel="gas", fuel_energy=100, electricity=0, heat=80,
            supply_temperature=90, **year,
        ),
        "price": EnergyPrice(carrier="gas", value=100, **year),
        "target": Target(municipality=town, year=2035, source="Rat"),
        "milestone": Milestone(
            municipality=town, year=2030, reduction=50, base_year=1990, base_t=1e6, source="Rat"
        ),
        "past": PastYear(municipality=town, year=2015, emissions_t=1e6, source="Amt"),
        "tie": Dependence(measure=measure, other=other, tie="needs"),
        "trouble": Trouble(
            municipality=town, rule=TroubleRule.LEAK.value, since=AT, noticed_at=AT,
            because={"de": "Leck", "en": "leak"},
        ),
        "wish": AdaptationTarget(
            municipality=town, name="Feuchter Boden", datastream=soil, bound="at least",
            wanted_value=20,
        ),
        "mail": TroubleMail(municipality=town, address="a@stadt.example"),
        "page": PublicPage(
            municipality=town, publisher="Stadt", desk="Klimaschutz", email="k@stadt.example"
        ),
        "source": DataSource(
            municipality=town, kind="push", name="Netz", owner="Stadt", legal_basis="Vertrag",
            licence="intern", promised_every=timedelta(hours=1), added_at=AT,
        ),
        "own": DataSource(
            municipality=town, kind="own", name="Dieser Server", owner="Stadt",
            legal_basis="Betrieb", licence="intern", promised_every=timedelta(hours=1), added_at=AT,
        ),
        "token": ApiToken(
            municipality=town, name="Sensor", scopes=["read"], handle="abc", digest="d", made_at=AT
        ),
    }  # fmt: skip
    for row in rows.values():
        if row._state.adding:
            save(row, by=None)
    return rows


def named_addresses(patterns: list[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """The name and route of every page below a municipality's address."""
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from named_addresses(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield str(each.name), route


def office_addresses() -> dict[str, str]:
    """All of them; each has a name."""
    return dict(named_addresses(town_urls))
