"""Change one raw reading, and every figure that depends on it changes everywhere and says why."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.evidence.operations import renew, up_to_date
from klimamosaik.measures.models import Measure
from klimamosaik.measures.operations import write_measure
from klimamosaik.mosaic.page import page_of
from klimamosaik.observations.intake import files as intake
from klimamosaik.observations.intake.taking_back import undo
from klimamosaik.observations.models import Delivery, Revision
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.models import Target
from klimamosaik.pathway.operations import expect, set_target
from klimamosaik.pathway.queries.pathways import wall_of
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.places.operations import choose_station
from klimamosaik.planning.candidates import PlanQuery
from klimamosaik.planning.models import Selection, SelectionState
from klimamosaik.planning.operations import ask_for_selection, work_out
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.queries.energy import energy_report
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.field import Field
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import decimal
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
    choose_station(municipality=municipality, number="03999999 Wetter", by=None)
    return municipality


def stored(municipality: Municipality, file: OfficeFile) -> None:
    understood = intake.preview(municipality=municipality, data=file.data, name=file.name)
    intake.store_import(municipality=municipality, files=[understood], by=None, at=NOW)


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
    assert row.years_reported is not None
    yearly = EXTRA / row.years_reported
    seen = [one.known[0] for one in (before, after)]
    burnt = [one.direct.mean for one in seen if one.direct]
    counted = [one.measured.mean for one in seen if one.measured]
    direct = yearly * row.saved_tonnes / row.saved_kwh
    assert burnt[0] - burnt[1] == pytest.approx(direct, rel=1e-6)
    expected = yearly * 0.000247 / 1.11  # t CO2e a billed kilowatt-hour of gas has in the balance
    assert counted[0] - counted[1] == pytest.approx(expected, rel=1e-6)
    assert (seen[0].data_version, seen[1].data_version) == (version, version + 1)
    stones = [one.stones[0].tonnes.mean for one in (before, after)]
    assert stones[0] - stones[1] == pytest.approx(expected, rel=0.1)
    pages = [page_of(pathway=one, language="de") for one in (before, after)]
    assert pages[0].lying != pages[1].lying
    assert f"Datenversion {version + 1}" in "".join(note.de for note in pages[1].notes)


# One reading, every page: what it says before, while it is renewed, afterwards, and after undoing.

PAGES = {  # by name the address below the municipality's; {measure}, {building}, {plan} are filled
    "effect": "massnahmen/{measure}/",
    "report": "bericht/?von=2024&bis=2025",
    "building": "gebaeude/{building}/",
    "mosaic": "",
    "way": "minderungspfad/",
    "steering": "massnahmencontrolling/",
    "answer": "wirkung/",
    "cost": "planung/kosten/",
    "energy": "energie/",
}
OF_MEASURES = {"effect", "mosaic", "way", "steering", "answer", "cost"}
DOCUMENTS = {
    "effect": "massnahmen/{measure}/wirkung.json",
    "report": "bericht/energiebericht.json?von=2024&bis=2025",
    "pathway": "mosaik/pfad.json",
    "steering": "massnahmencontrolling/massnahmencontrolling.json",
    "answer": "wirkung/wirkung.json",
    "cost": "planung/kosten.json",
}
FLEETING = {
    "data_version",
    "computed_at",
    "changed",
    "being_renewed",
    "master_data_of",
    "written_on",
}
WHY = "wurde ein Wert vom 10.12.2025 berichtigt ("
Documents = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Scene:
    """A town with all there is to be told of a measure, and somebody who looks."""

    town: Municipality
    measure: Measure
    editor: Client
    places: dict[str, int]

    def page(self, address: str) -> str:
        answer = self.editor.get(f"/{self.town.ags}/{address.format(**self.places)}")
        assert answer.status_code == 200, (address, answer.status_code)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())

    def pages(self) -> dict[str, str]:
        return {name: self.page(address) for name, address in PAGES.items()}

    def documents(self) -> Documents:
        found = {}
        for name, address in DOCUMENTS.items():
            answer = self.editor.get(f"/{self.town.ags}/{address.format(**self.places)}")
            found[name] = json.loads(answer.content)
        return found


@pytest.fixture
def scene(town: Municipality) -> Scene:
    user = User.objects.create_user("klima")
    Membership.objects.create(user=user, municipality=town, role=Role.EDITOR)
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
    measure.cost, measure.expected_life = Decimal(38_000), 20
    measure.save()
    hope = Prior.of(10.0, 20.0, 30.0)
    expect(measure=measure, effect=hope, field=Field.HEAT, reasoning="erfunden", by=None)
    idea = Measure.objects.create(
        municipality=town, name="Dach", cost=Decimal(9_000), expected_life=30
    )
    expect(measure=idea, effect=hope, field=Field.HEAT, reasoning="erfunden", by=None)
    wish = PlanQuery(2027, 2030, 20_000.0, None)
    renew(municipality=town, by=None, at=NOW)
    plan = work_out(
        selection=ask_for_selection(municipality=town, wish=wish, by=None, at=timezone.now())
    )
    assert plan.stand == SelectionState.FOUND
    client = Client()
    client.force_login(user)
    school = Building.objects.get(name=SCHOOL)
    places = {"measure": measure.pk, "building": school.pk, "plan": plan.pk}
    return Scene(town, measure, client, places)


def lasting(found: Any) -> Any:
    """Figures and sentences of a document, without what names version and time."""
    if isinstance(found, dict):
        return {key: lasting(value) for key, value in found.items() if key not in FLEETING}
    if isinstance(found, list):
        return [lasting(each) for each in found]
    return re.sub(r"(Datenversion|version) \d+", r"\1", found) if isinstance(found, str) else found


def test_every_page_and_document_follows_one_reading_and_says_why(scene: Scene) -> None:
    before, documents = scene.pages(), scene.documents()
    version = data_version()
    for name, text in before.items():
        assert f"Datenversion {version} vom" in text, name
        assert WHY not in text, name
    stored(scene.town, corrected())
    waiting = scene.pages()
    for name in OF_MEASURES:
        assert "wird neu berechnet" in waiting[name], name
        assert WHY not in waiting[name], name
    renew(municipality=scene.town, by=None, at=NOW)
    after = scene.pages()
    for name, text in after.items():
        assert f"Datenversion {version + 1} vom" in text, name
        assert WHY in text, name
        assert "250 kWh" in text, name
        assert "wird neu berechnet" not in text, name
    assert " statt " in after["effect"].partition(WHY)[2][:40]
    assert "250 kWh weniger Einsparung" in after["effect"]
    assert "250 kWh mehr Verbrauch 2025" in after["report"]
    assert_all_documents_changed(documents, scene.documents(), version)


def assert_all_documents_changed(before: Documents, after: Documents, version: int) -> None:
    assert before.keys() == after.keys()
    for name, now in after.items():
        assert lasting(now) != lasting(before[name]), name
        assert (before[name]["data_version"], now["data_version"]) == (version, version + 1), name
        assert not before[name]["changed"], name
        assert WHY in now["changed"][0]["de"], name
        assert "was corrected (" in now["changed"][0]["en"], name
    saved = [each["effect"]["saved_kwh"] for each in (before, after)]
    assert saved[0] - saved[1] == pytest.approx(EXTRA, abs=0.01)


def test_undoing_leads_back_to_the_same_digits_and_says_so(scene: Scene) -> None:
    before, version = scene.documents(), data_version()
    stored(scene.town, corrected())
    renew(municipality=scene.town, by=None, at=NOW)
    assert lasting(scene.documents()) != lasting(before)
    undo(delivery=Delivery.objects.latest("seq"), by=None, at=NOW)
    renew(municipality=scene.town, by=None, at=NOW)
    after = scene.documents()
    assert lasting(after) == lasting(before)
    for name, document in after.items():
        assert document["data_version"] == version + 2, name
        assert "zurückgenommen" in document["changed"][0]["de"], name
        assert WHY in document["changed"][1]["de"], name


def test_a_saved_plan_says_that_newer_data_exist_and_works_them_in(scene: Scene) -> None:
    address = "planung/{plan}/"
    assert "älter als die Daten" not in scene.page(address)
    stored(scene.town, corrected())
    renew(municipality=scene.town, by=None, at=timezone.now())
    old = scene.page(address)
    assert "Dieser Plan ist älter als die Daten" in old
    assert WHY in old
    answer = scene.editor.post(f"/{scene.town.ags}/planung/{scene.places['plan']}/neu/")
    again = Selection.objects.latest("pk")
    assert answer["Location"].endswith(f"/planung/{again.pk}/")
    assert again.replaces_id == scene.places["plan"]
    page = scene.page(f"planung/{again.pk}/")
    assert f"Datenversion {data_version()}" in page
    assert "älter als die Daten" not in page
    assert "Zum neu gerechneten Plan" in scene.page(address)
    plans = [Selection.objects.get(pk=pk).result for pk in (scene.places["plan"], again.pk)]
    gaps = [plan["reach"]["gap_t"] for plan in plans]
    assert gaps[0] != gaps[1]


def test_an_earlier_why_page_leads_to_the_newer_figure(scene: Scene) -> None:
    effect = MeasuredEffect.objects.filter(meter_point__isnull=False).latest("pk")
    address = f"wirkung/{effect.pk}/warum/"
    assert "frühere Rechnung" not in scene.page(address)
    stored(scene.town, corrected())
    renew(municipality=scene.town, by=None, at=NOW)
    page = scene.page(address)
    assert "Dies ist eine frühere Rechnung" in page
    assert WHY in page


def test_history_and_deliveries_show_the_value_before_and_now(scene: Scene) -> None:
    stored(scene.town, corrected())
    (revision,) = Revision.objects.all()
    ((_, _, was, now),) = revision.rows
    assert now - was == pytest.approx(EXTRA)
    for address in ("dateien/", "verlauf/"):
        page = scene.page(address)
        assert f"{SCHOOL}, Erdgas" in page
        assert f"10.12.2025: {decimal(was)} kWh → {decimal(now)} kWh" in page, address
