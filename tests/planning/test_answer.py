"""The leading question: how much of the target, which kinds of measures work, what got worse."""

from dataclasses import replace

import pytest

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.measures.models import Experience, Indicator, IndicatorValue, Measure
from klimamosaik.measures.models.kinds import Bound, Subject
from klimamosaik.measures.models.phase import Phase
from klimamosaik.pathway.queries.heads import heads_on
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.planning.answer_views import expected_texts
from klimamosaik.planning.price import mean_of
from klimamosaik.planning.queries.answer import JointEffect, answer_of
from klimamosaik.planning.queries.answer_document import answer_document
from klimamosaik.planning.queries.answer_wording import headline, share_said, worse_said
from klimamosaik.planning.steering import steering_document, steering_of, town_pathway
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.quality import Quality
from tests.pathway.conftest import NOW, measured
from tests.pathway.test_pathway_pages import client, text
from tests.planning.planned import aim, hoped
from tests.planning.test_planning_pages import address


def answer(town: Municipality) -> JointEffect:
    return answer_of(municipality=town, at=NOW)


def shares(**percent: float) -> None:
    """Give the effect of each measure, by its name, its share of the use that was expected."""
    for name, value in percent.items():
        rows = MeasuredEffect.objects.filter(assessment__measure__name=name)
        for row in rows:
            row.saved_percent = value
            row.expected_kwh = 100 * (row.saved_kwh or 0.0) / value
            row.save()


def test_energy_and_tonnes_carry_their_range_in_sum_and_line(aiming: Municipality) -> None:
    measured(aiming, "Heizung", saved_kwh=100_000, half_kwh=20_000)
    document = answer_document(answer(aiming))
    for told in (document["measured"], document["lines"][0]):
        assert told["low_mwh"] == pytest.approx(0.8 * told["saved_mwh_a_year"])
        assert told["low_t"] == pytest.approx(0.8 * told["t_co2e_a_year"])
        assert told["high_t"] == pytest.approx(1.2 * told["t_co2e_a_year"])


def test_what_is_measured_is_told_as_a_share_of_the_target(aiming: Municipality) -> None:
    measured(aiming, "Heizung", saved_kwh=100_000, half_kwh=20_000)
    (said,) = share_said(answer(aiming))
    assert said.de.startswith("Das sind 2,2 % (1,8 bis 2,7 %) der 1.000 t, die die Gemeinde bis")
    told = answer_document(answer(aiming))["target"]
    assert told["need_t"] == 1000
    assert told["share_percent"] == pytest.approx(2.23, abs=0.01)


def test_a_share_too_small_to_print_is_not_told_as_zero(aiming: Municipality) -> None:
    """ "Das sind 0,0 % (0,0 bis 0,0 %) der 118.774 t" was told of a lamp in a real town."""
    measured(aiming, "Lampe", saved_kwh=1_000, half_kwh=200)
    (said,) = share_said(answer(aiming))
    assert said.de.startswith("Das ist weniger als 0,1\u00a0% der 1.000 t, die die Gemeinde bis")


@pytest.mark.parametrize(("count", "said"), [
    (1, "aus 1 weiteren Maßnahme; was sich"),
    (2, "aus 2 weiteren Maßnahmen, jede für sich; was sich"),
])  # fmt: skip
def test_how_many_more_are_expected_is_told_in_its_number(
    aiming: Municipality, count: int, said: str
) -> None:
    for number in range(count):
        hoped(aiming, f"Dach {number}")
    (told,) = expected_texts(answer(aiming))
    assert said in told.de


def test_without_a_balance_the_share_of_the_target_is_not_known(
    unknown_town: Municipality,
) -> None:
    measured(unknown_town, "Heizung")
    found = answer(unknown_town)
    assert found.share_of_target is None
    assert "nicht bekannt" in share_said(found)[0].de
    assert answer_document(found)["target"]["share_percent"] is None


def test_what_got_worse_stands_in_the_headline_and_by_name(aiming: Municipality) -> None:
    measured(aiming, "Heizung", saved_kwh=100_000)
    measured(aiming, "Lampen", saved_kwh=-50_000, half_kwh=10_000, verdict=Verdict.USED_MORE)
    found = answer(aiming)
    assert headline(found).de.endswith(
        "2 davon mit nachgewiesener Wirkung: 50 MWh und 11,1 t CO₂e im Jahr weniger; "
        "eine davon hat den Verbrauch erhöht (+11,1 t)"
    )
    (said,) = worse_said(found)
    assert said.de == "Schlechter als vorher: „Lampen“, 11,1 (8,9 bis 13,4) t CO₂e im Jahr mehr."
    (told,) = answer_document(found)["worse"]
    assert told["t_co2e_a_year"] == pytest.approx(-11.1, abs=0.1)


def test_kinds_count_what_saved_what_did_not_and_the_middle(aiming: Municipality) -> None:
    for name, kwh, half, verdict in (
        ("Eins", 100_000, 10_000, Verdict.SAVED),
        ("Zwei", 30_000, 10_000, Verdict.SAVED),
        ("Drei", 5_000, 50_000, Verdict.NOT_DISTINGUISHABLE),
    ):
        measured(aiming, name, saved_kwh=kwh, half_kwh=half, verdict=verdict)
    shares(Eins=25.0, Zwei=12.0, Drei=2.0)
    hoped(aiming, "Radweg", field=Field.TRANSPORT)
    heat, transport = answer(aiming).kinds
    assert heat.said.de == "Gespart: 2 von 3 gemessenen"
    assert heat.saving is not None
    assert heat.saving.de == "12 % in der Mitte, einzeln 2 bis 25 %"
    assert (transport.measured, transport.saving) == (0, None)
    page = text(client(aiming, Role.READER), address(aiming, "wirkung/"))
    assert "Noch nicht gemessen: Verkehr." in page
    assert "Unter fünf gemessenen Maßnahmen ist das ein Hinweis" in page


def test_a_field_a_measured_measure_names_second_is_not_called_unmeasured(
    aiming: Municipality,
) -> None:
    measured(aiming, "Heizung", saved_kwh=100_000, half_kwh=20_000)
    Measure.objects.filter(name="Heizung").update(fields_of_action=["heat", "buildings"])
    hoped(aiming, "Rathaus dämmen", field=Field.BUILDINGS)
    hoped(aiming, "Radweg", field=Field.TRANSPORT)
    page = text(client(aiming, Role.READER), address(aiming, "wirkung/"))
    assert "Noch nicht gemessen: Verkehr." in page


def test_a_single_measured_measure_is_told_with_its_own_range(aiming: Municipality) -> None:
    measured(aiming, "Eins", saved_kwh=100_000, half_kwh=50_000)
    shares(Eins=25.0)
    (heat,) = answer(aiming).kinds
    assert heat.said.de == "die eine gemessene hat gespart"
    assert heat.saving is not None
    assert heat.saving.de == "25 % (14 bis 33 %)"


def saving_time(
    town: Municipality, name: str, value: float | None, *, unit: str = "h/a", bound: str = "",
    before: float | None = None, phase: Phase = Phase.PILOT,
) -> None:  # fmt: skip
    measure = hoped(town, name)
    Measure.objects.filter(pk=measure.pk).update(phase=phase)
    indicator = Indicator.objects.create(
        measure=measure, link="outcome", name="Arbeitszeit", unit=unit, bound=bound,
        start_value=before, subject=Subject.STAFF_TIME,
    )  # fmt: skip
    if value is not None:
        IndicatorValue.objects.create(
            indicator=indicator, day=NOW.date(), value=value, source="Zählung"
        )


def test_staff_time_saved_is_added_up_by_its_unit_and_never_with_energy(
    aiming: Municipality,
) -> None:
    saving_time(aiming, "Ablesung", 90, unit="Stunden im Jahr")
    saving_time(aiming, "Berichte", 30)
    saving_time(aiming, "Wege", 50, unit="h", bound=Bound.AT_MOST, before=70)
    saving_time(aiming, "Termine", 4, unit="Tage")
    saving_time(aiming, "Unbekannt", None)
    saving_time(aiming, "Runden", 12, unit="Stück")
    saving_time(aiming, "Gestoppt", 500, phase=Phase.STOPPED)
    found = answer(aiming)
    assert [one.said.de for one in found.saved_time] == [
        "Eingesparte Arbeitszeit: 140 Stunden im Jahr, aus 3 Kennzahlen.",
        "Eingesparte Arbeitszeit: 4 Arbeitstage im Jahr, aus 1 Kennzahl.",
    ]
    assert found.saved_mwh == 0
    steered = steering_document(steering_of(municipality=aiming, at=NOW))
    assert steered["saved_time"] == answer_document(found)["saved_time"]
    assert answer_document(found)["saved_time"][0] == {
        "unit": "h/a", "amount": 140.0, "indicators": 3,
    }  # fmt: skip


def test_where_nothing_is_measured_the_page_tells_what_others_measured(
    aiming: Municipality,
) -> None:
    reader = client(aiming, Role.READER)
    assert "Lesen Sie die Maßnahmenliste einer anderen" in text(reader, address(aiming, "wirkung/"))
    Experience.objects.create(
        municipality=aiming, kind=Experience.Kind.EFFECT, town_key="03403000", town="Nachbarstadt",
        measure="Hydraulischer Abgleich", day=NOW.date(), saved_percent=11.5, saved_kwh=40_000,
        low_kwh=20_000, high_kwh=60_000, verdict=Verdict.SAVED, source="liste.xlsx",
    )  # fmt: skip
    page = text(reader, address(aiming, "wirkung/"))
    assert "Hydraulischer Abgleich" in page
    assert "Nachbarstadt" in page
    assert "20.000 … 60.000" in page
    told = reader.get(address(aiming, "wirkung/wirkung.json")).json()["elsewhere"]
    assert [(one["measure"], one["saved_percent"]) for one in told] == [
        ("Hydraulischer Abgleich", 11.5)
    ]


def test_a_town_that_measured_does_not_list_what_others_did(aiming: Municipality) -> None:
    measured(aiming, "Heizung")
    assert "Was andere Gemeinden gemessen haben" not in text(
        client(aiming, Role.READER), address(aiming, "wirkung/")
    )


def test_a_tonne_costs_the_same_whether_all_or_only_some_are_told(town: Municipality) -> None:
    aim(town)
    for place, name in enumerate(("Dach", "Netz", "Keller")):
        hoped(town, name, 300 + place)
    narrow = Measure.objects.get(name="Netz")
    whole = {line.measure: line.euro_per_t for line in answer(town).lines}
    part = answer_of(municipality=town, at=NOW, only=[narrow.pk])
    assert [(line.measure, line.euro_per_t) for line in part.lines] == [(narrow, whole[narrow])]
    alone = answer_of(municipality=town, at=NOW, only=[narrow.pk], untold=set(pks_but(narrow)))
    assert alone.lines[0].euro_per_t != whole[narrow]  # overlaps with the others are gone


def pks_but(measure: Measure) -> list[int]:
    return list(Measure.objects.exclude(pk=measure.pk).values_list("pk", flat=True))


def test_people_are_those_of_the_pathway_where_nobody_wrote_them_down(town: Municipality) -> None:
    assert not town.populations.exists()
    heads = heads_on(town_pathway(municipality=town, at=NOW))
    assert heads is not None
    assert answer(town).population == heads
    editor = client(town, Role.EDITOR)
    assert heads.said.de in text(editor, address(town, "minderungspfad/"))
    assert "Einwohnerzahl fehlt" not in text(editor, address(town, "wirkung/"))


def test_the_need_is_as_well_known_as_whoever_says_it(aiming: Municipality) -> None:
    measured(aiming, "Heizung")
    found = answer(aiming)
    assert found.need_known_by is Quality.STATED  # entered by a person
    share = found.share_of_target
    assert share is not None
    assert share.quality is found.measured.tonnes.quality is Quality.CALCULATED
    weaker = replace(found, need_known_by=Quality.DEFAULT).share_of_target
    assert weaker is not None
    assert weaker.quality is Quality.DEFAULT


def test_what_a_head_saves_is_no_better_known_than_the_sum(aiming: Municipality) -> None:
    measured(aiming, "Heizung")
    found = answer(aiming)
    guessed = replace(found.energy, quality=Quality.ESTIMATED)
    assert (found.kwh_known_by, found.kg_known_by) == (Quality.CALCULATED, Quality.CALCULATED)
    assert replace(found, energy=guessed).kwh_known_by is Quality.ESTIMATED


def test_the_mean_price_of_nothing_is_unknown() -> None:
    nothing = mean_of([], [])
    assert (nothing.eur_per_t, nothing.quality) == (None, Quality.UNKNOWN)
