"""One mail when a trouble begins, one when it ends; a list and a feed beside them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client, override_settings

from klimamosaik.alarms.models import Trouble, TroubleMail
from klimamosaik.alarms.operations.mail import tell
from klimamosaik.observations.models import Datastream
from klimamosaik.places.models import Municipality
from tests.alarms.conftest import HOUR, MINUTE, NOW, looked, said

pytestmark = pytest.mark.django_db
Sensors = Callable[..., Datastream]


@pytest.fixture
def server(town: Municipality) -> object:
    """The operator named a mail server, and the town an address."""
    TroubleMail.objects.create(municipality=town, address="klima@stadt.example")
    told = {"EMAIL_HOST": "mail.stadt.example", "DEFAULT_FROM_EMAIL": "mosaik@stadt.example"}
    with override_settings(PUBLIC_ADDRESS="https://klima.stadt.example", **told):
        yield


@pytest.mark.usefixtures("server")
def test_one_mail_when_it_begins_and_one_when_it_ends(sensor: Sensors) -> None:
    stream = sensor()
    said(stream, [20.0], first=NOW)
    looked(NOW + 2 * HOUR)
    assert [tell(at=NOW + 2 * HOUR + minutes * MINUTE) for minutes in range(3)] == [1, 0, 0]
    said(stream, [20.0], first=NOW + 3 * HOUR)
    looked(NOW + 3 * HOUR)
    assert [tell(at=NOW + 3 * HOUR + minutes * MINUTE) for minutes in range(3)] == [1, 0, 0]
    begun, over = mail.outbox
    assert begun.subject == "Oldenburg: Messreihe meldet nicht"
    assert begun.to == ["klima@stadt.example"]
    assert begun.from_email == "mosaik@stadt.example"
    assert "kam kein neuer Wert" in begun.body
    assert "no new value" in begun.body
    assert "https://klima.stadt.example/03403000/stoerungen/" in begun.body
    assert over.subject == "Oldenburg: beendet: Messreihe meldet nicht"


@pytest.mark.usefixtures("server")
def test_many_at_once_are_one_mail(sensor: Sensors) -> None:
    streams = [sensor(f"Beet {number}") for number in range(8)]
    for stream in streams[1:]:
        said(stream, [20.0], first=NOW)
    said(streams[0], [20.0], first=NOW + 2 * HOUR)
    looked(NOW + 2 * HOUR)
    assert Trouble.objects.count() == 7
    assert tell(at=NOW + 2 * HOUR) == 1
    assert mail.outbox[0].subject == "Oldenburg: 7 neue Störungen"


@pytest.mark.usefixtures("server")
def test_what_was_over_before_anybody_was_told_is_one_mail(sensor: Sensors) -> None:
    stream = sensor()
    said(stream, [20.0], first=NOW)
    looked(NOW + 2 * HOUR)
    said(stream, [20.0], first=NOW + 2 * HOUR)
    looked(NOW + 2 * HOUR)
    assert [tell(at=NOW + 2 * HOUR), tell(at=NOW + 2 * HOUR)] == [1, 0]


@pytest.mark.usefixtures("server")
def test_a_server_that_does_not_answer_is_asked_again(
    sensor: Sensors, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(sensor(), [20.0], first=NOW)
    looked(NOW + 2 * HOUR)

    def refused(self: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refused)
        assert tell(at=NOW + 2 * HOUR) == 0
    assert tell(at=NOW + 2 * HOUR + MINUTE) == 1


def test_without_a_server_or_an_address_nothing_is_sent_and_nothing_is_lost(
    sensor: Sensors, town: Municipality
) -> None:
    said(sensor(), [20.0], first=NOW)
    looked(NOW + 2 * HOUR)
    with override_settings(EMAIL_HOST="", DEFAULT_FROM_EMAIL=""):
        assert tell(at=NOW + 2 * HOUR) == 0
    with override_settings(EMAIL_HOST="mail.example", DEFAULT_FROM_EMAIL="a@b.example"):
        assert tell(at=NOW + 2 * HOUR) == 0
        TroubleMail.objects.create(municipality=town, address="klima@stadt.example")
        assert tell(at=NOW + 3 * HOUR) == 1


@pytest.mark.usefixtures("server")
def test_old_troubles_are_told_no_more(sensor: Sensors) -> None:
    said(sensor(), [20.0], first=NOW)
    looked(NOW + 2 * HOUR)
    assert tell(at=NOW + timedelta(days=9)) == 0


def feed_link(client: Client) -> str:
    """The person's own link on the list."""
    text = client.get("/03403000/stoerungen/").content.decode()
    return text.split('neues.atom"')[0].rsplit('"', 1)[1] + "neues.atom"


def test_a_person_follows_by_feed_without_logging_in(as_reader: Client, sensor: Sensors) -> None:
    said(sensor(), [20.0], first=NOW)
    link = feed_link(as_reader)
    empty = Client().get(link)
    assert empty.status_code == 200
    assert empty["Content-Type"].startswith("application/atom+xml")
    assert b"<entry>" not in empty.content
    looked(NOW + 2 * HOUR)
    text = Client().get(link).content.decode()
    assert text.count("<entry>") == 1
    assert "Messreihe meldet nicht" in text


def test_a_link_ends_with_the_password_the_role_or_the_person(
    as_reader: Client, reader: object, town: Municipality
) -> None:
    link = feed_link(as_reader)
    assert Client().get(link.replace("/03403000/", "/03404000/")).status_code == 404
    assert Client().get(link[:-14] + "x/neues.atom").status_code == 404
    reader.set_password("ein-neues-wort-hier")  # type: ignore[attr-defined]
    reader.save()  # type: ignore[attr-defined]
    assert Client().get(link).status_code == 404


def test_who_lost_the_role_reads_no_feed(as_reader: Client, town: Municipality) -> None:
    link = feed_link(as_reader)
    town.memberships.all().delete()
    assert Client().get(link).status_code == 404
