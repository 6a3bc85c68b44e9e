"""A visit ends by itself, and says why."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import AGS, PASSWORD, logged_in

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
TOWN = f"/{AGS}/dateien/"
Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the time, 4 May 2026 at nine o'clock to begin with."""

    def is_now(at: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)

    is_now(AT)
    return is_now


def test_who_was_away_for_a_working_day_logs_in_again_and_reads_why(
    reader: User, clock: Clock
) -> None:
    client = logged_in(reader)
    clock(AT + 9 * HOUR)
    answer = client.get(TOWN, follow=True)
    assert answer.redirect_chain == [(f"/anmelden/?next={TOWN}", 302)]
    assert "Sie waren länger nicht da und wurden abgemeldet." in answer.content.decode()
    assert "Sie waren länger nicht da" not in client.get("/anmelden/").content.decode()
    client.post("/anmelden/", {"username": reader.username, "password": PASSWORD})
    assert client.get(TOWN).status_code == 200


def test_who_keeps_working_stays_until_two_weeks_are_over(reader: User, clock: Clock) -> None:
    client = logged_in(reader)
    for passed in range(1, 48):
        clock(AT + 7 * passed * HOUR)
        assert client.get(TOWN).status_code == 200
    clock(AT + 14 * 24 * HOUR + HOUR)
    said = client.get(TOWN, follow=True).content.decode()
    assert "Sie waren zwei Wochen lang angemeldet." in said


def test_the_time_is_a_setting(reader: User, clock: Clock) -> None:
    with override_settings(IDLE_MINUTES=5):
        client = logged_in(reader)
        for passed in range(1, 10):
            clock(AT + passed * timedelta(minutes=4))
            assert client.get(TOWN).status_code == 200
        clock(AT + timedelta(minutes=42))
        assert client.get(TOWN).status_code == 302


def test_what_is_sent_after_the_end_of_a_visit_changes_nothing(admin: User, clock: Clock) -> None:
    client = logged_in(admin)
    clock(AT + 9 * HOUR)
    answer = client.post(f"/{AGS}/personen/", {"full_name": "N", "username": "n", "role": "admin"})
    assert answer.status_code == 403
    assert "Anmelden" in answer.content.decode()
    assert not User.objects.filter(username="n").exists()


def test_a_session_is_written_once_in_five_minutes_not_at_each_click(
    reader: User, clock: Clock
) -> None:
    client = logged_in(reader)
    written = []
    for minute in range(12):
        clock(AT + timedelta(minutes=minute))
        with CaptureQueriesContext(connection) as asked:
            client.get("/konto/")
        written += [minute for each in asked if each["sql"].startswith('UPDATE "django_session"')]
    assert written == [5, 10]


def test_a_log_in_sweeps_away_the_sessions_that_have_run_out(reader: User, clock: Clock) -> None:
    logged_in(reader)
    clock(AT + 15 * 24 * HOUR)
    logged_in(reader)
    assert Session.objects.count() == 1


def test_a_new_password_ends_the_other_sessions(reader: User) -> None:
    here, elsewhere = logged_in(reader), logged_in(reader)
    new = "ganz-neue-steine-legen"
    chosen = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/konto/", chosen).status_code == 302
    assert here.get(TOWN).status_code == 200
    assert elsewhere.get(TOWN).status_code == 302
