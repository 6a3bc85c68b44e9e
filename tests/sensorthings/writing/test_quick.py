"""A single reading takes the short way, and is what the usual way would have made of it."""

import json
from contextlib import suppress
from io import BytesIO
from ipaddress import ip_network
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from klimamosaik.observations.models import Datastream, Delivery, Location, Quantity
from klimamosaik.observations.operations.arriving import NotAhead, take_in_ahead
from klimamosaik.observations.operations.reporting import ReportedReading, report_together
from klimamosaik.observations.operations.things import describe_datastreams
from klimamosaik.observations.queries.readings import data_version, readings
from klimamosaik.observations.store.batch import batch_of
from klimamosaik.people.models import ApiToken, TokenScope
from klimamosaik.people.tokens import revoke_token
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records import memory_cache
from klimamosaik.records.installation import installation_mark
from klimamosaik.records.runs import NamesRun
from klimamosaik.sensorthings.writing import streams
from klimamosaik.sensorthings.writing.quick import ANSWER
from klimamosaik.sources.sensorthings.asking import SAID_BY
from klimamosaik.web.wsgi import application
from tests.sensorthings.writing.conftest import ROOT, SensingClient, client_with, number

READING = {"phenomenonTime": "2026-03-01T12:00:00Z", "result": 3.5}
LATER = {"phenomenonTime": "2026-03-01T12:15:00Z", "result": 4.5}


def test_by_the_path_and_by_the_link_the_same_is_stored(api: SensingClient, stream: str) -> None:
    by_path = api.get(api.post(f"{stream}/Observations", READING))
    link = {"Datastream": {"@iot.id": number(stream)}}
    by_link = api.get(api.post("Observations", LATER | link))
    assert (by_path["result"], by_link["result"]) == (3.5, 4.5)
    assert by_path.keys() == by_link.keys()
    assert Delivery.objects.filter(streamed=True).count() == 2


def test_the_answer_says_its_length_and_whose_it_is(api: SensingClient, stream: str) -> None:
    answer = api.send("POST", f"{stream}/Observations", READING)
    assert answer.status_code == 201
    assert answer["Content-Length"] == "0"  # else the server closes the connection after it
    assert answer[SAID_BY] == installation_mark()


def test_a_page_of_another_site_may_read_the_answer(api: SensingClient, stream: str) -> None:
    site = {"Origin": "https://karte.example"}
    answer = api.send("POST", f"{stream}/Observations", READING, **site)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (201, "*")
    assert "Location" in answer["Access-Control-Expose-Headers"]


@pytest.fixture
def no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known for a second stays known, however slow the machine is."""
    monkeypatch.setattr(memory_cache, "monotonic", lambda: 0.0)


@pytest.mark.usefixtures("no_time_passes")
@pytest.mark.django_db(transaction=True)
def test_it_asks_the_database_for_little(api: SensingClient, stream: str) -> None:
    api.post(f"{stream}/Observations", READING)  # makes the feature of its place
    api.post(f"{stream}/Observations", READING)  # token and datastream are known for a moment
    with CaptureQueriesContext(
        connection,
    ) as asked:
        api.post(f"{stream}/Observations", LATER)
    tables = ("dataversion", "latest", "chunk", "delivery")
    words = [each["sql"] for each in asked if " " in each["sql"] and "BEGIN" not in each["sql"]]
    assert all(any(table in word for table in tables) for word in words), words
    assert 0 < len(words) <= 7


@pytest.mark.usefixtures("no_time_passes")
@pytest.mark.django_db(transaction=True)
def test_the_first_of_a_sensor_asks_one_question_more(api: SensingClient, stream: str) -> None:
    api.post(f"{stream}/Observations", READING)  # its feature is made, the token known
    streams.forget_all()
    with CaptureQueriesContext(connection) as asked:
        api.post(f"{stream}/Observations", LATER)
    about = [each["sql"] for each in asked if "observations_thing" in each["sql"]]
    assert len(about) == 1


def test_where_a_thing_is_now_decides_what_a_reading_is_about(
    api: SensingClient, stream: str
) -> None:
    target = streams.looked_up(number(stream))
    assert target is not None
    assert (target.here, target.feature) == (None, None)
    target = streams.with_feature(target)
    assert target.here == target.feature is not None
    assert streams.looked_up(number(stream)) == target
    place = Location.objects.get()
    place.gone_at = timezone.now()
    place.save()
    moved = streams.looked_up(number(stream))
    assert moved is not None
    assert (moved.here, moved.feature) == (None, target.feature)


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_back_with_its_transaction_is_not_kept(
    api: SensingClient, stream: str
) -> None:
    """The next datastream gets its number, and may be another town's."""
    known, pk = streams.target_of(number(stream)), number(stream)
    with suppress(RuntimeError), transaction.atomic():
        Datastream.objects.filter(pk=pk).update(quantity="use", name="eine andere")
        inside = streams.target_of(pk)
        raise RuntimeError
    assert inside != known  # not what was kept before
    assert streams.target_of(pk) == known  # nor what was taken back


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'{"result": 1, "phenomenonTime": "heute"}', 400),
        (b'{"phenomenonTime": "2026-03-01T12:00:00Z"}', 400),
    ],
)
def test_what_is_wrong_is_refused_as_ever(
    api: SensingClient, stream: str, body: bytes, status: int
) -> None:
    told, sentence = api.refused("POST", f"{stream}/Observations", body)
    assert (told, bool(sentence)) == (status, True)
    assert api.refused("POST", "Datastreams(999999)/Observations", READING)[0] == 404
    assert SensingClient().refused("POST", f"{stream}/Observations", body)[0] == 401
    assert data_version() == 0


def environ_of(api: SensingClient, stream: str, body: bytes, **more: str) -> dict[str, Any]:
    """A POST as a server hands it to the application."""
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"{ROOT}/{stream}/Observations",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "192.0.2.7",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_AUTHORIZATION": f"Bearer {api.key}",
    } | more


def answered(environ: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Status and head of what the application answers."""
    told: list[Any] = []

    def start(status: str, head: list[tuple[str, str]], fault: Any = None) -> Any:
        told.append((status, dict(head)))

    b"".join(application(environ, start))
    status, head = told[0]
    return status, head


def test_it_comes_before_what_pages_need_and_has_its_number_in_the_log(
    api: SensingClient, stream: str
) -> None:
    with patch.object(application, "usual") as usual:
        status, head = answered(environ_of(api, stream, json.dumps(READING).encode()))
    assert status == "201 Created"
    assert len(head["X-Request-ID"]) == 12
    assert not usual.called


def test_a_stranger_says_nothing_of_the_scheme_also_on_the_short_way(
    api: SensingClient, stream: str
) -> None:
    claimed = {"HTTP_X_FORWARDED_PROTO": "https"}
    _, head = answered(environ_of(api, stream, json.dumps(READING).encode(), **claimed))
    assert head["Location"].startswith("http://testserver/")


def test_a_host_that_is_not_ours_gets_no_reading_stored(api: SensingClient, stream: str) -> None:
    body = json.dumps(READING).encode()
    status, _ = answered(environ_of(api, stream, body, HTTP_HOST="elsewhere.example"))
    assert status.startswith("400")
    assert data_version() == 0


@pytest.mark.django_db(transaction=True)
def test_what_fails_for_the_short_way_is_asked_whole_of_the_usual_one(
    api: SensingClient, stream: str
) -> None:
    body = json.dumps(READING).encode()
    failing = patch(
        "klimamosaik.sensorthings.writing.single.report", side_effect=OperationalError("gone")
    )
    with failing:
        status, _ = answered(environ_of(api, stream, body))
    assert status == "201 Created"
    assert readings(datastreams=[number(stream)])["value"].to_list() == [3.5]


def test_a_token_taken_back_writes_nothing_more(api: SensingClient, stream: str) -> None:
    api.post(f"{stream}/Observations", READING)
    token = ApiToken.objects.get()
    revoke_token(token=token, by=None, at=timezone.now())
    assert api.refused("POST", f"{stream}/Observations", LATER)[0] == 401
    assert data_version() == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_to_another_file_is_closed_before_a_reading_is_stored(
    api: SensingClient, stream: str
) -> None:
    api.post(f"{stream}/Observations", READING)
    with patch("klimamosaik.observations.operations.arriving.renew_connections") as renewed:
        api.post(f"{stream}/Observations", LATER)
    assert renewed.called


def test_who_wants_to_see_it_is_shown_it(api: SensingClient, stream: str) -> None:
    answer = api.send("POST", f"{stream}/Observations", READING, Prefer="return=representation")
    assert json.loads(answer.content)["result"] == 3.5


def test_only_what_is_ahead_is_stored_where_that_is_asked_for(
    api: SensingClient, stream: str
) -> None:
    api.post(f"{stream}/Observations", LATER)
    held = readings(datastreams=[number(stream)])
    with pytest.raises(NotAhead):
        take_in_ahead(batch_of(held.drop("seq")), name="Probe")
    assert data_version() == 1
    first = api.post(f"{stream}/Observations", READING)  # late, and stored all the same
    assert api.get(first)["result"] == 3.5
    second = api.post(f"{stream}/Observations", READING | {"result": 9.9})
    assert second != first
    assert readings(datastreams=[number(stream)]).height == 3


def together(*environs: dict[str, Any]) -> list[str]:
    """Status of each where the server hands several over together, and then each as it does."""
    application.answer_together(environs)
    return [answered(environ)[0] for environ in environs]


@pytest.mark.django_db(transaction=True)
def test_several_that_come_together_are_one_delivery_and_each_gets_its_own_answer(
    api: SensingClient, stream: str, caplog: pytest.LogCaptureFixture
) -> None:
    bodies = [json.dumps({"result": each} | when(each)).encode() for each in range(3)]
    with override_settings(LOG_REQUESTS=True), caplog.at_level("INFO", "klimamosaik.requests"):
        environs = [environ_of(api, stream, body) for body in bodies]
        caplog.handler.addFilter(NamesRun())
        application.answer_together(environs)
        heads = [answered(environ)[1] for environ in environs]
    assert Delivery.objects.filter(streamed=True).count() == 1
    assert [api.get(path_of(head))["result"] for head in heads] == [0, 1, 2]
    ids = [head["X-Request-ID"] for head in heads]
    runs = [record.run.split()[1] for record in caplog.records]  # type: ignore[attr-defined]
    assert runs == ids
    assert len(set(ids)) == 3


@pytest.mark.django_db(transaction=True)
def test_of_several_one_that_is_wrong_is_refused_and_concerns_nobody_else(
    api: SensingClient, stream: str
) -> None:
    stranger = environ_of(api, stream, json.dumps(LATER).encode()) | {"HTTP_AUTHORIZATION": ""}
    told = together(
        environ_of(api, stream, json.dumps(READING).encode()),
        environ_of(api, stream, b"{"),
        stranger,
        environ_of(api, "Datastreams(999999)", json.dumps(LATER).encode()),
        environ_of(api, stream, json.dumps(LATER).encode(), QUERY_STRING="$select=id"),
    )
    assert [status[:3] for status in told] == ["201", "400", "401", "404", "201"]
    assert readings(datastreams=[number(stream)])["value"].to_list() == [3.5, 4.5]


@pytest.mark.django_db(transaction=True)
def test_of_several_each_is_known_by_its_own_key_and_address(
    api: SensingClient, stream: str, caplog: pytest.LogCaptureFixture
) -> None:
    other = client_with(None, TokenScope.OBSERVATIONS)
    bodies = [json.dumps({"result": each} | when(each)).encode() for each in range(5)]
    with (
        override_settings(LOG_REQUESTS=True, ALLOWED_HOSTS=["testserver", "b.example"]),
        override_settings(TRUSTED_PROXIES=[ip_network("192.0.2.7/32")]),
        caplog.at_level("INFO", "klimamosaik.requests"),
    ):
        environs = [
            environ_of(api, stream, bodies[0]),
            environ_of(other, stream, bodies[1], HTTP_HOST="b.example"),
            environ_of(api, stream, bodies[2], HTTP_X_FORWARDED_PROTO="https"),
            environ_of(other, stream, bodies[3], HTTP_HOST="b.example"),
            environ_of(api, stream, bodies[4], HTTP_HOST="elsewhere.example"),
        ]
        caplog.handler.addFilter(NamesRun())
        application.answer_together(environs)
    assert environs.pop()[ANSWER] is None
    places = [answered(each)[1]["Location"].partition("/sensorthings")[0] for each in environs]
    assert places == ["http://testserver", "http://b.example", "https://testserver:80", places[1]]
    tokens = [record.run.split()[-1] for record in caplog.records]  # type: ignore[attr-defined]
    own, others = ApiToken.objects.order_by("pk").values_list("pk", flat=True)
    assert tokens == [str(each) for each in (own, others, own, others)]


@pytest.mark.django_db(transaction=True)
def test_of_several_what_comes_late_or_to_what_is_deleted_is_left_out(
    api: SensingClient, stream: str
) -> None:
    gone = Datastream.objects.create(name="x", thing=Datastream.objects.get().thing)
    rows = [
        ReportedReading(pk, start, start, 1.0, None)
        for pk, start in ((number(stream), 5_000), (gone.pk, 5_000), (number(stream), 7_000))
    ]
    assert report_together(rows[:2], ["a", "b"]) == [None, None]
    Datastream.objects.filter(pk=gone.pk).update(gone_at=timezone.now())
    later = rows[1]._replace(start=9_000, end=9_000)
    found = report_together([*rows[:1], rows[2], later], ["a", "b", "c"])
    assert [type(each) for each in found] == [NotAhead, type(None), NotAhead]
    assert readings(datastreams=[number(stream), gone.pk]).height == 3
    assert [each.name for each in Delivery.objects.order_by("seq")] == ["a, b", "b"]


@pytest.mark.django_db(transaction=True)
def test_of_several_at_one_moment_each_finds_its_own_place(api: SensingClient, stream: str) -> None:
    values = (3.5, 9.9, 3.5)  # the last says what the first did
    bodies = [json.dumps(READING | {"result": value}).encode() for value in values]
    late = json.dumps(READING | when(0)).encode()
    environs = [environ_of(api, stream, body) for body in (*bodies, late)]
    application.answer_together(environs)
    told = [answered(each) for each in environs]
    assert [status for status, _ in told] == ["201 Created"] * 4
    assert [api.get(path_of(head))["result"] for _, head in told] == [3.5, 9.9, 3.5, 3.5]
    assert told[0][1]["Location"] == told[2][1]["Location"]
    assert sorted(readings(datastreams=[number(stream)])["value"].to_list()) == [3.5, 3.5, 9.9]


@pytest.mark.django_db(transaction=True)
def test_of_several_a_meters_newer_reading_of_the_same_time_corrects_it(
    api: SensingClient, town: Municipality, stream: str
) -> None:
    school = Building.objects.create(municipality=town, name="Schule")
    point = MeterPoint.objects.create(building=school, carrier="electricity", name="Hauptzähler")
    meter = Datastream.objects.create(
        name="Strom", meter_point=point, quantity=Quantity.ENERGY, unit="kWh", spacing="PT1H"
    )
    describe_datastreams()
    hour = {"phenomenonTime": "2026-03-01T12:00:00Z/2026-03-01T13:00:00Z"}
    path = f"Datastreams({meter.pk})"
    used = [environ_of(api, path, json.dumps(hour | {"result": each}).encode()) for each in (5, 6)]
    told = together(used[0], environ_of(api, stream, json.dumps(READING).encode()))
    assert told == ["201 Created"] * 2
    assert together(used[1], environ_of(api, stream, json.dumps(LATER).encode())) == told
    assert readings(datastreams=[meter.pk])["value"].to_list() == [6.0]
    assert readings(datastreams=[number(stream)]).height == 2


@pytest.mark.django_db(transaction=True)
def test_where_several_cannot_be_placed_together_each_is_looked_at_by_itself(
    api: SensingClient, stream: str
) -> None:
    api.post(f"{stream}/Observations", LATER)
    bodies = [json.dumps(READING | when(each)).encode() for each in range(2)]
    environs = [environ_of(api, stream, body) for body in bodies]
    with patch("klimamosaik.sensorthings.writing.single.report", side_effect=ValueError):
        application.answer_together(environs)
    assert [ANSWER in each for each in environs] == [False, False]
    assert [answered(each)[0] for each in environs] == ["201 Created"] * 2
    assert readings(datastreams=[number(stream)]).height == 3


@pytest.mark.django_db(transaction=True)
def test_where_the_store_fails_nobody_of_several_is_told_that_it_is_stored(
    api: SensingClient, stream: str
) -> None:
    environs = [environ_of(api, stream, json.dumps(each).encode()) for each in (READING, LATER)]
    gone = OperationalError("gone")
    with patch("klimamosaik.observations.operations.arriving.version.hold", side_effect=gone):
        told = together(*environs)
    assert all(status[0] == "5" for status in told), told
    assert data_version() == 0


def when(minute: int) -> dict[str, str]:
    """A moment before noon."""
    return {"phenomenonTime": f"2026-03-01T11:{minute:02}:00Z"}


def path_of(head: dict[str, str]) -> str:
    """Where what was made stands, below the root."""
    return head["Location"].split(f"{ROOT}/")[1]
