"""The office sees what is wrong, says who sees to it, and finds every series with who uses it."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from klimamosaik.alarms.models import Trouble, TroubleMail, TroubleRule
from klimamosaik.alarms.operations.marks import mark_news
from klimamosaik.measures.models import Indicator, Measure
from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import Publication, PublicPage, PublishedKind
from klimamosaik.streams.models import DataSource, SourceKind, SourceSeries
from klimamosaik.terms.complaint import InputRejected
from tests.alarms.conftest import HOUR, NOW, looked, said

pytestmark = pytest.mark.django_db
Sensors = Callable[..., Datastream]
TOWN = "/03403000"


@pytest.fixture
def trouble(town: Municipality) -> Trouble:
    """Something that lasts."""
    now = timezone.now()
    return Trouble.objects.create(
        municipality=town,
        rule=TroubleRule.NIGHT_LOAD.value,
        because={"de": "Grundschule: nachts laufen 14 kW.", "en": "Grundschule: 14 kW at night."},
        since=now - timedelta(days=3),
        noticed_at=now,
        cost=4000.0,
        cost_low=1000.0,
        cost_high=7000.0,
        cost_source={"de": "30 ct/kWh", "en": "30 ct/kWh"},
    )


def text_of(client: Client, path: str) -> str:
    """A page."""
    answer = client.get(f"{TOWN}{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_where_nothing_is_watched_nothing_is_said_to_be_well(
    as_reader: Client, town: Municipality
) -> None:
    page = text_of(as_reader, "/stoerungen/")
    assert "Noch nichts zu überwachen" in page
    assert "Zusage" not in page
    park = Thing.objects.create(municipality=town, name="Stadtpark")
    Datastream.objects.create(name="Bodenfeuchte", thing=park)
    page = text_of(as_reader, "/stoerungen/")
    assert "Keine Störung" in page
    assert "Keine Datenquelle hat etwas zugesagt" in page


def test_without_any_trouble_the_list_says_so(as_reader: Client, town: Municipality) -> None:
    DataSource.objects.create(
        municipality=town,
        kind=SourceKind.PUSH,
        name="Sensornetz",
        promised_every=timedelta(hours=1),
        added_at=timezone.now(),
    )
    page = text_of(as_reader, "/stoerungen/")
    assert "Keine Störung" in page
    assert "Alle Quellen halten ihre Zusage" in page
    assert "Es wird keine E-Mail verschickt" in page
    assert "Noch keine ist beendet." in text_of(as_reader, "/stoerungen/?beendet")


def test_the_list_names_reason_range_and_who_and_the_first_page_names_it_too(
    as_reader: Client, trouble: Trouble
) -> None:
    page = text_of(as_reader, "/stoerungen/")
    assert "nachts laufen 14 kW" in page
    assert "4.000 €" in page
    assert "1.000 bis 7.000 €" in " ".join(page.split())
    assert "noch niemand" in page
    assert "nachts laufen 14 kW" in text_of(as_reader, "/heute/")
    trouble.ended_at = timezone.now()
    trouble.save()
    assert "nachts laufen" not in text_of(as_reader, "/stoerungen/")
    assert "nachts laufen" in text_of(as_reader, "/stoerungen/?beendet")
    assert "nachts laufen" not in text_of(as_reader, "/heute/")


def test_who_edits_says_who_sees_to_it_and_the_history_keeps_it(
    as_editor: Client, trouble: Trouble, town: Municipality
) -> None:
    owner = Organisation.objects.create(municipality=town, name="Gebäudemanagement")
    other = Municipality.objects.create(ags="03404000", name="Nachbarstadt")
    stranger = Organisation.objects.create(municipality=other, name="Fremde")
    path = f"{TOWN}/stoerungen/{trouble.pk}/bearbeiten/"
    assert "Fremde" not in as_editor.get(path).content.decode()
    refused = as_editor.post(path, {"owner": stranger.pk, "due": "", "note": ""})
    assert refused.status_code == 200
    due = {"owner": owner.pk, "due": "2020-01-01", "note": "Lüftung läuft durch"}
    assert as_editor.post(path, due).status_code == 302
    page = text_of(as_editor, f"/stoerungen/{trouble.pk}/")
    assert "Gebäudemanagement" in page
    assert "Lüftung läuft durch" in page
    assert "Überfällig: 1." in text_of(as_editor, "/stoerungen/")
    history = text_of(as_editor, "/verlauf/")
    assert "Hohe Grundlast nachts" in history
    assert "Gebäudemanagement" in history


def test_who_reads_changes_nothing_and_another_town_sees_nothing(
    as_reader: Client, trouble: Trouble
) -> None:
    path = f"{TOWN}/stoerungen/{trouble.pk}/bearbeiten/"
    assert as_reader.get(path).status_code == 403
    other = Municipality.objects.create(ags="03404000", name="Nachbarstadt")
    trouble.municipality = other
    trouble.save()
    assert as_reader.get(f"{TOWN}/stoerungen/{trouble.pk}/").status_code == 404


def test_who_manages_the_town_says_who_is_told(as_admin: Client, as_editor: Client) -> None:
    path = f"{TOWN}/stoerungen/adressen/"
    asked = {"addresses": "klima@stadt.example\nbau@stadt.example"}
    assert as_editor.post(path, asked).status_code == 403
    as_admin.post(path, asked)
    assert TroubleMail.objects.count() == 2
    answer = as_admin.post(path, {"addresses": "klima@stadt.example\nkeine"}, follow=True)
    assert TroubleMail.objects.count() == 2
    assert "Bitte noch ändern" in answer.content.decode()
    as_admin.post(path, {"addresses": "klima@stadt.example"})
    assert [each.address for each in TroubleMail.objects.all()] == ["klima@stadt.example"]


def test_all_series_stand_in_one_list_with_place_unit_value_and_marks(
    as_reader: Client, sensor: Sensors
) -> None:
    stream = sensor("Beet am Markt")
    said(stream, [20.0, 68.0], first=NOW)
    mark_news(at=NOW)
    page = text_of(as_reader, "/messreihen/")
    assert "Messreihen: 1" in page
    for told in ("Beet am Markt", "68 °C", "markiert:", "ohne neue Werte", "nutzt niemand"):
        assert told in page or told == "ohne neue Werte"
    one = text_of(as_reader, f"/messreihen/{stream.pk}/")
    assert "68 °C kann nicht sein" in one
    assert "LoRaWAN der Stadtwerke" in one
    assert "Markiert, nicht gelöscht" in one
    assert f'href="{TOWN}/messreihen/"' in text_of(as_reader, "/energie/")


def test_a_broken_promise_shows_on_the_series_and_in_the_filter(
    as_reader: Client, sensor: Sensors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW + 2 * HOUR)
    stream = sensor("Beet am Markt")
    said(stream, [20.0], first=NOW)
    said(sensor("Beet am Rathaus"), [20.0], first=NOW + 2 * HOUR)
    looked(NOW + 2 * HOUR)
    page = text_of(as_reader, "/messreihen/?nur=still")
    assert "Beet am Markt" in page
    assert "Beet am Rathaus" not in page
    assert "Messreihe meldet nicht" in text_of(as_reader, f"/messreihen/{stream.pk}/")


def test_series_are_found_by_name_and_place_and_come_a_page_at_a_time(
    as_reader: Client, sensor: Sensors, town: Municipality
) -> None:
    thing = Thing.objects.create(municipality=town, name="Pegel")
    Datastream.objects.bulk_create(
        Datastream(name=f"Pegel {number:03}", thing=thing) for number in range(150)
    )
    sensor("Beet am Markt")
    first = text_of(as_reader, "/messreihen/")
    assert "1 bis 50 von 151 Messreihen" in first
    assert "Pegel 149" not in first
    assert "Pegel 149" in text_of(as_reader, "/messreihen/?seite=4")
    found = text_of(as_reader, "/messreihen/?q=markt")
    assert "Beet am Markt" in found
    assert "Pegel 000" not in found
    assert "Nichts passt" in text_of(as_reader, "/messreihen/?q=markt&nur=markiert")


def test_who_uses_a_series_is_told_and_unused_ones_are_listed(
    as_reader: Client, sensor: Sensors, town: Municipality
) -> None:
    used, unused = sensor("Beet am Markt"), sensor("Beet am Rathaus")
    measure = Measure.objects.create(municipality=town, name="Stadtgrün")
    Indicator.objects.create(measure=measure, name="Bodenfeuchte", link="output", datastream=used)
    page = text_of(as_reader, "/messreihen/?nur=ungenutzt")
    assert "Beet am Rathaus" in page
    assert "Beet am Markt" not in page
    assert "Kennzahl „Bodenfeuchte“ (Stadtgrün)" in text_of(as_reader, f"/messreihen/{used.pk}/")
    Publication.objects.create(
        municipality=town,
        kind=PublishedKind.READINGS.value,
        subject=str(unused.thing_id),
        since=NOW,
    )
    assert "öffentliche Messwerte" not in text_of(as_reader, f"/messreihen/{unused.pk}/")
    PublicPage.objects.create(municipality=town, on_since=NOW)
    assert "öffentliche Messwerte" in text_of(as_reader, f"/messreihen/{unused.pk}/")


def test_a_text_is_shown_as_it_was_sent_and_another_town_s_series_is_not(
    as_reader: Client, sensor: Sensors
) -> None:
    import polars as pl

    from klimamosaik.observations.operations.arriving import take_in

    stream = sensor("Parkplatz", observed="belegt", unit="")
    told = {"datastream": stream.pk, "start": NOW, "end": NOW, "value": None}
    frame = pl.DataFrame([told | {"quality": "measured", "details": '{"result":"frei"}'}])
    take_in(frame.with_columns(pl.col("value").cast(pl.Float64)), name="Sensor")
    assert "frei" in text_of(as_reader, f"/messreihen/{stream.pk}/")
    SourceSeries.objects.all().delete()
    stream.thing = Thing.objects.create(
        municipality=Municipality.objects.create(ags="03404000", name="Nachbarstadt"), name="x"
    )
    stream.save()
    assert as_reader.get(f"{TOWN}/messreihen/{stream.pk}/").status_code == 404


def test_the_command_tells_the_same_and_ends_well_without_any(
    town: Municipality, trouble: Trouble, capsys: pytest.CaptureFixture[str]
) -> None:
    from klimamosaik.web.commands.alarms import alarms

    alarms(town=None, as_json=True)
    found = json.loads(capsys.readouterr().out)
    (one,) = found["troubles"]
    assert (one["rule"], one["municipality"], one["ended_at"]) == ("night load", town.ags, None)
    assert one["cost_eur_a_year"] == {"mean": 4000.0, "low": 1000.0, "high": 7000.0}
    alarms(town=town.ags, as_json=False)
    said = capsys.readouterr().out
    assert "Oldenburg: 1 offene Störung" in said
    assert "nachts laufen 14 kW. (4.000 (1.000 bis 7.000)" in said
    with pytest.raises(InputRejected):
        alarms(town="99999999", as_json=True)
    trouble.delete()
    alarms(town=None, as_json=True)
    assert json.loads(capsys.readouterr().out)["troubles"] == []


def test_troubles_are_counted_as_they_are_told(town: Municipality, trouble: Trouble) -> None:
    from klimamosaik.alarms.queries import count_troubles, troubles_of

    now = timezone.now()
    today = now.date()
    for ended_at, due in ((None, date(2020, 1, 1)), (now, date(2020, 1, 1)), (None, today)):
        Trouble.objects.create(
            municipality=town, rule=TroubleRule.LEAK.value, since=now, noticed_at=now,
            ended_at=ended_at, due=due,
        )  # fmt: skip
    counts = count_troubles(municipality=town, today=today)
    last, over = (
        troubles_of(municipality=town, ended=ended, now=now, today=today) for ended in (False, True)
    )
    assert (counts.lasting, counts.over) == (len(last), len(over)) == (3, 1)
    assert counts.overdue == sum(line.overdue for line in last) == 1


def test_what_is_due_first_stands_first(town: Municipality, trouble: Trouble) -> None:
    from klimamosaik.alarms.queries import troubles_of

    now = timezone.now()
    cheap = Trouble.objects.create(
        municipality=town, rule=TroubleRule.LEAK.value, since=now, noticed_at=now, cost=10.0,
        cost_low=1.0, cost_high=20.0,
    )  # fmt: skip
    due = Trouble.objects.create(
        municipality=town, rule=TroubleRule.LEAK.value, since=now, noticed_at=now,
        due=date(2030, 1, 1),
    )  # fmt: skip
    lines = troubles_of(municipality=town, now=now, today=now.date())
    assert [line.trouble.pk for line in lines] == [due.pk, trouble.pk, cheap.pk]
    two = troubles_of(municipality=town, now=now, today=now.date(), most=2)
    assert [line.trouble.pk for line in two] == [due.pk, trouble.pk]
    assert User.objects.count() == 0
