"""The doors of data sources: added, paused, series left out, removed with or without readings."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.readings import readings
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.streams.brokers import listening
from klimamosaik.streams.counts.operations import take_in_counts
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.streams.operations import (
    SECRET_BYTES,
    LeftBehind,
    add_source,
    digest_of,
    leave_out,
    pause,
    remove_source,
    renew_token,
    resume,
)
from klimamosaik.streams.source_draft import SourceWish
from klimamosaik.terms.complaint import InputRejected
from tests.streams.conftest import NOW
from tests.streams.counts.test_counts import month

DAY = timedelta(days=1)
TOLD = {
    "owner": " Stadt ",
    "legal_basis": " NKlimaG § 17 ",
    "licence": " CC0 ",
    "kept": "2 Jahre",
    "promised": "15 Minuten",
}


@pytest.fixture
def klara(db: None) -> User:
    return User.objects.create_user("klara")


def wish(town: Municipality, kind: SourceKind = SourceKind.PUSH, **told: str) -> SourceWish:
    return SourceWish(town, kind, **({"name": " Parkplätze "} | TOLD | told))  # type: ignore[arg-type]


def last_author(source: DataSource) -> User | None:
    newest = source.history.first()
    assert newest is not None
    found: User | None = newest.history_user
    return found


def test_who_pushes_gets_a_token_once_and_only_its_digest_is_kept(
    town: Municipality, klara: User
) -> None:
    added = add_source(wish=wish(town), by=klara, at=NOW)
    kept = DataSource.objects.get()
    assert len(added.token) >= SECRET_BYTES * 8 // 6
    assert (kept.digest, added.token in repr(added)) == (digest_of(added.token), False)
    assert (kept.name, kept.owner) == ("Parkplätze", "Stadt")
    assert (kept.legal_basis, kept.licence) == ("NKlimaG § 17", "CC0")
    assert (kept.promised_every, kept.kept_for) == (timedelta(minutes=15), 730 * DAY)
    assert (kept.added_by_id, kept.added_at, last_author(kept)) == (klara.pk, NOW, klara)


def test_who_is_asked_gets_no_token(town: Municipality) -> None:
    asked = wish(
        town, SourceKind.SENSORTHINGS, address=" https://sensors.example/v1.1 ", promised="1 Stunde"
    )
    added = add_source(wish=asked, by=None, at=NOW)
    assert (added.token, added.source.digest) == ("", "")
    assert added.source.address == "https://sensors.example/v1.1"
    assert added.source.promised_every == timedelta(hours=1)
    assert added.source.added_by_id is None


def test_a_name_is_given_once_a_town_and_what_is_missing_is_said(town: Municipality) -> None:
    add_source(wish=wish(town), by=None, at=NOW)
    for name, code in (("Parkplätze ", "name_taken"), (" ", "no_name")):
        with pytest.raises(InputRejected) as refused:
            add_source(wish=wish(town, name=name), by=None, at=NOW)
        assert code in [each.code for each in refused.value.complaints]
    other = Municipality.objects.create(ags="03403000", name="Oldenburg")
    assert add_source(wish=wish(other), by=None, at=NOW).token


def test_a_new_token_takes_the_place_of_the_old_one(town: Municipality, klara: User) -> None:
    first = add_source(wish=wish(town), by=None, at=NOW)
    second = renew_token(source=first.source, by=klara)
    assert second.token != first.token
    assert len(second.token) == len(first.token)
    assert DataSource.objects.get().digest == digest_of(second.token)
    assert last_author(second.source) == klara


def test_a_source_that_is_paused_stays_so_from_the_first_time_until_it_runs_again(
    new_source: Callable[..., DataSource], klara: User
) -> None:
    source = new_source(SourceKind.MQTT)
    assert list(listening()) == [source]
    for at in (NOW, NOW + DAY):
        pause(source=source, by=klara, at=at)
    assert DataSource.objects.get().paused_at == NOW
    assert (list(listening()), last_author(source)) == ([], klara)
    resume(source=source, by=None)
    assert DataSource.objects.get().paused_at is None
    assert (list(listening()), last_author(source)) == ([source], None)


def test_only_brokers_are_listened_to(new_source: Callable[..., DataSource]) -> None:
    new_source(SourceKind.SENSORTHINGS)
    assert list(listening()) == []


def test_a_series_is_left_out_once_and_taken_in_again(
    new_source: Callable[..., DataSource], klara: User
) -> None:
    source = new_source()
    for key, out, left in (
        ("b", True, ["b"]),
        ("a", True, ["a", "b"]),
        ("a", True, ["a", "b"]),
        ("b", False, ["a"]),
        ("c", False, ["a"]),
    ):
        leave_out(source=source, key=key, out=out, by=klara)
        assert DataSource.objects.get().options == {"internal": True, "left_out": left}
    assert last_author(source) == klara


@pytest.fixture
def counting(new_source: Callable[..., DataSource]) -> DataSource:
    """A source with two series of a day of quarter hours each."""
    source = new_source(SourceKind.PUSH)
    day = month(datetime(2026, 4, 1), 96)  # noqa: DTZ001 as on the wall
    take_in_counts(source=source, data=day, name="a.csv", at=NOW)
    return source


def held() -> int:
    """Readings there are."""
    ids = Datastream.objects.values_list("pk", flat=True)
    return readings(datastreams=list(ids)).height


def test_what_a_removed_source_brought_stays(counting: DataSource, klara: User) -> None:
    left = remove_source(source=counting, by=klara, at=NOW)
    assert left == LeftBehind(series=2, readings=192)
    assert held() == 192
    assert not Datastream.objects.exclude(gone_at=None).exists()
    newest = DataSource.history.first()
    assert newest is not None
    assert (newest.history_type, newest.history_user) == ("-", klara)
    assert not DataSource.objects.exists()


def test_readings_go_with_their_source_where_that_is_asked_for_but_meters_stay(
    counting: DataSource,
) -> None:
    school = Building.objects.create(municipality=counting.municipality, name="Schule")
    metered = Datastream.objects.order_by("pk").first()
    assert metered is not None
    metered.meter_point = MeterPoint.objects.create(building=school, carrier="heat", name="Wärme")
    metered.save()
    left = remove_source(source=counting, with_readings=True, by=None, at=NOW)
    assert left.readings == 0
    assert held() == 0
    every = Datastream._base_manager.order_by("pk")
    assert list(every.values_list("gone_at", flat=True)) == [None, NOW]


def test_a_source_that_never_brought_anything_goes_with_its_nothing(
    new_source: Callable[..., DataSource],
) -> None:
    left = remove_source(source=new_source(), with_readings=True, by=None, at=NOW)
    assert left == LeftBehind(series=0, readings=0)
