"""Lessons and measured effects go out with the register and are another town's experience there."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from klimamosaik.measures.lists.page import brought, headline, summary
from klimamosaik.measures.lists.preview import ListPlan, ListVerdict, preview
from klimamosaik.measures.lists.reading import GivenList
from klimamosaik.measures.lists.storing import take_in
from klimamosaik.measures.lists.undoing import undo
from klimamosaik.measures.lists.workbook import workbook
from klimamosaik.measures.models import (
    CostLine,
    Experience,
    Indicator,
    IndicatorValue,
    Involvement,
    Lesson,
    Measure,
    StatusReport,
    Task,
)
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.operations import stop
from klimamosaik.measures.queries.measured_effect import MeasuredSummary
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, Municipality
from klimamosaik.terms.estimate import Estimate
from tests.measures.conftest import measure_in, somebody
from tests.paper import PaperForm, form_with

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = datetime(2026, 4, 2, 9, tzinfo=UTC)
BINS = "Füllstand in Glascontainern messen"
TOLD = MeasuredSummary(
    day=date(2026, 2, 1), saving=Estimate(116_509.5, 45_000.0, 188_000.0, "kWh", 0.9),
    saved_percent=25.6, days=425, verdict="saved", method_version="2026-11.3",
    data_version=12,
)  # fmt: skip


@pytest.fixture
def osnabrueck(db: None) -> Municipality:
    """A town with a measured heating control that goes on, and bins that were stopped."""
    town = Municipality.objects.create(ags="03404000", name="Osnabrück")
    school = Building.objects.create(municipality=town, name="Schule", kind="school")
    heat = measure_in(
        town, name="Heizungsoptimierung Grundschule", key="A1", phase=Phase.PERMANENT,
        start=date(2024, 12, 1), fields_of_action=["heat"], aim="weniger Gas", cost=38_000,
        council_decision="V/1", council_decided_on=date(2024, 1, 1),
    )  # fmt: skip
    heat.buildings.add(school)
    CostLine.objects.create(
        measure=heat, year=2024, kind="investment", planned=40_000, actual=38_000
    )
    StatusReport.objects.create(measure=heat, day=date(2025, 1, 1), state="on course", words="ok")
    one = Indicator.objects.create(measure=heat, link="outcome", name="Raumtemperatur", unit="°C",
                                   start_value=21.5, wanted_value=17)  # fmt: skip
    IndicatorValue.objects.create(indicator=one, day=date(2025, 2, 1), value=17.4, source="Fühler")
    bins = measure_in(town, name=BINS, key="S3", fields_of_action=["cross-cutting"])
    lesson = Lesson(
        hypothesis="weniger Fahrten", evidence="gleich viele", cause="Die Tour steht fest",
        advice="Erst fragen", cost=Decimal("12000.50"),
    )  # fmt: skip
    stop(measure=bins, lesson=lesson, by=None, at=AT)
    return town


def exported(town: Municipality, language: str = "de") -> bytes:
    heat = Measure.objects.get(municipality=town, key="A1")
    return workbook(municipality=town, measured={heat.pk: (TOLD,)}, language=language)


def looked(town: Municipality, data: bytes) -> ListPlan:
    return preview(municipality=town, files=[GivenList("export.xlsx", data)], at=LATER)


def test_the_export_carries_lessons_and_measured_effects(osnabrueck: Municipality) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(exported(osnabrueck)))["Erfahrungen"]
    names = [cell.value for cell in sheet[2]]
    rows = [
        dict(zip(names, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(3)
    ]
    lesson = next(row for row in rows if row["told"] == "lesson")
    effect = next(row for row in rows if row["told"] == "effect")
    assert (lesson["cause"], lesson["advice"], lesson["spent"]) == (
        "Die Tour steht fest", "Erst fragen", 12000.5,
    )  # fmt: skip
    assert (effect["saved_kwh"], effect["low_kwh"], effect["high_kwh"]) == (
        116_509.5, 45_000, 188_000,
    )  # fmt: skip
    assert (effect["method_version"], effect["data_version"]) == ("2026-11.3", 12)
    assert {row["town"] for row in rows} == {"03404000 Osnabrück"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_at_home_the_export_changes_nothing(osnabrueck: Municipality, language: str) -> None:
    assert looked(osnabrueck, exported(osnabrueck, language)).nothing_new
    assert not Experience.objects.exists()


def test_elsewhere_it_is_the_experience_of_that_town(
    town: Municipality, osnabrueck: Municipality
) -> None:
    delivery = take_in(plan=looked(town, exported(osnabrueck)), by=None, at=LATER)
    effect, lesson = Experience.objects.filter(municipality=town).order_by("kind")
    assert (effect.town, effect.town_key) == ("Osnabrück", "03404000")
    assert (effect.saved_kwh, effect.low_kwh, effect.high_kwh) == (116_509.5, 45_000, 188_000)
    assert (effect.saved_percent, effect.confidence, effect.days) == (25.6, 0.9, 425)
    assert (effect.method_version, effect.data_version) == ("2026-11.3", 12)
    assert (effect.fields_of_action, effect.building_kinds) == (["heat"], ["school"])
    assert (lesson.measure, lesson.cause, lesson.cost) == (
        BINS, "Die Tour steht fest", Decimal("12000.50"),
    )  # fmt: skip
    assert lesson.stopped
    assert looked(town, exported(osnabrueck)).nothing_new
    undo(delivery=delivery, by=None, at=LATER)
    assert not Experience.objects.filter(municipality=town).exists()


def test_the_preview_tells_figures_and_kinds_as_people_write_them(
    town: Municipality, osnabrueck: Municipality
) -> None:
    measures = looked(town, exported(osnabrueck)).measures
    changes = [each for one in measures for row in one.rows for each in row.changes]
    told = {each.field: each.after for each in changes if row_of_effect(each.field)}
    assert told == {
        "saved_kwh": "116.510", "low_kwh": "45.000", "high_kwh": "188.000", "saved_percent": "25,6",
        "verdict": "gespart", "building_kinds": "Schule",
    }  # fmt: skip


def row_of_effect(field: str) -> bool:
    """True for what is told of a measured effect."""
    return field.startswith("saved") or field in (
        "low_kwh",
        "high_kwh",
        "verdict",
        "building_kinds",
    )


def test_what_comes_as_experience_only_is_named_and_no_change_of_a_measure(
    town: Municipality, osnabrueck: Municipality
) -> None:
    plan = looked(town, exported(osnabrueck))
    (bins,) = [each for each in plan.measures if each.verdict is ListVerdict.TOLD]
    assert (bins.name, summary(bins).de) == (BINS, "1 Erfahrung anderer")
    assert headline(plan).de == "2 Maßnahmen: 1 neu, 1 nur als Erfahrung."
    delivery = take_in(plan=plan, by=None, at=LATER)
    assert (delivery.new, delivery.changed, delivery.told) == (1, 0, 1)
    assert brought(delivery).en == "1 new, 1 as experience only"


def test_a_list_of_experience_only_can_be_withdrawn(
    town: Municipality, osnabrueck: Municipality
) -> None:
    measure_in(town, name="Heizungsoptimierung Grundschule")
    delivery = take_in(plan=looked(town, exported(osnabrueck)), by=None, at=LATER)
    assert (delivery.new, delivery.changed, delivery.told) == (0, 0, 2)
    _, editor = somebody(town, Role.EDITOR)
    page = editor.get(f"/{town.ags}/massnahmen/listen/").content.decode()
    assert "2 nur als Erfahrung" in page
    assert "Zurücknehmen" in page


@pytest.mark.parametrize(("cell", "written"), [
    ("low_kwh", 200_000), ("high_kwh", 1), ("high_kwh", None), ("confidence", 90),
    ("confidence", None),
])  # fmt: skip
def test_an_effect_without_its_range_is_refused_and_not_taken_over(
    town: Municipality, osnabrueck: Municipality, cell: str, written: float | None
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(osnabrueck)))
    sheet = book["Erfahrungen"]
    names = [each.value for each in sheet[2]]
    (place,) = [row for row in sheet.iter_rows(3) if row[names.index("told")].value == "effect"]
    place[names.index(cell)].value = written
    changed = io.BytesIO()
    book.save(changed)
    plan = looked(town, changed.getvalue())
    (refused,) = [each for each in plan.refused if each.code == "saving_without_range"]
    assert "116509.5" in refused.text.de
    take_in(plan=plan, by=None, at=LATER)
    assert [each.kind for each in Experience.objects.filter(municipality=town)] == ["lesson"]


def test_nothing_of_another_town_counts_as_done_here(
    town: Municipality, osnabrueck: Municipality
) -> None:
    take_in(plan=looked(town, exported(osnabrueck)), by=None, at=LATER)
    (idea,) = Measure.objects.filter(municipality=town)
    assert (idea.name, idea.phase) == ("Heizungsoptimierung Grundschule", Phase.IDEA)
    assert (idea.start, idea.council_decision, idea.aim) == (None, "", "weniger Gas")
    assert not Involvement.objects.filter(measure=idea).exists()
    assert not Task.objects.filter(measure=idea).exists()
    assert not StatusReport.objects.filter(measure=idea).exists()
    assert not IndicatorValue.objects.filter(indicator__measure=idea).exists()
    assert [(line.actual, line.source) for line in idea.cost_lines.all()] == [
        (None, "wie geplant in Osnabrück")
    ]
    assert idea.cost is None
    assert ("Kosten in Osnabrück", "38.000 €") in idea.notes.values_list("heading", "words")
    assert [each.start_value for each in Indicator.objects.filter(measure=idea)] == [None]
    assert not idea.lessons.exists()


def test_ones_own_measure_of_the_same_name_is_not_touched(
    town: Municipality, osnabrueck: Municipality
) -> None:
    own = measure_in(town, name="Heizungsoptimierung Grundschule", aim="unser Ziel")
    take_in(plan=looked(town, exported(osnabrueck)), by=None, at=LATER)
    own.refresh_from_db()
    assert (own.aim, own.start, own.key) == ("unser Ziel", None, "")
    assert Experience.objects.filter(municipality=town).count() == 2


def test_who_plans_the_same_reads_what_the_other_town_found(
    town: Municipality, osnabrueck: Municipality
) -> None:
    take_in(plan=looked(town, exported(osnabrueck)), by=None, at=LATER)
    _, editor = somebody(town, Role.EDITOR)
    page = shown(editor, town, "Füllstand in Altglascontainern")
    assert "Die Tour steht fest" in page
    assert "Osnabrück" in page
    page = shown(editor, town, "Heizungsoptimierung Rathaus")
    assert "Anderswo gemessen" in page
    assert "116.510 kWh (25,6 %)" in page
    assert "45.000 bis 188.000 kWh" in page
    assert "nicht hier gemessen" in page
    assert "2026-11.3, Datenversion dort 12" in page


def shown(editor: Client, town: Municipality, name: str) -> str:
    return editor.get(f"/{town.ags}/massnahmen/neu/", {"name": name}).content.decode()


def test_of_another_towns_measures_those_are_taken_that_somebody_ticked(
    town: Municipality, osnabrueck: Municipality, tmp_path: Path
) -> None:
    _, editor = somebody(town, Role.EDITOR)
    with override_settings(DATA_DIR=tmp_path):
        file = SimpleUploadedFile("export.xlsx", exported(osnabrueck))
        address = editor.post(f"/{town.ags}/massnahmen/listen/neu/", {"files": file})["Location"]

        def form() -> PaperForm:
            return form_with(editor.get(address), "m-take")

        def told(*ticked: str) -> str:
            sent = form().say("m-take", *ticked).sent(("do", "store"))
            return str(editor.post(address, sent, follow=True).content.decode())

        assert "Welche Maßnahmen aus Osnabrück?" in editor.get(address).content.decode()
        every = form().values["m-take"]
        bins = [mark for mark in every if BINS in mark]
        assert len(every) == 2
        assert "Bitte mindestens eine Maßnahme wählen" in told()
        assert "Bitte noch einmal ansehen" in told(*bins)
        assert not Experience.objects.exists()
        assert form().values["m-take"] == bins
        assert set(form().offered["m-take"]) == set(every)  # the other without its tick
        assert "Gespeichert" in told(*bins)
    assert [each.measure for each in Experience.objects.all()] == [BINS]


def test_a_list_of_the_own_town_offers_no_choice(osnabrueck: Municipality) -> None:
    assert looked(osnabrueck, exported(osnabrueck)).towns == ()
