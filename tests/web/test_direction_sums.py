"""Only what is drawn, or made and used on the spot, enters a sum, a comparison, an effect."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.test import Client

import klimamosaik
from klimamosaik.balance.factor_files import shipped_factors
from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.evidence.operations import assess, learn_drift, renew, up_to_date
from klimamosaik.evidence.own_years import metered_carriers, own_meters
from klimamosaik.evidence.queries.meters import meter_points
from klimamosaik.evidence.queries.news import news_of
from klimamosaik.evidence.queries.question import comparison_series
from klimamosaik.evidence.weather import read_weather
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Bill, Quantity
from klimamosaik.observations.queries.readings import city_days, data_version
from klimamosaik.observations.queries.states import states
from klimamosaik.pathway.own_meters import metered_year
from klimamosaik.pathway.queries.measure_outlook import assessed_measures, known_of
from klimamosaik.pathway.queries.measured_tonnes import factors_in
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.places.operations import assign
from klimamosaik.planning.rollout import pilot_place
from klimamosaik.reports.energy.as_json import report_json
from klimamosaik.reports.energy.document import document
from klimamosaik.reports.energy.pdf import as_data
from klimamosaik.reports.energy.spreadsheet import ASIDE, report_workbook
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.pages import building_page
from klimamosaik.reports.queries.energy import energy_report
from klimamosaik.reports.queries.year_changes import what_changed
from klimamosaik.reports.tracing import figure_trace
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.period import Period
from klimamosaik.web.overview import overview
from tests.web.direction_scene import (
    COUNTED,
    END,
    FIRST,
    NOW,
    PER_DAY,
    START,
    YEARS,
    laid_out,
    told_anew,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAYS_A_YEAR = {2022: 365, 2023: 365, 2024: 366}


@pytest.fixture
def town() -> Municipality:
    return laid_out()


def report(town: Municipality) -> EnergyReport:
    return energy_report(municipality=town, years=YEARS, written_on=TODAY)


def as_json(town: Municipality) -> Any:
    found = json.loads(report_json(report(town)))
    return {key: found[key] for key in ("totals", "buildings", "changes", "like_for_like", "gaps")}


def as_excel(town: Municipality) -> Any:
    book = openpyxl.load_workbook(BytesIO(report_workbook(report(town))))
    aside = {ASIDE.de, "Quellen"}  # the latter names the data version
    return {s.title: list(s.values) for s in book if s.title not in aside}


def as_paper(town: Municipality) -> Any:
    filled, pictures = document(report(town), "de")
    data: Any = as_data(filled)
    parts = ("headline", "summary_table", "overview", "buildings", "medium", "changes")
    return [data[part] for part in parts], sorted(pictures.items())


def of_building(town: Municipality) -> Any:
    hall = Building.objects.get(name="Rathaus")
    page = building_page(municipality=town, building=hall, years=YEARS, today=TODAY)
    return page.building, page.loads


def behind_a_figure(town: Municipality) -> Any:
    hall = Building.objects.get(name="Rathaus")
    trace = figure_trace(
        municipality=town, building=hall, medium=Medium.ELECTRICITY, year=2023, today=TODAY
    )
    return [(p.point.direction, [r.counted for r in p.use.parts]) for p in trace.points if p.use]


def of_town_by_day(town: Municipality) -> Any:
    return city_days(
        municipality=town,
        quantity=Quantity.ENERGY,
        carrier=Carrier.ELECTRICITY,
        first=FIRST,
        last=END,
    ).rows()


def at_a_glance(town: Municipality) -> Any:
    return overview(states(municipality=town, now=NOW))


def of_administration(town: Municipality) -> Any:
    return metered_year(municipality=town, before=2030)


def own_years_of_meters(town: Municipality) -> Any:
    version = data_version()
    weather = read_weather(municipality=town, needed=Period(FIRST, END), as_of=version)
    found = own_meters(
        municipality=town, carrier=Carrier.ELECTRICITY, weather=weather, as_of=version
    )
    return [meter.series.values.tolist() for meter in found]


def drift(town: Municipality) -> Any:
    return [row.says for row in learn_drift(municipality=town, by=None, at=NOW)]


def by_itself(name: str) -> Measure:
    """A measure beside which no other has begun: of two at once neither would claim anything."""
    Measure.objects.exclude(name=name).update(start=None)
    return Measure.objects.get(name=name)


def effect(name: str) -> Callable[[Municipality], Any]:
    def found(town: Municipality) -> Any:
        measure = by_itself(name)
        rows = assess(measure=measure, by=None, at=NOW).effects.all()
        return [(r.verdict, r.saved_kwh, r.expected_kwh, r.measured_kwh) for r in rows]

    return found


def left_alone(town: Municipality) -> Any:
    controls = comparison_series(Measure.objects.get(name="Kessel"), as_of=data_version())
    return [series.values.tolist() for series in controls]


def in_tonnes(town: Municipality) -> Any:
    renew(municipality=town, by=None, at=NOW)
    seen = assessed_measures(municipality=town, at=NOW)
    return [
        (measure.name, look and [row.a_year for row in look.counted])
        for measure, look in seen.items()
    ]


def changes_told(town: Municipality) -> Any:
    return what_changed(municipality=town, year=2024, at=NOW)


def list_of_buildings(town: Municipality) -> Any:
    user, _ = User.objects.get_or_create(username="ada")
    Membership.objects.get_or_create(user=user, municipality=town, role=Role.READER)
    client = Client()
    client.force_login(user)
    page = client.get(f"/{town.ags}/gebaeude/").content.decode()
    return re.findall(r"<svg.*?</svg>", page, re.DOTALL)


SUMS: list[Callable[[Municipality], Any]] = [
    as_json,
    as_excel,
    as_paper,
    of_building,
    behind_a_figure,
    of_town_by_day,
    at_a_glance,
    of_administration,
    own_years_of_meters,
    drift,
    effect("Lampen"),
    effect("Sonnenstrom"),
    left_alone,
    in_tonnes,
    changes_told,
    list_of_buildings,
]


@pytest.mark.parametrize("told", SUMS, ids=lambda told: told.__qualname__.split(".")[0])
def test_readings_of_meters_that_do_not_count_change_no_figure(
    town: Municipality, told: Callable[[Municipality], Any]
) -> None:
    before = told(town)
    told_anew(town, counting=False)
    assert told(town) == before
    told_anew(town, counting=True)
    assert told(town) != before, "nothing was summed at all"


def test_the_report_adds_up_what_is_drawn_and_own_use_to_the_digit(town: Municipality) -> None:
    found = as_json(town)
    hall = next(each for each in found["buildings"] if each["name"] == "Rathaus")
    for year in hall["years"]:
        use = year["electricity_kwh"]
        assert use["whole_year"]
        assert use["value"] == pytest.approx(COUNTED * DAYS_A_YEAR[year["year"]], rel=1e-12)
        assert year["per_m2"]["electricity_kwh"] == pytest.approx(use["value"] / 1000, rel=1e-12)
    for year, total in zip(hall["years"], found["totals"], strict=True):
        assert total["electricity_kwh"] == year["electricity_kwh"]


def test_town_by_day_glance_and_administration_agree_with_the_report(town: Municipality) -> None:
    days = [value for day, value, _ in of_town_by_day(town) if day.year == 2023]
    total = as_json(town)["totals"][1]
    assert sum(days) == pytest.approx(total["electricity_kwh"]["value"], rel=1e-12)
    year = metered_year(municipality=town, before=2024)
    assert year is not None
    assert (year.meters, year.known) == (3, 3)
    assert dict(year.kwh)[Carrier.ELECTRICITY] == pytest.approx(COUNTED * 365, rel=1e-12)
    seen = at_a_glance(town)
    assert (seen.meters, seen.of_meters) == (3, 3)
    assert seen.used_mwh * 1000 == pytest.approx(as_json(town)["totals"][2]["energy_kwh"]["value"])


def test_own_use_lacks_no_bill(town: Municipality) -> None:
    """What is made on the spot is not paid for, so no cost of it is missing."""
    hall = Building.objects.get(name="Rathaus")
    drawn = hall.meter_points.get(direction="drawn")
    Bill.objects.create(meter_point=drawn, start=START, end=END, amount=9000, quantity=None)
    years = next(b for b in as_json(town)["buildings"] if b["name"] == "Rathaus")["years"]
    assert years[2]["cost_electricity_eur"]["value"] == pytest.approx(9000)
    assert years[2]["cost_electricity_eur"]["whole_year"]


def test_only_meters_that_count_are_asked_and_compared_with(town: Municipality) -> None:
    lamps, boiler = (Measure.objects.get(name=name) for name in ("Lampen", "Kessel"))
    assert [point.direction for point in meter_points(lamps)] == ["drawn", "own use"]
    assert len(comparison_series(boiler, as_of=data_version())) == 2
    MeterPoint.objects.filter(direction=Direction.PART).update(carrier=Carrier.HEAT)
    assert metered_carriers(town) == ["electricity", "gas"]


def test_a_plant_is_shown_and_never_judged(town: Municipality) -> None:
    told_anew(town, counting=False)  # half as much again from 2023 on
    by_itself("Sonnenstrom")
    rows = effects_of("Sonnenstrom")
    for direction in ("generated", "fed in", "shared", "stored"):
        assert rows[direction].verdict == Verdict.NOT_DECIDABLE
        assert rows[direction].warnings[0]["code"] == "not_use"
    total, drawn, own = rows["total"], rows["drawn"], rows["own use"]
    assert total.verdict != Verdict.NOT_DECIDABLE
    assert total.expected_kwh == pytest.approx((drawn.expected_kwh or 0) + (own.expected_kwh or 0))


def test_a_measure_with_a_plant_alone_says_that_it_cannot_be_judged(town: Municipality) -> None:
    sun = Measure.objects.get(name="Sonnenstrom")
    sun.meter_points.set(MeterPoint.objects.filter(direction=Direction.GENERATED))
    (row,) = up_to_date(measure=sun, by=None, at=NOW).effects.all()
    assert (row.verdict, row.saved_kwh) == (Verdict.NOT_DECIDABLE, None)
    assert "weder gespart noch mehr verbraucht" in row.warnings[0]["de"]


def test_own_use_alone_is_no_extra_use(town: Municipality) -> None:
    sun = Measure.objects.get(name="Sonnenstrom")
    sun.meter_points.set(MeterPoint.objects.filter(direction=Direction.OWN_USE))
    told_anew(town, counting=True)
    (row,) = up_to_date(measure=sun, by=None, at=NOW).effects.all()
    assert row.verdict == Verdict.NOT_DECIDABLE
    assert row.warnings[0]["code"] == "own_use_alone"


def test_another_direction_makes_another_assessment(town: Municipality) -> None:
    lamps = Measure.objects.get(name="Lampen")
    before = up_to_date(measure=lamps, by=None, at=NOW)
    assert up_to_date(measure=lamps, by=None, at=NOW) == before
    turned(Direction.OWN_USE, Direction.GENERATED)
    after = up_to_date(measure=lamps, by=None, at=NOW)
    assert after != before
    assert after.effects.count() == 1


def test_a_changed_direction_changes_the_report_and_the_earlier_one_can_be_had_again(
    town: Municipality,
) -> None:
    before = as_json(town)["totals"]
    then = MeterPoint.history.latest("history_date").history_date
    turned(Direction.OWN_USE, Direction.GENERATED)
    now = as_json(town)["totals"][0]["electricity_kwh"]["value"]
    assert now == pytest.approx(PER_DAY[Direction.DRAWN] * 365, rel=1e-12)
    again = energy_report(municipality=town, years=YEARS, written_on=TODAY, known_at=then)
    assert json.loads(report_json(again))["totals"] == before
    assert [one.direction for one in again.given.aside].count(Direction.GENERATED) == 1


def test_own_years_are_learnt_anew_when_a_direction_changes(town: Municipality) -> None:
    before = news_of(town)
    turned(Direction.STORED, Direction.DRAWN)
    assert news_of(town) != before


def test_a_pilot_stands_where_its_use_is_counted(town: Municipality) -> None:
    sun = Measure.objects.get(name="Sonnenstrom")
    sun.meter_points.add(MeterPoint.objects.get(carrier=Carrier.GAS, direction=Direction.PART))
    seen = assessed_measures(municipality=town, at=NOW)
    known = known_of(sun, seen[sun], factors_in(shipped_factors(), 2023), placed=True)
    assert [building.name for building in pilot_place(known).buildings] == ["Rathaus"]


def turned(direction: Direction, into: Direction) -> None:
    """A person gives the town hall's meter of a direction another one."""
    point = MeterPoint.objects.get(direction=direction)
    point.direction, point.name = into, "umgestellt"
    assign(point=point, by=None)


def effects_of(name: str) -> dict[str, MeasuredEffect]:
    """The newest effect of a measure by the direction of its meter, and in total."""
    measure = Measure.objects.get(name=name)
    rows = assess(measure=measure, by=None, at=NOW).effects.all()
    return {row.meter_point.direction if row.meter_point else "total": row for row in rows}


ASKS = re.compile(
    r"MeterPoint\.(objects|everything|history)(?!\.counting\(\))"
    r"|(?<!\w)(meter|comparison)_points\.(?!counting\(\))\w+"
    r"|Datastream\.(objects|everything)|(?<![\w.])states\("
)
DOWNSTREAM = ("reports", "mosaic", "planning", "evidence", "pathway", "balance", "web", "measures")
# Every other look at meters downstream, and why it may see those that do not count.
SEEN = {
    "web/history_sources.py": (1, "what people said of any meter is in the history"),
    "evidence/change_reason.py": (1, "weather"),
    "reports/doubt_views.py": (1, "one meter that somebody asks about, with what is in doubt"),
    "evidence/queries/points.py": (
        2,
        "what a measure names, sorted by `counts` before it is asked; compared: those that count",
    ),
    "evidence/queries/other_measures.py": (1, "who else changes what a measure's meters count"),
    "evidence/own_years.py": (2, "streams of counting points; plants disturb"),
    "evidence/queries/news.py": (1, "newest change"),
    "evidence/queries/newest.py": (1, "newest change"),
    "evidence/queries/readings.py": (1, "the streams of one meter"),
    "evidence/weather.py": (1, "weather"),
    "measures/forms/offered_choices.py": (1, "the choice of meters, looked for"),
    "measures/forms/measure.py": (5, "the choice of meters, each with its direction"),
    "measures/forms/series.py": (1, "the choice of a datastream, with its direction"),
    "measures/queries/values_from_readings.py": (1, "what of an indicator's series is summed"),
    "evidence/queries/in_short.py": (1, "does a measure name any meter"),
    "planning/next_steps.py": (1, "does a measure name any meter"),
    "web/demo/sensor_files.py": (1, "the demo's own series of soil and water"),
    "web/series/series_uses.py": (2, "who uses a meter, whatever its direction"),
    "measures/lists/storing.py": (2, "a measure keeps its meters"),
    "measures/queries/newest.py": (1, "any reading is a sign of life"),
    "measures/queries/measured_places.py": (2, "what a measure has stays, whatever it counts"),
    "measures/operations/measure.py": (2, "a measure gets its meters"),
    "measures/views/register.py": (1, "is there any meter"),
    "pathway/own_meters.py": (1, "streams of counting points"),
    "reports/effect_why.py": (1, "the stream of one effect"),
    "reports/metering.py": (1, "streams of the points given"),
    "reports/pages.py": (2, "the list of meters; streams of one"),
    "reports/tracing.py": (1, "those aside are named apart"),
    "reports/master_data/forms.py": (1, "the form of one meter"),
    "reports/master_data/as_of.py": (3, "split into those that count and the others"),
    "reports/views.py": (1, "the list of meters"),
    "reports/master_data/buildings.py": (1, "only those that count are drawn"),
    "reports/master_data/directions.py": (1, "what a name says is compared with every direction"),
    "reports/master_data/meters.py": (3, "the list of meters, and who uses each"),
    "reports/queries/years.py": (1, "the streams of those that count"),
    "reports/queries/footprint.py": (1, "the streams a measure's sensors count for"),
    "web/bench/sensors.py": (1, "invented series of the bench"),
    "web/demo/register.py": (1, "the demo's sensor of a measure"),
    "web/demo/living/history.py": (1, "the demo's own sensor"),
    "web/series/listing.py": (1, "the list of all series"),
    "web/overview.py": (1, "the glance takes those that count"),
    "web/views/start.py": (2, "silent meters; how many there are"),
}


def test_nobody_downstream_looks_at_meters_without_saying_why() -> None:
    """A new sum over meters starts from `counting()`; any other look is listed here."""
    root = Path(klimamosaik.__file__).parent
    found = {
        str(file.relative_to(root)): count
        for part in DOWNSTREAM
        for file in (root / part).rglob("*.py")
        if "migrations" not in file.parts and (count := len(ASKS.findall(file.read_text("utf-8"))))
    }
    assert found == {name: count for name, (count, _) in SEEN.items()}
