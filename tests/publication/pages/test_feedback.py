"""Feedback: kept once for the office, without an account, and without a way to write to others."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from klimamosaik.publication.feedback import answered, forget_addresses
from klimamosaik.publication.models import PublicFeedback
from klimamosaik.publication.public.pages.feedback import MOST
from klimamosaik.publication.queries.feedback import received
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT

TEXT = "Die Heizung der Turnhalle läuft auch nachts."


class Form:
    """The form as a person fills it: read, wait, send."""

    def __init__(self, client: Client, home: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client, self.path, self.patch = client, f"{home}rueckmeldung/", monkeypatch
        self.token = ""

    def read(self) -> str:
        page: str = self.client.get(f"{self.path}?von=massnahmen/1/").content.decode()
        found = re.search(r'name="token" value="([^"]+)"', page)
        assert found
        self.token = found[1]
        return page

    def send(self, *, after: float = 30, **fields: str) -> HttpResponse:
        later = DEMO_AT + timedelta(seconds=after)
        self.patch.setattr("django.utils.timezone.now", lambda: later)
        given = {"token": self.token, "text": TEXT, "von": "massnahmen/1/"} | fields
        return self.client.post(self.path, given)  # type: ignore[return-value]


@pytest.fixture
def form(home: str, stranger: Client, monkeypatch: pytest.MonkeyPatch) -> Form:
    PublicFeedback.objects.all().delete()  # the demo holds one
    made = Form(stranger, home, monkeypatch)
    made.read()
    return made


def kept() -> list[PublicFeedback]:
    return list(PublicFeedback.objects.all())


def test_what_is_written_is_kept_and_thanked_for(form: Form) -> None:
    answer = form.send(email="ada@example.org")
    assert answer.status_code == 200
    assert "Danke" in answer.content.decode()
    (row,) = kept()
    assert (row.text, row.email, row.page) == (TEXT, "ada@example.org", "massnahmen/1/")
    assert not answer.cookies
    assert not mail.outbox


def test_a_form_is_taken_once_however_often_it_is_sent(form: Form) -> None:
    for _ in range(3):
        assert "Danke" in form.send().content.decode()
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("after", "fields"),
    [(1, {}), (60 * 60 * 13, {}), (30, {"token": "forged"}), (30, {"token": ""})],
)
def test_a_hasty_stale_or_forged_form_is_not_taken_but_keeps_its_text(
    form: Form, after: float, fields: dict[str, str]
) -> None:
    answer = form.send(after=after, **fields)
    assert answer.status_code == 400
    assert TEXT in answer.content.decode()
    assert not kept()


def test_a_token_of_one_town_is_none_of_another(form: Form, story: Story) -> None:
    from klimamosaik.publication.public.pages.form_token import read_token

    at = DEMO_AT + timedelta(seconds=30)
    assert read_token(form.token, story.municipality.ags, at)
    assert read_token(form.token, "03403000", at) is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "kurz"}, "mindestens 10 Zeichen"),
        ({"text": "x" * (MOST + 1)}, "höchstens 4.000 Zeichen"),
        ({"email": "nicht eine"}, "keine E-Mail-Adresse"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "keine E-Mail-Adresse"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    form: Form, fields: dict[str, Any], said: str
) -> None:
    answer = form.send(**fields)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not kept()


def test_who_fills_the_field_nobody_sees_is_thanked_and_not_kept(form: Form) -> None:
    assert "Danke" in form.send(website="https://spam.example").content.decode()
    assert not kept()


def test_many_messages_from_one_address_are_refused_for_a_while(form: Form) -> None:
    cache.clear()
    statuses = []
    for _ in range(6):
        form.patch.setattr("django.utils.timezone.now", lambda: DEMO_AT)
        form.read()
        statuses.append(form.send().status_code)
    assert statuses == [200] * 5 + [429]
    assert len(kept()) == 5


def test_what_is_written_is_never_run_as_a_page(form: Form) -> None:
    page = form.send(after=1, text="<script>alert(1)</script>").content.decode()
    assert "<script>" not in page


def test_each_visit_gets_a_form_of_its_own(form: Form) -> None:
    first = form.token
    form.read()
    assert form.token != first


def test_the_address_goes_as_soon_as_it_is_answered(form: Form, story: Story) -> None:
    form.send(email="ada@example.org")
    ags = story.municipality.ags
    (row,) = received(ags=ags)
    answered(ags="03403000", pk=row.pk, at=DEMO_AT)
    assert kept()[0].email == "ada@example.org"
    answered(ags=ags, pk=row.pk, at=DEMO_AT)
    (row,) = received(ags=ags)
    assert (row.email, row.answered_at) == ("", DEMO_AT)


def test_the_office_reads_it_and_notes_the_answer(form: Form, story: Story) -> None:
    form.send(email="ada@example.org", von="javascript:alert(1)")
    office, path = Client(), f"/{story.municipality.ags}/rueckmeldungen/"
    assert office.get(path).status_code == 302  # to the log-in
    office.force_login(User.objects.get(username="demo"))
    page = office.get(path).content.decode()
    assert TEXT in page
    assert "ada@example.org" in page
    assert "javascript:" not in page
    (row,) = kept()
    office.post(f"{path}{row.pk}/beantwortet/", {"sure": "yes"})
    page = office.get(path).content.decode()
    assert "ada@example.org" not in page
    assert "erledigt am" in page


def test_what_wants_no_answer_is_done_and_not_answered(form: Form, story: Story) -> None:
    form.send()
    office = Client()
    office.force_login(User.objects.get(username="demo"))
    page = office.get(f"/{story.municipality.ags}/rueckmeldungen/").content.decode()
    assert ">erledigt</button>" in page
    assert ">beantwortet</button>" not in page


def test_an_answer_is_overdue_after_four_weeks(form: Form, story: Story) -> None:
    form.send()
    office = Client()
    office.force_login(User.objects.get(username="demo"))
    path = f"/{story.municipality.ags}/rueckmeldungen/"
    assert "überfällig" not in office.get(path).content.decode()
    form.patch.setattr("django.utils.timezone.now", lambda: DEMO_AT + timedelta(days=29))
    office.force_login(User.objects.get(username="demo"))  # the session ended meanwhile
    assert "überfällig" in office.get(path).content.decode()


def test_an_address_nobody_answered_is_forgotten_after_half_a_year(form: Form) -> None:
    form.send(email="ada@example.org")
    assert forget_addresses(at=DEMO_AT + timedelta(days=180)) == 0
    assert forget_addresses(at=DEMO_AT + timedelta(days=185)) == 1
    assert (kept()[0].email, kept()[0].text) == ("", TEXT)


def test_a_form_opened_late_in_the_day_is_as_fresh_as_any(form: Form) -> None:
    late = DEMO_AT + timedelta(hours=13)  # nothing changed since the town was first looked at
    form.patch.setattr("django.utils.timezone.now", lambda: late)
    form.read()
    assert form.send(after=13 * 60 * 60 + 1).status_code == 400  # a second is still too fast
    assert form.send(after=13 * 60 * 60 + 30).status_code == 200
    assert len(kept()) == 1
