"""What nobody decided has stones of its own, named and dashed, and counts nowhere."""

import re
from datetime import date

import pytest

from klimamosaik.drawing.stones import StoneLook
from klimamosaik.measures.models import Measure
from klimamosaik.mosaic.kernel.layout import lay
from klimamosaik.mosaic.kernel.published_names import NamedStones
from klimamosaik.mosaic.kernel.stone import account
from klimamosaik.mosaic.kernel.table import table
from klimamosaik.mosaic.queries.walls import mosaic_page, stones_of_measure
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.pathway.queries.pathways import wall_of
from klimamosaik.pathway.queries.undecided import undecided_of
from klimamosaik.places.models import Municipality
from tests.mosaic.test_moments import page, planned, set_goal
from tests.mosaic.towns import NEED, measure
from tests.pathway.conftest import NOW, measured

UNDECIDED = ContributionState.UNDECIDED


@pytest.fixture
def open_town(unknown_town: Municipality) -> Municipality:
    """A target of 1,000 t, one measure decided, two of which only the size is known."""
    set_goal(unknown_town)
    planned(unknown_town, "Fernwärme", date(2029, 1, 1), 400.0)
    planned(unknown_town, "Rathaus dämmen", None, 200.0)
    planned(unknown_town, "Wärmepumpen", None, 100.0)
    return unknown_town


def test_each_has_stones_with_its_name_link_and_row(open_town: Municipality) -> None:
    found = page(open_town)
    for name in ("Rathaus dämmen", "Wärmepumpen"):
        pk = Measure.objects.get(name=name).pk
        link = rf'<a href="{found.told.pages[pk]}"><path[^>]*><text[^>]*>{name}: [^<]*'
        for wall in (found.lying, found.standing):
            assert re.search(link, wall)
        row = rf"{name}</a></th><td>[^<]*</td><td>möglich, nicht beschlossen"
        assert re.search(row, found.table)
    assert "undecided" in dict(found.legend)
    assert found.unlaid == ()


def test_they_are_not_in_the_count_of_what_is_planned(open_town: Municipality) -> None:
    before = page(open_town).headline
    Measure.objects.filter(name__in=["Rathaus dämmen", "Wärmepumpen"]).delete()
    assert page(open_town).headline == before


def test_overlaps_are_taken_off_once_and_the_sums_are_exact(open_town: Municipality) -> None:
    pathway = wall_of(municipality=open_town, at=NOW)
    extra = {stone.name: stone.tonnes for stone in undecided_of(pathway)}
    # 400 t of 1,000 are decided: what is left to 200 t and 100 t is 60 % of them, and they
    # overlap with each other, too: 600 t x (1 - 0.8 x 0.9) = 168 t on top.
    together = sum(size.mean for size in extra.values())
    assert together == pytest.approx(168, rel=0.02)
    assert all(size.low < size.mean < size.high for size in extra.values())
    counted = account([*pathway.stones, *undecided_of(pathway)], 1000.0)
    assert counted.laid + counted.planned + counted.missing == 1000
    assert counted.planned == account(pathway.stones, 1000.0).planned


def test_decided_with_a_year_they_are_planned(open_town: Municipality) -> None:
    row = Measure.objects.get(name="Wärmepumpen")
    row.start = date(2030, 1, 1)
    row.save()
    found = undecided_of(wall_of(municipality=open_town, at=NOW))
    assert [(stone.name, stone.state) for stone in found] == [("Rathaus dämmen", UNDECIDED)]


def test_a_wall_of_today_has_none_of_them(open_town: Municipality) -> None:
    assert "Wärmepumpen" not in page(open_town, None).lying
    assert "Wärmepumpen" in {one.name for one in page(open_town, None).unlaid}


def test_a_measures_own_page_shows_them_as_not_counted(open_town: Municipality) -> None:
    row = Measure.objects.get(name="Wärmepumpen")
    own = stones_of_measure(measure=row, language="de", at=NOW)
    assert "stroke-dasharray" in own.svg
    assert own.said is not None
    assert "möglich, nicht beschlossen: sie zählen noch nicht mit" in own.said.de


def test_strangers_see_none_that_is_not_published(open_town: Municipality) -> None:
    pk = Measure.objects.get(name="Wärmepumpen").pk
    told = NamedStones(frozenset({pk}), "/klima/{pk}/")
    shown = mosaic_page(municipality=open_town, year=2040, language="de", at=NOW, named=told)
    assert "Wärmepumpen" in shown.lying
    assert "Rathaus" not in shown.lying + shown.table
    assert shown.lying.count('stroke-dasharray="6 5"') == 1


def test_they_lie_between_what_is_planned_and_what_nobody_thought_of() -> None:
    found = [measure("a", 10), measure("b", 5, state=UNDECIDED)]
    spans = [
        (span.kind, int(span.start), int(span.end)) for span in lay(account(found, NEED)).spans
    ]
    assert spans == [
        (StoneLook.PLANNED, 0, 10), (StoneLook.UNDECIDED, 10, 15), (StoneLook.OPEN, 15, 1000)
    ]  # fmt: skip
    sums = {line.name.de: line.size for line in table(account(found, NEED)).sums}
    assert sums["möglich, nicht beschlossen"] == 5
    assert sums["liegt"] + sums["geplant"] + sums["fehlt"] == 1000


def test_beyond_a_thousand_they_keep_their_stones() -> None:
    found = [measure("a", 995), measure("b", 40, state=UNDECIDED)]
    wall = lay(account(found, NEED))
    assert wall.spans[-1].end == wall.length == 1035
    assert account(found, NEED).beyond == 0


def test_what_would_use_more_is_told_in_the_table_only() -> None:
    found = [measure("a", 10), measure("b", -5, state=UNDECIDED)]
    wall = lay(account(found, NEED))
    assert wall.broken == ()
    assert [row.mean for row in table(account(found, NEED)).rows] == [10, -5]


def test_a_year_measured_beside_them_is_as_it_was(unknown_town: Municipality) -> None:
    set_goal(unknown_town)
    measured(unknown_town, "Heizung")
    alone = wall_of(municipality=unknown_town, at=NOW).stones
    planned(unknown_town, "Wärmepumpen", None, 100.0)
    assert wall_of(municipality=unknown_town, at=NOW).stones == alone
