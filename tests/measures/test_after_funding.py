"""On the day the money ends it is known how each funded measure goes on, what it costs and whom."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from klimamosaik.measures.lists.preview import preview
from klimamosaik.measures.lists.reading import GivenList
from klimamosaik.measures.lists.storing import take_in
from klimamosaik.measures.lists.workbook import workbook
from klimamosaik.measures.models import CostLine, Measure
from klimamosaik.measures.models.kinds import AfterFunding, CostKind, InvolvementRole
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries import FundedMeasure, after_funding_of
from klimamosaik.people.models import Organisation, Role
from klimamosaik.places.models import Municipality
from tests.measures.conftest import AT, TODAY, measure_in, somebody, takes_part

AGS = "03403000"
END = date(2026, 12, 31)


@pytest.fixture
def editor(town: Municipality) -> Client:
    return somebody(town, Role.EDITOR)[1]


def settled(
    town: Municipality, works: Organisation, name: str = "Sonde", **facts: object
) -> Measure:
    """A funded measure of which all is known."""
    given = {"name": name, "funding_ends_on": END, "after_funding": AfterFunding.CONTINUE}
    measure = measure_in(town, **given | facts)
    takes_part(measure, works, InvolvementRole.PAYER)
    cost(measure, 2027, "900")
    return measure


def cost(measure: Measure, year: int, planned: str, actual: str | None = None) -> None:
    """A running cost of a year."""
    CostLine.objects.create(
        measure=measure,
        year=year,
        kind=CostKind.RUNNING,
        planned=Decimal(planned),
        actual=None if actual is None else Decimal(actual),
        source=f"{year}{actual}",
    )


def lines(town: Municipality, today: date = TODAY) -> dict[str, FundedMeasure]:
    """The plan by the name of the measure."""
    found = after_funding_of(municipality=town, today=today).lines
    return {line.measure.name: line for line in found}


def missing(line: FundedMeasure) -> list[str]:
    return [text.de for text in line.missing]


def test_every_measure_with_a_grant_or_an_end_of_it_is_there(
    town: Municipality, works: Organisation
) -> None:
    settled(town, works)
    measure_in(town, name="Anteil", grant_percent=60.0)
    measure_in(town, name="Betrag", grant_eur=Decimal(5000))
    measure_in(town, name="Programm", grant_source="NKI")
    measure_in(town, name="ohne", grant_percent=0.0)
    measure_in(town, name="gestoppt", grant_percent=60.0, phase=Phase.STOPPED)
    assert list(lines(town)) == ["Sonde", "Anteil", "Betrag", "Programm"]


def test_what_nobody_said_is_named_and_red_only_near_the_end(town: Municipality) -> None:
    measure_in(town, name="Sonde", funding_ends_on=END)
    asked = ["Entscheidung", "laufende Kosten danach", "wer dann zahlt"]
    for today, overdue in (
        (date(2026, 10, 1), False), (date(2026, 10, 2), True), (date(2027, 5, 1), True),
    ):  # fmt: skip
        line = lines(town, today)["Sonde"]
        assert missing(line) == asked
        assert line.overdue is overdue, today


def test_cost_of_funded_years_is_no_cost_afterwards(
    town: Municipality, works: Organisation
) -> None:
    measure = settled(town, works, funding_ends_on=date(2027, 6, 30))
    assert missing(lines(town)["Sonde"]) == ["laufende Kosten danach"]
    cost(measure, 2029, "700")
    cost(measure, 2028, "400", "350")
    cost(measure, 2028, "100")
    line = lines(town)["Sonde"]
    assert (line.year, line.running) == (2028, Decimal(450))
    assert line.settled


def test_what_ends_costs_nobody_anything(town: Municipality) -> None:
    measure_in(town, name="Sonde", funding_ends_on=END, after_funding=AfterFunding.END)
    line = lines(town)["Sonde"]
    assert line.settled
    assert after_funding_of(municipality=town, today=TODAY).sums == ()


def test_what_is_handed_over_says_to_whom(town: Municipality, works: Organisation) -> None:
    measure = settled(town, works, after_funding=AfterFunding.HAND_OVER)
    assert missing(lines(town)["Sonde"]) == ["an wen übergeben"]
    measure.handed_to = works
    measure.save()
    assert lines(town)["Sonde"].settled


def test_the_treasurer_reads_who_pays_what_a_year(
    town: Municipality, works: Organisation, office: Organisation
) -> None:
    settled(town, works)
    cost(settled(town, works, "Regelung"), 2027, "600", "600")
    both = settled(town, works, "Bäume")
    takes_part(both, office, InvolvementRole.PAYER)
    measure_in(town, name="offen", grant_percent=60.0)
    plan = after_funding_of(municipality=town, today=TODAY)
    told = [
        (sorted(each.name for each in one.payers), one.running, one.count, one.unknown)
        for one in plan.sums
    ]
    assert told == [
        (["Stadtwerke"], Decimal(2400), 2, 0),
        (["Klimabüro", "Stadtwerke"], Decimal(900), 1, 0),
        ([], Decimal(0), 1, 1),
    ]
    assert plan.running == Decimal(3300)
    assert (plan.open, len(plan.lines)) == (1, 4)


def test_the_page_counts_what_is_open_and_says_the_same_as_its_json(
    town: Municipality, editor: Client, works: Organisation
) -> None:
    assert (
        "Keine Maßnahme ist als gefördert"
        in editor.get(f"/{AGS}/massnahmen/nach-der-foerderung/").content.decode()
    )
    settled(town, works)
    measure_in(town, name="offen", funding_ends_on=date(2020, 1, 1))
    page = editor.get(f"/{AGS}/massnahmen/nach-der-foerderung/").content.decode()
    assert "Bei 1 von 2 steht noch nicht fest, wie es weitergeht" in page
    assert 'class="mark bad"' in page
    found = editor.get(f"/{AGS}/massnahmen/nach-der-foerderung.json").json()
    assert (found["not_settled"], found["running_eur_a_year"]) == (1, 900.0)
    first, second = found["measures"]
    assert (first["running_eur_a_year"], first["overdue"]) == (None, True)
    assert (second["decision"], second["payers"]) == ("continue", ["Stadtwerke"])


def test_it_is_entered_on_a_page_and_stands_in_the_history(
    town: Municipality, editor: Client, works: Organisation
) -> None:
    measure = measure_in(town, name="Sonde", grant_percent=60.0)
    address = f"/{AGS}/massnahmen/{measure.pk}/nach-der-foerderung/"
    given = {"funding_ends_on": "2027-12-31", "after_funding": "hand over", "handed_to": works.pk}
    assert "?role=payer" in editor.get(address).content.decode()
    assert editor.post(address, {**given, "after_funding": "continue"}).status_code == 200
    assert editor.post(address, given).status_code == 302
    page = editor.get(f"/{AGS}/massnahmen/{measure.pk}/register/").content.decode()
    assert "übergeben" in page
    assert "?kind=running&amp;year=2028" in page
    form = editor.get(
        f"/{AGS}/massnahmen/{measure.pk}/zeile/kosten/neu/?kind=running&year=2028"
    ).content.decode()
    assert 'value="2028"' in form
    assert '<option value="running" selected>' in form
    past = editor.get(f"/{AGS}/massnahmen/{measure.pk}/verlauf/").content.decode()
    assert "Förderung endet am" in past


def test_a_form_filled_by_its_address_takes_no_nonsense(town: Municipality, editor: Client) -> None:
    address = f"/{AGS}/massnahmen/{measure_in(town).pk}/zeile"
    for asked in (
        "kosten/neu/?kind=x&year=-1",
        "kosten/neu/?year=99999999999999",
        "beteiligt/neu/?role=x",
    ):
        assert editor.get(f"{address}/{asked}").status_code == 200, asked


def test_the_list_brings_it_and_takes_it_along(town: Municipality, works: Organisation) -> None:
    head = (
        "Maßnahme;Förderende;Entscheidung nach der Förderung;übergeben an;zahlt nach der Förderung"
    )
    rows = (
        "Sonde;31.12.2027;wird übergeben;Stadtwerke;Stadtwerke",
        "Baum;30.06.2027;verstetigen;;",
    )
    table = "\n".join((head, *rows))
    plan = preview(municipality=town, files=[GivenList("Plan.csv", table.encode())], at=AT)
    assert not plan.refused
    take_in(plan=plan, by=None, at=AT)
    found = lines(town)
    assert found["Baum"].decision is AfterFunding.CONTINUE
    sonde = found["Sonde"]
    assert (sonde.ends_on, sonde.decision) == (date(2027, 12, 31), AfterFunding.HAND_OVER)
    assert sonde.measure.handed_to == works
    book = workbook(municipality=town)
    again = preview(municipality=town, files=[GivenList("Register.xlsx", book)], at=AT)
    assert [row for each in again.measures for row in each.rows] == []
    Measure.objects.update(funding_ends_on=None, after_funding="", handed_to=None)
    take_in(plan=preview(municipality=town, files=[GivenList("Register.xlsx", book)], at=AT),
            by=None, at=AT)  # fmt: skip
    assert lines(town)["Sonde"].measure.handed_to == works


def test_a_word_that_decides_nothing_is_refused_and_kept(town: Municipality) -> None:
    table = "Maßnahme;Förderende;Entscheidung nach der Förderung\nSonde;31.12.2027;mal sehen\n"
    plan = preview(municipality=town, files=[GivenList("Plan.csv", table.encode())], at=AT)
    (said,) = plan.refused
    assert "weiterführen, übergeben, beenden" in said.text.de
