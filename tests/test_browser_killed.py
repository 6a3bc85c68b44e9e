"""A browser that dies in one test is none of the next one's business. The tests' order matters."""

from typing import TYPE_CHECKING

import psutil
import pytest
from pytest_django.live_server_helper import LiveServer

from klimamosaik.places.models import Municipality

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ASK = "() => { for (let n = 0; n < 9; n += 1) fetch('/anmelden/') }"
STARTED = {"browser": "chrom", "driver": "node"}  # how the processes of each are called
each_dies = pytest.mark.parametrize("what", STARTED, scope="module")  # all tests for one, in order


def kill(what: str, page: "Page") -> None:
    """End the browser of this process, or what drives it, without a warning."""
    from playwright.sync_api import Error

    children = psutil.Process().children(recursive=True)
    found = next(each for each in children if STARTED[what] in each.name())
    found.kill()
    found.wait()
    with pytest.raises(Error, match="closed"):
        page.goto("data:text/html,gone")


@each_dies
@pytest.mark.django_db
def test_one_dies_while_rows_are_written(browser: "Browser", what: str) -> None:
    Municipality.objects.create(ags="03403000", name="Oldenburg")
    kill(what, browser.new_page())


@each_dies
@pytest.mark.django_db
def test_the_next_test_finds_none_of_them_and_writes(what: str) -> None:
    assert Municipality.objects.count() == 0, what
    Municipality.objects.create(ags="03403000", name="Oldenburg")


@each_dies
@pytest.mark.django_db(transaction=True)
def test_the_next_one_dies_while_a_server_answers(
    browser: "Browser", live_server: LiveServer, what: str
) -> None:
    Municipality.objects.create(ags="03403000", name="Oldenburg")
    page = browser.new_page()
    page.goto(f"{live_server.url}/anmelden/")
    page.evaluate(ASK)
    kill(what, page)


@each_dies
@pytest.mark.django_db(transaction=True)
def test_the_one_after_it_is_served(browser: "Browser", live_server: LiveServer, what: str) -> None:
    assert Municipality.objects.count() == 0, what
    answer = browser.new_page().goto(f"{live_server.url}/anmelden/")
    assert answer is not None
    assert answer.ok
