"""Data sources in the office: looked at, added, paused, removed; a file that asks is answered."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.alarms.operations.promises import broken_promises
from klimamosaik.observations.models import Delivery
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import save
from klimamosaik.streams.mirror.work import client_of
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.streams.own.renewable import renewable_of
from klimamosaik.streams.passwords import sealed
from klimamosaik.streams.work import work_on
from tests.streams.frost import FakeFrost, frost

pytestmark = pytest.mark.django_db
LIST, NEW = "/03403000/quellen/", "/03403000/quellen/neu/"
PROMISE = {
    "name": "Wetterfühler",
    "owner": "Stadt Oldenburg",
    "legal_basis": "NKlimaG § 17",
    "licence": "nur intern",
    "promised": "15 Minuten",
    "kept": "dauerhaft",
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeFrost]:
    """A server that a page may ask although it stands on loopback."""
    for place in ("streams.mirror.work", "sources.sensorthings.outside"):
        monkeypatch.setattr(f"klimamosaik.{place}.refuse_inside", lambda asked: None)
    with frost() as held:
        yield held


@pytest.fixture
def source(town: Municipality, server: FakeFrost) -> DataSource:
    return DataSource.objects.create(
        municipality=town,
        kind=SourceKind.SENSORTHINGS,
        name="Wetterfühler",
        address=server.address,
        owner="Stadt Oldenburg",
        legal_basis="NKlimaG § 17",
        licence="nur intern",
        promised_every=timedelta(minutes=15),
        added_at=datetime.now(UTC),
    )


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def recent(minutes: float) -> str:
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat(timespec="seconds")


def test_without_a_source_the_page_says_how_to_begin(as_reader: Client) -> None:
    page = text(as_reader, LIST)
    assert "Noch keine. Gut für den Anfang" in page
    assert NEW not in page


def test_the_way_to_the_sources_stands_beside_the_files(as_reader: Client) -> None:
    assert f'href="{LIST}"' in text(as_reader, "/03403000/dateien/")


def test_only_who_manages_adds_a_source(as_editor: Client) -> None:
    assert as_editor.get(NEW).status_code == 403


def test_a_source_is_looked_at_first_and_stored_only_then(
    as_admin: Client, server: FakeFrost
) -> None:
    server.meter(1, "Außentemperatur", unit="K")
    server.says(1, recent(10), 21.5)
    wish = {"kind": "sensorthings", "address": server.address, **PROMISE}
    page = as_admin.post(NEW, {**wish, "do": "look"}).content.decode()
    assert "Außentemperatur" in page
    assert "Stimmt die Einheit?" in page
    assert not DataSource.objects.exists()
    added = as_admin.post(NEW, {**wish, "do": "add"})
    assert added.status_code == 302
    held = DataSource.objects.get()
    assert held.promised_every == timedelta(minutes=15)
    assert held.kept_for is None
    assert "noch nichts gekommen" in text(as_admin, LIST)


def test_an_address_is_enough_to_look(as_admin: Client, server: FakeFrost) -> None:
    server.meter(1, "Außentemperatur")
    server.says(1, recent(10), 21.5)
    wish = {"kind": "sensorthings", "address": server.address, "do": "look"}
    page = as_admin.post(NEW, wish).content.decode()
    assert "Außentemperatur" in page
    assert 'class="error"' not in page


def test_all_that_is_missing_is_said_at_its_field(as_admin: Client) -> None:
    page = as_admin.post(NEW, {"kind": "sensorthings", "do": "add"}).content.decode()
    for words in ("Wem gehören die Daten?", "Rechtsgrundlage", "Lizenz", "zugesagt", "Dauer"):
        assert words in page
    assert page.count('class="error"') == 7
    assert not DataSource.objects.exists()


def test_a_server_inside_is_no_window_into_our_network(as_admin: Client) -> None:
    with frost() as closed:
        wish = {"kind": "sensorthings", "address": closed.address, "do": "look", **PROMISE}
        page = as_admin.post(NEW, wish).content.decode()
        assert "steht im internen Netz" in page
        assert not closed.asked


def test_a_name_that_leads_inside_only_when_it_is_asked_is_no_window_either(
    as_admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("klimamosaik.streams.mirror.work.refuse_inside", lambda root: None)
    with frost() as closed:
        wish = {"kind": "sensorthings", "address": closed.address, "do": "look", **PROMISE}
        page = as_admin.post(NEW, wish).content.decode()
        assert "steht im internen Netz" in page
        assert not closed.asked


def test_who_pushes_sees_the_token_once(as_admin: Client) -> None:
    page = as_admin.post(NEW, {"kind": "push", "do": "add", **PROMISE}).content.decode()
    held = DataSource.objects.get()
    assert "Authorization: Bearer " in page
    assert f"/quellen/{held.pk}/uplink" in page
    assert "Authorization: Bearer " not in text(as_admin, f"{LIST}{held.pk}/")
    old = held.digest
    again = as_admin.post(
        f"{LIST}{held.pk}/entfernen/", {"do": "token", "sure": "yes"}
    ).content.decode()
    assert "Authorization: Bearer " in again
    held.refresh_from_db()
    assert held.digest != old


def test_a_page_shows_series_with_unit_place_value_and_silence(
    as_editor: Client, source: DataSource, server: FakeFrost
) -> None:
    server.meter(1, "frisch")
    server.says(1, recent(5), 21.5)
    server.meter(2, "alt")
    server.says(2, recent(6000), 7.25)
    work_on(source, now=datetime.now(UTC))
    Delivery.objects.update(at=datetime.now(UTC) - timedelta(hours=1))
    server.says(1, recent(1), 21.5)
    work_on(source, now=datetime.now(UTC))
    page = text(as_editor, f"{LIST}{source.pk}/")
    assert "läuft" in page
    assert "52,2800, 8,0500" in page
    assert "21,5" in page
    assert "stumm: 1" in page
    listed = text(as_editor, LIST)
    assert "Wetterfühler" in listed
    assert ">2 <small" in listed
    assert "stumm: 1" in listed


def test_a_series_in_another_unit_than_before_is_two_and_the_page_says_so(
    as_editor: Client, source: DataSource, server: FakeFrost
) -> None:
    server.meter(1, "Wärme", unit="kWh")
    server.says(1, recent(6000), 7_000.0)
    work_on(source, now=datetime.now(UTC))
    server.series[1]["unitOfMeasurement"]["symbol"] = "MWh"
    server.says(1, recent(5), 7.5)
    work_on(source, now=datetime.now(UTC))
    page = text(as_editor, f"{LIST}{source.pk}/")
    assert "dann andere Einheit" in page
    assert "7.000 kWh" in page
    assert "7,5 MWh" in page
    assert "stumm" not in page
    assert page.count("Weglassen") == 1
    assert not [each for each in broken_promises(now=datetime.now(UTC)) if each.datastream]


def test_a_fault_is_said_and_over_once_it_is_over(
    as_reader: Client, source: DataSource, server: FakeFrost
) -> None:
    server.faults += [404]
    work_on(source, now=datetime.now(UTC))
    assert "gestört" in text(as_reader, LIST)
    assert "Stimmt die Adresse bis zur Version?" in text(as_reader, f"{LIST}{source.pk}/")
    work_on(source, now=datetime.now(UTC))
    assert "gestört" not in text(as_reader, LIST)


def test_pause_leave_out_and_remove(
    as_admin: Client, source: DataSource, server: FakeFrost
) -> None:
    server.meter(1)
    server.says(1, recent(5), 21.5)
    work_on(source, now=datetime.now(UTC))
    page, change = f"{LIST}{source.pk}/", f"{LIST}{source.pk}/aendern/"
    as_admin.post(change, {"do": "pause"})
    assert "angehalten" in text(as_admin, page)
    as_admin.post(change, {"do": "resume"})
    as_admin.post(change, {"do": "out", "key": "Datastreams(1)"})
    assert "wird nicht abgeholt" in text(as_admin, page)
    as_admin.post(change, {"do": "in", "key": "Datastreams(1)"})
    assert "wird nicht abgeholt" not in text(as_admin, page)
    assert "Was kam, bleibt, wenn Sie es nicht anders wollen: 1 Messreihe mit 1 Messwert." in text(
        as_admin, page
    )
    told = as_admin.post(
        f"{page}entfernen/", {"do": "remove", "sure": "yes"}, follow=True
    ).content.decode()
    assert "Es bleiben 1 Messreihe mit 1 Wert" in told
    assert not DataSource.objects.exists()
    assert "Datenquelle" in text(as_admin, "/03403000/verlauf/")


def test_another_town_does_not_see_it(source: DataSource, as_reader: Client) -> None:
    other = Municipality.objects.create(ags="03404000", name="Osnabrück")
    DataSource.objects.filter(pk=source.pk).update(municipality=other)
    assert as_reader.get(f"{LIST}{source.pk}/").status_code == 404
    assert "Wetterfühler" not in text(as_reader, LIST)


def test_a_file_that_asks_is_laid_before_a_person(
    as_editor: Client, source: DataSource, tmp_path: Path
) -> None:
    folder = tmp_path / "eingang"
    folder.mkdir()
    file = folder / "werte.csv"
    file.write_text("Datum;Wert\n01.01.2025;1\n02.01.2025;2\n03.01.2025;5\n")
    os.utime(file, (time.time() - 60, time.time() - 60))
    DataSource.objects.filter(pk=source.pk).update(kind=SourceKind.FOLDER, address=str(folder))
    source.refresh_from_db()
    work_on(source, now=datetime.now(UTC))
    assert "wartet auf eine Antwort" in text(as_editor, f"{LIST}{source.pk}/")
    row = source.files.get()
    asked = as_editor.post(f"/03403000/quellen/dateien/{row.pk}/antworten/", follow=True)
    assert "werte.csv" in asked.content.decode()
    assert asked.redirect_chain[-1][0].startswith("/03403000/dateien/vorschau/")


def test_a_promise_of_one_hour_is_good_german(as_editor: Client, source: DataSource) -> None:
    DataSource.objects.update(promised_every=timedelta(hours=1))
    assert "mindestens ein Wert in 1 Stunde" in text(as_editor, f"{LIST}{source.pk}/")


def test_the_pages_speak_english_too(as_admin: Client, source: DataSource) -> None:
    as_admin.post("/sprache/setlang/", {"language": "en"})
    assert "What reports by itself" in text(as_admin, LIST)
    assert "Owner of the data" in text(as_admin, f"{LIST}{source.pk}/")
    assert "Add a source" in text(as_admin, NEW)


def test_a_log_in_is_sent_where_one_is_given(source: DataSource) -> None:
    source.options, source.secret = {"user": "mosaik"}, sealed("geheim")
    assert client_of(source).headers == {"authorization": "Basic bW9zYWlrOmdlaGVpbQ=="}
    source.options = {}
    assert client_of(source).headers == {"authorization": "Bearer geheim"}


def test_the_history_tells_what_was_changed_in_words(
    as_editor: Client, source: DataSource, editor: User
) -> None:
    source.options = {"left_out": ["Datastreams(1)"]}
    source.promised_every = timedelta(hours=1)
    save(source, by=editor)
    source.options = {"left_out": []}
    source.promised_every = timedelta(minutes=30)
    save(source, by=editor)
    page = text(as_editor, "/03403000/verlauf/")
    assert "30 Minuten" in page
    assert "left_out: Datastreams(1)" in page


@pytest.mark.long
def test_many_series_are_shown_in_pages_that_stay_small(
    as_editor: Client, source: DataSource, server: FakeFrost
) -> None:
    for key in range(1, 121):
        server.meter(key, f"Fühler {key:03d}")
    work_on(source, now=datetime.now(UTC))
    first = as_editor.get(f"{LIST}{source.pk}/").content.decode()
    assert "Seite 1 von 3" in first
    assert len(first.encode()) < 100_000
    last = text(as_editor, f"{LIST}{source.pk}/?seite=3")
    assert "Fühler 120" in last
    assert "Fühler 001" not in last


def test_who_manages_gives_another_password_and_nobody_sees_it(
    as_admin: Client, as_editor: Client, source: DataSource
) -> None:
    page, given = f"{LIST}{source.pk}/", {"do": "password", "password": "neu-4711"}
    assert "Passwort dort" in text(as_admin, page)
    assert "Passwort dort" not in text(as_editor, page)
    assert as_editor.post(f"{page}entfernen/", given).status_code == 403
    told = as_admin.post(f"{page}entfernen/", given, follow=True).content.decode()
    assert "gilt beim nächsten Abholen" in told
    assert "neu-4711" not in told
    source.refresh_from_db()
    assert source.password == "neu-4711"
    as_admin.post(f"{page}entfernen/", {"do": "password", "password": ""})
    source.refresh_from_db()
    assert source.secret == ""


def test_what_the_server_runs_on_is_told_with_its_source_or_not_at_all(
    source: DataSource, as_editor: Client
) -> None:
    DataSource.objects.filter(pk=source.pk).update(kind=SourceKind.OWN, address="")
    page = f"{LIST}{source.pk}/"
    said = {"do": "renewable", "share": "120", "kind": "contract", "year": "2025", "source": ""}
    refused = as_editor.post(f"{page}aendern/", said).content.decode()
    assert 'value="120"' in refused  # what was typed is still there
    assert "renewable" not in DataSource.objects.get().options
    said |= {"share": "62,5", "source": "Stromkennzeichnung"}
    assert as_editor.post(f"{page}aendern/", said).status_code == 302
    held = renewable_of(DataSource.objects.get())
    assert held is not None
    assert "62" in held.said.de
    assert "Stromkennzeichnung" in held.said.de
    assert 'value="62,5"' in text(as_editor, page)
