"""A measure before its first day is asked what it is to bring, not what it has brought."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from klimamosaik.evidence.models import Assessment
from klimamosaik.evidence.operations import assess
from klimamosaik.measures.models import CostLine, Involvement, Measure
from klimamosaik.measures.models.kinds import CostKind, InvolvementRole
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.operations import CriterionDraft, write_measure
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.operations import expect
from klimamosaik.people.models import Organisation, Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.field import Field
from klimamosaik.terms.period import LOCAL
from tests.visitors import visitor_of

pytestmark = pytest.mark.django_db
AGS = "03403000"
AT = datetime(2026, 3, 1, 9, tzinfo=LOCAL)


@pytest.fixture
def editor() -> Client:
    town = Municipality.objects.create(ags=AGS, name="Oldenburg")
    return visitor_of(town, Role.EDITOR, "edda")


def measure_from(start: date | None, **facts: object) -> Measure:
    town = Municipality.objects.get(ags=AGS)
    building = Building.objects.create(municipality=town, name="Rathaus")
    point = MeterPoint.objects.create(building=building, carrier=Carrier.GAS, name="Gas Rathaus")
    measure = Measure(municipality=town, name="Wärmepumpe", start=start, **facts)
    return write_measure(
        measure=measure, meter_points=[point], aim=CriterionDraft(20.0), stated=True, by=None, at=AT
    )


def coming(**facts: object) -> Measure:
    return measure_from(timezone.localdate() + timedelta(days=400), **facts)


def page(client: Client, measure: Measure, rest: str = "", language: str = "de") -> str:
    address = f"/{AGS}/massnahmen/{measure.pk}/{rest}"
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_first_day_the_page_tells_what_is_hoped_for(editor: Client) -> None:
    measure = coming(phase=Phase.PROTOTYPE)
    works = Organisation.objects.create(municipality=measure.municipality, name="Stadtwerke")
    Involvement.objects.create(measure=measure, organisation=works, role=InvolvementRole.LEAD)
    CostLine.objects.create(
        measure=measure, year=2027, kind=CostKind.INVESTMENT, planned=Decimal(480_000)
    )
    effect = Prior.of(100, 140, 160)
    expect(measure=measure, effect=effect, field=Field.HEAT, reasoning="Gutachten", by=None)
    text = page(editor, measure)
    assert "Was soll es bringen?" in text
    assert "137 t CO₂e weniger im Jahr (100 bis 160), erwartet, noch nicht gemessen." in text
    assert 'class="stones"' in text
    for told in ("Geplant sind 480.000 €.", "Stadtwerke", "wirkt ab", "Gutachten", "Gas Rathaus"):
        assert told in text, told
    assert "mindestens 20 % Einsparung" in text
    for untold in ("Was hat es gebracht", "ekostet", "Ausgegeben", "Wetter", "kWh", "Was getan"):
        assert untold not in text.split("<main")[1], untold


def test_looking_at_what_has_not_begun_computes_nothing(editor: Client) -> None:
    measure = coming()
    for rest in ("", "wirkung.json"):
        page(editor, measure, rest)
    editor.get(f"/{AGS}/minderungspfad/")
    editor.get(f"/{AGS}/")
    assert not Assessment.objects.exists()


def test_an_idea_says_what_is_not_written_down_yet(editor: Client) -> None:
    text = page(editor, measure_from(None, first_year=2028, last_year=2030))
    assert "Noch steht nicht da, was sie bringen soll." in text
    assert "Umsetzung 2028–2030, noch ohne ersten Tag der Wirkung" in text
    assert "noch nicht eingetragen" in text
    assert "niemand verantwortlich" in text


def test_the_document_of_what_has_not_begun_measures_nothing(editor: Client) -> None:
    measure = coming()
    effect = Prior.of(100, 140, 160)
    expect(measure=measure, effect=effect, field=Field.HEAT, reasoning="Gutachten", by=None)
    document = editor.get(f"/{AGS}/massnahmen/{measure.pk}/wirkung.json").json()
    assert document["begun"] is False
    assert document["saved_kwh"] is None
    assert (document["verdict"], document["gate"]) == ("not decidable", "open")
    assert document["t_co2e_a_year"] == pytest.approx(136.667, abs=1e-3)
    assert document["t_basis"] == "expected"


def test_the_page_of_what_is_to_come_speaks_english(editor: Client) -> None:
    text = page(editor, coming(), language="en")
    assert "What is it to bring?" in text
    assert "works from" in text
    assert "bringen" not in text.split("<main")[1]


def test_what_was_stopped_before_it_began_is_told_in_the_past(editor: Client) -> None:
    assert "Was sollte es bringen?" in page(editor, measure_from(None, phase=Phase.STOPPED))


def test_what_is_missing_is_said_once_and_no_block_is_empty(editor: Client) -> None:
    measure = measure_from(date(2024, 1, 1))
    assess(measure=measure, by=None, at=timezone.now())
    text = page(editor, measure).split("<main")[1]
    assert "Was hat es gebracht?" in text
    assert "– kWh" not in text
    assert "± –" not in text
    reason = text.split("Noch keine Aussage möglich. ")[1].split("</p>")[0].strip()
    assert len(reason) > 20
    assert text.count(reason) == 1


def test_a_meter_called_like_its_building_is_told_by_its_carrier(editor: Client) -> None:
    measure = coming()
    MeterPoint.objects.update(name="Rathaus")
    shown = page(editor, measure)
    assert "Rathaus: Erdgas" in shown
    assert "Rathaus: Rathaus" not in shown


def test_what_costs_nothing_is_said_to_cost_nothing(editor: Client) -> None:
    """As on the public page; only what nobody entered is not known."""
    assert "Geplant sind 0 €." in page(editor, coming(cost=Decimal(0)))
