"""The picture: valid, small, the same in both languages, reachable by keyboard."""

import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klimamosaik.drawing.palette import PAPER, SLATE, Paint, Palette
from klimamosaik.drawing.stones import StoneLook
from klimamosaik.mosaic.kernel.few_stones import few_stones, spans_of
from klimamosaik.mosaic.kernel.layout import SURE, UNSURE
from klimamosaik.mosaic.kernel.mosaic import mosaic
from klimamosaik.mosaic.kernel.picture import MARGIN, Frame, Orientation
from klimamosaik.mosaic.kernel.stone import Share
from klimamosaik.mosaic.page import whose
from klimamosaik.pathway.kernel.contribution import ContributionState, YearContribution
from klimamosaik.places.models import Municipality
from klimamosaik.terms.field import FIELDS_WITH_TONNES
from klimamosaik.terms.text import Language, Text
from tests.mosaic.sight import EYES, contrast, distance
from tests.mosaic.towns import NEED, measure, measures, town

WHOSE = Text("Musterstadt", "Musterstadt")
LIMIT = 60_000  # [B] of one picture
SVG = "{http://www.w3.org/2000/svg}"


def drawn(
    found: list[YearContribution],
    *,
    language: Language = "de",
    orientation: Orientation = Orientation.LYING,
    paint: Paint = Paint.PAGE,
    caption: Text | None = None,
) -> str:
    return mosaic(
        measures=found,
        need_t=NEED,
        language=language,
        orientation=orientation,
        paint=paint,
        caption=caption,
        target_year=2040,
    ).svg


def geometry(svg: str) -> list[str]:
    """All path data and places, in order."""
    return re.findall(r' (?:d|transform|viewBox)="([^"]*)"', svg)


@pytest.mark.parametrize("orientation", list(Orientation))
@pytest.mark.parametrize(
    ("laid", "planned"), [(113, 372), (900, 100), (300, 700), (20, 40), (0.5, 0.5)]
)
def test_a_hundred_measures_stay_under_sixty_kilobytes(
    orientation: Orientation, laid: float, planned: float
) -> None:
    found = town(100, laid=laid, planned=planned)
    svg = drawn(found, orientation=orientation, paint=Paint.ALONE, caption=WHOSE)
    assert len(svg.encode()) < LIMIT


@pytest.mark.parametrize("caption", [None, WHOSE])
@pytest.mark.parametrize("count", [0, 3, 20, 100])
def test_the_picture_is_the_same_in_both_languages(count: int, caption: Text | None) -> None:
    found = town(count) if count else []
    german, english = (
        drawn(found, language=language, caption=caption) for language in ("de", "en")
    )
    assert german != english
    shapes = [shape for shape in geometry(german) if shape.startswith("m")]
    assert shapes
    assert shapes == [shape for shape in geometry(english) if shape.startswith("m")]
    assert caption or geometry(german) == geometry(english)


@settings(max_examples=25, deadline=None)
@given(
    found=measures(),
    paint=st.sampled_from(list(Paint)),
    orientation=st.sampled_from(list(Orientation)),
)
def test_any_measures_make_a_valid_picture(
    found: list[YearContribution], paint: Paint, orientation: Orientation
) -> None:
    root = ET.fromstring(drawn(found, paint=paint, orientation=orientation, caption=WHOSE))
    assert root.tag == f"{SVG}svg"
    assert "nan" not in "".join(geometry(ET.tostring(root, encoding="unicode")))


def test_names_of_any_kind_do_not_break_the_picture() -> None:
    found = [
        measure("a", 3, name='<script>alert("x")</script> & \x00\x0b\ud800 „ü“', href='/"><x y="')
    ]
    root = ET.fromstring(drawn(found))
    assert "script" not in {element.tag.removeprefix(SVG) for element in root.iter()}
    assert "alert" in "".join(root.itertext())


def test_the_same_data_in_another_order_is_the_same_picture() -> None:
    found = town(20)
    assert drawn(found) == drawn(found[::-1])


def test_each_measure_is_one_named_link_in_the_order_of_the_wall() -> None:
    found = town(20)
    root = ET.fromstring(drawn(found))
    links = root.findall(f".//{SVG}a")
    assert {link.get("href") for link in links} == {each.href for each in found}
    assert len(links) == len(found)
    order = ["".join(link.itertext()) for link in links]
    assert all("gemessen" in text for text in order[:5])
    assert all("erwartet" in text for text in order[5:])


def test_a_picture_without_links_is_an_image_and_one_with_links_a_group() -> None:
    # The content of an image is hidden from assistive technology, links included.
    assert ET.fromstring(drawn([measure("a", 3)])).get("role") == "img"
    assert ET.fromstring(drawn([measure("a", 3, href="/m/")])).get("role") == "group"


@pytest.mark.parametrize("paint", list(Paint))
def test_title_and_description_are_found_by_their_ids(paint: Paint) -> None:
    root = ET.fromstring(drawn(town(3), paint=paint))
    ids = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    named = root.get("aria-labelledby") or ""
    described = (root.get("aria-describedby") or "").split()[0]
    assert ids[named] == "113 Steine liegen. 372 sind geplant. 515 von 1.000 fehlen noch."
    assert "schraffiert = erwartet" in (ids[described] or "")


def test_a_picture_in_a_page_carries_no_style_which_the_page_would_refuse() -> None:
    svg = drawn(town(20))
    assert "<style" not in svg
    assert "style=" not in svg


def test_a_picture_for_paper_needs_no_custom_properties() -> None:
    svg = drawn(town(20), paint=Paint.FIXED, caption=WHOSE)
    assert "var(" not in svg


def test_a_file_of_its_own_knows_dark_and_print() -> None:
    svg = drawn(town(20), paint=Paint.ALONE)
    assert "prefers-color-scheme:dark" in svg
    assert "@media print" in svg
    assert SLATE.paper in svg


def test_stopped_and_broken_stones_are_marked() -> None:
    plain = [measure("a", 10, state=ContributionState.MEASURED)]
    stopped = drawn(
        [*plain, measure("s", 3, state=ContributionState.STOPPED, name="Wasserstoffbus")]
    )
    broken = drawn([*plain, measure("n", -2, state=ContributionState.MEASURED, name="Klimaanlage")])
    assert stopped.count("Wasserstoffbus: 3 Steine, gestoppt") == 1
    assert "var(--warning" not in drawn(plain)
    assert "var(--warning" in broken
    assert "Klimaanlage: −2 Steine, gemessen" in broken


@pytest.mark.parametrize("palette", [PAPER, SLATE])
def test_text_can_be_read_on_its_ground(palette: Palette) -> None:
    for text in (palette.ink, palette.second, palette.warning):
        assert contrast(text, palette.paper) >= 4.5
        assert contrast(text, palette.pale) >= 4.5


@pytest.mark.parametrize("eyes", sorted(EYES))
@pytest.mark.parametrize("palette", [PAPER, SLATE])
def test_fields_differ_for_all_eyes(palette: Palette, eyes: str) -> None:
    for one, other in combinations(FIELDS_WITH_TONNES, 2):
        assert distance(getattr(palette, one), getattr(palette, other), eyes) >= 8.0


def test_fields_taken_for_each_other_are_hatched_another_way() -> None:
    svg = drawn(town(20))
    angle = dict(re.findall(r'id="mosaic-(\w+)"[^>]*rotate\((\d+)\)', svg))
    assert len(angle) == len(FIELDS_WITH_TONNES)
    assert angle["buildings"] != angle["green"]
    assert angle["electricity"] != angle["transport"]


def test_a_long_name_below_the_wall_keeps_to_its_lines() -> None:
    found = [measure("a", 12.5, low=10, high=15, name="Ausbau " * 30, href="/a/")]
    for orientation, lines in ((Orientation.LYING, 1), (Orientation.STANDING, 2)):
        root = ET.fromstring(drawn(found, orientation=orientation))
        texts = root.findall(f".//{SVG}a/{SVG}text")
        assert len(texts) == 1
        assert len(texts[0]) + 1 == lines
        assert "12,5 Steine" in "".join(texts[0].itertext())


@pytest.mark.parametrize(
    ("mean", "state", "said"),
    [
        (12.5, ContributionState.MEASURED, "Grundschule: 12,5 Steine (10 bis 15)"),
        (-2.0, ContributionState.MEASURED, "Grundschule: −2 Steine (−4,5 bis 0,5)"),
        (7.0, ContributionState.STOPPED, "Grundschule: 7 Steine (4,5 bis 9,5)"),
        (900.0, ContributionState.EXPECTED, "Grundschule: 900 Steine (898 bis 902)"),
        (0.0, ContributionState.EXPECTED, "Grundschule: 0 Steine (−2,5 bis 2,5)"),
    ],
)
def test_a_handful_of_stones_says_whose_they_are(
    mean: float, state: ContributionState, said: str
) -> None:
    whose = measure("a", mean, low=mean - 2.5, high=mean + 2.5, state=state)
    share = Share(whose, 1000 / Fraction(NEED))
    svg = few_stones(
        share=share, what=Text("Grundschule", "school"), language="de", paint=Paint.ALONE
    )
    root = ET.fromstring(svg)
    assert root.findtext(f"{SVG}title") == said
    assert len(svg) < LIMIT


@pytest.mark.parametrize(
    ("mean", "low", "high", "state", "lengths"),
    [
        (3.0, 1.0, 5.0, ContributionState.MEASURED, [("sure", 0, 1), ("unsure", 1, 5)]),
        (0.0, -2.0, 2.0, ContributionState.EXPECTED, [("unsure", 0, 2)]),
        (-3.0, -5.0, 1.0, ContributionState.MEASURED, [("open", 0, 3)]),
        (3.0, 1.0, 5.0, ContributionState.UNDECIDED, [("undecided", 0, 5)]),
        (3.0, 1.0, 5.0, ContributionState.STOPPED, [("stopped", 0, 3)]),
        (400.0, 310.0, 500.0, ContributionState.MEASURED, [("sure", 0, 300)]),
        (-400.0, -500.0, -310.0, ContributionState.MEASURED, [("open", 0, 300)]),
        (400.0, 200.0, 500.0, ContributionState.STOPPED, [("stopped", 0, 300)]),
    ],
)
def test_stones_are_full_to_the_low_end_and_lighter_to_the_high_one(
    mean: float,
    low: float,
    high: float,
    state: ContributionState,
    lengths: list[tuple[str, int, int]],
) -> None:
    looks = {
        "sure": SURE.get(state),
        "unsure": UNSURE.get(state),
        "open": StoneLook.OPEN,
        "undecided": StoneLook.UNDECIDED,
        "stopped": StoneLook.STOPPED,
    }
    share = Share(measure("a", mean, low=low, high=high, state=state), 1000 / Fraction(NEED))
    found = [(span.kind, float(span.start), float(span.end)) for span in spans_of(share)]
    wanted = [(looks[look], float(start), float(end)) for look, start, end in lengths]
    assert [tuple(each) for each in found] == wanted


def test_a_picture_of_its_own_says_whose_wall_it_is() -> None:
    assert "Musterstadt" in drawn(town(3), paint=Paint.ALONE, caption=WHOSE)
    assert "Musterstadt" not in drawn(town(3))


def test_a_picture_of_invented_figures_says_so() -> None:
    real, invented = (Municipality(name="Bad Stein", synthetic=each) for each in (False, True))
    assert whose(real) == Text("Bad Stein", "Bad Stein")
    assert "erfunden" in whose(invented).de
    assert "invented" in whose(invented).en


def test_a_lying_wall_is_laid_from_below_and_a_standing_one_from_above() -> None:
    stone = ((0.0, 0.0), (10.0, 20.0))
    lying = Frame(Orientation.LYING, 400.0, 200.0).on_screen(stone)
    assert lying == ((MARGIN, 200.0 - MARGIN), (MARGIN + 10.0, 180.0 - MARGIN))
    standing = Frame(Orientation.STANDING, 200.0, 400.0).on_screen(stone)
    assert standing == ((MARGIN, MARGIN), (MARGIN + 20.0, MARGIN + 10.0))
