"""Walls of today, of the years on the way and of the target: the same need, counted anew."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

import pytest

from klimamosaik.drawing.miniature import rows
from klimamosaik.measures.models import Lesson, Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.mosaic.kernel.moment import Moment, WallMoment, moments
from klimamosaik.mosaic.kernel.stone import account
from klimamosaik.mosaic.kernel.wording import headline
from klimamosaik.mosaic.page import MosaicPage
from klimamosaik.mosaic.queries.glance import whole_stones
from klimamosaik.mosaic.queries.walls import glances, mosaic_page, stones_of_measure
from klimamosaik.pathway.kernel.contribution import ContributionState, YearContribution
from klimamosaik.pathway.models import ExpectedEffect, Milestone, Target
from klimamosaik.pathway.queries.pathways import Pathway, stones_in, wall_of
from klimamosaik.places.models import Municipality
from klimamosaik.records.database_mark import DatabaseMark
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.figure import Verdict
from tests.mosaic.towns import NEED, measure
from tests.mosaic.towns import town as made_town
from tests.pathway.conftest import NOW, measured

TODAY, ON_THE_WAY = WallMoment(Moment.TODAY, 2026), WallMoment(Moment.ON_THE_WAY, 2030)


def years(found: Iterable[WallMoment]) -> list[int]:
    return [seen.year for seen in found]


def test_every_fifth_year_stands_in_where_no_milestone_is_set() -> None:
    found = moments(this_year=2026, target_year=2040, milestones=())
    assert years(found) == [2026, 2030, 2035, 2040]
    assert [seen.moment for seen in found][::3] == [Moment.TODAY, Moment.TARGET]


def test_milestones_come_before_round_years() -> None:
    found = moments(this_year=2026, target_year=2040, milestones=(2033, 2028, 2020, 2040))
    assert years(found) == [2026, 2028, 2033, 2040]


def test_once_the_targets_year_has_come_there_is_one_wall() -> None:
    assert years(moments(this_year=2041, target_year=2040, milestones=(2030,))) == [2040]
    assert years(moments(this_year=2040, target_year=2040, milestones=())) == [2040]
    assert years(moments(this_year=2039, target_year=2040, milestones=())) == [2039, 2040]


@pytest.mark.parametrize(
    ("seen", "planned", "said"),
    [
        (
            TODAY,
            0,
            "Heute: 10 Steine liegen. 990 von 1.000 fehlen noch.",
        ),
        (TODAY, 1, "Heute: 10 Steine liegen. 1 wirkt, ist aber noch nicht gemessen."),
        (TODAY, 5, "Heute: 10 Steine liegen. 5 wirken, sind aber noch nicht gemessen."),
        (ON_THE_WAY, 0, "Im Jahr 2030: 10 Steine liegen. Keiner ist bis dahin geplant."),
        (ON_THE_WAY, 5, "Im Jahr 2030: 10 Steine liegen. 5 sind bis dahin geplant. 985 von"),
        (None, 5, "10 Steine liegen. 5 sind geplant. 985 von 1.000 fehlen noch."),
    ],
)
def test_the_sentence_says_which_year_it_counts(seen: WallMoment, planned: int, said: str) -> None:
    found = [measure("a", 10, state=ContributionState.MEASURED), measure("b", planned)]
    assert headline(account(found, NEED), seen).de.startswith(said)


def set_goal(municipality: Municipality, **facts: Any) -> None:
    """A target whose need is entered by hand: 1,000 t, so that a stone is a tonne."""
    Target.objects.create(
        municipality=municipality, year=2040, source="Rat 1/2024", need_t=1000.0,
        need_year=2024, need_source="erfunden", **facts,
    )  # fmt: skip


def planned(municipality: Municipality, name: str, start: date | None, tonnes: float) -> Measure:
    """A measure that is to begin, with what it is expected to bring."""
    row = Measure.objects.create(municipality=municipality, name=name, start=start)
    ExpectedEffect.objects.create(
        measure=row, low_t=tonnes / 2, likely_t=tonnes, high_t=tonnes * 1.5, field="heat",
        reasoning="erfunden",
    )  # fmt: skip
    return row


def page(municipality: Municipality, year: int | None = 2040) -> MosaicPage:
    """The page of a year: the target's, where none is asked for."""
    return mosaic_page(municipality=municipality, year=year, language="de", at=NOW)


def pathway(municipality: Municipality) -> Pathway:
    return wall_of(municipality=municipality, at=NOW)


@pytest.fixture
def aimed(unknown_town: Municipality) -> Municipality:
    """A town with a target, one measured measure, two to come, an idea."""
    set_goal(unknown_town)
    measured(unknown_town, "Heizung")
    planned(unknown_town, "Fernwärme", date(2029, 1, 1), 200.0)
    planned(unknown_town, "Dämmung", date(2034, 7, 1), 100.0)
    Measure.objects.create(municipality=unknown_town, name="Seilbahn")
    return unknown_town


def test_each_year_counts_what_works_by_then(aimed: Municipality) -> None:
    assert page(aimed).choice == moments(this_year=2026, target_year=2040, milestones=())
    said = {year: page(aimed, year).headline for year in (2026, 2030, 2035, 2040)}
    begun = [text.de.split(".")[1].split()[0] for text in said.values() if text is not None]
    assert said[2026] is not None
    assert "geplant" not in said[2026].de
    planned_then = [int(count) for count in begun[1:]]
    assert planned_then == sorted(planned_then)
    assert planned_then[0] > 100
    assert len(set(planned_then)) >= 2


def test_stones_and_gap_are_a_thousand_of_the_same_need_in_every_year(aimed: Municipality) -> None:
    found = pathway(aimed)
    assert found.outlook is not None
    assert found.need_t is not None
    for year in range(2026, 2041):
        counted = account(stones_in(found.outlook, found.known, year), found.need_t)
        assert counted.laid + counted.planned + counted.missing == 1000
        assert counted.laid_whole + counted.planned_whole + counted.missing_whole == 1000


def test_a_milestone_is_a_year_to_look_at(aimed: Municipality) -> None:
    Milestone.objects.create(
        municipality=aimed, year=2032, reduction=50, base_year=2024, base_t=2000, source="Rat"
    )
    assert years(page(aimed).choice) == [2026, 2032, 2040]


def test_a_year_without_a_wall_is_refused_with_those_there_are(aimed: Municipality) -> None:
    with pytest.raises(InputRejected) as refusal:
        page(aimed, 2031)
    assert "Vorhanden: 2026, 2030, 2035, 2040." in refusal.value.complaints[0].text.de


def test_the_page_opens_on_today(aimed: Municipality) -> None:
    opened = page(aimed, None)
    assert opened.shown == TODAY
    assert opened == page(aimed, 2026)
    assert "<svg" in opened.lying


def test_the_lede_says_in_per_cent_what_the_stones_say(aimed: Municipality) -> None:
    today, target = page(aimed, None), page(aimed, 2040)
    assert today.lede is not None
    assert target.lede is not None
    laid = int(re.findall(r"(\d+) Steine? lieg", today.headline.de if today.headline else "")[0])
    assert today.lede.de.startswith(f"{written(laid / 10)}\u00a0% der nötigen Minderung")
    then = [
        float(each.replace(",", ".")) for each in re.findall(r"([\d,]+)\u00a0%", target.lede.de)
    ]
    reached, measured_then, expected, missing = then
    assert measured_then + expected == pytest.approx(reached)
    assert reached + missing == pytest.approx(100)
    assert f"sind {written(reached)}\u00a0% im Jahr 2040 erreicht" in today.lede.de


def written(share: float) -> str:
    return f"{share:.1f}".removesuffix(".0").replace(".", ",")


def test_a_stone_is_told_in_tonnes_and_in_something_known(aimed: Municipality) -> None:
    shown = page(aimed, None)
    assert shown.stone is not None
    assert shown.stone_like is not None
    assert "Tausendstel der nötigen Minderung: 1,0 t CO₂e" in shown.stone.de
    assert "Strom eines Haushalts" in shown.stone_like.de


def test_why_other_stones_are_measured_in_the_targets_year_is_said(aimed: Municipality) -> None:
    planned(aimed, "Netz", date(2030, 1, 1), 400.0)
    change = page(aimed, None).change
    assert change is not None
    assert "weil andere Maßnahmen einen Teil davon mindern" in change.de
    first, last = map(int, re.findall(r"heute (\d+), im Jahr 2040 (\d+),", change.de)[0])
    assert last < first


def test_the_need_stands_per_head_with_the_people_counted(aimed: Municipality) -> None:
    said = page(aimed, None).per_head
    assert said is not None
    assert said.de.startswith("Je Kopf (10.000 Einwohner, 2024): nötig sind 100 kg CO₂e weniger")
    aimed.populations.all().delete()
    unknown = page(aimed, None).per_head
    assert unknown is not None
    assert unknown.de == "Je Kopf: nicht bekannt, die Einwohnerzahl fehlt."


def test_a_fifth_of_a_stone_is_less_than_the_smallest_share(unknown_town: Municipality) -> None:
    set_goal(unknown_town)
    measured(unknown_town, "Heizung", saved_kwh=900.0, half_kwh=200.0)
    shown = page(unknown_town, None)
    assert shown.lede is not None
    assert shown.headline is not None
    assert shown.headline.de.startswith("Heute: Der erste Stein ist angefangen.")
    assert shown.lede.de.startswith("Weniger als 0,1\u00a0% der nötigen Minderung ist gemessen.")
    assert shown.lede.de.endswith("mehr als 99,9\u00a0% fehlen noch.")  # not all of it


def test_large_measures_compound_and_never_promise_more_than_all(
    unknown_town: Municipality,
) -> None:
    set_goal(unknown_town)
    for name in ("Netz", "Wärmepumpen", "Dämmung"):
        planned(unknown_town, name, date(2029, 1, 1), 940.0)
    shown = page(unknown_town, None)
    assert shown.lede is not None
    assert "100\u00a0%" not in shown.lede.de
    assert page(unknown_town, 2040).lying.count("<text><tspan") >= 2


def test_a_town_without_measures_says_that_all_is_missing(unknown_town: Municipality) -> None:
    set_goal(unknown_town)
    for year in (None, 2040):
        shown = page(unknown_town, year)
        assert shown.lede is not None
        assert shown.per_head is not None
        assert shown.lede.de.endswith("Die ganze nötige Minderung fehlt.")
        assert shown.per_head.de.endswith("nötig sind 100 kg CO₂e weniger im Jahr.")


def test_nothing_is_explained_where_nothing_differs(unknown_town: Municipality) -> None:
    set_goal(unknown_town)
    measured(unknown_town, "Heizung")
    assert page(unknown_town, None).change is None


def test_measures_without_stones_are_named_with_the_reason(aimed: Municipality) -> None:
    measured(aimed, "Aushänge", saved_kwh=1000.0, verdict=Verdict.NOT_DISTINGUISHABLE)
    reasons = {one.name: one.because.de for one in page(aimed, 2026).unlaid}
    assert reasons == {
        "Seilbahn": "noch nichts gemessen, nichts erwartet",
        "Fernwärme": "wirkt ab 01/2029",
        "Dämmung": "wirkt ab 07/2034",
        "Aushänge": "gemessen, nicht von null zu unterscheiden",
    }


def test_a_stopped_measure_leaves_pale_stones_with_a_mark(aimed: Municipality) -> None:
    before = page(aimed)
    row = Measure.objects.get(name="Fernwärme")
    row.phase = Phase.STOPPED
    row.save()
    after = page(aimed)
    assert "stopped" not in dict(before.legend)
    assert "stopped" in dict(after.legend)
    assert "Fernwärme: 200 Steine (100 bis 300), gestoppt" in after.lying
    assert before.headline != after.headline
    assert [(line.name, line.said.de) for line in after.told.failed] == [("Fernwärme", "gestoppt")]


def test_a_stopped_measure_is_told_with_the_cause_of_its_newest_lesson(
    aimed: Municipality,
) -> None:
    row = Measure.objects.get(name="Fernwärme")
    row.phase = Phase.STOPPED
    row.save()
    for day, cause in (("2026-01-01", "zu teuer"), ("2026-05-01", "kein Netz in der Nähe")):
        Lesson.objects.create(
            measure=row,
            day=day,
            stopped=True,
            hypothesis="-",
            evidence="-",
            cause=cause,
            advice="-",
        )
    assert page(aimed).told.failed[0].said.de == "gestoppt: kein Netz in der Nähe"


def test_a_stopped_measure_nobody_expected_anything_of_is_named_without_a_stone(
    aimed: Municipality,
) -> None:
    row = Measure.objects.get(name="Seilbahn")
    row.phase = Phase.STOPPED
    row.save()
    found = page(aimed)
    assert "Seilbahn" not in found.table
    assert {one.name: one.because.de for one in found.unlaid} == {"Seilbahn": "gestoppt"}


def test_what_is_no_matter_of_tonnes_is_told_so(aimed: Municipality) -> None:
    row = Measure.objects.get(name="Seilbahn")
    row.fields_of_action = ["adaptation"]
    row.save()
    found = page(aimed)
    assert {one.name: one.because.de for one in found.unlaid} == {
        "Seilbahn": "zählt nicht in Tonnen"
    }
    assert found.told.coming[-1].said.de == "noch ohne Beginn; zählt nicht in Tonnen"


def test_what_worked_and_what_comes_is_told_in_order(aimed: Municipality) -> None:
    measured(aimed, "Lüftung", saved_kwh=300_000.0)
    measured(aimed, "Leuchten", saved_kwh=-50_000.0, verdict=Verdict.USED_MORE)
    told = page(aimed).told
    assert [line.name for line in told.worked] == ["Lüftung", "Heizung"]
    assert [line.name for line in told.failed] == ["Leuchten"]
    assert "t CO₂e mehr im Jahr" in told.failed[0].said.de
    assert [line.mark for line in (*told.worked, *told.failed)] == ["ok", "ok", "bad"]
    assert [line.name for line in told.coming] == [
        "Fernwärme",
        "Dämmung",
    ]  # of Seilbahn nothing is known
    assert told.coming[0].said.de.startswith("ab 01/2029; 200 t CO₂e weniger im Jahr (")


def test_a_wall_is_drawn_once_until_something_changes(
    aimed: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = count()  # as if somebody wrote anything between any two looks at the database
    monkeypatch.setattr(DatabaseMark, "now", lambda self: next(marks))
    first = page(aimed)
    with monkeypatch.context() as broken:
        broken.setattr("klimamosaik.mosaic.queries.walls.wall_of", None)
        assert page(aimed) == first
    row = ExpectedEffect.objects.get(measure__name="Fernwärme")
    row.likely_t = 250.0
    row.save()
    assert page(aimed).headline != first.headline


def test_every_change_that_matters_makes_a_new_wall(aimed: Municipality) -> None:
    row = planned(aimed, "Wärmepumpen", date(2031, 1, 1), 50.0)
    with_pumps = page(aimed)
    row.name = "Wärmepumpen und Netze"
    row.save()
    renamed = page(aimed)
    assert "Wärmepumpen und Netze" not in with_pumps.lying
    assert "Wärmepumpen und Netze" in renamed.lying
    target = Target.objects.get()
    target.need_t = 2000.0
    target.save()
    assert page(aimed).headline != renamed.headline
    row.delete()
    assert "Wärmepumpen" not in page(aimed).lying


def test_a_measures_own_stones_are_those_of_the_mosaic(aimed: Municipality) -> None:
    row = Measure.objects.get(name="Heizung")
    found = stones_of_measure(measure=row, language="de", at=NOW)
    assert found.said is not None
    share = next(
        s for s in account(pathway(aimed).stones, 1000.0).shares if s.measure.code == str(row.pk)
    )
    assert f"{float(share.mean):.1f}".replace(".", ",") in found.said.de
    assert "gemessen" in found.said.de
    idea = Measure.objects.get(name="Seilbahn")
    assert stones_of_measure(measure=idea, language="de", at=NOW).svg == ""


def test_a_list_of_towns_shows_each_in_miniature(aimed: Municipality, town: Municipality) -> None:
    own, estimate = glances(municipalities=[aimed, town], language="de", at=NOW)
    assert "liegen" in own.sentence.de
    assert own.balance is None
    assert not own.estimated
    assert estimate.estimated
    assert estimate.balance is not None
    assert estimate.balance.de.startswith("2021: 1.022.")
    assert estimate.svg.count("<path") == 3
    assert own.svg.count("<path") > 3
    assert own.sentence.de.startswith("Im Jahr 2040: ")
    assert own.stones
    assert not estimate.stones


def test_a_balance_unlike_others_says_why(town: Municipality) -> None:
    stade = Municipality.objects.create(ags="03359038", name="Stade")
    usual, unusual = glances(municipalities=[town, stade], language="de", at=NOW)
    assert usual.unusual is None
    assert unusual.unusual is not None
    assert "das 3,2-Fache des Üblichen" in unusual.unusual.de
    assert "wohl eine einzelne Anlage" in unusual.unusual.de
    assert usual.per_head is not None
    assert unusual.per_head is not None
    assert unusual.per_head > 2 * usual.per_head
    assert usual.balance is not None
    assert f"{usual.per_head:.1f}".replace(".", ",") in usual.balance.de


def test_the_miniature_draws_whole_stones_that_lie_or_are_planned() -> None:
    found = [
        measure("a", 10.7, state=ContributionState.MEASURED),
        measure("n", -4, state=ContributionState.MEASURED),
        measure("b", 20),
        measure("s", 50, state=ContributionState.STOPPED),
    ]
    counted = account(found, NEED)
    drawn = [len(cells) for _, cells in whole_stones(counted)]
    assert drawn == [6, 20]
    assert sum(drawn) == counted.laid_whole + counted.planned_whole


def test_the_miniature_joins_neighbours_in_a_row() -> None:
    assert rows([(0, 0), (1, 0), (2, 0), (0, 1)]) in (
        "M0 24h3v1h-3zM0 23h1v1h-1z",
        "M0 23h1v1h-1zM0 24h3v1h-3z",
    )


def test_a_real_towns_miniature_is_small() -> None:
    found: list[YearContribution] = made_town(100)
    counted = account(found, NEED)
    assert sum(len(rows(cells)) for _, cells in whole_stones(counted)) < 8_000
