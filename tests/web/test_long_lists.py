"""Long lists: a page at a time, searched on the server, with the address as the only memory."""

import re
from datetime import date

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from klimamosaik.measures.models import Measure, StatusReport
from klimamosaik.observations.models import Datastream, Latest, Quantity
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.paging import A_PAGE, found_in, paged
from klimamosaik.terms.text import Text
from tests.visitors import visitor_of
from tests.web.many_rows import ROWS

pytestmark = pytest.mark.django_db
HOUSES = 2 * A_PAGE + 10
MORE = {path: ROWS[path] for path in ("aufgaben/", "planung/bedingungen/", "quellen/")}
TOLD = Text("{first:n} bis {last:n} von {all:n}", "{first:n} to {last:n} of {all:n}")


@pytest.fixture
def office() -> Client:
    """A town with more of everything than a page holds."""
    town = Municipality.objects.create(ags="03999998", name="Prüfstadt", synthetic=True)
    houses = Building.objects.bulk_create(
        Building(municipality=town, name=f"Haus {n:04}", address=f"Ring {n}", usable_area=n % 2)
        for n in range(HOUSES)
    )
    points = MeterPoint.objects.bulk_create(
        MeterPoint(building=house, carrier="heat", name="Wärme", number=f"W-{house.name[5:]}")
        for house in houses
    )
    streams = Datastream.objects.bulk_create(
        Datastream(name="Wärme", meter_point=point, quantity=Quantity.ENERGY, spacing="P1D")
        for point in points
    )
    silent = [Latest(datastream=each, seq=1, start=1, end=2, value=1.0) for each in streams[:3]]
    Latest.objects.bulk_create(silent)
    Measure.objects.bulk_create(
        Measure(municipality=town, name=f"Regelung {n:04}", key=f"A{n}") for n in range(HOUSES)
    )
    for add in MORE.values():
        add(town, range(HOUSES))
    return visitor_of(town, Role.EDITOR, "anna")


def page(office: Client, path: str) -> str:
    return office.get(f"/03999998/{path}").content.decode()


LISTS = [
    ("aufgaben/", "Auftrag", "Aufgaben"),
    ("planung/bedingungen/", "Regelung", "Bedingungen"),
    ("quellen/", "Quelle", "Quellen"),
    ("zaehler/", "Haus", "Zählern"),
    ("gebaeude/", "Haus", "Gebäuden"),
    ("massnahmen/", "Regelung", "Maßnahmen"),
    ("messreihen/", "Haus", "Messreihen"),
]


@pytest.mark.parametrize(("path", "word", "what"), LISTS)
def test_every_row_is_on_one_page(office: Client, path: str, word: str, what: str) -> None:
    seen: list[str] = []
    address = path
    while address:
        shown = page(office, address)
        first = len(seen) + 1
        seen += sorted(set(re.findall(rf"{word} \d{{4}}", shown)))
        assert f"{first} bis {len(seen)} von {HOUSES} {what}" in shown
        link = re.search(r'rel="next"\s+href="([^"]+)"', shown)
        address = path + link[1].replace("&amp;", "&") if link else ""
    assert seen == [f"{word} {n:04}" for n in range(HOUSES)]


@pytest.mark.parametrize(("path", "word", "what"), LISTS)
def test_what_is_looked_for_is_found(office: Client, path: str, word: str, what: str) -> None:
    shown = page(office, f"{path}?q={word[:3].lower()}+0107")
    assert set(re.findall(rf"{word} \d{{4}}", shown)) == {f"{word} 0107"}
    assert 'value="' + f'{word[:3].lower()} 0107"' in shown


@pytest.mark.parametrize(("path", "word", "what"), LISTS)
def test_nothing_found_leads_back(office: Client, path: str, word: str, what: str) -> None:
    shown = page(office, f"{path}?q=nirgends")
    assert "Nichts passt zu dieser Auswahl." in shown
    assert f'href="/03999998/{path}">Alle zeigen' in shown


def test_a_meter_is_found_by_its_number_and_by_its_address(office: Client) -> None:
    for words in ("W-0042", "ring 42", "wärme haus 0042"):
        assert "Haus 0042" in page(office, f"zaehler/?q={words}")


def test_filter_and_words_stay_from_page_to_page(office: Client) -> None:
    shown = page(office, "gebaeude/?nur=ohne-flaeche&q=haus")
    assert re.search(rf"1 bis \d+ von {HOUSES // 2} Gebäuden", shown)
    assert 'href="?nur=ohne-flaeche&amp;q=haus&amp;seite=2"' in shown
    assert '<input type="hidden" name="nur" value="ohne-flaeche">' in shown


def test_only_silent_meters_can_be_shown(office: Client) -> None:
    shown = page(office, "zaehler/?nur=still")
    assert set(re.findall(r"Haus \d{4}", shown)) == {"Haus 0000", "Haus 0001", "Haus 0002"}
    assert f"3 von {HOUSES} Zählern" in shown


@pytest.mark.parametrize("number", ["0", "-1", "999", "drei", "1e9", "9" * 50])
def test_a_page_that_is_not_there_is_one_that_is(office: Client, number: str) -> None:
    assert "Haus 0" in page(office, f"gebaeude/?seite={number}")


def test_a_long_list_stays_small(office: Client) -> None:
    for path, _, _ in LISTS:
        assert len(page(office, path)) < 150_000


def test_steering_is_paged_and_tells_first_what_lags_most(office: Client) -> None:
    """Each has a plan to compare with: its next decision was due."""
    Measure.objects.update(next_decision_on=date(2020, 1, 1))
    seen: list[str] = []
    for number in range(1, 4):
        shown = page(office, f"massnahmencontrolling/?seite={number}")
        rows = shown.partition("<tbody>")[2]
        seen += re.findall(r">(Regelung \d{4})</a>", rows)
        assert ('class="next"' in shown) == (number == 1)
    assert sorted(seen) == [f"Regelung {n:04}" for n in range(HOUSES)]
    assert seen == sorted(seen), "those that lag as much come by name"
    found = page(office, "massnahmencontrolling/?q=regelung+0042")
    assert found.count("<tr>") == 2
    assert "Nichts passt zu dieser Auswahl." in page(
        office, "massnahmencontrolling/?q=gibt+es+nicht"
    )


def test_measures_without_a_plan_have_pages_of_their_own_where_they_are_many(
    office: Client,
) -> None:
    today = timezone.localdate()
    StatusReport.objects.bulk_create(  # heard of lately: nothing is overdue either
        StatusReport(measure=each, day=today, state="on course") for each in Measure.objects.all()
    )
    shown = page(office, "massnahmencontrolling/?seite=2")
    assert f"51 bis 100 von {HOUSES} Maßnahmen" in shown
    Measure.objects.filter(name="Regelung 0001").update(next_decision_on=date(2020, 1, 1))
    shown = page(office, "massnahmencontrolling/")
    assert re.search(rf'href="\?nur=ohne&amp;q="\s*>{HOUSES - 1} ohne Plan', shown)
    assert "Regelung 0002" not in shown
    assert "Regelung 0002" in page(office, "massnahmencontrolling/?nur=ohne")


def test_of_what_can_be_published_each_kind_shows_a_few_and_has_all(office: Client) -> None:
    shown = page(office, "veroeffentlichen/")
    assert f"Alle {HOUSES} zeigen" in shown
    assert shown.count("Regelung 00") < 2 * A_PAGE
    seen: set[str] = set()
    for number in range(1, 4):
        shown = page(office, f"veroeffentlichen/?art=measure&seite={number}")
        seen |= set(re.findall(r"Regelung \d{4}", shown))
        assert "Haus 00" not in shown
    assert seen == {f"Regelung {n:04}" for n in range(HOUSES)}
    assert "Regelung 0099" in page(office, "veroeffentlichen/?q=regelung+0099")
    assert "Nichts passt zu dieser Auswahl." in page(office, "veroeffentlichen/?q=gibt+es+nicht")


def test_words_are_looked_for_in_any_order_and_case() -> None:
    assert found_in("schule STROM", "Strom 12", "Grundschule Süd")
    assert not found_in("schule gas", "Strom 12", "Grundschule Süd")
    assert found_in("", "was auch immer")


def test_a_list_tells_which_rows_it_shows() -> None:
    request = RequestFactory().get("/", {"seite": "2", "art": ["a", "b"], "q": " x "})
    found = paged(request, range(2012), told=TOLD, size=100)
    assert found.told.de == "101 bis 200 von 2.012"
    assert (found.filters, found.asked) == ((("art", "a"), ("art", "b")), "x")
    assert found.address == "art=a&art=b&q=+x+&"
