"""What is made of answers of the database is made anew where one of them is another, only then."""

from collections.abc import Callable
from itertools import count

import pytest
from django.db import connection

from klimamosaik.places.models import Building, Municipality, WeatherStation
from klimamosaik.records.database_mark import DatabaseMark
from klimamosaik.records.memory_cache import LastMade
from klimamosaik.records.query_cache import once
from klimamosaik.records.query_log import Questions, aside, asking

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if somebody wrote anything between any two looks at the database."""
    marks = count()
    monkeypatch.setattr(DatabaseMark, "now", lambda self: next(marks))


@pytest.fixture
def town() -> Municipality:
    town = Municipality.objects.create(ags="03999998", name="Prüfstadt")
    for name in ("Rathaus", "Schule", "Bad"):
        Building.objects.create(municipality=town, name=name)
    return town


def asked_by(make: Callable[[], object]) -> Questions:
    with asking("before") as asked:
        make()
    return asked


def names() -> list[str]:
    return list(Building.objects.order_by("pk").values_list("name", flat=True))


def test_only_another_answer_is_a_reason_to_make_it_anew(town: Municipality) -> None:
    made = [once("test: names", names)]
    WeatherStation.objects.create(name="Wetter", latitude=52.0, longitude=10.0)
    made.append(once("test: names", names))
    assert made[1] is made[0]
    Building.objects.filter(name="Bad").update(name="Hallenbad")  # without history
    assert once("test: names", names) == ["Rathaus", "Schule", "Hallenbad"]


def test_the_row_it_is_made_of_is_compared_by_what_it_says(town: Municipality) -> None:
    def told() -> str:
        return once("test: told", lambda: f"{town.name} {len(names())}", of=(town,))

    assert told() == "Prüfstadt 3"
    town.name = "Neustadt"  # read before, maybe by another request
    assert told() == "Neustadt 3"


def test_what_was_made_of_a_kept_part_stands_on_what_that_part_asked(town: Municipality) -> None:
    once("test: part", names)
    whole = asked_by(lambda: once("test: part", names))
    assert whole.still("now")
    Building.objects.create(municipality=town, name="Feuerwehr")
    assert not whole.still("later")


@pytest.mark.parametrize(
    "read",
    [
        lambda: Building.objects.order_by("pk").first(),
        lambda: next(Building.objects.order_by("pk").values_list("name").iterator(chunk_size=1)),
        lambda: [row.name for row in Building.objects.raw("SELECT * FROM places_building")],
        lambda: Building.objects.filter(name__in=["Rathaus", "Amt"]).exists(),
        lambda: Building.objects.get(name="Rathaus"),
    ],
)
def test_however_it_is_read_another_first_name_is_noticed(
    town: Municipality, read: Callable[[], object]
) -> None:
    plain = read()
    with asking("before") as asked:
        assert read() == plain  # to listen changes no answer
    assert asked.still("now")
    Building.objects.filter(name="Rathaus").update(name="Altes Rathaus")
    assert not asked.still("later")


def test_rows_come_in_pieces_as_ever(town: Municipality) -> None:
    def pieces() -> list[object]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM places_building ORDER BY id")
            found = [cursor.fetchone(), *cursor.fetchmany(1), *cursor, cursor.fetchone()]
            cursor.execute("SELECT count(*) FROM places_building WHERE name = %s", ["Bad"])
            return [*found, cursor.fetchall(), cursor.description[0][0]]

    plain = pieces()
    with asking("before"):
        assert pieces() == plain


def test_an_answer_that_changed_meanwhile_or_a_write_is_never_the_same(town: Municipality) -> None:
    def changes() -> None:
        names()
        Building.objects.filter(name="Bad").update(name="Hallenbad")

    assert not asked_by(changes).still("now")
    Building.objects.filter(name="Hallenbad").update(name="Bad")

    def meanwhile() -> None:
        names()
        with aside():
            Building.objects.filter(name="Bad").update(name="Hallenbad")
        names()

    assert not asked_by(meanwhile).still("now")


def test_what_is_held_by_its_parts_stands_on_them_alone(town: Municipality) -> None:
    held = LastMade[list[str]](most=2)

    def made() -> list[str]:
        return held.of("test", Municipality.objects.get(pk=town.pk).name, names)

    asked = asked_by(made)
    Building.objects.filter(name="Bad").update(name="Hallenbad")
    assert asked.still("now")
    Municipality.objects.filter(pk=town.pk).update(name="Neustadt")
    assert not asked.still("later")
