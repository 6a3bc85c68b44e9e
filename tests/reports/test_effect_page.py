"""The page "Was hat es gebracht?" in both languages, for those who may see it."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.measures.models import Measure
from klimamosaik.web.demo.story import Story
from klimamosaik.web.demo.town import AGS
from tests.reports.test_why_adds_up import CELL, number

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def reader(story: Story) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="demo"))
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(f"/{AGS}/{address}")
    assert answer.status_code == 200, address
    assert len(answer.content) < 100_000, address
    return answer.content.decode()


def columns(text: str) -> list[tuple[str, list[str], str]]:
    """Each summed column of a page: its name, its parts and its sum."""
    parts: dict[str, list[str]] = {}
    sums: list[tuple[str, list[str], str]] = []
    for kind, name, cell in CELL.findall(text):
        if kind == "part":
            parts.setdefault(name, []).append(cell)
        else:
            sums.append((name, parts.get(name, []), cell))
    return sums


def test_each_measure_answers_in_one_sentence_and_leads_to_its_readings(reader: Client) -> None:
    worked, nothing, rebounded = (
        page(reader, f"massnahmen/{Measure.objects.get(name__startswith=name).pk}/")
        for name in ("Heizungsoptimierung", "Aushänge", "LED")
    )
    assert "gespart; mit 90 % Sicherheit" in worked
    assert "lässt sich noch nicht sagen" in nothing
    assert "mehr verbraucht als erwartet" in rebounded
    assert "In dieser Zeit sind das rund" not in nothing
    assert "In dieser Zeit sind das rund" in worked
    for text in (worked, nothing, rebounded):
        assert "style=" not in text
        assert "Warum?" in text
        assert "erfundene Stadt" in text
        assert "wie gemessen" in text or "LED" in text
    effects = MeasuredEffect.objects.filter(meter_point__isnull=False)
    assert effects
    for effect in effects:
        why = page(reader, f"wirkung/{effect.pk}/warum/")
        assert "Grundverbrauch" in why
        sums = [(name, parts, total) for name, parts, total in columns(why)]
        assert [name for name, _, _ in sums] == ["expected", "measured", "saved"]
        for name, parts, total in sums:
            assert len(parts) > 10, name
            assert sum(map(number, parts)) == number(total), name
        assert ".csv" in why
        assert "<td>measured</td>" not in why
        assert "<td>gemessen</td>" in why


MONTH = re.compile(
    r'<tr>\s*<th scope="row">\d\d/\d{4}</th>((?:\s*<td class="n">[^<]+</td>){3})', re.DOTALL
)


def test_in_each_month_the_difference_is_that_of_the_numbers_beside_it(reader: Client) -> None:
    for measure in Measure.objects.filter(name__regex="^(Heizungsopt|Wärmerück|LED)"):
        rows = MONTH.findall(page(reader, f"massnahmen/{measure.pk}/"))
        assert len(rows) > 10
        for row in rows:
            cells = re.findall(r">([^<]+)</td>", row)
            if "–" not in "".join(cells):
                expected, measured, difference = map(number, cells)
                assert expected - measured == difference, row


def test_the_report_writes_people_as_other_numbers(reader: Client) -> None:
    assert "2023: 14.080, erfunden (synthetisch)" in page(reader, "bericht/")


def test_the_page_speaks_english_too(reader: Client) -> None:
    measure = Measure.objects.get(name__startswith="Heizungsoptimierung")
    reader.cookies["django_language"] = "en"
    text = page(reader, f"massnahmen/{measure.pk}/")
    assert "What did it bring?" in text
    assert "The measure saved about" in text
    assert "Was hat es gebracht" not in text


def test_strangers_see_nothing(story: Story) -> None:
    measure = Measure.objects.first()
    assert measure is not None
    address = f"/{AGS}/massnahmen/{measure.pk}/"
    assert Client().get(address).status_code == 302
    stranger = Client()
    stranger.force_login(User.objects.create_user("fremd"))
    assert stranger.get(address).status_code == 403
