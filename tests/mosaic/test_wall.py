"""Where stones lie: nothing lost, nothing torn apart."""

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise

from hypothesis import given

from klimamosaik.drawing.course import COLUMNS, ROWS, STONES, course
from klimamosaik.drawing.geometry import area, cut, stone
from klimamosaik.drawing.stones import Slice, StoneLook, slices
from klimamosaik.mosaic.kernel.layout import DRAWN, StoneSpan, Wall, lay
from klimamosaik.mosaic.kernel.stone import account
from klimamosaik.pathway.kernel.contribution import ContributionState, YearContribution
from klimamosaik.terms.field import Field
from tests.mosaic.towns import NEED, measure, measures, town


def pieces(span: StoneSpan) -> list[Slice]:
    return list(slices(span.start, span.end))


def wall_of(found: list[YearContribution]) -> Wall:
    return lay(account(found, NEED))


def areas(wall: Wall) -> dict[str, Fraction]:
    """Stones per measure as they are drawn; nobody's under an empty name."""
    found: dict[str, Fraction] = defaultdict(Fraction)
    for span in wall.spans:
        code = span.share.measure.code if span.share else ""
        found[code] += sum(
            (Fraction(piece.end - piece.start) for piece in pieces(span)), Fraction(0)
        )
    return found


def test_the_course_visits_every_stone_once_step_by_step() -> None:
    cells = course()
    assert set(cells[:STONES]) == {(x, y) for x in range(COLUMNS) for y in range(ROWS)}
    assert len(set(cells)) == len(cells) == DRAWN
    steps = [abs(ax - bx) + abs(ay - by) for (ax, ay), (bx, by) in pairwise(cells)]
    assert set(steps) == {1}


def test_the_wall_grows_from_the_lower_left_corner() -> None:
    cells = course()
    first, last = cells[:100], cells[STONES - 100 : STONES]
    assert max(x / COLUMNS + y / ROWS for x, y in first) < 0.8
    assert min(x / COLUMNS + y / ROWS for x, y in last) > 0.9


@given(found=measures())
def test_spans_follow_each_other_without_gap_or_overlap(found: list[YearContribution]) -> None:
    wall = wall_of(found)
    assert wall.spans[0].start == 0
    assert wall.spans[-1].end == min(wall.length, DRAWN)
    assert all(one.end == other.start for one, other in pairwise(wall.spans))


@given(found=measures(negative=False))
def test_no_measure_gains_or_loses_area(found: list[YearContribution]) -> None:
    added = account(found, NEED)
    wall = lay(added)
    drawn = areas(wall)
    counted = [
        share for share in added.shares if share.measure.state is not ContributionState.STOPPED
    ]
    if wall.undrawn == 0:
        assert all(drawn[share.measure.code] == share.mean for share in counted)
        assert sum(drawn.values(), Fraction(0)) == wall.length
    else:
        assert sum(drawn.values(), Fraction(0)) == DRAWN


@given(found=measures())
def test_a_measures_stones_touch_each_other(found: list[YearContribution]) -> None:
    wall = wall_of(found)
    cells: dict[str, list[int]] = defaultdict(list)
    for span in wall.spans:
        if span.share is not None:
            cells[span.share.measure.code] += [piece.cell for piece in pieces(span)]
    for mine in cells.values():
        assert sorted(set(mine)) == list(range(min(mine), max(mine) + 1))


def test_cut_parts_of_a_stone_have_their_exact_share_of_it() -> None:
    for cell in (0, 17, 499, 999):
        whole = stone(cell)
        parts = [cut(whole, *ends) for ends in ((0, 0.02), (0.02, 0.5), (0.5, 1))]
        for part, share in zip(parts, (0.02, 0.48, 0.5), strict=True):
            assert abs(area(part) / area(whole) - share) < 1e-9


def test_measured_stones_come_first_and_ranges_fade() -> None:
    wall = wall_of(
        [
            measure("b", 9, low=6, high=14),
            measure("a", 4.5, low=3, high=6, state=ContributionState.MEASURED),
        ]
    )
    kinds = [(span.kind, float(span.end)) for span in wall.spans]
    assert kinds[:4] == [
        (StoneLook.LAID, 3.0),
        (StoneLook.LAID_UNSURE, 4.5),
        (StoneLook.PLANNED, 10.5),
        (StoneLook.PLANNED_UNSURE, 13.5),
    ]
    assert kinds[4][0] is StoneLook.POSSIBLE
    assert abs(kinds[4][1] - (13.5 + (1.5**2 + 5**2) ** 0.5)) < 0.01
    assert kinds[5] == (StoneLook.OPEN, 1000.0)


def test_a_tiny_measure_is_a_cut_stone_of_its_size() -> None:
    wall = wall_of([measure("a", 0.02, state=ContributionState.MEASURED)])
    (piece,) = pieces(wall.spans[0])
    assert piece.cell == 0
    assert float(piece.end - piece.start) == 0.02


def test_a_measure_that_made_it_worse_breaks_the_last_laid_stones() -> None:
    found = [
        measure("a", 10, state=ContributionState.MEASURED),
        measure("n", -2.5, state=ContributionState.MEASURED),
    ]
    wall = wall_of([*found, measure("b", 4)])
    (hole,) = wall.broken
    assert (float(hole.start), float(hole.end)) == (7.5, 10.0)
    assert float(account(found, NEED).laid) == 7.5


def test_harm_beyond_what_lies_breaks_what_is_planned() -> None:
    wall = wall_of(
        [
            measure("a", 2, state=ContributionState.MEASURED),
            measure("n", -3, state=ContributionState.MEASURED),
            measure("b", 4),
        ]
    )
    assert [(float(span.start), float(span.end)) for span in wall.broken] == [(0, 2), (5, 6)]


def test_stones_above_a_thousand_stand_beside_the_wall() -> None:
    wall = wall_of([measure("a", 1040)])
    assert wall.length == 1040
    assert wall.undrawn == 0
    assert wall_of([measure("a", 5000)]).undrawn == 5000 - DRAWN


def test_stopped_measures_are_pale_and_only_as_long_as_there_is_room() -> None:
    wall = wall_of(
        [measure("a", 990), measure("s", 30, state=ContributionState.STOPPED, field=Field.GREEN)]
    )
    last = wall.spans[-1]
    assert (last.kind, float(last.start), float(last.end)) == (StoneLook.STOPPED, 990.0, 1000.0)


def test_a_real_towns_worth_of_measures_fills_the_wall() -> None:
    wall = wall_of(town(100, laid=600, planned=400))
    assert abs(float(wall.length) - 1000) < 1e-6
