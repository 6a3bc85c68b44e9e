"""After a list: what stands in the plan, and all expectations in one table."""

import re
from typing import Any

import pytest
from django.forms import Select, TextInput
from django.test import Client
from django.test.html import parse_html

from klimamosaik.measures.lists.preview import preview
from klimamosaik.measures.lists.reading import GivenList
from klimamosaik.measures.lists.storing import take_in
from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.pathway.expectations.forms import FIELDS, TableInput, TableSelect
from klimamosaik.pathway.expectations.models import ExpectationDelivery
from klimamosaik.pathway.expectations.offers import Offer, offers_of
from klimamosaik.pathway.models import ExpectedEffect
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from tests.paper import form_with
from tests.pathway.conftest import NOW
from tests.pathway.test_pathway_pages import client, text
from tests.planning.planned import aim, hoped

HEAD = "Nr.;Maßnahme;Handlungsfeld;THG-Minderung;Energieeinsparung"
LIST = f"""{HEAD}
A1;Dächer mit PV;Strom;120-180 t CO2/a;
A2;Radweg West;Verkehr;1.000 t CO2/a;
A3;Beratung;Wärme;500;
A4;Nahwärme;Wärme;800 t CO2;250 MWh/a
A5;Wald;Grün;insgesamt 9.000 t CO2/a;
A6;Kühle Orte;Klimaanpassung;;
A7;Straßenlicht;Strom;;30.000 kWh/a
A8;Sonstiges;;40 t CO2 pro Jahr;
A9;Wärmepumpen;Wärme;9.000 t CO2 bis 2040;
"""


@pytest.fixture
def listed(unknown_town: Municipality) -> Municipality:
    aim(unknown_town, need_t=10_000)
    files = [GivenList("Plan.csv", LIST.encode())]
    plan = preview(municipality=unknown_town, files=files, at=NOW)
    take_in(plan=plan, by=None, at=NOW)
    return unknown_town


@pytest.fixture
def editor(listed: Municipality) -> Client:
    return client(listed, Role.EDITOR)


def table(town: Municipality) -> str:
    return f"/{town.ags}/massnahmen/erwartungen/"


def offered(town: Municipality) -> dict[str, Offer]:
    return {one.measure.key: one for one in offers_of(town)}


def shown(page: str) -> dict[str, str]:
    """What the table's fields hold, as a browser would send them."""
    given = {}
    for tag in re.findall(r"<input[^>]*>", page.split("<table")[1].split("</table>")[0]):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or "checked" in tag):
            given[name[1]] = value[1] if value else "on" if "checkbox" in tag else ""
    return given


def sent(town: Municipality, editor: Client, **fields: Any) -> Any:
    """Send the table as it is shown, with some fields changed; names of rows by number."""
    pks = dict(Measure.objects.values_list("key", "pk"))
    given = shown(text(editor, table(town))) | {"do": "store", "spread": "30"}
    for name, value in fields.items():
        key, _, field = name.partition("_")
        slot = f"m{pks[key]}-{field}" if key in pks else name
        if value is None:
            given.pop(slot, None)
        else:
            given[slot] = value
    return editor.post(table(town), given)


def test_after_a_list_the_mosaic_says_what_stands_in_it(
    listed: Municipality, editor: Client
) -> None:
    page = text(editor, f"/{listed.ags}/")
    lacking = "Bei 8 davon ist weder etwas gemessen noch eine Minderung eingetragen."
    assert f"9 Maßnahmen laufen oder sind geplant. {lacking}" in page
    assert "Bei 7 nennt die Liste eine Zahl: durchsehen und übernehmen" in page
    Measure.objects.filter(key="A6").delete()
    page = text(editor, f"/{listed.ags}/")
    assert "8 Maßnahmen laufen oder sind geplant, für keine ist eine Minderung eingetragen." in page
    assert "Beratung" not in page.split("Was als Nächstes kommt")[-1].split("</section>")[0]


def test_an_empty_town_is_told_what_to_do(unknown_town: Municipality) -> None:
    aim(unknown_town)
    page = text(client(unknown_town, Role.EDITOR), f"/{unknown_town.ags}/")
    assert "Noch ist keine Maßnahme eingetragen." in page
    assert "Eine Liste hochladen" in page
    page = text(client(unknown_town, Role.ADMIN), table(unknown_town))
    assert "Noch gibt es keine Maßnahme, die in Tonnen zählt." in page


def test_a_table_left_open_puts_no_older_number_over_a_newer_one(
    listed: Municipality, editor: Client
) -> None:
    sent(listed, editor)
    a1, a2 = (Measure.objects.get(key=key) for key in ("A1", "A2"))
    mine = form_with(editor.get(table(listed)), "spread")
    theirs = form_with(editor.get(table(listed)), "spread").say("reason", "Gutachten")
    for name, tonnes in (("low", "1"), ("likely", "2"), ("high", "3")):
        theirs.say(f"m{a1.pk}-{name}", tonnes)
    assert theirs.send(editor, ("do", "store")).status_code == 302
    mine.say("reason", "Schätzung").say(f"m{a2.pk}-likely", "1001")
    assert mine.send(editor, ("do", "store")).status_code == 302  # the row left alone asks nothing
    assert ExpectedEffect.objects.get(measure=a1).likely_t == 2.0
    assert ExpectedEffect.objects.get(measure=a2).likely_t == 1001.0
    asked = form_with(mine.say(f"m{a1.pk}-likely", "2,5").send(editor, ("do", "store")), "asked")
    assert f"m{a1.pk}-likely" in asked.values["asked"]
    assert ExpectedEffect.objects.get(measure=a1).likely_t == 2.0


def test_only_what_names_unit_and_year_is_proposed(listed: Municipality) -> None:
    found = offered(listed)
    assert {key: one.proposed for key, one in found.items()} == {
        "A1": True, "A2": True, "A3": False, "A4": False, "A5": False, "A7": False, "A8": False,
        "A9": False,
    }  # fmt: skip
    doubts = {key: one.doubt.de for key, one in found.items() if one.doubt}
    assert doubts == {
        "A3": "nennt keine Einheit",
        "A4": "sagt nicht, ob im Jahr",
        "A5": "klingt nach einer Summe über Jahre",
        "A7": "nennt keine Zahl in Tonnen",
        "A9": "nennt keine Zahl in Tonnen",
    }
    assert found["A8"].field is None
    assert found["A9"].years == (2040,)
    assert (found["A4"].mwh, found["A7"].mwh) == (250, 30)


def test_a_thousand_tonnes_in_a_cell_are_a_thousand(listed: Municipality) -> None:
    stated = offered(listed)["A2"].tonnes
    assert stated is not None
    assert stated.likely == 1_000


def test_what_is_ticked_is_taken_over_with_one_button_and_can_be_taken_back(
    listed: Municipality, editor: Client
) -> None:
    page = text(editor, table(listed))
    assert page.count(" checked") == 2  # A1 and A2; A8 has no field
    assert "120-180 t CO2/a" in page
    assert not ExpectedEffect.objects.exists()
    assert sent(listed, editor).status_code == 302
    found = {each.measure.key: each for each in ExpectedEffect.objects.all()}
    assert set(found) == {"A1", "A2"}
    assert (found["A1"].low_t, found["A1"].likely_t, found["A1"].high_t) == (120, 150, 180)
    assert (found["A2"].low_t, found["A2"].likely_t, found["A2"].high_t) == (700, 1_000, 1_300)
    assert found["A2"].reasoning.startswith("Laut Liste: „1.000 t CO2/a“ (Plan.csv, Zeile 3)")
    (taken,) = ExpectationDelivery.objects.all()
    assert "Zurücknehmen" in text(editor, table(listed))
    editor.post(f"{table(listed)}{taken.pk}/zuruecknehmen/", {"sure": "yes"})
    assert not ExpectedEffect.objects.exists()
    assert ExpectedEffect.history.filter(history_type="-").count() == 2


def test_what_was_taken_over_without_a_beginning_is_told_apart(
    listed: Municipality, editor: Client
) -> None:
    sent(listed, editor)
    page = text(editor, f"/{listed.ags}/")
    lacking = "Bei 6 davon ist weder etwas gemessen noch eine Minderung eingetragen."
    assert f"{lacking} Bei 2 steht der Beginn noch nicht fest" in page


def test_looking_first_stores_nothing(listed: Municipality, editor: Client) -> None:
    page = sent(listed, editor, do="look").content.decode()
    assert "Das würde eingetragen" in page
    assert "1.000,0 t" in page
    assert not ExpectedEffect.objects.exists()


def test_rows_are_changed_or_left_out(listed: Municipality, editor: Client) -> None:
    answer = sent(listed, editor, A1_take=None, A2_likely="400", reason="neu gerechnet")
    assert answer.status_code == 302
    (one,) = ExpectedEffect.objects.all()
    assert (one.measure.key, one.likely_t, one.reasoning) == ("A2", 400, "neu gerechnet")


def test_numbers_typed_into_an_open_row_count_without_a_tick(
    listed: Municipality, editor: Client
) -> None:
    answer = sent(
        listed, editor, A1_take=None, A2_take=None, A7_likely="12,5", A7_low="10", A7_high="15",
        reason="Angebot des Netzbetreibers", spread="",
    )  # fmt: skip
    assert answer.status_code == 302
    (one,) = ExpectedEffect.objects.all()
    assert (one.measure.key, one.likely_t, one.saved_mwh) == ("A7", 12.5, 30)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"spread": ""}, "Mindestens und höchstens fehlen"),
        ({"A8_take": "on"}, "Welches Handlungsfeld?"),
        ({"A7_take": "on"}, "Wie viele Tonnen im Jahr?"),
        ({"A7_likely": "5"}, "Worauf beruht die Zahl?"),
        ({"A2_low": "2.000", "reason": "x"}, "mindestens, wahrscheinlich, höchstens"),
        ({"A2_likely": "viel"}, "Bitte noch ändern"),
        ({"A1_take": None, "A2_take": None}, "Nichts ist angekreuzt"),
    ],
)
def test_what_is_not_certain_is_asked_and_nothing_is_stored(
    listed: Municipality, editor: Client, fields: dict[str, str | None], told: str
) -> None:
    answer = sent(listed, editor, **fields)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert not ExpectedEffect.objects.exists()


def test_taking_back_leaves_what_was_changed_since(listed: Municipality, editor: Client) -> None:
    sent(listed, editor)
    ExpectedEffect.objects.filter(measure__key="A1").update(likely_t=160)
    (taken,) = ExpectationDelivery.objects.all()
    answer = editor.post(f"{table(listed)}{taken.pk}/zuruecknehmen/", {"sure": "yes"}, follow=True)
    assert "„Dächer mit PV“ wurde seitdem geändert und bleibt" in answer.content.decode()
    assert [each.measure.key for each in ExpectedEffect.objects.all()] == ["A1"]


def test_a_corrected_row_goes_back_to_what_it_was(unknown_town: Municipality) -> None:
    hoped(unknown_town, "Dach", 20)
    Measure.objects.update(key="A1")
    editor = client(unknown_town, Role.EDITOR)
    assert sent(unknown_town, editor, A1_likely="22", reason="neu").status_code == 302
    (taken,) = ExpectationDelivery.objects.all()
    assert ExpectedEffect.objects.get().likely_t == 22
    back = f"{table(unknown_town)}{taken.pk}/zuruecknehmen/"
    answer = editor.post(back, {"sure": "yes"}, follow=True)
    known = ExpectedEffect.objects.get()
    assert (known.likely_t, known.reasoning) == (20, "gerechnet")
    form_with(answer, "act").send(editor, form_with(answer, "act").buttons[0])
    assert ExpectedEffect.objects.get().likely_t == 22
    assert ExpectationDelivery.objects.get().undone_at is None


def test_readers_enter_nothing_and_stopped_measures_are_not_asked(listed: Municipality) -> None:
    assert client(listed, Role.READER).get(table(listed)).status_code == 403
    Measure.objects.filter(key="A1").update(phase=Phase.STOPPED)
    assert "A1" not in offered(listed)


def test_a_hundred_and_more_measures_stay_one_light_table(unknown_town: Municipality) -> None:
    for number in range(160):
        Measure.objects.create(municipality=unknown_town, name=f"Maßnahme {number}")
    editor = client(unknown_town, Role.EDITOR)
    page = text(editor, table(unknown_town))
    assert page.count('name="m') < 1_000
    assert "1 bis 25 von 160 Maßnahmen" in page
    seen = [text(editor, f"{table(unknown_town)}?seite={number}") for number in range(1, 8)]
    names = [re.findall(r"Maßnahme \d+</a>", each) for each in seen]
    assert len({name for some in names for name in some}) == 160
    last = Measure.objects.get(name="Maßnahme 99")
    found = editor.get(f"{table(unknown_town)}?q=Maßnahme+99")
    form = form_with(found, f"m{last.pk}-likely")
    form.say(f"m{last.pk}-likely", "7").say("spread", "20").say("reason", "geschätzt")
    field = f"m{last.pk}-field"
    if field in form.values:
        form.say(field, "buildings")
    editor.post(f"{table(unknown_town)}?q=Maßnahme+99", form.sent(("do", "store")))
    assert ExpectedEffect.objects.get().likely_t == 7, "what is on a later page is entered, too"


@pytest.mark.parametrize("value", [None, "", "1.200,5", '"><b>'])
def test_a_cell_is_written_as_django_writes_it(value: str | None) -> None:
    attrs = {"aria-label": 'Tonnen: "Dächer" & <b>', "size": 8, "placeholder": "", "required": True}
    written = (widget(attrs).render("m7-low", value) for widget in (TableInput, TextInput))
    one, other = (parse_html(each) for each in written)
    assert one == other


@pytest.mark.parametrize("value", [None, "", FIELDS[2][0], '"><b>'])
def test_a_choice_is_written_as_django_writes_it(value: str | None) -> None:
    choices, attrs = [*FIELDS, ('"', "<b> & Co")], {"aria-label": 'Feld: "Dächer"'}
    one, other = (
        parse_html(widget(attrs, choices).render("m7-field", value))
        for widget in (TableSelect, Select)
    )
    assert one == other
    assert ("selected" in str(one)) == ((value or "") in dict(choices))
