"""Four buildings of a real city from the office's files to the report, where the files are."""

from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.measures.models import Measure
from klimamosaik.measures.operations import CriterionDraft, write_measure
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.operations import expect
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.kernel.weather import WeatherCorrection
from klimamosaik.reports.queries.energy import energy_report
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.field import Field
from klimamosaik.web.commands.report import write
from tests.planning.planned import aim
from tests.reports.conftest import NOW
from tests.web.test_same_figures import PLACES, Walk, unlike
from tests.web.walker import together

YEARS = (2021, 2022, 2023)


def test_four_real_buildings_become_a_report(muenster: Municipality, tmp_path: Path) -> None:
    report = energy_report(municipality=muenster, years=YEARS, written_on=date(2026, 11, 22))
    assert len(report.buildings) == 4
    assert report.correction.method is WeatherCorrection.DEGREE_DAYS
    assert report.like_for_like[Medium.HEAT].buildings >= 3
    assert report.totals[0].figures.use[Medium.HEAT].value
    for ending in ("pdf", "xlsx", "json"):
        target = tmp_path / f"bericht.{ending}"
        write(muenster.ags, YEARS, target, "de", "direct")
        assert target.stat().st_size > 5_000


def test_years_the_files_do_not_cover_are_said_to_be_partial(muenster: Municipality) -> None:
    report = energy_report(municipality=muenster, years=(2023, 2024), written_on=date(2026, 1, 1))
    heat = report.totals[1].figures.use[Medium.HEAT]
    assert heat.value
    assert heat.whole is None
    assert report.gaps


@pytest.mark.long
def test_each_figure_of_its_measures_is_the_same_wherever_it_stands(muenster: Municipality) -> None:
    aim(muenster, need_t=150_000.0)
    points = list(MeterPoint.objects.filter(carrier=Carrier.HEAT).order_by("pk"))
    by = User.objects.create_user("amt")
    Membership.objects.create(user=by, municipality=muenster, role=Role.ADMIN)
    for name, some, asked in (("Regelung", points[:1], 3.0), ("Dämmung", points[1:], 90.0)):
        measure = Measure(municipality=muenster, name=name, start=date(2022, 10, 1))
        write_measure(measure=measure, meter_points=some, aim=CriterionDraft(asked), by=by, at=NOW)
    later = Measure(municipality=muenster, name="Wärmepumpen", start=date(2030, 1, 1))
    write_measure(measure=later, meter_points=(), aim=None, by=by, at=NOW)
    effect = Prior.of(100, 180, 300)
    expect(measure=later, effect=effect, field=Field.HEAT, reasoning="Gutachten", by=by)
    client = Client()
    client.force_login(by)
    walk = Walk(client, muenster)
    seen = together(figure for place in PLACES for figure in place(walk))
    assert unlike(seen) == {}
    assert sum(sum(map(len, forms.values())) > 1 for forms in seen.values()) >= 9
