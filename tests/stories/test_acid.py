"""Change one raw reading, and every figure that depends on it changes everywhere and says why."""

from datetime import date, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.evidence.operations import renew, up_to_date
from klimamosaik.measures.models import Measure
from klimamosaik.measures.operations import write_measure
from klimamosaik.observations import intake
from klimamosaik.observations.queries import data_version
from klimamosaik.pathway.models import Target
from klimamosaik.pathway.operations import set_target
from klimamosaik.pathway.page import page_of
from klimamosaik.pathway.queries import wall_of
from klimamosaik.places.models import Membership, MeterPoint, Municipality, Role
from klimamosaik.publication.kernel.figures import EnergyReport
from klimamosaik.publication.kernel.given import Medium
from klimamosaik.publication.queries import energy_report
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.period import LOCAL
from klimamosaik.web.demo.files import OfficeFile, building_list, daily_file, weather_file
from klimamosaik.web.demo.town import build_town

pytestmark = [pytest.mark.django_db, pytest.mark.long]

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=LOCAL)
SCHOOL, DAY, EXTRA = "Grundschule Am Anger", "10.12.2025", 250.0


@pytest.fixture
def town() -> Municipality:
    municipality = Municipality.objects.create(ags="03999999", name="Prüfstadt", synthetic=True)
    made = build_town(TODAY)
    for file in (
        building_list(),
        OfficeFile("Wetter.csv", weather_file(made)),
        OfficeFile("Gas_Tage.csv", daily_file(made, Carrier.GAS)),
    ):
        stored(municipality, file)
    return municipality


def stored(municipality: Municipality, file: OfficeFile) -> None:
    understood = intake.preview(municipality=municipality, data=file.data, name=file.name)
    intake.take_in(municipality=municipality, files=[understood], by=None, at=NOW)


def corrected() -> OfficeFile:
    """The same file with one reading 250 kWh higher."""
    lines = daily_file(build_town(TODAY), Carrier.GAS).decode("cp1252").splitlines()
    column = next(i for i, name in enumerate(lines[0].split(";")) if name.startswith(SCHOOL))
    row = next(i for i, line in enumerate(lines) if line.startswith(DAY))
    cells = lines[row].split(";")
    value = float(cells[column].replace(".", "").replace(",", "."))
    cells[column] = f"{value + EXTRA:.1f}".replace(".", ",")
    lines[row] = ";".join(cells)
    return OfficeFile("Gas_Tage_berichtigt.csv", "\r\n".join(lines).encode("cp1252"))


def school_measure(municipality: Municipality) -> Measure:
    points = MeterPoint.objects.filter(building__name=SCHOOL, carrier=Carrier.GAS.value)
    assert points.count() == 1
    measure = Measure(municipality=municipality, name="Neue Regelung", start=date(2025, 9, 1))
    return write_measure(measure=measure, meter_points=list(points), aim=None, by=None, at=NOW)


def report(municipality: Municipality, as_of: int | None = None) -> EnergyReport:
    return energy_report(
        municipality=municipality, years=[2024, 2025], written_on=TODAY, as_of=as_of
    )


def school_heat(found: EnergyReport) -> float:
    building = next(b for b in found.buildings if b.name == SCHOOL)
    value = building.years[-1].use[Medium.HEAT].whole
    assert value is not None
    return value


def test_one_changed_reading_changes_effect_and_report_alike(town: Municipality) -> None:
    measure = school_measure(town)
    effect = up_to_date(measure=measure, by=None, at=NOW)
    heat, version = school_heat(report(town)), data_version()
    stored(town, corrected())
    after = up_to_date(measure=measure, by=None, at=NOW)
    saved = [one.effects.get().saved_kwh or 0.0 for one in (effect, after)]
    assert saved[0] - saved[1] == pytest.approx(EXTRA, abs=0.01)
    assert school_heat(report(town)) - heat == pytest.approx(EXTRA, abs=0.01)
    assert (effect.data_version, after.data_version) == (version, version + 1)
    assert report(town).given.data_version == version + 1
    assert school_heat(report(town, as_of=version)) == pytest.approx(heat, abs=1e-6)


def test_the_page_behind_the_effect_names_the_file_that_changed_it(town: Municipality) -> None:
    user = User.objects.create_user("energie")
    Membership.objects.create(user=user, municipality=town, role=Role.READER)
    client = Client()
    client.force_login(user)
    measure = school_measure(town)
    stored(town, corrected())
    assessment = up_to_date(measure=measure, by=user, at=NOW)
    effect = assessment.effects.get()
    page = client.get(f"/03999999/wirkung/{effect.pk}/warum/?monat=2025-12").content.decode()
    assert "Gas_Tage_berichtigt.csv" in page
    assert "Gas_Tage.csv" in page
    answer = client.get(f"/03999999/massnahmen/{measure.pk}/wirkung.json").json()
    assert answer["data_version"] == data_version()
    assert answer["saved_kwh"] == pytest.approx(effect.saved_kwh)


def test_one_changed_reading_changes_pathway_and_mosaic_alike(town: Municipality) -> None:
    target = Target(
        municipality=town,
        year=2040,
        source="erfunden",
        need_t=500.0,
        need_year=2024,
        need_source="erfunden",
    )
    set_target(target=target, by=None)
    measure = school_measure(town)
    renew(municipality=town, by=None, at=NOW)
    before = wall_of(municipality=town, at=NOW)
    version = data_version()
    stored(town, corrected())
    renew(municipality=town, by=None, at=NOW)
    after = wall_of(municipality=town, at=NOW)
    row = up_to_date(measure=measure, by=None, at=NOW).effects.get()
    assert row.saved_tonnes is not None
    assert row.saved_kwh is not None
    yearly = EXTRA * 365.25 / row.days_reported
    seen = [one.known[0].measured for one in (before, after)]
    assert seen[0] is not None
    assert seen[1] is not None
    assert seen[0].direct is not None
    assert seen[1].direct is not None
    direct = yearly * row.saved_tonnes / row.saved_kwh
    assert seen[0].direct.mean - seen[1].direct.mean == pytest.approx(direct, rel=1e-6)
    expected = yearly * 0.000247 / 1.11  # t CO2e a billed kilowatt-hour of gas has in the balance
    assert seen[0].evidence.mean - seen[1].evidence.mean == pytest.approx(expected, rel=1e-6)
    assert (seen[0].data_version, seen[1].data_version) == (version, version + 1)
    stones = [one.stones[0].mean_t for one in (before, after)]
    assert stones[0] - stones[1] == pytest.approx(expected, rel=0.1)
    pages = [page_of(pathway=one, language="de") for one in (before, after)]
    assert pages[0].lying != pages[1].lying
    assert f"Datenstand {version + 1}" in "".join(note.de for note in pages[1].notes)
