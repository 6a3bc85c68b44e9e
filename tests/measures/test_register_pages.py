"""The pages of the register: the list, a measure's page, its small forms, tasks by organisation."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from klimamosaik.measures.models import (
    CostLine,
    Indicator,
    IndicatorValue,
    Involvement,
    Lesson,
    Measure,
    Register,
    StatusReport,
    Task,
    in_short,
)
from klimamosaik.measures.models.in_short import EffectInShort
from klimamosaik.measures.models.kinds import Bound, InvolvementRole
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.operations import CriterionDraft, assign_task, enter_value, write_measure
from klimamosaik.people.models import Organisation, Role
from klimamosaik.people.operations import work_for
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text
from tests.measures.conftest import AT, TODAY, measure_in, somebody, takes_part

AGS = "03403000"


@pytest.fixture
def editor(town: Municipality) -> Client:
    return somebody(town, Role.EDITOR)[1]


def page(client: Client, address: str, language: str = "de") -> str:
    answer = client.get(f"/{AGS}/{address}", headers={"accept-language": language})
    assert answer.status_code == 200, address
    return answer.content.decode()


def flat(text: str) -> str:
    """A page on one line."""
    return " ".join(text.split())


def posted(client: Client, address: str, **given: Any) -> Any:
    return client.post(f"/{AGS}/{address}", given)


def test_the_list_counts_in_a_sentence_and_says_what_needs_a_look(
    town: Municipality, editor: Client, works: Organisation
) -> None:
    measure_in(town, name="Solardach", phase=Phase.PERMANENT)
    idea = measure_in(town)
    assign_task(task=Task(measure=idea, organisation=works, what="Fühler", due=TODAY), by=None)
    text = page(editor, "massnahmen/")
    assert "2 Maßnahmen: 1 im Dauerbetrieb, 0 in Erprobung." in text
    assert "Überfällige Termine bei 1." in text
    heaps = text.split('class="heaps')[1].split("</ul>")[0]
    assert heaps.count("<path ") == 2  # a stone each
    assert "niemand verantwortlich" in text
    assert re.search(r"Bodenfeuchte messen.*?überfällig: 1", text, re.S)


def test_the_list_is_chosen_from_by_its_address(
    town: Municipality, editor: Client, works: Organisation
) -> None:
    measure_in(town, name="Solardach", phase=Phase.PERMANENT)
    takes_part(measure_in(town, fields_of_action=["adaptation"]), works, InvolvementRole.LEAD)
    for choice in ("phase=idea", "feld=adaptation", f"stelle={works.pk}"):
        table = page(editor, f"massnahmen/?{choice}").split("<tbody>")[1]
        assert "Bodenfeuchte messen" in table, choice
        assert "Solardach" not in table, choice
    assert "Nichts passt zu dieser Auswahl." in page(editor, "massnahmen/?phase=pilot")
    everything = page(editor, "massnahmen/?phase=nonsense&liste=%27&stelle=99999999999")
    assert "Solardach" in everything


def test_a_new_idea_is_written_without_a_first_day(town: Municipality, editor: Client) -> None:
    given = {"name": "Kühle Orte", "phase": "idea", "confidence": "0.9"}
    answer = posted(editor, "massnahmen/neu/", **given)
    measure = Measure.objects.get()
    assert answer.headers["Location"] == f"/{AGS}/massnahmen/{measure.pk}/register/"
    assert (measure.phase, measure.start) == (Phase.IDEA, None)
    text = page(editor, f"massnahmen/{measure.pk}/")
    assert "Was soll es bringen?" in text
    assert "noch ohne ersten Tag" in text


def test_what_works_since_a_day_is_no_idea_where_nobody_chose(
    town: Municipality, editor: Client
) -> None:
    assert '<option value="" selected>' in page(editor, "massnahmen/neu/")
    for name, start, phase in (("Regelung", "2022-10-01", Phase.PERMANENT), ("X", "", Phase.IDEA)):
        given = {"name": name, "start": start, "phase": "", "confidence": "0.9"}
        editor.post(f"/{town.ags}/massnahmen/neu/", given)
        assert Measure.objects.get(name=name).phase == phase


def test_what_works_and_has_meters_leads_on_to_what_it_brought(
    town: Municipality, editor: Client
) -> None:
    building = town.buildings.create(name="Schule")
    point = building.meter_points.create(carrier="gas", name="Gas")
    given = {"name": "Regelung", "start": "2022-10-01", "phase": "", "confidence": "0.9"}
    answer = posted(editor, "massnahmen/neu/", meter_points=[point.pk], **given)
    measure = Measure.objects.get(name="Regelung")
    assert answer.headers["Location"] == f"/{AGS}/massnahmen/{measure.pk}/"
    text = page(editor, f"massnahmen/{measure.pk}/register/")
    assert "10 Angaben ergänzen" in text
    assert 'class="mark bad">Wer betreibt' not in text


def test_a_form_in_hand_never_moves_the_phase(town: Municipality, editor: Client) -> None:
    measure = measure_in(town)
    given = {"name": measure.name, "phase": "permanent", "confidence": "0.9"}
    posted(editor, f"massnahmen/{measure.pk}/bearbeiten/", **given)
    measure.refresh_from_db()
    assert measure.phase == Phase.IDEA


def test_the_page_says_what_the_next_step_needs_and_where_to_write_it(
    town: Municipality, editor: Client, works: Organisation
) -> None:
    measure = measure_in(town)
    takes_part(measure, works, InvolvementRole.OPERATOR)
    text = page(editor, f"massnahmen/{measure.pk}/register/")
    assert "Für den nächsten Schritt: Prototyp" in text
    assert '<span class="mark ok">Wer betreibt sie?</span>' in text
    link = (
        f'<a href="/{AGS}/massnahmen/{measure.pk}/grundlagen/#id_runs_on">'
        "Benötigte Infrastruktur (Netz)</a>"
    )
    assert link in text
    assert "noch offen: Verwaltung: verantwortlicher Fachbereich" in flat(text)


def test_nothing_is_red_of_an_idea_and_what_is_overdue_is(
    town: Municipality, editor: Client, works: Organisation
) -> None:
    measure = measure_in(town)
    address = f"massnahmen/{measure.pk}/register/"
    assert "mark bad" not in page(editor, address)
    assign_task(task=Task(measure=measure, organisation=works, what="Fühler", due=TODAY), by=None)
    text = page(editor, address)
    assert '<span class="mark bad">Fühler</span>' in text.split("facts brief")[1].split("</dl>")[0]


def test_what_a_council_misses_is_red_from_the_trial_on(town: Municipality, editor: Client) -> None:
    told = ((Phase.PROTOTYPE, "open", "noch offen"), (Phase.PILOT, "bad", "fehlt"))
    for phase, mark, word in told:
        measure = measure_in(town, name=phase, phase=phase)
        text = flat(page(editor, f"massnahmen/{measure.pk}/register/"))
        assert re.search(f'mark {mark}">{word}: [^<]*Politik: Ratsbeschluss, kommunales', text), (
            phase
        )
        assert text.count("mark bad") == (phase is Phase.PILOT)  # one line, not three


def test_what_is_empty_is_one_line_each_with_its_link(town: Municipality, editor: Client) -> None:
    measure = measure_in(town)
    text = page(editor, f"massnahmen/{measure.pk}/register/")
    rest = text.split("Noch nicht ausgefüllt")[1].split("</dl>")[0]
    for each in ("Kennzahl", "Akteur", "Aufgabe", "Kosten eines Jahres"):
        assert rest.count(f">{each} hinzufügen</a>") == text.count(f">{each} hinzufügen</a>") == 1
    assert "<h2" not in rest
    reader = somebody(town, Role.READER)[1]
    assert "hinzufügen" not in page(reader, f"massnahmen/{measure.pk}/register/")


def test_the_summary_says_what_rooms_downstream_know_of_the_effect(
    town: Municipality, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure = measure_in(town)
    address = f"massnahmen/{measure.pk}/register/"
    assert "noch keine Erwartung eingetragen" in page(editor, address)
    told = EffectInShort(Text("12 % gespart", "12 % saved"), "ok")
    monkeypatch.setattr(in_short, "tellers", [lambda *_: None, lambda *_: told])
    assert '<span class="mark ok">12 % gespart</span>' in page(editor, address)
    assert '<span class="mark ok">12 % saved</span>' in page(editor, address, "en")


def test_what_a_measure_costs_is_not_called_planned_where_nobody_said_so(
    town: Municipality, editor: Client
) -> None:
    """One that works since long is paid; its page of effects says "Kosten: 600 €"."""
    measure = measure_in(town, cost=600)
    brief = page(editor, f"massnahmen/{measure.pk}/register/").split("facts brief")[1]
    assert "600 € einmalig" in brief.split("</dl>")[0]


def test_the_summary_says_who_to_ask_before_who_leads(
    town: Municipality, editor: Client, works: Organisation, office: Organisation
) -> None:
    measure = measure_in(town)
    takes_part(measure, works, InvolvementRole.LEAD)
    takes_part(measure, office, InvolvementRole.EXPERT)
    brief = page(editor, f"massnahmen/{measure.pk}/register/").split("facts brief")[1]
    assert "Klimabüro" in brief.split("Ansprechperson</dt>")[1].split("</dd>")[0]


def test_a_reader_sees_the_page_without_its_forms(town: Municipality) -> None:
    reader = somebody(town, Role.READER)[1]
    measure = measure_in(town)
    text = page(reader, f"massnahmen/{measure.pk}/register/")
    assert "Für den nächsten Schritt" in text
    assert "/zeile/" not in text
    for address in ("grundlagen", "schritt", "stoppen", "zeile/kosten/neu", "aufgaben/neu"):
        answer = reader.get(f"/{AGS}/massnahmen/{measure.pk}/{address}/")
        assert answer.status_code == 403, address


def test_every_small_form_writes_its_row_and_takes_it_back(
    town: Municipality, editor: Client
) -> None:
    measure = measure_in(town)
    rows: tuple[tuple[str, Any, dict[str, str]], ...] = (
        ("beteiligt", Involvement, {"new_organisation": "Stadtwerke", "role": "operator"}),
        ("stand", StatusReport, {"state": "delayed", "day": "2026-03-01", "words": "Lieferzeit"}),
        ("kosten", CostLine, {"year": "2026", "kind": "investment", "planned": "1.250,50"}),
        ("kennzahl", Indicator, {
            "link": "impact", "name": "Feuchte", "unit": "%", "wanted_value": "17,5",
                "bound": "at least", "subject": "other", "basis": "last",
        }),
        ("erfahrung", Lesson, {
            "hypothesis": "a", "evidence": "b", "cause": "c", "advice": "d",
        }),
    )  # fmt: skip
    for kind, model, given in rows:
        address = f"massnahmen/{measure.pk}/zeile/{kind}/neu/"
        assert posted(editor, address, **given).status_code == 302, kind
        row = model.objects.get()
        text = page(editor, f"massnahmen/{measure.pk}/register/")
        change = f"massnahmen/{measure.pk}/zeile/{kind}/{row.pk}/"
        assert f'href="/{AGS}/{change}"' in text, kind
        page(editor, change)
        posted(editor, change, remove="1", sure="yes")
        assert not model.objects.exists(), kind
        assert model.history.count() == 2, kind


def test_a_value_is_entered_with_a_comma_and_judged_against_the_wish(
    town: Municipality, editor: Client
) -> None:
    measure = measure_in(town)
    indicator = Indicator.objects.create(
        measure=measure, link="impact", name="Gießwasser", unit="m³",
        start_value=410, wanted_value=300, bound=Bound.AT_MOST,
    )  # fmt: skip
    address = f"massnahmen/{measure.pk}/kennzahl/{indicator.pk}/wert/"
    posted(editor, address, day="2026-07-01", value="342,5", source="Zähler")
    assert IndicatorValue.objects.get().value == 342.5
    text = page(editor, f"massnahmen/{measure.pk}/register/")
    assert "342,5 m³" in text
    assert "noch nicht wie gewünscht" in text
    posted(editor, address, day="2026-08-01", value="290", source="Zähler")
    text = page(editor, f"massnahmen/{measure.pk}/register/")
    assert '<span class="mark ok">erreicht</span>' in text


@pytest.mark.parametrize(("bound", "said"), [
    ("at most", '<span class="mark ok">erreicht</span>'),
    ("at least", "noch nicht wie gewünscht"),
    ("", "höchstens oder mindestens? Noch nicht gesagt"),
])  # fmt: skip
def test_the_same_start_says_nothing_of_which_side_is_wanted(
    town: Municipality, editor: Client, bound: str, said: str
) -> None:
    measure = measure_in(town)
    indicator = Indicator.objects.create(
        measure=measure, link="impact", name="Klassen, denen es zu kalt ist", unit="Klassen",
        start_value=3, wanted_value=3, bound=bound,
    )  # fmt: skip
    enter_value(indicator=indicator, day=date(2026, 7, 1), value=2.0, source="Umfrage", by=None)
    text = page(editor, f"massnahmen/{measure.pk}/register/")
    assert said in text
    assert text.count('class="mark ok">erreicht') == (bound == "at most")


def test_the_form_asks_for_the_side_of_what_is_wanted(town: Municipality, editor: Client) -> None:
    address = f"massnahmen/{measure_in(town).pk}/zeile/kennzahl/neu/"
    given = {"link": "impact", "name": "Hitzetage", "unit": "d", "wanted_value": "5"}
    answer = posted(editor, address, **given)
    assert answer.status_code == 200
    assert "höchstens oder mindestens erreicht werden" in answer.content.decode()
    assert not Indicator.objects.exists()


def test_what_stands_there_already_is_refused_in_one_sentence(
    town: Municipality, editor: Client, works: Organisation
) -> None:
    measure = measure_in(town)
    takes_part(measure, works, InvolvementRole.LEAD)
    address = f"massnahmen/{measure.pk}/zeile/beteiligt/neu/"
    answer = posted(editor, address, organisation=works.pk, role="lead")
    assert "Das steht schon in der Liste." in answer.content.decode()
    assert "Welcher Akteur?" in posted(editor, address, role="lead").content.decode()


def test_the_basics_are_written_and_leave_meters_and_gate_alone(
    town: Municipality, editor: Client
) -> None:
    measure = measure_in(town)
    given = {
        "name": measure.name, "key": "A1", "fields_of_action": ["green", "adaptation"],
        "new_register": "Klimaplan", "needs_no_grid": "on", "first_year": "2027",
    }  # fmt: skip
    posted(editor, f"massnahmen/{measure.pk}/grundlagen/", **given)
    measure.refresh_from_db()
    assert (measure.key, measure.needs_no_grid, measure.first_year) == ("A1", True, 2027)
    assert list(measure.registers.all()) == [Register.objects.get(name="Klimaplan")]
    text = page(editor, f"massnahmen/{measure.pk}/register/")
    assert "braucht keines" in text
    assert "Klimaanpassung" in text
    assert "2027" in text
    assert "2.027" not in text
    wrong = given | {"first_year": "2030", "last_year": "2028"}
    answer = posted(editor, f"massnahmen/{measure.pk}/grundlagen/", **wrong)
    assert "liegt vor dem ersten" in answer.content.decode()


def test_a_step_is_taken_on_its_page_or_refused_with_all_reasons(
    town: Municipality, editor: Client, works: Organisation
) -> None:
    measure = measure_in(town)
    address = f"massnahmen/{measure.pk}/schritt/"
    text = page(editor, address)
    assert text.count("Noch offen ist") == 3
    assert "<textarea" not in text
    refused = posted(editor, address, reason="bitte").content.decode()
    assert refused.count("Noch offen ist") == 3
    takes_part(measure, works, InvolvementRole.OPERATOR, InvolvementRole.PAYER)
    Measure.objects.update(needs_no_grid=True)
    assert "Alles Nötige steht da." in page(editor, address)
    assert posted(editor, address).status_code == 302
    assert "Idee → Prototyp" in page(editor, f"massnahmen/{measure.pk}/register/")


def test_what_can_be_explained_is_let_through_and_stays_in_sight(
    town: Municipality, editor: Client, works: Organisation
) -> None:
    measure = measure_in(town, phase=Phase.PILOT, needs_no_grid=True, obstacles="Platz")
    takes_part(measure, works, InvolvementRole.OPERATOR, InvolvementRole.PAYER)
    write_measure(measure=measure, meter_points=[], aim=CriterionDraft(5.0), by=None, at=AT)
    address = f"massnahmen/{measure.pk}/schritt/"
    assert "die Lücke bleibt dann rot sichtbar" in page(editor, address)
    assert posted(editor, address, reason=" ").status_code == 200
    assert posted(editor, address, reason="Ausschuss tagt im Mai").status_code == 302
    text = page(editor, f"massnahmen/{measure.pk}/register/")
    assert "Ausschuss tagt im Mai" in text
    assert "Hat der Rat beschlossen? war offen" in text
    assert re.search('mark bad">fehlt: [^<]*Politik: Ratsbeschluss', flat(text))


def test_stopping_is_a_form_like_any_other_and_can_be_undone(
    town: Municipality, editor: Client
) -> None:
    measure = measure_in(town)
    address = f"massnahmen/{measure.pk}/stoppen/"
    assert "Ein Ergebnis wie jedes andere" in page(editor, address)
    assert posted(editor, address, hypothesis="a").status_code == 200
    lesson = {"hypothesis": "a", "evidence": "b", "cause": "c", "advice": "Vertrag lesen"}
    assert posted(editor, address, **lesson).status_code == 302
    text = page(editor, f"massnahmen/{measure.pk}/register/")
    assert "Vertrag lesen" in text
    assert "Wieder aufnehmen" in text
    again = f"massnahmen/{measure.pk}/schritt/"
    assert "was jetzt anders ist" in posted(editor, again, reason="").content.decode()
    assert posted(editor, again, reason="neuer Vertrag").status_code == 302
    measure.refresh_from_db()
    assert measure.phase == Phase.IDEA


def test_who_works_for_an_organisation_changes_its_tasks_alone(
    town: Municipality, works: Organisation, office: Organisation
) -> None:
    client = somebody(town, Role.EDITOR, works)[1]
    measure = measure_in(town)
    own = assign_task(task=Task(measure=measure, organisation=works, what="Fühler"), by=None)
    other = assign_task(task=Task(measure=measure, organisation=office, what="Antrag"), by=None)
    text = page(client, "aufgaben/")
    assert "Stadtwerke: offen 1" in text
    assert "Antrag" in text
    place = f"massnahmen/{measure.pk}/aufgaben"
    assert f"/{place}/{own.pk}/" in text
    assert f"/{place}/{other.pk}/" not in text
    assert posted(client, f"{place}/{other.pk}/erledigt/").status_code == 403
    assert posted(client, f"{place}/{own.pk}/erledigt/", next="tasks").status_code == 302
    own.refresh_from_db()
    assert own.done_on is not None
    assert client.get(f"/{AGS}/massnahmen/{measure.pk}/grundlagen/").status_code == 403


def test_who_works_for_an_organisation_gives_no_work_to_others(
    town: Municipality, works: Organisation, office: Organisation
) -> None:
    client = somebody(town, Role.EDITOR, works)[1]
    measure = measure_in(town)
    takes_part(measure, works, InvolvementRole.PARTNER)
    address = f"massnahmen/{measure.pk}/aufgaben/neu/"
    assert "Klimabüro" not in page(client, address)
    answer = posted(client, address, organisation=office.pk, what="Antrag")
    assert answer.status_code == 200
    assert not Task.objects.exists()
    assert posted(client, address, organisation=works.pk, what="Fühler").status_code == 302
    assert Task.objects.get().organisation == works


def test_a_measure_of_another_town_is_not_found(town: Municipality, editor: Client) -> None:
    other = Municipality.objects.create(ags="03404000", name="Osnabrück")
    measure = measure_in(other)
    for address in ("register", "grundlagen", "schritt", "zeile/stand/neu"):
        answer = editor.get(f"/{AGS}/massnahmen/{measure.pk}/{address}/")
        assert answer.status_code == 404, address
    own = measure_in(town)
    assert editor.get(f"/{AGS}/massnahmen/{own.pk}/zeile/nix/neu/").status_code == 404


def test_the_pages_speak_english_too(town: Municipality, editor: Client) -> None:
    measure = measure_in(town)
    place = f"massnahmen/{measure.pk}"
    for address, said in (
        ("massnahmen/", "Which measures are there"),
        (f"{place}/register/", "For the next step: prototype"),
        (f"{place}/grundlagen/", "What kind of measure is this?"),
        (f"{place}/schritt/", "This is still missing:"),
        (f"{place}/stoppen/", "Stop, and what we learn from it"),
        (f"{place}/zeile/beteiligt/neu/", "Who takes part?"),
        ("aufgaben/", "Tasks and dates"),
    ):
        text = page(editor, address, "en")
        assert said in text, address
        assert not re.findall(r"\sstyle=|<style|\son\w+=", text), address


def test_a_long_list_stays_a_light_page(town: Municipality, editor: Client) -> None:
    for number in range(100):
        Measure.objects.create(
            municipality=town, name=f"Maßnahme Nummer {number}", key=f"A{number}"
        )
    assert len(page(editor, "massnahmen/").encode()) < 100_000


def test_the_history_of_a_measure_tells_of_a_change_of_owner(
    town: Municipality, works: Organisation, office: Organisation
) -> None:
    user, client = somebody(town, Role.EDITOR)
    measure = measure_in(town)
    measure_in(town, name="Solardach")
    takes_part(measure, office, InvolvementRole.LEAD)
    part = measure.involvements.get()
    given = {"organisation": works.pk, "role": "lead"}
    posted(client, f"massnahmen/{measure.pk}/zeile/beteiligt/{part.pk}/", **given)
    text = page(client, f"massnahmen/{measure.pk}/verlauf/")
    assert "Akteur: Klimabüro → Stadtwerke" in text
    assert user.username in text
    assert "Solardach" not in text
    assert "Akteur: Klimabüro → Stadtwerke" in page(client, "verlauf/")


def test_who_manages_says_for_which_organisation_a_person_works(
    town: Municipality, works: Organisation
) -> None:
    admin = somebody(town, Role.ADMIN)[1]
    user, _ = somebody(town, Role.EDITOR)
    member = user.memberships.get()
    text = page(admin, "personen/")
    assert "für die ganze Gemeinde" in text
    given = {"role": "editor", "organisation": works.pk}
    posted(admin, f"personen/{member.pk}/", **given)
    member.refresh_from_db()
    assert member.organisation == works
    assert "arbeitet für Stadtwerke" in page(admin, "personen/")
    posted(admin, f"personen/{member.pk}/", role="editor", organisation="")
    member.refresh_from_db()
    assert member.organisation is None


def test_nobody_works_for_another_towns_organisation(town: Municipality) -> None:
    user, client = somebody(town, Role.ADMIN)
    other = Municipality.objects.create(ags="03404000", name="Osnabrück")
    strange = Organisation.objects.create(municipality=other, name="SWO")
    member = user.memberships.get()
    posted(client, f"personen/{member.pk}/", role="admin", organisation=strange.pk)
    member.refresh_from_db()
    assert member.organisation is None
    with pytest.raises(InputRejected, match="another municipality"):
        work_for(membership=member, organisation=strange, by=user)


def test_a_company_named_in_a_form_anchors_the_measure(town: Municipality, editor: Client) -> None:
    measure = measure_in(town, phase=Phase.PILOT)
    address = f"massnahmen/{measure.pk}/register/"
    lacking = 'mark bad">fehlt: [^<]*kommunales Unternehmen'
    assert re.search(lacking, flat(page(editor, address)))
    given = {"new_organisation": "Stadtwerke", "new_kind": "municipal company", "role": "partner"}
    posted(editor, f"massnahmen/{measure.pk}/zeile/beteiligt/neu/", **given)
    assert '<span class="mark ok">kommunales Unternehmen</span>' in page(editor, address)


def test_an_organisation_is_renamed_for_all_its_measures(
    town: Municipality, editor: Client, works: Organisation, office: Organisation
) -> None:
    measure = measure_in(town)
    takes_part(measure, works, InvolvementRole.LEAD)
    address = f"stellen/{works.pk}/"
    assert f'href="/{AGS}/{address}"' in page(editor, "aufgaben/")
    address += "bearbeiten/"
    assert f'href="/{AGS}/{address}"' in page(editor, f"stellen/{works.pk}/")
    posted(editor, address, name="Stadtwerke Neu", kind="grid operator")
    assert "Stadtwerke Neu" in page(editor, f"massnahmen/{measure.pk}/register/")
    refused = posted(editor, address, name=office.name, kind="other")
    assert "steht schon in der Liste" in refused.content.decode()


def test_a_new_register_is_of_the_kind_chosen(town: Municipality, editor: Client) -> None:
    measure = measure_in(town)
    given = {"new_register": "Smarte Stadt", "new_register_kind": "smart-city programme"}
    posted(editor, f"massnahmen/{measure.pk}/grundlagen/", name=measure.name, **given)
    assert Register.objects.get().kind == "smart-city programme"
