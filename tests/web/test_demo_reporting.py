"""While the demo is served, a process of its own lets the invented sensors report."""

from importlib.util import find_spec

import pytest

from klimamosaik.observations.queries.readings import data_version
from klimamosaik.streams.models import DataSource
from klimamosaik.terms.text import Text
from klimamosaik.web.commands.demo import REPORTING, sensors_that_report
from klimamosaik.web.demo.living import history
from klimamosaik.web.demo.living.reporting import one_round
from klimamosaik.web.demo.story import Story


def test_what_is_started_can_be_started_and_says_that_it_is_invented() -> None:
    part = sensors_that_report()
    assert part.words[0] == "-m"
    assert find_spec(part.words[1]) is not None
    assert part.says == REPORTING.de
    assert "erfunden" in REPORTING.de
    assert "nvented" in REPORTING.en
    assert isinstance(REPORTING, Text)


@pytest.mark.django_db
def test_without_the_demo_nothing_reports() -> None:
    assert one_round() == 0


@pytest.mark.long
def test_a_round_is_one_delivery_of_nine_readings(story: Story) -> None:
    before = data_version()
    assert one_round() == 9
    assert data_version() == before + 1
    assert story.findings


@pytest.mark.long
def test_a_network_somebody_took_away_or_paused_is_left_alone(story: Story) -> None:
    before = data_version()
    source = DataSource.objects.get(name=history.NETWORK)
    source.paused_at = source.added_at
    source.save()
    one_round()
    assert data_version() == before
    source.delete()
    assert one_round() == 0
    assert story.findings


@pytest.mark.django_db
def test_a_round_that_fails_is_logged_and_the_next_one_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_: object) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(history, "report", broken)
    assert one_round() == 0
    assert "could not report" in caplog.text
