"""How long measures take from phase to phase: what waits counts, what nobody dated does not."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.test import Client
from django.utils.timezone import localdate
from scipy import stats

from klimamosaik.measures.kernel.waiting_times import (
    Spell,
    Wait,
    median_of,
    waiting_curve,
    waiting_of,
    waits_in,
)
from klimamosaik.measures.lists.preview import preview
from klimamosaik.measures.lists.reading import GivenList
from klimamosaik.measures.lists.storing import take_in
from klimamosaik.measures.lists.workbook import workbook
from klimamosaik.measures.models import Measure, Network, Step
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries import Passage, tempo_of
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from tests.measures.conftest import AT, TODAY, measure_in, somebody

AGS = "03403000"
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def spell(begun: date, days: int | None, *, went_on: bool = True) -> Spell:
    ended = None if days is None else begun + timedelta(days=days)
    return Spell(begun, ended, went_on and ended is not None)


def test_where_all_went_on_the_median_is_the_plain_one() -> None:
    spells = [spell(FIRST, days) for days in (10, 20, 30, 40, 50)]
    assert waiting_of(spells, FIRST, LAST).median == 30


def test_who_still_waits_pulls_the_median_up() -> None:
    spells = [spell(FIRST, days) for days in (10, 20, 30)]
    waiting = [spell(FIRST, None) for _ in range(2)]
    assert waiting_of(spells, FIRST, LAST).median == 20
    assert waiting_of(spells + waiting, FIRST, LAST).median == 30
    found = waiting_of([*spells, *waiting, *waiting], FIRST, LAST)
    assert (found.median, found.went_on, found.count) == (None, 3, 7)


def test_half_is_half_to_the_last_digit() -> None:
    waits = [Wait(-1, days, True) for days in (1, 2, 3, 4, 5, 6)]
    assert [float(step.share) for step in waiting_curve(waits)][2] == 0.5
    assert median_of(waits) == 3


def test_the_curve_is_that_of_scipy_where_all_were_looked_at_from_the_start() -> None:
    random = np.random.default_rng(7)
    for _ in range(20):
        left, gone = random.integers(0, 40, 30), random.random(30) < 0.6
        waits = [Wait(-1, int(days), bool(on)) for days, on in zip(left, gone, strict=True)]
        sample = stats.CensoredData.right_censored(left, ~gone)
        told = stats.ecdf(sample).sf
        for step in waiting_curve(waits):
            assert float(step.share) == pytest.approx(told.evaluate(step.days), abs=1e-12)


def test_a_year_looks_at_its_own_days_only() -> None:
    old = spell(date(2025, 10, 3), 120)  # 90 days in 2025, went on on 31 January 2026
    (last_year,) = waits_in([old], date(2025, 1, 1), date(2025, 12, 31))
    (this_year,) = waits_in([old], FIRST, LAST)
    assert (last_year.entered, last_year.left, last_year.went_on) == (-1, 89, False)
    assert (this_year.entered, this_year.left, this_year.went_on) == (89, 120, True)
    assert waits_in([spell(date(2027, 1, 1), 3)], FIRST, LAST) == []
    assert waits_in([spell(date(2024, 1, 1), 3)], FIRST, LAST) == []


def test_a_few_that_were_quick_say_nothing_of_many_that_came_late() -> None:
    quick = spell(FIRST, 5)
    long_ago = [spell(date(2024, 1, 1), 800), spell(date(2024, 1, 1), 820)]
    assert waiting_of([quick, *long_ago], FIRST, LAST).median is None
    assert waiting_of(long_ago, FIRST, LAST).median == 800


def test_what_goes_on_the_day_it_came_waited_no_day() -> None:
    assert waiting_of([spell(FIRST, 0)], FIRST, LAST).median == 0
    assert waiting_of([], FIRST, LAST).median is None


def walked(town: Municipality, name: str, *steps: tuple[Phase, date | None]) -> Measure:
    """A measure with its steps, each with the day it came there; None: not noted."""
    measure = measure_in(town, name=name)
    measure.steps.all().delete()
    before = ""
    for phase, since in steps:
        Step.objects.create(
            measure=measure, from_phase=before, to_phase=phase, day=TODAY, since=since
        )
        before = phase
    Measure.objects.filter(pk=measure.pk).update(phase=before)
    return measure


def first(town: Municipality, place: int = 0) -> Passage:
    return tempo_of(municipality=town, today=TODAY).passages[place]


def test_a_measure_counts_where_both_days_are_noted(town: Municipality) -> None:
    begun, gone = date(2026, 1, 10), date(2026, 2, 9)
    walked(town, "A", (Phase.IDEA, begun), (Phase.PROTOTYPE, gone))
    walked(town, "B", (Phase.IDEA, None), (Phase.PROTOTYPE, gone))
    walked(town, "C", (Phase.IDEA, begun), (Phase.PROTOTYPE, None))
    walked(town, "D", (Phase.PERMANENT, None))
    found = first(town).this_year
    assert (found.count, found.went_on, found.median) == (1, 1, 30)
    assert tempo_of(municipality=town, today=TODAY).undated == 2


def test_a_stop_ends_the_wait_without_a_step(town: Municipality) -> None:
    begun = date(2026, 1, 10)
    walked(town, "A", (Phase.IDEA, begun), (Phase.STOPPED, date(2026, 1, 15)))
    found = first(town).this_year
    assert (found.count, found.went_on, found.median) == (1, 0, None)
    walked(town, "B", (Phase.IDEA, begun), (Phase.STOPPED, date(2026, 1, 15)),
           (Phase.IDEA, date(2026, 1, 20)), (Phase.PROTOTYPE, date(2026, 2, 9)))  # fmt: skip
    assert first(town).this_year.median == 30


def test_the_whole_way_is_from_idea_to_permanent(town: Municipality) -> None:
    days = [date(2025, 3, 1), date(2025, 4, 1), date(2025, 9, 1), date(2026, 2, 1)]
    phases = (Phase.IDEA, Phase.PROTOTYPE, Phase.PILOT, Phase.PERMANENT)
    walked(town, "A", *zip(phases, days, strict=True))
    told = [
        (one.this_year.median, one.last_year.median)
        for one in tempo_of(municipality=town, today=TODAY).passages
    ]
    assert told == [(None, 31), (None, 153), (153, None), (337, None)]


def test_phases_are_counted_today_and_at_the_end_of_last_year(town: Municipality) -> None:
    walked(town, "A", (Phase.IDEA, date(2025, 3, 1)), (Phase.PILOT, date(2026, 2, 1)))
    walked(town, "B", (Phase.IDEA, date(2026, 2, 1)))
    found = {one.phase: (one.now, one.year_ago) for one in
             tempo_of(municipality=town, today=TODAY).counts}  # fmt: skip
    assert (found[Phase.IDEA], found[Phase.PILOT]) == ((1, 1), (1, 0))


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """A day in the middle of a year that does not end while a test asks what day it is."""
    now = datetime(2026, 7, 15, 10, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return localdate(now)


def test_the_page_says_what_it_can_and_what_not_yet(town: Municipality, today: date) -> None:
    _, reader = somebody(town, Role.READER)
    address = f"/{AGS}/massnahmen/tempo/"
    assert "Sobald Maßnahmen Schritte gehen" in reader.get(address).content.decode()
    for name in "ABC":
        walked(town, name, (Phase.IDEA, today - timedelta(days=40)))
    walked(town, "D", (Phase.IDEA, today), (Phase.PROTOTYPE, today))
    page = reader.get(address).content.decode()
    assert "noch nicht bestimmbar: 1 von 4 gingen weiter" in page
    for name in "EFGH":
        walked(town, name, (Phase.IDEA, today), (Phase.PROTOTYPE, today))
    page = reader.get(address).content.decode()
    assert "0 Tage; 5 von 8 gingen weiter" in page
    assert "<svg" in page
    told = reader.get(f"/{AGS}/massnahmen/tempo.json").json()
    assert told["passages"][0]["this_year"] == {"median_days": 0, "waited": 8, "went_on": 5}


def test_a_network_has_a_tempo_of_its_own(town: Municipality, today: date) -> None:
    _, reader = somebody(town, Role.READER)
    network = Network.objects.create(municipality=town, name="Neun Städte")
    measure = walked(town, "A", (Phase.IDEA, today))
    walked(town, "B", (Phase.IDEA, today))
    measure.networks.add(network)
    told = reader.get(f"/{AGS}/massnahmen/tempo.json?verbund={network.pk}").json()
    assert (told["network"], told["passages"][0]["this_year"]["waited"]) == ("Neun Städte", 1)
    for asked in ("x", "-1", "999999999999999999999"):
        answer = reader.get(f"/{AGS}/massnahmen/tempo/?verbund={asked}")
        assert answer.status_code == 200, asked


@pytest.fixture
def editor(town: Municipality) -> Client:
    return somebody(town, Role.EDITOR)[1]


def new(client: Client, **given: str) -> Step:
    """The first step of a measure written down on its page."""
    name = f"M{Measure.objects.count()}"
    answer = client.post(f"/{AGS}/massnahmen/neu/", {"name": name, "confidence": "0.9", **given})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return Step.objects.get(measure__name=name)


def test_the_form_asks_since_when(today: date, editor: Client) -> None:
    old = {"start": "2022-10-01"}
    assert new(editor, phase="idea").since == today
    assert new(editor, phase="", **old).since == date(2022, 10, 1)
    assert new(editor, phase="permanent", **old).since is None
    told = new(editor, phase="permanent", since="2023-05-01", **old)
    assert told.since == date(2023, 5, 1)
    page = editor.get(f"/{AGS}/massnahmen/{told.measure_id}/register/").content.decode()
    assert "hier seit" in page
    assert "1. Mai 2023" in page


def test_nobody_came_to_a_phase_tomorrow(town: Municipality, editor: Client) -> None:
    given = {"name": "X", "phase": "idea", "since": "2099-01-01", "confidence": "0.9"}
    page = editor.post(f"/{AGS}/massnahmen/neu/", given).content.decode()
    assert "seit heute oder früher" in page
    assert not Measure.objects.exists()


def test_a_day_nobody_noted_is_noted_later_and_once(town: Municipality, editor: Client) -> None:
    measure = measure_in(town, phase=Phase.PERMANENT)
    address = f"/{AGS}/massnahmen/{measure.pk}/grundlagen/"
    page = editor.get(f"/{AGS}/massnahmen/{measure.pk}/register/").content.decode()
    assert "seit wann, ist nicht notiert" in page
    assert 'name="since"' in editor.get(address).content.decode()
    editor.post(address, {"name": measure.name, "since": "2022-10-01"})
    assert measure.steps.get().since == date(2022, 10, 1)
    assert 'name="since"' not in editor.get(address).content.decode()
    editor.post(address, {"name": measure.name, "since": "2020-10-01"})
    assert measure.steps.get().since == date(2022, 10, 1)


def test_a_list_says_since_when_or_nobody_does(town: Municipality) -> None:
    table = "Maßnahme;Phase;In der Phase seit\nA;Dauerbetrieb;01.10.2022\nB;Pilot;\n"
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    plan = preview(municipality=town, files=[GivenList("Plan.csv", table.encode())], at=at)
    take_in(plan=plan, by=None, at=AT)
    known = dict(Step.objects.values_list("measure__name", "since"))
    assert known == {"A": date(2022, 10, 1), "B": None}
    book = workbook(municipality=town)
    again = preview(municipality=town, files=[GivenList("R.xlsx", book)], at=at)
    assert [row for each in again.measures for row in each.rows] == []
    later = "Maßnahme;In der Phase seit\nB;01.02.2026\nA;01.01.2020\n"
    plan = preview(municipality=town, files=[GivenList("Plan2.csv", later.encode())], at=at)
    take_in(plan=plan, by=None, at=AT)
    known = dict(Step.objects.values_list("measure__name", "since"))
    assert known == {"A": date(2022, 10, 1), "B": date(2026, 2, 1)}
