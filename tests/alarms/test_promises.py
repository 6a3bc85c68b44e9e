"""A promise that is broken is told within one promised interval, and ends by itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from klimamosaik.alarms.models import SignOfLife, Trouble, TroubleRule
from klimamosaik.alarms.operations.signs_of_life import alive, ended
from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.streams.models import DataSource, SourceKind, SourceSeries, SourceState
from tests.alarms.conftest import DAY, HOUR, MINUTE, NOW, lasting, looked, said, worked

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
Sensors = Callable[..., Datastream]


def test_a_series_that_reports_as_promised_is_no_trouble(sensor: Sensors) -> None:
    said(sensor(), [20.0], first=NOW)
    assert looked(NOW + HOUR) == (0, 0)
    assert lasting() == []


def test_a_broken_promise_is_told_once_and_ends_when_readings_come(sensor: Sensors) -> None:
    stream = sensor()
    said(stream, [20.0], first=NOW)
    assert looked(NOW + HOUR + SECOND) == (1, 0)
    assert looked(NOW + HOUR + MINUTE) == (0, 0)
    trouble = Trouble.objects.get()
    assert (trouble.kind, trouble.datastream, trouble.since) == (
        TroubleRule.SERIES_SILENT,
        stream,
        NOW,
    )
    assert "seit 01.06.2026 14:00 kam kein neuer Wert" in trouble.because["de"]
    assert "mindestens einen in 1 Stunde" in trouble.because["de"]
    said(stream, [21.0], first=NOW + 2 * HOUR)
    assert looked(NOW + 2 * HOUR) == (0, 1)
    trouble.refresh_from_db()
    assert trouble.ended_at == NOW + 2 * HOUR


def beside(sensor: Sensors, stream: Datastream, name: str) -> Datastream:
    """Another series of the same thing."""
    other = sensor(name)
    other.thing = stream.thing
    other.save()
    return other


def test_a_value_sent_once_a_day_beside_one_an_hour_is_no_trouble_until_a_day_lacks_it(
    sensor: Sensors,
) -> None:
    moisture = sensor("Beet 1")
    battery = beside(sensor, moisture, "Batterie")
    for day in range(5):
        said(battery, [3.6 - day / 100], first=NOW + day * DAY)
        for hour in range(24):
            at = NOW + day * DAY + hour * HOUR
            said(moisture, [20 + hour / 10], first=at)
            if hour % 3 == 1 or (day, hour) == (4, 23):
                looked(at + 50 * MINUTE)
                assert lasting() == [], (day, hour)
    said(moisture, [21.0] * 13, first=NOW + 5 * DAY, at=NOW + 5 * DAY + 12 * HOUR)
    looked(NOW + 5 * DAY + 12 * HOUR + MINUTE)  # half a day later than usual
    assert lasting() == [TroubleRule.SERIES_SILENT]
    told = Trouble.objects.get().because
    assert "Batterie" in told["de"]
    assert "alle 1 Tag" in told["de"]
    said(battery, [3.5], first=NOW + 5 * DAY + 13 * HOUR)
    looked(NOW + 5 * DAY + 13 * HOUR)
    assert lasting() == []


def test_a_device_that_falls_silent_is_told_by_what_it_promised(sensor: Sensors) -> None:
    moisture = sensor("Beet 1")
    battery = beside(sensor, moisture, "Batterie")
    said(battery, [3.6], first=NOW)
    said(moisture, [20.0, 20.5, 21.0], first=NOW)
    looked(NOW + 2 * HOUR + HOUR + SECOND)
    assert [each.datastream for each in Trouble.objects.all()] == [moisture]


def test_who_promised_an_hour_and_brings_a_value_a_day_breaks_the_promise(sensor: Sensors) -> None:
    stream = sensor()
    said(stream, [20.0, 21.0, 22.0, 23.0], first=NOW, step=DAY)
    looked(NOW + 3 * DAY + HOUR + SECOND)
    assert lasting() == [TroubleRule.SERIES_SILENT]


def test_a_quick_series_of_another_thing_excuses_nobody(sensor: Sensors) -> None:
    slow, quick = sensor("Beet 1"), sensor("Beet 2")
    said(slow, [20.0], first=NOW)
    said(quick, [20.0, 20.1, 20.2], first=NOW)
    looked(NOW + 2 * HOUR)
    assert [each.datastream for each in Trouble.objects.all()] == [slow]


def test_a_second_silence_is_a_second_trouble(sensor: Sensors) -> None:
    stream = sensor()
    said(stream, [20.0], first=NOW)
    looked(NOW + 2 * HOUR)
    said(stream, [21.0], first=NOW + 3 * HOUR)
    looked(NOW + 3 * HOUR)
    looked(NOW + 5 * HOUR)
    assert Trouble.objects.count() == 2


def test_the_same_day_sent_again_and_again_is_no_new_value(sensor: Sensors) -> None:
    stream = sensor()
    said(stream, [20.0], first=NOW)
    said(stream, [20.0], first=NOW, at=NOW + 2 * HOUR)
    looked(NOW + 2 * HOUR + MINUTE)
    assert lasting() == [TroubleRule.SERIES_SILENT]


def test_a_clock_a_year_ahead_hides_no_silence(sensor: Sensors) -> None:
    said(sensor(), [20.0], first=NOW + 365 * DAY, at=NOW)
    looked(NOW + 2 * HOUR)
    assert lasting() == [TroubleRule.SERIES_SILENT]


def test_values_of_yesterday_that_come_today_keep_the_promise(sensor: Sensors) -> None:
    said(sensor(), [20.0], first=NOW - DAY, at=NOW)
    assert looked(NOW + 30 * MINUTE) == (0, 0)


def test_a_source_of_many_that_falls_silent_is_one_trouble(sensor: Sensors) -> None:
    streams = [sensor(f"Beet {number}") for number in range(4)]
    for stream in streams:
        said(stream, [20.0], first=NOW)
    looked(NOW + 2 * HOUR)
    assert lasting() == [TroubleRule.SOURCE_SILENT]
    assert "von allen 4 Messreihen" in Trouble.objects.get().because["de"]
    for stream in streams[:3]:
        said(stream, [20.5], first=NOW + 2 * HOUR)
    looked(NOW + 2 * HOUR + MINUTE)
    assert lasting() == [TroubleRule.SERIES_SILENT]


def test_a_silence_that_was_told_does_not_end_because_the_others_fall_silent_too(
    sensor: Sensors,
) -> None:
    streams = [sensor(f"Beet {number}") for number in range(3)]
    said(streams[0], [20.0], first=NOW)
    for stream in streams[1:]:
        said(stream, [20.0], first=NOW + HOUR)
    looked(NOW + 90 * MINUTE)
    assert lasting() == [TroubleRule.SERIES_SILENT]
    looked(NOW + 3 * HOUR)
    assert lasting() == [TroubleRule.SERIES_SILENT, TroubleRule.SOURCE_SILENT]


def test_a_source_that_never_brought_anything_is_told(source: DataSource) -> None:
    looked(NOW)
    assert lasting() == [TroubleRule.SOURCE_SILENT]
    assert "seit der Einrichtung" in Trouble.objects.get().because["de"]


def test_a_source_on_hold_promises_nothing(sensor: Sensors, source: DataSource) -> None:
    said(sensor(), [20.0], first=NOW)
    looked(NOW + 2 * HOUR)
    source.paused_at = NOW + 2 * HOUR
    source.save()
    looked(NOW + 2 * HOUR)
    assert lasting() == []


def test_a_source_that_fails_for_long_says_why(sensor: Sensors, source: DataSource) -> None:
    said(sensor(), [20.0], first=NOW)
    problem = {"de": "Der Server antwortet mit 503.", "en": "The server answers 503."}
    state = SourceState.objects.create(source=source, failing_since=NOW, problem=problem)
    assert looked(NOW + 14 * MINUTE) == (0, 0)
    looked(NOW + 15 * MINUTE)
    assert lasting() == [TroubleRule.SOURCE_FAILING]
    assert "antwortet mit 503" in Trouble.objects.get().because["de"]
    state.failing_since = None
    state.save()
    looked(NOW + 16 * MINUTE)
    assert lasting() == []


def test_lost_radio_messages_are_told_for_a_day_or_until_they_come_late(
    sensor: Sensors, source: DataSource
) -> None:
    stream = sensor()
    said(stream, [20.0], first=NOW)
    lost = {"frames": {"missing": [[5, 10], [12, 12]], "missed": 30, "gap_at": NOW.isoformat()}}
    for key in ("a", "b"):
        SourceSeries.objects.create(
            source=source, key=key, state=lost, about={"name": f"Pegel {key}"}, first_seen=NOW,
            last_seen=NOW,
        )  # fmt: skip
    looked(NOW + MINUTE)
    assert lasting() == [TroubleRule.FRAMES_MISSED]
    told = Trouble.objects.get().because["de"]
    assert "14 Funktelegramme fehlen bei 2 Geräten, zuletzt bei Pegel b" in told
    SourceSeries.objects.filter(key="a").update(state={"frames": {"missing": [], "gap_at": ""}})
    looked(NOW + 2 * MINUTE)
    assert "7 Funktelegramme fehlen bei 1 Gerät" in Trouble.objects.get().because["de"]
    said(stream, [20.0], first=NOW + 25 * HOUR)
    looked(NOW + 25 * HOUR)
    assert lasting() == []


def test_a_series_nobody_took_in_and_one_that_was_deleted_promise_nothing(
    sensor: Sensors, source: DataSource
) -> None:
    gone = sensor()
    said(gone, [20.0], first=NOW)
    gone.gone_at = NOW
    gone.save()
    SourceSeries.objects.create(source=source, key="x", first_seen=NOW, last_seen=NOW)
    SourceState.objects.create(source=source, readings=1)
    looked(NOW + 5 * HOUR)
    assert lasting() == []


def test_time_in_which_nobody_looked_is_told_when_it_is_over(source: DataSource) -> None:
    SourceState.objects.create(source=source, readings=1)
    worked(NOW)
    worked(NOW + MINUTE)
    assert not Trouble.objects.exists()
    worked(NOW + 3 * HOUR)
    trouble = Trouble.objects.get()
    assert trouble.kind is TroubleRule.SOFTWARE_DOWN
    assert (trouble.since, trouble.ended_at) == (NOW + MINUTE, NOW + 3 * HOUR)
    assert "3 Stunden" in trouble.because["de"]
    worked(NOW + 3 * HOUR + MINUTE)
    assert Trouble.objects.count() == 1


def test_a_look_in_passing_sees_that_nobody_works(source: DataSource) -> None:
    SourceState.objects.create(source=source, readings=1)
    worked(NOW)
    looked(NOW + HOUR)
    looked(NOW + 2 * HOUR)
    assert lasting() == [TroubleRule.SOFTWARE_DOWN]
    assert Trouble.objects.count() == 1
    worked(NOW + 3 * HOUR)
    assert lasting() == []
    assert Trouble.objects.count() == 1


def test_a_part_that_dies_is_told_and_one_that_was_ended_is_not(source: DataSource) -> None:
    SourceState.objects.create(source=source, readings=1)
    worked(NOW)
    for name in ("mqtt", "mirrors"):
        alive(name=name, every=MINUTE, at=NOW)
    ended(name="mirrors", at=NOW)
    for minutes in range(1, 8):
        worked(NOW + minutes * MINUTE)
    trouble = Trouble.objects.get(ended_at=None)
    assert "„mqtt“" in trouble.because["de"]
    assert "mirrors" not in trouble.because["de"]
    alive(name="mqtt", every=MINUTE, at=NOW + 8 * MINUTE)
    worked(NOW + 8 * MINUTE)
    assert lasting() == []


def test_after_all_stood_still_every_part_has_its_time_again(source: DataSource) -> None:
    SourceState.objects.create(source=source, readings=1)
    worked(NOW)
    alive(name="mqtt", every=MINUTE, at=NOW)
    worked(NOW + 3 * HOUR)
    assert lasting() == []
    for minutes in range(1, 8):
        worked(NOW + 3 * HOUR + minutes * MINUTE)
    assert lasting() == [TroubleRule.SOFTWARE_DOWN]


def test_signs_that_come_all_the_time_are_noted_now_and_then() -> None:
    for seconds in range(0, 70, 5):
        alive(name="mqtt", every=MINUTE, at=NOW + seconds * SECOND)
    sign = SignOfLife.objects.get()
    assert sign.at == NOW + 60 * SECOND
    ended(name="mqtt", at=NOW)
    alive(name="mqtt", every=MINUTE, at=NOW + 61 * SECOND)
    sign.refresh_from_db()
    assert sign.ended_at is None


def test_a_machine_that_is_gone_for_good_is_forgotten(source: DataSource) -> None:
    SourceState.objects.create(source=source, readings=1)
    SignOfLife.objects.create(name="mqtt", host="alt", at=NOW - 8 * DAY, every=MINUTE)
    worked(NOW)
    assert lasting() == []
    assert not SignOfLife.objects.filter(host="alt").exists()


def test_a_clock_set_back_breaks_nothing(sensor: Sensors) -> None:
    said(sensor(), [20.0], first=NOW)
    looked(NOW)
    looked(NOW - HOUR)
    assert lasting() == []
    assert Delivery.objects.count() == 1


def test_a_series_a_person_left_out_promises_nothing(sensor: Sensors, source: DataSource) -> None:
    said(sensor(), [20.0], first=NOW)
    source.options = {"left_out": [SourceSeries.objects.get().key]}
    source.save()
    looked(NOW + 3 * HOUR)
    assert TroubleRule.SERIES_SILENT not in lasting()


def test_what_is_asked_for_may_be_here_a_turn_later(sensor: Sensors, source: DataSource) -> None:
    said(sensor(), [20.0], first=NOW)
    source.kind = SourceKind.SENSORTHINGS
    source.save()
    looked(NOW + HOUR + 14 * MINUTE)
    assert lasting() == []
    looked(NOW + HOUR + 16 * MINUTE)
    assert lasting() == [TroubleRule.SERIES_SILENT]
