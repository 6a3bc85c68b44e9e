"""What withdraws asks first, says whether it can be undone, and is undone by one press."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.urls import Resolver404, resolve

from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import Publication, PublicPage
from klimamosaik.records.operations import save
from tests.paper import PaperForm, form_with, forms_of
from tests.web.conftest import AGS, logged_in, person
from tests.web.office_scene import AT, YEAR, furnished
from tests.web.test_two_editors import address, pages_on

MEASURE = "massnahmen/{measure}/"
WORDS = re.compile(r"(?i)entfern|zurücknehm|streich|widerruf|ausschalt|lösch")


@dataclass(frozen=True)
class Withdrawal:
    """One thing that can be withdrawn: where, with what, and which row goes or changes."""

    path: str
    row: str
    sent: dict[str, str] = field(default_factory=dict)


UNDOABLE = {
    "target_drop": Withdrawal("minderungspfad/ziel/{target}/streichen/", "target"),
    "milestone_drop": Withdrawal("minderungspfad/zwischenziel/{milestone}/streichen/", "milestone"),
    "past_drop": Withdrawal("minderungspfad/jahre/{past}/streichen/", "past"),
    "tie_drop": Withdrawal("planung/bedingungen/{tie}/streichen/", "tie"),
    "beteiligt": Withdrawal(MEASURE + "zeile/beteiligt/{beteiligt}/", "beteiligt", {"remove": "1"}),
    "stand": Withdrawal(MEASURE + "zeile/stand/{stand}/", "stand", {"remove": "1"}),
    "kennzahl": Withdrawal(MEASURE + "zeile/kennzahl/{kennzahl}/", "kennzahl", {"remove": "1"}),
    "kosten": Withdrawal(MEASURE + "zeile/kosten/{kosten}/", "kosten", {"remove": "1"}),
    "erfahrung": Withdrawal(MEASURE + "zeile/erfahrung/{erfahrung}/", "erfahrung", {"remove": "1"}),
    "task": Withdrawal(MEASURE + "aufgaben/{task}/", "task", {"remove": "1"}),
    "measure_happened_back": Withdrawal(MEASURE + "geschehen/{happened}/zurueck/", "happened"),
    "balance_plants": Withdrawal(f"bilanz/{YEAR}/heizwerke/", "plant", {"remove": "{plant}"}),
    "balance_prices": Withdrawal(f"bilanz/{YEAR}/preise/", "price", {"remove": "{price}"}),
    "person_change": Withdrawal("personen/{membership}/", "membership", {"role": "none"}),
    "adaptation_target": Withdrawal("anpassung/{wish}/", "wish", {"remove": "1"}),
    "public_page": Withdrawal("veroeffentlichen/seite/", "page", {"do": "off"}),
    "publishing_change": Withdrawal(
        "veroeffentlichen/aendern/", "published", {"do": "take back", "item": "mosaic"}
    ),
}
FINAL = {
    "token_revoke": Withdrawal("zugang/{token}/", "token"),
    "source_remove": Withdrawal("quellen/{source}/entfernen/", "source", {"do": "remove"}),
    "person password": Withdrawal("personen/{membership}/", "membership", {"role": "password"}),
    "source token": Withdrawal("quellen/{source}/entfernen/", "source", {"do": "token"}),
}
ELSEWHERE = {
    "confirmed_take_back": "tested with the meter whose readings are odd",
    "delivery_undo": "tested with the readings of a file",
    "list_undo": "tested with a list",
    "expectations_undo": "tested with the table of expectations",
    "feedback_answered": "an address that is deleted; tested with the public page",
}


@pytest.fixture
def rows(town: Municipality, as_admin: Client, reader: User) -> dict[str, Any]:
    """One of everything, with somebody who reads, a page that is on and what is public on it."""
    found = furnished(town)
    found["page"].on_since = AT
    save(found["page"], by=None)
    found["membership"] = reader.memberships.get()
    mosaic = Publication(municipality=town, kind="mosaic", name="Mosaik", since=AT)
    found["published"] = save(mosaic, by=None)
    return found


def said(row: Any) -> dict[str, Any] | None:
    """All a row says, as it is stored; None where it is gone."""
    found: dict[str, Any] | None = type(row).objects.filter(pk=row.pk).values().first()
    return found


def question(withdrawal: Withdrawal, rows: dict[str, Any], client: Client) -> PaperForm:
    """The page that asks."""
    keys = {name: row.pk for name, row in rows.items()}
    sent = {name: value.format(**keys) for name, value in withdrawal.sent.items()}
    answer = client.post(address(withdrawal.path, rows), sent)
    assert answer.status_code == 200
    return form_with(answer, "sure")


@pytest.mark.parametrize("name", UNDOABLE)
def test_the_question_comes_first_and_one_press_brings_everything_back(
    name: str, rows: dict[str, Any], as_admin: Client
) -> None:
    withdrawal = UNDOABLE[name]
    row = rows[withdrawal.row]
    before = said(row)
    asked = question(withdrawal, rows, as_admin) if name != "publishing_change" else None
    if asked is None:  # its preview asks
        sent = withdrawal.sent | {"item": code_of(rows["published"])}
        seen = as_admin.post(address(withdrawal.path, rows), sent | {"do": "look-back"})
        asked = form_with(seen, "item").say("do", "take back").say("sure", "")
    assert said(row) == before
    answer = asked.send(as_admin, ("sure", "yes"), follow=True)
    assert said(row) != before
    undo = form_with(answer, "act")
    back = undo.send(as_admin, undo.buttons[0], follow=True)
    assert "Rückgängig gemacht" in back.content.decode()
    assert said(row) == before
    assert row.history.first().history_user.username == "ada"


def code_of(row: Publication) -> str:
    """How a form names what is public."""
    return f"{row.kind}:{row.subject}"


@pytest.mark.parametrize("name", FINAL)
def test_what_cannot_be_undone_says_so_before(
    name: str, rows: dict[str, Any], as_admin: Client
) -> None:
    withdrawal = FINAL[name]
    before = said(rows[withdrawal.row])
    sent = withdrawal.sent
    asked = as_admin.post(address(withdrawal.path, rows), sent)
    assert "Das lässt sich nicht rückgängig machen." in asked.content.decode()
    assert said(rows[withdrawal.row]) == before
    answer = form_with(asked, "sure").send(as_admin, ("sure", "yes"), follow=True)
    assert answer.status_code == 200
    assert "Rückgängig machen" not in answer.content.decode()


def test_what_hangs_on_it_is_named_and_comes_back_with_it(
    rows: dict[str, Any], as_admin: Client
) -> None:
    values = rows["kennzahl"].values
    values.create(day=AT.date(), value=3.0, source="gezählt")
    withdrawal = UNDOABLE["kennzahl"]
    keys = {name: row.pk for name, row in rows.items()}
    page = as_admin.post(address(withdrawal.path, rows), {"remove": "1"} | keys)
    assert "Das geht mit: Wert (1)." in page.content.decode()
    answer = form_with(page, "sure").send(as_admin, ("sure", "yes"), follow=True)
    assert not values.exists()
    undo = form_with(answer, "act")
    undo.send(as_admin, undo.buttons[0])
    assert values.get().value == 3.0


def test_what_somebody_changed_since_is_not_undone(
    rows: dict[str, Any], as_admin: Client, town: Municipality
) -> None:
    gone = question(UNDOABLE["target_drop"], rows, as_admin)
    answer = gone.send(as_admin, ("sure", "yes"), follow=True)
    again = type(rows["target"])(municipality=town, year=2035, source="Rat 2")
    save(again, by=person("klara", town, Role.EDITOR))
    undo = form_with(answer, "act")
    told = undo.send(as_admin, undo.buttons[0], follow=True).content.decode()
    assert "steht schon in der Liste" in told
    assert type(again).objects.get().source == "Rat 2"


def test_a_role_changed_since_is_not_undone(rows: dict[str, Any], as_admin: Client) -> None:
    answer = question(UNDOABLE["public_page"], rows, as_admin).send(
        as_admin, ("sure", "yes"), follow=True
    )
    page = PublicPage.objects.get()
    page.publisher = "Kreis"
    save(page, by=None)
    undo = form_with(answer, "act")
    told = undo.send(as_admin, undo.buttons[0], follow=True).content.decode()
    assert "lässt sich nicht mehr rückgängig machen" in told
    assert PublicPage.objects.get().on_since is None


def test_nobody_undoes_what_another_did_or_what_they_may_do_no_more(
    rows: dict[str, Any], as_admin: Client, admin: User, town: Municipality
) -> None:
    answer = question(UNDOABLE["target_drop"], rows, as_admin).send(
        as_admin, ("sure", "yes"), follow=True
    )
    undo = form_with(answer, "act")
    other = logged_in(person("klara", town, Role.ADMIN))
    told = undo.send(other, undo.buttons[0], follow=True).content.decode()
    assert "von hier nicht mehr rückgängig" in told
    Membership.objects.filter(user=admin).update(role=Role.READER)
    assert undo.send(as_admin, undo.buttons[0]).status_code == 403
    assert not type(rows["target"]).objects.exists()


def test_each_button_that_withdraws_is_among_those_tried(
    rows: dict[str, Any], as_admin: Client
) -> None:
    seen, unknown = set(), set()
    for name, path in pages_on(rows):
        answer = as_admin.get(f"/{AGS}/{path}")
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        for form in forms_of(answer):
            if not WORDS.search(" ".join(form.labels)) or "sure" in dict(form.buttons):
                continue
            row = {*path.split("/")} & UNDOABLE.keys()
            found = {name_of(form.action), *row} & (
                UNDOABLE.keys() | FINAL.keys() | ELSEWHERE.keys()
            )
            seen |= found
            if not found:
                unknown.add((name, form.action))
    assert len(seen) > 8
    assert unknown == set()


def name_of(action: str) -> str:
    """The name of an address."""
    try:
        return str(resolve(action).url_name)
    except Resolver404:
        return action


def test_what_a_page_can_remove_leaves_nothing_behind_that_no_history_keeps() -> None:
    """An undo restores what histories keep; rows beside them would be lost unseen."""
    names = (
        "Target", "Milestone", "PastYear", "Dependence", "Task", "Indicator", "CostLine", "Lesson",
        "Plant", "Happened", "Involvement", "StatusReport", "EnergyPrice", "Membership",
    )  # fmt: skip
    models = [type_of(name) for name in names]
    lost = [
        (model, relation.related_model)
        for model in models
        for relation in model._meta.related_objects
        if not hasattr(relation.related_model, "history_id")
        and not hasattr(relation.related_model, "history")
    ]
    assert lost == []


def type_of(name: str) -> Any:
    """A model by its name."""
    return next(model for model in apps.get_models() if model.__name__ == name)
