"""What changed is noted with its reason, and forgotten with what was taken back."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User

from klimamosaik.evidence.models import Assessment
from klimamosaik.measures.models import Indicator, IndicatorValue
from klimamosaik.measures.models.kinds import ReadingBasis
from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.places.models import Building, BuildingKind, MeterPoint
from klimamosaik.publication.kernel.edition import DATA, REWORKED, STATED
from klimamosaik.publication.models import FigureEdition, PublishedKind
from klimamosaik.publication.operations import note_editions, publish, switch_off, take_back
from klimamosaik.publication.queries.changes import last_change, public_changes
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.publication.queries.results import PublicChange
from klimamosaik.terms.text import Text
from klimamosaik.web.background import REST, note
from klimamosaik.web.background_progress import DealtWith
from klimamosaik.web.demo.story import Story
from tests.alarms.conftest import said
from tests.demo import DEMO_AT

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LATER = DEMO_AT + timedelta(days=1)
LAST = DEMO_AT + timedelta(days=2)


def known(story: Story, at: datetime) -> Known:
    """What is public of the town at a moment."""
    return Known(published_in(story.municipality.ags), at)


def changes(story: Story, key: str, at: datetime = LAST) -> list[PublicChange]:
    """What is told of one figure, the newest first."""
    return [each for each in public_changes(known(story, at)) if each.figure == key]


def public_indicator() -> Indicator:
    """One of the published indicators with a value."""
    return Indicator.objects.filter(values__isnull=False).order_by("pk")[0]


def test_what_is_published_is_new_once(story: Story) -> None:
    noted = note_editions(at=DEMO_AT)
    assert noted > 20
    assert note_editions(at=LATER) == 0
    told = public_changes(known(story, LAST))
    assert len(told) == noted
    assert {each.because.en for each in told} == {"Newly published."}
    assert all(each.before is None and each.title.de and each.after.de for each in told)


def test_a_new_value_is_told_with_what_it_was_before(story: Story) -> None:
    note_editions(at=DEMO_AT)
    row = public_indicator()
    IndicatorValue.objects.create(indicator=row, day=LATER.date(), value=77.0, source="erfunden")
    assert note_editions(at=LATER) == 1
    newest, first = changes(story, f"kennzahl-{row.pk}")
    assert newest.after.de.startswith("77")
    assert newest.before == first.after
    assert newest.because.de == "Neue Angaben der Gemeinde."


def test_a_figures_page_knows_its_last_change_alone(story: Story) -> None:
    note_editions(at=DEMO_AT)
    row = public_indicator()
    key = f"kennzahl-{row.pk}"
    assert last_change(known(story, LAST), key) is None
    IndicatorValue.objects.create(indicator=row, day=LATER.date(), value=77.0, source="erfunden")
    note_editions(at=LATER)
    assert last_change(known(story, LAST), key) == changes(story, key)[0]
    assert last_change(known(story, LAST), "wirkung") is None


def test_a_value_of_the_past_that_changes_is_a_correction(story: Story) -> None:
    note_editions(at=DEMO_AT)
    row = public_indicator()
    value = row.values.order_by("day")[0]
    value.value = 1234.0
    value.save()
    note_editions(at=LATER)
    assert changes(story, f"kennzahl-{row.pk}")[0].because.en.startswith("Corrected values: ")


@pytest.mark.parametrize(("anew", "why"), [(True, REWORKED), (False, STATED)])
def test_an_effect_that_was_worked_out_anew_is_no_statement_of_the_municipality(
    story: Story, anew: bool, why: Text
) -> None:
    note_editions(at=DEMO_AT)
    key = FigureEdition.objects.filter(figure__startswith="massnahme-").order_by("pk")[0].figure
    FigureEdition.objects.filter(figure=key).update(digest="said otherwise")
    told = {"de": "Neu gerechnet", "en": "Worked out anew"} if anew else {}
    measure = int(key.removeprefix("massnahme-"))
    Assessment.objects.filter(measure=measure).update(at=LATER, because=told)
    note_editions(at=LAST)
    assert changes(story, key)[0].because == why


def test_what_was_taken_back_is_not_told_by_what_it_said_before(
    story: Story, balances: tuple[PublicItem, ...]
) -> None:
    """The balance of all years says the newest: once that is taken back, nobody repeats it."""
    town, user = story.municipality, User.objects.get(username="demo")
    note_editions(at=DEMO_AT)
    told = changes(story, "bilanz")[0].after.de
    assert "2025" in told
    take_back(municipality=town, items=balances[1:], by=user, at=LATER)
    assert changes(story, "bilanz") == changes(story, "bilanz-2025") == []
    note_editions(at=LATER)
    (said,) = changes(story, "bilanz")
    assert "2023" in said.after.de
    assert said.before is None
    assert "2025" not in said.because.de


def test_published_again_it_begins_anew(story: Story) -> None:
    town, user = story.municipality, User.objects.get(username="demo")
    item = PublicItem(PublishedKind.INDICATOR, str(public_indicator().pk))
    note_editions(at=DEMO_AT)
    take_back(municipality=town, items=[item], by=user, at=LATER)
    publish(municipality=town, items=[item], by=user, at=LAST)
    assert note_editions(at=LAST) == 1
    (only,) = changes(story, f"kennzahl-{item.subject}")
    assert only.at == LAST
    assert only.because.en == "Newly published."


def test_what_is_withheld_now_has_no_past_that_tells_it(story: Story) -> None:
    note_editions(at=DEMO_AT)
    building = Building.objects.filter(municipality=story.municipality).order_by("pk")[0]
    assert changes(story, f"gebaeude-{building.pk}")
    Building.objects.filter(pk=building.pk).update(kind=BuildingKind.HOUSING)
    MeterPoint.objects.filter(building=building).update(homes=2)
    note_editions(at=LATER)
    assert changes(story, f"gebaeude-{building.pk}") == []


def test_the_new_readings_of_one_day_are_one_edition(story: Story) -> None:
    note_editions(at=DEMO_AT)
    row = public_indicator()
    key = f"kennzahl-{row.pk}"
    first = FigureEdition.objects.get(figure=key)
    for hour in (1, 2):
        now = LATER + timedelta(hours=hour)
        first.pk, first.digest, first.at, first.because = None, str(hour), now, DATA.both()
        first.data_version = 0
        first.save()
    IndicatorValue.objects.create(indicator=row, day=LATER.date(), value=77.0, source="erfunden")
    note_editions(at=LATER + timedelta(hours=3))
    assert FigureEdition.objects.filter(figure=key, digest="2").count() == 0
    assert FigureEdition.objects.filter(figure=key, digest="1").count() == 1


@pytest.fixture
def sensed(story: Story) -> Indicator:
    """A published indicator that says the last value of a sensor, noted once."""
    row = public_indicator()
    thing = Thing.objects.create(municipality=story.municipality, name="Luft im Saal")
    row.datastream = Datastream.objects.create(name="CO2", unit="ppm", thing=thing)
    row.unit = "ppm"
    row.save()
    said(row.datastream, [437.0], first=DEMO_AT)
    note_editions(at=DEMO_AT)
    return row


def stream_of(row: Indicator) -> Datastream:
    """The sensor an indicator reads."""
    assert row.datastream is not None
    return row.datastream


def test_a_newer_reading_of_a_sensor_is_no_changed_figure(story: Story, sensed: Indicator) -> None:
    key, noted = f"kennzahl-{sensed.pk}", FigureEdition.objects.count()
    (first,) = changes(story, key)
    assert first.after.de.startswith("437 ppm")
    for day in range(1, 4):
        at = DEMO_AT + timedelta(days=day)
        said(stream_of(sensed), [437.0 - day], first=at)
        assert note_editions(at=at) == 1
        assert changes(story, key, at) == [first]
        assert last_change(known(story, at), key) is None
    assert FigureEdition.objects.count() == noted + 1
    newest = FigureEdition.objects.filter(figure=key).latest("at")
    assert newest.said["de"].startswith("434 ppm")  # the figure is as old as what it says


def test_a_corrected_reading_of_a_sensor_is_told(story: Story, sensed: Indicator) -> None:
    said(stream_of(sensed), [520.0], first=DEMO_AT, at=LATER)
    note_editions(at=LATER)
    told, _ = changes(story, f"kennzahl-{sensed.pk}")
    assert told.because.en.startswith("Corrected values: ")
    assert told.before is not None
    assert told.before.de.startswith("437 ppm")
    assert told.after.de.startswith("520 ppm")


def whys(story: Story, row: Indicator, at: datetime) -> list[str]:
    """Why an indicator is another one after a noting, the newest first, without the first."""
    note_editions(at=at)
    *newer, _ = changes(story, f"kennzahl-{row.pk}", at)
    return [each.because.de for each in newer]


def test_a_reading_corrected_after_it_was_told_is_told_beside_a_newer_one(
    story: Story, sensed: Indicator
) -> None:
    stream, past = stream_of(sensed), DEMO_AT - timedelta(days=40)
    said(stream, [300.0], first=past, at=DEMO_AT)
    assert whys(story, sensed, DEMO_AT) == []
    said(stream, [310.0], first=past, at=LATER)  # which the figure never told
    said(stream, [436.0], first=LATER)
    assert whys(story, sensed, LATER) == []
    said(stream, [520.0], first=LATER, at=LAST)
    said(stream, [435.0], first=LAST)
    assert whys(story, sensed, LAST) == ["Berichtigte Werte: 23.11.2026."]


def test_of_twelve_months_a_corrected_past_month_is_told_beside_a_newer_reading(
    story: Story, sensed: Indicator
) -> None:
    stream, day = stream_of(sensed), timedelta(days=1)
    said(stream, [400.0] * 500, first=DEMO_AT - 500 * day, step=day, at=DEMO_AT)
    sensed.basis = ReadingBasis.YEAR.value
    sensed.save()
    before = len(whys(story, sensed, DEMO_AT + day / 24))  # the reading was the last one until now
    said(stream, [800.0] * 30, first=DEMO_AT - 450 * day, step=day, at=LATER)  # none of the twelve
    said(stream, [436.0], first=LATER)
    assert len(whys(story, sensed, LATER)) == before
    said(stream, [800.0] * 20, first=DEMO_AT - 240 * day, step=day, at=LAST)
    said(stream, [435.0], first=LAST)
    newest, *_ = whys(story, sensed, LAST)
    assert newest == "Berichtigte Werte: März 2026, April 2026."


def test_a_corrected_value_of_the_past_is_told_beside_a_newer_reading(
    story: Story, sensed: Indicator
) -> None:
    said(stream_of(sensed), [436.0], first=LATER)
    value = sensed.values.order_by("day")[0]
    value.value = 1234.0
    value.save()
    note_editions(at=LATER)
    told, _ = changes(story, f"kennzahl-{sensed.pk}")
    assert told.because.en.startswith("Corrected values: ")


@pytest.mark.parametrize(
    "change",
    [
        {"basis": ReadingBasis.YEAR.value},
        {"unit": "mg/m³"},
        {"datastream": None},
    ],
)
def test_what_an_indicator_is_made_of_is_told_beside_a_newer_reading(
    story: Story, sensed: Indicator, change: dict[str, object]
) -> None:
    stream = stream_of(sensed)
    said(stream, [436.0] * 365, first=DEMO_AT + timedelta(hours=1), step=timedelta(days=1))
    later = DEMO_AT + timedelta(days=366)
    for field, value in change.items():
        setattr(sensed, field, value)
    sensed.save()
    note_editions(at=later)
    assert len(changes(story, f"kennzahl-{sensed.pk}", later)) == 2


def test_a_value_entered_beside_a_newer_reading_is_told(story: Story, sensed: Indicator) -> None:
    said(stream_of(sensed), [436.0], first=LAST)
    IndicatorValue.objects.create(indicator=sensed, day=LATER.date(), value=77.0, source="erfunden")
    note_editions(at=LAST)
    assert len(changes(story, f"kennzahl-{sensed.pk}")) == 2


def test_nothing_is_noted_where_the_page_is_off(story: Story) -> None:
    user = User.objects.get(username="demo")
    switch_off(page=story.municipality.public_page, by=user, at=DEMO_AT)
    assert note_editions(at=LATER) == 0


def test_the_background_notes_once_and_rests_until_something_changes(story: Story) -> None:
    def clock() -> float:
        return 0.0  # noting takes no time, so nothing has to rest

    seen = note(note(DealtWith(), clock), clock)
    noted = FigureEdition.objects.count()
    assert noted
    FigureEdition.objects.update(digest="another")
    assert note(seen, clock) == seen
    assert FigureEdition.objects.count() == noted
    IndicatorValue.objects.all()[0].save()  # its history tells of a change
    note(seen, clock)
    assert FigureEdition.objects.count() > noted


def test_the_background_rests_longer_than_noting_took(story: Story) -> None:
    """Readings that come every minute must not keep a core busy."""
    took = 5.0
    clock = iter([100.0, 100.0 + took, 100.0 + took, 100.0 + took + 1.0]).__next__
    seen = note(DealtWith(), clock)
    assert seen.rests == 100.0 + took + REST * took
    IndicatorValue.objects.all()[0].save()
    assert note(seen, clock) == seen
