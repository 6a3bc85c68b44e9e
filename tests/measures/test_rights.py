"""Each organisation changes its own part of a measure, the leading one the measure, nobody more."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver

from klimamosaik.measures.models import (
    CostLine,
    Happened,
    Indicator,
    Involvement,
    Lesson,
    Measure,
    StatusReport,
    Task,
)
from klimamosaik.measures.models.kinds import InvolvementRole
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries import NO_RIGHTS, MeasureRights, rights_on
from klimamosaik.people.access import Visit
from klimamosaik.people.models import Membership, Organisation, Role
from klimamosaik.places.models import MeterPoint, Municipality
from tests.measures.conftest import AT, measure_in, somebody, takes_part

AGS = "03403000"
STRANGERS = "klimamosaik.publication.public.urls"
LEAD, PARTNER, ELSEWHERE, TOWN, READS = "leads", "takes part", "elsewhere", "whole town", "reads"
SURE = {"remove": "1", "sure": "yes"}
READING = {  # pages of a measure that only show
    "council_paper", "effect", "effect_json", "measure_register", "measure_history", "rollout",
}  # fmt: skip


@pytest.fixture
def grid(town: Municipality) -> Organisation:
    return Organisation.objects.create(municipality=town, name="Netzgesellschaft")


@pytest.fixture
def measure(town: Municipality, works: Organisation, office: Organisation) -> Measure:
    """Led by the works, joined by the office."""
    found = measure_in(town)
    takes_part(found, works, InvolvementRole.LEAD)
    takes_part(found, office, InvolvementRole.PARTNER)
    return found


@pytest.fixture
def people(
    town: Municipality,
    measure: Measure,
    works: Organisation,
    office: Organisation,
    grid: Organisation,
) -> dict[str, Client]:
    """Five kinds of people, each logged in."""
    return {
        LEAD: somebody(town, Role.EDITOR, works)[1],
        PARTNER: somebody(town, Role.EDITOR, office)[1],
        ELSEWHERE: somebody(town, Role.EDITOR, grid)[1],
        TOWN: somebody(town, Role.EDITOR)[1],
        READS: somebody(town, Role.READER)[1],
    }


def routes(patterns: Any = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Name and address of everything below a measure's number."""
    found: list[Any] = list(get_resolver().url_patterns if patterns is None else patterns)
    for pattern in found:
        address = before + str(pattern.pattern)
        if getattr(getattr(pattern, "urlconf_name", None), "__name__", "") == STRANGERS:
            continue
        if inner := getattr(pattern, "url_patterns", None):
            yield from routes(inner, address)
        elif "massnahmen/<int:pk>" in address:
            yield pattern.name, address.split("<str:ags>/")[-1].split("massnahmen/")[-1]


def rows_of(measure: Measure, whose: Organisation | None) -> dict[str, Any]:
    """One row of each kind, of an organisation or of the measure as a whole."""
    told = {"measure": measure}
    part = {**told, "organisation": whose}
    day = date(2026, 3, 1)
    return {
        "kosten": CostLine.objects.create(**part, year=2026, kind="running", planned=10),
        "stand": StatusReport.objects.create(**part, day=day, state="on course"),
        "kennzahl": Indicator.objects.create(**told, link="output", name="Fühler", unit="Stück"),
        "erfahrung": Lesson.objects.create(
            **told, day=day, hypothesis="a", evidence="b", cause="c", advice="d"
        ),
    }


WHOLE = {LEAD, TOWN}  # who may change the measure itself
NOT_THE_ROWS: dict[
    str, tuple[str, dict[str, str], set[str]]
] = {  # route and what stands in its address: what is posted, who may
    "measure_edit": ("1/bearbeiten/", {}, WHOLE),
    "measure_basics": ("1/grundlagen/", {}, WHOLE),
    "measure_after_funding": ("1/nach-der-foerderung/", {}, WHOLE),
    "measure_step": ("1/schritt/", {}, WHOLE),
    "measure_stop": ("1/stoppen/", {}, WHOLE),
    "expectation": ("1/erwartung/", {}, WHOLE),
    "measure_happened": ("1/geschehen/{point}/", {}, WHOLE),
    "measure_happened_back": ("1/geschehen/{happened}/zurueck/", {}, WHOLE),
    "indicator_value": ("1/kennzahl/{kennzahl}/wert/", {}, WHOLE),
    "task_new": ("1/aufgaben/neu/", {}, {*WHOLE, PARTNER}),
}


def test_every_address_below_a_measure_is_walked_here() -> None:
    by_rows = {"measure_row", "measure_row_new", "task", "task_done"}
    known = {*NOT_THE_ROWS, *READING, *by_rows}
    found = {name for name, _ in routes()}
    assert len(found) > 10
    assert found == known


def numbers(measure: Measure) -> dict[str, int]:
    """What stands in addresses: ids of rows that hang on the measure."""
    building = measure.municipality.buildings.create(name="Schule")
    point = MeterPoint.objects.create(building=building, carrier="gas", name="Gas")
    rows = rows_of(measure, None)
    happened = Happened.objects.create(measure=measure, meter_point=point, happening="use", at=AT)
    return {"point": point.pk, "happened": happened.pk, "kennzahl": rows["kennzahl"].pk}


@pytest.mark.parametrize("name", sorted(NOT_THE_ROWS))
def test_a_page_of_the_measure_is_for_who_leads_it(
    town: Municipality, measure: Measure, people: dict[str, Client], name: str
) -> None:
    address, given, allowed = NOT_THE_ROWS[name]
    address = address.format(**numbers(measure)).replace("1/", f"{measure.pk}/", 1)
    for who, client in people.items():
        answer = client.post(f"/{AGS}/massnahmen/{address}", given)
        assert (answer.status_code != 403) == (who in allowed), (name, who, answer.status_code)


@pytest.mark.parametrize(("whose", "allowed"), [
    ("works", {LEAD, TOWN}), ("office", {PARTNER, TOWN}), ("grid", {ELSEWHERE, TOWN}),
    ("nobody", {LEAD, TOWN}),
])  # fmt: skip
@pytest.mark.parametrize("kind", ["kosten", "stand"])
def test_cost_and_reports_are_changed_by_whose_they_are(
    request: pytest.FixtureRequest, measure: Measure, people: dict[str, Client], kind: str,
    whose: str, allowed: set[str],
) -> None:  # fmt: skip
    organisation: Organisation | None = (
        None if whose == "nobody" else request.getfixturevalue(whose)
    )
    row = rows_of(measure, organisation)[kind]
    if whose == "grid" and organisation is not None:
        takes_part(measure, organisation, InvolvementRole.PAYER)
    for who, client in people.items():
        answer = client.post(f"/{AGS}/massnahmen/{measure.pk}/zeile/{kind}/{row.pk}/", {})
        assert (answer.status_code != 403) == (who in allowed), (who, answer.status_code)


@pytest.mark.parametrize("kind", ["kennzahl", "erfahrung"])
def test_indicators_and_lessons_are_the_measures(
    measure: Measure, people: dict[str, Client], kind: str
) -> None:
    row = rows_of(measure, None)[kind]
    for who, client in people.items():
        for address in (f"{row.pk}/", "neu/"):
            answer = client.post(f"/{AGS}/massnahmen/{measure.pk}/zeile/{kind}/{address}", {})
            assert (answer.status_code != 403) == (who in WHOLE), (who, address)


@pytest.mark.parametrize(("kind", "allowed"), [
    ("kosten", {*WHOLE, PARTNER}), ("stand", {*WHOLE, PARTNER}), ("beteiligt", WHOLE),
])  # fmt: skip
def test_who_takes_part_adds_what_is_its_own(
    measure: Measure, people: dict[str, Client], kind: str, allowed: set[str]
) -> None:
    for who, client in people.items():
        answer = client.post(f"/{AGS}/massnahmen/{measure.pk}/zeile/{kind}/neu/", {})
        assert (answer.status_code != 403) == (who in allowed), (who, answer.status_code)


def test_tasks_are_changed_and_done_by_whose_they_are(
    measure: Measure, people: dict[str, Client], office: Organisation
) -> None:
    task = Task.objects.create(measure=measure, organisation=office, what="Gießplan")
    for address in (f"{task.pk}/", f"{task.pk}/erledigt/"):
        for who, client in people.items():
            answer = client.post(f"/{AGS}/massnahmen/{measure.pk}/aufgaben/{address}", {})
            assert (answer.status_code != 403) == (who in {PARTNER, TOWN}), (who, address)


def test_a_partner_keeps_its_own_desk_and_gives_itself_no_role(
    measure: Measure, people: dict[str, Client], office: Organisation, works: Organisation
) -> None:
    own = measure.involvements.get(organisation=office)
    address = f"/{AGS}/massnahmen/{measure.pk}/zeile/beteiligt"
    given = {
        "organisation": office.pk, "desk": "Leitung Klima", "confirmed_on": "2026-03-01",
        "role": "lead",
    }  # fmt: skip
    assert people[PARTNER].post(f"{address}/{own.pk}/", given).status_code == 302
    own.refresh_from_db()
    assert (own.desk, own.role, own.confirmed_on) == ("Leitung Klima", "partner", date(2026, 3, 1))
    people[PARTNER].post(f"{address}/{own.pk}/", {**given, "organisation": works.pk})
    own.refresh_from_db()
    assert own.organisation == office
    people[PARTNER].post(f"{address}/{own.pk}/", SURE)
    assert Involvement.objects.filter(pk=own.pk).exists()
    lead = measure.involvements.get(organisation=works)
    assert people[PARTNER].get(f"{address}/{lead.pk}/").status_code == 403
    assert people[LEAD].get(f"{address}/{own.pk}/").status_code == 403


def test_what_a_partner_adds_is_its_own_whatever_it_sends(
    measure: Measure, people: dict[str, Client], office: Organisation, works: Organisation
) -> None:
    given = {"year": "2027", "kind": "running", "planned": "900", "organisation": works.pk}
    address = f"/{AGS}/massnahmen/{measure.pk}/zeile/kosten/neu/"
    assert '<p class="lede">Klimabüro</p>' in people[PARTNER].get(address).content.decode()
    people[PARTNER].post(address, given)
    assert CostLine.objects.get().organisation == office
    given = {"what": "Anruf", "organisation": works.pk}
    people[PARTNER].post(f"/{AGS}/massnahmen/{measure.pk}/aufgaben/neu/", given)
    assert not Task.objects.exists()


def test_the_lead_edits_its_measure_and_asks_others_for_tasks(
    measure: Measure, people: dict[str, Client], office: Organisation
) -> None:
    address = f"/{AGS}/massnahmen/{measure.pk}"
    given = {"name": measure.name, "obstacles": "Vandalismus"}
    assert people[LEAD].post(f"{address}/grundlagen/", given).status_code == 302
    measure.refresh_from_db()
    assert measure.obstacles == "Vandalismus"
    people[LEAD].post(f"{address}/aufgaben/neu/", {"what": "Plan", "organisation": office.pk})
    assert Task.objects.get().organisation == office


def test_buttons_stand_where_they_work(measure: Measure, people: dict[str, Client]) -> None:
    for who, buttons in (
        (LEAD, {"grundlagen/", "stoppen/", "zeile/kosten/neu/", "aufgaben/neu/"}),
        (PARTNER, {"zeile/kosten/neu/", "zeile/stand/neu/", "aufgaben/neu/"}),
        (ELSEWHERE, set()),
        (READS, set()),
    ):
        page = people[who].get(f"/{AGS}/massnahmen/{measure.pk}/register/").content.decode()
        base = f'href="/{AGS}/massnahmen/{measure.pk}/'
        there = {each.split('"')[0] for each in page.split(base)[1:]} - {"register/", "verlauf/"}
        assert buttons <= there, who
        for address in there:
            answer = people[who].get(f"/{AGS}/massnahmen/{measure.pk}/{address}")
            assert answer.status_code == 200, (who, address)
    effect = f"/{AGS}/massnahmen/{measure.pk}/"
    assert "erwartung/" in people[LEAD].get(effect).content.decode()
    for who in (PARTNER, ELSEWHERE, READS):
        assert "erwartung/" not in people[who].get(effect).content.decode(), who


def test_a_removed_row_comes_back_only_for_who_may_still_change_it(
    town: Municipality, measure: Measure, people: dict[str, Client], works: Organisation
) -> None:
    row = rows_of(measure, None)["erfahrung"]
    address = f"/{AGS}/massnahmen/{measure.pk}/zeile/erfahrung/{row.pk}/"
    people[LEAD].post(address, SURE)
    act = people[LEAD].session["undoable"][0]["name"]
    user = User.objects.get(username=f"{Role.EDITOR}-{works}")
    Membership.objects.filter(user=user).update(organisation=None, role=Role.READER)
    assert people[LEAD].post(f"/{AGS}/rueckgaengig/", {"act": act}).status_code == 403
    Membership.objects.filter(user=user).update(organisation=works, role=Role.EDITOR)
    people[LEAD].post(f"/{AGS}/rueckgaengig/", {"act": act})
    assert Lesson.objects.filter(measure=measure).exists()


def test_others_see_who_owes_what_by_when_their_own_first(
    measure: Measure, people: dict[str, Client], works: Organisation, office: Organisation
) -> None:
    due = date(2020, 5, 1)
    Task.objects.create(measure=measure, organisation=office, what="Gießplan", due=due)
    Task.objects.create(measure=measure, organisation=works, what="Fühler")
    for who, first, second in (
        (LEAD, "Stadtwerke: 1 offen", "Klimabüro: 1 offen, davon 1 überfällig"),
        (PARTNER, "Klimabüro: 1 offen, davon 1 überfällig", "Stadtwerke: 1 offen"),
    ):
        page = people[who].get(f"/{AGS}/massnahmen/{measure.pk}/register/").content.decode()
        assert f"{first}, {second}" in page, who
    page = people[READS].get(f"/{AGS}/stellen/{works.pk}/").content.decode()
    own, _, others = page.partition("Was die anderen bei diesen Maßnahmen tun")
    assert "Fühler" in own
    assert "Gießplan" in others
    assert "verantwortlich" in others


def test_rights_end_at_the_town_and_with_the_part(
    town: Municipality, measure: Measure, office: Organisation
) -> None:
    neighbour = Municipality.objects.create(ags="03404000", name="Osnabrück")
    assert rights_on(visit=Visit(neighbour, Role.ADMIN), measure=measure) == NO_RIGHTS
    assert rights_on(visit=None, measure=measure) == NO_RIGHTS
    visit = Visit(town, Role.READER, office.pk)
    assert rights_on(visit=visit, measure=measure) == MeasureRights(organisation=office.pk)
    measure.involvements.filter(organisation=office).delete()
    fresh = Measure.objects.get(pk=measure.pk)
    assert rights_on(visit=visit, measure=fresh) == NO_RIGHTS
    assert measure.phase == Phase.IDEA
