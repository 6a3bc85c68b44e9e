"""What a measure changed beside energy: for the better, for the worse, or nobody can say."""

from datetime import date

import pytest

from klimamosaik.measures.models import Indicator, IndicatorValue, Measure
from klimamosaik.measures.models.kinds import Bound, Link, Subject
from klimamosaik.measures.queries.side_effects import SideEffect, side_effects
from klimamosaik.places.models import Municipality
from klimamosaik.terms.change_verdict import ChangeVerdict

pytestmark = pytest.mark.django_db
START, AFTER, BEFORE = date(2025, 9, 1), date(2026, 3, 1), date(2025, 3, 1)


@pytest.fixture
def measure() -> Measure:
    town = Municipality.objects.create(ags="03999998", name="Ort")
    return Measure.objects.create(municipality=town, name="Heizung", start=START)


def told(
    measure: Measure,
    before: float | None,
    now: float | None,
    bound: Bound | str = "",
    *,
    day: date = AFTER,
    **more: object,
) -> SideEffect:
    """The one side effect of an indicator with these values."""
    given = {"name": "kalte Klassen", "unit": "Klassen", "link": Link.IMPACT} | more
    row = Indicator.objects.create(measure=measure, start_value=before, bound=bound, **given)
    if now is not None:
        IndicatorValue.objects.create(indicator=row, day=day, value=now, source="Zählung")
    (found,) = side_effects(measure=measure)
    return found


@pytest.mark.parametrize(
    ("before", "now", "bound", "turn", "said"),
    [
        (3.0, 2.0, Bound.AT_MOST, ChangeVerdict.BETTER, "besser geworden: 2 statt 3 Klassen"),
        (3.0, 4.0, Bound.AT_MOST, ChangeVerdict.WORSE, "schlechter geworden: 4 statt 3 Klassen"),
        (3.0, 2.0, Bound.AT_LEAST, ChangeVerdict.WORSE, "schlechter geworden: 2 statt 3 Klassen"),
        (3.0, 4.0, Bound.AT_LEAST, ChangeVerdict.BETTER, "besser geworden: 4 statt 3 Klassen"),
        (3.0, 3.0, Bound.AT_MOST, ChangeVerdict.SAME, "unverändert: 3 Klassen"),
        (3.0, 2.0, "", ChangeVerdict.CHANGED, "verändert: 2 statt 3 Klassen"),
        (None, 2.0, Bound.AT_MOST, ChangeVerdict.UNKNOWN, "2 Klassen, vorher nicht gemessen"),
        (3.0, None, Bound.AT_MOST, ChangeVerdict.UNKNOWN, "noch kein Wert"),
    ],
)
def test_the_side_that_is_good_decides_better_or_worse(
    measure: Measure,
    before: float | None,
    now: float | None,
    bound: Bound | str,
    turn: ChangeVerdict,
    said: str,
) -> None:
    found = told(measure, before, now, bound)
    assert (found.turn, found.said.de) == (turn, said)


def test_a_value_from_before_the_first_day_tells_of_no_change(measure: Measure) -> None:
    assert told(measure, 3.0, 5.0, Bound.AT_MOST, day=BEFORE).turn is ChangeVerdict.UNKNOWN


def test_more_saved_time_is_better_without_being_told(measure: Measure) -> None:
    found = told(measure, 0.0, 30.0, subject=Subject.STAFF_TIME, link=Link.OUTPUT)
    assert found.turn is ChangeVerdict.BETTER


def test_what_was_wanted_says_whether_it_is_reached(measure: Measure) -> None:
    found = told(measure, 3.0, 4.0, Bound.AT_MOST, wanted_value=3.0)
    assert found.wanted is not None
    assert found.wanted.de == "gewünscht höchstens 3 Klassen: nicht erreicht"


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (
            date(2027, 12, 31),
            "gewünscht höchstens 3 Klassen bis 31. Dezember 2027: noch nicht erreicht",
        ),
        (date(2020, 1, 1), "gewünscht höchstens 3 Klassen: nicht erreicht"),
    ],
)
def test_before_its_day_nothing_that_was_wanted_has_failed(
    measure: Measure, until: date, said: str
) -> None:
    found = told(measure, 3.0, 4.0, Bound.AT_MOST, wanted_value=3.0, wanted_until=until)
    assert found.wanted is not None
    assert found.wanted.de == said


def test_what_was_put_in_is_no_side_effect(measure: Measure) -> None:
    Indicator.objects.create(measure=measure, link=Link.INPUT, name="Fühler")
    Indicator.objects.create(measure=measure, link=Link.OUTPUT, name="Bäume")
    assert side_effects(measure=measure) == ()


def test_what_got_worse_stands_first(measure: Measure) -> None:
    for name, value in (("ruhig", 50.0), ("laut", 70.0)):
        row = Indicator.objects.create(
            measure=measure, link=Link.OUTCOME, name=name, start_value=60.0, bound=Bound.AT_MOST
        )
        IndicatorValue.objects.create(indicator=row, day=AFTER, value=value, source="Messung")
    assert [one.indicator.name for one in side_effects(measure=measure)] == ["laut", "ruhig"]
