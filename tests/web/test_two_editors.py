"""Every form that changes something stored, with two editors: none overwrites, none loses input."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Sector
from klimamosaik.measures.models import Measure
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import save
from tests.paper import PaperForm, form_with, forms_of
from tests.web.conftest import AGS, logged_in, person
from tests.web.office_scene import YEAR, furnished, office_addresses

GAS = Item(Sector.MUNICIPAL, BalanceCarrier.GAS).code
Filled = dict[str, str]


@dataclass(frozen=True)
class EditForm:
    """One form: where it is, what both fill in, and the field they disagree about."""

    path: str
    asked: str
    theirs: str
    mine: str
    both: Filled = field(default_factory=dict)
    apart: tuple[str, str] | None = None  # what only one changes; None: all is asked

    def filled(self, form: PaperForm, value: str) -> PaperForm:
        """Filled in with an answer to the field they disagree about."""
        for name, answer in (self.both | {self.asked: value}).items():
            form.say(name, answer)
        return form


MEASURE = "massnahmen/{measure}/"
PLANT = {
    "name": "Süd", "fuel": "gas", "fuel_energy": "100", "electricity": "0", "heat": "80",
    "supply_temperature": "90",
}  # fmt: skip
EDITS = {
    "municipality": EditForm("gemeinde/", "altitude", "5", "7", apart=("latitude", "53.1")),
    "population": EditForm(
        "gemeinde/einwohner/", "inhabitants", "1.000", "2.000", {"year": "2024", "source": "LSN"}
    ),
    "building_edit": EditForm(
        "gebaeude/{building}/bearbeiten/", "address", "Markt 2", "Markt 3",
        apart=("postcode", "26122"),
    ),
    "meter_point_edit": EditForm(
        "zaehler/{point}/bearbeiten/", "name", "Gas 2", "Gas 3", apart=("number", "1ABC")
    ),
    "measure_edit": EditForm(
        MEASURE + "bearbeiten/", "saving_percent", "5", "7", apart=("done", "Dach")
    ),
    "measure_basics": EditForm(MEASURE + "grundlagen/", "aim", "warm", "kühl", apart=("key", "A1")),
    "measure_after_funding": EditForm(
        MEASURE + "nach-der-foerderung/", "funding_ends_on", "2027-12-31", "2028-06-30",
        apart=("after_funding", "end"),
    ),
    "expectation": EditForm(
        MEASURE + "erwartung/", "reasoning", "Gutachten", "Schätzung",
        {"low_t": "1", "likely_t": "2", "high_t": "3", "field": "heat"},
    ),
    "beteiligt": EditForm(
        MEASURE + "zeile/beteiligt/{beteiligt}/", "desk", "Leitung", "Amt", apart=("phone", "1")
    ),
    "stand": EditForm(
        MEASURE + "zeile/stand/{stand}/", "words", "gut", "zäh", apart=("state", "delayed")
    ),
    "kennzahl": EditForm(
        MEASURE + "zeile/kennzahl/{kennzahl}/", "unit", "Stück", "m",
        apart=("observed_property", "Fensterzahl"),
    ),
    "kosten": EditForm(
        MEASURE + "zeile/kosten/{kosten}/", "planned", "11", "12", apart=("source", "Amt")
    ),
    "erfahrung": EditForm(
        MEASURE + "zeile/erfahrung/{erfahrung}/", "evidence", "eins", "zwei",
        apart=("advice", "drei"),
    ),
    "task": EditForm(
        MEASURE + "aufgaben/{task}/", "what", "Anruf", "Brief", apart=("due", "2026-05-01")
    ),
    "indicator_value": EditForm(
        MEASURE + "kennzahl/{kennzahl}/wert/", "value", "3", "4",
        {"day": "2026-03-01", "source": "gezählt"},
    ),
    "organisation_edit": EditForm(
        "stellen/{office}/bearbeiten/", "name", "Umweltamt", "Bauamt", apart=("kind", "other")
    ),
    "balance_item": EditForm(
        f"bilanz/{YEAR}/werte/{GAS}/", "energy", "10", "20",
        {"wanted": "value", "source": "Stadtwerke", "do": "store"},
    ),
    "balance_plants": EditForm(f"bilanz/{YEAR}/heizwerke/", "source", "Amt", "Werk", PLANT),
    "balance_prices": EditForm(
        f"bilanz/{YEAR}/preise/", "value", "90", "95", {"carrier": "oil", "source": "Rechnung"}
    ),
    "target": EditForm("mosaik/ziel/", "source", "Rat 1", "Rat 2", {"year": "2036"}),
    "milestone": EditForm(
        "minderungspfad/zwischenziel/", "source", "Rat 1", "Rat 2",
        {"year": "2031", "reduction": "40", "base_year": "1990", "base_t": "1.000"},
    ),
    "trouble_edit": EditForm(
        "stoerungen/{trouble}/bearbeiten/", "note", "Ventil", "Rohr", apart=("due", "2026-05-01")
    ),
    "troubles": EditForm("stoerungen/", "addresses", "a@s.example\nb@s.example", "c@s.example"),
    "adaptation_target": EditForm(
        "anpassung/{wish}/", "wanted_value", "5", "7", apart=("source", "Rat")
    ),
    "source": EditForm(
        "quellen/{own}/", "share", "40", "60",
        {"kind": "contract", "year": "2025", "source": "Stadtwerke"},
    ),
    "public_page": EditForm(
        "veroeffentlichen/seite/", "publisher", "Kreis", "Land", apart=("barriers", "keine")
    ),
}  # fmt: skip
# Forms on pages of readers and editors that overwrite nothing another may have written.
OTHERS = {
    "population_years": "the second form of the page on the municipality is tried as population",
    "measure_new": "a new one; its name is one a municipality",
    "building_new": "a new one; its name is one a municipality",
    "task_new": "a new one",
    "adaptation_target_new": "a new one; its name is one a municipality",
    "measure_row_new": "a new one",
    "selection_new": "a new plan each time",
    "planning": "a new plan each time",
    "ties": "a new one; one tie a pair",
    "measure_happened": "a new one",
    "measure_stop": "a new lesson; a measure stops once",
    "measure_step": "tried below",
    "past_years": "tried below",
    "expectations": "tried in tests/pathway/test_expectations_table.py",
    "balance_grid": "tried in tests/records/test_two_at_once.py",
    "people": "tried below",
    "tokens": "a new one",
    "source_add": "a new one; its name is one a municipality",
    "files": "files to read, which have a preview",
    "balance_upload": "files to read, which have a preview",
    "lists": "files to read, which have a preview",
    "weather": "a number of a station to fetch from",
    "publishing": "ticks that say what to publish",
}


ROW_KINDS = ("beteiligt", "stand", "kennzahl", "kosten", "erfahrung")
MOSTLY = "measure"
ROW_OF = {  # what a page is about, by how its name begins; else a measure
    "building": "building", "meter_point": "point", "task": "task", "organisation": "office",
    "trouble": "trouble", "source": "source", "adaptation": "wish",
}  # fmt: skip
PARTS = {
    "<int:pk>": "", "<int:task_id>": "task", "<int:indicator_id>": "kennzahl",
    "<int:point_id>": "point", "<int:happened_id>": "happened", "<int:target_id>": "wish",
}  # fmt: skip


@pytest.fixture
def rows(town: Municipality, as_admin: Client) -> dict[str, Any]:
    """One of everything."""
    return furnished(town)


@pytest.fixture
def klara(town: Municipality) -> Client:
    """The other editor."""
    user = person("klara", town, Role.ADMIN)
    User.objects.filter(pk=user.pk).update(first_name="Klara", last_name="Klima")
    return logged_in(user)


def address(path: str, rows: dict[str, Any]) -> str:
    """The address of a page on the rows of the scene."""
    return f"/{AGS}/" + path.format(**{name: row.pk for name, row in rows.items()})


def opened(client: Client, edit: EditForm, rows: dict[str, Any]) -> PaperForm:
    """The form as it is when its page is opened."""
    return form_with(client.get(address(edit.path, rows)), edit.asked)


def says(form: PaperForm, name: str) -> str:
    """What a field says, a number as it was typed."""
    (said,) = form.values[name]
    return re.sub(r"(?<=\d),(\d*?)0*$", lambda rest: f".{rest[1]}".rstrip("."), said)


@pytest.mark.parametrize("name", EDITS)
def test_what_both_changed_is_asked_and_nothing_is_overwritten_or_lost(
    name: str, rows: dict[str, Any], as_admin: Client, klara: Client
) -> None:
    edit = EDITS[name]
    mine = opened(as_admin, edit, rows)
    first = edit.filled(opened(klara, edit, rows), edit.theirs)
    assert first.send(klara).status_code == 302, name
    answer = edit.filled(mine, edit.mine).send(as_admin)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Inzwischen gespeichert von Klara Klima" in text
    asked = form_with(answer, "asked")
    assert asked.values[edit.asked] == [edit.mine]
    assert asked.offered[f"choose-{edit.asked}"] == ["mine", "theirs"]
    assert asked.send(as_admin).status_code == 200  # asked until it is answered
    for other in asked.values["asked"]:
        asked.say(f"choose-{other}", "mine")
    if "do" in edit.both:
        asked.say("do", edit.both["do"])
    assert asked.send(as_admin).status_code == 302
    if not edit.both:
        assert says(opened(as_admin, edit, rows), edit.asked) == edit.mine


@pytest.mark.parametrize("name", [name for name, edit in EDITS.items() if edit.apart])
def test_what_each_changed_apart_is_put_together(
    name: str, rows: dict[str, Any], as_admin: Client, klara: Client
) -> None:
    edit = EDITS[name]
    assert edit.apart is not None
    other, value = edit.apart
    mine = opened(as_admin, edit, rows).say(other, value)
    first = edit.filled(opened(klara, edit, rows), edit.theirs)
    assert first.send(klara).status_code == 302
    told = mine.send(as_admin, follow=True).content.decode()
    assert "hat inzwischen Klara Klima geändert" in told
    now = opened(as_admin, edit, rows)
    assert says(now, edit.asked) == edit.theirs
    assert says(now, other) == value


def test_a_step_of_a_measure_taken_meanwhile_is_told_before_another_is_taken(
    rows: dict[str, Any], as_admin: Client, klara: Client
) -> None:
    path = address(MEASURE + "schritt/", rows)
    save_phase(rows, "stopped", klara)
    mine = form_with(as_admin.get(path), "version").say("reason", "weil")
    save_phase(rows, "prototype", klara)
    answer = mine.send(as_admin)
    assert "Inzwischen hat Klara Klima das geändert" in answer.content.decode()
    assert Measure.objects.get(pk=rows["measure"].pk).phase == "prototype"


def save_phase(rows: dict[str, Any], phase: str, client: Client) -> None:
    """Take the measure to a phase."""
    moved = Measure.objects.get(pk=rows["measure"].pk)
    moved.phase = phase
    save(moved, by=User.objects.get(pk=client.session["_auth_user_id"]))


def test_earlier_years_entered_meanwhile_are_told_before_they_are_replaced(
    rows: dict[str, Any], as_admin: Client, klara: Client
) -> None:
    path = address("minderungspfad/jahre/", rows)
    mine, theirs = (form_with(client.get(path), "years") for client in (as_admin, klara))
    for form, years in ((mine, "2016; 5"), (theirs, "2016; 7")):
        form.say("years", years).say("source", "Bericht")
    assert theirs.send(klara).status_code == 302
    answer = mine.send(as_admin)
    assert "Inzwischen hat Klara Klima das geändert" in answer.content.decode()
    again = form_with(answer, "years")
    assert again.values["years"] == ["2016; 5"]
    assert again.send(as_admin).status_code == 302


def test_a_role_given_meanwhile_is_told_before_another_is_given(
    rows: dict[str, Any], as_admin: Client, klara: Client, reader: User
) -> None:
    path = address("personen/", rows)
    change = f"/{AGS}/personen/{reader.memberships.get().pk}/"

    def opened_by(client: Client) -> PaperForm:
        return next(each for each in forms_of(client.get(path)) if each.action == change)

    mine, theirs = opened_by(as_admin), opened_by(klara)
    theirs.say("role", "publisher").send(klara)
    told = mine.say("role", "admin").send(as_admin, follow=True).content.decode()
    assert "Inzwischen hat Klara Klima das geändert" in told
    assert reader.memberships.get().role == "publisher"
    opened_by(as_admin).say("role", "admin").send(as_admin)
    assert reader.memberships.get().role == "admin"


def test_each_page_with_a_form_is_among_those_tried(rows: dict[str, Any], as_admin: Client) -> None:
    unknown, seen = [], 0
    for name, path in pages_on(rows):
        answer = as_admin.get(f"/{AGS}/{path}")
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        own = [each for each in forms_of(answer) if fields_to_fill(each)]
        seen += len(own)
        if own and not {name, *path.split("/")} & (EDITS.keys() | OTHERS.keys()):
            unknown.append(path)
    assert seen > 30
    assert unknown == []


def fields_to_fill(form: PaperForm) -> set[str]:
    """Fields a person fills in."""
    return {*form.values, *form.offered} - {"csrfmiddlewaretoken", "version", "next"}


def pages_on(rows: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every page of a municipality, on the rows of the scene; a page of rows once a kind."""
    for name, route in office_addresses().items():
        for kind in ROW_KINDS if "<slug:kind>" in route else ("",):
            about = next((row for start, row in ROW_OF.items() if name.startswith(start)), MOSTLY)
            path = route.replace("<slug:kind>", kind).replace("<int:row_id>", pk(rows, kind))
            for part, row in PARTS.items():
                path = path.replace(part, pk(rows, row or about))
            path = path.replace("<int:year>", str(YEAR)).replace("<str:code>", GAS)
            if "<" not in path and "token" not in path:
                yield name, path


def pk(rows: dict[str, Any], name: str) -> str:
    """The number of a row of the scene."""
    return str(rows[name].pk) if name else ""
