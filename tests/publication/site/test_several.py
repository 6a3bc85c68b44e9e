"""Several processes ask at once: the same answers in the same order; a dead one gives none."""

import pytest
from django.db import transaction
from django.test import override_settings

from klimamosaik.publication.site.crawl import AddressQueue, answers
from klimamosaik.publication.site.parallel import (
    AskerHere,
    AskersBeside,
    askers,
    subject_of,
)

ORIGIN = "http://localhost"
ADDRESSES = [  # what needs no database; pages are asked first
    "/nowhere/",
    "/static/klimamosaik.css",
    "/static/nowhere.css",
]


def asked(asking: AskerHere | AskersBeside) -> list[tuple[str, int, bytes]]:
    """Addresses, states and bodies, in the order they come."""
    waiting = AddressQueue(())
    waiting.add(ADDRESSES)
    found = answers(asking, waiting, lambda address: "")
    return [(address, answer.status, answer.body) for address, answer in found]


@pytest.mark.django_db
@override_settings(ALLOWED_HOSTS=["localhost"])
def test_processes_beside_answer_as_this_one_and_in_the_order_of_asking() -> None:
    beside = AskersBeside(ORIGIN, 2)
    try:
        told = asked(beside)
    finally:
        beside.end()
    assert [address for address, _, _ in told] == ADDRESSES
    assert [(a, status) for a, status, _ in told] == [
        (a, status) for a, status, _ in asked(AskerHere(ORIGIN))
    ]
    assert all(asker.process.returncode is not None for asker in beside.askers)


def test_a_process_that_died_gives_no_answer() -> None:
    beside = AskersBeside(ORIGIN, 1)
    try:
        beside.askers[0].process.kill()
        with pytest.raises((EOFError, BrokenPipeError)):
            beside.begin(ADDRESSES[0]).result()
    finally:
        beside.end()


@pytest.mark.django_db
def test_inside_a_transaction_nobody_else_is_asked() -> None:
    with transaction.atomic(), askers(ORIGIN) as asking:
        assert isinstance(asking, AskerHere)


def test_all_files_of_a_figure_are_of_one_subject() -> None:
    there = "/klima/03404000/zahlen/massnahme-2"
    files = [f"{there}/", f"{there}.png", f"/en{there}.metadata.json", f"{there}.csv?form=excel"]
    files += [f"{there}/teilen.png", f"/en{there}/einbetten/"]
    assert {subject_of(each) for each in files} == {"massnahme-2"}


def test_pages_are_asked_first_and_then_the_files_of_a_figure_together() -> None:
    waiting = AddressQueue(())
    there = "/klima/03404000/zahlen"
    waiting.add([f"{there}/a.csv", f"{there}/b.csv", f"{there}/a/", f"{there}/a.zip"])
    waiting.add([f"{there}/b/teilen.png", f"{there}/b/", f"{there}/a/"])
    told = []
    while (address := waiting.next()) is not None:
        told.append(address.removeprefix(f"{there}/"))
    assert told == ["a/", "b/", "a.csv", "a.zip", "b.csv", "b/teilen.png"]
