"""klimamosaik source, as somebody types it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from klimamosaik.observations.models import Datastream
from klimamosaik.places.models import Municipality
from klimamosaik.streams.models import DataSource
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.cli import commands
from tests.streams.frost import FakeFrost, frost

pytestmark = pytest.mark.django_db

PROMISE = [
    "--name", "Parkplätze", "--owner", "Stadt Oldenburg", "--legal-basis", "NKlimaG § 17",
    "--licence", "dl-de/by-2-0", "--every", "15 min", "--keep", "dauerhaft",
]  # fmt: skip


@pytest.fixture
def server() -> Iterator[FakeFrost]:
    with frost() as held:
        yield held


def source(*words: str) -> Result:
    return CliRunner().invoke(commands(), ["source", *words])


def done(*words: str) -> Any:
    """What a command answers as JSON."""
    result = source(*words, "--json")
    assert result.exit_code == 0, result.exception
    return json.loads(result.output)


def recent(minutes: float) -> str:
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat(timespec="seconds")


def test_a_source_is_not_accepted_without_what_it_must_say(town: Municipality) -> None:
    told = source("add", "sensorthings", "https://frost.example.org/v1.1")
    assert isinstance(told.exception, InputRejected)
    assert {each.code for each in told.exception.complaints} == {
        "no_name",
        "no_owner",
        "no_legal_basis",
        "no_licence",
        "no_promise",
        "no_retention",
    }
    assert not DataSource.objects.exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["sensorthings", "frost.example.org"], "no_sensorthings_address"),
        (["sensorthings", "ftp://frost.example.org/v1.1"], "no_sensorthings_address"),
        (["mqtt", "https://broker.example.org"], "no_broker"),
        (["mqtt", "mqtts://broker.example.org"], "no_topic"),
        (["folder", "/nirgends/hier"], "no_folder"),
        (["fax", "0441"], "unknown_kind"),
    ],
)
def test_an_address_its_kind_cannot_use_is_one_sentence(
    town: Municipality, words: list[str], code: str
) -> None:
    told = source("add", *words, *PROMISE)
    assert isinstance(told.exception, InputRejected)
    assert code in {each.code for each in told.exception.complaints}


def test_a_source_is_added_listed_and_removed(town: Municipality, server: FakeFrost) -> None:
    added = done("add", "sensorthings", server.address, *PROMISE, "--internal")
    assert added["kind"] == "sensorthings"
    (listed,) = done("list")
    assert listed["name"] == "Parkplätze"
    assert listed["condition"] == "waiting"
    assert listed["promised_every_s"] == 900
    assert listed["kept_for_s"] is None
    removed = done("remove", "Parkplätze")
    assert removed["removed"] == added["id"]
    assert done("list") == []


def test_what_was_fetched_remains_when_the_source_goes(
    town: Municipality, server: FakeFrost
) -> None:
    server.meter(1)
    server.says(1, recent(20), 20.5)
    done("add", "sensorthings", server.address, *PROMISE, "--internal")
    assert source("fetch", "Parkplätze").exit_code == 0
    assert done("list")[0]["readings"] == 1
    assert done("remove", "Parkplätze")["remain"] == {"series": 1, "readings": 1}
    assert Datastream.objects.count() == 1


def test_all_of_it_can_go_with_the_source(town: Municipality, server: FakeFrost) -> None:
    server.meter(1)
    server.says(1, recent(20), 20.5)
    done("add", "sensorthings", server.address, *PROMISE, "--internal")
    source("fetch", "Parkplätze")
    left = done("remove", "Parkplätze", "--with-readings")
    assert left["remain"]["readings"] == 0
    assert not Datastream.objects.exists()
    assert Datastream.everything.count() == 1


def test_who_pushes_gets_address_and_token_once(town: Municipality) -> None:
    added = done("add", "push", *PROMISE)
    assert added["push"].endswith(f"/quellen/{added['id']}/uplink")
    held = DataSource.objects.get()
    assert added["token"]
    assert added["token"] not in json.dumps(done("list"))
    assert len(held.digest) == 64
    assert added["token"] not in held.digest


def test_a_server_is_seen_before_anything_is_stored(town: Municipality, server: FakeFrost) -> None:
    server.sensor(1)
    server.says(1, recent(30), "frei")
    server.says(1, recent(15), "belegt")
    server.meter(2, "Außentemperatur", unit="K")
    server.says(2, recent(15), 21.5)
    server.meter(3, "Kellertemperatur")
    seen = done("test", server.address, "--internal", "--every", "15 min")
    free, warm, cellar = seen["series"]
    assert (free["name"], free["unit"], free["value"]) == ("Parkplatz 1", "", "belegt")
    assert free["place"] == [52.28, 8.05]
    assert free["doubts"] == []
    assert "21,5" in warm["doubts"][0]["de"]
    assert "K" in warm["doubts"][0]["de"]
    assert cellar["doubts"][0]["en"] == "There is no value yet."
    assert not Datastream.objects.exists()
    assert not DataSource.objects.exists()


def test_what_a_server_says_twice_is_named(town: Municipality, server: FakeFrost) -> None:
    for key in (1, 2):
        server.meter(key, f"Fühler {key}")
        for hour in range(6):
            server.says(key, recent(60 * (7 - hour)), 20.0 + hour)
    server.says(1, server.readings[1][-1]["phenomenonTime"], 99.0)
    one, two = done("test", server.address, "--internal")["series"]
    assert any("doppelt" in each["de"] for each in one["doubts"])
    assert two["doubts"] == []
    server.readings[1].pop()
    _, two = done("test", server.address, "--internal")["series"]
    assert "Fühler 1" in two["doubts"][0]["de"]


def test_a_gap_and_silence_are_told(town: Municipality, server: FakeFrost) -> None:
    server.meter(1)
    for minutes in (600, 585, 570, 400, 385):
        server.says(1, recent(minutes), 20.0)
    (seen,) = done("test", server.address, "--internal", "--every", "15 min")["series"]
    assert seen["gaps"] == 1
    assert seen["doubts"][0]["de"].startswith("Stumm seit")


def test_a_server_that_is_none_is_one_sentence(town: Municipality, server: FakeFrost) -> None:
    server.faults += [404]
    told = source("test", server.address, "--internal")
    assert isinstance(told.exception, InputRejected)
    assert len(told.exception.complaints) == 1


def test_the_words_on_a_terminal_say_the_same(town: Municipality, server: FakeFrost) -> None:
    server.sensor(1)
    server.says(1, recent(15), "frei")
    told = source("test", server.address, "--internal")
    assert told.exit_code == 0
    assert "1 Messreihe, davon 0 mit Fragen" in told.output
    assert "Parkplatz 1 · Parkplatz 1 · ohne Einheit · 52,2800, 8,0500 · frei" in told.output


def test_a_paused_source_is_not_fetched_until_it_runs_again(town: Municipality) -> None:
    done("add", "own", *PROMISE)
    assert source("pause", "Parkplätze").exit_code == 0
    assert done("list")[0]["condition"] == "paused"
    assert source("resume", "Parkplätze").exit_code == 0
    assert done("list")[0]["condition"] == "waiting"


def test_a_source_nobody_knows_is_one_sentence(town: Municipality) -> None:
    told = source("remove", "Briefkasten")
    assert isinstance(told.exception, InputRejected)


def test_a_folder_shows_its_files_before_it_is_added(town: Municipality, tmp_path: Path) -> None:
    folder = tmp_path / "eingang"
    folder.mkdir()
    seen = done("test", str(folder))
    assert seen["series"] == []
    assert seen["notes"][0]["en"] == "There is no file in the folder yet."


@pytest.mark.django_db
def test_a_server_can_be_looked_at_before_there_is_any_town(server: FakeFrost) -> None:
    server.meter(1)
    server.says(1, recent(15), 21.5)
    (seen,) = done("test", server.address, "--internal")["series"]
    assert seen["value"] == 21.5


def test_another_password_is_taken_from_a_file(town: Municipality, tmp_path: Path) -> None:
    done("add", "sensorthings", "https://frost.example.org/v1.1", *PROMISE)
    (tmp_path / "password").write_text("neu-4711\n")
    told = source("password", "Parkplätze", str(tmp_path / "password"))
    assert told.exit_code == 0, told.exception
    assert "neu-4711" not in told.output
    assert DataSource.objects.get().password == "neu-4711"
