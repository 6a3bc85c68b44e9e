"""Public answers are kept as long as nothing they stand on changes, and not a moment longer."""

import gzip
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from klimamosaik.places.models import Municipality
from klimamosaik.publication.public.answer_cache import KeptAnswer, KeptAnswers, kept
from klimamosaik.records.state_cache import Shelf

pytestmark = pytest.mark.django_db
LONG = "Klima " * 500


class Counting:
    """A site that counts how often it was asked."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse] | None = None) -> None:
        self.asked = 0
        self.answer = answer or (lambda request: HttpResponse(LONG))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.asked += 1
        return self.answer(request)


def get(path: str = "/klima/00000001/", **headers: str) -> HttpRequest:
    return RequestFactory().get(path, **headers)  # type: ignore[arg-type]


def test_what_did_not_change_is_made_once() -> None:
    site = Counting()
    keeper = KeptAnswers(site)
    answers = {keeper(get()).content for _ in range(5)}
    assert (answers, site.asked) == ({LONG.encode()}, 1)


def test_a_change_of_any_record_is_seen_by_the_next_request() -> None:
    site = Counting()
    keeper = KeptAnswers(site)
    keeper(get())
    Municipality.objects.create(ags="03999999", name="Neudorf")
    keeper(get())
    assert site.asked == 2


def test_each_language_address_and_format_has_its_own_answer() -> None:
    site = Counting()
    keeper = KeptAnswers(site)
    for request in (
        get("/klima/1/"),
        get("/en/klima/1/"),
        get("/klima/1/zahlen/mosaik/?von=2020"),
        get("/api/v1/", HTTP_ACCEPT="text/csv"),
        get("/klima/1/", HTTP_HOST="localhost"),
    ):
        keeper(request)
    assert site.asked == 5


def test_where_the_public_address_is_set_no_other_way_of_asking_has_pages_made_anew() -> None:
    site = Counting()
    keeper = KeptAnswers(site)
    with override_settings(PUBLIC_ADDRESS="https://klima.example", ALLOWED_HOSTS=["localhost"]):
        for host in ("localhost", "localhost:81", "localhost:82"):
            assert keeper(get(HTTP_HOST=host)).content == LONG.encode()
        with pytest.raises(DisallowedHost):
            keeper(get(HTTP_HOST="elsewhere.example"))
    assert site.asked == 1


def test_what_a_page_does_not_read_of_the_query_has_nothing_made_anew() -> None:
    site = Counting()
    keeper = KeptAnswers(site)
    pages = ("/klima/1/", "/en/klima/1/zahlen/mosaik.csv", "/offene-daten/catalog.rdf", "/llms.txt")
    for path in pages:
        bodies = {
            keeper(get(path + junk)).content for junk in ("", "?x=1", "?x=2&stadtteil=3", "?")
        }
        assert len(bodies) == 1
    assert site.asked == len(pages)


def test_what_a_page_reads_of_the_query_has_its_own_answer() -> None:
    site = Counting()
    keeper = KeptAnswers(site)
    asked = (
        "/klima/1/?stand=2030", "/en/klima/1/?stand=2035", "/klima/1/bei-mir/?suche=a",
        "/klima/1/bei-mir/?stadtteil=a", "/klima/1/zahlen/mosaik/?von=2020",
        "/klima/1/zahlen/mosaik/?bis=2020", "/klima/1/zahlen/mosaik.csv?form=excel",
        "/klima/1/offene-daten/catalog.ttl?page=2", "/api/v1/?x=1",
    )  # fmt: skip
    for path in asked:
        keeper(get(path))
        keeper(get(path.partition("?")[0]))
        keeper(get(path + ("" if "/api/" in path else "&x=1")))
    assert site.asked == len(asked) + len({path.partition("?")[0] for path in asked})


def test_both_catalogues_are_kept_in_each_form_that_is_asked_for() -> None:
    site = Counting()
    keeper = KeptAnswers(site)
    for path in ("/offene-daten/catalog", "/klima/1/offene-daten/catalog"):
        for media in ("text/turtle", "application/rdf+xml"):
            assert "Accept" in keeper(get(path, HTTP_ACCEPT=media))["Vary"].split(", ")
    assert site.asked == 4


def test_a_page_is_made_once_whatever_languages_a_browser_prefers() -> None:
    site = Counting()
    keeper = KeptAnswers(site)
    for preferred in ("de", "en-GB,en;q=0.8", "fr"):
        assert keeper(get(HTTP_ACCEPT_LANGUAGE=preferred))["Vary"] == "Accept-Encoding"
    assert site.asked == 1


def test_the_office_is_never_kept() -> None:
    site = Counting()
    keeper = KeptAnswers(site)
    for _ in range(3):
        keeper(get("/00000001/energie/"))
    assert site.asked == 3


def test_who_has_the_answer_is_told_so_packed_or_not() -> None:
    keeper = KeptAnswers(Counting())
    for headers in ({}, {"HTTP_ACCEPT_ENCODING": "gzip, br"}):
        first = keeper(get(**headers))
        again = keeper(get(HTTP_IF_NONE_MATCH=first["ETag"], **headers))
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert first["Cache-Control"] == "public, no-cache"


def test_a_packed_answer_says_the_same() -> None:
    keeper = KeptAnswers(Counting())
    packed = keeper(get(HTTP_ACCEPT_ENCODING="gzip"))
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content).decode() == LONG
    assert int(packed["Content-Length"]) == len(packed.content) < len(LONG)


def test_nobody_is_known_and_no_cookie_is_set() -> None:
    seen = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(dict(request.COOKIES))
        response = HttpResponse(LONG)
        response.set_cookie("sessionid", "secret")
        return response

    first = KeptAnswers(Counting(answer))(get(HTTP_COOKIE="sessionid=abc"))
    assert seen == [{}]
    assert not first.cookies


def test_what_is_not_there_is_not_kept() -> None:
    site = Counting(lambda request: HttpResponse("gone", status=410))
    keeper = KeptAnswers(site)
    assert [keeper(get()).status_code for _ in range(2)] == [410, 410]
    assert site.asked == 2


def test_a_head_request_has_the_headers_and_no_body() -> None:
    keeper = KeptAnswers(Counting())
    answer = keeper(RequestFactory().head("/klima/1/"))
    assert (answer.content, answer["Content-Length"]) == (b"", str(len(LONG)))


@pytest.mark.django_db(transaction=True)
def test_a_hundred_waiting_requests_make_it_once() -> None:
    begun = threading.Event()

    def slow(request: HttpRequest) -> HttpResponse:
        begun.wait(5)
        return HttpResponse(LONG)

    site = Counting(slow)
    keeper = KeptAnswers(site)
    with ThreadPoolExecutor(20) as pool:
        waiting = [pool.submit(keeper, get()) for _ in range(100)]
        begun.set()
        assert {each.result().content for each in waiting} == {LONG.encode()}
    assert site.asked == 1


def test_the_shelf_keeps_to_its_room() -> None:
    from klimamosaik.publication.queries.public_version import PublicVersion

    shelf: Shelf[KeptAnswer] = Shelf(room=100_000)
    stand = PublicVersion((1,))
    for place in range(200):
        shelf.find(stand, (str(place),))
        shelf.put(stand, (str(place),), kept(HttpResponse(str(place) * 2000)))
    assert shelf.filled <= 100_000
    assert shelf.find(stand, ("199",)) is not None
    assert shelf.find(stand, ("0",)) is None
